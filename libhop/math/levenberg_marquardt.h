/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_LEVENBERG_MARQUARDT_H
#define HOPI_LEVENBERG_MARQUARDT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bounded nonlinear least squares: minimise Σ r_i(p)² over lower ≤ p ≤ upper.
 * Levenberg–Marquardt with Moré's scaling (Moré, Lecture Notes in Mathematics
 * 1978, 630, 105) and Nielsen's damping (IMM-REP-1999-05); a parameter at a
 * bound that the gradient pushes outward rests until it turns inward.
 */

/*
 * Fills the residuals (rows of them) and, where jacobian is not NULL, the
 * column-major rows × parameters matrix ∂r/∂p. A nonzero answer says that
 * the model has no value at p: the step is then shortened.
 */
typedef int (*hopi_lm_model)(void *user, const double *p, double *residuals, double *jacobian);

/*
 * Minima that rough searches of one problem found, for those that follow: in the bowl of one, as
 * its JᵀJ describes it, a search ends with that minimum. The caller provides the arrays.
 */
typedef struct hopi_lm_minima {
    size_t count, capacity;
    double *ssr;
    double *p;        /* parameters each */
    double *products; /* parameters² each */
} hopi_lm_minima;

typedef struct hopi_lm_problem {
    size_t rows, parameters;
    const double *lower, *upper; /* NULL: no bounds; single ones may be infinite */
    hopi_lm_model model;
    void *user;
    int max_evaluations;
    /* Stop where a step lowers the sum of squares by 1e-10 of it; works with JᵀJ, not with J. */
    int is_rough;
    hopi_lm_minima *minima; /* of rough searches, or NULL */
    int32_t instructions;   /* of a rough search, not _BEST */
} hopi_lm_problem;

typedef enum hopi_lm_outcome {
    HOPI_LM_CONVERGED,
    HOPI_LM_EVALUATIONS, /* max_evaluations were not enough */
    HOPI_LM_NO_VALUE,    /* the model has no value at the start */
    HOPI_LM_LAPACK
} hopi_lm_outcome;

typedef struct hopi_lm_report {
    hopi_lm_outcome outcome;
    double ssr;
    int evaluations;
} hopi_lm_report;

/* Doubles of workspace; 0 if the size is not supported (rows < parameters, or too many). */
size_t hopi_lm_workspace(size_t rows, size_t parameters);

/* p: start inside the bounds, on return the minimum. */
hopi_lm_report hopi_lm_minimise(const hopi_lm_problem *problem, double *p, double *workspace);

/*
 * Covariance (JᵀJ)⁻¹ for unit variance of the residuals, by a rank-revealing QR
 * of the column-scaled Jacobian at p. Parameters at a bound count as free.
 * jacobian is overwritten; covariance is parameters × parameters. Answers the
 * rank; the covariance of a rank-deficient problem is NaN. -1: LAPACK failed.
 */
int hopi_lm_covariance(size_t rows, size_t parameters, double *jacobian, double *workspace,
                       double *covariance, double *condition);

#endif
