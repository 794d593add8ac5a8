/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/constants.h"
#include "handle.h"
#include "math/distributions.h"
#include "spectrum/immittance.h"

int32_t hop_model_kind(const hop_model *model)
{
    return model ? model->shape.model : 0;
}

uint32_t hop_model_parts(const hop_model *model)
{
    return model ? model->shape.parts : 0;
}

int32_t hop_model_weighting(const hop_model *model)
{
    return model ? model->weighting : 0;
}

uint32_t hop_model_flags(const hop_model *model)
{
    return model ? model->flags : 0;
}

size_t hop_model_parameter_count(const hop_model *model)
{
    return model ? model->shape.count : 0;
}

int32_t hop_model_parameter(const hop_model *model, size_t i)
{
    return model && i < model->shape.count ? hopi_model_key_of(&model->shape, i) : 0;
}

static int is_ln(int32_t key)
{
    return key == HOP_LN_SIGMA_DC || key == HOP_LN_OMEGA_P;
}

/* The model is linear in these, and they may be zero. */
static int enters_linearly(int32_t key)
{
    return key == HOP_EPS_INF || key == HOP_LEAD_L || key == HOP_LEAD_R || key == HOP_B_NCL;
}

static int is_in_hertz(int32_t key)
{
    return key == HOP_F_P || key == HOP_F_C || key == HOP_F_M;
}

static double quality(const hop_model *m, int32_t key)
{
    switch (key) {
    case HOP_RSS:
        return m->rss;
    case HOP_DOF:
        return m->dof;
    case HOP_REDUCED_CHI2:
        return m->rss / m->dof;
    case HOP_AICC:
        return m->aicc;
    case HOP_BIC:
        return m->bic;
    case HOP_POINTS:
        return m->points;
    case HOP_EXCLUDED:
        return m->excluded;
    case HOP_RANK:
        return m->rank;
    case HOP_CONDITION:
        return m->condition;
    case HOP_F_MIN:
        return m->f_min_hz;
    case HOP_F_MAX:
        return m->f_max_hz;
    case HOP_STARTS:
        return m->starts;
    case HOP_STARTS_AT_BEST:
        return m->starts_at_best;
    case HOP_TEMPERATURE:
        return m->temperature_k;
    default:
        return NAN;
    }
}

static double value_of(const hopi_estimate *e, int32_t key)
{
    const double value = e->is_logarithm && !is_ln(key) ? exp(e->value) : e->value;
    return is_in_hertz(key) ? value / (2.0 * HOPI_PI) : value;
}

double hop_model_value(const hop_model *model, int32_t key)
{
    if (!model) {
        return NAN;
    }
    const hopi_estimate e = hopi_model_estimate(model, key);
    if (!e.exists) {
        return quality(model, key);
    }
    return model->flags & HOP_FLAG_RANK_DEFICIENT ? NAN : value_of(&e, key);
}

double hopi_model_covariance_of(const hop_model *m, const hopi_estimate *a,
                                const hopi_estimate *b)
{
    const size_t n = m->shape.count;
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (a->gradient[i] != 0.0 && b->gradient[j] != 0.0) {
                sum += a->gradient[i] * m->covariance[i + j * n] * b->gradient[j];
            }
        }
    }
    return sum;
}

double hop_model_standard_error(const hop_model *model, int32_t key)
{
    if (!model) {
        return NAN;
    }
    const hopi_estimate e = hopi_model_estimate(model, key);
    if (!e.exists) {
        return NAN;
    }
    const double error = sqrt(hopi_model_covariance_of(model, &e, &e));
    return e.is_logarithm && !is_ln(key) ? error * value_of(&e, key) : error;
}

hop_status hop_model_interval(const hop_model *model, int32_t key, double level, int32_t method,
                              double *lower, double *upper)
{
    if (!model || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    const hopi_estimate e = hopi_model_estimate(model, key);
    if (!e.exists) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    if (method != HOP_INTERVAL_LINEARISED) {
        return HOP_ERR_INVALID_ARGUMENT;
    }
    const double dof = model->weighting == HOP_WEIGHTING_GIVEN ? INFINITY : model->dof;
    const double quantile = hopi_student_quantile(0.5 + 0.5 * level, dof);
    const double value = hop_model_value(model, key);
    if (!e.is_logarithm || is_ln(key) || enters_linearly(key)) {
        const double half_width = quantile * hop_model_standard_error(model, key);
        const double low = value - half_width;
        *lower = enters_linearly(key) && low < 0.0 ? 0.0 : low;
        *upper = value + half_width;
    } else {
        const double factor = exp(quantile * sqrt(hopi_model_covariance_of(model, &e, &e)));
        *lower = value / factor;
        *upper = value * factor;
    }
    return HOP_OK;
}

hop_status hop_model_covariance(const hop_model *model, double *out, size_t capacity,
                                size_t *count)
{
    if (!model || (!out && capacity > 0)) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    const size_t n = model->shape.count;
    if (out && capacity < n * n) {
        return HOP_ERR_CAPACITY;
    }
    if (count) {
        *count = n * n;
    }
    hopi_estimate estimates[HOPI_SLOTS];
    for (size_t i = 0; out && i < n; i++) {
        estimates[i] = hopi_model_estimate(model, hopi_model_key_of(&model->shape, i));
    }
    for (size_t i = 0; out && i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            out[i * n + j] = hopi_model_covariance_of(model, &estimates[i], &estimates[j]);
        }
    }
    return HOP_OK;
}

static hop_status check_evaluate(const hop_model *m, size_t n, const double *freq_hz,
                                 int32_t representation, const double *im)
{
    if (!hopi_immittance_is_known(representation)) {
        return HOP_ERR_INVALID_ARGUMENT;
    }
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(freq_hz[k]) || freq_hz[k] <= 0.0) {
            return HOP_ERR_BAD_FREQUENCY;
        }
    }
    const int has_geometry = !isnan(m->units.length_over_area_per_m) && !m->units.is_resistivity;
    if (!has_geometry && hopi_immittance_needs_geometry(HOP_CONDUCTIVITY, representation)) {
        return HOP_ERR_MISSING_DATA;
    }
    if (!m->shape.is_complex
        && (im || !hopi_immittance_keeps_parts_apart(HOP_CONDUCTIVITY, representation))) {
        return HOP_ERR_MISSING_DATA;
    }
    return HOP_OK;
}

hop_status hop_model_evaluate(const hop_model *model, size_t n, const double *freq_hz,
                              int32_t representation, double *re, double *im)
{
    if (!model || !freq_hz) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    const hop_status status = check_evaluate(model, n, freq_hz, representation, im);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_model_units *u = &model->units;
    const hopi_circuit circuit = hopi_shape_circuit(&model->shape, model->theta);
    for (size_t k = 0; k < n; k++) {
        const double omega = 2.0 * HOPI_PI * freq_hz[k] / u->omega_ref;
        const double complex value = u->size * hopi_shape_value(&model->shape, &circuit, omega, NULL);
        hopi_complex out = {creal(value), cimag(value)};
        int32_t from = model->shape.is_complex ? HOP_IMPEDANCE : HOP_CONDUCTIVITY;
        if (u->is_resistivity) {
            out = hopi_reciprocal(out);
            from = HOP_CONDUCTIVITY;
        }
        out = hopi_immittance_convert(from, representation, freq_hz[k],
                                      u->length_over_area_per_m, out);
        if (re) {
            re[k] = out.re;
        }
        if (im) {
            im[k] = out.im;
        }
    }
    return HOP_OK;
}

void hop_model_destroy(hop_model *model)
{
    if (model) {
        hopi_release(model->allocator, model);
    }
}
