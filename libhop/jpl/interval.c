/* SPDX-License-Identifier: BSD-3-Clause */
#include "interval.h"

#include <math.h>

#include "base/constants.h"
#include "math/distributions.h"

double hopi_jpl_ssr_limit(const hop_jpl *fit, double t)
{
    return fit->region.rss + t * t * hopi_jpl_unit_variance(fit);
}

hopi_jpl_target hopi_jpl_target_of(int32_t key)
{
    switch (key) {
    case HOP_SIGMA_DC:
    case HOP_LN_SIGMA_DC:
        return HOPI_JPL_LN_SIGMA_DC;
    case HOP_A_J:
        return HOPI_JPL_LN_A_J;
    case HOP_N:
        return HOPI_JPL_N;
    default:
        return HOPI_JPL_LN_OMEGA_P;
    }
}

double hopi_jpl_from_target(int32_t key, double value)
{
    switch (key) {
    case HOP_N:
    case HOP_LN_SIGMA_DC:
    case HOP_LN_OMEGA_P:
        return value;
    case HOP_F_P:
        return exp(value) / (2.0 * HOPI_PI);
    default:
        return exp(value);
    }
}

static double to_target(int32_t key, double value)
{
    switch (key) {
    case HOP_N:
    case HOP_LN_SIGMA_DC:
    case HOP_LN_OMEGA_P:
        return value;
    case HOP_F_P:
        return log(2.0 * HOPI_PI * value);
    default:
        return log(value);
    }
}

void hopi_jpl_profile_interval(const hop_jpl *fit, int32_t key, double level, double *lower,
                               double *upper)
{
    const double t = hopi_student_quantile(0.5 + 0.5 * level, hopi_jpl_interval_dof(fit));
    hopi_jpl_region_ends(&fit->region, hopi_jpl_target_of(key), fit->region.n_min,
                         hopi_jpl_ssr_limit(fit, t), lower, upper);
    *lower = hopi_jpl_from_target(key, *lower);
    *upper = hopi_jpl_from_target(key, *upper);
}

static int is_possible(const hop_jpl *fit, int32_t key, double value)
{
    if (key == HOP_N) {
        return value >= fit->region.n_min && value <= fit->region.n_max;
    }
    const int is_logarithm = key == HOP_LN_SIGMA_DC || key == HOP_LN_OMEGA_P;
    return isfinite(value) && (is_logarithm || value > 0.0);
}

hop_status hop_jpl_profile(const hop_jpl *fit, int32_t key, size_t count, const double *values,
                           double *excess)
{
    if (!fit || !values || !excess) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!hopi_jpl_is_parameter(key)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    for (size_t k = 0; k < count; k++) {
        if (!is_possible(fit, key, values[k])) {
            return HOP_ERR_OUT_OF_RANGE;
        }
    }
    const double unit = hopi_jpl_unit_variance(fit);
    for (size_t k = 0; k < count; k++) {
        const double ssr = hopi_jpl_region_ssr(&fit->region, hopi_jpl_target_of(key),
                                               to_target(key, values[k]));
        excess[k] = fmax(ssr - fit->region.rss, 0.0) / unit;
    }
    return HOP_OK;
}
