/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>

enum { POINTS = 46, TEMPERATURE_ERRORS = 2 /* a purpose of normal() */ };

const double true_E_a = 0.40, true_E_m = 0.36, true_ln_sigma_0 = 12.5;
static const double k_B = 1.380649e-23 / 1.602176634e-19, n_middle = 0.6;

static double middle_k(const sample *s)
{
    return s->coldest_k + 0.5 * s->step_k * (s->temperatures - 1);
}

double true_ln_f_e(const sample *s)
{
    return log(s->f_p_middle_hz) + true_E_m / (k_B * middle_k(s));
}

/* The spectrum at temperature T, which is said to be another. */
static hop_spectrum *measure(const sample *s, hop_simulation *simulation, double T, double said)
{
    const double x = 1.0 / (k_B * T);
    const double sigma_dc = exp(true_ln_sigma_0 - true_E_a * x) / T;
    const double f_p_hz = exp(true_ln_f_e(s) - true_E_m * x);
    const double n = n_middle + s->n_slope_per_k * (T - middle_k(s));
    double freq_hz[POINTS], sd_s_per_m[POINTS];
    hop_spectrum *plain = NULL, *with_errors = NULL;
    log_grid(1e2, 1e7, POINTS, freq_hz);
    for (int k = 0; k < POINTS; k++) {
        sd_s_per_m[k] = s->noise * sigma_dc * (1.0 + pow(freq_hz[k] / f_p_hz, n));
    }
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p_hz);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, n);
    hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, said);
    require(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &plain), NULL, "spectrum");
    if (!s->gives_errors) {
        return plain;
    }
    require(hop_spectrum_with_standard_deviations(NULL, plain, POINTS, sd_s_per_m, &with_errors),
            NULL, "errors");
    hop_spectrum_destroy(plain);
    return with_errors;
}

void measure_series(const run *r, const sample *s, uint32_t row, uint32_t number,
                    hop_spectrum **spectra)
{
    hop_simulation *simulation = NULL;
    require(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), NULL, "simulation");
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, s->noise);
    for (int k = 0; k < s->temperatures; k++) {
        const double said = s->coldest_k + s->step_k * k;
        const double miss = s->temperature_error_k
                            * normal(r->seed + row, TEMPERATURE_ERRORS, number, (uint32_t)k);
        hop_simulation_set_seed(NULL, simulation, r->seed + row,
                                number * MOST_TEMPERATURES + (uint32_t)k);
        spectra[k] = measure(s, simulation, said + miss, said);
    }
    hop_simulation_destroy(simulation);
}

void destroy_spectra(const sample *s, hop_spectrum **spectra)
{
    for (int k = 0; k < s->temperatures; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
}
