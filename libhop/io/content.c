/* SPDX-License-Identifier: BSD-3-Clause */
#include "content.h"

hop_status hopi_content_open(hopi_content *content, hopi_source *source)
{
    *content = (hopi_content){0};
    return hopi_source_content(source, &content->data, &content->size);
}

int hopi_content_next(hopi_content *content, hopi_line *line)
{
    if (content->at == content->size) {
        return 0;
    }
    const size_t start = content->at;
    size_t end = start;
    while (end < content->size && content->data[end] != '\n' && content->data[end] != '\r') {
        end++;
    }
    content->is_cut = end == content->size;
    content->at = content->is_cut ? end : end + 1;
    if (!content->is_cut && content->data[end] == '\r' && content->at < content->size
        && content->data[content->at] == '\n') {
        content->at++;
    }
    *line = (hopi_line){content->data + start, end - start, ++content->line_number};
    return 1;
}
