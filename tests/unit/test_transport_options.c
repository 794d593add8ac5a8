/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

static hop_ctx *ctx;
static hop_transport_options *options;

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_transport_options_create(ctx, &options), HOP_OK);
}

static void tear_down(void)
{
    hop_transport_options_destroy(options);
    hop_ctx_destroy(ctx);
}

/* Lines through four temperatures, f_p known at the first `rates`. */
static hop_arrhenius *lines(int rates)
{
    const double v[4] = {1e-4, 0.0, 0.0, 1e-4};
    hop_series *series = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
    for (int k = 0; k < 4; k++) {
        const double T = 280.0 + 10.0 * k;
        const hop_status status =
            k < rates ? hop_series_add(ctx, series, T, -4000.0 / T, 27.0 - 3600.0 / T, v)
                      : hop_series_add_limit(ctx, series, T, -4000.0 / T, v[0],
                                             HOP_STATE_LOWER_LIMIT, 16.0);
        ck_assert_int_eq(status, HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_fit(ctx, series, NULL, &a), HOP_OK);
    hop_series_destroy(series);
    return a;
}

static void assert_refused(hop_status actual, hop_status expected, const char *text)
{
    ck_assert_int_eq(actual, expected);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
}

START_TEST(test_set_attempt_frequency_bad_is_error)
{
    assert_refused(hop_transport_options_set_attempt_frequency(ctx, options, 0.0, 0.0),
                   HOP_ERR_OUT_OF_RANGE, "attempt frequency 0 Hz is not a positive number");
    assert_refused(hop_transport_options_set_attempt_frequency(ctx, options, NAN, 0.0),
                   HOP_ERR_OUT_OF_RANGE, "attempt frequency nan Hz is not a positive number");
    assert_refused(hop_transport_options_set_attempt_frequency(ctx, options, 1e13, -1.0),
                   HOP_ERR_OUT_OF_RANGE,
                   "standard error -1 Hz of the attempt frequency: expected zero or more");
}
END_TEST

START_TEST(test_set_convention_unknown_is_error)
{
    assert_refused(hop_transport_options_set_convention(ctx, options, 3),
                   HOP_ERR_INVALID_ARGUMENT,
                   "convention 3: expected HOP_CONVENTION_ORDINARY (1) or "
                   "HOP_CONVENTION_ANGULAR (2)");
}
END_TEST

START_TEST(test_set_carrier_bad_is_error)
{
    assert_refused(hop_transport_options_set_carrier(ctx, options, 0.0, 1.0, 1e-10),
                   HOP_ERR_OUT_OF_RANGE, "geometry factor 0 is not positive");
    assert_refused(hop_transport_options_set_carrier(ctx, options, 1.0, 0.0, 1e-10),
                   HOP_ERR_OUT_OF_RANGE, "charge number 0: expected a number other than zero");
    assert_refused(hop_transport_options_set_carrier(ctx, options, 1.0, 1.0, -1e-10),
                   HOP_ERR_OUT_OF_RANGE, "hop distance -1e-10 m is not positive");
}
END_TEST

START_TEST(test_set_carrier_negative_charge_counts_by_its_square)
{
    hop_arrhenius *a = lines(4);
    hop_transport *positive = NULL, *negative = NULL;
    ck_assert_int_eq(hop_transport_options_set_carrier(ctx, options, 1.0, 2.0, 3e-10), HOP_OK);
    ck_assert_int_eq(hop_transport_derive(ctx, a, options, &positive), HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_carrier(ctx, options, 1.0, -2.0, 3e-10), HOP_OK);
    ck_assert_int_eq(hop_transport_derive(ctx, a, options, &negative), HOP_OK);
    ck_assert(hop_transport_value(positive, 0, HOP_CARRIER_DENSITY)
              == hop_transport_value(negative, 0, HOP_CARRIER_DENSITY));
    hop_transport_destroy(positive);
    hop_transport_destroy(negative);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_derive_e_m_undetermined_is_error)
{
    hop_arrhenius *a = lines(1);
    hop_transport *t = (hop_transport *)a;
    assert_refused(hop_transport_derive(ctx, a, options, &t), HOP_ERR_MISSING_DATA,
                   "fewer than two temperatures with a measured hopping frequency: E_m is not "
                   "determined");
    ck_assert_ptr_null(t);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_interval_bad_arguments_are_errors)
{
    hop_arrhenius *a = lines(4);
    hop_transport *t = NULL;
    double lower, upper;
    ck_assert_int_eq(hop_transport_derive(ctx, a, options, &t), HOP_OK);
    ck_assert_int_eq(hop_transport_interval(t, 0, HOP_E_A, 0.9, &lower, &upper),
                     HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_transport_interval(t, 4, HOP_C, 0.9, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_transport_interval(t, 0, HOP_C, 1.0, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
    hop_transport_destroy(t);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_getters_beyond_the_end_or_of_null_answer_nothing)
{
    hop_arrhenius *a = lines(4);
    hop_transport *t = NULL;
    ck_assert_int_eq(hop_transport_derive(ctx, a, options, &t), HOP_OK);
    ck_assert(isnan(hop_transport_temperature(t, 4)) && isnan(hop_transport_value(t, 4, HOP_C)));
    ck_assert(isnan(hop_transport_standard_error(t, 4, HOP_C)));
    ck_assert_int_eq(hop_transport_state(t, 4), HOP_STATE_NONE);
    ck_assert_int_eq(hop_transport_state(NULL, 0), HOP_STATE_NONE);
    ck_assert(isnan(hop_transport_value(t, 0, HOP_E_A)));
    ck_assert(isnan(hop_transport_value(NULL, 0, HOP_C)));
    ck_assert(isnan(hop_transport_temperature(NULL, 0)));
    ck_assert(isnan(hop_transport_standard_error(NULL, 0, HOP_C)));
    ck_assert(isnan(hop_transport_intercept_value(NULL, HOP_C)));
    ck_assert(isnan(hop_transport_intercept_standard_error(NULL, HOP_C)));
    ck_assert_uint_eq(hop_transport_count(NULL), 0);
    ck_assert_int_eq(hop_transport_convention(NULL), 0);
    hop_transport_destroy(t);
    hop_arrhenius_destroy(a);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("transport_options", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_set_attempt_frequency_bad_is_error);
    tcase_add_test(tcase, test_set_convention_unknown_is_error);
    tcase_add_test(tcase, test_set_carrier_bad_is_error);
    tcase_add_test(tcase, test_set_carrier_negative_charge_counts_by_its_square);
    tcase_add_test(tcase, test_derive_e_m_undetermined_is_error);
    tcase_add_test(tcase, test_interval_bad_arguments_are_errors);
    tcase_add_test(tcase, test_getters_beyond_the_end_or_of_null_answer_nothing);
    return hopt_run(suite);
}
