/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stddef.h>

#include "handle.h"
#include "jpl/handle.h"
#include "starts.h"

static const uint32_t all_parts = HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_LEAD_R
                                  | HOP_PART_ELECTRODE | HOP_PART_GRAIN_BOUNDARY;

const hopi_model_settings hopi_model_default_settings = {
    .model = HOP_MODEL_JPL,
    .weighting = HOPI_MODEL_OWN_WEIGHTING,
    .starts = 16,
    .parts = HOPI_MODEL_OWN_PARTS,
    .n_min = 0.01,
    .n_max = 1.0,
    .f_min_hz = 0.0,
    .f_max_hz = INFINITY,
};

const char *hop_model_name(int32_t model)
{
    switch (model) {
#define MODEL_NAME(constant, number, name) \
    case number:                           \
        return name;
        HOP_MODEL_LIST(MODEL_NAME)
#undef MODEL_NAME
    default:
        return NULL;
    }
}

hop_status hop_model_options_create(hop_ctx *ctx, hop_model_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_model_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->settings = hopi_model_default_settings;
    return HOP_OK;
}

hop_status hop_model_options_set_model(hop_ctx *ctx, hop_model_options *options, int32_t model)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!hop_model_name(model)) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "model %d: expected one of the HOP_MODEL_ constants", (int)model);
    }
    options->settings.model = model;
    return HOP_OK;
}

hop_status hop_model_options_set_weighting(hop_ctx *ctx, hop_model_options *options,
                                           int32_t weighting)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (weighting == HOP_WEIGHTING_FITTED) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "weighting by the fitted value (5) is for the power law alone: expected "
                         "HOP_WEIGHTING_UNIT (1) to HOP_WEIGHTING_GIVEN (4)");
    }
    return hopi_take_weighting(ctx, weighting, &options->settings.weighting);
}

hop_status hop_model_options_set_parts(hop_ctx *ctx, hop_model_options *options, uint32_t parts)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (parts & ~all_parts) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "parts %lu: expected a sum of HOP_PART_ constants, at most %lu",
                         (unsigned long)parts, (unsigned long)all_parts);
    }
    options->settings.parts = parts;
    return HOP_OK;
}

hop_status hop_model_options_set_n_range(hop_ctx *ctx, hop_model_options *options, double n_min,
                                         double n_max)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    return hopi_take_n_range(ctx, n_min, n_max, &options->settings.n_min,
                             &options->settings.n_max);
}

hop_status hop_model_options_set_frequency_range(hop_ctx *ctx, hop_model_options *options,
                                                 double f_min_hz, double f_max_hz)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    return hopi_take_frequency_range(ctx, f_min_hz, f_max_hz, &options->settings.f_min_hz,
                                     &options->settings.f_max_hz);
}

hop_status hop_model_options_set_starts(hop_ctx *ctx, hop_model_options *options, int32_t starts)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (starts < 1 || starts > HOPI_MODEL_MAX_STARTS) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%d starts: expected 1 to %d", (int)starts,
                         (int)HOPI_MODEL_MAX_STARTS);
    }
    options->settings.starts = starts;
    return HOP_OK;
}

void hop_model_options_destroy(hop_model_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
