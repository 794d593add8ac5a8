/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "power.h"

static const double pi = 3.14159265358979323846;

void hopi_power_gain(size_t length, double *gain)
{
    gain[0] = 1.0;
    for (size_t k = 1; k <= length / 2; k++) {
        const double x = pi * (double)k / (double)length;
        gain[k] = x / sin(x) * (x / sin(x));
    }
}

void hopi_take_mean_off(size_t n, double *series)
{
    double mean[HOPI_GROUP] = {0.0};
    for (size_t t = 1; t < n; t++) {
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            mean[l] += series[HOPI_GROUP * t + l];
        }
    }
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        mean[l] /= (double)(n - 1);
    }
    for (size_t t = 0; t < n; t++) {
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            series[HOPI_GROUP * t + l] -= mean[l];
        }
    }
}
