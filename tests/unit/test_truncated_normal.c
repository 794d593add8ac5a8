/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/random.h"
#include "math/truncated_normal.h"
#include "support.h"

enum { STEPS = 20000 };

typedef struct moments {
    double mean[2], square[2], product, first_step[2];
    double effective;
} moments;

/* Two numbers with standard deviations 1 and the correlation rho, from a chain. */
static moments of_chain(const double mean[2], double rho, uint32_t seed)
{
    const double rest = sqrt(1.0 - rho * rho);
    const double covariance[4] = {1.0, rho, rho, 1.0};
    /* TᵀT with the lower triangle T = [rest 0; rho 1]: the first number mixes both normals. */
    const double factor[4] = {rest, rho, 0.0, 1.0};
    const hopi_truncated_normal normal = {2, mean, covariance, factor};
    double workspace[16], x[2] = {0.5, 0.5};
    double *chain = malloc(STEPS * sizeof *chain);
    moments m = {0};
    for (uint64_t k = 0; k < STEPS; k++) {
        ck_assert_int_eq(hopi_truncated_normal_step(&normal, seed, 0, k, x, workspace), 1);
        ck_assert_double_ge(x[0], 0.0);
        ck_assert_double_ge(x[1], 0.0);
        chain[k] = x[0];
        for (int i = 0; i < 2; i++) {
            m.mean[i] += x[i] / STEPS;
            m.square[i] += x[i] * x[i] / STEPS;
            m.first_step[i] = k == 0 ? x[i] : m.first_step[i];
        }
        m.product += x[0] * x[1] / STEPS;
    }
    m.effective = hopi_effective_samples(chain, STEPS, 1);
    free(chain);
    return m;
}

/* The same from plain normal numbers, of which those below zero are thrown away. */
static moments of_rejection(const double mean[2], double rho)
{
    moments m = {0};
    double kept = 0.0;
    for (uint64_t k = 0; kept < STEPS && k < 100 * STEPS; k++) {
        double z[2];
        hopi_random_normal_pair(99, 1, k, z);
        const double x[2] = {mean[0] + z[0], mean[1] + rho * z[0] + sqrt(1 - rho * rho) * z[1]};
        if (x[0] < 0.0 || x[1] < 0.0) {
            continue;
        }
        kept += 1.0;
        for (int i = 0; i < 2; i++) {
            m.mean[i] += x[i];
            m.square[i] += x[i] * x[i];
        }
        m.product += x[0] * x[1];
    }
    for (int i = 0; i < 2; i++) {
        m.mean[i] /= kept;
        m.square[i] /= kept;
    }
    m.product /= kept;
    return m;
}

START_TEST(test_truncated_normal_step_half_normal_has_its_moments)
{
    const double mean = 0.0, variance = 4.0, deviation = 2.0;
    const hopi_truncated_normal normal = {1, &mean, &variance, &deviation};
    double x = 1.0, workspace[8], sum = 0.0, squares = 0.0;
    for (uint64_t k = 0; k < STEPS; k++) {
        ck_assert_int_eq(hopi_truncated_normal_step(&normal, 3, 0, k, &x, workspace), 1);
        sum += x / STEPS;
        squares += x * x / STEPS;
    }
    /* E x = σ√(2/π), E x² = σ²; four standard errors of 20,000 numbers. */
    ck_assert_double_eq_tol(sum, 2.0 * sqrt(2.0 / 3.14159265358979323846), 4 * 1.206 / sqrt(STEPS));
    ck_assert_double_eq_tol(squares, 4.0, 4 * 5.66 / sqrt(STEPS));
}
END_TEST

START_TEST(test_truncated_normal_step_correlated_pairs_have_the_moments_of_rejection)
{
    const double means[3][2] = {{0.0, 0.0}, {1.0, -0.5}, {-1.0, 0.3}};
    const double rhos[3] = {0.9, -0.7, 0.5};
    for (int i = 0; i < 3; i++) {
        const moments a = of_chain(means[i], rhos[i], 1), b = of_rejection(means[i], rhos[i]);
        /* Standard deviations are below 1, so 0.04 are four errors of the two means. */
        ck_assert_double_gt(a.effective, 0.2 * STEPS);
        for (int k = 0; k < 2; k++) {
            ck_assert_double_eq_tol(a.mean[k], b.mean[k], 0.04);
            ck_assert_double_eq_tol(a.square[k], b.square[k], 0.08);
        }
        ck_assert_double_eq_tol(a.product, b.product, 0.06);
    }
}
END_TEST

START_TEST(test_truncated_normal_step_depends_on_its_numbers_alone)
{
    const double mean[2] = {0.2, 0.1};
    const moments a = of_chain(mean, 0.3, 5), b = of_chain(mean, 0.3, 5);
    const moments c = of_chain(mean, 0.3, 6);
    ck_assert_mem_eq(&a, &b, sizeof a);
    ck_assert_double_ne(a.first_step[0], c.first_step[0]);
}
END_TEST

START_TEST(test_effective_samples_of_an_autoregression_is_the_known_share)
{
    double *chain = malloc(STEPS * sizeof *chain);
    const double rhos[3] = {0.0, 0.5, 0.9};
    for (int i = 0; i < 3; i++) {
        double value = 0.0;
        for (uint64_t k = 0; k < STEPS; k++) {
            double z[2];
            hopi_random_normal_pair(4, 0, k, z);
            value = rhos[i] * value + z[0];
            chain[k] = value;
        }
        const double share = hopi_effective_samples(chain, STEPS, 1) / STEPS;
        /* (1 − ρ)/(1 + ρ); a sum over 60 lags scatters by √(4·60/20,000) = 11 %. */
        hopt_assert_relative(share, (1.0 - rhos[i]) / (1.0 + rhos[i]), 0.3);
    }
    free(chain);
}
END_TEST

START_TEST(test_effective_samples_of_a_constant_is_all_of_them)
{
    const double chain[6] = {2.0, 2.0, 2.0, 2.0, 2.0, 2.0};
    ck_assert_double_eq(hopi_effective_samples(chain, 6, 1), 6.0);
    ck_assert_double_eq(hopi_effective_samples(chain, 2, 3), 2.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("truncated_normal", &tcase);
    tcase_add_test(tcase, test_truncated_normal_step_half_normal_has_its_moments);
    tcase_add_test(tcase,
                   test_truncated_normal_step_correlated_pairs_have_the_moments_of_rejection);
    tcase_add_test(tcase, test_truncated_normal_step_depends_on_its_numbers_alone);
    tcase_add_test(tcase, test_effective_samples_of_an_autoregression_is_the_known_share);
    tcase_add_test(tcase, test_effective_samples_of_a_constant_is_all_of_them);
    return hopt_run(suite);
}
