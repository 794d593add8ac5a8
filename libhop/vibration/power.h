/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_POWER_H
#define HOPI_VIBRATION_POWER_H

#include "base/instructions.h"
#include "frames.h"

/* Σ f P and Σ P of eight ions, f in bins. */
typedef struct hopi_bands {
    double f_power[HOPI_GROUP], power[HOPI_GROUP];
} hopi_bands;

/* Bins first, first + apart, … of transformed series, and the bins that mirror them. */
typedef struct hopi_power_bins {
    size_t length; /* of the series */
    size_t first, apart, count;
    const double *z, *mirror; /* of bin first; the next mirror stands before it */
} hopi_power_bins;

/*
 * Ions 0 … 3 are real and 4 … 7 imaginary parts of what was transformed. Adds the one-sided
 * power of bins to the bands, and that of the first `used` ions to density, a number for each
 * bin in their order, which may be NULL; gain[k] multiplies bin k unless it is NULL.
 */
typedef void hopi_power_fn(const hopi_power_bins *bins, const double *gain, size_t used,
                           hopi_bands *bands, double *density);
HOPI_VERSIONS(hopi_power_fn, hopi_power_add);

#endif
