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
    size_t first = count, last = count;
    for (size_t k = 0; k < count; k++) {
        if (!(sigma[k] > 0.0)) {
            continue;
        }
        if (last < count && sigma[last] < level && sigma[k] >= level && found.count++ == 0) {
            found.left = last;
            found.right = k;
            found.weight = log(level / sigma[last]) / log(sigma[k] / sigma[last]);
            const double ln_f = log(freq_hz[last])
                                + found.weight * log(freq_hz[k] / freq_hz[last]);
            found.estimate = limit(HOP_STATE_MEASURED, ln_f);
        }
        first = first < count ? first : k;
        last = k;
    }
    if (found.count > 0 || first == count) {
        return found;
    }
    if (sigma[last] < level) {
        const int is_below = sigma[first] < level;
        found.estimate = is_below ? limit(HOP_STATE_LOWER_LIMIT, log(freq_hz[last]))
                                  : limit(HOP_STATE_NONE, NAN);
    } else {
        found.estimate = limit(HOP_STATE_UPPER_LIMIT, log(freq_hz[first]));
    }
    return found;
}
