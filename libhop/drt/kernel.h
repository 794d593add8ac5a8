/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_KERNEL_H
#define HOPI_DRT_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* The functions γ is made of: centres ln τ ascending, equally spaced by step. */
typedef struct hopi_nodes {
    size_t count;
    const double *ln_tau;
    double step, epsilon; /* ε: 0 for piecewise linear */
    int32_t basis;
} hopi_nodes;

/* ε from the rule that the width at half maximum is step/coefficient; 0 for piecewise linear. */
double hopi_shape(int32_t basis, double coefficient, double step);

/*
 * ∫ φ_j(u)/(1 + iω_k eᵘ) du, real parts in rows 0 … points − 1 and imaginary parts below,
 * into a column-major matrix of 2·points rows. workspace: 2 (points + nodes).
 */
void hopi_drt_kernel(size_t points, const double *ln_omega, const hopi_nodes *nodes,
                     double *matrix, double *workspace);

/*
 * ∫ γ⁽ᵏ⁾² du as a quadratic form of the coefficients, exact, into a zeroed matrix with
 * `stride` numbers a column. For piecewise linear and order 2 it is the trapezoid sum of
 * second differences, since γ″ is none there.
 */
void hopi_drt_penalty(const hopi_nodes *nodes, int order, double *matrix, size_t stride);

/* γ at u = ln τ, and ∫ φ_j du of one function. */
double hopi_drt_gamma(const hopi_nodes *nodes, const double *coefficients, double u);
double hopi_drt_area(const hopi_nodes *nodes, size_t j);

#endif
