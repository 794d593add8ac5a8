/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
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
            const double q = pow(omega * tau[i], phi[i]), angle = 0.5 * pi * phi[i];
            const double a = 1.0 + q * cos(angle), b = q * sin(angle);
            re[k] += R[i] * a / (a * a + b * b);
            im[k] -= R[i] * b / (a * a + b * b);
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

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("drt", &tcase);
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, test_drt_random_spectra_never_fail);
    return hopt_run(suite);
}
