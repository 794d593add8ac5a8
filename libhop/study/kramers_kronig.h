/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_KRAMERS_KRONIG_H
#define HOPI_STUDY_KRAMERS_KRONIG_H

#include <hop/kk.h>

/*
 * The default test of the points in the frequency range. *out stays NULL for a spectrum that
 * cannot be tested; that is no error.
 */
hop_status hopi_study_kk(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                         hop_kk **out);

#endif
