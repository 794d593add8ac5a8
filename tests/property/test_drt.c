/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

/* 10,000 random spectra of one to three arcs with noise, each at its own λ from 1e-7 to 1. */
enum { SPECTRA = 10000, BLOCK = 100, POINTS = 41 };

static const double pi = 3.14159265358979323846;

static uint64_t drawn;

/* A number between 0 and 1, from the normal distribution function of a normal number. */
static double uniform(double low, double high)
{
    double pair[2];
    hopi_random_normal_pair(77, 5, drawn++, pair);
    return low + (high - low) * 0.5 * erfc(-pair[0] / sqrt(2.0));
}

/* R/(1 + (iωτ)^φ) */
static void add_arc(double R, double omega_tau, double phi, double *re, double *im)
{
    const double q = pow(omega_tau, phi), angle = 0.5 * pi * phi;
    const double a = 1.0 + q * cos(angle), b = q * sin(angle);
    *re += R * a / (a * a + b * b);
    *im -= R * b / (a * a + b * b);
}

static hop_spectrum *random_spectrum(double *resistance)
{
    double freq[POINTS], re[POINTS], im[POINTS], R[3], tau[3], phi[3];
    const int arcs = 1 + (int)uniform(0.0, 3.0);
    const double L = uniform(0.0, 1e-6), noise = pow(10.0, uniform(-5.0, -1.5));
    hop_spectrum *s = NULL;
    *resistance = 0.0;
    for (int i = 0; i < arcs; i++) {
        R[i] = pow(10.0, uniform(0.0, 2.0));
        tau[i] = pow(10.0, uniform(-5.0, 1.0));
        phi[i] = uniform(0.6, 1.0);
        *resistance += R[i];
    }
    hopt_log_grid(1e-2, 1e6, POINTS, freq);
    for (int k = 0; k < POINTS; k++) {
        const double omega = 2.0 * pi * freq[k];
        double z[2];
        hopi_random_normal_pair(78, 6, drawn++, z);
        re[k] = 10.0;
        im[k] = omega * L;
        for (int i = 0; i < arcs; i++) {
            add_arc(R[i], omega * tau[i], phi[i], &re[k], &im[k]);
        }
        const double size = noise * hypot(re[k], im[k]);
        re[k] += size * z[0];
        im[k] += size * z[1];
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, POINTS, freq, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

static hop_drt_options *random_options(void)
{
    hop_drt_options *o = NULL;
    ck_assert_int_eq(hop_drt_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_lambda(NULL, o, HOP_DRT_GIVEN,
                                                pow(10.0, uniform(-7.0, 0.0))), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_order(NULL, o, (int32_t)uniform(0.0, 3.0)), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_basis(NULL, o, 1 + (int32_t)uniform(0.0, 5.0), 0.5),
                     HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_weighting(NULL, o, 1 + (int32_t)uniform(0.0, 2.0)),
                     HOP_OK);
    return o;
}

START_TEST(test_drt_random_spectra_never_fail)
{
    double worst = 0.0;
    int wrong_sum = 0;
    for (int block = 0; block < SPECTRA / BLOCK; block++) {
        hop_spectrum *spectra[BLOCK];
        double resistance[BLOCK];
        hop_drt_options *o = random_options();
        hop_drt_set *set = NULL;
        for (int i = 0; i < BLOCK; i++) {
            spectra[i] = random_spectrum(&resistance[i]);
        }
        ck_assert_int_eq(hop_drt_batch(NULL, BLOCK, (const hop_spectrum *const *)spectra, o,
                                       &set), HOP_OK);
        for (size_t i = 0; i < BLOCK; i++) {
            double tau[200], gamma[200], sum = 0.0;
            size_t count = 0;
            const hop_drt *drt = hop_drt_set_get(set, i);
            ck_assert_int_eq(hop_drt_gamma(drt, tau, gamma, 200, &count), HOP_OK);
            for (size_t j = 0; j < count; j++) {
                ck_assert(gamma[j] >= 0.0 && isfinite(gamma[j]));
            }
            for (size_t k = 0; k < (size_t)hop_drt_value(drt, HOP_PEAK_COUNT); k++) {
                sum += hop_drt_peak(drt, k, HOP_R_PEAK);
            }
            /* Trapezoids between the fine places; a Matérn function has cusps there. */
            hopt_assert_relative(sum, hop_drt_value(drt, HOP_R_POL), 2e-3);
            worst = fmax(worst, hop_drt_value(drt, HOP_KKT));
            wrong_sum += fabs(hop_drt_value(drt, HOP_R_POL) + hop_drt_value(drt, HOP_R_INF)
                              - 10.0 - resistance[i])
                         > 0.1 * (10.0 + resistance[i]);
        }
        for (int i = 0; i < BLOCK; i++) {
            hop_spectrum_destroy(spectra[i]);
        }
        hop_drt_set_destroy(set);
        hop_drt_options_destroy(o);
    }
    /* The goal; 2e-15 is what it comes to. */
    ck_assert_double_lt(worst, 1e-10);
    /* Arcs at the ends of the range are half hidden, and λ near 1 smooths too much. */
    ck_assert_int_lt(wrong_sum, SPECTRA / 50);
}
END_TEST

/* Two arcs inside 0.1 Hz … 1 MHz with 0.1 to 1.6 % of noise; the exact γ at 1 µs … 1 s. */
typedef struct two_arcs {
    double R[2], tau[2], phi[2], noise;
} two_arcs;

static two_arcs random_arcs(void)
{
    two_arcs c = {.noise = pow(10.0, uniform(-3.0, -1.8))};
    for (int i = 0; i < 2; i++) {
        c.R[i] = pow(10.0, uniform(0.0, 2.0));
        c.tau[i] = pow(10.0, i == 0 ? uniform(-5.0, -2.0) : uniform(-2.0, 0.0));
        c.phi[i] = uniform(0.7, 0.95);
    }
    return c;
}

static hop_spectrum *spectrum_of(const two_arcs *c)
{
    enum { COUNT = 71 };
    double freq[COUNT], re[COUNT], im[COUNT];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e-1, 1e6, COUNT, freq);
    for (int k = 0; k < COUNT; k++) {
        double z[2];
        hopi_random_normal_pair(79, 7, drawn++, z);
        re[k] = 10.0;
        im[k] = 0.0;
        for (int i = 0; i < 2; i++) {
            add_arc(c->R[i], 2.0 * pi * freq[k] * c->tau[i], c->phi[i], &re[k], &im[k]);
        }
        const double size = c->noise * hypot(re[k], im[k]);
        re[k] += size * z[0];
        im[k] += size * z[1];
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, COUNT, freq, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

/* √(Σ(γ − exact)²/Σ exact²) with τ so many decades past both ends. */
static double error_with_margin(const two_arcs *c, const hop_spectrum *s, double decades)
{
    hop_drt_options *o = NULL;
    hop_drt *drt = NULL;
    double square = 0.0, size = 0.0;
    ck_assert_int_eq(hop_drt_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_tau(NULL, o, pow(10.0, -decades) / (2e6 * pi),
                                             pow(10.0, decades) / (0.2 * pi),
                                             71 + (size_t)(20.0 * decades + 0.5)), HOP_OK);
    ck_assert_int_eq(hop_drt_calculate(NULL, s, o, &drt), HOP_OK);
    for (int k = 0; k <= 150; k++) {
        const double tau = pow(10.0, -6.0 + 0.04 * k);
        double exact = 0.0, gamma;
        ck_assert_int_eq(hop_drt_evaluate(drt, 1, &tau, &gamma), HOP_OK);
        for (int i = 0; i < 2; i++) {
            const double rest = (1.0 - c->phi[i]) * pi;
            exact += c->R[i] / (2.0 * pi) * sin(rest)
                     / (cosh(c->phi[i] * log(tau / c->tau[i])) - cos(rest));
        }
        square += (gamma - exact) * (gamma - exact);
        size += exact * exact;
    }
    hop_drt_destroy(drt);
    hop_drt_options_destroy(o);
    return sqrt(square / size);
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

START_TEST(test_drt_default_range_of_tau_is_as_good_as_a_wider_one)
{
    enum { CELLS = 100, MARGINS = 3 };
    static const double margins[MARGINS] = {0.0, 0.5, 3.0};
    static double errors[MARGINS][CELLS];
    for (int k = 0; k < CELLS; k++) {
        const two_arcs c = random_arcs();
        hop_spectrum *s = spectrum_of(&c);
        for (int m = 0; m < MARGINS; m++) {
            errors[m][k] = error_with_margin(&c, s, margins[m]);
        }
        hop_spectrum_destroy(s);
    }
    for (int m = 0; m < MARGINS; m++) {
        qsort(errors[m], CELLS, sizeof errors[m][0], by_size);
        printf("%g decades past both ends: median error %.3f, nine of ten below %.3f\n",
               margins[m], errors[m][CELLS / 2], errors[m][9 * CELLS / 10]);
    }
    /* One standard error of such a median is some 7 %. */
    ck_assert_double_lt(errors[1][CELLS / 2], 1.07 * errors[0][CELLS / 2]);
    ck_assert_double_lt(errors[1][CELLS / 2], 1.07 * errors[2][CELLS / 2]);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("drt", &tcase);
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, test_drt_random_spectra_never_fail);
    tcase_add_test(tcase, test_drt_default_range_of_tau_is_as_good_as_a_wider_one);
    return hopt_run(suite);
}
