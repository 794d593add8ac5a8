/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/context.h>

#include "math/dense.h"
#include "math/lapack.h"
#include "math/random.h"
#include "support.h"

enum { MOST_ROWS = 60, MOST_COLUMNS = 34 };

/* Each test runs for each instruction set of this machine. */
static double least_squares(int32_t set, size_t rows, size_t unknowns, double *panels, double *x)
{
    return hopi_dense_of(set)->panel_least_squares(rows, unknowns, panels, x);
}

static double normal(uint64_t index)
{
    double pair[2];
    hopi_random_normal_pair(7, 1, index, pair);
    return pair[0];
}

/* The same random A and b in panels and column by column. */
static void fill(size_t rows, size_t unknowns, double *panels, double *dense)
{
    memset(panels, 0, hopi_panel_doubles(rows, unknowns + 1) * sizeof *panels);
    for (size_t j = 0; j <= unknowns; j++) {
        for (size_t i = 0; i < rows; i++) {
            const double value = normal(1000 * j + i);
            *hopi_panel_at(panels, rows, i, j) = value;
            dense[j * rows + i] = value;
        }
    }
}

START_TEST(test_panel_least_squares_random_matrices_agree_with_lapack)
{
    /* One panel, a full one, the right-hand side in a panel of its own, several panels. */
    static const size_t sizes[][2] = {{3, 1}, {9, 7}, {20, 8}, {60, 16}, {60, 33}, {12, 12}};
    double panels[MOST_ROWS * (MOST_COLUMNS + 6)], dense[MOST_ROWS * MOST_COLUMNS];
    double x[MOST_COLUMNS], lapack[64 * MOST_COLUMNS];
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const size_t rows = sizes[k][0], unknowns = sizes[k][1];
        fill(rows, unknowns, panels, dense);
        const double sine = least_squares(_i, rows, unknowns, panels, x);
        ck_assert_double_gt(sine, 1e-3);
        ck_assert_double_le(sine, 1.0);
        const lapack_int m = (lapack_int)rows, n = (lapack_int)unknowns;
        ck_assert_int_eq(LAPACKE_dgels_work(LAPACK_COL_MAJOR, 'N', m, n, 1, dense, m,
                                            dense + unknowns * rows, m, lapack,
                                            64 * MOST_COLUMNS),
                         0);
        for (size_t j = 0; j < unknowns; j++) {
            /* Backward errors of 1e-15 times condition numbers up to a few hundred. */
            ck_assert_double_eq_tol(x[j], dense[unknowns * rows + j], 1e-11);
        }
    }
}
END_TEST

START_TEST(test_panel_least_squares_equal_columns_have_no_sine)
{
    double panels[MOST_ROWS * 8], dense[MOST_ROWS * 4], x[3];
    fill(MOST_ROWS, 3, panels, dense);
    for (size_t i = 0; i < MOST_ROWS; i++) {
        *hopi_panel_at(panels, MOST_ROWS, i, 2) = 3.0 * *hopi_panel_at(panels, MOST_ROWS, i, 0);
    }
    ck_assert_double_lt(least_squares(_i, MOST_ROWS, 3, panels, x), 1e-14);
}
END_TEST

START_TEST(test_panel_least_squares_sine_is_that_of_the_angle)
{
    double panels[8 * 2] = {0.0}, x[2];
    const double angle = 0.01;
    *hopi_panel_at(panels, 2, 0, 0) = 5.0;
    *hopi_panel_at(panels, 2, 0, 1) = cos(angle);
    *hopi_panel_at(panels, 2, 1, 1) = sin(angle);
    *hopi_panel_at(panels, 2, 1, 2) = 1.0;
    hopt_assert_relative(least_squares(_i, 2, 2, panels, x), sin(angle), 1e-14);
    /* 5 x₀ + x₁ cos = 0, x₁ sin = 1. */
    hopt_assert_relative(x[1], 1.0 / sin(angle), 1e-14);
    hopt_assert_relative(-x[0], cos(angle) / sin(angle) / 5.0, 1e-14);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("panel_qr", &tcase);
    const int end = hop_ctx_instructions(NULL) + 1;
    tcase_add_loop_test(tcase, test_panel_least_squares_random_matrices_agree_with_lapack,
                        HOP_INSTRUCTIONS_BASELINE, end);
    tcase_add_loop_test(tcase, test_panel_least_squares_equal_columns_have_no_sine,
                        HOP_INSTRUCTIONS_BASELINE, end);
    tcase_add_loop_test(tcase, test_panel_least_squares_sine_is_that_of_the_angle,
                        HOP_INSTRUCTIONS_BASELINE, end);
    return hopt_run(suite);
}
