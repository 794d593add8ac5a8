/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_HANDLE_H
#define HOPI_DRT_HANDLE_H

#include <hop/drt.h>

#include "base/context.h"
#include "outcome.h"

struct hop_drt_options {
    hopi_allocator allocator;
    hopi_drt_settings settings;
    double *sd_ohm; /* owned, or NULL */
};

struct hop_drt {
    hopi_allocator allocator;
    size_t points, peak_capacity, sample_count;
    int32_t method, electrode;
    hopi_nodes nodes; /* ln_tau is of numbers */
    hopi_drt_solution solution;
    hopi_drt_outcome outcome;
    double effective_samples;
    double *numbers; /* all the arrays below */
    double *ln_tau, *coefficients, *gamma;
    double *re_ohm, *im_ohm; /* the measured impedance, until it is calculated */
    double *samples;         /* those of a node together, sorted; NULL: none */
    hopi_drt_peak *peaks;
};

struct hop_drt_set {
    hopi_allocator allocator;
    size_t count;
    hop_drt **spectra;
};

extern const hopi_drt_settings hopi_drt_default_settings;

#endif
