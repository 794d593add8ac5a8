/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_CENSOR_H
#define HOPI_ARRHENIUS_CENSOR_H

#include "estimator.h"

/* First and second derivative of ln Φ(z): gradient = φ/Φ, curvature = −(ln Φ)″ in (0, 1). */
typedef struct hopi_tail {
    double gradient, curvature, distance; /* distance = gradient + z > 0 */
} hopi_tail;

hopi_tail hopi_normal_tail(double z);

/* ln Φ(z). */
double hopi_log_normal_tail(double z);

/*
 * Working responses and weights of the limits without a curve at the centred parameters:
 * with them the next weighted linear estimate is one step of Newton's method on the
 * log-likelihood. Answers −2 ln of their likelihood.
 * docs/decisions/007-censored-limits.md has the derivation.
 */
double hopi_censor_update(hopi_estimator *e, const double centred[4]);

#endif
