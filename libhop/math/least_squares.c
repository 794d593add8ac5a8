/* SPDX-License-Identifier: BSD-3-Clause */
#include "least_squares.h"

#include <float.h>
#include <limits.h>
#include <math.h>

#include "lapack.h"

enum { MAX = HOPI_LEAST_SQUARES_MAX_COLUMNS };

/* dgesvd asks for max(3 columns + rows, 5 columns). */
size_t hopi_least_squares_workspace(size_t rows, size_t columns)
{
    if (columns == 0 || columns > MAX || rows < columns || rows > INT_MAX / 8) {
        return 0;
    }
    return rows + 5 * columns;
}

static void scale_columns(size_t rows, size_t columns, double *matrix, double *scale)
{
    for (size_t j = 0; j < columns; j++) {
        double *column = matrix + j * rows;
        double largest = 0.0, sum = 0.0;
        for (size_t i = 0; i < rows; i++) {
            largest = fmax(largest, fabs(column[i]));
        }
        for (size_t i = 0; i < rows && largest > 0.0; i++) {
            sum += (column[i] / largest) * (column[i] / largest);
        }
        scale[j] = largest > 0.0 ? largest * sqrt(sum) : 1.0;
        for (size_t i = 0; i < rows; i++) {
            column[i] /= scale[j];
        }
    }
}

int hopi_pseudo_inverse(size_t rows, size_t columns, double *matrix, double *pseudo_inverse,
                        double *workspace, hopi_least_squares_quality *quality)
{
    double scale[MAX], singular[MAX], vt[MAX * MAX];
    const size_t size = hopi_least_squares_workspace(rows, columns);
    if (size == 0) {
        return -1;
    }
    scale_columns(rows, columns, matrix, scale);
    const lapack_int m = (lapack_int)rows, n = (lapack_int)columns;
    const lapack_int info = LAPACKE_dgesvd_work(LAPACK_COL_MAJOR, 'O', 'S', m, n, matrix, m,
                                                singular, NULL, 1, vt, n, workspace,
                                                (lapack_int)size);
    if (info != 0) {
        return (int)info;
    }
    const double negligible = DBL_EPSILON * (double)rows * singular[0];
    quality->rank = 0;
    while (quality->rank < n && singular[quality->rank] > negligible) {
        quality->rank++;
    }
    quality->condition = quality->rank == n ? singular[0] / singular[n - 1] : INFINITY;
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            double sum = 0.0;
            for (size_t k = 0; k < (size_t)quality->rank; k++) {
                sum += vt[k + j * columns] * matrix[i + k * rows] / singular[k];
            }
            pseudo_inverse[j + i * columns] = sum / scale[j];
        }
    }
    return 0;
}
