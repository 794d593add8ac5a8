/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SPECTRUM_HANDLE_H
#define HOPI_SPECTRUM_HANDLE_H

#include <hop/spectrum.h>

#include "base/context.h"
#include "immittance.h"

/* Points in ascending order of frequency; order[k] is the place of point k as it was given. */
struct hop_spectrum {
    hopi_allocator allocator;
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
 * Asks the caches for what a fit reads of a spectrum, which stands behind the handle, without
 * waiting for the handle to say how much that is. Nothing is read, so it may be too much.
 */
static inline void hopi_spectrum_ask(const hop_spectrum *s)
{
#if defined(__GNUC__)
    enum { LINE_BYTES = 64, BYTES = 1152 }; /* 61 points */
    for (int k = 0; k < BYTES; k += LINE_BYTES) {
        __builtin_prefetch((const char *)s + k);
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
