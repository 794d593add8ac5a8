/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"

int32_t hop_scaling_kind(const hop_scaling *s)
{
    return s ? s->kind : 0;
}

size_t hop_scaling_count(const hop_scaling *s)
{
    return s ? s->count : 0;
}

static double rms(const hopi_scatter *scatter)
{
    return scatter->weight > 0.0 ? sqrt(scatter->sum / scatter->weight) : NAN;
}

double hop_scaling_value(const hop_scaling *s, int32_t key)
{
    if (!s) {
        return NAN;
    }
    double excluded = 0.0;
    switch (key) {
    case HOP_COLLAPSE_RMS:
        return rms(&s->total);
    case HOP_POINTS:
        return (double)s->total.points;
    case HOP_EXCLUDED:
        for (size_t i = 0; i < s->count; i++) {
            excluded += (double)s->spectra[i].excluded;
        }
        return excluded;
    case HOP_SCALING_ALPHA:
        return s->alpha.value;
    default:
        return NAN;
    }
}

double hop_scaling_standard_error(const hop_scaling *s, int32_t key)
{
    return s && key == HOP_SCALING_ALPHA ? s->alpha.error : NAN;
}

uint32_t hop_scaling_flags(const hop_scaling *s)
{
    return s ? s->flags : 0;
}

double hop_scaling_spectrum_value(const hop_scaling *s, size_t i, int32_t key)
{
    if (!s || i >= s->count) {
        return NAN;
    }
    const hopi_scaled_spectrum *spectrum = &s->spectra[i];
    switch (key) {
    case HOP_COLLAPSE_RMS:
        return rms(&s->scatters[i]);
    case HOP_POINTS:
        return (double)s->scatters[i].points;
    case HOP_SCALE_FACTOR:
        return exp(spectrum->ln_factor);
    case HOP_DELTA_EPSILON:
        return spectrum->eps_low - spectrum->eps_high;
    case HOP_EPSILON_LOW:
        return spectrum->eps_low;
    case HOP_EPSILON_HIGH:
        return spectrum->eps_high;
    default:
        return NAN;
    }
}

uint32_t hop_scaling_spectrum_flags(const hop_scaling *s, size_t i)
{
    return s && i < s->count ? s->spectra[i].flags : 0;
}

/* The logarithms kept, as numbers. */
static hop_status copy_out(size_t available, const double *ln_x, const double *ln_y, double shift,
                           double *x, double *y, size_t capacity, size_t *count)
{
    if ((x == NULL) != (y == NULL) || (!x && capacity > 0)) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (count) {
        *count = available;
    }
    if (!x) {
        return HOP_OK;
    }
    if (capacity < available) {
        return HOP_ERR_CAPACITY;
    }
    for (size_t p = 0; p < available; p++) {
        x[p] = exp(ln_x[p] + shift);
        y[p] = exp(ln_y[p]);
    }
    return HOP_OK;
}

hop_status hop_scaling_curve(const hop_scaling *s, size_t i, double *x, double *y,
                             size_t capacity, size_t *count)
{
    if (!s) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (i >= s->count) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const hopi_isotherm *c = &s->curves[i];
    return copy_out(c->count, c->x, c->y, c->shift, x, y, capacity, count);
}

hop_status hop_scaling_common(const hop_scaling *s, double *x, double *y, size_t capacity,
                              size_t *count)
{
    if (!s) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    return copy_out(s->common_count, s->common_x, s->common_y, 0.0, x, y, capacity, count);
}
