/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DISTRIBUTIONS_H
#define HOPI_DISTRIBUTIONS_H

/* Regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a, b > 0. */
double hopi_incomplete_beta(double a, double b, double x);

/* Regularised lower incomplete gamma function P(a, x), a > 0, x ≥ 0. */
double hopi_incomplete_gamma(double a, double x);

/* Quantile of the standard normal distribution, 0 < p < 1. */
double hopi_normal_quantile(double p);

/* Quantile of Student's t with dof > 0 degrees of freedom (infinite: normal), 0 < p < 1. */
double hopi_student_quantile(double p, double dof);

/* Distribution function of χ² with dof > 0 degrees of freedom at x ≥ 0. */
double hopi_chi2_below(double x, double dof);

/* Quantile of χ² with dof > 0 degrees of freedom, 0 < p < 1. */
double hopi_chi2_quantile(double p, double dof);

#endif
