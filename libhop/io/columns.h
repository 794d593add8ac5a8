/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_COLUMNS_H
#define HOPI_COLUMNS_H

#include "ending.h"
#include "file.h"
#include "header.h"

/* What is known of a table beyond its header. */
enum {
    HOPI_UNITS_IMPLIED = 1 << 0,  /* the format says that missing units are Hz, ohm, S */
    HOPI_ZERO_IS_DC = 1 << 1,     /* a line with frequency 0 is no point */
    HOPI_SKIP_BAD_ROWS = 1 << 2,  /* a line without numbers is an overload, not an error */
    HOPI_FIRST_COLUMN = 1 << 3,   /* of several columns of one quantity the first counts */
    HOPI_ROWS_MAY_DIFFER = 1 << 4, /* lines may have fewer or more fields than names */
    HOPI_SIGN_IS_KNOWN = 1 << 5,  /* the format leaves no doubt about the imaginary part */
    HOPI_TEMPERATURE_MAY_LACK = 1 << 6, /* a field without a number is an unknown temperature */
    HOPI_SKIP_NOT_FINITE = 1 << 7 /* a line with infinity or NaN is an overload, not an error */
};

/* Lines of numbers below a line of names: one or more tables of a file. */
typedef struct hopi_columns {
    hopi_source *source;
    hop_file *file;
    hop_ctx *ctx; /* NULL while an error is no error */
    uint32_t rules;
    hopi_header header;
    int is_listed;         /* the columns are in the file's list */
    int has_measurement;
    const char *label;     /* of the measurements to come; NULL: none */
    double cycle;          /* of the measurement begun */
    char mark;             /* decimal mark, once one was seen or given */
    hopi_ending ending;    /* of the lines since the header */
    size_t rows, skipped, first_skipped;
    double thermometer_K[2]; /* outside of it a reading is no temperature; NaN: all are */
    size_t not_measured;     /* readings outside */
    /* What hopi_row_parse() makes of each column, and the last of those that are read. */
    unsigned char targets[HOPI_COLUMN_LIMIT];
    int last_used;
} hopi_columns;

void hopi_columns_init(hopi_columns *c, hopi_source *source, hop_file *file, uint32_t rules);

/*
 * Understands a line of names; what follows is a new measurement. The
 * delimiter is 0 where it has to be found, with the help of a line of data if
 * there is one.
 */
hop_status hopi_columns_names(hopi_columns *c, const hopi_line *names, char delimiter,
                              const hopi_line *data);

/* Takes over a header that was made otherwise. */
hop_status hopi_columns_start(hopi_columns *c);

/* Whether a line holds the units of the names before it; then they are taken. */
int hopi_columns_units(hopi_columns *c, const hopi_line *line);

/* Reads a line of numbers. */
hop_status hopi_columns_row(hopi_columns *c, const hopi_line *line);

/* Says what was decided; an error if there was no row. */
hop_status hopi_columns_finish(hopi_columns *c);

/* Lists a line as ignored. */
hop_status hopi_ignore_line(hop_ctx *ctx, hop_file *file, const hopi_line *line);

/* Whether a line holds nothing but delimiters: Excel ends a table with those. */
int hopi_is_empty_row(const hopi_line *line, char delimiter);

#endif
