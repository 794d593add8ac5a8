/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_DATA_H
#define HOPI_JPL_DATA_H

#include "handle.h"
#include "samples.h"
#include "solve.h"

/* Copies a region into a block of its own, which the caller releases; NULL: no memory. */
double *hopi_jpl_region_copy(hopi_allocator allocator, const hopi_jpl_region *from,
                             hopi_jpl_region *to);

/* Puts the data into the fit that was made of them and uses up samples->y; 0: no memory. */
int hopi_jpl_keep_data(hopi_jpl_samples *samples, const hopi_jpl_solution *solution, hop_jpl *fit);

#endif
