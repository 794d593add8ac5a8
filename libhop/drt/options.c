/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "handle.h"

static const double least_coefficient = 0.1, most_coefficient = 2.0;
static const double least_alpha = 0.4, most_alpha = 1.0;
static const double least_lambda = 1e-10, most_lambda = 1e4;
static const double most_peak_limit = 0.9;

enum { LEAST_NODES = 3, LEAST_SAMPLES = 100, MOST_SAMPLES = 1000000 };

const hopi_drt_settings hopi_drt_default_settings = {
    .basis = HOP_DRT_GAUSSIAN,
    .coefficient = 0.5,
    .order = 1,
    .parts = HOP_DRT_BOTH,
    .has_resistance = 1,
    .has_inductance = 1,
    .electrode = HOP_DRT_NO_ELECTRODE,
    .alpha = 1.0,
    .weighting = HOP_DRT_WEIGHT_MODULUS,
    .method = HOP_DRT_GCV,
    .lambda = 1e-3,
    .seed = 1,
    .least_share = 0.005,
    .least_depth = 0.05,
};

hop_status hop_drt_options_create(hop_ctx *ctx, hop_drt_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_drt_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->settings = hopi_drt_default_settings;
    return HOP_OK;
}

/* One of the constants first … last. */
static hop_status check_choice(hop_ctx *ctx, const char *what, int32_t value, int32_t first,
                               int32_t last)
{
    return value >= first && value <= last
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "%s %d: expected %d to %d", what,
                           (int)value, (int)first, (int)last);
}

static hop_status check_range(hop_ctx *ctx, const char *what, double value, double low,
                              double high)
{
    return value >= low && value <= high
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%s %g: expected %g to %g", what, value,
                           low, high);
}

/* Sets what is one of the constants first … last; to: NULL without options. */
static hop_status set_choice(hop_ctx *ctx, const char *what, int32_t value, int32_t first,
                             int32_t last, int32_t *to)
{
    if (!to) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hop_status status = check_choice(ctx, what, value, first, last);
    *to = status == HOP_OK ? value : *to;
    return status;
}

hop_status hop_drt_options_set_basis(hop_ctx *ctx, hop_drt_options *options, int32_t basis,
                                     double coefficient)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_choice(ctx, "basis", basis, HOP_DRT_GAUSSIAN,
                                     HOP_DRT_PIECEWISE_LINEAR);
    if (status == HOP_OK && basis != HOP_DRT_PIECEWISE_LINEAR) {
        status = check_range(ctx, "coefficient of the shape", coefficient, least_coefficient,
                             most_coefficient);
    }
    if (status == HOP_OK) {
        options->settings.basis = basis;
        options->settings.coefficient = coefficient;
    }
    return status;
}

hop_status hop_drt_options_set_order(hop_ctx *ctx, hop_drt_options *options, int32_t order)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hop_status status = check_range(ctx, "order of the penalty", order, 0, 2);
    if (status == HOP_OK) {
        options->settings.order = order;
    }
    return status;
}

hop_status hop_drt_options_set_parts(hop_ctx *ctx, hop_drt_options *options, int32_t parts)
{
    return set_choice(ctx, "parts", parts, HOP_DRT_REAL, HOP_DRT_BOTH,
                      options ? &options->settings.parts : NULL);
}

hop_status hop_drt_options_set_series(hop_ctx *ctx, hop_drt_options *options,
                                      int32_t has_resistance, int32_t has_inductance)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_choice(ctx, "series resistance", has_resistance, 0, 1);
    if (status == HOP_OK) {
        status = check_choice(ctx, "series inductance", has_inductance, 0, 1);
    }
    if (status == HOP_OK) {
        options->settings.has_resistance = has_resistance;
        options->settings.has_inductance = has_inductance;
    }
    return status;
}

hop_status hop_drt_options_set_electrode(hop_ctx *ctx, hop_drt_options *options,
                                         int32_t electrode, double alpha)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_choice(ctx, "electrode", electrode, HOP_DRT_NO_ELECTRODE,
                                     HOP_DRT_CPE);
    if (status == HOP_OK && electrode == HOP_DRT_CPE && !isnan(alpha)) {
        status = check_range(ctx, "exponent of the electrode", alpha, least_alpha, most_alpha);
    }
    if (status == HOP_OK) {
        options->settings.electrode = electrode;
        options->settings.alpha = electrode == HOP_DRT_CPE ? alpha : 1.0;
    }
    return status;
}

hop_status hop_drt_options_set_weighting(hop_ctx *ctx, hop_drt_options *options,
                                         int32_t weighting)
{
    return set_choice(ctx, "weighting", weighting, HOP_DRT_WEIGHT_UNIT, HOP_DRT_WEIGHT_MODULUS,
                      options ? &options->settings.weighting : NULL);
}

hop_status hop_drt_options_set_standard_deviations(hop_ctx *ctx, hop_drt_options *options,
                                                   size_t n, const double *sd_re_ohm,
                                                   const double *sd_im_ohm)
{
    if (!options || !sd_re_ohm || !sd_im_ohm) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (n == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "no standard deviations");
    }
    for (size_t k = 0; k < n; k++) {
        const double worse = fmin(sd_re_ohm[k], sd_im_ohm[k]);
        if (!(worse > 0.0) || !isfinite(sd_re_ohm[k] + sd_im_ohm[k])) {
            return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                             "point %zu: the standard deviations are %g and %g ohm, expected "
                             "positive numbers",
                             k + 1, sd_re_ohm[k], sd_im_ohm[k]);
        }
    }
    double *copy = n <= SIZE_MAX / 2 ? hopi_allocate(options->allocator, 2 * n, sizeof *copy)
                                     : NULL;
    if (!copy) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    memcpy(copy, sd_re_ohm, n * sizeof *copy);
    memcpy(copy + n, sd_im_ohm, n * sizeof *copy);
    hopi_release(options->allocator, options->sd_ohm);
    options->sd_ohm = copy;
    options->settings.sd_ohm = copy;
    options->settings.sd_count = n;
    options->settings.weighting = HOP_DRT_WEIGHT_GIVEN;
    return HOP_OK;
}

hop_status hop_drt_options_set_tau(hop_ctx *ctx, hop_drt_options *options, double tau_min_s,
                                   double tau_max_s, size_t count)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const int is_default = count == 0 && isnan(tau_min_s) && isnan(tau_max_s);
    if (!is_default
        && (!(tau_min_s > 0.0 && tau_max_s > tau_min_s && isfinite(tau_max_s))
            || count < LEAST_NODES || count > HOPI_MOST_NODES)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "%zu values of tau from %g to %g s: expected %d to %d and 0 < lower end "
                         "< upper end",
                         count, tau_min_s, tau_max_s, LEAST_NODES, HOPI_MOST_NODES);
    }
    options->settings.tau_min_s = tau_min_s;
    options->settings.tau_max_s = tau_max_s;
    options->settings.tau_count = count;
    return HOP_OK;
}

hop_status hop_drt_options_set_lambda(hop_ctx *ctx, hop_drt_options *options, int32_t method,
                                      double lambda)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_choice(ctx, "method of lambda", method, HOP_DRT_GIVEN,
                                     HOP_DRT_K_FOLD);
    if (status == HOP_OK && method == HOP_DRT_GIVEN) {
        status = check_range(ctx, "lambda", lambda, least_lambda, most_lambda);
    }
    if (status == HOP_OK) {
        options->settings.method = method;
        options->settings.lambda = lambda;
    }
    return status;
}

hop_status hop_drt_options_set_samples(hop_ctx *ctx, hop_drt_options *options, int32_t samples,
                                       uint32_t seed)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (samples != 0 && (samples < LEAST_SAMPLES || samples > MOST_SAMPLES)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%d samples: expected 0 or %d to %d",
                         (int)samples, LEAST_SAMPLES, MOST_SAMPLES);
    }
    options->settings.samples = samples;
    options->settings.seed = seed;
    return HOP_OK;
}

hop_status hop_drt_options_set_peaks(hop_ctx *ctx, hop_drt_options *options, double least_share,
                                     double least_depth)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_range(ctx, "least share of a peak", least_share, 0.0,
                                    most_peak_limit);
    if (status == HOP_OK) {
        status = check_range(ctx, "least depth of a peak", least_depth, 0.0, most_peak_limit);
    }
    if (status == HOP_OK) {
        options->settings.least_share = least_share;
        options->settings.least_depth = least_depth;
    }
    return status;
}

hop_status hop_drt_options_set_peak_fit(hop_ctx *ctx, hop_drt_options *options, int32_t on)
{
    return set_choice(ctx, "fit of the peaks", on, 0, 1,
                      options ? &options->settings.fits_peaks : NULL);
}

hop_status hop_drt_options_set_noise(hop_ctx *ctx, hop_drt_options *options, int32_t on)
{
    return set_choice(ctx, "noise", on, 0, 1, options ? &options->settings.finds_noise : NULL);
}

void hop_drt_options_destroy(hop_drt_options *options)
{
    if (options) {
        hopi_release(options->allocator, options->sd_ohm);
        hopi_release(options->allocator, options);
    }
}
