/* SPDX-License-Identifier: BSD-3-Clause */
#include "random.h"

#include <math.h>

#include "base/constants.h"

enum { ROUNDS = 10 };

void hopi_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t p0 = (uint64_t)0xD2511F53u * c0;
        const uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
        const uint32_t next0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        const uint32_t next2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        c0 = next0;
        c2 = next2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

/* 53 random bits as a number in (0, 1]: its logarithm is finite. */
static double unit_interval(uint32_t high, uint32_t low)
{
    const uint64_t bits = (((uint64_t)high << 32) | low) >> 11;
    return ((double)bits + 1.0) / 9007199254740992.0;
}

void hopi_random_normal_pair(uint32_t seed, uint32_t stream, uint64_t index, double out[2])
{
    const uint32_t counter[4] = {(uint32_t)index, (uint32_t)(index >> 32), stream, 0};
    const uint32_t key[2] = {seed, 0};
    uint32_t words[4];
    hopi_philox4x32(counter, key, words);
    const double radius = sqrt(-2.0 * log(unit_interval(words[0], words[1])));
    const double angle = 2.0 * HOPI_PI * unit_interval(words[2], words[3]);
    out[0] = radius * cos(angle);
    out[1] = radius * sin(angle);
}
