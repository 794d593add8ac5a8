/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>

#include "lapack.h"
#include "nnls.h"

/* Both for columns of length one, the gradient relative to |f|. */
static const double gradient_tolerance = 1e-14, rank_tolerance = 1e-14;

enum place { AT_ZERO, IN_SET, BARRED }; /* barred until the next step: rounding pushed it in */

typedef struct active_set {
    size_t rows, n, count; /* count: of the variables in the set */
    const double *E, *f;
    double *x, *candidate, *scale, *residual, *columns, *right, *lapack;
    size_t *set, *place;
    lapack_int *pivots;
} active_set;

/* dgelsy with blocks of up to 64 columns. */
static size_t lapack_doubles(size_t n)
{
    return 3 * n + 64 * (n + 1);
}

size_t hopi_nnls_active_set_workspace(size_t rows, size_t n)
{
    if (n == 0 || rows < n || rows > INT32_MAX / 128 || rows > SIZE_MAX / 128 / n) {
        return 0;
    }
    return rows * n + 2 * rows + 2 * n + lapack_doubles(n);
}

size_t hopi_nnls_active_set_indices(size_t n)
{
    return 3 * n; /* lapack_int is no wider than size_t */
}

static active_set prepare(size_t rows, size_t n, const double *E, const double *f, double *x,
                          double *workspace, size_t *indices)
{
    active_set s = {.rows = rows, .n = n, .E = E, .f = f, .x = x};
    s.columns = workspace;
    s.residual = s.columns + rows * n;
    s.right = s.residual + rows;
    s.candidate = s.right + rows;
    s.scale = s.candidate + n;
    s.lapack = s.scale + n;
    s.set = indices;
    s.place = indices + n;
    s.pivots = (void *)(indices + 2 * n);
    for (size_t j = 0; j < n; j++) {
        double sum = 0.0;
        for (size_t k = 0; k < rows; k++) {
            sum += E[k + j * rows] * E[k + j * rows];
        }
        s.scale[j] = sum > 0.0 ? 1.0 / sqrt(sum) : 0.0;
        s.place[j] = AT_ZERO;
        x[j] = 0.0;
    }
    return s;
}

/* The variable at zero along which |Ex − f| falls most; n where it falls nowhere. */
static size_t steepest(active_set *s)
{
    double size = 0.0;
    for (size_t k = 0; k < s->rows; k++) {
        s->residual[k] = s->f[k];
        size += s->f[k] * s->f[k];
    }
    for (size_t j = 0; j < s->n; j++) {
        for (size_t k = 0; k < s->rows && s->x[j] > 0.0; k++) {
            s->residual[k] -= s->E[k + j * s->rows] * s->x[j];
        }
    }
    size_t best = s->n;
    double highest = gradient_tolerance * sqrt(size);
    for (size_t j = 0; j < s->n; j++) {
        double sum = 0.0;
        for (size_t k = 0; k < s->rows && s->place[j] == AT_ZERO; k++) {
            sum += s->E[k + j * s->rows] * s->residual[k];
        }
        if (sum * s->scale[j] > highest) {
            highest = sum * s->scale[j];
            best = j;
        }
    }
    return best;
}

/* Least squares on the set, into candidate; 0 if LAPACK failed. */
static int solve_set(active_set *s)
{
    s->count = 0;
    for (size_t j = 0; j < s->n; j++) {
        s->candidate[j] = 0.0;
        if (s->place[j] == IN_SET) {
            s->set[s->count++] = j;
        }
    }
    for (size_t b = 0; b < s->count; b++) {
        const size_t j = s->set[b];
        for (size_t k = 0; k < s->rows; k++) {
            s->columns[k + b * s->rows] = s->E[k + j * s->rows] * s->scale[j];
        }
        s->pivots[b] = 0;
    }
    for (size_t k = 0; k < s->rows; k++) {
        s->right[k] = s->f[k];
    }
    lapack_int rank = 0;
    const lapack_int rows = (lapack_int)s->rows, count = (lapack_int)s->count;
    if (LAPACKE_dgelsy_work(LAPACK_COL_MAJOR, rows, count, 1, s->columns, rows, s->right, rows,
                            s->pivots, rank_tolerance, &rank, s->lapack,
                            (lapack_int)lapack_doubles(s->n)) != 0) {
        return 0;
    }
    for (size_t b = 0; b < s->count; b++) {
        s->candidate[s->set[b]] = s->right[b] * s->scale[s->set[b]];
    }
    return 1;
}

/* Goes towards the candidate until a variable reaches zero; 1 if none does. */
static int go(active_set *s)
{
    double part = 1.0;
    for (size_t b = 0; b < s->count; b++) {
        const size_t j = s->set[b];
        if (s->candidate[j] <= 0.0) {
            part = fmin(part, s->x[j] / (s->x[j] - s->candidate[j]));
        }
    }
    int is_free = 1;
    for (size_t b = 0; b < s->count; b++) {
        const size_t j = s->set[b];
        const double way = s->x[j] - s->candidate[j];
        const int stops = s->candidate[j] <= 0.0 && s->x[j] <= part * way;
        s->x[j] = stops ? 0.0 : s->x[j] - part * way;
        if (s->x[j] <= 0.0) {
            s->x[j] = 0.0;
            s->place[j] = AT_ZERO;
            is_free = 0;
        }
    }
    return is_free;
}

int hopi_nnls_active_set(size_t rows, size_t n, const double *E, const double *f, double *x,
                         double *workspace, size_t *indices)
{
    active_set s = prepare(rows, n, E, f, x, workspace, indices);
    const int most = 20 * (int)n;
    int factorisations = 0;
    while (factorisations < most) {
        const size_t entering = steepest(&s);
        if (entering == n) {
            break;
        }
        s.place[entering] = IN_SET;
        for (int is_free = 0, is_first = 1; !is_free; is_first = 0) {
            factorisations++;
            if (!solve_set(&s)) {
                return -1;
            }
            if (is_first && s.candidate[entering] <= 0.0) {
                s.place[entering] = BARRED;
                break;
            }
            is_free = go(&s);
        }
        for (size_t j = 0; j < n && s.place[entering] != BARRED; j++) {
            s.place[j] = s.place[j] == BARRED ? AT_ZERO : s.place[j];
        }
    }
    return factorisations;
}
