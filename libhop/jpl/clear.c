/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "solve.h"

enum { MAX_STEPS = 6, MAX_FINAL_STEPS = 3 };

static int is_clear(const hopi_jpl_problem *problem, double explained)
{
    const double ssr = problem->constant_ssr - explained;
    return explained * ((double)problem->count - 3.0) > HOPI_CLEAR_F * (ssr > 0.0 ? ssr : 0.0);
}

/* The vertex of the parabola through the highest of a few nodes and its neighbours. */
static double start(const hopi_jpl_problem *problem, const hopi_points *points)
{
    const double step = problem->n_max / HOPI_SCAN_NODES;
    double E[HOPI_SCAN_NODES + 2] = {0};
    hopi_node nodes[HOPI_SCAN_NODES];
    int best = 1;
    problem->kernels->scan(points, step, step, HOPI_SCAN_NODES, problem->scan, problem->ratio,
                           nodes);
    for (int j = 1; j <= HOPI_SCAN_NODES; j++) {
        const hopi_node *node = &nodes[j - 1];
        E[j] = node->b > 0.0 && node->a > 0.0 ? node->b * node->b / node->a : 0.0;
        best = E[j] > E[best] ? j : best;
    }
    const double left = E[best - 1], right = E[best + 1], bend = left + right - 2.0 * E[best];
    const double shift = bend < 0.0 ? 0.5 * (left - right) / bend : 0.0;
    const double n = (best + shift) * step;
    return fmin(fmax(n, problem->n_min), problem->n_max);
}

/*
 * Takes a step of third order to the maximum of E; 0 where no free maximum inside the range
 * of n is in sight, or none that is clear even if E doubles.
 */
static int advance(const hopi_jpl_problem *problem, const hopi_points *points, hopi_place *at,
                   double *step)
{
    hopi_sums sums;
    problem->kernels->sums(points, at->n, &sums);
    if (!(sums.b > 0.0 && sums.a > 0.0)) {
        return 0;
    }
    hopi_jpl_profile here;
    hopi_jpl_differentiate(&sums, &here);
    if (!(here.curvature < 0.0 && points->y_mean > here.amplitude * sums.g_mean
          && is_clear(problem, 2.0 * here.explained))) {
        return 0;
    }
    const double per_curvature = 1.0 / here.curvature, newton = -here.slope * per_curvature;
    const double correction = 0.5 * here.third * per_curvature * newton;
    *step = newton * (fabs(correction) < 0.5 ? 1.0 - correction : 1.0);
    *at = (hopi_place){at->n + *step, here.amplitude, sums.g_mean, sums.p_mean,
                       0.5 * sums.a1 / sums.a};
    return at->n > problem->n_min && at->n < problem->n_max;
}

/* Takes the last digits of n, and all that is known of the minimum. */
static int settle(hopi_jpl_problem *problem, hopi_place at, hopi_jpl_minimum *minimum)
{
    const hopi_kernels *kernels = problem->kernels;
    hopi_jacobian *columns = &minimum->columns;
    hopi_arrival to;
    int is_near = 0;
    for (int k = 0; k < MAX_FINAL_STEPS && !is_near; k++) {
        kernels->finish(&problem->points, &at, problem->g, columns, &to);
        is_near = fabs(to.step) <= HOPI_LARGEST_FINAL_STEP * at.n;
        at.n += to.step;
    }
    if (!is_near) {
        return 0;
    }
    kernels->move(&problem->points, to.step, problem->g);
    const double A = columns->along_h / columns->norm_h;
    minimum->best = (hopi_jpl_profile){
        .n = at.n,
        .regime = HOPI_JPL_FREE,
        .plateau = problem->points.y_mean - A * columns->g_mean,
        .amplitude = A,
        .explained = A * columns->along_h,
        .curvature = to.curvature,
    };
    minimum->rss = to.rss;
    minimum->at_lower = minimum->at_upper = 0;
    minimum->minima = 1;
    return minimum->best.plateau > 0.0 && is_clear(problem, minimum->best.explained);
}

/*
 * With neighbouring points taken together first. After a step of 2e-3 of third order n is off
 * by 1e-7 at most but for the rounding of sums that are not centred.
 */
int hopi_jpl_search_clear(hopi_jpl_problem *problem, hopi_jpl_minimum *minimum)
{
    const double settled = 2e-3;
    hopi_bins bins;
    problem->kernels->bin(&problem->points, problem->g, problem->scan, problem->ratio, &bins);
    hopi_place at = {.n = start(problem, &bins.wide_points)};
    double step;
    if (!advance(problem, &bins.points, &at, &step)) {
        return 0;
    }
    for (int k = 0; k < MAX_STEPS; k++) {
        if (!advance(problem, &problem->points, &at, &step)) {
            return 0;
        }
        if (fabs(step) < settled) {
            return settle(problem, at, minimum);
        }
    }
    return 0;
}
