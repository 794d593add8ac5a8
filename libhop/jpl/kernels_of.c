/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/context.h>

#include "kernels.h"

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
