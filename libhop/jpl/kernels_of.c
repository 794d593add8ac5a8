/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/context.h>

#include "lanes.h"

const hopi_kernels *hopi_kernels_of(int32_t instructions)
{
#ifdef HOPI_X86_LEVELS
    if (instructions == HOP_INSTRUCTIONS_AVX512) {
        return &hopi_kernels_avx512;
    }
    if (instructions == HOP_INSTRUCTIONS_AVX2) {
        return &hopi_kernels_avx2;
    }
#endif
    (void)instructions;
    return &hopi_kernels_baseline;
}

/* From the ends: a step between neighbours has the rounding of both. */
double hopi_uniform_step(size_t count, const double *L)
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
