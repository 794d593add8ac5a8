/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MATH_COLUMNS_H
#define HOPI_MATH_COLUMNS_H

#include <stddef.h>

#include "base/instructions.h"

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
HOPI_VERSIONS(hopi_combination, hopi_add_columns);
HOPI_VERSIONS(hopi_projection, hopi_project_columns);
HOPI_VERSIONS(hopi_scaled_sum, hopi_add_scaled);

#endif
