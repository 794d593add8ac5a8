/* SPDX-License-Identifier: BSD-3-Clause */
#include "phase.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

void hopi_kk_phases(size_t count, const double *re, const double *im, double *phase)
{
    for (size_t i = 0; i < count; i++) {
        phase[i] = atan2(im[i], re[i]);
        if (i > 0) {
            phase[i] -= 2.0 * pi * round((phase[i] - phase[i - 1]) / (2.0 * pi));
        }
    }
}

/*
 * Value and slope at x[i] of the quadratic through the seven nearest points, tricube
 * weights. The normal equations of three unknowns are orthogonalised by hand.
 */
static void smooth(size_t count, const double *x, const double *y, size_t i, double *value,
                   double *slope)
{
    const size_t half = HOPI_KK_PHASE_NEIGHBOURS / 2;
    size_t first = i > half ? i - half : 0;
    first = first + HOPI_KK_PHASE_NEIGHBOURS > count ? count - HOPI_KK_PHASE_NEIGHBOURS : first;
    const size_t last = first + HOPI_KK_PHASE_NEIGHBOURS - 1;
    const double reach = 1.2 * fmax(x[i] - x[first], x[last] - x[i]);
    double w[HOPI_KK_PHASE_NEIGHBOURS], sum = 0.0, mean = 0.0, centre = 0.0;
    for (size_t k = 0; k < HOPI_KK_PHASE_NEIGHBOURS; k++) {
        const double t = fabs(x[first + k] - x[i]) / reach;
        w[k] = pow(1.0 - t * t * t, 3.0);
        sum += w[k];
        mean += w[k] * y[first + k];
        centre += w[k] * (x[first + k] - x[i]);
    }
    mean /= sum;
    centre /= sum;
    double p2 = 0.0, p3 = 0.0, py = 0.0;
    for (size_t k = 0; k < HOPI_KK_PHASE_NEIGHBOURS; k++) {
        const double p = x[first + k] - x[i] - centre;
        p2 += w[k] * p * p;
        p3 += w[k] * p * p * p;
        py += w[k] * p * y[first + k];
    }
    const double skew = p3 / p2, spread = p2 / sum, linear = py / p2;
    double q2 = 0.0, qy = 0.0;
    for (size_t k = 0; k < HOPI_KK_PHASE_NEIGHBOURS; k++) {
        const double p = x[first + k] - x[i] - centre, q = p * p - skew * p - spread;
        q2 += w[k] * q * q;
        qy += w[k] * q * (y[first + k] - mean - linear * p);
    }
    const double bend = qy / q2, at = -centre;
    *value = mean + linear * at + bend * (at * at - skew * at - spread);
    *slope = linear + bend * (2.0 * at - skew);
}

void hopi_kk_ln_modulus(size_t count, const double *x, double *phase, double *slope,
                        double *ln_modulus)
{
    for (size_t i = 0; i < count; i++) {
        smooth(count, x, phase, i, &ln_modulus[i], &slope[i]);
    }
    for (size_t i = 0; i < count; i++) {
        phase[i] = ln_modulus[i];
    }
    double integral = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            /* The cubic with these values and slopes at both ends. */
            const double h = x[i] - x[i - 1];
            integral += 0.5 * h * (phase[i] + phase[i - 1])
                        + h * h / 12.0 * (slope[i - 1] - slope[i]);
        }
        ln_modulus[i] = 2.0 / pi * integral - pi / 6.0 * slope[i];
    }
}
