/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_RATE_CURVE_H
#define HOPI_ARRHENIUS_RATE_CURVE_H

#include "jpl/region.h"

enum { HOPI_RATE_NODES = 40 };

/*
 * What one spectrum says of its hopping frequency: the signed root r(ln f_p) of how
 * far its profile-likelihood deviance lies above the smallest. A straight line
 * through 0 where f_p is known well, flat above where only a limit is known.
 */
typedef struct hopi_rate_curve {
    double ln_f[HOPI_RATE_NODES], root[HOPI_RATE_NODES], slope[HOPI_RATE_NODES];
} hopi_rate_curve;

/*
 * Nodes about centre, width apart there and ever wider outwards. unit_variance: of a
 * point of weight one; is_number: the smallest deviance is at centre.
 */
void hopi_rate_curve_fill(hopi_rate_curve *curve, const hopi_jpl_region *region, double n_low,
                          double centre, double width, double unit_variance, int is_number);

/* r and dr/d ln f at ln f; monotone between the nodes, straight below them, flat above. */
double hopi_rate_curve_at(const hopi_rate_curve *curve, double ln_f, double *slope);

#endif
