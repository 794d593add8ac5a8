/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_LANE_BLOCK_H
#define HOPI_JPL_LANE_BLOCK_H

#include "final.h"
#include "lanes.h"
#include "math/vector.h"

/* What the files of a fit in lanes share, in the version of one instruction set. */
#define hopi_lane_search HOPI_AT_LEVEL(hopi_lane_search)
#define hopi_lane_start_clear HOPI_AT_LEVEL(hopi_lane_start_clear)
#define hopi_lane_start_anywhere HOPI_AT_LEVEL(hopi_lane_start_anywhere)
#define hopi_lane_describe HOPI_AT_LEVEL(hopi_lane_describe)

enum { LANES = HOPI_LANES, WIDE = HOPI_FINE_BINS / HOPI_WIDE_RATIO, NODES = HOPI_LANE_NODES };

/* One number a spectrum. */
typedef hopi_vector vector;
typedef hopi_lanes mask;

typedef struct hopi_lane_block {
    const hopi_lane_grid *grid;
    vector *y, *c, *d; /* data, weights, c(y − ȳ): one vector a point */
    double *power[2], *ratio; /* exp(nL) at two nodes, and from them to the next two */
    vector c_sum, c_inverse, y_mean, constant_ssr; /* the last: Σ c(y − ȳ)² */
    vector c_fine[HOPI_FINE_BINS], d_fine[HOPI_FINE_BINS]; /* sums of c and d in the bins */
    vector c_wide[WIDE], d_wide[WIDE];
} hopi_lane_block;

/* Where each spectrum is; the last step, E′ and E″ before it, and E‴/E″. */
typedef struct hopi_lane_place {
    hopi_near at;
    vector step, slope, curvature, third;
    vector low, high;      /* n stays between them */
    vector least_explained; /* of what is good */
    mask is_good, is_open; /* may be the minimum; still moving */
} hopi_lane_place;

/* A start for spectra of clear dispersion. */
void hopi_lane_start_clear(const hopi_lane_block *block, hopi_lane_place *place);

/* Goes through all n, and leaves those good that have one minimum, with a plateau. */
void hopi_lane_start_anywhere(const hopi_lane_block *block, hopi_lane_place *place);

/*
 * From place->at.n to the minimum, a few digits less than all. is_thorough: place is within
 * 1e-2 or so, and spectra need not be clear to stay good.
 */
void hopi_lane_search(const hopi_lane_block *block, int is_thorough, hopi_lane_place *place);

/* The last digits, and all else that is told of the fits. */
void hopi_lane_describe(const hopi_lane_block *block, const hopi_lane_place *place,
                        int is_thorough, hopi_lane_results *out);

#endif
