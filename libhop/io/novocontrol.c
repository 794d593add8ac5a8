/* SPDX-License-Identifier: BSD-3-Clause */
#include "novocontrol.h"

#include <math.h>
#include <string.h>

#include "columns.h"
#include "lines.h"
#include "number.h"

static const double pi = 3.141592653589793;
static const double mm = 1e-3;

/* The number behind a word and blanks; NaN if there is none. */
static double number_behind(const hopi_line *line, const char *word)
{
    const char *end = line->text + line->length, *stop = NULL;
    const char *at = hopi_behind(line->text, end, word);
    double value = NAN;
    while (at && at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    if (!at || hopi_parse_number(at, end, '.', &value, &stop) != HOPI_NUMBER_FINITE) {
        return NAN;
    }
    return value;
}

static hop_status take_capacitor(hopi_source *source, hop_file *file, const hopi_line *line)
{
    const double diameter_m = mm * number_behind(line, "Diameter[mm]");
    const double thickness_m = mm * number_behind(line, "Thickness[mm]");
    hopi_file_state_geometry(file, thickness_m, 0.25 * pi * diameter_m * diameter_m);
    return hopi_file_add_metadata(source->ctx, file, "geometry", line->text, line->length);
}

/* "Temp. [°C]=25", whatever became of the degree sign. */
static double fixed_temperature(const hopi_line *line)
{
    const char *end = line->text + line->length;
    const char *unit = hopi_behind(line->text, end, "Temp. [");
    const char *close = unit ? memchr(unit, ']', (size_t)(end - unit)) : NULL;
    if (!close || close == unit) {
        return NAN;
    }
    const hopi_line rest = {close, (size_t)(end - close), line->number};
    return number_behind(&rest, "]=") + (close[-1] == 'K' ? 0.0 : 273.15);
}

/* "X4, 18.2.2025, 10:9": the last two commas part the date and the time. */
static hop_status take_title(hopi_source *source, hop_file *file, const hopi_line *line)
{
    size_t commas[2] = {line->length, line->length};
    int found = 0;
    for (size_t i = line->length; i-- > 0 && found < 2;) {
        if (line->text[i] == ',') {
            commas[found++] = i;
        }
    }
    const size_t cut = commas[1];
    const int is_dated = found == 2 && cut + 2 < line->length && line->text[cut + 1] == ' '
                         && line->text[cut + 2] >= '0' && line->text[cut + 2] <= '9';
    hop_status status = hopi_file_add_metadata(source->ctx, file, "sample", line->text,
                                               is_dated ? cut : line->length);
    if (status == HOP_OK && is_dated) {
        status = hopi_file_add_metadata(source->ctx, file, "date", line->text + cut + 1,
                                        line->length - cut - 1);
    }
    return status;
}

hop_status hopi_novocontrol_line(hopi_source *source, hop_file *file, const hopi_line *line,
                                 double *temperature_k)
{
    if (hopi_is_blank_line(line)) {
        return HOP_OK;
    }
    if (hopi_line_contains(line, "Diameter[mm]")) {
        return take_capacitor(source, file, line);
    }
    if (hopi_line_begins(line, "Fixed value(s)")) {
        const double stated_k = fixed_temperature(line);
        *temperature_k = isnan(stated_k) ? *temperature_k : stated_k;
        return hopi_file_add_metadata(source->ctx, file, "fixed_values", line->text,
                                      line->length);
    }
    if (line->number == 1) {
        return take_title(source, file, line);
    }
    return hopi_ignore_line(source->ctx, file, line);
}
