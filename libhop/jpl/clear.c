/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "solve.h"

static const double widest_node_distance = 0.15;

enum { MAX_CHUNKS = 2, MAX_NODES = MAX_CHUNKS * HOPI_SCAN_NODES, COARSE_STEPS = 2, MAX_STEPS = 6 };

/* Where a clear maximum of E must be: between low and high, near n. */
typedef struct bracket {
    double low, high, n;
    double third; /* E''' / E'' */
} bracket;

static double explained_at(const hopi_node *node)
{
    return node->b > 0.0 && node->a > 0.0 ? node->b * node->b / node->a : 0.0;
}

/* The vertex of the parabola through the highest node and its neighbours. */
static double vertex(const double *E, int best, double step)
{
    const double left = E[best - 1], right = E[best + 1], bend = left + right - 2.0 * E[best];
    return bend < 0.0 ? (best + 1 + 0.5 * (left - right) / bend) * step : (best + 1) * step;
}

static int is_clear(const hopi_jpl_problem *problem, double explained)
{
    const double ssr = fmax(problem->constant_ssr - explained, 0.0);
    return explained * ((double)problem->count - 3.0) > HOPI_CLEAR_F * ssr;
}

/* Scans the nodes step, 2 step, … n_max; 0 where E does not rise to one node and then fall. */
static int find_bracket(const hopi_jpl_problem *problem, const hopi_points *points,
                        bracket *found)
{
    hopi_node nodes[MAX_NODES];
    double E[MAX_NODES];
    const int chunks = problem->n_max > HOPI_SCAN_NODES * widest_node_distance ? 2 : 1;
    const int count = chunks * HOPI_SCAN_NODES;
    const double step = problem->n_max / count;
    for (int j = 0; j < chunks; j++) {
        problem->kernels->scan(points, j * HOPI_SCAN_NODES * step, step,
                               nodes + j * HOPI_SCAN_NODES);
    }
    int best = 0;
    for (int j = 0; j < count; j++) {
        E[j] = explained_at(&nodes[j]);
        best = E[j] > E[best] ? j : best;
    }
    for (int j = 1; j < count; j++) {
        if (j <= best ? !(E[j] > E[j - 1]) : !(E[j] < E[j - 1])) {
            return 0;
        }
    }
    if (!is_clear(problem, 2.0 * E[best])) {
        return 0;
    }
    found->low = fmax(problem->n_min, best * step);
    found->high = fmin(problem->n_max, (best + 2) * step);
    const int is_inside = best > 0 && best + 1 < count;
    found->n = is_inside ? vertex(E, best, step) : 0.5 * (found->low + found->high);
    return found->n > found->low && found->n < found->high;
}

/*
 * The step to the maximum of E, of third order; 0 where no free maximum between low and
 * high is in sight.
 */
static int step_from(const hopi_points *points, const bracket *limits, const hopi_sums *sums,
                     hopi_jpl_profile *at, double *step)
{
    if (!(sums->b > 0.0 && sums->a > 0.0)) {
        return 0;
    }
    hopi_jpl_differentiate(sums, at);
    at->plateau = points->y_mean - at->amplitude * sums->g_mean;
    if (!(at->curvature < 0.0 && at->plateau > 0.0)) {
        return 0;
    }
    const double newton = -at->slope / at->curvature, correction = 0.5 * limits->third * newton;
    *step = newton * (fabs(correction) < 0.5 ? 1.0 - correction : 1.0);
    return at->n + *step > limits->low && at->n + *step < limits->high;
}

/* Comes near the maximum with neighbouring points taken together. */
static int approach(const hopi_jpl_problem *problem, bracket *limits)
{
    hopi_bins bins;
    problem->kernels->bin(&problem->points, problem->g, problem->scan, problem->ratio, &bins);
    if (!find_bracket(problem, &bins.wide_points, limits)) {
        return 0;
    }
    double curvature = 0.0, step = 0.0;
    for (int k = 0; k < COARSE_STEPS; k++) {
        hopi_sums sums;
        hopi_jpl_profile at = {.n = limits->n};
        problem->kernels->sums(&bins.points, limits->n, &sums);
        const double last_step = step;
        if (!step_from(&bins.points, limits, &sums, &at, &step)) {
            return 0;
        }
        if (k > 0 && last_step != 0.0) {
            limits->third = (1.0 - curvature / at.curvature) / last_step;
        }
        curvature = at.curvature;
        limits->n += step;
    }
    return 1;
}

/* Moves to the maximum at a small step from at, all digits of which then count. */
static int settle(hopi_jpl_problem *problem, const hopi_jpl_profile *at, double step,
                  hopi_jpl_minimum *minimum)
{
    hopi_columns *columns = &minimum->columns;
    *minimum = (hopi_jpl_minimum){.best = *at, .minima = 1};
    problem->kernels->columns(&problem->points, step, problem->g, columns);
    minimum->best.n += step;
    minimum->best.amplitude = columns->along_h / columns->norm_h;
    minimum->best.plateau = problem->points.y_mean - minimum->best.amplitude * columns->g_mean;
    return minimum->best.plateau > 0.0 && is_clear(problem, at->explained);
}

/*
 * Sums in one pass lead near the maximum; the last step, taken by moving the powers, is
 * from centred sums.
 */
int hopi_jpl_search_clear(hopi_jpl_problem *problem, hopi_jpl_minimum *minimum)
{
    const double near = 4e-3, nearest = 8e-7;
    bracket limits = {0};
    if (!approach(problem, &limits)) {
        return 0;
    }
    hopi_jpl_profile at = {.n = limits.n};
    double step = INFINITY;
    for (int k = 0; k < MAX_STEPS; k++) {
        hopi_sums sums;
        const int is_last = fabs(step) < near;
        if (is_last) {
            problem->kernels->powers(&problem->points, at.n, problem->g);
            problem->kernels->centred_sums(&problem->points, problem->g, &sums);
        } else {
            problem->kernels->sums(&problem->points, at.n, &sums);
        }
        if (!step_from(&problem->points, &limits, &sums, &at, &step)) {
            return 0;
        }
        if (is_last && fabs(step) < nearest) {
            return settle(problem, &at, step, minimum);
        }
        at.n += step;
    }
    return 0;
}
