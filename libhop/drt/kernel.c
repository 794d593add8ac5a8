/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernel.h"

#include <math.h>

#include <hop/drt.h>

#include "basis.h"

/* Frequencies and nodes are one grid if no ln ω is further off than this. */
static const double same_grid = 1e-11;

double hopi_shape(int32_t basis, double coefficient, double step)
{
    return basis == HOP_DRT_PIECEWISE_LINEAR ? 0.0 : coefficient * hopi_basis_width(basis) / step;
}

/*
 * Σ w_i/(1 + i exp(s + v_i)) at s = ln ωτ. rule->node holds exp(v_i) here. s is cut off
 * where only the square may overflow, which gives the right limit 0.
 */
static void transform(const hopi_rule *rule, double s, double *re, double *im)
{
    const double size = exp(fmin(s, 280.0));
    double sum_re = 0.0, sum_im = 0.0;
    for (size_t i = 0; i < rule->count; i++) {
        const double q = size * rule->node[i];
        const double d = rule->weight[i] / (1.0 + q * q);
        sum_re += d;
        sum_im -= d * q;
    }
    *re = sum_re;
    *im = sum_im;
}

static void make_rule(const hopi_nodes *nodes, size_t j, hopi_rule *rule)
{
    if (nodes->basis == HOP_DRT_PIECEWISE_LINEAR) {
        hopi_rule_of_hat(j > 0 ? nodes->step : 0.0, j + 1 < nodes->count ? nodes->step : 0.0,
                         rule);
    } else {
        hopi_rule_of_basis(nodes->basis, nodes->epsilon, rule);
    }
    for (size_t i = 0; i < rule->count; i++) {
        rule->node[i] = exp(rule->node[i]);
    }
}

/* One column by quadrature at every frequency. */
static void fill_column(size_t points, const double *ln_omega, double ln_tau,
                        const hopi_rule *rule, double *column)
{
    for (size_t k = 0; k < points; k++) {
        transform(rule, ln_omega[k] + ln_tau, &column[k], &column[points + k]);
    }
}

static int is_one_grid(size_t points, const double *ln_omega, const hopi_nodes *nodes)
{
    for (size_t k = 0; k < points; k++) {
        if (!(fabs(ln_omega[k] - ln_omega[0] - (double)k * nodes->step) <= same_grid)) {
            return 0;
        }
    }
    return 1;
}

/* Elements depend on ln ω + ln τ alone, which takes points + nodes − 1 values. */
static void fill_from_diagonals(size_t points, const double *ln_omega, const hopi_nodes *nodes,
                                const hopi_rule *rule, double *matrix, double *workspace)
{
    const size_t values = points + nodes->count - 1;
    double *re = workspace, *im = workspace + values;
    for (size_t l = 0; l < values; l++) {
        transform(rule, ln_omega[0] + nodes->ln_tau[0] + (double)l * nodes->step, &re[l], &im[l]);
    }
    for (size_t j = 0; j < nodes->count; j++) {
        double *column = matrix + 2 * points * j;
        for (size_t k = 0; k < points; k++) {
            column[k] = re[k + j];
            column[points + k] = im[k + j];
        }
    }
}

void hopi_drt_kernel(size_t points, const double *ln_omega, const hopi_nodes *nodes,
                     double *matrix, double *workspace)
{
    hopi_rule rule;
    const size_t last = nodes->count - 1, middle = last > 0 ? 1 : 0;
    make_rule(nodes, middle, &rule);
    if (is_one_grid(points, ln_omega, nodes)) {
        fill_from_diagonals(points, ln_omega, nodes, &rule, matrix, workspace);
    } else {
        for (size_t j = 0; j < nodes->count; j++) {
            fill_column(points, ln_omega, nodes->ln_tau[j], &rule, matrix + 2 * points * j);
        }
    }
    if (nodes->basis == HOP_DRT_PIECEWISE_LINEAR) {
        make_rule(nodes, 0, &rule);
        fill_column(points, ln_omega, nodes->ln_tau[0], &rule, matrix);
        make_rule(nodes, last, &rule);
        fill_column(points, ln_omega, nodes->ln_tau[last], &rule, matrix + 2 * points * last);
    }
}

/* Weight of the elements with distance 0, 1 and 2 from the diagonal, of hats. */
static void hat_penalty(const hopi_nodes *nodes, int order, double *matrix, size_t stride)
{
    const size_t n = nodes->count;
    const double h = nodes->step;
    for (size_t j = 0; order < 2 && j + 1 < n; j++) {
        const double own = order == 0 ? h / 3.0 : 1.0 / h, other = order == 0 ? h / 6.0 : -1.0 / h;
        matrix[j + j * stride] += own;
        matrix[j + 1 + (j + 1) * stride] += own;
        matrix[j + 1 + j * stride] = matrix[j + (j + 1) * stride] = other;
    }
    for (size_t j = 1; order == 2 && j + 1 < n; j++) {
        const double difference[3] = {1.0, -2.0, 1.0};
        for (size_t a = 0; a < 9; a++) {
            matrix[j - 1 + a / 3 + (j - 1 + a % 3) * stride] +=
                difference[a / 3] * difference[a % 3] / (h * h * h);
        }
    }
}

void hopi_drt_penalty(const hopi_nodes *nodes, int order, double *matrix, size_t stride)
{
    const size_t n = nodes->count;
    if (nodes->basis == HOP_DRT_PIECEWISE_LINEAR) {
        hat_penalty(nodes, order, matrix, stride);
        return;
    }
    for (size_t l = 0; l < n; l++) {
        const double value = hopi_basis_overlap(nodes->basis, order, nodes->epsilon,
                                                (double)l * nodes->step);
        for (size_t j = 0; j + l < n; j++) {
            matrix[j + l + j * stride] = matrix[j + (j + l) * stride] = value;
        }
    }
}

double hopi_drt_gamma(const hopi_nodes *nodes, const double *coefficients, double u)
{
    const double place = (u - nodes->ln_tau[0]) / nodes->step;
    const int is_hat = nodes->basis == HOP_DRT_PIECEWISE_LINEAR;
    const double reach = is_hat ? 1.0
                                : hopi_basis_reach(nodes->basis) / (nodes->epsilon * nodes->step);
    const double last = (double)nodes->count - 1.0;
    if (is_hat && !(place >= 0.0 && place <= last)) {
        return 0.0;
    }
    const double from = fmax(0.0, ceil(place - reach)), to = fmin(last, floor(place + reach));
    double sum = 0.0;
    for (double at = from; at <= to; at += 1.0) {
        const double distance = fabs(place - at);
        sum += coefficients[(size_t)at]
               * (is_hat ? 1.0 - distance
                         : hopi_basis_value(nodes->basis, nodes->epsilon * nodes->step * distance));
    }
    return sum;
}

double hopi_drt_area(const hopi_nodes *nodes, size_t j)
{
    if (nodes->basis == HOP_DRT_PIECEWISE_LINEAR) {
        return j == 0 || j + 1 == nodes->count ? 0.5 * nodes->step : nodes->step;
    }
    return hopi_basis_area(nodes->basis) / nodes->epsilon;
}
