/* SPDX-License-Identifier: BSD-3-Clause */
#include "circuit.h"

#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "rbm.h"

hopi_circuit hopi_circuit_bare(int is_rbm)
{
    hopi_circuit c = {.is_rbm = is_rbm};
    c.value[HOPI_SECOND_EXPONENT] = 1.0;
    c.value[HOPI_ELECTRODE_Q] = INFINITY;
    c.value[HOPI_ELECTRODE_ALPHA] = 1.0;
    c.value[HOPI_GB_OMEGA] = INFINITY;
    c.value[HOPI_GB_ALPHA] = 1.0;
    return c;
}

int hopi_slot_is_exponent(hopi_slot slot)
{
    return slot == HOPI_EXPONENT || slot == HOPI_SECOND_EXPONENT || slot == HOPI_ELECTRODE_ALPHA
           || slot == HOPI_GB_ALPHA;
}

double hopi_circuit_conductivity(const hopi_circuit *c, double omega, double *derivatives)
{
    const double *v = c->value;
    const double sigma_dc = v[HOPI_CONDUCTANCE];
    double d[HOPI_SLOTS] = {0.0}, rise;
    if (c->is_rbm) {
        const hopi_rbm rbm = hopi_rbm_at(log(omega / v[HOPI_OMEGA]));
        const double complex reduced = cexp(rbm.ln_sigma);
        d[HOPI_CONDUCTANCE] = sigma_dc * creal(reduced);
        d[HOPI_OMEGA] = -sigma_dc * creal(reduced * rbm.slope);
    } else {
        const double ratio = omega / v[HOPI_OMEGA];
        rise = pow(ratio, v[HOPI_EXPONENT]);
        d[HOPI_CONDUCTANCE] = sigma_dc * (1.0 + rise);
        d[HOPI_OMEGA] = -sigma_dc * v[HOPI_EXPONENT] * rise;
        d[HOPI_EXPONENT] = rise > 0.0 ? sigma_dc * rise * log(ratio) : 0.0;
    }
    double value = d[HOPI_CONDUCTANCE];
    if (v[HOPI_SECOND] > 0.0) {
        d[HOPI_SECOND] = v[HOPI_SECOND] * pow(omega, v[HOPI_SECOND_EXPONENT]);
        d[HOPI_SECOND_EXPONENT] = d[HOPI_SECOND] * log(omega);
        value += d[HOPI_SECOND];
    }
    if (derivatives) {
        memcpy(derivatives, d, sizeof d);
    }
    return value;
}

/* (iω)^exponent and the logarithm of iω. */
static double complex power(double omega, double exponent, double complex *logarithm)
{
    const double size = pow(omega, exponent), angle = 0.5 * HOPI_PI * exponent;
    *logarithm = log(omega) + 0.5 * HOPI_PI * I;
    return size * cos(angle) + size * sin(angle) * I;
}

static double complex sample(const hopi_circuit *c, double omega, double complex *d)
{
    const double *v = c->value;
    const double g = v[HOPI_CONDUCTANCE];
    double complex logarithm, dispersion, by_omega, by_n = 0.0;
    if (c->is_rbm) {
        const hopi_rbm rbm = hopi_rbm_at(log(omega / v[HOPI_OMEGA]));
        dispersion = g * cexp(rbm.ln_sigma);
        by_omega = -dispersion * rbm.slope;
    } else {
        const double complex t = g * power(omega / v[HOPI_OMEGA], v[HOPI_EXPONENT], &logarithm);
        dispersion = g + t;
        by_omega = -v[HOPI_EXPONENT] * t;
        by_n = t * logarithm;
    }
    const double complex capacitance = omega * v[HOPI_CAPACITANCE] * I;
    const double complex z = 1.0 / (dispersion + capacitance), factor = -z * z;
    d[HOPI_CONDUCTANCE] = factor * dispersion;
    d[HOPI_OMEGA] = factor * by_omega;
    d[HOPI_EXPONENT] = factor * by_n;
    d[HOPI_CAPACITANCE] = factor * capacitance;
    return z;
}

static double complex grain_boundary(const hopi_circuit *c, double omega, double complex *d)
{
    const double *v = c->value;
    const double R = v[HOPI_GB_R], ratio = omega / v[HOPI_GB_OMEGA];
    if (R <= 0.0 || ratio <= 0.0) {
        d[HOPI_GB_R] = R;
        return R;
    }
    double complex logarithm;
    const double complex t = power(ratio, v[HOPI_GB_ALPHA], &logarithm);
    const double complex z = R / (1.0 + t), change = z * (t / (1.0 + t));
    d[HOPI_GB_R] = z;
    d[HOPI_GB_OMEGA] = v[HOPI_GB_ALPHA] * change;
    d[HOPI_GB_ALPHA] = -logarithm * change;
    return z;
}

static double complex electrode(const hopi_circuit *c, double omega, double complex *d)
{
    if (isinf(c->value[HOPI_ELECTRODE_Q])) {
        return 0.0;
    }
    double complex logarithm;
    const double complex y = power(omega, c->value[HOPI_ELECTRODE_ALPHA], &logarithm);
    const double complex z = 1.0 / (c->value[HOPI_ELECTRODE_Q] * y);
    d[HOPI_ELECTRODE_Q] = -z;
    d[HOPI_ELECTRODE_ALPHA] = -logarithm * z;
    return z;
}

double complex hopi_circuit_impedance(const hopi_circuit *c, double omega,
                                      double complex *derivatives)
{
    double complex d[HOPI_SLOTS] = {0.0};
    d[HOPI_LEAD_L] = omega * c->value[HOPI_LEAD_L] * I;
    d[HOPI_LEAD_R] = c->value[HOPI_LEAD_R];
    double complex z = d[HOPI_LEAD_R] + d[HOPI_LEAD_L];
    z += sample(c, omega, d);
    z += grain_boundary(c, omega, d);
    z += electrode(c, omega, d);
    if (derivatives) {
        memcpy(derivatives, d, sizeof d);
    }
    return z;
}
