/* SPDX-License-Identifier: BSD-3-Clause */
#include "instructions.h"

int32_t hopi_best_instructions(void)
{
#ifdef HOPI_X86_LEVELS
    /* The compiler's runtime also asks the system whether it saves the wide registers. */
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl")) {
        return HOP_INSTRUCTIONS_AVX512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return HOP_INSTRUCTIONS_AVX2;
    }
#endif
    return HOP_INSTRUCTIONS_BASELINE;
}
