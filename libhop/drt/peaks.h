/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_PEAKS_H
#define HOPI_DRT_PEAKS_H

#include <stddef.h>

/* A stretch of γ with one maximum that counts, and the Gaussian that describes it. */
typedef struct hopi_drt_peak {
    size_t top, left, right; /* places on the fine grid, while they are sought */
    double ln_tau, gamma, area, depth;
    double fit_ln_tau, fit_area, fit_width; /* NaN: not fitted */
} hopi_drt_peak;

/*
 * Splits γ, given at equal distances `step` from first_ln_tau on, at its minima. Maxima
 * with less than least_share of the area, or less than least_depth of their height above
 * the higher valley beside them, are joined to the neighbour behind that valley, and so
 * are the smallest while there are more than `capacity`. peaks: room for count/2 + 1.
 * Answers the number.
 */
size_t hopi_find_peaks(size_t count, const double *gamma, double first_ln_tau, double step,
                       double least_share, double least_depth, size_t capacity,
                       hopi_drt_peak *peaks);

/* Doubles of workspace of hopi_fit_peaks(). */
size_t hopi_fit_peaks_workspace(size_t count);

/* Fits γ between the minima beside each peak by a Gaussian. */
void hopi_fit_peaks(size_t count, const double *gamma, double first_ln_tau, double step,
                    size_t peak_count, hopi_drt_peak *peaks, double *workspace);

#endif
