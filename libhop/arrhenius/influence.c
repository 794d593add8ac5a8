/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "handle.h"

/* The fit of all points, room for those without one, and both results. */
typedef struct deletion {
    const hop_arrhenius *a;
    hopi_arrhenius_settings settings;
    hopi_line_point *all, *others;
    double *cross, *workspace;
    hopi_lines lines, without;
} deletion;

static void close(hopi_allocator allocator, deletion *d)
{
    hopi_release(allocator, d->all);
    hopi_release(allocator, d->others);
    hopi_release(allocator, d->cross);
    hopi_release(allocator, d->workspace);
}

static int open(hopi_allocator allocator, const hop_arrhenius *a, deletion *d)
{
    const size_t count = a->count;
    *d = (deletion){.a = a, .settings = a->settings};
    d->settings.offset_error = 0.0;
    d->all = hopi_allocate(allocator, count, sizeof *d->all);
    d->others = hopi_allocate(allocator, count, sizeof *d->others);
    d->cross = hopi_allocate(allocator, count, 8 * sizeof *d->cross);
    d->workspace = hopi_allocate(allocator, hopi_lines_workspace(count), sizeof *d->workspace);
    return d->all && d->others && d->cross && d->workspace;
}

/* Fits the lines without point k; 0 if fewer than two temperatures are left. */
static int fit_without(deletion *d, size_t k)
{
    const size_t count = d->a->count;
    size_t others = 0, different = 0;
    for (size_t i = 0; i < count; i++) {
        if (i != k) {
            d->others[others++] = d->a->input[i];
            different += d->others[others - 1].x != d->others[0].x;
        }
    }
    return different > 0
           && hopi_lines_fit(others, d->others, &d->settings, d->cross, d->workspace,
                             &d->without) == 0
           && d->without.is_converged;
}

static double line_at(const hopi_lines *lines, int line, double x)
{
    return lines->parameters[2 * line + 1] - x * lines->parameters[2 * line];
}

static double line_variance(const hopi_lines *lines, int line, double x)
{
    const int i = 2 * line;
    return x * x * lines->covariance[i][i] - 2.0 * x * lines->covariance[i][i + 1]
           + lines->covariance[i + 1][i + 1];
}

/* y − line without the point, over the standard deviation of that difference. */
static double studentised(const deletion *d, size_t k, int line)
{
    const hopi_line_point *p = &d->all[k];
    if (line == 1 && (!p->has_rate || !d->without.has_rate_line)) {
        return NAN;
    }
    const int is_scatter = d->settings.method == HOP_ARRHENIUS_UNWEIGHTED;
    const double own = is_scatter ? d->others[0].covariance[line][line]
                                  : p->covariance[line][line];
    return (p->y[line] - line_at(&d->without, line, p->x))
           / sqrt(own + line_variance(&d->without, line, p->x));
}

/* (ŷ − ŷ without)ᵀ V⁻¹ (ŷ − ŷ without)/p summed over the points (Cook 1977). */
static double cook_distance(const deletion *d)
{
    const int is_joint = d->settings.method == HOP_ARRHENIUS_JOINT;
    double sum = 0.0;
    if (d->lines.has_rate_line && !d->without.has_rate_line) {
        return NAN;
    }
    for (size_t i = 0; i < d->a->count; i++) {
        const hopi_line_point *p = &d->all[i];
        const double v00 = p->covariance[0][0];
        const double d0 = line_at(&d->lines, 0, p->x) - line_at(&d->without, 0, p->x);
        sum += d0 * d0 / v00;
        if (d->lines.has_rate_line && p->has_rate) {
            const double slope = is_joint ? p->covariance[0][1] / v00 : 0.0;
            const double d1 = line_at(&d->lines, 1, p->x) - line_at(&d->without, 1, p->x)
                              - slope * d0;
            sum += d1 * d1 / (p->covariance[1][1] - slope * slope * v00);
        }
    }
    return sum / (d->lines.has_rate_line ? 4.0 : 2.0);
}

static double value_without(deletion *d, int32_t key, size_t k)
{
    if (key == HOP_LEVERAGE) {
        return d->all[k].leverage;
    }
    if (!fit_without(d, k)) {
        return NAN;
    }
    switch (key) {
    case HOP_COOK_DISTANCE:
        return cook_distance(d);
    case HOP_STUDENTISED_SIGMA:
        return studentised(d, k, 0);
    case HOP_STUDENTISED_F_P:
        return studentised(d, k, 1);
    case HOP_E_A_WITHOUT:
        return d->without.parameters[HOPI_E_A];
    default:
        return d->without.parameters[HOPI_E_M];
    }
}

static int is_key(int32_t key)
{
    return key == HOP_LEVERAGE || key == HOP_COOK_DISTANCE || key == HOP_STUDENTISED_SIGMA
           || key == HOP_STUDENTISED_F_P || key == HOP_E_A_WITHOUT || key == HOP_E_M_WITHOUT;
}

hop_status hop_arrhenius_influence(hop_ctx *ctx, const hop_arrhenius *a, int32_t key,
                                   double *out, size_t capacity, size_t *count)
{
    if (!a || (!out && (capacity > 0 || !count))) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!is_key(key)) {
        return hopi_fail(ctx, HOP_ERR_UNKNOWN_KEY, "%d is no key of an influence", (int)key);
    }
    if (count) {
        *count = a->count;
    }
    if (!out) {
        return HOP_OK;
    }
    if (capacity < a->count) {
        return hopi_fail(ctx, HOP_ERR_CAPACITY, "room for %zu of %zu temperatures", capacity,
                         a->count);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    deletion d;
    hop_status status = HOP_OK;
    if (!open(allocator, a, &d)) {
        status = hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    } else {
        memcpy(d.all, a->input, a->count * sizeof *d.all);
        const int info = hopi_lines_fit(a->count, d.all, &d.settings, d.cross, d.workspace,
                                        &d.lines);
        if (info != 0) {
            status = hopi_fail(ctx, HOP_ERR_LAPACK, "dgesvd answered %d", info);
        }
    }
    for (size_t k = 0; k < a->count && status == HOP_OK; k++) {
        out[k] = value_without(&d, key, k);
    }
    close(allocator, &d);
    return status;
}
