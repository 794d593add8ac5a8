/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>

enum { POINTS = 46, TEMPERATURE_ERRORS = 2 };

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

void measure_series(const run *r, const sample *s, uint32_t row, uint32_t number,
                    hop_spectrum **spectra)
{
    double freq_hz[POINTS];
    hop_simulation *simulation = NULL;
    log_grid(1e2, 1e7, POINTS, freq_hz);
    require(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), NULL, "simulation");
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, s->noise);
    for (int k = 0; k < s->temperatures; k++) {
        const double said = s->coldest_k + s->step_k * k;
        const double T = said + s->temperature_error_k
                                    * normal(r->seed + row, TEMPERATURE_ERRORS, number, (uint32_t)k);
        const double x = 1.0 / (k_B * T);
        hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC,
                           exp(true_ln_sigma_0 - true_E_a * x) / T);
        hop_simulation_set(NULL, simulation, HOP_SIM_F_P, exp(true_ln_f_e(s) - true_E_m * x));
        hop_simulation_set(NULL, simulation, HOP_SIM_N,
                           n_middle + s->n_slope_per_k * (T - middle_k(s)));
        hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, said);
        hop_simulation_set_seed(NULL, simulation, r->seed + row,
                                number * MOST_TEMPERATURES + (uint32_t)k);
        require(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &spectra[k]), NULL,
                "spectrum");
    }
    hop_simulation_destroy(simulation);
}

void destroy_spectra(const sample *s, hop_spectrum **spectra)
{
    for (int k = 0; k < s->temperatures; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
}
