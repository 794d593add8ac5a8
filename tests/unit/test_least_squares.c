/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "math/least_squares.h"
#include "support.h"

enum { ROWS = 7, MAX = HOPI_LEAST_SQUARES_MAX_COLUMNS };

/* Keeps the matrix, which hopi_pseudo_inverse() overwrites. */
static hopi_least_squares_quality invert(size_t rows, size_t columns, const double *matrix,
                                         double *P)
{
    double copy[16 * MAX], workspace[16 + 5 * MAX];
    hopi_least_squares_quality quality;
    ck_assert_uint_le(hopi_least_squares_workspace(rows, columns),
                      sizeof workspace / sizeof *workspace);
    memcpy(copy, matrix, rows * columns * sizeof *copy);
    ck_assert_int_eq(hopi_pseudo_inverse(rows, columns, copy, P, workspace, &quality), 0);
    return quality;
}

/* Solves the normal equations AᵀA x = Aᵀb by Gaussian elimination in long double. */
static void normal_equations(size_t rows, size_t n, const double *A, const double *b,
                             long double *x)
{
    long double M[MAX][MAX + 1];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= n; j++) {
            M[i][j] = 0.0L;
            for (size_t k = 0; k < rows; k++) {
                const long double right = j < n ? A[k + j * rows] : b[k];
                M[i][j] += (long double)A[k + i * rows] * right;
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t r = i + 1; r < n; r++) {
            const long double factor = M[r][i] / M[i][i];
            for (size_t j = i; j <= n; j++) {
                M[r][j] -= factor * M[i][j];
            }
        }
    }
    for (size_t i = n; i-- > 0;) {
        x[i] = M[i][n];
        for (size_t j = i + 1; j < n; j++) {
            x[i] -= M[i][j] * x[j];
        }
        x[i] /= M[i][i];
    }
}

static void multiply(size_t rows, size_t columns, const double *P, const double *b, double *x)
{
    for (size_t j = 0; j < columns; j++) {
        x[j] = 0.0;
        for (size_t i = 0; i < rows; i++) {
            x[j] += P[j + i * columns] * b[i];
        }
    }
}

/* Powers of 1 … ROWS: moderately conditioned and nothing special. */
static void fill_powers(size_t columns, double *A)
{
    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; i < ROWS; i++) {
            A[i + j * ROWS] = pow(1.0 + (double)i, (double)j);
        }
    }
}

START_TEST(test_pseudo_inverse_full_rank_agrees_with_normal_equations)
{
    const double b[ROWS] = {1.0, -2.0, 0.5, 7.0, -3.0, 2.5, 1.25};
    for (size_t columns = 1; columns <= MAX; columns++) {
        double A[ROWS * MAX], P[ROWS * MAX], x[MAX];
        long double expected[MAX];
        fill_powers(columns, A);
        const hopi_least_squares_quality quality = invert(ROWS, columns, A, P);
        multiply(ROWS, columns, P, b, x);
        normal_equations(ROWS, columns, A, b, expected);
        ck_assert_int_eq(quality.rank, (int)columns);
        for (size_t j = 0; j < columns; j++) {
            /* Condition about 300 in scaled columns, times a few ulp. */
            hopt_assert_relative(x[j], (double)expected[j], 1e-12);
        }
    }
}
END_TEST

START_TEST(test_pseudo_inverse_times_matrix_is_the_identity)
{
    double A[ROWS * MAX], P[ROWS * MAX];
    fill_powers(MAX, A);
    invert(ROWS, MAX, A, P);
    for (size_t i = 0; i < MAX; i++) {
        double column[MAX];
        multiply(ROWS, MAX, P, A + i * ROWS, column);
        for (size_t j = 0; j < MAX; j++) {
            /* Relative to the size of the column, times the condition. */
            ck_assert_double_le(fabs(column[j] - (i == j)), 1e-12 * pow(ROWS, (double)i));
        }
    }
}
END_TEST

START_TEST(test_pseudo_inverse_square_matrix_is_the_inverse)
{
    const double A[4] = {2.0, 1.0, 5.0, 3.0}; /* (2 5; 1 3) */
    double P[4];
    const hopi_least_squares_quality quality = invert(2, 2, A, P);
    const double expected[4] = {3.0, -1.0, -5.0, 2.0};
    ck_assert_int_eq(quality.rank, 2);
    for (int k = 0; k < 4; k++) {
        hopt_assert_relative(P[k], expected[k], 1e-13); /* condition 39 */
    }
}
END_TEST

START_TEST(test_pseudo_inverse_collinear_columns_give_rank_one_and_the_shortest_solution)
{
    /* Columns a and 4a: the scaled columns are equal, so both get half. */
    const double A[6] = {1.0, 2.0, 2.0, 4.0, 8.0, 8.0};
    const double b[3] = {1.0, 2.0, 2.0};
    double P[6], x[2];
    const hopi_least_squares_quality quality = invert(3, 2, A, P);
    multiply(3, 2, P, b, x);
    ck_assert_int_eq(quality.rank, 1);
    ck_assert(isinf(quality.condition));
    hopt_assert_relative(x[0], 0.5, 1e-14);
    hopt_assert_relative(x[1], 0.125, 1e-14);
}
END_TEST

START_TEST(test_pseudo_inverse_zero_column_gets_no_share)
{
    const double A[6] = {1.0, 2.0, 3.0, 0.0, 0.0, 0.0};
    const double b[3] = {2.0, 4.0, 6.0};
    double P[6], x[2];
    const hopi_least_squares_quality quality = invert(3, 2, A, P);
    multiply(3, 2, P, b, x);
    ck_assert_int_eq(quality.rank, 1);
    hopt_assert_relative(x[0], 2.0, 1e-14);
    ck_assert_double_eq(x[1], 0.0);
}
END_TEST

START_TEST(test_pseudo_inverse_orthogonal_columns_have_condition_one)
{
    /* Of very different lengths: the condition is that of the scaled columns. */
    const double A[8] = {1e-9, 1e-9, 1e-9, 1e-9, 3e7, -3e7, 3e7, -3e7};
    double P[8];
    hopt_assert_relative(invert(4, 2, A, P).condition, 1.0, 1e-14);
}
END_TEST

START_TEST(test_pseudo_inverse_condition_follows_from_the_angle_of_two_columns)
{
    /* Unit columns at angle φ: singular values √(1 ± cos φ). */
    const double angle = 0.01;
    const double A[6] = {1.0, 0.0, 0.0, cos(angle), sin(angle), 0.0};
    double P[6];
    hopt_assert_relative(invert(3, 2, A, P).condition,
                         sqrt((1.0 + cos(angle)) / (1.0 - cos(angle))), 1e-10);
}
END_TEST

START_TEST(test_pseudo_inverse_extreme_column_sizes_do_not_overflow)
{
    const double A[6] = {1e200, 2e200, 1e200, 1e-200, 0.0, -1e-200};
    double P[6];
    const hopi_least_squares_quality quality = invert(3, 2, A, P);
    ck_assert_int_eq(quality.rank, 2);
    for (int k = 0; k < 6; k++) {
        ck_assert(isfinite(P[k]));
    }
    hopt_assert_relative(P[1], 0.5e200, 1e-14); /* the columns are orthogonal */
}
END_TEST

START_TEST(test_workspace_unsupported_sizes_are_zero)
{
    ck_assert_uint_eq(hopi_least_squares_workspace(5, 0), 0);
    ck_assert_uint_eq(hopi_least_squares_workspace(9, MAX + 1), 0);
    ck_assert_uint_eq(hopi_least_squares_workspace(2, 3), 0);
    ck_assert_uint_eq(hopi_least_squares_workspace(0, 0), 0);
    ck_assert_uint_eq(hopi_least_squares_workspace((size_t)INT_MAX, 2), 0);
}
END_TEST

START_TEST(test_workspace_is_at_least_what_dgesvd_asks_for)
{
    for (size_t columns = 1; columns <= MAX; columns++) {
        for (size_t rows = columns; rows < 40; rows++) {
            const size_t size = hopi_least_squares_workspace(rows, columns);
            ck_assert_uint_ge(size, 3 * columns + rows);
            ck_assert_uint_ge(size, 5 * columns);
        }
    }
}
END_TEST

START_TEST(test_pseudo_inverse_unsupported_size_is_refused_before_lapack)
{
    double A[2] = {1.0, 2.0}, P[2], workspace[16];
    hopi_least_squares_quality quality;
    ck_assert_int_eq(hopi_pseudo_inverse(1, 2, A, P, workspace, &quality), -1);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("least_squares", &tcase);
    tcase_add_test(tcase, test_pseudo_inverse_full_rank_agrees_with_normal_equations);
    tcase_add_test(tcase, test_pseudo_inverse_times_matrix_is_the_identity);
    tcase_add_test(tcase, test_pseudo_inverse_square_matrix_is_the_inverse);
    tcase_add_test(tcase,
                   test_pseudo_inverse_collinear_columns_give_rank_one_and_the_shortest_solution);
    tcase_add_test(tcase, test_pseudo_inverse_zero_column_gets_no_share);
    tcase_add_test(tcase, test_pseudo_inverse_orthogonal_columns_have_condition_one);
    tcase_add_test(tcase, test_pseudo_inverse_condition_follows_from_the_angle_of_two_columns);
    tcase_add_test(tcase, test_pseudo_inverse_extreme_column_sizes_do_not_overflow);
    tcase_add_test(tcase, test_workspace_unsupported_sizes_are_zero);
    tcase_add_test(tcase, test_workspace_is_at_least_what_dgesvd_asks_for);
    tcase_add_test(tcase, test_pseudo_inverse_unsupported_size_is_refused_before_lapack);
    return hopt_run(suite);
}
