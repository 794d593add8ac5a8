/* SPDX-License-Identifier: BSD-3-Clause */
#include "data.h"

#include <string.h>

double *hopi_jpl_region_copy(hopi_allocator allocator, const hopi_jpl_region *from,
                             hopi_jpl_region *to)
{
    const size_t size = from->padded;
    double *block = hopi_allocate(allocator, size, 4 * sizeof *block);
    if (block) {
        *to = *from;
        to->L = memcpy(block, from->L, size * sizeof *block);
        to->c = memcpy(block + size, from->c, size * sizeof *block);
        to->r = memcpy(block + 2 * size, from->r, size * sizeof *block);
        to->g = memcpy(block + 3 * size, from->g, size * sizeof *block);
    }
    return block;
}

void hopi_jpl_keep_data(const hopi_jpl_samples *w, const hopi_jpl_solution *solution,
                        hop_jpl *fit)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    const hopi_points *points = &w->problem.points;
    fit->region = (hopi_jpl_region){
        .kernels = w->problem.kernels,
        .count = w->count,
        .padded = points->padded,
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
        .ln_omega_ref = w->ln_omega_ref,
        .c_sum = points->c_sum,
        .g_mean = solution->minimum.columns.g_mean,
        .y_mean = points->y_mean,
        .rss = solution->rss,
        .constant_ssr = w->problem.constant_ssr,
    };
}
