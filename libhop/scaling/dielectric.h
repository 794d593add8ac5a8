/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DIELECTRIC_H
#define HOPI_DIELECTRIC_H

#include <stddef.h>

typedef struct hopi_plateaus {
    double low, high; /* ε′ at low and at high frequency; NaN: not found */
} hopi_plateaus;

/*
 * The plateaus of ε′: stretches of half a decade or more with |d ln ε′/d ln f| ≤ 0.05.
 * The first of at least two, apart from each other, is the low one, the last the high
 * one; both are NaN unless ε′ falls by 6 % or more from one to the other. ln_f ascending.
 */
hopi_plateaus hopi_dielectric_plateaus(size_t count, const double *ln_f, const double *eps);

#endif
