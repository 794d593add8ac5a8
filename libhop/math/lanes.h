/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_LANES_H
#define HOPI_LANES_H

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

typedef struct hopi_complex {
    hopi_some re, im;
} hopi_complex;

static inline hopi_some hopi_load_some(const double *lanes)
{
    return *(const hopi_some *)(const void *)lanes;
}

static inline void hopi_store_some(double *lanes, hopi_some x)
{
    *(hopi_some *)(void *)lanes = x;
}

static inline hopi_complex hopi_load(const double *element)
{
    return (hopi_complex){hopi_load_some(element), hopi_load_some(element + HOPI_SERIES)};
}

static inline void hopi_store(double *element, hopi_complex z)
{
    hopi_store_some(element, z.re);
    hopi_store_some(element + HOPI_SERIES, z.im);
}

static inline hopi_complex hopi_add(hopi_complex a, hopi_complex b)
{
    return (hopi_complex){a.re + b.re, a.im + b.im};
}

static inline hopi_complex hopi_subtract(hopi_complex a, hopi_complex b)
{
    return (hopi_complex){a.re - b.re, a.im - b.im};
}

/* a + factor·b */
static inline hopi_complex hopi_add_scaled(hopi_complex a, double factor, hopi_complex b)
{
    return (hopi_complex){a.re + factor * b.re, a.im + factor * b.im};
}

/* a − i·b */
static inline hopi_complex hopi_subtract_turned(hopi_complex a, hopi_complex b)
{
    return (hopi_complex){a.re + b.im, a.im - b.re};
}

/* a + i·b */
static inline hopi_complex hopi_add_turned(hopi_complex a, hopi_complex b)
{
    return (hopi_complex){a.re - b.im, a.im + b.re};
}

/* z·w */
static inline hopi_complex hopi_twist(hopi_complex z, const double w[2])
{
    return (hopi_complex){z.re * w[0] - z.im * w[1], z.re * w[1] + z.im * w[0]};
}

#endif
