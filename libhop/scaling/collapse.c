/* SPDX-License-Identifier: BSD-3-Clause */
#include "collapse.h"

#include <math.h>

/* Over this distance from its ends, a quarter of a decade in ln, a curve fades in. */
static const double fade = 0.57564627324851148;
static const double alpha_limit = 8.0;

/* Sums over the other curves at the points of one. */
typedef struct others {
    double *weight, *mean, *noise; /* Σw, Σ w y, Σ w² c */
} others;

size_t hopi_collapse_workspace(size_t count, size_t most_points)
{
    return count + 3 * most_points;
}

/* Lagrange's polynomial through the four points around x; noise: the sum of its squared weights. */
static double interpolate(const hopi_isotherm *c, size_t interval, double x, double *noise)
{
    const size_t order = c->count < 4 ? c->count : 4;
    size_t first = interval > 0 ? interval - 1 : 0;
    first = first + order > c->count ? c->count - order : first;
    double value = 0.0;
    *noise = 0.0;
    for (size_t j = first; j < first + order; j++) {
        double weight = 1.0;
        for (size_t l = first; l < first + order; l++) {
            weight *= l == j ? 1.0 : (x - c->x[l]) / (c->x[j] - c->x[l]);
        }
        value += weight * c->y[j];
        *noise += weight * weight;
    }
    return value;
}

static void add_curve(const hopi_isotherm *target, const hopi_isotherm *c, const others *sums)
{
    size_t interval = 0;
    for (size_t p = 0; p < target->count; p++) {
        const double x = target->x[p] + target->shift - c->shift;
        const double from_start = x - c->x[0], to_end = c->x[c->count - 1] - x;
        const double distance = from_start < to_end ? from_start : to_end;
        if (distance <= 0.0) {
            continue;
        }
        while (c->x[interval + 1] < x) {
            interval++;
        }
        double noise;
        const double y = interpolate(c, interval, x, &noise);
        const double weight = distance < fade ? distance / fade : 1.0;
        sums->weight[p] += weight;
        sums->mean[p] += weight * y;
        sums->noise[p] += weight * weight * noise;
    }
}

static others sum_others(size_t count, const hopi_isotherm *curves, size_t i, size_t leave_out,
                         double *workspace)
{
    const size_t points = curves[i].count;
    const others sums = {workspace, workspace + points, workspace + 2 * points};
    for (size_t p = 0; p < 3 * points; p++) {
        workspace[p] = 0.0;
    }
    for (size_t k = 0; k < count; k++) {
        if (k != i && k != leave_out && curves[k].count > 1) {
            add_curve(&curves[i], &curves[k], &sums);
        }
    }
    return sums;
}

hopi_scatter hopi_collapse(size_t count, const hopi_isotherm *curves, size_t leave_out,
                           hopi_scatter *each, double *workspace)
{
    hopi_scatter total = {0};
    for (size_t i = 0; i < count; i++) {
        hopi_scatter own = {0};
        const others sums = sum_others(count, curves, i, leave_out, workspace);
        for (size_t p = 0; p < curves[i].count && i != leave_out; p++) {
            const double w = sums.weight[p];
            if (w <= 0.0) {
                continue;
            }
            const double difference = curves[i].y[p] - sums.mean[p] / w;
            const double variance = 1.0 + sums.noise[p] / (w * w);
            const double fading = w < 1.0 ? w : 1.0;
            own.sum += fading * difference * difference / variance;
            own.weight += fading;
            own.points++;
        }
        total.sum += own.sum;
        total.weight += own.weight;
        total.points += own.points;
        if (each) {
            each[i] = own;
        }
    }
    return total;
}

void hopi_collapse_mean(size_t count, const hopi_isotherm *curves, size_t i, double *mean,
                        double *workspace)
{
    const others sums = sum_others(count, curves, i, count, workspace);
    for (size_t p = 0; p < curves[i].count; p++) {
        const double w = sums.weight[p];
        mean[p] = w > 0.0 ? (curves[i].y[p] + sums.mean[p]) / (1.0 + w) : NAN;
    }
}

typedef struct search {
    size_t count, leave_out;
    hopi_isotherm *curves;
    double mean_ln_temperature;
    double *shifts; /* at α = 0 */
    double *workspace;
} search;

static void move(const search *s, double alpha)
{
    for (size_t i = 0; i < s->count; i++) {
        s->curves[i].shift = s->shifts[i]
                             + alpha * (s->curves[i].ln_temperature - s->mean_ln_temperature);
    }
}

static double scatter_at(const search *s, double alpha)
{
    move(s, alpha);
    const hopi_scatter total = hopi_collapse(s->count, s->curves, s->leave_out, NULL,
                                             s->workspace);
    return total.weight > 0.0 ? total.sum / total.weight : INFINITY;
}

/* Golden section; the smallest of a function that need not be smooth. */
static double smallest(const search *s, double low, double high, double tolerance)
{
    const double golden = 0.61803398874989485;
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = scatter_at(s, a), at_b = scatter_at(s, b);
    while (high - low > tolerance) {
        if (at_a <= at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - golden * (high - low);
            at_a = scatter_at(s, a);
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + golden * (high - low);
            at_b = scatter_at(s, b);
        }
    }
    return 0.5 * (low + high);
}

static double best_alpha(const search *s)
{
    const int nodes = 65;
    const double step = 2.0 * alpha_limit / (nodes - 1);
    int best = 0;
    double lowest = INFINITY;
    for (int k = 0; k < nodes; k++) {
        const double value = scatter_at(s, step * k - alpha_limit);
        if (value < lowest) {
            lowest = value;
            best = k;
        }
    }
    if (best == 0 || best == nodes - 1) {
        return NAN;
    }
    return smallest(s, step * (best - 1) - alpha_limit, step * (best + 1) - alpha_limit, 1e-6);
}

/* Sum of squares of ln T about its mean, over the curves that take part. */
static double spread(const search *s, size_t *used)
{
    double mean = 0.0, sum = 0.0;
    *used = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->curves[i].count > 0 && i != s->leave_out) {
            mean += s->curves[i].ln_temperature;
            (*used)++;
        }
    }
    mean /= *used > 0 ? (double)*used : 1.0;
    for (size_t i = 0; i < s->count; i++) {
        const double d = s->curves[i].ln_temperature - mean;
        sum += s->curves[i].count > 0 && i != s->leave_out ? d * d : 0.0;
    }
    return sum;
}

/* Jackknife over the curves, with the weights that make it unbiased in a regression on ln T. */
static double alpha_error(search *s, double alpha, double all, size_t used)
{
    double variance = 0.0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->curves[i].count == 0) {
            continue;
        }
        size_t left;
        s->leave_out = i;
        if (spread(s, &left) <= 0.0) {
            return NAN;
        }
        const double d = s->curves[i].ln_temperature - s->mean_ln_temperature;
        const double leverage = 1.0 / (double)used + d * d / all;
        const double change = smallest(s, alpha - 1.0, alpha + 1.0, 1e-4) - alpha;
        variance += (1.0 - leverage) * change * change;
    }
    return sqrt(variance);
}

hopi_alpha hopi_collapse_alpha(size_t count, hopi_isotherm *curves, double *workspace)
{
    hopi_alpha alpha = {NAN, NAN};
    search s = {count, count, curves, 0.0, workspace, workspace + count};
    size_t used;
    const double all = spread(&s, &used);
    for (size_t i = 0; i < count; i++) {
        s.shifts[i] = curves[i].shift;
        s.mean_ln_temperature += curves[i].count > 0
                                     ? curves[i].ln_temperature / (double)used
                                     : 0.0;
    }
    if (all > 0.0) {
        alpha.value = best_alpha(&s);
    }
    if (!isnan(alpha.value)) {
        alpha.error = alpha_error(&s, alpha.value, all, used);
    }
    for (size_t i = 0; i < count; i++) {
        curves[i].shift = s.shifts[i];
    }
    return alpha;
}
