/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_CIRCUIT_H
#define HOPI_MODELS_CIRCUIT_H

#include <complex.h>

/* The numbers of a circuit. Units are the caller's: the formulas have no constants in them. */
typedef enum hopi_slot {
    HOPI_CONDUCTANCE,     /* g of the sample (for σ′: σ_dc) */
    HOPI_OMEGA,           /* ω_p of σ′, ω_c = (RQ)^(−1/n) of Z, ω_m of the random barrier model */
    HOPI_EXPONENT,        /* n */
    HOPI_SECOND,          /* A₂ of a second power A₂ ω^n₂, σ′ only */
    HOPI_SECOND_EXPONENT, /* n₂ */
    HOPI_CAPACITANCE,     /* of ε_∞ */
    HOPI_LEAD_L,
    HOPI_LEAD_R,
    HOPI_ELECTRODE_Q,
    HOPI_ELECTRODE_ALPHA,
    HOPI_GB_R,
    HOPI_GB_OMEGA,        /* (R Q)^(−1/α) */
    HOPI_GB_ALPHA,
    HOPI_SLOTS
} hopi_slot;

typedef struct hopi_circuit {
    int is_rbm; /* the sample is a random barrier model instead of a power law */
    double value[HOPI_SLOTS];
} hopi_circuit;

/* No second power, capacitance, leads, electrode or grain boundary. */
hopi_circuit hopi_circuit_bare(int is_rbm);

/* Derivatives are with respect to the logarithm of a slot, but for exponents to these. */
int hopi_slot_is_exponent(hopi_slot slot);

/*
 * σ′ = σ_dc [1 + (ω/ω_p)ⁿ] + A₂ ω^n₂, or σ_dc Re σ̃(ω/ω_m).
 * derivatives: HOPI_SLOTS of them, or NULL.
 */
double hopi_circuit_conductivity(const hopi_circuit *c, double omega, double *derivatives);

/*
 * Z = iωL + R + 1/y + R_gb/(1 + (iω/ω_gb)^α_gb) + 1/[Q (iω)^α] with the sample's
 * y = g [1 + (iω/ω_c)ⁿ] + iωC, or g σ̃(ω/ω_m) + iωC.
 */
double complex hopi_circuit_impedance(const hopi_circuit *c, double omega,
                                      double complex *derivatives);

#endif
