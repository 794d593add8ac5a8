/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times of distributions of relaxation times. The spectra are printed first, so that
 * drt_restated.py does the same sums on the same numbers in the same run.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "timing.h"

enum { POINTS = 81, SPECTRA = 500, ROUNDS = 15, PRINTED = 5 };

static const double pi = 3.14159265358979323846;

static uint64_t state = 1;

static void end_on(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "hop-drt-speed: %s\n", hop_status_message(status));
        exit(1);
    }
}

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static double uniform(double low, double high)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return low + (high - low) * (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* Box and Muller. */
static double normal(void)
{
    const double radius = sqrt(-2.0 * log(1.0 - uniform(0.0, 1.0)));
    return radius * cos(uniform(0.0, 2.0 * pi));
}

/* One to three arcs of 10 to 100 Ω behind 10 Ω and up to 0.5 µH, 0.3 Ω of noise. */
static hop_spectrum *make_spectrum(int is_printed)
{
    double freq[POINTS], re[POINTS], im[POINTS], R[3], tau[3], phi[3];
    const int arcs = 1 + (int)uniform(0.0, 3.0);
    const double L = uniform(0.0, 5e-7);
    hop_spectrum *s = NULL;
    for (int i = 0; i < arcs; i++) {
        R[i] = uniform(10.0, 100.0);
        tau[i] = pow(10.0, uniform(-5.0, 1.0));
        phi[i] = uniform(0.6, 1.0);
    }
    for (int k = 0; k < POINTS; k++) {
        freq[k] = pow(10.0, -2.0 + 0.1 * k);
        const double omega = 2.0 * pi * freq[k];
        re[k] = 10.0 + 0.3 * normal();
        im[k] = omega * L + 0.3 * normal();
        for (int i = 0; i < arcs; i++) {
            const double q = pow(omega * tau[i], phi[i]), angle = 0.5 * pi * phi[i];
            const double a = 1.0 + q * cos(angle), b = q * sin(angle);
            re[k] += R[i] * a / (a * a + b * b);
            im[k] -= R[i] * b / (a * a + b * b);
        }
        if (is_printed) {
            printf("point %.17g %.17g %.17g\n", freq[k], re[k], im[k]);
        }
    }
    end_on(hop_spectrum_from_impedance(NULL, POINTS, freq, re, im, NAN, NAN, NAN, &s));
    return s;
}

/* Order 2, unit weights and the 81 time constants 1/f, as the public program has them. */
static hop_drt_options *make_options(int32_t method, double lambda)
{
    hop_drt_options *o = NULL;
    end_on(hop_drt_options_create(NULL, &o));
    end_on(hop_drt_options_set_order(NULL, o, 2));
    end_on(hop_drt_options_set_weighting(NULL, o, HOP_DRT_WEIGHT_UNIT));
    end_on(hop_drt_options_set_tau(NULL, o, 1e-6, 1e2, POINTS));
    end_on(hop_drt_options_set_lambda(NULL, o, method, lambda));
    return o;
}

static void time_cold(hop_spectrum *const *spectra, const hop_drt_options *o)
{
    double times[SPECTRA];
    for (int i = 0; i < SPECTRA; i++) {
        hop_drt *drt = NULL;
        const double start = processor_ns();
        end_on(hop_drt_calculate(NULL, spectra[i], o, &drt));
        times[i] = 1e-3 * (processor_ns() - start);
        hop_drt_destroy(drt);
    }
    printf("cold_us %.2f\n", median_of(SPECTRA, times));
}

/* One of a batch, what is made once counted with a five-hundredth. */
static double time_batch(hop_spectrum *const *spectra, const hop_drt_options *o, double *kkt)
{
    double times[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        hop_drt_set *set = NULL;
        const double start = processor_ns();
        end_on(hop_drt_batch(NULL, SPECTRA, (const hop_spectrum *const *)spectra, o, &set));
        times[round] = 1e-3 * (processor_ns() - start) / SPECTRA;
        for (size_t i = 0; i < SPECTRA; i++) {
            *kkt = fmax(*kkt, hop_drt_value(hop_drt_set_get(set, i), HOP_KKT));
        }
        hop_drt_set_destroy(set);
    }
    return median_of(ROUNDS, times);
}

/* What GCV adds to the λ it finds, on many copies of one spectrum. */
static double time_search(hop_spectrum *s, const hop_drt_options *gcv)
{
    hop_spectrum *copies[SPECTRA];
    hop_drt *drt = NULL;
    double kkt = 0.0;
    for (int i = 0; i < SPECTRA; i++) {
        copies[i] = s;
    }
    end_on(hop_drt_calculate(NULL, s, gcv, &drt));
    hop_drt_options *given = make_options(HOP_DRT_GIVEN, hop_drt_value(drt, HOP_LAMBDA));
    const double with = time_batch(copies, gcv, &kkt), without = time_batch(copies, given, &kkt);
    hop_drt_options_destroy(given);
    hop_drt_destroy(drt);
    return with - without;
}

int main(void)
{
    hop_spectrum *spectra[SPECTRA];
    hop_drt_options *given = make_options(HOP_DRT_GIVEN, 1e-3);
    hop_drt_options *gcv = make_options(HOP_DRT_GCV, NAN);
    for (int i = 0; i < SPECTRA; i++) {
        spectra[i] = make_spectrum(i < PRINTED);
    }
    time_cold(spectra, given);
    double kkt = 0.0;
    printf("batch_us %.2f\n", time_batch(spectra, given, &kkt));
    printf("batch_gcv_us %.2f\n", time_batch(spectra, gcv, &kkt));
    printf("search_us %.3f\nkkt %.3g\n", time_search(spectra[0], gcv), kkt);
    for (int i = 0; i < PRINTED; i++) {
        hop_drt *drt = NULL;
        end_on(hop_drt_calculate(NULL, spectra[i], given, &drt));
        printf("R_pol %.17g\n", hop_drt_value(drt, HOP_R_POL));
        hop_drt_destroy(drt);
        end_on(hop_drt_calculate(NULL, spectra[i], gcv, &drt));
        printf("lambda %.17g\n", hop_drt_value(drt, HOP_LAMBDA));
        hop_drt_destroy(drt);
    }
    for (int i = 0; i < SPECTRA; i++) {
        hop_spectrum_destroy(spectra[i]);
    }
    hop_drt_options_destroy(given);
    hop_drt_options_destroy(gcv);
    return 0;
}
