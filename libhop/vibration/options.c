/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

static const hopi_vibration_settings defaults = {
    .frame_interval_s = NAN,
    .length_unit_m = 1e-10,
    .site_radius_m = 1.5e-10,
    .histogram_bin_m = 2e-12,
    .parts = HOP_MOTION_ALL,
    .precision = HOP_PRECISION_DOUBLE,
    .blocks = 5,
    .drift = HOP_DRIFT_FRAMEWORK,
    .dimension = 3,
};

hop_status hop_vibration_options_create(hop_ctx *ctx, hop_vibration_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    *out = hopi_allocate(allocator, 1, sizeof **out);
    if (!*out) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    (*out)->allocator = allocator;
    (*out)->set = defaults;
    return HOP_OK;
}

static hop_status set_positive(hop_ctx *ctx, hop_vibration_options *options, const char *name,
                               double value, double *to)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(value > 0.0) || !isfinite(value)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%s of %g: expected a positive number", name,
                         value);
    }
    *to = value;
    return HOP_OK;
}

/* The address of a member, or anything for NULL, which set_… refuses. */
#define MEMBER(options, member) ((options) ? &(options)->set.member : NULL)

hop_status hop_vibration_options_set_frame_interval(hop_ctx *ctx, hop_vibration_options *options,
                                                    double interval_s)
{
    return set_positive(ctx, options, "a frame interval (s)", interval_s,
                        MEMBER(options, frame_interval_s));
}

hop_status hop_vibration_options_set_length_unit(hop_ctx *ctx, hop_vibration_options *options,
                                                 double unit_m)
{
    return set_positive(ctx, options, "a length unit (m)", unit_m,
                        MEMBER(options, length_unit_m));
}

hop_status hop_vibration_options_set_site_radius(hop_ctx *ctx, hop_vibration_options *options,
                                                 double radius_m)
{
    return set_positive(ctx, options, "a site radius (m)", radius_m,
                        MEMBER(options, site_radius_m));
}

hop_status hop_vibration_options_set_histogram_bin(hop_ctx *ctx, hop_vibration_options *options,
                                                   double width_m)
{
    return set_positive(ctx, options, "a bin width (m)", width_m,
                        MEMBER(options, histogram_bin_m));
}

static hop_status set_choice(hop_ctx *ctx, hop_vibration_options *options, const char *name,
                             int32_t value, int32_t lowest, int32_t highest, int32_t *to)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (value < lowest || value > highest) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "%s %d: expected %d to %d", name,
                         (int)value, (int)lowest, (int)highest);
    }
    *to = value;
    return HOP_OK;
}

hop_status hop_vibration_options_set_parts(hop_ctx *ctx, hop_vibration_options *options,
                                           int32_t parts)
{
    return set_choice(ctx, options, "parts", parts, 1, HOP_MOTION_ALL, MEMBER(options, parts));
}

hop_status hop_vibration_options_set_precision(hop_ctx *ctx, hop_vibration_options *options,
                                               int32_t precision)
{
    return set_choice(ctx, options, "precision", precision, HOP_PRECISION_DOUBLE,
                      HOP_PRECISION_SINGLE, MEMBER(options, precision));
}

hop_status hop_vibration_options_set_drift(hop_ctx *ctx, hop_vibration_options *options,
                                           int32_t drift)
{
    return set_choice(ctx, options, "drift", drift, HOP_DRIFT_NONE, HOP_DRIFT_ALL,
                      MEMBER(options, drift));
}

hop_status hop_vibration_options_set_dimension(hop_ctx *ctx, hop_vibration_options *options,
                                               int32_t dimension)
{
    return set_choice(ctx, options, "dimension", dimension, 1, 3, MEMBER(options, dimension));
}

static hop_status set_count(hop_ctx *ctx, hop_vibration_options *options, const char *name,
                            int64_t value, int64_t lowest, int is_zero_allowed, int64_t highest)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if ((value < lowest && !(value == 0 && is_zero_allowed)) || value > highest) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%lld %s: expected %s%lld to %lld",
                         (long long)value, name, is_zero_allowed && lowest > 0 ? "0 or " : "",
                         (long long)lowest, (long long)highest);
    }
    return HOP_OK;
}

static const int64_t most_frames = (int64_t)1 << 40;

hop_status hop_vibration_options_set_block_frames(hop_ctx *ctx, hop_vibration_options *options,
                                                  int64_t frames)
{
    const hop_status status = set_count(ctx, options, "frames a block", frames, HOPI_LEAST_BLOCK,
                                        1, most_frames);
    if (status == HOP_OK) {
        options->set.block_frames = (size_t)frames;
    }
    return status;
}

hop_status hop_vibration_options_set_skip(hop_ctx *ctx, hop_vibration_options *options,
                                          int64_t frames)
{
    const hop_status status = set_count(ctx, options, "frames to leave out", frames, 0, 1,
                                        most_frames);
    if (status == HOP_OK) {
        options->set.skip = (size_t)frames;
    }
    return status;
}

hop_status hop_vibration_options_set_blocks(hop_ctx *ctx, hop_vibration_options *options,
                                            int32_t count)
{
    const hop_status status = set_count(ctx, options, "blocks", count, 2, 1, 1000);
    if (status == HOP_OK) {
        options->set.blocks = count;
    }
    return status;
}

void hop_vibration_options_destroy(hop_vibration_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
