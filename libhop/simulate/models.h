/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SIMULATE_MODELS_H
#define HOPI_SIMULATE_MODELS_H

#include "spectrum/immittance.h"

/* Parts that are absent have NaN (electrode_Q, gb_Q) or zero in the place of their parameter. */
typedef struct hopi_cell {
    double sigma_dc, f_p_hz, n, eps_inf;
    double length_over_area_per_m;
    double lead_L, lead_R;
    double electrode_Q, electrode_alpha;
    double gb_R, gb_Q, gb_alpha;
} hopi_cell;

/* σ′ = σ_dc [1 + (f/f_p)ⁿ], eq. 4. */
double hopi_model_jpl(const hopi_cell *cell, double freq_hz);

/*
 * Z = iωL + R + 1/[(A/l) σ*] + R_gb/(1 + R_gb Q_gb (iω)^α_gb) + 1/[Q_el (iω)^α],
 * σ* = σ_dc + A*(iω)ⁿ + iωε₀ε_∞ with A* cos(nπ/2) = σ_dc/ω_pⁿ.
 */
hopi_complex hopi_model_cell(const hopi_cell *cell, double freq_hz);

#endif
