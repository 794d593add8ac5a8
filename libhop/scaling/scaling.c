/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "base/constants.h"
#include "dielectric.h"
#include "handle.h"
#include "spectrum/handle.h"

/* What a call is about. */
typedef struct request {
    size_t count, most_points;
    const hop_spectrum *const *spectra;
    const double *sigma_dc_s_per_m, *f_p_hz;
    int32_t kind;
} request;

static hop_status check_number(hop_ctx *ctx, const char *name, size_t i, double value)
{
    return isnan(value) || (isfinite(value) && value >= 0.0)
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                           "spectrum %zu: %s is %g, expected a positive number, or NaN or 0 where "
                           "it is not known",
                           i + 1, name, value);
}

static hop_status check(hop_ctx *ctx, request *r, size_t *points)
{
    if (!r->spectra || !r->sigma_dc_s_per_m || (r->kind == HOP_SCALING_GHOSH && !r->f_p_hz)) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (r->kind < HOP_SCALING_GHOSH || r->kind > HOP_SCALING_SIDEBOTTOM) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "scaling %d: expected HOP_SCALING_GHOSH (1) to HOP_SCALING_SIDEBOTTOM (4)",
                         (int)r->kind);
    }
    if (r->count < 2) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "%zu spectra: a collapse needs two",
                         r->count);
    }
    for (size_t i = 0; i < r->count; i++) {
        if (!r->spectra[i]) {
            return hopi_fail(ctx, HOP_ERR_NULL_ARGUMENT, "spectrum %zu is NULL", i + 1);
        }
        hop_status status = check_number(ctx, "sigma_dc", i, r->sigma_dc_s_per_m[i]);
        if (status == HOP_OK && r->kind == HOP_SCALING_GHOSH) {
            status = check_number(ctx, "f_p", i, r->f_p_hz[i]);
        }
        if (status != HOP_OK) {
            return status;
        }
        const size_t own = r->spectra[i]->count;
        r->most_points = own > r->most_points ? own : r->most_points;
        *points += own;
    }
    return HOP_OK;
}

static void find_plateaus(const hop_spectrum *s, double *workspace, hopi_scaled_spectrum *out)
{
    double *ln_f = workspace, *eps = workspace + s->count;
    out->eps_low = out->eps_high = NAN;
    if (!s->im || hop_spectrum_values(s, HOP_PERMITTIVITY, eps, NULL, s->count, NULL) != HOP_OK) {
        return;
    }
    for (size_t k = 0; k < s->count; k++) {
        ln_f[k] = log(s->freq_hz[k]);
    }
    const hopi_plateaus found = hopi_dielectric_plateaus(s->count, ln_f, eps);
    out->eps_low = found.low;
    out->eps_high = found.high;
}

/* ln of x/f; NaN where what it needs is not known. */
static double ln_factor(const request *r, size_t i, const hopi_scaled_spectrum *scaled)
{
    const double sigma_dc = r->sigma_dc_s_per_m[i];
    if (!(sigma_dc > 0.0)) {
        return NAN;
    }
    switch (r->kind) {
    case HOP_SCALING_GHOSH:
        return r->f_p_hz[i] > 0.0 ? -log(r->f_p_hz[i]) : NAN;
    case HOP_SCALING_SIDEBOTTOM:
        return log(HOPI_VACUUM_PERMITTIVITY_F_PER_M) + log(scaled->eps_high > 0.0
                                                               ? scaled->eps_low - scaled->eps_high
                                                               : NAN)
               - log(sigma_dc);
    default:
        return -log(sigma_dc) - log(r->spectra[i]->temperature_k);
    }
}

/* The points with σ′ > 0, as ln f and ln(σ′/σ_dc). workspace: two numbers a point. */
static hop_status scale_spectrum(hop_ctx *ctx, const request *r, size_t i, double *x, double *y,
                                 double *workspace, hop_scaling *out)
{
    const hop_spectrum *s = r->spectra[i];
    hopi_scaled_spectrum *scaled = &out->spectra[i];
    find_plateaus(s, workspace, scaled);
    scaled->ln_factor = ln_factor(r, i, scaled);
    hopi_isotherm *curve = &out->curves[i];
    *curve = (hopi_isotherm){.x = x, .y = y, .ln_temperature = log(s->temperature_k)};
    const hop_status status = hopi_spectrum_conductivity(ctx, s, workspace, NULL);
    if (status != HOP_OK) {
        hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
        return status;
    }
    for (size_t k = 0; k < s->count && !isnan(scaled->ln_factor); k++) {
        if (workspace[k] > 0.0) {
            x[curve->count] = log(s->freq_hz[k]);
            y[curve->count] = log(workspace[k] / r->sigma_dc_s_per_m[i]);
            curve->count++;
        } else {
            scaled->excluded++;
        }
    }
    curve->count = curve->count < 2 ? 0 : curve->count;
    curve->shift = scaled->ln_factor;
    scaled->flags = scaled->excluded > 0 ? HOP_FLAG_POINTS_EXCLUDED : 0;
    scaled->flags |= curve->count == 0 ? HOP_FLAG_NOT_DETERMINED : 0;
    out->flags |= scaled->flags;
    return HOP_OK;
}

static void find_alpha(hop_scaling *s, double *workspace)
{
    s->alpha = hopi_collapse_alpha(s->count, s->curves, workspace);
    if (isnan(s->alpha.value)) {
        s->flags |= HOP_FLAG_NOT_DETERMINED;
        return;
    }
    s->flags |= isnan(s->alpha.error) ? HOP_FLAG_NO_DEGREES_OF_FREEDOM : 0;
    double mean = 0.0, used = 0.0;
    for (size_t i = 0; i < s->count; i++) {
        mean += s->curves[i].count > 0 ? s->curves[i].ln_temperature : 0.0;
        used += s->curves[i].count > 0 ? 1.0 : 0.0;
    }
    for (size_t i = 0; i < s->count; i++) {
        s->spectra[i].ln_factor += s->alpha.value
                                   * (s->curves[i].ln_temperature - mean / used);
        s->curves[i].shift = s->spectra[i].ln_factor;
    }
}

typedef struct common_point {
    double x, y;
} common_point;

static int compare(const void *a, const void *b)
{
    const common_point *p = a, *q = b;
    return p->x < q->x ? -1 : p->x > q->x ? 1 : p->y < q->y ? -1 : p->y > q->y;
}

/* points: room for all of them; workspace: that of the collapse and the means of one curve. */
static void find_common(hop_scaling *s, common_point *points, double *mean, double *workspace)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        const hopi_isotherm *c = &s->curves[i];
        hopi_collapse_mean(s->count, s->curves, i, mean, workspace);
        for (size_t p = 0; p < c->count; p++) {
            if (!isnan(mean[p])) {
                points[count++] = (common_point){c->x[p] + c->shift, mean[p]};
            }
        }
    }
    qsort(points, count, sizeof *points, compare);
    for (size_t p = 0; p < count; p++) {
        s->common_x[p] = points[p].x;
        s->common_y[p] = points[p].y;
    }
    s->common_count = count;
}

static hop_status scale_all(hop_ctx *ctx, const request *r, double *workspace,
                            common_point *common, hop_scaling *s)
{
    size_t offset = 0, used = 0;
    for (size_t i = 0; i < r->count; i++) {
        const hop_status status = scale_spectrum(ctx, r, i, s->numbers + offset,
                                                 s->numbers + s->points + offset, workspace, s);
        if (status != HOP_OK) {
            return status;
        }
        offset += r->spectra[i]->count;
        used += s->curves[i].count > 0;
    }
    if (used < 2) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "%zu of %zu spectra have what the scaling needs: a collapse needs two",
                         used, r->count);
    }
    if (r->kind == HOP_SCALING_SUMMERFIELD_ALPHA) {
        find_alpha(s, workspace);
    }
    s->total = hopi_collapse(s->count, s->curves, s->count, s->scatters, workspace);
    s->flags |= s->total.weight > 0.0 ? 0 : HOP_FLAG_NOT_DETERMINED;
    find_common(s, common, workspace + hopi_collapse_workspace(s->count, r->most_points),
                workspace);
    return HOP_OK;
}

static hop_scaling *allocate(hopi_allocator allocator, size_t count, size_t points)
{
    hop_scaling *s = hopi_allocate(allocator, 1, sizeof *s);
    if (!s) {
        return NULL;
    }
    s->allocator = allocator;
    s->count = count;
    s->points = points;
    s->spectra = hopi_allocate(allocator, count, sizeof *s->spectra);
    s->curves = hopi_allocate(allocator, count, sizeof *s->curves);
    s->numbers = hopi_allocate(allocator, points, 4 * sizeof *s->numbers);
    s->scatters = hopi_allocate(allocator, count, sizeof *s->scatters);
    if (!s->spectra || !s->curves || !s->numbers || !s->scatters) {
        hop_scaling_destroy(s);
        return NULL;
    }
    s->common_x = s->numbers + 2 * points;
    s->common_y = s->numbers + 3 * points;
    s->alpha = (hopi_alpha){NAN, NAN};
    return s;
}

hop_status hop_scaling_collapse(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                                const double *sigma_dc_s_per_m, const double *f_p_hz,
                                int32_t kind, hop_scaling **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    request r = {count, 0, spectra, sigma_dc_s_per_m, f_p_hz, kind};
    size_t points = 0;
    hop_status status = check(ctx, &r, &points);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    const size_t doubles = hopi_collapse_workspace(count, r.most_points) + r.most_points;
    hop_scaling *s = allocate(allocator, count, points);
    double *workspace = hopi_allocate(allocator, doubles, sizeof *workspace);
    common_point *common = hopi_allocate(allocator, points, sizeof *common);
    status = s && workspace && common ? scale_all(ctx, &r, workspace, common, s)
                                      : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    hopi_release(allocator, workspace);
    hopi_release(allocator, common);
    if (status != HOP_OK) {
        hop_scaling_destroy(s);
        return status;
    }
    s->kind = kind;
    *out = s;
    return HOP_OK;
}

void hop_scaling_destroy(hop_scaling *s)
{
    if (s) {
        hopi_release(s->allocator, s->spectra);
        hopi_release(s->allocator, s->curves);
        hopi_release(s->allocator, s->numbers);
        hopi_release(s->allocator, s->scatters);
        hopi_release(s->allocator, s);
    }
}
