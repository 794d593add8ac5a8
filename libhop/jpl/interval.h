/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_INTERVAL_H
#define HOPI_JPL_INTERVAL_H

#include "handle.h"

/* Whether a key is a parameter of the fit, with an error and an interval. */
int hopi_jpl_is_parameter(int32_t key);

/* Sum of squares up to which a point belongs to the region of Student's t quantile t. */
double hopi_jpl_ssr_limit(const hop_jpl *fit, double t);

/* A key as the solver has it: ln of a positive quantity, n itself. */
hopi_jpl_target hopi_jpl_target_of(int32_t key);

/* The value of a key from that of its target. */
double hopi_jpl_from_target(int32_t key, double value);

/* Profile-likelihood interval of a parameter; key must be one. */
void hopi_jpl_profile_interval(const hop_jpl *fit, int32_t key, double level, double *lower,
                               double *upper);

#endif
