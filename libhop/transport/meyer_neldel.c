/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/meyer_neldel.h>

#include <math.h>
#include <string.h>

#include "arrhenius/handle.h"
#include "base/constants.h"
#include "math/distributions.h"
#include "math/york.h"

struct hop_compensation {
    hopi_allocator allocator;
    hopi_york_line line; /* errors Birge-scaled where flagged */
    size_t count;
    hopi_york_point *points;
    double dof, birge;
    int has_energy;
    uint32_t flags;
};

/* Covariances that were calculated are symmetric but for rounding. */
static int is_symmetric(const double v[4])
{
    return fabs(v[1] - v[2]) <= 1e-9 * sqrt(v[0] * v[3]);
}

/* v: the point's covariance as it was given. */
static hop_status check_point(hop_ctx *ctx, size_t k, const hopi_york_point *p, const double v[4])
{
    if (!isfinite(p->x) || !isfinite(p->y)) {
        return hopi_fail(ctx, HOP_ERR_NOT_FINITE, "sample %zu: (%g eV, %g), expected numbers",
                         k + 1, p->x, p->y);
    }
    const int is_exact_x = p->var_x == 0.0 && p->cov == 0.0;
    if (!isfinite(p->var_x) || !isfinite(p->var_y) || !is_symmetric(v) || !(p->var_y > 0.0)
        || !(is_exact_x || (p->var_x > 0.0 && p->var_x * p->var_y > p->cov * p->cov))) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "sample %zu: the covariance (%g, %g; %g, %g) is not symmetric and "
                         "positive definite",
                         k + 1, v[0], v[1], v[2], v[3]);
    }
    return HOP_OK;
}

static hop_status check_spread(hop_ctx *ctx, size_t n, const hopi_york_point *points)
{
    for (size_t k = 1; k < n; k++) {
        if (points[k].x != points[0].x) {
            return HOP_OK;
        }
    }
    return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                     "%zu samples, all of them at %g eV: a line needs two different energies", n,
                     points[0].x);
}

static hop_status check_birge(hop_ctx *ctx, int32_t birge)
{
    return birge >= HOP_BIRGE_NEVER && birge <= HOP_BIRGE_ALWAYS
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                           "Birge scaling %d: expected HOP_BIRGE_NEVER (1) to HOP_BIRGE_ALWAYS "
                           "(3)",
                           (int)birge);
}

static double quantile(const hop_compensation *c, double level)
{
    const double p = 0.5 + 0.5 * level;
    return c->flags & HOP_FLAG_BIRGE_SCALED ? hopi_student_quantile(p, c->dof)
                                            : hopi_normal_quantile(p);
}

/*
 * The slopes whose sum of squares is within the quantile's square of the best:
 * where x has errors the slope is not normal, and this holds where symmetric
 * intervals do not.
 */
static void slope_interval(const hop_compensation *c, double level, double *lower, double *upper)
{
    const double q = quantile(c, level);
    const double unit = c->flags & HOP_FLAG_BIRGE_SCALED ? c->line.chi2 / c->dof : 1.0;
    hopi_york_slopes_within(c->count, c->points, c->line.chi2 + q * q * unit, c->line.slope,
                            lower, upper);
}

static void judge(hop_compensation *c, int32_t birge)
{
    c->dof = (double)c->count - 2.0;
    c->birge = c->dof > 0.0 ? sqrt(c->line.chi2 / c->dof) : NAN;
    const double rival = hopi_chi2_quantile(0.95, 1.0);
    c->flags = c->line.second_chi2 - c->line.chi2 < rival ? HOP_FLAG_MULTIPLE_MINIMA : 0;
    c->flags |= c->dof > 0.0 ? 0 : HOP_FLAG_NO_DEGREES_OF_FREEDOM;
    const int is_significant = c->dof > 0.0
                               && c->line.chi2 > hopi_chi2_quantile(0.95, c->dof);
    c->flags |= is_significant ? HOP_FLAG_OVERDISPERSED : 0;
    if (c->dof > 0.0
        && (birge == HOP_BIRGE_ALWAYS || (birge == HOP_BIRGE_SIGNIFICANT && is_significant))) {
        const double factor = c->line.chi2 / c->dof;
        c->flags |= HOP_FLAG_BIRGE_SCALED;
        c->line.var_slope *= factor;
        c->line.var_intercept *= factor;
        c->line.cov *= factor;
    }
    double lower, upper;
    slope_interval(c, 0.95, &lower, &upper);
    c->has_energy = lower > 0.0 || upper < 0.0;
    c->flags |= c->has_energy ? 0 : HOP_FLAG_NOT_DETERMINED;
}

static hop_status fit(hop_ctx *ctx, size_t n, const hopi_york_point *points, int32_t birge,
                      hop_compensation **out)
{
    hop_status status = check_spread(ctx, n, points);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_compensation *c = hopi_allocate(allocator, 1, sizeof *c);
    hopi_york_point *copy = hopi_allocate(allocator, n, sizeof *copy);
    if (!c || !copy) {
        hopi_release(allocator, c);
        hopi_release(allocator, copy);
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    memcpy(copy, points, n * sizeof *copy);
    c->allocator = allocator;
    c->count = n;
    c->points = copy;
    hopi_york_fit(n, points, &c->line);
    if (!c->line.has_minimum) {
        hop_compensation_destroy(c);
        return hopi_fail(ctx, HOP_ERR_NO_CONVERGENCE,
                         "no finite slope is best: the energies do not differ by more than their "
                         "errors");
    }
    judge(c, birge);
    *out = c;
    return HOP_OK;
}

static hop_status check_call(hop_ctx *ctx, size_t n, const void *needed, int32_t birge)
{
    if (!needed) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (n < 2) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "%zu samples: a line needs two", n);
    }
    return check_birge(ctx, birge);
}

hop_status hop_meyer_neldel(hop_ctx *ctx, size_t n, const double *x_eV, const double *y,
                            const double *covariance, int32_t birge, hop_compensation **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    hop_status status = check_call(ctx, n, x_eV && y ? covariance : NULL, birge);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hopi_york_point *points = hopi_allocate(allocator, n, sizeof *points);
    if (!points) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t k = 0; k < n && status == HOP_OK; k++) {
        const double *v = covariance + 4 * k;
        points[k] = (hopi_york_point){x_eV[k], y[k], v[0], v[3], 0.5 * (v[1] + v[2])};
        status = check_point(ctx, k, &points[k], v);
    }
    status = status == HOP_OK ? fit(ctx, n, points, birge, out) : status;
    hopi_release(allocator, points);
    return status;
}

static hop_status point_of(hop_ctx *ctx, size_t k, const hop_arrhenius *a, int32_t energy,
                           hopi_york_point *out)
{
    if (!a) {
        return hopi_fail(ctx, HOP_ERR_NULL_ARGUMENT, "sample %zu is NULL", k + 1);
    }
    const int i = energy == HOP_E_A ? HOPI_E_A : HOPI_E_M;
    const hopi_lines *lines = &a->lines;
    const double v[4] = {lines->covariance[i][i], lines->covariance[i][i + 1],
                         lines->covariance[i + 1][i], lines->covariance[i + 1][i + 1]};
    *out = (hopi_york_point){lines->parameters[i], lines->parameters[i + 1], v[0], v[3],
                             0.5 * (v[1] + v[2])};
    if (isnan(out->x) || isnan(out->var_x)) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "sample %zu: %s %s not known", k + 1,
                         energy == HOP_E_A ? "E_a" : "E_m",
                         isnan(out->x) ? "is" : "has an error that is");
    }
    return check_point(ctx, k, out, v);
}

hop_status hop_meyer_neldel_arrhenius(hop_ctx *ctx, size_t n, const hop_arrhenius *const *samples,
                                      int32_t energy, int32_t birge, hop_compensation **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    hop_status status = check_call(ctx, n, samples, birge);
    if (status != HOP_OK) {
        return status;
    }
    if (energy != HOP_E_A && energy != HOP_E_M) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "energy %d: expected HOP_E_A (40) or HOP_E_M (41)", (int)energy);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hopi_york_point *points = hopi_allocate(allocator, n, sizeof *points);
    if (!points) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t k = 0; k < n && status == HOP_OK; k++) {
        status = point_of(ctx, k, samples[k], energy, &points[k]);
        if (status == HOP_OK && energy == HOP_E_A
            && samples[k]->settings.quantity != samples[0]->settings.quantity) {
            status = hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                               "samples 1 and %zu: one line is of ln(sigma T), the other of "
                               "ln sigma",
                               k + 1);
        }
    }
    status = status == HOP_OK ? fit(ctx, n, points, birge, out) : status;
    hopi_release(allocator, points);
    return status;
}

double hop_compensation_value(const hop_compensation *line, int32_t key)
{
    if (!line) {
        return NAN;
    }
    const double energy = line->has_energy ? 1.0 / line->line.slope : NAN;
    switch (key) {
    case HOP_SLOPE_PER_EV:
        return line->line.slope;
    case HOP_INTERCEPT:
        return line->line.intercept;
    case HOP_MEYER_NELDEL_ENERGY:
        return energy;
    case HOP_ISOKINETIC_TEMPERATURE:
        return energy / HOPI_BOLTZMANN_EV_PER_K;
    case HOP_RSS:
        return line->line.chi2;
    case HOP_DOF:
        return line->dof;
    case HOP_REDUCED_CHI2:
        return line->dof > 0.0 ? line->line.chi2 / line->dof : NAN;
    case HOP_BIRGE:
        return line->birge;
    case HOP_POINTS:
        return (double)line->count;
    default:
        return NAN;
    }
}

double hop_compensation_standard_error(const hop_compensation *line, int32_t key)
{
    if (!line) {
        return NAN;
    }
    const double slope_error = sqrt(line->line.var_slope);
    switch (key) {
    case HOP_SLOPE_PER_EV:
        return slope_error;
    case HOP_INTERCEPT:
        return sqrt(line->line.var_intercept);
    case HOP_MEYER_NELDEL_ENERGY:
    case HOP_ISOKINETIC_TEMPERATURE:
        return fabs(hop_compensation_value(line, key) / line->line.slope) * slope_error;
    default:
        return NAN;
    }
}

hop_status hop_compensation_interval(const hop_compensation *line, int32_t key, double level,
                                     double *lower, double *upper)
{
    if (!line || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    const int is_energy = key == HOP_MEYER_NELDEL_ENERGY || key == HOP_ISOKINETIC_TEMPERATURE;
    if (!is_energy && key != HOP_SLOPE_PER_EV && key != HOP_INTERCEPT) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    if (key == HOP_INTERCEPT) {
        const double half_width = quantile(line, level) * sqrt(line->line.var_intercept);
        *lower = line->line.intercept - half_width;
        *upper = line->line.intercept + half_width;
        return HOP_OK;
    }
    double lowest, highest;
    slope_interval(line, level, &lowest, &highest);
    if (key == HOP_SLOPE_PER_EV) {
        *lower = lowest;
        *upper = highest;
    } else if (lowest <= 0.0 && highest >= 0.0) {
        *lower = -INFINITY;
        *upper = INFINITY;
    } else {
        const double unit = key == HOP_MEYER_NELDEL_ENERGY ? 1.0 : HOPI_BOLTZMANN_EV_PER_K;
        *lower = 1.0 / (unit * highest);
        *upper = 1.0 / (unit * lowest);
    }
    return HOP_OK;
}

hop_status hop_compensation_covariance(const hop_compensation *line, double *out4)
{
    if (!line || !out4) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    out4[0] = line->line.var_slope;
    out4[1] = out4[2] = line->line.cov;
    out4[3] = line->line.var_intercept;
    return HOP_OK;
}

uint32_t hop_compensation_flags(const hop_compensation *line)
{
    return line ? line->flags : 0;
}

void hop_compensation_destroy(hop_compensation *line)
{
    if (line) {
        hopi_release(line->allocator, line->points);
        hopi_release(line->allocator, line);
    }
}
