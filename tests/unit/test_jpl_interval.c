/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

/*
 * Profile-likelihood intervals against a direct minimisation: with one parameter
 * held, one linear parameter follows in closed form from plain sums and n by a
 * fine scan with golden sections. It shares no formula with the library.
 */
enum { N = 41, GRID = 400, SECTIONS = 60 };

static const double two_pi = 6.283185307179586;

static double freq[N], y[N];
static double n_min, n_max;

static void make(double sigma_dc, double f_p, double n, double noise)
{
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        y[k] = sigma_dc * (1.0 + pow(freq[k] / f_p, n)) * (1.0 + noise * sin(1.0 + 2.3 * k * k));
    }
    n_min = 0.01;
    n_max = 1.0;
}

static hop_jpl *fitted(void)
{
    hop_spectrum *s = NULL;
    hop_jpl_options *options = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, N, freq, y, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_n_range(NULL, options, n_min, n_max), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, options, &fit), HOP_OK);
    hop_jpl_options_destroy(options);
    hop_spectrum_destroy(s);
    return fit;
}

/* Σ((y − m)/y)² of the best multiple (≥ 0) of b over a fixed part a. */
static double best_multiple(const double *a, const double *b)
{
    double ab = 0.0, bb = 0.0, ssr = 0.0;
    for (int k = 0; k < N; k++) {
        ab += (y[k] - a[k]) * b[k] / (y[k] * y[k]);
        bb += b[k] * b[k] / (y[k] * y[k]);
    }
    const double factor = fmax(ab / bb, 0.0);
    for (int k = 0; k < N; k++) {
        const double residual = (y[k] - a[k] - factor * b[k]) / y[k];
        ssr += residual * residual;
    }
    return ssr;
}

static double ssr_with(int32_t key, double value, double n)
{
    double fixed[N], free_part[N];
    for (int k = 0; k < N; k++) {
        const double power = pow(two_pi * freq[k], n);
        switch (key) {
        case HOP_SIGMA_DC:
            fixed[k] = value;
            free_part[k] = power;
            break;
        case HOP_A_J:
            fixed[k] = value * power;
            free_part[k] = 1.0;
            break;
        default:
            fixed[k] = 0.0;
            free_part[k] = 1.0 + pow(freq[k] / value, n);
        }
    }
    return best_multiple(fixed, free_part);
}

static double brute_force(int32_t key, double value)
{
    double best = INFINITY, at = n_min;
    const double step = (n_max - n_min) / GRID;
    for (int j = 0; j <= GRID; j++) {
        const double n = fmin(n_min + j * step, n_max), ssr = ssr_with(key, value, n);
        if (ssr < best) {
            best = ssr;
            at = n;
        }
    }
    double low = fmax(at - step, n_min), high = fmin(at + step, n_max);
    for (int k = 0; k < SECTIONS; k++) {
        const double a = high - 0.618034 * (high - low), b = low + 0.618034 * (high - low);
        if (ssr_with(key, value, a) < ssr_with(key, value, b)) {
            high = b;
        } else {
            low = a;
        }
    }
    return fmin(best, ssr_with(key, value, 0.5 * (low + high)));
}

static const int32_t positive[] = {HOP_SIGMA_DC, HOP_A_J, HOP_F_P};

static void interval(const hop_jpl *fit, int32_t key, double level, double *lower, double *upper)
{
    ck_assert_int_eq(hop_jpl_interval(fit, key, level, HOP_INTERVAL_PROFILE, lower, upper),
                     HOP_OK);
}

/* t of the level from the linearised interval, whose width is known. */
static double quantile(const hop_jpl *fit, double level)
{
    double lower, upper;
    const int32_t key = isnan(hop_jpl_standard_error(fit, HOP_N)) ? HOP_LN_SIGMA_DC : HOP_N;
    hop_jpl_interval(fit, key, level, HOP_INTERVAL_LINEARISED, &lower, &upper);
    return 0.5 * (upper - lower) / hop_jpl_standard_error(fit, key);
}

static void assert_end(const hop_jpl *fit, int32_t key, double level, double end)
{
    const double t = quantile(fit, level), rss = hop_jpl_value(fit, HOP_RSS);
    const double limit = rss + t * t * hop_jpl_value(fit, HOP_REDUCED_CHI2);
    /* The golden sections of the test leave 1e-8 of n, and the sum is quadratic in that. */
    hopt_assert_relative(brute_force(key, end), limit, 1e-9);
}

START_TEST(test_interval_profile_ends_are_where_the_sum_of_squares_says)
{
    const double cases[][3] = {{3e4, 0.7, 0.01}, {3e6, 0.5, 0.01}, {2e7, 0.8, 0.02},
                               {500.0, 0.6, 0.03}, {5e6, 0.95, 0.05}};
    for (size_t j = 0; j < sizeof cases / sizeof *cases; j++) {
        make(2e-3, cases[j][0], cases[j][1], cases[j][2]);
        hop_jpl *fit = fitted();
        for (int k = 0; k < 3; k++) {
            double lower, upper;
            interval(fit, positive[k], 0.9, &lower, &upper);
            const double value = hop_jpl_value(fit, positive[k]);
            ck_assert(lower < value && value < upper);
            assert_end(fit, positive[k], 0.9, lower);
            assert_end(fit, positive[k], 0.9, upper);
        }
        hop_jpl_destroy(fit);
    }
}
END_TEST

START_TEST(test_interval_profile_ends_of_n_are_where_the_sum_of_squares_says)
{
    make(2e-3, 1e6, 0.7, 0.02);
    hop_jpl *fit = fitted();
    double ends[2];
    interval(fit, HOP_N, 0.95, &ends[0], &ends[1]);
    const double t = quantile(fit, 0.95);
    const double unit = hop_jpl_value(fit, HOP_REDUCED_CHI2), f_p = hop_jpl_value(fit, HOP_F_P);
    for (int k = 0; k < 2; k++) {
        /* The best f_p at the end of n, by golden sections in ln f_p. */
        double low = log(f_p) - 2.0, high = log(f_p) + 2.0;
        for (int j = 0; j < SECTIONS; j++) {
            const double a = high - 0.618034 * (high - low), b = low + 0.618034 * (high - low);
            if (ssr_with(HOP_F_P, exp(a), ends[k]) < ssr_with(HOP_F_P, exp(b), ends[k])) {
                high = b;
            } else {
                low = a;
            }
        }
        hopt_assert_relative(ssr_with(HOP_F_P, exp(low), ends[k]),
                             hop_jpl_value(fit, HOP_RSS) + t * t * unit, 1e-9);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_profile_of_small_noise_is_the_linearised_one)
{
    const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_F_P, HOP_OMEGA_P, HOP_N, HOP_LN_SIGMA_DC,
                            HOP_LN_OMEGA_P};
    make(2e-3, 3e4, 0.7, 1e-7);
    hop_jpl *fit = fitted();
    for (int k = 0; k < 7; k++) {
        double lower[2], upper[2];
        interval(fit, keys[k], 0.95, &lower[0], &upper[0]);
        hop_jpl_interval(fit, keys[k], 0.95, HOP_INTERVAL_LINEARISED, &lower[1], &upper[1]);
        /* The curvature is of the order of the relative error, 1e-7, and less than 1e-5. */
        hopt_assert_relative(upper[0] - lower[0], upper[1] - lower[1], 1e-5);
        hopt_assert_relative(lower[0], lower[1], 1e-12);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_profile_without_dispersion_is_open_above)
{
    double lower, upper;
    make(2e-3, 1e12, 0.7, 0.01);
    for (int k = 0; k < N; k++) {
        y[k] *= 1.0 - 1e-4 * k;
    }
    hop_jpl *fit = fitted();
    ck_assert_uint_ne(hop_jpl_flags(fit) & HOP_FLAG_NO_DISPERSION, 0);
    interval(fit, HOP_F_P, 0.95, &lower, &upper);
    ck_assert(isinf(upper));
    interval(fit, HOP_LN_OMEGA_P, 0.95, &lower, &upper);
    ck_assert(isinf(upper) && upper > 0.0);
    interval(fit, HOP_A_J, 0.95, &lower, &upper);
    ck_assert_double_eq(lower, 0.0);
    ck_assert(upper > 0.0 && isfinite(upper));
    interval(fit, HOP_N, 0.95, &lower, &upper);
    ck_assert_double_eq(lower, n_min);
    ck_assert_double_eq(upper, n_max);
    interval(fit, HOP_SIGMA_DC, 0.95, &lower, &upper);
    assert_end(fit, HOP_SIGMA_DC, 0.95, upper);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_profile_without_plateau_is_open_below)
{
    double lower, upper;
    make(2e-3, 1e-3, 0.7, 0.01);
    hop_jpl *fit = fitted();
    interval(fit, HOP_SIGMA_DC, 0.95, &lower, &upper);
    ck_assert_double_eq(lower, 0.0);
    assert_end(fit, HOP_SIGMA_DC, 0.95, upper);
    interval(fit, HOP_F_P, 0.95, &lower, &upper);
    ck_assert_double_eq(lower, 0.0);
    assert_end(fit, HOP_F_P, 0.95, upper);
    interval(fit, HOP_LN_SIGMA_DC, 0.95, &lower, &upper);
    ck_assert(isinf(lower) && lower < 0.0);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_profile_stops_at_the_range_of_n)
{
    double lower, upper;
    make(2e-3, 1e6, 0.7, 0.02);
    n_max = 0.6;
    hop_jpl *fit = fitted();
    interval(fit, HOP_N, 0.95, &lower, &upper);
    ck_assert_double_eq(upper, n_max);
    ck_assert_double_lt(lower, n_max);
    interval(fit, HOP_F_P, 0.95, &lower, &upper);
    /* No covariance was made for the bound, but the sum of squares knows it. */
    const double t = quantile(fit, 0.95);
    const double limit = hop_jpl_value(fit, HOP_RSS)
                         + t * t * hop_jpl_value(fit, HOP_REDUCED_CHI2);
    hopt_assert_relative(brute_force(HOP_F_P, lower), limit, 1e-9);
    hopt_assert_relative(brute_force(HOP_F_P, upper), limit, 1e-9);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_profile_does_not_depend_on_the_unit)
{
    double lower[2], upper[2];
    make(2e-3, 1e6, 0.7, 0.02);
    for (int j = 0; j < 2; j++) {
        hop_jpl *fit = fitted();
        interval(fit, HOP_F_P, 0.95, &lower[j], &upper[j]);
        hop_jpl_destroy(fit);
        for (int k = 0; k < N; k++) {
            y[k] *= 1e-30;
        }
    }
    hopt_assert_relative(lower[1], lower[0], 1e-10);
    hopt_assert_relative(upper[1], upper[0], 1e-10);
}
END_TEST

START_TEST(test_profile_is_the_smallest_sum_of_squares)
{
    make(2e-3, 3e6, 0.6, 0.02);
    hop_jpl *fit = fitted();
    const double rss = hop_jpl_value(fit, HOP_RSS), unit = hop_jpl_value(fit, HOP_REDUCED_CHI2);
    for (int k = 0; k < 3; k++) {
        const double value = hop_jpl_value(fit, positive[k]);
        const double values[] = {0.5 * value, 0.95 * value, value, 1.02 * value, 4.0 * value};
        double excess[5];
        ck_assert_int_eq(hop_jpl_profile(fit, positive[k], 5, values, excess), HOP_OK);
        for (int j = 0; j < 5; j++) {
            /* As assert_end(), absolute in units of the noise. */
            ck_assert_double_eq_tol(excess[j], (brute_force(positive[k], values[j]) - rss) / unit,
                                    1e-7 * (1.0 + excess[j]));
        }
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_profile_is_t_squared_at_the_ends_of_the_interval)
{
    make(2e-3, 3e6, 0.6, 0.02);
    hop_jpl *fit = fitted();
    const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_OMEGA_P, HOP_LN_SIGMA_DC};
    const double t = quantile(fit, 0.8);
    for (int k = 0; k < 5; k++) {
        double ends[2], excess[2];
        interval(fit, keys[k], 0.8, &ends[0], &ends[1]);
        ck_assert_int_eq(hop_jpl_profile(fit, keys[k], 2, ends, excess), HOP_OK);
        /* The steepest of them, A_J, loses seven digits between value and sum. */
        hopt_assert_relative(excess[0], t * t, 1e-6);
        hopt_assert_relative(excess[1], t * t, 1e-6);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_profile_bad_arguments_are_errors)
{
    make(2e-3, 3e6, 0.6, 0.02);
    hop_jpl *fit = fitted();
    double values[2] = {1.0, -1.0}, excess[2] = {7.0, 7.0};
    ck_assert_int_eq(hop_jpl_profile(NULL, HOP_N, 1, values, excess), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_jpl_profile(fit, HOP_N, 1, NULL, excess), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_jpl_profile(fit, HOP_N, 1, values, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_jpl_profile(fit, HOP_RSS, 1, values, excess), HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_jpl_profile(fit, HOP_SIGMA_DC, 2, values, excess), HOP_ERR_OUT_OF_RANGE);
    values[1] = NAN;
    ck_assert_int_eq(hop_jpl_profile(fit, HOP_LN_SIGMA_DC, 2, values, excess),
                     HOP_ERR_OUT_OF_RANGE);
    values[1] = 1.5;
    ck_assert_int_eq(hop_jpl_profile(fit, HOP_N, 2, values, excess), HOP_ERR_OUT_OF_RANGE);
    ck_assert_double_eq(excess[0], 7.0);
    hop_jpl_destroy(fit);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("jpl_interval", &tcase);
    tcase_add_test(tcase, test_interval_profile_ends_are_where_the_sum_of_squares_says);
    tcase_add_test(tcase, test_interval_profile_ends_of_n_are_where_the_sum_of_squares_says);
    tcase_add_test(tcase, test_interval_profile_of_small_noise_is_the_linearised_one);
    tcase_add_test(tcase, test_interval_profile_without_dispersion_is_open_above);
    tcase_add_test(tcase, test_interval_profile_without_plateau_is_open_below);
    tcase_add_test(tcase, test_interval_profile_stops_at_the_range_of_n);
    tcase_add_test(tcase, test_interval_profile_does_not_depend_on_the_unit);
    tcase_add_test(tcase, test_profile_is_the_smallest_sum_of_squares);
    tcase_add_test(tcase, test_profile_is_t_squared_at_the_ends_of_the_interval);
    tcase_add_test(tcase, test_profile_bad_arguments_are_errors);
    return hopt_run(suite);
}
