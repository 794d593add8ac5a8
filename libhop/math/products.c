/* SPDX-License-Identifier: BSD-3-Clause */
#include "products.h"

#if defined(HOPI_AVX2)
#  define HOPI_LANES 4
#  define KERNEL hopi_products_avx2
#else
#  define HOPI_LANES 2
#  define KERNEL hopi_products
#endif
#include "vector.h"

enum { PARTS = 4, REGISTERS = PARTS / HOPI_LANES, GROUP = 4 };

/* Products of x with up to GROUP columns from `columns` on, a pass over x for all. */
static void dots(size_t rows, const double *x, const double *columns, size_t count, double *out)
{
    hopi_vector sums[GROUP][REGISTERS] = {{{0}}};
    const size_t whole = rows - rows % PARTS;
    const double *column[GROUP];
    for (size_t j = 0; j < GROUP; j++) {
        column[j] = columns + (j < count ? j : 0) * rows;
    }
    for (size_t i = 0; i < whole; i += PARTS) {
        for (size_t r = 0; r < REGISTERS; r++) {
            const hopi_vector part = hopi_load(x + i + r * HOPI_LANES);
            for (size_t j = 0; j < GROUP; j++) {
                sums[j][r] += part * hopi_load(column[j] + i + r * HOPI_LANES);
            }
        }
    }
    for (size_t j = 0; j < count; j++) {
        double parts[PARTS];
        for (size_t r = 0; r < REGISTERS; r++) {
            hopi_store(parts + r * HOPI_LANES, sums[j][r]);
        }
        out[j] = (parts[0] + parts[1]) + (parts[2] + parts[3]);
        for (size_t i = whole; i < rows; i++) {
            out[j] += x[i] * column[j][i];
        }
    }
}

void KERNEL(size_t rows, size_t columns, const double *A, const double *b, double *products,
            double *right)
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
