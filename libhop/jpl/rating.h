/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_RATING_H
#define HOPI_JPL_RATING_H

#include <stddef.h>

#include "base/instructions.h"

/* Running sums over the points: of the columns 1, g = ωⁿ and w = ω with the data y and z. */
typedef enum hopi_window_sum {
    HOPI_SUM_C,
    HOPI_SUM_Y,
    HOPI_SUM_YY,
    HOPI_SUM_WW,
    HOPI_SUM_WZ,
    HOPI_SUM_ZZ,
    HOPI_SUM_G,
    HOPI_SUM_GG,
    HOPI_SUM_GY,
    HOPI_SUM_GW,
    HOPI_SUM_GZ,
    HOPI_WINDOW_SUMS
} hopi_window_sum;

enum { HOPI_MOST_LANES_OF_WINDOWS = 8, HOPI_NODES_AT_ONCE = 16 };

/*
 * All windows, in rows by their start: window [a][b] begins with boundary a and ends with
 * boundary b + 1. Rows have room for the lanes beyond the last one.
 */
typedef struct hopi_window_grid {
    size_t ends, row;           /* windows a row, numbers a row */
    int has_im;
    const size_t *first, *last; /* windows of each row that are asked for */
    /* Up to each boundary; those with g in a row for each of some nodes. */
    const double *sums[HOPI_WINDOW_SUMS];
    /* The smallest χ² over the nodes so far, its number, and its neighbours there. */
    double *before, *best, *left, *right, *node;
} hopi_window_grid;

/*
 * χ² at the nodes number first, first + 1, … from differences of the running sums; infinite
 * without plateau or dispersion.
 */
typedef void hopi_rate_windows(const hopi_window_grid *grid, int first, int count);
HOPI_VERSIONS(hopi_rate_windows, hopi_rate_windows);

#endif
