/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_REGION_H
#define HOPI_JPL_REGION_H

#include <stddef.h>

#include "kernels.h"

/*
 * The data of a fit about its minimum, y = s₀ + A₀ g₀ + r, in the units of the
 * solver: what confidence regions and replicates of the fit are made from.
 * Around the minimum nothing is lost to rounding, however small the noise is.
 */
typedef struct hopi_jpl_region {
    const hopi_kernels *kernels;
    size_t count, padded;   /* points; length of the arrays */
    const double *L;        /* ln ω less ln_omega_ref */
    const double *c;        /* 1/s_k² */
    const double *r;        /* residuals */
    const double *g;        /* g₀ = exp(n₀ L) */
    double plateau, amplitude, n;  /* s₀, A₀, n₀ */
    double n_min, n_max;
    double scale;           /* S/m of one unit of y */
    double ln_omega_ref;
    double c_sum, g_mean, y_mean;
    double rss, constant_ssr;
} hopi_jpl_region;

typedef enum hopi_jpl_target {
    HOPI_JPL_LN_SIGMA_DC,
    HOPI_JPL_LN_A_J,
    HOPI_JPL_LN_OMEGA_P,
    HOPI_JPL_N
} hopi_jpl_target;

/*
 * Smallest and largest value of a parameter over all (s ≥ 0, A ≥ 0, n) with a
 * sum of squares of at most ssr_limit and n not below n_low: the ends of the
 * profile-likelihood interval. An end that the data do not bound is infinite.
 * Both are NaN where no such point exists.
 */
void hopi_jpl_region_ends(const hopi_jpl_region *region, hopi_jpl_target target, double n_low,
                          double ssr_limit, double *lower, double *upper);

/* Smallest sum of squares with one parameter held at a value: the profile. */
double hopi_jpl_region_ssr(const hopi_jpl_region *region, hopi_jpl_target target, double value);

/* The profiles at many ω_p at once, over n ≥ n_low. */
void hopi_jpl_region_rates(const hopi_jpl_region *region, double n_low, size_t count,
                           const double *ln_omega_p, double *ssr);

#endif
