/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ORDER_H
#define HOPI_ORDER_H

#include <stddef.h>

/* Sorts ascending, in place and without memory of its own; no NaN. */
void hopi_sort(double *values, size_t count);

/* Median of sorted values, count > 0. */
double hopi_median_of_sorted(const double *values, size_t count);

/*
 * Quantile 0 < p < 1 of sorted values, which may be infinite: value number
 * p (count + 1), interpolated; NaN where that is beyond the first or the last.
 */
double hopi_quantile_of_sorted(const double *values, size_t count, double p);

/*
 * The same of `all` unsorted values of which `count` are numbers, the others NaN, in a few
 * passes over them without memory or changes. Differences of finite ones must be finite.
 */
double hopi_quantile(const double *values, size_t count, size_t all, double p);

#endif
