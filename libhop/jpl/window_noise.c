/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "math/order.h"
#include "window.h"

enum { STENCIL = 5 };

/* Fourth divided difference of ln y in units of its own scatter for unit noise. */
static double stencil(const hopi_window_data *data, const double *y, size_t k)
{
    double sum = 0.0, variance = 0.0;
    for (size_t i = k; i < k + STENCIL; i++) {
        if (!(y[i] > 0.0)) {
            return NAN;
        }
        double c = 1.0;
        for (size_t j = k; j < k + STENCIL; j++) {
            c /= j == i ? 1.0 : data->L[i] - data->L[j];
        }
        sum += c * log(y[i]);
        variance += c * c / (data->c[i] * y[i] * y[i]);
    }
    return fabs(sum) / sqrt(variance);
}

double hopi_window_noise(const hopi_window_data *data, double *work)
{
    const double median_of_normal = 0.6744897501960817;
    size_t used = 0;
    for (size_t k = 0; k + STENCIL <= data->count; k++) {
        const double parts[2] = {stencil(data, data->re, k),
                                 data->im ? stencil(data, data->im, k) : NAN};
        for (int i = 0; i < 2; i++) {
            if (isfinite(parts[i])) {
                work[used++] = parts[i];
            }
        }
    }
    if (used == 0) {
        return NAN;
    }
    hopi_sort(work, used);
    return hopi_median_of_sorted(work, used) / median_of_normal;
}
