/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_CURVES_H
#define HOPI_ARRHENIUS_CURVES_H

#include <stddef.h>

/*
 * Curves through ln y against temperature that are linear but for one number θ,
 * so that the best of all θ is found by a search over one variable:
 * a line in 1/T; Vogel–Fulcher–Tammann, c − B/(T − θ); and two lines in
 * x = 1/(k_B T) that meet at x = θ.
 */
typedef enum hopi_curve_kind { HOPI_CURVE_LINE, HOPI_CURVE_VFT, HOPI_CURVE_SEGMENTS } hopi_curve_kind;

enum { HOPI_CURVE_MAX_PARAMETERS = 4 };

/* Coefficients of the linear part; the searched θ follows them. */
enum { HOPI_CURVE_LEVEL, HOPI_CURVE_FIRST, HOPI_CURVE_SECOND };

typedef struct hopi_curve_data {
    size_t count;
    const double *x;  /* 1/(k_B T) in 1/eV, ascending */
    const double *y;
    const double *sd; /* of y; all 1 where they are not known */
} hopi_curve_data;

typedef struct hopi_curve {
    hopi_curve_kind kind;
    size_t parameters; /* all that are fitted, θ included */
    /* LINE: ln y₀, E. VFT: ln y₀, B, T₀. SEGMENTS: y at the break, E hot, E cold, x of the break. */
    double values[HOPI_CURVE_MAX_PARAMETERS];
    double variances[HOPI_CURVE_MAX_PARAMETERS]; /* for unit variance of the weighted residuals */
    double rss, condition;
    int rank, is_at_bound;
} hopi_curve;

size_t hopi_curve_workspace(size_t count);

/* y of a curve at x = 1/(k_B T). */
double hopi_curve_at(const hopi_curve *curve, double x);

/*
 * Fits one kind; SEGMENTS need two different x on each side of the break.
 * Answers 0 or LAPACK's info.
 */
int hopi_curve_fit(const hopi_curve_data *data, hopi_curve_kind kind, double *workspace,
                   hopi_curve *curve);

#endif
