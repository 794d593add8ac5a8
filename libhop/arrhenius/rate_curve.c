/* SPDX-License-Identifier: BSD-3-Clause */
#include "rate_curve.h"

#include <math.h>

#include "base/constants.h"

enum { NODES_BELOW = 17 };

static void place_nodes(hopi_rate_curve *curve, double centre, double width)
{
    const double step = 0.25;
    for (int j = 0; j < HOPI_RATE_NODES; j++) {
        curve->ln_f[j] = centre + width * sinh(step * (j - NODES_BELOW)) / step;
    }
}

static double smallest(const double *x)
{
    double least = x[0];
    for (int j = 1; j < HOPI_RATE_NODES; j++) {
        least = fmin(least, x[j]);
    }
    return least;
}

/* From sums of squares to the signed root, which a second minimum must not bend back. */
static void take_roots(hopi_rate_curve *curve, double least, double unit_variance)
{
    int at = 0;
    for (int j = 1; j < HOPI_RATE_NODES; j++) {
        at = curve->root[j] < curve->root[at] ? j : at;
    }
    for (int j = 0; j < HOPI_RATE_NODES; j++) {
        const double rise = sqrt(fmax(curve->root[j] - least, 0.0) / unit_variance);
        curve->root[j] = j < at ? -rise : rise;
    }
    for (int j = 1; j < HOPI_RATE_NODES; j++) {
        curve->root[j] = fmax(curve->root[j], curve->root[j - 1]);
    }
}

/* Slopes that keep the cubics between the nodes monotone (Fritsch and Butland 1984). */
static void take_slopes(hopi_rate_curve *curve)
{
    const int last = HOPI_RATE_NODES - 1;
    double before = 0.0, before_width = 0.0;
    for (int j = 0; j < last; j++) {
        const double width = curve->ln_f[j + 1] - curve->ln_f[j];
        const double secant = (curve->root[j + 1] - curve->root[j]) / width;
        const double share = (before_width + 2.0 * width) / (3.0 * (before_width + width));
        const double mean = share * secant + (1.0 - share) * before;
        curve->slope[j] = j == 0 ? secant : mean > 0.0 ? before * secant / mean : 0.0;
        before = secant;
        before_width = width;
    }
    curve->slope[last] = before;
}

void hopi_rate_curve_fill(hopi_rate_curve *curve, const hopi_jpl_region *region, double n_low,
                          double centre, double width, double unit_variance, int is_number)
{
    double ln_omega_p[HOPI_RATE_NODES];
    place_nodes(curve, centre, width);
    for (int j = 0; j < HOPI_RATE_NODES; j++) {
        ln_omega_p[j] = curve->ln_f[j] + log(2.0 * HOPI_PI);
    }
    hopi_jpl_region_rates(region, fmax(region->n_min, n_low), HOPI_RATE_NODES, ln_omega_p,
                          curve->root);
    if (is_number) {
        curve->root[NODES_BELOW] = region->rss;
    }
    take_roots(curve, smallest(curve->root), unit_variance);
    take_slopes(curve);
}

static int interval_of(const hopi_rate_curve *curve, double ln_f)
{
    int low = 0, high = HOPI_RATE_NODES - 1;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if (curve->ln_f[middle] <= ln_f) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

double hopi_rate_curve_at(const hopi_rate_curve *curve, double ln_f, double *slope)
{
    const int last = HOPI_RATE_NODES - 1;
    if (ln_f <= curve->ln_f[0]) {
        *slope = curve->slope[0];
        return curve->root[0] + curve->slope[0] * (ln_f - curve->ln_f[0]);
    }
    if (ln_f >= curve->ln_f[last]) {
        *slope = 0.0;
        return curve->root[last];
    }
    const int j = interval_of(curve, ln_f);
    const double width = curve->ln_f[j + 1] - curve->ln_f[j];
    const double t = (ln_f - curve->ln_f[j]) / width;
    const double rise = curve->root[j + 1] - curve->root[j];
    const double s0 = curve->slope[j] * width, s1 = curve->slope[j + 1] * width;
    *slope = (s0 + t * (6.0 * rise - 4.0 * s0 - 2.0 * s1
                        + t * 3.0 * (s0 + s1 - 2.0 * rise))) / width;
    return curve->root[j] + t * (s0 + t * (3.0 * rise - 2.0 * s0 - s1
                                           + t * (s0 + s1 - 2.0 * rise)));
}
