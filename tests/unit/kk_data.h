/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_KK_DATA_H
#define HOPT_KK_DATA_H

#include <complex.h>
#include <math.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

/* Impedances, and their test, as the tests of Kramers–Kronig share them. */
enum { POINTS = 71 };

static const double two_pi = 6.28318530717958647692;

typedef struct data {
    size_t count;
    double freq_hz[POINTS];
    double complex z[POINTS];
} data;

static inline data on_grid(double f_min_hz, double f_max_hz)
{
    data d = {.count = POINTS};
    hopt_log_grid(f_min_hz, f_max_hz, POINTS, d.freq_hz);
    return d;
}

/* Two depressed arcs, a blocking electrode and leads: what a pellet shows. */
static inline data make_cell(void)
{
    data d = on_grid(1e-1, 1e6);
    for (size_t i = 0; i < d.count; i++) {
        const double complex s = I * two_pi * d.freq_hz[i];
        d.z[i] = 2e3 / (1 + cpow(s / 3e5, 0.85)) + 5e3 / (1 + cpow(s / 2e2, 0.9))
                 + 1.0 / (1e-4 * cpow(s, 0.8)) + s * 1e-6 + 20.0;
    }
    return d;
}

static inline void add_noise(data *d, double relative, uint32_t stream)
{
    for (size_t i = 0; i < d->count; i++) {
        double pair[2];
        hopi_random_normal_pair(11, stream, i, pair);
        d->z[i] += relative * cabs(d->z[i]) * (pair[0] + I * pair[1]);
    }
}

static inline void split(const data *d, double *re, double *im)
{
    for (size_t i = 0; i < d->count; i++) {
        re[i] = creal(d->z[i]);
        im[i] = cimag(d->z[i]);
    }
}

static inline hop_spectrum *spectrum_of(const data *d)
{
    double re[POINTS], im[POINTS];
    hop_spectrum *s = NULL;
    split(d, re, im);
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, d->count, d->freq_hz, re, im, NAN, NAN, NAN,
                                                 &s),
                     HOP_OK);
    return s;
}

static inline hop_kk *test_of(const data *d, const hop_kk_options *options)
{
    hop_spectrum *s = spectrum_of(d);
    hop_kk *kk = NULL;
    ck_assert_int_eq(hop_kk_test(NULL, s, options, &kk), HOP_OK);
    hop_spectrum_destroy(s);
    return kk;
}

static inline hop_kk_options *make_options(void)
{
    hop_kk_options *o = NULL;
    ck_assert_int_eq(hop_kk_options_create(NULL, &o), HOP_OK);
    return o;
}

/* The chain as published: τ from 1/ω_max to 1/ω_min, L beside it. */
static inline hop_kk_options *published(int32_t part)
{
    hop_kk_options *o = make_options();
    ck_assert_int_eq(hop_kk_options_set_part(NULL, o, part), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_extension(NULL, o, 0.0), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_least_density(NULL, o, 0.0), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_terms(NULL, o, HOP_KK_RISING), HOP_OK);
    return o;
}

#endif
