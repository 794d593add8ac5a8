/* SPDX-License-Identifier: BSD-3-Clause */
#include "power.h"

#include <string.h>

#include "math/complexes.h"

enum { REGISTERS = HOPI_SERIES / HOPI_SOME };

/* Sums in registers: ions 0 … 3, then 4 … 7. */
typedef struct sums {
    hopi_some f_power[2][REGISTERS], power[2][REGISTERS];
} sums;

/*
 * z at bin k and w at bin n − k: the first four ions have the even, the others the odd
 * half of them. Answers what the ions have together that `is_used` does not leave out.
 */
static inline double add_bin(const double *z, const double *w, double k, double weight, sums *to,
                             const double is_used[HOPI_GROUP])
{
    hopi_some all = {0.0};
    double sum = 0.0;
    for (size_t r = 0; r < REGISTERS; r++) {
        const hopi_complexes x = hopi_load_complex(z + HOPI_SOME * r);
        const hopi_complexes y = hopi_load_complex(w + HOPI_SOME * r);
        const hopi_some a = x.re + y.re, b = x.im - y.im, c = x.im + y.im, d = y.re - x.re;
        const hopi_some first = weight * (a * a + b * b), second = weight * (c * c + d * d);
        to->power[0][r] += first;
        to->power[1][r] += second;
        to->f_power[0][r] += k * first;
        to->f_power[1][r] += k * second;
        all += first * hopi_load_some(is_used + HOPI_SOME * r)
               + second * hopi_load_some(is_used + HOPI_SERIES + HOPI_SOME * r);
    }
    for (size_t l = 0; l < HOPI_SOME; l++) {
        sum += all[l];
    }
    return sum;
}

void HOPI_AT_LEVEL(hopi_power_add)(const hopi_power_bins *bins, const double *gain, size_t used,
                                   hopi_bands *bands, double *density)
{
    const size_t n = bins->length;
    double is_used[HOPI_GROUP] = {0.0};
    sums to;
    memcpy(to.f_power, bands->f_power, sizeof to.f_power);
    memcpy(to.power, bands->power, sizeof to.power);
    for (size_t l = 0; l < used; l++) {
        is_used[l] = 1.0;
    }
    for (size_t i = 0; i < bins->count; i++) {
        const size_t bin = bins->first + bins->apart * i, k = 2 * bin > n ? n - bin : bin;
        /* All bins but that of Nyquist stand for their mirror images, too. */
        const double sides = 2 * k == n ? 1.0 : 2.0;
        const double all = add_bin(bins->z + HOPI_ELEMENT * i, bins->mirror - HOPI_ELEMENT * i,
                                   (double)k, 0.25 * sides * (gain ? gain[k] : 1.0), &to, is_used);
        if (density) {
            density[i] += all;
        }
    }
    memcpy(bands->f_power, to.f_power, sizeof to.f_power);
    memcpy(bands->power, to.power, sizeof to.power);
}
