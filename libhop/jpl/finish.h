/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_FINISH_H
#define HOPI_JPL_FINISH_H

#include "handle.h"
#include "samples.h"
#include "solve.h"

/* Doubles of workspace that hopi_jpl_finish() needs for count points; may be 0. */
size_t hopi_jpl_finish_workspace(const hopi_jpl_settings *settings, size_t count);

/* Fits the samples taken from s; the arrays of the fit are those of the samples. */
void hopi_jpl_finish(const hop_spectrum *s, const hopi_jpl_settings *settings, double *workspace,
                     hopi_jpl_samples *samples, hop_jpl *fit);

/* The numbers and flags of a fit but for its data; the settings must be there. */
void hopi_jpl_fill(const hopi_jpl_samples *samples, const hopi_jpl_solution *solution,
                   hop_jpl *fit);

#endif
