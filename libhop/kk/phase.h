/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_KK_PHASE_H
#define HOPI_KK_PHASE_H

#include <stddef.h>

enum { HOPI_KK_PHASE_NEIGHBOURS = 7 };

/*
 * (2/π) ∫ φ d ln ω − (π/6) dφ/d ln ω at each point, from the first point on.
 * x: ln ω, ascending; phase: without jumps of 2π, overwritten with what smoothing leaves;
 * slope: scratch of the same size. count ≥ 7.
 */
void hopi_kk_ln_modulus(size_t count, const double *x, double *phase, double *slope,
                        double *ln_modulus);

/* arg of each value, continued from point to point so that no step exceeds π. */
void hopi_kk_phases(size_t count, const double *re, const double *im, double *phase);

#endif
