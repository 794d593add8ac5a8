/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_INSTRUCTIONS_H
#define HOPI_INSTRUCTIONS_H

#include "context.h"

/* The best of the HOP_INSTRUCTIONS_ sets that this build holds and this machine runs. */
int32_t hopi_best_instructions(void);

/* Those that calls through the context use: never HOP_INSTRUCTIONS_BEST. */
int32_t hopi_instructions_of(const hop_ctx *ctx);

/* The version of a function that is compiled once for each instruction set. */
#ifdef HOPI_X86_LEVELS
#  define HOPI_VERSION_FOR(instructions, function)                                             \
      ((instructions) == HOP_INSTRUCTIONS_AVX512 ? function##_avx512                           \
       : (instructions) == HOP_INSTRUCTIONS_AVX2 ? function##_avx2                             \
                                                 : function##_baseline)
#else
#  define HOPI_VERSION_FOR(instructions, function) ((void)(instructions), function##_baseline)
#endif

#endif
