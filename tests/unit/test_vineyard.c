/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>

#include <hop/hop.h>

#include "support.h"

/* Three translations, and six and five real modes. */
static const double initial[] = {0.01e12, -0.02e12, 0.0, 3e12, 4e12, 5e12, 6e12, 7e12, 8e12};
static const double saddle[] = {-2e12, 0.01e12, 0.02e12, -0.01e12, 3.5e12, 4.5e12, 5e12, 5.5e12, 9e12};
static const double zero_hz = 0.1e12;

START_TEST(test_vineyard_frequency_is_the_quotient_of_products)
{
    double nu = NAN;
    uint32_t warnings = 99;
    ck_assert_int_eq(hop_vineyard_frequency(NULL, 9, initial, 9, saddle, zero_hz, &nu, &warnings),
                     HOP_OK);
    const double products = 3e12 * 4 * 5 * 6 * 7 * 8 / (3.5 * 4.5 * 5 * 5.5 * 9);
    /* Logarithms of 29 added and taken back: 29·10⁻¹⁶ times a few. */
    hopt_assert_relative(nu, products, 1e-13);
    ck_assert_uint_eq(warnings, 0);
}
END_TEST

START_TEST(test_vineyard_frequency_order_of_modes_does_not_matter)
{
    double turned[9], a = NAN, b = NAN;
    for (int i = 0; i < 9; i++) {
        turned[i] = initial[8 - i];
    }
    hop_vineyard_frequency(NULL, 9, initial, 9, saddle, zero_hz, &a, NULL);
    hop_vineyard_frequency(NULL, 9, turned, 9, saddle, zero_hz, &b, NULL);
    hopt_assert_relative(a, b, 1e-13);
}
END_TEST

START_TEST(test_vineyard_frequency_of_thousand_modes_neither_overflows_nor_fades)
{
    static double many[1001], fewer[1000];
    double nu = NAN;
    for (int i = 0; i < 1001; i++) {
        many[i] = 5e12;
        fewer[i < 1000 ? i : 999] = 5e12;
    }
    ck_assert_int_eq(hop_vineyard_frequency(NULL, 1001, many, 1000, fewer, 0.0, &nu, NULL),
                     HOP_OK);
    /* Sums of 29 000 in double: 10⁻¹¹. */
    hopt_assert_relative(nu, 5e12, 1e-10);
}
END_TEST

START_TEST(test_vineyard_frequency_imaginary_modes_are_left_out_and_stated)
{
    const double unstable[] = {-1e12, 0.0, 0.0, 0.0, 4e12, 5e12};
    const double two_ways[] = {-1e12, -2e12, 0.0, 0.0, 0.0, 4e12};
    const double none[] = {0.0, 0.0, 0.0, 4e12};
    double nu = NAN;
    uint32_t warnings = 0;
    ck_assert_int_eq(hop_vineyard_frequency(NULL, 6, unstable, 6, two_ways, zero_hz, &nu,
                                            &warnings), HOP_OK);
    hopt_assert_relative(nu, 5e12, 1e-13);
    ck_assert_uint_eq(warnings, HOP_VINEYARD_INITIAL_UNSTABLE | HOP_VINEYARD_SADDLE_MODES);
    ck_assert_int_eq(hop_vineyard_frequency(NULL, 6, unstable, 4, none, zero_hz, &nu, &warnings),
                     HOP_OK);
    ck_assert_uint_eq(warnings, HOP_VINEYARD_INITIAL_UNSTABLE | HOP_VINEYARD_NO_SADDLE_MODE);
    ck_assert_int_eq(hop_vineyard_frequency(NULL, 2, unstable + 4, 1, none + 3, zero_hz, &nu,
                                            &warnings), HOP_OK);
    ck_assert_uint_eq(warnings, HOP_VINEYARD_NO_SADDLE_MODE | HOP_VINEYARD_TRANSLATIONS);
}
END_TEST

START_TEST(test_vineyard_frequency_of_lists_that_do_not_fit_is_refused)
{
    hop_ctx *ctx = NULL;
    double nu = -1.0;
    const double bad[] = {1e12, INFINITY};
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_vineyard_frequency(ctx, 8, initial, 9, saddle, zero_hz, &nu, NULL),
                     HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "5 real modes (0 imaginary, 3 translations) in the initial state and 5 (1 "
                     "imaginary, 3 translations) at the saddle point: expected one real mode more "
                     "in the initial state");
    ck_assert_int_eq(hop_vineyard_frequency(ctx, 2, bad, 9, saddle, zero_hz, &nu, NULL),
                     HOP_ERR_NOT_FINITE);
    ck_assert_int_eq(hop_vineyard_frequency(ctx, 9, initial, 9, saddle, -1.0, &nu, NULL),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vineyard_frequency(ctx, 9, NULL, 9, saddle, zero_hz, &nu, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_double_eq(nu, -1.0);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_vineyard_entropy_is_a_logarithm_with_the_error_of_nu0)
{
    double s = NAN, error = NAN;
    ck_assert_int_eq(hop_vineyard_entropy(NULL, 2e12, 8e12, 4e11, &s, &error), HOP_OK);
    hopt_assert_relative(s, -log(4.0), 1e-15);
    hopt_assert_relative(error, 0.05, 1e-15);
    ck_assert_int_eq(hop_vineyard_entropy(NULL, 0.0, 8e12, 0.0, &s, NULL), HOP_ERR_NOT_POSITIVE);
    ck_assert_int_eq(hop_vineyard_entropy(NULL, 1.0, -8e12, 0.0, &s, NULL), HOP_ERR_NOT_POSITIVE);
    ck_assert_int_eq(hop_vineyard_entropy(NULL, 1.0, 8e12, NAN, &s, NULL), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vineyard_entropy(NULL, 1.0, 8e12, 0.0, NULL, NULL),
                     HOP_ERR_NULL_ARGUMENT);
}
END_TEST

START_TEST(test_vineyard_warnings_have_names_and_meanings)
{
    ck_assert_str_eq(hop_vineyard_warning_name(HOP_VINEYARD_NO_SADDLE_MODE), "no-saddle-mode");
    ck_assert_ptr_nonnull(hop_vineyard_warning_meaning(HOP_VINEYARD_NO_SADDLE_MODE));
    ck_assert_ptr_null(hop_vineyard_warning_name(3));
    ck_assert_str_eq(hop_vibration_warning_name(HOP_VIBRATION_COARSE_SAMPLING),
                     "coarse-sampling");
    ck_assert_ptr_nonnull(hop_vibration_warning_meaning(HOP_VIBRATION_AT_REST));
    ck_assert_ptr_null(hop_vibration_warning_meaning(0));
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("vineyard", &tcase);
    tcase_add_test(tcase, test_vineyard_frequency_is_the_quotient_of_products);
    tcase_add_test(tcase, test_vineyard_frequency_order_of_modes_does_not_matter);
    tcase_add_test(tcase, test_vineyard_frequency_of_thousand_modes_neither_overflows_nor_fades);
    tcase_add_test(tcase, test_vineyard_frequency_imaginary_modes_are_left_out_and_stated);
    tcase_add_test(tcase, test_vineyard_frequency_of_lists_that_do_not_fit_is_refused);
    tcase_add_test(tcase, test_vineyard_entropy_is_a_logarithm_with_the_error_of_nu0);
    tcase_add_test(tcase, test_vineyard_warnings_have_names_and_meanings);
    return hopt_run(suite);
}
