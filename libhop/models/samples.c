/* SPDX-License-Identifier: BSD-3-Clause */
#include "samples.h"

#include <math.h>
#include <stdint.h>

#include "base/constants.h"
#include "base/instructions.h"
#include "jpl/samples.h"
#include "spectrum/handle.h"
#include "spectrum/immittance.h"

enum { ARRAYS = 4 };

typedef struct arrays {
    double *omega, *re, *im, *weight;
} arrays;

static hop_status allocate(hop_ctx *ctx, size_t n, hopi_model_samples *w, arrays *a)
{
    w->block = n <= SIZE_MAX / ARRAYS ? hopi_allocate(w->allocator, n * ARRAYS, sizeof *w->block)
                                      : NULL;
    if (!w->block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    *a = (arrays){w->block, w->block + n, w->block + 2 * n, w->block + 3 * n};
    return HOP_OK;
}

/* Frequencies come in Hz and in ascending order; the reference is their geometric mean. */
static void finish(const hop_ctx *ctx, hopi_model_samples *w, const arrays *a, size_t count,
                   int is_complex)
{
    double mean_ln_f = 0.0;
    w->f_min_hz = a->omega[0];
    w->f_max_hz = a->omega[count - 1];
    for (size_t k = 0; k < count; k++) {
        mean_ln_f += log(a->omega[k]) / (double)count;
    }
    const double f_ref_hz = exp(mean_ln_f);
    w->units.omega_ref = 2.0 * HOPI_PI * f_ref_hz;
    w->range = (hopi_model_range){w->f_min_hz / f_ref_hz, w->f_max_hz / f_ref_hz, INFINITY, 0.0};
    for (size_t k = 0; k < count; k++) {
        const double size = is_complex ? hypot(a->re[k], a->im[k]) : fabs(a->re[k]);
        a->omega[k] /= f_ref_hz;
        w->range.size_min = size > 0.0 ? fmin(w->range.size_min, size) : w->range.size_min;
        w->range.size_max = fmax(w->range.size_max, size);
    }
    w->data = (hopi_model_data){count, a->omega, a->re, is_complex ? a->im : NULL, a->weight,
                                hopi_instructions_of(ctx)};
}

/* σ′ exactly as hop_jpl_fit() takes it. */
static hop_status take_conductivity(hop_ctx *ctx, const hop_spectrum *s,
                                    const hopi_model_settings *settings, hopi_model_samples *w)
{
    hopi_jpl_settings jpl = hopi_jpl_default_settings;
    jpl.weighting = settings->weighting;
    jpl.f_min_hz = settings->f_min_hz;
    jpl.f_max_hz = settings->f_max_hz;
    hopi_jpl_samples from;
    hop_status status = hopi_jpl_samples_open(ctx, s, &jpl, 0, &from);
    if (status != HOP_OK) {
        return status;
    }
    arrays a = {0};
    status = allocate(ctx, from.count, w, &a);
    for (size_t k = 0; k < from.count && status == HOP_OK; k++) {
        a.omega[k] = from.f_hz[k];
        a.re[k] = from.y[k];
        a.weight[k] = sqrt(from.c[k]);
    }
    if (status == HOP_OK) {
        w->excluded = from.excluded;
        w->units.size = from.scale;
        w->units.length_over_area_per_m = s->thickness_m / s->area_m2;
        finish(ctx, w, &a, from.count, 0);
    }
    hopi_jpl_samples_close(&from);
    return status;
}

static hop_status check_impedance(hop_ctx *ctx, const hop_spectrum *s,
                                  const hopi_model_settings *settings, int is_resistivity)
{
    if (!s->im) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "model %s needs the imaginary part, which is not known",
                         hop_model_name(settings->model));
    }
    if (is_resistivity
        && (s->representation == HOP_IMPEDANCE || s->representation == HOP_ADMITTANCE
            || (settings->parts & ~(uint32_t)HOP_PART_EPS_INF) != 0)) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "model %s needs thickness and electrode area, which are not known",
                         hop_model_name(settings->model));
    }
    return HOP_OK;
}

static hop_status select_points(hop_ctx *ctx, const hop_spectrum *s,
                                const hopi_model_settings *settings, hopi_model_samples *w,
                                const arrays *a)
{
    size_t count = 0;
    double mean_ln = 0.0;
    for (size_t k = 0; k < s->count; k++) {
        if (s->freq_hz[k] < settings->f_min_hz || s->freq_hz[k] > settings->f_max_hz) {
            continue;
        }
        const hopi_complex z = {a->re[k], a->im[k]};
        const hopi_complex value = w->units.is_resistivity ? hopi_reciprocal(z) : z;
        const double size = hypot(value.re, value.im);
        if (!isfinite(size)) {
            return hopi_fail(ctx, HOP_ERR_NOT_FINITE,
                             "the impedance at %g Hz is not a finite number", s->freq_hz[k]);
        }
        if (size <= 0.0) {
            w->excluded++;
            continue;
        }
        a->omega[count] = s->freq_hz[k];
        a->re[count] = value.re;
        a->im[count] = value.im;
        mean_ln += log(size);
        count++;
    }
    if (count == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "no usable point in the window");
    }
    /* A power of two changes no digit, so units do not matter to the solver. */
    w->units.size = ldexp(1.0, (int)lround(mean_ln / (double)count / log(2.0)));
    const int is_unit = settings->weighting == HOP_WEIGHTING_UNIT;
    for (size_t k = 0; k < count; k++) {
        a->re[k] /= w->units.size;
        a->im[k] /= w->units.size;
        a->weight[k] = is_unit ? w->units.size : 1.0 / hypot(a->re[k], a->im[k]);
    }
    finish(ctx, w, a, count, 1);
    return HOP_OK;
}

static hop_status take_impedance(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_model_settings *settings, hopi_model_samples *w)
{
    const double length_over_area_per_m = s->thickness_m / s->area_m2;
    const int is_resistivity = isnan(length_over_area_per_m);
    arrays a = {0};
    hop_status status = check_impedance(ctx, s, settings, is_resistivity);
    if (status == HOP_OK) {
        status = allocate(ctx, s->count, w, &a);
    }
    if (status != HOP_OK) {
        return status;
    }
    w->units.is_resistivity = is_resistivity;
    w->units.length_over_area_per_m = is_resistivity ? 1.0 : length_over_area_per_m;
    status = hop_spectrum_values(s, is_resistivity ? HOP_CONDUCTIVITY : HOP_IMPEDANCE, a.re, a.im,
                                 s->count, NULL);
    if (status != HOP_OK) {
        return hopi_fail(ctx, status, "a point has no finite impedance");
    }
    return select_points(ctx, s, settings, w, &a);
}

hop_status hopi_model_samples_open(hop_ctx *ctx, const hop_spectrum *s,
                                   const hopi_model_settings *settings,
                                   hopi_model_samples *samples)
{
    *samples = (hopi_model_samples){.allocator = hopi_allocator_of(ctx)};
    const hop_status status = hopi_model_is_complex(settings->model)
                                  ? take_impedance(ctx, s, settings, samples)
                                  : take_conductivity(ctx, s, settings, samples);
    if (status != HOP_OK) {
        hopi_model_samples_close(samples);
    }
    return status;
}

void hopi_model_samples_close(hopi_model_samples *samples)
{
    hopi_release(samples->allocator, samples->block);
    samples->block = NULL;
}
