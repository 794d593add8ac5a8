/* SPDX-License-Identifier: BSD-3-Clause */
#include "curves.h"

#include <math.h>

#include "base/constants.h"
#include "math/least_squares.h"

enum { NODES = 240, SECTIONS = 70, COLUMNS = HOPI_CURVE_MAX_PARAMETERS };

static const double golden_share = 0.6180339887498949;

size_t hopi_curve_workspace(size_t count)
{
    return count * (2 * COLUMNS + 1) + 5 * COLUMNS + count;
}

static size_t linear_parameters(hopi_curve_kind kind)
{
    return kind == HOPI_CURVE_SEGMENTS ? 3 : 2;
}

/* Derivatives of y by the linear coefficients. */
static void basis(hopi_curve_kind kind, double theta, double x, double out[3])
{
    out[HOPI_CURVE_LEVEL] = 1.0;
    switch (kind) {
    case HOPI_CURVE_LINE:
        out[HOPI_CURVE_FIRST] = -x;
        break;
    case HOPI_CURVE_VFT:
        out[HOPI_CURVE_FIRST] = -1.0 / (1.0 / (HOPI_BOLTZMANN_EV_PER_K * x) - theta);
        break;
    case HOPI_CURVE_SEGMENTS:
        out[HOPI_CURVE_FIRST] = -fmin(x - theta, 0.0);
        out[HOPI_CURVE_SECOND] = -fmax(x - theta, 0.0);
        break;
    }
}

/* Derivative of y by θ. */
static double slope_of_theta(const hopi_curve *curve, double x)
{
    const double theta = curve->values[curve->parameters - 1];
    if (curve->kind == HOPI_CURVE_VFT) {
        const double distance = 1.0 / (HOPI_BOLTZMANN_EV_PER_K * x) - theta;
        return -curve->values[HOPI_CURVE_FIRST] / (distance * distance);
    }
    return curve->values[x < theta ? HOPI_CURVE_FIRST : HOPI_CURVE_SECOND];
}

double hopi_curve_at(const hopi_curve *curve, double x)
{
    double terms[3] = {0.0}, sum = 0.0;
    basis(curve->kind, curve->values[curve->parameters - 1], x, terms);
    for (size_t j = 0; j < linear_parameters(curve->kind); j++) {
        sum += curve->values[j] * terms[j];
    }
    return sum;
}

/* The best coefficients for one θ. */
static int solve(const hopi_curve_data *data, double theta, double *workspace, hopi_curve *curve)
{
    const size_t n = data->count, columns = linear_parameters(curve->kind);
    double *matrix = workspace, *inverse = matrix + COLUMNS * n;
    for (size_t k = 0; k < n; k++) {
        double terms[3];
        basis(curve->kind, theta, data->x[k], terms);
        for (size_t j = 0; j < columns; j++) {
            matrix[k + j * n] = terms[j] / data->sd[k];
        }
    }
    hopi_least_squares_quality quality;
    const int info = hopi_pseudo_inverse(n, columns, matrix, inverse, inverse + COLUMNS * n,
                                         &quality);
    if (info != 0) {
        return info;
    }
    for (size_t j = 0; j < columns; j++) {
        curve->values[j] = 0.0;
        for (size_t k = 0; k < n; k++) {
            curve->values[j] += inverse[j + k * columns] * data->y[k] / data->sd[k];
        }
    }
    if (curve->parameters > columns) {
        curve->values[columns] = theta;
    }
    curve->rss = 0.0;
    for (size_t k = 0; k < n; k++) {
        const double r = (data->y[k] - hopi_curve_at(curve, data->x[k])) / data->sd[k];
        curve->rss += r * r;
    }
    return 0;
}

/* Range of θ: 0 to close under the lowest temperature, or inside the inner points. */
static void theta_range(const hopi_curve_data *data, hopi_curve_kind kind, double *low,
                        double *high)
{
    const double closest = 0.999;
    const size_t n = data->count;
    if (kind == HOPI_CURVE_VFT) {
        *low = 0.0;
        *high = closest / (HOPI_BOLTZMANN_EV_PER_K * data->x[n - 1]);
        return;
    }
    size_t first = 0, last = n - 1;
    while (data->x[first] == data->x[0]) {
        first++;
    }
    while (data->x[last] == data->x[n - 1]) {
        last--;
    }
    *low = data->x[first];
    *high = data->x[last];
}

/* Scans θ, then golden sections about the best node; the best θ is left in the curve. */
static int search(const hopi_curve_data *data, double low, double high, double *workspace,
                  hopi_curve *curve)
{
    const double step = (high - low) / (NODES - 1);
    double best = INFINITY, at = low;
    for (int j = 0; j < NODES; j++) {
        const double theta = j == NODES - 1 ? high : low + j * step;
        const int info = solve(data, theta, workspace, curve);
        if (info != 0) {
            return info;
        }
        if (curve->rss < best) {
            best = curve->rss;
            at = theta;
        }
    }
    double a = fmax(low, at - step), b = fmin(high, at + step);
    for (int k = 0; k < SECTIONS; k++) {
        const double left = b - golden_share * (b - a), right = a + golden_share * (b - a);
        int info = solve(data, left, workspace, curve);
        const double rss_left = curve->rss;
        info = info != 0 ? info : solve(data, right, workspace, curve);
        if (info != 0) {
            return info;
        }
        const double lower = fmin(rss_left, curve->rss);
        if (lower < best) {
            best = lower;
            at = rss_left < curve->rss ? left : right;
        }
        if (rss_left < curve->rss) {
            b = right;
        } else {
            a = left;
        }
    }
    curve->is_at_bound = at == low || at == high;
    return solve(data, at, workspace, curve);
}

/* (JᵀJ)⁻¹ of the coefficients and, unless it rests at a bound, of θ. */
static int propagate(const hopi_curve_data *data, double *workspace, hopi_curve *curve)
{
    const size_t n = data->count, linear = linear_parameters(curve->kind);
    const size_t columns = curve->is_at_bound ? linear : curve->parameters;
    double *matrix = workspace, *inverse = matrix + COLUMNS * n;
    for (size_t k = 0; k < n; k++) {
        double terms[3];
        basis(curve->kind, curve->values[curve->parameters - 1], data->x[k], terms);
        for (size_t j = 0; j < columns; j++) {
            const double term = j < linear ? terms[j] : slope_of_theta(curve, data->x[k]);
            matrix[k + j * n] = term / data->sd[k];
        }
    }
    hopi_least_squares_quality quality;
    const int info = hopi_pseudo_inverse(n, columns, matrix, inverse, inverse + COLUMNS * n,
                                         &quality);
    if (info != 0) {
        return info;
    }
    curve->rank = quality.rank + (curve->is_at_bound ? 1 : 0);
    curve->condition = quality.condition;
    for (size_t j = 0; j < COLUMNS; j++) {
        curve->variances[j] = NAN;
        for (size_t k = 0; j < columns && quality.rank == (int)columns && k < n; k++) {
            const double p = inverse[j + k * columns];
            curve->variances[j] = (k > 0 ? curve->variances[j] : 0.0) + p * p;
        }
    }
    return 0;
}

int hopi_curve_fit(const hopi_curve_data *data, hopi_curve_kind kind, double *workspace,
                   hopi_curve *curve)
{
    *curve = (hopi_curve){.kind = kind, .parameters = linear_parameters(kind)};
    int info;
    if (kind == HOPI_CURVE_LINE) {
        info = solve(data, 0.0, workspace, curve);
    } else {
        double low, high;
        curve->parameters++;
        theta_range(data, kind, &low, &high);
        info = search(data, low, high, workspace, curve);
    }
    return info != 0 ? info : propagate(data, workspace, curve);
}
