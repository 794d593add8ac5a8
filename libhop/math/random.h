/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_RANDOM_H
#define HOPI_RANDOM_H

#include <stdint.h>

/*
 * Counter-based random numbers: what comes out depends on key and counter
 * only, never on the calls before, so streams can be drawn by any thread.
 * Philox 4×32-10, Salmon, Moraes, Dror and Shaw, SC 2011.
 */
void hopi_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Two independent standard normal numbers (Box and Muller 1958) of one counter. */
void hopi_random_normal_pair(uint32_t seed, uint32_t stream, uint64_t index, double out[2]);

#endif
