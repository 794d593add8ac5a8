/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_RBM_H
#define HOPI_MODELS_RBM_H

#include <complex.h>

/* ω/ω_m at which the real part of the reduced conductivity is two. */
#define HOPI_RBM_DOUBLING 5.7064042556552117

/* ln σ̃ and d ln σ̃ / d ln ω̃. */
typedef struct hopi_rbm {
    double complex ln_sigma, slope;
} hopi_rbm;

/*
 * The random barrier model's conductivity σ̃ = σ(ω)/σ_dc at ω̃ = ω/ω_m:
 * ln σ̃ = (iω̃/σ̃)(1 + (8/3) iω̃/σ̃)^(−1/3)
 * (Schrøder and Dyre, Phys. Rev. Lett. 2008, 101, 025901).
 * NaN for ln ω̃ > 100, far beyond where the model means anything.
 */
hopi_rbm hopi_rbm_at(double ln_omega);

#endif
