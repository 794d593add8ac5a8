/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_HEADER_H
#define HOPI_HEADER_H

#include "column.h"
#include "source.h"

enum { HOPI_COLUMN_LIMIT = 256, HOPI_NO_COLUMN = -1 };

typedef struct hopi_field {
    const char *text;
    size_t length;
    size_t position; /* of the first byte in its line, from 1 */
} hopi_field;

/*
 * The fields of a line, trimmed and without their quotes; answers how many
 * there are, of which HOPI_COLUMN_LIMIT are stored. The delimiter ' ' stands
 * for any run of blanks and tabs.
 */
size_t hopi_split(const hopi_line *line, char delimiter, hopi_field *fields);

/* As hopi_split(), but "Z' / ohm" and "Freq. [Hz]" between blanks stay one name. */
size_t hopi_split_names(const hopi_line *line, char delimiter, hopi_field *fields);

/* What the line of column names says. */
typedef struct hopi_header {
    hopi_line line;
    char delimiter, names_delimiter; /* of the numbers, and of their names */
    size_t total; /* columns in the line */
    size_t count; /* of them the first that are stored */
    hopi_field names[HOPI_COLUMN_LIMIT];
    hopi_column columns[HOPI_COLUMN_LIMIT];
    /* Places in columns, or HOPI_NO_COLUMN. */
    int frequency, re, im, sd, temperature, cycle;
    int32_t representation; /* 0: no complete one */
    int has_no_names;       /* the columns were recognised by their numbers */
    int is_polar;           /* re and im are the magnitude and the phase */
    int parts_are_assumed;  /* re and im say real and imaginary, but not of what */
} hopi_header;

/*
 * Understands a line of column names. With a line of data, the delimiter is
 * the one that gives both the same number of fields. Answers the number of
 * columns that are known, 0 if this is no header.
 */
size_t hopi_header_parse(const hopi_line *line, const hopi_line *data, hopi_header *header);

/* As hopi_header_parse() with that delimiter. */
size_t hopi_header_parse_as(const hopi_line *line, char delimiter, hopi_header *header);

/* Whether the columns give all that a representation needs. */
int hopi_header_is_complete(const hopi_header *header, int32_t representation);

/* Takes the units of a line below the names; 0 if it is no line of units. */
int hopi_header_take_units(hopi_header *header, const hopi_line *line);

/* Gives used columns without a unit Hz, ohm, S or degree; answers how many there were. */
size_t hopi_header_assume_units(hopi_header *header);

/* Whether column i is one that is read. */
int hopi_header_uses(const hopi_header *header, int i);

/* Checks that what is needed is there, once and with its unit. */
hop_status hopi_header_check(hop_ctx *ctx, const char *name, const hopi_header *header);

#endif
