/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "lines.h"
#include "meter.h"
#include "options.h"

/*
 * Zahner Thales and Zahner Analysis, text: lines "Name....: value", names such as
 * "Number Frequency/Hz Impedance/Ohm Phase/deg Significance" or "frequency (Hz)
 * impedance (Ω) phase / deg (°)", and the numbers; in a list of spectra all of it again.
 */
static const hopi_meter_table thales_table = {"\t,; ", 0, NULL, NULL, NULL};

static int names_quantities(const hopi_line *line)
{
    return hopi_line_contains(line, "requency") && hopi_line_contains(line, "mpedance")
           && hopi_line_contains(line, "hase");
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    hopi_meter meter = {0};
    if (!hopi_meter_find(&meter, source, &thales_table) || !names_quantities(&meter.header)) {
        return 0;
    }
    int is_named = 0;
    for (size_t i = 0; i < source->head_count && !is_named; i++) {
        const hopi_line *line = &source->head[i];
        is_named = hopi_line_contains(line, "Zahner") || hopi_line_contains(line, "ZAHNER")
                   || hopi_line_contains(line, "Thales") || hopi_line_contains(line, "THALES");
    }
    const int is_numbered = hopi_line_begins(&meter.header, "Number")
                            || hopi_line_contains(&meter.header, "ignificance");
    if (!is_named && !is_numbered) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line %zu names frequency, impedance and phase as Thales does",
             meter.header.number);
    return is_named ? HOPI_CERTAIN : HOPI_LIKELY;
}

/* "Potential....: 0.9995 V": the name without its dots is the key. */
static hop_status take_line(const hopi_meter *meter, const hopi_line *line)
{
    enum { KEY_BYTES = 32 };
    const char *colon = memchr(line->text, ':', line->length);
    char key[KEY_BYTES];
    size_t used = 0;
    for (const char *p = line->text; colon && p < colon && used < KEY_BYTES - 1; p++) {
        const char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            key[used++] = c;
        } else if (c == ' ' && used > 0 && key[used - 1] != '_') {
            key[used++] = '_';
        }
    }
    while (used > 0 && key[used - 1] == '_') {
        used--;
    }
    key[used] = '\0';
    hop_ctx *ctx = meter->source->ctx;
    if (used > 0) {
        return hopi_file_add_metadata(ctx, meter->file, key, colon + 1,
                                      line->length - (size_t)(colon + 1 - line->text));
    }
    return hopi_is_blank_line(line) ? HOP_OK : hopi_ignore_line(ctx, meter->file, line);
}

/*
 * Thales goes from a start frequency to one end and then to the other: the first leg is
 * measured twice. As of an .ism, the sweep from end to end is taken.
 */
static hop_status end_measurement(const hopi_meter *meter)
{
    hop_file *file = meter->file;
    hopi_group *group = hopi_file_group(file);
    if (!group || group->row_count == 0) {
        return HOP_OK;
    }
    hopi_row *rows = file->rows + group->first_row;
    size_t lowest = 0, highest = 0;
    for (size_t i = 1; i < group->row_count; i++) {
        lowest = rows[i].freq_hz < rows[lowest].freq_hz ? i : lowest;
        highest = rows[i].freq_hz > rows[highest].freq_hz ? i : highest;
    }
    const size_t first = lowest < highest ? lowest : highest;
    const size_t last = lowest < highest ? highest : lowest;
    const size_t left_out = group->row_count - (last - first + 1);
    const size_t first_line = rows[first].line, last_line = rows[last].line;
    memmove(rows, rows + first, (last - first + 1) * sizeof *rows);
    group->row_count -= left_out;
    file->row_count -= left_out;
    if (left_out == 0) {
        return HOP_OK;
    }
    const hop_status status = hopi_file_add_reason(
        meter->source->ctx, file,
        "lines %zu to %zu were taken: the sweep from one end of the frequencies to the other; the "
        "leg before it is measured twice",
        first_line, last_line);
    return status ? status
                  : hopi_file_ignore(meter->source->ctx, file,
                                     "points outside the sweep from end to end: %zu", left_out);
}

static hop_status begin_measurement(hopi_meter *meter, const hopi_line *line, char delimiter)
{
    const int is_told = meter->is_told;
    const hop_status status = end_measurement(meter);
    hopi_meter_parse(meter, line, delimiter);
    meter->mark = meter->source->options ? meter->source->options->mark : '\0';
    meter->is_told = is_told;
    if (status || !meter->pair || meter->frequency == HOPI_NO_COLUMN) {
        return status ? status : hopi_meter_fail(meter);
    }
    return hopi_meter_begin(meter, NULL);
}

static int begins_with_letter(const hopi_line *line)
{
    const size_t i = hopi_first_text(line);
    const char c = i < line->length ? line->text[i] : '\0';
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static hop_status read_thales(hopi_source *source, hop_file *file)
{
    hopi_meter meter;
    const hop_status opened = hopi_meter_open(&meter, source, file, &thales_table);
    if (opened) {
        return opened;
    }
    const size_t names = meter.header.number;
    const char delimiter = meter.delimiter;
    for (;;) {
        hopi_line line;
        hop_status status = hopi_source_next(source, &line);
        if (status || !line.text) {
            return status ? status : end_measurement(&meter);
        }
        if (line.number == names || (line.number > names && names_quantities(&line))) {
            status = begin_measurement(&meter, &line, delimiter);
        } else if (line.number < names || begins_with_letter(&line)) {
            status = take_line(&meter, &line);
        } else if (!hopi_is_blank_line(&line)) {
            status = hopi_meter_row(&meter, &line);
        }
        if (status) {
            return status;
        }
    }
}

const hopi_format hopi_format_zahner_txt = {"zahner-txt", "Zahner Thales impedance, ASCII", 0,
                                            detect, read_thales};
