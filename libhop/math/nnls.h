/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_NNLS_H
#define HOPI_NNLS_H

#include <stddef.h>

#include "dense.h"

/*
 * Minimise ½ xᵀHx − cᵀx over x ≥ 0, H = EᵀE symmetric and positive definite (n × n,
 * both triangles). A variable with H_ii = 0 stays 0.
 *
 * The Karush–Kuhn–Tucker residual is the largest of |g_i| where x_i > 0 and of −g_i
 * where x_i = 0, g = Hx − c, in variables that make the diagonal of H one, relative
 * to the largest element of c there. It is 0 for c = 0.
 */
typedef struct hopi_nnls_result {
    double kkt;
    int factorisations;
    int is_settled; /* no constraint is violated beyond rounding */
} hopi_nnls_result;

/* Doubles and indices of workspace of hopi_nnls_pivot(). */
size_t hopi_nnls_pivot_workspace(size_t n);
size_t hopi_nnls_pivot_indices(size_t n);

/*
 * Block principal pivoting (Portugal, Júdice and Vicente, Math. Comput. 1994, 63, 625) as
 * long as it gets on, then descent over active sets, which ends for every positive
 * definite H. start: the variables that are positive there begin in the set; NULL: those
 * of c. Not settled where H is not positive definite to working precision: then
 * hopi_nnls_active_set() is for it.
 */
hopi_nnls_result hopi_nnls_pivot(const hopi_dense *dense, size_t n, const double *H,
                                 const double *c, const double *start, double *x,
                                 double *workspace, size_t *indices);

/* The residual of any x ≥ 0; workspace: 2 n. */
double hopi_nnls_kkt(const hopi_dense *dense, size_t n, const double *H, const double *c,
                     const double *x, double *workspace);

/* Doubles and indices of workspace of hopi_nnls_active_set(); 0 if a size does not fit. */
size_t hopi_nnls_active_set_workspace(size_t rows, size_t n);
size_t hopi_nnls_active_set_indices(size_t n);

/*
 * Minimise |E x − f|² over x ≥ 0 (Lawson and Hanson, Solving Least Squares Problems,
 * 1974, ch. 23) by rank-revealing QR of the columns in the set: it never forms EᵀE, so
 * it works where that is singular in double precision, and the sum of squares falls at
 * every step, so it ends. E: rows × n column-major, rows ≥ n. Answers the number of
 * factorisations, or −1 if LAPACK failed.
 */
int hopi_nnls_active_set(size_t rows, size_t n, const double *E, const double *f, double *x,
                         double *workspace, size_t *indices);

#endif
