/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

static const double smallest_n = 0.01, largest_n = 2.0;

const hopi_jpl_settings hopi_jpl_default_settings = {
    .weighting = HOP_WEIGHTING_PROPORTIONAL,
    .n_min = 0.01,
    .n_max = 1.0,
    .f_min_hz = 0.0,
    .f_max_hz = INFINITY,
    .window = HOP_WINDOW_FULL,
    .loss = HOP_LOSS_SQUARE,
};

hop_status hop_jpl_options_create(hop_ctx *ctx, hop_jpl_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_jpl_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->settings = hopi_jpl_default_settings;
    return HOP_OK;
}

hop_status hopi_take_weighting(hop_ctx *ctx, int32_t weighting, int32_t *out)
{
    if (weighting < HOP_WEIGHTING_UNIT || weighting > HOP_WEIGHTING_FITTED) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "weighting %d: expected HOP_WEIGHTING_UNIT (1) to HOP_WEIGHTING_FITTED (5)",
                         (int)weighting);
    }
    *out = weighting;
    return HOP_OK;
}

hop_status hopi_take_n_range(hop_ctx *ctx, double n_min, double n_max, double *out_min,
                             double *out_max)
{
    if (!(n_min >= smallest_n && n_min < n_max && n_max <= largest_n)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "range of n %g to %g: expected %g <= lower end < upper end <= %g", n_min,
                         n_max, smallest_n, largest_n);
    }
    *out_min = n_min;
    *out_max = n_max;
    return HOP_OK;
}

hop_status hopi_take_frequency_range(hop_ctx *ctx, double f_min_hz, double f_max_hz,
                                     double *out_min_hz, double *out_max_hz)
{
    if (!(f_min_hz >= 0.0 && f_max_hz > f_min_hz)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "frequencies %g to %g Hz: expected 0 <= lower end < upper end", f_min_hz,
                         f_max_hz);
    }
    *out_min_hz = f_min_hz;
    *out_max_hz = f_max_hz;
    return HOP_OK;
}

hop_status hop_jpl_options_set_weighting(hop_ctx *ctx, hop_jpl_options *options,
                                         int32_t weighting)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    return hopi_take_weighting(ctx, weighting, &options->settings.weighting);
}

hop_status hop_jpl_options_set_n_range(hop_ctx *ctx, hop_jpl_options *options, double n_min,
                                       double n_max)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    return hopi_take_n_range(ctx, n_min, n_max, &options->settings.n_min,
                             &options->settings.n_max);
}

hop_status hop_jpl_options_set_frequency_range(hop_ctx *ctx, hop_jpl_options *options,
                                               double f_min_hz, double f_max_hz)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    return hopi_take_frequency_range(ctx, f_min_hz, f_max_hz, &options->settings.f_min_hz,
                                     &options->settings.f_max_hz);
}

hop_status hop_jpl_options_set_window(hop_ctx *ctx, hop_jpl_options *options, int32_t window)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (window != HOP_WINDOW_FULL && window != HOP_WINDOW_AUTO) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "window %d: expected HOP_WINDOW_FULL (1) or HOP_WINDOW_AUTO (2)",
                         (int)window);
    }
    options->settings.window = window;
    return HOP_OK;
}

hop_status hop_jpl_options_set_loss(hop_ctx *ctx, hop_jpl_options *options, int32_t loss)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (loss < HOP_LOSS_SQUARE || loss > HOP_LOSS_TUKEY) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "loss %d: expected HOP_LOSS_SQUARE (1), HOP_LOSS_HUBER (2) or "
                         "HOP_LOSS_TUKEY (3)",
                         (int)loss);
    }
    options->settings.loss = loss;
    return HOP_OK;
}

void hop_jpl_options_destroy(hop_jpl_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
