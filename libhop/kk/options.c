/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

enum { PUBLISHED_M_MAX = 50 };

const hopi_kk_settings hopi_kk_default_settings = {
    .part = HOP_KK_COMPLEX,
    .representation = HOP_IMPEDANCE,
    .terms = HOP_KK_RISING | HOP_KK_FALLING,
    .extension = 0.5,
    .choice = {.method = HOP_KK_M_MU, .m = PUBLISHED_M_MAX, .mu_limit = 0.85, .per_decade = 3.0,
               .least_per_decade = 3.0},
    .tolerance = NAN,
};

hop_status hop_kk_options_create(hop_ctx *ctx, hop_kk_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_kk_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->settings = hopi_kk_default_settings;
    return HOP_OK;
}

hop_status hop_kk_options_set_part(hop_ctx *ctx, hop_kk_options *options, int32_t part)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (part < HOP_KK_COMPLEX || part > HOP_KK_IMAGINARY) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "part %d: expected HOP_KK_COMPLEX (1), HOP_KK_REAL (2) or "
                         "HOP_KK_IMAGINARY (3)",
                         (int)part);
    }
    options->settings.part = part;
    return HOP_OK;
}

hop_status hop_kk_options_set_representation(hop_ctx *ctx, hop_kk_options *options,
                                             int32_t representation)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (representation != HOP_IMPEDANCE && representation != HOP_ADMITTANCE) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "representation %d: expected HOP_IMPEDANCE (1) or HOP_ADMITTANCE (2)",
                         (int)representation);
    }
    options->settings.representation = representation;
    return HOP_OK;
}

hop_status hop_kk_options_set_terms(hop_ctx *ctx, hop_kk_options *options, uint32_t terms)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (terms & ~(uint32_t)(HOP_KK_RISING | HOP_KK_FALLING)) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "terms %lu: expected HOP_KK_RISING (1), HOP_KK_FALLING (2), both or 0",
                         (unsigned long)terms);
    }
    options->settings.terms = terms;
    return HOP_OK;
}

hop_status hop_kk_options_set_extension(hop_ctx *ctx, hop_kk_options *options, double decades)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(decades >= 0.0 && decades <= 3.0)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "extension %g: expected 0 to 3 decades",
                         decades);
    }
    options->settings.extension = decades;
    return HOP_OK;
}

static const double lowest_density = 0.5, highest_density = 12.0;

hop_status hop_kk_options_set_density(hop_ctx *ctx, hop_kk_options *options, double per_decade)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(per_decade >= lowest_density && per_decade <= highest_density)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%g elements a decade: expected %g to %g",
                         per_decade, lowest_density, highest_density);
    }
    options->settings.choice.method = HOP_KK_M_DENSITY;
    options->settings.choice.per_decade = per_decade;
    return HOP_OK;
}

hop_status hop_kk_options_set_least_density(hop_ctx *ctx, hop_kk_options *options,
                                            double per_decade)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(per_decade >= lowest_density && per_decade <= highest_density) && per_decade != 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "at least %g elements a decade: expected 0 or %g to %g", per_decade,
                         lowest_density, highest_density);
    }
    options->settings.choice.least_per_decade = per_decade;
    return HOP_OK;
}

static hop_status check_m(hop_ctx *ctx, int32_t m, int32_t lowest)
{
    return m >= lowest && m <= HOPI_KK_MOST_ELEMENTS
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "M = %d: expected %d to %d", (int)m,
                           (int)lowest, (int)HOPI_KK_MOST_ELEMENTS);
}

hop_status hop_kk_options_set_mu(hop_ctx *ctx, hop_kk_options *options, double c, int32_t m_max)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(isnan(c) || (c > 0.0 && c < 1.0))) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "c = %g: expected a number between 0 and 1, or NaN for 0.85", c);
    }
    const hop_status status = check_m(ctx, m_max, 0);
    if (status == HOP_OK) {
        options->settings.choice.method = HOP_KK_M_MU;
        options->settings.choice.mu_limit = isnan(c) ? 0.85 : c;
        options->settings.choice.m = m_max > 0 ? (size_t)m_max : PUBLISHED_M_MAX;
    }
    return status;
}

hop_status hop_kk_options_set_m(hop_ctx *ctx, hop_kk_options *options, int32_t m)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hop_status status = check_m(ctx, m, 1);
    if (status == HOP_OK) {
        options->settings.choice.method = HOP_KK_M_FIXED;
        options->settings.choice.m = (size_t)m;
    }
    return status;
}

hop_status hop_kk_options_set_least_noise(hop_ctx *ctx, hop_kk_options *options, int32_t m_max)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hop_status status = check_m(ctx, m_max, 0);
    if (status == HOP_OK) {
        options->settings.choice.method = HOP_KK_M_LEAST_NOISE;
        options->settings.choice.m = m_max > 0 ? (size_t)m_max : PUBLISHED_M_MAX;
    }
    return status;
}

hop_status hop_kk_options_set_tolerance(hop_ctx *ctx, hop_kk_options *options, double percent)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(isnan(percent) || (percent > 0.0 && isfinite(percent)))) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "tolerance %g %%: expected a positive number, or NaN for automatic",
                         percent);
    }
    options->settings.tolerance = 0.01 * percent;
    return HOP_OK;
}

void hop_kk_options_destroy(hop_kk_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
