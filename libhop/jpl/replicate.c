/* SPDX-License-Identifier: BSD-3-Clause */
#include "replicate.h"

#include <math.h>
#include <string.h>

#include "math/random.h"
#include "solve.h"

/* With the columns 1, h and p⊥ of solve.c the leverage is a sum of three squares. */
void hopi_jpl_wild_spread(const hopi_jpl_region *region, double *spread)
{
    const double *L = region->L, *c = region->c, *g = region->g;
    const double C = region->c_sum, g_mean = region->g_mean;
    double p_mean = 0.0, hh = 0.0, hp = 0.0, pp = 0.0;
    for (size_t k = 0; k < region->count; k++) {
        p_mean += c[k] * L[k] * g[k] / C;
    }
    for (size_t k = 0; k < region->count; k++) {
        const double h = g[k] - g_mean, p = L[k] * g[k] - p_mean;
        hh += c[k] * h * h;
        hp += c[k] * h * p;
    }
    for (size_t k = 0; k < region->count; k++) {
        const double h = g[k] - g_mean, p = L[k] * g[k] - p_mean - hp / hh * h;
        pp += c[k] * p * p;
    }
    for (size_t k = 0; k < region->count; k++) {
        const double h = g[k] - g_mean, p = L[k] * g[k] - p_mean - hp / hh * h;
        const double leverage = c[k] * (1.0 / C + h * h / hh + p * p / pp);
        /* A point with leverage one is always met: it has no residual to spread. */
        spread[k] = leverage < 1.0 ? region->r[k] / (1.0 - leverage) : 0.0;
    }
}

static hopi_jpl_problem problem_on(const hopi_jpl_region *region, double *workspace)
{
    const size_t n = region->padded;
    return (hopi_jpl_problem){
        .kernels = region->kernels,
        .count = region->count,
        .points = {.padded = n, .L = region->L, .c = region->c, .y = workspace},
        .g = workspace + n,
        .scan = workspace + 2 * n,
        .ratio = workspace + 3 * n,
        .n_min = region->n_min,
        .n_max = region->n_max,
    };
}

static void draw_signs(const hopi_jpl_replicates *all, uint32_t index, double *signs)
{
    const uint32_t key[2] = {all->seed, HOPI_REPLICATE_STREAM};
    uint32_t words[4] = {0};
    for (size_t k = 0; k < all->region->count; k++) {
        const uint32_t bit = (uint32_t)(k % HOPI_SIGNS_PER_CALL);
        if (bit == 0) {
            const uint32_t counter[4] = {(uint32_t)(k / HOPI_SIGNS_PER_CALL), 0, index, 0};
            hopi_philox4x32(counter, key, words);
        }
        signs[k] = (words[bit / 32] >> (bit % 32)) & 1u ? 1.0 : -1.0;
    }
}

/* Normal number `place` of a replicate and the next, for an even place. */
static void draw_pair(const hopi_jpl_replicates *all, uint32_t index, size_t place, double out[2])
{
    hopi_random_normal_pair(all->seed, index,
                            ((uint64_t)HOPI_REPLICATE_STREAM << 32) + place / 2, out);
}

/*
 * The first HOPI_MOMENTS numbers are those along the columns that the expansion sees, and
 * the others, one a point, keep what is orthogonal to them.
 */
static void draw_normal(const hopi_jpl_replicates *all, uint32_t index, double *normal)
{
    const size_t count = all->region->count, padded = all->region->padded;
    for (size_t k = 0; k < count; k += 2) {
        double pair[2];
        draw_pair(all, index, HOPI_MOMENTS + k, pair);
        normal[k] = pair[0];
        if (k + 1 < count) {
            normal[k + 1] = pair[1];
        }
    }
    for (size_t i = 0; all->expansion && i < HOPI_MOMENTS; i++) {
        const double *column = all->expansion->basis + i * padded;
        double pair[2], along = 0.0;
        draw_pair(all, index, i - i % 2, pair);
        for (size_t k = 0; k < count; k++) {
            along += column[k] * normal[k];
        }
        for (size_t k = 0; k < count; k++) {
            normal[k] += (pair[i % 2] - along) * column[k];
        }
    }
}

void hopi_jpl_draw_residuals(const hopi_jpl_replicates *all, uint32_t index, double *residuals)
{
    if (all->is_wild) {
        draw_signs(all, index, residuals);
    } else {
        draw_normal(all, index, residuals);
    }
    for (size_t k = 0; k < all->region->count; k++) {
        residuals[k] *= all->spread[k];
    }
}

static hopi_jpl_replicate parameters_of(const hopi_jpl_region *region,
                                        const hopi_jpl_profile *best)
{
    const double s = best->plateau, A = best->amplitude;
    hopi_jpl_replicate out = {{0}};
    out.value[HOPI_JPL_LN_SIGMA_DC] = log(s * region->scale);
    if (best->regime == HOPI_JPL_CONSTANT) {
        out.value[HOPI_JPL_LN_A_J] = -INFINITY;
        out.value[HOPI_JPL_LN_OMEGA_P] = INFINITY;
        out.value[HOPI_JPL_N] = NAN;
        return out;
    }
    out.value[HOPI_JPL_LN_A_J] = log(A * region->scale) - best->n * region->ln_omega_ref;
    out.value[HOPI_JPL_LN_OMEGA_P] = log(s / A) / best->n + region->ln_omega_ref;
    out.value[HOPI_JPL_N] = best->n;
    return out;
}

hopi_jpl_replicate hopi_jpl_make_replicate(const hopi_jpl_replicates *all, double *workspace,
                                           uint32_t index)
{
    const hopi_jpl_region *region = all->region;
    double *y = workspace;
    hopi_jpl_draw_residuals(all, index, y);
    memset(y + region->count, 0, (region->padded - region->count) * sizeof *y);
    for (size_t k = 0; k < region->count; k++) {
        y[k] += region->plateau + region->amplitude * region->g[k];
    }
    hopi_jpl_problem problem = problem_on(region, workspace);
    hopi_jpl_prepare(&problem);
    hopi_jpl_profile best;
    if (!all->expansion || !hopi_jpl_search_near(&problem, region->n, 1e-11, &best)) {
        hopi_jpl_minimum minimum;
        hopi_jpl_search(&problem, &minimum);
        best = minimum.best;
    }
    return parameters_of(region, &best);
}
