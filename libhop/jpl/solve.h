/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_SOLVE_H
#define HOPI_JPL_SOLVE_H

#include "profile.h"

/* The global minimum over n_min ≤ n ≤ n_max. */
typedef struct hopi_jpl_minimum {
    hopi_jpl_profile best;
    hopi_jacobian columns;  /* of the Jacobian at the minimum */
    double rss;              /* the sum of squares there; NaN: not known */
    int at_lower, at_upper; /* best.n is an end of the range */
    int minima;             /* number of local minima of the sum of squares, ends included */
} hopi_jpl_minimum;

/*
 * The minimum, its residuals and its covariance. With the orthogonal columns
 * 1, h = g − ḡ and p⊥ = (Lg − mean) − κh the three coefficients are
 * uncorrelated, so every variance is a sum of positive terms and no Schur
 * complement can come out negative. All (co)variances are for unit variance of
 * the weighted residuals.
 */
typedef struct hopi_jpl_solution {
    hopi_jpl_minimum minimum;
    double rss;
    double f_dispersion;
    double plateau_variance;   /* of s, also where s = 0 */
    double ln_A_J_variance;
    double covariance[3][3];   /* of (ln s, ln ω_p, n); NaN where undefined */
    double ln_omega_p;         /* ln(s/A)/n + ln ω_ref; NaN where undefined */
    double ln_A_J;             /* ln A − n ln ω_ref; NaN where undefined */
    int rank;                 /* of the Jacobian */
} hopi_jpl_solution;

/*
 * Finds the minimum of data with a clear dispersion and a plateau in about four passes
 * over the powers; 0 where they are not that clear, which says nothing.
 */
int hopi_jpl_search_clear(hopi_jpl_problem *problem, hopi_jpl_minimum *minimum);

/* Global search; problem must be prepared. Leaves the powers of best.n in problem->g. */
void hopi_jpl_search(hopi_jpl_problem *problem, hopi_jpl_minimum *minimum);

/* 1-norm condition of the triangular factor of the column-scaled Jacobian of rank 3. */
double hopi_jpl_condition(const hopi_jacobian *columns);

/* Whether that is surely below 1e9. */
int hopi_jpl_is_well_conditioned(const hopi_jacobian *columns);

/* Covariance and all else that follows from the minimum and rss of count points. */
void hopi_jpl_describe(size_t count, double constant_ssr, double ln_omega_ref,
                       hopi_jpl_solution *solution);

/*
 * Search, residuals and covariance. ln_omega_ref is the mean taken out of ln ω. The
 * residuals go to r, which has points.padded elements and may be the y of the problem.
 */
void hopi_jpl_solve(hopi_jpl_problem *problem, double ln_omega_ref, double *r,
                    hopi_jpl_solution *solution);

#endif
