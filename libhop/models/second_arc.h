/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_SECOND_ARC_H
#define HOPI_MODELS_SECOND_ARC_H

#include <hop/spectrum.h>

#include "base/context.h"

/* How a cell with two arcs (a grain boundary) describes an impedance beside one with one. */
typedef struct hopi_second_arc {
    double evidence; /* AICc of one arc less that of two */
    double share;    /* of the second arc in the resistance of both */
} hopi_second_arc;

/*
 * Fits both cells, without a resistance of the leads, to an impedance: from pairs of arcs on a
 * grid, and from the cell with one arc and what the linearised problem gains most by. Of 120
 * random cells, half of them with two arcs, it decides one otherwise than the best fit that any
 * search found (evidence above 20); two fits by hop_model_fit() decide six otherwise, and take
 * twenty times as long.
 */
hop_status hopi_model_second_arc(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz,
                                 double f_max_hz, hopi_second_arc *out);

#endif
