/* SPDX-License-Identifier: BSD-3-Clause */
/* How often the 95 % intervals of the extractors hold the frequency that they are defined as. */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "math/random.h"
#include "models/rbm.h"
#include "support.h"

enum { MOST_POINTS = 141 };

static const double pi = 3.14159265358979323846, eps0 = 8.8541878188e-12;

static uint32_t repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? (uint32_t)atoi(text) : 1000;
}

/* A power-law sample with an ε_∞, or random barriers with one. */
typedef struct sample {
    double n, eps, noise; /* n = 0: random barriers */
    size_t points;        /* from 1 Hz to 10 MHz */
} sample;

static const double sigma_dc = 2e-5, f_p_hz = 3e4;

static double complex sigma_at(const sample *a, double f_hz)
{
    const double ratio = f_hz / f_p_hz;
    const double complex relative =
        a->n > 0.0 ? 1.0 + cpow(I * ratio, a->n) / cos(0.5 * pi * a->n)
                   : cexp(hopi_rbm_at(log(ratio * HOPI_RBM_DOUBLING)).ln_sigma);
    return sigma_dc * relative + 2.0 * pi * f_hz * I * eps0 * a->eps;
}

static double modulus_at(const sample *a, double ln_f)
{
    return cimag(2.0 * pi * exp(ln_f) * I * eps0 / sigma_at(a, exp(ln_f)));
}

static double ln_f_of_modulus_peak(const sample *a)
{
    const double golden = 0.5 * (sqrt(5.0) - 1.0);
    double low = log(1e-2), high = log(1e9);
    for (int i = 0; i < 100; i++) {
        const double left = high - golden * (high - low), right = low + golden * (high - low);
        if (modulus_at(a, left) > modulus_at(a, right)) {
            high = right;
        } else {
            low = left;
        }
    }
    return 0.5 * (low + high);
}

/* Noise of the impedance in units of its modulus; for random barriers relative, of σ′. */
static hop_spectrum *measure(const sample *a, uint32_t stream)
{
    double f[MOST_POINTS], re[MOST_POINTS], im[MOST_POINTS], pair[2];
    hop_spectrum *s = NULL;
    hopt_log_grid(1.0, 1e7, a->points, f);
    for (size_t k = 0; k < a->points; k++) {
        hopi_random_normal_pair(4711, stream, k, pair);
        const double complex sigma = sigma_at(a, f[k]), z = 10.0 / sigma;
        re[k] = a->n > 0.0 ? creal(z) + a->noise * cabs(z) * pair[0]
                           : creal(sigma) * (1.0 + a->noise * pair[0]);
        im[k] = a->n > 0.0 ? cimag(z) + a->noise * cabs(z) * pair[1] : cimag(sigma);
    }
    ck_assert_int_eq((a->n > 0.0 ? hop_spectrum_from_impedance : hop_spectrum_from_conductivity)(
                         NULL, a->points, f, re, im, 1e-3, 1e-4, 300.0, &s),
                     HOP_OK);
    return s;
}

/* In per cent: how many are numbers, how many of these intervals hold the truth, the error. */
typedef struct outcome {
    double measured, held, error;
} outcome;

static outcome coverage(const sample *a, int32_t extractor, double truth_hz)
{
    const uint32_t count = repetitions();
    double measured = 0.0, held = 0.0, squares = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        double lower, upper;
        hop_jpl *fit = NULL;
        hop_hopping *h = NULL;
        hop_spectrum *s = measure(a, i);
        ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
        ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, extractor, &h), HOP_OK);
        ck_assert_int_eq(hop_hopping_interval(h, HOP_F_P, 0.95, &lower, &upper), HOP_OK);
        if (hop_hopping_state(h) == HOP_STATE_MEASURED) {
            measured += 1.0;
            held += lower <= truth_hz && truth_hz <= upper;
            squares += pow(log(hop_hopping_value(h, HOP_F_P) / truth_hz), 2);
        }
        hop_hopping_destroy(h);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    return (outcome){100.0 * measured / count, 100.0 * held / measured,
                     100.0 * sqrt(squares / measured)};
}

static const sample for_peaks[] = {{0.66, 25.0, 0.01, 71},  {0.5, 10.0, 0.01, 71},
                                   {0.8, 40.0, 0.02, 71},   {0.66, 25.0, 0.003, 71},
                                   {0.66, 25.0, 0.02, 141}, {0.66, 25.0, 0.02, 36}};

START_TEST(test_interval_of_the_modulus_peak_holds_its_frequency)
{
    const sample *a = &for_peaks[_i];
    const double truth_hz = exp(ln_f_of_modulus_peak(a));
    const outcome o = coverage(a, HOP_EXTRACTOR_MODULUS_PEAK, truth_hz);
    printf("modulus_peak n %.2f, eps %2.0f, noise %.1f %%, %3zu points: peak %.3g Hz, %.1f %% "
           "measured, error %.1f %%, %.1f %% hold\n",
           a->n, a->eps, 100.0 * a->noise, a->points, truth_hz, o.measured, o.error, o.held);
    ck_assert_double_ge(o.measured, 99.0);
    /*
     * Choosing the points by the data and the bend that a cubic cannot follow cost
     * something; the binomial error of 1,000 is 0.7 %.
     */
    ck_assert_double_ge(o.held, 91.0);
    ck_assert_double_le(o.held, 97.5);
}
END_TEST

START_TEST(test_interval_by_random_barriers_holds_their_frequency)
{
    const sample a = {0.0, 25.0, 0.01, 71};
    const outcome o = coverage(&a, HOP_EXTRACTOR_RBM, f_p_hz);
    printf("rbm: error %.2f %%, %.1f %% hold\n", o.error, o.held);
    ck_assert_double_eq(o.measured, 100.0);
    /* Three binomial errors of 1,000. */
    ck_assert_double_ge(o.held, 93.0);
    ck_assert_double_le(o.held, 97.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("extractor coverage", &tcase);
    tcase_add_loop_test(tcase, test_interval_of_the_modulus_peak_holds_its_frequency, 0,
                        sizeof for_peaks / sizeof for_peaks[0]);
    tcase_add_test(tcase, test_interval_by_random_barriers_holds_their_frequency);
    return hopt_run(suite);
}
