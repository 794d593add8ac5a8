/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_SOLVE_H
#define HOPI_MODELS_SOLVE_H

#include "math/levenberg_marquardt.h"
#include "shape.h"

/* What is fitted, ascending in ω, in the units of the fit; im is NULL for σ′. */
typedef struct hopi_model_data {
    size_t points;
    const double *omega, *re, *im, *weight; /* weight: 1/s_k */
    int32_t instructions;                   /* not _BEST */
} hopi_model_data;

typedef struct hopi_model_solution {
    hopi_lm_outcome outcome;
    double theta[HOPI_SLOTS];
    double rss;
    unsigned at_lower, at_upper; /* bits of theta */
    int rank;
    double condition;
    double covariance[HOPI_SLOTS * HOPI_SLOTS]; /* for unit variance */
} hopi_model_solution;

/* Residuals: one a point for σ′, two for Z. */
size_t hopi_model_rows(const hopi_model_data *data);

/* Doubles of workspace; 0 if there are not more rows than parameters, or too many. */
size_t hopi_model_workspace(const hopi_shape *shape, const hopi_model_data *data);

/* Minimum from the start in solution->theta, to all digits: outcome, theta and rss. */
void hopi_model_minimise(const hopi_shape *shape, const hopi_model_data *data,
                         hopi_model_solution *solution, double *workspace);

enum { HOPI_MODEL_MAX_EVALUATIONS = 2000 };

/* The same within 1e-8, or one of the minima that others came to before. */
void hopi_model_explore(const hopi_shape *shape, const hopi_model_data *data,
                        int max_evaluations, hopi_lm_minima *minima,
                        hopi_model_solution *solution, double *workspace);

/*
 * Residuals and Jacobian at theta. In the workspace: ln ω of the points, the Jacobian (column by
 * column), the residuals.
 */
void hopi_model_linearise(const hopi_shape *shape, const hopi_model_data *data,
                          const double *theta, double *workspace);

/* AICc of a sum of squares whose scale is estimated. */
double hopi_model_aicc(size_t rows, size_t parameters, double rss);

/* Bounds, rank, condition and covariance at solution->theta. Answers 0, or -1: LAPACK failed. */
int hopi_model_finish(const hopi_shape *shape, const hopi_model_data *data,
                      hopi_model_solution *solution, double *workspace);

#endif
