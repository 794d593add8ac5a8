/* SPDX-License-Identifier: BSD-3-Clause */
#include "profile.h"

#include <math.h>

enum { MAX_STEPS = 12 };

size_t hopi_jpl_padded(size_t count)
{
    const size_t padded = (count + HOPI_PADDING - 1) / HOPI_PADDING * HOPI_PADDING;
    return padded > HOPI_BINS ? padded : HOPI_BINS;
}

void hopi_jpl_prepare(hopi_jpl_problem *problem)
{
    hopi_points *points = &problem->points;
    double c_sum = 0.0, cy_sum = 0.0;
    for (size_t k = 0; k < problem->count; k++) {
        c_sum += points->c[k];
        cy_sum += points->c[k] * points->y[k];
    }
    points->c_sum = c_sum;
    points->y_mean = cy_sum / c_sum;
    problem->constant_ssr = problem->kernels->scatter(points);
}

void hopi_jpl_powers(const hopi_jpl_problem *problem, double n, double *g)
{
    problem->kernels->powers(&problem->points, n, g);
}

static hopi_sums plain_sums(const hopi_points *points, const double *g)
{
    hopi_sums t = {0};
    for (size_t k = 0; k < points->padded; k++) {
        const double L = points->L[k], c = points->c[k], y = points->y[k];
        const double cg = c * g[k], Lg = L * g[k];
        t.b += cg * y;
        t.b1 += cg * L * y;
        t.b2 += cg * L * L * y;
        t.a += cg * g[k];
        t.a1 += 2.0 * cg * Lg;
        t.a2 += 4.0 * c * Lg * Lg;
    }
    return t;
}

void hopi_jpl_differentiate(const hopi_sums *s, hopi_jpl_profile *profile)
{
    const double inverse = 1.0 / s->a, A = s->b * inverse, A1 = (s->b1 - A * s->a1) * inverse;
    const double A2 = (s->b2 - 2.0 * A1 * s->a1 - A * s->a2) * inverse;
    const double inner = 2.0 * s->b1 - A * s->a1, inner1 = 2.0 * s->b2 - A1 * s->a1 - A * s->a2;
    const double inner2 = 2.0 * s->b3 - A2 * s->a1 - 2.0 * A1 * s->a2 - A * s->a3;
    profile->amplitude = A;
    profile->explained = s->b * A;
    profile->slope = A * inner;
    profile->curvature = A1 * inner + A * inner1;
    profile->third = A2 * inner + 2.0 * A1 * inner1 + A * inner2;
}

hopi_jpl_profile hopi_jpl_profile_at(const hopi_jpl_problem *problem, double n, const double *g)
{
    const hopi_points *points = &problem->points;
    hopi_jpl_profile profile = {.n = n, .regime = HOPI_JPL_FREE};
    hopi_sums centred;
    problem->kernels->centred_sums(points, g, &centred);
    if (!(centred.b > 0.0) || !(centred.a > 0.0)) {
        profile.regime = HOPI_JPL_CONSTANT;
        profile.plateau = points->y_mean;
        return profile;
    }
    hopi_jpl_differentiate(&centred, &profile);
    profile.plateau = points->y_mean - profile.amplitude * centred.g_mean;
    if (profile.plateau <= 0.0) {
        const hopi_sums plain = plain_sums(points, g);
        hopi_jpl_differentiate(&plain, &profile);
        profile.regime = HOPI_JPL_NO_PLATEAU;
        profile.plateau = 0.0;
        profile.explained -= points->c_sum * points->y_mean * points->y_mean;
    }
    return profile;
}

int hopi_jpl_search_near(hopi_jpl_problem *problem, double n, double settled,
                         hopi_jpl_profile *best)
{
    for (int k = 0; k < MAX_STEPS; k++) {
        hopi_jpl_powers(problem, n, problem->g);
        *best = hopi_jpl_profile_at(problem, n, problem->g);
        if (best->regime != HOPI_JPL_FREE || !(best->curvature < 0.0)) {
            return 0;
        }
        const double step = -best->slope / best->curvature;
        n += step;
        if (fabs(step) < settled) {
            return 1;
        }
        if (!(n > problem->n_min && n < problem->n_max)) {
            return 0;
        }
    }
    return 0;
}
