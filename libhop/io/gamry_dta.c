/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "location.h"
#include "named_table.h"

/*
 * Gamry Framework .DTA, as described in "EIS Data File Overview" and "The EIS
 * Data Curve" of Gamry's help: EXPLAIN, then objects "NAME TYPE values" that
 * begin at the start of a line. Tables are indented: names, units, rows. An
 * impedance is a table ZCURVE; of a capacitor Zimag is negative. The column
 * Temp reads about 1395 degC or -327.67 degC where no thermocouple is
 * connected, which is outside the table of type K (IEC 60584-1).
 */
static const double type_k_K[2] = {-270.0 + 273.15, 1372.0 + 273.15};

static const hopi_fact facts[] = {{"TITLE\tLABEL", "technique"},
                                  {"DATE\tLABEL", "date"},
                                  {"TIME\tLABEL", "time"},
                                  {"PSTAT\tPSTAT", "instrument"},
                                  {"FRAMEWORKVERSION\tQUANT", "software"},
                                  {"FRAMEWORKVERSION\tLABEL", "software"},
                                  {"TAG", "tag"},
                                  {"AREA\tQUANT", "area_cm2"},
                                  {NULL, NULL}};

enum { NAMES_BYTES = 4096 };

typedef struct dta {
    hopi_columns columns;
    char names[NAMES_BYTES]; /* of the columns: the line itself is gone when their units come */
    char name[32]; /* of the table that is read; "" outside */
    int is_curve;  /* it is an impedance */
    size_t lines;  /* of the table so far */
    size_t rows_before, rows_announced, curves;
    size_t notes; /* lines of comment to come */
} dta;

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    if (source->head_count == 0 || !hopi_line_begins(&source->head[0], "EXPLAIN")) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line 1 is 'EXPLAIN'");
    return HOPI_CERTAIN;
}

static hop_status end_table(dta *d)
{
    hopi_columns *c = &d->columns;
    hop_status status = HOP_OK;
    if (d->is_curve && d->rows_announced > 0
        && c->rows + c->skipped - d->rows_before < d->rows_announced) {
        c->file->flags |= HOP_READ_TRUNCATED;
        status = hopi_file_add_reason(c->ctx, c->file, "table %s announces %zu line%s and has %zu",
                                      d->name, d->rows_announced,
                                      hopi_plural(d->rows_announced),
                                      c->rows + c->skipped - d->rows_before);
    } else if (d->name[0] && !d->is_curve) {
        const size_t lines = d->lines > 2 ? d->lines - 2 : 0;
        status = hopi_file_ignore(c->ctx, c->file, "table %s of %zu line%s", d->name, lines,
                                  hopi_plural(lines));
    }
    d->name[0] = '\0';
    d->is_curve = 0;
    return status;
}

static hop_status begin_table(dta *d, const hopi_line *line, size_t name_length)
{
    hop_status status = end_table(d);
    const size_t kept = name_length < sizeof d->name ? name_length : sizeof d->name - 1;
    memcpy(d->name, line->text, kept);
    d->name[kept] = '\0';
    d->is_curve = strncmp(d->name, "ZCURVE", 6) == 0;
    d->lines = 0;
    d->rows_before = d->columns.rows + d->columns.skipped;
    const hopi_line rest = {line->text + name_length, line->length - name_length, line->number};
    const double announced = hopi_number_after(&rest, "TABLE");
    d->rows_announced = announced >= 1.0 && announced < 1e9 ? (size_t)announced : 0;
    if (d->is_curve && d->curves++ > 0) {
        d->columns.label = d->name;
    }
    return status;
}

static hop_status read_object(dta *d, const hopi_line *line)
{
    hopi_columns *c = &d->columns;
    const char *tab = memchr(line->text, '\t', line->length);
    const size_t name_length = tab ? (size_t)(tab - line->text) : line->length;
    const hopi_line rest = {line->text + name_length, line->length - name_length, line->number};
    if (hopi_line_begins(&rest, "TABLE")) {
        return begin_table(d, line, name_length);
    }
    hop_status status = end_table(d);
    const double area_cm2 = hopi_number_after(line, "AREA\tQUANT");
    hopi_file_state_geometry(c->file, NAN, 1e-4 * area_cm2);
    const double notes = hopi_number_after(line, "NOTES\tNOTES");
    d->notes = notes >= 1.0 && notes < 1000.0 ? (size_t)notes : 0;
    if (hopi_line_begins(line, "EXPERIMENTABORTED\tTOGGLE\tT")) {
        c->file->flags |= HOP_READ_ABORTED;
    }
    int is_fact = 0;
    return status ? status : hopi_take_fact(c->ctx, c->file, line, facts, &is_fact);
}

static hop_status take_names(dta *d, const hopi_line *line)
{
    hopi_columns *c = &d->columns;
    if (line->length > NAMES_BYTES) {
        return hopi_fail_at(c->ctx, HOP_ERR_PARSE, c->source->name, line->number, 1,
                            "a line of names of %zu bytes, expected at most %d", line->length,
                            (int)NAMES_BYTES);
    }
    memcpy(d->names, line->text, line->length);
    const hopi_line names = {d->names, line->length, line->number};
    return hopi_columns_names(c, &names, ' ', NULL);
}

static hop_status read_indented(dta *d, const hopi_line *line)
{
    hopi_columns *c = &d->columns;
    if (d->notes > 0) {
        d->notes--;
        return hopi_file_add_metadata(c->ctx, c->file, "comment", line->text, line->length);
    }
    if (hopi_is_blank_line(line) || !d->name[0]) {
        return HOP_OK;
    }
    d->lines++;
    if (!d->is_curve) {
        return HOP_OK;
    }
    if (d->lines == 1) {
        return take_names(d, line);
    }
    if (d->lines == 2) {
        hopi_columns_units(c, line);
        return hopi_columns_start(c);
    }
    return hopi_columns_row(c, line);
}

static hop_status read_dta(hopi_source *source, hop_file *file)
{
    dta d = {.name = ""};
    hopi_line line;
    hop_status status = HOP_OK;
    hopi_columns_init(&d.columns, source, file,
                      HOPI_SIGN_IS_KNOWN | HOPI_UNITS_IMPLIED | HOPI_ZERO_IS_DC
                          | HOPI_ROWS_MAY_DIFFER | HOPI_FIRST_COLUMN
                          | HOPI_TEMPERATURE_MAY_LACK);
    memcpy(d.columns.thermometer_K, type_k_K, sizeof type_k_K);
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        const int is_indented = line.length == 0 || hopi_first_text(&line) > 0;
        status = is_indented ? read_indented(&d, &line) : read_object(&d, &line);
    }
    status = status ? status : end_table(&d);
    if (status == HOP_OK && d.curves == 0) {
        return hopi_no_spectrum(source, "no table ZCURVE");
    }
    return status ? status : hopi_columns_finish(&d.columns);
}

const hopi_format hopi_format_gamry_dta = {"gamry-dta", "Gamry Framework data", 0, detect,
                                           read_dta};
