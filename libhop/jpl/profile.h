/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_PROFILE_H
#define HOPI_JPL_PROFILE_H

#include <stddef.h>

/*
 * Least squares of y_k ≈ s + A g_k with g_k = exp(n L_k), weights c_k, s ≥ 0,
 * A ≥ 0. For a given n the minimum over s and A is linear; what is left is a
 * function of n alone (variable projection, Golub and Pereyra 1973).
 * L is ln ω less its mean, so that g is of the order of one.
 */
typedef struct hopi_jpl_problem {
    size_t count;
    const double *log_omega; /* L */
    const double *y;
    const double *c;         /* 1/s_k² */
    double *d;               /* workspace: c_k (y_k − ȳ) */
    double *g;               /* workspace: exp(n L_k) of the present n */
    double *scan, *ratio;    /* workspace: exp(n L_k) of a scan and its factor per step */
    double n_min, n_max;
    double c_sum, y_mean;    /* Σ c, Σ c y / Σ c */
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
} hopi_jpl_profile;

/* Fills d, c_sum, y_mean and constant_ssr. */
void hopi_jpl_prepare(hopi_jpl_problem *problem);

/* g_k = exp(n L_k). */
void hopi_jpl_powers(const hopi_jpl_problem *problem, double n, double *g);

/* The profile at n, whose powers are in g. */
hopi_jpl_profile hopi_jpl_profile_at(const hopi_jpl_problem *problem, double n, const double *g);

#endif
