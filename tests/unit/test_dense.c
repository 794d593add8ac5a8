/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include <hop/context.h>

#include "math/dense.h"
#include "math/lapack.h"
#include "math/random.h"
#include "support.h"

/* Each test runs for each instruction set of this machine. */
enum { MOST = 37 };

static double normal(uint32_t stream, uint64_t index)
{
    double pair[2];
    hopi_random_normal_pair(31, stream, index, pair);
    return pair[0];
}

/* EᵀE of a random E with 2n rows: condition numbers of some 30. */
static void make_gram(uint32_t stream, size_t n, double *H)
{
    double E[2 * MOST * MOST];
    for (size_t i = 0; i < 2 * n * n; i++) {
        E[i] = normal(stream, i);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            H[i + j * n] = 0.0;
            for (size_t k = 0; k < 2 * n; k++) {
                H[i + j * n] += E[k + 2 * n * i] * E[k + 2 * n * j];
            }
        }
    }
}

typedef struct factored {
    size_t padded, stride;
    double *L, *inverse;
    int is_positive;
} factored;

/* `more` copies of the right-hand side lie below the matrix. */
static factored factor(int32_t set, size_t n, const double *H, size_t more, const double *b)
{
    factored f = {.padded = hopi_cholesky_padded(n), .stride = hopi_cholesky_stride(n, more)};
    f.L = calloc(f.padded * f.stride, sizeof *f.L);
    f.inverse = calloc(f.padded, sizeof *f.inverse);
    for (size_t j = 0; j < f.padded; j++) {
        f.L[j + j * f.stride] = 1.0;
        for (size_t i = j; i < n; i++) {
            f.L[i + j * f.stride] = H[i + j * n];
        }
        for (size_t k = 0; k < more && j < n; k++) {
            f.L[f.padded + k + j * f.stride] = b[j];
        }
    }
    f.is_positive = hopi_dense_of(set)->factor(f.padded, more, f.stride, f.L, f.inverse);
    return f;
}

static void release(factored *f)
{
    free(f->L);
    free(f->inverse);
}

START_TEST(test_cholesky_every_size_solves_as_lapack_does)
{
    const hopi_dense *dense = hopi_dense_of(_i);
    for (size_t n = 1; n <= MOST; n++) {
        double H[MOST * MOST], b[MOST], x[2 * MOST + 32] = {0.0}, below[2 * MOST + 32] = {0.0};
        make_gram((uint32_t)n, n, H);
        for (size_t i = 0; i < n; i++) {
            x[i] = b[i] = normal(99, i);
        }
        factored f = factor(_i, n, H, 2, b);
        ck_assert_int_eq(f.is_positive, 1);
        for (size_t j = 0; j < n; j++) {
            below[j] = f.L[f.padded + 1 + j * f.stride];
        }
        dense->forward(f.padded, f.stride, f.L, f.inverse, x);
        for (size_t j = 0; j < n; j++) {
            /* The same sums in another order; conditions as above. */
            ck_assert_double_eq_tol(below[j], x[j], 1e-13);
        }
        dense->backward(f.padded, f.stride, f.L, f.inverse, x);
        const lapack_int order = (lapack_int)n;
        ck_assert_int_eq(LAPACKE_dposv_work(LAPACK_COL_MAJOR, 'L', order, 1, H, order, b, order),
                         0);
        for (size_t j = 0; j < n; j++) {
            ck_assert_double_eq_tol(x[j], b[j], 1e-13);
        }
        release(&f);
    }
}
END_TEST

START_TEST(test_cholesky_not_positive_definite_is_told)
{
    for (size_t n = 2; n <= MOST; n++) {
        double H[MOST * MOST];
        make_gram((uint32_t)n, n, H);
        H[n * n - 1] = 0.0;
        factored f = factor(_i, n, H, 0, NULL);
        ck_assert_int_eq(f.is_positive, 0);
        release(&f);
    }
}
END_TEST

START_TEST(test_columns_every_size_agrees_with_plain_loops)
{
    enum { COLUMNS = 5, STRIDE = 80 };
    const hopi_dense *dense = hopi_dense_of(_i);
    double matrix[COLUMNS * STRIDE], x[COLUMNS] = {0.7, 0.0, -1.3, 0.2, 2.1}, b[STRIDE];
    for (size_t i = 0; i < COLUMNS * STRIDE; i++) {
        matrix[i] = normal(1, i);
        b[i % STRIDE] = normal(2, i);
    }
    for (size_t rows = 1; rows <= STRIDE; rows++) {
        double sum[STRIDE], projected[COLUMNS], scaled[STRIDE];
        memcpy(sum, b, sizeof sum);
        dense->add_columns(rows, COLUMNS, STRIDE, matrix, x, sum);
        dense->project_columns(rows, COLUMNS, STRIDE, matrix, b, projected);
        dense->add_scaled(rows, b, 0.3, matrix, scaled);
        for (size_t i = 0; i < rows; i++) {
            double expected = b[i];
            for (size_t j = 0; j < COLUMNS; j++) {
                expected += matrix[i + j * STRIDE] * x[j];
            }
            /* Sums of up to 80 products of the order of one, in another order. */
            ck_assert_double_eq_tol(sum[i], expected, 1e-14);
            ck_assert_double_eq_tol(scaled[i], b[i] + 0.3 * matrix[i], 1e-15);
        }
        for (size_t j = 0; j < COLUMNS; j++) {
            double expected = 0.0;
            for (size_t i = 0; i < rows; i++) {
                expected += matrix[i + j * STRIDE] * b[i];
            }
            ck_assert_double_eq_tol(projected[j], expected, 1e-13);
        }
        ck_assert(rows == STRIDE || sum[rows] == b[rows]);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("dense", &tcase);
    const int end = hop_ctx_instructions(NULL) + 1;
    tcase_add_loop_test(tcase, test_cholesky_every_size_solves_as_lapack_does,
                        HOP_INSTRUCTIONS_BASELINE, end);
    tcase_add_loop_test(tcase, test_cholesky_not_positive_definite_is_told,
                        HOP_INSTRUCTIONS_BASELINE, end);
    tcase_add_loop_test(tcase, test_columns_every_size_agrees_with_plain_loops,
                        HOP_INSTRUCTIONS_BASELINE, end);
    return hopt_run(suite);
}
