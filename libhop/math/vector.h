/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VECTOR_H
#define HOPI_VECTOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if HOPI_LANES == 8 && defined(__AVX512F__)
#  include <immintrin.h>
#endif

/*
 * Vectors of HOPI_LANES doubles for files that are compiled once for each
 * instruction set. HOPI_LANES must be what the registers of that set hold: more
 * lanes work, but each operation then goes through memory.
 */
#define HOPI_VECTOR_BYTES (8 * HOPI_LANES)

typedef double hopi_vector __attribute__((vector_size(HOPI_VECTOR_BYTES)));
typedef int64_t hopi_lanes __attribute__((vector_size(HOPI_VECTOR_BYTES)));

/* Bits, and 32-bit numbers in 64-bit lanes. */
typedef uint64_t hopi_words __attribute__((vector_size(HOPI_VECTOR_BYTES)));

static inline hopi_vector hopi_load(const double *from)
{
    hopi_vector v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline void hopi_store(double *to, hopi_vector v)
{
    memcpy(to, &v, sizeof v);
}

static inline hopi_vector hopi_spread(double x)
{
    return x - (hopi_vector){0.0};
}

/* a where the mask is set, b where it is zero. */
static inline hopi_vector hopi_choose(hopi_lanes mask, hopi_vector a, hopi_vector b)
{
    return (hopi_vector)((mask & (hopi_lanes)a) | (~mask & (hopi_lanes)b));
}

static inline hopi_vector hopi_smaller(hopi_vector a, hopi_vector b)
{
    return hopi_choose(a < b, a, b);
}

static inline hopi_vector hopi_larger(hopi_vector a, hopi_vector b)
{
    return hopi_choose(a > b, a, b);
}

/* Halves are added, so that the sum takes log2(lanes) steps. */
static inline double hopi_sum(hopi_vector v)
{
#if HOPI_LANES == 8
    typedef double four __attribute__((vector_size(32)));
    const four half = __builtin_shufflevector(v, v, 0, 1, 2, 3)
                      + __builtin_shufflevector(v, v, 4, 5, 6, 7);
#else
    const hopi_vector half = v;
#endif
#if HOPI_LANES >= 4
    typedef double two __attribute__((vector_size(16)));
    const two pair = __builtin_shufflevector(half, half, 0, 1)
                     + __builtin_shufflevector(half, half, 2, 3);
    return pair[0] + pair[1];
#else
    return half[0] + half[1];
#endif
}

/* Sums of neighbours: a0 + a1, a2 + a3, … b0 + b1, … */
static inline hopi_vector hopi_pair_sums(hopi_vector a, hopi_vector b)
{
#if HOPI_LANES == 8
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
           + __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
#elif HOPI_LANES == 4
    return __builtin_shufflevector(a, b, 0, 2, 4, 6) + __builtin_shufflevector(a, b, 1, 3, 5, 7);
#else
    return __builtin_shufflevector(a, b, 0, 2) + __builtin_shufflevector(a, b, 1, 3);
#endif
}

static inline hopi_vector hopi_absolute(hopi_vector x)
{
    return hopi_larger(x, -x);
}

static inline int hopi_any(hopi_lanes mask)
{
#if HOPI_LANES == 8 && defined(__AVX512F__)
    return _mm512_test_epi64_mask((__m512i)mask, (__m512i)mask) != 0;
#else
    int64_t bits = 0;
    for (int j = 0; j < HOPI_LANES; j++) {
        bits |= mask[j];
    }
    return bits != 0;
#endif
}

/* Rows become columns: lane j of v[i] and lane i of v[j] change places. */
static inline void hopi_transpose(hopi_vector v[HOPI_LANES])
{
    hopi_vector w[HOPI_LANES];
#if HOPI_LANES == 8
    for (int i = 0; i < 8; i += 2) {
        w[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        w[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 8; i++) {
        const int j = i & ~2;
        v[i] = i & 2 ? __builtin_shufflevector(w[j], w[j + 2], 2, 3, 10, 11, 6, 7, 14, 15)
                     : __builtin_shufflevector(w[j], w[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    }
    for (int i = 0; i < 4; i++) {
        w[i] = __builtin_shufflevector(v[i], v[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        w[i + 4] = __builtin_shufflevector(v[i], v[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
#elif HOPI_LANES == 4
    for (int i = 0; i < 4; i += 2) {
        w[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 4, 2, 6);
        w[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 5, 3, 7);
    }
    v[0] = w[0], v[1] = w[1], v[2] = w[2], v[3] = w[3];
    for (int i = 0; i < 2; i++) {
        w[i] = __builtin_shufflevector(v[i], v[i + 2], 0, 1, 4, 5);
        w[i + 2] = __builtin_shufflevector(v[i], v[i + 2], 2, 3, 6, 7);
    }
#else
    w[0] = __builtin_shufflevector(v[0], v[1], 0, 2);
    w[1] = __builtin_shufflevector(v[0], v[1], 1, 3);
#endif
    for (int i = 0; i < HOPI_LANES; i++) {
        v[i] = w[i];
    }
}

/* Lane j of the result is the sum of the lanes of v[j], which is lost. */
static inline hopi_vector hopi_sum_each(hopi_vector v[HOPI_LANES])
{
    for (int count = HOPI_LANES; count > 1; count /= 2) {
        for (int j = 0; j < count / 2; j++) {
            v[j] = hopi_pair_sums(v[2 * j], v[2 * j + 1]);
        }
    }
    return v[0];
}

static inline double hopi_least(hopi_vector v)
{
#if HOPI_LANES == 8
    v = hopi_smaller(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3));
    v = hopi_smaller(v, __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5));
#elif HOPI_LANES == 4
    v = hopi_smaller(v, __builtin_shufflevector(v, v, 2, 3, 0, 1));
#endif
    return v[0] < v[1] ? v[0] : v[1];
}

/* The largest |x| of hopi_exp(). */
#define HOPI_LARGEST_EXPONENT 708.0

/* 2^(j/16) of the lowest four bits of each lane. */
static inline hopi_vector hopi_sixteenths(hopi_words j)
{
    static const double table[16] = {
        0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
        0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
        0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
        0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0,
    };
#if HOPI_LANES == 8 && defined(__AVX512F__)
    /* Two registers hold it. */
    return (hopi_vector)_mm512_permutex2var_pd((__m512d)hopi_load(table), (__m512i)j,
                                               (__m512d)hopi_load(table + 8));
#else
    hopi_vector v;
    for (int i = 0; i < HOPI_LANES; i++) {
        v[i] = table[j[i] & 15];
    }
    return v;
#endif
}

/*
 * exp(x) within 4e-16 for |x| ≤ 708. With k = round(16 x/ln 2) and r = x − k ln 2/16 it is
 * 2^(k/16) (1 + r + r² q(r)), q of degree 4 with a minimax error of 3e-17; without the table
 * of 2^(j/16) it would be of degree 9, which takes longer even where lanes look it up one by
 * one. ln 2 has two parts, of which the product of the first with k is exact.
 */
static inline hopi_vector hopi_exp(hopi_vector x)
{
    const double to_integer = 0x1.8p52, sixteen_per_ln2 = 0x1.71547652b82fep+4;
    const double step_high = 0x1.62e42fee00000p-5, step_low = 0x1.a39ef35793c76p-37;
    const hopi_vector shifted = x * sixteen_per_ln2 + to_integer;
    const hopi_vector k = shifted - to_integer;
    const hopi_vector r = (x - k * step_high) - k * step_low;
    hopi_vector q = r * 0x1.6c17bb5ebddb4p-10 + 0x1.11120b03cd855p-7;
    q = q * r + 0x1.555555551946fp-5;
    q = q * r + 0x1.55555554dd388p-3;
    q = q * r + 0x1.0000000000000p-1;
    const hopi_words bits = (hopi_words)shifted;
    const hopi_vector power = (hopi_vector)((hopi_words)hopi_sixteenths(bits) + (bits >> 4 << 52));
    return (q * (r * r) + r) * power + power;
}

#endif
