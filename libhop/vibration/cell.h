/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_CELL_H
#define HOPI_VIBRATION_CELL_H

#include <stddef.h>

/* A cell, its inverse, and the square of a step that is surely below the limit. */
typedef struct hopi_cell {
    double rows[9], inverse[9], safe2;
} hopi_cell;

/* A step of more than this share of the cell may belong to another image. */
#define HOPI_AMBIGUOUS_SHARE 0.4

/* 0 if the cell has no volume or is not finite. */
int hopi_cell_set(hopi_cell *cell, const double rows[9]);

int hopi_cell_equals(const hopi_cell *a, const hopi_cell *b);

/*
 * Brings fractional steps, x of all lanes, then y, then z, into −1/2 … 1/2; how many of the
 * first `used` come near an end of it.
 */
size_t hopi_nearest_image(double *step, size_t lanes, size_t used);

#endif
