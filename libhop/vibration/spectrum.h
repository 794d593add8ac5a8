/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_SPECTRUM_H
#define HOPI_VIBRATION_SPECTRUM_H

#include "power.h"

/* Tables for series of one length. */
typedef struct hopi_spectrum {
    hopi_fourier fourier;
    double *window; /* of the vector estimator; NULL: not wanted */
    double *gain;   /* of differences, for bins 0 … length/2; NULL: not wanted */
    size_t places;  /* of densities */
    hopi_power_fn *add;
} hopi_spectrum;

/* Doubles that the tables take. */
size_t hopi_spectrum_memory(size_t length);

/* Fills the tables, as hopi_fourier_plan(). */
void hopi_spectrum_plan(hopi_spectrum *plan, size_t length, int32_t instructions,
                        int wants_window, int wants_gain, double *memory, double *workspace);

/* What is done at once of the work on one series, of which there are `shares`. */
typedef struct hopi_share {
    size_t which, shares;
} hopi_share;

/*
 * The power of a series: all shares of _columns(), then all of _rows(), which add to bands and
 * to other places of density each, which may be NULL. gain is that of the plan or NULL.
 */
void hopi_spectrum_columns(const hopi_spectrum *plan, hopi_share share, double *series,
                           double *workspace);
void hopi_spectrum_rows(const hopi_spectrum *plan, hopi_share share, const double *gain,
                        size_t used, double *series, double *workspace, hopi_bands *bands,
                        double *density);

/* Adds a density, bin by bin, to bins 1 … length/2. */
void hopi_spectrum_sort(const hopi_spectrum *plan, const double *density, double *to);

#endif
