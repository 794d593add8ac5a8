/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "arrhenius/censor.h"
#include "support.h"

enum { N = 7, NUMBERS = 5 };

static const double k_B = 1.380649e-23 / 1.602176634e-19;
static const double width = 0.7, bound_quantile = 0.6744897501960817;

static hop_arrhenius_options *options;
static double T[N], ln_sigma[N], ln_f[N], v[N][4];

static void set_up(void)
{
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER), HOP_OK);
    for (int k = 0; k < N; k++) {
        const double s0 = 0.02, s1 = 0.05 + 0.02 * k, r = 0.6;
        T[k] = 250.0 + 15.0 * k;
        ln_sigma[k] = 10.0 - 0.35 / (k_B * T[k]) - log(T[k]) + 0.01 * sin(1.0 + 2.3 * k * k);
        ln_f[k] = 27.0 - 0.31 / (k_B * T[k]) + 0.03 * sin(2.0 + 3.1 * k * k);
        v[k][0] = s0 * s0;
        v[k][1] = v[k][2] = r * s0 * s1;
        v[k][3] = s1 * s1;
    }
}

static void tear_down(void)
{
    hop_arrhenius_options_destroy(options);
}

/* The first points as numbers, the others as limits that lie this far off the value. */
static hop_series *series_of(int numbers, int32_t state, double off, double random_k,
                             double offset_k, double shift_k)
{
    hop_series *series = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_series_set_temperature_error(NULL, series, random_k), HOP_OK);
    ck_assert_int_eq(hop_series_set_temperature_offset_error(NULL, series, offset_k), HOP_OK);
    for (int k = 0; k < N; k++) {
        const hop_status status =
            k < numbers
                ? hop_series_add(NULL, series, T[k] + shift_k, ln_sigma[k], ln_f[k], v[k])
                : hop_series_add_limit(NULL, series, T[k] + shift_k, ln_sigma[k], v[k][0], state,
                                       ln_f[k] + off);
        ck_assert_int_eq(status, HOP_OK);
    }
    return series;
}

static hop_arrhenius *fitted(hop_series *series)
{
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_series_destroy(series);
    return a;
}

static void parameters_of(const hop_arrhenius *a, double b[4])
{
    const int32_t keys[] = {HOP_E_A, HOP_LN_SIGMA_0, HOP_E_M, HOP_LN_F_E};
    for (int j = 0; j < 4; j++) {
        b[j] = hop_arrhenius_value(a, keys[j]);
    }
}

START_TEST(test_normal_tail_both_ways_agree_where_they_meet)
{
    /* Below −5 the continued fraction, above it erfc: λ² + zλ loses 2 digits there. */
    const hopi_tail below = hopi_normal_tail(-5.0 - 1e-12), above = hopi_normal_tail(-5.0 + 1e-12);
    hopt_assert_relative(below.gradient, above.gradient, 1e-12);
    hopt_assert_relative(below.distance, above.distance, 1e-11);
    hopt_assert_relative(hopi_normal_tail(0.0).gradient, sqrt(2.0 / acos(-1.0)), 1e-15);
    ck_assert(hopi_normal_tail(60.0).curvature == 0.0);
    hopt_assert_relative(hopi_normal_tail(-1e8).curvature, 1.0, 1e-12);
}
END_TEST

/* The log-likelihood once more, from its definition. */
static double log_likelihood(const double b[4], double off)
{
    double sum = 0.0;
    for (int k = 0; k < N; k++) {
        const double x = 1.0 / (k_B * T[k]);
        const double r0 = ln_sigma[k] + log(T[k]) - (b[1] - b[0] * x), line = b[3] - b[2] * x;
        if (k < NUMBERS) {
            const double r1 = ln_f[k] - line, det = v[k][0] * v[k][3] - v[k][1] * v[k][1];
            sum -= 0.5 * (v[k][3] * r0 * r0 - 2.0 * v[k][1] * r0 * r1 + v[k][0] * r1 * r1) / det;
        } else {
            const double z = (line - ln_f[k] - off) / width + bound_quantile;
            sum += -0.5 * r0 * r0 / v[k][0] + log(0.5 * erfc(-z / sqrt(2.0)));
        }
    }
    return sum;
}

START_TEST(test_censored_estimate_is_the_maximum_with_the_observed_information)
{
    const double off = 0.5;
    hop_arrhenius *a = fitted(series_of(NUMBERS, HOP_STATE_LOWER_LIMIT, off, 0.0, 0.0, 0.0));
    double b[4], C[16], H[4][4];
    parameters_of(a, b);
    ck_assert_int_eq(hop_arrhenius_covariance(a, C), HOP_OK);
    ck_assert(hop_arrhenius_flags(a) & HOP_FLAG_LIMITS_CENSORED);
    ck_assert(hop_arrhenius_value(a, HOP_POINTS_CENSORED) == N - NUMBERS);
    double step[4];
    for (int i = 0; i < 4; i++) {
        step[i] = 0.05 * sqrt(C[5 * i]);
        for (int sign = -1; sign <= 1; sign += 2) {
            double c[4] = {b[0], b[1], b[2], b[3]};
            c[i] += sign * 1e-3 * step[i];
            ck_assert(log_likelihood(c, off) <= log_likelihood(b, off) + 1e-12);
        }
    }
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            double sum = 0.0;
            for (int q = 0; q < 4; q++) {
                double c[4] = {b[0], b[1], b[2], b[3]};
                c[i] += (q % 2 ? -1.0 : 1.0) * step[i];
                c[j] += (q / 2 ? -1.0 : 1.0) * step[j];
                sum += (q % 2 ? -1.0 : 1.0) * (q / 2 ? -1.0 : 1.0) * log_likelihood(c, off);
            }
            H[i][j] = -sum / (4.0 * step[i] * step[j]);
        }
    }
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            double product = 0.0;
            for (int k = 0; k < 4; k++) {
                product += H[i][k] * C[4 * k + j] * sqrt(C[5 * i] / C[5 * j]);
            }
            /* Second differences over a twentieth of an error: 0.05² times a condition of 30. */
            ck_assert_double_le(fabs(product - (i == j)), 0.08);
        }
    }
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_censored_limit_far_inside_changes_nothing)
{
    hop_arrhenius *a = fitted(series_of(NUMBERS, HOP_STATE_LOWER_LIMIT, -30.0, 0.0, 0.0, 0.0));
    ck_assert_int_eq(hop_arrhenius_options_set_limits(NULL, options, HOP_LIMITS_DROP, NAN), HOP_OK);
    hop_arrhenius *b = fitted(series_of(NUMBERS, HOP_STATE_LOWER_LIMIT, -30.0, 0.0, 0.0, 0.0));
    /* The sums of the lines round differently with two rows more. */
    hopt_assert_relative(hop_arrhenius_value(a, HOP_E_M), hop_arrhenius_value(b, HOP_E_M), 1e-11);
    hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_F),
                         hop_arrhenius_standard_error(b, HOP_E_F), 1e-10);
    ck_assert(hop_arrhenius_flags(b) & HOP_FLAG_LIMITS_LEFT_OUT);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
}
END_TEST

START_TEST(test_censored_hot_limits_pull_e_m_their_way)
{
    hop_arrhenius *up = fitted(series_of(NUMBERS, HOP_STATE_LOWER_LIMIT, 1.0, 0.0, 0.0, 0.0));
    hop_arrhenius *down = fitted(series_of(NUMBERS, HOP_STATE_UPPER_LIMIT, -1.0, 0.0, 0.0, 0.0));
    hop_arrhenius *none = fitted(series_of(NUMBERS, HOP_STATE_NONE, 0.0, 0.0, 0.0, 0.0));
    const double E_m = hop_arrhenius_value(none, HOP_E_M);
    ck_assert(hop_arrhenius_value(up, HOP_E_M) > E_m + 1e-4);
    ck_assert(hop_arrhenius_value(down, HOP_E_M) < E_m - 1e-4);
    hop_arrhenius_destroy(up);
    hop_arrhenius_destroy(down);
    hop_arrhenius_destroy(none);
}
END_TEST

START_TEST(test_limits_unweighted_are_left_out)
{
    hop_arrhenius_options_set_method(NULL, options, HOP_ARRHENIUS_UNWEIGHTED);
    hop_arrhenius *a = fitted(series_of(NUMBERS, HOP_STATE_LOWER_LIMIT, 1.0, 0.0, 0.0, 0.0));
    ck_assert(hop_arrhenius_flags(a) & HOP_FLAG_LIMITS_LEFT_OUT);
    ck_assert(hop_arrhenius_value(a, HOP_POINTS_CENSORED) == 0.0);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_temperature_error_is_a_covariance_at_the_fitted_energies)
{
    const double u = 0.8;
    hop_arrhenius *a = fitted(series_of(N, 0, 0.0, u, 0.0, 0.0));
    const double E_a = hop_arrhenius_value(a, HOP_E_A), E_m = hop_arrhenius_value(a, HOP_E_M);
    for (int k = 0; k < N; k++) {
        const double per_k = u / (k_B * T[k] * T[k]);
        const double slope[2] = {(E_a - k_B * T[k]) * per_k, E_m * per_k};
        for (int i = 0; i < 4; i++) {
            v[k][i] += slope[i / 2] * slope[i % 2];
        }
    }
    hop_arrhenius *b = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    /* The iteration ends at 1e-10 of a standard error, a tenth of the energy at most. */
    hopt_assert_relative(E_a, hop_arrhenius_value(b, HOP_E_A), 1e-11);
    hopt_assert_relative(E_m, hop_arrhenius_value(b, HOP_E_M), 1e-11);
    hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_F),
                         hop_arrhenius_standard_error(b, HOP_E_F), 1e-9);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
}
END_TEST

START_TEST(test_temperature_offset_is_what_other_temperatures_would_do)
{
    const double u = 1.0, shift = 1e-3;
    const int32_t keys[] = {HOP_E_A, HOP_E_M, HOP_E_F, HOP_LN_SIGMA_0, HOP_LN_F_E};
    hop_arrhenius *plain = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    hop_arrhenius *offset = fitted(series_of(N, 0, 0.0, 0.0, u, 0.0));
    hop_arrhenius *low = fitted(series_of(N, 0, 0.0, 0.0, 0.0, -shift));
    hop_arrhenius *high = fitted(series_of(N, 0, 0.0, 0.0, 0.0, shift));
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const double without = hop_arrhenius_standard_error(plain, keys[k]);
        const double with = hop_arrhenius_standard_error(offset, keys[k]);
        const double slope = (hop_arrhenius_value(high, keys[k])
                              - hop_arrhenius_value(low, keys[k]))
                             / (2.0 * shift);
        ck_assert(hop_arrhenius_value(plain, keys[k]) == hop_arrhenius_value(offset, keys[k]));
        /* The slopes are those of the lines, the residuals leave a few percent. */
        hopt_assert_relative(sqrt(with * with - without * without), fabs(slope) * u, 0.05);
    }
    hop_arrhenius_destroy(plain);
    hop_arrhenius_destroy(offset);
    hop_arrhenius_destroy(low);
    hop_arrhenius_destroy(high);
}
END_TEST

START_TEST(test_quantity_sigma_lowers_e_a_by_k_t)
{
    hop_arrhenius *with_T = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    ck_assert_int_eq(hop_arrhenius_options_set_quantity(NULL, options, HOP_ARRHENIUS_SIGMA),
                     HOP_OK);
    hop_arrhenius *without = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    hop_transport *t = NULL;
    /* ln T is a line in 1/T to 2 % over these 90 K; 294 K is where 1/T has its mean. */
    hopt_assert_relative(hop_arrhenius_value(with_T, HOP_E_A)
                             - hop_arrhenius_value(without, HOP_E_A),
                         k_B * 294.0, 0.03);
    ck_assert_int_eq(hop_transport_derive(NULL, without, NULL, &t), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_ptr_null(t);
    hop_arrhenius_destroy(with_T);
    hop_arrhenius_destroy(without);
}
END_TEST

START_TEST(test_huber_without_outliers_is_least_squares)
{
    hop_arrhenius *a = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    ck_assert_int_eq(hop_arrhenius_options_set_loss(NULL, options, HOP_ARRHENIUS_LOSS_HUBER),
                     HOP_OK);
    hop_arrhenius *b = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    ck_assert(hop_arrhenius_value(b, HOP_DOWNWEIGHTED) == 0.0);
    hopt_assert_relative(hop_arrhenius_value(b, HOP_E_F), hop_arrhenius_value(a, HOP_E_F), 1e-11);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
}
END_TEST

START_TEST(test_huber_outlier_moves_e_m_little)
{
    for (int32_t method = HOP_ARRHENIUS_JOINT; method <= HOP_ARRHENIUS_UNWEIGHTED; method++) {
        tear_down();
        set_up();
        hop_arrhenius_options_set_method(NULL, options, method);
        hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_SIGNIFICANT);
        hop_arrhenius *clean = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
        ln_f[2] += 2.0;
        hop_arrhenius *square = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
        hop_arrhenius_options_set_loss(NULL, options, HOP_ARRHENIUS_LOSS_HUBER);
        hop_arrhenius *huber = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
        const double E_m = hop_arrhenius_value(clean, HOP_E_M);
        const double off_square = fabs(hop_arrhenius_value(square, HOP_E_M) - E_m);
        const double off_huber = fabs(hop_arrhenius_value(huber, HOP_E_M) - E_m);
        ck_assert_msg(off_huber < 0.2 * off_square, "method %d: %g against %g", (int)method,
                      off_huber, off_square);
        ck_assert(hop_arrhenius_value(huber, HOP_DOWNWEIGHTED) >= 1.0);
        hop_arrhenius_destroy(clean);
        hop_arrhenius_destroy(square);
        hop_arrhenius_destroy(huber);
    }
}
END_TEST

START_TEST(test_band_of_a_measurement_contains_the_band_of_the_line)
{
    double lower[3], upper[3];
    const double new_sd[] = {0.0, 0.1, NAN};
    hop_arrhenius *a = fitted(series_of(N, 0, 0.0, 0.0, 0.0, 0.0));
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(hop_arrhenius_band(a, HOP_LN_F_P, 300.0, 0.95, new_sd[i], &lower[i],
                                            &upper[i]),
                         HOP_OK);
    }
    const double line = 0.5 * (upper[0] - lower[0]) / 1.959963984540054;
    const double measured = 0.5 * (upper[1] - lower[1]) / 1.959963984540054;
    hopt_assert_relative(measured * measured, line * line + 0.01, 1e-12);
    ck_assert(upper[2] > upper[0] && lower[2] < lower[0]);
    ck_assert_int_eq(hop_arrhenius_band(a, HOP_E_A, 300.0, 0.95, 0.0, lower, upper),
                     HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_arrhenius_band(a, HOP_LN_F_P, 300.0, 1.0, 0.0, lower, upper),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_arrhenius_band(a, HOP_LN_F_P, -1.0, 0.9, 0.0, lower, upper),
                     HOP_ERR_BAD_TEMPERATURE);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_options_out_of_range_are_errors)
{
    hop_series *series = NULL;
    ck_assert_int_eq(hop_arrhenius_options_set_limits(NULL, options, 3, NAN),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_options_set_limits(NULL, options, HOP_LIMITS_CENSORED, 0.0),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_arrhenius_options_set_loss(NULL, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_options_set_quantity(NULL, options, HOP_ARRHENIUS_F_P),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_series_set_temperature_error(NULL, series, -1.0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_series_set_temperature_offset_error(NULL, series, NAN),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_series_set_temperature_error(NULL, NULL, 1.0), HOP_ERR_NULL_ARGUMENT);
    hop_series_destroy(series);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("arrhenius-errors", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_normal_tail_both_ways_agree_where_they_meet);
    tcase_add_test(tcase, test_censored_estimate_is_the_maximum_with_the_observed_information);
    tcase_add_test(tcase, test_censored_limit_far_inside_changes_nothing);
    tcase_add_test(tcase, test_censored_hot_limits_pull_e_m_their_way);
    tcase_add_test(tcase, test_limits_unweighted_are_left_out);
    tcase_add_test(tcase, test_temperature_error_is_a_covariance_at_the_fitted_energies);
    tcase_add_test(tcase, test_temperature_offset_is_what_other_temperatures_would_do);
    tcase_add_test(tcase, test_quantity_sigma_lowers_e_a_by_k_t);
    tcase_add_test(tcase, test_huber_without_outliers_is_least_squares);
    tcase_add_test(tcase, test_huber_outlier_moves_e_m_little);
    tcase_add_test(tcase, test_band_of_a_measurement_contains_the_band_of_the_line);
    tcase_add_test(tcase, test_options_out_of_range_are_errors);
    return hopt_run(suite);
}
