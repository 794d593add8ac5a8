/* SPDX-License-Identifier: BSD-3-Clause */
/* The maximum of a curve. */
#include <math.h>

#include <hop/hop.h>

#include "hopping/peak.h"
#include "support.h"

/* Ten points a decade. */
enum { N = 71 };

static double x[N], y[N];

static void set_up(void)
{
    double freq[N];
    hopt_log_grid(1.0, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        x[k] = log(freq[k]);
    }
}

START_TEST(test_peak_of_a_cubic_is_its_maximum)
{
    const double at = 9.876, slant = 0.04;
    for (int k = 0; k < N; k++) {
        const double u = x[k] - at;
        y[k] = 3.0 - 0.5 * u * u + slant * u * u * u;
    }
    /* The cubic turns up again 8.3 above its maximum. */
    const hopi_peak peak = hopi_hopping_peak(N - 20, x, y);
    ck_assert_int_eq(peak.estimate.state, HOP_STATE_MEASURED);
    /* A cubic through a cubic: rounding of y of 1e1 over the curvature. */
    ck_assert_double_eq_tol(peak.estimate.ln_f, at, 1e-12);
    ck_assert_double_le(peak.estimate.standard_error, 1e-12);
    ck_assert_double_eq(peak.dof, 10 - 4);
}
END_TEST

START_TEST(test_peak_error_is_that_of_repeated_noise)
{
    /* Half a decade to both sides of a point: eleven points at a distance of d. */
    const double d = x[1] - x[0], at = x[30], curvature = 0.6, sd = 1e-4;
    double u2 = 0.0, u4 = 0.0, u6 = 0.0, sum = 0.0, sum_u2 = 0.0;
    for (int k = 0; k < N; k++) {
        y[k] = -0.5 * curvature * pow(x[k] - at, 2) + (k % 2 ? -sd : sd);
    }
    for (int i = -5; i <= 5; i++) {
        const double noise = i % 2 ? -sd : sd;
        u2 += pow(i * d, 2);
        u4 += pow(i * d, 4);
        u6 += pow(i * d, 6);
        sum += noise;
        sum_u2 += noise * pow(i * d, 2);
    }
    /*
     * Alternating signs are even about the centre: 1 and u² take their part of them, u
     * and u³ none, so the maximum stays and its error is that of the slope there,
     * s² Σu⁶/(Σu² Σu⁶ − (Σu⁴)²), over the curvature of what is fitted.
     */
    const double det = 11.0 * u4 - u2 * u2, slant = (11.0 * sum_u2 - u2 * sum) / det;
    const double level = (u4 * sum - u2 * sum_u2) / det;
    const double rss = 11.0 * sd * sd - level * sum - slant * sum_u2;
    const double error = sqrt(rss / 7.0 * u6 / (u2 * u6 - u4 * u4)) / (curvature - 2.0 * slant);
    const hopi_peak peak = hopi_hopping_peak(N, x, y);
    ck_assert_int_eq(peak.estimate.state, HOP_STATE_MEASURED);
    ck_assert_double_eq(peak.dof, 7);
    ck_assert_double_eq_tol(peak.estimate.ln_f, at, 1e-10);
    /* Logarithms of the grid are rounded to 1e-15 and enter by differences of 1e-4. */
    hopt_assert_relative(peak.estimate.standard_error, error, 1e-8);
}
END_TEST

START_TEST(test_peak_of_a_rise_is_a_lower_limit_at_its_last_sure_point)
{
    for (int k = 0; k < N; k++) {
        y[k] = x[k] + 0.01 * sin(1.0 + 2.3 * k * k);
    }
    const hopi_peak peak = hopi_hopping_peak(N, x, y);
    ck_assert_int_eq(peak.estimate.state, HOP_STATE_LOWER_LIMIT);
    ck_assert_double_ge(peak.estimate.ln_f, x[N - 4]);
    ck_assert_double_le(peak.estimate.ln_f, x[N - 1]);
    ck_assert(isnan(peak.estimate.standard_error));
}
END_TEST

START_TEST(test_peak_of_a_fall_is_an_upper_limit_at_its_first_sure_point)
{
    for (int k = 0; k < N; k++) {
        y[k] = -x[k] + 0.01 * sin(1.0 + 2.3 * k * k);
    }
    const hopi_peak peak = hopi_hopping_peak(N, x, y);
    ck_assert_int_eq(peak.estimate.state, HOP_STATE_UPPER_LIMIT);
    ck_assert_double_ge(peak.estimate.ln_f, x[0]);
    ck_assert_double_le(peak.estimate.ln_f, x[3]);
}
END_TEST

START_TEST(test_peak_of_alternating_points_is_no_statement)
{
    for (int k = 0; k < N; k++) {
        y[k] = k % 2;
    }
    ck_assert_int_eq(hopi_hopping_peak(N, x, y).estimate.state, HOP_STATE_NONE);
}
END_TEST

START_TEST(test_peak_of_too_few_or_too_distant_points_is_no_statement)
{
    double far[N];
    for (int k = 0; k < N; k++) {
        y[k] = -pow(x[k] - x[3], 2);
        far[k] = 4.0 * x[k];
    }
    ck_assert_int_eq(hopi_hopping_peak(6, x, y).estimate.state, HOP_STATE_NONE);
    ck_assert_int_eq(hopi_hopping_peak(0, x, y).estimate.state, HOP_STATE_NONE);
    ck_assert_int_eq(hopi_hopping_peak(N, far, y).estimate.state, HOP_STATE_NONE);
    ck_assert_int_eq(hopi_hopping_peak(7, x, y).estimate.state, HOP_STATE_MEASURED);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hopping_peak", &tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, test_peak_of_a_cubic_is_its_maximum);
    tcase_add_test(tcase, test_peak_error_is_that_of_repeated_noise);
    tcase_add_test(tcase, test_peak_of_a_rise_is_a_lower_limit_at_its_last_sure_point);
    tcase_add_test(tcase, test_peak_of_a_fall_is_an_upper_limit_at_its_first_sure_point);
    tcase_add_test(tcase, test_peak_of_alternating_points_is_no_statement);
    tcase_add_test(tcase, test_peak_of_too_few_or_too_distant_points_is_no_statement);
    return hopt_run(suite);
}
