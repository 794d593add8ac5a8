/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_LANES_H
#define HOPI_JPL_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "kernels.h"

/*
 * Power-law fits of as many spectra at once as a register has lanes. Spectra that have
 * one minimum with a plateau and a dispersion come out of it; the others are left to
 * the search for a single one.
 */
enum { HOPI_MOST_LANES = 8, HOPI_FINE_BINS = 32, HOPI_WIDE_RATIO = 4, HOPI_LANE_NODES = 7 };

/* What the lanes tell of a fit; parameters have standard errors. */
enum {
    HOPI_LANE_SIGMA_DC,
    HOPI_LANE_LN_SIGMA_DC,
    HOPI_LANE_A_J,
    HOPI_LANE_OMEGA_P,
    HOPI_LANE_F_P,
    HOPI_LANE_LN_OMEGA_P,
    HOPI_LANE_N,
    HOPI_LANE_PARAMETERS,
    HOPI_LANE_RSS = HOPI_LANE_PARAMETERS,
    HOPI_LANE_F_DISPERSION,
    HOPI_LANE_VALUES
};

/* The columns of the Jacobian as in hopi_jacobian. */
enum {
    HOPI_LANE_G_MEAN,
    HOPI_LANE_P_MEAN,
    HOPI_LANE_KAPPA,
    HOPI_LANE_NORM_1,
    HOPI_LANE_NORM_H,
    HOPI_LANE_NORM_P,
    HOPI_LANE_COLUMNS
};

/* The grid that all spectra are on. */
typedef struct hopi_lane_grid {
    size_t count;
    const double *L;      /* ln ω less its mean, ascending */
    double ln_omega_ref;  /* that mean */
    const size_t *order;  /* place of point k in a row */
    int is_sorted;        /* which is k */
    int is_unit;          /* s_k = 1 */
    int is_absolute;      /* the covariance is not scaled by rss/dof */
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

/* What was found, a number a lane; the others mean nothing where is_found is 0. */
typedef struct hopi_lane_results {
    int is_found[HOPI_MOST_LANES];
    double value[HOPI_LANE_VALUES][HOPI_MOST_LANES];
    double error[HOPI_LANE_PARAMETERS][HOPI_MOST_LANES];
    double covariance[9][HOPI_MOST_LANES];
    double column[HOPI_LANE_COLUMNS][HOPI_MOST_LANES];
    uint32_t flags[HOPI_MOST_LANES];
} hopi_lane_results;

/* As many spectra as there are lanes, and those to fit after them. */
typedef struct hopi_lane_rows {
    const double *y[HOPI_MOST_LANES];
    const double *s[HOPI_MOST_LANES]; /* standard deviations, if has_s; else s_k = y or 1 */
    int has_s;
    const double *next_y, *next_s; /* rows one behind the other; NULL: not known */
} hopi_lane_rows;

typedef struct hopi_lane_kernel {
    size_t lanes;
    /*
     * Fits the rows. Only spectra of clear dispersion are found, or with is_thorough all with
     * a single minimum, which takes several times as long. work: HOPI_LANE_ARRAYS · lanes +
     * HOPI_LANE_TABLES times grid->count numbers, aligned to 64 bytes.
     */
    void (*fit)(const hopi_lane_grid *grid, const hopi_lane_rows *rows, int is_thorough,
                double *work, hopi_lane_results *out);
} hopi_lane_kernel;
HOPI_VERSIONS(const hopi_lane_kernel, hopi_lane_kernel);

enum { HOPI_LANE_ARRAYS = 3, HOPI_LANE_TABLES = 3 };

#endif
