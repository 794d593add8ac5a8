/* SPDX-License-Identifier: BSD-3-Clause */
#include "dense.h"

#define HOPI_DENSE(level)                                                                      \
    static const hopi_dense dense_##level = {                                                  \
        hopi_panel_least_squares_##level, hopi_cholesky_factor_##level,                        \
        hopi_cholesky_forward_##level,    hopi_cholesky_backward_##level,                      \
        hopi_add_columns_##level,         hopi_project_columns_##level,                        \
        hopi_add_scaled_##level,                                                               \
    };
HOPI_DENSE(baseline)
#ifdef HOPI_X86_LEVELS
HOPI_DENSE(avx2)
HOPI_DENSE(avx512)
#endif

const hopi_dense *hopi_dense_of(int32_t instructions)
{
    return HOPI_VERSION_FOR(instructions, &dense);
}
