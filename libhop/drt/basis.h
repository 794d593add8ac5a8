/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_BASIS_H
#define HOPI_DRT_BASIS_H

#include <stddef.h>
#include <stdint.h>

/*
 * The functions φ(ε(u − u_j)) of u = ln τ that γ is made of: Gaussian exp(−r²), Matérn
 * functions of smoothness C2, C4, C6 (Wan, Saccoccio, Chen and Ciucci, Electrochim. Acta
 * 2015, 184, 483), all 1 at r = 0.
 */

/* φ at distance r ≥ 0 in units of 1/ε. */
double hopi_basis_value(int32_t basis, double r);

/* Full width at half maximum, area and the distance where nothing is left, for ε = 1. */
double hopi_basis_width(int32_t basis);
double hopi_basis_area(int32_t basis);
double hopi_basis_reach(int32_t basis);

/* ∫ φ⁽ᵏ⁾(u) φ⁽ᵏ⁾(u − d) du for order k = 0, 1, 2 and distance d of two centres. */
double hopi_basis_overlap(int32_t basis, int order, double epsilon, double d);

enum { HOPI_RULE_MAX = 768 };

/* A quadrature rule that holds the function to be integrated with the kernel: Σ w_i K(u_j + v_i). */
typedef struct hopi_rule {
    size_t count;
    double node[HOPI_RULE_MAX], weight[HOPI_RULE_MAX];
} hopi_rule;

/* For φ(ε v), to rounding for a kernel that is analytic within π/2 of the real axis. */
void hopi_rule_of_basis(int32_t basis, double epsilon, hopi_rule *rule);

/* For the hat that is 1 at 0 and falls to 0 at −left and at right; 0: no such side. */
void hopi_rule_of_hat(double left, double right, hopi_rule *rule);

#endif
