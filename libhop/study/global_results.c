/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "arrhenius/lines.h"
#include "global_handle.h"

double hop_global_value(const hop_global *g, int32_t key)
{
    if (!g) {
        return NAN;
    }
    switch (key) {
    case HOP_E_A:
        return g->parameters[HOPI_E_A];
    case HOP_LN_SIGMA_0:
        return g->parameters[HOPI_LN_SIGMA_0];
    case HOP_E_M:
        return g->parameters[HOPI_E_M];
    case HOP_LN_F_E:
        return g->parameters[HOPI_LN_F_E];
    case HOP_E_F:
        return g->parameters[HOPI_E_A] - g->parameters[HOPI_E_M];
    case HOP_RSS:
        return g->rss;
    case HOP_DOF:
        return g->dof;
    case HOP_REDUCED_CHI2:
        return g->rss / g->dof;
    case HOP_AICC:
        return g->aicc;
    case HOP_BIC:
        return g->bic;
    case HOP_POINTS:
        return g->points;
    case HOP_RANK:
        return g->rank;
    case HOP_CONDITION:
        return g->condition;
    default:
        return NAN;
    }
}

double hop_global_standard_error(const hop_global *g, int32_t key)
{
    if (!g) {
        return NAN;
    }
    const double (*v)[4] = g->covariance;
    switch (key) {
    case HOP_E_A:
        return sqrt(v[HOPI_E_A][HOPI_E_A]);
    case HOP_LN_SIGMA_0:
        return sqrt(v[HOPI_LN_SIGMA_0][HOPI_LN_SIGMA_0]);
    case HOP_E_M:
        return sqrt(v[HOPI_E_M][HOPI_E_M]);
    case HOP_LN_F_E:
        return sqrt(v[HOPI_LN_F_E][HOPI_LN_F_E]);
    case HOP_E_F:
        return sqrt(v[HOPI_E_A][HOPI_E_A] + v[HOPI_E_M][HOPI_E_M] - 2.0 * v[HOPI_E_A][HOPI_E_M]);
    default:
        return NAN;
    }
}

hop_status hop_global_covariance(const hop_global *g, double *out16)
{
    if (!g || !out16) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    memcpy(out16, g->covariance, sizeof g->covariance);
    return HOP_OK;
}

size_t hop_global_count(const hop_global *g)
{
    return g ? g->count : 0;
}

double hop_global_spectrum_value(const hop_global *g, size_t i, int32_t key)
{
    if (!g || i >= g->count) {
        return NAN;
    }
    const hopi_global_result *s = &g->spectra[i];
    switch (key) {
    case HOP_TEMPERATURE:
        return s->temperature_k;
    case HOP_N:
        return s->n;
    case HOP_SIGMA_DC:
        return exp(s->ln_sigma_dc);
    case HOP_F_P:
        return exp(s->ln_f_p);
    case HOP_REDUCED_CHI2:
        return s->chi2_per_point;
    default:
        return NAN;
    }
}

double hop_global_spectrum_standard_error(const hop_global *g, size_t i, int32_t key)
{
    if (!g || i >= g->count) {
        return NAN;
    }
    const hopi_global_result *s = &g->spectra[i];
    switch (key) {
    case HOP_N:
        return s->n_error;
    case HOP_SIGMA_DC:
        return exp(s->ln_sigma_dc) * s->sigma_error;
    case HOP_F_P:
        return exp(s->ln_f_p) * s->f_error;
    default:
        return NAN;
    }
}

uint32_t hop_global_flags(const hop_global *g)
{
    return g ? g->flags : 0;
}

void hop_global_destroy(hop_global *g)
{
    if (g) {
        hopi_release(g->allocator, g->spectra);
        hopi_release(g->allocator, g);
    }
}
