/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 41 };

static const double pi = 3.14159265358979323846;
static const double sigma_dc = 2.3e-4, f_p = 4e4, n = 0.68;

static hop_ctx *ctx;
static hop_jpl_options *options;
static double freq[N], y[N], y_im[N];

/* An exact power law with its plateau and its dispersion inside the window. */
static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &options), HOP_OK);
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        const double power = pow(freq[k] / f_p, n);
        y[k] = sigma_dc * (1.0 + power);
        y_im[k] = sigma_dc * power * tan(0.5 * pi * n);
    }
}

static void tear_down(void)
{
    hop_jpl_options_destroy(options);
    hop_ctx_destroy(ctx);
}

/* A deterministic disturbance of relative size e that no power law follows. */
static void disturb(double e)
{
    for (int k = 0; k < N; k++) {
        y[k] *= 1.0 + e * sin(1.0 + 2.3 * k * k);
    }
}

static hop_spectrum *spectrum(size_t count, const double *sigma, const double *im)
{
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, count, freq, sigma, im, NAN, NAN,
                                                    300.0, &s), HOP_OK);
    return s;
}

static hop_jpl *fitted(size_t count, const double *sigma)
{
    hop_spectrum *s = spectrum(count, sigma, y_im);
    hop_jpl *fit = NULL;
    const hop_status status = hop_jpl_fit(ctx, s, options, &fit);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    hop_spectrum_destroy(s);
    return fit;
}

START_TEST(test_fit_exact_data_gives_the_parameters_in_every_weighting)
{
    for (int32_t w = HOP_WEIGHTING_UNIT; w <= HOP_WEIGHTING_GIVEN; w++) {
        hop_spectrum *s = spectrum(N, y, y_im), *t = NULL;
        hop_jpl *fit = NULL;
        ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, y, &t), HOP_OK);
        ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, w), HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(ctx, t, options, &fit), HOP_OK);
        ck_assert_int_eq(hop_jpl_weighting(fit), w);
        /* Rounding of the data times the condition of the problem, about 1e3. */
        hopt_assert_relative(hop_jpl_value(fit, HOP_SIGMA_DC), sigma_dc, 1e-12);
        hopt_assert_relative(hop_jpl_value(fit, HOP_N), n, 1e-12);
        hopt_assert_relative(hop_jpl_value(fit, HOP_F_P), f_p, 1e-11);
        hopt_assert_relative(hop_jpl_value(fit, HOP_OMEGA_P), 2.0 * pi * f_p, 1e-11);
        hopt_assert_relative(hop_jpl_value(fit, HOP_A_J), sigma_dc / pow(2.0 * pi * f_p, n),
                             1e-11);
        hopt_assert_relative(hop_jpl_value(fit, HOP_LN_SIGMA_DC), log(sigma_dc), 1e-12);
        hopt_assert_relative(hop_jpl_value(fit, HOP_LN_OMEGA_P), log(2.0 * pi * f_p), 1e-12);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
        hop_spectrum_destroy(t);
    }
}
END_TEST

START_TEST(test_fit_exact_data_with_any_n_finds_it)
{
    /* Every hundredth: among them are nodes of the scan, where the slope is exactly zero. */
    for (int hundredth = 5; hundredth <= 100; hundredth++) {
        const double exponent = 0.01 * hundredth;
        double freq_hz[31], sigma[31];
        hop_spectrum *s = NULL;
        hop_jpl *fit = NULL;
        hopt_log_grid(1.0, 1e6, 31, freq_hz);
        for (int k = 0; k < 31; k++) {
            sigma[k] = 1e-3 * (1.0 + pow(freq_hz[k] / 1e4, exponent));
        }
        ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 31, freq_hz, sigma, NULL, NAN, NAN,
                                                        NAN, &s), HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &fit), HOP_OK);
        /* Rounding of 1e-16 in the data, times a condition of up to 1e5 for small n. */
        hopt_assert_relative(hop_jpl_value(fit, HOP_N), exponent, 1e-10);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
}
END_TEST

START_TEST(test_fit_exact_data_is_flagged)
{
    hop_jpl *fit = fitted(N, y);
    ck_assert_uint_eq(hop_jpl_flags(fit), HOP_FLAG_EXACT_FIT);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_disturbed_data_has_no_flag)
{
    disturb(0.01);
    hop_jpl *fit = fitted(N, y);
    ck_assert_uint_eq(hop_jpl_flags(fit), 0);
    ck_assert(hop_jpl_value(fit, HOP_RANK) == 3.0);
    ck_assert(hop_jpl_value(fit, HOP_POINTS) == N && hop_jpl_value(fit, HOP_DOF) == N - 3.0);
    ck_assert(hop_jpl_value(fit, HOP_TEMPERATURE) == 300.0);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_without_options_is_proportional_over_all_frequencies)
{
    disturb(0.01);
    hop_spectrum *s = spectrum(N, y, NULL);
    hop_jpl *by_default = NULL, *stated = NULL;
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_PROPORTIONAL),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, 0.01, 1.0), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, 0.0, INFINITY), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &by_default), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &stated), HOP_OK);
    ck_assert(hop_jpl_value(by_default, HOP_F_P) == hop_jpl_value(stated, HOP_F_P));
    hop_jpl_destroy(by_default);
    hop_jpl_destroy(stated);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_n_range_below_the_best_n_stops_at_its_upper_end)
{
    ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, 0.2, 0.5), HOP_OK);
    hop_jpl *fit = fitted(N, y);
    ck_assert(hop_jpl_value(fit, HOP_N) == 0.5);
    ck_assert_uint_eq(hop_jpl_flags(fit), HOP_FLAG_N_AT_UPPER_BOUND);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_n_range_above_the_best_n_stops_at_its_lower_end)
{
    ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, 0.9, 1.5), HOP_OK);
    hop_jpl *fit = fitted(N, y);
    ck_assert(hop_jpl_value(fit, HOP_N) == 0.9);
    ck_assert_uint_eq(hop_jpl_flags(fit), HOP_FLAG_N_AT_LOWER_BOUND);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_n_above_one_needs_a_wider_range)
{
    for (int k = 0; k < N; k++) {
        y[k] = sigma_dc * (1.0 + pow(freq[k] / f_p, 1.6));
    }
    hop_jpl *fit = fitted(N, y);
    ck_assert(hop_jpl_value(fit, HOP_N) == 1.0);
    ck_assert(hop_jpl_flags(fit) & HOP_FLAG_N_AT_UPPER_BOUND);
    hop_jpl_destroy(fit);
    ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, 0.01, 2.0), HOP_OK);
    fit = fitted(N, y);
    hopt_assert_relative(hop_jpl_value(fit, HOP_N), 1.6, 1e-12);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_frequency_range_takes_both_ends)
{
    disturb(0.01);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, freq[5], freq[30]),
                     HOP_OK);
    hop_jpl *inside = fitted(N, y);
    ck_assert(hop_jpl_value(inside, HOP_POINTS) == 26.0);
    ck_assert(hop_jpl_value(inside, HOP_F_MIN) == freq[5]);
    ck_assert(hop_jpl_value(inside, HOP_F_MAX) == freq[30]);
    hop_spectrum *s = spectrum(N, y, NULL), *w = NULL;
    hop_jpl *cut = NULL;
    ck_assert_int_eq(hop_spectrum_window(ctx, s, freq[5], freq[30], &w), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, w, NULL, &cut), HOP_OK);
    ck_assert(hop_jpl_value(inside, HOP_F_P) == hop_jpl_value(cut, HOP_F_P));
    hop_jpl_destroy(inside);
    hop_jpl_destroy(cut);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(w);
}
END_TEST

START_TEST(test_fit_data_below_a_power_law_has_no_plateau)
{
    for (int k = 0; k < N; k++) {
        y[k] = pow(freq[k] / freq[0], 0.6) - 0.3;
    }
    hop_jpl *fit = fitted(N, y);
    double covariance[9];
    ck_assert(hop_jpl_flags(fit) & HOP_FLAG_NO_PLATEAU);
    ck_assert(hop_jpl_value(fit, HOP_SIGMA_DC) == 0.0);
    ck_assert(isnan(hop_jpl_value(fit, HOP_F_P)) && isnan(hop_jpl_value(fit, HOP_LN_SIGMA_DC)));
    ck_assert(hop_jpl_value(fit, HOP_N) > 0.6 && hop_jpl_value(fit, HOP_A_J) > 0.0);
    ck_assert_int_eq(hop_jpl_covariance(fit, covariance), HOP_OK);
    for (int k = 0; k < 8; k++) {
        ck_assert(isnan(covariance[k]));
    }
    ck_assert(covariance[8] > 0.0);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_falling_data_has_no_dispersion_and_the_weighted_mean)
{
    double w = 0.0, wy = 0.0, rss = 0.0;
    for (int k = 0; k < N; k++) {
        y[k] = 3.0 - 0.01 * k;
        w += 1.0 / (y[k] * y[k]);
        wy += 1.0 / y[k];
    }
    for (int k = 0; k < N; k++) {
        rss += pow(1.0 - wy / w / y[k], 2.0);
    }
    hop_jpl *fit = fitted(N, y);
    ck_assert_uint_eq(hop_jpl_flags(fit), HOP_FLAG_NO_DISPERSION | HOP_FLAG_WEAK_DISPERSION);
    hopt_assert_relative(hop_jpl_value(fit, HOP_SIGMA_DC), wy / w, 1e-14);
    hopt_assert_relative(hop_jpl_value(fit, HOP_RSS), rss, 1e-11); /* differences of 1e-3 */
    hopt_assert_relative(hop_jpl_standard_error(fit, HOP_SIGMA_DC), sqrt(rss / (N - 3) / w),
                         1e-11);
    ck_assert(hop_jpl_value(fit, HOP_A_J) == 0.0 && hop_jpl_value(fit, HOP_RANK) == 1.0);
    ck_assert(isnan(hop_jpl_value(fit, HOP_N)) && isnan(hop_jpl_value(fit, HOP_F_P)));
    ck_assert(isnan(hop_jpl_standard_error(fit, HOP_F_P)));
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_frequencies_over_more_than_100_decades_are_refused)
{
    const double f_hz[4] = {1e-60, 1e-20, 1e20, 1e60}, sigma[4] = {1.0, 2.0, 3.0, 4.0};
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 4, f_hz, sigma, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_ERR_OUT_OF_RANGE);
    ck_assert_ptr_null(fit);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "120 decades"));
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_hopping_frequency_outside_the_window_is_flagged)
{
    disturb(0.001);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, 0.0, 1e4), HOP_OK);
    hop_jpl *below_it = fitted(N, y);
    ck_assert_uint_eq(hop_jpl_flags(below_it), HOP_FLAG_F_P_ABOVE_WINDOW);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, 2e5, 1e7), HOP_OK);
    hop_jpl *above_it = fitted(N, y);
    ck_assert_uint_eq(hop_jpl_flags(above_it), HOP_FLAG_F_P_BELOW_WINDOW);
    hop_jpl_destroy(below_it);
    hop_jpl_destroy(above_it);
}
END_TEST

START_TEST(test_fit_dispersion_inside_the_scatter_is_weak)
{
    disturb(0.1);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, 0.0, 3e3), HOP_OK);
    hop_jpl *fit = fitted(N, y);
    ck_assert(hop_jpl_flags(fit) & HOP_FLAG_WEAK_DISPERSION);
    ck_assert(hop_jpl_value(fit, HOP_F_DISPERSION) < 40.0);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_frequencies_almost_equal_are_ill_conditioned)
{
    for (int k = 0; k < N; k++) {
        freq[k] = 1e3 * (1.0 + 1e-7 * k);
        y[k] = 1.0 + 0.1 * k + 0.3 * sin(1.0 + 2.3 * k * k);
    }
    hop_jpl *fit = fitted(N, y);
    ck_assert(hop_jpl_flags(fit) & HOP_FLAG_ILL_CONDITIONED);
    ck_assert_double_gt(hop_jpl_value(fit, HOP_CONDITION), 1e10);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_points_not_positive_are_left_out_and_flagged)
{
    disturb(0.01);
    double with[N], without[N - 2];
    for (int k = 0; k < N; k++) {
        with[k] = y[k];
    }
    with[0] = -1e-5;
    with[1] = 0.0;
    hop_jpl *fit = fitted(N, with);
    ck_assert_uint_eq(hop_jpl_flags(fit), HOP_FLAG_POINTS_EXCLUDED);
    ck_assert(hop_jpl_value(fit, HOP_EXCLUDED) == 2.0);
    ck_assert(hop_jpl_value(fit, HOP_POINTS) == N - 2.0);
    ck_assert(hop_jpl_value(fit, HOP_F_MIN) == freq[2]);
    for (int k = 2; k < N; k++) {
        freq[k - 2] = freq[k];
        without[k - 2] = y[k];
    }
    hop_jpl *rest = fitted(N - 2, without);
    ck_assert(hop_jpl_value(fit, HOP_F_P) == hop_jpl_value(rest, HOP_F_P));
    hop_jpl_destroy(fit);
    hop_jpl_destroy(rest);
}
END_TEST

START_TEST(test_fit_points_not_positive_take_part_in_unit_weighting)
{
    disturb(0.01);
    y[0] = -1e-5;
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_UNIT), HOP_OK);
    hop_jpl *fit = fitted(N, y);
    ck_assert(hop_jpl_value(fit, HOP_EXCLUDED) == 0.0 && hop_jpl_value(fit, HOP_POINTS) == N);
    ck_assert(!(hop_jpl_flags(fit) & HOP_FLAG_POINTS_EXCLUDED));
    hop_jpl_destroy(fit);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("jpl", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_fit_exact_data_gives_the_parameters_in_every_weighting);
    tcase_add_test(tcase, test_fit_exact_data_with_any_n_finds_it);
    tcase_add_test(tcase, test_fit_exact_data_is_flagged);
    tcase_add_test(tcase, test_fit_disturbed_data_has_no_flag);
    tcase_add_test(tcase, test_fit_without_options_is_proportional_over_all_frequencies);
    tcase_add_test(tcase, test_fit_n_range_below_the_best_n_stops_at_its_upper_end);
    tcase_add_test(tcase, test_fit_n_range_above_the_best_n_stops_at_its_lower_end);
    tcase_add_test(tcase, test_fit_n_above_one_needs_a_wider_range);
    tcase_add_test(tcase, test_fit_frequency_range_takes_both_ends);
    tcase_add_test(tcase, test_fit_data_below_a_power_law_has_no_plateau);
    tcase_add_test(tcase, test_fit_falling_data_has_no_dispersion_and_the_weighted_mean);
    tcase_add_test(tcase, test_fit_frequencies_over_more_than_100_decades_are_refused);
    tcase_add_test(tcase, test_fit_hopping_frequency_outside_the_window_is_flagged);
    tcase_add_test(tcase, test_fit_dispersion_inside_the_scatter_is_weak);
    tcase_add_test(tcase, test_fit_frequencies_almost_equal_are_ill_conditioned);
    tcase_add_test(tcase, test_fit_points_not_positive_are_left_out_and_flagged);
    tcase_add_test(tcase, test_fit_points_not_positive_take_part_in_unit_weighting);
    return hopt_run(suite);
}
