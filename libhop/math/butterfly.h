/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_BUTTERFLY_H
#define HOPI_BUTTERFLY_H

#include <stddef.h>

/*
 * The small transforms of one level, in place: element place + j·places is
 * multiplied by twiddle j of that place, and the radix of them are transformed.
 * radix is 2, 3, 4, 5, 7, 11 or 13; elements are those of fourier.h.
 */
void hopi_butterflies(size_t radix, size_t places, const double *twiddles, double *out);

/* The same bits from wider registers, where hopi_has_avx2(). */
void hopi_butterflies_avx2(size_t radix, size_t places, const double *twiddles, double *out);

#endif
