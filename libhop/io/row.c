/* SPDX-License-Identifier: BSD-3-Clause */
#include "row.h"

#include <math.h>
#include <string.h>

#include "location.h"
#include "number.h"

static const double degree = 0.017453292519943295; /* π/180 */

static hop_status fail_field(const hopi_columns *c, hop_status status, const hopi_line *line,
                             const hopi_field *field, const char *problem, const char *expected)
{
    char excerpt[HOPI_EXCERPT];
    return hopi_fail_at(c->ctx, status, c->source->name, line->number, field->position,
                        "%s %s, expected %s", hopi_excerpt(excerpt, field->text, field->length),
                        problem, expected);
}

/* One decimal mark in the whole file: "1.000" and "2,5" together could mean thousands. */
static hop_status check_mark(hopi_columns *c, const hopi_line *line, const hopi_field *field)
{
    const int has_comma = memchr(field->text, ',', field->length) != NULL;
    const int has_point = memchr(field->text, '.', field->length) != NULL;
    if (!has_comma && !has_point) {
        return HOP_OK;
    }
    if (has_comma && has_point) {
        return fail_field(c, HOP_ERR_PARSE, line, field, "has both a comma and a point",
                          "one decimal mark and no separators of thousands");
    }
    const char mark = has_comma ? ',' : '.';
    if (mark == ',' && c->header.delimiter == ',') {
        return fail_field(c, HOP_ERR_PARSE, line, field,
                          "has a decimal comma between columns parted by commas",
                          "a decimal point, or columns parted by a semicolon or tab");
    }
    if (c->mark && c->mark != mark) {
        return fail_field(c, HOP_ERR_PARSE, line, field,
                          has_comma ? "has a comma, but the numbers before have decimal points"
                                    : "has a point, but the numbers before have decimal commas",
                          "the same decimal mark in the whole file");
    }
    c->mark = mark;
    return HOP_OK;
}

static int is_infinity_sign(const hopi_field *field)
{
    static const char sign[] = "\xE2\x88\x9E";
    const size_t skip = field->length > 0 && strchr("+-", field->text[0]) ? 1 : 0;
    return field->length == skip + sizeof sign - 1
           && memcmp(field->text + skip, sign, sizeof sign - 1) == 0;
}

static hop_status fail_number(const hopi_columns *c, const hopi_line *line,
                              const hopi_field *field, int index, hopi_number_kind kind,
                              const char *stop)
{
    const char *name = hopi_column_name(c->header.columns[index].quantity);
    char excerpt[HOPI_EXCERPT];
    hopi_excerpt(excerpt, field->text, field->length);
    if (field->length == 0) {
        return hopi_fail_at(c->ctx, HOP_ERR_PARSE, c->source->name, line->number,
                            field->position, "column %d is empty, expected a number for %s",
                            index + 1, name);
    }
    if (kind == HOPI_NUMBER_NONE || stop != field->text + field->length) {
        return hopi_fail_at(c->ctx, HOP_ERR_PARSE, c->source->name, line->number,
                            field->position, "%s is not a number, expected one for %s", excerpt,
                            name);
    }
    return hopi_fail_at(
        c->ctx, HOP_ERR_NOT_FINITE, c->source->name, line->number, field->position,
        "%s is %s, expected a finite number for %s", excerpt,
        kind == HOPI_NUMBER_NOT_FINITE ? "not finite" : "too large for double precision", name);
}

static hop_status read_number(hopi_columns *c, const hopi_line *line, const hopi_field *fields,
                              int index, double *value)
{
    if (index == HOPI_NO_COLUMN) {
        return HOP_OK;
    }
    const hopi_field *field = &fields[index];
    const char *const end = field->text + field->length, *stop = NULL;
    double number = NAN;
    hopi_number_kind kind =
        hopi_parse_number(field->text, end, c->mark ? c->mark : '.', &number, &stop);
    /* The mark may be unknown as yet, or the other one. */
    if (kind != HOPI_NUMBER_NONE && (!c->mark || stop != end)) {
        const hop_status status = check_mark(c, line, field);
        if (status) {
            return status;
        }
        kind = hopi_parse_number(field->text, end, c->mark ? c->mark : '.', &number, &stop);
    }
    if (kind == HOPI_NUMBER_NONE && is_infinity_sign(field)) {
        kind = HOPI_NUMBER_NOT_FINITE;
        stop = end;
    }
    *value = hopi_column_value(&c->header.columns[index], number);
    if (kind != HOPI_NUMBER_FINITE || stop != end || !isfinite(*value)) {
        return fail_number(c, line, field, index, kind, stop);
    }
    return HOP_OK;
}

static void drop_reading_outside(hopi_columns *c, double *temperature_k)
{
    if (*temperature_k < c->thermometer_K[0] || *temperature_k > c->thermometer_K[1]) {
        *temperature_k = NAN;
        c->not_measured++;
    }
}

static hop_status read_temperature(hopi_columns *c, const hopi_line *line,
                                   const hopi_field *fields, double *temperature_k)
{
    hop_ctx *const ctx = c->ctx;
    const int may_lack = (c->rules & HOPI_TEMPERATURE_MAY_LACK) != 0;
    c->ctx = may_lack ? NULL : ctx;
    const hop_status status = read_number(c, line, fields, c->header.temperature, temperature_k);
    c->ctx = ctx;
    if (status && may_lack) {
        *temperature_k = NAN;
        return HOP_OK;
    }
    drop_reading_outside(c, temperature_k);
    return status;
}

static hop_status fail_count(const hopi_columns *c, const hopi_line *line,
                             const hopi_field *fields, size_t count)
{
    const size_t expected = c->header.count;
    const int has_commas = c->header.delimiter == ',' && count > expected;
    const size_t position = count > expected && expected < HOPI_COLUMN_LIMIT
                                ? fields[expected].position
                                : line->length + 1;
    char place[64] = "the option columns";
    if (c->header.line.number > 0) {
        snprintf(place, sizeof place, "%sline %zu",
                 c->header.has_no_names ? "" : "the header in ", c->header.line.number);
    }
    return hopi_fail_at(c->ctx, HOP_ERR_PARSE, c->source->name, line->number, position,
                        "%zu field%s, expected %zu as in %s%s", count, hopi_plural(count),
                        expected, place,
                        has_commas ? " (a decimal comma needs columns parted by a semicolon or "
                                     "tab)"
                                   : "");
}

static hop_status check_count(const hopi_columns *c, const hopi_line *line,
                              const hopi_field *fields, size_t count)
{
    const hopi_header *h = &c->header;
    while (count > h->count && count <= HOPI_COLUMN_LIMIT && fields[count - 1].length == 0) {
        count--;
    }
    const int is_right = count == h->count;
    const int is_enough =
        (c->rules & HOPI_ROWS_MAY_DIFFER) != 0 && count > (size_t)c->last_used;
    return is_right || is_enough ? HOP_OK : fail_count(c, line, fields, count);
}

static hop_status check_row(const hopi_columns *c, const hopi_line *line,
                            const hopi_field *fields, const hopi_row *row)
{
    const hopi_header *h = &c->header;
    const int is_dc = (c->rules & HOPI_ZERO_IS_DC) != 0 && row->freq_hz == 0.0;
    if (!(row->freq_hz > 0.0) && !is_dc) {
        return fail_field(c, HOP_ERR_BAD_FREQUENCY, line, &fields[h->frequency],
                          "is no frequency", "a positive number");
    }
    const int is_unknown =
        (c->rules & HOPI_TEMPERATURE_MAY_LACK) != 0 && isnan(row->temperature_k);
    if (h->temperature != HOPI_NO_COLUMN && !is_unknown && !(row->temperature_k > 0.0)) {
        return fail_field(c, HOP_ERR_BAD_TEMPERATURE, line, &fields[h->temperature],
                          "is no temperature", "one above absolute zero");
    }
    if (h->sd != HOPI_NO_COLUMN && !(row->sd_s_per_m > 0.0)) {
        return fail_field(c, HOP_ERR_NOT_POSITIVE, line, &fields[h->sd],
                          "is no standard deviation", "a positive number");
    }
    return HOP_OK;
}

/* 1/ρ* where the columns hold a resistivity. */
static hop_status invert(const hopi_columns *c, const hopi_line *line, const hopi_field *fields,
                         hopi_row *row)
{
    const double im = isnan(row->im) ? 0.0 : row->im;
    const double scale = fmax(fabs(row->re), fabs(im));
    if (!(scale > 0.0)) {
        return fail_field(c, HOP_ERR_NOT_FINITE, line, &fields[c->header.re],
                          "is a resistivity of zero", "one with a reciprocal");
    }
    const double re = row->re / scale, part = im / scale, square = re * re + part * part;
    row->re = re / square / scale;
    row->im = isnan(row->im) ? NAN : -part / square / scale;
    return HOP_OK;
}

/* Turns what the columns hold into what the file keeps. */
static hop_status convert(const hopi_columns *c, const hopi_line *line, const hopi_field *fields,
                          hopi_row *row)
{
    const hopi_header *h = &c->header;
    if (h->is_polar) {
        const double magnitude = row->re, phase = row->im * degree;
        row->re = magnitude * cos(phase);
        row->im = magnitude * sin(phase);
    }
    return h->columns[h->re].geometry == HOPI_AREA_PER_LENGTH ? invert(c, line, fields, row)
                                                              : HOP_OK;
}

/* Order of the numbers of a row; 0 is a column that is not read. */
enum { NOT_READ, TO_FREQUENCY, TO_RE, TO_IM, TO_SD, TO_TEMPERATURE, TO_CYCLE, TARGETS };

void hopi_row_prepare(hopi_columns *c)
{
    const hopi_header *h = &c->header;
    const int used[TARGETS] = {HOPI_NO_COLUMN, h->frequency,   h->re,   h->im,
                               h->sd,          h->temperature, h->cycle};
    memset(c->targets, NOT_READ, sizeof c->targets);
    c->last_used = 0;
    for (int target = TO_FREQUENCY; target < TARGETS; target++) {
        if (used[target] != HOPI_NO_COLUMN) {
            c->targets[used[target]] = (unsigned char)target;
            c->last_used = used[target] > c->last_used ? used[target] : c->last_used;
        }
    }
}

static const char *skip_blanks(const char *p, const char *end, char delimiter)
{
    while (p < end && (*p == ' ' || *p == '\t') && *p != delimiter) {
        p++;
    }
    return p;
}

/* To the end of a field that is not read; NULL if it has quotes. */
static const char *skip_field(const char *p, const char *end, char delimiter)
{
    for (; p < end && *p != delimiter && !(delimiter == ' ' && *p == '\t'); p++) {
        if (*p == '"') {
            return NULL;
        }
    }
    return p;
}

/*
 * The numbers of a line in one pass, where nothing is unusual: the fields are
 * numbers with the decimal mark that is known, and as many as names. Answers 0
 * otherwise, and hopi_row_parse() then finds out what is wrong, if anything.
 */
static int parse_at_once(hopi_columns *c, const hopi_line *line, double numbers[TARGETS],
                         size_t *position)
{
    const hopi_header *h = &c->header;
    const char delimiter = h->delimiter, *const end = line->text + line->length;
    const char *p = line->text;
    int i = 0;
    for (;; i++) {
        p = delimiter == ' ' ? skip_blanks(p, end, '\0') : skip_blanks(p, end, delimiter);
        const int target = i <= c->last_used ? c->targets[i] : NOT_READ;
        if (target != NOT_READ) {
            double number = NAN;
            const char *const start = p;
            if (hopi_parse_number(start, end, c->mark, &number, &p) != HOPI_NUMBER_FINITE) {
                return 0;
            }
            numbers[target] = hopi_column_value(&h->columns[i], number);
            *position = target == TO_FREQUENCY ? (size_t)(start - line->text) + 1 : *position;
            p = delimiter == ' ' ? p : skip_blanks(p, end, delimiter);
        } else {
            p = skip_field(p, end, delimiter);
        }
        if (!p || p == end) {
            break;
        }
        if (*p != delimiter && !(delimiter == ' ' && *p == '\t')) {
            return 0;
        }
        p++;
    }
    return p && i + 1 == (int)h->count;
}

static int take_at_once(hopi_columns *c, const hopi_line *line, hopi_row *row, double *cycle)
{
    double n[TARGETS] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    size_t position = 1;
    if (!c->mark || c->header.is_polar || !parse_at_once(c, line, n, &position)) {
        return 0;
    }
    for (int target = TO_FREQUENCY; target < TARGETS; target++) {
        if (isinf(n[target])) {
            return 0;
        }
    }
    *row = hopi_row_of(n[TO_FREQUENCY], n[TO_RE], n[TO_IM], line->number);
    row->sd_s_per_m = n[TO_SD];
    row->temperature_k = n[TO_TEMPERATURE];
    row->position = (uint32_t)position;
    *cycle = n[TO_CYCLE];
    /* A NaN is a column that is not there. */
    if (!(row->freq_hz > 0.0) || row->sd_s_per_m <= 0.0 || row->temperature_k <= 0.0) {
        return 0;
    }
    drop_reading_outside(c, &row->temperature_k);
    return 1;
}

hop_status hopi_row_parse(hopi_columns *c, const hopi_line *line, hopi_row *row, double *cycle)
{
    const hopi_header *h = &c->header;
    if (h->columns[h->re].geometry != HOPI_AREA_PER_LENGTH && take_at_once(c, line, row, cycle)) {
        return HOP_OK;
    }
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, h->delimiter, fields);
    hop_status status = check_count(c, line, fields, count);
    *row = hopi_row_of(NAN, NAN, NAN, line->number);
    *cycle = NAN;
    status = status ? status : read_number(c, line, fields, h->frequency, &row->freq_hz);
    status = status ? status : read_number(c, line, fields, h->re, &row->re);
    status = status ? status : read_number(c, line, fields, h->im, &row->im);
    status = status ? status : read_number(c, line, fields, h->sd, &row->sd_s_per_m);
    status = status ? status : read_temperature(c, line, fields, &row->temperature_k);
    status = status ? status : read_number(c, line, fields, h->cycle, cycle);
    status = status ? status : check_row(c, line, fields, row);
    if (status) {
        return status;
    }
    row->position = (uint32_t)fields[h->frequency].position;
    return convert(c, line, fields, row);
}
