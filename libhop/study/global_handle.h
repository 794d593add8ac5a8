/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_GLOBAL_HANDLE_H
#define HOPI_STUDY_GLOBAL_HANDLE_H

#include <hop/global.h>

#include "base/context.h"
#include "global_model.h"
#include "hopping/handle.h"
#include "jpl/handle.h"

enum { HOPI_GLOBAL_MOST_PARAMETERS = 64 };

typedef struct hopi_global_result {
    double temperature_k, n, n_error, ln_sigma_dc, sigma_error, ln_f_p, f_error, chi2_per_point;
} hopi_global_result;

struct hop_global {
    hopi_allocator allocator;
    double parameters[4], covariance[4][4]; /* E_a, ln σ₀, E_m, ln f_e */
    double rss, points, dof, aicc, bic, rank, condition;
    uint32_t flags;
    size_t count;
    hopi_global_result *spectra;
};

/* What a spectrum says alone: where the search starts. */
typedef struct hopi_global_single {
    hop_jpl *fit;
    hop_hopping *hopping;
} hopi_global_single;

/* Everything the fit allocates before it has a result. */
typedef struct hopi_global_work {
    hopi_allocator allocator;
    size_t count;
    hopi_global_single *singles;
    hopi_global_spectrum *spectra;
    double *points; /* three columns: ln f, σ′, weight */
    double *lm;     /* workspace, covariance, Jacobian, residuals */
    hopi_global_data data;
    double x_mean;
} hopi_global_work;

/* Finds the minimum of the gathered data and fills the result. */
hop_status hopi_global_solve(hop_ctx *ctx, const hopi_jpl_settings *settings,
                             hopi_global_work *w, hop_global *g);

#endif
