/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "interval.h"
#include "math/distributions.h"
#include "solve.h"

/* exp of a logarithm that may not exist. */
static double from_ln(double ln)
{
    return isnan(ln) ? NAN : exp(ln);
}

/* Three parameters, and the scale where it is taken from the residuals. */
static double parameters_of(const hop_jpl *fit)
{
    return hopi_jpl_is_absolute(fit) ? 3.0 : 4.0;
}

/* −2 ln of the likelihood but for a constant; pseudo-residuals of a robust loss have none. */
static double deviance_of(const hop_jpl *fit)
{
    if (fit->settings.loss != HOP_LOSS_SQUARE) {
        return NAN;
    }
    const double N = fit->points;
    return hopi_jpl_is_absolute(fit) ? fit->rss : N * log(fit->rss / N);
}

static double aicc_of(const hop_jpl *fit)
{
    const double N = fit->points, k = parameters_of(fit);
    return N > k + 1 ? deviance_of(fit) + 2 * k + 2 * k * (k + 1) / (N - k - 1) : NAN;
}

static double bic_of(const hop_jpl *fit)
{
    return deviance_of(fit) + parameters_of(fit) * log(fit->points);
}

double hop_jpl_value(const hop_jpl *fit, int32_t key)
{
    if (!fit) {
        return NAN;
    }
    switch (key) {
    case HOP_SIGMA_DC:
        return fit->sigma_dc;
    case HOP_LN_SIGMA_DC:
        return fit->sigma_dc > 0.0 ? log(fit->sigma_dc) : NAN;
    case HOP_A_J:
        return from_ln(fit->ln_A_J);
    case HOP_N:
        return fit->n;
    case HOP_OMEGA_P:
        return from_ln(fit->ln_omega_p);
    case HOP_F_P:
        return from_ln(fit->ln_omega_p) / (2.0 * HOPI_PI);
    case HOP_LN_OMEGA_P:
        return fit->ln_omega_p;
    case HOP_RSS:
        return fit->rss;
    case HOP_DOF:
        return fit->dof;
    case HOP_REDUCED_CHI2:
        return fit->rss / fit->dof;
    case HOP_AICC:
        return aicc_of(fit);
    case HOP_BIC:
        return bic_of(fit);
    case HOP_POINTS:
        return fit->points;
    case HOP_EXCLUDED:
        return fit->excluded;
    case HOP_RANK:
        return fit->rank;
    case HOP_CONDITION:
        return fit->rank == 3.0 ? hopi_jpl_condition(&fit->columns) : INFINITY;
    case HOP_F_DISPERSION:
        return fit->f_dispersion;
    case HOP_F_MIN:
        return fit->f_min_hz;
    case HOP_F_MAX:
        return fit->f_max_hz;
    case HOP_TEMPERATURE:
        return fit->temperature_k;
    case HOP_ROBUST_SCALE:
        return fit->robust_scale;
    case HOP_OUTLIERS:
        return fit->outliers;
    case HOP_NOISE:
        return fit->window.noise;
    case HOP_WINDOWS:
        return fit->window.windows;
    case HOP_EXCESS_LOW:
        return fit->window.excess_low;
    case HOP_EXCESS_HIGH:
        return fit->window.excess_high;
    default:
        return NAN;
    }
}

/* Standard error of a parameter as it is estimated: ln of a positive one, n itself. */
static double error_of_estimate(const double covariance[3][3], double ln_A_J_variance,
                                int32_t key)
{
    switch (key) {
    case HOP_SIGMA_DC:
    case HOP_LN_SIGMA_DC:
        return sqrt(covariance[0][0]);
    case HOP_A_J:
        return sqrt(ln_A_J_variance);
    case HOP_OMEGA_P:
    case HOP_F_P:
    case HOP_LN_OMEGA_P:
        return sqrt(covariance[1][1]);
    case HOP_N:
        return sqrt(covariance[2][2]);
    default:
        return NAN;
    }
}

static double statistical_error(const hop_jpl *fit, int32_t key)
{
    return error_of_estimate(fit->covariance, fit->ln_A_J_variance, key);
}

static int is_logarithmic(int32_t key)
{
    return key == HOP_SIGMA_DC || key == HOP_A_J || key == HOP_OMEGA_P || key == HOP_F_P;
}

int hopi_jpl_is_parameter(int32_t key)
{
    return is_logarithmic(key) || key == HOP_N || key == HOP_LN_SIGMA_DC || key == HOP_LN_OMEGA_P;
}

double hop_jpl_standard_error(const hop_jpl *fit, int32_t key)
{
    if (!fit) {
        return NAN;
    }
    if (key == HOP_SIGMA_DC) {
        return sqrt(fit->sigma_dc_variance);
    }
    const double error = statistical_error(fit, key);
    return is_logarithmic(key) ? error * hop_jpl_value(fit, key) : error;
}

double hop_jpl_systematic_error(const hop_jpl *fit, int32_t key)
{
    if (!fit) {
        return NAN;
    }
    const double error = error_of_estimate(fit->window.covariance, fit->window.ln_A_J_variance,
                                           key);
    return is_logarithmic(key) ? error * hop_jpl_value(fit, key) : error;
}

int hopi_jpl_is_absolute(const hop_jpl *fit)
{
    return fit->settings.weighting == HOP_WEIGHTING_GIVEN && fit->settings.loss == HOP_LOSS_SQUARE;
}

double hopi_jpl_unit_variance(const hop_jpl *fit)
{
    return hopi_jpl_is_absolute(fit) ? 1.0 : fit->rss / fit->dof;
}

double hopi_jpl_interval_dof(const hop_jpl *fit)
{
    return hopi_jpl_is_absolute(fit) ? INFINITY : fit->dof;
}

hop_status hop_jpl_interval(const hop_jpl *fit, int32_t key, double level, int32_t method,
                            double *lower, double *upper)
{
    if (!fit || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!hopi_jpl_is_parameter(key)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    if (method != HOP_INTERVAL_LINEARISED && method != HOP_INTERVAL_PROFILE) {
        return HOP_ERR_INVALID_ARGUMENT;
    }
    if (method == HOP_INTERVAL_PROFILE) {
        hopi_jpl_profile_interval(fit, key, level, lower, upper);
        return HOP_OK;
    }
    const double t = hopi_student_quantile(0.5 + 0.5 * level, hopi_jpl_interval_dof(fit));
    const double half_width = t * statistical_error(fit, key);
    const double value = hop_jpl_value(fit, key);
    *lower = is_logarithmic(key) ? value * exp(-half_width) : value - half_width;
    *upper = is_logarithmic(key) ? value * exp(half_width) : value + half_width;
    return HOP_OK;
}

hop_status hop_jpl_covariance(const hop_jpl *fit, double *out9)
{
    if (!fit || !out9) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    memcpy(out9, fit->covariance, sizeof fit->covariance);
    return HOP_OK;
}

hop_status hop_jpl_systematic_covariance(const hop_jpl *fit, double *out9)
{
    if (!fit || !out9) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    memcpy(out9, fit->window.covariance, sizeof fit->window.covariance);
    return HOP_OK;
}

uint32_t hop_jpl_flags(const hop_jpl *fit)
{
    return fit ? fit->flags : 0;
}

int32_t hop_jpl_weighting(const hop_jpl *fit)
{
    return fit ? fit->settings.weighting : 0;
}

hop_status hop_jpl_evaluate(const hop_jpl *fit, size_t n, const double *freq_hz,
                            double *sigma_s_per_m)
{
    if (!fit || !freq_hz || !sigma_s_per_m) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(freq_hz[k]) || freq_hz[k] <= 0.0) {
            return HOP_ERR_BAD_FREQUENCY;
        }
    }
    for (size_t k = 0; k < n; k++) {
        const double ln_omega = log(2.0 * HOPI_PI * freq_hz[k]);
        const double dispersion = isnan(fit->n) ? 0.0 : exp(fit->ln_A_J + fit->n * ln_omega);
        sigma_s_per_m[k] = fit->sigma_dc + dispersion;
    }
    return HOP_OK;
}

void hop_jpl_destroy(hop_jpl *fit)
{
    if (fit) {
        hopi_release(fit->allocator, fit);
    }
}
