/* SPDX-License-Identifier: BSD-3-Clause */
#include "likelihood.h"

#include <math.h>
#include <string.h>

#include "censor.h"

enum { MAX_PASSES = 300, HALVINGS = 40, SETTLINGS = 50, WIDENINGS = 30, SECTIONS = 60 };

/* Steps below this share of a standard deviation are the end. */
static const double precision = 1e-10, settled = 1e-7;

/* A linear combination of the centred parameters that is held; c NULL: none. */
typedef struct constraint {
    const double *c;
    double value;
} constraint;

/* −2 ln L but for a constant; covariances, responses and weights are then those at b. */
static double deviance_at(hopi_estimator *e, const double b[4], const double *slopes_at)
{
    hopi_estimator_set_covariance(e, b, slopes_at);
    double deviance = hopi_censor_update(e, b);
    for (size_t k = 0; k < e->count; k++) {
        double white[2];
        hopi_estimator_white(e, k, b, white);
        deviance += white[0] * white[0];
        if (!hopi_estimator_is_limit(e, k, 1) || hopi_estimator_has_curve(e, k)) {
            deviance += white[1] * white[1];
        }
    }
    return deviance;
}

static double dot(const double a[4], const double b[4])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
}

/* out = S c, with S the inverse of the information; answers c·S c. */
static double times_covariance(const hopi_estimator *e, const double c[4], double out[4])
{
    memset(out, 0, 4 * sizeof *out);
    for (size_t row = 0; row < e->rows; row++) {
        const double *column = e->inverse + row * e->columns;
        const double product = dot(column, c);
        for (size_t j = 0; j < 4; j++) {
            out[j] += product * column[j];
        }
    }
    return dot(c, out);
}

/* The nearest b, in the metric of the information, that meets the constraint. */
static void meet(const hopi_estimator *e, constraint held, double b[4])
{
    double along[4];
    if (held.c) {
        const double variance = times_covariance(e, held.c, along);
        const double share = (held.value - dot(held.c, b)) / variance;
        for (size_t j = 0; j < 4; j++) {
            b[j] += share * along[j];
        }
    }
}

/* A step towards next, halved until the deviance falls; 0: it does not. */
static int step_down(hopi_estimator *e, const double *slopes_at, const double next[4], double b[4],
                     double *deviance)
{
    double share = 1.0;
    for (int k = 0; k < HALVINGS; k++, share *= 0.5) {
        double trial[4];
        for (size_t j = 0; j < 4; j++) {
            trial[j] = b[j] + share * (next[j] - b[j]);
        }
        const double lower = deviance_at(e, trial, slopes_at);
        if (lower < *deviance) {
            *deviance = lower;
            memcpy(b, trial, sizeof trial);
            return 1;
        }
    }
    deviance_at(e, b, slopes_at);
    return 0;
}

/*
 * Gauss-Newton. b must meet the constraint; the estimator is left made at the result. Where
 * no way down is left b is the minimum to rounding.
 */
static int descend(hopi_estimator *e, double b[4], const double *slopes_at, constraint held,
                   hopi_lines *lines)
{
    lines->is_converged = 0;
    lines->deviance = deviance_at(e, b, slopes_at);
    int info = hopi_estimator_make(e, &lines->rank, &lines->condition);
    for (int pass = 0; pass < MAX_PASSES && info == 0 && !lines->is_converged; pass++) {
        double next[4];
        hopi_estimator_apply(e, next);
        meet(e, held, next);
        lines->is_converged = hopi_estimator_is_small_step(e, b, next, precision)
                              || !step_down(e, slopes_at, next, b, &lines->deviance);
        info = hopi_estimator_make(e, &lines->rank, &lines->condition);
    }
    return info;
}

/*
 * The deviance can have more than one minimum, as a curve is flat far from its spectrum:
 * a coarse look around the lines of the numbers, in units of their errors.
 */
static void find_start(hopi_estimator *e, double b[4], const double *slopes_at)
{
    const double energy[4] = {0.0, 0.0, 0.0, 1.0}, level[4] = {0.0, 0.0, 1.0, 0.0};
    double with_energy[4], with_level[4], best[4];
    const double variance = times_covariance(e, energy, with_energy);
    const double at_mean = times_covariance(e, level, with_level);
    /* Where the line is known best, and how well. */
    const double from_mean = with_energy[2] / variance;
    const double error = sqrt(fmax(at_mean - from_mean * with_energy[2], 0.0));
    const double known = b[2] - b[3] * from_mean;
    double least = deviance_at(e, b, slopes_at);
    memcpy(best, b, sizeof best);
    for (int i = -6; i <= 20; i++) {
        for (int j = -4; j <= 4; j++) {
            double trial[4] = {b[0], b[1], 0.0, b[3] + i * sqrt(variance)};
            trial[2] = known + j * error + trial[3] * from_mean;
            const double deviance = deviance_at(e, trial, slopes_at);
            if (deviance < least) {
                least = deviance;
                memcpy(best, trial, sizeof best);
            }
        }
    }
    memcpy(b, best, sizeof best);
}

int hopi_likelihood_fit(hopi_estimator *e, double centred[4], hopi_lines *lines)
{
    const constraint none = {NULL, 0.0};
    double slopes_at[4];
    memcpy(slopes_at, centred, sizeof slopes_at);
    find_start(e, centred, slopes_at);
    int info = 0, is_settled = 0;
    for (int k = 0; k < SETTLINGS && info == 0 && !is_settled; k++) {
        memcpy(slopes_at, centred, sizeof slopes_at);
        info = descend(e, centred, slopes_at, none, lines);
        is_settled = hopi_estimator_is_small_step(e, slopes_at, centred, settled);
    }
    lines->is_converged = lines->is_converged && is_settled;
    return info;
}

/* The deviance with c·b held at a value, less the one that is looked for, as a root. */
static int excess_at(hopi_estimator *e, const double *slopes_at, constraint held, double least,
                     double rise, double b[4], double *excess)
{
    hopi_lines lines;
    meet(e, held, b);
    const int info = descend(e, b, slopes_at, held, &lines);
    *excess = sqrt(fmax(lines.deviance - least, 0.0)) - sqrt(rise);
    return info;
}

static int find_end(hopi_estimator *e, const double centred[4], constraint held, double least,
                    double rise, double step, double *end)
{
    const double start = held.value;
    double b[4], excess = -sqrt(rise), inside = start, inside_excess = excess;
    int info = 0, side = 0;
    memcpy(b, centred, sizeof b);
    for (int k = 0; k < WIDENINGS && info == 0 && excess < 0.0; k++, step *= 1.5) {
        inside_excess = excess;
        inside = held.value;
        held.value += step;
        info = excess_at(e, centred, held, least, rise, b, &excess);
    }
    double outside = held.value, outside_excess = excess;
    if (excess < 0.0) {
        *end = copysign(INFINITY, step);
        return info;
    }
    for (int k = 0; k < SECTIONS && info == 0 && outside_excess > 0.0
                    && fabs(outside - inside) > settled * fabs(outside - start); k++) {
        held.value = (inside * outside_excess - outside * inside_excess)
                     / (outside_excess - inside_excess);
        info = excess_at(e, centred, held, least, rise, b, &excess);
        if (fabs(excess) < settled * sqrt(rise)) {
            outside = held.value;
            break;
        }
        if (excess > 0.0) {
            outside = held.value;
            outside_excess = excess;
            inside_excess *= side < 0 ? 0.5 : 1.0;
            side = -1;
        } else {
            inside = held.value;
            inside_excess = excess;
            outside_excess *= side > 0 ? 0.5 : 1.0;
            side = 1;
        }
    }
    *end = outside;
    return info;
}

int hopi_likelihood_interval(hopi_estimator *e, const double centred[4], const double c[4],
                             double rise, double *lower, double *upper)
{
    hopi_lines lines;
    double along[4];
    const constraint held = {c, dot(c, centred)};
    const double least = deviance_at(e, centred, centred);
    int info = hopi_estimator_make(e, &lines.rank, &lines.condition);
    if (info != 0) {
        return info;
    }
    const double step = sqrt(rise * times_covariance(e, c, along));
    info = find_end(e, centred, held, least, rise, -step, lower);
    deviance_at(e, centred, centred);
    if (info == 0) {
        info = hopi_estimator_make(e, &lines.rank, &lines.condition);
    }
    return info != 0 ? info : find_end(e, centred, held, least, rise, step, upper);
}
