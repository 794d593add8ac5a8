/* SPDX-License-Identifier: BSD-3-Clause */
#include "basis.h"

#include <math.h>

#include <hop/drt.h>

#include "base/constants.h"

enum { GAUSS_POINTS = 12 };

/* Where exp(−r²) and exp(−r) times a polynomial are below rounding. */
static const double gaussian_reach = 6.1, matern_reach = 48.0;

/* A panel as wide as this is a third of the distance to the poles of the kernel. */
static const double widest_panel = 1.0, widest_step = 0.27;

/* Power p of the transform ∝ (1 + k²)^−p of the Matérn functions. */
static int power_of(int32_t basis)
{
    return basis - HOP_DRT_MATERN_C2 + 2;
}

/*
 * (1/2π) ∫ exp(ikr) (1 + k²)^−p dk = r^(p−½) K_(p−½)(r)·const: exp(−r) times a polynomial
 * by the recurrence of Bessel functions.
 */
static double matern(int p, double r)
{
    double before = 1.0, value = 1.0 + r, constant = 0.5;
    for (int k = 1; k < p; k++) {
        constant /= 2.0 * k;
    }
    if (p == 1) {
        return constant * exp(-r);
    }
    for (int k = 2; k < p; k++) {
        const double next = (2.0 * k - 1.0) * value + r * r * before;
        before = value;
        value = next;
    }
    return constant * value * exp(-r);
}

double hopi_basis_value(int32_t basis, double r)
{
    if (basis == HOP_DRT_GAUSSIAN) {
        return exp(-r * r);
    }
    return matern(power_of(basis), r) / matern(power_of(basis), 0.0);
}

double hopi_basis_width(int32_t basis)
{
    double low = 0.0, high = 8.0;
    for (int k = 0; k < 60; k++) {
        const double middle = 0.5 * (low + high);
        if (hopi_basis_value(basis, middle) > 0.5) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + high;
}

double hopi_basis_area(int32_t basis)
{
    return basis == HOP_DRT_GAUSSIAN ? sqrt(HOPI_PI) : 1.0 / matern(power_of(basis), 0.0);
}

double hopi_basis_reach(int32_t basis)
{
    return basis == HOP_DRT_GAUSSIAN ? gaussian_reach : matern_reach;
}

static double gaussian_overlap(int order, double r)
{
    const double r2 = r * r, size = sqrt(0.5 * HOPI_PI) * exp(-0.5 * r2);
    switch (order) {
    case 0:
        return size;
    case 1:
        return size * (1.0 - r2);
    default:
        return size * (3.0 - 6.0 * r2 + r2 * r2);
    }
}

/* k²ᵐ = ((1 + k²) − 1)ᵐ turns derivatives into Matérn functions of lower power. */
static double matern_overlap(int p, int order, double r)
{
    const double size = matern(p, 0.0), plain = matern(2 * p, r);
    if (order == 0) {
        return plain / (size * size);
    }
    const double once = matern(2 * p - 1, r);
    if (order == 1) {
        return (once - plain) / (size * size);
    }
    return (matern(2 * p - 2, r) - 2.0 * once + plain) / (size * size);
}

double hopi_basis_overlap(int32_t basis, int order, double epsilon, double d)
{
    const double r = epsilon * fabs(d), scale = pow(epsilon, 2.0 * order - 1.0);
    return scale * (basis == HOP_DRT_GAUSSIAN ? gaussian_overlap(order, r)
                                              : matern_overlap(power_of(basis), order, r));
}

/* Points and weights of Gauss and Legendre on (−1, 1), by Newton's method. */
static void gauss_legendre(double *node, double *weight)
{
    for (int i = 0; i < GAUSS_POINTS; i++) {
        double x = cos(HOPI_PI * (i + 0.75) / (GAUSS_POINTS + 0.5)), slope = 1.0;
        for (int iteration = 0; iteration < 8; iteration++) {
            double before = 1.0, value = x;
            for (int k = 2; k <= GAUSS_POINTS; k++) {
                const double next = ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k;
                before = value;
                value = next;
            }
            slope = GAUSS_POINTS * (before - x * value) / (1.0 - x * x);
            x -= value / slope;
        }
        node[i] = x;
        weight[i] = 2.0 / ((1.0 - x * x) * slope * slope);
    }
}

static void trapezoids(double epsilon, hopi_rule *rule)
{
    const double step = fmin(HOPI_PI / (6.1 * epsilon), widest_step);
    const int half = (int)ceil(gaussian_reach / (epsilon * step));
    rule->count = 0;
    for (int k = -half; k <= half && rule->count < HOPI_RULE_MAX; k++) {
        rule->node[rule->count] = k * step;
        rule->weight[rule->count++] = step * exp(-pow(epsilon * k * step, 2.0));
    }
}

void hopi_rule_of_basis(int32_t basis, double epsilon, hopi_rule *rule)
{
    if (basis == HOP_DRT_GAUSSIAN) {
        trapezoids(epsilon, rule);
        return;
    }
    double node[GAUSS_POINTS], weight[GAUSS_POINTS];
    gauss_legendre(node, weight);
    const double reach = matern_reach / epsilon;
    const int least = (int)ceil(matern_reach / 6.0), wanted = (int)ceil(reach / widest_panel);
    const int most = HOPI_RULE_MAX / (2 * GAUSS_POINTS);
    const int panels = wanted < least ? least : wanted > most ? most : wanted;
    const double half = 0.5 * reach / panels;
    rule->count = 0;
    for (int side = -1; side <= 1; side += 2) {
        for (int k = 0; k < panels * GAUSS_POINTS; k++) {
            const int panel = k / GAUSS_POINTS, i = k % GAUSS_POINTS;
            const double v = half * (2 * panel + 1 + node[i]);
            rule->node[rule->count] = side * v;
            rule->weight[rule->count++] = half * weight[i] * hopi_basis_value(basis, epsilon * v);
        }
    }
}

static void add_side(double width, int side, const double *node, const double *weight,
                     hopi_rule *rule)
{
    const int wanted = (int)ceil(width / widest_panel);
    const int most = HOPI_RULE_MAX / (2 * GAUSS_POINTS);
    const int panels = wanted > most ? most : wanted;
    const double half = panels > 0 ? 0.5 * width / panels : 0.0;
    for (int k = 0; k < panels * GAUSS_POINTS; k++) {
        const double v = half * (2 * (k / GAUSS_POINTS) + 1 + node[k % GAUSS_POINTS]);
        rule->node[rule->count] = side * v;
        rule->weight[rule->count++] = half * weight[k % GAUSS_POINTS] * (1.0 - v / width);
    }
}

void hopi_rule_of_hat(double left, double right, hopi_rule *rule)
{
    double node[GAUSS_POINTS], weight[GAUSS_POINTS];
    gauss_legendre(node, weight);
    rule->count = 0;
    add_side(left, -1, node, weight, rule);
    add_side(right, 1, node, weight, rule);
}
