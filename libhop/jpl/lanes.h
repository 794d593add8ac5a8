/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_LANES_H
#define HOPI_JPL_LANES_H

#include <stddef.h>

#include "kernels.h"

/*
 * Power-law fits of as many spectra at once as a register has lanes. Only spectra with
 * a clear dispersion come out of it; the others are left to the search for a single one.
 */
enum { HOPI_MOST_LANES = 8, HOPI_FINE_BINS = 32, HOPI_WIDE_RATIO = 4, HOPI_LANE_NODES = 7 };

/* The grid that all spectra are on. */
typedef struct hopi_lane_grid {
    size_t count;
    const double *L;      /* ln ω less its mean, ascending */
    const size_t *order;  /* place of point k in a row */
    int is_sorted;        /* which is k */
    double step;          /* of L on a log-uniform grid, 0 on any other */
    double n_min, n_max;
    /* Neighbouring points taken together: bins of fine_size points, and of four such bins. */
    size_t fine_size, fine, wide;
    double L_fine[HOPI_FINE_BINS]; /* means of L */
    /* exp(nL) of the wide bins at the nodes n_max/HOPI_LANE_NODES, … n_max. */
    double node_power[HOPI_LANE_NODES][HOPI_FINE_BINS / HOPI_WIDE_RATIO];
} hopi_lane_grid;

/* Fills what follows from count, L and the range of n, the step included. */
void hopi_lane_grid_prepare(hopi_lane_grid *grid);

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

#endif
