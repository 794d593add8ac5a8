/* SPDX-License-Identifier: BSD-3-Clause */
#include "dense.h"

#include <hop/context.h>

#define HOPI_DENSE(level)                                                                  \
    {                                                                                      \
        hopi_panel_least_squares_##level, hopi_cholesky_factor_##level,                    \
            hopi_cholesky_forward_##level, hopi_cholesky_backward_##level,                 \
            hopi_add_columns_##level, hopi_project_columns_##level,                        \
            hopi_add_scaled_##level                                                        \
    }

static const hopi_dense baseline = HOPI_DENSE(baseline);
#ifdef HOPI_X86_LEVELS
static const hopi_dense avx2 = HOPI_DENSE(avx2);
static const hopi_dense avx512 = HOPI_DENSE(avx512);
#endif

const hopi_dense *hopi_dense_of(int32_t instructions)
{
#ifdef HOPI_X86_LEVELS
    if (instructions == HOP_INSTRUCTIONS_AVX512) {
        return &avx512;
    }
    if (instructions == HOP_INSTRUCTIONS_AVX2) {
        return &avx2;
    }
#endif
    (void)instructions;
    return &baseline;
}
