/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/constants.h"
#include "global_handle.h"
#include "jpl/samples.h"
#include "spectrum/handle.h"

static void release(hopi_global_work *w)
{
    for (size_t i = 0; i < w->count && w->singles; i++) {
        hop_jpl_destroy(w->singles[i].fit);
        hop_hopping_destroy(w->singles[i].hopping);
    }
    hopi_release(w->allocator, w->singles);
    hopi_release(w->allocator, w->spectra);
    hopi_release(w->allocator, w->points);
    hopi_release(w->allocator, w->lm);
}

static hop_status check(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                        int32_t exponent)
{
    if (exponent < HOP_EXPONENT_PER_TEMPERATURE || exponent > HOP_EXPONENT_LINEAR) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "exponent %d: expected HOP_EXPONENT_PER_TEMPERATURE (1) to "
                         "HOP_EXPONENT_LINEAR (3)",
                         (int)exponent);
    }
    if (exponent == HOP_EXPONENT_PER_TEMPERATURE && count > HOPI_GLOBAL_MOST_PARAMETERS - HOPI_GLOBAL_N) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "%zu spectra with their own n: expected %d or fewer", count,
                         HOPI_GLOBAL_MOST_PARAMETERS - HOPI_GLOBAL_N);
    }
    int differ = 0;
    for (size_t i = 0; i < count; i++) {
        if (!spectra[i]) {
            return hopi_fail(ctx, HOP_ERR_NULL_ARGUMENT, "spectrum %zu is NULL", i + 1);
        }
        if (isnan(spectra[i]->temperature_k)) {
            return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "spectrum %zu: the temperature is not known",
                             i + 1);
        }
        differ |= spectra[i]->temperature_k != spectra[0]->temperature_k;
    }
    return differ ? HOP_OK
                  : hopi_fail(ctx, HOP_ERR_TOO_FEW_TEMPERATURES,
                              "%zu spectra at one temperature: two are needed", count);
}

static hop_status fit_singles(hop_ctx *ctx, const hop_spectrum *const *spectra,
                              const hop_jpl_options *options, hopi_global_work *w)
{
    for (size_t i = 0; i < w->count; i++) {
        hopi_global_single *one = &w->singles[i];
        hop_status status = hop_jpl_fit(ctx, spectra[i], options, &one->fit);
        if (status == HOP_OK) {
            status = hop_hopping_extract(ctx, one->fit, spectra[i], HOP_EXTRACTOR_FIT,
                                         &one->hopping);
        }
        if (status != HOP_OK) {
            hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
            return status;
        }
        status = hopi_progress(ctx, 0.5 * (double)(i + 1) / (double)w->count);
        if (status != HOP_OK) {
            return status;
        }
    }
    return HOP_OK;
}

/* Residuals are in units of the scatter of the spectrum about its own fit. */
static hop_status gather(hop_ctx *ctx, const hop_spectrum *const *spectra, hopi_global_work *w)
{
    size_t total = 0;
    for (size_t i = 0; i < w->count; i++) {
        total += (size_t)w->singles[i].fit->points;
    }
    w->points = hopi_allocate(w->allocator, total, 3 * sizeof *w->points);
    if (!w->points) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    double *ln_f = w->points, *sigma = ln_f + total, *weight = sigma + total;
    size_t at = 0;
    for (size_t i = 0; i < w->count; i++) {
        const hop_jpl *fit = w->singles[i].fit;
        hopi_jpl_settings settings = fit->settings;
        settings.f_min_hz = fit->f_min_hz;
        settings.f_max_hz = fit->f_max_hz;
        hopi_jpl_samples samples;
        const hop_status status = hopi_jpl_samples_open(ctx, spectra[i], &settings, 0, &samples);
        if (status != HOP_OK) {
            return status;
        }
        const double noise = sqrt(hopi_jpl_unit_variance(fit));
        w->spectra[i].first = at;
        w->spectra[i].count = samples.count;
        for (size_t k = 0; k < samples.count && at < total; k++, at++) {
            ln_f[at] = log(samples.f_hz[k]);
            sigma[at] = samples.y[k] * samples.scale;
            weight[at] = sqrt(samples.c[k]) / samples.scale / noise;
        }
        hopi_jpl_samples_close(&samples);
    }
    w->data.points = at;
    w->data.ln_f = ln_f;
    w->data.sigma = sigma;
    w->data.weight = weight;
    return HOP_OK;
}

static void place_temperatures(const hop_spectrum *const *spectra, hopi_global_work *w)
{
    double mean_t = 0.0;
    for (size_t i = 0; i < w->count; i++) {
        const double T = spectra[i]->temperature_k;
        mean_t += T / (double)w->count;
        w->x_mean += 1.0 / (HOPI_BOLTZMANN_EV_PER_K * T) / (double)w->count;
    }
    for (size_t i = 0; i < w->count; i++) {
        const double T = spectra[i]->temperature_k;
        w->spectra[i].temperature_k = T;
        w->spectra[i].xi = 1.0 / (HOPI_BOLTZMANN_EV_PER_K * T) - w->x_mean;
        w->spectra[i].mean_t = T - mean_t;
    }
}

static hop_status prepare(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                          const hop_jpl_options *options, int32_t exponent, hopi_global_work *w)
{
    w->count = count;
    w->singles = hopi_allocate(w->allocator, count, sizeof *w->singles);
    w->spectra = hopi_allocate(w->allocator, count, sizeof *w->spectra);
    if (!w->singles || !w->spectra) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    place_temperatures(spectra, w);
    w->data.exponent = exponent;
    w->data.spectra = count;
    w->data.spectrum = w->spectra;
    const hop_status status = fit_singles(ctx, spectra, options, w);
    return status == HOP_OK ? gather(ctx, spectra, w) : status;
}

hop_status hop_global_fit(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                          const hop_jpl_options *options, int32_t exponent, hop_global **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!spectra) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check(ctx, count, spectra, exponent);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_jpl_settings *settings = options ? &options->settings : &hopi_jpl_default_settings;
    hopi_global_work w = {.allocator = hopi_allocator_of(ctx)};
    hop_global *g = hopi_allocate(w.allocator, 1, sizeof *g);
    if (g) {
        g->allocator = w.allocator;
        g->count = count;
        g->spectra = hopi_allocate(w.allocator, count, sizeof *g->spectra);
    }
    if (!g || !g->spectra) {
        status = hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status == HOP_OK) {
        status = prepare(ctx, count, spectra, options, exponent, &w);
    }
    if (status == HOP_OK) {
        status = hopi_global_solve(ctx, settings, &w, g);
    }
    release(&w);
    if (status != HOP_OK) {
        hop_global_destroy(g);
        return status;
    }
    *out = g;
    return HOP_OK;
}
