/* SPDX-License-Identifier: BSD-3-Clause */
#include "header.h"

#include <stdio.h>
#include <string.h>

#include <hop/spectrum.h>

#include "location.h"
#include "unit.h"

enum { FOUND_BYTES = 512, HALF_BYTES = 64 };

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static hopi_field field_of(const hopi_line *line, size_t from, size_t to)
{
    while (from < to && is_blank(line->text[from])) {
        from++;
    }
    while (to > from && is_blank(line->text[to - 1])) {
        to--;
    }
    const int is_quoted = to - from >= 2 && line->text[from] == '"' && line->text[to - 1] == '"';
    from += is_quoted;
    to -= is_quoted;
    return (hopi_field){line->text + from, to - from, from + 1};
}

static size_t split_at_blanks(const hopi_line *line, hopi_field *fields)
{
    size_t count = 0, i = 0;
    while (i < line->length) {
        while (i < line->length && is_blank(line->text[i])) {
            i++;
        }
        const size_t from = i;
        while (i < line->length && !is_blank(line->text[i])) {
            i++;
        }
        if (i > from) {
            if (count < HOPI_COLUMN_LIMIT) {
                fields[count] = field_of(line, from, i);
            }
            count++;
        }
    }
    return count;
}

size_t hopi_split(const hopi_line *line, char delimiter, hopi_field *fields)
{
    if (delimiter == ' ') {
        return split_at_blanks(line, fields);
    }
    size_t count = 0, from = 0;
    int in_quotes = 0;
    for (size_t i = 0; i <= line->length; i++) {
        const char c = i < line->length ? line->text[i] : delimiter;
        /* A quote opens a field only at its start: Z" is a name. */
        if (c == '"' && (in_quotes || field_of(line, from, i).length == 0)) {
            in_quotes = !in_quotes;
        }
        if (i == line->length || (c == delimiter && !in_quotes)) {
            if (count < HOPI_COLUMN_LIMIT) {
                fields[count] = field_of(line, from, i);
            }
            count++;
            from = i + 1;
        }
    }
    return count;
}

size_t hopi_split_names(const hopi_line *line, char delimiter, hopi_field *fields)
{
    const size_t count = hopi_split(line, delimiter, fields);
    if (delimiter != ' ' || count > HOPI_COLUMN_LIMIT) {
        return count;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const char first = fields[i].text[0];
        hopi_field *last = kept > 0 ? &fields[kept - 1] : NULL;
        const int continues = last && last->length > 0
                              && (first == '[' || first == '(' || first == '/'
                                  || last->text[last->length - 1] == '/');
        if (continues) {
            last->length = (size_t)(fields[i].text + fields[i].length - last->text);
        } else {
            fields[kept++] = fields[i];
        }
    }
    return kept;
}

static int place_of(const hopi_header *header, hopi_quantity quantity)
{
    for (size_t i = 0; i < header->count; i++) {
        if (header->columns[i].quantity == quantity) {
            return (int)i;
        }
    }
    return HOPI_NO_COLUMN;
}

int hopi_header_is_complete(const hopi_header *header, int32_t representation)
{
    const int has_re = place_of(header, hopi_part(representation, 0)) != HOPI_NO_COLUMN;
    const int has_im = place_of(header, hopi_part(representation, 1)) != HOPI_NO_COLUMN;
    return has_re && (has_im || representation == HOP_CONDUCTIVITY);
}

/* The first complete representation in the order of the columns. */
static void choose_representation(hopi_header *header)
{
    header->representation = 0;
    header->is_polar = 0;
    header->re = header->im = HOPI_NO_COLUMN;
    for (size_t i = 0; i < header->count; i++) {
        const int32_t candidate = hopi_representation_of(header->columns[i].quantity);
        if (candidate && hopi_header_is_complete(header, candidate)) {
            header->representation = candidate;
            header->re = place_of(header, hopi_part(candidate, 0));
            header->im = place_of(header, hopi_part(candidate, 1));
            return;
        }
    }
    const int magnitude = place_of(header, HOPI_Z_ABS), phase = place_of(header, HOPI_Z_PHASE);
    if (magnitude != HOPI_NO_COLUMN && phase != HOPI_NO_COLUMN) {
        header->representation = HOP_IMPEDANCE;
        header->is_polar = 1;
        header->re = magnitude;
        header->im = phase;
    }
}

/* How many columns hold a quantity; the last of them in *place. */
static size_t count_of(const hopi_header *header, hopi_quantity quantity, int *place)
{
    size_t count = 0;
    for (size_t i = 0; i < header->count; i++) {
        if (header->columns[i].quantity == quantity) {
            *place = (int)i;
            count++;
        }
    }
    return count;
}

static int names_a_spectrum(const hopi_header *header)
{
    for (size_t i = 0; i < header->count; i++) {
        if (hopi_representation_of(header->columns[i].quantity)) {
            return 1;
        }
    }
    return 0;
}

/* "Freq, Real, Imag": parts of Z where no other name speaks of a spectrum; 1 if they are. */
static int take_parts_of_something(hopi_header *header)
{
    int re = HOPI_NO_COLUMN, im = HOPI_NO_COLUMN;
    header->parts_are_assumed = 0;
    if (header->frequency == HOPI_NO_COLUMN || header->representation
        || names_a_spectrum(header) || count_of(header, HOPI_SOME_RE, &re) != 1
        || count_of(header, HOPI_SOME_IM, &im) != 1
        || header->columns[re].unit_state != header->columns[im].unit_state
        || header->columns[re].unit_state == HOPI_UNIT_UNKNOWN) {
        return 0;
    }
    header->columns[re].quantity = HOPI_Z_RE;
    header->columns[im].quantity = HOPI_Z_IM;
    header->parts_are_assumed = header->columns[re].unit_state == HOPI_UNIT_MISSING;
    choose_representation(header);
    return 1;
}

size_t hopi_header_parse_as(const hopi_line *line, char delimiter, hopi_header *header)
{
    size_t known = 0;
    header->line = *line;
    header->delimiter = header->names_delimiter = delimiter;
    header->has_no_names = 0;
    size_t count = hopi_split_names(line, delimiter, header->names);
    while (count > 0 && count <= HOPI_COLUMN_LIMIT && header->names[count - 1].length == 0) {
        count--;
    }
    header->total = count;
    header->count = count < HOPI_COLUMN_LIMIT ? count : HOPI_COLUMN_LIMIT;
    for (size_t i = 0; i < header->count; i++) {
        header->columns[i] = hopi_column_of(header->names[i].text, header->names[i].length);
        const hopi_quantity quantity = header->columns[i].quantity;
        known += quantity != HOPI_UNKNOWN && quantity != HOPI_SOME_RE && quantity != HOPI_SOME_IM;
    }
    header->frequency = place_of(header, HOPI_FREQUENCY);
    header->temperature = place_of(header, HOPI_TEMPERATURE);
    header->sd = place_of(header, HOPI_SD_SIGMA);
    header->cycle = place_of(header, HOPI_CYCLE);
    choose_representation(header);
    return known + (take_parts_of_something(header) ? 2 : 0);
}

/* How well a delimiter fits: names that make a spectrum, then fields that agree, then names. */
static size_t rank_of(const hopi_header *header, size_t known, const hopi_line *data)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const int is_complete = header->frequency != HOPI_NO_COLUMN && header->representation;
    const int agrees = data && hopi_split(data, header->delimiter, fields) == header->total;
    return known == 0 ? 0
                      : known + (is_complete ? 4u * HOPI_COLUMN_LIMIT : 0)
                            + (agrees ? 2u * HOPI_COLUMN_LIMIT : 0);
}

size_t hopi_header_parse(const hopi_line *line, const hopi_line *data, hopi_header *header)
{
    static const char delimiters[] = {';', '\t', ',', ' '};
    size_t best_rank = 0;
    char best = ' ';
    for (size_t i = 0; i < sizeof delimiters; i++) {
        const size_t known = hopi_header_parse_as(line, delimiters[i], header);
        const size_t rank = rank_of(header, known, data);
        if (rank > best_rank) {
            best_rank = rank;
            best = delimiters[i];
        }
    }
    return hopi_header_parse_as(line, best, header);
}

static hop_status fail_column(hop_ctx *ctx, const char *name, const hopi_header *header, int i,
                              const char *problem, const char *expected)
{
    char excerpt[HOPI_EXCERPT];
    return hopi_fail_at(ctx, HOP_ERR_PARSE, name, header->line.number, header->names[i].position,
                        "column %s %s, expected %s",
                        hopi_excerpt(excerpt, header->names[i].text, header->names[i].length),
                        problem, expected);
}

static hop_status check_column(hop_ctx *ctx, const char *name, const hopi_header *header, int i)
{
    if (i == HOPI_NO_COLUMN) {
        return HOP_OK;
    }
    const hopi_column *column = &header->columns[i];
    for (size_t k = (size_t)i + 1; k < header->count; k++) {
        if (header->columns[k].quantity == column->quantity) {
            char problem[64];
            snprintf(problem, sizeof problem, "is the same quantity as column %d", i + 1);
            return fail_column(ctx, name, header, (int)k, problem, "each quantity once");
        }
    }
    if (column->unit_state == HOPI_UNIT_MISSING) {
        return fail_column(ctx, name, header, i, "has no unit",
                           hopi_known_units(column->quantity));
    }
    if (column->unit_state == HOPI_UNIT_UNKNOWN) {
        char problem[128], unit[HOPI_EXCERPT];
        snprintf(problem, sizeof problem, "has the unknown unit %s",
                 hopi_excerpt(unit, column->unit, strlen(column->unit)));
        return fail_column(ctx, name, header, i, problem, hopi_known_units(column->quantity));
    }
    return HOP_OK;
}

int hopi_header_uses(const hopi_header *header, int i)
{
    return i == header->frequency || i == header->re || i == header->im || i == header->sd
           || i == header->temperature || i == header->cycle;
}

int hopi_header_take_units(hopi_header *header, const hopi_line *line)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, header->delimiter, fields);
    if (count < header->count || count > HOPI_COLUMN_LIMIT) {
        return 0;
    }
    hopi_header with_units = *header;
    for (int i = 0; i < (int)header->count; i++) {
        if (hopi_header_uses(header, i) && header->columns[i].quantity != HOPI_CYCLE
            && !hopi_column_set_unit(&with_units.columns[i], fields[i].text, fields[i].length)) {
            return 0;
        }
    }
    *header = with_units;
    return 1;
}

size_t hopi_header_assume_units(hopi_header *header)
{
    size_t assumed = 0;
    for (int i = 0; i < (int)header->count; i++) {
        hopi_column *column = &header->columns[i];
        const hopi_dimension dimension = hopi_dimension_of(column->quantity);
        const int has_plain_unit = dimension == HOPI_HERTZ || dimension == HOPI_OHM
                                   || dimension == HOPI_SIEMENS || dimension == HOPI_DEGREE;
        if (hopi_header_uses(header, i) && has_plain_unit
            && column->unit_state == HOPI_UNIT_MISSING) {
            column->unit_state = HOPI_UNIT_KNOWN;
            assumed++;
        }
    }
    return assumed;
}

/* The names that the line has, and of many the first. */
static const char *found_names(const hopi_header *header, char text[FOUND_BYTES])
{
    char excerpt[HOPI_EXCERPT];
    size_t used = 0, i = 0;
    text[0] = '\0';
    for (; i < header->count && used + 2 * HOPI_EXCERPT < FOUND_BYTES; i++) {
        used += (size_t)snprintf(
            text + used, FOUND_BYTES - used, "%s%s", i > 0 ? ", " : "",
            hopi_excerpt(excerpt, header->names[i].text, header->names[i].length));
    }
    if (i < header->total) {
        snprintf(text + used, FOUND_BYTES - used, " and %zu more", header->total - i);
    }
    return text;
}

/* The column that would make a spectrum with the other part, and what that part may be named. */
static int half_of_spectrum(const hopi_header *header, const char **missing,
                            char expected[HALF_BYTES])
{
    static const char *const polar[] = {"phase", "magnitude"};
    for (int i = 0; i < (int)header->count; i++) {
        const hopi_quantity quantity = header->columns[i].quantity;
        const int32_t representation = hopi_representation_of(quantity);
        if (representation) {
            const int lacks_im = quantity == hopi_part(representation, 0);
            const char *other = hopi_column_name(hopi_part(representation, lacks_im));
            *missing = lacks_im ? "imaginary part" : "real part";
            snprintf(expected, HALF_BYTES, lacks_im ? "%s or minus_%s" : "%s", other, other);
            return i;
        }
        if (quantity == HOPI_Z_ABS || quantity == HOPI_Z_PHASE) {
            *missing = polar[quantity == HOPI_Z_PHASE];
            snprintf(expected, HALF_BYTES, "%s",
                     quantity == HOPI_Z_ABS ? "Phase(Z)/deg" : "|Z|/Ohm");
            return i;
        }
    }
    return HOPI_NO_COLUMN;
}

static hop_status fail_no_spectrum(hop_ctx *ctx, const char *name, const hopi_header *header)
{
    char found[FOUND_BYTES], expected[HALF_BYTES], excerpt[HOPI_EXCERPT];
    const char *missing = NULL;
    const int half = half_of_spectrum(header, &missing, expected);
    if (half == HOPI_NO_COLUMN) {
        return hopi_fail_at(ctx, HOP_ERR_PARSE, name, header->line.number, 1,
                            "no columns make up a spectrum: found %s, expected z_re_ohm and "
                            "z_im_ohm, y_re_S and y_im_S, sigma_S_per_m, eps_re and eps_im, or "
                            "m_re and m_im",
                            found_names(header, found));
    }
    return hopi_fail_at(ctx, HOP_ERR_PARSE, name, header->line.number,
                        header->names[half].position,
                        "column %s has no %s beside it: found %s, expected a column such as %s",
                        hopi_excerpt(excerpt, header->names[half].text,
                                     header->names[half].length),
                        missing, found_names(header, found), expected);
}

hop_status hopi_header_check(hop_ctx *ctx, const char *name, const hopi_header *header)
{
    if (header->total > HOPI_COLUMN_LIMIT) {
        return hopi_fail_at(ctx, HOP_ERR_PARSE, name, header->line.number, 1,
                            "%zu columns, expected %d or fewer", header->total,
                            HOPI_COLUMN_LIMIT);
    }
    if (header->frequency == HOPI_NO_COLUMN) {
        char found[FOUND_BYTES];
        return hopi_fail_at(ctx, HOP_ERR_PARSE, name, header->line.number, 1,
                            "no column holds the frequency: found %s, expected one such as "
                            "frequency_Hz or f/kHz",
                            found_names(header, found));
    }
    if (!header->representation) {
        return fail_no_spectrum(ctx, name, header);
    }
    const int used[] = {header->frequency, header->re,          header->im,
                        header->sd,        header->temperature, header->cycle};
    hop_status status = HOP_OK;
    for (size_t i = 0; i < sizeof used / sizeof *used && status == HOP_OK; i++) {
        status = check_column(ctx, name, header, used[i]);
    }
    if (status == HOP_OK && header->im != HOPI_NO_COLUMN && !header->is_polar
        && header->columns[header->im].geometry != header->columns[header->re].geometry) {
        status = fail_column(ctx, name, header, header->im, "has another kind of unit than its "
                                                            "real part",
                             "the same kind for both");
    }
    return status;
}
