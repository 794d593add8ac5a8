/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_GRID_H
#define HOPI_DRT_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "kernel.h"
#include "math/dense.h"
#include "ridge.h"

typedef struct hopi_drt_settings {
    int32_t basis, parts, electrode, weighting, method, samples, fits_peaks, finds_noise;
    int order, has_resistance, has_inductance;
    double coefficient, alpha, lambda; /* α: NaN is fitted */
    double tau_min_s, tau_max_s;
    size_t tau_count; /* 0: from the frequencies */
    uint32_t seed;
    double least_share, least_depth;
    size_t sd_count;
    const double *sd_ohm; /* of the real parts, then of the imaginary parts */
} hopi_drt_settings;

/* What stands in series with the relaxations, in the order of the columns. */
typedef enum hopi_extra { HOPI_RESISTANCE, HOPI_INDUCTANCE, HOPI_ELECTRODE } hopi_extra;

enum { HOPI_EXTRAS = 3, HOPI_FINE = 4, HOPI_MOST_NODES = 2000 };

/* All that depends on the frequencies and the settings alone. */
typedef struct hopi_drt_grid {
    size_t points, extras, columns; /* columns: extras, then one for each node */
    size_t first_row, rows;         /* of the parts of Z that are fitted */
    size_t reach;                   /* fine steps to where a function ends */
    hopi_extra extra[HOPI_EXTRAS];
    hopi_nodes nodes;
    double *freq_hz, *ln_omega, *ln_tau;
    double *matrix;  /* 2·points × columns: real parts, then imaginary parts */
    double *penalty; /* columns × columns */
    double *profile; /* φ at 0, 1, … reach fine steps, HOPI_FINE to a node */
    double *gram;    /* AᵀA with equal weights, or NULL */
    hopi_ridge ridge; /* of gram, V NULL: none */
    /* For a given λ: gram + λ·penalty, or NULL, and its Cholesky factor with 1/L_ii. */
    double *normal, *factor, *inverse;
    int has_factor; /* that matrix is positive definite to working precision */
    const hopi_dense *dense;
} hopi_drt_grid;

/* Whether spectra need matrices of their own: the weights, or α, change with the data. */
int hopi_drt_has_own_matrix(const hopi_drt_settings *settings);
int hopi_drt_has_own_gram(const hopi_drt_settings *settings);

/* Whether λ comes from hopi_ridge_score(). */
int hopi_drt_is_spectral(int32_t method);

/* The nodes for these frequencies (ascending), ln_tau left out. Answers 0 if they do not fit. */
int hopi_drt_choose_nodes(const hopi_drt_settings *settings, size_t points,
                          const double *freq_hz, hopi_nodes *nodes, double *first_ln_tau);

/* The extras that show in the fitted parts. */
size_t hopi_drt_choose_extras(const hopi_drt_settings *settings, hopi_extra *extra);

/* Fine steps to where a function ends. */
size_t hopi_drt_reach(const hopi_nodes *nodes);

/* Doubles of workspace of hopi_drt_fill_grid(); it takes hopi_ridge_integers(columns). */
size_t hopi_drt_grid_workspace(const hopi_drt_grid *grid);

/*
 * Fills the zeroed arrays of a grid whose sizes are set. Answers 0 where LAPACK fails.
 */
int hopi_drt_fill_grid(hopi_drt_grid *grid, const hopi_drt_settings *settings,
                       const double *freq_hz, double first_ln_tau, double *workspace,
                       lapack_int *integers);

/* AᵀA of a matrix with `stride` numbers a column; both triangles. */
void hopi_drt_normal_matrix(size_t rows, size_t columns, const double *matrix, size_t stride,
                            double *gram);

/* The column of the electrode: (iω/ω_min)^−α. */
void hopi_drt_fill_electrode(const hopi_drt_grid *grid, double alpha, double *matrix);

/* What a coefficient of one stands for: Ω, H, or 1/Q. */
double hopi_drt_unit(const hopi_drt_grid *grid, hopi_extra extra, double alpha);

#endif
