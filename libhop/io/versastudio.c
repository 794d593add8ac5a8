/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "named_table.h"

/*
 * Princeton VersaStudio .par: parts <Name> … </Name> with lines "key=value";
 * a part <SegmentN> has a line Definition= with the names and then the
 * numbers, parted by commas. Z Imag is Im Z; lines at rest have the frequency 0.
 */
static const hopi_fact facts[] = {{"Type", "instrument"},
                                  {"Version", "software"},
                                  {"DateAcquired", "date"},
                                  {"TimeAcquired", "time"},
                                  {"SN", "serial_number"},
                                  {"Comment", "comment"},
                                  {"Working Electrode Area (cm2)", "area_cm2"},
                                  {NULL, NULL}};

static const char definition[] = "Definition=";

typedef struct par {
    hopi_columns columns;
    char part[32]; /* "" between parts */
    int is_spectrum, is_other;
    size_t segments;
    char label[48];
} par;

/* Later versions do not say Name=VersaStudio; the names of a segment are always there. */
static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    static const char *const signs[] = {"Name=VersaStudio", "Language [VersaStudio]=",
                                        "Definition=Segment #"};
    for (size_t i = 0; i < source->head_count; i++) {
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
            if (hopi_line_begins(&source->head[i], signs[k])) {
                snprintf(why, HOPI_WHY, "line %zu begins '%s'", source->head[i].number, signs[k]);
                return HOPI_CERTAIN;
            }
        }
    }
    return 0;
}

static hop_status change_part(par *p, const hopi_line *line)
{
    const size_t from = hopi_first_text(line) + 1;
    const int is_end = from < line->length && line->text[from] == '/';
    size_t length = 0;
    p->part[0] = '\0';
    p->is_spectrum = p->is_other = 0;
    while (!is_end && from + length < line->length && line->text[from + length] != '>'
           && length + 1 < sizeof p->part) {
        length++;
    }
    memcpy(p->part, line->text + from, length);
    p->part[length] = '\0';
    return HOP_OK;
}

static hop_status begin_segment(par *p, const hopi_line *line)
{
    hopi_columns *c = &p->columns;
    const hopi_line names = {line->text + strlen(definition), line->length - strlen(definition),
                             line->number};
    p->is_spectrum = hopi_line_contains(&names, "Z Real") && hopi_line_contains(&names, "Freq");
    p->is_other = !p->is_spectrum;
    if (!p->is_spectrum) {
        return hopi_file_ignore(c->ctx, c->file, "part %s without Z Real", p->part);
    }
    snprintf(p->label, sizeof p->label, "%s", p->part);
    c->label = p->segments++ > 0 ? p->label : NULL;
    hopi_columns_names(c, &names, ',', NULL);
    for (size_t i = 0; i < c->header.count; i++) {
        c->header.names[i].position += strlen(definition);
    }
    return hopi_columns_start(c);
}

static hop_status read_key(par *p, const hopi_line *line)
{
    hopi_columns *c = &p->columns;
    if (strncmp(p->part, "Action", 6) == 0 && hopi_line_begins(line, "Name=")
        && !hopi_line_contains(line, "=Common")) {
        return hopi_file_add_metadata(c->ctx, c->file, "technique", line->text + 5,
                                      line->length - 5);
    }
    const int is_told = strcmp(p->part, "Application") == 0 || strcmp(p->part, "Instrument") == 0
                        || strcmp(p->part, "Experiment") == 0
                        || strcmp(p->part, "Action0") == 0;
    int is_fact = 0;
    if (!is_told) {
        return HOP_OK;
    }
    hopi_file_state_geometry(c->file, NAN,
                             1e-4 * hopi_number_after(line, "Working Electrode Area (cm2)"));
    return hopi_take_fact(c->ctx, c->file, line, facts, &is_fact);
}

static hop_status read_line(par *p, const hopi_line *line)
{
    if (hopi_is_blank_line(line)) {
        return HOP_OK;
    }
    if (line->text[hopi_first_text(line)] == '<') {
        return change_part(p, line);
    }
    if (line->length > strlen(definition) && strncmp(p->part, "Segment", 7) == 0
        && memcmp(line->text, definition, strlen(definition)) == 0) {
        return begin_segment(p, line);
    }
    if (p->is_spectrum) {
        return hopi_columns_row(&p->columns, line);
    }
    return p->is_other ? HOP_OK : read_key(p, line);
}

static hop_status read_par(hopi_source *source, hop_file *file)
{
    par p = {.part = ""};
    hopi_line line;
    hop_status status = HOP_OK;
    hopi_columns_init(&p.columns, source, file,
                      HOPI_SIGN_IS_KNOWN | HOPI_UNITS_IMPLIED | HOPI_ZERO_IS_DC
                          | HOPI_ROWS_MAY_DIFFER | HOPI_FIRST_COLUMN);
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        status = read_line(&p, &line);
    }
    if (status == HOP_OK && p.segments == 0) {
        return hopi_no_spectrum(source, "no segment with Frequency, Z Real and Z Imag");
    }
    if (status == HOP_OK && p.is_spectrum) {
        file->flags |= HOP_READ_TRUNCATED;
        status = hopi_file_add_reason(source->ctx, file, "the part %s has no end", p.part);
    }
    return status ? status : hopi_columns_finish(&p.columns);
}

const hopi_format hopi_format_versastudio = {"versastudio", "Princeton VersaStudio .par", 0,
                                             detect, read_par};
