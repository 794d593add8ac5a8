/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "arrhenius/handle.h"
#include "support.h"

enum { N = 41 };

static const double covariance[4] = {1e-4, 5e-5, 5e-5, 4e-4};

static hop_ctx *ctx;
static hop_series *series;

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
}

static void tear_down(void)
{
    hop_series_destroy(series);
    hop_ctx_destroy(ctx);
}

static void assert_refused(hop_status actual, hop_status expected, const char *text)
{
    ck_assert_int_eq(actual, expected);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
    ck_assert_uint_eq(hop_series_count(series), 0);
}

START_TEST(test_add_keeps_every_point_in_order)
{
    for (int k = 0; k < 100; k++) {
        ck_assert_int_eq(hop_series_add(ctx, series, 200.0 + k, -k, 2.0 * k, covariance), HOP_OK);
    }
    ck_assert_uint_eq(hop_series_count(series), 100);
    for (int k = 0; k < 100; k++) {
        ck_assert(series->points[k].temperature_k == 200.0 + k);
        ck_assert(series->points[k].ln_f_p == 2.0 * k);
        ck_assert(series->points[k].covariance[1][1] == 4e-4);
    }
}
END_TEST

START_TEST(test_add_bad_temperature_is_error)
{
    assert_refused(hop_series_add(ctx, series, 0.0, 1.0, 1.0, covariance),
                   HOP_ERR_BAD_TEMPERATURE, "temperature 0 K is not a positive number of kelvin");
    assert_refused(hop_series_add(ctx, series, -5.0, 1.0, 1.0, NULL), HOP_ERR_BAD_TEMPERATURE,
                   "temperature -5 K is not a positive number of kelvin");
    assert_refused(hop_series_add(ctx, series, NAN, 1.0, 1.0, NULL), HOP_ERR_BAD_TEMPERATURE,
                   "temperature nan K is not a positive number of kelvin");
}
END_TEST

START_TEST(test_add_value_not_finite_is_error)
{
    assert_refused(hop_series_add(ctx, series, 300.0, -INFINITY, 1.0, NULL), HOP_ERR_NOT_FINITE,
                   "at 300 K: ln sigma_dc is -inf, expected a number");
    assert_refused(hop_series_add(ctx, series, 300.0, 1.0, NAN, NULL), HOP_ERR_NOT_FINITE,
                   "at 300 K: ln f_p is nan, expected a number");
}
END_TEST

START_TEST(test_add_covariance_not_positive_definite_is_error)
{
    const double indefinite[4] = {1.0, 2.0, 2.0, 1.0}, negative[4] = {-1.0, 0.0, 0.0, 1.0};
    const double lopsided[4] = {1.0, 0.1, 0.2, 1.0}, infinite[4] = {1.0, 0.0, 0.0, INFINITY};
    assert_refused(hop_series_add(ctx, series, 300.0, 1.0, 1.0, indefinite),
                   HOP_ERR_NOT_POSITIVE,
                   "at 300 K: the covariance (1, 2; 2, 1) is not symmetric and positive definite");
    assert_refused(hop_series_add(ctx, series, 300.0, 1.0, 1.0, negative), HOP_ERR_NOT_POSITIVE,
                   "at 300 K: the covariance (-1, 0; 0, 1) is not symmetric and positive definite");
    assert_refused(hop_series_add(ctx, series, 300.0, 1.0, 1.0, lopsided), HOP_ERR_NOT_POSITIVE,
                   "at 300 K: the covariance (1, 0.1; 0.2, 1) is not symmetric and positive "
                   "definite");
    assert_refused(hop_series_add(ctx, series, 300.0, 1.0, 1.0, infinite), HOP_ERR_NOT_POSITIVE,
                   "at 300 K: the covariance (1, 0; 0, inf) is not symmetric and positive "
                   "definite");
}
END_TEST

START_TEST(test_add_limit_measured_state_is_error)
{
    assert_refused(hop_series_add_limit(ctx, series, 300.0, 1.0, 0.1, HOP_STATE_MEASURED, 1.0),
                   HOP_ERR_INVALID_ARGUMENT, "state 1: expected a limit or HOP_STATE_NONE");
}
END_TEST

START_TEST(test_add_limit_bad_numbers_are_errors)
{
    assert_refused(hop_series_add_limit(ctx, series, 300.0, 1.0, 0.0, HOP_STATE_LOWER_LIMIT, 1.0),
                   HOP_ERR_NOT_POSITIVE,
                   "at 300 K: the covariance (0, nan; nan, nan) is not symmetric and positive "
                   "definite");
    assert_refused(hop_series_add_limit(ctx, series, 300.0, 1.0, 0.1, HOP_STATE_UPPER_LIMIT, NAN),
                   HOP_ERR_NOT_FINITE, "at 300 K: ln f_p is nan, expected a number");
}
END_TEST

START_TEST(test_add_limit_without_statement_ignores_the_limit)
{
    ck_assert_int_eq(hop_series_add_limit(ctx, series, 300.0, 1.0, NAN, HOP_STATE_NONE, NAN),
                     HOP_OK);
    ck_assert_uint_eq(hop_series_count(series), 1);
}
END_TEST

/* A fitted spectrum of 1 % noise with f_p as wanted, in a window up to 1e7 Hz. */
static void fit_spectrum(double f_p, double temperature_k, int32_t extractor, hop_jpl **fit,
                         hop_hopping **hopping)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    double freq[N];
    hopt_log_grid(1e2, 1e7, N, freq);
    ck_assert_int_eq(hop_simulation_create(ctx, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(ctx, simulation, HOP_SIM_SIGMA_DC, 1e-4);
    hop_simulation_set(ctx, simulation, HOP_SIM_F_P, f_p);
    hop_simulation_set(ctx, simulation, HOP_SIM_N, 0.7);
    hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, 0.01);
    if (!isnan(temperature_k)) {
        hop_simulation_set(ctx, simulation, HOP_SIM_TEMPERATURE, temperature_k);
    }
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(ctx, *fit, s, extractor, hopping), HOP_OK);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}

START_TEST(test_add_fit_takes_values_and_covariance_of_the_fit)
{
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    double v[9];
    fit_spectrum(1e5, 310.0, HOP_EXTRACTOR_FIT, &fit, &hopping);
    ck_assert_int_eq(hop_series_add_fit(ctx, series, fit, hopping), HOP_OK);
    hop_jpl_covariance(fit, v);
    const hopi_series_point *p = &series->points[0];
    ck_assert(p->temperature_k == 310.0 && p->state == HOP_STATE_MEASURED);
    ck_assert(p->ln_sigma_dc == hop_jpl_value(fit, HOP_LN_SIGMA_DC));
    hopt_assert_relative(exp(p->ln_f_p), hop_jpl_value(fit, HOP_F_P), 1e-13);
    ck_assert(p->covariance[0][0] == v[0] && p->covariance[0][1] == v[1]
              && p->covariance[1][1] == v[4]);
    hop_jpl_destroy(fit);
    hop_hopping_destroy(hopping);
}
END_TEST

START_TEST(test_add_fit_of_a_crossing_takes_its_own_covariance)
{
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    double v[9];
    fit_spectrum(1e5, 310.0, HOP_EXTRACTOR_CROSSING, &fit, &hopping);
    ck_assert_int_eq(hop_series_add_fit(ctx, series, fit, hopping), HOP_OK);
    hop_jpl_covariance(fit, v);
    const hopi_series_point *p = &series->points[0];
    ck_assert(p->covariance[0][0] == v[0]);
    hopt_assert_relative(p->covariance[0][1], 2.0 * v[0] / hop_jpl_value(fit, HOP_N), 1e-14);
    hopt_assert_relative(sqrt(p->covariance[1][1]),
                         hop_hopping_standard_error(hopping, HOP_LN_OMEGA_P), 1e-14);
    hop_jpl_destroy(fit);
    hop_hopping_destroy(hopping);
}
END_TEST

START_TEST(test_add_fit_of_a_limit_is_added_as_one)
{
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    fit_spectrum(3e9, 310.0, HOP_EXTRACTOR_FIT, &fit, &hopping);
    ck_assert_int_eq(hop_hopping_state(hopping), HOP_STATE_LOWER_LIMIT);
    ck_assert_int_eq(hop_series_add_fit(ctx, series, fit, hopping), HOP_OK);
    ck_assert_int_eq(series->points[0].state, HOP_STATE_LOWER_LIMIT);
    hopt_assert_relative(exp(series->points[0].ln_f_p), hop_hopping_value(hopping, HOP_F_P),
                         1e-14);
    hop_jpl_destroy(fit);
    hop_hopping_destroy(hopping);
}
END_TEST

START_TEST(test_add_fit_without_temperature_is_error)
{
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    fit_spectrum(1e5, NAN, HOP_EXTRACTOR_FIT, &fit, &hopping);
    assert_refused(hop_series_add_fit(ctx, series, fit, hopping), HOP_ERR_MISSING_DATA,
                   "the temperature of the spectrum is not known");
    hop_jpl_destroy(fit);
    hop_hopping_destroy(hopping);
}
END_TEST

START_TEST(test_add_fit_without_plateau_is_error)
{
    double freq[N], y[N];
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    hopt_log_grid(1.0, 1e5, N, freq);
    for (int k = 0; k < N; k++) {
        y[k] = pow(freq[k], 0.6) - 0.3;
    }
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, freq, y, NULL, NAN, NAN, 310.0, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(ctx, fit, s, HOP_EXTRACTOR_FIT, &hopping), HOP_OK);
    assert_refused(hop_series_add_fit(ctx, series, fit, hopping), HOP_ERR_MISSING_DATA,
                   "the fit at 310 K has no plateau, so it gives no sigma_dc");
    hop_spectrum_destroy(s);
    hop_jpl_destroy(fit);
    hop_hopping_destroy(hopping);
}
END_TEST

START_TEST(test_count_of_null_is_zero)
{
    ck_assert_uint_eq(hop_series_count(NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("series", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_add_keeps_every_point_in_order);
    tcase_add_test(tcase, test_add_bad_temperature_is_error);
    tcase_add_test(tcase, test_add_value_not_finite_is_error);
    tcase_add_test(tcase, test_add_covariance_not_positive_definite_is_error);
    tcase_add_test(tcase, test_add_limit_measured_state_is_error);
    tcase_add_test(tcase, test_add_limit_bad_numbers_are_errors);
    tcase_add_test(tcase, test_add_limit_without_statement_ignores_the_limit);
    tcase_add_test(tcase, test_add_fit_takes_values_and_covariance_of_the_fit);
    tcase_add_test(tcase, test_add_fit_of_a_crossing_takes_its_own_covariance);
    tcase_add_test(tcase, test_add_fit_of_a_limit_is_added_as_one);
    tcase_add_test(tcase, test_add_fit_without_temperature_is_error);
    tcase_add_test(tcase, test_add_fit_without_plateau_is_error);
    tcase_add_test(tcase, test_count_of_null_is_zero);
    return hopt_run(suite);
}
