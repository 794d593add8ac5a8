/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

static const double two_pi = 6.28318530717958647692;

int32_t hop_kk_passes(const hop_kk *kk)
{
    if (!kk || (kk->warnings & (HOP_KK_FEW_POINTS | HOP_KK_ONE_PART))) {
        return -1;
    }
    return kk->judgement.failing == 0;
}

/* L of a series chain and C of a parallel one come from the same term, and so do C and L. */
static double element(const hop_kk *kk, int32_t key)
{
    const hopi_kk_problem *p = &kk->problem;
    if (kk->warnings & HOP_KK_NO_GEOMETRY) {
        return NAN;
    }
    const double constant = kk->scale * kk->chain.constant;
    if (key == HOP_KK_CHAIN_R) {
        return p->is_admittance ? 1.0 / constant : constant;
    }
    if ((key == HOP_KK_CHAIN_C) == p->is_admittance) {
        return p->terms & HOP_KK_RISING ? kk->scale * kk->chain.rising : NAN;
    }
    return p->terms & HOP_KK_FALLING ? 1.0 / (kk->scale * kk->chain.falling) : NAN;
}

double hop_kk_value(const hop_kk *kk, int32_t key)
{
    if (!kk) {
        return NAN;
    }
    const hopi_kk_judgement *j = &kk->judgement;
    const double dof = (double)(2 * kk->count)
                       - (double)hopi_kk_unknowns(&kk->problem, kk->chain.m);
    switch (key) {
    case HOP_KK_M:
        return (double)kk->chain.m;
    case HOP_KK_MU:
        return kk->chain.mu;
    case HOP_KK_PSEUDO_CHI2:
        return kk->pseudo_chi2;
    case HOP_DOF:
        return dof;
    case HOP_KK_NOISE:
        return 100.0 * sqrt(kk->pseudo_chi2 / dof);
    case HOP_KK_LOCAL_NOISE:
        return 100.0 * j->local_noise;
    case HOP_KK_TOLERANCE:
        return 100.0 * j->tolerance;
    case HOP_KK_MEAN_TOLERANCE:
        return 100.0 * j->mean_tolerance;
    case HOP_KK_MAX_RESIDUAL:
        return 100.0 * j->max_residual;
    case HOP_KK_MAX_RESIDUAL_F:
        return kk->omega[j->max_at] / two_pi;
    case HOP_KK_MAX_MEAN_RESIDUAL:
        return 100.0 * j->max_mean_residual;
    case HOP_KK_FAILING:
        return (double)j->failing;
    case HOP_POINTS:
        return (double)kk->count;
    case HOP_F_MIN:
        return kk->omega[0] / two_pi;
    case HOP_F_MAX:
        return kk->omega[kk->count - 1] / two_pi;
    case HOP_KK_CHAIN_R:
    case HOP_KK_CHAIN_L:
    case HOP_KK_CHAIN_C:
        return element(kk, key);
    default:
        return NAN;
    }
}

uint32_t hop_kk_warnings(const hop_kk *kk)
{
    return kk ? kk->warnings : 0;
}

const char *hop_kk_warning_name(uint32_t warning)
{
    switch (warning) {
#define WARNING_NAME(constant, bit, name, meaning) \
    case 1u << bit:                                \
        return name;
        HOP_KK_WARNING_LIST(WARNING_NAME)
#undef WARNING_NAME
    default:
        return NULL;
    }
}

const char *hop_kk_warning_meaning(uint32_t warning)
{
    switch (warning) {
#define WARNING_MEANING(constant, bit, name, meaning) \
    case 1u << bit:                                   \
        return meaning;
        HOP_KK_WARNING_LIST(WARNING_MEANING)
#undef WARNING_MEANING
    default:
        return NULL;
    }
}

/* Copies available numbers times scale into an array that may be NULL. */
static void copy(size_t available, const double *from, double scale, double *to)
{
    for (size_t i = 0; to && i < available; i++) {
        to[i] = scale * from[i];
    }
}

hop_status hop_kk_residuals(const hop_kk *kk, double *freq_hz, double *re_percent,
                            double *im_percent, size_t capacity, size_t *count)
{
    const int has_array = freq_hz || re_percent || im_percent;
    if (!kk || (!has_array && capacity > 0)) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (has_array && capacity < kk->count) {
        return HOP_ERR_CAPACITY;
    }
    if (count) {
        *count = kk->count;
    }
    copy(kk->count, kk->omega, 1.0 / two_pi, freq_hz);
    copy(kk->count, kk->re, 100.0, re_percent);
    copy(kk->count, kk->im, 100.0, im_percent);
    return HOP_OK;
}

int32_t hop_kk_point_fails(const hop_kk *kk, size_t i)
{
    return kk && i < kk->count ? kk->fails[i] : 0;
}

hop_status hop_kk_chain(const hop_kk *kk, double *tau_s, double *weight, size_t capacity,
                        size_t *count)
{
    const int has_array = tau_s || weight;
    if (!kk || (!has_array && capacity > 0)) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (has_array && capacity < kk->chain.m) {
        return HOP_ERR_CAPACITY;
    }
    if (count) {
        *count = kk->chain.m;
    }
    copy(kk->chain.m, kk->chain.tau, 1.0, tau_s);
    copy(kk->chain.m, kk->chain.weight, kk->scale, weight);
    return HOP_OK;
}
