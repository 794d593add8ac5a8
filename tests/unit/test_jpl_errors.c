/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 41 };

static hop_ctx *ctx;
static hop_jpl_options *options;
static double freq[N], y[N], y_im[N];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &options), HOP_OK);
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        const double power = pow(freq[k] / 4e4, 0.68);
        y[k] = 2.3e-4 * (1.0 + power);
        y_im[k] = 4e-4 * power;
    }
}

static void tear_down(void)
{
    hop_jpl_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static hop_spectrum *spectrum(size_t count, const double *sigma)
{
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, count, freq, sigma, NULL, NAN, NAN,
                                                    300.0, &s), HOP_OK);
    return s;
}

static void assert_refused(size_t count, const double *sigma, hop_status status,
                           const char *text)
{
    hop_spectrum *s = spectrum(count, sigma);
    hop_jpl *fit = (hop_jpl *)s;
    ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &fit), status);
    ck_assert_ptr_null(fit);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
    hop_spectrum_destroy(s);
}

START_TEST(test_set_weighting_unknown_is_error)
{
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, 6), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "weighting 6: expected HOP_WEIGHTING_UNIT (1) to "
                                         "HOP_WEIGHTING_FITTED (5)");
}
END_TEST

START_TEST(test_set_n_range_outside_what_is_allowed_is_error)
{
    const double bad[][2] = {{0.0, 1.0}, {0.5, 2.1}, {0.8, 0.8}, {0.9, 0.3}, {NAN, 1.0},
                             {0.1, NAN}};
    for (int k = 0; k < 6; k++) {
        ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, bad[k][0], bad[k][1]),
                         HOP_ERR_OUT_OF_RANGE);
    }
    ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, 0.5, 2.1), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "range of n 0.5 to 2.1: expected 0.01 <= lower end < "
                                         "upper end <= 2");
}
END_TEST

START_TEST(test_set_frequency_range_bad_is_error)
{
    const double bad[][2] = {{-1.0, 5.0}, {5.0, 5.0}, {NAN, 5.0}, {1.0, NAN}, {9.0, 2.0}};
    for (int k = 0; k < 5; k++) {
        ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, bad[k][0], bad[k][1]),
                         HOP_ERR_OUT_OF_RANGE);
    }
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "frequencies 9 to 2 Hz: expected 0 <= lower end < upper end");
}
END_TEST

START_TEST(test_fit_all_equal_is_error)
{
    const double flat[] = {2e-5, 2e-5, 2e-5, 2e-5, 2e-5};
    assert_refused(5, flat, HOP_ERR_NO_VARIATION,
                   "all 5 conductivities are equal (2e-05 S/m): there is nothing to fit");
}
END_TEST

START_TEST(test_fit_three_points_is_error)
{
    assert_refused(3, y, HOP_ERR_TOO_FEW_POINTS,
                   "3 usable points in the window (0 left out because their conductivity is not "
                   "positive): the fit needs at least 4");
}
END_TEST

START_TEST(test_fit_too_few_points_after_exclusion_is_error)
{
    const double sigma[] = {1.0, -2.0, 0.0, 3.0, 4.0};
    assert_refused(5, sigma, HOP_ERR_TOO_FEW_POINTS,
                   "3 usable points in the window (2 left out because their conductivity is not "
                   "positive): the fit needs at least 4");
}
END_TEST

START_TEST(test_fit_no_point_in_the_frequency_range_is_error)
{
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, 1e9, 1e10), HOP_OK);
    assert_refused(N, y, HOP_ERR_TOO_FEW_POINTS,
                   "0 usable points in the window (0 left out because their conductivity is not "
                   "positive): the fit needs at least 4");
}
END_TEST

START_TEST(test_fit_no_positive_point_is_error)
{
    const double sigma[] = {-1.0, -2.0, -1.5, -3.0, -4.0};
    const char *text = "no point has a positive conductivity: check the sign of the imaginary "
                       "part";
    assert_refused(5, sigma, HOP_ERR_NOT_POSITIVE, text);
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_UNIT), HOP_OK);
    assert_refused(5, sigma, HOP_ERR_NOT_POSITIVE, text);
}
END_TEST

START_TEST(test_fit_negative_mean_is_error)
{
    const double sigma[] = {-1.0, -2.0, -1.5, -3.0, 2.5};
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_UNIT), HOP_OK);
    assert_refused(5, sigma, HOP_ERR_NOT_POSITIVE,
                   "the weighted mean of the conductivities is -1 S/m, expected it positive");
}
END_TEST

START_TEST(test_fit_modulus_weighting_without_imaginary_part_is_error)
{
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_MODULUS), HOP_OK);
    assert_refused(N, y, HOP_ERR_MISSING_DATA,
                   "modulus weighting needs the imaginary part, which is not known");
}
END_TEST

START_TEST(test_fit_given_weighting_without_standard_deviations_is_error)
{
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_GIVEN), HOP_OK);
    assert_refused(N, y, HOP_ERR_MISSING_DATA,
                   "weighting by given standard deviations: the spectrum has none");
}
END_TEST

START_TEST(test_fit_standard_deviations_whose_squares_do_not_fit_are_errors)
{
    const double sizes[] = {1e-200, 1e200};
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_GIVEN), HOP_OK);
    for (int i = 0; i < 2; i++) {
        double sd[N];
        for (int k = 0; k < N; k++) {
            sd[k] = sizes[i];
        }
        hop_spectrum *s = spectrum(N, y), *t = NULL;
        hop_jpl *fit = (hop_jpl *)s;
        ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, sd, &t), HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(ctx, t, options, &fit), HOP_ERR_NOT_FINITE);
        ck_assert_ptr_null(fit);
        hop_spectrum_destroy(s);
        hop_spectrum_destroy(t);
    }
}
END_TEST

START_TEST(test_fit_impedance_without_geometry_is_error)
{
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, y, y_im, 1e-3, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx), "the conductivity needs thickness and electrode area, "
                                         "which are not known");
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_impedance_of_zero_is_error)
{
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    y[3] = y_im[3] = 0.0;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, y, y_im, 1e-3, 1e-4, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_ERR_NOT_FINITE);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "a point has no finite conductivity (its impedance is zero)");
    hop_spectrum_destroy(s);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("jpl_errors", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_set_weighting_unknown_is_error);
    tcase_add_test(tcase, test_set_n_range_outside_what_is_allowed_is_error);
    tcase_add_test(tcase, test_set_frequency_range_bad_is_error);
    tcase_add_test(tcase, test_fit_all_equal_is_error);
    tcase_add_test(tcase, test_fit_three_points_is_error);
    tcase_add_test(tcase, test_fit_too_few_points_after_exclusion_is_error);
    tcase_add_test(tcase, test_fit_no_point_in_the_frequency_range_is_error);
    tcase_add_test(tcase, test_fit_no_positive_point_is_error);
    tcase_add_test(tcase, test_fit_negative_mean_is_error);
    tcase_add_test(tcase, test_fit_modulus_weighting_without_imaginary_part_is_error);
    tcase_add_test(tcase, test_fit_given_weighting_without_standard_deviations_is_error);
    tcase_add_test(tcase, test_fit_standard_deviations_whose_squares_do_not_fit_are_errors);
    tcase_add_test(tcase, test_fit_impedance_without_geometry_is_error);
    tcase_add_test(tcase, test_fit_impedance_of_zero_is_error);
    return hopt_run(suite);
}
