/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_RIDGE_H
#define HOPI_DRT_RIDGE_H

#include <stddef.h>
#include <stdint.h>

#include "math/dense.h"
#include "math/lapack.h"

/* The λ that are searched first, evenly spaced in ln λ from 1e-7 to 10. */
enum { HOPI_LAMBDAS = 33 };
double hopi_ridge_lambda_step(void);
double hopi_ridge_lambda(size_t k);

/*
 * The regression AᵀA + λM for all λ at once, without x ≥ 0: Vᵀ(AᵀA + λ₀M)V = 1 and
 * VᵀAᵀAV = diag(share). Then x(λ) = V diag(1/(share + ρ(1 − share))) Vᵀ Aᵀb with
 * ρ = λ/λ₀, and every score is a sum over the n directions.
 */
typedef struct hopi_ridge {
    const hopi_dense *dense;
    size_t n;
    double lambda_0;
    double *V, *share; /* n × n and n */
    /* Of hopi_ridge_tabulate(): what z² explains, and the traces; or NULL. */
    double *explained, *trace, *trace2;
} hopi_ridge;

/* Doubles and LAPACK integers of workspace. */
size_t hopi_ridge_workspace(size_t n);
size_t hopi_ridge_integers(size_t n);

/*
 * gram: AᵀA; penalty: M, both n × n. Fills V and share, which the caller provides.
 * Answers 0 where LAPACK fails.
 */
int hopi_ridge_prepare(hopi_ridge *ridge, const double *gram, const double *penalty,
                       double *workspace, lapack_int *integers);

/* z = Vᵀ Aᵀb. */
void hopi_ridge_project(const hopi_ridge *ridge, const double *Ab, double *z);

/* x(λ), without x ≥ 0; workspace: n. */
void hopi_ridge_solution(const hopi_ridge *ridge, const double *z, double lambda, double *x,
                         double *workspace);

/* What a λ does to data b with |b|² = bb in `rows` numbers. */
typedef struct hopi_ridge_state {
    double rss, penalty;  /* |b − Ax|² and xᵀMx */
    double trace, trace2; /* of K and KᵀK, Ax = Kb */
} hopi_ridge_state;

hopi_ridge_state hopi_ridge_at(const hopi_ridge *ridge, const double *z, double bb, double lambda);

/*
 * Fills the tables (HOPI_LAMBDAS × n and twice HOPI_LAMBDAS), which the caller provides:
 * without a division for each direction, these λ cost a spectrum little.
 */
void hopi_ridge_tabulate(hopi_ridge *ridge);

/* The scores of these λ, of the GCV kind; workspace: n + HOPI_LAMBDAS. */
void hopi_ridge_scores(const hopi_ridge *ridge, const double *z, double bb, size_t rows,
                       int32_t method, double *score, double *workspace);

/* The scores that such a state gives; the smallest is the best. method: HOP_DRT_GCV, … */
double hopi_ridge_score(const hopi_ridge *ridge, const double *z, double bb, size_t rows,
                        int32_t method, double lambda);

#endif
