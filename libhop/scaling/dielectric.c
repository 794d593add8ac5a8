/* SPDX-License-Identifier: BSD-3-Clause */
#include "dielectric.h"

#include <math.h>

static const double window = 1.1512925464970229; /* half a decade */
static const double flat_slope = 0.05;

/* A straight line through ln ε′ in the half decade that begins at a point. */
typedef struct stretch {
    size_t last;
    double slope, eps;
    int is_flat;
} stretch;

static stretch fit_stretch(size_t count, const double *ln_f, const double *eps, size_t first)
{
    stretch s = {.last = first, .eps = NAN};
    double n = 0.0, x_mean = 0.0, y_mean = 0.0, xx = 0.0, xy = 0.0;
    for (size_t k = first; k < count && ln_f[k] <= ln_f[first] + window * (1.0 + 1e-9); k++) {
        if (!(eps[k] > 0.0)) {
            return s;
        }
        s.last = k;
        n += 1.0;
        x_mean += ln_f[k];
        y_mean += log(eps[k]);
    }
    x_mean /= n;
    y_mean /= n;
    for (size_t k = first; k <= s.last; k++) {
        xx += (ln_f[k] - x_mean) * (ln_f[k] - x_mean);
        xy += (ln_f[k] - x_mean) * (log(eps[k]) - y_mean);
    }
    if (n < 3.0 || ln_f[s.last] - ln_f[first] < 0.75 * window) {
        return s;
    }
    s.slope = xy / xx;
    s.eps = exp(y_mean);
    s.is_flat = fabs(s.slope) <= flat_slope;
    return s;
}

hopi_plateaus hopi_dielectric_plateaus(size_t count, const double *ln_f, const double *eps)
{
    double low = NAN, high = NAN, flattest = INFINITY;
    size_t runs = 0, last_of_run = 0;
    int in_run = 0;
    for (size_t k = 0; k < count; k++) {
        const stretch s = fit_stretch(count, ln_f, eps, k);
        if (!s.is_flat) {
            in_run = 0;
            continue;
        }
        if (!in_run && (runs == 0 || k > last_of_run)) {
            runs++;
            flattest = INFINITY;
        }
        in_run = 1;
        last_of_run = s.last;
        if (fabs(s.slope) < flattest) {
            flattest = fabs(s.slope);
            *(runs == 1 ? &low : &high) = s.eps;
        }
    }
    /* Noise can break one plateau in two: the fall must be more than a flat stretch allows. */
    if (runs < 2 || !(low > high * exp(flat_slope * window))) {
        return (hopi_plateaus){NAN, NAN};
    }
    return (hopi_plateaus){low, high};
}
