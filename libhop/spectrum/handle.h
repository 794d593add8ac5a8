/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SPECTRUM_HANDLE_H
#define HOPI_SPECTRUM_HANDLE_H

#include <hop/spectrum.h>

#include "base/context.h"
#include "immittance.h"

/* Points in ascending order of frequency; order[k] is the place of point k as it was given. */
struct hop_spectrum {
    hopi_allocator allocator;
    size_t bytes; /* of the handle and its arrays */
    size_t count;
    int32_t representation;
    double thickness_m, area_m2, temperature_k;
    double *freq_hz;
    double *ln_f;       /* ln f less ln_f_ref, the mean of ln f */
    double ln_f_ref;
    double *re;
    double *im;         /* NULL: only the real part is known */
    double *sd_s_per_m; /* NULL: not known */
    size_t *order;
};

/*
 * Asks the caches for what a fit of some 61 points reads of the spectrum that stands behind s.
 * Spectra made one after the other, as those of a file are, often stand in memory so, and are
 * fitted in that order. Nothing is read: it may be anything.
 */
static inline void hopi_spectrum_ask_for_next(const hop_spectrum *s)
{
#if defined(__GNUC__)
    enum { LINE_BYTES = 64, FIT_BYTES = 1152 };
    for (size_t k = 0; k < FIT_BYTES; k += LINE_BYTES) {
        __builtin_prefetch((const char *)s + s->bytes + k);
    }
#else
    (void)s;
#endif
}

/* ln of each frequency less the mean of them all, which it answers. */
double hopi_centred_logarithms(size_t count, const double *f_hz, double *ln_f);

/* Whether Z* is known: both parts, and the geometry where it takes one. */
int hopi_spectrum_has_impedance(const hop_spectrum *s);

/* Z* of one point in Ω, where it is known. */
hopi_complex hopi_spectrum_impedance_at(const hop_spectrum *s, size_t k);

/*
 * σ′ and, where im is not NULL, σ″ in S/m; HOP_ERR_MISSING_DATA with a text
 * that says what is missing.
 */
hop_status hopi_spectrum_conductivity(hop_ctx *ctx, const hop_spectrum *s, double *re, double *im);

#endif
