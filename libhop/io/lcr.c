/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>

#include "columns.h"
#include "lines.h"
#include "meter.h"

/* Tables of meters with a header: any pair of quantities that gives an impedance. */
static const char delimiters[] = ",;\t ";

static hop_status take_hioki_line(hopi_meter *meter, const hopi_line *line);

static const hopi_meter_table plain_table = {delimiters, 1, NULL, NULL, NULL};
static const hopi_meter_table hioki_table = {delimiters, 0, take_hioki_line, NULL, NULL};

/* Below the generic table, which knows more about a table of parts. */
enum { LCR_CONFIDENCE = HOPI_TABLE - 15 };

static int detect_lcr(const hopi_source *source, char why[HOPI_WHY])
{
    hopi_meter meter = {0};
    if (!hopi_meter_find(&meter, source, &plain_table)) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line %zu names a frequency, %s and %s", meter.header.number,
             hopi_trace_name(meter.pair->first), hopi_trace_name(meter.pair->second));
    return LCR_CONFIDENCE;
}

static hop_status read_lcr(hopi_source *source, hop_file *file)
{
    return hopi_meter_read(source, file, &plain_table);
}

const hopi_format hopi_format_lcr = {"lcr", "table of an impedance meter (|Z|, Cp, D, Q …)", 0,
                                     detect_lcr, read_lcr};

static int detect_hioki(const hopi_source *source, char why[HOPI_WHY])
{
    hopi_meter meter = {0};
    for (size_t i = 0; i < source->head_count; i++) {
        if (hopi_line_contains(&source->head[i], "HIOKI")
            && hopi_meter_find(&meter, source, &hioki_table)) {
            snprintf(why, HOPI_WHY, "line %zu names HIOKI and line %zu the quantities",
                     source->head[i].number, meter.header.number);
            return HOPI_CERTAIN;
        }
    }
    return 0;
}

/* Settings stand before the table as "name","value". */
static hop_status take_hioki_line(hopi_meter *meter, const hopi_line *line)
{
    static const struct {
        const char *name, *key;
    } facts[] = {{"DATE", "date"}, {"TIME", "time"}, {"COMMENT", "comment"}};
    if (hopi_is_blank_line(line)) {
        return HOP_OK;
    }
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, ',', fields);
    hop_ctx *ctx = meter->source->ctx;
    if (hopi_line_contains(line, "HIOKI")) {
        return hopi_file_add_metadata(ctx, meter->file, "instrument", line->text, line->length);
    }
    for (size_t i = 0; i < sizeof facts / sizeof *facts && count >= 2; i++) {
        const hopi_line first = {fields[0].text, fields[0].length, line->number};
        if (hopi_line_begins(&first, facts[i].name)) {
            return hopi_file_add_metadata(ctx, meter->file, facts[i].key, fields[1].text,
                                          fields[1].length);
        }
    }
    return hopi_ignore_line(ctx, meter->file, line);
}

static hop_status read_hioki(hopi_source *source, hop_file *file)
{
    return hopi_meter_read(source, file, &hioki_table);
}

const hopi_format hopi_format_hioki = {"hioki", "Hioki impedance analyser, CSV", 0, detect_hioki,
                                       read_hioki};
