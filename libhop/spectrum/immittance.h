/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_IMMITTANCE_H
#define HOPI_IMMITTANCE_H

#include <stdint.h>

typedef struct hopi_complex {
    double re, im;
} hopi_complex;

/* Any of the HOP_IMPEDANCE … HOP_MODULUS constants. */
int hopi_immittance_is_known(int32_t representation);

/* Whether going from one to the other needs thickness and area. */
int hopi_immittance_needs_geometry(int32_t from, int32_t to);

/* Whether σ′ alone is enough to go from one to the other. */
int hopi_immittance_keeps_parts_apart(int32_t from, int32_t to);

/*
 * One value in another representation:
 * Y* = 1/Z*, σ* = (l/A) Y*, ε* = σ* / (iωε₀), M* = 1/ε*.
 * length_over_area_per_m is l/A in 1/m, used only where geometry is needed.
 */
hopi_complex hopi_immittance_convert(int32_t from, int32_t to, double freq_hz,
                                     double length_over_area_per_m, hopi_complex value);

/* 1/z without overflow of |z|² (Smith, Commun. ACM 1962, 5, 435). */
hopi_complex hopi_reciprocal(hopi_complex z);

#endif
