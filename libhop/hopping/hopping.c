/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/constants.h"
#include "handle.h"
#include "jpl/data.h"
#include "math/distributions.h"
#include "spectrum/handle.h"

static double ln_two_pi(void)
{
    return log(2.0 * HOPI_PI);
}

/*
 * Flat data are matched by any f_p if n may go to zero, so limits rest on n ≥ 0.2;
 * an interval does too unless the best n itself is lower.
 */
static double lowest_n(const hop_jpl *fit)
{
    const double lowest = 0.2;
    return fmin(fmax(lowest, fit->region.n_min), fit->region.n_max);
}

static void find_ends(const hopi_jpl_region *region, double n_low, double t,
                      double unit_variance, double *lower, double *upper)
{
    hopi_jpl_region_ends(region, HOPI_JPL_LN_OMEGA_P, n_low,
                         region->rss + t * t * unit_variance, lower, upper);
    *lower -= ln_two_pi();
    *upper -= ln_two_pi();
}

static hop_status extract_from_fit(hop_ctx *ctx, const hop_jpl *fit, hop_hopping *h)
{
    h->region_block = hopi_jpl_region_copy(h->allocator, &fit->region, &h->region);
    if (!h->region_block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    h->unit_variance = hopi_jpl_unit_variance(fit);
    h->n_low = fit->n < lowest_n(fit) ? fit->region.n_min : lowest_n(fit);
    hopi_hopping_fit data = {
        .ln_f_p = fit->ln_omega_p - ln_two_pi(),
        .standard_error = sqrt(fit->covariance[1][1]),
        .ln_f_min = log(fit->f_min_hz),
        .ln_f_max = log(fit->f_max_hz),
        .has_dispersion = !(fit->flags & HOP_FLAG_NO_DISPERSION),
    };
    find_ends(&h->region, h->n_low, hopi_student_quantile(0.975, h->interval_dof),
              h->unit_variance, &data.lower, &data.upper);
    find_ends(&h->region, lowest_n(fit), hopi_student_quantile(0.95, h->interval_dof),
              h->unit_variance, &data.lower_limit, &data.upper_limit);
    h->estimate = hopi_hopping_from_fit(&data);
    h->covariance[0][1] = h->covariance[1][0] = fit->covariance[0][1];
    h->covariance[1][1] = fit->covariance[1][1];
    return HOP_OK;
}

/* The conductivity inside the fitted window, as the crossing needs it. */
typedef struct window {
    double *block, *sigma, *sigma_im;
    size_t first, end;
} window;

static hop_status open_window(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                              hopi_allocator allocator, window *w)
{
    const int needs_im = fit->settings.weighting == HOP_WEIGHTING_MODULUS;
    w->block = hopi_allocate(allocator, s->count, 2 * sizeof *w->block);
    if (!w->block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    w->sigma = w->block;
    w->sigma_im = w->block + s->count;
    w->end = s->count;
    while (w->first < w->end && s->freq_hz[w->first] < fit->f_min_hz) {
        w->first++;
    }
    while (w->end > w->first && s->freq_hz[w->end - 1] > fit->f_max_hz) {
        w->end--;
    }
    return hopi_spectrum_conductivity(ctx, s, w->sigma, needs_im ? w->sigma_im : NULL);
}

static double variance_of_ln_sigma(const hop_jpl *fit, const hop_spectrum *s, const window *w,
                                   size_t k)
{
    const double scale = hopi_jpl_residual_scale(fit->settings.weighting, w->sigma[k], w->sigma_im[k],
                                                 s->sd_s_per_m ? s->sd_s_per_m[k] : NAN);
    const double relative = scale / w->sigma[k];
    return relative * relative * hopi_jpl_unit_variance(fit);
}

/*
 * f is where ln σ′(f) = ln σ_dc + ln 2, so δ ln f = (δ ln σ_dc − noise)/slope, with
 * the slope n/2 of the power law at ω_p and the noise of the two points that
 * are interpolated. It is correlated with ln σ_dc by construction.
 */
static void propagate_crossing(const hop_jpl *fit, const hopi_crossing *found,
                               const double variance_of_points[2], hop_hopping *h)
{
    const double slope = 0.5 * fit->n, weight = found->weight;
    const double variance_sigma = fit->covariance[0][0];
    const double noise = (1.0 - weight) * (1.0 - weight) * variance_of_points[0]
                         + weight * weight * variance_of_points[1];
    h->covariance[0][1] = h->covariance[1][0] = variance_sigma / slope;
    h->covariance[1][1] = (variance_sigma + noise) / (slope * slope);
    h->estimate.standard_error = sqrt(h->covariance[1][1]);
    /* Without a dispersion in the fit, what crosses is a stray point. */
    if (!isfinite(h->estimate.standard_error)) {
        h->estimate = (hopi_hopping_estimate){HOP_STATE_NONE, NAN, NAN};
    }
}

static hop_status extract_crossing(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                   hop_hopping *h)
{
    if (fit->sigma_dc <= 0.0) {
        h->estimate = (hopi_hopping_estimate){HOP_STATE_NONE, NAN, NAN};
        return HOP_OK;
    }
    window w = {0};
    const hop_status status = open_window(ctx, fit, s, h->allocator, &w);
    if (status == HOP_OK) {
        const hopi_crossing found = hopi_hopping_crossing(w.end - w.first, s->freq_hz + w.first,
                                                          w.sigma + w.first,
                                                          2.0 * fit->sigma_dc);
        h->estimate = found.estimate;
        h->flags |= found.count > 1 ? HOP_FLAG_MULTIPLE_CROSSINGS : 0;
        if (found.count > 0) {
            const double variances[2] = {
                variance_of_ln_sigma(fit, s, &w, w.first + found.left),
                variance_of_ln_sigma(fit, s, &w, w.first + found.right),
            };
            propagate_crossing(fit, &found, variances, h);
        }
    }
    hopi_release(h->allocator, w.block);
    return status;
}

hop_status hop_hopping_extract(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                               int32_t extractor, hop_hopping **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!fit || !s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (extractor != HOP_EXTRACTOR_FIT && extractor != HOP_EXTRACTOR_CROSSING) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "extractor %d: expected HOP_EXTRACTOR_FIT (1) or HOP_EXTRACTOR_CROSSING (2)",
                         (int)extractor);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_hopping *h = hopi_allocate(allocator, 1, sizeof *h);
    if (!h) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    h->allocator = allocator;
    h->extractor = extractor;
    h->flags = fit->flags;
    h->interval_dof = hopi_jpl_interval_dof(fit);
    h->covariance[0][0] = fit->covariance[0][0];
    const hop_status status = extractor == HOP_EXTRACTOR_FIT
                                  ? extract_from_fit(ctx, fit, h)
                                  : extract_crossing(ctx, fit, s, h);
    if (status != HOP_OK) {
        hop_hopping_destroy(h);
        return status;
    }
    *out = h;
    return HOP_OK;
}

static double shift_of(int32_t key)
{
    return key == HOP_F_P ? 0.0 : ln_two_pi();
}

static int is_key(int32_t key)
{
    return key == HOP_F_P || key == HOP_OMEGA_P || key == HOP_LN_OMEGA_P;
}

double hop_hopping_value(const hop_hopping *h, int32_t key)
{
    if (!h || !is_key(key) || isnan(h->estimate.ln_f)) {
        return NAN;
    }
    const double ln = h->estimate.ln_f + shift_of(key);
    return key == HOP_LN_OMEGA_P ? ln : exp(ln);
}

double hop_hopping_standard_error(const hop_hopping *h, int32_t key)
{
    if (!h || !is_key(key)) {
        return NAN;
    }
    const double error = h->estimate.standard_error;
    return key == HOP_LN_OMEGA_P ? error : error * hop_hopping_value(h, key);
}

static void limit_interval(const hop_hopping *h, int32_t key, double *lower, double *upper)
{
    const double value = hop_hopping_value(h, key);
    const double lowest = key == HOP_LN_OMEGA_P ? -INFINITY : 0.0;
    *lower = h->estimate.state == HOP_STATE_LOWER_LIMIT ? value : lowest;
    *upper = h->estimate.state == HOP_STATE_UPPER_LIMIT ? value : INFINITY;
}

hop_status hop_hopping_interval(const hop_hopping *h, int32_t key, double level, double *lower,
                                double *upper)
{
    if (!h || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!is_key(key)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    if (isnan(h->estimate.standard_error)) {
        limit_interval(h, key, lower, upper);
        return HOP_OK;
    }
    const double t = hopi_student_quantile(0.5 + 0.5 * level, h->interval_dof);
    double low = h->estimate.ln_f - t * h->estimate.standard_error;
    double high = h->estimate.ln_f + t * h->estimate.standard_error;
    if (h->extractor == HOP_EXTRACTOR_FIT) {
        find_ends(&h->region, h->n_low, t, h->unit_variance, &low, &high);
    }
    *lower = key == HOP_LN_OMEGA_P ? low + shift_of(key) : exp(low + shift_of(key));
    *upper = key == HOP_LN_OMEGA_P ? high + shift_of(key) : exp(high + shift_of(key));
    return HOP_OK;
}

int32_t hop_hopping_state(const hop_hopping *h)
{
    return h ? h->estimate.state : HOP_STATE_NONE;
}

int32_t hop_hopping_extractor(const hop_hopping *h)
{
    return h ? h->extractor : 0;
}

uint32_t hop_hopping_flags(const hop_hopping *h)
{
    return h ? h->flags : 0;
}

void hop_hopping_destroy(hop_hopping *h)
{
    if (h) {
        hopi_release(h->allocator, h->region_block);
        hopi_release(h->allocator, h);
    }
}
