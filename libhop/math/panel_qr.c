/* SPDX-License-Identifier: BSD-3-Clause */
#include "panel_qr.h"

#include <math.h>

/* A reflection 1 − factor·v vᵀ of the rows from `first` on; v lies in `v` from there. */
typedef struct reflection {
    const double *v;
    double factor;
    size_t first;
} reflection;

/* Sums in eight scalars, which compilers keep in registers, unlike an array. */
static void project(const reflection *h, size_t rows, const double *panel, double sums[HOPI_PANEL])
{
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0, e = 0.0, f = 0.0, g = 0.0, l = 0.0;
    for (size_t i = h->first; i < rows; i++) {
        const double *row = panel + i * HOPI_PANEL;
        const double v = h->v[i];
        a += v * row[0];
        b += v * row[1];
        c += v * row[2];
        d += v * row[3];
        e += v * row[4];
        f += v * row[5];
        g += v * row[6];
        l += v * row[7];
    }
    const double out[HOPI_PANEL] = {a, b, c, d, e, f, g, l};
    for (size_t j = 0; j < HOPI_PANEL; j++) {
        sums[j] = h->factor * out[j];
    }
}

/* Reflects the eight columns of a panel, but for those before `kept`. */
static void reflect(const reflection *h, size_t rows, double *panel, size_t kept)
{
    double sums[HOPI_PANEL];
    project(h, rows, panel, sums);
    for (size_t j = 0; j < kept; j++) {
        sums[j] = 0.0;
    }
    const double a = sums[0], b = sums[1], c = sums[2], d = sums[3];
    const double e = sums[4], f = sums[5], g = sums[6], l = sums[7];
    for (size_t i = h->first; i < rows; i++) {
        double *row = panel + i * HOPI_PANEL;
        const double v = h->v[i];
        row[0] -= v * a;
        row[1] -= v * b;
        row[2] -= v * c;
        row[3] -= v * d;
        row[4] -= v * e;
        row[5] -= v * f;
        row[6] -= v * g;
        row[7] -= v * l;
    }
}

/* In four sums, so that one addition need not wait for the one before. */
static double sum_of_squares(size_t count, const double *v)
{
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        a += v[i] * v[i];
        b += v[i + 1] * v[i + 1];
        c += v[i + 2] * v[i + 2];
        d += v[i + 3] * v[i + 3];
    }
    for (; i < count; i++) {
        a += v[i] * v[i];
    }
    return (a + b) + (c + d);
}

/* The reflection that leaves column k nothing below row k; R_kk is put in its place. */
static reflection make_reflection(size_t rows, size_t k, double *matrix, double *v)
{
    const double *column = hopi_panel_at(matrix, rows, k, k);
    for (size_t i = k; i < rows; i++) {
        v[i] = column[(i - k) * HOPI_PANEL];
    }
    const double norm2 = sum_of_squares(rows - k, v + k);
    reflection h = {v, 0.0, k};
    if (norm2 > 0.0) {
        const double alpha = v[k], norm = sqrt(norm2);
        v[k] += alpha < 0.0 ? -norm : norm;
        h.factor = 1.0 / (norm * (norm + fabs(alpha)));
        *hopi_panel_at(matrix, rows, k, k) = alpha < 0.0 ? norm : -norm;
    }
    return h;
}

static double independence(size_t rows, size_t unknowns, double *matrix)
{
    double smallest = 1.0;
    for (size_t k = 0; k < unknowns; k++) {
        double norm2 = 0.0;
        for (size_t i = 0; i <= k; i++) {
            const double r = *hopi_panel_at(matrix, rows, i, k);
            norm2 += r * r;
        }
        const double diagonal = fabs(*hopi_panel_at(matrix, rows, k, k));
        const double sine = norm2 > 0.0 ? diagonal / sqrt(norm2) : 0.0;
        smallest = sine < smallest ? sine : smallest;
    }
    return smallest;
}

double hopi_panel_least_squares(size_t rows, size_t unknowns, double *matrix, double *x,
                                double *workspace)
{
    for (size_t k = 0; k < unknowns; k++) {
        const reflection h = make_reflection(rows, k, matrix, workspace);
        const size_t own = k / HOPI_PANEL;
        for (size_t p = own; p <= unknowns / HOPI_PANEL; p++) {
            reflect(&h, rows, matrix + p * HOPI_PANEL * rows, p == own ? k % HOPI_PANEL + 1 : 0);
        }
    }
    const double smallest = independence(rows, unknowns, matrix);
    for (size_t k = unknowns; smallest > 0.0 && k-- > 0;) {
        double sum = *hopi_panel_at(matrix, rows, k, unknowns);
        for (size_t j = k + 1; j < unknowns; j++) {
            sum -= *hopi_panel_at(matrix, rows, k, j) * x[j];
        }
        x[k] = sum / *hopi_panel_at(matrix, rows, k, k);
    }
    return smallest;
}
