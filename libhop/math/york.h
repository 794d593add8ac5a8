/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_YORK_H
#define HOPI_YORK_H

#include <stddef.h>

/*
 * Straight line y = intercept + slope x for points with errors in both axes and
 * their correlation: the unified equations of York, Evensen, Lopez Martinez and
 * De Basabe Delgado, Am. J. Phys. 2004, 72, 367. Their stationarity condition is
 * solved by bisection in every bracket of a scan over all slopes, so no start
 * value is needed and the lowest minimum is found.
 */
typedef struct hopi_york_point {
    double x, y;
    double var_x, var_y, cov; /* var_y > 0, var_x var_y > cov² or var_x = cov = 0 */
} hopi_york_point;

typedef struct hopi_york_line {
    double slope, intercept;
    double var_slope, var_intercept, cov;
    double chi2, second_chi2; /* of the next higher minimum; infinite: there is none */
    int has_minimum;          /* 0: no finite slope is best, nothing else is set */
} hopi_york_line;

/* At least two different x are needed. */
void hopi_york_fit(size_t count, const hopi_york_point *points, hopi_york_line *line);

/*
 * The lowest and highest slope with a sum of squares of at most chi2_limit, the
 * intercept being the best for each; −infinity or infinity where there is no end.
 * inside: a slope of which that is true, such as the best.
 */
void hopi_york_slopes_within(size_t count, const hopi_york_point *points, double chi2_limit,
                             double inside, double *lower, double *upper);

#endif
