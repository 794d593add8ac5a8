/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_SHAPE_H
#define HOPI_MODELS_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#include "circuit.h"

/*
 * Which numbers of a circuit a model leaves free, and where they may lie.
 * Theta holds the logarithm of each free slot and exponents themselves; in the
 * place of ω_gb stands ln(ω/ω_gb) ≥ 0, so that the sample keeps the higher arc.
 */
typedef struct hopi_shape {
    int32_t model;
    uint32_t parts;
    int is_complex, is_rbm;
    size_t count;
    hopi_slot slots[HOPI_SLOTS];
    double lower[HOPI_SLOTS], upper[HOPI_SLOTS];
} hopi_shape;

/* Smallest and largest of what is fitted, in the units of the fit. */
typedef struct hopi_model_range {
    double omega_min, omega_max;
    double size_min, size_max; /* of |Z| or |σ′| */
} hopi_model_range;

/*
 * The units of the fit: ω in omega_ref, Z in `size` Ω and σ′ in `size` S/m.
 * length_over_area_per_m is 1 for a resistivity.
 */
typedef struct hopi_model_units {
    double omega_ref, size;
    double length_over_area_per_m; /* NaN: not known (σ′ only) */
    int is_resistivity;
} hopi_model_units;

/* Whether the model is fitted to Z and not to σ′. */
int hopi_model_is_complex(int32_t model);

/* The parts a model has if nothing else is said. */
uint32_t hopi_model_own_parts(int32_t model);

hopi_shape hopi_shape_of(int32_t model, uint32_t parts, double n_min, double n_max,
                         const hopi_model_range *range);

/* Place of a slot in theta, or count if it is not free. */
size_t hopi_shape_place(const hopi_shape *shape, hopi_slot slot);

hopi_circuit hopi_shape_circuit(const hopi_shape *shape, const double *theta);

/*
 * The model at ω with its derivatives with respect to theta; the imaginary
 * parts are zero for a model of σ′. derivatives: count of them, or NULL.
 */
double complex hopi_shape_value(const hopi_shape *shape, const hopi_circuit *circuit,
                                double omega, double complex *derivatives);

#endif
