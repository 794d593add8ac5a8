/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_METER_H
#define HOPI_METER_H

#include "ending.h"
#include "file.h"
#include "header.h"
#include "source.h"
#include "trace.h"

/* Columns of traces under a line of their names, and the rows that follow it. */
typedef struct hopi_meter {
    hopi_source *source;
    hop_file *file;
    char delimiter;
    char mark;   /* of decimals, once one was seen */
    hopi_ending ending; /* of the lines since the header */
    int is_told; /* the columns are in the file's list */
    hopi_line header;
    size_t count;
    hopi_field names[HOPI_COLUMN_LIMIT];
    hopi_trace_column columns[HOPI_COLUMN_LIMIT];
    /* Places in columns, or HOPI_NO_COLUMN; first and second are the pair. */
    int frequency, temperature, first, second;
    const hopi_trace_pair *pair; /* NULL: none is complete */
    double temperature_k;        /* stated before the table; NaN: not */
    int is_without_vacuum;       /* σ″ holds ε* − 1: ωε₀ is missing */
} hopi_meter;

/*
 * Understands a line of names: the first column of a trace counts. Answers
 * whether frequency and a pair are there. The meter keeps pointers into line.
 */
int hopi_meter_parse(hopi_meter *meter, const hopi_line *line, char delimiter);

/* Chooses the pair anew, after columns were changed. */
int hopi_meter_choose(hopi_meter *meter);

/* Begins a measurement and tells what the columns are; label may be NULL. */
hop_status hopi_meter_begin(hopi_meter *meter, const char *label);

/*
 * Adds the point of a line. A value that is none (NaN, overload) leaves the
 * point out; a last line that is cut off is taken for the end of a truncated file.
 */
hop_status hopi_meter_row(hopi_meter *meter, const hopi_line *line);

/* Adds a point of this pair, whose values are in SI. */
hop_status hopi_meter_add(hopi_meter *meter, double freq_hz, double first, double second,
                          double temperature_k, size_t line);

/* "no frequency and no pair …": the header of the meter gives no spectrum. */
hop_status hopi_meter_fail(const hopi_meter *meter);

/* What is special about a table of one header. */
typedef struct hopi_meter_table {
    const char *delimiters; /* that may part its columns, the likeliest first */
    int sign_is_open;       /* Z″ without a minus may be −Z″ all the same: the data decide */
    /* Takes a line before the names, which may be blank; NULL: such lines are ignored. */
    hop_status (*take_line)(hopi_meter *meter, const hopi_line *line);
    /* Changes what is known of the columns, before the pair is chosen; may be NULL. */
    void (*adapt)(hopi_meter *meter);
    /* Tells what the numbers cannot, once the measurement has begun; may be NULL. */
    hop_status (*tell)(hopi_meter *meter);
} hopi_meter_table;

/*
 * Finds the line of names in the head of a source: its number and delimiter are
 * then in the meter. Answers 0 if there is none.
 */
int hopi_meter_find(hopi_meter *meter, const hopi_source *source, const hopi_meter_table *table);

/* Makes the meter of a source; one without a line of names is an error. */
hop_status hopi_meter_open(hopi_meter *meter, hopi_source *source, hop_file *file,
                           const hopi_meter_table *table);

/* Reads the source as such a table; a source without a line of names is an error. */
hop_status hopi_meter_read(hopi_source *source, hop_file *file, const hopi_meter_table *table);

#endif
