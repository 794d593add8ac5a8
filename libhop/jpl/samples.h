/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_SAMPLES_H
#define HOPI_JPL_SAMPLES_H

#include "handle.h"
#include "profile.h"

/* The usable points of a spectrum as a least-squares problem, in one block of memory. */
typedef struct hopi_jpl_samples {
    hopi_allocator allocator;
    void *block;             /* header_size bytes, then the arrays */
    const double *f_hz;      /* may be those of the spectrum */
    double *L, *y, *c;
    hopi_jpl_problem problem; /* in units of `scale`, frequencies relative to a mean */
    double scale, ln_scale, ln_omega_ref;
    size_t count, excluded;
} hopi_jpl_samples;

/*
 * Takes the points inside the frequency range that the weighting can use. The
 * block starts with room for header_size bytes, so that a handle can keep it.
 * On success the caller releases it with hopi_jpl_samples_close().
 */
hop_status hopi_jpl_samples_open(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_jpl_settings *settings, size_t header_size,
                                 hopi_jpl_samples *samples);

/* Bytes of the block for count points; 0 where no memory is that large. */
size_t hopi_jpl_samples_size(size_t count, size_t header_size);

/* The same in a block of the caller's: nothing is allocated. */
hop_status hopi_jpl_samples_take(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_jpl_settings *settings, const hopi_kernels *kernels,
                                 void *block, size_t header_size, hopi_jpl_samples *samples);

void hopi_jpl_samples_close(hopi_jpl_samples *samples);

#endif
