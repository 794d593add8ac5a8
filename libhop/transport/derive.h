/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRANSPORT_DERIVE_H
#define HOPI_TRANSPORT_DERIVE_H

#include "arrhenius/lines.h"

/*
 * Every transport quantity, or its logarithm, is linear in what was measured:
 * q = constant + w_y · (ln σT, ln f_p) + w_b · (E_a, ln σ₀, E_m, ln f_e) − w_ν ln ν₀.
 */
typedef struct hopi_transport_form {
    double constant;
    double w_y[2];
    double w_b[4];
    double w_nu;
} hopi_transport_form;

/* Attempt frequency as ln ν₀ with the variance of ln ν₀. */
typedef struct hopi_attempt {
    double ln_nu0, variance;
} hopi_attempt;

typedef struct hopi_transport_estimate {
    double value, standard_error;
} hopi_transport_estimate;

/* ln K = ln σT − ln f_p. */
hopi_transport_form hopi_form_ln_K(void);

/* ln C = ln σT − ln f_p + (E_a − E_m) x, eq. 9, with x = 1/(k_B T). */
hopi_transport_form hopi_form_ln_C(double x);

/* ΔS_m/k_B = ln(f_p/ν₀) + E_m x, eq. 8. */
hopi_transport_form hopi_form_delta_S(double x);

/* ln f_p. */
hopi_transport_form hopi_form_ln_f_p(void);

/*
 * ln(f_p) − (E_a − E_m) x: with n_c of eq. 9, the Nernst–Einstein diffusivity
 * σ k_B T/(n_c q²) is z a₀² times its exponential.
 */
hopi_transport_form hopi_form_ln_thermal_rate(double x);

/* The same from the intercepts: ln C = ln σ₀ − ln f_e, ΔS_m/k_B = ln(f_e/ν₀). */
hopi_transport_form hopi_form_intercept_ln_C(void);
hopi_transport_form hopi_form_intercept_delta_S(void);

/*
 * Value and error of a form. point: the point it is taken at and cross its
 * eight covariances with the parameters (both NULL for intercepts).
 */
hopi_transport_estimate hopi_transport_evaluate(const hopi_transport_form *form,
                                                const hopi_lines *lines,
                                                const hopi_line_point *point,
                                                const double *cross, const hopi_attempt *attempt);

/* Covariance of two forms through the four parameters. */
double hopi_form_covariance_lines(const hopi_transport_form *a, const hopi_transport_form *b,
                                  const hopi_lines *lines);

/* What the point adds: it helped to fix the lines, so the two are correlated. */
double hopi_form_covariance_point(const hopi_transport_form *a, const hopi_transport_form *b,
                                  const hopi_line_point *point, const double *cross);

#endif
