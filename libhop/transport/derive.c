/* SPDX-License-Identifier: BSD-3-Clause */
#include "derive.h"

#include <math.h>

hopi_transport_form hopi_form_ln_K(void)
{
    return (hopi_transport_form){.w_y = {1.0, -1.0}};
}

hopi_transport_form hopi_form_ln_C(double x)
{
    hopi_transport_form form = hopi_form_ln_K();
    form.w_b[HOPI_E_A] = x;
    form.w_b[HOPI_E_M] = -x;
    return form;
}

hopi_transport_form hopi_form_delta_S(double x)
{
    hopi_transport_form form = {.w_y = {0.0, 1.0}, .w_nu = 1.0};
    form.w_b[HOPI_E_M] = x;
    return form;
}

hopi_transport_form hopi_form_ln_f_p(void)
{
    return (hopi_transport_form){.w_y = {0.0, 1.0}};
}

hopi_transport_form hopi_form_ln_thermal_rate(double x)
{
    hopi_transport_form form = hopi_form_ln_f_p();
    form.w_b[HOPI_E_A] = -x;
    form.w_b[HOPI_E_M] = x;
    return form;
}

hopi_transport_form hopi_form_intercept_ln_C(void)
{
    hopi_transport_form form = {.constant = 0.0};
    form.w_b[HOPI_LN_SIGMA_0] = 1.0;
    form.w_b[HOPI_LN_F_E] = -1.0;
    return form;
}

hopi_transport_form hopi_form_intercept_delta_S(void)
{
    hopi_transport_form form = {.w_nu = 1.0};
    form.w_b[HOPI_LN_F_E] = 1.0;
    return form;
}

double hopi_form_covariance_lines(const hopi_transport_form *a, const hopi_transport_form *b,
                                  const hopi_lines *lines)
{
    double sum = 0.0;
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            sum += a->w_b[i] * b->w_b[j] * lines->covariance[i][j];
        }
    }
    return sum;
}

/* A weight of zero leaves out what may be NaN: the covariance of a rate that is a limit. */
double hopi_form_covariance_point(const hopi_transport_form *a, const hopi_transport_form *b,
                                  const hopi_line_point *point, const double *cross)
{
    double sum = 0.0;
    for (int j = 0; j < 2; j++) {
        for (int l = 0; l < 2; l++) {
            sum += a->w_y[j] == 0.0 || b->w_y[l] == 0.0
                       ? 0.0
                       : a->w_y[j] * b->w_y[l] * point->covariance[j][l];
        }
        for (int i = 0; i < 4; i++) {
            sum += b->w_y[j] == 0.0 ? 0.0 : a->w_b[i] * b->w_y[j] * cross[2 * i + j];
            sum += a->w_y[j] == 0.0 ? 0.0 : b->w_b[i] * a->w_y[j] * cross[2 * i + j];
        }
    }
    return sum;
}

hopi_transport_estimate hopi_transport_evaluate(const hopi_transport_form *form,
                                                const hopi_lines *lines,
                                                const hopi_line_point *point,
                                                const double *cross, const hopi_attempt *attempt)
{
    hopi_transport_estimate estimate = {.value = form->constant};
    for (int i = 0; i < 4; i++) {
        estimate.value += form->w_b[i] * lines->parameters[i];
    }
    double variance = hopi_form_covariance_lines(form, form, lines);
    if (point) {
        estimate.value += form->w_y[0] * point->y[0] + form->w_y[1] * point->y[1];
        variance += hopi_form_covariance_point(form, form, point, cross);
    }
    if (form->w_nu != 0.0) {
        estimate.value -= form->w_nu * attempt->ln_nu0;
        variance += form->w_nu * form->w_nu * attempt->variance;
    }
    /* Rounding can leave a vanishing variance a little below zero. */
    estimate.standard_error = sqrt(variance < 0.0 ? 0.0 : variance);
    return estimate;
}
