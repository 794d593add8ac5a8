/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "math/levenberg_marquardt.h"
#include "math/products.h"
#include "math/small_nnls.h"
#include "support.h"

enum { POINTS = 20, MAX = 3 };

/* y = a exp(−b t) + c on t = 0.1, 0.2, …, 2 for a = 2, b = 1.5, c = −0.3. */
static double abscissa(size_t i)
{
    return 0.1 * (double)(i + 1);
}

static int decay(void *user, const double *p, double *residuals, double *jacobian)
{
    (void)user;
    for (size_t i = 0; i < POINTS; i++) {
        const double t = abscissa(i), e = exp(-p[1] * t);
        residuals[i] = p[0] * e + p[2] - (2.0 * exp(-1.5 * t) - 0.3);
        if (jacobian) {
            jacobian[i] = e;
            jacobian[i + POINTS] = -p[0] * t * e;
            jacobian[i + 2 * POINTS] = 1.0;
        }
    }
    return 0;
}

static hopi_lm_report minimise_to(const double *lower, const double *upper, int is_rough,
                                  double *p)
{
    const hopi_lm_problem problem = {.rows = POINTS, .parameters = MAX, .lower = lower,
                                     .upper = upper, .model = decay, .max_evaluations = 1000,
                                     .is_rough = is_rough,
                                     .instructions = HOP_INSTRUCTIONS_BASELINE};
    double *workspace = malloc(hopi_lm_workspace(POINTS, MAX) * sizeof *workspace);
    ck_assert_ptr_nonnull(workspace);
    const hopi_lm_report report = hopi_lm_minimise(&problem, p, workspace);
    free(workspace);
    return report;
}

static hopi_lm_report minimise(const double *lower, const double *upper, double *p)
{
    return minimise_to(lower, upper, 0, p);
}

/* Least squares in a and c alone for b on a grid: the best with c ≥ c_min, by brute force. */
static double best_ssr(double c_min)
{
    double best = INFINITY;
    for (double b = 0.5; b < 3.0; b += 1e-4) {
        double s0 = 0, s1 = 0, ee = 0, ye = 0, yy = 0, y1 = 0;
        for (size_t i = 0; i < POINTS; i++) {
            const double t = abscissa(i), e = exp(-b * t), y = 2.0 * exp(-1.5 * t) - 0.3;
            s0 += 1.0, s1 += e, ee += e * e, ye += y * e, yy += y * y, y1 += y;
        }
        const double det = ee * s0 - s1 * s1;
        double c = (ee * y1 - s1 * ye) / det;
        c = c < c_min ? c_min : c;
        const double a = (ye - c * s1) / ee;
        const double ssr = yy - 2 * a * ye - 2 * c * y1 + a * a * ee + 2 * a * c * s1 + c * c * s0;
        best = ssr < best ? ssr : best;
    }
    return best;
}

START_TEST(test_minimise_inside_bounds_finds_the_truth)
{
    double p[MAX] = {0.5, 0.2, 0.0};
    const double lower[MAX] = {0.0, 0.0, -10.0}, upper[MAX] = {10.0, 10.0, 10.0};
    const hopi_lm_report report = minimise(lower, upper, p);
    ck_assert_int_eq(report.outcome, HOPI_LM_CONVERGED);
    hopt_assert_relative(p[0], 2.0, 1e-9);
    hopt_assert_relative(p[1], 1.5, 1e-9);
    hopt_assert_relative(p[2], -0.3, 1e-9);
}
END_TEST

START_TEST(test_minimise_bound_that_binds_gives_the_constrained_minimum)
{
    double p[MAX] = {0.5, 2.9, 3.0};
    const double lower[MAX] = {0.0, 0.5, -0.1}, upper[MAX] = {10.0, 3.0, 10.0};
    const hopi_lm_report report = minimise(lower, upper, p);
    ck_assert_int_eq(report.outcome, HOPI_LM_CONVERGED);
    ck_assert(p[2] == -0.1);
    /* The grid of 1e-4 in b misses the minimum by its square. */
    hopt_assert_relative(report.ssr, best_ssr(-0.1), 1e-6);
}
END_TEST

START_TEST(test_minimise_full_step_beyond_two_bounds_still_descends)
{
    /* From here the undamped step leaves the box in two parameters at once. */
    double p[MAX] = {9.9, 0.5, 9.9};
    const double lower[MAX] = {0.0, 0.5, -0.1}, upper[MAX] = {10.0, 3.0, 10.0};
    const hopi_lm_report report = minimise(lower, upper, p);
    ck_assert_int_eq(report.outcome, HOPI_LM_CONVERGED);
    hopt_assert_relative(report.ssr, best_ssr(-0.1), 1e-6);
}
END_TEST

START_TEST(test_minimise_start_without_value_says_so)
{
    double p[MAX] = {INFINITY, 1.0, 0.0};
    ck_assert_int_eq(minimise(NULL, NULL, p).outcome, HOPI_LM_NO_VALUE);
}
END_TEST

START_TEST(test_covariance_collinear_columns_lower_the_rank)
{
    double jacobian[6] = {1, 2, 3, 2, 4, 6}, covariance[4], condition;
    double *workspace = malloc(hopi_lm_workspace(3, 2) * sizeof *workspace);
    ck_assert_int_eq(hopi_lm_covariance(3, 2, jacobian, workspace, covariance, &condition), 1);
    ck_assert(isnan(covariance[0]) && isinf(condition));
    free(workspace);
}
END_TEST

START_TEST(test_small_nnls_admissible_solution_is_that_of_least_squares)
{
    /* Columns (1,1,1) and (0,1,2), y = (1,3,5): x = (1,2) exactly. */
    const double gram[] = {3, 3, 3, 5}, b[] = {9, 13};
    double x[2];
    hopt_assert_relative(hopi_small_nnls(2, gram, b, x), 35.0, 1e-14);
    hopt_assert_relative(x[0], 1.0, 1e-13);
    hopt_assert_relative(x[1], 2.0, 1e-13);
}
END_TEST

START_TEST(test_small_nnls_negative_coefficient_is_left_out)
{
    /* The same columns, y = (5,3,1): unconstrained x = (5,−2), constrained (3,0). */
    const double gram[] = {3, 3, 3, 5}, b[] = {9, 5};
    double x[2];
    hopt_assert_relative(hopi_small_nnls(2, gram, b, x), 27.0, 1e-14);
    hopt_assert_relative(x[0], 3.0, 1e-14);
    ck_assert(x[1] == 0.0);
}
END_TEST

START_TEST(test_small_nnls_equal_columns_are_no_trouble)
{
    const double gram[] = {2, 2, 2, 2}, b[] = {4, 4};
    double x[2];
    hopt_assert_relative(hopi_small_nnls(2, gram, b, x), 8.0, 1e-14);
    hopt_assert_relative(x[0] + x[1], 2.0, 1e-14);
}
END_TEST

START_TEST(test_products_are_those_of_the_columns)
{
    enum { ROWS = 19, COLUMNS = 11 };
    double A[ROWS * COLUMNS], b[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        b[i] = cos(3.0 * (double)(i * i));
        for (size_t j = 0; j < COLUMNS; j++) {
            A[i + j * ROWS] = sin(1.0 + 0.7 * (double)(i * (j + 1)));
        }
    }
    for (size_t columns = 1; columns <= COLUMNS; columns++) {
        double products[COLUMNS * COLUMNS] = {0}, right[COLUMNS] = {0};
        HOPI_VERSION_FOR(_i, hopi_products)(ROWS, columns, A, b, products, right);
        for (size_t j = 0; j < columns; j++) {
            for (size_t i = 0; i <= j; i++) {
                double sum = 0.0, along = 0.0;
                for (size_t k = 0; k < ROWS; k++) {
                    sum += A[k + i * ROWS] * A[k + j * ROWS];
                    along += A[k + j * ROWS] * b[k];
                }
                /* 19 numbers of the order of one. */
                ck_assert_double_eq_tol(products[i + j * columns], sum, 1e-14);
                ck_assert_double_eq_tol(right[j], along, 1e-14);
            }
        }
    }
}
END_TEST

START_TEST(test_minimise_rough_ends_near_the_minimum)
{
    double rough[MAX] = {1.0, 1.0, 0.0}, exact[MAX] = {1.0, 1.0, 0.0};
    const double lower[MAX] = {0.0, 0.0, -0.1};
    const hopi_lm_report near = minimise_to(lower, NULL, 1, rough);
    const hopi_lm_report at = minimise_to(lower, NULL, 0, exact);
    ck_assert_int_eq(near.outcome, HOPI_LM_CONVERGED);
    ck_assert_double_ge(near.ssr, at.ssr * (1.0 - 1e-12));
    ck_assert_double_le(near.ssr, at.ssr * (1.0 + 1e-8));
    ck_assert_int_lt(near.evaluations, at.evaluations);
}
END_TEST

/* Distances of p² from 1 and of p from `towards`: two minima, about −1 and 1. */
static int two_minima(void *user, const double *p, double *residuals, double *jacobian)
{
    const double *towards = user;
    residuals[0] = p[0] * p[0] - 1.0;
    residuals[1] = 0.2 * (p[0] - *towards);
    if (jacobian) {
        jacobian[0] = 2.0 * p[0];
        jacobian[1] = 0.2;
    }
    return 0;
}

static hopi_lm_report search_two_minima(hopi_lm_minima *minima, double *p)
{
    double towards = 0.5, workspace[200];
    ck_assert_uint_le(hopi_lm_workspace(2, 1), sizeof workspace / sizeof *workspace);
    const hopi_lm_problem problem = {.rows = 2, .parameters = 1, .model = two_minima,
                                     .user = &towards, .max_evaluations = 100, .is_rough = 1,
                                     .minima = minima,
                                     .instructions = HOP_INSTRUCTIONS_BASELINE};
    return hopi_lm_minimise(&problem, p, workspace);
}

START_TEST(test_minimise_in_the_bowl_of_a_known_minimum_ends_with_it)
{
    double ssr[2], p[2], products[2], first = 2.0, alone = 3.0, second = 3.0;
    hopi_lm_minima minima = {.capacity = 2, .ssr = ssr, .p = p, .products = products};
    const hopi_lm_report found = search_two_minima(&minima, &first);
    ck_assert_uint_eq(minima.count, 1);
    ck_assert_double_eq(p[0], first);
    const hopi_lm_report without = search_two_minima(NULL, &alone);
    const hopi_lm_report joined = search_two_minima(&minima, &second);
    ck_assert_int_eq(joined.outcome, HOPI_LM_CONVERGED);
    ck_assert_double_eq(second, first);
    ck_assert_double_eq(joined.ssr, found.ssr);
    ck_assert_int_lt(joined.evaluations, without.evaluations);
    ck_assert_uint_eq(minima.count, 1);
}
END_TEST

START_TEST(test_minimise_outside_the_bowl_finds_the_other_minimum)
{
    double ssr[2], p[2], products[2], first = 2.0, alone = -2.0, second = -2.0;
    hopi_lm_minima minima = {.capacity = 2, .ssr = ssr, .p = p, .products = products};
    search_two_minima(&minima, &first);
    const hopi_lm_report without = search_two_minima(NULL, &alone);
    const hopi_lm_report with = search_two_minima(&minima, &second);
    ck_assert_double_eq(second, alone);
    ck_assert_double_eq(with.ssr, without.ssr);
    ck_assert_uint_eq(minima.count, 2);
}
END_TEST

/* Numbers about 0 that look random, from `seed` on. */
static double wave(int *seed)
{
    const double k = (double)(*seed)++;
    return sin(12.9898 * k) * cos(4.1414 * k * k);
}

START_TEST(test_small_nnls_of_many_signs_meets_the_conditions_of_a_minimum)
{
    enum { ROWS = 9, COLUMNS = HOPI_SMALL_NNLS_MAX };
    int seed = 0, negative = 0;
    for (int k = 0; k < 300; k++) {
        double A[ROWS][COLUMNS], y[ROWS], gram[COLUMNS * COLUMNS] = {0.0}, b[COLUMNS] = {0.0};
        double x[COLUMNS], explained = 0.0;
        for (int i = 0; i < ROWS; i++) {
            y[i] = wave(&seed);
            for (int j = 0; j < COLUMNS; j++) {
                A[i][j] = 0.7 + wave(&seed);
            }
        }
        for (int j = 0; j < COLUMNS; j++) {
            for (int i = 0; i < ROWS; i++) {
                b[j] += A[i][j] * y[i];
                for (int l = 0; l < COLUMNS; l++) {
                    gram[j + l * COLUMNS] += A[i][j] * A[i][l];
                }
            }
        }
        const double answer = hopi_small_nnls(COLUMNS, gram, b, x);
        for (int j = 0; j < COLUMNS; j++) {
            double slope = -b[j];
            for (int l = 0; l < COLUMNS; l++) {
                slope += gram[j + l * COLUMNS] * x[l];
            }
            /* Terms of the order of ten; a condition of the columns of up to 1e3. */
            ck_assert_double_ge(x[j], 0.0);
            ck_assert_double_ge(slope, -1e-10);
            ck_assert_double_le(fabs(x[j] * slope), 1e-10);
            explained += x[j] * b[j];
            negative += x[j] == 0.0;
        }
        ck_assert_double_eq_tol(answer, explained, 1e-12);
    }
    ck_assert_int_gt(negative, 300);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("levenberg_marquardt", &tcase);
    tcase_add_test(tcase, test_minimise_inside_bounds_finds_the_truth);
    tcase_add_test(tcase, test_minimise_bound_that_binds_gives_the_constrained_minimum);
    tcase_add_test(tcase, test_minimise_full_step_beyond_two_bounds_still_descends);
    tcase_add_test(tcase, test_minimise_start_without_value_says_so);
    tcase_add_test(tcase, test_covariance_collinear_columns_lower_the_rank);
    tcase_add_test(tcase, test_small_nnls_admissible_solution_is_that_of_least_squares);
    tcase_add_test(tcase, test_small_nnls_negative_coefficient_is_left_out);
    tcase_add_test(tcase, test_small_nnls_equal_columns_are_no_trouble);
    tcase_add_test(tcase, test_small_nnls_of_many_signs_meets_the_conditions_of_a_minimum);
    tcase_add_test(tcase, test_minimise_rough_ends_near_the_minimum);
    tcase_add_test(tcase, test_minimise_in_the_bowl_of_a_known_minimum_ends_with_it);
    tcase_add_test(tcase, test_minimise_outside_the_bowl_finds_the_other_minimum);
    tcase_add_loop_test(tcase, test_products_are_those_of_the_columns, HOP_INSTRUCTIONS_BASELINE,
                        hopi_best_instructions() + 1);
    return hopt_run(suite);
}
