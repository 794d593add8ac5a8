/* SPDX-License-Identifier: BSD-3-Clause */
#include "limit.h"

#include <math.h>

enum { NODES = 33, SECTIONS = 24, BISECTIONS = 40 };

static const double golden_share = 0.6180339887498949;
static const double first_step = 0.5;

static double ssr_of(hopi_jpl_problem *problem, double n, double ln_omega_p)
{
    const double *y = problem->y, *c = problem->c;
    double my = 0.0, mm = 0.0;
    for (size_t k = 0; k < problem->count; k++) {
        const double m = 1.0 + exp(n * (problem->log_omega[k] - ln_omega_p));
        problem->g[k] = m;
        my += c[k] * m * y[k];
        mm += c[k] * m * m;
    }
    const double s = fmax(my / mm, 0.0);
    double ssr = 0.0;
    for (size_t k = 0; k < problem->count; k++) {
        const double r = y[k] - s * problem->g[k];
        ssr += c[k] * r * r;
    }
    return ssr;
}

double hopi_jpl_ssr_at(hopi_jpl_problem *problem, double n_low, double ln_omega_p)
{
    const double step = (problem->n_max - n_low) / (NODES - 1);
    double best = INFINITY, n_best = n_low;
    for (int j = 0; j < NODES; j++) {
        const double n = n_low + j * step;
        const double ssr = ssr_of(problem, n, ln_omega_p);
        if (ssr < best) {
            best = ssr;
            n_best = n;
        }
    }
    double low = fmax(n_low, n_best - step), high = fmin(problem->n_max, n_best + step);
    double a = high - golden_share * (high - low), b = low + golden_share * (high - low);
    double fa = ssr_of(problem, a, ln_omega_p), fb = ssr_of(problem, b, ln_omega_p);
    for (int k = 0; k < SECTIONS; k++) {
        if (fa < fb) {
            high = b;
            b = a;
            fb = fa;
            a = high - golden_share * (high - low);
            fa = ssr_of(problem, a, ln_omega_p);
        } else {
            low = a;
            a = b;
            fa = fb;
            b = low + golden_share * (high - low);
            fb = ssr_of(problem, b, ln_omega_p);
        }
    }
    return fmin(best, fmin(fa, fb));
}

double hopi_jpl_lower_limit(hopi_jpl_problem *problem, double n_low, double start,
                            double lowest, double ssr_limit)
{
    double inside = start, outside = start, step = first_step;
    if (hopi_jpl_ssr_at(problem, n_low, start) > ssr_limit) {
        return NAN;
    }
    while (outside == inside) {
        if (inside <= lowest) {
            return NAN;
        }
        const double next = fmax(lowest, inside - step);
        if (hopi_jpl_ssr_at(problem, n_low, next) > ssr_limit) {
            outside = next;
        } else {
            inside = outside = next;
            step *= 1.5;
        }
    }
    for (int k = 0; k < BISECTIONS; k++) {
        const double middle = 0.5 * (inside + outside);
        if (hopi_jpl_ssr_at(problem, n_low, middle) > ssr_limit) {
            outside = middle;
        } else {
            inside = middle;
        }
    }
    return inside;
}
