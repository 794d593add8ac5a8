/* SPDX-License-Identifier: BSD-3-Clause */
#include "arrhenius_fits.h"

enum { N = 7, P = 4 };

/* Standard deviations of 0.02 and 0.05, correlated by 0.6, and a scatter of `size` times that. */
static hop_series *series_of(int count, int rates, double size)
{
    const double v[4] = {0.0004, 0.0006, 0.0006, 0.0025};
    hop_series *series = NULL;
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
    for (int k = 0; k < count; k++) {
        const double T = 248.15 + 15.0 * k, x = 1.0 / (k_B * T);
        const double sigma = 10.0 - 0.35 * x - log(T) + 0.02 * size * sin(1.0 + 2.3 * k * k);
        const double rate = 27.0 - 0.31 * x + 0.05 * size * sin(2.0 + 3.1 * k * k);
        const hop_status status =
            k < rates ? hop_series_add(ctx, series, T, sigma, rate, v)
                      : hop_series_add_limit(ctx, series, T, sigma, v[0], HOP_STATE_LOWER_LIMIT,
                                             rate);
        ck_assert_int_eq(status, HOP_OK);
    }
    return series;
}

START_TEST(test_set_method_unknown_is_error)
{
    ck_assert_int_eq(hop_arrhenius_options_set_method(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_options_set_method(ctx, options, 4), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "method 4: expected HOP_ARRHENIUS_JOINT (1) to "
                                         "HOP_ARRHENIUS_UNWEIGHTED (3)");
}
END_TEST

START_TEST(test_set_birge_unknown_is_error)
{
    ck_assert_int_eq(hop_arrhenius_options_set_birge(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(ctx, options, 4), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "Birge scaling 4: expected HOP_BIRGE_NEVER (1) to "
                                         "HOP_BIRGE_ALWAYS (3)");
}
END_TEST

/* The errors with this option in units of those without scaling. */
static double scaling(int32_t birge, double scatter, uint32_t *flags, double *ratio)
{
    set_method(HOP_ARRHENIUS_JOINT, HOP_BIRGE_NEVER);
    hop_arrhenius *plain = fit_series(series_of(N, N, scatter));
    set_method(HOP_ARRHENIUS_JOINT, birge);
    hop_arrhenius *a = fit_series(series_of(N, N, scatter));
    const double scale = hop_arrhenius_standard_error(a, HOP_E_F)
                         / hop_arrhenius_standard_error(plain, HOP_E_F);
    *flags = hop_arrhenius_flags(a);
    *ratio = hop_arrhenius_value(a, HOP_BIRGE);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(plain);
    return scale;
}

START_TEST(test_birge_significant_scales_points_that_scatter_too_much)
{
    uint32_t flags;
    double ratio;
    const double scale = scaling(HOP_BIRGE_SIGNIFICANT, 4.0, &flags, &ratio);
    ck_assert_uint_eq(flags, HOP_FLAG_OVERDISPERSED | HOP_FLAG_BIRGE_SCALED);
    ck_assert_double_gt(ratio * ratio, 1.8307); /* χ²_0.95 of 10 degrees, over 10 */
    hopt_assert_relative(scale, ratio, 1e-12);
}
END_TEST

START_TEST(test_birge_significant_leaves_points_that_scatter_as_their_errors_say)
{
    uint32_t flags;
    double ratio;
    ck_assert(scaling(HOP_BIRGE_SIGNIFICANT, 1.0, &flags, &ratio) == 1.0);
    ck_assert_uint_eq(flags, 0);
    ck_assert_double_lt(ratio * ratio, 1.8307);
}
END_TEST

START_TEST(test_birge_never_only_flags)
{
    uint32_t flags;
    double ratio;
    ck_assert(scaling(HOP_BIRGE_NEVER, 4.0, &flags, &ratio) == 1.0);
    ck_assert_uint_eq(flags, HOP_FLAG_OVERDISPERSED);
}
END_TEST

START_TEST(test_birge_always_also_makes_errors_smaller)
{
    uint32_t flags;
    double ratio;
    const double scale = scaling(HOP_BIRGE_ALWAYS, 0.1, &flags, &ratio);
    ck_assert_uint_eq(flags, HOP_FLAG_BIRGE_SCALED);
    ck_assert_double_lt(scale, 0.5);
    hopt_assert_relative(scale, ratio, 1e-12);
}
END_TEST

START_TEST(test_birge_does_not_matter_to_the_unweighted_method)
{
    set_method(HOP_ARRHENIUS_UNWEIGHTED, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fit_series(series_of(N, N, 4.0));
    set_method(HOP_ARRHENIUS_UNWEIGHTED, HOP_BIRGE_ALWAYS);
    hop_arrhenius *b = fit_series(series_of(N, N, 4.0));
    ck_assert(hop_arrhenius_standard_error(a, HOP_E_A) == hop_arrhenius_standard_error(b, HOP_E_A));
    ck_assert(isnan(hop_arrhenius_value(b, HOP_BIRGE)));
    ck_assert_uint_eq(hop_arrhenius_flags(b), 0);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
}
END_TEST

START_TEST(test_predict_is_the_lines_with_their_covariance)
{
    hop_arrhenius *a = fit_series(series_of(N, N, 1.0));
    const double T = 310.0, x = 1.0 / (k_B * T);
    const double rows[2][P] = {{-x, 1.0, 0.0, 0.0}, {0.0, 0.0, -x, 1.0}};
    double v[P * P], y[2], w[4];
    hop_arrhenius_covariance(a, v);
    ck_assert_int_eq(hop_arrhenius_predict(a, T, y, w), HOP_OK);
    hopt_assert_relative(y[0], hop_arrhenius_value(a, HOP_LN_SIGMA_0)
                                   - hop_arrhenius_value(a, HOP_E_A) * x, 1e-14);
    hopt_assert_relative(y[1], hop_arrhenius_value(a, HOP_LN_F_E)
                                   - hop_arrhenius_value(a, HOP_E_M) * x, 1e-14);
    for (int i = 0; i < 4; i++) {
        double sum = 0.0;
        for (int k = 0; k < P * P; k++) {
            sum += rows[i / 2][k / P] * rows[i % 2][k % P] * v[k];
        }
        hopt_assert_relative(w[i], sum, 1e-10); /* terms 1e3 times their sum cancel */
    }
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_predict_error_is_smallest_inside_the_measured_temperatures)
{
    hop_arrhenius *a = fit_series(series_of(N, N, 1.0));
    double y[2], middle[4], beyond[4];
    hop_arrhenius_predict(a, 290.0, y, middle);
    hop_arrhenius_predict(a, 500.0, y, beyond);
    ck_assert(middle[0] > 0.0 && middle[0] < beyond[0] && middle[3] < beyond[3]);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_predict_without_rate_line_gives_the_conductivity_alone)
{
    hop_arrhenius *a = fit_series(series_of(N, 1, 1.0));
    double y[2], w[4];
    ck_assert_int_eq(hop_arrhenius_predict(a, 300.0, y, w), HOP_OK);
    ck_assert(isfinite(y[0]) && isnan(y[1]) && isfinite(w[0]) && isnan(w[3]));
    ck_assert_int_eq(hop_arrhenius_predict(a, 300.0, y, NULL), HOP_OK);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_predict_bad_temperature_is_error)
{
    hop_arrhenius *a = fit_series(series_of(N, N, 1.0));
    double y[2] = {-1.0, -1.0};
    ck_assert_int_eq(hop_arrhenius_predict(a, 0.0, y, NULL), HOP_ERR_BAD_TEMPERATURE);
    ck_assert_int_eq(hop_arrhenius_predict(a, NAN, y, NULL), HOP_ERR_BAD_TEMPERATURE);
    ck_assert(y[0] == -1.0);
    hop_arrhenius_destroy(a);
}
END_TEST

static void assert_refused(hop_series *series, hop_status status, const char *text)
{
    hop_arrhenius *a = (hop_arrhenius *)series;
    ck_assert_int_eq(hop_arrhenius_fit(ctx, series, options, &a), status);
    ck_assert_ptr_null(a);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
    hop_series_destroy(series);
}

START_TEST(test_fit_equal_temperatures_are_error)
{
    hop_series *series = series_of(0, 0, 0.0);
    for (int k = 0; k < 3; k++) {
        ck_assert_int_eq(hop_series_add(ctx, series, 300.0, 1.0, k, NULL), HOP_OK);
    }
    assert_refused(series, HOP_ERR_TOO_FEW_TEMPERATURES,
                   "3 points at 1 different temperature(s): a line needs two");
    assert_refused(series_of(0, 0, 0.0), HOP_ERR_TOO_FEW_TEMPERATURES,
                   "0 points at 0 different temperature(s): a line needs two");
}
END_TEST

START_TEST(test_fit_weighted_without_covariance_is_error)
{
    for (int32_t m = HOP_ARRHENIUS_JOINT; m <= HOP_ARRHENIUS_WEIGHTED; m++) {
        hop_series *series = series_of(3, 3, 1.0);
        ck_assert_int_eq(hop_series_add(ctx, series, 400.0, 1.0, 1.0, NULL), HOP_OK);
        set_method(m, HOP_BIRGE_NEVER);
        assert_refused(series, HOP_ERR_MISSING_DATA,
                       "at 400 K: no covariance is known; use the unweighted method");
    }
}
END_TEST

START_TEST(test_fit_unweighted_without_covariance_works)
{
    hop_series *series = series_of(3, 3, 1.0);
    ck_assert_int_eq(hop_series_add(ctx, series, 400.0, 1.0, 1.0, NULL), HOP_OK);
    set_method(HOP_ARRHENIUS_UNWEIGHTED, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fit_series(series);
    ck_assert(isfinite(hop_arrhenius_standard_error(a, HOP_E_F)));
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_getters_of_null_or_other_keys_answer_nothing)
{
    hop_arrhenius *a = fit_series(series_of(N, N, 1.0));
    ck_assert(isnan(hop_arrhenius_value(a, HOP_N)) && isnan(hop_arrhenius_value(NULL, HOP_E_A)));
    ck_assert(isnan(hop_arrhenius_standard_error(a, HOP_RSS)));
    ck_assert(isnan(hop_arrhenius_standard_error(NULL, HOP_E_A)));
    ck_assert_uint_eq(hop_arrhenius_flags(NULL), 0);
    ck_assert_int_eq(hop_arrhenius_method(NULL), 0);
    hop_arrhenius_destroy(a);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("arrhenius_options", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_set_method_unknown_is_error);
    tcase_add_test(tcase, test_set_birge_unknown_is_error);
    tcase_add_test(tcase, test_birge_significant_scales_points_that_scatter_too_much);
    tcase_add_test(tcase, test_birge_significant_leaves_points_that_scatter_as_their_errors_say);
    tcase_add_test(tcase, test_birge_never_only_flags);
    tcase_add_test(tcase, test_birge_always_also_makes_errors_smaller);
    tcase_add_test(tcase, test_birge_does_not_matter_to_the_unweighted_method);
    tcase_add_test(tcase, test_predict_is_the_lines_with_their_covariance);
    tcase_add_test(tcase, test_predict_error_is_smallest_inside_the_measured_temperatures);
    tcase_add_test(tcase, test_predict_without_rate_line_gives_the_conductivity_alone);
    tcase_add_test(tcase, test_predict_bad_temperature_is_error);
    tcase_add_test(tcase, test_fit_equal_temperatures_are_error);
    tcase_add_test(tcase, test_fit_weighted_without_covariance_is_error);
    tcase_add_test(tcase, test_fit_unweighted_without_covariance_works);
    tcase_add_test(tcase, test_getters_of_null_or_other_keys_answer_nothing);
    return hopt_run(suite);
}
