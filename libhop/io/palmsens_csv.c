/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "named_table.h"
#include "number.h"

/*
 * PSTrace's export as CSV: measurements one below another, each a few lines of
 * text, a line of names and lines of numbers, and only some of them impedances.
 * The names are "freq / Hz", "neg. Phase / °", "Idc / uA", "Z / Ohm",
 * "Z' / Ohm", "-Z'' / Ohm" and "Cs / F". Where the sign of Z'' is not in its
 * name, that of neg. Phase tells it.
 */
enum { NAMES_BYTES = 1024, LABEL_BYTES = 80 };

static const hopi_fact facts[] = {{"Date and time:", "date"}, {NULL, NULL}};

typedef struct pstrace {
    hopi_columns columns;
    char names[NAMES_BYTES]; /* of the impedance that is to come */
    hopi_line names_line;
    int has_names, is_impedance; /* the names wait for numbers; numbers are points */
    char label[LABEL_BYTES];
    size_t measurements, others; /* others: lines of numbers of other methods */
} pstrace;

static int is_names(const hopi_line *line)
{
    return hopi_line_contains(line, "freq / Hz") && hopi_line_contains(line, "Z' / Ohm")
           && line->length < NAMES_BYTES;
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    for (size_t i = 0; i < source->head_count; i++) {
        if (is_names(&source->head[i])) {
            snprintf(why, HOPI_WHY, "line %zu holds the names PSTrace writes",
                     source->head[i].number);
            return HOPI_CERTAIN;
        }
    }
    return 0;
}

/* The number of a field; NaN if it holds none. */
static double number_of(const hopi_columns *c, const hopi_field *field)
{
    const char mark = c->mark ? c->mark : c->header.delimiter == ',' ? '.' : ',';
    const char *stop = NULL;
    double value = NAN;
    const char *end = field->text + field->length;
    const int is_number = hopi_parse_number(field->text, end, mark, &value, &stop)
                              == HOPI_NUMBER_FINITE
                          && stop == end;
    return is_number ? value : NAN;
}

/* Z'' of the first point against its neg. Phase, where the name of Z'' has no sign. */
static void take_sign(hopi_columns *c, const hopi_line *line)
{
    hopi_header *h = &c->header;
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, h->delimiter, fields);
    if (h->im == HOPI_NO_COLUMN || h->columns[h->im].sign < 0 || (size_t)h->im >= count) {
        return;
    }
    for (int i = 0; i < (int)h->count && (size_t)i < count; i++) {
        const hopi_line name = {h->names[i].text, h->names[i].length, 1};
        const double product = hopi_line_begins(&name, "neg. Phase")
                                   ? number_of(c, &fields[i]) * number_of(c, &fields[h->im])
                                   : 0.0;
        if (product > 0.0 || product < 0.0) {
            h->columns[h->im].sign = product > 0.0 ? -1 : 1;
            h->columns[h->im].has_explicit_sign = 1;
        }
    }
}

static hop_status begin_numbers(pstrace *p, const hopi_line *line)
{
    hopi_columns *c = &p->columns;
    p->has_names = 0;
    p->is_impedance = 1;
    p->measurements++;
    c->label = p->label[0] ? p->label : NULL;
    hopi_columns_names(c, &p->names_line, 0, line);
    take_sign(c, line);
    return hopi_columns_start(c);
}

/* The last line above the names that is no "key:" says which measurement it is. */
static hop_status read_text(pstrace *p, const hopi_line *line)
{
    hopi_columns *c = &p->columns;
    int is_fact = 0;
    const hop_status status = hopi_take_fact(c->ctx, c->file, line, facts, &is_fact);
    if (status || is_fact) {
        return status;
    }
    if (line->text[line->length - 1] != ':' && !hopi_line_contains(line, ":,")
        && !hopi_line_contains(line, ":;")) {
        const size_t kept = line->length < LABEL_BYTES - 1 ? line->length : LABEL_BYTES - 1;
        memcpy(p->label, line->text, kept);
        p->label[kept] = '\0';
    }
    return hopi_ignore_line(c->ctx, c->file, line);
}

static hop_status read_line(pstrace *p, const hopi_line *line)
{
    hopi_columns *c = &p->columns;
    if (is_names(line)) {
        memcpy(p->names, line->text, line->length);
        p->names_line = (hopi_line){p->names, line->length, line->number};
        p->has_names = 1;
        return HOP_OK;
    }
    if (hopi_line_is_numeric(line)) {
        hop_status status = p->has_names ? begin_numbers(p, line) : HOP_OK;
        p->others += !p->is_impedance;
        return status || !p->is_impedance ? status : hopi_columns_row(c, line);
    }
    if (hopi_is_blank_line(line) || hopi_is_empty_row(line, ',') || hopi_is_empty_row(line, ';')) {
        return HOP_OK;
    }
    if (hopi_is_comment(line)) {
        return hopi_ignore_line(c->ctx, c->file, line);
    }
    p->is_impedance = p->has_names = 0;
    return read_text(p, line);
}

static hop_status read_pstrace(hopi_source *source, hop_file *file)
{
    pstrace p = {.names = ""};
    hopi_line line;
    hop_status status = HOP_OK;
    hopi_columns_init(&p.columns, source, file, HOPI_FIRST_COLUMN | HOPI_ROWS_MAY_DIFFER);
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        status = read_line(&p, &line);
    }
    if (status == HOP_OK && p.measurements == 0) {
        return hopi_no_spectrum(source, "no number below freq / Hz and Z' / Ohm");
    }
    if (status == HOP_OK && p.others > 0) {
        status = hopi_file_ignore(source->ctx, file, "%zu line%s of numbers of other methods",
                                  p.others, hopi_plural(p.others));
    }
    return status ? status : hopi_columns_finish(&p.columns);
}

const hopi_format hopi_format_palmsens_csv = {"palmsens-csv", "PalmSens PSTrace CSV", 0, detect,
                                              read_pstrace};
