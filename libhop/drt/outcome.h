/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_OUTCOME_H
#define HOPI_DRT_OUTCOME_H

#include <stddef.h>

#include "fit.h"
#include "peaks.h"

/* What follows from the coefficients of a spectrum. */
typedef struct hopi_drt_outcome {
    double r_inf_ohm, l_H, inverse_q; /* NaN: takes no part */
    double r_pol_ohm, rms_residual, noise_ohm, effective_dof;
    size_t peak_count;
} hopi_drt_outcome;

/* Number of places of the fine grid, and where it begins. */
size_t hopi_drt_fine_count(const hopi_drt_grid *grid);
double hopi_drt_fine_start(const hopi_drt_grid *grid);

/* γ of the coefficients of the nodes at fine place k; place 0 is the first node. */
double hopi_drt_fine_gamma(const hopi_drt_grid *grid, const double *coefficients, size_t k);

/* Doubles of workspace of hopi_drt_evaluate_outcome(). */
size_t hopi_drt_outcome_doubles(const hopi_drt_grid *grid, const hopi_drt_settings *settings);

/*
 * From the solved work: γ at the nodes, the peaks (room for peak_capacity), and the
 * impedance in the place of the measured one. all_peaks: room for fine_count/2 + 1.
 */
void hopi_drt_evaluate_outcome(const hopi_drt_work *work, hopi_drt_solution *solution,
                               double *gamma, double *re_ohm, double *im_ohm,
                               size_t peak_capacity, hopi_drt_peak *peaks,
                               hopi_drt_peak *all_peaks, double *workspace,
                               hopi_drt_outcome *outcome);

#endif
