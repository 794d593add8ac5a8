/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

hop_status hop_study_options_create(hop_ctx *ctx, hop_study_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_study_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->jpl.settings = hopi_jpl_default_settings;
    options->arrhenius.settings = hopi_arrhenius_default_settings;
    options->transport.settings = hopi_transport_default_settings;
    options->extractor = HOP_EXTRACTOR_FIT;
    options->tests_arcs = 1;
    options->tests_kk = 1;
    options->finds_relaxations = 1;
    return HOP_OK;
}

hop_status hop_study_options_set_jpl(hop_ctx *ctx, hop_study_options *options,
                                     const hop_jpl_options *jpl)
{
    if (!options || !jpl) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    options->jpl.settings = jpl->settings;
    return HOP_OK;
}

hop_status hop_study_options_set_extractor(hop_ctx *ctx, hop_study_options *options,
                                           int32_t extractor)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hop_status status = hopi_check_extractor(ctx, extractor);
    if (status == HOP_OK) {
        options->extractor = extractor;
    }
    return status;
}

hop_status hop_study_options_set_arrhenius(hop_ctx *ctx, hop_study_options *options,
                                           const hop_arrhenius_options *arrhenius)
{
    if (!options || !arrhenius) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    options->arrhenius.settings = arrhenius->settings;
    return HOP_OK;
}

hop_status hop_study_options_set_arc_test(hop_ctx *ctx, hop_study_options *options, int32_t on)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (on != 0 && on != 1) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "arc test %d: expected 0 or 1", (int)on);
    }
    options->tests_arcs = on;
    return HOP_OK;
}

hop_status hop_study_options_set_kk_test(hop_ctx *ctx, hop_study_options *options, int32_t on)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (on != 0 && on != 1) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "Kramers-Kronig test %d: expected 0 or 1", (int)on);
    }
    options->tests_kk = on;
    return HOP_OK;
}

hop_status hop_study_options_set_relaxations(hop_ctx *ctx, hop_study_options *options,
                                             int32_t on)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (on != 0 && on != 1) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "relaxation times %d: expected 0 or 1",
                         (int)on);
    }
    options->finds_relaxations = on;
    return HOP_OK;
}

hop_status hop_study_options_set_temperature_error(hop_ctx *ctx, hop_study_options *options,
                                                   double random_k, double offset_k)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(isfinite(random_k) && random_k >= 0.0 && isfinite(offset_k) && offset_k >= 0.0)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "temperature errors %g K and %g K: expected numbers of kelvin, zero or "
                         "above",
                         random_k, offset_k);
    }
    options->temperature_error_k = random_k;
    options->temperature_offset_error_k = offset_k;
    return HOP_OK;
}

hop_status hop_study_options_set_transport(hop_ctx *ctx, hop_study_options *options,
                                           const hop_transport_options *transport)
{
    if (!options || !transport) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    options->transport.settings = transport->settings;
    return HOP_OK;
}

void hop_study_options_destroy(hop_study_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
