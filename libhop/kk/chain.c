/* SPDX-License-Identifier: BSD-3-Clause */
#include "chain.h"

#include <math.h>

#include <hop/kk.h>


/* Below this sine between columns, some 1e-3 of the digits are left of x. */
static const double least_sine = 1e-13;

/* Rows of the matrix: those of the real part, then those of the imaginary part. */
typedef struct row_set {
    int has_re, has_im;
    size_t count;
} row_set;

static row_set rows_of(const hopi_kk_problem *p, int has_re, int has_im)
{
    return (row_set){has_re, has_im, p->count * (size_t)(has_re + has_im)};
}

static size_t columns_beside(size_t m)
{
    return m + HOPI_KK_MOST_TERMS + 1;
}

static size_t lapack_workspace(size_t rows, size_t columns)
{
    /* dgelsy: the smaller side + 3 columns + 1, and as much again for its blocks. */
    return 2 * rows + 8 * columns + 64 * (columns + 1);
}

size_t hopi_kk_scratch_doubles(size_t count, size_t m_max)
{
    const size_t columns = columns_beside(m_max);
    if (count > SIZE_MAX / 64 / columns || 2 * count * columns > INT32_MAX) {
        return 0;
    }
    const size_t rows = 2 * count > columns ? 2 * count : columns;
    return HOPI_PANEL + hopi_panel_doubles(2 * count, columns) + rows + columns + rows * columns
           + lapack_workspace(rows, columns);
}

size_t hopi_kk_scratch_pivots(size_t m_max)
{
    return columns_beside(m_max);
}

hopi_kk_scratch hopi_kk_scratch_over(const hopi_dense *dense, size_t count, size_t m_max,
                                     double *doubles, lapack_int *pivots)
{
    const size_t columns = columns_beside(m_max);
    const size_t rows = 2 * count > columns ? 2 * count : columns;
    hopi_kk_scratch s = {.dense = dense, .matrix = hopi_panel_start(doubles), .pivots = pivots};
    s.right = s.matrix + hopi_panel_doubles(2 * count, columns);
    s.x = s.right + rows;
    s.columns = s.x + columns;
    s.lapack = s.columns + rows * columns;
    s.lapack_size = (lapack_int)lapack_workspace(rows, columns);
    return s;
}

static int has(const hopi_kk_problem *p, uint32_t term)
{
    return (p->terms & term) != 0;
}

size_t hopi_kk_terms_fitted(const hopi_kk_problem *p)
{
    const size_t imaginary = (size_t)(has(p, HOP_KK_RISING) + has(p, HOP_KK_FALLING));
    return (p->part != HOP_KK_IMAGINARY) + (p->part != HOP_KK_REAL ? imaginary : 0);
}

size_t hopi_kk_unknowns(const hopi_kk_problem *p, size_t m)
{
    return 1 + (size_t)(has(p, HOP_KK_RISING) + has(p, HOP_KK_FALLING)) + m;
}

size_t hopi_kk_most_elements(const hopi_kk_problem *p)
{
    const size_t equations = p->part == HOP_KK_COMPLEX ? 2 * p->count : p->count;
    const size_t taken = hopi_kk_terms_fitted(p) + 1;
    const size_t most = equations > taken ? equations - taken : 0;
    return most < HOPI_KK_MOST_ELEMENTS ? most : HOPI_KK_MOST_ELEMENTS;
}

/* One element alone stands at the largest τ, as in the published program. */
static void time_constants(const hopi_kk_problem *p, hopi_kk_chain *chain)
{
    const double widening = pow(10.0, p->extension);
    const double first = 1.0 / (p->omega[p->count - 1] * widening);
    const double last = widening / p->omega[0];
    const double step = chain->m > 1 ? log(last / first) / (double)(chain->m - 1) : 0.0;
    for (size_t k = 0; k + 1 < chain->m; k++) {
        chain->tau[k] = first * exp(step * (double)k);
    }
    chain->tau[chain->m - 1] = last;
}

/* Eight elements at ω, in units of 1/weight. */
static void fill_elements(const hopi_kk_problem *p, const double *tau, size_t i, row_set r,
                          double *panel)
{
    double *re = panel + i * HOPI_PANEL;
    double *im = panel + (i + (r.has_re ? p->count : 0)) * HOPI_PANEL;
    const double omega = p->omega[i], weight = p->weight[i];
    double x[HOPI_PANEL], y[HOPI_PANEL];
    for (size_t c = 0; c < HOPI_PANEL; c++) {
        x[c] = omega * tau[c];
        y[c] = weight / (1.0 + x[c] * x[c]);
    }
    for (size_t c = 0; r.has_im && c < HOPI_PANEL; c++) {
        im[c] = p->is_admittance ? x[c] * y[c] : -x[c] * y[c];
    }
    for (size_t c = 0; r.has_re && c < HOPI_PANEL; c++) {
        re[c] = p->is_admittance ? x[c] * x[c] * y[c] : y[c];
    }
}

static void fill_column(const hopi_kk_problem *p, row_set r, size_t column, double *matrix,
                        const double *re, const double *im)
{
    double *at = hopi_panel_at(matrix, r.count, 0, column);
    for (size_t i = 0; r.has_re && i < p->count; i++, at += HOPI_PANEL) {
        *at = re ? p->weight[i] * re[i] : 0.0;
    }
    for (size_t i = 0; r.has_im && i < p->count; i++, at += HOPI_PANEL) {
        *at = im ? p->weight[i] * im[i] : 0.0;
    }
}

/* The terms are numbers of the order of |Z|: rising at the highest ω, falling at the lowest. */
static size_t fill_terms(const hopi_kk_problem *p, row_set r, int has_constant, int has_imaginary,
                         size_t column, double *matrix)
{
    const double lowest = p->omega[0], highest = p->omega[p->count - 1];
    double *at;
    if (has_constant) {
        at = hopi_panel_at(matrix, r.count, 0, column++);
        for (size_t i = 0; i < r.count; i++, at += HOPI_PANEL) {
            *at = i < p->count ? p->weight[i] : 0.0;
        }
    }
    const size_t offset = r.count - p->count; /* of the rows of the imaginary part */
    for (int falls = 0; falls < 2 && has_imaginary; falls++) {
        if (!has(p, falls ? HOP_KK_FALLING : HOP_KK_RISING)) {
            continue;
        }
        at = hopi_panel_at(matrix, r.count, 0, column++);
        for (size_t i = 0; i < r.count; i++, at += HOPI_PANEL) {
            const size_t k = i - offset;
            *at = i < offset ? 0.0
                  : falls    ? -p->weight[k] * (lowest / p->omega[k])
                             : p->weight[k] * (p->omega[k] / highest);
        }
    }
    return column;
}

static void fill_matrix(const hopi_kk_problem *p, row_set r, const hopi_kk_chain *chain,
                        double *matrix)
{
    for (size_t first = 0; first < chain->m; first += HOPI_PANEL) {
        double tau[HOPI_PANEL] = {0.0};
        for (size_t c = 0; c < HOPI_PANEL && first + c < chain->m; c++) {
            tau[c] = chain->tau[first + c];
        }
        double *panel = hopi_panel_row(matrix, r.count, 0, first);
        for (size_t i = 0; i < p->count; i++) {
            fill_elements(p, tau, i, r, panel);
        }
    }
    const size_t end = fill_terms(p, r, r.has_re, r.has_im, chain->m, matrix);
    fill_column(p, r, end, matrix, p->re, p->im);
}

/* Columns of one length, so that the shortest solution does not depend on units. */
static int solve_collinear(size_t rows, size_t unknowns, double *matrix,
                           const hopi_kk_scratch *s)
{
    const size_t height = rows > unknowns ? rows : unknowns;
    for (size_t j = 0; j < unknowns; j++) {
        double norm2 = 0.0;
        for (size_t i = 0; i < rows; i++) {
            s->columns[j * height + i] = *hopi_panel_at(matrix, rows, i, j);
            norm2 += s->columns[j * height + i] * s->columns[j * height + i];
        }
        s->x[j] = norm2 > 0.0 ? 1.0 / sqrt(norm2) : 1.0;
        for (size_t i = 0; i < rows; i++) {
            s->columns[j * height + i] *= s->x[j];
        }
        s->pivots[j] = 0;
    }
    for (size_t i = 0; i < height; i++) {
        s->right[i] = i < rows ? *hopi_panel_at(matrix, rows, i, unknowns) : 0.0;
    }
    lapack_int rank = 0;
    const lapack_int info =
        LAPACKE_dgelsy_work(LAPACK_COL_MAJOR, (lapack_int)rows, (lapack_int)unknowns, 1, s->columns,
                            (lapack_int)height, s->right, (lapack_int)height, s->pivots,
                            least_sine, &rank, s->lapack, s->lapack_size);
    for (size_t j = 0; j < unknowns; j++) {
        s->x[j] *= s->right[j];
    }
    return (int)info;
}

double hopi_kk_mu(size_t m, const double *weight)
{
    double negative = 0.0, positive = 0.0;
    for (size_t k = 0; k < m; k++) {
        negative += weight[k] < 0.0 ? -weight[k] : 0.0;
        positive += weight[k] < 0.0 ? 0.0 : weight[k];
    }
    return positive > 0.0 ? 1.0 - negative / positive : -INFINITY;
}

int hopi_kk_fit(const hopi_kk_problem *p, size_t m, const hopi_kk_scratch *scratch,
                hopi_kk_chain *chain)
{
    const row_set r = rows_of(p, p->part != HOP_KK_IMAGINARY, p->part != HOP_KK_REAL);
    const size_t unknowns = m + hopi_kk_terms_fitted(p);
    chain->m = m;
    time_constants(p, chain);
    fill_matrix(p, r, chain, scratch->matrix);
    const double sine = scratch->dense->panel_least_squares(r.count, unknowns, scratch->matrix,
                                                            scratch->x);
    chain->is_collinear = sine < least_sine;
    if (chain->is_collinear) {
        fill_matrix(p, r, chain, scratch->matrix);
        const int info = solve_collinear(r.count, unknowns, scratch->matrix, scratch);
        if (info != 0) {
            return info;
        }
    }
    const double *x = scratch->x;
    for (size_t k = 0; k < m; k++) {
        chain->weight[k] = x[k];
    }
    x += m;
    chain->constant = r.has_re ? *x++ : 0.0;
    chain->rising = r.has_im && has(p, HOP_KK_RISING) ? *x++ / p->omega[p->count - 1] : 0.0;
    chain->falling = r.has_im && has(p, HOP_KK_FALLING) ? *x * p->omega[0] : 0.0;
    chain->mu = hopi_kk_mu(m, chain->weight);
    return 0;
}

double hopi_kk_residuals(const hopi_kk_problem *p, const hopi_kk_chain *chain, double *re,
                         double *im)
{
    double chi2 = 0.0;
    for (size_t i = 0; i < p->count; i++) {
        const double omega = p->omega[i];
        double real = chain->constant, imaginary = omega * chain->rising - chain->falling / omega;
        for (size_t k = 0; k < chain->m; k++) {
            const double x = omega * chain->tau[k], y = chain->weight[k] / (1.0 + x * x);
            real += p->is_admittance ? x * x * y : y;
            imaginary += p->is_admittance ? x * y : -x * y;
        }
        re[i] = p->weight[i] * (p->re[i] - real);
        im[i] = p->weight[i] * (p->im[i] - imaginary);
        chi2 += re[i] * re[i] + im[i] * im[i];
    }
    return chi2;
}

/* What is left of the other part: weighted residuals are the right-hand side as they are. */
int hopi_kk_complete(const hopi_kk_problem *p, const hopi_kk_scratch *scratch,
                     hopi_kk_chain *chain)
{
    if (p->part == HOP_KK_COMPLEX || (p->part == HOP_KK_REAL && p->terms == 0)) {
        return 0;
    }
    const int is_real = p->part == HOP_KK_IMAGINARY;
    const row_set r = rows_of(p, is_real, !is_real);
    double *re = scratch->columns, *im = re + p->count;
    hopi_kk_residuals(p, chain, re, im);
    const size_t unknowns = fill_terms(p, r, is_real, !is_real, 0, scratch->matrix);
    const double *left = is_real ? re : im;
    for (size_t i = 0; i < p->count; i++) {
        *hopi_panel_at(scratch->matrix, p->count, i, unknowns) = left[i];
    }
    scratch->dense->panel_least_squares(p->count, unknowns, scratch->matrix, scratch->x);
    const double *x = scratch->x;
    if (is_real) {
        chain->constant = *x;
        return 0;
    }
    chain->rising = has(p, HOP_KK_RISING) ? *x++ / p->omega[p->count - 1] : 0.0;
    chain->falling = has(p, HOP_KK_FALLING) ? *x * p->omega[0] : 0.0;
    return 0;
}
