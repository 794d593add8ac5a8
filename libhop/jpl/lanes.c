/* SPDX-License-Identifier: BSD-3-Clause */
#include "lanes.h"

#include <math.h>

#include "math/vector.h"

enum { LANES = HOPI_LANES, WIDE = HOPI_FINE_BINS / HOPI_WIDE_RATIO, NODES = HOPI_LANE_NODES };
enum { COARSE_STEPS = 2, MAX_STEPS = 5 };

static const double clear_F = 40.0;

/* One number a spectrum. */
typedef hopi_vector vector;
typedef hopi_lanes mask;

typedef struct block {
    const hopi_lane_grid *grid;
    vector *v, *c, *g; /* y − ȳ, weights, powers: one vector a point */
    vector c_sum, c_inverse, y_mean, constant_ssr;
    vector c_fine[HOPI_FINE_BINS], cv_fine[HOPI_FINE_BINS]; /* sums of c and cv in the bins */
    vector c_wide[WIDE], cv_wide[WIDE];
} block;

typedef struct sums {
    vector b, b1, b2, a, a1, a2, g_mean;
} sums;

/* Where each spectrum is: its n, the last step, E′ and E″ before it, and E‴/E″. */
typedef struct place {
    vector n, step, slope, curvature, third;
    mask is_good, is_open; /* may come out clear; still moving */
} place;

static inline vector absolute(vector x)
{
    return hopi_larger(x, -x);
}

static inline int any(mask m)
{
    int64_t bits = 0;
    for (int j = 0; j < LANES; j++) {
        bits |= m[j];
    }
    return bits != 0;
}

/* Rows side by side, the points of each in ascending order of frequency. */
static void interleave(const hopi_lane_grid *grid, const double *const *rows, vector *to)
{
    double *out = (double *)to;
    for (int j = 0; j < LANES; j++) {
        const double *row = rows[j];
        if (grid->is_sorted) {
            for (size_t k = 0; k < grid->count; k++) {
                out[k * LANES + (size_t)j] = row[k];
            }
        } else {
            for (size_t k = 0; k < grid->count; k++) {
                out[k * LANES + (size_t)j] = row[grid->order[k]];
            }
        }
    }
}

/* Data and weights; answers which rows are finite and can be weighted. */
static mask load(block *t, const double *const *rows, const double *const *sd, int is_unit)
{
    const double smallest = 1e-140, largest = 1e140;
    const vector one = hopi_spread(1.0);
    interleave(t->grid, rows, t->v);
    if (sd) {
        interleave(t->grid, sd, t->c);
    }
    vector c_sum = {0}, cy_sum = {0};
    mask is_good = ~(mask){0};
    for (size_t k = 0; k < t->grid->count; k++) {
        const vector y = t->v[k], s = sd ? t->c[k] : is_unit ? one : y;
        is_good &= (s > smallest) & (s < largest) & (absolute(y) < largest);
        const vector c = 1.0 / (s * s);
        t->c[k] = c;
        c_sum += c;
        cy_sum += c * y;
    }
    t->c_sum = c_sum;
    t->c_inverse = 1.0 / c_sum;
    t->y_mean = cy_sum * t->c_inverse;
    return is_good & (t->y_mean > 0.0);
}

static void centre(block *t)
{
    vector ssr = {0};
    for (size_t k = 0; k < t->grid->count; k++) {
        t->v[k] -= t->y_mean;
        ssr += t->c[k] * t->v[k] * t->v[k];
    }
    t->constant_ssr = ssr;
}

static void bin(block *t)
{
    const hopi_lane_grid *grid = t->grid;
    size_t k = 0, at = 0;
    for (size_t j = 0; j < grid->wide; j++) {
        vector wide_c = {0}, wide_cv = {0};
        for (int i = 0; i < HOPI_WIDE_RATIO && k < grid->count; i++, at++) {
            vector c = {0}, cv = {0};
            const size_t end = k + grid->fine_size;
            for (; k < end && k < grid->count; k++) {
                c += t->c[k];
                cv += t->c[k] * t->v[k];
            }
            t->c_fine[at] = c;
            t->cv_fine[at] = cv;
            wide_c += c;
            wide_cv += cv;
        }
        t->c_wide[j] = wide_c;
        t->cv_wide[j] = wide_cv;
    }
}

/* The vertex of the parabola through the best of the nodes n_max/NODES, … n_max. */
static vector scan(const block *t)
{
    const hopi_lane_grid *grid = t->grid;
    const vector zero = {0};
    vector last = zero, left = zero, best = zero, right = zero, node = hopi_spread(1.0);
    for (int j = 1; j <= NODES; j++) {
        const double *power = grid->node_power[j - 1];
        vector g1 = zero, g2 = zero, b = zero;
        for (size_t k = 0; k < grid->wide; k++) {
            const vector cg = t->c_wide[k] * power[k];
            g1 += cg;
            g2 += cg * power[k];
            b += t->cv_wide[k] * power[k];
        }
        const vector a = g2 - g1 * g1 * t->c_inverse;
        const vector E = hopi_choose((b > 0.0) & (a > 0.0), b * b / a, zero);
        const mask is_best = E > best, follows = ~is_best & (node == (double)(j - 1));
        right = hopi_choose(is_best, zero, hopi_choose(follows, E, right));
        left = hopi_choose(is_best, last, left);
        best = hopi_choose(is_best, E, best);
        node = hopi_choose(is_best, hopi_spread(j), node);
        last = E;
    }
    const vector bend = left + right - 2.0 * best;
    const vector shift = hopi_choose(bend < 0.0, 0.5 * (left - right) / bend, zero);
    const vector n = (node + shift) * (grid->n_max / NODES);
    return hopi_smaller(hopi_larger(n, hopi_spread(grid->n_min)), hopi_spread(grid->n_max));
}

/* Adds the powers g at L with weights c and weighted data cv. */
#define ADD_POINT(g, c, cv, L)                                                             \
    do {                                                                                   \
        const vector cg = (c) * (g), cgg = cg * (g), dg = (cv) * (g);                      \
        g0 += cg;                                                                          \
        g1 += cg * (L);                                                                    \
        g2 += cg * ((L) * (L));                                                            \
        a0 += cgg;                                                                         \
        a1 += cgg * (L);                                                                   \
        a2 += cgg * ((L) * (L));                                                           \
        b0 += dg;                                                                          \
        b1 += dg * (L);                                                                    \
        b2 += dg * ((L) * (L));                                                            \
    } while (0)

static inline sums centred(const block *t, vector g0, vector g1, vector g2, vector a0, vector a1,
                           vector a2, vector b0, vector b1, vector b2)
{
    const vector m0 = g0 * t->c_inverse, m1 = g1 * t->c_inverse;
    return (sums){b0,
                  b1,
                  b2,
                  a0 - m0 * g0,
                  2.0 * (a1 - m0 * g1),
                  4.0 * a2 - 2.0 * (m1 * g1 + m0 * g2),
                  m0};
}

/* The sums over points at L, with weights c and data v: cv, or v where it is that already. */
static inline sums sums_of(const block *t, size_t count, const double *L, const vector *c,
                           const vector *v, const int is_weighted, vector n, double step)
{
    const vector ratio = hopi_exp(n * step);
    vector g = hopi_exp(n * L[0]);
    vector g0 = {0}, g1 = {0}, g2 = {0}, a0 = {0}, a1 = {0}, a2 = {0}, b0 = {0}, b1 = {0},
           b2 = {0};
    for (size_t k = 0; k < count; k++) {
        if (step == 0.0) {
            g = hopi_exp(n * L[k]);
        }
        const vector cv = is_weighted ? v[k] : c[k] * v[k];
        ADD_POINT(g, c[k], cv, L[k]);
        g *= ratio;
    }
    return centred(t, g0, g1, g2, a0, a1, a2, b0, b1, b2);
}

/* On a log-uniform grid the bins are as well; the last is taken for as long as the others. */
static sums coarse_sums(const block *t, vector n)
{
    const hopi_lane_grid *grid = t->grid;
    const double step = grid->step * (double)grid->fine_size;
    return step != 0.0
               ? sums_of(t, grid->fine, grid->L_fine, t->c_fine, t->cv_fine, 1, n, step)
               : sums_of(t, grid->fine, grid->L_fine, t->c_fine, t->cv_fine, 1, n, 0.0);
}

static sums full_sums(const block *t, vector n)
{
    const hopi_lane_grid *grid = t->grid;
    return grid->step != 0.0 ? sums_of(t, grid->count, grid->L, t->c, t->v, 0, n, grid->step)
                             : sums_of(t, grid->count, grid->L, t->c, t->v, 0, n, 0.0);
}

/* A step of third order to the maximum of E = b²/a, of the spectra that still move. */
static void advance(const block *t, const sums *s, double settled, place *p)
{
    const vector inverse = 1.0 / s->a, A = s->b * inverse;
    const vector A1 = (s->b1 - A * s->a1) * inverse, inner = 2.0 * s->b1 - A * s->a1;
    const vector slope = A * inner;
    const vector curvature = A1 * inner + A * (2.0 * s->b2 - A1 * s->a1 - A * s->a2);
    const vector per_curvature = 1.0 / curvature, newton = -slope * per_curvature;
    /* Of the cubic through E′ and E″ at both ends of the last step, if it was long enough. */
    const vector chord = (slope - p->slope) / p->step;
    const vector third = (4.0 * curvature + 2.0 * p->curvature - 6.0 * chord) * per_curvature
                         / p->step;
    p->third = hopi_choose(absolute(p->step) > 1e-4, third, p->third);
    const vector correction = 0.5 * p->third * newton;
    const vector limited = hopi_choose(absolute(correction) < 0.5, correction, hopi_spread(0.0));
    const vector step = newton * (1.0 - limited), n = p->n + step;
    p->is_good &= ~p->is_open
                  | ((s->b > 0.0) & (s->a > 0.0) & (curvature < 0.0)
                     & (t->y_mean - A * s->g_mean > 0.0) & (n > t->grid->n_min)
                     & (n < t->grid->n_max));
    p->is_open &= p->is_good;
    p->n = hopi_choose(p->is_open, n, p->n);
    p->step = hopi_choose(p->is_open, step, p->step);
    p->slope = hopi_choose(p->is_open, slope, p->slope);
    p->curvature = hopi_choose(p->is_open, curvature, p->curvature);
    p->is_open &= absolute(step) > settled;
}

/* After a step of 1e-5, and with E‴ within 1e-3 of E″, n is off by 1e-13. */
static void search(const block *t, place *p)
{
    const double settled = 1e-5;
    p->n = scan(t);
    p->third = p->step = hopi_spread(0.0);
    p->is_open = p->is_good;
    for (int k = 0; k < COARSE_STEPS; k++) {
        const sums s = coarse_sums(t, p->n);
        advance(t, &s, 0.0, p);
    }
    p->is_open = p->is_good;
    p->step = hopi_spread(0.0); /* E″ of the bins is another one */
    for (int k = 0; k < MAX_STEPS && any(p->is_open); k++) {
        const sums s = full_sums(t, p->n);
        advance(t, &s, settled, p);
    }
    p->is_good &= ~p->is_open;
}

typedef struct columns {
    vector g_mean, p_mean, kappa, norm_h, norm_p, along_h, rss;
} columns;

/*
 * With the columns centred the last digits of n show: a Newton step of 1e-12 or so,
 * linear in n, corrects it and what changes with it in first order.
 */
static columns take_columns(const block *t, place *p)
{
    const vector n = p->n;
    const double *L = t->grid->L;
    const size_t count = t->grid->count;
    const vector ratio = hopi_exp(n * t->grid->step);
    vector g = hopi_exp(n * L[0]), g0 = {0}, g1 = {0};
    for (size_t k = 0; k < count; k++) {
        if (t->grid->step == 0.0) {
            g = hopi_exp(n * L[k]);
        }
        const vector cg = t->c[k] * g;
        t->g[k] = g;
        g0 += cg;
        g1 += cg * L[k];
        g *= ratio;
    }
    columns out = {.g_mean = g0 * t->c_inverse, .p_mean = g1 * t->c_inverse};
    vector hh = {0}, hp = {0}, dh = {0}, dp = {0}, pp = {0}, rss = {0};
    for (size_t k = 0; k < count; k++) {
        const vector h = t->g[k] - out.g_mean, q = t->g[k] * L[k] - out.p_mean;
        const vector ch = t->c[k] * h, d = t->c[k] * t->v[k];
        hh += ch * h;
        hp += ch * q;
        dh += d * h;
        dp += d * q;
    }
    const vector inverse = 1.0 / hh, kappa = hp * inverse, A = dh * inverse;
    for (size_t k = 0; k < count; k++) {
        const vector h = t->g[k] - out.g_mean;
        const vector q = (t->g[k] * L[k] - out.p_mean) - kappa * h, r = t->v[k] - A * h;
        pp += t->c[k] * q * q;
        rss += t->c[k] * r * r;
    }
    out.kappa = kappa;
    out.norm_h = hh;
    out.norm_p = pp;
    out.rss = rss;
    const vector step = -2.0 * A * (dp - A * hp) / p->curvature;
    p->n += step;
    out.along_h = dh + (dp - 2.0 * A * hp) * step;
    out.g_mean += out.p_mean * step;
    return out;
}

static void write_out(const block *t, const place *p, const columns *w, hopi_lane_results *out)
{
    const double dof = (double)t->grid->count - 3.0;
    const vector plateau = t->y_mean - w->along_h / w->norm_h * w->g_mean;
    const mask is_clear = p->is_good & (plateau > 0.0)
                          & ((t->constant_ssr - w->rss) * dof > clear_F * w->rss);
    for (int j = 0; j < LANES; j++) {
        out->is_clear[j] = is_clear[j] != 0;
        out->n[j] = p->n[j];
        out->rss[j] = w->rss[j];
        out->constant_ssr[j] = t->constant_ssr[j];
        out->c_sum[j] = t->c_sum[j];
        out->y_mean[j] = t->y_mean[j];
        out->columns[j] = (hopi_columns){w->g_mean[j], w->p_mean[j], w->kappa[j], t->c_sum[j],
                                         w->norm_h[j], w->norm_p[j], w->along_h[j]};
    }
}

static void fit(const hopi_lane_grid *grid, const double *const *rows, const double *const *sd,
                int is_unit, double *work, hopi_lane_results *out)
{
    block t = {.grid = grid};
    t.v = (vector *)(void *)work;
    t.c = t.v + grid->count;
    t.g = t.c + grid->count;
    place p = {.is_good = load(&t, rows, sd, is_unit)};
    centre(&t);
    bin(&t);
    search(&t, &p);
    const columns w = take_columns(&t, &p);
    write_out(&t, &p, &w, out);
}

const hopi_lane_kernel HOPI_LANE_KERNEL = {LANES, fit};
