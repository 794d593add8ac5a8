/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_IMPEDANCES_H
#define HOPI_MODELS_IMPEDANCES_H

#include <stddef.h>

#include "base/instructions.h"
#include "circuit.h"

/* Where the impedances of a circuit are wanted. */
enum { HOPI_FEWEST_IMPEDANCES = 8 };

typedef struct hopi_impedance_grid {
    size_t count;
    const double *omega, *ln_omega;
    const double *weight; /* factor of what comes out; NULL: 1 */
} hopi_impedance_grid;

/*
 * hopi_circuit_impedance() at all points, several at a time, from HOPI_FEWEST_IMPEDANCES points
 * on: weighted real parts to z, imaginary ones to z + count. derivatives: for each slot an array
 * like z, or NULL for a slot that is not wanted, or NULL for none of them. Not for the random
 * barrier model.
 */
typedef void hopi_impedances_fn(const hopi_circuit *circuit, const hopi_impedance_grid *grid,
                                double *z, double *const *derivatives);
HOPI_VERSIONS(hopi_impedances_fn, hopi_circuit_impedances);

#endif
