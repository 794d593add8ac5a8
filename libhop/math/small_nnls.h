/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SMALL_NNLS_H
#define HOPI_SMALL_NNLS_H

#include <stddef.h>

enum { HOPI_SMALL_NNLS_MAX = 6 };

/*
 * Least squares with x ≥ 0 for a handful of columns, from their Gram matrix
 * G = AᵀA (n × n) and b = Aᵀy: good for start values, since G squares the
 * condition. Answers bᵀx, what the columns explain of yᵀy.
 */
double hopi_small_nnls(size_t n, const double *gram, const double *b, double *x);

#endif
