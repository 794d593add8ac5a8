/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_REPLICATE_H
#define HOPI_JPL_REPLICATE_H

#include <stdint.h>

#include "profile.h"
#include "region.h"

/* What all replicates of a fit have in common. */
typedef struct hopi_jpl_replicates {
    const hopi_jpl_region *region;
    const double *spread;  /* of each residual: it gets a random sign or normal number */
    int is_wild;
    int is_clear;          /* one clear minimum: a search near it will do */
    uint32_t seed;
} hopi_jpl_replicates;

/* The parameters of one replicate in the order of hopi_jpl_target; n may be NaN. */
typedef struct hopi_jpl_replicate {
    double value[4];
} hopi_jpl_replicate;

enum { HOPI_JPL_REPLICATE_ARRAYS = 4 };

/* Residuals over 1 − leverage, which with few points covers better than its root. */
void hopi_jpl_wild_spread(const hopi_jpl_region *region, double *spread);

/*
 * Makes and fits replicate number `index`, with HOPI_JPL_REPLICATE_ARRAYS arrays
 * of region->padded numbers as workspace.
 */
hopi_jpl_replicate hopi_jpl_make_replicate(const hopi_jpl_replicates *all, double *workspace,
                                           uint32_t index);

#endif
