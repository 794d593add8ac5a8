/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_LANES_H
#define HOPI_JPL_LANES_H

#include <stddef.h>

#include "kernels.h"

/*
 * Power-law fits of as many spectra at once as a register has lanes. Only spectra with
 * a clear dispersion come out of it; the others are left to the search for a single one.
 */
enum { HOPI_MOST_LANES = 8 };

/* The grid that all spectra are on. */
typedef struct hopi_lane_grid {
    size_t count;
    const double *L;      /* ln ω less its mean, ascending */
    const size_t *order;  /* place of point k in a row */
    int is_sorted;        /* which is k */
    double step;          /* of L on a log-uniform grid, 0 on any other */
    double n_min, n_max;
} hopi_lane_grid;

/* What was found, a number a lane; the others mean nothing where is_clear is 0. */
typedef struct hopi_lane_results {
    int is_clear[HOPI_MOST_LANES];
    double n[HOPI_MOST_LANES], rss[HOPI_MOST_LANES], constant_ssr[HOPI_MOST_LANES];
    double c_sum[HOPI_MOST_LANES], y_mean[HOPI_MOST_LANES];
    hopi_columns columns[HOPI_MOST_LANES];
} hopi_lane_results;

typedef struct hopi_lane_kernel {
    size_t lanes;
    /*
     * Fits rows[0 … lanes − 1] with s_k from sd, a row each, or s_k = y, or s_k = 1 where
     * is_unit. work: 3 · lanes · grid->count numbers, aligned to 64 bytes.
     */
    void (*fit)(const hopi_lane_grid *grid, const double *const *rows, const double *const *sd,
                int is_unit, double *work, hopi_lane_results *out);
} hopi_lane_kernel;

/* The step of L where it is one step within rounding, or 0. */
double hopi_uniform_step(size_t count, const double *L);

#endif
