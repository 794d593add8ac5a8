/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>

#include "columns.h"
#include "format.h"
#include "lines.h"
#include "novocontrol.h"

/*
 * Novocontrol NEISYS text: a sample name and measurement conditions, the line
 * "Freq.[Hz] Zs'[ohm] Zs''[ohm]", and the numbers. Zs'' is Im Z.
 */
static size_t find_names(const hopi_source *source)
{
    for (size_t i = 0; i < source->head_count; i++) {
        const hopi_line *line = &source->head[i];
        if (hopi_line_contains(line, "Freq") && hopi_line_contains(line, "Zs'")
            && hopi_line_contains(line, "Zs''") && !hopi_is_comment(line)) {
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
    const size_t index = find_names(source);
    const size_t names_line = index < source->head_count ? source->head[index].number : 0;
    double temperature_k = NAN;
    hopi_columns c;
    hopi_line line;
    hopi_columns_init(&c, source, file, HOPI_SIGN_IS_KNOWN);
    hop_status status = HOP_OK;
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        if (line.number == names_line) {
            hopi_columns_names(&c, &line, ' ', NULL);
            status = hopi_columns_start(&c);
        } else if (line.number > names_line && names_line > 0 && !hopi_is_comment(&line)) {
            status = hopi_is_blank_line(&line) ? HOP_OK : hopi_columns_row(&c, &line);
        } else if (line.number < names_line && !hopi_is_comment(&line)) {
            status = hopi_novocontrol_line(source, file, &line, &temperature_k);
        } else if (!hopi_is_blank_line(&line)) {
            status = hopi_ignore_line(source->ctx, file, &line);
        }
    }
    for (size_t g = 0; g < file->group_count; g++) {
        file->groups[g].temperature_k = temperature_k;
    }
    return status ? status : hopi_columns_finish(&c);
}

const hopi_format hopi_format_neisys = {"neisys", "Novocontrol NEISYS text", 0, detect,
                                        read_neisys};
