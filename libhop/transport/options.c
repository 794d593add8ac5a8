/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

const hopi_transport_settings hopi_transport_default_settings = {
    .nu0_hz = NAN,
    .nu0_error_hz = NAN,
    .convention = HOP_CONVENTION_ORDINARY,
    .geometry_factor = NAN,
    .charge_number = NAN,
    .hop_distance_m = NAN,
    .dimension = 3,
    .ion_density_per_m3 = NAN,
    .ion_density_error_per_m3 = NAN,
};

hop_status hop_transport_options_create(hop_ctx *ctx, hop_transport_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_transport_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    options->allocator = allocator;
    options->settings = hopi_transport_default_settings;
    return HOP_OK;
}

hop_status hop_transport_options_set_attempt_frequency(hop_ctx *ctx,
                                                       hop_transport_options *options,
                                                       double nu0_hz, double standard_error_hz)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!isfinite(nu0_hz) || nu0_hz <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "attempt frequency %g Hz is not a positive number", nu0_hz);
    }
    if (!isfinite(standard_error_hz) || standard_error_hz < 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "standard error %g Hz of the attempt frequency: expected zero or more",
                         standard_error_hz);
    }
    options->settings.nu0_hz = nu0_hz;
    options->settings.nu0_error_hz = standard_error_hz;
    return HOP_OK;
}

hop_status hop_transport_options_set_convention(hop_ctx *ctx, hop_transport_options *options,
                                                int32_t convention)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (convention != HOP_CONVENTION_ORDINARY && convention != HOP_CONVENTION_ANGULAR) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "convention %d: expected HOP_CONVENTION_ORDINARY (1) or "
                         "HOP_CONVENTION_ANGULAR (2)",
                         (int)convention);
    }
    options->settings.convention = convention;
    return HOP_OK;
}

hop_status hop_transport_options_set_carrier(hop_ctx *ctx, hop_transport_options *options,
                                             double geometry_factor, double charge_number,
                                             double hop_distance_m)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!isfinite(geometry_factor) || geometry_factor <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "geometry factor %g is not positive",
                         geometry_factor);
    }
    if (!isfinite(charge_number) || charge_number == 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "charge number %g: expected a number other than zero", charge_number);
    }
    if (!isfinite(hop_distance_m) || hop_distance_m <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "hop distance %g m is not positive",
                         hop_distance_m);
    }
    options->settings.geometry_factor = geometry_factor;
    options->settings.charge_number = charge_number;
    options->settings.hop_distance_m = hop_distance_m;
    return HOP_OK;
}

hop_status hop_transport_options_set_dimension(hop_ctx *ctx, hop_transport_options *options,
                                               int32_t dimension)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (dimension < 1 || dimension > 3) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "dimension %d: expected 1, 2 or 3",
                         (int)dimension);
    }
    options->settings.dimension = dimension;
    return HOP_OK;
}

hop_status hop_transport_options_set_ion_density(hop_ctx *ctx, hop_transport_options *options,
                                                 double ion_density_per_m3,
                                                 double standard_error_per_m3)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!isfinite(ion_density_per_m3) || ion_density_per_m3 <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "ion density %g per m3 is not positive",
                         ion_density_per_m3);
    }
    if (!isfinite(standard_error_per_m3) || standard_error_per_m3 < 0.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "standard error %g per m3 of the ion density: expected zero or more",
                         standard_error_per_m3);
    }
    options->settings.ion_density_per_m3 = ion_density_per_m3;
    options->settings.ion_density_error_per_m3 = standard_error_per_m3;
    return HOP_OK;
}

void hop_transport_options_destroy(hop_transport_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}
