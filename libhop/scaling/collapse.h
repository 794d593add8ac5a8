/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_COLLAPSE_H
#define HOPI_COLLAPSE_H

#include <stddef.h>

/* One spectrum: ln f ascending, y = ln(σ′/σ_dc), drawn at x + shift. */
typedef struct hopi_isotherm {
    size_t count; /* 0: takes no part */
    const double *x, *y;
    double shift;
    double ln_temperature; /* for α only */
} hopi_isotherm;

typedef struct hopi_scatter {
    double sum, weight; /* of squared differences, per unit variance of a point */
    size_t points;
} hopi_scatter;

/* Doubles of workspace for so many curves of at most so many points. */
size_t hopi_collapse_workspace(size_t count, size_t most_points);

/*
 * Squared differences of each curve from the mean of the others. leave_out: a curve
 * that takes no part, or count for none. each: per curve, or NULL. Answers the total.
 */
hopi_scatter hopi_collapse(size_t count, const hopi_isotherm *curves, size_t leave_out,
                           hopi_scatter *each, double *workspace);

/*
 * The mean of all curves at the points of curve i, into mean; where no other curve
 * is, NaN.
 */
void hopi_collapse_mean(size_t count, const hopi_isotherm *curves, size_t i, double *mean,
                        double *workspace);

typedef struct hopi_alpha {
    double value, error; /* NaN: not determined */
} hopi_alpha;

/*
 * The α that makes the collapse best with shift + α (ln T − mean ln T) in the place
 * of shift. The shifts of the curves change on the way and come back as they were.
 */
hopi_alpha hopi_collapse_alpha(size_t count, hopi_isotherm *curves, double *workspace);

#endif
