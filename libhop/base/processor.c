/* SPDX-License-Identifier: BSD-3-Clause */
#include "processor.h"

int hopi_has_avx2(void)
{
#if defined(HOPI_HAVE_AVX2_KERNELS)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return 0;
#endif
}
