/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>
#include <string.h>

enum { CERTAIN = 90 };

static int contains(const hopi_line *line, const char *text)
{
    const size_t length = strlen(text);
    for (size_t i = 0; i + length <= line->length; i++) {
        if (memcmp(line->text + i, text, length) == 0) {
            return 1;
        }
    }
    return 0;
}

/*
 * Novocontrol NEISYS text: a sample name and measurement conditions, the line
 * "Freq.[Hz] Zs'[ohm] Zs''[ohm]", and the numbers. Zs'' is Im Z.
 */
static size_t find_names(const hopi_source *source)
{
    for (size_t i = 0; i < source->head_count; i++) {
        const hopi_line *line = &source->head[i];
        if (contains(line, "Freq") && contains(line, "Zs'") && contains(line, "Zs''")
            && !hopi_is_comment(line)) {
            return i;
        }
    }
    return source->head_count;
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    if (find_names(source) < source->head_count) {
        return CERTAIN;
    }
    snprintf(why, HOPI_WHY, "no line \"Freq.[Hz] Zs'[ohm] Zs''[ohm]\" at the start");
    return 0;
}

static hop_status read_neisys(hopi_source *source, hop_file *file)
{
    return hopi_read_columns(source, file, find_names(source), 0);
}

const hopi_format hopi_format_neisys = {"neisys", detect, read_neisys};
