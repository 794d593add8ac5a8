/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_SETTLE_H
#define HOPI_ARRHENIUS_SETTLE_H

#include "estimator.h"

/* χ², degrees of freedom and Birge ratio of the numbers at the centred parameters. */
void hopi_settle_scatter(const hopi_estimator *e, const double centred[4], hopi_lines *lines);

/* Replaces the estimator's covariances by those that the standard errors rest on. */
void hopi_settle_covariances(hopi_estimator *e, const double centred[4], hopi_lines *lines);

/* Covariances of the (uncentred) parameters and, in cross, of parameters and points. */
void hopi_settle_propagate(const hopi_estimator *e, double *cross, hopi_lines *lines);

/*
 * Adds an error of the temperature that all points share to all of these;
 * centred: the parameters it is taken at.
 */
void hopi_settle_offset(hopi_estimator *e, const double centred[4], double *cross,
                        hopi_lines *lines);

#endif
