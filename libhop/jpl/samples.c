/* SPDX-License-Identifier: BSD-3-Clause */
#include "samples.h"

#include <math.h>
#include <stdint.h>

#include "spectrum/handle.h"

enum { MIN_POINTS = 4, ARRAYS = 9 };

static hop_status allocate(hop_ctx *ctx, const hop_spectrum *s, hopi_jpl_samples *w)
{
    const size_t n = s->count;
    w->block = n <= SIZE_MAX / ARRAYS
                   ? hopi_allocate(w->allocator, n * ARRAYS, sizeof *w->block)
                   : NULL;
    if (!w->block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    w->sigma = w->block;
    w->sigma_im = w->block + n;
    w->f_hz = w->block + 2 * n;
    w->y = w->block + 3 * n;
    w->c = w->block + 4 * n;
    w->problem.d = w->block + 5 * n;
    w->problem.g = w->block + 6 * n;
    w->problem.scan = w->block + 7 * n;
    w->problem.ratio = w->block + 8 * n;
    /* Once y and c are made the conductivities are no longer needed. */
    w->L = w->sigma;
    return HOP_OK;
}

double hopi_jpl_residual_scale(int32_t weighting, double sigma, double sigma_im, double sd)
{
    switch (weighting) {
    case HOP_WEIGHTING_PROPORTIONAL:
        return sigma;
    case HOP_WEIGHTING_MODULUS:
        return hypot(sigma, sigma_im);
    case HOP_WEIGHTING_GIVEN:
        return sd;
    default:
        return 1.0;
    }
}

/* Copies the points inside the frequency range that the weighting can use. */
static hop_status select_points(hop_ctx *ctx, const hop_spectrum *s,
                                const hopi_jpl_settings *settings, hopi_jpl_samples *w)
{
    double largest = 0.0;
    int has_positive = 0, varies = 0;
    for (size_t k = 0; k < s->count; k++) {
        if (s->freq_hz[k] < settings->f_min_hz || s->freq_hz[k] > settings->f_max_hz) {
            continue;
        }
        const double scale = hopi_jpl_residual_scale(settings->weighting, w->sigma[k],
                                                     w->sigma_im[k],
                                                     s->sd_s_per_m ? s->sd_s_per_m[k] : 0.0);
        if (scale <= 0.0) {
            w->excluded++;
            continue;
        }
        const size_t at = w->count++;
        w->f_hz[at] = s->freq_hz[k];
        w->y[at] = w->sigma[k];
        w->c[at] = scale;
        has_positive |= w->sigma[k] > 0.0;
        varies |= w->y[at] != w->y[0];
        largest = fmax(largest, fabs(w->sigma[k]));
    }
    if (w->count < MIN_POINTS && (w->count > 0 || w->excluded == 0)) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu usable points in the window (%zu left out because their "
                         "conductivity is not positive): the fit needs at least %d",
                         w->count, w->excluded, MIN_POINTS);
    }
    if (!has_positive) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "no point has a positive conductivity: check the sign of the imaginary "
                         "part");
    }
    if (!varies) {
        return hopi_fail(ctx, HOP_ERR_NO_VARIATION,
                         "all %zu conductivities are equal (%g S/m): there is nothing to fit",
                         w->count, w->y[0]);
    }
    /* A power of two changes no digit, so units do not matter to the solver. */
    int exponent;
    frexp(largest, &exponent);
    w->scale = ldexp(1.0, exponent);
    return HOP_OK;
}

static hop_status make_problem(hop_ctx *ctx, const hopi_jpl_settings *settings, hopi_jpl_samples *w)
{
    double mean_ln_f = 0.0;
    for (size_t k = 0; k < w->count; k++) {
        mean_ln_f += log(w->f_hz[k]) / (double)w->count;
    }
    w->f_ref_hz = exp(mean_ln_f);
    for (size_t k = 0; k < w->count; k++) {
        const double s_k = w->c[k] / w->scale;
        w->L[k] = log(w->f_hz[k] / w->f_ref_hz);
        w->y[k] /= w->scale;
        w->c[k] = 1.0 / (s_k * s_k);
    }
    w->problem.count = w->count;
    w->problem.log_omega = w->L;
    w->problem.y = w->y;
    w->problem.c = w->c;
    w->problem.n_min = settings->n_min;
    w->problem.n_max = settings->n_max;
    hopi_jpl_prepare(&w->problem);
    if (!isfinite(w->problem.c_sum) || w->problem.c_sum <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_NOT_FINITE,
                         "the weights 1/s^2 leave the range of numbers: standard deviations or "
                         "conductivities are too small or too large");
    }
    if (w->problem.y_mean <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "the weighted mean of the conductivities is %g S/m, expected it positive",
                         w->problem.y_mean * w->scale);
    }
    return HOP_OK;
}

static hop_status check_data(hop_ctx *ctx, const hop_spectrum *s, const hopi_jpl_settings *settings)
{
    if (settings->weighting == HOP_WEIGHTING_GIVEN && !s->sd_s_per_m) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "weighting by given standard deviations: the spectrum has none");
    }
    return HOP_OK;
}

hop_status hopi_jpl_samples_open(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_jpl_settings *settings, hopi_jpl_samples *samples)
{
    *samples = (hopi_jpl_samples){.allocator = hopi_allocator_of(ctx)};
    hop_status status = check_data(ctx, s, settings);
    if (status == HOP_OK) {
        status = allocate(ctx, s, samples);
    }
    if (status == HOP_OK) {
        const int needs_im = settings->weighting == HOP_WEIGHTING_MODULUS;
        status = hopi_spectrum_conductivity(ctx, s, samples->sigma,
                                            needs_im ? samples->sigma_im : NULL);
    }
    if (status == HOP_OK) {
        status = select_points(ctx, s, settings, samples);
    }
    if (status == HOP_OK) {
        status = make_problem(ctx, settings, samples);
    }
    if (status != HOP_OK) {
        hopi_jpl_samples_close(samples);
    }
    return status;
}

void hopi_jpl_samples_close(hopi_jpl_samples *samples)
{
    hopi_release(samples->allocator, samples->block);
    samples->block = NULL;
}
