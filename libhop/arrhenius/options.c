/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

/* Ten decades: wider than any window. */
static const double widest_limit = 23.0;

const hopi_arrhenius_settings hopi_arrhenius_default_settings = {
    .method = HOP_ARRHENIUS_JOINT,
    .birge = HOP_BIRGE_SIGNIFICANT,
    .limits = HOP_LIMITS_CENSORED,
    .loss = HOP_ARRHENIUS_LOSS_SQUARE,
    .quantity = HOP_ARRHENIUS_SIGMA_T,
    .limit_width = 0.7,
};

hop_status hop_arrhenius_options_create(hop_ctx *ctx, hop_arrhenius_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_arrhenius_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->settings = hopi_arrhenius_default_settings;
    return HOP_OK;
}

hop_status hop_arrhenius_options_set_method(hop_ctx *ctx, hop_arrhenius_options *options,
                                            int32_t method)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (method < HOP_ARRHENIUS_JOINT || method > HOP_ARRHENIUS_UNWEIGHTED) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "method %d: expected HOP_ARRHENIUS_JOINT (1) to "
                         "HOP_ARRHENIUS_UNWEIGHTED (3)",
                         (int)method);
    }
    options->settings.method = method;
    return HOP_OK;
}

hop_status hop_arrhenius_options_set_birge(hop_ctx *ctx, hop_arrhenius_options *options,
                                           int32_t birge)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (birge < HOP_BIRGE_NEVER || birge > HOP_BIRGE_ALWAYS) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "Birge scaling %d: expected HOP_BIRGE_NEVER (1) to HOP_BIRGE_ALWAYS (3)",
                         (int)birge);
    }
    options->settings.birge = birge;
    return HOP_OK;
}

hop_status hop_arrhenius_options_set_limits(hop_ctx *ctx, hop_arrhenius_options *options,
                                            int32_t limits, double width)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (limits != HOP_LIMITS_DROP && limits != HOP_LIMITS_CENSORED) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "limits %d: expected HOP_LIMITS_DROP (1) or HOP_LIMITS_CENSORED (2)",
                         (int)limits);
    }
    if (!isnan(width) && !(width > 0.0 && width <= widest_limit)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "width %g of a limit in ln f: expected a number above 0 and at most %g",
                         width, widest_limit);
    }
    options->settings.limits = limits;
    options->settings.limit_width = isnan(width) ? hopi_arrhenius_default_settings.limit_width
                                                 : width;
    return HOP_OK;
}

hop_status hop_arrhenius_options_set_loss(hop_ctx *ctx, hop_arrhenius_options *options,
                                          int32_t loss)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (loss != HOP_ARRHENIUS_LOSS_SQUARE && loss != HOP_ARRHENIUS_LOSS_HUBER) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "loss %d: expected HOP_ARRHENIUS_LOSS_SQUARE (1) or HOP_ARRHENIUS_LOSS_HUBER (2)", (int)loss);
    }
    options->settings.loss = loss;
    return HOP_OK;
}

hop_status hop_arrhenius_options_set_quantity(hop_ctx *ctx, hop_arrhenius_options *options,
                                              int32_t quantity)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (quantity != HOP_ARRHENIUS_SIGMA_T && quantity != HOP_ARRHENIUS_SIGMA) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "quantity %d: expected HOP_ARRHENIUS_SIGMA_T (1) or "
                         "HOP_ARRHENIUS_SIGMA (2)",
                         (int)quantity);
    }
    options->settings.quantity = quantity;
    return HOP_OK;
}

void hop_arrhenius_options_destroy(hop_arrhenius_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
