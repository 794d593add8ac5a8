/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/instructions.h"
#include "base/threads.h"
#include "handle.h"
#include "spectrum/handle.h"
#include "spectrum/immittance.h"

enum { FEWEST_POINTS = 5 };

static const double two_pi = 6.28318530717958647692;

/* Beyond these spans products leave the range of double. */
static const double most_decades = 60.0, most_moduli = 1e100;

hop_status hopi_kk_measured(hop_ctx *ctx, const hop_spectrum *s, int is_admittance, double *re,
                            double *im, double *modulus, int *has_geometry)
{
    if (!s->im) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "only the real part of the spectrum is known: the Kramers-Kronig "
                         "relations are between both parts");
    }
    *has_geometry = hopi_spectrum_has_impedance(s);
    const int32_t direct = is_admittance ? HOP_ADMITTANCE : HOP_IMPEDANCE;
    const hop_status status = hop_spectrum_values(s, *has_geometry ? direct : HOP_CONDUCTIVITY,
                                                  re, im, s->count, NULL);
    if (status != HOP_OK) {
        return hopi_fail_plain(ctx, status);
    }
    for (size_t i = 0; i < s->count; i++) {
        if (!*has_geometry && !is_admittance) {
            const hopi_complex z = hopi_reciprocal((hopi_complex){re[i], im[i]});
            re[i] = z.re;
            im[i] = z.im;
        }
        modulus[i] = hypot(re[i], im[i]);
        if (!(isfinite(modulus[i]) && isfinite(1.0 / modulus[i]))) {
            return hopi_fail(ctx, modulus[i] > 0.0 ? HOP_ERR_NOT_FINITE : HOP_ERR_NOT_POSITIVE,
                             "%g Hz: the modulus is %g, expected a positive number",
                             s->freq_hz[i], modulus[i]);
        }
    }
    return HOP_OK;
}

static hop_status check(hop_ctx *ctx, const hop_spectrum *s)
{
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (s->count < FEWEST_POINTS) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu points: a Kramers-Kronig test needs %d", s->count,
                         (int)FEWEST_POINTS);
    }
    const double lowest = s->freq_hz[0], highest = s->freq_hz[s->count - 1];
    if (log10(highest) - log10(lowest) > most_decades || lowest < 1e-100 || highest > 1e100) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "frequencies from %g to %g Hz: expected at most %g decades between "
                         "1e-100 and 1e+100 Hz",
                         lowest, highest, most_decades);
    }
    return HOP_OK;
}

static hop_kk *allocate(hopi_allocator allocator, size_t count)
{
    hop_kk *kk = hopi_allocate(allocator, 1, sizeof *kk);
    if (!kk) {
        return NULL;
    }
    kk->allocator = allocator;
    kk->count = count;
    kk->numbers = hopi_allocate(allocator, count, 6 * sizeof(double));
    kk->fails = hopi_allocate(allocator, count, sizeof *kk->fails);
    kk->chain.tau = hopi_allocate(allocator, 2 * HOPI_KK_MOST_ELEMENTS, sizeof(double));
    if (!kk->numbers || !kk->fails || !kk->chain.tau) {
        hop_kk_destroy(kk);
        return NULL;
    }
    kk->chain.weight = kk->chain.tau + HOPI_KK_MOST_ELEMENTS;
    kk->omega = kk->numbers;
    kk->measured_re = kk->numbers + count;
    kk->measured_im = kk->numbers + 2 * count;
    kk->weight = kk->numbers + 3 * count;
    kk->re = kk->numbers + 4 * count;
    kk->im = kk->numbers + 5 * count;
    return kk;
}

/* Makes weights of the moduli, in a unit near the smallest of them that is exact: a power of 2. */
static hop_status scale(hop_ctx *ctx, hop_kk *kk)
{
    double smallest = kk->weight[0], largest = smallest;
    for (size_t i = 1; i < kk->count; i++) {
        smallest = fmin(smallest, kk->weight[i]);
        largest = fmax(largest, kk->weight[i]);
    }
    if (largest / smallest > most_moduli) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "moduli from %g to %g: expected a ratio of at most %g", smallest, largest,
                         most_moduli);
    }
    int exponent;
    frexp(smallest, &exponent);
    kk->scale = ldexp(1.0, exponent);
    for (size_t i = 0; i < kk->count; i++) {
        kk->measured_re[i] /= kk->scale;
        kk->measured_im[i] /= kk->scale;
        kk->weight[i] = 1.0 / (kk->weight[i] / kk->scale);
    }
    return HOP_OK;
}

static hop_status fill(hop_ctx *ctx, const hop_spectrum *s, const hopi_kk_settings *settings,
                       hop_kk *kk)
{
    const int is_admittance = settings->representation == HOP_ADMITTANCE;
    int has_geometry;
    const hop_status status = hopi_kk_measured(ctx, s, is_admittance, kk->measured_re,
                                               kk->measured_im, kk->weight, &has_geometry);
    if (status != HOP_OK) {
        return status;
    }
    const hop_status scaled = scale(ctx, kk);
    if (scaled != HOP_OK) {
        return scaled;
    }
    for (size_t i = 0; i < s->count; i++) {
        kk->omega[i] = two_pi * s->freq_hz[i];
    }
    kk->warnings = has_geometry ? 0 : HOP_KK_NO_GEOMETRY;
    kk->warnings |= settings->part != HOP_KK_COMPLEX && isnan(settings->tolerance)
                        ? HOP_KK_ONE_PART
                        : 0;
    kk->problem = (hopi_kk_problem){.count = s->count, .omega = kk->omega,
                                    .re = kk->measured_re, .im = kk->measured_im,
                                    .weight = kk->weight, .part = settings->part,
                                    .is_admittance = is_admittance, .terms = settings->terms,
                                    .extension = settings->extension};
    const size_t most = hopi_kk_most_elements(&kk->problem);
    const hopi_kk_choice *choice = &settings->choice;
    if (most == 0 || (choice->method == HOP_KK_M_FIXED && choice->m > most)) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu points determine at most %zu elements of the chain", s->count, most);
    }
    return HOP_OK;
}

static hop_status prepare(hop_ctx *ctx, const hop_spectrum *s, const hopi_kk_settings *settings,
                          hop_kk **out)
{
    hop_status status = check(ctx, s);
    if (status != HOP_OK) {
        return status;
    }
    *out = allocate(hopi_allocator_of(ctx), s->count);
    return *out ? fill(ctx, s, settings, *out) : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
}

static void judge(const hopi_kk_settings *settings, hop_kk *kk)
{
    kk->pseudo_chi2 = hopi_kk_residuals(&kk->problem, &kk->chain, kk->re, kk->im);
    kk->judgement = hopi_kk_judge(kk->count, kk->omega, kk->re, kk->im, settings->tolerance,
                                  kk->fails);
}

/* The same chain fitted to the complex conjugate; the measurement is put back. */
static int conjugate_passes(const hopi_kk_settings *settings, const hopi_kk_scratch *scratch,
                            hop_kk *kk)
{
    for (size_t i = 0; i < kk->count; i++) {
        kk->measured_im[i] = -kk->measured_im[i];
    }
    const int info = hopi_kk_refit(&kk->problem, scratch, &kk->chain);
    judge(settings, kk);
    for (size_t i = 0; i < kk->count; i++) {
        kk->measured_im[i] = -kk->measured_im[i];
    }
    return info == 0 && kk->judgement.failing == 0;
}

static void run(const hopi_kk_settings *settings, const hopi_kk_scratch *scratch, hop_kk *kk)
{
    kk->info = hopi_kk_choose(&kk->problem, &settings->choice, scratch, &kk->chain, kk->re,
                              kk->im, &kk->warnings);
    if (kk->info != 0) {
        return;
    }
    judge(settings, kk);
    if (hop_kk_passes(kk) == 0) {
        kk->warnings |= conjugate_passes(settings, scratch, kk) ? HOP_KK_CONJUGATE : 0;
        kk->info = hopi_kk_refit(&kk->problem, scratch, &kk->chain);
        judge(settings, kk);
    }
}

typedef struct batch {
    const hopi_kk_settings *settings;
    hop_kk **tests;
    hopi_kk_scratch scratch[HOPI_MAX_THREADS];
} batch;

static void run_some(void *user, size_t worker, size_t begin, size_t end)
{
    const batch *b = user;
    for (size_t i = begin; i < end; i++) {
        run(b->settings, &b->scratch[worker], b->tests[i]);
    }
}

static hop_status run_all(hop_ctx *ctx, size_t count, const hopi_kk_settings *settings,
                          hop_kk **tests)
{
    size_t points = 0, elements = 1;
    for (size_t i = 0; i < count; i++) {
        const size_t room = hopi_kk_room(&tests[i]->problem, &settings->choice);
        points = tests[i]->count > points ? tests[i]->count : points;
        elements = room > elements ? room : elements;
    }
    const size_t workers = (size_t)hopi_threads_of(ctx) < count ? (size_t)hopi_threads_of(ctx)
                                                                : count;
    const size_t doubles = hopi_kk_scratch_doubles(points, elements);
    const size_t pivots = hopi_kk_scratch_pivots(elements);
    if (doubles == 0 || doubles > SIZE_MAX / sizeof(double) / workers) {
        return hopi_fail_plain(ctx, HOP_ERR_SIZE_OVERFLOW);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    double *memory = hopi_allocate(allocator, workers, doubles * sizeof *memory);
    lapack_int *places = hopi_allocate(allocator, workers, pivots * sizeof *places);
    batch b = {.settings = settings, .tests = tests};
    hop_status status = HOP_ERR_OUT_OF_MEMORY;
    if (memory && places) {
        const hopi_dense *dense = hopi_dense_of(hopi_instructions_of(ctx));
        for (size_t w = 0; w < workers; w++) {
            b.scratch[w] = hopi_kk_scratch_over(dense, points, elements, memory + w * doubles,
                                                places + w * pivots);
        }
        status = hopi_parallel(ctx, count, 1, run_some, &b);
    } else {
        hopi_fail_plain(ctx, status);
    }
    hopi_release(allocator, memory);
    hopi_release(allocator, places);
    return status;
}

hop_status hop_kk_test_batch(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                             const hop_kk_options *options, hop_kk **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = NULL;
    }
    if (!spectra) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (count == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "no spectrum was given");
    }
    const hopi_kk_settings *settings = options ? &options->settings : &hopi_kk_default_settings;
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        status = prepare(ctx, spectra[i], settings, &out[i]);
        if (status != HOP_OK) {
            hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
        }
    }
    status = status == HOP_OK ? run_all(ctx, count, settings, out) : status;
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        if (out[i]->info != 0) {
            status = hopi_fail(ctx, HOP_ERR_LAPACK, "spectrum %zu: dgelsy answered %d", i + 1,
                               out[i]->info);
        }
    }
    for (size_t i = 0; i < count && status != HOP_OK; i++) {
        hop_kk_destroy(out[i]);
        out[i] = NULL;
    }
    return status;
}

hop_status hop_kk_test(hop_ctx *ctx, const hop_spectrum *s, const hop_kk_options *options,
                       hop_kk **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    const hopi_kk_settings *settings = options ? &options->settings : &hopi_kk_default_settings;
    hop_kk *kk = NULL;
    hop_status status = prepare(ctx, s, settings, &kk);
    if (status == HOP_OK) {
        status = run_all(ctx, 1, settings, &kk);
    }
    if (status == HOP_OK && kk->info != 0) {
        status = hopi_fail(ctx, HOP_ERR_LAPACK, "dgelsy answered %d", kk->info);
    }
    if (status != HOP_OK) {
        hop_kk_destroy(kk);
        return status;
    }
    *out = kk;
    return HOP_OK;
}

void hop_kk_destroy(hop_kk *kk)
{
    if (kk) {
        hopi_release(kk->allocator, kk->numbers);
        hopi_release(kk->allocator, kk->fails);
        hopi_release(kk->allocator, kk->chain.tau);
        hopi_release(kk->allocator, kk);
    }
}
