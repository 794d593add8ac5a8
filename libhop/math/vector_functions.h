/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VECTOR_FUNCTIONS_H
#define HOPI_VECTOR_FUNCTIONS_H

#include <math.h>

#include "base/constants.h"
#include "vector.h"

/* The exact double of numbers below 2⁵³: two halves in the mantissas of 2⁵² and 2⁸⁴. */
static inline hopi_vector hopi_to_double(hopi_words x)
{
    const uint64_t low_half = 0xffffffffu, two52 = 0x4330000000000000u;
    const uint64_t two84 = 0x4530000000000000u;
    const hopi_vector low = (hopi_vector)((x & low_half) | two52);
    const hopi_vector high = (hopi_vector)((x >> 32) | two84);
    return (high - (0x1p84 + 0x1p52)) + low;
}

/*
 * ln x within 3e-16 (relative, or absolute near 1) for normal x > 0. With x = 2ᵏ m and
 * z = (m − 1)/(m + 1), |z| < 0.172, it is k ln 2 + 2 artanh z; the series ends where the next
 * term is 1e-17.
 */
static inline hopi_vector hopi_log(hopi_vector x)
{
    const uint64_t mantissa = 0x000fffffffffffffu, one = 0x3ff0000000000000u;
    const hopi_words bits = (hopi_words)x;
    hopi_vector m = (hopi_vector)((bits & mantissa) | one);
    hopi_vector k = hopi_to_double(bits >> 52) - 1023.0;
    const hopi_lanes is_large = m > 1.4142135623730951;
    m = hopi_choose(is_large, 0.5 * m, m);
    k = hopi_choose(is_large, k + 1.0, k);
    const hopi_vector z = (m - 1.0) / (m + 1.0), square = z * z;
    hopi_vector sum = square * (1.0 / 21.0) + 1.0 / 19.0;
    for (int j = 17; j >= 3; j -= 2) {
        sum = sum * square + 1.0 / j;
    }
    return k * 0.6931471805599453 + 2.0 * (z * square * sum + z);
}

/* Terms of the Taylor series about zero that matter for |x| ≤ π/4. */
static inline hopi_vector hopi_sine_near_zero(hopi_vector x)
{
    const hopi_vector square = x * x;
    hopi_vector sum = 1.0 - square * (1.0 / (16.0 * 17.0));
    for (int j = 14; j >= 2; j -= 2) {
        sum = 1.0 - sum * square * (1.0 / (j * (j + 1.0)));
    }
    return x * sum;
}

static inline hopi_vector hopi_cosine_near_zero(hopi_vector x)
{
    const hopi_vector square = x * x;
    hopi_vector sum = 1.0 - square * (1.0 / (17.0 * 18.0));
    for (int j = 15; j >= 1; j -= 2) {
        sum = 1.0 - sum * square * (1.0 / (j * (j + 1.0)));
    }
    return sum;
}

/* cos 2πu and sin 2πu within 3e-16 for 0 ≤ u ≤ 1. */
static inline void hopi_turn(hopi_vector u, hopi_vector *cosine, hopi_vector *sine)
{
    const double to_integer = 0x1.8p52;
    const hopi_vector shifted = 4.0 * u + to_integer;
    const hopi_vector angle = (4.0 * u - (shifted - to_integer)) * (0.5 * HOPI_PI);
    const hopi_words quarter = (hopi_words)shifted;
    const hopi_vector c = hopi_cosine_near_zero(angle), s = hopi_sine_near_zero(angle);
    const hopi_lanes is_odd = -(hopi_lanes)(quarter & 1);
    const hopi_words c_sign = ((quarter + 1) & 2) << 62, s_sign = (quarter & 2) << 62;
    *cosine = (hopi_vector)((hopi_words)hopi_choose(is_odd, s, c) ^ c_sign);
    *sine = (hopi_vector)((hopi_words)hopi_choose(is_odd, c, s) ^ s_sign);
}

static inline hopi_vector hopi_root(hopi_vector x)
{
    double lanes[HOPI_LANES];
    hopi_store(lanes, x);
    for (int j = 0; j < HOPI_LANES; j++) {
        lanes[j] = sqrt(lanes[j]);
    }
    return hopi_load(lanes);
}

/* hopi_philox4x32() of a counter and a key a lane. */
static inline void hopi_philox_lanes(hopi_words word[4], uint32_t key0, uint32_t key1)
{
    const uint64_t low_half = 0xffffffffu;
    for (int round = 0; round < 10; round++) {
        const hopi_words p0 = word[0] * 0xD2511F53u, p1 = word[2] * 0xCD9E8D57u;
        word[0] = (p1 >> 32) ^ word[1] ^ key0;
        word[2] = (p0 >> 32) ^ word[3] ^ key1;
        word[1] = p1 & low_half;
        word[3] = p0 & low_half;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
}

/* hopi_random_normal_pair() of a counter a lane, which is lost. */
static inline void hopi_normal_lanes(hopi_words counter[4], uint32_t seed, hopi_vector out[2])
{
    hopi_philox_lanes(counter, seed, 0);
    const hopi_vector u = (hopi_to_double(((counter[0] << 32) | counter[1]) >> 11) + 1.0) * 0x1p-53;
    const hopi_vector v = (hopi_to_double(((counter[2] << 32) | counter[3]) >> 11) + 1.0) * 0x1p-53;
    const hopi_vector radius = hopi_root(-2.0 * hopi_log(u));
    hopi_vector cosine, sine;
    hopi_turn(v, &cosine, &sine);
    out[0] = radius * cosine;
    out[1] = radius * sine;
}

#endif
