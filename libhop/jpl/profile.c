/* SPDX-License-Identifier: BSD-3-Clause */
#include "profile.h"

#include <math.h>

void hopi_jpl_prepare(hopi_jpl_problem *problem)
{
    double c_sum = 0.0, cy_sum = 0.0;
    for (size_t k = 0; k < problem->count; k++) {
        c_sum += problem->c[k];
        cy_sum += problem->c[k] * problem->y[k];
    }
    const double y_mean = cy_sum / c_sum;
    double ssr = 0.0;
    for (size_t k = 0; k < problem->count; k++) {
        const double deviation = problem->y[k] - y_mean;
        problem->d[k] = problem->c[k] * deviation;
        ssr += problem->d[k] * deviation;
    }
    problem->c_sum = c_sum;
    problem->y_mean = y_mean;
    problem->constant_ssr = ssr;
}

void hopi_jpl_powers(const hopi_jpl_problem *problem, double n, double *g)
{
    for (size_t k = 0; k < problem->count; k++) {
        g[k] = exp(n * problem->log_omega[k]);
    }
}

/* b = ⟨y, g⟩ and a = ⟨g, g⟩ with their derivatives with respect to n. */
typedef struct sums {
    double b, b1, b2;
    double a, a1, a2;
} sums;

/*
 * With g centred about its weighted mean: one-pass sums would lose as many
 * digits as the power law is flat.
 */
static sums centred_sums(const hopi_jpl_problem *problem, const double *g, double *g_mean)
{
    const double *L = problem->log_omega, *c = problem->c, *d = problem->d;
    double m0 = 0.0, m1 = 0.0, m2 = 0.0;
    for (size_t k = 0; k < problem->count; k++) {
        const double cg = c[k] * g[k], cLg = cg * L[k];
        m0 += cg;
        m1 += cLg;
        m2 += cLg * L[k];
    }
    m0 /= problem->c_sum;
    m1 /= problem->c_sum;
    m2 /= problem->c_sum;
    sums t = {0};
    for (size_t k = 0; k < problem->count; k++) {
        const double Lg = L[k] * g[k];
        const double h = g[k] - m0, p = Lg - m1, q = L[k] * Lg - m2;
        t.b += d[k] * h;
        t.b1 += d[k] * p;
        t.b2 += d[k] * q;
        t.a += c[k] * h * h;
        t.a1 += 2.0 * c[k] * h * p;
        t.a2 += 2.0 * c[k] * (p * p + h * q);
    }
    *g_mean = m0;
    return t;
}

static sums plain_sums(const hopi_jpl_problem *problem, const double *g)
{
    const double *L = problem->log_omega, *c = problem->c, *y = problem->y;
    sums t = {0};
    for (size_t k = 0; k < problem->count; k++) {
        const double cg = c[k] * g[k], Lg = L[k] * g[k];
        t.b += cg * y[k];
        t.b1 += cg * L[k] * y[k];
        t.b2 += cg * L[k] * L[k] * y[k];
        t.a += cg * g[k];
        t.a1 += 2.0 * cg * Lg;
        t.a2 += 4.0 * c[k] * Lg * Lg;
    }
    return t;
}

/* E = b²/a and its derivatives; A = b/a. */
static void differentiate(const sums *t, hopi_jpl_profile *profile)
{
    const double A = t->b / t->a;
    const double A1 = (t->b1 - A * t->a1) / t->a;
    const double inner = 2.0 * t->b1 - A * t->a1;
    profile->amplitude = A;
    profile->explained = t->b * A;
    profile->slope = A * inner;
    profile->curvature = A1 * inner + A * (2.0 * t->b2 - A1 * t->a1 - A * t->a2);
}

hopi_jpl_profile hopi_jpl_profile_at(const hopi_jpl_problem *problem, double n, const double *g)
{
    hopi_jpl_profile profile = {.n = n, .regime = HOPI_JPL_FREE};
    double g_mean;
    const sums centred = centred_sums(problem, g, &g_mean);
    if (!(centred.b > 0.0) || !(centred.a > 0.0)) {
        profile.regime = HOPI_JPL_CONSTANT;
        profile.plateau = problem->y_mean;
        return profile;
    }
    differentiate(&centred, &profile);
    profile.plateau = problem->y_mean - profile.amplitude * g_mean;
    if (profile.plateau <= 0.0) {
        const sums plain = plain_sums(problem, g);
        differentiate(&plain, &profile);
        profile.regime = HOPI_JPL_NO_PLATEAU;
        profile.plateau = 0.0;
        profile.explained -= problem->c_sum * problem->y_mean * problem->y_mean;
    }
    return profile;
}
