/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"
#include "math/distributions.h"

const char *hop_extractor_name(int32_t extractor)
{
    switch (extractor) {
#define EXTRACTOR_NAME(constant, number, name, meaning) \
    case number:                                        \
        return name;
        HOP_EXTRACTOR_LIST(EXTRACTOR_NAME)
#undef EXTRACTOR_NAME
    default:
        return NULL;
    }
}

static double shift_of(int32_t key)
{
    return key == HOP_F_P ? 0.0 : HOPI_LN_TWO_PI;
}

static int is_key(int32_t key)
{
    return key == HOP_F_P || key == HOP_OMEGA_P || key == HOP_LN_OMEGA_P;
}

static int is_sigma_key(int32_t key)
{
    return key == HOP_SIGMA_DC || key == HOP_LN_SIGMA_DC;
}

static int is_ln(int32_t key)
{
    return key == HOP_LN_OMEGA_P || key == HOP_LN_SIGMA_DC;
}

double hop_hopping_value(const hop_hopping *h, int32_t key)
{
    if (!h || !(is_key(key) || is_sigma_key(key))) {
        return NAN;
    }
    const double ln = is_sigma_key(key) ? h->ln_sigma_dc : h->estimate.ln_f + shift_of(key);
    return is_ln(key) ? ln : exp(ln);
}

double hop_hopping_standard_error(const hop_hopping *h, int32_t key)
{
    if (!h || !(is_key(key) || is_sigma_key(key))) {
        return NAN;
    }
    const double error = is_sigma_key(key) ? sqrt(h->covariance[0][0])
                                           : h->estimate.standard_error;
    return is_ln(key) ? error : error * hop_hopping_value(h, key);
}

static void limit_interval(const hop_hopping *h, int32_t key, double *lower, double *upper)
{
    const double value = hop_hopping_value(h, key);
    const double lowest = key == HOP_LN_OMEGA_P ? -INFINITY : 0.0;
    *lower = h->estimate.state == HOP_STATE_LOWER_LIMIT ? value : lowest;
    *upper = h->estimate.state == HOP_STATE_UPPER_LIMIT ? value : INFINITY;
}

hop_status hop_hopping_interval(const hop_hopping *h, int32_t key, double level, double *lower,
                                double *upper)
{
    if (!h || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!is_key(key)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    if (isnan(h->estimate.standard_error)) {
        limit_interval(h, key, lower, upper);
        return HOP_OK;
    }
    const double t = hopi_student_quantile(0.5 + 0.5 * level, h->interval_dof);
    double low = h->estimate.ln_f - t * h->estimate.standard_error;
    double high = h->estimate.ln_f + t * h->estimate.standard_error;
    if (h->extractor == HOP_EXTRACTOR_FIT) {
        hopi_hopping_ends(&h->region, h->n_low, t, h->unit_variance, &low, &high);
    }
    *lower = key == HOP_LN_OMEGA_P ? low + shift_of(key) : exp(low + shift_of(key));
    *upper = key == HOP_LN_OMEGA_P ? high + shift_of(key) : exp(high + shift_of(key));
    return HOP_OK;
}

int32_t hop_hopping_state(const hop_hopping *h)
{
    return h ? h->estimate.state : HOP_STATE_NONE;
}

int32_t hop_hopping_extractor(const hop_hopping *h)
{
    return h ? h->extractor : 0;
}

uint32_t hop_hopping_flags(const hop_hopping *h)
{
    return h ? h->flags : 0;
}

void hop_hopping_destroy(hop_hopping *h)
{
    if (h) {
        hopi_release(h->allocator, h->region_block);
        hopi_release(h->allocator, h);
    }
}
