/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "hopping/handle.h"
#include "support.h"

enum { N = 41 };

static const double sigma_dc = 2.3e-4, f_p = 3.1622776601683795e4, n = 0.68;

static hop_ctx *ctx;
static double freq[N], y[N];
static hop_spectrum *s;
static hop_jpl *fit;
static hop_hopping *h;

/* f_p is point 20 of the grid, up to rounding. */
static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        y[k] = sigma_dc * (1.0 + pow(freq[k] / f_p, n));
    }
    s = NULL;
    fit = NULL;
    h = NULL;
}

static void tear_down(void)
{
    hop_hopping_destroy(h);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
    hop_ctx_destroy(ctx);
}

static void disturb(double e)
{
    for (int k = 0; k < N; k++) {
        y[k] *= 1.0 + e * sin(1.0 + 2.3 * k * k);
    }
}

/* Fits the points up to f_max and extracts. */
static void extract(double f_min, double f_max, int32_t extractor)
{
    hop_jpl_options *options = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, freq, y, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, f_min, f_max), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(ctx, fit, s, extractor, &h), HOP_OK);
    hop_jpl_options_destroy(options);
}

static void assert_interval(int32_t key, double expected_lower, double expected_upper)
{
    double lower, upper;
    ck_assert_int_eq(hop_hopping_interval(h, key, 0.5, &lower, &upper), HOP_OK);
    ck_assert_msg(lower == expected_lower && upper == expected_upper, "%g to %g", lower, upper);
}

START_TEST(test_extract_fit_inside_the_window_is_measured_with_the_numbers_of_the_fit)
{
    disturb(0.01);
    extract(0.0, INFINITY, HOP_EXTRACTOR_FIT);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_MEASURED);
    ck_assert_int_eq(hop_hopping_extractor(h), HOP_EXTRACTOR_FIT);
    const int32_t keys[] = {HOP_F_P, HOP_OMEGA_P, HOP_LN_OMEGA_P};
    for (int k = 0; k < 3; k++) {
        double lower, upper, fit_lower, fit_upper;
        /* exp(ln) of numbers near 12: 12 × 2.2e-16. */
        hopt_assert_relative(hop_hopping_value(h, keys[k]), hop_jpl_value(fit, keys[k]), 1e-14);
        hopt_assert_relative(hop_hopping_standard_error(h, keys[k]),
                             hop_jpl_standard_error(fit, keys[k]), 1e-13);
        hop_hopping_interval(h, keys[k], 0.9, &lower, &upper);
        hop_jpl_interval(fit, keys[k], 0.9, HOP_INTERVAL_PROFILE, &fit_lower, &fit_upper);
        /* The two searches along n start from different ends; both end within 1e-7 of n. */
        hopt_assert_relative(lower, fit_lower, 1e-10);
        hopt_assert_relative(upper, fit_upper, 1e-10);
    }
}
END_TEST

START_TEST(test_extract_fit_above_the_window_with_clear_dispersion_is_extrapolated)
{
    disturb(0.001);
    extract(0.0, f_p / 10.0, HOP_EXTRACTOR_FIT);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_EXTRAPOLATED);
    ck_assert(hop_hopping_flags(h) & HOP_FLAG_F_P_ABOVE_WINDOW);
    ck_assert(isfinite(hop_hopping_standard_error(h, HOP_F_P)));
}
END_TEST

START_TEST(test_extract_fit_below_the_window_with_clear_dispersion_is_extrapolated)
{
    disturb(0.0001);
    extract(5.0 * f_p, INFINITY, HOP_EXTRACTOR_FIT);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_EXTRAPOLATED);
    ck_assert(hop_hopping_flags(h) & HOP_FLAG_F_P_BELOW_WINDOW);
}
END_TEST

/* Smallest weighted sum of squares at a given f_p, over s and 0.2 ≤ n ≤ 1, by brute force. */
static double ssr_at(double f)
{
    double best = INFINITY;
    for (int j = 0; j <= 40000; j++) {
        const double exponent = 0.2 + 0.8 * j / 40000.0;
        double my = 0.0, mm = 0.0, ssr = 0.0;
        for (int k = 0; k < N; k++) {
            const double m = (1.0 + pow(freq[k] / f, exponent)) / y[k];
            my += m;
            mm += m * m;
        }
        for (int k = 0; k < N; k++) {
            const double m = (1.0 + pow(freq[k] / f, exponent)) / y[k];
            ssr += (1.0 - my / mm * m) * (1.0 - my / mm * m);
        }
        best = fmin(best, ssr);
    }
    return best;
}

START_TEST(test_extract_fit_weak_dispersion_is_a_lower_limit_at_its_likelihood_bound)
{
    for (int k = 0; k < N; k++) {
        y[k] = sigma_dc * (1.0 + pow(freq[k] / 3e8, n));
    }
    disturb(0.05);
    extract(0.0, INFINITY, HOP_EXTRACTOR_FIT);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_LOWER_LIMIT);
    const double rss = hop_jpl_value(fit, HOP_RSS), t = 1.6859544602; /* t_0.95, 38 dof */
    const double bound = hop_hopping_value(h, HOP_F_P);
    ck_assert_double_lt(bound, 3e8); /* the truth */
    /* The scan over n misses the minimum by (1e-5)² of the curvature. */
    hopt_assert_relative(ssr_at(bound), rss * (1.0 + t * t / (N - 3.0)), 1e-8);
}
END_TEST

START_TEST(test_extract_fit_without_dispersion_is_a_lower_limit_with_an_open_end)
{
    for (int k = 0; k < N; k++) {
        y[k] = 3.0 - 0.001 * k + 0.01 * sin(2.0 * k * k);
    }
    extract(0.0, INFINITY, HOP_EXTRACTOR_FIT);
    ck_assert(hop_hopping_flags(h) & HOP_FLAG_NO_DISPERSION);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_LOWER_LIMIT);
    ck_assert_double_gt(hop_hopping_value(h, HOP_F_P), freq[N - 1]);
    ck_assert(isnan(hop_hopping_standard_error(h, HOP_F_P)));
    assert_interval(HOP_F_P, hop_hopping_value(h, HOP_F_P), INFINITY);
    assert_interval(HOP_LN_OMEGA_P, hop_hopping_value(h, HOP_LN_OMEGA_P), INFINITY);
}
END_TEST

START_TEST(test_extract_fit_without_plateau_is_an_upper_limit_at_its_likelihood_bound)
{
    for (int k = 0; k < N; k++) {
        y[k] = pow(freq[k] / freq[0], 0.6) - 0.3;
    }
    extract(0.0, INFINITY, HOP_EXTRACTOR_FIT);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_UPPER_LIMIT);
    const double rss = hop_jpl_value(fit, HOP_RSS), t = 1.6859544602; /* t_0.95, 38 dof */
    /* n is known to 0.004; the scan misses the minimum by up to (1e-5/0.004)²/38 of rss. */
    hopt_assert_relative(ssr_at(hop_hopping_value(h, HOP_F_P)), rss * (1.0 + t * t / (N - 3.0)),
                         3e-7);
    assert_interval(HOP_F_P, 0.0, hop_hopping_value(h, HOP_F_P));
    assert_interval(HOP_LN_OMEGA_P, -INFINITY, hop_hopping_value(h, HOP_LN_OMEGA_P));
}
END_TEST

START_TEST(test_extract_crossing_at_a_point_of_exact_data_is_this_point)
{
    extract(0.0, INFINITY, HOP_EXTRACTOR_CROSSING);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_MEASURED);
    ck_assert_int_eq(hop_hopping_extractor(h), HOP_EXTRACTOR_CROSSING);
    hopt_assert_relative(hop_hopping_value(h, HOP_F_P), f_p, 1e-11); /* of the plateau, by n/2 */
}
END_TEST

START_TEST(test_extract_crossing_error_holds_plateau_and_noise_of_two_points)
{
    disturb(0.01);
    extract(0.0, INFINITY, HOP_EXTRACTOR_CROSSING);
    double v[9];
    hop_jpl_covariance(fit, v);
    const double level = 2.0 * hop_jpl_value(fit, HOP_SIGMA_DC);
    int k = 0;
    while (y[k + 1] < level) {
        k++;
    }
    const double w = log(level / y[k]) / log(y[k + 1] / y[k]);
    const double slope = 0.5 * hop_jpl_value(fit, HOP_N);
    const double noise = (w * w + (1.0 - w) * (1.0 - w)) * hop_jpl_value(fit, HOP_REDUCED_CHI2);
    hopt_assert_relative(hop_hopping_value(h, HOP_F_P), freq[k] * pow(freq[k + 1] / freq[k], w),
                         1e-13);
    hopt_assert_relative(hop_hopping_standard_error(h, HOP_LN_OMEGA_P),
                         sqrt(v[0] + noise) / slope, 1e-12);
    hopt_assert_relative(h->covariance[0][1], v[0] / slope, 1e-14);
}
END_TEST

START_TEST(test_extract_crossing_not_reached_is_a_lower_limit_at_the_last_frequency)
{
    disturb(0.001);
    extract(0.0, freq[15], HOP_EXTRACTOR_CROSSING);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_LOWER_LIMIT);
    hopt_assert_relative(hop_hopping_value(h, HOP_F_P), freq[15], 1e-14);
}
END_TEST

START_TEST(test_extract_crossing_below_the_window_is_an_upper_limit_at_the_first_frequency)
{
    disturb(0.0001);
    extract(freq[26], INFINITY, HOP_EXTRACTOR_CROSSING);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_UPPER_LIMIT);
    hopt_assert_relative(hop_hopping_value(h, HOP_F_P), freq[26], 1e-14);
}
END_TEST

START_TEST(test_extract_crossing_more_than_once_takes_the_lowest_and_is_flagged)
{
    y[10] *= 3.0; /* a spike below f_p */
    extract(0.0, INFINITY, HOP_EXTRACTOR_CROSSING);
    ck_assert(hop_hopping_flags(h) & HOP_FLAG_MULTIPLE_CROSSINGS);
    ck_assert_double_lt(hop_hopping_value(h, HOP_F_P), freq[10]);
    ck_assert_double_gt(hop_hopping_value(h, HOP_F_P), freq[9]);
}
END_TEST

START_TEST(test_extract_crossing_of_a_spike_on_flat_data_is_no_statement)
{
    for (int k = 0; k < N; k++) {
        y[k] = 3.0 - 0.001 * k;
    }
    y[2] = 9.0;
    extract(0.0, INFINITY, HOP_EXTRACTOR_CROSSING);
    ck_assert(hop_jpl_flags(fit) & HOP_FLAG_NO_DISPERSION);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_NONE);
    ck_assert(isnan(hop_hopping_value(h, HOP_F_P)));
}
END_TEST

START_TEST(test_extract_crossing_without_plateau_is_no_statement)
{
    for (int k = 0; k < N; k++) {
        y[k] = pow(freq[k] / freq[0], 0.6) - 0.3;
    }
    extract(0.0, INFINITY, HOP_EXTRACTOR_CROSSING);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_NONE);
    assert_interval(HOP_F_P, 0.0, INFINITY);
}
END_TEST

START_TEST(test_crossing_of_a_power_law_is_exact)
{
    const double f[] = {1.0, 16.0, 81.0}, sigma[] = {1.0, 4.0, 9.0};
    const hopi_crossing found = hopi_hopping_crossing(3, f, sigma, 6.0);
    ck_assert_int_eq(found.count, 1);
    hopt_assert_relative(exp(found.estimate.ln_f), 36.0, 1e-14);
}
END_TEST

START_TEST(test_crossing_at_a_point_on_the_level_counts_once)
{
    const double f[] = {1.0, 4.0, 16.0}, sigma[] = {1.0, 2.0, 4.0};
    const hopi_crossing found = hopi_hopping_crossing(3, f, sigma, 2.0);
    ck_assert_int_eq(found.count, 1);
    hopt_assert_relative(exp(found.estimate.ln_f), 4.0, 1e-15);
}
END_TEST

START_TEST(test_crossing_passes_over_points_that_are_not_positive)
{
    const double f[] = {1.0, 4.0, 16.0}, sigma[] = {1.0, -0.5, 4.0};
    const hopi_crossing found = hopi_hopping_crossing(3, f, sigma, 2.0);
    ck_assert_int_eq(found.estimate.state, HOP_STATE_MEASURED);
    ck_assert_uint_eq(found.left, 0);
    ck_assert_uint_eq(found.right, 2);
    hopt_assert_relative(exp(found.estimate.ln_f), 4.0, 1e-14);
}
END_TEST

START_TEST(test_crossing_downwards_only_is_no_statement)
{
    const double f[] = {1.0, 4.0, 16.0}, sigma[] = {4.0, 3.0, 1.0};
    ck_assert_int_eq(hopi_hopping_crossing(3, f, sigma, 2.0).estimate.state, HOP_STATE_NONE);
}
END_TEST

START_TEST(test_crossing_without_a_positive_point_is_no_statement)
{
    const double f[] = {1.0, 4.0}, sigma[] = {-4.0, 0.0};
    ck_assert_int_eq(hopi_hopping_crossing(2, f, sigma, 2.0).estimate.state, HOP_STATE_NONE);
    ck_assert_int_eq(hopi_hopping_crossing(0, f, sigma, 2.0).estimate.state, HOP_STATE_NONE);
}
END_TEST

START_TEST(test_extract_unknown_extractor_is_error)
{
    extract(0.0, INFINITY, HOP_EXTRACTOR_FIT);
    hop_hopping *other = h;
    ck_assert_int_eq(hop_hopping_extract(ctx, fit, s, 8, &other), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_ptr_null(other);
    ck_assert_str_eq(hop_ctx_error(ctx), "extractor 8: expected HOP_EXTRACTOR_FIT (1) to "
                                         "HOP_EXTRACTOR_CELL_GB (7)");
}
END_TEST

START_TEST(test_value_and_interval_of_other_keys_do_not_exist)
{
    double lower, upper;
    extract(0.0, INFINITY, HOP_EXTRACTOR_FIT);
    ck_assert(isnan(hop_hopping_value(h, HOP_N)));
    ck_assert(isnan(hop_hopping_standard_error(h, HOP_N)));
    ck_assert_int_eq(hop_hopping_interval(h, HOP_N, 0.9, &lower, &upper), HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_hopping_interval(h, HOP_F_P, 1.0, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
}
END_TEST

START_TEST(test_getters_of_null_answer_nothing)
{
    ck_assert(isnan(hop_hopping_value(NULL, HOP_F_P)));
    ck_assert(isnan(hop_hopping_standard_error(NULL, HOP_F_P)));
    ck_assert_int_eq(hop_hopping_state(NULL), HOP_STATE_NONE);
    ck_assert_int_eq(hop_hopping_extractor(NULL), 0);
    ck_assert_uint_eq(hop_hopping_flags(NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hopping", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase,
                   test_extract_fit_inside_the_window_is_measured_with_the_numbers_of_the_fit);
    tcase_add_test(tcase,
                   test_extract_fit_above_the_window_with_clear_dispersion_is_extrapolated);
    tcase_add_test(tcase,
                   test_extract_fit_below_the_window_with_clear_dispersion_is_extrapolated);
    tcase_add_test(tcase,
                   test_extract_fit_weak_dispersion_is_a_lower_limit_at_its_likelihood_bound);
    tcase_add_test(tcase, test_extract_fit_without_dispersion_is_a_lower_limit_with_an_open_end);
    tcase_add_test(tcase, test_extract_fit_without_plateau_is_an_upper_limit_at_its_likelihood_bound);
    tcase_add_test(tcase, test_extract_crossing_at_a_point_of_exact_data_is_this_point);
    tcase_add_test(tcase, test_extract_crossing_error_holds_plateau_and_noise_of_two_points);
    tcase_add_test(tcase,
                   test_extract_crossing_not_reached_is_a_lower_limit_at_the_last_frequency);
    tcase_add_test(tcase,
                   test_extract_crossing_below_the_window_is_an_upper_limit_at_the_first_frequency);
    tcase_add_test(tcase, test_extract_crossing_more_than_once_takes_the_lowest_and_is_flagged);
    tcase_add_test(tcase, test_extract_crossing_of_a_spike_on_flat_data_is_no_statement);
    tcase_add_test(tcase, test_extract_crossing_without_plateau_is_no_statement);
    tcase_add_test(tcase, test_crossing_of_a_power_law_is_exact);
    tcase_add_test(tcase, test_crossing_at_a_point_on_the_level_counts_once);
    tcase_add_test(tcase, test_crossing_passes_over_points_that_are_not_positive);
    tcase_add_test(tcase, test_crossing_downwards_only_is_no_statement);
    tcase_add_test(tcase, test_crossing_without_a_positive_point_is_no_statement);
    tcase_add_test(tcase, test_extract_unknown_extractor_is_error);
    tcase_add_test(tcase, test_value_and_interval_of_other_keys_do_not_exist);
    tcase_add_test(tcase, test_getters_of_null_answer_nothing);
    return hopt_run(suite);
}
