/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_INSTRUCTIONS_H
#define HOPI_INSTRUCTIONS_H

#include "context.h"

/* The best of the HOP_INSTRUCTIONS_ sets that this build holds and this machine runs. */
int32_t hopi_best_instructions(void);

/* Those that calls through the context use: never HOP_INSTRUCTIONS_BEST. */
int32_t hopi_instructions_of(const hop_ctx *ctx);

#endif
