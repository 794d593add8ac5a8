/* SPDX-License-Identifier: BSD-3-Clause */
#include "samples.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/constants.h"
#include "base/instructions.h"
#include "spectrum/handle.h"

enum { MIN_POINTS = 4, ARRAYS = 7, ALIGNMENT = 64 };

/* The first place at or after a number of bytes that no vector has to straddle. */
static double *aligned(void *block, size_t offset)
{
    const uintptr_t place = (uintptr_t)block + offset;
    return (double *)((place + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
}

size_t hopi_jpl_samples_size(size_t count, size_t header_size)
{
    const size_t most = (PTRDIFF_MAX - header_size - ALIGNMENT) / ARRAYS / sizeof(double);
    return count <= most - HOPI_BINS
               ? header_size + ALIGNMENT + ARRAYS * hopi_jpl_padded(count) * sizeof(double)
               : 0;
}

static void place(void *block, size_t header_size, size_t count, hopi_jpl_samples *w)
{
    const size_t n = hopi_jpl_padded(count);
    w->block = block;
    w->y = aligned(block, header_size);
    w->c = w->y + n;
    w->L = w->c + n;
    w->problem.g = w->L + n;
    w->problem.scan = w->L + 2 * n;
    w->problem.ratio = w->L + 3 * n;
}

double hopi_jpl_residual_scale(int32_t weighting, double sigma, double sigma_im, double sd)
{
    switch (weighting) {
    case HOP_WEIGHTING_PROPORTIONAL:
    case HOP_WEIGHTING_FITTED: /* to begin with */
        return sigma;
    case HOP_WEIGHTING_MODULUS:
        return hypot(sigma, sigma_im);
    case HOP_WEIGHTING_GIVEN:
        return sd;
    default:
        return 1.0;
    }
}

/* σ′ and s_k of all points, where they stand or in y and c, and the range of s_k. */
typedef struct raw {
    const double *sigma, *scale;
    double smallest, largest;
} raw;

/* The powers' array has room for σ″. */
static hop_status take_conductivity(hop_ctx *ctx, const hop_spectrum *s, int32_t weighting,
                                    hopi_jpl_samples *w, raw *data)
{
    const int is_modulus = weighting == HOP_WEIGHTING_MODULUS;
    double *sigma_im = is_modulus ? w->problem.g : NULL;
    data->sigma = s->representation == HOP_CONDUCTIVITY ? s->re : w->y;
    if (data->sigma == w->y || is_modulus) {
        const hop_status status = hopi_spectrum_conductivity(ctx, s, w->y, sigma_im);
        if (status != HOP_OK) {
            return status;
        }
    }
    data->scale = weighting == HOP_WEIGHTING_GIVEN ? s->sd_s_per_m : data->sigma;
    if (is_modulus || weighting == HOP_WEIGHTING_UNIT) {
        data->scale = w->c;
        for (size_t k = 0; k < s->count; k++) {
            w->c[k] = hopi_jpl_residual_scale(weighting, data->sigma[k],
                                              sigma_im ? sigma_im[k] : 0.0, 0.0);
        }
    }
    return HOP_OK;
}

/* The points first … end − 1 that have a scale move to the front of arrays of their own. */
static void compact(const hop_spectrum *s, size_t first, size_t end, hopi_jpl_samples *w,
                    raw *data)
{
    double *f_hz = w->L + 4 * hopi_jpl_padded(s->count);
    for (size_t k = first; k < end; k++) {
        const double sigma = data->sigma[k], scale = data->scale[k];
        if (scale > 0.0) {
            const size_t at = w->count++;
            f_hz[at] = s->freq_hz[k];
            w->y[at] = sigma;
            w->c[at] = scale;
        } else {
            w->excluded++;
        }
    }
    w->f_hz = f_hz;
    *data = (raw){.sigma = w->y, .scale = w->c};
}

/* Keeps the points inside the frequency range that the weighting can use. */
static void select_points(const hop_spectrum *s, const hopi_jpl_settings *settings,
                          hopi_jpl_samples *w, raw *data)
{
    size_t first = 0, end = s->count;
    while (first < end && s->freq_hz[first] < settings->f_min_hz) {
        first++;
    }
    while (end > first && s->freq_hz[end - 1] > settings->f_max_hz) {
        end--;
    }
    data->smallest = 1.0;
    if (end > first) {
        w->problem.kernels->extremes(end - first, data->scale + first, &data->smallest,
                                     &data->largest);
    }
    if (end - first == s->count && data->smallest > 0.0) {
        memcpy(w->L, s->ln_f, s->count * sizeof *w->L);
        w->ln_omega_ref = s->ln_f_ref + log(2.0 * HOPI_PI);
        w->count = s->count;
        w->f_hz = s->freq_hz;
        return;
    }
    compact(s, first, end, w, data);
    w->ln_omega_ref = hopi_centred_logarithms(w->count, w->f_hz, w->L) + log(2.0 * HOPI_PI);
}

static hop_status check_points(hop_ctx *ctx, const raw *data, hopi_jpl_samples *w)
{
    double smallest = data->smallest, largest = data->largest;
    if (data->sigma != data->scale && w->count > 0) {
        w->problem.kernels->extremes(w->count, data->sigma, &smallest, &largest);
    }
    if (w->count < MIN_POINTS && (w->count > 0 || w->excluded == 0)) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu usable points in the window (%zu left out because their "
                         "conductivity is not positive): the fit needs at least %d",
                         w->count, w->excluded, MIN_POINTS);
    }
    if (!(largest > 0.0)) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "no point has a positive conductivity: check the sign of the imaginary "
                         "part");
    }
    if (!(largest > smallest)) {
        return hopi_fail(ctx, HOP_ERR_NO_VARIATION,
                         "all %zu conductivities are equal (%g S/m): there is nothing to fit",
                         w->count, data->sigma[0]);
    }
    /*
     * A power of two changes no digit, so units do not matter to the solver. The last point
     * need not wait for the largest.
     */
    const double most = largest > -smallest ? largest : -smallest;
    const double last = data->sigma[w->count - 1];
    int exponent;
    frexp(last > 1e-100 * most ? last : most, &exponent);
    w->scale = ldexp(1.0, exponent);
    w->ln_scale = exponent * log(2.0);
    return HOP_OK;
}

/* The powers ωⁿ must be numbers; 100 decades are far beyond any measurement. */
static hop_status check_range(hop_ctx *ctx, const hopi_jpl_samples *w)
{
    const double most_decades = 100.0;
    const double decades = (w->L[w->count - 1] - w->L[0]) / log(10.0);
    if (!(decades <= most_decades)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "frequencies from %g to %g Hz are %.0f decades: expected at most %.0f",
                         w->f_hz[0], w->f_hz[w->count - 1], decades, most_decades);
    }
    return HOP_OK;
}

static hop_status make_problem(hop_ctx *ctx, const hopi_jpl_settings *settings,
                               const raw *data, hopi_jpl_samples *w)
{
    hopi_jpl_problem *problem = &w->problem;
    double cy_sum;
    problem->kernels->weigh(w->count, w->scale, data->sigma, data->scale, w->y, w->c,
                            &problem->points.c_sum, &cy_sum);
    problem->count = w->count;
    problem->points.padded = hopi_jpl_padded(w->count);
    problem->points.L = w->L;
    problem->points.y = w->y;
    problem->points.c = w->c;
    problem->points.y_mean = cy_sum / problem->points.c_sum;
    problem->n_min = settings->n_min;
    problem->n_max = settings->n_max;
    double *const arrays[3] = {w->L, w->y, w->c};
    for (int i = 0; i < 3; i++) {
        memset(arrays[i] + w->count, 0, (problem->points.padded - w->count) * sizeof **arrays);
    }
    problem->constant_ssr = problem->kernels->scatter(&problem->points);
    if (!isfinite(problem->points.c_sum) || problem->points.c_sum <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_NOT_FINITE,
                         "the weights 1/s^2 leave the range of numbers: standard deviations or "
                         "conductivities are too small or too large");
    }
    if (problem->points.y_mean <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "the weighted mean of the conductivities is %g S/m, expected it positive",
                         problem->points.y_mean * w->scale);
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

hop_status hopi_jpl_samples_take(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_jpl_settings *settings, const hopi_kernels *kernels,
                                 void *block, size_t header_size, hopi_jpl_samples *samples)
{
    raw data = {0};
    samples->problem.kernels = kernels;
    samples->count = samples->excluded = 0;
    place(block, header_size, s->count, samples);
    hop_status status = take_conductivity(ctx, s, settings->weighting, samples, &data);
    if (status == HOP_OK) {
        select_points(s, settings, samples, &data);
        status = check_points(ctx, &data, samples);
    }
    if (status == HOP_OK) {
        status = check_range(ctx, samples);
    }
    if (status == HOP_OK) {
        status = make_problem(ctx, settings, &data, samples);
    }
    return status;
}

hop_status hopi_jpl_samples_open(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_jpl_settings *settings, size_t header_size,
                                 hopi_jpl_samples *samples)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    samples->allocator = allocator;
    hop_status status = check_data(ctx, s, settings);
    if (status != HOP_OK) {
        return status;
    }
    void *block = hopi_allocate_unset(allocator, 1,
                                      hopi_jpl_samples_size(s->count, header_size));
    if (!block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const hopi_kernels *kernels = hopi_kernels_of(hopi_instructions_of(ctx));
    status = hopi_jpl_samples_take(ctx, s, settings, kernels, block, header_size, samples);
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
