/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "solve.h"

enum { MAX_ITERATIONS = 200, MAX_NODES = 42 + HOPI_SCAN_NODES };

typedef struct search_state {
    hopi_jpl_problem *problem;
    double E[MAX_NODES]; /* explained at n_min + j step */
    double step;
    int last;
    hopi_jpl_minimum minimum;
} search_state;

static hopi_jpl_profile evaluate(hopi_jpl_problem *problem, double n)
{
    hopi_jpl_powers(problem, n, problem->g);
    return hopi_jpl_profile_at(problem, n, problem->g);
}

/*
 * Newton's method on dE/dn between low and high; a step that leaves the bracket, or one
 * from where E is not concave, is a bisection instead. The kink where a constraint becomes
 * active has a continuous first derivative, so the bracket survives it. Where E is zero
 * (no dispersion) the maximum is on the side of peak, a node where it is not.
 */
static hopi_jpl_profile refine(hopi_jpl_problem *problem, double low, double high, double peak,
                               double n)
{
    const double settled = 1e-9;
    hopi_jpl_profile profile = evaluate(problem, n);
    for (int k = 0; k < MAX_ITERATIONS; k++) {
        const int is_flat = profile.regime == HOPI_JPL_CONSTANT;
        const int is_below = is_flat ? n < peak : profile.slope > 0.0;
        if (is_below) {
            low = n;
        } else {
            high = n;
        }
        const double newton = n - profile.slope / profile.curvature;
        const int is_newton = profile.curvature < 0.0 && newton >= low && newton <= high;
        const double next = is_newton ? newton : 0.5 * (low + high);
        const double step = fabs(next - n);
        if (step == 0.0) {
            break;
        }
        n = next;
        profile = evaluate(problem, n);
        if (is_newton && step < settled) {
            break;
        }
    }
    return profile;
}

static void offer(search_state *state, const hopi_jpl_profile *candidate, int at_lower,
                  int at_upper)
{
    state->minimum.minima++;
    if (state->minimum.minima == 1 || candidate->explained > state->minimum.best.explained) {
        state->minimum.best = *candidate;
        state->minimum.at_lower = at_lower;
        state->minimum.at_upper = at_upper;
    }
}

/* E under both constraints: without a plateau the sums are those of g itself. */
static double explained_at(const hopi_points *points, const hopi_node *node)
{
    if (!(node->b > 0.0 && node->a > 0.0)) {
        return 0.0;
    }
    const double mean = points->y_mean, g = node->g_mean, C = points->c_sum;
    if (mean - node->b / node->a * g > 0.0) {
        return node->b * node->b / node->a;
    }
    const double gg = node->a + C * g * g, gy = node->b + C * g * mean;
    return gy * gy / gg - C * mean * mean;
}

static void scan(search_state *state)
{
    const hopi_jpl_problem *problem = state->problem;
    const double range = problem->n_max - problem->n_min;
    state->last = (int)ceil(range / HOPI_NODE_DISTANCE);
    state->step = range / state->last;
    hopi_node nodes[MAX_NODES];
    problem->kernels->scan(&problem->points, problem->n_min, state->step, state->last + 1,
                           problem->scan, problem->ratio, nodes);
    for (int j = 0; j <= state->last; j++) {
        state->E[j] = explained_at(&problem->points, &nodes[j]);
    }
}

static double node_at(const search_state *state, int j)
{
    const hopi_jpl_problem *problem = state->problem;
    return j == state->last ? problem->n_max : problem->n_min + j * state->step;
}

/* A node that is not below its neighbours: the maximum is on a bound or between them. */
static void search_near(search_state *state, int j)
{
    hopi_jpl_problem *problem = state->problem;
    const double peak = node_at(state, j);
    if (j == 0 || j == state->last) {
        const hopi_jpl_profile end = evaluate(problem, peak);
        if (end.regime != HOPI_JPL_CONSTANT && (j == 0 ? end.slope <= 0.0 : end.slope > 0.0)) {
            offer(state, &end, j == 0, j != 0);
            return;
        }
    }
    const double low = node_at(state, j > 0 ? j - 1 : 0);
    const double high = node_at(state, j < state->last ? j + 1 : j);
    double n = 0.5 * (low + high);
    if (j > 0 && j < state->last) {
        const double left = state->E[j - 1], right = state->E[j + 1];
        const double bend = left + right - 2.0 * state->E[j];
        n = bend < 0.0 ? peak + 0.5 * (left - right) / bend * state->step : peak;
    }
    const hopi_jpl_profile found = refine(problem, low, high, peak, n);
    offer(state, &found, 0, 0);
}

/* All minima in the range, whatever the data are. */
static void search_everywhere(hopi_jpl_problem *problem, hopi_jpl_minimum *minimum)
{
    search_state state = {.problem = problem};
    scan(&state);
    for (int j = 0; j <= state.last; j++) {
        const double E = state.E[j];
        const int rises = j == 0 || E > state.E[j - 1];
        const int falls = j == state.last || E >= state.E[j + 1];
        if (E > 0.0 && rises && falls) {
            search_near(&state, j);
        }
    }
    if (state.minimum.minima == 0) {
        const hopi_jpl_profile flat = evaluate(problem, problem->n_max);
        offer(&state, &flat, 0, 0);
    }
    hopi_jpl_powers(problem, state.minimum.best.n, problem->g);
    problem->kernels->columns(&problem->points, problem->g, &state.minimum.columns);
    *minimum = state.minimum;
    minimum->rss = NAN;
}

void hopi_jpl_search(hopi_jpl_problem *problem, hopi_jpl_minimum *minimum)
{
    if (!hopi_jpl_search_clear(problem, minimum)) {
        search_everywhere(problem, minimum);
    }
}
