/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_SPECTRA_H
#define HOPT_SPECTRA_H

#include <hop/hop.h>

/* What the jobs without memory work with: a power law, and a falling σ′, which has a limit. */
enum { HOPT_POINTS = 31 };

extern double hopt_freq[HOPT_POINTS], hopt_sigma[HOPT_POINTS], hopt_sigma_im[HOPT_POINTS];
extern double hopt_falling[HOPT_POINTS];

void hopt_make_spectra(void);

hop_status hopt_spectrum(hop_ctx *ctx, const double *sigma, double temperature_k,
                         hop_spectrum **s);

#endif
