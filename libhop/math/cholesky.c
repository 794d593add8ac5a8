/* SPDX-License-Identifier: BSD-3-Clause */
#include "cholesky.h"

#include <math.h>

#include "vector.h"

enum { LANES = HOPI_LANES, COLUMNS = HOPI_CHOLESKY_COLUMNS, STRIP = 2 * LANES };

/* Two vectors of rows of four columns. */
typedef struct strip {
    hopi_vector top[COLUMNS], bottom[COLUMNS];
} strip;

static inline strip load_strip(const double *at, size_t stride)
{
    strip s;
    for (size_t c = 0; c < COLUMNS; c++) {
        s.top[c] = hopi_load(at + c * stride);
        s.bottom[c] = hopi_load(at + c * stride + LANES);
    }
    return s;
}

static inline void store_strip(double *at, size_t stride, const strip *s)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        hopi_store(at + c * stride, s->top[c]);
        hopi_store(at + c * stride + LANES, s->bottom[c]);
    }
}

/* Rows from i on of columns j … j + 3, less what the columns before explain. */
static inline strip reduced_strip(const double *H, size_t stride, size_t i, size_t j)
{
    strip s = load_strip(H + j * stride + i, stride);
    for (size_t k = 0; k < j; k++) {
        const double *column = H + k * stride;
        const hopi_vector top = hopi_load(column + i), bottom = hopi_load(column + i + LANES);
        for (size_t c = 0; c < COLUMNS; c++) {
            s.top[c] -= top * column[j + c];
            s.bottom[c] -= bottom * column[j + c];
        }
    }
    return s;
}

/* The factor of the four by four numbers at the diagonal. */
typedef struct corner {
    double below[COLUMNS][COLUMNS], inverse[COLUMNS];
} corner;

static int factor_corner(const double *at, size_t stride, corner *f)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t r = c; r < COLUMNS; r++) {
            double rest = at[c * stride + r];
            for (size_t k = 0; k < c; k++) {
                rest -= f->below[r][k] * f->below[c][k];
            }
            if (r == c) {
                if (!(rest > 0.0)) {
                    return 0;
                }
                f->below[c][c] = sqrt(rest);
                f->inverse[c] = 1.0 / f->below[c][c];
            } else {
                f->below[r][c] = rest * f->inverse[c];
            }
        }
    }
    return 1;
}

static inline void divide_by_corner(const corner *f, strip *s)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t k = 0; k < c; k++) {
            s->top[c] -= s->top[k] * f->below[c][k];
            s->bottom[c] -= s->bottom[k] * f->below[c][k];
        }
        s->top[c] *= f->inverse[c];
        s->bottom[c] *= f->inverse[c];
    }
}

int HOPI_AT_LEVEL(hopi_cholesky_factor)(size_t n, size_t more, size_t stride, double *H,
                                        double *inverse)
{
    for (size_t j = 0; j < n; j += COLUMNS) {
        corner f;
        strip s = reduced_strip(H, stride, j, j);
        store_strip(H + j * stride + j, stride, &s);
        if (!factor_corner(H + j * stride + j, stride, &f)) {
            return 0;
        }
        for (size_t c = 0; c < COLUMNS; c++) {
            inverse[j + c] = f.inverse[c];
        }
        for (size_t i = j; i < n + more; i += STRIP) {
            s = i == j ? s : reduced_strip(H, stride, i, j);
            divide_by_corner(&f, &s);
            store_strip(H + j * stride + i, stride, &s);
        }
    }
    return 1;
}

void HOPI_AT_LEVEL(hopi_cholesky_forward)(size_t n, size_t stride, const double *L,
                                          const double *inverse, double *x)
{
    for (size_t j = 0; j < n; j += COLUMNS) {
        const double *own = L + j * stride + j;
        double y[COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++) {
            y[c] = x[j + c];
            for (size_t k = 0; k < c; k++) {
                y[c] -= own[k * stride + c] * y[k];
            }
            y[c] *= inverse[j + c];
            x[j + c] = y[c];
        }
        for (size_t i = j + COLUMNS; i < n; i += LANES) {
            hopi_vector rest = hopi_load(x + i);
            for (size_t c = 0; c < COLUMNS; c++) {
                rest -= hopi_load(L + (j + c) * stride + i) * y[c];
            }
            hopi_store(x + i, rest);
        }
    }
    for (size_t i = n; i < n + LANES; i++) {
        x[i] = 0.0;
    }
}

void HOPI_AT_LEVEL(hopi_cholesky_backward)(size_t n, size_t stride, const double *L,
                                           const double *inverse, double *x)
{
    for (size_t end = n; end > 0; end -= COLUMNS) {
        const size_t j = end - COLUMNS;
        const double *own = L + j * stride + j;
        hopi_vector sums[COLUMNS] = {{0.0}};
        for (size_t i = end; i < n; i += LANES) {
            const hopi_vector part = hopi_load(x + i);
            for (size_t c = 0; c < COLUMNS; c++) {
                sums[c] += hopi_load(L + (j + c) * stride + i) * part;
            }
        }
        for (size_t c = COLUMNS; c-- > 0;) {
            double rest = x[j + c] - hopi_sum(sums[c]);
            for (size_t k = c + 1; k < COLUMNS; k++) {
                rest -= own[c * stride + k] * x[j + k];
            }
            x[j + c] = rest * inverse[j + c];
        }
    }
}

