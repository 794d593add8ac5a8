/* SPDX-License-Identifier: BSD-3-Clause */
#include "robust.h"

#include <math.h>

#include "math/order.h"
#include "solve.h"

enum { PARAMETERS = 3, NEIGHBOURS = 3, MAX_STEPS = 200 };
enum { START_STEPS = 30, STEPS_PER_SCALES = 10, STEPS_WITH_FREE_SCALE = 30 };

/* 95 % efficiency for normal residuals: Holland and Welsch 1977. */
static const double huber_k = 1.345, tukey_c = 4.685;
static const double mad_of_normal = 0.6744897501960817;
/*
 * Exact data have residuals by rounding alone, times the condition of the problem; were they
 * the scale, a loss that forgets outliers could forget every point.
 */
static const double rounding_residual = 1e-11;
static const double settled = 1e-10;
static const double least_mean_slope = 0.1;

/* ψ(u)/u. */
static double weight_of(int32_t loss, double u)
{
    if (loss == HOP_LOSS_HUBER) {
        return fabs(u) <= huber_k ? 1.0 : huber_k / fabs(u);
    }
    const double v = u / tukey_c * (u / tukey_c);
    return v < 1.0 ? (1.0 - v) * (1.0 - v) : 0.0;
}

/* ψ'(u). */
static double slope_of(int32_t loss, double u)
{
    if (loss == HOP_LOSS_HUBER) {
        return fabs(u) <= huber_k;
    }
    const double v = u / tukey_c * (u / tukey_c);
    return v < 1.0 ? (1.0 - v) * (1.0 - 5.0 * v) : 0.0;
}

typedef struct state {
    hopi_jpl_samples *w;
    double *c0;     /* 1/s_k² of the weighting */
    double *excess; /* s_k² − σ′_k²: what the weighting takes beside σ′ itself */
    double *u;      /* residuals over s_k */
    double *sorted;
    double *y, *c;
    size_t count;
    int follows;    /* s_k depends on σ′_k */
} state;

static void set_scale(state *t, size_t k, double sigma)
{
    if (t->follows && sigma > 0.0) {
        t->c0[k] = 1.0 / (t->excess[k] + sigma * sigma);
    }
}

/* s_k from the median of seven neighbours: the start must not trust any single point. */
static void scales_from_neighbours(state *t)
{
    for (size_t k = 0; k < t->count; k++) {
        double near[2 * NEIGHBOURS + 1];
        size_t used = 0;
        const size_t first = k < NEIGHBOURS ? 0 : k - NEIGHBOURS;
        for (size_t j = first; j < t->count && j <= k + NEIGHBOURS; j++) {
            near[used++] = t->y[j];
        }
        hopi_sort(near, used);
        set_scale(t, k, hopi_median_of_sorted(near, used));
    }
}

static double model_at(const state *t, const hopi_jpl_profile *best, size_t k)
{
    return best->plateau + best->amplitude * t->w->problem.g[k];
}

static void scales_from_model(state *t, const hopi_jpl_profile *best)
{
    for (size_t k = 0; k < t->count; k++) {
        set_scale(t, k, model_at(t, best, k));
    }
}

/* Fits with the present weights c; the largest change of a residual. */
static double fit_weighted(state *t, hopi_jpl_profile *best)
{
    double change = 0.0;
    hopi_jpl_prepare(&t->w->problem);
    hopi_jpl_minimum minimum;
    hopi_jpl_search(&t->w->problem, &minimum);
    *best = minimum.best;
    for (size_t k = 0; k < t->count; k++) {
        const double u = (t->y[k] - model_at(t, best, k)) * sqrt(t->c0[k]);
        change = fmax(change, fabs(u - t->u[k]));
        t->u[k] = u;
    }
    return change;
}

/* MAD without the residuals that the parameters bring to zero. */
static double scale_of(state *t)
{
    double norm = 0.0;
    for (size_t k = 0; k < t->count; k++) {
        t->sorted[k] = fabs(t->u[k]);
        norm += t->c0[k] * t->y[k] * t->y[k] / (double)t->count;
    }
    hopi_sort(t->sorted, t->count);
    const double mad = hopi_median_of_sorted(t->sorted + PARAMETERS, t->count - PARAMETERS);
    return fmax(mad / mad_of_normal, rounding_residual * sqrt(norm));
}

/* Least absolute deviations by reweighting, from the squares of smoothed weights. */
static void find_start(state *t, hopi_jpl_profile *best)
{
    scales_from_neighbours(t);
    for (size_t k = 0; k < t->count; k++) {
        t->c[k] = t->c0[k];
    }
    fit_weighted(t, best);
    for (int step = 1; step <= START_STEPS; step++) {
        if (step % STEPS_PER_SCALES == 0) {
            scales_from_model(t, best);
        }
        const double smallest = 1e-3 * scale_of(t);
        for (size_t k = 0; k < t->count; k++) {
            t->c[k] = t->c0[k] / fmax(fabs(t->u[k]), smallest);
        }
        fit_weighted(t, best);
    }
}

/* The scale is free at first and then held, so that the iteration settles. */
static double iterate(state *t, const hopi_jpl_settings *settings, hopi_jpl_profile *best)
{
    double scale = 1.0;
    for (int step = 0; step < MAX_STEPS; step++) {
        if (settings->weighting != HOP_WEIGHTING_GIVEN && step < STEPS_WITH_FREE_SCALE) {
            scale = scale_of(t);
        }
        for (size_t k = 0; k < t->count; k++) {
            t->c[k] = t->c0[k] * weight_of(settings->loss, t->u[k] / scale);
        }
        const double change = fit_weighted(t, best);
        if (step >= STEPS_WITH_FREE_SCALE && change < settled * scale) {
            break;
        }
    }
    return scale;
}

/* Huber's formula with its correction K for the number of parameters. */
static hopi_jpl_robust make_observations(state *t, int32_t loss, double scale,
                                         const hopi_jpl_profile *best)
{
    const double count = (double)t->count;
    hopi_jpl_robust out = {.scale = scale};
    double mean = 0.0, square = 0.0;
    for (size_t k = 0; k < t->count; k++) {
        const double slope = slope_of(loss, t->u[k] / scale);
        mean += slope / count;
        square += slope * slope / count;
        out.outliers += weight_of(loss, t->u[k] / scale) < 0.5;
    }
    mean = fmax(mean, least_mean_slope);
    const double K = 1.0 + PARAMETERS / count * fmax(square - mean * mean, 0.0) / (mean * mean);
    for (size_t k = 0; k < t->count; k++) {
        const double psi_scaled = weight_of(loss, t->u[k] / scale) * t->u[k];
        t->y[k] = model_at(t, best, k) + K * psi_scaled / mean / sqrt(t->c0[k]);
        t->c[k] = t->c0[k];
    }
    hopi_jpl_prepare(&t->w->problem);
    return out;
}

hopi_jpl_robust hopi_jpl_make_robust(hopi_jpl_samples *samples,
                                     const hopi_jpl_settings *settings, double *workspace)
{
    const size_t n = samples->count;
    state t = {
        .w = samples,
        .c0 = workspace,
        .excess = workspace + n,
        .u = workspace + 2 * n,
        .sorted = workspace + 3 * n,
        .y = samples->y,
        .c = samples->c,
        .count = n,
        .follows = settings->weighting != HOP_WEIGHTING_UNIT
                   && settings->weighting != HOP_WEIGHTING_GIVEN,
    };
    for (size_t k = 0; k < n; k++) {
        t.c0[k] = t.c[k];
        t.excess[k] = settings->weighting == HOP_WEIGHTING_MODULUS
                          ? fmax(1.0 / t.c[k] - t.y[k] * t.y[k], 0.0)
                          : 0.0;
    }
    hopi_jpl_profile best;
    find_start(&t, &best);
    const double scale = iterate(&t, settings, &best);
    return make_observations(&t, settings->loss, scale, &best);
}
