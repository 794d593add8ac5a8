/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_METER_H
#define HOPI_METER_H

#include "file.h"
#include "header.h"
#include "source.h"
#include "trace.h"

/* Columns of traces under a line of their names, and the rows that follow it. */
typedef struct hopi_meter {
    hopi_source *source;
    hop_file *file;
    char delimiter;
    char mark;       /* of decimals */
    double overload; /* what is as large is no value; 0: the format has no such sign */
    hopi_line header;
    size_t count;
    hopi_field names[HOPI_COLUMN_LIMIT];
    hopi_trace_column columns[HOPI_COLUMN_LIMIT];
    /* Places in columns, or HOPI_NO_COLUMN; first and second are the pair. */
    int frequency, temperature, first, second;
    const hopi_trace_pair *pair; /* NULL: none is complete */
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

#endif
