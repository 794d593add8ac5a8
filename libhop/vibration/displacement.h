/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_DISPLACEMENT_H
#define HOPI_VIBRATION_DISPLACEMENT_H

#include "frames.h"

enum { HOPI_LAGS = 24, HOPI_ORIGINS = 128 };

/* Lags of 1 to half a block, in frames, spread evenly in their logarithm; how many. */
size_t hopi_lags_choose(size_t block, size_t lags[HOPI_LAGS]);

/*
 * Adds to sums[lag] the squared displacements of the first `used` ions of a group, each
 * the mean over up to HOPI_ORIGINS origins spread over frames first … first + block − 1.
 */
void hopi_displacements(const hopi_frames *frames, size_t group, size_t used, size_t first,
                        size_t block, size_t count, const size_t *lags, double *sums);

/*
 * Slope of the MSD against the lag in frames, by least squares with equal weights over
 * lags of a tenth of a block or more; NaN for fewer than two.
 */
double hopi_displacement_slope(size_t block, size_t count, const size_t *lags,
                               const double *msd);

#endif
