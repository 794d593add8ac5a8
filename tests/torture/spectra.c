/* SPDX-License-Identifier: BSD-3-Clause */
#include "spectra.h"

#include <math.h>

#include "support.h"
#include "trap.h"

double hopt_freq[HOPT_POINTS], hopt_sigma[HOPT_POINTS], hopt_sigma_im[HOPT_POINTS];
double hopt_falling[HOPT_POINTS];

void hopt_make_spectra(void)
{
    hopt_log_grid(1e2, 1e7, HOPT_POINTS, hopt_freq);
    for (int k = 0; k < HOPT_POINTS; k++) {
        const double power = pow(hopt_freq[k] / 4e4, 0.68);
        hopt_sigma[k] = 1e-4 * (1.0 + power) * (1.0 + 0.01 * sin(1.0 + 2.3 * k * k));
        hopt_sigma_im[k] = 2e-4 * power;
        hopt_falling[k] = 3.0 - 0.001 * k;
    }
}

hop_status hopt_spectrum(hop_ctx *ctx, const double *sigma, double temperature_k,
                         hop_spectrum **s)
{
    hop_status status;
    *s = HOPT_POISON;
    HOPT_CALL(status,
              hop_spectrum_from_conductivity(ctx, HOPT_POINTS, hopt_freq, sigma, hopt_sigma_im,
                                             1e-3, 1e-4, temperature_k, s),
              *s);
    return status;
}
