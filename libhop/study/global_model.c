/* SPDX-License-Identifier: BSD-3-Clause */
#include "global_model.h"

#include <math.h>
#include <string.h>

#include <hop/global.h>

size_t hopi_global_parameters(const hopi_global_data *data)
{
    switch (data->exponent) {
    case HOP_EXPONENT_PER_TEMPERATURE:
        return HOPI_GLOBAL_N + data->spectra;
    case HOP_EXPONENT_LINEAR:
        return HOPI_GLOBAL_N + 2;
    default:
        return HOPI_GLOBAL_N + 1;
    }
}

double hopi_global_exponent(const hopi_global_data *data, const double *p, size_t i,
                            double *gradient)
{
    memset(gradient, 0, hopi_global_parameters(data) * sizeof *gradient);
    switch (data->exponent) {
    case HOP_EXPONENT_PER_TEMPERATURE:
        gradient[HOPI_GLOBAL_N + i] = 1.0;
        return p[HOPI_GLOBAL_N + i];
    case HOP_EXPONENT_LINEAR:
        gradient[HOPI_GLOBAL_N] = 1.0;
        gradient[HOPI_GLOBAL_N + 1] = data->spectrum[i].mean_t;
        return p[HOPI_GLOBAL_N] + p[HOPI_GLOBAL_N + 1] * data->spectrum[i].mean_t;
    default:
        gradient[HOPI_GLOBAL_N] = 1.0;
        return p[HOPI_GLOBAL_N];
    }
}

/* One spectrum; 0 where the model has no finite value. */
static int fill_spectrum(const hopi_global_data *data, const double *p, size_t i,
                         double *residuals, double *jacobian)
{
    enum { MOST = 64 };
    const hopi_global_spectrum *s = &data->spectrum[i];
    const size_t parameters = hopi_global_parameters(data), rows = data->points;
    double gradient[MOST];
    const double n = hopi_global_exponent(data, p, i, gradient);
    const double sigma_dc = exp(p[HOPI_GLOBAL_ALPHA_1] - p[HOPI_GLOBAL_E_A] * s->xi)
                            / s->temperature_k;
    const double ln_f_p = p[HOPI_GLOBAL_ALPHA_2] - p[HOPI_GLOBAL_E_M] * s->xi;
    for (size_t k = s->first; k < s->first + s->count; k++) {
        const double u = data->ln_f[k] - ln_f_p;
        const double dispersion = sigma_dc * exp(n * u), model = sigma_dc + dispersion;
        const double weight = data->weight[k];
        residuals[k] = weight * (model - data->sigma[k]);
        if (!isfinite(residuals[k])) {
            return 0;
        }
        if (!jacobian) {
            continue;
        }
        jacobian[k + HOPI_GLOBAL_ALPHA_1 * rows] = weight * model;
        jacobian[k + HOPI_GLOBAL_E_A * rows] = -weight * s->xi * model;
        jacobian[k + HOPI_GLOBAL_ALPHA_2 * rows] = -weight * n * dispersion;
        jacobian[k + HOPI_GLOBAL_E_M * rows] = weight * n * s->xi * dispersion;
        for (size_t j = HOPI_GLOBAL_N; j < parameters; j++) {
            jacobian[k + j * rows] = weight * u * dispersion * gradient[j];
        }
    }
    return 1;
}

int hopi_global_residuals(void *user, const double *p, double *residuals, double *jacobian)
{
    const hopi_global_data *data = user;
    for (size_t i = 0; i < data->spectra; i++) {
        if (!fill_spectrum(data, p, i, residuals, jacobian)) {
            return 1;
        }
    }
    return 0;
}
