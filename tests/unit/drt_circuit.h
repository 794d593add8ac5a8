/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_DRT_CIRCUIT_H
#define HOPT_DRT_CIRCUIT_H

/* Circuits with an exact distribution of relaxation times, for the tests of hop_drt. */
#include <math.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

enum { N = 71, MOST = 400 };

static const double pi = 3.14159265358979323846;

static double freq[N];

/* R_∞ + iωL + 1/[Q (iω)^α] + Σ R/(1 + (iωτ)^φ), with noise of this standard deviation in Ω. */
typedef struct circuit {
    double R_inf, L, Q, alpha, noise;
    int arcs;
    double R[3], tau[3], phi[3];
} circuit;

static const circuit two_arcs = {.R_inf = 10.0, .L = 2e-7, .arcs = 2, .R = {50.0, 30.0},
                                 .tau = {1e-4, 3e-2}, .phi = {0.85, 0.8}};

static inline void calculate_circuit(const circuit *c, double *re, double *im)
{
    hopt_log_grid(1e-1, 1e6, N, freq);
    for (int k = 0; k < N; k++) {
        const double omega = 2.0 * pi * freq[k];
        double z[2];
        hopi_random_normal_pair(21, 3, (uint64_t)k, z);
        re[k] = c->R_inf + c->noise * z[0];
        im[k] = omega * c->L + c->noise * z[1];
        if (c->Q > 0.0) {
            re[k] += cos(0.5 * pi * c->alpha) / (c->Q * pow(omega, c->alpha));
            im[k] -= sin(0.5 * pi * c->alpha) / (c->Q * pow(omega, c->alpha));
        }
        for (int i = 0; i < c->arcs; i++) {
            const double q = pow(omega * c->tau[i], c->phi[i]), angle = 0.5 * pi * c->phi[i];
            const double a = 1.0 + q * cos(angle), b = q * sin(angle);
            re[k] += c->R[i] * a / (a * a + b * b);
            im[k] -= c->R[i] * b / (a * a + b * b);
        }
    }
}

static inline hop_spectrum *make_scaled(const circuit *c, double factor)
{
    double re[N], im[N];
    hop_spectrum *s = NULL;
    calculate_circuit(c, re, im);
    for (int k = 0; k < N; k++) {
        re[k] *= factor;
        im[k] *= factor;
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, N, freq, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

static inline hop_spectrum *make(const circuit *c)
{
    return make_scaled(c, 1.0);
}

/* γ of the arcs, exact: Fuoss and Kirkwood's transform of the Cole–Cole function. */
static inline double exact_gamma(const circuit *c, double tau)
{
    double sum = 0.0;
    for (int i = 0; i < c->arcs; i++) {
        const double rest = (1.0 - c->phi[i]) * pi;
        sum += c->R[i] / (2.0 * pi) * sin(rest)
               / (cosh(c->phi[i] * log(tau / c->tau[i])) - cos(rest));
    }
    return sum;
}

static inline hop_drt_options *options_of(int32_t method, double lambda)
{
    hop_drt_options *o = NULL;
    ck_assert_int_eq(hop_drt_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_lambda(NULL, o, method, lambda), HOP_OK);
    return o;
}

static inline hop_drt *calculate(const hop_spectrum *s, const hop_drt_options *o)
{
    hop_drt *drt = NULL;
    ck_assert_int_eq(hop_drt_calculate(NULL, s, o, &drt), HOP_OK);
    return drt;
}

/* Makes the spectrum, calculates and releases both spectrum and options. */
static inline hop_drt *calculate_circuit_with(const circuit *c, hop_drt_options *o)
{
    hop_spectrum *s = make(c);
    hop_drt *drt = calculate(s, o);
    hop_spectrum_destroy(s);
    hop_drt_options_destroy(o);
    return drt;
}

static inline size_t gamma_of(const hop_drt *drt, double *tau, double *gamma)
{
    size_t count = 0;
    ck_assert_int_eq(hop_drt_gamma(drt, tau, gamma, MOST, &count), HOP_OK);
    return count;
}

/* |γ − exact|/|exact| over τ inside the measured frequencies. */
static inline double error_of(const hop_drt *drt, const circuit *c)
{
    double square = 0.0, size = 0.0;
    for (int k = 0; k < 200; k++) {
        const double tau = 1.6e-7 * pow(10.0, 7.0 * k / 200.0);
        double gamma;
        ck_assert_int_eq(hop_drt_evaluate(drt, 1, &tau, &gamma), HOP_OK);
        square += pow(gamma - exact_gamma(c, tau), 2.0);
        size += pow(exact_gamma(c, tau), 2.0);
    }
    return sqrt(square / size);
}

#endif
