/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_GLOBAL_MODEL_H
#define HOPI_STUDY_GLOBAL_MODEL_H

#include <stddef.h>
#include <stdint.h>

/*
 * σ′_T(f) = exp(α₁ − E_a ξ)/T · [1 + (f/f_p)ⁿ], ln f_p = α₂ − E_m ξ, with
 * ξ = 1/(k_B T) less its mean: the lines are centred, so that slopes and
 * values are hardly correlated.
 */
typedef struct hopi_global_spectrum {
    double temperature_k, xi;
    double mean_t;       /* T less the mean temperature */
    size_t first, count; /* its points */
} hopi_global_spectrum;

typedef struct hopi_global_data {
    int32_t exponent; /* HOP_EXPONENT_… */
    size_t spectra, points;
    const hopi_global_spectrum *spectrum;
    const double *ln_f;   /* ln of the frequency in Hz */
    const double *sigma;  /* S/m */
    const double *weight; /* 1/(s_k · noise) */
} hopi_global_data;

/* The order of the parameters; the exponents follow from HOPI_GLOBAL_N on. */
enum { HOPI_GLOBAL_ALPHA_1, HOPI_GLOBAL_E_A, HOPI_GLOBAL_ALPHA_2, HOPI_GLOBAL_E_M, HOPI_GLOBAL_N };

size_t hopi_global_parameters(const hopi_global_data *data);

/* n of spectrum i, and its derivatives with respect to all parameters. */
double hopi_global_exponent(const hopi_global_data *data, const double *p, size_t i,
                            double *gradient);

/* A hopi_lm_model; user is the hopi_global_data. */
int hopi_global_residuals(void *user, const double *p, double *residuals, double *jacobian);

#endif
