/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include <hop/drt.h>

#include "drt/basis.h"
#include "drt/kernel.h"
#include "support.h"

enum { POINTS = 25, NODES = 29 };

static const double pi = 3.14159265358979323846;

static const int32_t smooth[] = {HOP_DRT_GAUSSIAN, HOP_DRT_MATERN_C2, HOP_DRT_MATERN_C4,
                                 HOP_DRT_MATERN_C6};

static double ln_tau[NODES];

static hopi_nodes make_nodes(int32_t basis, double per_decade)
{
    hopi_nodes nodes = {.count = NODES, .ln_tau = ln_tau, .basis = basis};
    nodes.step = log(10.0) / per_decade;
    nodes.epsilon = hopi_shape(basis, 0.5, nodes.step);
    for (size_t j = 0; j < NODES; j++) {
        ln_tau[j] = -8.0 + nodes.step * (double)j;
    }
    return nodes;
}

/* φ_j(u), by the formulas of the header. */
static double function(const hopi_nodes *nodes, size_t j, double u)
{
    const double r = fabs(u - ln_tau[j]) * nodes->epsilon;
    switch (nodes->basis) {
    case HOP_DRT_GAUSSIAN:
        return exp(-r * r);
    case HOP_DRT_MATERN_C2:
        return (1 + r) * exp(-r);
    case HOP_DRT_MATERN_C4:
        return (1 + r + r * r / 3) * exp(-r);
    case HOP_DRT_MATERN_C6:
        return (1 + r + 2 * r * r / 5 + r * r * r / 15) * exp(-r);
    default:
        return u < ln_tau[0] - 1e-12 || u > ln_tau[NODES - 1] + 1e-12
                   ? 0.0
                   : fmax(0.0, 1.0 - fabs(u - ln_tau[j]) / nodes->step);
    }
}

/* The integral with the kernel by many trapezoids between the kinks of hats and cusps. */
static void integrate(const hopi_nodes *nodes, size_t j, double omega, double *re, double *im)
{
    enum { STEPS = 20000 };
    const double reach = nodes->basis == HOP_DRT_PIECEWISE_LINEAR ? nodes->step
                                                                  : 50.0 / nodes->epsilon;
    const int is_hat = nodes->basis == HOP_DRT_PIECEWISE_LINEAR;
    const double first = ln_tau[j] - (is_hat && j == 0 ? 0.0 : reach);
    const double last = ln_tau[j] + (is_hat && j == NODES - 1 ? 0.0 : reach);
    const double h = (last - first) / STEPS;
    *re = *im = 0.0;
    for (int k = 0; k <= STEPS; k++) {
        const double u = first + h * k, q = omega * exp(u);
        const double weight = (k == 0 || k == STEPS ? 0.5 : 1.0) * h * function(nodes, j, u);
        *re += weight / (1.0 + q * q);
        *im -= weight * q / (1.0 + q * q);
    }
}

static void compare_kernel(const hopi_nodes *nodes, const double *ln_omega, double tolerance)
{
    double *matrix = malloc(2 * POINTS * NODES * sizeof *matrix);
    double workspace[2 * (POINTS + NODES)];
    hopi_drt_kernel(POINTS, ln_omega, nodes, matrix, workspace);
    for (size_t j = 0; j < NODES; j += j == 0 || j == NODES - 2 ? 1 : 3) {
        for (size_t k = 0; k < POINTS; k += 4) {
            double re, im;
            integrate(nodes, j, exp(ln_omega[k]), &re, &im);
            ck_assert_double_eq_tol(matrix[k + 2 * POINTS * j], re, tolerance);
            ck_assert_double_eq_tol(matrix[POINTS + k + 2 * POINTS * j], im, tolerance);
        }
    }
    free(matrix);
}

START_TEST(test_drt_kernel_is_the_integral)
{
    for (int b = 0; b < 5; b++) {
        const int32_t basis = b < 4 ? smooth[b] : HOP_DRT_PIECEWISE_LINEAR;
        const hopi_nodes nodes = make_nodes(basis, 7.0);
        double ln_omega[POINTS];
        for (size_t k = 0; k < POINTS; k++) {
            ln_omega[k] = 1.0 + nodes.step * (double)k;
        }
        /* The trapezoids err by h²/12 times the jump of a derivative: below 1e-9. */
        compare_kernel(&nodes, ln_omega, 1e-9);
        for (size_t k = 0; k < POINTS; k++) {
            ln_omega[k] = 0.3 + 0.4 * (double)k + 0.1 * sin((double)k);
        }
        compare_kernel(&nodes, ln_omega, 1e-9);
    }
}
END_TEST

START_TEST(test_drt_kernel_one_grid_or_not_gives_the_same)
{
    for (int b = 0; b < 5; b++) {
        const int32_t basis = b < 4 ? smooth[b] : HOP_DRT_PIECEWISE_LINEAR;
        const hopi_nodes nodes = make_nodes(basis, 10.0);
        double ln_omega[POINTS], workspace[2 * (POINTS + NODES)];
        double *one = malloc(4 * POINTS * NODES * sizeof *one), *other = one + 2 * POINTS * NODES;
        for (size_t k = 0; k < POINTS; k++) {
            ln_omega[k] = 2.0 + nodes.step * (double)k;
        }
        hopi_drt_kernel(POINTS, ln_omega, &nodes, one, workspace);
        ln_omega[POINTS - 1] += 1e-10;
        hopi_drt_kernel(POINTS, ln_omega, &nodes, other, workspace);
        for (size_t i = 0; i < 2 * POINTS * NODES; i++) {
            /* A shift of 1e-10 moves the kernel by half of that at most, times the area. */
            ck_assert_double_eq_tol(one[i], other[i], 1e-10);
        }
        free(one);
    }
}
END_TEST

START_TEST(test_drt_kernel_far_from_the_frequencies_has_its_limits)
{
    const hopi_nodes nodes = make_nodes(HOP_DRT_GAUSSIAN, 10.0);
    double ln_omega[POINTS], workspace[2 * (POINTS + NODES)];
    double *matrix = malloc(2 * POINTS * NODES * sizeof *matrix);
    for (size_t k = 0; k < POINTS; k++) {
        ln_omega[k] = k % 2 ? -600.0 + (double)k : 600.0 + (double)k;
    }
    hopi_drt_kernel(POINTS, ln_omega, &nodes, matrix, workspace);
    for (size_t k = 0; k < POINTS; k++) {
        ck_assert_double_eq_tol(matrix[k], k % 2 ? sqrt(pi) / nodes.epsilon : 0.0, 1e-14);
        ck_assert_double_eq_tol(matrix[POINTS + k], 0.0, 1e-100);
    }
    free(matrix);
}
END_TEST

/* A derivative of φ by central differences of five points. */
static double derivative(const hopi_nodes *nodes, int order, size_t j, double u)
{
    const double h = 2e-3 / nodes->epsilon;
    double f[5];
    for (int i = 0; i < 5; i++) {
        f[i] = function(nodes, j, u + h * (i - 2));
    }
    switch (order) {
    case 0:
        return f[2];
    case 1:
        return (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h);
    default:
        return (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / (12 * h * h);
    }
}

START_TEST(test_drt_penalty_is_the_integral)
{
    for (int b = 0; b < 4; b++) {
        const hopi_nodes nodes = make_nodes(smooth[b], 10.0);
        double matrix[NODES * NODES];
        for (int order = 0; order < 3; order++) {
            hopi_drt_penalty(&nodes, order, matrix, NODES);
            for (size_t l = 0; l < 8; l++) {
                const size_t i = 10, j = 10 + l;
                const double reach = 50.0 / nodes.epsilon, h = 1e-3 / nodes.epsilon;
                double sum = 0.0;
                for (double u = ln_tau[i] - reach; u < ln_tau[j] + reach; u += h) {
                    sum += h * derivative(&nodes, order, i, u) * derivative(&nodes, order, j, u);
                }
                /* φ″ of C2 has a kink, which costs the differences 2e-3 there. */
                ck_assert_double_eq_tol(matrix[i + NODES * j], sum,
                                        2e-3 * matrix[0]);
                ck_assert_double_eq(matrix[i + NODES * j], matrix[j + NODES * i]);
            }
        }
    }
}
END_TEST

/* The quadratic form of hats is exact for straight lines: ∫u² and ∫1 over the nodes. */
START_TEST(test_drt_penalty_of_hats_is_that_of_straight_lines)
{
    const hopi_nodes nodes = make_nodes(HOP_DRT_PIECEWISE_LINEAR, 5.0);
    const double length = nodes.step * (NODES - 1);
    const double expected[3] = {length * length * length / 3.0, length, 0.0};
    for (int order = 0; order < 3; order++) {
        double matrix[NODES * NODES] = {0}, sum = 0.0;
        hopi_drt_penalty(&nodes, order, matrix, NODES);
        for (size_t i = 0; i < NODES; i++) {
            for (size_t j = 0; j < NODES; j++) {
                sum += nodes.step * (double)i * matrix[i + NODES * j] * nodes.step * (double)j;
            }
        }
        ck_assert_double_eq_tol(sum, expected[order], 1e-9);
    }
}
END_TEST

START_TEST(test_drt_basis_width_is_that_at_half_height)
{
    for (int b = 0; b < 4; b++) {
        const double half = 0.5 * hopi_basis_width(smooth[b]);
        ck_assert_double_eq_tol(hopi_basis_value(smooth[b], half), 0.5, 1e-14);
        ck_assert_double_eq(hopi_basis_value(smooth[b], 0.0), 1.0);
        ck_assert_double_lt(hopi_basis_value(smooth[b], hopi_basis_reach(smooth[b])), 1e-15);
    }
    hopt_assert_relative(hopi_basis_width(HOP_DRT_GAUSSIAN), 2.0 * sqrt(log(2.0)), 1e-14);
    /* (1 + r) exp(−r): ∫ = 4; areas of the others by the same integral. */
    hopt_assert_relative(hopi_basis_area(HOP_DRT_MATERN_C2), 4.0, 1e-14);
    hopt_assert_relative(hopi_basis_area(HOP_DRT_MATERN_C4), 16.0 / 3.0, 1e-14);
    hopt_assert_relative(hopi_basis_area(HOP_DRT_MATERN_C6), 32.0 / 5.0, 1e-14);
}
END_TEST

START_TEST(test_drt_gamma_is_the_sum_of_the_functions)
{
    for (int b = 0; b < 5; b++) {
        const hopi_nodes nodes = make_nodes(b < 4 ? smooth[b] : HOP_DRT_PIECEWISE_LINEAR, 10.0);
        double c[NODES];
        for (size_t j = 0; j < NODES; j++) {
            c[j] = 1.0 + sin((double)j);
        }
        for (double u = ln_tau[0] - 1.0; u < ln_tau[NODES - 1] + 1.0; u += 0.0731) {
            double sum = 0.0;
            for (size_t j = 0; j < NODES; j++) {
                sum += c[j] * function(&nodes, j, u);
            }
            ck_assert_double_eq_tol(hopi_drt_gamma(&nodes, c, u), sum, 1e-12);
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("drt_kernel", &tcase);
    tcase_add_test(tcase, test_drt_kernel_is_the_integral);
    tcase_add_test(tcase, test_drt_kernel_one_grid_or_not_gives_the_same);
    tcase_add_test(tcase, test_drt_kernel_far_from_the_frequencies_has_its_limits);
    tcase_add_test(tcase, test_drt_penalty_is_the_integral);
    tcase_add_test(tcase, test_drt_penalty_of_hats_is_that_of_straight_lines);
    tcase_add_test(tcase, test_drt_basis_width_is_that_at_half_height);
    tcase_add_test(tcase, test_drt_gamma_is_the_sum_of_the_functions);
    return hopt_run(suite);
}
