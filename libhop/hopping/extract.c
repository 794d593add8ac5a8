/* SPDX-License-Identifier: BSD-3-Clause */
#include "extract.h"

#include <math.h>

#include <hop/quantity.h>

static const double decade = 2.302585092994046;

/*
 * Whether σ′ has not doubled at the highest frequency, one-sided 95 %: with
 * ln R = n (ln ω_max − ln ω_p), R = A_J ω_maxⁿ/σ_dc, the bound R + t·sd(R) < 1.
 */
static int has_not_doubled(const hopi_hopping_fit *fit)
{
    const double distance = fit->ln_f_max - fit->ln_f_p;
    const double row_ln_omega_p = -fit->n, row_n = distance;
    const double variance = row_ln_omega_p * row_ln_omega_p * fit->covariance[1][1]
                            + 2.0 * row_ln_omega_p * row_n * fit->covariance[1][2]
                            + row_n * row_n * fit->covariance[2][2];
    const double ratio = exp(fit->n * distance);
    return ratio * (1.0 + fit->quantile_one_sided * sqrt(variance)) < 1.0;
}

static hopi_hopping_estimate limit(int32_t state, double ln_f)
{
    return (hopi_hopping_estimate){.state = state, .ln_f = ln_f, .standard_error = NAN};
}

static hopi_hopping_estimate above_window(const hopi_hopping_fit *fit, double standard_error)
{
    double bound = fit->ln_f_p - fit->quantile_one_sided * standard_error;
    if (has_not_doubled(fit)) {
        bound = fmax(bound, fit->ln_f_max);
    }
    return limit(HOP_STATE_LOWER_LIMIT, bound);
}

hopi_hopping_estimate hopi_hopping_from_fit(const hopi_hopping_fit *fit)
{
    if (!fit->has_dispersion) {
        return limit(HOP_STATE_LOWER_LIMIT, fit->ln_f_max);
    }
    if (isnan(fit->ln_f_p)) {
        return isnan(fit->ln_f_upper_limit) ? limit(HOP_STATE_NONE, NAN)
                                            : limit(HOP_STATE_UPPER_LIMIT, fit->ln_f_upper_limit);
    }
    const double standard_error = sqrt(fit->covariance[1][1]);
    if (!isfinite(standard_error)) {
        return limit(HOP_STATE_NONE, NAN);
    }
    const int is_inside = fit->ln_f_p >= fit->ln_f_min && fit->ln_f_p <= fit->ln_f_max;
    const int is_definite = !fit->is_weak && fit->quantile_two_sided * standard_error < decade;
    if (is_definite) {
        return (hopi_hopping_estimate){
            .state = is_inside ? HOP_STATE_MEASURED : HOP_STATE_EXTRAPOLATED,
            .ln_f = fit->ln_f_p,
            .standard_error = standard_error,
        };
    }
    if (fit->ln_f_p < fit->ln_f_min) {
        return limit(HOP_STATE_UPPER_LIMIT,
                     fit->ln_f_p + fit->quantile_one_sided * standard_error);
    }
    return above_window(fit, standard_error);
}

hopi_crossing hopi_hopping_crossing(size_t count, const double *freq_hz, const double *sigma,
                                    double level)
{
    hopi_crossing found = {.estimate = limit(HOP_STATE_NONE, NAN)};
    for (size_t k = 0; k + 1 < count; k++) {
        if (!(sigma[k] > 0.0 && sigma[k] < level && sigma[k + 1] >= level)) {
            continue;
        }
        if (found.count++ == 0) {
            found.left = k;
            found.weight = log(level / sigma[k]) / log(sigma[k + 1] / sigma[k]);
            const double ln_f = log(freq_hz[k])
                                + found.weight * log(freq_hz[k + 1] / freq_hz[k]);
            found.estimate = limit(HOP_STATE_MEASURED, ln_f);
        }
    }
    if (found.count == 0 && count > 0) {
        const int is_above = sigma[0] >= level;
        found.estimate = is_above ? limit(HOP_STATE_UPPER_LIMIT, log(freq_hz[0]))
                                  : limit(HOP_STATE_LOWER_LIMIT, log(freq_hz[count - 1]));
    }
    return found;
}
