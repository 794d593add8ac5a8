/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "handle.h"

static size_t different_temperatures(const hop_series *series)
{
    size_t different = 0;
    for (size_t k = 0; k < series->count; k++) {
        size_t j = 0;
        while (j < k && series->points[j].temperature_k != series->points[k].temperature_k) {
            j++;
        }
        different += j == k;
    }
    return different;
}

static hop_status check_series(hop_ctx *ctx, const hop_series *series, int32_t method)
{
    if (different_temperatures(series) < 2) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_TEMPERATURES,
                         "%zu points at %zu different temperature(s): a line needs two",
                         series->count, different_temperatures(series));
    }
    for (size_t k = 0; k < series->count && method != HOP_ARRHENIUS_UNWEIGHTED; k++) {
        const hopi_series_point *p = &series->points[k];
        const int needs_rate = hopi_state_is_number(p->state);
        if (isnan(p->covariance[0][0]) || (needs_rate && isnan(p->covariance[1][1]))) {
            return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                             "at %g K: no covariance is known; use the unweighted method",
                             p->temperature_k);
        }
    }
    return HOP_OK;
}

static hop_arrhenius *allocate(hopi_allocator allocator, size_t count)
{
    hop_arrhenius *a = hopi_allocate(allocator, 1, sizeof *a);
    if (!a) {
        return NULL;
    }
    a->allocator = allocator;
    a->count = count;
    a->input = hopi_allocate(allocator, count, sizeof *a->input);
    a->points = hopi_allocate(allocator, count, sizeof *a->points);
    a->cross = hopi_allocate(allocator, count, 8 * sizeof *a->cross);
    a->temperature_k = hopi_allocate(allocator, count, sizeof *a->temperature_k);
    a->states = hopi_allocate(allocator, count, sizeof *a->states);
    if (!a->input || !a->points || !a->cross || !a->temperature_k || !a->states) {
        hop_arrhenius_destroy(a);
        return NULL;
    }
    return a;
}

void hopi_arrhenius_points(const hop_series *series, int32_t quantity, hopi_line_point *points)
{
    for (size_t k = 0; k < series->count; k++) {
        const hopi_series_point *p = &series->points[k];
        hopi_line_point *q = &points[k];
        q->x = 1.0 / (HOPI_BOLTZMANN_EV_PER_K * p->temperature_k);
        q->y[0] = p->ln_sigma_dc
                  + (quantity == HOP_ARRHENIUS_SIGMA_T ? log(p->temperature_k) : 0.0);
        q->y[1] = p->ln_f_p;
        q->has_rate = hopi_state_is_number(p->state);
        q->limit = (p->state == HOP_STATE_LOWER_LIMIT) - (p->state == HOP_STATE_UPPER_LIMIT);
        q->temperature_error = p->temperature_error_k;
        q->error_growth = p->error_growth;
        q->curve = NULL;
        memcpy(q->covariance, p->covariance, sizeof q->covariance);
    }
}

static void copy_points(const hop_series *series, hop_arrhenius *a)
{
    hopi_arrhenius_points(series, a->settings.quantity, a->input);
    memcpy(a->points, a->input, a->count * sizeof *a->points);
    for (size_t k = 0; k < series->count; k++) {
        a->temperature_k[k] = series->points[k].temperature_k;
        a->states[k] = series->points[k].state;
        a->rates += a->input[k].has_rate;
    }
}

static uint32_t flags_of_points(const hop_series *series, const hop_arrhenius *a)
{
    uint32_t flags = a->lines.flags;
    flags |= a->rates + a->lines.limits < a->count ? HOP_FLAG_LIMITS_LEFT_OUT : 0;
    flags |= a->lines.limits > 0 ? HOP_FLAG_LIMITS_CENSORED : 0;
    flags |= different_temperatures(series) == 2 ? HOP_FLAG_TWO_TEMPERATURES : 0;
    const int has_errors = !isnan(a->lines.covariance[HOPI_E_A][HOPI_E_A])
                           && (!a->lines.has_rate_line
                               || !isnan(a->lines.covariance[HOPI_E_M][HOPI_E_M]));
    flags |= a->lines.dof <= 0.0 || !has_errors ? HOP_FLAG_NO_DEGREES_OF_FREEDOM : 0;
    flags |= a->lines.has_rate_line ? 0 : HOP_FLAG_E_M_UNDETERMINED;
    return flags;
}

static int needs_curves(const hop_series *series, const hopi_arrhenius_settings *settings)
{
    int needs = 0;
    for (size_t k = 0; k < series->count; k++) {
        const int32_t state = series->points[k].state;
        needs |= state == HOP_STATE_LOWER_LIMIT || state == HOP_STATE_UPPER_LIMIT;
    }
    return needs && settings->limits == HOP_LIMITS_CENSORED
           && settings->method != HOP_ARRHENIUS_UNWEIGHTED
           && settings->loss != HOP_ARRHENIUS_LOSS_HUBER;
}

/* The likelihoods of the spectra, which cost more than a fit: only where limits need them. */
static hop_status make_curves(hop_ctx *ctx, const hop_series *series, hop_arrhenius *a)
{
    if (!needs_curves(series, &a->settings)) {
        return HOP_OK;
    }
    a->curves = hopi_allocate(a->allocator, a->count, sizeof *a->curves);
    if (!a->curves) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    /* A tenth of the distance over which a likelihood changes if n = 0.66. */
    const double widest = 0.15;
    for (size_t k = 0; k < a->count; k++) {
        const hopi_series_point *p = &series->points[k];
        if (p->region_block) {
            const int is_number = hopi_state_is_number(p->state);
            hopi_rate_curve_fill(&a->curves[k], &p->region, p->n_low, p->ln_f_p,
                                 is_number ? fmin(sqrt(p->covariance[1][1]), widest) : widest,
                                 p->unit_variance, is_number);
            a->input[k].curve = a->points[k].curve = &a->curves[k];
        }
    }
    return HOP_OK;
}

hop_status hop_arrhenius_fit(hop_ctx *ctx, const hop_series *series,
                             const hop_arrhenius_options *options, hop_arrhenius **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!series) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_arrhenius_settings settings = options ? options->settings
                                               : hopi_arrhenius_default_settings;
    settings.offset_error = series->offset_error_k;
    hop_status status = check_series(ctx, series, settings.method);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_arrhenius *a = allocate(allocator, series->count);
    double *workspace = hopi_allocate(allocator, hopi_lines_workspace(series->count),
                                      sizeof *workspace);
    if (!a || !workspace) {
        hop_arrhenius_destroy(a);
        hopi_release(allocator, workspace);
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    a->settings = settings;
    copy_points(series, a);
    status = make_curves(ctx, series, a);
    if (status != HOP_OK) {
        hop_arrhenius_destroy(a);
        hopi_release(allocator, workspace);
        return status;
    }
    const int info = hopi_lines_fit(a->count, a->points, &settings, a->cross, workspace, &a->lines);
    hopi_release(allocator, workspace);
    if (info != 0 || !a->lines.is_converged) {
        hop_arrhenius_destroy(a);
        return info != 0 ? hopi_fail(ctx, HOP_ERR_LAPACK, "dgesvd answered %d for %zu points",
                                     info, series->count)
                         : hopi_fail(ctx, HOP_ERR_NO_CONVERGENCE,
                                     "the lines of %zu points do not settle", series->count);
    }
    a->lines.flags = flags_of_points(series, a);
    *out = a;
    return HOP_OK;
}

void hop_arrhenius_destroy(hop_arrhenius *a)
{
    if (a) {
        hopi_release(a->allocator, a->input);
        hopi_release(a->allocator, a->curves);
        hopi_release(a->allocator, a->points);
        hopi_release(a->allocator, a->cross);
        hopi_release(a->allocator, a->temperature_k);
        hopi_release(a->allocator, a->states);
        hopi_release(a->allocator, a);
    }
}
