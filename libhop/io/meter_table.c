/* SPDX-License-Identifier: BSD-3-Clause */
#include "meter.h"

#include <math.h>
#include <string.h>

#include "columns.h"
#include "lines.h"
#include "location.h"
#include "options.h"

static int parse(hopi_meter *meter, const hopi_line *line, char delimiter,
                 const hopi_meter_table *table)
{
    hopi_meter_parse(meter, line, delimiter);
    if (table->adapt) {
        table->adapt(meter);
    }
    return hopi_meter_choose(meter);
}

static int holds(const hopi_line *line, char c)
{
    return memchr(line->text, c, line->length) != NULL;
}

/* Three names at least, of which one begins like "frequency": most lines need no closer look. */
static int may_be_names(const hopi_line *line, char delimiter)
{
    return (holds(line, 'f') || holds(line, 'F'))
           && (holds(line, delimiter) || (delimiter == ' ' && holds(line, '\t')));
}

int hopi_meter_find(hopi_meter *meter, const hopi_source *source, const hopi_meter_table *table)
{
    const char given[] = {source->options ? source->options->delimiter : '\0', '\0'};
    for (size_t i = 0; i < source->head_count; i++) {
        const hopi_line *line = &source->head[i];
        for (const char *delimiter = *given ? given : table->delimiters; *delimiter;
             delimiter++) {
            if (may_be_names(line, *delimiter) && parse(meter, line, *delimiter, table)) {
                return 1;
            }
        }
    }
    return 0;
}

static hop_status ignore(const hopi_meter *meter, const hopi_line *line)
{
    return hopi_is_blank_line(line) ? HOP_OK
                                    : hopi_ignore_line(meter->source->ctx, meter->file, line);
}

static hop_status take_head_line(hopi_meter *meter, const hopi_line *line,
                                 const hopi_meter_table *table)
{
    return table->take_line ? table->take_line(meter, line) : ignore(meter, line);
}

static hop_status begin(hopi_meter *meter, const hopi_line *line, char delimiter,
                        const hopi_meter_table *table)
{
    parse(meter, line, delimiter, table);
    meter->mark = meter->source->options ? meter->source->options->mark : '\0';
    const hop_status status = hopi_meter_begin(meter, NULL);
    const int is_part =
        meter->pair->second == HOPI_TRACE_Z_IM || meter->pair->second == HOPI_TRACE_Y_IM;
    if (status == HOP_OK && table->sign_is_open && is_part) {
        hopi_file_group(meter->file)->has_explicit_sign =
            meter->columns[meter->second].factor < 0.0;
    }
    return status || !table->tell ? status : table->tell(meter);
}

hop_status hopi_meter_open(hopi_meter *meter, hopi_source *source, hop_file *file,
                           const hopi_meter_table *table)
{
    *meter = (hopi_meter){.source = source, .file = file, .temperature_k = NAN};
    if (!hopi_meter_find(meter, source, table)) {
        return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, 1, 1,
                            "no line names a frequency and two quantities that make up an "
                            "impedance, such as |Z| and theta, or Cp and D");
    }
    return HOP_OK;
}

hop_status hopi_meter_read(hopi_source *source, hop_file *file, const hopi_meter_table *table)
{
    hopi_meter meter;
    const hop_status opened = hopi_meter_open(&meter, source, file, table);
    if (opened) {
        return opened;
    }
    const size_t names = meter.header.number;
    const char delimiter = meter.delimiter;
    for (;;) {
        hopi_line line;
        hop_status status = hopi_source_next(source, &line);
        if (status || !line.text) {
            return status;
        }
        if (line.number < names) {
            status = take_head_line(&meter, &line, table);
        } else if (line.number == names) {
            status = begin(&meter, &line, delimiter, table);
        } else if (hopi_is_comment(&line)) {
            status = ignore(&meter, &line);
        } else if (!hopi_is_blank_line(&line)) {
            status = hopi_meter_row(&meter, &line);
        }
        if (status) {
            return status;
        }
    }
}
