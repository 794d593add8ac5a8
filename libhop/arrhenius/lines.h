/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_LINES_H
#define HOPI_ARRHENIUS_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "rate_curve.h"

/*
 * Two lines y₁ = ln(σT) or ln σ and y₂ = ln f_p against x = 1/(k_B T) in 1/eV:
 * y = intercept − E x. One temperature carries both, with a 2 × 2 covariance.
 */
typedef struct hopi_line_point {
    double x;
    double y[2];
    double covariance[2][2];
    int has_rate;             /* y[1] takes part as a number */
    int limit;                /* 1: y[1] is a lower limit, −1: an upper one, else 0 */
    double temperature_error; /* of this temperature alone, in K */
    double error_growth;      /* d ln(sd of y[1])/d y[1]: how an extrapolation's error grows */
    double leverage;          /* out: what the point adds to the rank */
    const hopi_rate_curve *curve; /* the likelihood of y[1] where a limit takes part; or NULL */
} hopi_line_point;


/* The order of the four parameters. */
enum { HOPI_E_A, HOPI_LN_SIGMA_0, HOPI_E_M, HOPI_LN_F_E };

/* How to fit: HOP_ARRHENIUS_…, HOP_BIRGE_…, HOP_LIMITS_…, HOP_ARRHENIUS_LOSS_…. */
typedef struct hopi_lines_settings {
    int32_t method, birge, limits, loss;
    int32_t quantity;    /* HOP_ARRHENIUS_SIGMA_T or _SIGMA, what y₁ is */
    double limit_width;  /* of a limit's likelihood, in ln f */
    double offset_error; /* common to all temperatures, in K */
} hopi_lines_settings;

typedef struct hopi_lines {
    double parameters[4];
    double covariance[4][4];
    double chi2, dof, birge;
    double condition;
    double scale[2];        /* robust: of the residuals in units of their errors; else 1 */
    double interval_dof[2]; /* of Student's t for each line; infinite: normal */
    int rank;
    int has_rate_line;
    int is_converged;
    size_t limits;       /* that took part */
    size_t downweighted; /* values with a weight below 1 */
    double deviance;     /* −2 ln L where limits take part; else NaN */
    double offset[4];    /* of the parameters, by one standard deviation of the common error of T */
    uint32_t flags;
} hopi_lines;

/* Doubles of workspace for hopi_lines_fit(). */
size_t hopi_lines_workspace(size_t count);

/*
 * Fits both lines. The points' covariances are replaced by the ones that the
 * errors rest on: with the temperature errors, times the Birge ratio squared,
 * or the scatter for the unweighted method.
 * cross: 8 count numbers, cov(parameter i, y_j of point k) at 8k + 2i + j.
 * At least two different x are needed. Answers 0, or LAPACK's info.
 */
int hopi_lines_fit(size_t count, hopi_line_point *points, const hopi_lines_settings *settings,
                   double *cross, double *workspace, hopi_lines *lines);

/*
 * Likelihood interval of c·parameters where limits take part: where the deviance is `rise`
 * above its smallest. An end that is not found is infinite. The points are those that went
 * into hopi_lines_fit(). Answers 0, or LAPACK's info.
 */
int hopi_lines_interval(size_t count, const hopi_line_point *points,
                        const hopi_lines_settings *settings, const hopi_lines *lines,
                        const double c[4], double rise, double *workspace, double *lower,
                        double *upper);

#endif
