/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRUNCATED_NORMAL_H
#define HOPI_TRUNCATED_NORMAL_H

#include <stddef.h>
#include <stdint.h>

/* A normal distribution of n numbers that may not be negative. */
typedef struct hopi_truncated_normal {
    size_t n;
    const double *mean, *covariance; /* of the distribution without the limits */
    const double *factor;            /* T, lower triangle: covariance = TᵀT */
} hopi_truncated_normal;

/* Doubles of workspace. */
size_t hopi_truncated_normal_workspace(size_t n);

/*
 * The next number of a chain that has this distribution, by exact Hamiltonian Monte
 * Carlo: the path over a quarter of a period is known in closed form and is reflected
 * at the limits (Pakman and Paninski, J. Comput. Graph. Stat. 2014, 23, 518). x ≥ 0: the
 * number before, on return the new one. The random numbers belong to (seed, stream,
 * index) alone. Answers 0, and x stays, if the path has more than 1000 + 100 n corners.
 */
int hopi_truncated_normal_step(const hopi_truncated_normal *normal, uint32_t seed,
                               uint32_t stream, uint64_t index, double *x, double *workspace);

/*
 * How many independent numbers say as much about the mean as this chain: its length over
 * the autocorrelation time by Geyer's initial positive sequence (Stat. Sci. 1992, 7, 473).
 */
double hopi_effective_samples(const double *chain, size_t count, size_t stride);

#endif
