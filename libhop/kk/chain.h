/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_KK_CHAIN_H
#define HOPI_KK_CHAIN_H

#include <stddef.h>
#include <stdint.h>

#include "math/dense.h"
#include "math/lapack.h"

enum { HOPI_KK_MOST_ELEMENTS = 200, HOPI_KK_MOST_TERMS = 3 };

/* A measured Z or Y in ascending frequency, and what is fitted to it. */
typedef struct hopi_kk_problem {
    size_t count;
    const double *omega, *re, *im;
    const double *weight; /* 1/|Z| */
    int32_t part;         /* HOP_KK_COMPLEX … HOP_KK_IMAGINARY */
    int is_admittance;
    uint32_t terms;       /* HOP_KK_RISING, HOP_KK_FALLING */
    double extension;     /* decades of τ beyond each end */
} hopi_kk_problem;

/* R + Σ R_k/(1 + iωτ_k) + iω·rising + falling/(iω); for Y the elements are iωτ_k/(1 + iωτ_k). */
typedef struct hopi_kk_chain {
    size_t m;
    double *tau, *weight; /* room for the most elements allowed */
    double constant, rising, falling;
    double mu;
    int is_collinear;
} hopi_kk_chain;

/* Scratch of one thread. */
typedef struct hopi_kk_scratch {
    const hopi_dense *dense;
    double *matrix, *right, *x, *columns, *lapack;
    lapack_int *pivots;
    lapack_int lapack_size;
} hopi_kk_scratch;

/* Doubles of scratch for so many points and elements, and of pivots; 0: too large. */
size_t hopi_kk_scratch_doubles(size_t count, size_t m_max);
size_t hopi_kk_scratch_pivots(size_t m_max);
hopi_kk_scratch hopi_kk_scratch_over(const hopi_dense *dense, size_t count, size_t m_max,
                                     double *doubles, lapack_int *pivots);

/* Unknowns that the fitted part has beside those of the elements. */
size_t hopi_kk_terms_fitted(const hopi_kk_problem *p);

/* All unknowns: constant, terms and M elements. */
size_t hopi_kk_unknowns(const hopi_kk_problem *p, size_t m);

/* The largest M that leaves the fitted part a degree of freedom; 0 if there is none. */
size_t hopi_kk_most_elements(const hopi_kk_problem *p);

/*
 * Fits M elements and the terms of the fitted part, and sets μ. Terms that have no
 * such part are 0 until hopi_kk_complete() fits them to what is left of the other
 * part. Answer: 0, or LAPACK's info.
 */
int hopi_kk_fit(const hopi_kk_problem *p, size_t m, const hopi_kk_scratch *scratch,
                hopi_kk_chain *chain);
int hopi_kk_complete(const hopi_kk_problem *p, const hopi_kk_scratch *scratch,
                     hopi_kk_chain *chain);

/* (measured − chain)/|measured| of both parts; answers the sum of their squares. */
double hopi_kk_residuals(const hopi_kk_problem *p, const hopi_kk_chain *chain, double *re,
                         double *im);

/* 1 − Σ|negative| / Σ positive; −∞ where none is positive. */
double hopi_kk_mu(size_t m, const double *weight);

#endif
