/* SPDX-License-Identifier: BSD-3-Clause */
#include "ending.h"

static size_t tail_of(const hopi_line *line, char delimiter, char mark)
{
    for (size_t n = 0; n < line->length && mark; n++) {
        const char byte = line->text[line->length - 1 - n];
        if (byte == mark) {
            return n;
        }
        if (byte == delimiter || (byte == '\t' && delimiter == ' ')) {
            break;
        }
    }
    return 0;
}

void hopi_ending_see(hopi_ending *ending, const hopi_line *line, char delimiter, char mark)
{
    const size_t tail = tail_of(line, delimiter, mark);
    ending->tail = ending->lines == 0 || tail == ending->tail ? tail : 0;
    ending->lines++;
}

int hopi_ending_of(const hopi_ending *ending, const hopi_line *line, char delimiter, char mark,
                   int last, size_t count)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t found = hopi_split(line, delimiter, fields);
    if (found <= (size_t)last) {
        return HOPI_ENDS_IN_POINT;
    }
    const char *const stop = fields[last].text + fields[last].length;
    const size_t tail = tail_of(line, delimiter, mark);
    const int is_like_above = found >= count && tail > 0 && tail == ending->tail;
    if (stop == line->text + line->length && !is_like_above) {
        return HOPI_ENDS_IN_POINT;
    }
    return found < count || tail < ending->tail ? HOPI_ENDS_BEHIND_POINT : HOPI_ENDS_WHOLE;
}

hop_status hopi_ending_tell(hop_ctx *ctx, hop_file *file, const hopi_line *line, int ending)
{
    file->flags |= HOP_READ_TRUNCATED;
    return hopi_file_add_reason(
        ctx, file, "line %zu, the last, has no end: %s", line->number,
        ending == HOPI_ENDS_IN_POINT ? "its last number may be cut, so the line was left out"
                                     : "it is cut behind the numbers that are read");
}
