/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "lines.h"
#include "meter.h"

/*
 * Zahner Thales ASCII: lines "Name....: value", names such as "Number
 * Frequency/Hz Impedance/Ohm Phase/deg", and the numbers.
 */
static hop_status take_line(hopi_meter *meter, const hopi_line *line);

static const hopi_meter_table thales_table = {"\t,; ", 0, take_line, NULL, NULL};

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    hopi_meter meter = {0};
    if (!hopi_meter_find(&meter, source, &thales_table)
        || !hopi_line_contains(&meter.header, "Impedance")
        || !hopi_line_contains(&meter.header, "Phase")) {
        return 0;
    }
    int is_named = 0;
    for (size_t i = 0; i < source->head_count && !is_named; i++) {
        const hopi_line *line = &source->head[i];
        is_named = hopi_line_contains(line, "Zahner") || hopi_line_contains(line, "ZAHNER")
                   || hopi_line_contains(line, "Thales") || hopi_line_contains(line, "THALES");
    }
    const int is_numbered = hopi_line_begins(&meter.header, "Number");
    if (!is_named && !is_numbered) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line %zu names frequency, impedance and phase as Thales does",
             meter.header.number);
    return is_named ? HOPI_CERTAIN : HOPI_LIKELY;
}

/* "Potential....: 0.9995 V": the name without its dots is the key. */
static hop_status take_line(hopi_meter *meter, const hopi_line *line)
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

static hop_status read_thales(hopi_source *source, hop_file *file)
{
    return hopi_meter_read(source, file, &thales_table);
}

const hopi_format hopi_format_zahner_txt = {"zahner-txt", "Zahner Thales impedance, ASCII", 0,
                                            detect, read_thales};
