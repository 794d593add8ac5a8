/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_INSTRUCTIONS_H
#define HOPI_INSTRUCTIONS_H

#include "context.h"

/* The best of the HOP_INSTRUCTIONS_ sets that this build holds and this machine runs. */
int32_t hopi_best_instructions(void);

/* Those that calls through the context use: never HOP_INSTRUCTIONS_BEST. */
int32_t hopi_instructions_of(const hop_ctx *ctx);

/*
 * A function or constant `name` of a file that is compiled once for each instruction set:
 * its name there, the declaration of all versions, and the version to use.
 */
#define HOPI_NAME_AT_(name, level) name##_##level
#define HOPI_NAME_AT(name, level) HOPI_NAME_AT_(name, level)
#define HOPI_AT_LEVEL(name) HOPI_NAME_AT(name, HOPI_LEVEL)

#define HOPI_VERSIONS(type, name) extern type name##_baseline, name##_avx2, name##_avx512

#ifdef HOPI_X86_LEVELS
#  define HOPI_VERSION_FOR(instructions, name)                                                 \
      ((instructions) == HOP_INSTRUCTIONS_AVX512 ? name##_avx512                               \
       : (instructions) == HOP_INSTRUCTIONS_AVX2 ? name##_avx2                                 \
                                                 : name##_baseline)
#else
#  define HOPI_VERSION_FOR(instructions, name) ((void)(instructions), name##_baseline)
#endif

#endif
