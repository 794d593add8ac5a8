/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MATH_CHOLESKY_H
#define HOPI_MATH_CHOLESKY_H

#include <stddef.h>

#include "base/instructions.h"

/*
 * Cholesky's factorisation H = LLᵀ of small matrices. Columns lie one behind the other,
 * `stride` numbers each, below the diagonal; columns are taken four at a time, rows in
 * strips, so that loops run over the ends into room that holds zeros at first.
 */
enum { HOPI_CHOLESKY_COLUMNS = 4, HOPI_CHOLESKY_STRIP = 16 };

/* n filled up: those beyond n are rows and columns of the unit matrix. */
static inline size_t hopi_cholesky_padded(size_t n)
{
    return (n + HOPI_CHOLESKY_COLUMNS - 1) / HOPI_CHOLESKY_COLUMNS * HOPI_CHOLESKY_COLUMNS;
}

/* Numbers of a column, `more` rows below the matrix among them. */
static inline size_t hopi_cholesky_stride(size_t n, size_t more)
{
    return (hopi_cholesky_padded(n) + more + HOPI_CHOLESKY_STRIP + 7) / 8 * 8;
}

/*
 * Puts L in the place of H, and one over its diagonal into inverse (n). n: padded. Rows
 * n … n + more − 1 hold the transposes of right-hand sides b, in whose place come those
 * of L⁻¹b. Answers 0 where H is not positive definite to working precision.
 */
typedef int hopi_cholesky_factor(size_t n, size_t more, size_t stride, double *H,
                                 double *inverse);

/* x = L⁻¹x and x = L⁻ᵀx; x has stride numbers, from n on zeros that stay. n: padded. */
typedef void hopi_cholesky_solver(size_t n, size_t stride, const double *L,
                                  const double *inverse, double *x);

/* One of each for each instruction set: dense.h. */
HOPI_VERSIONS(hopi_cholesky_factor, hopi_cholesky_factor);
HOPI_VERSIONS(hopi_cholesky_solver, hopi_cholesky_forward);
HOPI_VERSIONS(hopi_cholesky_solver, hopi_cholesky_backward);

#endif
