/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_HUBER_H
#define HOPI_ARRHENIUS_HUBER_H

#include "estimator.h"

/* The variance of Huber's estimator over that of least squares, for normal errors. */
extern const double hopi_huber_variance;

/*
 * Scale of the whitened residuals of each line (one for both in a joint fit):
 * their median absolute deviation, as HOP_BIRGE_… has it where errors are
 * given. buffer: 2 count numbers.
 */
void hopi_huber_scale(const hopi_estimator *e, const double centred[4], double *buffer,
                      double scale[2]);

/* Weights min(1, k/|u|) of all numbers, k = 1.345 (Huber 1964). */
void hopi_huber_weights(hopi_estimator *e, const double centred[4], const double scale[2]);

/* Numbers with a weight below 1. */
size_t hopi_huber_downweighted(const hopi_estimator *e);

/* From the scale to the standard deviation that the errors rest on. */
void hopi_huber_deviation(const hopi_estimator *e, const double centred[4],
                          const double scale[2], double deviation[2]);

#endif
