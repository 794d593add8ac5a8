/* SPDX-License-Identifier: BSD-3-Clause */
#include "decompose.h"

static hopi_transport_form minus(hopi_transport_form a, hopi_transport_form b)
{
    for (int j = 0; j < 2; j++) {
        a.w_y[j] -= b.w_y[j];
    }
    for (int i = 0; i < 4; i++) {
        a.w_b[i] -= b.w_b[i];
    }
    a.w_nu -= b.w_nu;
    return a;
}

/* ln(σT) and ln f_p of a state: measured, or on the line. */
static hopi_transport_form level(const hopi_state *s, int line)
{
    hopi_transport_form form = {.constant = 0.0};
    if (s->point) {
        form.w_y[line] = 1.0;
    } else {
        form.w_b[2 * line + HOPI_E_A] = -s->x;
        form.w_b[2 * line + HOPI_LN_SIGMA_0] = 1.0;
    }
    return form;
}

/* The identity ln(σT) = ln C + ln f_p − E_f x, ln f_p = ln ν₀ + ΔS_m/k_B − E_m x at one state. */
static void forms_of_state(const hopi_state *s, hopi_transport_form forms[HOPI_PARTS])
{
    const hopi_transport_form total = level(s, 0), rate = level(s, 1);
    hopi_transport_form formation = {.constant = 0.0}, attempt = {.w_nu = -1.0}, barrier = {0};
    formation.w_b[HOPI_E_A] = -s->x;
    formation.w_b[HOPI_E_M] = s->x;
    barrier.w_b[HOPI_E_M] = -s->x;
    forms[HOPI_PART_TOTAL] = total;
    forms[HOPI_PART_RATE] = rate;
    forms[HOPI_PART_FORMATION] = formation;
    forms[HOPI_PART_CONCENTRATION] = minus(minus(total, rate), formation);
    forms[HOPI_PART_ATTEMPT] = attempt;
    forms[HOPI_PART_ENTROPY] = minus(minus(rate, attempt), barrier);
    forms[HOPI_PART_BARRIER] = barrier;
}

static double value_of(const hopi_transport_form *form, const hopi_state *s)
{
    double value = 0.0;
    for (int i = 0; i < 4; i++) {
        value += form->w_b[i] * s->lines->parameters[i];
    }
    for (int j = 0; j < 2; j++) {
        value += form->w_y[j] == 0.0 ? 0.0 : form->w_y[j] * s->point->y[j];
    }
    return form->w_nu == 0.0 ? value : value - form->w_nu * s->attempt.ln_nu0;
}

static double points_covariance(const hopi_transport_form *a, const hopi_transport_form *b,
                                const hopi_state *s)
{
    return s->point ? hopi_form_covariance_point(a, b, s->point, s->cross) : 0.0;
}

static double attempt_covariance(const hopi_transport_form *a, const hopi_transport_form *b,
                                 const hopi_state *s)
{
    return a->w_nu == 0.0 || b->w_nu == 0.0 ? 0.0 : a->w_nu * b->w_nu * s->attempt.variance;
}

static double independent_covariance(const hopi_transport_form *a, const hopi_transport_form *b,
                                     const hopi_state *s)
{
    return hopi_form_covariance_lines(a, b, s->lines) + points_covariance(a, b, s)
           + attempt_covariance(a, b, s);
}

/* The form of a change with the weights of the measured values of one end only. */
static hopi_transport_form at_end(hopi_transport_form change, const hopi_transport_form *end,
                                  double sign)
{
    for (int j = 0; j < 2; j++) {
        change.w_y[j] = sign * end->w_y[j];
    }
    return change;
}

static void decompose_one_sample(const hopi_state *first, const hopi_state *second,
                                 const hopi_transport_form *f1, const hopi_transport_form *f2,
                                 hopi_change *parts)
{
    const hopi_transport_form total = minus(f2[HOPI_PART_TOTAL], f1[HOPI_PART_TOTAL]);
    const hopi_transport_form total_1 = at_end(total, &f1[HOPI_PART_TOTAL], -1.0);
    const hopi_transport_form total_2 = at_end(total, &f2[HOPI_PART_TOTAL], 1.0);
    for (int q = 0; q < HOPI_PARTS; q++) {
        hopi_transport_form change = minus(f2[q], f1[q]);
        const hopi_transport_form at_1 = at_end(change, &f1[q], -1.0);
        const hopi_transport_form at_2 = at_end(change, &f2[q], 1.0);
        change = at_end(change, &change, 0.0);
        parts[q].value = value_of(&change, first);
        for (int j = 0; j < 2 && first->point; j++) {
            parts[q].value += at_1.w_y[j] * first->point->y[j] + at_2.w_y[j] * second->point->y[j];
        }
        parts[q].variance = hopi_form_covariance_lines(&change, &change, first->lines)
                            + points_covariance(&at_1, &at_1, first)
                            + points_covariance(&at_2, &at_2, second);
        parts[q].with_total = hopi_form_covariance_lines(&change, &total, first->lines)
                              + points_covariance(&at_1, &total_1, first)
                              + points_covariance(&at_2, &total_2, second);
    }
}

void hopi_decompose(const hopi_state *first, const hopi_state *second,
                    hopi_change parts[HOPI_PARTS])
{
    hopi_transport_form f1[HOPI_PARTS], f2[HOPI_PARTS];
    forms_of_state(first, f1);
    forms_of_state(second, f2);
    if (first->lines == second->lines) {
        decompose_one_sample(first, second, f1, f2, parts);
    } else {
        for (int q = 0; q < HOPI_PARTS; q++) {
            parts[q].value = value_of(&f2[q], second) - value_of(&f1[q], first);
            parts[q].variance = independent_covariance(&f1[q], &f1[q], first)
                                + independent_covariance(&f2[q], &f2[q], second);
            parts[q].with_total = independent_covariance(&f1[q], &f1[HOPI_PART_TOTAL], first)
                                  + independent_covariance(&f2[q], &f2[HOPI_PART_TOTAL], second);
        }
    }
    for (int q = 0; q < HOPI_PARTS; q++) {
        /* Rounding can leave a vanishing variance a little below zero. */
        parts[q].variance = parts[q].variance < 0.0 ? 0.0 : parts[q].variance;
    }
}
