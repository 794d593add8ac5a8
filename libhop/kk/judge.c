/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge.h"

#include <math.h>

/*
 * Five standard deviations for a point and 1.5, which is 4.5 of their own, for the mean of
 * nine: fewer than one in 1,000 clean spectra has more (tests/property/test_kk_verdict.c). The
 * floors are above the 0.3 % by which the default chain misses the sharpest relaxations.
 */
static const double deviations_of_point = 5.0, floor_of_point = 0.01;
static const double deviations_of_mean = 1.5, floor_of_mean = 0.005;

/* Weights of the third divided difference over four abscissae, of unit length. */
static void third_difference(const double x[4], double weight[4])
{
    double norm2 = 0.0;
    for (int j = 0; j < 4; j++) {
        double product = 1.0;
        for (int l = 0; l < 4; l++) {
            product *= l == j ? 1.0 : x[j] - x[l];
        }
        weight[j] = 1.0 / product;
        norm2 += weight[j] * weight[j];
    }
    const double scale = 1.0 / sqrt(norm2);
    for (int j = 0; j < 4; j++) {
        weight[j] *= scale;
    }
}

double hopi_kk_local_noise(size_t count, const double *omega, const double *re, const double *im)
{
    double sum = 0.0, x[4] = {0.0, log(omega[0]), log(omega[1]), log(omega[2])};
    for (size_t k = 0; k + 4 <= count; k++) {
        double weight[4], of_re = 0.0, of_im = 0.0;
        for (int j = 0; j < 3; j++) {
            x[j] = x[j + 1];
        }
        x[3] = log(omega[k + 3]);
        third_difference(x, weight);
        for (int j = 0; j < 4; j++) {
            of_re += weight[j] * re[k + (size_t)j];
            of_im += weight[j] * im[k + (size_t)j];
        }
        sum += of_re * of_re + of_im * of_im;
    }
    return sqrt(sum / (double)(2 * (count - 3)));
}

/* Mean of the nine nearest residuals, towards the ends those of the end. */
static double mean_around(size_t count, const double *residual, size_t i)
{
    const size_t width = count < HOPI_KK_NEIGHBOURS ? count : HOPI_KK_NEIGHBOURS;
    size_t first = i > width / 2 ? i - width / 2 : 0;
    first = first + width > count ? count - width : first;
    double sum = 0.0;
    for (size_t k = first; k < first + width; k++) {
        sum += residual[k];
    }
    return fabs(sum) / (double)width;
}

hopi_kk_judgement hopi_kk_judge(size_t count, const double *omega, const double *re,
                                const double *im, double tolerance, int *fails)
{
    hopi_kk_judgement j = {.local_noise = hopi_kk_local_noise(count, omega, re, im),
                           .tolerance = tolerance,
                           .mean_tolerance = INFINITY};
    if (isnan(tolerance)) {
        j.tolerance = fmax(floor_of_point, deviations_of_point * j.local_noise);
        j.mean_tolerance = fmax(floor_of_mean, deviations_of_mean * j.local_noise);
    }
    for (size_t i = 0; i < count; i++) {
        const double own = fmax(fabs(re[i]), fabs(im[i]));
        const double mean = fmax(mean_around(count, re, i), mean_around(count, im, i));
        if (own > j.max_residual) {
            j.max_residual = own;
            j.max_at = i;
        }
        j.max_mean_residual = fmax(j.max_mean_residual, mean);
        fails[i] = own > j.tolerance || mean > j.mean_tolerance;
        j.failing += (size_t)fails[i];
    }
    return j;
}
