/* SPDX-License-Identifier: BSD-3-Clause */
#include "lane_block.h"

typedef hopi_lane_block block;
typedef hopi_lane_place place;

/* Σ cg, Σ cg² and Σ dg at one node of n. */
typedef struct node_sums {
    vector g, gg, dg;
} node_sums;

static inline node_sums sums_at_node(size_t count, const double *power, const vector *c,
                                     const vector *d)
{
    node_sums s = {{0}, {0}, {0}};
    for (size_t k = 0; k < count; k++) {
        const vector cg = c[k] * power[k];
        s.g += cg;
        s.gg += cg * power[k];
        s.dg += d[k] * power[k];
    }
    return s;
}

static inline vector vertex_shift(vector left, vector peak, vector right)
{
    const vector bend = left + right - 2.0 * peak;
    return hopi_choose(bend < 0.0, 0.5 * (left - right) / bend, hopi_spread(0.0));
}

/* The vertex of the parabola through the best of the nodes n_max/NODES, … n_max. */
void hopi_lane_start_clear(const block *t, place *p)
{
    const hopi_lane_grid *grid = t->grid;
    const vector zero = {0};
    vector last = zero, left = zero, best = zero, right = zero, node = hopi_spread(1.0);
    for (int j = 1; j <= NODES; j++) {
        const node_sums s = sums_at_node(grid->wide, grid->node_power[j - 1], t->c_wide,
                                         t->d_wide);
        const vector a = s.gg - s.g * s.g * t->c_inverse;
        const vector E = hopi_choose((s.dg > 0.0) & (a > 0.0), s.dg * s.dg / a, zero);
        const mask is_best = E > best, follows = ~is_best & (node == (double)(j - 1));
        right = hopi_choose(is_best, zero, hopi_choose(follows, E, right));
        left = hopi_choose(is_best, last, left);
        best = hopi_choose(is_best, E, best);
        node = hopi_choose(is_best, hopi_spread(j), node);
        last = E;
    }
    const vector n = (node + vertex_shift(left, best, right)) * (grid->n_max / NODES);
    p->low = hopi_spread(grid->n_min);
    p->high = hopi_spread(grid->n_max);
    p->at.n = hopi_smaller(hopi_larger(n, p->low), p->high);
}

static void take_powers(const hopi_lane_grid *grid, double n, double *power)
{
    for (size_t next = 0; next < grid->count; next += LANES) {
        const size_t k = next + LANES <= grid->count ? next : grid->count - LANES;
        hopi_store(power + k, hopi_exp(hopi_load(grid->L + k) * n));
    }
}

/* E under both constraints; is_free: it is free of them. */
static inline vector explained_by(const block *t, const node_sums *s, mask *is_free)
{
    const vector zero = {0};
    const vector mean = s->g * t->c_inverse, a = s->gg - s->g * mean;
    const mask has_dispersion = (s->dg > 0.0) & (a > 0.0);
    const vector A = s->dg / a, gy = s->dg + s->g * t->y_mean;
    const vector without_plateau = gy * gy / s->gg - t->c_sum * t->y_mean * t->y_mean;
    *is_free = has_dispersion & (t->y_mean - A * mean > 0.0);
    return hopi_choose(*is_free, s->dg * A, hopi_choose(has_dispersion, without_plateau, zero));
}

/* At the two nodes of t->power, which go on: the sums of one alone would wait for each other. */
static void take_two_nodes(const block *t, vector E[2], mask is_free[2])
{
    const size_t count = t->grid->count;
    node_sums first = {{0}, {0}, {0}}, second = {{0}, {0}, {0}};
    for (size_t k = 0; k < count; k++) {
        const vector g = t->c[k] * t->power[0][k], h = t->c[k] * t->power[1][k];
        first.g += g;
        second.g += h;
        first.gg += g * t->power[0][k];
        second.gg += h * t->power[1][k];
        first.dg += t->d[k] * t->power[0][k];
        second.dg += t->d[k] * t->power[1][k];
    }
    for (size_t k = 0; k < count; k++) {
        t->power[0][k] *= t->ratio[k];
        t->power[1][k] *= t->ratio[k];
    }
    E[0] = explained_by(t, &first, &is_free[0]);
    E[1] = explained_by(t, &second, &is_free[1]);
}

/*
 * The nodes are those of the search for a single spectrum. What is good afterwards has one
 * peak, with free nodes on both sides.
 */
void hopi_lane_start_anywhere(const block *t, place *p)
{
    const hopi_lane_grid *grid = t->grid;
    const int last = (int)__builtin_ceil((grid->n_max - grid->n_min) / HOPI_NODE_DISTANCE);
    const double step = (grid->n_max - grid->n_min) / last;
    const vector beyond = hopi_spread(-1.0); /* less than any E */
    p->at.n = p->low = p->high = hopi_spread(grid->n_min);
    vector peaks = {0}, before = beyond, E = beyond;
    take_powers(grid, grid->n_min, t->power[0]);
    take_powers(grid, grid->n_min + step, t->power[1]);
    take_powers(grid, 2.0 * step, t->ratio);
    vector two_E[2];
    mask rises = {0}, is_inside = {0}, was_free[2] = {{0}}, two_free[2];
    for (int j = 0; j <= last + 1; j++) {
        if (j % 2 == 0) {
            take_two_nodes(t, two_E, two_free);
        }
        const vector next = j <= last ? two_E[j % 2] : beyond;
        const mask is_free = j <= last ? two_free[j % 2] : (mask){0};
        /* E, of node j − 1, now has a neighbour on each side. */
        const mask is_peak = rises & (E > 0.0) & (E >= next);
        const double node = grid->n_min + (j - 1) * step;
        peaks = hopi_choose(is_peak, peaks + 1.0, peaks);
        is_inside = (is_peak & was_free[0] & was_free[1] & is_free) | (~is_peak & is_inside);
        p->at.n = hopi_choose(is_peak, node + step * vertex_shift(before, E, next), p->at.n);
        p->low = hopi_choose(is_peak, hopi_spread(node - step), p->low);
        p->high = hopi_choose(is_peak, hopi_spread(node + step), p->high);
        rises = next > E;
        was_free[0] = was_free[1];
        was_free[1] = is_free;
        before = E;
        E = next;
    }
    p->is_good &= (peaks == 1.0) & is_inside;
}
