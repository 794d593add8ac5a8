/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_POWER_H
#define HOPI_VIBRATION_POWER_H

#include "frames.h"

/* Σ f P and Σ P of eight ions, f in bins. */
typedef struct hopi_bands {
    double f_power[HOPI_GROUP], power[HOPI_GROUP];
} hopi_bands;

/* (x/sin x)², x = πk/length: what the difference of two positions loses of the velocity. */
void hopi_power_gain(size_t length, double *gain);

/*
 * Series of n samples of ions 0 … 3 as real and 4 … 7 as imaginary parts were transformed to
 * z. Adds the one-sided power of bins 1 … n/2 of each ion to the bands, and that of the
 * first `used` ions to density, which may be NULL; gain[k] multiplies bin k unless it is
 * NULL. With a Hann window, z[0] and z[n] hold the same.
 */
void hopi_power_add(size_t n, int has_hann, const double *gain, size_t used, const double *z,
                    hopi_bands *bands, double *density);

/* The same bits from wider registers, where hopi_has_avx2(). */
void hopi_power_add_avx2(size_t n, int has_hann, const double *gain, size_t used,
                         const double *z, hopi_bands *bands, double *density);

/*
 * Takes the mean of samples 1 … n − 1 off all of them: no step leads to the first frame, and
 * what stands there has no weight under a Hann window.
 */
void hopi_take_mean_off(size_t n, double *series);

#endif
