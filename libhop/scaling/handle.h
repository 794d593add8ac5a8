/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SCALING_HANDLE_H
#define HOPI_SCALING_HANDLE_H

#include <hop/scaling.h>

#include "base/context.h"
#include "collapse.h"

typedef struct hopi_scaled_spectrum {
    double ln_factor; /* NaN: left out */
    double eps_low, eps_high;
    size_t excluded;
    uint32_t flags;
} hopi_scaled_spectrum;

struct hop_scaling {
    hopi_allocator allocator;
    int32_t kind;
    size_t count, points;
    hopi_scaled_spectrum *spectra;
    hopi_scatter *scatters;
    hopi_isotherm *curves; /* into numbers */
    double *numbers;    /* ln f and ln(σ′/σ_dc) of all points, then the common curve */
    double *common_x, *common_y;
    size_t common_count;
    hopi_scatter total;
    hopi_alpha alpha;
    uint32_t flags;
};

#endif
