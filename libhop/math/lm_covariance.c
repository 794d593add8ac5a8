/* SPDX-License-Identifier: BSD-3-Clause */
#include "levenberg_marquardt.h"

#include <float.h>
#include <math.h>

#include "lapack.h"

enum { BLOCK = 32, MAX_PARAMETERS = 64 };

static double norm_of(size_t count, const double *x)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += x[i] * x[i];
    }
    return sqrt(sum);
}

/* Inverse of the leading triangle of dgeqp3's factors, in place of nothing: column by column. */
static void invert_triangle(size_t n, size_t rows, const double *R, double *inverse)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t i = n; i-- > 0;) {
            double sum = i == j ? 1.0 : 0.0;
            for (size_t k = i + 1; k <= j; k++) {
                sum -= R[i + k * rows] * inverse[k + j * n];
            }
            inverse[i + j * n] = i <= j ? sum / R[i + i * rows] : 0.0;
        }
    }
}

int hopi_lm_covariance(size_t rows, size_t parameters, double *jacobian, double *workspace,
                       double *covariance, double *condition)
{
    const size_t n = parameters;
    lapack_int pivots[MAX_PARAMETERS] = {0};
    double *scale = workspace, *tau = scale + n, *inverse = tau + n, *lapack = inverse + n * n;
    for (size_t j = 0; j < n; j++) {
        const double norm = norm_of(rows, jacobian + j * rows);
        scale[j] = norm > 0.0 ? norm : 1.0;
        for (size_t i = 0; i < rows; i++) {
            jacobian[i + j * rows] /= scale[j];
        }
    }
    if (LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, (lapack_int)rows, (lapack_int)n, jacobian,
                            (lapack_int)rows, pivots, tau, lapack,
                            (lapack_int)(BLOCK * (rows + 2 * n)))
        != 0) {
        return -1;
    }
    int rank = 0;
    const double largest = fabs(jacobian[0]);
    while ((size_t)rank < n
           && fabs(jacobian[(size_t)rank + (size_t)rank * rows])
                  > DBL_EPSILON * (double)rows * largest) {
        rank++;
    }
    if ((size_t)rank < n) {
        *condition = INFINITY;
        for (size_t k = 0; k < n * n; k++) {
            covariance[k] = NAN;
        }
        return rank;
    }
    invert_triangle(n, rows, jacobian, inverse);
    double inverse_norm = 0.0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0.0;
            for (size_t k = i > j ? i : j; k < n; k++) {
                sum += inverse[i + k * n] * inverse[j + k * n];
            }
            const size_t a = (size_t)pivots[i] - 1, b = (size_t)pivots[j] - 1;
            covariance[a + b * n] = sum / (scale[a] * scale[b]);
            inverse_norm += i == j ? sum : 0.0;
        }
    }
    /* Frobenius norms: the columns have length one. */
    *condition = sqrt((double)n * inverse_norm);
    return rank;
}
