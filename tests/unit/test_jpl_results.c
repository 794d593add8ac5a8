/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 41, P = 3 };

static const double two_pi = 6.28318530717958647692;

static hop_ctx *ctx;
static hop_jpl_options *options;
static double freq[N], y[N], y_im[N], sd[N];

/* A power law with 1 % of a disturbance that no power law follows. */
static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &options), HOP_OK);
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        const double power = pow(freq[k] / 4e4, 0.68);
        y[k] = 2.3e-4 * (1.0 + power) * (1.0 + 0.01 * sin(1.0 + 2.3 * k * k));
        y_im[k] = 2.3e-4 * power * 1.8;
        sd[k] = 2.3e-6 * (1.0 + 0.5 * sin(0.7 * k));
    }
}

static void tear_down(void)
{
    hop_jpl_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static hop_jpl *fitted_points(size_t count, int32_t weighting)
{
    hop_spectrum *s = NULL, *t = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, count, freq, y, y_im, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, count, sd, &t), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, weighting), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, t, options, &fit), HOP_OK);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(t);
    return fit;
}

static hop_jpl *fitted(int32_t weighting)
{
    return fitted_points(N, weighting);
}

static double scale_of(int32_t weighting, int k)
{
    switch (weighting) {
    case HOP_WEIGHTING_PROPORTIONAL:
        return y[k];
    case HOP_WEIGHTING_MODULUS:
        return hypot(y[k], y_im[k]);
    case HOP_WEIGHTING_GIVEN:
        return sd[k];
    default:
        return 1.0;
    }
}

/* The residuals' model at (ln σ_dc, ln ω_p, n), straight from eq. 4. */
static long double model(const long double p[P], int k)
{
    const long double ln_omega = logl((long double)two_pi * freq[k]);
    return expl(p[0]) * (1.0L + expl(p[2] * (ln_omega - p[1])));
}

/* Five-point differences: an error of h⁴ = 1e-16 and of rounding 1e-19/h. */
static long double derivative(const long double p[P], int parameter, int k)
{
    const long double h = 1e-4L;
    long double value[4];
    const long double steps[4] = {-2.0L, -1.0L, 1.0L, 2.0L};
    for (int i = 0; i < 4; i++) {
        long double q[P] = {p[0], p[1], p[2]};
        q[parameter] += steps[i] * h;
        value[i] = model(q, k);
    }
    return (value[0] - 8.0L * value[1] + 8.0L * value[2] - value[3]) / (12.0L * h);
}

static void invert(long double M[P][P], long double out[P][P])
{
    const long double determinant = M[0][0] * (M[1][1] * M[2][2] - M[1][2] * M[2][1])
                                    - M[0][1] * (M[1][0] * M[2][2] - M[1][2] * M[2][0])
                                    + M[0][2] * (M[1][0] * M[2][1] - M[1][1] * M[2][0]);
    for (int i = 0; i < P; i++) {
        for (int j = 0; j < P; j++) {
            const int a = (j + 1) % P, b = (j + 2) % P, c = (i + 1) % P, d = (i + 2) % P;
            out[i][j] = (M[a][c] * M[b][d] - M[a][d] * M[b][c]) / determinant;
        }
    }
}

/* Sum of squares and covariance again, by another route; answers the sum of squares. */
static double derive_again(const hop_jpl *fit, int32_t weighting, double covariance[9])
{
    const long double p[P] = {hop_jpl_value(fit, HOP_LN_SIGMA_DC),
                              hop_jpl_value(fit, HOP_LN_OMEGA_P), hop_jpl_value(fit, HOP_N)};
    long double rss = 0.0L, M[P][P] = {{0.0L}}, inverse[P][P];
    for (int k = 0; k < N; k++) {
        const long double m = model(p, k);
        const long double s = weighting == HOP_WEIGHTING_FITTED ? m : scale_of(weighting, k);
        const long double r = (y[k] - m) / s;
        rss += r * r;
        for (int i = 0; i < P; i++) {
            for (int j = 0; j < P; j++) {
                M[i][j] += derivative(p, i, k) * derivative(p, j, k) / (s * s);
            }
        }
    }
    invert(M, inverse);
    const long double variance = weighting == HOP_WEIGHTING_GIVEN ? 1.0L : rss / (N - P);
    for (int i = 0; i < 9; i++) {
        covariance[i] = (double)(inverse[i / P][i % P] * variance);
    }
    return (double)rss;
}

START_TEST(test_covariance_agrees_with_a_numerical_derivation)
{
    for (int32_t w = HOP_WEIGHTING_UNIT; w <= HOP_WEIGHTING_FITTED; w++) {
        hop_jpl *fit = fitted(w);
        double covariance[9], expected[9];
        derive_again(fit, w, expected);
        ck_assert_int_eq(hop_jpl_covariance(fit, covariance), HOP_OK);
        for (int i = 0; i < 9; i++) {
            /* 1e-15 of the differences times the condition squared, below 1e6. */
            ck_assert_double_le(fabs(covariance[i] - expected[i]),
                                1e-9 * sqrt(expected[i / P * 4] * expected[i % P * 4]));
        }
        hop_jpl_destroy(fit);
    }
}
END_TEST

START_TEST(test_rss_agrees_with_the_residuals_and_is_stationary)
{
    for (int32_t w = HOP_WEIGHTING_UNIT; w <= HOP_WEIGHTING_FITTED; w++) {
        hop_jpl *fit = fitted(w);
        double unused[9];
        const double rss = derive_again(fit, w, unused);
        hopt_assert_relative(hop_jpl_value(fit, HOP_RSS), rss, 1e-11); /* 1e-13 on 1 % residuals */
        hopt_assert_relative(hop_jpl_value(fit, HOP_REDUCED_CHI2), rss / (N - P), 1e-11);
        hop_jpl_destroy(fit);
    }
}
END_TEST

START_TEST(test_fitted_weighting_solves_its_equations)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_FITTED);
    const long double p[P] = {hop_jpl_value(fit, HOP_LN_SIGMA_DC),
                              hop_jpl_value(fit, HOP_LN_OMEGA_P), hop_jpl_value(fit, HOP_N)};
    for (int i = 0; i < P; i++) {
        long double sum = 0.0L, size = 0.0L;
        for (int k = 0; k < N; k++) {
            const long double m = model(p, k), r = (y[k] - m) / m, d = derivative(p, i, k) / m;
            sum += r * d;
            size += fabsl(r * d);
        }
        /* The scales settle to 1e-12; differences as above. */
        ck_assert_double_le((double)fabsl(sum), 1e-10 * (double)size);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_covariance_is_symmetric_and_positive_definite)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    double v[9];
    ck_assert_int_eq(hop_jpl_covariance(fit, v), HOP_OK);
    ck_assert(v[1] == v[3] && v[2] == v[6] && v[5] == v[7]);
    const double second = v[0] * v[4] - v[1] * v[3];
    const double third = v[0] * (v[4] * v[8] - v[5] * v[7]) - v[1] * (v[3] * v[8] - v[5] * v[6])
                         + v[2] * (v[3] * v[7] - v[4] * v[6]);
    ck_assert(v[0] > 0.0 && second > 0.0 && third > 0.0);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_covariance_of_given_deviations_is_absolute)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_GIVEN);
    double once[9], ten_times[9];
    hop_jpl_covariance(fit, once);
    const double n = hop_jpl_value(fit, HOP_N);
    hop_jpl_destroy(fit);
    for (int k = 0; k < N; k++) {
        sd[k] *= 10.0;
    }
    fit = fitted(HOP_WEIGHTING_GIVEN);
    hop_jpl_covariance(fit, ten_times);
    hopt_assert_relative(hop_jpl_value(fit, HOP_N), n, 1e-13);
    for (int i = 0; i < 9; i++) {
        hopt_assert_relative(ten_times[i], 100.0 * once[i], 1e-11);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_standard_errors_follow_from_the_covariance)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    double v[9];
    hop_jpl_covariance(fit, v);
    const double n = hop_jpl_value(fit, HOP_N), ln_omega_p = hop_jpl_value(fit, HOP_LN_OMEGA_P);
    const struct {
        int32_t key;
        double factor, variance;
    } expected[] = {
        {HOP_LN_SIGMA_DC, 1.0, v[0]},
        {HOP_SIGMA_DC, hop_jpl_value(fit, HOP_SIGMA_DC), v[0]},
        {HOP_LN_OMEGA_P, 1.0, v[4]},
        {HOP_OMEGA_P, hop_jpl_value(fit, HOP_OMEGA_P), v[4]},
        {HOP_F_P, hop_jpl_value(fit, HOP_F_P), v[4]},
        {HOP_N, 1.0, v[8]},
        /* ln A_J = ln σ_dc − n ln ω_p */
        {HOP_A_J, hop_jpl_value(fit, HOP_A_J),
         v[0] + n * n * v[4] + ln_omega_p * ln_omega_p * v[8] - 2.0 * n * v[1]
             - 2.0 * ln_omega_p * v[2] + 2.0 * n * ln_omega_p * v[5]},
    };
    for (int k = 0; k < 7; k++) {
        /* The last is a difference of terms ten times its size. */
        hopt_assert_relative(hop_jpl_standard_error(fit, expected[k].key),
                             expected[k].factor * sqrt(expected[k].variance), 1e-11);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_criteria_of_scaled_weightings_are_their_formulas)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    const double deviance = N * log(hop_jpl_value(fit, HOP_RSS) / N);
    /* k = 4: three parameters and the scale; 2k + 2k(k+1)/(N−k−1). */
    hopt_assert_relative(hop_jpl_value(fit, HOP_AICC), deviance + 8.0 + 40.0 / (N - 5.0), 1e-14);
    hopt_assert_relative(hop_jpl_value(fit, HOP_BIC), deviance + 4.0 * log(N), 1e-14);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_criteria_of_given_deviations_are_their_formulas)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_GIVEN);
    const double rss = hop_jpl_value(fit, HOP_RSS);
    hopt_assert_relative(hop_jpl_value(fit, HOP_AICC), rss + 6.0 + 24.0 / (N - 4.0), 1e-14);
    hopt_assert_relative(hop_jpl_value(fit, HOP_BIC), rss + 3.0 * log(N), 1e-14);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_criterion_without_enough_points_is_nan)
{
    y[0] = 1.0, y[1] = 1.02, y[2] = 1.2, y[3] = 1.9, y[4] = 3.2;
    hop_jpl *fit = fitted_points(5, HOP_WEIGHTING_PROPORTIONAL);
    ck_assert(isnan(hop_jpl_value(fit, HOP_AICC)) && isfinite(hop_jpl_value(fit, HOP_BIC)));
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_f_dispersion_compares_with_the_best_constant)
{
    double w = 0.0, wy = 0.0, constant = 0.0;
    for (int k = 0; k < N; k++) {
        w += 1.0 / (y[k] * y[k]);
        wy += 1.0 / y[k];
    }
    for (int k = 0; k < N; k++) {
        constant += pow(1.0 - wy / w / y[k], 2.0);
    }
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    const double rss = hop_jpl_value(fit, HOP_RSS);
    hopt_assert_relative(hop_jpl_value(fit, HOP_F_DISPERSION), (constant - rss) * (N - P) / rss,
                         1e-12);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_of_two_degrees_of_freedom_takes_their_quantile_of_t)
{
    /* Closed form for two degrees of freedom: t = (2p − 1)/√(2p(1 − p)). */
    const double t = 0.95 / sqrt(2.0 * 0.975 * 0.025);
    const int32_t logarithmic[] = {HOP_SIGMA_DC, HOP_A_J, HOP_OMEGA_P, HOP_F_P};
    const int32_t plain[] = {HOP_N, HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P};
    double lower, upper;
    y[0] = 1.0, y[1] = 1.02, y[2] = 1.2, y[3] = 1.9, y[4] = 3.2;
    hop_jpl *fit = fitted_points(5, HOP_WEIGHTING_PROPORTIONAL);
    for (int k = 0; k < 4; k++) {
        const double value = hop_jpl_value(fit, logarithmic[k]);
        const double relative = hop_jpl_standard_error(fit, logarithmic[k]) / value;
        ck_assert_int_eq(hop_jpl_interval(fit, logarithmic[k], 0.95, HOP_INTERVAL_LINEARISED,
                                          &lower, &upper), HOP_OK);
        hopt_assert_relative(lower, value * exp(-t * relative), 1e-11);
        hopt_assert_relative(upper, value * exp(t * relative), 1e-11);
    }
    for (int k = 0; k < 3; k++) {
        const double error = hop_jpl_standard_error(fit, plain[k]);
        ck_assert_int_eq(hop_jpl_interval(fit, plain[k], 0.95, HOP_INTERVAL_LINEARISED, &lower,
                                          &upper), HOP_OK);
        hopt_assert_relative(upper - lower, 2.0 * t * error, 1e-11);
        hopt_assert_relative(lower + upper, 2.0 * hop_jpl_value(fit, plain[k]), 1e-11);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_of_given_deviations_is_normal)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_GIVEN);
    double lower, upper;
    ck_assert_int_eq(hop_jpl_interval(fit, HOP_N, 0.95, HOP_INTERVAL_LINEARISED, &lower, &upper),
                     HOP_OK);
    hopt_assert_relative(upper - lower,
                         2.0 * 1.959963984540054 * hop_jpl_standard_error(fit, HOP_N), 1e-12);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_bad_arguments_are_errors)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_UNIT);
    double lower, upper;
    const int32_t linear = HOP_INTERVAL_LINEARISED;
    ck_assert_int_eq(hop_jpl_interval(fit, HOP_RSS, 0.9, linear, &lower, &upper),
                     HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_jpl_interval(fit, HOP_N, 0.0, linear, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_jpl_interval(fit, HOP_N, 1.0, linear, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_jpl_interval(fit, HOP_N, NAN, linear, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_jpl_interval(fit, HOP_N, 0.9, 99, &lower, &upper),
                     HOP_ERR_INVALID_ARGUMENT);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_value_unknown_key_is_nan)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_UNIT);
    const int32_t unknown[] = {0, -1, HOP_E_A, HOP_DELTA_S_M, 9999};
    for (int k = 0; k < 5; k++) {
        ck_assert(isnan(hop_jpl_value(fit, unknown[k])));
        ck_assert(isnan(hop_jpl_standard_error(fit, unknown[k])));
    }
    ck_assert(isnan(hop_jpl_standard_error(fit, HOP_RSS)));
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_evaluate_is_the_power_law)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    double sigma[N];
    ck_assert_int_eq(hop_jpl_evaluate(fit, N, freq, sigma), HOP_OK);
    for (int k = 0; k < N; k++) {
        const double power = pow(two_pi * freq[k], hop_jpl_value(fit, HOP_N));
        /* exp of numbers up to 20 against pow: 20 × 2.2e-16. */
        hopt_assert_relative(sigma[k],
                             hop_jpl_value(fit, HOP_SIGMA_DC) + hop_jpl_value(fit, HOP_A_J) * power,
                             1e-14);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_evaluate_at_the_hopping_frequency_is_twice_the_plateau)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    const double f_p = hop_jpl_value(fit, HOP_F_P);
    double sigma;
    ck_assert_int_eq(hop_jpl_evaluate(fit, 1, &f_p, &sigma), HOP_OK);
    hopt_assert_relative(sigma, 2.0 * hop_jpl_value(fit, HOP_SIGMA_DC), 1e-14);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_evaluate_bad_frequency_leaves_the_array_untouched)
{
    hop_jpl *fit = fitted(HOP_WEIGHTING_PROPORTIONAL);
    const double bad[] = {1.0, 0.0};
    double sigma[2] = {-1.0, -1.0};
    ck_assert_int_eq(hop_jpl_evaluate(fit, 2, bad, sigma), HOP_ERR_BAD_FREQUENCY);
    ck_assert(sigma[0] == -1.0 && sigma[1] == -1.0);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_getters_of_null_answer_nothing)
{
    ck_assert(isnan(hop_jpl_value(NULL, HOP_N)));
    ck_assert(isnan(hop_jpl_standard_error(NULL, HOP_N)));
    ck_assert_uint_eq(hop_jpl_flags(NULL), 0);
    ck_assert_int_eq(hop_jpl_weighting(NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("jpl_results", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_covariance_agrees_with_a_numerical_derivation);
    tcase_add_test(tcase, test_rss_agrees_with_the_residuals_and_is_stationary);
    tcase_add_test(tcase, test_fitted_weighting_solves_its_equations);
    tcase_add_test(tcase, test_covariance_is_symmetric_and_positive_definite);
    tcase_add_test(tcase, test_covariance_of_given_deviations_is_absolute);
    tcase_add_test(tcase, test_standard_errors_follow_from_the_covariance);
    tcase_add_test(tcase, test_criteria_of_scaled_weightings_are_their_formulas);
    tcase_add_test(tcase, test_criteria_of_given_deviations_are_their_formulas);
    tcase_add_test(tcase, test_criterion_without_enough_points_is_nan);
    tcase_add_test(tcase, test_f_dispersion_compares_with_the_best_constant);
    tcase_add_test(tcase, test_interval_of_two_degrees_of_freedom_takes_their_quantile_of_t);
    tcase_add_test(tcase, test_interval_of_given_deviations_is_normal);
    tcase_add_test(tcase, test_interval_bad_arguments_are_errors);
    tcase_add_test(tcase, test_value_unknown_key_is_nan);
    tcase_add_test(tcase, test_evaluate_is_the_power_law);
    tcase_add_test(tcase, test_evaluate_at_the_hopping_frequency_is_twice_the_plateau);
    tcase_add_test(tcase, test_evaluate_bad_frequency_leaves_the_array_untouched);
    tcase_add_test(tcase, test_getters_of_null_answer_nothing);
    return hopt_run(suite);
}
