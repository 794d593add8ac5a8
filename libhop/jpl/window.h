/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_WINDOW_H
#define HOPI_JPL_WINDOW_H

#include <stddef.h>

#include "profile.h"

/*
 * The fit window by model averaging over cut-offs. A window of neighbouring
 * points is taken as a model of all the data in which each point that is cut
 * off has its own parameters, so AIC = χ² + 2·(values cut off) compares windows
 * (Jay and Neil, Phys. Rev. D 2021, 103, 114502). Where the imaginary part is
 * known it takes part as σ″ = Bωⁿ + Cω, which a power law must have by
 * Kramers and Kronig: electrodes and leads show there first.
 */
typedef struct hopi_window_data {
    const hopi_kernels *kernels;
    size_t count;
    const double *L;  /* ln ω less its mean, as long as the arrays of hopi_points */
    const double *re;
    const double *im; /* NULL: not known */
    const double *c;  /* 1/s_k² for both parts */
    double n_min, n_max;
} hopi_window_data;

typedef struct hopi_window_candidate {
    size_t first, count;
    double aic; /* less that of the best window */
    double n;   /* about where it has the smallest χ² */
} hopi_window_candidate;

enum { HOPI_WINDOW_FEWEST_POINTS = 7, HOPI_WINDOW_LISTED = 512 };

/*
 * Standard deviation of the residuals divided by s_k, from fourth divided
 * differences of ln re and ln im; NaN without five neighbours that are positive.
 * work: 2 count doubles.
 */
double hopi_window_noise(const hopi_window_data *data, double *work);

/* Doubles of workspace for hopi_window_search(). */
size_t hopi_window_workspace(size_t count);

/*
 * Lists the windows whose weight exp(−ΔAIC/2) is above 5e-4, the best first, at
 * most HOPI_WINDOW_LISTED; answers how many, 0 if no window holds a plateau and
 * a dispersion.
 */
size_t hopi_window_search(const hopi_window_data *data, double noise, double *work,
                          hopi_window_candidate *list);

#endif
