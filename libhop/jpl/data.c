/* SPDX-License-Identifier: BSD-3-Clause */
#include "data.h"

#include <math.h>
#include <string.h>

#include "base/constants.h"

double *hopi_jpl_region_copy(hopi_allocator allocator, const hopi_jpl_region *from,
                             hopi_jpl_region *to)
{
    const size_t count = from->count;
    double *block = hopi_allocate(allocator, count, 4 * sizeof *block);
    if (block) {
        *to = *from;
        to->L = memcpy(block, from->L, count * sizeof *block);
        to->c = memcpy(block + count, from->c, count * sizeof *block);
        to->r = memcpy(block + 2 * count, from->r, count * sizeof *block);
        to->g = memcpy(block + 3 * count, from->g, count * sizeof *block);
    }
    return block;
}

/* Takes y for the residuals: the solver no longer needs it. */
int hopi_jpl_keep_data(hopi_jpl_samples *w, const hopi_jpl_solution *solution, hop_jpl *fit)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    for (size_t k = 0; k < w->count; k++) {
        w->y[k] -= best->plateau + best->amplitude * w->problem.g[k];
    }
    hopi_jpl_region region = {
        .count = w->count,
        .L = w->L,
        .c = w->c,
        .r = w->y,
        .g = w->problem.g,
        .plateau = best->plateau,
        .amplitude = best->amplitude,
        .n = best->n,
        .n_min = w->problem.n_min,
        .n_max = w->problem.n_max,
        .scale = w->scale,
        .ln_omega_ref = log(2.0 * HOPI_PI * w->f_ref_hz),
    };
    hopi_jpl_region_prepare(&region);
    fit->region_block = hopi_jpl_region_copy(fit->allocator, &region, &fit->region);
    return fit->region_block != NULL;
}
