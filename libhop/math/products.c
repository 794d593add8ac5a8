/* SPDX-License-Identifier: BSD-3-Clause */
#include "products.h"

#include "vector.h"

enum { LANES = HOPI_LANES, GROUP = 4 };

/* Products of x with up to GROUP columns from `columns` on, a pass over x for all. */
static void dots(size_t rows, const double *x, const double *columns, size_t count, double *out)
{
    hopi_vector sums[GROUP] = {{0}};
    const size_t whole = rows - rows % LANES;
    const double *column[GROUP];
    for (size_t j = 0; j < GROUP; j++) {
        column[j] = columns + (j < count ? j : 0) * rows;
    }
    for (size_t i = 0; i < whole; i += LANES) {
        const hopi_vector part = hopi_load(x + i);
        for (size_t j = 0; j < GROUP; j++) {
            sums[j] += part * hopi_load(column[j] + i);
        }
    }
    for (size_t j = 0; j < count; j++) {
        out[j] = hopi_sum(sums[j]);
        for (size_t i = whole; i < rows; i++) {
            out[j] += x[i] * column[j][i];
        }
    }
}

void HOPI_AT_LEVEL(hopi_products)(size_t rows, size_t columns, const double *A, const double *b,
                                  double *products, double *right)
{
    for (size_t first = 0; first < columns; first += GROUP) {
        const size_t left = columns - first, count = left < GROUP ? left : GROUP;
        dots(rows, b, A + first * rows, count, right + first);
        for (size_t j = first; j < columns; j++) {
            dots(rows, A + j * rows, A + first * rows, j - first < count ? j - first + 1 : count,
                 products + first + j * columns);
        }
    }
}
