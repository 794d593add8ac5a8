/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include <hop/context.h>

#include "math/nnls.h"
#include "math/random.h"
#include "support.h"

enum { ROWS = 40, N = 24 };

typedef struct problem {
    double E[ROWS * N], f[ROWS], H[N * N], c[N];
} problem;

static double normal(uint32_t stream, size_t index)
{
    double pair[2];
    hopi_random_normal_pair(7, stream, index / 2, pair);
    return pair[index % 2];
}

/* Columns that share a part `alike`, so that the Gram matrix is far from diagonal. */
static void make(problem *p, uint32_t number, double alike)
{
    for (size_t k = 0; k < ROWS; k++) {
        for (size_t j = 0; j < N; j++) {
            p->E[k + j * ROWS] = alike * normal(number, 5000 + k) + normal(number, k * N + j);
        }
        p->f[k] = normal(number, 9000 + k);
    }
    for (size_t i = 0; i < N; i++) {
        p->c[i] = 0.0;
        for (size_t k = 0; k < ROWS; k++) {
            p->c[i] += p->E[k + i * ROWS] * p->f[k];
        }
        for (size_t j = 0; j < N; j++) {
            p->H[i + j * N] = 0.0;
            for (size_t k = 0; k < ROWS; k++) {
                p->H[i + j * N] += p->E[k + i * ROWS] * p->E[k + j * ROWS];
            }
        }
    }
}

static const hopi_dense *best_dense(void)
{
    return hopi_dense_of(hop_ctx_instructions(NULL));
}

static hopi_nnls_result pivot(size_t n, const double *H, const double *c, const double *start,
                              double *x)
{
    double *workspace = malloc(hopi_nnls_pivot_workspace(n) * sizeof *workspace);
    size_t *indices = malloc(hopi_nnls_pivot_indices(n) * sizeof *indices);
    const hopi_nnls_result result = hopi_nnls_pivot(best_dense(), n, H, c, start, x, workspace, indices);
    free(workspace);
    free(indices);
    return result;
}

static int active_set(size_t rows, size_t n, const double *E, const double *f, double *x)
{
    double *workspace = malloc(hopi_nnls_active_set_workspace(rows, n) * sizeof *workspace);
    size_t *indices = malloc(hopi_nnls_active_set_indices(n) * sizeof *indices);
    const int factorisations = hopi_nnls_active_set(rows, n, E, f, x, workspace, indices);
    free(workspace);
    free(indices);
    return factorisations;
}

START_TEST(test_nnls_both_methods_agree_on_random_problems)
{
    static problem p;
    double x[N], y[N];
    for (uint32_t number = 0; number < 300; number++) {
        make(&p, number, number % 3);
        const hopi_nnls_result result = pivot(N, p.H, p.c, NULL, x);
        ck_assert_int_eq(result.is_settled, 1);
        ck_assert_int_ge(active_set(ROWS, N, p.E, p.f, y), 0);
        /* Rounding of a Cholesky factorisation of 24 unknowns. */
        ck_assert_double_lt(result.kkt, 1e-13);
        for (size_t i = 0; i < N; i++) {
            ck_assert_double_ge(x[i], 0.0);
            ck_assert_double_eq_tol(x[i], y[i], 1e-12);
        }
    }
}
END_TEST

/* c = Hx − g with x ≥ 0, g ≥ 0 and no x_i g_i has x as its solution, whatever the method. */
START_TEST(test_nnls_pivot_gives_back_the_solution_a_problem_was_made_from)
{
    static problem p;
    double truth[N], x[N];
    for (uint32_t number = 0; number < 300; number++) {
        make(&p, number, 1.0);
        for (size_t i = 0; i < N; i++) {
            truth[i] = i % 3 == number % 3 ? 0.0 : fabs(normal(number, 20000 + i));
        }
        for (size_t i = 0; i < N; i++) {
            p.c[i] = truth[i] > 0.0 ? 0.0 : -fabs(normal(number, 30000 + i)) - 0.01;
            for (size_t j = 0; j < N; j++) {
                p.c[i] += p.H[i + j * N] * truth[j];
            }
        }
        ck_assert_int_eq(pivot(N, p.H, p.c, NULL, x).is_settled, 1);
        for (size_t i = 0; i < N; i++) {
            /* Condition of H up to 1e4 times rounding. */
            ck_assert_double_eq_tol(x[i], truth[i], 1e-11);
        }
    }
}
END_TEST

START_TEST(test_nnls_pivot_start_does_not_change_the_solution)
{
    static problem p;
    double x[N], y[N], start[N];
    make(&p, 5, 2.0);
    pivot(N, p.H, p.c, NULL, x);
    for (size_t i = 0; i < N; i++) {
        start[i] = x[i] > 0.0 ? -1.0 : 1.0;
    }
    ck_assert_int_eq(pivot(N, p.H, p.c, start, y).is_settled, 1);
    for (size_t i = 0; i < N; i++) {
        ck_assert_double_eq_tol(x[i], y[i], 1e-13);
    }
    const hopi_nnls_result again = pivot(N, p.H, p.c, x, y);
    ck_assert_int_eq(again.factorisations, 1);
}
END_TEST

START_TEST(test_nnls_pivot_of_nothing_to_explain_is_zero)
{
    static problem p;
    double x[N];
    make(&p, 1, 0.0);
    for (size_t i = 0; i < N; i++) {
        p.c[i] = i % 2 ? 0.0 : -1.0;
    }
    const hopi_nnls_result result = pivot(N, p.H, p.c, NULL, x);
    ck_assert_int_eq(result.is_settled, 1);
    ck_assert_double_eq(result.kkt, 0.0);
    for (size_t i = 0; i < N; i++) {
        ck_assert_double_eq(x[i], 0.0);
    }
}
END_TEST

START_TEST(test_nnls_pivot_variable_without_diagonal_stays_zero)
{
    static problem p;
    double x[N];
    make(&p, 2, 1.0);
    for (size_t i = 0; i < N; i++) {
        p.H[3 + i * N] = p.H[i + 3 * N] = 0.0;
    }
    p.c[3] = 0.0;
    ck_assert_int_eq(pivot(N, p.H, p.c, NULL, x).is_settled, 1);
    ck_assert_double_eq(x[3], 0.0);
}
END_TEST

/* Hilbert's matrix of 16: its Gram matrix is singular in double precision. */
START_TEST(test_nnls_singular_gram_matrix_is_for_the_active_set)
{
    enum { SIZE = 16 };
    double E[SIZE * SIZE], H[SIZE * SIZE], f[SIZE], c[SIZE], x[SIZE], workspace[2 * SIZE];
    for (size_t k = 0; k < SIZE; k++) {
        f[k] = 0.0;
        for (size_t j = 0; j < SIZE; j++) {
            E[k + j * SIZE] = 1.0 / (double)(k + j + 1);
            f[k] += j % 4 == 1 ? E[k + j * SIZE] : 0.0;
        }
    }
    for (size_t i = 0; i < SIZE; i++) {
        c[i] = 0.0;
        for (size_t k = 0; k < SIZE; k++) {
            c[i] += E[k + i * SIZE] * f[k];
        }
        for (size_t j = 0; j < SIZE; j++) {
            H[i + j * SIZE] = 0.0;
            for (size_t k = 0; k < SIZE; k++) {
                H[i + j * SIZE] += E[k + i * SIZE] * E[k + j * SIZE];
            }
        }
    }
    ck_assert_int_gt(active_set(SIZE, SIZE, E, f, x), 0);
    double misfit = 0.0;
    for (size_t k = 0; k < SIZE; k++) {
        double rest = f[k];
        for (size_t j = 0; j < SIZE; j++) {
            ck_assert_double_ge(x[j], 0.0);
            rest -= E[k + j * SIZE] * x[j];
        }
        misfit = fmax(misfit, fabs(rest));
    }
    /* With a gradient of 1e-14 the sum of squares is within 1e-14 of its minimum 0. */
    ck_assert_double_lt(misfit, 1e-7);
    ck_assert_double_lt(hopi_nnls_kkt(best_dense(), SIZE, H, c, x, workspace), 1e-12);
}
END_TEST

START_TEST(test_nnls_kkt_planted_faults_are_found)
{
    static problem p;
    double x[N], workspace[2 * N];
    make(&p, 11, 1.0);
    pivot(N, p.H, p.c, NULL, x);
    ck_assert_double_lt(hopi_nnls_kkt(best_dense(), N, p.H, p.c, x, workspace), 1e-13);
    for (size_t i = 0; i < N; i++) {
        const double before = x[i];
        x[i] = before > 0.0 ? 0.0 : 0.1;
        ck_assert_double_gt(hopi_nnls_kkt(best_dense(), N, p.H, p.c, x, workspace), 1e-3);
        x[i] = before;
    }
}
END_TEST

START_TEST(test_nnls_active_set_sizes_that_do_not_fit_are_refused)
{
    ck_assert_uint_eq(hopi_nnls_active_set_workspace(3, 4), 0);
    ck_assert_uint_eq(hopi_nnls_active_set_workspace(3, 0), 0);
    ck_assert_uint_eq(hopi_nnls_active_set_workspace((size_t)1 << 40, 4), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("nnls", &tcase);
    tcase_add_test(tcase, test_nnls_both_methods_agree_on_random_problems);
    tcase_add_test(tcase, test_nnls_pivot_gives_back_the_solution_a_problem_was_made_from);
    tcase_add_test(tcase, test_nnls_pivot_start_does_not_change_the_solution);
    tcase_add_test(tcase, test_nnls_pivot_of_nothing_to_explain_is_zero);
    tcase_add_test(tcase, test_nnls_pivot_variable_without_diagonal_stays_zero);
    tcase_add_test(tcase, test_nnls_singular_gram_matrix_is_for_the_active_set);
    tcase_add_test(tcase, test_nnls_kkt_planted_faults_are_found);
    tcase_add_test(tcase, test_nnls_active_set_sizes_that_do_not_fit_are_refused);
    return hopt_run(suite);
}
