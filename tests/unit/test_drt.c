/* SPDX-License-Identifier: BSD-3-Clause */
#include "drt_circuit.h"

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

/*
 * With equal weights the scores of a grid come from tables that belong to it, with
 * deviations given from the directions of each spectrum.
 */
START_TEST(test_drt_scores_of_a_grid_are_those_of_a_spectrum)
{
    circuit c = two_arcs;
    c.noise = 0.2;
    hop_spectrum *s = make(&c);
    double sd[N];
    for (int k = 0; k < N; k++) {
        sd[k] = 2.5;
    }
    for (int32_t method = HOP_DRT_GCV; method <= HOP_DRT_MODIFIED_GCV; method++) {
        double lambda[64], of_grid[64], of_spectrum[64];
        size_t count = 0;
        hop_drt_options *o = options_of(method, 0.0);
        ck_assert_int_eq(hop_drt_options_set_weighting(NULL, o, HOP_DRT_WEIGHT_UNIT), HOP_OK);
        hop_drt *unit = calculate(s, o);
        ck_assert_int_eq(hop_drt_options_set_standard_deviations(NULL, o, N, sd, sd), HOP_OK);
        hop_drt *given = calculate(s, o);
        ck_assert_int_eq(hop_drt_lambda_curve(unit, lambda, of_grid, 64, &count), HOP_OK);
        ck_assert_int_eq(hop_drt_lambda_curve(given, lambda, of_spectrum, 64, &count), HOP_OK);
        for (size_t k = 0; k < count; k++) {
            /* What is left of |b|² is a hundred-thousandth of it, and small λ cost digits, too. */
            hopt_assert_relative(of_grid[k], of_spectrum[k], 1e-8);
        }
        hop_drt_destroy(unit);
        hop_drt_destroy(given);
        hop_drt_options_destroy(o);
    }
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
    tcase_add_test(tcase, test_drt_scores_of_a_grid_are_those_of_a_spectrum);
    tcase_add_test(tcase, test_drt_capacitor_is_taken_away);
    tcase_add_test(tcase, test_drt_cpe_exponent_is_found);
    return hopt_run(suite);
}
