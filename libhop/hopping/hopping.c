/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"
#include "jpl/data.h"
#include "math/distributions.h"
#include "spectrum/handle.h"

/*
 * Flat data are matched by any f_p if n may go to zero, so limits rest on n ≥ 0.2;
 * an interval does too unless the best n itself is lower.
 */
static double lowest_n(const hop_jpl *fit)
{
    const double lowest = 0.2;
    return fmin(fmax(lowest, fit->region.n_min), fit->region.n_max);
}

void hopi_hopping_ends(const hopi_jpl_region *region, double n_low, double t,
                       double unit_variance, double *lower, double *upper)
{
    hopi_jpl_region_ends(region, HOPI_JPL_LN_OMEGA_P, n_low,
                         region->rss + t * t * unit_variance, lower, upper);
    *lower -= HOPI_LN_TWO_PI;
    *upper -= HOPI_LN_TWO_PI;
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
        .ln_f_p = fit->ln_omega_p - HOPI_LN_TWO_PI,
        .standard_error = sqrt(fit->covariance[1][1]),
        .ln_f_min = log(fit->f_min_hz),
        .ln_f_max = log(fit->f_max_hz),
        .has_dispersion = !(fit->flags & HOP_FLAG_NO_DISPERSION),
    };
    hopi_hopping_ends(&h->region, h->n_low, hopi_student_quantile(0.975, h->interval_dof),
                      h->unit_variance, &data.lower, &data.upper);
    hopi_hopping_ends(&h->region, lowest_n(fit), hopi_student_quantile(0.95, h->interval_dof),
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

hop_status hopi_check_extractor(hop_ctx *ctx, int32_t extractor)
{
    return hop_extractor_name(extractor)
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                           "extractor %d: expected HOP_EXTRACTOR_FIT (%d) to HOP_EXTRACTOR_CELL_GB "
                           "(%d)",
                           (int)extractor, HOP_EXTRACTOR_FIT, HOP_EXTRACTOR_CELL_GB);
}

static hop_status extract_by(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                             hop_hopping *h)
{
    switch (h->extractor) {
    case HOP_EXTRACTOR_FIT:
        return extract_from_fit(ctx, fit, h);
    case HOP_EXTRACTOR_CROSSING:
        return extract_crossing(ctx, fit, s, h);
    case HOP_EXTRACTOR_MODULUS_PEAK:
        return hopi_hopping_modulus_peak(ctx, fit, s, h);
    default:
        return hopi_hopping_by_model(ctx, fit, s, h);
    }
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
    const hop_status known = hopi_check_extractor(ctx, extractor);
    if (known != HOP_OK) {
        return known;
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
    h->ln_sigma_dc = fit->sigma_dc > 0.0 ? log(fit->sigma_dc) : NAN;
    const hop_status status = extract_by(ctx, fit, s, h);
    if (status != HOP_OK) {
        hop_hopping_destroy(h);
        return status;
    }
    *out = h;
    return HOP_OK;
}
