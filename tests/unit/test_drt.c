/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

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

static void calculate_circuit(const circuit *c, double *re, double *im)
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

static hop_spectrum *make_scaled(const circuit *c, double factor)
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

static hop_spectrum *make(const circuit *c)
{
    return make_scaled(c, 1.0);
}

/* γ of the arcs, exact: Fuoss and Kirkwood's transform of the Cole–Cole function. */
static double exact_gamma(const circuit *c, double tau)
{
    double sum = 0.0;
    for (int i = 0; i < c->arcs; i++) {
        const double rest = (1.0 - c->phi[i]) * pi;
        sum += c->R[i] / (2.0 * pi) * sin(rest)
               / (cosh(c->phi[i] * log(tau / c->tau[i])) - cos(rest));
    }
    return sum;
}

static hop_drt_options *options_of(int32_t method, double lambda)
{
    hop_drt_options *o = NULL;
    ck_assert_int_eq(hop_drt_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_lambda(NULL, o, method, lambda), HOP_OK);
    return o;
}

static hop_drt *calculate(const hop_spectrum *s, const hop_drt_options *o)
{
    hop_drt *drt = NULL;
    ck_assert_int_eq(hop_drt_calculate(NULL, s, o, &drt), HOP_OK);
    return drt;
}

/* Makes the spectrum, calculates and releases both spectrum and options. */
static hop_drt *calculate_circuit_with(const circuit *c, hop_drt_options *o)
{
    hop_spectrum *s = make(c);
    hop_drt *drt = calculate(s, o);
    hop_spectrum_destroy(s);
    hop_drt_options_destroy(o);
    return drt;
}

static size_t gamma_of(const hop_drt *drt, double *tau, double *gamma)
{
    size_t count = 0;
    ck_assert_int_eq(hop_drt_gamma(drt, tau, gamma, MOST, &count), HOP_OK);
    return count;
}

/* |γ − exact|/|exact| over τ inside the measured frequencies. */
static double error_of(const hop_drt *drt, const circuit *c)
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

START_TEST(test_drt_exact_data_give_the_exact_distribution)
{
    const int32_t bases[] = {HOP_DRT_GAUSSIAN, HOP_DRT_MATERN_C2, HOP_DRT_MATERN_C4,
                             HOP_DRT_MATERN_C6, HOP_DRT_PIECEWISE_LINEAR};
    for (int b = 0; b < 5; b++) {
        for (int order = 0; order < 3; order++) {
            hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-9);
            ck_assert_int_eq(hop_drt_options_set_basis(NULL, o, bases[b], 0.5), HOP_OK);
            ck_assert_int_eq(hop_drt_options_set_order(NULL, o, order), HOP_OK);
            hop_drt *drt = calculate_circuit_with(&two_arcs, o);
            /* What this λ still smooths: it halves with every second decade of λ. */
            ck_assert_double_lt(error_of(drt, &two_arcs), 0.05);
            ck_assert_double_lt(hop_drt_value(drt, HOP_KKT), 1e-10);
            /* The tails beyond the frequencies are 0.1 % of these arcs. */
            hopt_assert_relative(hop_drt_value(drt, HOP_R_POL), 80.0, 5e-3);
            hopt_assert_relative(hop_drt_value(drt, HOP_R_INF), 10.0, 2e-2);
            hopt_assert_relative(hop_drt_value(drt, HOP_LEAD_L), 2e-7, 2e-2);
            ck_assert_double_nan(hop_drt_value(drt, HOP_C_S));
            ck_assert_double_lt(hop_drt_value(drt, HOP_RMS_RESIDUAL), 2e-3);
            hop_drt_destroy(drt);
        }
    }
}
END_TEST

START_TEST(test_drt_parts_alone_give_the_distribution)
{
    for (int32_t parts = HOP_DRT_REAL; parts <= HOP_DRT_IMAGINARY; parts++) {
        hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-9);
        ck_assert_int_eq(hop_drt_options_set_parts(NULL, o, parts), HOP_OK);
        hop_drt *drt = calculate_circuit_with(&two_arcs, o);
        ck_assert_double_lt(error_of(drt, &two_arcs), 0.06);
        ck_assert_int_eq(isnan(hop_drt_value(drt, HOP_R_INF)), parts == HOP_DRT_IMAGINARY);
        ck_assert_int_eq(isnan(hop_drt_value(drt, HOP_LEAD_L)), parts == HOP_DRT_REAL);
        hop_drt_destroy(drt);
    }
}
END_TEST

START_TEST(test_drt_lambda_methods_take_the_lowest_of_their_curve)
{
    circuit c = two_arcs;
    c.noise = 0.1;
    for (int32_t method = HOP_DRT_GIVEN; method <= HOP_DRT_K_FOLD; method++) {
        double lambda[64], score[64];
        size_t count = 99, best = 0;
        hop_drt *drt = calculate_circuit_with(&c, options_of(method, 1e-3));
        ck_assert_int_eq(hop_drt_lambda_method(drt), method);
        ck_assert_int_eq(hop_drt_lambda_curve(drt, lambda, score, 64, &count), HOP_OK);
        if (method == HOP_DRT_GIVEN) {
            ck_assert_uint_eq(count, 0);
            ck_assert_double_eq(hop_drt_value(drt, HOP_LAMBDA), 1e-3);
        } else {
            for (size_t k = 0; k < count; k++) {
                best = score[k] < score[best] ? k : best;
            }
            /* The minimum lies between the neighbours of the lowest node, 1.78 apart. */
            ck_assert_double_lt(fabs(log(hop_drt_value(drt, HOP_LAMBDA) / lambda[best])), 0.58);
            ck_assert_double_eq_tol(lambda[0], 1e-7, 1e-20);
        }
        /* A wrong λ by a factor of 1000 is off by more than half. */
        ck_assert_double_lt(error_of(drt, &c), 0.3);
        hop_drt_destroy(drt);
    }
}
END_TEST

/* GCV from its definition, with the matrices of the result alone: K b by central differences. */
START_TEST(test_drt_gcv_is_the_formula)
{
    circuit c = two_arcs;
    c.noise = 0.3;
    hop_spectrum *s = make(&c);
    hop_drt_options *o = options_of(HOP_DRT_GCV, 0.0);
    hop_drt *best = calculate(s, o);
    double lambda[64], score[64];
    size_t count = 0;
    ck_assert_int_eq(hop_drt_lambda_curve(best, lambda, score, 64, &count), HOP_OK);
    /* Where no constraint is active, the residual of the result and the trace from its
     * degrees of freedom give the same score. */
    ck_assert_int_eq(hop_drt_options_set_lambda(NULL, o, HOP_DRT_GIVEN, lambda[count - 1]),
                     HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_noise(NULL, o, 1), HOP_OK);
    hop_drt *smooth = calculate(s, o);
    const double rows = 2.0 * N, dof = hop_drt_value(smooth, HOP_EFFECTIVE_DOF);
    const double sigma = hop_drt_value(smooth, HOP_NOISE_OHM);
    const double gcv = sigma * sigma * (rows - dof) / rows / pow(1.0 - dof / rows, 2.0);
    double coefficients[MOST];
    size_t nodes = 0;
    ck_assert_int_eq(hop_drt_coefficients(smooth, coefficients, MOST, &nodes), HOP_OK);
    /* At λ = 10 the constraints change little: 5 % of the score. */
    hopt_assert_relative(score[count - 1], gcv, 0.05);
    hop_drt_destroy(smooth);
    hop_drt_destroy(best);
    hop_drt_options_destroy(o);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_drt_unit_of_the_impedance_does_not_matter)
{
    circuit c = two_arcs;
    c.noise = 0.2;
    for (int32_t weighting = HOP_DRT_WEIGHT_UNIT; weighting <= HOP_DRT_WEIGHT_MODULUS;
         weighting++) {
        hop_spectrum *ohm = make(&c), *kilo = make_scaled(&c, 1e3);
        hop_drt_options *o = options_of(HOP_DRT_GCV, 0.0);
        double tau[MOST], a[MOST], b[MOST];
        ck_assert_int_eq(hop_drt_options_set_weighting(NULL, o, weighting), HOP_OK);
        hop_drt *first = calculate(ohm, o), *second = calculate(kilo, o);
        /* λ comes from a search that ends within 1e-6. */
        hopt_assert_relative(hop_drt_value(second, HOP_LAMBDA), hop_drt_value(first, HOP_LAMBDA),
                             1e-6);
        const size_t count = gamma_of(first, tau, a);
        gamma_of(second, tau, b);
        for (size_t j = 0; j < count; j++) {
            ck_assert_double_eq_tol(b[j], 1e3 * a[j], 1e-3 * 30.0);
        }
        hop_drt_destroy(first);
        hop_drt_destroy(second);
        hop_drt_options_destroy(o);
        hop_spectrum_destroy(ohm);
        hop_spectrum_destroy(kilo);
    }
}
END_TEST

START_TEST(test_drt_given_deviations_that_are_all_equal_are_unit_weights)
{
    hop_spectrum *s = make(&two_arcs);
    double sd[N], tau[MOST], a[MOST], b[MOST];
    for (int k = 0; k < N; k++) {
        sd[k] = 0.37;
    }
    hop_drt_options *o = options_of(HOP_DRT_GCV, 0.0);
    ck_assert_int_eq(hop_drt_options_set_standard_deviations(NULL, o, N, sd, sd), HOP_OK);
    hop_drt *given = calculate(s, o);
    ck_assert_int_eq(hop_drt_options_set_weighting(NULL, o, HOP_DRT_WEIGHT_UNIT), HOP_OK);
    hop_drt *unit = calculate(s, o);
    const size_t count = gamma_of(given, tau, a);
    gamma_of(unit, tau, b);
    for (size_t j = 0; j < count; j++) {
        ck_assert_double_eq_tol(a[j], b[j], 1e-4 * 20.0);
    }
    ck_assert_int_eq(hop_drt_options_set_standard_deviations(NULL, o, N - 1, sd, sd), HOP_OK);
    hop_drt *out = unit;
    ck_assert_int_eq(hop_drt_calculate(NULL, s, o, &out), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_ptr_null(out);
    sd[5] = 0.0;
    ck_assert_int_eq(hop_drt_options_set_standard_deviations(NULL, o, N, sd, sd),
                     HOP_ERR_NOT_POSITIVE);
    hop_drt_destroy(given);
    hop_drt_destroy(unit);
    hop_drt_options_destroy(o);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_drt_capacitor_is_taken_away)
{
    circuit c = two_arcs;
    c.Q = 2e-3;
    c.alpha = 1.0;
    hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-8);
    ck_assert_int_eq(hop_drt_options_set_electrode(NULL, o, HOP_DRT_CAPACITOR, NAN), HOP_OK);
    hop_drt *drt = calculate_circuit_with(&c, o);
    /* At 0.1 Hz the capacitor has 800 Ω: its error is what the smoothing leaves. */
    hopt_assert_relative(hop_drt_value(drt, HOP_C_S), 2e-3, 1e-3);
    ck_assert_double_nan(hop_drt_value(drt, HOP_ELECTRODE_Q));
    ck_assert_double_lt(error_of(drt, &c), 0.06);
    ck_assert_uint_eq(hop_drt_warnings(drt), 0);
    hop_drt_destroy(drt);
    drt = calculate_circuit_with(&c, options_of(HOP_DRT_GIVEN, 1e-5));
    ck_assert_uint_ne(hop_drt_warnings(drt) & HOP_DRT_RELAXATION_OUTSIDE, 0);
    hop_drt_destroy(drt);
}
END_TEST

START_TEST(test_drt_cpe_exponent_is_found)
{
    for (double alpha = 0.7; alpha < 1.0; alpha += 0.1) {
        circuit c = two_arcs;
        c.Q = 1e-4;
        c.alpha = alpha;
        hop_drt_options *o = options_of(HOP_DRT_GCV, 0.0);
        ck_assert_int_eq(hop_drt_options_set_electrode(NULL, o, HOP_DRT_CPE, NAN), HOP_OK);
        hop_drt *drt = calculate_circuit_with(&c, o);
        /* Exact data: what remains is the smoothing at the smallest λ. */
        ck_assert_double_eq_tol(hop_drt_value(drt, HOP_ELECTRODE_ALPHA), alpha, 5e-3);
        hopt_assert_relative(hop_drt_value(drt, HOP_ELECTRODE_Q), 1e-4, 0.02);
        ck_assert_double_lt(error_of(drt, &c), 0.15);
        hop_drt_destroy(drt);
    }
}
END_TEST

START_TEST(test_drt_peaks_split_the_resistance)
{
    hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-6);
    ck_assert_int_eq(hop_drt_options_set_peaks(NULL, o, 0.05, 0.05), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_peak_fit(NULL, o, 1), HOP_OK);
    hop_drt *drt = calculate_circuit_with(&two_arcs, o);
    ck_assert_double_eq(hop_drt_value(drt, HOP_PEAK_COUNT), 2.0);
    double sum = 0.0, share = 0.0;
    for (size_t i = 0; i < 2; i++) {
        const double tau = hop_drt_peak(drt, i, HOP_TAU);
        /* Each arc sits on the slope of the other's tail. */
        hopt_assert_relative(tau, two_arcs.tau[i], 0.05);
        hopt_assert_relative(hop_drt_peak(drt, i, HOP_F_PEAK), 1.0 / (2.0 * pi * tau), 1e-13);
        hopt_assert_relative(hop_drt_peak(drt, i, HOP_R_PEAK), two_arcs.R[i], 0.03);
        /* A Gaussian lacks the wide tails of an arc. */
        hopt_assert_relative(hop_drt_peak(drt, i, HOP_R_FIT), two_arcs.R[i], 0.15);
        hopt_assert_relative(hop_drt_peak(drt, i, HOP_TAU_FIT), two_arcs.tau[i], 0.1);
        ck_assert_double_gt(hop_drt_peak(drt, i, HOP_WIDTH_FIT), 0.3);
        sum += hop_drt_peak(drt, i, HOP_R_PEAK);
        share += hop_drt_peak(drt, i, HOP_SHARE);
    }
    /* Trapezoids over Gaussians four to a node are exact to rounding. */
    hopt_assert_relative(sum, hop_drt_value(drt, HOP_R_POL), 1e-9);
    ck_assert_double_eq_tol(share, 1.0, 1e-9);
    ck_assert_double_nan(hop_drt_peak(drt, 2, HOP_TAU));
    hop_drt_destroy(drt);
}
END_TEST

START_TEST(test_drt_small_peaks_are_joined_to_their_neighbours)
{
    circuit c = two_arcs;
    c.noise = 0.5;
    for (int i = 0; i < 2; i++) {
        hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-5);
        ck_assert_int_eq(hop_drt_options_set_peaks(NULL, o, i ? 0.2 : 0.0, i ? 0.3 : 0.0), HOP_OK);
        hop_drt *drt = calculate_circuit_with(&c, o);
        double sum = 0.0;
        const size_t count = (size_t)hop_drt_value(drt, HOP_PEAK_COUNT);
        for (size_t k = 0; k < count; k++) {
            sum += hop_drt_peak(drt, k, HOP_R_PEAK);
        }
        hopt_assert_relative(sum, hop_drt_value(drt, HOP_R_POL), 1e-9);
        ck_assert(i ? count == 2 : count > 2);
        hop_drt_destroy(drt);
    }
}
END_TEST

START_TEST(test_drt_resistor_has_no_relaxation)
{
    const circuit c = {.R_inf = 100.0};
    hop_drt *drt = calculate_circuit_with(&c, options_of(HOP_DRT_GCV, 0.0));
    ck_assert_uint_ne(hop_drt_warnings(drt) & HOP_DRT_NO_RELAXATION, 0);
    ck_assert_double_eq(hop_drt_value(drt, HOP_PEAK_COUNT), 0.0);
    hopt_assert_relative(hop_drt_value(drt, HOP_R_INF), 100.0, 1e-9);
    hop_drt_destroy(drt);
}
END_TEST

START_TEST(test_drt_band_holds_the_distribution)
{
    circuit c = two_arcs;
    c.noise = 0.3;
    hop_drt_options *o = options_of(HOP_DRT_GIVEN, 3e-3);
    ck_assert_int_eq(hop_drt_options_set_weighting(NULL, o, HOP_DRT_WEIGHT_UNIT), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_tau(NULL, o, 1e-6, 3.0, 40), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_samples(NULL, o, 400, 1), HOP_OK);
    hop_drt *drt = calculate_circuit_with(&c, o);
    double tau[MOST], gamma[MOST], lower[MOST], upper[MOST];
    const size_t count = gamma_of(drt, tau, gamma);
    ck_assert_int_eq(hop_drt_band(drt, 0.95, lower, upper, MOST, NULL), HOP_OK);
    int inside = 0, checked = 0;
    for (size_t j = 0; j < count; j++) {
        ck_assert_double_ge(lower[j], 0.0);
        ck_assert_double_gt(upper[j], lower[j]);
        if (tau[j] > 1e-5 && tau[j] < 0.3) {
            const double truth = exact_gamma(&c, tau[j]);
            checked++;
            inside += truth >= lower[j] && truth <= upper[j];
        }
    }
    /* λ is no standard deviation, so the level is not exact; neighbours go together. */
    ck_assert_int_gt(inside, 7 * checked / 10);
    ck_assert_double_gt(hop_drt_value(drt, HOP_EFFECTIVE_SAMPLES), 100.0);
    hopt_assert_relative(hop_drt_value(drt, HOP_NOISE_OHM), 0.3, 0.2);
    ck_assert_int_eq(hop_drt_band(drt, 1.0, lower, upper, MOST, NULL), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_band(drt, 0.9999, lower, upper, MOST, NULL), HOP_ERR_OUT_OF_RANGE);
    hop_drt_destroy(drt);
    drt = calculate_circuit_with(&c, options_of(HOP_DRT_GIVEN, 1e-3));
    ck_assert_int_eq(hop_drt_band(drt, 0.95, lower, upper, MOST, NULL), HOP_ERR_MISSING_DATA);
    hop_drt_destroy(drt);
}
END_TEST

static void assert_same(const hop_drt *a, const hop_drt *b)
{
    double tau[MOST], x[MOST], y[MOST], lower_x[MOST], lower_y[MOST];
    const size_t count = gamma_of(a, tau, x);
    ck_assert_uint_eq(gamma_of(b, tau, y), count);
    ck_assert_mem_eq(x, y, count * sizeof *x);
    ck_assert_int_eq(hop_drt_band(a, 0.9, lower_x, x, MOST, NULL), HOP_OK);
    ck_assert_int_eq(hop_drt_band(b, 0.9, lower_y, y, MOST, NULL), HOP_OK);
    ck_assert_mem_eq(x, y, count * sizeof *x);
    ck_assert_mem_eq(lower_x, lower_y, count * sizeof *x);
}

START_TEST(test_drt_batch_gives_each_the_same_to_the_last_bit)
{
    enum { SPECTRA = 5 };
    hop_spectrum *spectra[SPECTRA];
    hop_drt_options *o = options_of(HOP_DRT_GCV, 0.0);
    ck_assert_int_eq(hop_drt_options_set_tau(NULL, o, 1e-6, 1.0, 25), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_samples(NULL, o, 100, 4), HOP_OK);
    for (int i = 0; i < SPECTRA; i++) {
        circuit c = two_arcs;
        c.noise = 0.1 * (i + 1);
        spectra[i] = make(&c);
    }
    hop_spectrum *window = NULL; /* other frequencies in the middle of the batch */
    ck_assert_int_eq(hop_spectrum_window(NULL, spectra[2], 10.0, 1e5, &window), HOP_OK);
    hop_spectrum_destroy(spectra[2]);
    spectra[2] = window;
    for (int32_t threads = 1; threads <= 3; threads += 2) {
        hop_ctx *ctx = NULL;
        hop_drt_set *set = NULL;
        ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
        ck_assert_int_eq(hop_ctx_set_threads(ctx, threads), HOP_OK);
        ck_assert_int_eq(hop_drt_batch(ctx, SPECTRA, (const hop_spectrum *const *)spectra, o,
                                       &set), HOP_OK);
        ck_assert_uint_eq(hop_drt_set_count(set), SPECTRA);
        for (size_t i = 0; i < SPECTRA; i++) {
            hop_drt *single = NULL;
            ck_assert_int_eq(hop_drt_calculate(ctx, spectra[i], o, &single), HOP_OK);
            assert_same(single, hop_drt_set_get(set, i));
            hop_drt_destroy(single);
        }
        ck_assert_ptr_null(hop_drt_set_get(set, SPECTRA));
        hop_drt_set_destroy(set);
        hop_ctx_destroy(ctx);
    }
    for (int i = 0; i < SPECTRA; i++) {
        hop_spectrum_destroy(spectra[i]);
    }
    hop_drt_options_destroy(o);
}
END_TEST

static int32_t cancel_at_half(void *user, double fraction)
{
    double *last = user;
    ck_assert_double_ge(fraction, *last);
    *last = fraction;
    return fraction >= 0.5;
}

START_TEST(test_drt_batch_can_be_cancelled)
{
    hop_spectrum *s = make(&two_arcs);
    const hop_spectrum *const spectra[4] = {s, s, s, s};
    hop_ctx *ctx = NULL;
    double last = 0.0;
    hop_drt_set *set = (hop_drt_set *)&last;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel_at_half, &last), HOP_OK);
    ck_assert_int_eq(hop_drt_batch(ctx, 4, spectra, NULL, &set), HOP_ERR_CANCELLED);
    ck_assert_ptr_null(set);
    ck_assert_double_eq(last, 0.5);
    hop_ctx_destroy(ctx);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_drt_spectra_it_cannot_treat_are_errors_with_a_reason)
{
    hop_ctx *ctx = NULL;
    hop_spectrum *s = NULL, *few = NULL;
    hop_drt *drt = NULL;
    double re[N], im[N];
    calculate_circuit(&two_arcs, re, im);
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, N, freq, re, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_drt_calculate(ctx, s, NULL, &drt), HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "relaxation times need both parts, but only the real part is known");
    hop_spectrum_destroy(s);
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, N, freq, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_drt_calculate(ctx, s, NULL, &drt), HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx), "the impedance needs thickness and electrode area, "
                                         "which are not known");
    hop_spectrum_destroy(s);
    re[7] = im[7] = 0.0;
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, N, freq, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_drt_calculate(ctx, s, NULL, &drt), HOP_ERR_NOT_POSITIVE);
    ck_assert_int_eq(hop_spectrum_window(NULL, s, 1e5, 2e5, &few), HOP_OK);
    ck_assert_int_eq(hop_drt_calculate(ctx, few, NULL, &drt), HOP_ERR_TOO_FEW_POINTS);
    const hop_spectrum *const both[2] = {s, few};
    hop_drt_set *set = NULL;
    ck_assert_int_eq(hop_drt_batch(ctx, 2, both, NULL, &set), HOP_ERR_NOT_POSITIVE);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "spectrum 1: the impedance is zero"));
    ck_assert_int_eq(hop_drt_batch(ctx, 0, both, NULL, &set), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_ptr_null(drt);
    hop_spectrum_destroy(few);
    hop_spectrum_destroy(s);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_drt_options_out_of_range_are_refused)
{
    hop_drt_options *o = options_of(HOP_DRT_GCV, NAN);
    const double tau = -1.0;
    double gamma = 0.0;
    ck_assert_int_eq(hop_drt_options_set_basis(NULL, o, 6, 0.5), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_basis(NULL, o, 1, 0.05), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_order(NULL, o, 3), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_parts(NULL, o, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_series(NULL, o, 1, 2), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_electrode(NULL, o, 4, 1.0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_electrode(NULL, o, HOP_DRT_CPE, 1.1),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_weighting(NULL, o, HOP_DRT_WEIGHT_GIVEN),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_tau(NULL, o, 1.0, 0.1, 5), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_tau(NULL, o, 0.1, 1.0, 2), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_lambda(NULL, o, 8, 1.0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_lambda(NULL, o, HOP_DRT_GIVEN, NAN),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_samples(NULL, o, 99, 1), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_peaks(NULL, o, 0.95, 0.0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_drt_options_set_peak_fit(NULL, o, 2), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_drt_options_set_noise(NULL, o, 2), HOP_ERR_INVALID_ARGUMENT);
    hop_drt *drt = calculate_circuit_with(&two_arcs, o);
    ck_assert_int_eq(hop_drt_evaluate(drt, 1, &tau, &gamma), HOP_ERR_NOT_POSITIVE);
    ck_assert_int_eq(hop_drt_gamma(drt, &gamma, &gamma, 1, NULL), HOP_ERR_CAPACITY);
    ck_assert_int_eq(hop_drt_gamma(drt, NULL, &gamma, 1, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_double_nan(hop_drt_value(drt, HOP_E_A));
    ck_assert_double_nan(hop_drt_value(NULL, HOP_LAMBDA));
    hop_drt_destroy(drt);
}
END_TEST

START_TEST(test_drt_names_are_those_of_the_lists)
{
    ck_assert_str_eq(hop_drt_warning_name(HOP_DRT_POOR_FIT), "poor-fit");
    ck_assert_ptr_nonnull(strstr(hop_drt_warning_meaning(HOP_DRT_POOR_FIT), "5 %"));
    ck_assert_ptr_null(hop_drt_warning_name(3));
    ck_assert_ptr_null(hop_drt_warning_meaning(0));
    ck_assert_str_eq(hop_drt_lambda_name(HOP_DRT_K_FOLD), "k-fold");
    ck_assert_ptr_null(hop_drt_lambda_name(0));
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("drt", &tcase);
    tcase_add_test(tcase, test_drt_exact_data_give_the_exact_distribution);
    tcase_add_test(tcase, test_drt_parts_alone_give_the_distribution);
    tcase_add_test(tcase, test_drt_lambda_methods_take_the_lowest_of_their_curve);
    tcase_add_test(tcase, test_drt_gcv_is_the_formula);
    tcase_add_test(tcase, test_drt_unit_of_the_impedance_does_not_matter);
    tcase_add_test(tcase, test_drt_given_deviations_that_are_all_equal_are_unit_weights);
    tcase_add_test(tcase, test_drt_capacitor_is_taken_away);
    tcase_add_test(tcase, test_drt_cpe_exponent_is_found);
    tcase_add_test(tcase, test_drt_peaks_split_the_resistance);
    tcase_add_test(tcase, test_drt_small_peaks_are_joined_to_their_neighbours);
    tcase_add_test(tcase, test_drt_resistor_has_no_relaxation);
    tcase_add_test(tcase, test_drt_band_holds_the_distribution);
    tcase_add_test(tcase, test_drt_batch_gives_each_the_same_to_the_last_bit);
    tcase_add_test(tcase, test_drt_batch_can_be_cancelled);
    tcase_add_test(tcase, test_drt_spectra_it_cannot_treat_are_errors_with_a_reason);
    tcase_add_test(tcase, test_drt_options_out_of_range_are_refused);
    tcase_add_test(tcase, test_drt_names_are_those_of_the_lists);
    return hopt_run(suite);
}
