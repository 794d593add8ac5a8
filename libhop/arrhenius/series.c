/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/constants.h"
#include "handle.h"
#include "hopping/handle.h"
#include "jpl/data.h"
#include "jpl/handle.h"

enum { FIRST_CAPACITY = 16 };

static const double rounding_variance = 1e-30;

hop_status hop_series_create(hop_ctx *ctx, hop_series **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_series *series = hopi_allocate(allocator, 1, sizeof *series);
    *out = series;
    if (!series) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    series->allocator = allocator;
    return HOP_OK;
}

int hopi_state_is_number(int32_t state)
{
    return state == HOP_STATE_MEASURED || state == HOP_STATE_EXTRAPOLATED;
}

static hop_status check_point(hop_ctx *ctx, const hopi_series_point *p)
{
    if (!isfinite(p->temperature_k) || p->temperature_k <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_BAD_TEMPERATURE,
                         "temperature %g K is not a positive number of kelvin", p->temperature_k);
    }
    if (!isfinite(p->ln_sigma_dc)) {
        return hopi_fail(ctx, HOP_ERR_NOT_FINITE, "at %g K: ln sigma_dc is %g, expected a number",
                         p->temperature_k, p->ln_sigma_dc);
    }
    if (p->state != HOP_STATE_NONE && !isfinite(p->ln_f_p)) {
        return hopi_fail(ctx, HOP_ERR_NOT_FINITE, "at %g K: ln f_p is %g, expected a number",
                         p->temperature_k, p->ln_f_p);
    }
    const double v00 = p->covariance[0][0], v01 = p->covariance[0][1];
    const double v10 = p->covariance[1][0], v11 = p->covariance[1][1];
    const int is_known = !isnan(v00) && (!hopi_state_is_number(p->state) || !isnan(v11));
    if (!is_known) {
        return HOP_OK;
    }
    int is_positive = v00 > 0.0 && isfinite(v00);
    if (hopi_state_is_number(p->state)) {
        /* Covariances that were calculated are symmetric but for rounding. */
        const int is_symmetric = fabs(v01 - v10) <= 1e-9 * sqrt(v00 * v11);
        is_positive = is_positive && is_symmetric && isfinite(v11) && v11 * v00 > v01 * v01;
    }
    return is_positive ? HOP_OK
                       : hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                                   "at %g K: the covariance (%g, %g; %g, %g) is not symmetric and "
                                   "positive definite",
                                   p->temperature_k, v00, v01, v10, v11);
}

static hop_status append(hop_ctx *ctx, hop_series *series, const hopi_series_point *point)
{
    const hop_status status = check_point(ctx, point);
    if (status != HOP_OK) {
        return status;
    }
    if (series->count == series->capacity) {
        const size_t capacity = series->capacity ? 2 * series->capacity : FIRST_CAPACITY;
        hopi_series_point *points = hopi_grow(series->allocator, series->points, series->count,
                                              capacity, sizeof *points);
        if (!points) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        series->points = points;
        series->capacity = capacity;
    }
    hopi_series_point *added = &series->points[series->count++];
    *added = *point;
    added->temperature_error_k = series->temperature_error_k;
    added->covariance[0][1] = added->covariance[1][0] = 0.5 * (point->covariance[0][1]
                                                               + point->covariance[1][0]);
    return HOP_OK;
}

hop_status hop_series_add(hop_ctx *ctx, hop_series *series, double temperature_k,
                          double ln_sigma_dc, double ln_f_p, const double *covariance4)
{
    if (!series) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_series_point point = {
        .temperature_k = temperature_k,
        .ln_sigma_dc = ln_sigma_dc,
        .ln_f_p = ln_f_p,
        .state = HOP_STATE_MEASURED,
    };
    for (int i = 0; i < 4; i++) {
        point.covariance[i / 2][i % 2] = covariance4 ? covariance4[i] : NAN;
    }
    return append(ctx, series, &point);
}

hop_status hop_series_add_limit(hop_ctx *ctx, hop_series *series, double temperature_k,
                                double ln_sigma_dc, double variance_ln_sigma_dc, int32_t state,
                                double ln_f_p_limit)
{
    if (!series) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (state != HOP_STATE_LOWER_LIMIT && state != HOP_STATE_UPPER_LIMIT
        && state != HOP_STATE_NONE) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "state %d: expected a limit or HOP_STATE_NONE", (int)state);
    }
    const hopi_series_point point = {
        .temperature_k = temperature_k,
        .ln_sigma_dc = ln_sigma_dc,
        .ln_f_p = state == HOP_STATE_NONE ? NAN : ln_f_p_limit,
        .covariance = {{variance_ln_sigma_dc, NAN}, {NAN, NAN}},
        .state = state,
    };
    return append(ctx, series, &point);
}

/*
 * Growth κ of the error from a profile-likelihood interval [−below, above] of one
 * standard deviation: for a likelihood that is normal in exp(−κ ln f) its ends are
 * where exp(κ below) + exp(−κ above) = 2; an open end above is infinite.
 * In simulated spectra this is d ln(standard error)/d ln f_p to a few percent, and
 * κ times the error stays below 0.25 until the bound of n shapes the interval.
 */
static double error_growth(double below, double above, double standard_error)
{
    const double smallest = 1e-6, most = 0.25;
    if (!(below > smallest && above > smallest) || isinf(below) || above < below) {
        return 0.0;
    }
    double low = 0.0, high = log(2.0) / below;
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);
        if (expm1(middle * below) + expm1(-middle * above) > 0.0) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return fmin(high, most / standard_error);
}

/* Statistical and, where the window was found from the data, systematic. */
static void total_covariance(const hop_jpl *fit, const hop_hopping *hopping, double out[4])
{
    const int is_fit = hopping->extractor == HOP_EXTRACTOR_FIT;
    const int has_own_sigma = hopi_hopping_is_of_model(hopping);
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            const int is_in_window = is_fit || (i + j == 0 && !has_own_sigma);
            const double systematic = is_in_window ? fit->window.covariance[i][j] : NAN;
            out[2 * i + j] = hopping->covariance[i][j]
                             + (isfinite(systematic) ? systematic : 0.0);
        }
        /* Exact data have no scatter at all, but their logarithms are rounded. */
        out[3 * i] += rounding_variance;
    }
}

static hop_status add_number(hop_ctx *ctx, hop_series *series, const hop_jpl *fit,
                             const hop_hopping *hopping, const double covariance[4])
{
    const double one_deviation = 0.6826894921370859;
    double lower, upper;
    const hop_status status = hop_series_add(ctx, series, fit->temperature_k,
                                             hopping->ln_sigma_dc, hopping->estimate.ln_f,
                                             covariance);
    if (status == HOP_OK && hopping->extractor == HOP_EXTRACTOR_FIT
        && hop_jpl_interval(fit, HOP_LN_OMEGA_P, one_deviation, HOP_INTERVAL_PROFILE, &lower,
                            &upper) == HOP_OK) {
        series->points[series->count - 1].error_growth = error_growth(
            fit->ln_omega_p - lower, upper - fit->ln_omega_p, sqrt(covariance[3]));
    }
    return status;
}

/*
 * The likelihood of f_p, for lines in which limits take part. Errors of the window
 * widen it. Flat data are matched by any f_p if n may go to zero: limits rest on n ≥ 0.2.
 */
static hop_status keep_likelihood(hop_ctx *ctx, hop_series *series, const hop_hopping *hopping)
{
    hopi_series_point *p = &series->points[series->count - 1];
    if (hopping->extractor != HOP_EXTRACTOR_FIT || p->state == HOP_STATE_NONE) {
        return HOP_OK;
    }
    p->region_block = hopi_jpl_region_copy(series->allocator, &hopping->region, &p->region);
    if (!p->region_block) {
        series->count--;
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const double lowest = 0.2;
    const double widening = hopi_state_is_number(p->state)
                                ? p->covariance[1][1] / hopping->covariance[1][1]
                                : 1.0;
    p->n_low = hopi_state_is_number(p->state) ? hopping->n_low : lowest;
    p->unit_variance = hopping->unit_variance * (isfinite(widening) ? widening : 1.0);
    return HOP_OK;
}

hop_status hop_series_add_fit(hop_ctx *ctx, hop_series *series, const hop_jpl *fit,
                              const hop_hopping *hopping)
{
    if (!series || !fit || !hopping) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (isnan(fit->temperature_k)) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "the temperature of the spectrum is not known");
    }
    if (isnan(hopping->ln_sigma_dc)) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "the %s at %g K has no %s, so it gives no sigma_dc",
                         hopi_hopping_is_of_model(hopping) ? "model" : "fit",
                         fit->temperature_k,
                         hopi_hopping_is_of_model(hopping) ? "known parameters" : "plateau");
    }
    const hopi_hopping_estimate *estimate = &hopping->estimate;
    double covariance[4];
    total_covariance(fit, hopping, covariance);
    const hop_status status = hopi_state_is_number(estimate->state)
                                  ? add_number(ctx, series, fit, hopping, covariance)
                                  : hop_series_add_limit(ctx, series, fit->temperature_k,
                                                         hopping->ln_sigma_dc, covariance[0],
                                                         estimate->state, estimate->ln_f);
    return status == HOP_OK ? keep_likelihood(ctx, series, hopping) : status;
}

static hop_status check_temperature_error(hop_ctx *ctx, const hop_series *series, double error_k)
{
    if (!series) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    return isfinite(error_k) && error_k >= 0.0
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                           "temperature error %g K: expected a number of kelvin, zero or above",
                           error_k);
}

hop_status hop_series_set_temperature_error(hop_ctx *ctx, hop_series *series, double error_k)
{
    const hop_status status = check_temperature_error(ctx, series, error_k);
    if (status == HOP_OK) {
        series->temperature_error_k = error_k;
    }
    return status;
}

hop_status hop_series_set_temperature_offset_error(hop_ctx *ctx, hop_series *series,
                                                   double error_k)
{
    const hop_status status = check_temperature_error(ctx, series, error_k);
    if (status == HOP_OK) {
        series->offset_error_k = error_k;
    }
    return status;
}

size_t hop_series_count(const hop_series *series)
{
    return series ? series->count : 0;
}

void hop_series_destroy(hop_series *series)
{
    if (series) {
        for (size_t k = 0; k < series->count; k++) {
            hopi_release(series->allocator, series->points[k].region_block);
        }
        hopi_release(series->allocator, series->points);
        hopi_release(series->allocator, series);
    }
}
