/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "lanes.h"

/* From the ends: a step between neighbours has the rounding of both. 0: not uniform. */
static double uniform_step(size_t count, const double *L)
{
    const double rounding = 8e-15;
    const double step = (L[count - 1] - L[0]) / (double)(count - 1);
    for (size_t k = 0; k < count; k++) {
        if (!(fabs(L[k] - (L[0] + (double)k * step)) <= rounding)) {
            return 0.0;
        }
    }
    return step;
}

static double mean(size_t count, const double *x)
{
    double sum = 0.0;
    for (size_t k = 0; k < count; k++) {
        sum += x[k];
    }
    return sum / (double)count;
}

void hopi_lane_grid_prepare(hopi_lane_grid *grid)
{
    const size_t size = (grid->count + HOPI_FINE_BINS - 1) / HOPI_FINE_BINS;
    const size_t wide_size = size * HOPI_WIDE_RATIO;
    grid->step = uniform_step(grid->count, grid->L);
    grid->fine_size = size;
    grid->fine = grid->wide = 0;
    for (size_t k = 0; k < grid->count; k += size) {
        const size_t left = grid->count - k;
        grid->L_fine[grid->fine++] = mean(left < size ? left : size, grid->L + k);
    }
    for (size_t k = 0; k < grid->count; k += wide_size, grid->wide++) {
        const size_t left = grid->count - k;
        const double L = mean(left < wide_size ? left : wide_size, grid->L + k);
        for (int j = 0; j < HOPI_LANE_NODES; j++) {
            grid->node_power[j][grid->wide] = exp(grid->n_max * (j + 1) / HOPI_LANE_NODES * L);
        }
    }
}
