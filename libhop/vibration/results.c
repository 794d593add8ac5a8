/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>

#include "handle.h"

size_t hop_vibration_ions(const hop_vibration *v)
{
    return v ? v->ions : 0;
}

size_t hop_vibration_ion_index(const hop_vibration *v, size_t i)
{
    return v && i < v->ions ? v->index[i] : SIZE_MAX;
}

int32_t hop_vibration_parts(const hop_vibration *v)
{
    return v ? v->parts : 0;
}

/* The numbers of each ion behind a key; NULL: none, or not found. */
static const double *ions_of(const hop_vibration *v, int32_t key)
{
    switch (key) {
    case HOP_ATTEMPT_FREQUENCY_SCALAR:
        return v->parts & HOP_MOTION_SCALAR ? v->nu_scalar : NULL;
    case HOP_ATTEMPT_FREQUENCY_VECTOR:
        return v->parts & HOP_MOTION_VECTOR ? v->nu_vector : NULL;
    case HOP_MSD_END:
        return v->end2;
    case HOP_FARTHEST:
        return v->farthest;
    default:
        return NULL;
    }
}

typedef struct moments {
    double count, mean, variance; /* n in the denominator */
} moments;

static moments moments_of(const double *values, size_t n)
{
    moments m = {0.0, 0.0, 0.0};
    for (size_t i = 0; i < n; i++) {
        if (!isnan(values[i])) {
            m.count += 1.0;
            m.mean += values[i];
        }
    }
    m.mean /= m.count;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(values[i])) {
            m.variance += (values[i] - m.mean) * (values[i] - m.mean) / m.count;
        }
    }
    return m;
}

double hop_vibration_value(const hop_vibration *v, int32_t key)
{
    if (!v) {
        return NAN;
    }
    switch (key) {
    case HOP_ATTEMPT_FREQUENCY_SCALAR:
    case HOP_ATTEMPT_FREQUENCY_VECTOR:
    case HOP_MSD_END: {
        const double *values = ions_of(v, key);
        return values ? moments_of(values, v->ions).mean : NAN;
    }
    case HOP_VIBRATION_AMPLITUDE:
        return v->amplitude_m;
    case HOP_TRACER_DIFFUSIVITY:
        return hopi_block_mean(&v->diffusivity);
    case HOP_FRAMES:
        return (double)v->frames;
    case HOP_FRAME_INTERVAL:
        return v->set.frame_interval_s;
    case HOP_NYQUIST:
        return 0.5 / v->set.frame_interval_s;
    case HOP_HIGHEST_FREQUENCY:
        return v->highest_hz;
    case HOP_LARGEST_STEP:
        return v->largest_step_m;
    case HOP_BLOCKS:
        return (double)v->blocks;
    case HOP_BLOCK_FRAMES:
        return (double)v->block_frames;
    case HOP_STUCK_IONS:
        return (double)v->stuck;
    case HOP_AMBIGUOUS_STEPS:
        return (double)v->ambiguous;
    default:
        return NAN;
    }
}

static int is_attempt_frequency(int32_t key)
{
    return key == HOP_ATTEMPT_FREQUENCY_SCALAR || key == HOP_ATTEMPT_FREQUENCY_VECTOR;
}

double hop_vibration_standard_deviation(const hop_vibration *v, int32_t key)
{
    const double *values = v && is_attempt_frequency(key) ? ions_of(v, key) : NULL;
    return values ? sqrt(moments_of(values, v->ions).variance) : NAN;
}

double hop_vibration_standard_error(const hop_vibration *v, int32_t key)
{
    if (v && key == HOP_VIBRATION_AMPLITUDE) {
        return v->amplitude_error_m;
    }
    const double *values = v && (is_attempt_frequency(key) || key == HOP_MSD_END)
                               ? ions_of(v, key)
                               : NULL;
    if (!values) {
        return NAN;
    }
    const moments m = moments_of(values, v->ions);
    return m.count >= 2.0 ? sqrt(m.variance / (m.count - 1.0)) : NAN;
}

double hop_vibration_block_error(const hop_vibration *v, int32_t key)
{
    if (!v) {
        return NAN;
    }
    switch (key) {
    case HOP_ATTEMPT_FREQUENCY_SCALAR:
        return hopi_block_error(&v->nu_scalar_blocks);
    case HOP_ATTEMPT_FREQUENCY_VECTOR:
        return hopi_block_error(&v->nu_vector_blocks);
    case HOP_TRACER_DIFFUSIVITY:
        return hopi_block_error(&v->diffusivity);
    default:
        return NAN;
    }
}

double hop_vibration_ion_value(const hop_vibration *v, size_t i, int32_t key)
{
    const double *values = v && i < v->ions ? ions_of(v, key) : NULL;
    return values ? values[i] : NAN;
}

uint32_t hop_vibration_warnings(const hop_vibration *v)
{
    return v ? v->warnings : 0;
}

/* Whether arrays of that many numbers are to be written, or why not. */
static hop_status check_arrays(const void *object, const double *x, const double *y,
                               size_t capacity, size_t needed, size_t *count)
{
    const int asks_for_size = !x && !y && capacity == 0;
    if (!object || ((!x || !y) && !asks_for_size)) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!asks_for_size && capacity < needed) {
        return HOP_ERR_CAPACITY;
    }
    if (count) {
        *count = needed;
    }
    return HOP_OK;
}

hop_status hop_vibration_spectrum(const hop_vibration *v, int32_t part, double *freq_hz,
                                  double *density, size_t capacity, size_t *count)
{
    if (v && part != HOP_MOTION_SCALAR && part != HOP_MOTION_VECTOR) {
        return HOP_ERR_INVALID_ARGUMENT;
    }
    const size_t bins = v && v->parts & part ? v->length / 2 : 0;
    const hop_status status = check_arrays(v, freq_hz, density, capacity, bins, count);
    for (size_t k = 0; status == HOP_OK && freq_hz && k < bins; k++) {
        freq_hz[k] = (double)(k + 1) / ((double)v->length * v->set.frame_interval_s);
        density[k] = (part == HOP_MOTION_SCALAR ? v->scalar_density : v->vector_density)[k + 1];
    }
    return status;
}

hop_status hop_vibration_msd(const hop_vibration *v, double *lag_s, double *msd_m2,
                             double *block_error_m2, size_t capacity, size_t *count)
{
    const size_t lags = v ? v->lag_count : 0;
    const hop_status status = check_arrays(v, lag_s, msd_m2, capacity, lags, count);
    for (size_t i = 0; status == HOP_OK && lag_s && i < lags; i++) {
        lag_s[i] = v->lag_s[i];
        msd_m2[i] = hopi_block_mean(&v->msd[i]);
        if (block_error_m2) {
            block_error_m2[i] = hopi_block_error(&v->msd[i]);
        }
    }
    return status;
}

hop_status hop_vibration_histogram(const hop_vibration *v, double *lower_m, double *counts,
                                   size_t capacity, size_t *count)
{
    const size_t bins = v && v->parts & HOP_MOTION_AMPLITUDE ? HOPI_HISTOGRAM_BINS : 0;
    const hop_status status = check_arrays(v, lower_m, counts, capacity, bins, count);
    for (size_t b = 0; status == HOP_OK && lower_m && b < bins; b++) {
        lower_m[b] = v->set.histogram_bin_m * ((double)b - HOPI_HISTOGRAM_BINS / 2);
        counts[b] = v->histogram[b];
    }
    return status;
}

const char *hop_vibration_warning_name(uint32_t warning)
{
    switch (warning) {
#define WARNING_NAME(constant, bit, name, meaning) \
    case 1u << bit:                                \
        return name;
        HOP_VIBRATION_WARNING_LIST(WARNING_NAME)
#undef WARNING_NAME
    default:
        return NULL;
    }
}

const char *hop_vibration_warning_meaning(uint32_t warning)
{
    switch (warning) {
#define WARNING_MEANING(constant, bit, name, meaning) \
    case 1u << bit:                                   \
        return meaning;
        HOP_VIBRATION_WARNING_LIST(WARNING_MEANING)
#undef WARNING_MEANING
    default:
        return NULL;
    }
}
