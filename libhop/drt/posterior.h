/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_POSTERIOR_H
#define HOPI_DRT_POSTERIOR_H

#include <stddef.h>
#include <stdint.h>

#include "base/threads.h"
#include "fit.h"
#include "math/truncated_normal.h"

enum { HOPI_CHAINS = 4, HOPI_BURN_IN = 100 };

/* exp(−(½ xᵀHx − cᵀx)/σ²) over x ≥ 0, with the arrays it takes. */
typedef struct hopi_posterior {
    hopi_truncated_normal normal;
    double *mean, *covariance, *factor; /* n, n × n, n × n */
    double *start;                      /* n: a point inside to begin with */
} hopi_posterior;

/* Doubles of a posterior of n numbers, and of the workspace of one chain. */
size_t hopi_posterior_doubles(size_t n);
size_t hopi_chain_doubles(size_t n);

/*
 * Makes the posterior of what a work has just solved, with the standard deviation σ of a
 * number of weight one. memory: hopi_posterior_doubles(). Answers 0 where H is singular
 * to working precision.
 */
int hopi_posterior_make(const hopi_drt_work *work, double sigma, double *memory,
                        hopi_posterior *posterior);

/*
 * Draws `count` samples of γ in chain number `chain`: node j of sample k goes to
 * gamma[j·stride + k]. Answers 0 if a path did not end. Each is a beat of the pulse, and
 * the rest is left out where that is asked to stop.
 */
int hopi_posterior_chain(const hopi_posterior *posterior, const hopi_drt_grid *grid,
                         uint32_t seed, size_t chain, size_t count, size_t stride,
                         double *gamma, double *workspace, hopi_pulse *pulse, size_t worker);

/*
 * Effective number of the samples of one node, chain after chain, `count` in all; then
 * they are sorted.
 */
double hopi_posterior_finish(double *samples, size_t count);

#endif
