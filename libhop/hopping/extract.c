/* SPDX-License-Identifier: BSD-3-Clause */
#include "extract.h"

#include <math.h>

#include <hop/quantity.h>

/* Three decades: docs/validation-limits.md. */
const double hopi_hopping_widest_interval = 3.0 * 2.302585092994046;

static hopi_hopping_estimate limit(int32_t state, double ln_f)
{
    return (hopi_hopping_estimate){.state = state, .ln_f = ln_f, .standard_error = NAN};
}

hopi_hopping_estimate hopi_hopping_from_fit(const hopi_hopping_fit *fit)
{
    const int is_known = !isnan(fit->ln_f_p);
    if (is_known && !isfinite(fit->standard_error)) {
        return limit(HOP_STATE_NONE, NAN);
    }
    if (is_known && fit->upper - fit->lower < hopi_hopping_widest_interval) {
        const int is_inside = fit->ln_f_p >= fit->ln_f_min && fit->ln_f_p <= fit->ln_f_max;
        return (hopi_hopping_estimate){
            .state = is_inside ? HOP_STATE_MEASURED : HOP_STATE_EXTRAPOLATED,
            .ln_f = fit->ln_f_p,
            .standard_error = fit->standard_error,
        };
    }
    const int is_below = is_known ? fit->ln_f_p < fit->ln_f_min : fit->has_dispersion;
    if (is_below) {
        return fit->upper_limit <= fit->ln_f_max ? limit(HOP_STATE_UPPER_LIMIT, fit->upper_limit)
                                                 : limit(HOP_STATE_NONE, NAN);
    }
    return fit->lower_limit >= fit->ln_f_min ? limit(HOP_STATE_LOWER_LIMIT, fit->lower_limit)
                                             : limit(HOP_STATE_NONE, NAN);
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
