/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "handle.h"
#include "math/order.h"

static double electrode_value(const hop_drt *drt, int32_t key)
{
    const int is_capacitor = drt->electrode == HOP_DRT_CAPACITOR;
    const double inverse = drt->outcome.inverse_q;
    if (isnan(inverse) || is_capacitor != (key == HOP_C_S)) {
        return NAN;
    }
    if (key == HOP_ELECTRODE_ALPHA) {
        return inverse > 0.0 ? drt->solution.alpha : NAN;
    }
    return 1.0 / inverse;
}

double hop_drt_value(const hop_drt *drt, int32_t key)
{
    if (!drt) {
        return NAN;
    }
    switch (key) {
    case HOP_LAMBDA:
        return drt->solution.lambda;
    case HOP_R_INF:
        return drt->outcome.r_inf_ohm;
    case HOP_LEAD_L:
        return drt->outcome.l_H;
    case HOP_C_S:
    case HOP_ELECTRODE_Q:
    case HOP_ELECTRODE_ALPHA:
        return electrode_value(drt, key);
    case HOP_R_POL:
        return drt->outcome.r_pol_ohm;
    case HOP_KKT:
        return drt->solution.kkt;
    case HOP_POINTS:
        return (double)drt->points;
    case HOP_PEAK_COUNT:
        return (double)drt->outcome.peak_count;
    case HOP_RMS_RESIDUAL:
        return drt->outcome.rms_residual;
    case HOP_NOISE_OHM:
        return drt->outcome.noise_ohm;
    case HOP_EFFECTIVE_DOF:
        return drt->outcome.effective_dof;
    case HOP_EFFECTIVE_SAMPLES:
        return drt->effective_samples;
    case HOP_FACTORISATIONS:
        return drt->solution.factorisations;
    case HOP_BASIS_EPSILON:
        return drt->nodes.epsilon;
    default:
        return NAN;
    }
}

uint32_t hop_drt_warnings(const hop_drt *drt)
{
    return drt ? drt->solution.warnings : 0;
}

int32_t hop_drt_lambda_method(const hop_drt *drt)
{
    return drt ? drt->method : 0;
}

/* Whether there is something to copy; *status otherwise says why not. */
static int has_room(const hop_drt *drt, int has_all, int has_any, size_t capacity, size_t size,
                    size_t *count, hop_status *status)
{
    *status = HOP_OK;
    if (!drt || (!has_all && (has_any || capacity > 0))) {
        *status = HOP_ERR_NULL_ARGUMENT;
        return 0;
    }
    if (count) {
        *count = size;
    }
    if (has_all && capacity < size) {
        *status = HOP_ERR_CAPACITY;
    }
    return has_all && *status == HOP_OK;
}

hop_status hop_drt_gamma(const hop_drt *drt, double *tau_s, double *gamma_ohm, size_t capacity,
                         size_t *count)
{
    hop_status status;
    if (has_room(drt, tau_s && gamma_ohm, tau_s || gamma_ohm, capacity,
                 drt ? drt->nodes.count : 0, count, &status)) {
        for (size_t j = 0; j < drt->nodes.count; j++) {
            tau_s[j] = exp(drt->ln_tau[j]);
            gamma_ohm[j] = drt->gamma[j];
        }
    }
    return status;
}

hop_status hop_drt_coefficients(const hop_drt *drt, double *c_ohm, size_t capacity, size_t *count)
{
    hop_status status;
    if (has_room(drt, c_ohm != NULL, c_ohm != NULL, capacity, drt ? drt->nodes.count : 0, count,
                 &status)) {
        memcpy(c_ohm, drt->coefficients, drt->nodes.count * sizeof *c_ohm);
    }
    return status;
}

hop_status hop_drt_evaluate(const hop_drt *drt, size_t n, const double *tau_s, double *gamma_ohm)
{
    if (!drt || !tau_s || !gamma_ohm) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    for (size_t i = 0; i < n; i++) {
        if (!(tau_s[i] > 0.0)) {
            return HOP_ERR_NOT_POSITIVE;
        }
    }
    for (size_t i = 0; i < n; i++) {
        gamma_ohm[i] = isinf(tau_s[i])
                           ? 0.0
                           : hopi_drt_gamma(&drt->nodes, drt->coefficients, log(tau_s[i]));
    }
    return HOP_OK;
}

hop_status hop_drt_impedance(const hop_drt *drt, double *re_ohm, double *im_ohm, size_t capacity,
                             size_t *count)
{
    hop_status status;
    if (has_room(drt, re_ohm && im_ohm, re_ohm || im_ohm, capacity, drt ? drt->points : 0, count,
                 &status)) {
        memcpy(re_ohm, drt->re_ohm, drt->points * sizeof *re_ohm);
        memcpy(im_ohm, drt->im_ohm, drt->points * sizeof *im_ohm);
    }
    return status;
}

hop_status hop_drt_lambda_curve(const hop_drt *drt, double *lambda, double *score,
                                size_t capacity, size_t *count)
{
    hop_status status;
    if (has_room(drt, lambda && score, lambda || score, capacity,
                 drt ? drt->solution.lambda_count : 0, count, &status)) {
        memcpy(lambda, drt->solution.lambdas, drt->solution.lambda_count * sizeof *lambda);
        memcpy(score, drt->solution.scores, drt->solution.lambda_count * sizeof *score);
    }
    return status;
}

hop_status hop_drt_band(const hop_drt *drt, double level, double *lower_ohm, double *upper_ohm,
                        size_t capacity, size_t *count)
{
    hop_status status;
    if (drt && !(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    if (drt && drt->sample_count == 0) {
        return HOP_ERR_MISSING_DATA;
    }
    if (!has_room(drt, lower_ohm && upper_ohm, lower_ohm || upper_ohm, capacity,
                  drt ? drt->nodes.count : 0, count, &status)) {
        return status;
    }
    const size_t samples = drt->sample_count;
    if (isnan(hopi_quantile_of_sorted(drt->samples, samples, 0.5 * (1.0 - level)))) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    for (size_t j = 0; j < drt->nodes.count; j++) {
        const double *own = drt->samples + j * samples;
        lower_ohm[j] = hopi_quantile_of_sorted(own, samples, 0.5 * (1.0 - level));
        upper_ohm[j] = hopi_quantile_of_sorted(own, samples, 0.5 * (1.0 + level));
    }
    return HOP_OK;
}

double hop_drt_peak(const hop_drt *drt, size_t i, int32_t key)
{
    if (!drt || i >= drt->outcome.peak_count) {
        return NAN;
    }
    const hopi_drt_peak *p = &drt->peaks[i];
    switch (key) {
    case HOP_TAU:
        return exp(p->ln_tau);
    case HOP_F_PEAK:
        return exp(-p->ln_tau) / (2.0 * HOPI_PI);
    case HOP_R_PEAK:
        return p->area;
    case HOP_SHARE:
        return p->area / drt->outcome.r_pol_ohm;
    case HOP_GAMMA_PEAK:
        return p->gamma;
    case HOP_DEPTH:
        return p->depth;
    case HOP_TAU_FIT:
        return exp(p->fit_ln_tau);
    case HOP_R_FIT:
        return p->fit_area;
    case HOP_WIDTH_FIT:
        return p->fit_width;
    default:
        return NAN;
    }
}

const char *hop_drt_warning_name(uint32_t warning)
{
    switch (warning) {
#define WARNING_NAME(constant, bit, name, meaning) \
    case 1u << bit:                                \
        return name;
        HOP_DRT_WARNING_LIST(WARNING_NAME)
#undef WARNING_NAME
    default:
        return NULL;
    }
}

const char *hop_drt_warning_meaning(uint32_t warning)
{
    switch (warning) {
#define WARNING_MEANING(constant, bit, name, meaning) \
    case 1u << bit:                                   \
        return meaning;
        HOP_DRT_WARNING_LIST(WARNING_MEANING)
#undef WARNING_MEANING
    default:
        return NULL;
    }
}

const char *hop_drt_lambda_name(int32_t method)
{
    switch (method) {
#define LAMBDA_NAME(constant, number, name) \
    case number:                            \
        return name;
        HOP_DRT_LAMBDA_LIST(LAMBDA_NAME)
#undef LAMBDA_NAME
    default:
        return NULL;
    }
}

void hop_drt_destroy(hop_drt *drt)
{
    if (drt) {
        hopi_release(drt->allocator, drt->numbers);
        hopi_release(drt->allocator, drt->peaks);
        hopi_release(drt->allocator, drt->samples);
        hopi_release(drt->allocator, drt);
    }
}
