/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "drt/prepare.h"
#include "drt_circuit.h"

/*
 * Columns that are equal in pairs and no penalty: the normal matrix is singular, so the
 * minimum has to come from the rows.
 */
static void make_singular(hopi_drt_grid *grid)
{
    const size_t rows = 2 * grid->points, n = grid->columns;
    for (size_t j = grid->extras; j + 1 < n; j += 2) {
        for (size_t k = 0; k < rows; k++) {
            grid->matrix[k + (j + 1) * rows] = grid->matrix[k + j * rows];
        }
    }
    for (size_t i = 0; i < n * n; i++) {
        grid->penalty[i] = 0.0;
    }
}

START_TEST(test_drt_singular_matrix_is_solved_by_rows)
{
    hop_spectrum *s = make(&two_arcs);
    hop_drt_options *o = options_of(HOP_DRT_GIVEN, 1e-6);
    const hopi_allocator allocator = hopi_allocator_of(NULL);
    hopi_drt_grid grid;
    hopi_drt_sizes sizes = {0};
    hopi_drt_bench bench;
    hop_drt *drt = NULL;
    ck_assert_int_eq(hopi_drt_grid_make(NULL, s, &o->settings, &grid), HOP_OK);
    ck_assert_int_eq(hopi_drt_handle_make(NULL, s, &grid, &o->settings, &drt), HOP_OK);
    make_singular(&grid);
    hopi_drt_sizes_add(&grid, &o->settings, &sizes);
    ck_assert_int_eq(hopi_drt_bench_make(allocator, &sizes, 1, &bench), 1);
    hopi_drt_bench_use(&bench, &grid, &o->settings);
    ck_assert_int_eq(hopi_drt_calculate_one(&bench, drt), HOPI_DRT_TO_DO);
    ck_assert_int_eq(hopi_drt_calculate_again(NULL, &sizes, &bench, drt), HOP_OK);
    /* Lawson and Hanson's method ends at a gradient of 1e-14 of the data. */
    ck_assert_double_lt(hop_drt_value(drt, HOP_KKT), 1e-10);
    ck_assert_double_lt(hop_drt_value(drt, HOP_RMS_RESIDUAL), 0.01);
    for (size_t j = 0; j < drt->nodes.count; j++) {
        ck_assert(drt->coefficients[j] >= 0.0 && isfinite(drt->coefficients[j]));
    }
    hopi_drt_bench_release(allocator, &bench);
    hopi_drt_grid_release(allocator, &grid);
    hop_drt_destroy(drt);
    hop_drt_options_destroy(o);
    hop_spectrum_destroy(s);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("drt_fallback", &tcase);
    tcase_add_test(tcase, test_drt_singular_matrix_is_solved_by_rows);
    return hopt_run(suite);
}
