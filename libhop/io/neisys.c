/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>

/*
 * Novocontrol NEISYS text: a sample name and measurement conditions, the line
 * "Freq.[Hz] Zs'[ohm] Zs''[ohm]", and the numbers. Zs'' is Im Z.
 */
static size_t find_names(const hopi_source *source)
{
    for (size_t i = 0; i < source->head_count; i++) {
        const hopi_line *line = &source->head[i];
        if (hopi_line_contains(line, "Freq") && hopi_line_contains(line, "Zs'") && hopi_line_contains(line, "Zs''")
            && !hopi_is_comment(line)) {
            return i;
        }
    }
    return source->head_count;
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const size_t i = find_names(source);
    if (i == source->head_count) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line %zu names Freq, Zs' and Zs''", source->head[i].number);
    return HOPI_CERTAIN;
}

static hop_status read_neisys(hopi_source *source, hop_file *file)
{
    return hopi_read_columns(source, file, find_names(source), 0);
}

const hopi_format hopi_format_neisys = {"neisys", "Novocontrol NEISYS text", 0, detect,
                                              read_neisys};
