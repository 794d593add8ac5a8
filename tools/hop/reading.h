/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef READING_H
#define READING_H

#include <stdbool.h>

#include "number.h"
#include "program.h"

/* How the command line says that files are read; 0 and NULL: as they look. */
typedef struct reading {
    const char *format, *columns;
    int32_t delimiter, decimal_mark, sign, duplicates;
} reading;

/* Takes an option whose letter is one of OPTIONS_READ. */
bool reading_take(reading *r, int letter, const char *text, char problem[PROBLEM_SIZE]);

/* Reads a file so, and says on stderr what was unusual about it. Sets the error text of ctx. */
hop_status reading_file(hop_ctx *ctx, const reading *r, const char *path, hop_file **out);

/* The same without a word. */
hop_status reading_file_silently(hop_ctx *ctx, const reading *r, const char *path,
                                 hop_file **out);

/*
 * The temperature of a spectrum and where it is from: given (NaN: not), stated
 * by the file, or in the file name; NaN if there is none. Names hold set
 * points, so a name agrees within 2 K. False, with a word, where two of them
 * contradict each other; `given_by` says who gave it.
 */
bool temperature_settle(const hop_file *file, size_t i, const char *path, double given_k,
                        const char *given_by, double *temperature_k, const char **source);

#endif
