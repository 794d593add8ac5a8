/* SPDX-License-Identifier: BSD-3-Clause */
#include "lane_block.h"

typedef hopi_lane_block block;
typedef hopi_lane_place place;

enum { COARSE_STEPS = 2, MAX_STEPS = 6 };

/*
 * b = ⟨v, g⟩ and a = ⟨g, g⟩ of g less its mean, and their derivatives, for g = exp(n(L − L_ref)):
 * neither E = b²/a nor the plateau depend on L_ref.
 */
typedef struct sums {
    vector b, b1, b2, a, a1, a2;
    vector g_mean, p_mean; /* of g and of its derivative */
} sums;

/* From Σcg, ΣcLg, … of g, of g² and of the data. */
static inline sums centred(const block *t, const vector g[3], const vector a[3], const vector b[3])
{
    const vector m0 = g[0] * t->c_inverse, m1 = g[1] * t->c_inverse;
    return (sums){b[0],
                  b[1],
                  b[2],
                  a[0] - m0 * g[0],
                  2.0 * (a[1] - m0 * g[1]),
                  4.0 * a[2] - 2.0 * (m1 * g[1] + m0 * g[2]),
                  m0,
                  m1};
}

/*
 * Steps of L that are all equal make the sums polynomials in u = exp(−n·step), with L
 * counted from the last point: Horner's rule gives them and their derivatives.
 */
static inline sums sums_of_polynomials(const block *t, size_t count, double step, const vector *c,
                                       const vector *d, vector n)
{
    const vector u = hopi_exp(n * -step), w = u * u;
    vector g0 = {0}, g1 = {0}, g2 = {0}, a0 = {0}, a1 = {0}, a2 = {0}, b0 = {0}, b1 = {0},
           b2 = {0};
    for (size_t k = 0; k < count; k++) {
        g2 = g2 * u + g1;
        g1 = g1 * u + g0;
        g0 = g0 * u + c[k];
        a2 = a2 * w + a1;
        a1 = a1 * w + a0;
        a0 = a0 * w + c[k];
        b2 = b2 * u + b1;
        b1 = b1 * u + b0;
        b0 = b0 * u + d[k];
    }
    /* With d/dn = −step · u d/du, and w = u² for g². */
    const double square = step * step;
    const vector gs[3] = {g0, -step * u * g1, square * u * (g1 + 2.0 * u * g2)};
    const vector as[3] = {a0, -step * w * a1, square * w * (a1 + 2.0 * w * a2)};
    const vector bs[3] = {b0, -step * u * b1, square * u * (b1 + 2.0 * u * b2)};
    return centred(t, gs, as, bs);
}

static inline sums sums_of_powers(const block *t, size_t count, const double *L, const vector *c,
                                  const vector *d, vector n)
{
    vector g[3] = {{0}}, a[3] = {{0}}, b[3] = {{0}};
    for (size_t k = 0; k < count; k++) {
        const vector power = hopi_exp(n * L[k]);
        const vector cg = c[k] * power, cgg = cg * power, dg = d[k] * power;
        const double square = L[k] * L[k];
        g[0] += cg;
        g[1] += cg * L[k];
        g[2] += cg * square;
        a[0] += cgg;
        a[1] += cgg * L[k];
        a[2] += cgg * square;
        b[0] += dg;
        b[1] += dg * L[k];
        b[2] += dg * square;
    }
    return centred(t, g, a, b);
}

/* On a log-uniform grid the bins are as well; the last is taken for as long as the others. */
static sums coarse_sums(const block *t, vector n)
{
    const hopi_lane_grid *grid = t->grid;
    const double step = grid->step * (double)grid->fine_size;
    return step != 0.0 ? sums_of_polynomials(t, grid->fine, step, t->c_fine, t->d_fine, n)
                       : sums_of_powers(t, grid->fine, grid->L_fine, t->c_fine, t->d_fine, n);
}

static sums full_sums(const block *t, vector n)
{
    const hopi_lane_grid *grid = t->grid;
    return grid->step != 0.0 ? sums_of_polynomials(t, grid->count, grid->step, t->c, t->d, n)
                             : sums_of_powers(t, grid->count, grid->L, t->c, t->d, n);
}

/* A step of third order to the maximum of E = b²/a, of the spectra that still move. */
static inline void advance(const block *t, const sums *s, double settled, place *p)
{
    const vector inverse = 1.0 / s->a, A = s->b * inverse;
    const vector A1 = (s->b1 - A * s->a1) * inverse, inner = 2.0 * s->b1 - A * s->a1;
    const vector slope = A * inner;
    const vector curvature = A1 * inner + A * (2.0 * s->b2 - A1 * s->a1 - A * s->a2);
    const vector per_curvature = 1.0 / curvature, newton = -slope * per_curvature;
    /* Of the cubic through E′ and E″ at both ends of the last step, if it was long enough. */
    const vector per_step = 1.0 / p->step, chord = (slope - p->slope) * per_step;
    const vector third = (4.0 * curvature + 2.0 * p->curvature - 6.0 * chord) * per_curvature
                         * per_step;
    p->third = hopi_choose(hopi_absolute(p->step) > 1e-4, third, p->third);
    const vector correction = 0.5 * p->third * newton;
    const vector limited = hopi_choose(hopi_absolute(correction) < 0.5, correction,
                                       hopi_spread(0.0));
    const vector step = newton * (1.0 - limited), n = p->at.n + step;
    p->is_good &= ~p->is_open
                  | ((s->b > 0.0) & (s->a > 0.0) & (curvature < 0.0)
                     & (t->y_mean - A * s->g_mean > 0.0) & (n > p->low) & (n < p->high)
                     & (s->b * A > p->least_explained));
    p->is_open &= p->is_good;
    p->at.n = hopi_choose(p->is_open, n, p->at.n);
    p->step = hopi_choose(p->is_open, step, p->step);
    p->slope = hopi_choose(p->is_open, slope, p->slope);
    p->curvature = hopi_choose(p->is_open, curvature, p->curvature);
    p->at.amplitude = hopi_choose(p->is_open, A, p->at.amplitude);
    p->at.g_mean = hopi_choose(p->is_open, s->g_mean, p->at.g_mean);
    p->at.p_mean = hopi_choose(p->is_open, s->p_mean, p->at.p_mean);
    p->at.kappa = hopi_choose(p->is_open, 0.5 * s->a1 * inverse, p->at.kappa);
    p->is_open &= hopi_absolute(step) > settled;
}

/* The sums on a log-uniform grid are of powers that are one at its end. */
static void refer_to_mean(const block *t, place *p)
{
    if (t->grid->step != 0.0) {
        const double end = t->grid->L[t->grid->count - 1];
        const vector power = hopi_exp(p->at.n * end);
        p->at.amplitude /= power;
        p->at.p_mean = power * (p->at.p_mean + end * p->at.g_mean);
        p->at.g_mean *= power;
        p->at.kappa += end;
    }
}

/*
 * After a step of 1e-3, and with E‴ within a tenth of E″, n is off by 1e-7 at most. Spectra
 * that will not be clear, even if what they explain doubles, do not keep the others waiting.
 */
void hopi_lane_search(const block *t, int is_thorough, place *p)
{
    const double settled = 1e-3, dof = (double)t->grid->count - 3.0;
    const double share = is_thorough ? 0.0 : HOPI_CLEAR_F / (2.0 * (HOPI_CLEAR_F + dof));
    p->least_explained = share * t->constant_ssr;
    p->third = p->step = p->slope = p->curvature = hopi_spread(0.0);
    p->at.amplitude = p->at.g_mean = p->at.p_mean = p->at.kappa = hopi_spread(0.0);
    p->is_open = p->is_good;
    for (int k = 0; k < COARSE_STEPS && !is_thorough; k++) {
        const sums s = coarse_sums(t, p->at.n);
        advance(t, &s, 0.0, p);
    }
    p->is_open = p->is_good;
    p->step = hopi_spread(0.0); /* E″ of the bins is another one */
    for (int k = 0; k < MAX_STEPS && hopi_any(p->is_open); k++) {
        const sums s = full_sums(t, p->at.n);
        advance(t, &s, settled, p);
    }
    p->is_good &= ~p->is_open;
    refer_to_mean(t, p);
}
