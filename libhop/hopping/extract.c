/* SPDX-License-Identifier: BSD-3-Clause */
#include "extract.h"

#include <math.h>

#include <hop/quantity.h>

/* A 95 % interval wider than this to either side is no measurement. */
static const double ln_decade = 2.302585092994046;

static hopi_hopping_estimate limit(int32_t state, double ln_f)
{
    return (hopi_hopping_estimate){.state = state, .ln_f = ln_f, .standard_error = NAN};
}

hopi_hopping_estimate hopi_hopping_from_fit(const hopi_hopping_fit *fit)
{
    if (!fit->has_dispersion) {
        return limit(HOP_STATE_LOWER_LIMIT, NAN);
    }
    if (isnan(fit->ln_f_p)) {
        return isnan(fit->ln_f_upper_limit) ? limit(HOP_STATE_NONE, NAN)
                                            : limit(HOP_STATE_UPPER_LIMIT, fit->ln_f_upper_limit);
    }
    const double standard_error = sqrt(fit->variance);
    if (!isfinite(standard_error)) {
        return limit(HOP_STATE_NONE, NAN);
    }
    const int is_inside = fit->ln_f_p >= fit->ln_f_min && fit->ln_f_p <= fit->ln_f_max;
    const int is_definite = !fit->is_weak && fit->quantile_two_sided * standard_error < ln_decade;
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
    return limit(HOP_STATE_LOWER_LIMIT, NAN);
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
