/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_LIMIT_H
#define HOPI_JPL_LIMIT_H

#include "profile.h"

/*
 * Smallest sum of squares of the power law s (1 + (ω/ω_p)ⁿ) with a given ω_p,
 * over s ≥ 0 and n_low ≤ n ≤ problem->n_max. ln_omega_p is relative to the same
 * reference as problem->log_omega. Uses problem->g.
 */
double hopi_jpl_ssr_at(hopi_jpl_problem *problem, double n_low, double ln_omega_p);

/*
 * The lowest ln ω_p whose sum of squares does not exceed ssr_limit: the
 * profile-likelihood bound from below. The search goes down from `start`, where
 * the sum is below the limit, to `lowest`; NaN if it is never exceeded there or
 * already is at the start.
 */
double hopi_jpl_lower_limit(hopi_jpl_problem *problem, double n_low, double start,
                            double lowest, double ssr_limit);

#endif
