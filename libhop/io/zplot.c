/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "location.h"
#include "named_table.h"
#include "number.h"

/*
 * Scribner ZPlot and ZView, and Autolab FRA, which writes the same: a
 * description, the line of the names Freq(Hz) … Z'(a) Z''(b) …, and lines
 * parted by tabs or commas. The columns are always the same: the frequency is
 * the first, Z′ the fifth and Z″ the sixth; of a capacitor Z″ is negative.
 */
enum { FREQUENCY = 0, Z_RE = 4, Z_IM = 5 };

static const hopi_fact facts[] = {{"Measured Data, ZPlot", "software"},
                                  {"Experiment Type", "technique"},
                                  {"Date", "date"},
                                  {"Time", "time"},
                                  {"Surface Area", "area_cm2"},
                                  {NULL, NULL}};

static const char *const signatures[] = {"ZPLOT2 ASCII", "\"ZPlotW Data File", "ZPlotW Data File",
                                         "\"Z60W Data File", "Z60W Data File"};

typedef struct zplot {
    hopi_columns columns;
    size_t announced;  /* points; 0: not known */
    size_t names_line; /* 0: still to come */
} zplot;

static int is_names(const hopi_line *line)
{
    return hopi_line_contains(line, "Freq") && hopi_line_contains(line, "Z'(a)")
           && hopi_line_contains(line, "Z''(b)");
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    for (size_t k = 0; k < sizeof signatures / sizeof *signatures; k++) {
        if (source->head_count > 0 && hopi_line_begins(&source->head[0], signatures[k])) {
            snprintf(why, HOPI_WHY, "line 1 begins %s", signatures[k]);
            return HOPI_CERTAIN;
        }
    }
    for (size_t i = 0; i < source->head_count; i++) {
        if (is_names(&source->head[i])) {
            snprintf(why, HOPI_WHY, "line %zu names Freq, Z'(a) and Z''(b)",
                     source->head[i].number);
            return HOPI_CERTAIN;
        }
    }
    return 0;
}

/* The first row tells what parts the columns: the names may stand in quotes, between blanks. */
static hop_status start(zplot *z, const hopi_line *row)
{
    static const char *const names[] = {"Freq(Hz)", "Ampl", "Bias", "Time(Sec)", "Z'(a)",
                                        "Z''(b)",   "GD",   "Err",  "Range"};
    hopi_header *h = &z->columns.header;
    *h = (hopi_header){.line = {"", 0, z->names_line},
                       .delimiter = memchr(row->text, ',', row->length)    ? ','
                                    : memchr(row->text, '\t', row->length) ? '\t'
                                                                           : ' ',
                       .total = sizeof names / sizeof *names,
                       .count = sizeof names / sizeof *names,
                       .frequency = FREQUENCY,
                       .re = Z_RE,
                       .im = Z_IM,
                       .sd = HOPI_NO_COLUMN,
                       .temperature = HOPI_NO_COLUMN,
                       .cycle = HOPI_NO_COLUMN,
                       .representation = HOP_IMPEDANCE};
    for (size_t i = 0; i < h->count; i++) {
        h->names[i] = (hopi_field){names[i], strlen(names[i]), 1};
        h->columns[i] = (hopi_column){.quantity = HOPI_UNKNOWN, .sign = 1};
    }
    h->columns[FREQUENCY].quantity = HOPI_FREQUENCY;
    h->columns[Z_RE].quantity = HOPI_Z_RE;
    h->columns[Z_IM].quantity = HOPI_Z_IM;
    return hopi_columns_start(&z->columns);
}

/* The variants in quotes give the number of points alone on a line. */
static double number_alone(const hopi_line *line)
{
    const char *const end = line->text + line->length, *stop = NULL;
    double value = NAN;
    const int is_number =
        hopi_parse_number(line->text, end, '.', &value, &stop) == HOPI_NUMBER_FINITE;
    return is_number && stop == end ? value : NAN;
}

static hop_status read_description(zplot *z, const hopi_line *line)
{
    hopi_columns *c = &z->columns;
    const size_t quote = line->length > 0 && line->text[0] == '"';
    const hopi_line plain = {line->text + quote, line->length - quote, line->number};
    double points = hopi_number_after(&plain, "Data Points");
    points = isnan(points) ? number_alone(line) : points;
    z->announced = points >= 1.0 && points < 1e9 ? (size_t)points : z->announced;
    hopi_file_state_geometry(c->file, NAN, 1e-4 * hopi_number_after(&plain, "Surface Area"));
    int is_fact = 0;
    const hop_status status = hopi_take_fact(c->ctx, c->file, &plain, facts, &is_fact);
    /* Settings of the instrument: "  Potential-AC:             10". */
    const int is_setting = hopi_first_text(line) > 0 && hopi_line_contains(line, ":");
    return status || is_fact || is_setting || line->number == 1 || hopi_is_blank_line(line)
               ? status
               : hopi_ignore_line(c->ctx, c->file, line);
}

static hop_status read_line(zplot *z, const hopi_line *line)
{
    hopi_columns *c = &z->columns;
    if (is_names(line)) {
        z->names_line = line->number;
        c->header.count = 0;
        return HOP_OK;
    }
    if (z->names_line == 0) {
        return read_description(z, line);
    }
    if (hopi_is_blank_line(line) || hopi_line_begins(line, "End Comments")) {
        return HOP_OK;
    }
    const hop_status status = c->header.count == 0 ? start(z, line) : HOP_OK;
    return status ? status : hopi_columns_row(c, line);
}

static hop_status read_zplot(hopi_source *source, hop_file *file)
{
    zplot z = {.announced = 0};
    hopi_columns *c = &z.columns;
    hopi_line line;
    hop_status status = HOP_OK;
    hopi_columns_init(c, source, file,
                      HOPI_SIGN_IS_KNOWN | HOPI_UNITS_IMPLIED | HOPI_ROWS_MAY_DIFFER);
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        status = read_line(&z, &line);
    }
    if (status == HOP_OK && z.names_line > 0 && c->rows == 0) {
        return hopi_fail_at(source->ctx, HOP_ERR_FILE_EMPTY, source->name, z.names_line, 1,
                            "no numbers follow the header, expected a line for each frequency");
    }
    if (status == HOP_OK && c->rows < z.announced) {
        file->flags |= HOP_READ_TRUNCATED;
        status = hopi_file_add_reason(source->ctx, file,
                                      "the file announces %zu point%s and has %zu", z.announced,
                                      hopi_plural(z.announced), c->rows);
    }
    return status ? status : hopi_columns_finish(c);
}

const hopi_format hopi_format_zplot = {"zplot", "Scribner ZPlot and ZView, Autolab FRA", 0, detect,
                                       read_zplot};
