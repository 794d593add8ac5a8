/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>

#include "lines.h"
#include "meter.h"

/*
 * rhd instruments RelaxIS, exported as text. There is no public description:
 * what is assumed is a line that names RelaxIS and a table with names and units.
 */
static const hopi_meter_table relaxis_table = {"\t;, ", 1, NULL, NULL, NULL};

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    hopi_meter meter = {0};
    for (size_t i = 0; i < source->head_count; i++) {
        if (hopi_line_contains(&source->head[i], "RelaxIS")
            && hopi_meter_find(&meter, source, &relaxis_table)) {
            snprintf(why, HOPI_WHY, "line %zu names RelaxIS and line %zu the columns",
                     source->head[i].number, meter.header.number);
            return HOPI_CERTAIN;
        }
    }
    return 0;
}

static hop_status read_relaxis(hopi_source *source, hop_file *file)
{
    const hop_status status =
        hopi_file_add_metadata(source->ctx, file, "software", "RelaxIS", 7);
    return status ? status : hopi_meter_read(source, file, &relaxis_table);
}

const hopi_format hopi_format_relaxis = {"relaxis", "RelaxIS export, text", 0, detect,
                                         read_relaxis};
