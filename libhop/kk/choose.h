/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_KK_CHOOSE_H
#define HOPI_KK_CHOOSE_H

#include "chain.h"

/* How M is chosen. */
typedef struct hopi_kk_choice {
    int32_t method; /* HOP_KK_M_DENSITY … */
    size_t m;       /* the given M, or the largest one allowed */
    double mu_limit;
    double per_decade;       /* of HOP_KK_M_DENSITY */
    double least_per_decade; /* where HOP_KK_M_MU begins; 0: at one element */
} hopi_kk_choice;

/* Elements that a density asks for over the decades of τ of the problem. */
size_t hopi_kk_dense_elements(const hopi_kk_problem *p, double per_decade);

/* The largest M that the choice may come to, of those the points determine. */
size_t hopi_kk_room(const hopi_kk_problem *p, const hopi_kk_choice *choice);

/* Fits as many elements as the chain has, and all terms. Answers 0, or LAPACK's info. */
int hopi_kk_refit(const hopi_kk_problem *p, const hopi_kk_scratch *scratch,
                  hopi_kk_chain *chain);

/*
 * Chooses M and fits all terms. re, im: scratch of the problem's size. Warnings:
 * HOP_KK_MU_NOT_REACHED, HOP_KK_FEW_POINTS, HOP_KK_COLLINEAR. Answers 0, or LAPACK's info.
 */
int hopi_kk_choose(const hopi_kk_problem *p, const hopi_kk_choice *choice,
                   const hopi_kk_scratch *scratch, hopi_kk_chain *chain, double *re, double *im,
                   uint32_t *warnings);

#endif
