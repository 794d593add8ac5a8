/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_HOPPING_HANDLE_H
#define HOPI_HOPPING_HANDLE_H

#include <hop/hopping.h>

#include "base/context.h"
#include "extract.h"
#include "jpl/region.h"

struct hop_hopping {
    hopi_allocator allocator;
    int32_t extractor;
    uint32_t flags;
    hopi_hopping_estimate estimate;
    double interval_dof, unit_variance;
    hopi_jpl_region region; /* for the intervals of the fit; empty for a crossing */
    double *region_block;
    double n_low;           /* lowest n that takes part in an interval */
    /* Of (ln σ_dc, ln f_p), for a series of temperatures. */
    double covariance[2][2];
};

#endif
