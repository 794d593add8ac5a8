/* SPDX-License-Identifier: BSD-3-Clause */
#include "rating.h"

#include <math.h>

#include "math/vector.h"

enum { LANES = HOPI_LANES };

/* Sums over as many windows of a row as there are lanes, at one node. */
static inline hopi_vector within(const hopi_window_grid *grid, hopi_window_sum which, size_t a,
                                 size_t b, size_t node)
{
    const double *sums = grid->sums[which] + node * grid->row;
    return hopi_load(sums + b + 1) - sums[a];
}

/* What two columns with coefficients ≥ 0 explain, as a fraction. */
typedef struct pair {
    hopi_vector share, determinant;
    hopi_lanes both; /* neither coefficient is zero */
} pair;

static inline pair explain(hopi_vector aa, hopi_vector ab, hopi_vector bb, hopi_vector ay,
                           hopi_vector by)
{
    /* ωⁿ at n = 1 is ω: what is left of rounding is no determinant. */
    const double parallel = 1e-12;
    const hopi_vector determinant = aa * bb - ab * ab, least = parallel * aa * bb;
    const hopi_vector p = ay * bb - by * ab, q = by * aa - ay * ab;
    return (pair){p * ay + q * by, determinant, (determinant > least) & (p > 0.0) & (q > 0.0)};
}

static inline int all(hopi_lanes mask)
{
    int64_t bits = -1;
    for (int j = 0; j < LANES; j++) {
        bits &= mask[j];
    }
    return bits != 0;
}

/* The same where one of them may be missing. */
static inline pair explain_any(hopi_vector aa, hopi_vector ab, hopi_vector bb, hopi_vector ay,
                               hopi_vector by)
{
    const hopi_vector zero = {0}, one = hopi_spread(1.0);
    pair t = explain(aa, ab, bb, ay, by);
    if (!all(t.both)) {
        const hopi_vector only_a = hopi_choose(ay > 0.0, ay * ay / aa, zero);
        const hopi_vector only_b = hopi_choose(by > 0.0, by * by / bb, zero);
        t.share = hopi_choose(t.both, t.share, hopi_larger(only_a, only_b));
        t.determinant = hopi_choose(t.both, t.determinant, one);
    }
    return t;
}

/* What does not depend on n. */
typedef struct fixed {
    hopi_vector c, y, yy, ww, wz, zz;
} fixed;

static inline hopi_vector chi2_of(const hopi_window_grid *grid, const fixed *t, size_t a, size_t b,
                                  size_t node)
{
    const hopi_vector gg = within(grid, HOPI_SUM_GG, a, b, node);
    const pair re = explain(t->c, within(grid, HOPI_SUM_G, a, b, node), gg, t->y,
                            within(grid, HOPI_SUM_GY, a, b, node));
    hopi_vector chi2;
    if (grid->has_im) {
        const pair im = explain_any(gg, within(grid, HOPI_SUM_GW, a, b, node), t->ww,
                                    within(grid, HOPI_SUM_GZ, a, b, node), t->wz);
        /* One division for both fractions. */
        chi2 = t->yy + t->zz
               - (re.share * im.determinant + im.share * re.determinant)
                     / (re.determinant * im.determinant);
    } else {
        chi2 = t->yy - re.share / re.determinant;
    }
    chi2 = hopi_larger(chi2, hopi_spread(0.0));
    return hopi_choose(re.both, chi2, hopi_spread(INFINITY));
}

static inline void rate(const hopi_window_grid *grid, size_t a, size_t b, int first, int count)
{
    const size_t at = a * grid->row + b;
    const fixed t = {within(grid, HOPI_SUM_C, a, b, 0), within(grid, HOPI_SUM_Y, a, b, 0),
                     within(grid, HOPI_SUM_YY, a, b, 0), within(grid, HOPI_SUM_WW, a, b, 0),
                     within(grid, HOPI_SUM_WZ, a, b, 0), within(grid, HOPI_SUM_ZZ, a, b, 0)};
    hopi_vector before = hopi_load(grid->before + at), best = hopi_load(grid->best + at);
    hopi_vector left = hopi_load(grid->left + at), right = hopi_load(grid->right + at);
    hopi_vector node = hopi_load(grid->node + at);
    for (int k = 0; k < count; k++) {
        const hopi_vector chi2 = chi2_of(grid, &t, a, b, (size_t)k);
        const hopi_lanes is_better = chi2 < best, is_next = node == (double)(first + k - 1);
        left = hopi_choose(is_better, before, left);
        right = hopi_choose(is_better, hopi_spread(INFINITY), hopi_choose(is_next, chi2, right));
        best = hopi_choose(is_better, chi2, best);
        node = hopi_choose(is_better, hopi_spread(first + k), node);
        before = chi2;
    }
    hopi_store(grid->before + at, before);
    hopi_store(grid->best + at, best);
    hopi_store(grid->left + at, left);
    hopi_store(grid->right + at, right);
    hopi_store(grid->node + at, node);
}

void HOPI_AT_LEVEL(hopi_rate_windows)(const hopi_window_grid *grid, int first, int count)
{
    for (size_t a = 0; a < grid->ends; a++) {
        for (size_t b = grid->first[a]; b <= grid->last[a] && b < grid->ends; b += LANES) {
            rate(grid, a, b, first, count);
        }
    }
}
