/* SPDX-License-Identifier: BSD-3-Clause */
#include "nnls.h"

#include <math.h>
#include <string.h>

/* Rounding in x and in the gradient, in variables that make the diagonal of H one. */
static const double x_tolerance = 1e-12, gradient_tolerance = 1e-11;

/* Blocks are exchanged as long as fewer variables are wrong than ever, and so often more. */
enum { BLOCK_TRIES = 3 };

typedef struct pivoting {
    const hopi_dense *dense;
    size_t n, count; /* of the variables, of those in the set */
    const double *H, *c;
    double *x, *candidate, *best, *scale, *gradient;
    double *part, *part_scale, *factor, *inverse; /* of the set: solution, scale, L, 1/L_ii */
    size_t *set, *is_in, *is_wrong;
    double c_size;
    int factorisations;
} pivoting;

size_t hopi_nnls_pivot_workspace(size_t n)
{
    const size_t stride = hopi_cholesky_stride(n, 1), padded = hopi_cholesky_padded(n);
    return 5 * n + stride + padded + HOPI_PANEL + padded * stride;
}

size_t hopi_nnls_pivot_indices(size_t n)
{
    return 3 * n;
}

static double scale_of(double diagonal)
{
    return diagonal > 0.0 ? 1.0 / sqrt(diagonal) : 0.0;
}

/* Hx − c. */
static void set_gradient(const hopi_dense *dense, size_t n, const double *H, const double *c,
                         const double *x, double *gradient)
{
    for (size_t i = 0; i < n; i++) {
        gradient[i] = -c[i];
    }
    dense->add_columns(n, n, n, H, x, gradient);
}

static double largest_scaled(size_t n, const double *values, const double *scale)
{
    double largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, fabs(values[i] * scale[i]));
    }
    return largest;
}

static double kkt_of(size_t n, const double *x, const double *gradient, const double *scale,
                     double c_size)
{
    double worst = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double g = gradient[i] * scale[i];
        worst = fmax(worst, x[i] > 0.0 ? fabs(g) : -g);
    }
    return c_size > 0.0 ? worst / c_size : 0.0;
}

double hopi_nnls_kkt(const hopi_dense *dense, size_t n, const double *H, const double *c,
                     const double *x, double *workspace)
{
    double *gradient = workspace, *scale = workspace + n;
    for (size_t i = 0; i < n; i++) {
        scale[i] = scale_of(H[i * n + i]);
    }
    set_gradient(dense, n, H, c, x, gradient);
    return kkt_of(n, x, gradient, scale, largest_scaled(n, c, scale));
}

/* The rows of H and, below them, c for the variables of the set, and the unit matrix around. */
static void gather_set(pivoting *p, size_t padded, size_t stride)
{
    for (size_t b = 0; b < padded; b++) {
        double *to = p->factor + b * stride;
        const size_t above = b - b % HOPI_CHOLESKY_COLUMNS;
        if (b >= p->count) {
            memset(to + above, 0, (stride - above) * sizeof *to);
            to[b] = 1.0;
            continue;
        }
        const double *column = p->H + p->set[b] * p->n, scale = p->part_scale[b];
        memset(to + above, 0, (b - above) * sizeof *to);
        for (size_t a = b; a < p->count; a++) {
            to[a] = column[p->set[a]] * (p->part_scale[a] * scale);
        }
        memset(to + p->count, 0, (stride - p->count) * sizeof *to);
        to[padded] = p->c[p->set[b]] * scale;
    }
}

/* The candidate: least squares on the set; 0 where its H is not positive definite. */
static int solve_set(pivoting *p)
{
    p->factorisations++;
    p->count = 0;
    for (size_t i = 0; i < p->n; i++) {
        p->candidate[i] = 0.0;
        if (p->is_in[i]) {
            p->part_scale[p->count] = p->scale[i];
            p->set[p->count++] = i;
        }
    }
    const size_t padded = hopi_cholesky_padded(p->count);
    const size_t stride = hopi_cholesky_stride(p->count, 1);
    gather_set(p, padded, stride);
    if (!p->dense->factor(padded, 1, stride, p->factor, p->inverse)) {
        return 0;
    }
    for (size_t b = 0; b < stride; b++) {
        p->part[b] = b < padded ? p->factor[b * stride + padded] : 0.0;
    }
    p->dense->backward(padded, stride, p->factor, p->inverse, p->part);
    for (size_t b = 0; b < p->count; b++) {
        p->candidate[p->set[b]] = p->part[b] * p->part_scale[b];
    }
    return 1;
}

static void keep_positive(size_t n, const double *from, double *to)
{
    for (size_t i = 0; i < n; i++) {
        to[i] = from[i] > 0.0 ? from[i] : 0.0;
    }
}

/* How many variables are on the wrong side of the candidate, which is marked. */
static size_t count_wrong(pivoting *p)
{
    double largest = 0.0;
    for (size_t b = 0; b < p->count; b++) {
        largest = fmax(largest, fabs(p->part[b]));
    }
    const double x_limit = -x_tolerance * largest;
    const double gradient_limit = -gradient_tolerance * p->c_size;
    set_gradient(p->dense, p->n, p->H, p->c, p->candidate, p->gradient);
    size_t wrong = 0;
    for (size_t i = 0, b = 0; i < p->n; i++) {
        const double value = p->is_in[i] ? p->part[b++] : p->gradient[i] * p->scale[i];
        p->is_wrong[i] = value < (p->is_in[i] ? x_limit : gradient_limit);
        wrong += p->is_wrong[i];
    }
    return wrong;
}

/* Exchanges all that are wrong; 1 when none is. The best candidate goes to x. */
static int exchange_blocks(pivoting *p)
{
    size_t fewest = p->n + 1;
    for (int tries = BLOCK_TRIES; tries >= 0;) {
        if (!solve_set(p)) {
            return 0;
        }
        const size_t wrong = count_wrong(p);
        if (wrong < fewest) {
            fewest = wrong;
            tries = BLOCK_TRIES;
            keep_positive(p->n, p->candidate, p->x);
        } else {
            tries--;
        }
        for (size_t i = 0; i < p->n; i++) {
            p->is_in[i] = p->is_wrong[i] ? !p->is_in[i] : p->is_in[i];
        }
        if (wrong == 0) {
            return 1;
        }
    }
    return 0;
}

/* ½ xᵀHx − cᵀx, and the gradient there. */
static double evaluate(pivoting *p, const double *x)
{
    double sum = 0.0;
    set_gradient(p->dense, p->n, p->H, p->c, x, p->gradient);
    for (size_t i = 0; i < p->n; i++) {
        sum += 0.5 * x[i] * (p->gradient[i] - p->c[i]);
    }
    return sum;
}

static int is_candidate_positive(const pivoting *p)
{
    for (size_t b = 0; b < p->count; b++) {
        if (p->part[b] <= 0.0) {
            return 0;
        }
    }
    return 1;
}

/* From x towards the candidate as far as no variable is negative; those that stop it leave. */
static void go_to_limit(pivoting *p)
{
    double way = 1.0;
    for (size_t b = 0; b < p->count; b++) {
        const size_t i = p->set[b];
        if (p->candidate[i] <= 0.0) {
            way = fmin(way, p->x[i] > 0.0 ? p->x[i] / (p->x[i] - p->candidate[i]) : 0.0);
        }
    }
    for (size_t b = 0; b < p->count; b++) {
        const size_t i = p->set[b];
        const double change = p->candidate[i] - p->x[i];
        const int stops = p->candidate[i] <= 0.0 && p->x[i] + way * change <= 1e-15 * p->x[i];
        p->x[i] = stops ? 0.0 : p->x[i] + way * change;
        p->is_in[i] = !stops;
    }
}

/* To the lowest point of the variables in the set, some of which may have to leave it. */
static int minimise_on_set(pivoting *p, double *value, int most)
{
    while (p->factorisations < most) {
        if (!solve_set(p)) {
            return 0;
        }
        keep_positive(p->n, p->candidate, p->best);
        const double clipped = evaluate(p, p->best);
        const int is_done = is_candidate_positive(p);
        if (is_done || clipped < *value) {
            *value = clipped;
            for (size_t i = 0; i < p->n; i++) {
                p->x[i] = p->best[i];
                p->is_in[i] = p->x[i] > 0.0;
            }
        } else {
            go_to_limit(p);
            *value = evaluate(p, p->x);
        }
        if (is_done) {
            return 1;
        }
    }
    return 0;
}

/* Where the gradient is most negative beside its neighbours; 1 if there is such a place. */
static int add_to_set(pivoting *p)
{
    const double limit = -gradient_tolerance * p->c_size;
    int has_grown = 0;
    for (size_t i = 0; i < p->n; i++) {
        const double g = p->gradient[i] * p->scale[i];
        const double before = i > 0 ? p->gradient[i - 1] * p->scale[i - 1] : 0.0;
        const double after = i + 1 < p->n ? p->gradient[i + 1] * p->scale[i + 1] : 0.0;
        if (!p->is_in[i] && g < limit && g <= before && g <= after) {
            p->is_in[i] = 1;
            has_grown = 1;
        }
    }
    return has_grown;
}

/*
 * From x ≥ 0 down to the minimum over ever larger sets. Of the variables that enter at
 * least one grows, because the gradient along the way is negative, so the value falls at
 * every step and no set comes twice.
 */
static int descend(pivoting *p)
{
    const int most = p->factorisations + 20 * (int)p->n + 100;
    for (size_t i = 0; i < p->n; i++) {
        p->is_in[i] = p->x[i] > 0.0;
    }
    double value = evaluate(p, p->x);
    while (minimise_on_set(p, &value, most)) {
        if (!add_to_set(p)) {
            return 1;
        }
    }
    return 0;
}

static pivoting prepare(const hopi_dense *dense, size_t n, const double *H, const double *c,
                        const double *start, double *x, double *workspace, size_t *indices)
{
    pivoting p = {.dense = dense, .n = n, .H = H, .c = c, .x = x};
    p.scale = workspace;
    p.gradient = workspace + n;
    p.candidate = workspace + 2 * n;
    p.best = workspace + 3 * n;
    p.part_scale = workspace + 4 * n;
    p.part = workspace + 5 * n;
    p.inverse = p.part + hopi_cholesky_stride(n, 1);
    p.factor = hopi_panel_start(p.inverse + hopi_cholesky_padded(n));
    p.set = indices;
    p.is_in = indices + n;
    p.is_wrong = indices + 2 * n;
    for (size_t i = 0; i < n; i++) {
        p.scale[i] = scale_of(H[i * n + i]);
        p.is_in[i] = p.scale[i] > 0.0 && (start ? start[i] : c[i]) > 0.0;
        x[i] = 0.0;
    }
    p.c_size = largest_scaled(n, c, p.scale);
    return p;
}

hopi_nnls_result hopi_nnls_pivot(const hopi_dense *dense, size_t n, const double *H,
                                 const double *c, const double *start, double *x,
                                 double *workspace, size_t *indices)
{
    pivoting p = prepare(dense, n, H, c, start, x, workspace, indices);
    const int is_settled = exchange_blocks(&p) || descend(&p);
    set_gradient(dense, n, H, c, x, p.gradient);
    return (hopi_nnls_result){.kkt = kkt_of(n, x, p.gradient, p.scale, p.c_size),
                              .factorisations = p.factorisations,
                              .is_settled = is_settled};
}
