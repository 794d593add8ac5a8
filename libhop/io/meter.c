/* SPDX-License-Identifier: BSD-3-Clause */
#include "meter.h"

#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "location.h"
#include "number.h"
#include "options.h"

/* What instruments send for infinity (overload), and a little more for NaN: SCPI-1999, 7.2.1. */
static const double overload = 9.9e37;
static const double two_pi = 6.283185307179586;

int hopi_meter_choose(hopi_meter *meter)
{
    int place[HOPI_TRACE_COUNT], is_there[HOPI_TRACE_COUNT] = {0};
    for (int i = (int)meter->count; i-- > 0;) {
        place[meter->columns[i].trace] = i;
        is_there[meter->columns[i].trace] = 1;
    }
    is_there[HOPI_TRACE_UNKNOWN] = 0;
    meter->frequency = meter->temperature = meter->first = meter->second = HOPI_NO_COLUMN;
    if (is_there[HOPI_TRACE_FREQUENCY]) {
        meter->frequency = place[HOPI_TRACE_FREQUENCY];
    }
    const hop_read_options *options = meter->source ? meter->source->options : NULL;
    if (is_there[HOPI_TRACE_TEMPERATURE] && hopi_takes_temperature(options)) {
        meter->temperature = place[HOPI_TRACE_TEMPERATURE];
    }
    meter->pair = hopi_trace_choose(is_there);
    if (meter->pair) {
        meter->first = place[meter->pair->first];
        meter->second = meter->pair->second == HOPI_TRACE_UNKNOWN ? HOPI_NO_COLUMN
                                                                  : place[meter->pair->second];
    }
    return meter->pair && meter->frequency != HOPI_NO_COLUMN;
}

int hopi_meter_parse(hopi_meter *meter, const hopi_line *line, char delimiter)
{
    meter->header = *line;
    meter->delimiter = delimiter;
    meter->mark = '\0';
    meter->ending = (hopi_ending){0, 0};
    meter->is_told = 0;
    const size_t total = hopi_split_names(line, delimiter, meter->names);
    meter->count = total < HOPI_COLUMN_LIMIT ? total : HOPI_COLUMN_LIMIT;
    for (size_t i = 0; i < meter->count; i++) {
        meter->columns[i] = hopi_trace_of(meter->names[i].text, meter->names[i].length);
    }
    return hopi_meter_choose(meter);
}

static int is_read(const hopi_meter *meter, int i)
{
    return i == meter->frequency || i == meter->temperature || i == meter->first
           || i == meter->second;
}

static hop_status tell_columns(const hopi_meter *meter)
{
    hop_status status = HOP_OK;
    for (int i = 0; i < (int)meter->count && status == HOP_OK; i++) {
        char excerpt[HOPI_EXCERPT];
        hopi_excerpt(excerpt, meter->names[i].text, meter->names[i].length);
        status = is_read(meter, i)
                     ? hopi_file_add_column(meter->source->ctx, meter->file,
                                            "column %d %s: %s%s", i + 1, excerpt,
                                            meter->columns[i].factor < 0.0 ? "minus " : "",
                                            hopi_trace_name(meter->columns[i].trace))
                     : hopi_file_ignore(meter->source->ctx, meter->file, "column %d %s", i + 1,
                                        excerpt);
    }
    return status;
}

static int has_units(const hopi_meter *meter)
{
    for (int i = 0; i < (int)meter->count; i++) {
        const hopi_trace trace = meter->columns[i].trace;
        const int is_pure = trace == HOPI_TRACE_D || trace == HOPI_TRACE_Q
                            || (trace >= HOPI_TRACE_EPS_RE && trace <= HOPI_TRACE_M_IM);
        if (is_read(meter, i) && !is_pure && !meter->columns[i].has_unit) {
            return 0;
        }
    }
    return 1;
}

hop_status hopi_meter_begin(hopi_meter *meter, const char *label)
{
    hop_status status =
        hopi_file_begin(meter->source->ctx, meter->file, meter->pair->representation,
                        meter->second != HOPI_NO_COLUMN, label);
    if (status == HOP_OK && !meter->is_told) {
        meter->is_told = 1;
        status = tell_columns(meter);
    }
    if (status == HOP_OK) {
        hopi_group *group = hopi_file_group(meter->file);
        group->has_explicit_sign = 1;
        group->flags |= has_units(meter) ? 0 : (uint32_t)HOP_READ_UNITS_ASSUMED;
    }
    return status;
}

hop_status hopi_meter_fail(const hopi_meter *meter)
{
    char excerpt[HOPI_EXCERPT];
    hopi_excerpt(excerpt, meter->header.text, meter->header.length);
    return hopi_fail_at(
        meter->source->ctx, HOP_ERR_NO_SPECTRUM, meter->source->name, meter->header.number, 1,
        "%s names no %s, expected a frequency and two quantities that make up "
        "an impedance, such as |Z| and theta, or Cp and D",
        excerpt, meter->frequency == HOPI_NO_COLUMN ? "frequency" : "such two quantities");
}

static hop_status skip_point(hopi_meter *meter, size_t line, const char *why)
{
    hopi_file_group(meter->file)->flags |= HOP_READ_POINTS_SKIPPED;
    return hopi_file_ignore(meter->source->ctx, meter->file, "line %zu: %s", line, why);
}

hop_status hopi_meter_add(hopi_meter *meter, double freq_hz, double first, double second,
                          double temperature_k, size_t line)
{
    double re = NAN, im = NAN;
    hopi_trace_convert(meter->pair, freq_hz, first, second, &re, &im);
    if (meter->is_without_vacuum && meter->pair->second == HOPI_TRACE_SIGMA_IM) {
        im += two_pi * freq_hz * HOPI_VACUUM_PERMITTIVITY_F_PER_M;
    }
    if (!isfinite(re) || (meter->second != HOPI_NO_COLUMN && !isfinite(im))) {
        return skip_point(meter, line, "the two quantities give no finite impedance");
    }
    hopi_row row = hopi_row_of(freq_hz, re, im, line);
    row.temperature_k = temperature_k;
    return hopi_file_add_row(meter->source->ctx, meter->file, &row);
}

typedef enum field_state {
    FIELD_VALUE,
    FIELD_NO_VALUE, /* NaN or overload */
    FIELD_BROKEN
} field_state;

/* One decimal mark in the whole table; a comma only where it does not part the columns. */
static void see_mark(hopi_meter *meter, const hopi_field *field)
{
    const int has_point = memchr(field->text, '.', field->length) != NULL;
    const int has_comma = memchr(field->text, ',', field->length) != NULL;
    if (!meter->mark && has_point != has_comma) {
        meter->mark = has_comma ? ',' : '.';
    }
}

static field_state read_field(hopi_meter *meter, const hopi_field *field, int index,
                              double *value)
{
    const char *end = field->text + field->length, *stop = NULL;
    double number = NAN;
    see_mark(meter, field);
    const hopi_number_kind kind =
        hopi_parse_number(field->text, end, meter->mark ? meter->mark : '.', &number, &stop);
    if (kind == HOPI_NUMBER_NONE || stop != end) {
        return FIELD_BROKEN;
    }
    if (kind != HOPI_NUMBER_FINITE || fabs(number) >= overload) {
        return FIELD_NO_VALUE;
    }
    *value = hopi_trace_value(&meter->columns[index], number);
    return isfinite(*value) ? FIELD_VALUE : FIELD_NO_VALUE;
}

static hop_status fail_field(const hopi_meter *meter, const hopi_line *line,
                             const hopi_field *field, int index)
{
    char excerpt[HOPI_EXCERPT];
    return hopi_fail_at(meter->source->ctx, HOP_ERR_PARSE, meter->source->name, line->number,
                        field->position, "%s is not a number, expected one for %s",
                        hopi_excerpt(excerpt, field->text, field->length),
                        hopi_trace_name(meter->columns[index].trace));
}

static hop_status check_point(const hopi_meter *meter, const hopi_line *line,
                              const hopi_field *fields, const double values[4])
{
    if (!(values[0] > 0.0)) {
        char excerpt[HOPI_EXCERPT];
        const hopi_field *field = &fields[meter->frequency];
        return hopi_fail_at(meter->source->ctx, HOP_ERR_BAD_FREQUENCY, meter->source->name,
                            line->number, field->position,
                            "%s is no frequency, expected a positive number",
                            hopi_excerpt(excerpt, field->text, field->length));
    }
    if (meter->temperature != HOPI_NO_COLUMN && !(values[3] > 0.0)) {
        char excerpt[HOPI_EXCERPT];
        const hopi_field *field = &fields[meter->temperature];
        return hopi_fail_at(meter->source->ctx, HOP_ERR_BAD_TEMPERATURE, meter->source->name,
                            line->number, field->position,
                            "%s is no temperature, expected one above absolute zero",
                            hopi_excerpt(excerpt, field->text, field->length));
    }
    return HOP_OK;
}

static int ending_of(const hopi_meter *meter, const hopi_line *line)
{
    const int used[] = {meter->frequency, meter->first, meter->second, meter->temperature};
    int last = 0;
    for (size_t k = 0; k < sizeof used / sizeof *used; k++) {
        last = used[k] > last ? used[k] : last;
    }
    return hopi_ending_of(&meter->ending, line, meter->delimiter, meter->mark, last,
                          meter->count);
}

static hop_status tell_ending(const hopi_meter *meter, const hopi_line *line, int ending)
{
    return hopi_ending_tell(meter->source->ctx, meter->file, line, ending);
}

hop_status hopi_meter_row(hopi_meter *meter, const hopi_line *line)
{
    const int ending =
        meter->source->ends_without_line_end ? ending_of(meter, line) : HOPI_ENDS_WHOLE;
    if (ending == HOPI_ENDS_IN_POINT) {
        return tell_ending(meter, line, ending);
    }
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, meter->delimiter, fields);
    const int indices[] = {meter->frequency, meter->first, meter->second, meter->temperature};
    double values[] = {NAN, NAN, NAN, NAN};
    int is_point = 1;
    for (int k = 0; k < 4; k++) {
        const int index = indices[k];
        if (index == HOPI_NO_COLUMN) {
            continue;
        }
        if ((size_t)index >= count) {
            return hopi_fail_at(meter->source->ctx, HOP_ERR_PARSE, meter->source->name,
                                line->number, line->length + 1,
                                "%zu field%s, expected %d or more as in the header in line %zu",
                                count, hopi_plural(count), index + 1, meter->header.number);
        }
        const field_state state = read_field(meter, &fields[index], index, &values[k]);
        if (state == FIELD_BROKEN) {
            return meter->source->ends_without_line_end
                       ? tell_ending(meter, line, HOPI_ENDS_IN_POINT)
                       : fail_field(meter, line, &fields[index], index);
        }
        is_point = is_point && state == FIELD_VALUE;
    }
    hopi_ending_see(&meter->ending, line, meter->delimiter, meter->mark);
    hop_status status =
        ending == HOPI_ENDS_BEHIND_POINT ? tell_ending(meter, line, ending) : HOP_OK;
    if (status) {
        return status;
    }
    if (!is_point) {
        return skip_point(meter, line->number, "no value (overload or NaN)");
    }
    if (values[0] == 0.0) {
        return skip_point(meter, line->number, "a point at 0 Hz");
    }
    status = check_point(meter, line, fields, values);
    return status
               ? status
               : hopi_meter_add(meter, values[0], values[1], values[2], values[3], line->number);
}
