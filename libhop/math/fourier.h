/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FOURIER_H
#define HOPI_FOURIER_H

#include <stddef.h>

/*
 * Four complex series are transformed side by side, so that every step is the
 * same operation on neighbouring numbers: an element of a series is four real
 * parts followed by four imaginary parts.
 */
enum { HOPI_LANES = 4, HOPI_ELEMENT = 2 * HOPI_LANES, HOPI_FOURIER_LEVELS = 64 };

/*
 * A length is split into factors of 4, 2, 3, 5, 7, 11 and 13 (decimation in
 * time, from the largest part down, so that the parts stay in the caches). One
 * with a larger prime factor becomes a convolution of a smooth length (Bluestein
 * 1970), never a padded transform.
 */
typedef struct hopi_fourier {
    size_t length, inner_length; /* equal unless it is a convolution */
    int levels;
    size_t radix[HOPI_FOURIER_LEVELS];
    const double *twiddles[HOPI_FOURIER_LEVELS];
    const double *chirp, *kernel; /* of the convolution */
    void (*butterflies)(size_t radix, size_t places, const double *twiddles, double *out);
} hopi_fourier;

/* Doubles that the tables of a plan take; 0 if that overflows. */
size_t hopi_fourier_memory(size_t length);

/* Doubles of workspace that planning and transforming take; 0 for none or an overflow. */
size_t hopi_fourier_workspace(size_t length);

/* Fills the tables; length ≥ 1. memory stays in use as long as the plan. */
void hopi_fourier_plan(hopi_fourier *plan, size_t length, double *memory, double *workspace);

/* out[k] = Σ_t in[t] e^{−2πi kt/length}; in and out do not overlap. */
void hopi_fourier_transform(const hopi_fourier *plan, const double *in, double *out,
                            double *workspace);

#endif
