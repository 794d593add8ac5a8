/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/constants.h"
#include "curves.h"
#include "handle.h"

enum { CURVES = 3 };

/* Different temperatures that a curve needs: one more than AICc can be had from. */
static const size_t least_temperatures[CURVES] = {2, 5, 6};

typedef struct candidate {
    hopi_curve curve;
    double variance; /* of the weighted residuals */
    double aicc, bic, evidence;
    uint32_t flags;
    int is_fitted;
} candidate;

struct hop_alternatives {
    hopi_allocator allocator;
    candidate candidates[CURVES];
    size_t count;
    int is_weighted;
};

/* One value with its temperature, as the sorting needs it. */
typedef struct value {
    double x, y, variance, temperature_error;
} value;

static int compare(const void *a, const void *b)
{
    const value *p = a, *q = b;
    const int by_x = (p->x > q->x) - (p->x < q->x);
    return by_x ? by_x : (p->y > q->y) - (p->y < q->y);
}

static size_t collect(const hop_series *series, int32_t quantity, value *values)
{
    const int is_rate = quantity == HOP_ARRHENIUS_F_P;
    size_t count = 0;
    for (size_t k = 0; k < series->count; k++) {
        const hopi_series_point *p = &series->points[k];
        if (is_rate && !hopi_state_is_number(p->state)) {
            continue;
        }
        const double ln_T = quantity == HOP_ARRHENIUS_SIGMA_T ? log(p->temperature_k) : 0.0;
        values[count++] = (value){
            .x = 1.0 / (HOPI_BOLTZMANN_EV_PER_K * p->temperature_k),
            .y = is_rate ? p->ln_f_p : p->ln_sigma_dc + ln_T,
            .variance = is_rate ? p->covariance[1][1] : p->covariance[0][0],
            .temperature_error = p->temperature_error_k,
        };
    }
    qsort(values, count, sizeof *values, compare);
    return count;
}

static size_t different(const value *values, size_t count)
{
    size_t sum = count > 0;
    for (size_t k = 1; k < count; k++) {
        sum += values[k].x != values[k - 1].x;
    }
    return sum;
}

/* Fills the arrays of the data; energy: for the temperature errors. */
static void fill(const value *values, size_t count, int is_weighted, double energy,
                 int32_t quantity, double *block, hopi_curve_data *data)
{
    double *x = block, *y = x + count, *sd = y + count;
    for (size_t k = 0; k < count; k++) {
        const value *v = &values[k];
        const double k_T = quantity == HOP_ARRHENIUS_SIGMA_T ? 1.0 / v->x : 0.0;
        const double moved = (energy - k_T) * HOPI_BOLTZMANN_EV_PER_K * v->x * v->x
                             * v->temperature_error;
        x[k] = v->x;
        y[k] = v->y;
        sd[k] = is_weighted ? sqrt(v->variance + moved * moved) : 1.0;
    }
    *data = (hopi_curve_data){.count = count, .x = x, .y = y, .sd = sd};
}

static int fit_all(hop_alternatives *alt, const value *values, int32_t quantity, double *block)
{
    hopi_curve_data data;
    double *workspace = block + 3 * alt->count;
    hopi_curve *line = &alt->candidates[HOPI_CURVE_LINE].curve;
    fill(values, alt->count, alt->is_weighted, 0.0, quantity, block, &data);
    int info = hopi_curve_fit(&data, HOPI_CURVE_LINE, workspace, line);
    fill(values, alt->count, alt->is_weighted, line->values[HOPI_CURVE_FIRST], quantity, block,
         &data);
    const size_t temperatures = different(values, alt->count);
    for (int i = 0; i < CURVES && info == 0; i++) {
        candidate *c = &alt->candidates[i];
        c->is_fitted = temperatures >= least_temperatures[i];
        if (!c->is_fitted) {
            c->flags |= HOP_FLAG_TOO_FEW_FOR_MODEL;
            continue;
        }
        info = hopi_curve_fit(&data, (hopi_curve_kind)i, workspace, &c->curve);
        c->flags |= c->curve.is_at_bound ? HOP_FLAG_PARAMETER_AT_BOUND : 0;
    }
    return info;
}

/* What rounding leaves of the residuals of an exact curve. */
static double rounding_of(const hop_alternatives *alt, const double *block)
{
    const double *y = block + alt->count, *sd = y + alt->count;
    double sum = 0.0;
    for (size_t k = 0; k < alt->count; k++) {
        sum += y[k] * y[k] / (sd[k] * sd[k]);
    }
    return sum * 256.0 * DBL_EPSILON * DBL_EPSILON;
}

/*
 * Information criteria (Burnham and Anderson 2002). With given errors the
 * deviance is χ² over the overdispersion of the largest curve (QAICc); without
 * them the variance is one more parameter.
 */
static void compare_candidates(hop_alternatives *alt, const double *block)
{
    const double n = (double)alt->count, rounding = rounding_of(alt, block);
    double dispersion = 1.0, best = INFINITY, total = 0.0;
    for (int i = 0; i < CURVES; i++) {
        const candidate *c = &alt->candidates[i];
        const double dof = n - (double)c->curve.parameters;
        if (c->is_fitted && dof > 0.0) {
            dispersion = fmax(1.0, c->curve.rss / dof);
        }
    }
    for (int i = 0; i < CURVES; i++) {
        candidate *c = &alt->candidates[i];
        c->aicc = c->bic = c->evidence = c->variance = NAN;
        if (!c->is_fitted) {
            continue;
        }
        const double rss = fmax(c->curve.rss, rounding);
        const double parameters = (double)c->curve.parameters + (alt->is_weighted ? 0.0 : 1.0);
        const double dof = n - (double)c->curve.parameters, rest = n - parameters - 1.0;
        const double deviance = alt->is_weighted ? rss / dispersion : n * log(rss / n);
        c->flags |= c->curve.rss <= rounding ? HOP_FLAG_EXACT_FIT : 0;
        c->flags |= dof <= 0.0 ? HOP_FLAG_NO_DEGREES_OF_FREEDOM : 0;
        c->variance = alt->is_weighted ? dispersion : dof > 0.0 ? c->curve.rss / dof : NAN;
        c->bic = deviance + parameters * log(n);
        c->aicc = rest > 0.0 ? deviance + 2.0 * parameters
                                   + 2.0 * parameters * (parameters + 1.0) / rest
                             : NAN;
        best = fmin(best, c->aicc);
    }
    for (int i = 0; i < CURVES; i++) {
        candidate *c = &alt->candidates[i];
        c->evidence = exp(-0.5 * (c->aicc - best));
        total += isnan(c->evidence) ? 0.0 : c->evidence;
    }
    for (int i = 0; i < CURVES; i++) {
        alt->candidates[i].evidence /= total;
    }
}

static hop_status analyse(hop_ctx *ctx, const hop_series *series, int32_t quantity,
                          value *values, hop_alternatives *alt)
{
    alt->count = collect(series, quantity, values);
    const size_t temperatures = different(values, alt->count);
    if (temperatures < least_temperatures[HOPI_CURVE_LINE]) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_TEMPERATURES,
                         "%zu values at %zu different temperature(s): a line needs two",
                         alt->count, temperatures);
    }
    alt->is_weighted = 1;
    for (size_t k = 0; k < alt->count; k++) {
        alt->is_weighted &= !isnan(values[k].variance);
    }
    const size_t size = 3 * alt->count + hopi_curve_workspace(alt->count);
    double *block = hopi_allocate(alt->allocator, size, sizeof *block);
    if (!block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const int info = fit_all(alt, values, quantity, block);
    if (info == 0) {
        compare_candidates(alt, block);
    }
    hopi_release(alt->allocator, block);
    return info == 0 ? HOP_OK
                     : hopi_fail(ctx, HOP_ERR_LAPACK, "dgesvd answered %d for %zu points", info,
                                 alt->count);
}

hop_status hop_arrhenius_alternatives(hop_ctx *ctx, const hop_series *series, int32_t quantity,
                                      hop_alternatives **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!series) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (quantity < HOP_ARRHENIUS_SIGMA_T || quantity > HOP_ARRHENIUS_F_P) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "quantity %d: expected HOP_ARRHENIUS_SIGMA_T (1) to HOP_ARRHENIUS_F_P (3)",
                         (int)quantity);
    }
    if (series->count == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_TEMPERATURES, "the series is empty");
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_alternatives *alt = hopi_allocate(allocator, 1, sizeof *alt);
    value *values = hopi_allocate(allocator, series->count, sizeof *values);
    hop_status status = HOP_ERR_OUT_OF_MEMORY;
    if (alt && values) {
        alt->allocator = allocator;
        status = analyse(ctx, series, quantity, values, alt);
    } else {
        hopi_fail_plain(ctx, status);
    }
    hopi_release(allocator, values);
    if (status != HOP_OK) {
        hopi_release(allocator, alt);
        return status;
    }
    *out = alt;
    return HOP_OK;
}

static const candidate *find(const hop_alternatives *alt, int32_t curve)
{
    return alt && curve >= HOP_CURVE_LINE && curve <= HOP_CURVE_SEGMENTS
               ? &alt->candidates[curve - HOP_CURVE_LINE]
               : NULL;
}

/* Place of a parameter among those of a curve, or −1. */
static int place_of(hopi_curve_kind kind, int32_t key)
{
    switch (key) {
    case HOP_INTERCEPT:
        return kind != HOPI_CURVE_SEGMENTS ? HOPI_CURVE_LEVEL : -1;
    case HOP_ENERGY:
        return kind == HOPI_CURVE_LINE ? HOPI_CURVE_FIRST : -1;
    case HOP_VFT_B:
        return kind == HOPI_CURVE_VFT ? HOPI_CURVE_FIRST : -1;
    case HOP_VFT_T_0:
        return kind == HOPI_CURVE_VFT ? HOPI_CURVE_SECOND : -1;
    case HOP_ENERGY_HOT:
        return kind == HOPI_CURVE_SEGMENTS ? HOPI_CURVE_FIRST : -1;
    case HOP_ENERGY_COLD:
        return kind == HOPI_CURVE_SEGMENTS ? HOPI_CURVE_SECOND : -1;
    case HOP_BREAK_TEMPERATURE:
        return kind == HOPI_CURVE_SEGMENTS ? HOPI_CURVE_SECOND + 1 : -1;
    default:
        return -1;
    }
}

double hop_alternatives_value(const hop_alternatives *alt, int32_t curve, int32_t key)
{
    const candidate *c = find(alt, curve);
    if (!c || !c->is_fitted) {
        return key == HOP_POINTS && c ? (double)alt->count : NAN;
    }
    const int place = place_of(c->curve.kind, key);
    if (place >= 0) {
        const double v = c->curve.values[place];
        return key == HOP_BREAK_TEMPERATURE ? 1.0 / (HOPI_BOLTZMANN_EV_PER_K * v) : v;
    }
    switch (key) {
    case HOP_RSS:
        return c->curve.rss;
    case HOP_DOF:
        return (double)alt->count - (double)c->curve.parameters;
    case HOP_AICC:
        return c->aicc;
    case HOP_BIC:
        return c->bic;
    case HOP_EVIDENCE:
        return c->evidence;
    case HOP_POINTS:
        return (double)alt->count;
    case HOP_RANK:
        return c->curve.rank;
    case HOP_CONDITION:
        return c->curve.condition;
    default:
        return NAN;
    }
}

double hop_alternatives_standard_error(const hop_alternatives *alt, int32_t curve, int32_t key)
{
    const candidate *c = find(alt, curve);
    const int place = c && c->is_fitted ? place_of(c->curve.kind, key) : -1;
    if (place < 0) {
        return NAN;
    }
    const double error = sqrt(c->variance * c->curve.variances[place]);
    if (key != HOP_BREAK_TEMPERATURE) {
        return error;
    }
    const double x = c->curve.values[place];
    return error / (HOPI_BOLTZMANN_EV_PER_K * x * x);
}

uint32_t hop_alternatives_flags(const hop_alternatives *alt, int32_t curve)
{
    const candidate *c = find(alt, curve);
    return c ? c->flags : 0;
}

int32_t hop_alternatives_best(const hop_alternatives *alt)
{
    int32_t best = HOP_CURVE_LINE;
    for (int32_t curve = HOP_CURVE_VFT; alt && curve <= HOP_CURVE_SEGMENTS; curve++) {
        best = find(alt, curve)->aicc < find(alt, best)->aicc ? curve : best;
    }
    return alt ? best : 0;
}

hop_status hop_alternatives_evaluate(const hop_alternatives *alt, int32_t curve,
                                     double temperature_k, double *out)
{
    const candidate *c = find(alt, curve);
    if (!alt || !out) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!c) {
        return HOP_ERR_INVALID_ARGUMENT;
    }
    const int is_singular = c->curve.kind == HOPI_CURVE_VFT && c->is_fitted
                            && temperature_k <= c->curve.values[HOPI_CURVE_SECOND];
    if (!isfinite(temperature_k) || temperature_k <= 0.0 || is_singular) {
        return HOP_ERR_BAD_TEMPERATURE;
    }
    *out = c->is_fitted ? hopi_curve_at(&c->curve, 1.0 / (HOPI_BOLTZMANN_EV_PER_K * temperature_k))
                        : NAN;
    return HOP_OK;
}

void hop_alternatives_destroy(hop_alternatives *alt)
{
    if (alt) {
        hopi_release(alt->allocator, alt);
    }
}
