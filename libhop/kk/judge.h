/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_KK_JUDGE_H
#define HOPI_KK_JUDGE_H

#include <stddef.h>

enum { HOPI_KK_NEIGHBOURS = 9 };

/* What residuals say; all relative to |Z|. */
typedef struct hopi_kk_judgement {
    double local_noise, tolerance, mean_tolerance;
    double max_residual, max_mean_residual;
    size_t max_at, failing;
} hopi_kk_judgement;

/*
 * Standard deviation of white noise as third differences of neighbours show it: what
 * is smooth over four points does not count. count ≥ 4; ω ascending.
 */
double hopi_kk_local_noise(size_t count, const double *omega, const double *re,
                           const double *im);

/*
 * Judges residuals, count ≥ 5. tolerance NaN: automatic, and the means of nine
 * neighbours count as well. fails: 1 or 0 a point.
 */
hopi_kk_judgement hopi_kk_judge(size_t count, const double *omega, const double *re,
                                const double *im, double tolerance, int *fails);

#endif
