/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_ARCS_H
#define HOPI_STUDY_ARCS_H

#include <hop/spectrum.h>

#include "base/context.h"

/* What a spectrum says about a second relaxation and about its leads. */
typedef struct hopi_arcs {
    double evidence;    /* AICc of the cell with one arc less that with two; NaN: not tested */
    double share;       /* of the second arc in the resistance of the sample */
    int is_inductive;   /* Im Z > 0 at the highest frequencies */
} hopi_arcs;

/*
 * Fits the cell with and without a grain boundary. A spectrum without a known
 * impedance and geometry, or too short, is not tested; that is no error.
 */
hop_status hopi_find_arcs(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                          hopi_arcs *arcs);

#endif
