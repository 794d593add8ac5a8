/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_COMPLEXES_H
#define HOPI_COMPLEXES_H

#include "fourier.h"

/*
 * Arithmetic on neighbouring series: on two at a time, or on all four where a file is
 * compiled for AVX2 or better. Lanes never mix. Alignment is that of the caller's allocator.
 */
#if defined(HOPI_LANES) && HOPI_LANES >= 4
enum { HOPI_SOME = 4 };
typedef double hopi_some __attribute__((vector_size(32), aligned(8), may_alias));
typedef long long hopi_mask __attribute__((vector_size(32), aligned(8), may_alias));
#else
enum { HOPI_SOME = 2 };
typedef double hopi_some __attribute__((vector_size(16), aligned(8), may_alias));
typedef long long hopi_mask __attribute__((vector_size(16), aligned(8), may_alias));
#endif

typedef struct hopi_complexes {
    hopi_some re, im;
} hopi_complexes;

static inline hopi_some hopi_load_some(const double *lanes)
{
    return *(const hopi_some *)(const void *)lanes;
}

static inline void hopi_store_some(double *lanes, hopi_some x)
{
    *(hopi_some *)(void *)lanes = x;
}

static inline hopi_complexes hopi_load_complex(const double *element)
{
    return (hopi_complexes){hopi_load_some(element), hopi_load_some(element + HOPI_SERIES)};
}

static inline void hopi_store_complex(double *element, hopi_complexes z)
{
    hopi_store_some(element, z.re);
    hopi_store_some(element + HOPI_SERIES, z.im);
}

static inline hopi_complexes hopi_add(hopi_complexes a, hopi_complexes b)
{
    return (hopi_complexes){a.re + b.re, a.im + b.im};
}

static inline hopi_complexes hopi_subtract(hopi_complexes a, hopi_complexes b)
{
    return (hopi_complexes){a.re - b.re, a.im - b.im};
}

/* a + factor·b */
static inline hopi_complexes hopi_add_scaled(hopi_complexes a, double factor, hopi_complexes b)
{
    return (hopi_complexes){a.re + factor * b.re, a.im + factor * b.im};
}

/* a − i·b */
static inline hopi_complexes hopi_subtract_turned(hopi_complexes a, hopi_complexes b)
{
    return (hopi_complexes){a.re + b.im, a.im - b.re};
}

/* a + i·b */
static inline hopi_complexes hopi_add_turned(hopi_complexes a, hopi_complexes b)
{
    return (hopi_complexes){a.re - b.im, a.im + b.re};
}

/* z·w */
static inline hopi_complexes hopi_twist(hopi_complexes z, const double w[2])
{
    return (hopi_complexes){z.re * w[0] - z.im * w[1], z.re * w[1] + z.im * w[0]};
}

#endif
