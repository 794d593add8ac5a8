/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/decompose.h>

#include <math.h>

#include "arrhenius/handle.h"
#include "base/constants.h"
#include "decompose.h"
#include "handle.h"
#include "math/distributions.h"

struct hop_decomposition {
    hopi_allocator allocator;
    hopi_change parts[HOPI_PARTS];
    int has_shares;
    uint32_t flags;
};

static const hopi_attempt unknown_attempt = {NAN, NAN};

static hop_status check_lines(hop_ctx *ctx, const hop_arrhenius *a, const char *which)
{
    if (a->settings.quantity != HOP_ARRHENIUS_SIGMA_T) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "%s: the line of ln sigma was fitted; the parts are those of ln(sigma T)",
                         which);
    }
    return a->lines.has_rate_line
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                           "%s: fewer than two temperatures with a measured hopping frequency: "
                           "E_m is not determined",
                           which);
}

static hop_status check_temperature(hop_ctx *ctx, double temperature_k)
{
    return isfinite(temperature_k) && temperature_k > 0.0
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_BAD_TEMPERATURE,
                           "temperature %g K is not a positive number", temperature_k);
}

static double reciprocal_energy(double temperature_k)
{
    return 1.0 / (HOPI_BOLTZMANN_EV_PER_K * temperature_k);
}

/*
 * Whether the total is more than nothing: shares of a number that may be zero mean
 * nothing. Fieller's interval is then bounded at 95 %. The other half of the rule
 * is for totals without an error: what is left of parts that cancel is rounding.
 */
static int has_shares(const hopi_change *parts)
{
    const hopi_change *total = &parts[HOPI_PART_TOTAL];
    const double size = fabs(parts[HOPI_PART_RATE].value)
                        + fabs(parts[HOPI_PART_FORMATION].value)
                        + fabs(parts[HOPI_PART_CONCENTRATION].value);
    const double error = isnan(total->variance) ? 0.0 : sqrt(total->variance);
    return fabs(total->value) > hopi_normal_quantile(0.975) * error
           && fabs(total->value) > 1e-12 * size;
}

static hop_status finish(hop_ctx *ctx, const hopi_state *first, const hopi_state *second,
                         hop_decomposition **out)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_decomposition *d = hopi_allocate(allocator, 1, sizeof *d);
    if (!d) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    d->allocator = allocator;
    hopi_decompose(first, second, d->parts);
    d->has_shares = has_shares(d->parts);
    d->flags = first->lines->flags | second->lines->flags;
    d->flags |= !d->has_shares || isnan(d->parts[HOPI_PART_ENTROPY].value)
                    ? HOP_FLAG_NOT_DETERMINED
                    : 0;
    *out = d;
    return HOP_OK;
}

hop_status hop_decompose_temperatures(hop_ctx *ctx, const hop_arrhenius *a, double first_k,
                                      double second_k, hop_decomposition **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!a) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_lines(ctx, a, "the sample");
    status = status == HOP_OK ? check_temperature(ctx, first_k) : status;
    status = status == HOP_OK ? check_temperature(ctx, second_k) : status;
    if (status != HOP_OK) {
        return status;
    }
    if (first_k == second_k) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_TEMPERATURES, "both temperatures are %g K", first_k);
    }
    const hopi_state first = {&a->lines, reciprocal_energy(first_k), NULL, NULL, unknown_attempt};
    const hopi_state second = {&a->lines, reciprocal_energy(second_k), NULL, NULL,
                               unknown_attempt};
    return finish(ctx, &first, &second, out);
}

static hop_status check_measured(hop_ctx *ctx, const hop_arrhenius *a, size_t i)
{
    if (i >= a->count) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "point %zu of %zu: there is none", i,
                         a->count);
    }
    return hopi_state_is_number(a->states[i])
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                           "at %g K: the hopping frequency is not a number (%s)",
                           a->temperature_k[i], hop_state_name(a->states[i]));
}

hop_status hop_decompose_points(hop_ctx *ctx, const hop_arrhenius *a, size_t first, size_t second,
                                hop_decomposition **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!a) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check_lines(ctx, a, "the sample");
    status = status == HOP_OK ? check_measured(ctx, a, first) : status;
    status = status == HOP_OK ? check_measured(ctx, a, second) : status;
    if (status != HOP_OK) {
        return status;
    }
    if (first == second) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "both points are point %zu", first);
    }
    const hopi_state at_first = {&a->lines, a->points[first].x, &a->points[first],
                                 a->cross + 8 * first, unknown_attempt};
    const hopi_state at_second = {&a->lines, a->points[second].x, &a->points[second],
                                  a->cross + 8 * second, unknown_attempt};
    return finish(ctx, &at_first, &at_second, out);
}

static hopi_attempt attempt_of(const hop_transport_options *options)
{
    if (!options) {
        return unknown_attempt;
    }
    const double relative_error = options->settings.nu0_error_hz / options->settings.nu0_hz;
    return (hopi_attempt){log(options->settings.nu0_hz), relative_error * relative_error};
}

hop_status hop_decompose_samples(hop_ctx *ctx, const hop_arrhenius *first,
                                 const hop_transport_options *first_options,
                                 const hop_arrhenius *second,
                                 const hop_transport_options *second_options,
                                 double temperature_k, hop_decomposition **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!first || !second) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (first == second) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "both samples are the same lines");
    }
    hop_status status = check_lines(ctx, first, "the first sample");
    status = status == HOP_OK ? check_lines(ctx, second, "the second sample") : status;
    status = status == HOP_OK ? check_temperature(ctx, temperature_k) : status;
    if (status != HOP_OK) {
        return status;
    }
    const double x = reciprocal_energy(temperature_k);
    const hopi_state at_first = {&first->lines, x, NULL, NULL, attempt_of(first_options)};
    const hopi_state at_second = {&second->lines, x, NULL, NULL, attempt_of(second_options)};
    return finish(ctx, &at_first, &at_second, out);
}

static const hopi_change *part_of(const hop_decomposition *d, int32_t key)
{
    return d && key >= HOP_CHANGE_LN_SIGMA_T && key < HOP_CHANGE_LN_SIGMA_T + HOPI_PARTS
               ? &d->parts[key - HOP_CHANGE_LN_SIGMA_T]
               : NULL;
}

double hop_decomposition_value(const hop_decomposition *d, int32_t key)
{
    const hopi_change *part = part_of(d, key);
    return part ? part->value : NAN;
}

double hop_decomposition_standard_error(const hop_decomposition *d, int32_t key)
{
    const hopi_change *part = part_of(d, key);
    return part ? sqrt(part->variance) : NAN;
}

double hop_decomposition_share(const hop_decomposition *d, int32_t key)
{
    const hopi_change *part = part_of(d, key);
    return part && d->has_shares ? part->value / d->parts[HOPI_PART_TOTAL].value : NAN;
}

double hop_decomposition_share_standard_error(const hop_decomposition *d, int32_t key)
{
    const hopi_change *part = part_of(d, key);
    if (!part || !d->has_shares) {
        return NAN;
    }
    const hopi_change *total = &d->parts[HOPI_PART_TOTAL];
    const double share = part->value / total->value;
    const double variance = part->variance + share * (share * total->variance
                                                      - 2.0 * part->with_total);
    return sqrt(variance < 0.0 ? 0.0 : variance) / fabs(total->value);
}

hop_status hop_decomposition_share_interval(const hop_decomposition *d, int32_t key, double level,
                                            double *lower, double *upper)
{
    if (!d || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    const hopi_change *part = part_of(d, key);
    if (!part) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const hopi_change *total = &d->parts[HOPI_PART_TOTAL];
    if (isnan(part->value) || isnan(part->variance) || isnan(total->variance)) {
        return HOP_ERR_MISSING_DATA;
    }
    /* The share r satisfies (p − r t)² ≤ z² (V_p − 2 r V_pt + r² V_t): a quadratic in r. */
    const double z = hopi_normal_quantile(0.5 + 0.5 * level), z2 = z * z;
    const double a = total->value * total->value - z2 * total->variance;
    const double b = part->value * total->value - z2 * part->with_total;
    const double c = part->value * part->value - z2 * part->variance;
    if (!(a > 0.0)) {
        *lower = -INFINITY;
        *upper = INFINITY;
        return HOP_OK;
    }
    const double discriminant = b * b - a * c;
    const double half_width = sqrt(discriminant < 0.0 ? 0.0 : discriminant) / a;
    *lower = b / a - half_width;
    *upper = b / a + half_width;
    return HOP_OK;
}

uint32_t hop_decomposition_flags(const hop_decomposition *d)
{
    return d ? d->flags : 0;
}

void hop_decomposition_destroy(hop_decomposition *d)
{
    if (d) {
        hopi_release(d->allocator, d);
    }
}
