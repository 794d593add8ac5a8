/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "solve.h"

/*
 * Distance of the scan's nodes. The profile of a power law over a few decades
 * changes over Δn ≈ 1/(range of L) ≈ 0.1, so no pair of minima fits in between.
 */
static const double node_distance = 0.03;

enum { MAX_ITERATIONS = 200 };

static hopi_jpl_profile evaluate(hopi_jpl_problem *problem, double n)
{
    hopi_jpl_powers(problem, n, problem->g);
    return hopi_jpl_profile_at(problem, n, problem->g);
}

/*
 * Newton's method on dE/dn inside a bracket with dE/dn ≥ 0 at its lower and
 * ≤ 0 at its upper end; a step that leaves the bracket, or one from where E is
 * not concave, is a bisection instead. The kink where a constraint becomes
 * active has a continuous first derivative, so the bracket survives it. Where
 * E is zero (no dispersion) the maximum is on the side that is not.
 */
static hopi_jpl_profile refine(hopi_jpl_problem *problem, const hopi_jpl_profile *left,
                               const hopi_jpl_profile *right)
{
    const double settled = 1e-9;
    double low = left->n, high = right->n;
    double n = 0.5 * (low + high);
    hopi_jpl_profile profile = evaluate(problem, n);
    for (int k = 0; k < MAX_ITERATIONS; k++) {
        const int is_flat = profile.regime == HOPI_JPL_CONSTANT;
        const int is_below = is_flat ? left->regime == HOPI_JPL_CONSTANT : profile.slope > 0.0;
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

typedef struct search_state {
    hopi_jpl_problem *problem;
    hopi_jpl_minimum minimum;
} search_state;

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

/* A maximum of E between two nodes. */
static void search_interval(search_state *state, const hopi_jpl_profile *left,
                            const hopi_jpl_profile *right)
{
    /* A node may be the maximum itself: its slope is then zero to the last bit. */
    const int is_flat_left = left->regime == HOPI_JPL_CONSTANT;
    const int is_flat = is_flat_left && right->regime == HOPI_JPL_CONSTANT;
    const int rises_at_left = left->slope > 0.0 || is_flat_left;
    const int falls_at_right = right->slope <= 0.0;
    if (rises_at_left && falls_at_right && !is_flat) {
        const hopi_jpl_profile found = refine(state->problem, left, right);
        offer(state, &found, 0, 0);
    }
}

/* The powers of the nodes by multiplication: the whole scan costs two exp passes. */
static void start_scan(hopi_jpl_problem *problem, double step)
{
    hopi_jpl_powers(problem, step, problem->ratio);
    hopi_jpl_powers(problem, problem->n_min, problem->scan);
}

static hopi_jpl_profile next_node(hopi_jpl_problem *problem, double n)
{
    for (size_t k = 0; k < problem->count; k++) {
        problem->scan[k] *= problem->ratio[k];
    }
    return hopi_jpl_profile_at(problem, n, problem->scan);
}

hopi_jpl_minimum hopi_jpl_search(hopi_jpl_problem *problem)
{
    search_state state = {.problem = problem};
    const double range = problem->n_max - problem->n_min;
    const int intervals = (int)ceil(range / node_distance);
    start_scan(problem, range / intervals);
    hopi_jpl_profile left = hopi_jpl_profile_at(problem, problem->n_min, problem->scan);
    if (left.slope <= 0.0 && left.regime != HOPI_JPL_CONSTANT) {
        offer(&state, &left, 1, 0);
    }
    for (int j = 1; j <= intervals; j++) {
        const double n = j == intervals ? problem->n_max
                                        : problem->n_min + range * j / intervals;
        const hopi_jpl_profile right = next_node(problem, n);
        search_interval(&state, &left, &right);
        left = right;
    }
    if (left.slope > 0.0 || state.minimum.minima == 0) {
        const int has_dispersion = left.slope > 0.0;
        left = evaluate(problem, problem->n_max);
        offer(&state, &left, 0, has_dispersion);
    }
    hopi_jpl_powers(problem, state.minimum.best.n, problem->g);
    return state.minimum;
}
