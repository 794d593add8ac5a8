/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_BENCH_HOP_RESULTS_H
#define HOP_BENCH_HOP_RESULTS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

static inline void require(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "peer: %s\n", hop_status_message(status));
        exit(1);
    }
}

/* The bounds of the search of compare_fits.py. */
static inline hop_jpl_options *open_options(void)
{
    hop_jpl_options *options = NULL;
    require(hop_jpl_options_create(NULL, &options));
    require(hop_jpl_options_set_n_range(NULL, options, 0.05, 2.0));
    return options;
}

/* What has no ln: a logarithm so far off that its part of the conductivity vanishes. */
static inline void complete(uint32_t flags, double A_J, double out[3])
{
    const double beyond = 500.0;
    if (flags & HOP_FLAG_NO_DISPERSION) {
        out[1] = beyond;
        out[2] = 1.0;
    } else if (flags & HOP_FLAG_NO_PLATEAU) {
        out[0] = -beyond;
        out[1] = (-beyond - log(A_J)) / out[2];
    }
}

#endif
