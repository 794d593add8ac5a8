/* SPDX-License-Identifier: BSD-3-Clause */
#include "huber.h"

#include <float.h>
#include <math.h>

#include <hop/arrhenius.h>

#include "math/order.h"

/* 95 % efficiency for normal errors (Huber 1964; Holland and Welsch 1977). */
static const double threshold = 1.345;
const double hopi_huber_variance = 1.0 / 0.95;

/* |median| of a normal deviate. */
static const double normal_median = 0.6744897501960817;

static double median(double *values, size_t count)
{
    hopi_sort(values, count);
    return hopi_median_of_sorted(values, count);
}

static int is_pooled(const hopi_estimator *e)
{
    return e->settings->method == HOP_ARRHENIUS_JOINT;
}

/* |whitened residual| of all numbers of a group; the largest response in *size. */
static size_t collect(const hopi_estimator *e, const double centred[4], size_t group,
                      double *out, double *size)
{
    size_t count = 0;
    *size = 0.0;
    for (size_t k = 0; k < e->count; k++) {
        double white[2];
        hopi_estimator_white(e, k, centred, white);
        for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
            if ((is_pooled(e) || line == group) && !hopi_estimator_is_limit(e, k, line)) {
                out[count++] = fabs(white[line]);
                const double w = hopi_estimator_whitening(e, k).w[line][line];
                *size = fmax(*size, w * fabs(e->response[2 * k + line]));
            }
        }
    }
    return count;
}

static size_t group_parameters(const hopi_estimator *e)
{
    return is_pooled(e) ? e->columns : 2;
}

/* Given errors are a scale of their own: 1. */
static double settle(const hopi_estimator *e, double scale)
{
    if (e->settings->method == HOP_ARRHENIUS_UNWEIGHTED
        || e->settings->birge == HOP_BIRGE_ALWAYS) {
        return scale;
    }
    return e->settings->birge == HOP_BIRGE_NEVER ? 1.0 : fmax(1.0, scale);
}

static double group_scale(const hopi_estimator *e, const double centred[4], size_t group,
                          double *buffer)
{
    double size;
    const size_t count = collect(e, centred, group, buffer, &size);
    const size_t parameters = group_parameters(e);
    if (count <= parameters) {
        return 1.0;
    }
    const double lost = (double)count / (double)(count - parameters);
    /* More than half of the points on the line leave nothing to measure it by. */
    const double least = 64.0 * DBL_EPSILON * size;
    return settle(e, fmax(least, sqrt(lost) * median(buffer, count) / normal_median));
}

void hopi_huber_scale(const hopi_estimator *e, const double centred[4], double *buffer,
                      double scale[2])
{
    scale[0] = group_scale(e, centred, 0, buffer);
    scale[1] = is_pooled(e) || !e->has_rate_line ? scale[0] : group_scale(e, centred, 1, buffer);
}

void hopi_huber_weights(hopi_estimator *e, const double centred[4], const double scale[2])
{
    for (size_t k = 0; k < e->count; k++) {
        double white[2];
        hopi_estimator_white(e, k, centred, white);
        for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
            if (!hopi_estimator_is_limit(e, k, line)) {
                const double u = fabs(white[line]) / scale[line];
                e->weight[2 * k + line] = u > threshold ? threshold / u : 1.0;
            }
        }
    }
}

size_t hopi_huber_downweighted(const hopi_estimator *e)
{
    size_t count = 0;
    for (size_t k = 0; k < e->count; k++) {
        for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
            count += !hopi_estimator_is_limit(e, k, line) && e->weight[2 * k + line] < 1.0;
        }
    }
    return count;
}

/* Huber, Robust Statistics (1981), eq. 6.5 of chapter 7, per unit of hopi_huber_variance. */
static double group_deviation(const hopi_estimator *e, const double centred[4], size_t group,
                              double scale)
{
    double squares = 0.0, inside = 0.0, count = 0.0;
    for (size_t k = 0; k < e->count; k++) {
        double white[2];
        hopi_estimator_white(e, k, centred, white);
        for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
            if ((is_pooled(e) || line == group) && !hopi_estimator_is_limit(e, k, line)) {
                const double psi = fmin(fabs(white[line]) / scale, threshold);
                squares += psi * psi;
                inside += psi < threshold;
                count += 1.0;
            }
        }
    }
    const double parameters = (double)group_parameters(e), dof = count - parameters;
    if (dof <= 0.0 || inside == 0.0) {
        return e->settings->method == HOP_ARRHENIUS_UNWEIGHTED ? NAN : scale;
    }
    const double share = inside / count;
    const double correction = 1.0 + parameters / count * (1.0 - share) / share;
    return scale * correction * sqrt(squares / dof) / share / sqrt(hopi_huber_variance);
}

void hopi_huber_deviation(const hopi_estimator *e, const double centred[4],
                          const double scale[2], double deviation[2])
{
    for (size_t group = 0; group < 2; group++) {
        const int is_given = e->settings->method != HOP_ARRHENIUS_UNWEIGHTED
                             && (e->settings->birge == HOP_BIRGE_NEVER
                                 || (e->settings->birge == HOP_BIRGE_SIGNIFICANT
                                     && scale[group] == 1.0));
        const double found = is_given ? 1.0 : group_deviation(e, centred, group, scale[group]);
        const int is_minimum = e->settings->method != HOP_ARRHENIUS_UNWEIGHTED
                               && e->settings->birge == HOP_BIRGE_SIGNIFICANT;
        deviation[group] = is_minimum ? fmax(1.0, found) : found;
    }
}
