/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_ROBUST_H
#define HOPI_JPL_ROBUST_H

#include "handle.h"
#include "samples.h"

typedef struct hopi_jpl_robust {
    double scale;   /* of a residual divided by s_k */
    size_t outliers; /* points with a weight below one half */
} hopi_jpl_robust;

enum { HOPI_JPL_ROBUST_ARRAYS = 4 };

/*
 * Finds the M-estimate of the settings' loss and puts pseudo-observations
 * m_k + K σ s_k ψ(u_k)/ψ̄' in the place of y (u = residual/(σ s_k)): their ordinary
 * least-squares fit is the M-estimate, and its covariance is Huber's. Where s_k is
 * taken from a measured value it is taken from the model instead, or an outlier
 * would set its own weight. workspace: HOPI_JPL_ROBUST_ARRAYS arrays of count.
 */
hopi_jpl_robust hopi_jpl_make_robust(hopi_jpl_samples *samples,
                                     const hopi_jpl_settings *settings, double *workspace);

#endif
