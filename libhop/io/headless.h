/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_HEADLESS_H
#define HOPI_HEADLESS_H

#include "header.h"

/*
 * Understands lines of numbers without names: the delimiter that gives all of
 * them the same number of numbers, the frequency in the first column that is
 * positive and rises or falls (but is no counter), real and imaginary part of
 * Z in the next two. Answers 0 if that does not fit. A delimiter of 0 is found.
 */
int hopi_headless_parse(const hopi_line *lines, size_t count, char delimiter,
                        hopi_header *header);

/* The delimiter that gives all lines at least that many numbers; blank if none does. */
char hopi_headless_delimiter(const hopi_line *lines, size_t count, size_t columns);

#endif
