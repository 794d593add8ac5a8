/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/drt.h>

#include "fit.h"
#include "math/random.h"

static void set_lambdas(hopi_drt_solution *solution)
{
    solution->lambda_count = HOPI_LAMBDAS;
    for (size_t k = 0; k < HOPI_LAMBDAS; k++) {
        solution->lambdas[k] = hopi_ridge_lambda(k);
        solution->scores[k] = 0.0;
    }
}

/* The place of the lowest score; the end at large λ for data that rate all λ the same. */
static size_t lowest_score(const hopi_drt_solution *solution)
{
    size_t best = HOPI_LAMBDAS - 1;
    for (size_t k = HOPI_LAMBDAS; k-- > 0;) {
        best = solution->scores[k] < solution->scores[best] ? k : best;
    }
    return best;
}

/* ln λ of the lowest point of the parabola through three neighbours, the middle one lowest. */
static double parabola_offset(const double *score, double step)
{
    const double bend = score[0] - 2.0 * score[1] + score[2];
    return bend > 0.0 && isfinite(bend) ? 0.5 * step * (score[0] - score[2]) / bend : 0.0;
}

/* Refines by parabolas of ever smaller step around the lowest node. */
static double refine(const hopi_drt_work *w, double lambda)
{
    double centre = log(lambda), step = 0.5 * hopi_ridge_lambda_step();
    for (int k = 0; k < 2; k++, step *= 0.125) {
        double score[3];
        for (int i = 0; i < 3; i++) {
            score[i] = hopi_ridge_score(&w->ridge, w->z, w->bb, w->grid->rows,
                                        w->settings->method, exp(centre + step * (i - 1)));
        }
        const double offset = parabola_offset(score, step);
        centre += fmin(fmax(offset, -step), step);
    }
    return exp(centre);
}

static double search_spectral(const hopi_drt_work *w, hopi_drt_solution *solution)
{
    const size_t rows = w->grid->rows;
    const int32_t method = w->settings->method;
    if (w->ridge.explained) {
        hopi_ridge_scores(&w->ridge, w->z, w->bb, rows, method, solution->scores, w->nnls);
    }
    for (size_t k = 0; k < HOPI_LAMBDAS && !w->ridge.explained; k++) {
        solution->scores[k] = hopi_ridge_score(&w->ridge, w->z, w->bb, rows, method,
                                               solution->lambdas[k]);
    }
    const size_t best = lowest_score(solution);
    const int is_inside = best > 0 && best + 1 < HOPI_LAMBDAS;
    solution->warnings |= is_inside ? 0 : HOP_DRT_LAMBDA_AT_END;
    return is_inside ? refine(w, solution->lambdas[best]) : solution->lambdas[best];
}

static double best_of_curve(hopi_drt_solution *solution)
{
    const size_t best = lowest_score(solution);
    if (best == 0 || best + 1 == HOPI_LAMBDAS) {
        solution->warnings |= HOP_DRT_LAMBDA_AT_END;
        return solution->lambdas[best];
    }
    return solution->lambdas[best]
           * exp(parabola_offset(&solution->scores[best - 1], hopi_ridge_lambda_step()));
}

/* Gram matrix and Aᵀb of a part of the regression, into the memory for subsets. */
static void set_part(hopi_drt_work *w, hopi_drt_part *part)
{
    const size_t n = w->grid->columns;
    hopi_drt_normal_matrix(part->rows, n, part->matrix, part->stride, w->subset_gram);
    cblas_dgemv(CblasColMajor, CblasTrans, (int)part->rows, (int)n, 1.0, part->matrix,
                (int)part->stride, part->data, 1, 0.0, w->z, 1);
    part->gram = w->subset_gram;
    part->Ab = w->z;
}

/* |b − Ax|² of some rows. */
static double error_of(const hopi_drt_work *w, size_t first, size_t count, const double *x)
{
    const double *data = w->data + w->grid->first_row;
    double sum = 0.0;
    for (size_t k = first; k < first + count; k++) {
        double rest = data[k];
        for (size_t j = 0; j < w->grid->columns; j++) {
            rest -= w->rows[k + j * w->stride] * x[j];
        }
        sum += rest * rest;
    }
    return sum;
}

/*
 * Each part is predicted with the γ of the other; what only one part can know is its own:
 * R_∞ is of the real part, L and the electrode are of the imaginary one.
 */
static double search_re_im(hopi_drt_work *w, hopi_drt_solution *solution)
{
    const hopi_drt_grid *grid = w->grid;
    const size_t points = grid->points, n = grid->columns;
    double *const store = w->subset; /* x of the real part for each λ */
    for (int is_imaginary = 0; is_imaginary < 2; is_imaginary++) {
        hopi_drt_part part = {.rows = points, .stride = w->stride,
                              .matrix = w->rows + (is_imaginary ? points : 0),
                              .data = w->data + (is_imaginary ? points : 0)};
        set_part(w, &part);
        for (size_t k = 0; k < HOPI_LAMBDAS; k++) {
            hopi_drt_solve_part(w, &part, solution->lambdas[k], NULL, w->x);
            double *const x_re = store + k * n;
            for (size_t j = 0; j < n && !is_imaginary; j++) {
                x_re[j] = w->x[j];
            }
            for (size_t e = 0; e < grid->extras && is_imaginary; e++) {
                const int is_of_real = grid->extra[e] == HOPI_RESISTANCE;
                *(is_of_real ? &w->x[e] : &x_re[e]) = is_of_real ? x_re[e] : w->x[e];
            }
            if (is_imaginary) {
                solution->scores[k] = error_of(w, 0, points, w->x)
                                      + error_of(w, points, points, x_re);
            }
        }
    }
    return best_of_curve(solution);
}

/* Puts the points into folds at random, by the order of random keys. */
static void choose_folds(const hopi_drt_work *w, size_t *fold)
{
    const size_t points = w->grid->points;
    double *const keys = w->right;
    for (size_t k = 0; k < points; k++) {
        double pair[2];
        hopi_random_normal_pair(w->settings->seed, 0x6b66u, k, pair);
        keys[k] = pair[0];
    }
    for (size_t k = 0; k < points; k++) {
        size_t below = 0;
        for (size_t l = 0; l < points; l++) {
            below += keys[l] < keys[k] || (keys[l] == keys[k] && l < k);
        }
        fold[k] = below % HOPI_FOLDS;
    }
}

/* Copies the rows of the points outside a fold; answers their number. */
static size_t gather(const hopi_drt_work *w, const size_t *fold, size_t left_out)
{
    const size_t points = w->grid->points;
    size_t count = 0;
    for (size_t k = 0; k < w->grid->rows; k++) {
        count += fold[k % points] != left_out;
    }
    size_t row = 0;
    for (size_t k = 0; k < w->grid->rows; k++) {
        if (fold[k % points] == left_out) {
            continue;
        }
        for (size_t j = 0; j < w->grid->columns; j++) {
            w->subset[row + j * count] = w->rows[k + j * w->stride];
        }
        w->right[row++] = w->data[w->grid->first_row + k];
    }
    return count;
}

static double search_k_fold(hopi_drt_work *w, hopi_drt_solution *solution)
{
    const size_t points = w->grid->points;
    size_t *const fold = w->folds;
    choose_folds(w, fold);
    for (size_t f = 0; f < HOPI_FOLDS; f++) {
        const size_t count = gather(w, fold, f);
        hopi_drt_part part = {.rows = count, .stride = count, .matrix = w->subset,
                              .data = w->right};
        set_part(w, &part);
        for (size_t k = 0; k < HOPI_LAMBDAS; k++) {
            hopi_drt_solve_part(w, &part, solution->lambdas[k], NULL, w->x);
            for (size_t p = 0; p < w->grid->rows; p++) {
                solution->scores[k] += fold[p % points] == f ? error_of(w, p, 1, w->x) : 0.0;
            }
        }
    }
    return best_of_curve(solution);
}

double hopi_drt_choose_lambda(hopi_drt_work *w, hopi_drt_solution *solution)
{
    solution->warnings &= ~(uint32_t)HOP_DRT_LAMBDA_AT_END;
    solution->lambda_count = 0;
    if (w->settings->method == HOP_DRT_GIVEN) {
        return w->settings->lambda;
    }
    set_lambdas(solution);
    switch (w->settings->method) {
    case HOP_DRT_RE_IM:
        return search_re_im(w, solution);
    case HOP_DRT_K_FOLD:
        return search_k_fold(w, solution);
    default:
        return search_spectral(w, solution);
    }
}
