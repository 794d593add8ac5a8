/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_LINES_H
#define HOPI_ARRHENIUS_LINES_H

#include <stddef.h>
#include <stdint.h>

/*
 * Two lines y₁ = ln(σT) and y₂ = ln f_p against x = 1/(k_B T) in 1/eV:
 * y = intercept − E x. One temperature carries both, with a 2 × 2 covariance.
 */
typedef struct hopi_line_point {
    double x;
    double y[2];
    double covariance[2][2];
    int has_rate; /* y[1] takes part */
} hopi_line_point;

enum { HOPI_LINES_PARAMETERS = 4 };

/* The order of the four parameters. */
enum { HOPI_E_A, HOPI_LN_SIGMA_0, HOPI_E_M, HOPI_LN_F_E };

typedef struct hopi_lines {
    double parameters[4];
    double covariance[4][4];
    double chi2, dof, birge;
    double condition;
    int rank;
    int has_rate_line;
    uint32_t flags;
} hopi_lines;

/* Doubles of workspace for hopi_lines_fit(). */
size_t hopi_lines_workspace(size_t count);

/*
 * Fits both lines with method HOP_ARRHENIUS_… and error scaling HOP_BIRGE_….
 * The points' covariances are replaced by the ones that the errors rest on:
 * times the Birge ratio squared, or the scatter for the unweighted method.
 * cross: 8 count numbers, cov(parameter i, y_j of point k) at 8k + 2i + j.
 * At least two different x are needed. Answers 0, or LAPACK's info.
 */
int hopi_lines_fit(size_t count, hopi_line_point *points, int32_t method, int32_t birge,
                   double *cross, double *workspace, hopi_lines *lines);

#endif
