/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_ESTIMATOR_H
#define HOPI_ARRHENIUS_ESTIMATOR_H

#include "lines.h"

/*
 * A weighted linear estimator of both lines, parameters = P y, about the mean
 * of x: the centred parameters are (α₁, E_a, α₂, E_m), α = intercept − E x̄.
 * Each point has one row or two, whitened by its covariance; a row's weight is 1,
 * that of a robust loss, or the curvature of a limit's likelihood.
 */
typedef struct hopi_estimator {
    const hopi_line_point *points;
    const hopi_lines_settings *settings;
    size_t count, rows, columns;
    int has_rate_line, has_limits;
    double x_mean;
    double *covariance; /* 4 a point, temperature errors included */
    double *response;   /* 2 a point: y, or the working response of a likelihood */
    double *weight;     /* 2 a point */
    double *P;          /* column-major 4 × 2 count */
    double *matrix, *inverse, *lapack;
} hopi_estimator;

/* Rows of W with WᵀW the inverse of a point's covariance, lower triangular. */
typedef struct hopi_whitening {
    double w[2][2];
} hopi_whitening;

/* Lays the arrays out and decides which parts take part. */
hopi_estimator hopi_estimator_open(size_t count, const hopi_line_point *points,
                                   const hopi_lines_settings *settings, double *workspace);

size_t hopi_estimator_workspace(size_t count);

/* 1: σ only, 2: σ and a rate (a number or a limit). */
size_t hopi_estimator_rows(const hopi_estimator *e, size_t k);

/* Whether row `line` of point k is a limit. */
int hopi_estimator_is_limit(const hopi_estimator *e, size_t k, size_t line);

/*
 * Whether limits take part by their likelihood. A robust fit has none: there they take
 * part as in a reweighted one.
 */
int hopi_estimator_is_likelihood(const hopi_estimator *e);

/* Whether the likelihood of its rate is a curve that takes part. */
int hopi_estimator_has_curve(const hopi_estimator *e, size_t k);

hopi_whitening hopi_estimator_whitening(const hopi_estimator *e, size_t k);

/* Slope dy/dT of what a wrong temperature does to y about the lines. */
void hopi_estimator_temperature_slope(const hopi_estimator *e, size_t k,
                                      const double centred[4], double slope[2]);

/*
 * Covariances with the errors that an extrapolated frequency has on the lines `centred`,
 * and those of the temperatures at the energies of `slopes_at`; NULL: without.
 */
void hopi_estimator_set_covariance(hopi_estimator *e, const double *centred,
                                   const double *slopes_at);

/* ln f_p of the second line at point k. */
double hopi_estimator_rate(const hopi_estimator *e, size_t k, const double centred[4]);

/* y − line, of the response. */
double hopi_estimator_residual(const hopi_estimator *e, size_t k, size_t line,
                               const double centred[4]);

/* The same of both rows, whitened; the second is 0 where there is none. */
void hopi_estimator_white(const hopi_estimator *e, size_t k, const double centred[4],
                          double white[2]);

/* Fills P from covariance and weight. Answers 0 or LAPACK's info. */
int hopi_estimator_make(hopi_estimator *e, int *rank, double *condition);

double *hopi_estimator_at(const hopi_estimator *e, size_t parameter, size_t point, size_t line);

/* parameters = P response. */
void hopi_estimator_apply(const hopi_estimator *e, double out[4]);

/* Whether |J (next − b)| in whitened rows is that share of the residuals, or rounding. */
int hopi_estimator_is_small_step(const hopi_estimator *e, const double b[4], const double next[4],
                                 double tolerance);

/* P and parameters from (α₁, E_a, α₂, E_m) to (E_a, ln σ₀, E_m, ln f_e). */
void hopi_estimator_uncentre(hopi_estimator *e, double parameters[4]);

#endif
