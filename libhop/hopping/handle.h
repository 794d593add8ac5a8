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
    /* The σ_dc that belongs to it, of the fit or the model, and the covariance of
     * (ln σ_dc, ln f_p): for a series of temperatures. */
    double ln_sigma_dc;
    double covariance[2][2];
};

#define HOPI_LN_TWO_PI 1.8378770664093454836

/* Ends of the interval of ln f_p where the sum of squares has risen by t² variances. */
void hopi_hopping_ends(const hopi_jpl_region *region, double n_low, double t,
                       double unit_variance, double *lower, double *upper);

/* HOP_OK, or with a text HOP_ERR_INVALID_ARGUMENT. */
hop_status hopi_check_extractor(hop_ctx *ctx, int32_t extractor);

/* Whether it comes from a model with a σ_dc of its own. */
int hopi_hopping_is_of_model(const hop_hopping *h);

/* The part of hop_hopping_extract() for the peak of M″. */
hop_status hopi_hopping_modulus_peak(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                     hop_hopping *h);

/* The part for models: fits the one of the extractor and reads it off. */
hop_status hopi_hopping_by_model(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                 hop_hopping *h);

#endif
