/* SPDX-License-Identifier: BSD-3-Clause */
#include "lines.h"

#include <math.h>
#include <string.h>

#include <hop/arrhenius.h>

#include "censor.h"
#include "estimator.h"
#include "huber.h"
#include "likelihood.h"
#include "settle.h"

enum { MAX_PASSES = 3000, FULL_STEPS = 20, UPDATES = 100 };

/* A step below this share of a standard deviation is the end. */
static const double step_tolerance = 1e-10;

size_t hopi_lines_workspace(size_t count)
{
    return hopi_estimator_workspace(count);
}

/* Whether covariances depend on where the lines are. */
static int has_moving_errors(const hopi_estimator *e)
{
    int has = 0;
    for (size_t k = 0; k < e->count; k++) {
        const hopi_line_point *p = &e->points[k];
        has |= p->temperature_error > 0.0 || (p->has_rate && p->error_growth != 0.0);
    }
    return has && e->settings->method != HOP_ARRHENIUS_UNWEIGHTED;
}

/* What depends on the parameters: temperature errors, limits, robust weights. */
static void update(hopi_estimator *e, const double centred[4], int pass, hopi_lines *lines)
{
    /* Errors and a scale that move for ever could make the lines go in circles. */
    const int is_moving = pass <= UPDATES;
    if (is_moving) {
        const double *at = has_moving_errors(e) ? centred : NULL;
        hopi_estimator_set_covariance(e, at, at);
    }
    if (e->settings->loss == HOP_ARRHENIUS_LOSS_HUBER) {
        if (is_moving) {
            hopi_huber_scale(e, centred, e->matrix, lines->scale);
        }
        hopi_huber_weights(e, centred, lines->scale);
    }
    hopi_censor_update(e, centred);
}

static int iterate(hopi_estimator *e, double b[4], hopi_lines *lines)
{
    const int is_linear = !e->has_limits && e->settings->loss != HOP_ARRHENIUS_LOSS_HUBER
                          && !has_moving_errors(e);
    hopi_estimator_set_covariance(e, NULL, NULL);
    int info = hopi_estimator_make(e, &lines->rank, &lines->condition);
    hopi_estimator_apply(e, b);
    lines->is_converged = is_linear;
    if (info == 0 && hopi_estimator_is_likelihood(e)) {
        return hopi_likelihood_fit(e, b, lines);
    }
    for (int pass = 1; pass < MAX_PASSES && info == 0 && !lines->is_converged; pass++) {
        double next[4];
        update(e, b, pass, lines);
        info = hopi_estimator_make(e, &lines->rank, &lines->condition);
        hopi_estimator_apply(e, next);
        lines->is_converged = hopi_estimator_is_small_step(e, b, next, step_tolerance);
        const double share = pass <= FULL_STEPS || pass > UPDATES ? 1.0 : 0.5;
        for (size_t j = 0; j < 4; j++) {
            b[j] += share * (next[j] - b[j]);
        }
    }
    return info;
}

/*
 * The errors of a robust fit are those of the plain estimator times the price of
 * robustness, so that parameters and points have one joint covariance.
 */
static int make_plain(hopi_estimator *e, const double centred[4], const hopi_lines *lines)
{
    const double no_edge[2] = {INFINITY, INFINITY};
    int rank;
    double condition;
    hopi_huber_weights(e, centred, no_edge);
    const int info = hopi_estimator_make(e, &rank, &condition);
    hopi_huber_weights(e, centred, lines->scale);
    return info;
}

static void forget_rate_line(hopi_lines *lines)
{
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = HOPI_E_M; j < 4; j++) {
            lines->parameters[j] = NAN;
            lines->covariance[i][j] = lines->covariance[j][i] = NAN;
        }
    }
}

static size_t count_limits(const hopi_estimator *e)
{
    size_t limits = 0;
    for (size_t k = 0; k < e->count; k++) {
        limits += hopi_estimator_is_limit(e, k, 1) != 0;
    }
    return limits;
}

/* Trace of a point's block of the matrix that turns y into the lines at the points. */
static void fill_leverages(const hopi_estimator *e, hopi_line_point *points)
{
    for (size_t k = 0; k < e->count; k++) {
        const double from_mean = points[k].x - e->x_mean;
        points[k].leverage = 0.0;
        for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
            points[k].leverage += *hopi_estimator_at(e, 2 * line, k, line)
                                  - from_mean * *hopi_estimator_at(e, 2 * line + 1, k, line);
        }
    }
}

static void return_covariances(const hopi_estimator *e, hopi_line_point *points)
{
    for (size_t k = 0; k < e->count; k++) {
        const int has_rate = points[k].has_rate;
        for (int i = 0; i < 4; i++) {
            points[k].covariance[i / 2][i % 2] = i == 0 || has_rate ? e->covariance[4 * k + i]
                                                                    : NAN;
        }
    }
}

int hopi_lines_fit(size_t count, hopi_line_point *points, const hopi_lines_settings *settings,
                   double *cross, double *workspace, hopi_lines *lines)
{
    hopi_estimator e = hopi_estimator_open(count, points, settings, workspace);
    double b[4];
    *lines = (hopi_lines){.has_rate_line = e.has_rate_line, .scale = {1.0, 1.0},
                           .interval_dof = {INFINITY, INFINITY}, .deviance = NAN};
    int info = iterate(&e, b, lines);
    if (info == 0) {
        fill_leverages(&e, points);
    }
    if (info == 0 && settings->loss == HOP_ARRHENIUS_LOSS_HUBER) {
        lines->downweighted = hopi_huber_downweighted(&e);
        info = make_plain(&e, b, lines);
    }
    if (info != 0) {
        return info;
    }
    lines->limits = count_limits(&e);
    memcpy(lines->parameters, b, sizeof b);
    hopi_settle_scatter(&e, b, lines);
    hopi_settle_covariances(&e, b, lines);
    hopi_estimator_uncentre(&e, lines->parameters);
    hopi_settle_propagate(&e, cross, lines);
    hopi_settle_offset(&e, b, cross, lines);
    return_covariances(&e, points);
    if (!lines->has_rate_line) {
        forget_rate_line(lines);
    }
    return 0;
}

int hopi_lines_interval(size_t count, const hopi_line_point *points,
                        const hopi_lines_settings *settings, const hopi_lines *lines,
                        const double c[4], double rise, double *workspace, double *lower,
                        double *upper)
{
    hopi_estimator e = hopi_estimator_open(count, points, settings, workspace);
    double centred[4], of_centred[4];
    for (size_t j = 0; j < 4; j += 2) {
        centred[j] = lines->parameters[j + 1] - e.x_mean * lines->parameters[j];
        centred[j + 1] = lines->parameters[j];
        of_centred[j] = c[j + 1];
        of_centred[j + 1] = c[j] + e.x_mean * c[j + 1];
    }
    return hopi_likelihood_interval(&e, centred, of_centred, rise, lower, upper);
}
