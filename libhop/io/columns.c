/* SPDX-License-Identifier: BSD-3-Clause */
#include "columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "location.h"
#include "options.h"
#include "row.h"

enum { TEXT_BYTES = 256 };

static const char *const representation_names[] = {"impedance", "admittance", "conductivity",
                                                   "permittivity", "modulus"};

void hopi_columns_init(hopi_columns *c, hopi_source *source, hop_file *file, uint32_t rules)
{
    c->source = source;
    c->file = file;
    c->ctx = source->ctx;
    c->rules = rules;
    c->header.line = (hopi_line){"", 0, 0};
    c->header.count = c->header.total = 0;
    c->is_listed = c->has_measurement = 0;
    c->label = NULL;
    c->cycle = NAN;
    c->mark = source->options ? source->options->mark : '\0';
    c->rows = c->skipped = c->first_skipped = c->not_measured = 0;
    c->thermometer_K[0] = c->thermometer_K[1] = NAN;
}

hop_status hopi_ignore_line(hop_ctx *ctx, hop_file *file, const hopi_line *line)
{
    char excerpt[HOPI_EXCERPT];
    const size_t skip = hopi_first_text(line);
    hopi_excerpt(excerpt, line->text + skip, line->length - skip);
    return hopi_file_ignore(ctx, file, "line %zu: %s", line->number, excerpt);
}

/* Why a column that is understood was read over all the same. */
static void say_why(const hopi_columns *c, int index, char out[TEXT_BYTES])
{
    const hopi_header *h = &c->header;
    const int32_t own = hopi_representation_of(h->columns[index].quantity);
    out[0] = '\0';
    if (h->names[index].length == 0) {
        snprintf(out, TEXT_BYTES, ": it has no name");
    } else if (h->columns[index].quantity == HOPI_TEMPERATURE
               && !hopi_takes_temperature(c->source->options)) {
        snprintf(out, TEXT_BYTES, ": temperatures are not wanted");
    } else if (own) {
        snprintf(out, TEXT_BYTES, ": the %s was read, which %s",
                 representation_names[h->representation - HOP_IMPEDANCE],
                 hopi_header_is_complete(h, own) ? "comes first" : "is complete");
    }
}

static hop_status list_column(const hopi_columns *c, int i)
{
    const hopi_header *h = &c->header;
    const hopi_column *column = &h->columns[i];
    char excerpt[HOPI_EXCERPT], why[TEXT_BYTES];
    hopi_excerpt(excerpt, h->names[i].text, h->names[i].length);
    if (hopi_header_uses(h, i)) {
        return hopi_file_add_column(c->ctx, c->file, "column %d %s: %s%s%s", i + 1, excerpt,
                                    column->sign < 0 ? "minus " : "",
                                    hopi_column_name(column->quantity),
                                    column->geometry == HOPI_AREA            ? " times area"
                                    : column->geometry == HOPI_AREA_PER_LENGTH ? " (resistivity)"
                                                                               : "");
    }
    say_why(c, i, why);
    return hopi_file_ignore(c->ctx, c->file, "column %d %s%s", i + 1, excerpt, why);
}

static hop_status state_delimiter(const hopi_columns *c)
{
    static const struct {
        char sign;
        const char *name;
    } names[] = {{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}, {' ', "blanks"}};
    const int are_given = c->header.line.number == 0; /* the names, not by the file */
    const char sign = are_given ? c->header.delimiter : c->header.names_delimiter;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].sign == sign && are_given) {
            return hopi_file_add_reason(c->ctx, c->file,
                                        "columns parted by %s, as the option columns names %zu",
                                        names[i].name, c->header.total);
        }
        if (names[i].sign == sign) {
            return hopi_file_add_reason(
                c->ctx, c->file, "columns parted by %s: line %zu then has %zu %s", names[i].name,
                c->header.line.number, c->header.total,
                c->header.has_no_names ? "numbers" : "names, of which those needed are known");
        }
    }
    return HOP_OK;
}

static hop_status state_parts(const hopi_columns *c)
{
    char re[HOPI_EXCERPT], im[HOPI_EXCERPT];
    const hopi_header *h = &c->header;
    if (!h->parts_are_assumed) {
        return HOP_OK;
    }
    c->file->flags |= HOP_READ_COLUMNS_ASSUMED;
    return hopi_file_add_reason(c->ctx, c->file,
                                "columns: %s and %s do not say of what, and no other name does; "
                                "taken as the parts of an impedance",
                                hopi_excerpt(re, h->names[h->re].text, h->names[h->re].length),
                                hopi_excerpt(im, h->names[h->im].text, h->names[h->im].length));
}

static hop_status list_columns(hopi_columns *c)
{
    hop_status status = state_delimiter(c);
    status = status ? status : state_parts(c);
    for (int i = 0; i < (int)c->header.count && status == HOP_OK; i++) {
        status = list_column(c, i);
    }
    c->is_listed = 1;
    return status;
}

/* What the units of all columns do to the numbers: the representation they become. */
static int32_t final_representation(const hopi_header *h)
{
    return h->columns[h->re].geometry == HOPI_AREA_PER_LENGTH ? HOP_CONDUCTIVITY
                                                              : h->representation;
}

static hop_status begin_measurement(hopi_columns *c)
{
    const hopi_header *h = &c->header;
    const int has_im = h->im != HOPI_NO_COLUMN;
    const hop_status status =
        hopi_file_begin(c->ctx, c->file, final_representation(h), has_im, c->label);
    if (status) {
        return status;
    }
    hopi_group *group = hopi_file_group(c->file);
    group->has_sd = h->sd != HOPI_NO_COLUMN;
    group->cycle = c->cycle;
    group->is_times_area = h->columns[h->re].geometry == HOPI_AREA;
    group->has_explicit_sign = (c->rules & HOPI_SIGN_IS_KNOWN) != 0
                               || (has_im && h->columns[h->im].has_explicit_sign);
    c->has_measurement = 1;
    return HOP_OK;
}

static void drop_repeated_columns(hopi_header *h)
{
    for (int i = 0; i < (int)h->count && h->representation; i++) {
        if (!hopi_header_uses(h, i)) {
            h->columns[i].quantity = HOPI_UNKNOWN;
        }
    }
}

hop_status hopi_columns_start(hopi_columns *c)
{
    if (c->rules & HOPI_FIRST_COLUMN) {
        drop_repeated_columns(&c->header);
    }
    if (!hopi_takes_temperature(c->source->options)) {
        c->header.temperature = HOPI_NO_COLUMN;
    }
    const size_t assumed = hopi_header_assume_units(&c->header);
    hop_status status = hopi_header_check(c->ctx, c->source->name, &c->header);
    if (status == HOP_OK && assumed > 0 && !(c->rules & HOPI_UNITS_IMPLIED)) {
        c->file->flags |= HOP_READ_UNITS_ASSUMED;
        status = hopi_file_add_reason(c->ctx, c->file,
                                      "units: %zu name%s without, taken as Hz, ohm, S or degree",
                                      assumed, hopi_plural(assumed));
    }
    if (status == HOP_OK && !c->is_listed) {
        status = list_columns(c);
    }
    c->has_measurement = 0;
    c->cycle = NAN;
    c->ending = (hopi_ending){0, 0};
    hopi_row_prepare(c);
    return status;
}

hop_status hopi_columns_names(hopi_columns *c, const hopi_line *names, char delimiter,
                              const hopi_line *data)
{
    if (delimiter) {
        hopi_header_parse_as(names, delimiter, &c->header);
    } else {
        hopi_header_parse(names, data, &c->header);
    }
    return HOP_OK;
}

int hopi_columns_units(hopi_columns *c, const hopi_line *line)
{
    return hopi_header_take_units(&c->header, line);
}

int hopi_is_empty_row(const hopi_line *line, char delimiter)
{
    for (size_t i = 0; i < line->length; i++) {
        if (line->text[i] != delimiter && !strchr(" \t\v\f", line->text[i])) {
            return 0;
        }
    }
    return 1;
}

static hop_status skip_row(hopi_columns *c, const hopi_line *line)
{
    if (c->skipped++ == 0) {
        c->first_skipped = line->number;
    }
    c->file->flags |= HOP_READ_POINTS_SKIPPED;
    return HOP_OK;
}

/* Whether a row goes on in the direction of the two before. */
static int goes_on(const hop_file *file, const hopi_row *row)
{
    const hopi_row *last = &file->rows[file->row_count - 1];
    if (file->row_count == 1) {
        return row->freq_hz < last->freq_hz || row->freq_hz > last->freq_hz;
    }
    return (row->freq_hz - last->freq_hz) * (last->freq_hz - last[-1].freq_hz) > 0.0;
}

/*
 * Where the file is handed out in parts: another temperature or another sweep
 * is another part, but not what a thermometer reads within a sweep.
 */
static int is_another_part(const hop_file *file, const hopi_row *row)
{
    if (file->row_count == 0) {
        return 0;
    }
    const double last_K = file->rows[file->row_count - 1].temperature_k;
    const double change_K = fabs(row->temperature_k - last_K);
    return (change_K > 0.0 && !(change_K <= HOPI_ONE_TEMPERATURE_K && goes_on(file, row)))
           || hopi_begins_sweep(file->rows, file->row_count, row->freq_hz);
}

static hop_status take_row(hopi_columns *c, hopi_row *row, double cycle)
{
    const int is_next = !isnan(cycle) && !(cycle >= c->cycle && cycle <= c->cycle);
    if (!c->has_measurement || is_next || (c->file->take && is_another_part(c->file, row))) {
        c->cycle = cycle;
        const hop_status status = begin_measurement(c);
        if (status) {
            return status;
        }
    }
    c->rows++;
    return hopi_file_add_row(c->ctx, c->file, row);
}

hop_status hopi_columns_row(hopi_columns *c, const hopi_line *line)
{
    hopi_row row;
    double cycle = NAN;
    const int is_cut = c->source->ends_without_line_end;
    const int ending = is_cut ? hopi_ending_of(&c->ending, line, c->header.delimiter, c->mark,
                                               c->last_used, c->header.count)
                              : HOPI_ENDS_WHOLE;
    const int may_fail = is_cut || (c->rules & (HOPI_SKIP_BAD_ROWS | HOPI_SKIP_NOT_FINITE)) != 0;
    if (ending == HOPI_ENDS_IN_POINT) {
        return hopi_ending_tell(c->ctx, c->file, line, ending);
    }
    c->ctx = may_fail ? NULL : c->source->ctx;
    hop_status status = hopi_row_parse(c, line, &row, &cycle);
    c->ctx = c->source->ctx;
    if (is_cut && status == HOP_ERR_PARSE) {
        return hopi_ending_tell(c->ctx, c->file, line, HOPI_ENDS_IN_POINT);
    }
    if (status == HOP_OK) {
        hopi_ending_see(&c->ending, line, c->header.delimiter, c->mark);
        if (ending == HOPI_ENDS_BEHIND_POINT) {
            status = hopi_ending_tell(c->ctx, c->file, line, ending);
        }
        return status                ? status
               : row.freq_hz == 0.0 ? skip_row(c, line)
                                    : take_row(c, &row, cycle);
    }
    const int is_no_value =
        (c->rules & HOPI_SKIP_NOT_FINITE) != 0 && status == HOP_ERR_NOT_FINITE;
    if (is_no_value || (c->rules & HOPI_SKIP_BAD_ROWS) != 0) {
        status = hopi_ignore_line(c->ctx, c->file, line);
        return status ? status : skip_row(c, line);
    }
    return may_fail ? hopi_row_parse(c, line, &row, &cycle) : status;
}

hop_status hopi_columns_finish(hopi_columns *c)
{
    if (c->header.count == 0) {
        return hopi_fail_at(c->ctx, HOP_ERR_FORMAT, c->source->name, 0, 0,
                            "no line names the columns, expected one before the numbers");
    }
    if (c->rows == 0) {
        return hopi_fail_at(c->ctx, HOP_ERR_FILE_EMPTY, c->source->name,
                            c->header.line.number, 1,
                            "no numbers follow the header, expected a line for each frequency");
    }
    hop_status status = HOP_OK;
    if (c->mark == ',') {
        status = hopi_file_add_reason(c->ctx, c->file, "decimal mark: comma");
    }
    if (status == HOP_OK && c->skipped > 0) {
        status = hopi_file_add_reason(c->ctx, c->file,
                                      c->skipped == 1
                                          ? "%zu line was left out, line %zu: it holds no point "
                                            "of a spectrum"
                                          : "%zu lines were left out, the first is line %zu: they "
                                            "hold no point of a spectrum",
                                      c->skipped, c->first_skipped);
    }
    if (status == HOP_OK && c->not_measured > 0) {
        status = hopi_file_add_reason(c->ctx, c->file,
                                      "temperature: %zu reading%s outside the range of the "
                                      "thermocouple, %g to %g K, taken as none connected",
                                      c->not_measured, hopi_plural(c->not_measured),
                                      c->thermometer_K[0], c->thermometer_K[1]);
    }
    return status;
}
