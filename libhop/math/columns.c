/* SPDX-License-Identifier: BSD-3-Clause */
#include "columns.h"

#include "vector.h"

enum { LANES = HOPI_LANES };

/* Four vectors of rows stay in registers while the columns go by. */
static void add_to_strip(size_t columns, size_t stride, const double *matrix, const double *x,
                         double *to)
{
    hopi_vector a = hopi_load(to), b = hopi_load(to + LANES), c = hopi_load(to + 2 * LANES);
    hopi_vector d = hopi_load(to + 3 * LANES);
    for (size_t j = 0; j < columns; j++) {
        const double *column = matrix + j * stride;
        if (x[j] != 0.0) {
            a += hopi_load(column) * x[j];
            b += hopi_load(column + LANES) * x[j];
            c += hopi_load(column + 2 * LANES) * x[j];
            d += hopi_load(column + 3 * LANES) * x[j];
        }
    }
    hopi_store(to, a);
    hopi_store(to + LANES, b);
    hopi_store(to + 2 * LANES, c);
    hopi_store(to + 3 * LANES, d);
}

void HOPI_AT_LEVEL(hopi_add_columns)(size_t rows, size_t columns, size_t stride,
                                     const double *matrix, const double *x, double *to)
{
    size_t i = 0;
    for (; i + 4 * LANES <= rows; i += 4 * LANES) {
        add_to_strip(columns, stride, matrix + i, x, to + i);
    }
    for (; i + LANES <= rows; i += LANES) {
        hopi_vector sum = hopi_load(to + i);
        for (size_t j = 0; j < columns; j++) {
            sum += hopi_load(matrix + j * stride + i) * x[j];
        }
        hopi_store(to + i, sum);
    }
    for (; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            to[i] += matrix[j * stride + i] * x[j];
        }
    }
}

static double projection(size_t rows, const double *column, const double *x)
{
    hopi_vector a = {0.0}, b = {0.0}, c = {0.0}, d = {0.0};
    size_t i = 0;
    for (; i + 4 * LANES <= rows; i += 4 * LANES) {
        a += hopi_load(column + i) * hopi_load(x + i);
        b += hopi_load(column + i + LANES) * hopi_load(x + i + LANES);
        c += hopi_load(column + i + 2 * LANES) * hopi_load(x + i + 2 * LANES);
        d += hopi_load(column + i + 3 * LANES) * hopi_load(x + i + 3 * LANES);
    }
    for (; i + LANES <= rows; i += LANES) {
        a += hopi_load(column + i) * hopi_load(x + i);
    }
    double sum = hopi_sum((a + b) + (c + d));
    for (; i < rows; i++) {
        sum += column[i] * x[i];
    }
    return sum;
}

void HOPI_AT_LEVEL(hopi_project_columns)(size_t rows, size_t columns, size_t stride,
                                         const double *matrix, const double *x, double *to)
{
    for (size_t j = 0; j < columns; j++) {
        to[j] = projection(rows, matrix + j * stride, x);
    }
}

void HOPI_AT_LEVEL(hopi_add_scaled)(size_t count, const double *a, double factor,
                                    const double *b, double *sum)
{
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        hopi_store(sum + i, hopi_load(a + i) + hopi_load(b + i) * factor);
    }
    for (; i < count; i++) {
        sum[i] = a[i] + factor * b[i];
    }
}
