/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_DATA_H
#define HOPI_JPL_DATA_H

#include "handle.h"
#include "samples.h"
#include "solve.h"

/* Copies a region into a block of its own, which the caller releases; NULL: no memory. */
double *hopi_jpl_region_copy(hopi_allocator allocator, const hopi_jpl_region *from,
                             hopi_jpl_region *to);

/*
 * Gives the fit the data that it was made of: the block of the samples, whose header it
 * is, and whose y are the residuals now.
 */
void hopi_jpl_keep_data(const hopi_jpl_samples *samples, const hopi_jpl_solution *solution,
                        hop_jpl *fit);

#endif
