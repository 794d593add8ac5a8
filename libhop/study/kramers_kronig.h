/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_KRAMERS_KRONIG_H
#define HOPI_STUDY_KRAMERS_KRONIG_H

#include <hop/jpl.h>
#include <hop/kk.h>

/*
 * The default test of the points in the frequency range. *out stays NULL for a spectrum that
 * cannot be tested; that is no error.
 */
hop_status hopi_study_kk(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                         hop_kk **out);

/* Whether a point fails among the frequencies that the fit took; 0 for NULL or not decided. */
int hopi_study_violates_kk(const hop_kk *kk, const hop_jpl *fit);

#endif
