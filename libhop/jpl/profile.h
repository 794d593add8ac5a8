/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_PROFILE_H
#define HOPI_JPL_PROFILE_H

#include <stddef.h>

#include "kernels.h"

/*
 * Least squares of y_k ≈ s + A g_k with g_k = exp(n L_k), weights c_k, s ≥ 0,
 * A ≥ 0. For a given n the minimum over s and A is linear; what is left is a
 * function of n alone (variable projection, Golub and Pereyra 1973).
 * L is ln ω less its mean, so that g is of the order of one.
 */
typedef struct hopi_jpl_problem {
    const hopi_kernels *kernels;
    size_t count;            /* points; the arrays have points.padded elements */
    hopi_points points;
    double *g;               /* workspace: exp(n L_k) of the present n */
    double *scan, *ratio;    /* workspace: exp(n L_k) of a scan and its factor per step */
    double n_min, n_max;
    double constant_ssr;     /* Σ c (y − ȳ)² */
} hopi_jpl_problem;

/* Which of the two linear parameters the constraints leave free. */
typedef enum hopi_jpl_regime {
    HOPI_JPL_FREE,       /* s > 0, A > 0 */
    HOPI_JPL_NO_PLATEAU, /* s = 0 */
    HOPI_JPL_CONSTANT    /* A = 0 */
} hopi_jpl_regime;

/* The profile at one n: what the power law explains beyond a constant. */
typedef struct hopi_jpl_profile {
    double n;
    hopi_jpl_regime regime;
    double plateau;   /* s */
    double amplitude; /* A */
    double explained; /* E = SSR of a constant − SSR */
    double slope;     /* dE/dn */
    double curvature; /* d²E/dn² */
    double third;     /* d³E/dn³, if the sums have third derivatives */
} hopi_jpl_profile;

/* Length of the arrays for count points. */
size_t hopi_jpl_padded(size_t count);

/* Takes Σc, ȳ and constant_ssr of the points. */
void hopi_jpl_prepare(hopi_jpl_problem *problem);

/* g_k = exp(n L_k). */
void hopi_jpl_powers(const hopi_jpl_problem *problem, double n, double *g);

/* The profile at n, whose powers are in g. */
hopi_jpl_profile hopi_jpl_profile_at(const hopi_jpl_problem *problem, double n, const double *g);

/* E = b²/a and its derivatives, A = b/a, where neither constraint is active. */
void hopi_jpl_differentiate(const hopi_sums *sums, hopi_jpl_profile *profile);

/*
 * Newton's method from n until a step is below `settled`, which is not taken any more; 0 where
 * it meets anything but a plain minimum. problem must be prepared.
 */
int hopi_jpl_search_near(hopi_jpl_problem *problem, double n, double settled,
                         hopi_jpl_profile *best);

#endif
