/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_FIT_H
#define HOPI_DRT_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "grid.h"
#include "math/nnls.h"

enum { HOPI_FOLDS = 5 };

/* Where one thread calculates; arrays that a setting does not need are NULL. */
typedef struct hopi_drt_work {
    const hopi_drt_grid *grid;
    const hopi_drt_settings *settings;
    uint32_t warnings;
    double alpha;
    /* The regression: weighted rows of the fitted parts, and of the data. */
    double *weights, *data, *right; /* 2·points each: w, w·Z, and a copy for a subset */
    double *own_matrix, *weighted, *own_gram;
    const double *matrix, *rows, *gram; /* those that count: of the grid, or one's own */
    size_t stride;                      /* of rows */
    double *Ab, *own_H, *x, *z, *start, *nnls;
    const double *H; /* that of the last solution */
    double *scratch;  /* of hopi_ridge_prepare() */
    double *fallback; /* hopi_drt_fallback_doubles(), or NULL: see needs_fallback */
    int needs_fallback; /* a minimum was not found without */
    double *subset, *subset_gram; /* HOP_DRT_RE_IM and HOP_DRT_K_FOLD */
    size_t *indices, *folds;
    lapack_int *integers;
    hopi_ridge ridge;
    double bb;
} hopi_drt_work;

/* What a spectrum came out as, without its arrays. */
typedef struct hopi_drt_solution {
    double lambda, alpha, kkt;
    int factorisations;
    double lambdas[HOPI_LAMBDAS], scores[HOPI_LAMBDAS];
    size_t lambda_count; /* 0: λ was given */
    uint32_t warnings;
} hopi_drt_solution;

/* Doubles, indices and LAPACK integers that the arrays of a work take, and its fallback. */
size_t hopi_drt_work_doubles(const hopi_drt_grid *grid, const hopi_drt_settings *settings);
size_t hopi_drt_work_indices(const hopi_drt_grid *grid);
size_t hopi_drt_fallback_doubles(const hopi_drt_grid *grid);
size_t hopi_drt_work_integers(const hopi_drt_grid *grid);

/* Lays the arrays of a work out in memory of that size; without fallback. */
hopi_drt_work hopi_drt_work_make(const hopi_drt_grid *grid, const hopi_drt_settings *settings,
                                 double *doubles, size_t *indices, lapack_int *integers);

/*
 * Finds λ, α and the coefficients x (columns) of one spectrum. Answers 0 where LAPACK
 * fails, or where the fallback is needed and not there; the impedance has no zero where the
 * weights need |Z|. The memory of the fallback is large and hardly ever used.
 */
int hopi_drt_fit(hopi_drt_work *work, const double *re_ohm, const double *im_ohm,
                 hopi_drt_solution *solution);

/* Minimises with this λ at the present α, from the start vector if there is one. */
hopi_nnls_result hopi_drt_solve(hopi_drt_work *work, double lambda, const double *start);

/* The same for any rows: Gram matrix, Aᵀb, and E of the active-set fallback. */
typedef struct hopi_drt_part {
    size_t rows, stride;
    const double *matrix, *data, *gram, *Ab;
} hopi_drt_part;

hopi_nnls_result hopi_drt_solve_part(hopi_drt_work *work, const hopi_drt_part *part,
                                     double lambda, const double *start, double *x);

/* λ by the method of the settings, with its curve. */
double hopi_drt_choose_lambda(hopi_drt_work *work, hopi_drt_solution *solution);

#endif
