/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "location.h"
#include "named_table.h"

/*
 * BioLogic EC-Lab text: "EC-Lab ASCII FILE", the number of header lines,
 * settings, the names parted by tabs, numbers. The text export begins with the
 * names. Points at rest, of galvanostatic and staircase techniques too, have
 * the frequency 0. The surface area is the one of the settings, 0.001 cm² for
 * whoever left it alone.
 */
static const hopi_fact facts[] = {{"Device", "instrument"},
                                  {"EC-Lab for windows", "software"},
                                  {"BT-Lab for windows", "software"},
                                  {"Acquisition started on", "date"},
                                  {"Technique started on", "technique_date"},
                                  {"User", "operator"},
                                  {"Comments", "comment"},
                                  {"Electrolyte", "electrolyte"},
                                  {"Electrode material", "electrode"},
                                  {"Run on channel", "channel"},
                                  {"Electrode surface area", "area"},
                                  {"Characteristic mass", "mass"},
                                  {NULL, NULL}};

static const hopi_named_table shape = {
    .parts = {"freq/Hz", NULL},
    .delimiter = '\t',
    .rules = HOPI_ZERO_IS_DC | HOPI_FIRST_COLUMN | HOPI_ROWS_MAY_DIFFER,
    .facts = facts};

static int has_signature(const hopi_source *source)
{
    return source->head_count > 0
           && (hopi_line_begins(&source->head[0], "EC-Lab ASCII FILE")
               || hopi_line_begins(&source->head[0], "BT-Lab ASCII FILE"));
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const hopi_line *names = hopi_find_names(source, &shape);
    if (has_signature(source)) {
        snprintf(why, HOPI_WHY, "line 1 begins 'EC-Lab ASCII FILE'");
        return HOPI_CERTAIN;
    }
    if (!names || names->number > 1 || !memchr(names->text, shape.delimiter, names->length)
        || !(hopi_line_contains(names, "Re(Z)/Ohm") || hopi_line_contains(names, "|Z|/Ohm"))) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line 1 holds names as EC-Lab exports them");
    return HOPI_LIKELY;
}

typedef struct mpt {
    hopi_columns columns;
    size_t names_line; /* as the header says; 0: not known */
    size_t settings;   /* lines read over */
} mpt;

static hop_status read_settings(mpt *m, const hopi_line *line)
{
    hopi_columns *c = &m->columns;
    int is_fact = 0;
    hop_status status = HOP_OK;
    if (hopi_is_blank_line(line) || line->number == 1) {
        return HOP_OK;
    }
    const double names_line = hopi_number_after(line, "Nb header lines");
    if (names_line >= 1.0 && names_line <= 1e6) {
        m->names_line = (size_t)names_line;
        return HOP_OK;
    }
    const double area_cm2 = hopi_number_after(line, "Electrode surface area");
    hopi_file_state_geometry(c->file, NAN, 1e-4 * area_cm2);
    if (hopi_line_contains(line, "Impedance Spectroscopy")) {
        return hopi_file_add_metadata(c->ctx, c->file, "technique", line->text, line->length);
    }
    status = hopi_take_fact(c->ctx, c->file, line, facts, &is_fact);
    m->settings += !is_fact;
    return status;
}

static hop_status read_line(mpt *m, const hopi_line *line)
{
    hopi_columns *c = &m->columns;
    const int has_names = c->header.count > 0;
    if (!has_names
        && (hopi_line_contains(line, "freq/Hz") || line->number == m->names_line)) {
        hopi_columns_names(c, line, '\t', NULL);
        return hopi_columns_start(c);
    }
    if (!has_names) {
        return read_settings(m, line);
    }
    return hopi_is_empty_row(line, '\t') ? HOP_OK : hopi_columns_row(c, line);
}

static hop_status read_mpt(hopi_source *source, hop_file *file)
{
    mpt m = {.names_line = 0, .settings = 0};
    hopi_line line;
    hop_status status = HOP_OK;
    hopi_columns_init(&m.columns, source, file, shape.rules);
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        status = read_line(&m, &line);
    }
    if (status == HOP_OK && m.settings > 0) {
        status = hopi_file_ignore(source->ctx, file, "%zu line%s of settings before line %zu",
                                  m.settings, hopi_plural(m.settings), m.columns.header.line.number);
    }
    return status ? status : hopi_columns_finish(&m.columns);
}

const hopi_format hopi_format_eclab_mpt = {"eclab-mpt", "BioLogic EC-Lab text", 0, detect,
                                           read_mpt};
