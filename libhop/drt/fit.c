/* SPDX-License-Identifier: BSD-3-Clause */
#include "fit.h"

#include <math.h>

#include <hop/drt.h>

/* α is searched here. */
static const double least_alpha = 0.4, most_alpha = 1.0;

/* The conditions of a minimum are met to this, or the result says so. */
static const double kkt_limit = 1e-9;

static int needs_subsets(const hopi_drt_settings *settings)
{
    return settings->method == HOP_DRT_RE_IM || settings->method == HOP_DRT_K_FOLD;
}

/* Most rows of the regression, or a solution for each λ. */
static size_t subset_doubles(const hopi_drt_grid *grid)
{
    const size_t rows = grid->rows > HOPI_LAMBDAS ? grid->rows : HOPI_LAMBDAS;
    return rows * grid->columns;
}

/* E, f, the decomposition of the penalty, and workspace. */
size_t hopi_drt_fallback_doubles(const hopi_drt_grid *grid)
{
    const size_t n = grid->columns, rows = grid->rows + n;
    return rows * (n + 1) + n * n + n + 2 * n * n + 6 * n + 1
           + hopi_nnls_active_set_workspace(rows, n);
}

static size_t own_gram_doubles(const hopi_drt_grid *grid, const hopi_drt_settings *settings)
{
    const size_t n = grid->columns;
    if (!hopi_drt_has_own_gram(settings)) {
        return 0;
    }
    return grid->rows * n + n * n
           + (hopi_drt_is_spectral(settings->method) ? n * n + n + hopi_ridge_workspace(n) : 0)
           + (hopi_drt_has_own_matrix(settings) ? 2 * grid->points * n : 0);
}

size_t hopi_drt_work_doubles(const hopi_drt_grid *grid, const hopi_drt_settings *settings)
{
    const size_t n = grid->columns;
    return 6 * grid->points + 3 * n + hopi_cholesky_stride(n, 0) + n * n
           + hopi_nnls_pivot_workspace(n)
           + own_gram_doubles(grid, settings)
           + (needs_subsets(settings) ? subset_doubles(grid) + n * n : 0);
}

size_t hopi_drt_work_indices(const hopi_drt_grid *grid)
{
    return hopi_nnls_pivot_indices(grid->columns) + hopi_nnls_active_set_indices(grid->columns)
           + grid->points;
}

size_t hopi_drt_work_integers(const hopi_drt_grid *grid)
{
    return hopi_ridge_integers(grid->columns);
}

static double *take(double **from, size_t count)
{
    double *const array = *from;
    *from += count;
    return array;
}

hopi_drt_work hopi_drt_work_make(const hopi_drt_grid *grid, const hopi_drt_settings *settings,
                                 double *doubles, size_t *indices, lapack_int *integers)
{
    const size_t n = grid->columns;
    double *at = doubles;
    hopi_drt_work w = {.grid = grid, .settings = settings, .indices = indices,
                       .integers = integers, .ridge = grid->ridge};
    w.weights = take(&at, 2 * grid->points);
    w.data = take(&at, 2 * grid->points);
    w.right = take(&at, 2 * grid->points);
    w.Ab = take(&at, n);
    w.x = take(&at, n);
    w.z = take(&at, n);
    w.start = take(&at, hopi_cholesky_stride(n, 0));
    w.own_H = take(&at, n * n);
    w.nnls = take(&at, hopi_nnls_pivot_workspace(n));
    w.folds = indices + hopi_nnls_pivot_indices(n) + hopi_nnls_active_set_indices(n);
    w.matrix = grid->matrix;
    w.rows = grid->matrix + grid->first_row;
    w.stride = 2 * grid->points;
    w.gram = grid->gram;
    if (hopi_drt_has_own_gram(settings)) {
        w.weighted = take(&at, grid->rows * n);
        w.own_gram = take(&at, n * n);
        w.rows = w.weighted;
        w.stride = grid->rows;
        w.gram = w.own_gram;
        if (hopi_drt_is_spectral(settings->method)) {
            w.ridge = (hopi_ridge){.dense = grid->dense, .n = n, .V = take(&at, n * n),
                                   .share = take(&at, n)};
            w.scratch = take(&at, hopi_ridge_workspace(n));
        }
        if (hopi_drt_has_own_matrix(settings)) {
            w.own_matrix = take(&at, 2 * grid->points * n);
            w.matrix = w.own_matrix;
        }
    }
    if (needs_subsets(settings)) {
        w.subset = take(&at, subset_doubles(grid));
        w.subset_gram = take(&at, n * n);
    }
    return w;
}

/* Weights with a mean square of one over the rows that are fitted, and w·Z. */
static void set_weights(hopi_drt_work *w, const double *re, const double *im)
{
    const hopi_drt_grid *grid = w->grid;
    const size_t points = grid->points, end = grid->first_row + grid->rows;
    double sum = 0.0;
    for (size_t k = 0; k < points; k++) {
        const double modulus = hypot(re[k], im[k]);
        const int is_unit = w->settings->weighting == HOP_DRT_WEIGHT_UNIT;
        const int is_modulus = w->settings->weighting == HOP_DRT_WEIGHT_MODULUS;
        w->weights[k] = is_unit ? 1.0 : 1.0 / (is_modulus ? modulus : w->settings->sd_ohm[k]);
        w->weights[points + k] =
            is_unit ? 1.0 : 1.0 / (is_modulus ? modulus : w->settings->sd_ohm[points + k]);
    }
    /* Against the largest, so that no square overflows. */
    double largest = 0.0;
    for (size_t k = grid->first_row; k < end; k++) {
        largest = fmax(largest, w->weights[k]);
    }
    for (size_t k = grid->first_row; k < end; k++) {
        sum += (w->weights[k] / largest) * (w->weights[k] / largest);
    }
    const double scale = 1.0 / (largest * sqrt(sum / (double)grid->rows));
    for (size_t k = 0; k < points; k++) {
        w->weights[k] *= scale;
        w->weights[points + k] *= scale;
        w->data[k] = w->weights[k] * re[k];
        w->data[points + k] = w->weights[points + k] * im[k];
    }
}

static void weigh_column(hopi_drt_work *w, size_t j)
{
    const hopi_drt_grid *grid = w->grid;
    const double *column = w->matrix + 2 * grid->points * j + grid->first_row;
    for (size_t k = 0; k < grid->rows; k++) {
        w->weighted[k + j * grid->rows] = column[k] * w->weights[grid->first_row + k];
    }
}

static void set_rows(hopi_drt_work *w)
{
    const hopi_drt_grid *grid = w->grid;
    for (size_t j = 0; j < grid->columns && w->weighted; j++) {
        weigh_column(w, j);
    }
    if (w->weighted) {
        hopi_drt_normal_matrix(grid->rows, grid->columns, w->weighted, grid->rows, w->own_gram);
    }
    grid->dense->project_columns(grid->rows, grid->columns, w->stride, w->rows,
                                 w->data + grid->first_row, w->Ab);
}

/* The column of the electrode alone changes, and with it one of the normal matrix. */
static void set_alpha(hopi_drt_work *w, double alpha)
{
    const hopi_drt_grid *grid = w->grid;
    const size_t n = grid->columns, rows = grid->rows;
    size_t e = 0;
    while (grid->extra[e] != HOPI_ELECTRODE) {
        e++;
    }
    w->alpha = alpha;
    hopi_drt_fill_electrode(grid, alpha, w->own_matrix);
    weigh_column(w, e);
    double *const column = w->own_gram + e * n;
    grid->dense->project_columns(rows, n, rows, w->weighted, w->weighted + e * rows, column);
    for (size_t j = 0; j < n; j++) {
        w->own_gram[e + j * n] = column[j];
    }
    grid->dense->project_columns(rows, 1, rows, w->weighted + e * rows,
                                 w->data + grid->first_row, &w->Ab[e]);
}

static int set_ridge(hopi_drt_work *w)
{
    if (!hopi_drt_is_spectral(w->settings->method)) {
        return 1;
    }
    if (w->own_gram
        && !hopi_ridge_prepare(&w->ridge, w->gram, w->grid->penalty, w->scratch, w->integers)) {
        return 0;
    }
    hopi_ridge_project(&w->ridge, w->Ab, w->z);
    return 1;
}

/*
 * The penalty as a sum of squares BᵀB by its eigenvectors, below the rows of the
 * regression: E = [A; √λ B], f = [b; 0].
 */
static int solve_by_rows(hopi_drt_work *w, const hopi_drt_part *part, double lambda, double *x)
{
    const size_t n = w->grid->columns, rows = part->rows + n;
    double *E = w->fallback, *f = E + rows * n, *vectors = f + rows, *values = vectors + n * n;
    double *work = values + n, *workspace = work + 2 * n * n + 6 * n + 1;
    for (size_t i = 0; i < n * n; i++) {
        vectors[i] = w->grid->penalty[i];
    }
    if (LAPACKE_dsyevd_work(LAPACK_COL_MAJOR, 'V', 'L', (lapack_int)n, vectors, (lapack_int)n,
                            values, work, (lapack_int)(2 * n * n + 6 * n + 1), w->integers,
                            (lapack_int)hopi_ridge_integers(n)) != 0) {
        return -1;
    }
    for (size_t j = 0; j < n; j++) {
        for (size_t k = 0; k < part->rows; k++) {
            E[k + j * rows] = part->matrix[k + j * part->stride];
        }
        for (size_t i = 0; i < n; i++) {
            E[part->rows + i + j * rows] = sqrt(lambda * fmax(values[i], 0.0))
                                           * vectors[j + i * n];
        }
    }
    for (size_t k = 0; k < rows; k++) {
        f[k] = k < part->rows ? part->data[k] : 0.0;
    }
    return hopi_nnls_active_set(rows, n, E, f, x, workspace,
                                w->indices + hopi_nnls_pivot_indices(n));
}

hopi_nnls_result hopi_drt_solve_part(hopi_drt_work *w, const hopi_drt_part *part, double lambda,
                                     const double *start, double *x)
{
    const size_t n = w->grid->columns;
    const double *H = w->grid->normal;
    if (!H) {
        w->grid->dense->add_scaled(n * n, part->gram, lambda, w->grid->penalty, w->own_H);
        H = w->own_H;
    }
    w->H = H;
    hopi_nnls_result result = hopi_nnls_pivot(w->grid->dense, n, H, part->Ab, start, x, w->nnls,
                                              w->indices);
    if (!result.is_settled && !w->fallback) {
        w->needs_fallback = 1;
    } else if (!result.is_settled) {
        const int more = solve_by_rows(w, part, lambda, x);
        result.is_settled = more >= 0;
        result.factorisations += more > 0 ? more : 0;
        result.kkt = hopi_nnls_kkt(w->grid->dense, n, w->H, part->Ab, x, w->nnls);
    }
    return result;
}

hopi_nnls_result hopi_drt_solve(hopi_drt_work *w, double lambda, const double *start)
{
    const hopi_drt_part all = {.rows = w->grid->rows, .stride = w->stride, .matrix = w->rows,
                               .data = w->data + w->grid->first_row, .gram = w->gram,
                               .Ab = w->Ab};
    return hopi_drt_solve_part(w, &all, lambda, start, w->x);
}

/*
 * Half the minimum over x ≥ 0 at this λ and α, less ½ bᵀb: −½ cᵀx at the minimum. The search
 * begins at the x of the α before.
 */
static double objective(hopi_drt_work *w, double lambda, double alpha)
{
    const size_t n = w->grid->columns;
    for (size_t i = 0; i < n; i++) {
        w->start[i] = w->x[i];
    }
    set_alpha(w, alpha);
    hopi_drt_solve(w, lambda, w->start);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum -= w->Ab[i] * w->x[i];
    }
    return sum;
}

/* A scan for the lowest, then golden section around it. */
static double best_alpha(hopi_drt_work *w, double lambda)
{
    enum { NODES = 13 };
    const double step = (most_alpha - least_alpha) / (NODES - 1), golden = 0.61803398874989485;
    double best = most_alpha, lowest = INFINITY;
    hopi_drt_solve(w, lambda, NULL);
    for (int k = 0; k < NODES; k++) {
        const double alpha = k == NODES - 1 ? most_alpha : least_alpha + step * k;
        const double value = objective(w, lambda, alpha);
        if (value < lowest) {
            lowest = value;
            best = alpha;
        }
    }
    double low = fmax(least_alpha, best - step), high = fmin(most_alpha, best + step);
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = objective(w, lambda, a), at_b = objective(w, lambda, b);
    while (high - low > 1e-5) {
        const int is_left = at_a <= at_b;
        *(is_left ? &high : &low) = is_left ? b : a;
        *(is_left ? &b : &a) = is_left ? a : b;
        *(is_left ? &at_b : &at_a) = is_left ? at_a : at_b;
        const double next = is_left ? high - golden * (high - low) : low + golden * (high - low);
        *(is_left ? &at_a : &at_b) = objective(w, lambda, next);
        *(is_left ? &a : &b) = next;
    }
    const double middle = 0.5 * (low + high);
    return objective(w, lambda, middle) < lowest ? middle : best;
}

/* λ and α in turn: each is needed for the other. */
static int choose_alpha(hopi_drt_work *w, hopi_drt_solution *solution)
{
    const size_t size = 2 * w->grid->points * w->grid->columns;
    for (size_t i = 0; i < size; i++) {
        w->own_matrix[i] = w->grid->matrix[i];
    }
    set_rows(w);
    double alpha = 0.9;
    for (int round = 0; round < 2; round++) {
        set_alpha(w, alpha);
        if (!set_ridge(w)) {
            return 0;
        }
        alpha = best_alpha(w, hopi_drt_choose_lambda(w, solution));
    }
    set_alpha(w, alpha);
    return 1;
}

/* Whether an electrode that is there has an exponent at an end of its range. */
static int is_at_end(const hopi_drt_work *w)
{
    double electrode = 0.0;
    for (size_t e = 0; e < w->grid->extras; e++) {
        electrode += w->grid->extra[e] == HOPI_ELECTRODE ? w->x[e] : 0.0;
    }
    return electrode > 0.0
           && (w->alpha < least_alpha + 1e-4 || w->alpha > most_alpha - 1e-4);
}

/* The solution without x ≥ 0, where it costs little: its positive part is a good beginning. */
static int set_start(hopi_drt_work *w, double lambda)
{
    if (hopi_drt_is_spectral(w->settings->method)) {
        hopi_ridge_solution(&w->ridge, w->z, lambda, w->start, w->nnls);
        return 1;
    }
    if (!w->grid->has_factor) {
        return 0;
    }
    const size_t n = w->grid->columns, padded = hopi_cholesky_padded(n);
    const size_t stride = hopi_cholesky_stride(n, 0);
    for (size_t i = 0; i < stride; i++) {
        w->start[i] = i < n ? w->Ab[i] : 0.0;
    }
    w->grid->dense->forward(padded, stride, w->grid->factor, w->grid->inverse, w->start);
    w->grid->dense->backward(padded, stride, w->grid->factor, w->grid->inverse, w->start);
    return 1;
}

int hopi_drt_fit(hopi_drt_work *w, const double *re_ohm, const double *im_ohm,
                 hopi_drt_solution *solution)
{
    const hopi_drt_grid *grid = w->grid;
    solution->warnings = 0;
    w->needs_fallback = 0;
    set_weights(w, re_ohm, im_ohm);
    w->bb = 0.0;
    for (size_t k = grid->first_row; k < grid->first_row + grid->rows; k++) {
        w->bb += w->data[k] * w->data[k];
    }
    if (w->own_matrix) {
        if (!choose_alpha(w, solution)) {
            return 0;
        }
    } else {
        w->alpha = w->settings->electrode == HOP_DRT_CPE ? w->settings->alpha : 1.0;
        set_rows(w);
    }
    if (!set_ridge(w)) {
        return 0;
    }
    solution->lambda = hopi_drt_choose_lambda(w, solution);
    const int has_start = set_start(w, solution->lambda);
    const hopi_nnls_result result = hopi_drt_solve(w, solution->lambda,
                                                   has_start ? w->start : NULL);
    solution->alpha = w->alpha;
    solution->warnings |= w->own_matrix && is_at_end(w) ? HOP_DRT_ALPHA_AT_END : 0;
    solution->kkt = result.kkt;
    solution->factorisations = result.factorisations;
    solution->warnings |= result.kkt > kkt_limit ? HOP_DRT_ILL_CONDITIONED : 0;
    return result.is_settled && !w->needs_fallback;
}
