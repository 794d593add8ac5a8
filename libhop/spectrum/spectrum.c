/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "immittance.h"

/* A point's place in the input, for texts: people count from 1. */
#define PLACE(k) ((k) + 1)

static int is_unknown_or_positive(double value)
{
    return isnan(value) || (isfinite(value) && value > 0.0);
}

static hop_status check_geometry(hop_ctx *ctx, double thickness_m, double area_m2)
{
    if (!is_unknown_or_positive(thickness_m)) {
        return hopi_fail(ctx, HOP_ERR_BAD_GEOMETRY,
                         "thickness %g m is not a positive length", thickness_m);
    }
    if (!is_unknown_or_positive(area_m2)) {
        return hopi_fail(ctx, HOP_ERR_BAD_GEOMETRY,
                         "electrode area %g m2 is not a positive area", area_m2);
    }
    return HOP_OK;
}

static hop_status check_points(hop_ctx *ctx, size_t n, const double *freq_hz, const double *re,
                               const double *im)
{
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(freq_hz[k]) || freq_hz[k] <= 0.0) {
            return hopi_fail(ctx, HOP_ERR_BAD_FREQUENCY,
                             "point %zu: frequency %g Hz is not a positive number", PLACE(k),
                             freq_hz[k]);
        }
        if (!isfinite(re[k]) || (im && !isfinite(im[k]))) {
            return hopi_fail(ctx, HOP_ERR_NOT_FINITE,
                             "point %zu (%g Hz): the %s part is %g, expected a finite number",
                             PLACE(k), freq_hz[k], isfinite(re[k]) ? "imaginary" : "real",
                             isfinite(re[k]) ? im[k] : re[k]);
        }
    }
    return HOP_OK;
}

/* One block of memory, in which what a fit reads stands together. */
static hop_spectrum *allocate(hopi_allocator allocator, size_t n, int has_im, int has_sd)
{
    enum { DOUBLES = 5 };
    const size_t arrays = DOUBLES - !has_im - !has_sd, element = sizeof(double);
    if (n > (PTRDIFF_MAX - sizeof(hop_spectrum)) / (DOUBLES * element + sizeof(size_t))) {
        return NULL;
    }
    const size_t size = sizeof(hop_spectrum) + n * (arrays * element + sizeof(size_t));
    hop_spectrum *s = hopi_allocate(allocator, 1, size);
    if (!s) {
        return NULL;
    }
    double *at = (double *)(s + 1);
    s->allocator = allocator;
    s->bytes = size;
    s->count = n;
    s->re = at;
    s->ln_f = at + n;
    s->freq_hz = at + 2 * n;
    at += 3 * n;
    s->im = has_im ? at : NULL;
    at += has_im ? n : 0;
    s->sd_s_per_m = has_sd ? at : NULL;
    at += has_sd ? n : 0;
    s->order = (size_t *)at;
    return s;
}

/* Of the ratio to the mean: the logarithm of the frequency itself has fewer digits. */
double hopi_centred_logarithms(size_t count, const double *f_hz, double *ln_f)
{
    double mean = 0.0;
    for (size_t k = 0; k < count; k++) {
        mean += log(f_hz[k]) / (double)count;
    }
    const double f_ref_hz = exp(mean);
    for (size_t k = 0; k < count; k++) {
        ln_f[k] = log(f_hz[k] / f_ref_hz);
    }
    return log(f_ref_hz);
}

typedef struct rank {
    double key;
    size_t place;
} rank;

static int by_key(const void *left, const void *right)
{
    const rank *a = left, *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Fills s->order with the places of the points in ascending frequency. */
static hop_status sort_points(hop_ctx *ctx, size_t n, const double *freq_hz, hop_spectrum *s)
{
    rank *ranks = hopi_allocate(s->allocator, n, sizeof *ranks);
    if (!ranks) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t k = 0; k < n; k++) {
        ranks[k] = (rank){freq_hz[k], k};
    }
    qsort(ranks, n, sizeof *ranks, by_key);
    hop_status status = HOP_OK;
    for (size_t k = 0; k < n; k++) {
        s->order[k] = ranks[k].place;
        if (k > 0 && ranks[k].key == ranks[k - 1].key && status == HOP_OK) {
            status = hopi_fail(ctx, HOP_ERR_DUPLICATE_FREQUENCY,
                               "points %zu and %zu have the same frequency %.17g Hz",
                               PLACE(ranks[k - 1].place), PLACE(ranks[k].place), ranks[k].key);
        }
    }
    hopi_release(s->allocator, ranks);
    return status;
}

static hop_status create(hop_ctx *ctx, int32_t representation, size_t n, const double *freq_hz,
                         const double *re, const double *im, double thickness_m, double area_m2,
                         double temperature_k, hop_spectrum **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!freq_hz || !re || (!im && representation != HOP_CONDUCTIVITY)) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (n == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "a spectrum needs at least one point");
    }
    hop_status status = check_points(ctx, n, freq_hz, re, im);
    if (status == HOP_OK) {
        status = check_geometry(ctx, thickness_m, area_m2);
    }
    if (status == HOP_OK && !is_unknown_or_positive(temperature_k)) {
        status = hopi_fail(ctx, HOP_ERR_BAD_TEMPERATURE,
                           "temperature %g K is not a positive number of kelvin", temperature_k);
    }
    if (status != HOP_OK) {
        return status;
    }
    hop_spectrum *s = allocate(hopi_allocator_of(ctx), n, im != NULL, 0);
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    status = sort_points(ctx, n, freq_hz, s);
    if (status != HOP_OK) {
        hop_spectrum_destroy(s);
        return status;
    }
    s->representation = representation;
    s->thickness_m = thickness_m;
    s->area_m2 = area_m2;
    s->temperature_k = temperature_k;
    for (size_t k = 0; k < n; k++) {
        s->freq_hz[k] = freq_hz[s->order[k]];
        s->re[k] = re[s->order[k]];
        if (im) {
            s->im[k] = im[s->order[k]];
        }
    }
    s->ln_f_ref = hopi_centred_logarithms(n, s->freq_hz, s->ln_f);
    *out = s;
    return HOP_OK;
}

hop_status hop_spectrum_from_impedance(hop_ctx *ctx, size_t n, const double *freq_hz,
                                       const double *re_ohm, const double *im_ohm,
                                       double thickness_m, double area_m2, double temperature_k,
                                       hop_spectrum **out)
{
    return create(ctx, HOP_IMPEDANCE, n, freq_hz, re_ohm, im_ohm, thickness_m, area_m2,
                  temperature_k, out);
}

hop_status hop_spectrum_from_admittance(hop_ctx *ctx, size_t n, const double *freq_hz,
                                        const double *re_s, const double *im_s,
                                        double thickness_m, double area_m2, double temperature_k,
                                        hop_spectrum **out)
{
    return create(ctx, HOP_ADMITTANCE, n, freq_hz, re_s, im_s, thickness_m, area_m2,
                  temperature_k, out);
}

hop_status hop_spectrum_from_conductivity(hop_ctx *ctx, size_t n, const double *freq_hz,
                                          const double *re_s_per_m, const double *im_s_per_m,
                                          double thickness_m, double area_m2,
                                          double temperature_k, hop_spectrum **out)
{
    return create(ctx, HOP_CONDUCTIVITY, n, freq_hz, re_s_per_m, im_s_per_m, thickness_m, area_m2,
                  temperature_k, out);
}

hop_status hop_spectrum_from_permittivity(hop_ctx *ctx, size_t n, const double *freq_hz,
                                          const double *re, const double *im, double thickness_m,
                                          double area_m2, double temperature_k,
                                          hop_spectrum **out)
{
    return create(ctx, HOP_PERMITTIVITY, n, freq_hz, re, im, thickness_m, area_m2, temperature_k,
                  out);
}

hop_status hop_spectrum_from_modulus(hop_ctx *ctx, size_t n, const double *freq_hz,
                                     const double *re, const double *im, double thickness_m,
                                     double area_m2, double temperature_k, hop_spectrum **out)
{
    return create(ctx, HOP_MODULUS, n, freq_hz, re, im, thickness_m, area_m2, temperature_k, out);
}

/* Points first … first + n − 1 of s, without standard deviations unless they are known. */
static hop_spectrum *slice(hop_ctx *ctx, const hop_spectrum *s, size_t first, size_t n,
                           int has_sd)
{
    hop_spectrum *copy = allocate(hopi_allocator_of(ctx), n, s->im != NULL, has_sd);
    if (!copy) {
        return NULL;
    }
    copy->representation = s->representation;
    copy->thickness_m = s->thickness_m;
    copy->area_m2 = s->area_m2;
    copy->temperature_k = s->temperature_k;
    memcpy(copy->freq_hz, s->freq_hz + first, n * sizeof *copy->freq_hz);
    memcpy(copy->re, s->re + first, n * sizeof *copy->re);
    if (s->im) {
        memcpy(copy->im, s->im + first, n * sizeof *copy->im);
    }
    if (s->sd_s_per_m && has_sd) {
        memcpy(copy->sd_s_per_m, s->sd_s_per_m + first, n * sizeof *copy->sd_s_per_m);
    }
    copy->ln_f_ref = hopi_centred_logarithms(n, copy->freq_hz, copy->ln_f);
    return copy;
}

hop_status hop_spectrum_with_standard_deviations(hop_ctx *ctx, const hop_spectrum *s, size_t n,
                                                 const double *sd_s_per_m, hop_spectrum **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!s || !sd_s_per_m) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (n != s->count) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "%zu standard deviations for a spectrum of %zu points", n, s->count);
    }
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(sd_s_per_m[k])) {
            return hopi_fail(ctx, HOP_ERR_NOT_FINITE,
                             "point %zu: the standard deviation is %g, expected a finite number",
                             PLACE(k), sd_s_per_m[k]);
        }
        if (sd_s_per_m[k] <= 0.0) {
            return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                             "point %zu: the standard deviation %g S/m is not positive", PLACE(k),
                             sd_s_per_m[k]);
        }
    }
    hop_spectrum *copy = slice(ctx, s, 0, n, 1);
    if (!copy) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    memcpy(copy->order, s->order, n * sizeof *copy->order);
    for (size_t k = 0; k < n; k++) {
        copy->sd_s_per_m[k] = sd_s_per_m[s->order[k]];
    }
    *out = copy;
    return HOP_OK;
}

/* The places of the kept points, counted again from 0 without gaps. */
static hop_status renumber(hop_ctx *ctx, const size_t *places, hop_spectrum *copy)
{
    rank *ranks = hopi_allocate(copy->allocator, copy->count, sizeof *ranks);
    if (!ranks) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t k = 0; k < copy->count; k++) {
        ranks[k] = (rank){(double)places[k], k};
    }
    qsort(ranks, copy->count, sizeof *ranks, by_key);
    for (size_t k = 0; k < copy->count; k++) {
        copy->order[ranks[k].place] = k;
    }
    hopi_release(copy->allocator, ranks);
    return HOP_OK;
}

hop_status hop_spectrum_window(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz,
                               double f_max_hz, hop_spectrum **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(f_min_hz >= 0.0) || !(f_max_hz > f_min_hz)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "window %g to %g Hz: expected 0 <= lower end < upper end", f_min_hz,
                         f_max_hz);
    }
    size_t first = 0, end = s->count;
    while (first < end && s->freq_hz[first] < f_min_hz) {
        first++;
    }
    while (end > first && s->freq_hz[end - 1] > f_max_hz) {
        end--;
    }
    if (first == end) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "no point between %g and %g Hz; the spectrum covers %g to %g Hz",
                         f_min_hz, f_max_hz, s->freq_hz[0], s->freq_hz[s->count - 1]);
    }
    hop_spectrum *copy = slice(ctx, s, first, end - first, s->sd_s_per_m != NULL);
    if (!copy) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const hop_status status = renumber(ctx, s->order + first, copy);
    if (status != HOP_OK) {
        hop_spectrum_destroy(copy);
        return status;
    }
    *out = copy;
    return HOP_OK;
}

void hop_spectrum_destroy(hop_spectrum *s)
{
    if (s) {
        hopi_release(s->allocator, s);
    }
}
