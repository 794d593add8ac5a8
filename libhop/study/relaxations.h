/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_RELAXATIONS_H
#define HOPI_STUDY_RELAXATIONS_H

#include <hop/drt.h>

/* What a distribution of relaxation times says for the verdict; all 0 where there is none. */
typedef struct hopi_relaxations {
    int count;               /* peaks inside the fitted frequencies */
    double inductance_share; /* ωL over |Z| at the highest fitted frequency */
    double electrode_share;  /* |Z_el| over |Z| at the lowest one */
} hopi_relaxations;

/*
 * The distribution of a known impedance in the frequency range, with a blocking electrode. *out
 * stays NULL for a spectrum that is none, or cannot be treated; that is no error.
 */
hop_status hopi_find_relaxations(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz,
                                 double f_max_hz, hop_drt **out, hopi_relaxations *found);

#endif
