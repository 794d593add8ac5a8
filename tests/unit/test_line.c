/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 7 };

static const double k_B = 1.380649e-23 / 1.602176634e-19; /* eV/K, CODATA 2022 */
static const double temperature[N] = {253.15, 268.15, 283.15, 298.15, 313.15, 328.15, 343.15};

static hop_ctx *ctx;
static double y[N], sd[N];

/* Points near a line of 0.35 eV, with errors of different size. */
static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    for (int k = 0; k < N; k++) {
        sd[k] = 0.02 * (1.0 + 0.4 * sin(2.0 * k));
        y[k] = 12.0 - 0.35 / (k_B * temperature[k]) + 0.03 * sin(1.0 + 2.3 * k * k);
    }
}

static void tear_down(void)
{
    hop_ctx_destroy(ctx);
}

static hop_line *fitted(size_t count, const double *T, const double *values, const double *errors)
{
    hop_line *line = NULL;
    const hop_status status = hop_arrhenius_line(ctx, count, T, values, errors, &line);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return line;
}

/* The textbook's closed forms in x = 1/T about the weighted means, in long double. */
typedef struct textbook {
    double slope, intercept, variance_slope, variance_intercept, covariance, chi2;
} textbook;

static textbook closed_form(size_t count, const double *T, const double *values,
                            const double *errors)
{
    long double S = 0.0L, x_mean = 0.0L, y_mean = 0.0L, Sxx = 0.0L, Sxy = 0.0L, chi2 = 0.0L;
    for (size_t k = 0; k < count; k++) {
        const long double w = errors ? 1.0L / ((long double)errors[k] * errors[k]) : 1.0L;
        S += w;
        x_mean += w / T[k];
        y_mean += w * values[k];
    }
    x_mean /= S;
    y_mean /= S;
    for (size_t k = 0; k < count; k++) {
        const long double w = errors ? 1.0L / ((long double)errors[k] * errors[k]) : 1.0L;
        const long double x = 1.0L / T[k] - x_mean;
        Sxx += w * x * x;
        Sxy += w * x * (values[k] - y_mean);
    }
    const long double slope = Sxy / Sxx;
    for (size_t k = 0; k < count; k++) {
        const long double r = values[k] - y_mean - slope * (1.0L / T[k] - x_mean);
        chi2 += errors ? r * r / ((long double)errors[k] * errors[k]) : r * r;
    }
    const long double variance = errors ? 1.0L : chi2 / (count - 2.0L);
    return (textbook){(double)slope,
                      (double)(y_mean - slope * x_mean),
                      (double)(variance / Sxx),
                      (double)(variance * (1.0L / S + x_mean * x_mean / Sxx)),
                      (double)(-variance * x_mean / Sxx),
                      (double)chi2};
}

static void assert_textbook(size_t count, const double *T, const double *values,
                            const double *errors, double tolerance)
{
    hop_line *line = fitted(count, T, values, errors);
    const textbook expected = closed_form(count, T, values, errors);
    double v[4];
    ck_assert_int_eq(hop_line_covariance(line, v), HOP_OK);
    hopt_assert_relative(hop_line_value(line, HOP_SLOPE), expected.slope, tolerance);
    hopt_assert_relative(hop_line_value(line, HOP_INTERCEPT), expected.intercept, tolerance);
    hopt_assert_relative(hop_line_value(line, HOP_ENERGY), -k_B * expected.slope, tolerance);
    hopt_assert_relative(hop_line_value(line, HOP_RSS), expected.chi2, 1e-10);
    hopt_assert_relative(v[0], expected.variance_slope, 1e-10);
    hopt_assert_relative(v[3], expected.variance_intercept, 1e-10);
    hopt_assert_relative(v[1], expected.covariance, 1e-10);
    ck_assert(v[1] == v[2]);
    hopt_assert_relative(hop_line_standard_error(line, HOP_SLOPE), sqrt(v[0]), 1e-15);
    hopt_assert_relative(hop_line_standard_error(line, HOP_INTERCEPT), sqrt(v[3]), 1e-15);
    hopt_assert_relative(hop_line_standard_error(line, HOP_ENERGY), k_B * sqrt(v[0]), 1e-15);
    hop_line_destroy(line);
}

START_TEST(test_line_unweighted_agrees_with_the_textbook)
{
    /* The centred design is well conditioned; y rounds to 1e-16 of a span of 5. */
    assert_textbook(N, temperature, y, NULL, 1e-13);
}
END_TEST

START_TEST(test_line_weighted_agrees_with_the_textbook)
{
    assert_textbook(N, temperature, y, sd, 1e-13);
}
END_TEST

START_TEST(test_line_temperatures_of_one_kelvin_keep_their_digits)
{
    /* 300 to 301 K: 1/T differs in the third digit, 1e-16/1e-3 is what is left. */
    double T[N], values[N];
    for (int k = 0; k < N; k++) {
        T[k] = 300.0 + k / 6.0;
        values[k] = -2.0 - 0.35 / k_B * (1.0 / T[k] - 1.0 / 300.5) + 1e-3 * sin(3.0 * k * k);
    }
    assert_textbook(N, T, values, NULL, 1e-11);
    assert_textbook(N, T, values, sd, 1e-11);
}
END_TEST

START_TEST(test_line_exact_points_give_the_line)
{
    for (int k = 0; k < N; k++) {
        y[k] = 12.0 - 4000.0 / temperature[k];
    }
    hop_line *line = fitted(N, temperature, y, sd);
    hopt_assert_relative(hop_line_value(line, HOP_SLOPE), -4000.0, 1e-13);
    hopt_assert_relative(hop_line_value(line, HOP_INTERCEPT), 12.0, 1e-13);
    ck_assert_double_le(hop_line_value(line, HOP_RSS), 1e-24);
    hop_line_destroy(line);
}
END_TEST

START_TEST(test_line_counts_rank_and_ratio_are_stated)
{
    hop_line *line = fitted(N, temperature, y, sd);
    ck_assert(hop_line_value(line, HOP_POINTS) == N && hop_line_value(line, HOP_DOF) == N - 2);
    ck_assert(hop_line_value(line, HOP_RANK) == 2.0);
    hopt_assert_relative(hop_line_value(line, HOP_BIRGE),
                         sqrt(hop_line_value(line, HOP_RSS) / (N - 2)), 1e-15);
    ck_assert_double_lt(hop_line_value(line, HOP_CONDITION), 10.0); /* centred */
    ck_assert_uint_eq(hop_line_flags(line), 0);
    hop_line_destroy(line);
}
END_TEST

START_TEST(test_line_unweighted_through_two_points_has_no_error)
{
    hop_line *line = fitted(2, temperature, y, NULL);
    ck_assert(isnan(hop_line_standard_error(line, HOP_SLOPE)));
    ck_assert(isnan(hop_line_value(line, HOP_BIRGE)));
    ck_assert_uint_eq(hop_line_flags(line),
                      HOP_FLAG_TWO_TEMPERATURES | HOP_FLAG_NO_DEGREES_OF_FREEDOM);
    hop_line_destroy(line);
}
END_TEST

START_TEST(test_line_weighted_through_two_points_has_the_errors_given)
{
    const double dx = 1.0 / temperature[0] - 1.0 / temperature[1];
    hop_line *line = fitted(2, temperature, y, sd);
    hopt_assert_relative(hop_line_standard_error(line, HOP_SLOPE), hypot(sd[0], sd[1]) / dx,
                         1e-12);
    hopt_assert_relative(hop_line_value(line, HOP_SLOPE), (y[0] - y[1]) / dx, 1e-12);
    hop_line_destroy(line);
}
END_TEST

START_TEST(test_line_repeated_measurements_at_two_temperatures_are_flagged)
{
    const double T[] = {300.0, 320.0, 300.0, 320.0};
    hop_line *line = fitted(4, T, y, NULL);
    ck_assert_uint_eq(hop_line_flags(line), HOP_FLAG_TWO_TEMPERATURES);
    ck_assert(isfinite(hop_line_standard_error(line, HOP_SLOPE)));
    hop_line_destroy(line);
}
END_TEST

static void assert_refused(size_t count, const double *T, const double *values,
                           const double *errors, hop_status status, const char *text)
{
    hop_line *line = (hop_line *)ctx;
    ck_assert_int_eq(hop_arrhenius_line(ctx, count, T, values, errors, &line), status);
    ck_assert_ptr_null(line);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
}

START_TEST(test_line_equal_temperatures_are_error)
{
    const double same[] = {300.0, 300.0, 300.0};
    assert_refused(3, same, y, NULL, HOP_ERR_TOO_FEW_TEMPERATURES,
                   "3 points at 1 different temperature(s): a line needs two");
    assert_refused(0, same, y, NULL, HOP_ERR_TOO_FEW_TEMPERATURES,
                   "0 points at 0 different temperature(s): a line needs two");
}
END_TEST

START_TEST(test_line_bad_temperature_is_error)
{
    const double bad[] = {300.0, 0.0}, infinite[] = {INFINITY, 300.0};
    assert_refused(2, bad, y, NULL, HOP_ERR_BAD_TEMPERATURE,
                   "point 2: temperature 0 K is not a positive number of kelvin");
    assert_refused(2, infinite, y, NULL, HOP_ERR_BAD_TEMPERATURE,
                   "point 1: temperature inf K is not a positive number of kelvin");
}
END_TEST

START_TEST(test_line_bad_value_or_deviation_is_error)
{
    const double bad[] = {1.0, NAN}, zero[] = {1.0, 0.0};
    assert_refused(2, temperature, bad, NULL, HOP_ERR_NOT_FINITE,
                   "point 2 (268.15 K): a value is not finite");
    assert_refused(2, temperature, y, bad, HOP_ERR_NOT_FINITE,
                   "point 2 (268.15 K): a value is not finite");
    assert_refused(2, temperature, y, zero, HOP_ERR_NOT_POSITIVE,
                   "point 2 (268.15 K): the standard deviation 0 is not positive");
}
END_TEST

START_TEST(test_getters_of_null_or_other_keys_answer_nothing)
{
    hop_line *line = fitted(N, temperature, y, sd);
    ck_assert(isnan(hop_line_value(line, HOP_E_A)) && isnan(hop_line_value(NULL, HOP_SLOPE)));
    ck_assert(isnan(hop_line_standard_error(line, HOP_RSS)));
    ck_assert(isnan(hop_line_standard_error(NULL, HOP_SLOPE)));
    ck_assert_uint_eq(hop_line_flags(NULL), 0);
    hop_line_destroy(line);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("line", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_line_unweighted_agrees_with_the_textbook);
    tcase_add_test(tcase, test_line_weighted_agrees_with_the_textbook);
    tcase_add_test(tcase, test_line_temperatures_of_one_kelvin_keep_their_digits);
    tcase_add_test(tcase, test_line_exact_points_give_the_line);
    tcase_add_test(tcase, test_line_counts_rank_and_ratio_are_stated);
    tcase_add_test(tcase, test_line_unweighted_through_two_points_has_no_error);
    tcase_add_test(tcase, test_line_weighted_through_two_points_has_the_errors_given);
    tcase_add_test(tcase, test_line_repeated_measurements_at_two_temperatures_are_flagged);
    tcase_add_test(tcase, test_line_equal_temperatures_are_error);
    tcase_add_test(tcase, test_line_bad_temperature_is_error);
    tcase_add_test(tcase, test_line_bad_value_or_deviation_is_error);
    tcase_add_test(tcase, test_getters_of_null_or_other_keys_answer_nothing);
    return hopt_run(suite);
}
