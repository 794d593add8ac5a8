/* SPDX-License-Identifier: BSD-3-Clause */
#include "panel_qr.h"

#include <math.h>

#include "vector.h"

enum {
    LANES = HOPI_LANES,
    VECTORS = HOPI_PANEL / LANES,
    GROUP = LANES,                     /* reflections at once: eight vectors in registers */
    ROWS_AT_ONCE = LANES == 2 ? 2 : 4 /* the same for sums over rows */
};

/* Eight columns of one row. */
typedef struct row_of_panel {
    hopi_vector part[VECTORS];
} row_of_panel;

static inline row_of_panel load_row(const double *row)
{
    row_of_panel r;
    for (size_t j = 0; j < VECTORS; j++) {
        r.part[j] = hopi_load(row + j * LANES);
    }
    return r;
}

static inline void store_row(double *row, const row_of_panel *r)
{
    for (size_t j = 0; j < VECTORS; j++) {
        hopi_store(row + j * LANES, r->part[j]);
    }
}

/* to = to + factor·row */
static inline void add_row(row_of_panel *to, double factor, const row_of_panel *row)
{
    for (size_t j = 0; j < VECTORS; j++) {
        to->part[j] += row->part[j] * factor;
    }
}

/*
 * Reflections 1 − factor·v vᵀ that make a panel triangular. Below row first + 7 the
 * vectors v are what the panel holds below its diagonal, above that they are `top`.
 */
typedef struct reflections {
    size_t first; /* row and column */
    const double *panel;
    double factor[HOPI_PANEL], top[HOPI_PANEL][HOPI_PANEL];
    double product[HOPI_PANEL][HOPI_PANEL]; /* of two v, the first index larger */
} reflections;

/*
 * Reflects the rows from k on by the vector in column `own` and the sums of that
 * reflection; answers Σ (element of column c)·row over what comes out.
 */
static inline row_of_panel reflect_and_project(size_t rows, size_t k, double *panel, size_t own,
                                               const row_of_panel *sums, size_t c)
{
    row_of_panel projected[ROWS_AT_ONCE] = {{{{0.0}}}};
    size_t i = k;
    for (; i + ROWS_AT_ONCE <= rows; i += ROWS_AT_ONCE) {
        for (size_t r = 0; r < ROWS_AT_ONCE; r++) {
            double *at = panel + (i + r) * HOPI_PANEL;
            row_of_panel row = load_row(at);
            add_row(&row, -at[own], sums);
            store_row(at, &row);
            add_row(&projected[r], at[c], &row);
        }
    }
    for (; i < rows; i++) {
        double *at = panel + i * HOPI_PANEL;
        row_of_panel row = load_row(at);
        add_row(&row, -at[own], sums);
        store_row(at, &row);
        add_row(&projected[0], at[c], &row);
    }
    for (size_t r = 1; r < ROWS_AT_ONCE; r++) {
        add_row(&projected[0], 1.0, &projected[r]);
    }
    return projected[0];
}

/*
 * The reflection that leaves nothing of column c below its diagonal, from the sums over
 * that column times each; answers its own sums, for the columns behind it.
 */
static row_of_panel make_reflection(double *panel, size_t c, const row_of_panel *projected,
                                    reflections *h)
{
    double *diagonal = panel + (h->first + c) * HOPI_PANEL, sums[HOPI_PANEL];
    row_of_panel row = load_row(diagonal), with_corner = *projected;
    store_row(sums, projected);
    const double norm2 = sums[c], alpha = diagonal[c], norm = sqrt(norm2 > 0.0 ? norm2 : 0.0);
    const double shift = alpha < 0.0 ? -norm : norm;
    add_row(&with_corner, shift, &row);
    store_row(sums, &with_corner);
    h->factor[c] = norm2 > 0.0 ? 1.0 / (norm * (norm + fabs(alpha))) : 0.0;
    h->top[c][c] = alpha + shift;
    for (size_t j = 0; j < HOPI_PANEL; j++) {
        h->product[c][j] = sums[j];
        sums[j] = j > c ? h->factor[c] * sums[j] : 0.0;
    }
    const row_of_panel own = load_row(sums);
    add_row(&row, -h->top[c][c], &own);
    store_row(diagonal, &row);
    diagonal[c] = -shift;
    return own;
}

/* Makes `count` columns of a panel triangular, and reflects those behind them. */
static void factor_panel(size_t rows, size_t count, double *panel, reflections *h)
{
    row_of_panel sums = {{{0.0}}};
    for (size_t c = 0; c < count; c++) {
        const row_of_panel projected =
            reflect_and_project(rows, h->first + c, panel, c > 0 ? c - 1 : 0, &sums, c);
        sums = make_reflection(panel, c, &projected, h);
    }
    if (count < HOPI_PANEL) {
        reflect_and_project(rows, h->first + count, panel, count - 1, &sums, count);
        return;
    }
    h->panel = panel;
    for (size_t r = 1; r < HOPI_PANEL; r++) {
        for (size_t c = 0; c < HOPI_PANEL; c++) {
            h->top[r][c] = c < r ? panel[(h->first + r) * HOPI_PANEL + c] : h->top[r][c];
            h->top[c][r] = c < r ? 0.0 : h->top[c][r];
        }
    }
}

static inline const double *vectors_at(const reflections *h, size_t i)
{
    return i < h->first + HOPI_PANEL ? h->top[i - h->first] : h->panel + i * HOPI_PANEL;
}

/* The reflections g … g + GROUP − 1 of another panel, all in one pass and back. */
static void reflect_group(const reflections *h, size_t g, size_t rows, double *panel)
{
    row_of_panel sums[GROUP] = {{{{0.0}}}};
    for (size_t i = h->first; i < rows; i++) {
        const double *v = vectors_at(h, i) + g;
        const row_of_panel row = load_row(panel + i * HOPI_PANEL);
        for (size_t c = 0; c < GROUP; c++) {
            add_row(&sums[c], v[c], &row);
        }
    }
    for (size_t c = 0; c < GROUP; c++) {
        for (size_t d = 0; d < c; d++) {
            add_row(&sums[c], -h->product[g + c][g + d], &sums[d]);
        }
        for (size_t j = 0; j < VECTORS; j++) {
            sums[c].part[j] *= h->factor[g + c];
        }
    }
    for (size_t i = h->first; i < rows; i++) {
        const double *v = vectors_at(h, i) + g;
        row_of_panel row = load_row(panel + i * HOPI_PANEL);
        for (size_t c = 0; c < GROUP; c++) {
            add_row(&row, -v[c], &sums[c]);
        }
        store_row(panel + i * HOPI_PANEL, &row);
    }
}

static void triangularise(size_t rows, size_t unknowns, double *matrix)
{
    for (size_t first = 0; first < unknowns; first += HOPI_PANEL) {
        const size_t left = unknowns - first;
        reflections h = {.first = first};
        factor_panel(rows, left < HOPI_PANEL ? left : HOPI_PANEL, matrix + first * rows, &h);
        for (size_t p = first / HOPI_PANEL + 1; p <= unknowns / HOPI_PANEL; p++) {
            for (size_t g = 0; g < HOPI_PANEL; g += GROUP) {
                reflect_group(&h, g, rows, matrix + p * HOPI_PANEL * rows);
            }
        }
    }
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

double HOPI_AT_LEVEL(hopi_panel_least_squares)(size_t rows, size_t unknowns, double *matrix,
                                               double *x)
{
    triangularise(rows, unknowns, matrix);
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
