/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "drt_circuit.h"

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

/* In a fit of their sum that of the small one describes tails of the large one, too: 4.5 Ω. */
START_TEST(test_drt_gaussian_of_a_small_peak_is_small)
{
    const circuit c = {.R_inf = 10.0, .arcs = 2, .R = {50.0, 1.5}, .tau = {1e-4, 1e-2},
                       .phi = {0.7, 0.95}};
    hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-5);
    ck_assert_int_eq(hop_drt_options_set_peaks(NULL, o, 0.02, 0.05), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_peak_fit(NULL, o, 1), HOP_OK);
    hop_drt *drt = calculate_circuit_with(&c, o);
    ck_assert_double_eq(hop_drt_value(drt, HOP_PEAK_COUNT), 2.0);
    for (size_t i = 0; i < 2; i++) {
        /* A ZARC has longer tails, and the small one stands on those of the large one. */
        hopt_assert_relative(hop_drt_peak(drt, i, HOP_R_FIT), hop_drt_peak(drt, i, HOP_R_PEAK),
                             0.25);
        ck_assert_double_lt(fabs(log(hop_drt_peak(drt, i, HOP_TAU_FIT) / c.tau[i])), 0.3);
    }
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

START_TEST(test_drt_instruction_sets_agree)
{
    hop_ctx *ctx = NULL;
    circuit c = two_arcs;
    double first[MOST], tau[MOST], gamma[MOST];
    c.noise = 0.1;
    hop_spectrum *s = make(&c);
    hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-3);
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= hop_ctx_instructions(NULL); set++) {
        hop_drt *drt = NULL;
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, set), HOP_OK);
        ck_assert_int_eq(hop_drt_calculate(ctx, s, o, &drt), HOP_OK);
        const size_t count = gamma_of(drt, tau, gamma);
        for (size_t j = 0; j < count; j++) {
            first[j] = set == HOP_INSTRUCTIONS_BASELINE ? gamma[j] : first[j];
            /* Peaks of some 10 Ω, and the condition of the regression. */
            ck_assert_double_eq_tol(gamma[j], first[j], 1e-10);
        }
        hop_drt_destroy(drt);
    }
    hop_drt_options_destroy(o);
    hop_spectrum_destroy(s);
    hop_ctx_destroy(ctx);
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

/* The last fraction told, and how often one was told after the wish to stop. */
typedef struct heard {
    double last;
    int after_stop;
} heard;

static int32_t cancel_soon(void *user, double fraction)
{
    heard *h = user;
    ck_assert_double_ge(fraction, h->last);
    h->after_stop += h->last >= 0.01;
    h->last = fraction;
    return fraction >= 0.01;
}

/* The number of spectra, and threads. */
static const int sampling[][2] = {{1, 1}, {1, 2}, {3, 1}, {3, 2}};

START_TEST(test_drt_samples_hear_a_cancel_at_once)
{
    hop_spectrum *s = make(&two_arcs);
    const hop_spectrum *const spectra[3] = {s, s, s};
    hop_drt_options *options = NULL;
    hop_ctx *ctx = NULL;
    heard h = {0.0, 0};
    hop_drt *drt = NULL;
    hop_drt_set *set = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_threads(ctx, sampling[_i][1]), HOP_OK);
    ck_assert_int_eq(hop_drt_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_samples(ctx, options, 4000, 1), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel_soon, &h), HOP_OK);
    ck_assert_int_eq(sampling[_i][0] == 1
                         ? hop_drt_calculate(ctx, s, options, &drt)
                         : hop_drt_batch(ctx, 3, spectra, options, &set),
                     HOP_ERR_CANCELLED);
    /* The spectrum that was begun is told of once more. */
    ck_assert_int_le(h.after_stop, 1);
    /* A beat is 1/4400. Another thread beats as well while the caller's waits for a processor. */
    ck_assert(h.last < 0.05 || sampling[_i][1] > 1);
    ck_assert_ptr_null(drt);
    ck_assert_ptr_null(set);
    hop_drt_options_destroy(options);
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
    Suite *suite = hopt_suite("drt_results", &tcase);
    tcase_add_test(tcase, test_drt_peaks_split_the_resistance);
    tcase_add_test(tcase, test_drt_gaussian_of_a_small_peak_is_small);
    tcase_add_test(tcase, test_drt_small_peaks_are_joined_to_their_neighbours);
    tcase_add_test(tcase, test_drt_resistor_has_no_relaxation);
    tcase_add_test(tcase, test_drt_band_holds_the_distribution);
    tcase_add_test(tcase, test_drt_batch_gives_each_the_same_to_the_last_bit);
    tcase_add_test(tcase, test_drt_instruction_sets_agree);
    tcase_add_test(tcase, test_drt_batch_can_be_cancelled);
    tcase_add_loop_test(tcase, test_drt_samples_hear_a_cancel_at_once, 0,
                        sizeof sampling / sizeof *sampling);
    tcase_add_test(tcase, test_drt_spectra_it_cannot_treat_are_errors_with_a_reason);
    tcase_add_test(tcase, test_drt_options_out_of_range_are_refused);
    tcase_add_test(tcase, test_drt_names_are_those_of_the_lists);
    return hopt_run(suite);
}
