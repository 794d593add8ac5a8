/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MATH_COLUMNS_H
#define HOPI_MATH_COLUMNS_H

#include <stddef.h>

/* to = to + matrix·x for a column-major matrix; columns of x = 0 are left out. */
typedef void hopi_combination(size_t rows, size_t columns, size_t stride, const double *matrix,
                              const double *x, double *to);

/* to = matrixᵀ·x */
typedef void hopi_projection(size_t rows, size_t columns, size_t stride, const double *matrix,
                             const double *x, double *to);

/* sum = a + factor·b */
typedef void hopi_scaled_sum(size_t count, const double *a, double factor, const double *b,
                             double *sum);

/* One of each for each instruction set: dense.h. */
#define HOPI_COLUMNS_AT(level)                                                             \
    extern hopi_combination hopi_add_columns_##level;                                      \
    extern hopi_projection hopi_project_columns_##level;                                   \
    extern hopi_scaled_sum hopi_add_scaled_##level;
HOPI_COLUMNS_AT(baseline)
HOPI_COLUMNS_AT(avx2)
HOPI_COLUMNS_AT(avx512)
#undef HOPI_COLUMNS_AT

#endif
