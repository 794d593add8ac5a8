/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_PRODUCTS_H
#define HOPI_PRODUCTS_H

#include <stddef.h>

#include "base/instructions.h"

/*
 * AᵀA and Aᵀb of a column-major matrix with `rows` rows: product i, j ≥ i of the columns to
 * products[i + j * columns], product j with b to right[j].
 */
typedef void hopi_products_fn(size_t rows, size_t columns, const double *A, const double *b,
                              double *products, double *right);
HOPI_VERSIONS(hopi_products_fn, hopi_products);

#endif
