/* SPDX-License-Identifier: BSD-3-Clause */
#include "peak.h"

#include <math.h>

#include <hop/quantity.h>

#include "math/distributions.h"

enum { TERMS = 4, FEWEST = 7, CENTRINGS = 3 };

/*
 * How far to both sides of the maximum, in ln f: noise may hide it among the nearest
 * points, and a cubic cannot follow more than these.
 */
static const double half_widths[] = {0.5 * 2.302585092994046, 0.75 * 2.302585092994046,
                                     1.0 * 2.302585092994046};
static const double sparsest_span = 1.5 * 2.302585092994046; /* of as few points as there may be */
enum { WIDTHS = sizeof half_widths / sizeof half_widths[0] };

/* Points first … end − 1 about a centre, and a cubic through them in u = x − centre. */
typedef struct local_fit {
    size_t first, end;
    double centre, half_width;
    double basis[TERMS][TERMS]; /* orthogonal polynomials, by the powers of u */
    double norm[TERMS];         /* sums of their squares over the points */
    double weight[TERMS];       /* their shares of the cubic */
    double variance, dof;       /* of a point about it */
} local_fit;

static double polynomial(const double a[TERMS], double u)
{
    return a[0] + u * (a[1] + u * (a[2] + u * a[3]));
}

static double slope(const double a[TERMS], double u)
{
    return a[1] + u * (2.0 * a[2] + u * 3.0 * a[3]);
}

/* The points within the width, at least FEWEST; 0 if these are too far apart. */
static int choose_points(size_t count, const double *x, local_fit *l)
{
    if (count < FEWEST) {
        return 0;
    }
    l->first = 0;
    l->end = count;
    while (l->end - l->first > FEWEST) {
        const double below = l->centre - x[l->first], above = x[l->end - 1] - l->centre;
        if (fmax(below, above) <= l->half_width * (1.0 + 1e-9)) {
            return 1;
        }
        if (below > above) {
            l->first++;
        } else {
            l->end--;
        }
    }
    return x[l->end - 1] - x[l->first] <= sparsest_span;
}

/* Orthogonal polynomials over the points (Forsythe 1957): their shares are uncorrelated. */
static void fit_cubic(const double *x, const double *y, local_fit *l)
{
    for (int j = 0; j < TERMS; j++) {
        double *q = l->basis[j];
        for (int i = 0; i < TERMS; i++) {
            q[i] = j == 0 ? i == 0 : i == 0 ? 0.0 : l->basis[j - 1][i - 1];
        }
        for (int before = j - 1; before >= 0; before--) {
            double product = 0.0;
            for (size_t k = l->first; k < l->end; k++) {
                const double u = x[k] - l->centre;
                product += polynomial(q, u) * polynomial(l->basis[before], u);
            }
            for (int i = 0; i < TERMS; i++) {
                q[i] -= product / l->norm[before] * l->basis[before][i];
            }
        }
        l->norm[j] = l->weight[j] = 0.0;
        for (size_t k = l->first; k < l->end; k++) {
            const double value = polynomial(q, x[k] - l->centre);
            l->norm[j] += value * value;
            l->weight[j] += value * y[k];
        }
        l->weight[j] /= l->norm[j];
    }
}

static void powers(const local_fit *l, double a[TERMS])
{
    for (int i = 0; i < TERMS; i++) {
        a[i] = 0.0;
        for (int j = 0; j < TERMS; j++) {
            a[i] += l->weight[j] * l->basis[j][i];
        }
    }
}

static void measure_scatter(const double *x, const double *y, const double a[TERMS],
                            local_fit *l)
{
    double rss = 0.0;
    for (size_t k = l->first; k < l->end; k++) {
        const double residual = y[k] - polynomial(a, x[k] - l->centre);
        rss += residual * residual;
    }
    l->dof = (double)(l->end - l->first) - TERMS;
    l->variance = rss / l->dof;
}

/* Standard error of the slope of the cubic at u. */
static double slope_error(const local_fit *l, double u)
{
    double sum = 0.0;
    for (int j = 1; j < TERMS; j++) {
        const double d = slope(l->basis[j], u);
        sum += d * d / l->norm[j];
    }
    return sqrt(l->variance * sum);
}

/* Where the slope falls through zero: the root of 3a₃u² + 2a₂u + a₁ with a₂ + 3a₃u < 0. */
static double maximum_of(const double a[TERMS])
{
    const double discriminant = a[2] * a[2] - 3.0 * a[3] * a[1];
    return discriminant > 0.0 ? a[1] / (sqrt(discriminant) - a[2]) : NAN;
}

/*
 * The nearest points beside the maximum where the slope is sure to be above zero, at
 * its left, and below, at its right; NaN: there is none. Without a maximum: the last
 * and the first of all points.
 */
static void bracket(const double *x, const double a[TERMS], const local_fit *l, double t,
                    double *rising, double *falling)
{
    const double at = l->centre + maximum_of(a);
    *rising = *falling = NAN;
    for (size_t k = l->first; k < l->end; k++) {
        const double u = x[k] - l->centre, bound = t * slope_error(l, u);
        if (slope(a, u) > bound && !(x[k] > at)) {
            *rising = x[k];
        }
        if (slope(a, u) < -bound && !(x[k] < at) && isnan(*falling)) {
            *falling = x[k];
        }
    }
}

static hopi_hopping_estimate judge(const double *x, const double a[TERMS], const local_fit *l)
{
    double rising, falling;
    const double u = maximum_of(a), at = l->centre + u;
    bracket(x, a, l, hopi_student_quantile(0.975, l->dof), &rising, &falling);
    if (rising < at && at < falling) {
        return (hopi_hopping_estimate){
            .state = HOP_STATE_MEASURED,
            .ln_f = at,
            .standard_error = slope_error(l, u) / (-2.0 * a[2] - 6.0 * a[3] * u),
        };
    }
    bracket(x, a, l, hopi_student_quantile(0.95, l->dof), &rising, &falling);
    if (isnan(rising) == isnan(falling)) {
        return (hopi_hopping_estimate){HOP_STATE_NONE, NAN, NAN};
    }
    return isnan(falling) ? (hopi_hopping_estimate){HOP_STATE_LOWER_LIMIT, rising, NAN}
                          : (hopi_hopping_estimate){HOP_STATE_UPPER_LIMIT, falling, NAN};
}

static hopi_peak peak_within(size_t count, const double *x, const double *y, double centre,
                             double half_width)
{
    hopi_peak peak = {.estimate = {HOP_STATE_NONE, NAN, NAN}, .dof = NAN};
    local_fit l = {.centre = centre, .half_width = half_width};
    double a[TERMS];
    for (int i = 0; i < CENTRINGS; i++) {
        if (!choose_points(count, x, &l)) {
            return peak;
        }
        fit_cubic(x, y, &l);
        powers(&l, a);
        const double move = maximum_of(a);
        if (i + 1 < CENTRINGS && fabs(move) <= half_width) {
            l.centre += move;
        }
    }
    measure_scatter(x, y, a, &l);
    peak.estimate = judge(x, a, &l);
    peak.dof = l.dof;
    return peak;
}

hopi_peak hopi_hopping_peak(size_t count, const double *x, const double *y)
{
    hopi_peak best = {.estimate = {HOP_STATE_NONE, NAN, NAN}, .dof = NAN};
    size_t highest = 0;
    for (size_t k = 1; k < count; k++) {
        highest = y[k] > y[highest] ? k : highest;
    }
    for (size_t i = 0; i < WIDTHS && count > 0; i++) {
        const hopi_peak peak = peak_within(count, x, y, x[highest], half_widths[i]);
        if (peak.estimate.state == HOP_STATE_MEASURED) {
            return peak;
        }
        best = best.estimate.state == HOP_STATE_NONE ? peak : best;
    }
    return best;
}
