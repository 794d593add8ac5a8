/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ENDING_H
#define HOPI_ENDING_H

#include "file.h"
#include "header.h"

/*
 * What tells a number that ends with the file from one that was cut there: how much
 * follows the decimal mark in every line above. A part of 1.40853e+06 has less.
 */
typedef struct hopi_ending {
    size_t lines; /* that were seen */
    size_t tail;  /* bytes behind the mark at the end of each; 0: no mark, or not the same */
} hopi_ending;

void hopi_ending_see(hopi_ending *ending, const hopi_line *line, char delimiter, char mark);

/* How a last line without its end has to be taken. */
enum { HOPI_ENDS_WHOLE, HOPI_ENDS_BEHIND_POINT, HOPI_ENDS_IN_POINT };

/* last is the last of the columns that are read, count is their number in a whole line. */
int hopi_ending_of(const hopi_ending *ending, const hopi_line *line, char delimiter, char mark,
                   int last, size_t count);

/* Flags the file as truncated and says why. */
hop_status hopi_ending_tell(hop_ctx *ctx, hop_file *file, const hopi_line *line, int ending);

#endif
