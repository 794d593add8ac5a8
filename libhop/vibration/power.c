/* SPDX-License-Identifier: BSD-3-Clause */
#include "power.h"

#include <string.h>

#include "math/lanes.h"

enum { REGISTERS = HOPI_LANES / HOPI_SOME };

/* One bin of eight series, four real and four imaginary parts. */
typedef struct bin {
    hopi_some re[REGISTERS], im[REGISTERS];
} bin;

static inline bin load_bin(const double *at)
{
    bin out;
    for (size_t r = 0; r < REGISTERS; r++) {
        out.re[r] = hopi_load_some(at + HOPI_SOME * r);
        out.im[r] = hopi_load_some(at + HOPI_LANES + HOPI_SOME * r);
    }
    return out;
}

/* The Hann window in time is this sum of three neighbours in frequency. */
static inline bin load_windowed(const double *at)
{
    const bin left = load_bin(at - HOPI_ELEMENT), middle = load_bin(at),
              right = load_bin(at + HOPI_ELEMENT);
    bin out;
    for (size_t r = 0; r < REGISTERS; r++) {
        out.re[r] = 0.5 * middle.re[r] - 0.25 * (left.re[r] + right.re[r]);
        out.im[r] = 0.5 * middle.im[r] - 0.25 * (left.im[r] + right.im[r]);
    }
    return out;
}

/* Sums in registers: ions 0 … 3, then 4 … 7. */
typedef struct sums {
    hopi_some f_power[2][REGISTERS], power[2][REGISTERS];
} sums;

/*
 * z at bin k and w at bin n − k: the first four ions have the even, the others the odd
 * half of them.
 */
static inline void add_bin(const bin *z, const bin *w, double k, double weight, sums *to,
                           double power[HOPI_GROUP])
{
    for (size_t r = 0; r < REGISTERS; r++) {
        const hopi_some a = z->re[r] + w->re[r], b = z->im[r] - w->im[r];
        const hopi_some c = z->im[r] + w->im[r], d = w->re[r] - z->re[r];
        const hopi_some first = weight * (a * a + b * b), second = weight * (c * c + d * d);
        to->power[0][r] += first;
        to->power[1][r] += second;
        to->f_power[0][r] += k * first;
        to->f_power[1][r] += k * second;
        hopi_store_some(power + HOPI_SOME * r, first);
        hopi_store_some(power + HOPI_LANES + HOPI_SOME * r, second);
    }
}

void HOPI_KERNEL(hopi_power_add)(size_t n, int has_hann, const double *gain, size_t used,
                                 const double *z, hopi_bands *bands, double *density)
{
    sums to;
    memcpy(to.f_power, bands->f_power, sizeof to.f_power);
    memcpy(to.power, bands->power, sizeof to.power);
    for (size_t k = 1; k <= n / 2; k++) {
        /* All bins but that of Nyquist stand for their mirror images, too. */
        const double sides = 2 * k == n ? 1.0 : 2.0;
        const double *at = z + HOPI_ELEMENT * k, *mirror = z + HOPI_ELEMENT * (n - k);
        const bin one = has_hann ? load_windowed(at) : load_bin(at);
        const bin other = has_hann ? load_windowed(mirror) : load_bin(mirror);
        double power[HOPI_GROUP], all = 0.0;
        add_bin(&one, &other, (double)k, 0.25 * sides * (gain ? gain[k] : 1.0), &to, power);
        for (size_t l = 0; density && l < used; l++) {
            all += power[l];
        }
        if (density) {
            density[k] += all;
        }
    }
    memcpy(bands->f_power, to.f_power, sizeof to.f_power);
    memcpy(bands->power, to.power, sizeof to.power);
}
