/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>

#include "math/distributions.h"
#include "support.h"

static const double pi = 3.14159265358979323846;

typedef struct printed {
    double p, dof, value;
    int decimals; /* as printed in the tables */
} printed;

static void assert_printed(double actual, const printed *t)
{
    const double half_unit = 0.5 * pow(10.0, -t->decimals) * (1.0 + 1e-9);
    ck_assert_msg(fabs(actual - t->value) <= half_unit, "p = %g, dof = %g: %.12g, table %.*f",
                  t->p, t->dof, actual, t->decimals, t->value);
}

START_TEST(test_student_quantile_agrees_with_tables)
{
    const printed table[] = {
        {0.975, 1, 12.706, 3}, {0.975, 2, 4.303, 3},  {0.975, 3, 3.182, 3},
        {0.975, 4, 2.776, 3},  {0.975, 5, 2.571, 3},  {0.975, 10, 2.228, 3},
        {0.975, 30, 2.042, 3}, {0.975, 58, 2.002, 3}, {0.975, 60, 2.000, 3},
        {0.975, 120, 1.980, 3}, {0.975, 1e6, 1.960, 3}, {0.95, 1, 6.314, 3},
        {0.95, 5, 2.015, 3},   {0.95, 30, 1.697, 3},  {0.99, 10, 2.764, 3},
        {0.995, 2, 9.925, 3},  {0.995, 20, 2.845, 3}, {0.9995, 1, 636.619, 3},
        {0.9995, 60, 3.460, 3}, {0.75, 7, 0.711, 3},
    };
    for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
        assert_printed(hopi_student_quantile(table[k].p, table[k].dof), &table[k]);
    }
}
END_TEST

START_TEST(test_student_quantile_one_degree_is_a_tangent)
{
    for (double p = 0.001; p < 1.0; p += 0.0137) {
        /* 1 − p and the tangent each cost a few units in the last place. */
        hopt_assert_relative(hopi_student_quantile(p, 1.0), tan(pi * (p - 0.5)),
                             1e-13 + 1e-15 / fabs(p - 0.5));
    }
}
END_TEST

START_TEST(test_student_quantile_two_degrees_is_a_square_root)
{
    for (double p = 0.001; p < 1.0; p += 0.0137) {
        const double expected = (2.0 * p - 1.0) / sqrt(2.0 * p * (1.0 - p));
        hopt_assert_relative(hopi_student_quantile(p, 2.0), expected,
                             1e-13 + 1e-15 / fabs(p - 0.5));
    }
}
END_TEST

START_TEST(test_student_quantile_four_degrees_is_a_cosine)
{
    for (double p = 0.513; p < 1.0; p += 0.0137) {
        const double alpha = 4.0 * p * (1.0 - p);
        const double q = cos(acos(sqrt(alpha)) / 3.0) / sqrt(alpha);
        /* q − 1 loses digits towards the median. */
        hopt_assert_relative(hopi_student_quantile(p, 4.0), 2.0 * sqrt(q - 1.0),
                             1e-13 + 1e-15 / ((p - 0.5) * (p - 0.5)));
    }
}
END_TEST

START_TEST(test_student_quantile_close_to_the_median_keeps_its_digits)
{
    /* There t = (p − ½)/density(0), with Γ(3/2)/Γ(1) = √π/2 for two degrees. */
    const double p = 0.5 + ldexp(1.0, -20);
    hopt_assert_relative(hopi_student_quantile(p, 1.0), tan(pi * (p - 0.5)), 1e-9);
    hopt_assert_relative(hopi_student_quantile(p, 2.0),
                         (2.0 * p - 1.0) / sqrt(2.0 * p * (1.0 - p)), 1e-9);
    /* A million degrees are a normal distribution to 1/(4 dof). */
    hopt_assert_relative(hopi_student_quantile(p, 1e6), (p - 0.5) * sqrt(2.0 * pi), 3e-7);
}
END_TEST

START_TEST(test_student_quantile_extreme_probability_keeps_its_digits)
{
    hopt_assert_relative(hopi_student_quantile(1e-10, 1.0), -1.0 / tan(pi * 1e-10), 1e-13);
    hopt_assert_relative(hopi_student_quantile(1e-10, 2.0),
                         -(1.0 - 2e-10) / sqrt(2e-10 * (1.0 - 1e-10)), 1e-13);
    hopt_assert_relative(hopi_student_quantile(1e-100, 1.0), -1.0 / (pi * 1e-100), 1e-12);
}
END_TEST

/* The tail beyond t by Simpson's rule, with u = t/s to reach infinity. */
static double integrated_tail(double t, double dof)
{
    enum { STEPS = 200000 };
    const long double half = 0.5L * dof;
    const long double front = expl(lgammal(half + 0.5L) - lgammal(half))
                              / sqrtl(dof * (long double)pi);
    long double sum = 0.0L;
    for (int k = 1; k <= STEPS; k++) {
        const long double s = (long double)k / STEPS, u = t / s;
        const long double value = powl(1.0L + u * u / dof, -half - 0.5L) * t / (s * s);
        sum += (k == STEPS ? 1.0L : k % 2 ? 4.0L : 2.0L) * value;
    }
    return (double)(front * sum / (3.0L * STEPS));
}

START_TEST(test_student_quantile_agrees_with_integration_of_the_density)
{
    const double tails[] = {0.025, 1e-4, 1e-10}, dof[] = {3.0, 58.0, 200.0};
    for (int k = 0; k < 9; k++) {
        const double t = -hopi_student_quantile(tails[k % 3], dof[k / 3]);
        /* d ln tail/d ln t is at most t² ≈ 50, and t is good to 1e-13. */
        hopt_assert_relative(integrated_tail(t, dof[k / 3]), tails[k % 3], 1e-11);
    }
}
END_TEST

START_TEST(test_student_quantile_infinite_degrees_is_normal)
{
    ck_assert(hopi_student_quantile(0.9, INFINITY) == hopi_normal_quantile(0.9));
}
END_TEST

START_TEST(test_student_quantile_many_degrees_approaches_normal)
{
    /* Cornish–Fisher: t = z + (z³ + z)/(4 dof) + O(dof⁻²). */
    const double z = hopi_normal_quantile(0.975), dof = 1e6;
    hopt_assert_relative(hopi_student_quantile(0.975, dof), z + (z * z * z + z) / (4.0 * dof),
                         1e-9); /* lgamma(dof/2) ≈ 6e6 carries 1e-9 of rounding */
}
END_TEST

START_TEST(test_normal_quantile_agrees_with_tables)
{
    const printed table[] = {
        {0.975, 0, 1.959963985, 9}, {0.95, 0, 1.644853627, 9},  {0.995, 0, 2.575829304, 9},
        {0.90, 0, 1.281551566, 9},  {0.75, 0, 0.674489750, 9},  {0.9995, 0, 3.290526731, 9},
        {0.999, 0, 3.090232306, 9}, {1e-10, 0, -6.361340902, 9},
    };
    for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
        assert_printed(hopi_normal_quantile(table[k].p), &table[k]);
    }
}
END_TEST

START_TEST(test_normal_quantile_is_inverted_by_erfc)
{
    for (double p = 1e-12; p < 0.5; p *= 3.0) {
        /* d ln p/dx ≈ x, at most 7, times 2 ulp of x. */
        hopt_assert_relative(0.5 * erfc(-hopi_normal_quantile(p) / sqrt(2.0)), p, 3e-14);
    }
}
END_TEST

START_TEST(test_chi2_quantile_agrees_with_tables)
{
    const printed table[] = {
        {0.95, 1, 3.841, 3},   {0.95, 2, 5.991, 3},   {0.95, 3, 7.815, 3},
        {0.95, 4, 9.488, 3},   {0.95, 5, 11.070, 3},  {0.95, 10, 18.307, 3},
        {0.95, 30, 43.773, 3}, {0.95, 100, 124.342, 3}, {0.99, 1, 6.635, 3},
        {0.99, 10, 23.209, 3}, {0.05, 10, 3.940, 3},  {0.01, 30, 14.953, 3},
    };
    for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
        assert_printed(hopi_chi2_quantile(table[k].p, table[k].dof), &table[k]);
    }
}
END_TEST

START_TEST(test_chi2_quantile_two_degrees_is_a_logarithm)
{
    for (double p = 1e-10; p < 1.0; p = p < 0.3 ? 3.0 * p : p + 0.07) {
        hopt_assert_relative(hopi_chi2_quantile(p, 2.0), -2.0 * log1p(-p),
                             1e-13 + DBL_EPSILON / (1.0 - p));
    }
}
END_TEST

START_TEST(test_chi2_quantile_one_degree_is_a_normal_quantile_squared)
{
    for (double p = 0.05; p < 1.0; p += 0.09) {
        const double z = hopi_normal_quantile(0.5 + 0.5 * p);
        hopt_assert_relative(hopi_chi2_quantile(p, 1.0), z * z, 1e-12);
    }
}
END_TEST

START_TEST(test_quantiles_are_antisymmetric_about_the_median)
{
    const double p[] = {0.125, 0.25, 0.375, 0.4375}; /* 1 − p is exact */
    for (int k = 0; k < 4; k++) {
        ck_assert(hopi_normal_quantile(p[k]) == -hopi_normal_quantile(1.0 - p[k]));
        ck_assert(hopi_student_quantile(p[k], 7.0) == -hopi_student_quantile(1.0 - p[k], 7.0));
    }
    ck_assert(hopi_student_quantile(0.5, 3.0) == 0.0);
    ck_assert_double_le(fabs(hopi_normal_quantile(0.5)), DBL_MIN);
}
END_TEST

START_TEST(test_quantiles_invalid_probability_or_degrees_are_nan)
{
    const double bad[] = {0.0, 1.0, -0.1, 1.1, NAN, INFINITY};
    for (int k = 0; k < 6; k++) {
        ck_assert(isnan(hopi_normal_quantile(bad[k])));
        ck_assert(isnan(hopi_student_quantile(bad[k], 5.0)));
        ck_assert(isnan(hopi_chi2_quantile(bad[k], 5.0)));
    }
    ck_assert(isnan(hopi_student_quantile(0.9, 0.0)));
    ck_assert(isnan(hopi_student_quantile(0.9, NAN)));
    ck_assert(isnan(hopi_chi2_quantile(0.9, -1.0)));
}
END_TEST

START_TEST(test_incomplete_beta_closed_forms)
{
    for (double x = 0.05; x < 1.0; x += 0.1) {
        hopt_assert_relative(hopi_incomplete_beta(1.0, 3.0, x), 1.0 - pow(1.0 - x, 3.0), 1e-14);
        hopt_assert_relative(hopi_incomplete_beta(2.5, 1.0, x), pow(x, 2.5), 1e-14);
        hopt_assert_relative(hopi_incomplete_beta(0.5, 0.5, x), 2.0 / pi * asin(sqrt(x)), 1e-14);
    }
    ck_assert(hopi_incomplete_beta(2.0, 3.0, 0.0) == 0.0);
    ck_assert(hopi_incomplete_beta(2.0, 3.0, 1.0) == 1.0);
}
END_TEST

START_TEST(test_incomplete_gamma_closed_forms)
{
    for (double x = 0.1; x < 20.0; x *= 1.7) {
        hopt_assert_relative(hopi_incomplete_gamma(1.0, x), -expm1(-x), 1e-14);
        hopt_assert_relative(hopi_incomplete_gamma(0.5, x), erf(sqrt(x)), 1e-14);
        /* The right side cancels for small x. */
        const long double z = x, third = 1.0L - expl(-z) * (1.0L + z + 0.5L * z * z);
        hopt_assert_relative(hopi_incomplete_gamma(3.0, x), (double)third, 1e-14);
    }
    ck_assert(hopi_incomplete_gamma(2.0, 0.0) == 0.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("distributions", &tcase);
    tcase_add_test(tcase, test_student_quantile_agrees_with_tables);
    tcase_add_test(tcase, test_student_quantile_one_degree_is_a_tangent);
    tcase_add_test(tcase, test_student_quantile_two_degrees_is_a_square_root);
    tcase_add_test(tcase, test_student_quantile_four_degrees_is_a_cosine);
    tcase_add_test(tcase, test_student_quantile_close_to_the_median_keeps_its_digits);
    tcase_add_test(tcase, test_student_quantile_extreme_probability_keeps_its_digits);
    tcase_add_test(
        tcase, test_student_quantile_agrees_with_integration_of_the_density);
    tcase_add_test(tcase, test_student_quantile_infinite_degrees_is_normal);
    tcase_add_test(tcase, test_student_quantile_many_degrees_approaches_normal);
    tcase_add_test(tcase, test_normal_quantile_agrees_with_tables);
    tcase_add_test(tcase, test_normal_quantile_is_inverted_by_erfc);
    tcase_add_test(tcase, test_chi2_quantile_agrees_with_tables);
    tcase_add_test(tcase, test_chi2_quantile_two_degrees_is_a_logarithm);
    tcase_add_test(tcase, test_chi2_quantile_one_degree_is_a_normal_quantile_squared);
    tcase_add_test(tcase, test_quantiles_are_antisymmetric_about_the_median);
    tcase_add_test(tcase, test_quantiles_invalid_probability_or_degrees_are_nan);
    tcase_add_test(tcase, test_incomplete_beta_closed_forms);
    tcase_add_test(tcase, test_incomplete_gamma_closed_forms);
    return hopt_run(suite);
}
