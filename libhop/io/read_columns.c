/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "header.h"
#include "location.h"
#include "number.h"

typedef struct reader {
    hopi_source *source;
    hop_file *file;
    hopi_header header;
    char mark; /* decimal mark, once one was seen */
    size_t mark_line;
} reader;

static size_t first_text(const hopi_line *line)
{
    size_t i = 0;
    while (i < line->length && strchr(" \t\v\f", line->text[i])) {
        i++;
    }
    return i;
}

int hopi_is_blank_line(const hopi_line *line)
{
    return first_text(line) == line->length;
}

int hopi_is_comment(const hopi_line *line)
{
    const size_t i = first_text(line);
    return i < line->length && (line->text[i] == '#' || line->text[i] == '%');
}

static hop_status fail_field(const reader *r, hop_status status, const hopi_line *line,
                             const hopi_field *field, const char *problem, const char *expected)
{
    char excerpt[HOPI_EXCERPT];
    return hopi_fail_at(r->source->ctx, status, r->source->name, line->number, field->position,
                        "%s %s, expected %s", hopi_excerpt(excerpt, field->text, field->length),
                        problem, expected);
}

/* One decimal mark in the whole file: "1.000" and "2,5" together could mean thousands. */
static hop_status check_mark(reader *r, const hopi_line *line, const hopi_field *field)
{
    const int has_comma = memchr(field->text, ',', field->length) != NULL;
    const int has_point = memchr(field->text, '.', field->length) != NULL;
    if (!has_comma && !has_point) {
        return HOP_OK;
    }
    if (has_comma && has_point) {
        return fail_field(r, HOP_ERR_PARSE, line, field, "has both a comma and a point",
                          "one decimal mark and no separators of thousands");
    }
    const char mark = has_comma ? ',' : '.';
    if (mark == ',' && r->header.delimiter == ',') {
        return fail_field(r, HOP_ERR_PARSE, line, field,
                          "has a decimal comma between columns parted by commas",
                          "a decimal point, or columns parted by a semicolon or tab");
    }
    if (r->mark && r->mark != mark) {
        return fail_field(r, HOP_ERR_PARSE, line, field,
                          has_comma ? "has a comma, but the numbers before have decimal points"
                                    : "has a point, but the numbers before have decimal commas",
                          "the same decimal mark in the whole file");
    }
    r->mark = mark;
    return HOP_OK;
}

static hop_status read_number(reader *r, const hopi_line *line, const hopi_field *field,
                              int index, double *value)
{
    const hopi_column *column = &r->header.columns[index];
    const char *name = hopi_column_name(column->quantity);
    if (field->length == 0) {
        return hopi_fail_at(r->source->ctx, HOP_ERR_PARSE, r->source->name, line->number,
                            field->position, "column %d is empty, expected a number for %s",
                            index + 1, name);
    }
    const hop_status status = check_mark(r, line, field);
    if (status) {
        return status;
    }
    const char *end = field->text + field->length, *stop = NULL;
    double number = NAN;
    const hopi_number_kind kind =
        hopi_parse_number(field->text, end, r->mark ? r->mark : '.', &number, &stop);
    char excerpt[HOPI_EXCERPT];
    hopi_excerpt(excerpt, field->text, field->length);
    if (kind == HOPI_NUMBER_NONE || stop != end) {
        return hopi_fail_at(r->source->ctx, HOP_ERR_PARSE, r->source->name, line->number,
                            field->position, "%s is not a number, expected one for %s", excerpt,
                            name);
    }
    *value = hopi_column_value(column, number);
    if (kind != HOPI_NUMBER_FINITE || !isfinite(*value)) {
        return hopi_fail_at(
            r->source->ctx, HOP_ERR_NOT_FINITE, r->source->name, line->number, field->position,
            "%s is %s, expected a finite number for %s", excerpt,
            kind == HOPI_NUMBER_NOT_FINITE ? "not finite" : "too large for double precision",
            name);
    }
    return HOP_OK;
}

/* As read_number() for a column that may be missing: *value then stays as it is. */
static hop_status read_optional(reader *r, const hopi_line *line, const hopi_field *fields,
                                int index, double *value)
{
    return index == HOPI_NO_COLUMN ? HOP_OK : read_number(r, line, &fields[index], index, value);
}

static hop_status fail_count(const reader *r, const hopi_line *line, const hopi_field *fields,
                             size_t count)
{
    const size_t expected = r->header.count;
    const int has_commas = r->header.delimiter == ',' && count > expected;
    const size_t position = count > expected && expected < HOPI_COLUMN_LIMIT
                                ? fields[expected].position
                                : line->length + 1;
    return hopi_fail_at(r->source->ctx, HOP_ERR_PARSE, r->source->name, line->number, position,
                        "%zu field%s, expected %zu as in the header in line %zu%s", count,
                        count == 1 ? "" : "s", expected, r->header.line.number,
                        has_commas ? " (a decimal comma needs columns parted by a semicolon or "
                                     "tab)"
                                   : "");
}

static hop_status check_row(const reader *r, const hopi_line *line, const hopi_field *fields,
                            const hopi_row *row)
{
    const hopi_header *header = &r->header;
    if (!(row->freq_hz > 0.0)) {
        return fail_field(r, HOP_ERR_BAD_FREQUENCY, line, &fields[header->frequency],
                          "is no frequency", "a positive number");
    }
    if (header->temperature != HOPI_NO_COLUMN && !(row->temperature_k > 0.0)) {
        return fail_field(r, HOP_ERR_BAD_TEMPERATURE, line, &fields[header->temperature],
                          "is no temperature", "one above absolute zero");
    }
    if (header->sd != HOPI_NO_COLUMN && !(row->sd_s_per_m > 0.0)) {
        return fail_field(r, HOP_ERR_NOT_POSITIVE, line, &fields[header->sd],
                          "is no standard deviation", "a positive number");
    }
    return HOP_OK;
}

static hop_status read_row(reader *r, const hopi_line *line)
{
    const hopi_header *header = &r->header;
    hopi_field fields[HOPI_COLUMN_LIMIT];
    size_t count = hopi_split(line, header->delimiter, fields);
    while (count > header->count && count <= HOPI_COLUMN_LIMIT
           && fields[count - 1].length == 0) {
        count--;
    }
    if (count != header->count) {
        return fail_count(r, line, fields, count);
    }
    hopi_row row = hopi_row_of(NAN, NAN, NAN, line->number);
    row.position = (uint32_t)fields[header->frequency].position;
    hop_status status = read_optional(r, line, fields, header->frequency, &row.freq_hz);
    status = status ? status : read_optional(r, line, fields, header->re, &row.re);
    status = status ? status : read_optional(r, line, fields, header->im, &row.im);
    status = status ? status : read_optional(r, line, fields, header->sd, &row.sd_s_per_m);
    status = status ? status
                    : read_optional(r, line, fields, header->temperature, &row.temperature_k);
    status = status ? status : check_row(r, line, fields, &row);
    return status ? status : hopi_file_add_row(r->source->ctx, r->file, &row);
}

static hop_status ignore_line(const reader *r, const hopi_line *line)
{
    char excerpt[HOPI_EXCERPT];
    const size_t skip = first_text(line);
    hopi_excerpt(excerpt, line->text + skip, line->length - skip);
    return hopi_file_ignore(r->source->ctx, r->file, "line %zu: %s", line->number, excerpt);
}

int hopi_line_contains(const hopi_line *line, const char *text)
{
    const size_t length = strlen(text);
    for (size_t i = 0; i + length <= line->length; i++) {
        if (memcmp(line->text + i, text, length) == 0) {
            return 1;
        }
    }
    return 0;
}

int hopi_line_begins(const hopi_line *line, const char *text)
{
    const size_t i = first_text(line), length = strlen(text);
    return line->length - i >= length && memcmp(line->text + i, text, length) == 0;
}

/* Why a column that is understood was read over all the same. */
static void say_why(const hopi_header *h, int index, char out[HOPI_WHY])
{
    static const char *const names[] = {"impedance", "admittance", "conductivity",
                                        "permittivity", "modulus"};
    out[0] = '\0';
    if (h->columns[index].quantity != HOPI_UNKNOWN) {
        const int32_t own = hopi_representation_of(h->columns[index].quantity);
        snprintf(out, HOPI_WHY, ": the %s was read, which %s",
                 names[h->representation - HOP_IMPEDANCE],
                 hopi_header_is_complete(h, own) ? "comes first" : "is complete");
    }
}

static hop_status ignore_columns(const reader *r)
{
    const hopi_header *h = &r->header;
    hop_status status = HOP_OK;
    for (int i = 0; i < (int)h->count && status == HOP_OK; i++) {
        if (i == h->frequency || i == h->re || i == h->im || i == h->sd || i == h->temperature) {
            continue;
        }
        char excerpt[HOPI_EXCERPT], why[HOPI_WHY];
        hopi_excerpt(excerpt, h->names[i].text, h->names[i].length);
        say_why(h, i, why);
        status =
            hopi_file_ignore(r->source->ctx, r->file, "column %d %s%s", i + 1, excerpt, why);
    }
    return status;
}

/* Excel ends a table with lines of nothing but delimiters. */
static int is_empty_row(const hopi_line *line, char delimiter)
{
    for (size_t i = 0; i < line->length; i++) {
        if (line->text[i] != delimiter && !strchr(" \t\v\f", line->text[i])) {
            return 0;
        }
    }
    return 1;
}

static hop_status read_rows(reader *r)
{
    const size_t header_line = r->header.line.number;
    hopi_line line;
    for (;;) {
        hop_status status = hopi_source_next(r->source, &line);
        if (status || !line.text) {
            return status;
        }
        const int is_data =
            line.number > header_line && !is_empty_row(&line, r->header.delimiter);
        if (is_data) {
            status = hopi_is_comment(&line) ? ignore_line(r, &line) : read_row(r, &line);
        }
        if (status) {
            return status;
        }
    }
}

/* The first line after the header that is neither blank nor a comment; NULL: not in the head. */
static const hopi_line *first_data(const hopi_source *source, size_t head_index)
{
    for (size_t i = head_index + 1; i < source->head_count; i++) {
        if (!hopi_is_blank_line(&source->head[i]) && !hopi_is_comment(&source->head[i])) {
            return &source->head[i];
        }
    }
    return NULL;
}

hop_status hopi_read_columns(hopi_source *source, hop_file *file, size_t head_index, size_t skip)
{
    reader r = {.source = source, .file = file};
    hopi_line names = source->head[head_index];
    names.text += skip;
    names.length -= skip;
    hopi_header_parse(&names, first_data(source, head_index), &r.header);
    for (size_t i = 0; i < r.header.count; i++) {
        r.header.names[i].position += skip;
    }
    hop_status status = hopi_header_check(source->ctx, source->name, &r.header);
    for (size_t i = 0; i < head_index && status == HOP_OK; i++) {
        if (!hopi_is_blank_line(&source->head[i])) {
            status = ignore_line(&r, &source->head[i]);
        }
    }
    status = status ? status : ignore_columns(&r);
    if (status) {
        return status;
    }
    status = hopi_file_begin(source->ctx, file, r.header.representation,
                             r.header.im != HOPI_NO_COLUMN, NULL);
    if (status) {
        return status;
    }
    hopi_file_group(file)->has_sd = r.header.sd != HOPI_NO_COLUMN;
    status = read_rows(&r);
    if (status == HOP_OK && file->row_count == 0) {
        status =
            hopi_fail_at(source->ctx, HOP_ERR_FILE_EMPTY, source->name, r.header.line.number, 1,
                         "no numbers follow the header, expected a line for each frequency");
    }
    return status;
}
