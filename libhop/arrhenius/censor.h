/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_CENSOR_H
#define HOPI_ARRHENIUS_CENSOR_H

#include "estimator.h"

/* First and second derivative of ln Φ(z): gradient = φ/Φ, curvature = −(ln Φ)″ in (0, 1). */
typedef struct hopi_tail {
    double gradient, curvature, distance; /* distance = gradient + z > 0 */
} hopi_tail;

hopi_tail hopi_normal_tail(double z);

/*
 * Working responses and weights of the limits at the centred parameters: with
 * them the next weighted linear estimate is one step of Newton's method on the
 * log-likelihood. docs/decisions/007-censored-limits.md has the derivation.
 */
void hopi_censor_update(hopi_estimator *e, const double centred[4]);

#endif
