/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 7 };

static const double k_B = 1.380649e-23 / 1.602176634e-19;
static double T[N], y[N][2], v[4] = {4e-4, 6e-4, 6e-4, 2.5e-3};

static void set_up(void)
{
    for (int k = 0; k < N; k++) {
        T[k] = 250.0 + 15.0 * k + k * k;
        y[k][0] = 10.0 - 0.35 / (k_B * T[k]) + 0.02 * sin(1.0 + 2.3 * k * k);
        y[k][1] = 27.0 - 0.31 / (k_B * T[k]) + 0.05 * sin(2.0 + 3.1 * k * k);
    }
}

/* All points, or all but one. */
static hop_arrhenius *fitted(int32_t method, int without)
{
    hop_series *series = NULL;
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    hop_arrhenius_options_set_method(NULL, options, method);
    hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER);
    for (int k = 0; k < N; k++) {
        if (k != without) {
            ck_assert_int_eq(hop_series_add(NULL, series, T[k], y[k][0] - log(T[k]), y[k][1], v),
                             HOP_OK);
        }
    }
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    hop_series_destroy(series);
    return a;
}

static void influence(const hop_arrhenius *a, int32_t key, double out[N])
{
    size_t count = 0;
    ck_assert_int_eq(hop_arrhenius_influence(NULL, a, key, out, N, &count), HOP_OK);
    ck_assert_uint_eq(count, N);
}

START_TEST(test_influence_leverages_add_up_to_the_rank)
{
    for (int32_t method = HOP_ARRHENIUS_JOINT; method <= HOP_ARRHENIUS_UNWEIGHTED; method++) {
        double leverage[N], sum = 0.0;
        hop_arrhenius *a = fitted(method, -1);
        influence(a, HOP_LEVERAGE, leverage);
        for (int k = 0; k < N; k++) {
            sum += leverage[k];
        }
        /* 14 products, each rounded. */
        hopt_assert_relative(sum, 4.0, 1e-13);
        hop_arrhenius_destroy(a);
    }
}
END_TEST

START_TEST(test_influence_unweighted_agrees_with_the_textbook)
{
    double cook[N], student[2][N], leverage[N], mean = 0.0, sxx = 0.0;
    hop_arrhenius *a = fitted(HOP_ARRHENIUS_UNWEIGHTED, -1);
    influence(a, HOP_COOK_DISTANCE, cook);
    influence(a, HOP_STUDENTISED_SIGMA, student[0]);
    influence(a, HOP_STUDENTISED_F_P, student[1]);
    influence(a, HOP_LEVERAGE, leverage);
    for (int k = 0; k < N; k++) {
        mean += 1.0 / T[k] / N;
    }
    for (int k = 0; k < N; k++) {
        sxx += (1.0 / T[k] - mean) * (1.0 / T[k] - mean);
    }
    for (int k = 0; k < N; k++) {
        const double h = 1.0 / N + (1.0 / T[k] - mean) * (1.0 / T[k] - mean) / sxx;
        double expected_cook = 0.0;
        for (int line = 0; line < 2; line++) {
            const double E = hop_arrhenius_value(a, line ? HOP_E_M : HOP_E_A);
            const double c = hop_arrhenius_value(a, line ? HOP_LN_F_E : HOP_LN_SIGMA_0);
            double rss = 0.0;
            for (int i = 0; i < N; i++) {
                const double r = y[i][line] - c + E / (k_B * T[i]);
                rss += r * r;
            }
            const double e = y[k][line] - c + E / (k_B * T[k]), s2 = rss / (N - 2);
            const double s2_without = (rss - e * e / (1.0 - h)) / (N - 3);
            /* Rounding of 1e-16 times a condition of about 1e4 (intercepts). */
            hopt_assert_relative(student[line][k], e / sqrt(s2_without * (1.0 - h)), 1e-9);
            expected_cook += 0.5 * e * e * h / (2.0 * s2 * (1.0 - h) * (1.0 - h));
        }
        hopt_assert_relative(cook[k], expected_cook, 1e-9);
        hopt_assert_relative(leverage[k], 2.0 * h, 1e-12);
    }
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_influence_energies_are_those_of_the_series_without_the_point)
{
    double E_a[N], E_m[N];
    hop_arrhenius *a = fitted(HOP_ARRHENIUS_JOINT, -1);
    influence(a, HOP_E_A_WITHOUT, E_a);
    influence(a, HOP_E_M_WITHOUT, E_m);
    for (int k = 0; k < N; k++) {
        hop_arrhenius *b = fitted(HOP_ARRHENIUS_JOINT, k);
        ck_assert_double_eq(E_a[k], hop_arrhenius_value(b, HOP_E_A));
        ck_assert_double_eq(E_m[k], hop_arrhenius_value(b, HOP_E_M));
        hop_arrhenius_destroy(b);
    }
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_influence_outlier_stands_out)
{
    double cook[N], student[N];
    y[2][1] += 1.0;
    hop_arrhenius *a = fitted(HOP_ARRHENIUS_JOINT, -1);
    influence(a, HOP_COOK_DISTANCE, cook);
    influence(a, HOP_STUDENTISED_F_P, student);
    for (int k = 0; k < N; k++) {
        ck_assert(k == 2 || (cook[k] < cook[2] && fabs(student[k]) < fabs(student[2])));
    }
    /* 1 over an error of 0.05 and something for the line. */
    ck_assert(student[2] > 15.0 && student[2] < 20.0);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_influence_bad_arguments_are_errors)
{
    double out[N];
    size_t count = 0;
    hop_arrhenius *a = fitted(HOP_ARRHENIUS_JOINT, -1);
    ck_assert_int_eq(hop_arrhenius_influence(NULL, a, HOP_LEVERAGE, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, N);
    ck_assert_int_eq(hop_arrhenius_influence(NULL, a, HOP_LEVERAGE, out, N - 1, NULL),
                     HOP_ERR_CAPACITY);
    ck_assert_int_eq(hop_arrhenius_influence(NULL, a, HOP_E_A, out, N, NULL),
                     HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_arrhenius_influence(NULL, NULL, HOP_LEVERAGE, out, N, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_influence(NULL, a, HOP_LEVERAGE, NULL, N, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    hop_arrhenius_destroy(a);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("influence", &tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, test_influence_leverages_add_up_to_the_rank);
    tcase_add_test(tcase, test_influence_unweighted_agrees_with_the_textbook);
    tcase_add_test(tcase, test_influence_energies_are_those_of_the_series_without_the_point);
    tcase_add_test(tcase, test_influence_outlier_stands_out);
    tcase_add_test(tcase, test_influence_bad_arguments_are_errors);
    return hopt_run(suite);
}
