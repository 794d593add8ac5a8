/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_REPLICATE_H
#define HOPI_JPL_REPLICATE_H

#include <stdint.h>

#include "expansion.h"
#include "profile.h"

/* What all replicates of a fit have in common. */
typedef struct hopi_jpl_replicates {
    const hopi_jpl_region *region;
    const double *spread;  /* of each residual: it gets a random sign or normal number */
    int is_wild;
    uint32_t seed;
    /* Where there is one clear minimum, so that a search near it will do; NULL elsewhere. */
    const hopi_jpl_expansion *expansion;
} hopi_jpl_replicates;

/* The parameters of one replicate in the order of hopi_jpl_target; n may be NaN. */
typedef struct hopi_jpl_replicate {
    double value[4];
} hopi_jpl_replicate;

enum { HOPI_JPL_REPLICATE_ARRAYS = 4 };

/* Residuals over 1 − leverage, which with few points covers better than its root. */
void hopi_jpl_wild_spread(const hopi_jpl_region *region, double *spread);

/* The residuals of replicate number `index`. */
void hopi_jpl_draw_residuals(const hopi_jpl_replicates *all, uint32_t index, double *residuals);

/*
 * Makes and fits replicate number `index`, with HOPI_JPL_REPLICATE_ARRAYS arrays
 * of region->padded numbers as workspace.
 */
hopi_jpl_replicate hopi_jpl_make_replicate(const hopi_jpl_replicates *all, double *workspace,
                                           uint32_t index);

#endif
