/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_HANDLE_H
#define HOPI_JPL_HANDLE_H

#include <hop/jpl.h>

#include "base/context.h"
#include "region.h"

typedef struct hopi_jpl_settings {
    int32_t weighting;
    double n_min, n_max;
    double f_min_hz, f_max_hz;
    int32_t window; /* HOP_WINDOW_… inside that range */
    int32_t loss;   /* HOP_LOSS_… */
} hopi_jpl_settings;

/* What the choice of the fit window says beyond the fit in it; NaN for a full window. */
typedef struct hopi_jpl_window {
    int is_found;
    double f_min_hz, f_max_hz;
    double noise;                   /* of a value, in units of its s_k */
    double windows;                 /* effective number of windows averaged over */
    double excess_low, excess_high; /* mean residual of the nearest points cut off, in noise */
    double covariance[3][3];        /* systematic, of (ln σ_dc, ln ω_p, n) */
    double ln_A_J_variance;
} hopi_jpl_window;

extern const hopi_jpl_window hopi_jpl_no_window;

extern const hopi_jpl_settings hopi_jpl_default_settings;

/* Settings that all fits of a spectrum have: they are checked and taken over. */
hop_status hopi_take_weighting(hop_ctx *ctx, int32_t weighting, int32_t *out);
hop_status hopi_take_n_range(hop_ctx *ctx, double n_min, double n_max, double *out_min,
                             double *out_max);
hop_status hopi_take_frequency_range(hop_ctx *ctx, double f_min_hz, double f_max_hz,
                                     double *out_min_hz, double *out_max_hz);

struct hop_jpl_options {
    hopi_allocator allocator;
    hopi_jpl_settings settings;
};

/* Variances are those of the parameters: scaled by rss/dof, or absolute for given ones. */
struct hop_jpl {
    hopi_allocator allocator;
    hopi_jpl_settings settings;
    hopi_jpl_region region; /* the data, for intervals and replicates */
    uint32_t flags;
    double temperature_k, f_min_hz, f_max_hz;
    double points, excluded, dof;
    double rss, f_dispersion, rank;
    hopi_jacobian columns;    /* of the Jacobian at the minimum */
    double sigma_dc, n, ln_A_J, ln_omega_p;
    double sigma_dc_variance, ln_A_J_variance;
    double covariance[3][3]; /* of (ln σ_dc, ln ω_p, n) */
    hopi_jpl_window window;
    double robust_scale, outliers; /* NaN for the square loss */
};

/*
 * s_k of a point with conductivity sigma + i sigma_im and standard deviation sd
 * (the latter two only where the weighting uses them); 0 or less where it
 * cannot use the point.
 */
double hopi_jpl_residual_scale(int32_t weighting, double sigma, double sigma_im, double sd);

/* Whether the covariance is absolute: given standard deviations and the square loss. */
int hopi_jpl_is_absolute(const hop_jpl *fit);

/* Variance of a residual divided by s_k: rss/dof, or 1 where the covariance is absolute. */
double hopi_jpl_unit_variance(const hop_jpl *fit);

/* Degrees of freedom of Student's t for intervals; infinite where the covariance is absolute. */
double hopi_jpl_interval_dof(const hop_jpl *fit);

#endif
