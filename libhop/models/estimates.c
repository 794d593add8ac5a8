/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/constants.h"
#include "handle.h"
#include "rbm.h"

/* Closer to one than this, cos(nπ/2) and with it ω_p are rounding errors. */
static const double ideal_capacitor = 1e-9;

static const int32_t keys[HOPI_SLOTS] = {
    [HOPI_CONDUCTANCE] = HOP_SIGMA_DC,
    [HOPI_OMEGA] = HOP_OMEGA_P,
    [HOPI_EXPONENT] = HOP_N,
    [HOPI_SECOND] = HOP_A_2,
    [HOPI_SECOND_EXPONENT] = HOP_N_2,
    [HOPI_CAPACITANCE] = HOP_EPS_INF,
    [HOPI_LEAD_L] = HOP_LEAD_L,
    [HOPI_LEAD_R] = HOP_LEAD_R,
    [HOPI_ELECTRODE_Q] = HOP_ELECTRODE_Q,
    [HOPI_ELECTRODE_ALPHA] = HOP_ELECTRODE_ALPHA,
    [HOPI_GB_R] = HOP_GB_R,
    [HOPI_GB_OMEGA] = HOP_GB_Q,
    [HOPI_GB_ALPHA] = HOP_GB_ALPHA,
};

int32_t hopi_model_key_of(const hopi_shape *shape, size_t i)
{
    const int32_t key = keys[shape->slots[i]];
    return key == HOP_A_2 && shape->model == HOP_MODEL_NCL ? HOP_B_NCL : key;
}

/* Adds weight · theta of a slot; the estimate has no value where the slot is not free. */
static void plus(hopi_estimate *e, const hop_model *m, hopi_slot slot, double weight)
{
    const size_t j = hopi_shape_place(&m->shape, slot);
    if (j == m->shape.count) {
        e->exists = 0;
        return;
    }
    e->value += weight * m->theta[j];
    e->gradient[j] += weight;
}

static void derivative(hopi_estimate *e, const hop_model *m, hopi_slot slot, double slope)
{
    const size_t j = hopi_shape_place(&m->shape, slot);
    if (j < m->shape.count) {
        e->gradient[j] += slope;
    }
}

static double theta_of(const hop_model *m, hopi_slot slot, double otherwise)
{
    const size_t j = hopi_shape_place(&m->shape, slot);
    return j < m->shape.count ? m->theta[j] : otherwise;
}

/* ln of an amplitude: theta of the slot and the unit of the fit. */
static hopi_estimate amplitude(const hop_model *m, hopi_slot slot, double ln_unit)
{
    hopi_estimate e = {.exists = 1, .is_logarithm = 1, .value = ln_unit};
    plus(&e, m, slot, 1.0);
    return e;
}

static hopi_estimate exponent(const hop_model *m, hopi_slot slot)
{
    hopi_estimate e = {.exists = 1};
    plus(&e, m, slot, 1.0);
    return e;
}

static hopi_estimate ln_sigma_dc(const hop_model *m)
{
    const hopi_model_units *u = &m->units;
    return amplitude(m, HOPI_CONDUCTANCE,
                     m->shape.is_complex ? log(u->length_over_area_per_m / u->size)
                                         : log(u->size));
}

/* ω_c, ω_m, or ω_p of σ′: what stands in theta. */
static hopi_estimate ln_omega(const hop_model *m)
{
    return amplitude(m, HOPI_OMEGA, log(m->units.omega_ref));
}

static hopi_estimate ln_omega_p(const hop_model *m)
{
    hopi_estimate e = ln_omega(m);
    if (m->shape.is_rbm) {
        e.value += log(HOPI_RBM_DOUBLING);
    } else if (m->shape.is_complex) {
        const double n = theta_of(m, HOPI_EXPONENT, 1.0), half_turn = 0.5 * HOPI_PI * n;
        const double ln_cos = log(cos(half_turn));
        e.exists = n < 1.0 - ideal_capacitor;
        e.value -= ln_cos / n;
        derivative(&e, m, HOPI_EXPONENT, (ln_cos / n + 0.5 * HOPI_PI * tan(half_turn)) / n);
    }
    return e;
}

/* ln A* or, for σ′, ln A_J: ln σ_dc − n ln ω. */
static hopi_estimate ln_prefactor(const hop_model *m)
{
    hopi_estimate e = ln_sigma_dc(m);
    const hopi_estimate omega = ln_omega(m);
    const double n = theta_of(m, HOPI_EXPONENT, NAN);
    e.exists = !isnan(n);
    e.value -= n * omega.value;
    derivative(&e, m, HOPI_OMEGA, -n);
    derivative(&e, m, HOPI_EXPONENT, -omega.value);
    return e;
}

static hopi_estimate ln_A_J(const hop_model *m)
{
    hopi_estimate e = ln_prefactor(m);
    if (m->shape.is_complex && e.exists) {
        const double n = theta_of(m, HOPI_EXPONENT, 1.0), half_turn = 0.5 * HOPI_PI * n;
        e.exists = n < 1.0 - ideal_capacitor;
        e.value += log(cos(half_turn));
        derivative(&e, m, HOPI_EXPONENT, -0.5 * HOPI_PI * tan(half_turn));
    }
    return e;
}

/* A₂ ω^n₂ and Q (iω)^α carry their exponent in their unit. */
static hopi_estimate power_amplitude(const hop_model *m, hopi_slot slot, hopi_slot power,
                                     double ln_unit)
{
    const double ln_ref = log(m->units.omega_ref);
    hopi_estimate e = amplitude(m, slot, ln_unit - theta_of(m, power, 1.0) * ln_ref);
    derivative(&e, m, power, -ln_ref);
    return e;
}

/* ln Q = −ln R − α ln ω_gb of the grain boundary. */
static hopi_estimate ln_gb_Q(const hop_model *m)
{
    hopi_estimate e = {.exists = 1, .is_logarithm = 1, .value = -log(m->units.size)};
    const double alpha = theta_of(m, HOPI_GB_ALPHA, 1.0);
    const double ln_omega_gb = theta_of(m, HOPI_OMEGA, 0.0) - theta_of(m, HOPI_GB_OMEGA, 0.0)
                               + log(m->units.omega_ref);
    plus(&e, m, HOPI_GB_R, -1.0);
    e.value -= alpha * ln_omega_gb;
    derivative(&e, m, HOPI_OMEGA, -alpha);
    derivative(&e, m, HOPI_GB_OMEGA, alpha);
    derivative(&e, m, HOPI_GB_ALPHA, -ln_omega_gb);
    return e;
}

static hopi_estimate ln_sigma_total(const hop_model *m)
{
    hopi_estimate e = ln_sigma_dc(m);
    const size_t j = hopi_shape_place(&m->shape, HOPI_GB_R);
    if (j < m->shape.count) {
        const double ratio = exp(theta_of(m, HOPI_CONDUCTANCE, 0.0) + m->theta[j]);
        e.value -= log1p(ratio);
        derivative(&e, m, HOPI_CONDUCTANCE, -ratio / (1.0 + ratio));
        e.gradient[j] -= ratio / (1.0 + ratio);
    }
    e.exists = m->shape.is_complex;
    return e;
}

static hopi_estimate of_sample(const hop_model *m, int32_t key)
{
    const hopi_estimate none = {0};
    const int is_complex_jpl = m->shape.is_complex && !m->shape.is_rbm;
    switch (key) {
    case HOP_SIGMA_DC:
    case HOP_LN_SIGMA_DC:
        return ln_sigma_dc(m);
    case HOP_OMEGA_P:
    case HOP_F_P:
    case HOP_LN_OMEGA_P:
        return ln_omega_p(m);
    case HOP_OMEGA_C:
    case HOP_F_C:
        return is_complex_jpl ? ln_omega(m) : none;
    case HOP_OMEGA_M:
    case HOP_F_M:
        return m->shape.is_rbm ? ln_omega(m) : none;
    case HOP_N:
        return exponent(m, HOPI_EXPONENT);
    case HOP_A_J:
        return ln_A_J(m);
    case HOP_A_STAR:
        return is_complex_jpl ? ln_prefactor(m) : none;
    case HOP_A_2:
    case HOP_B_NCL:
        return (key == HOP_B_NCL) == (m->shape.model == HOP_MODEL_NCL)
                   ? power_amplitude(m, HOPI_SECOND, HOPI_SECOND_EXPONENT, log(m->units.size))
                   : none;
    case HOP_N_2:
        return exponent(m, HOPI_SECOND_EXPONENT);
    case HOP_SIGMA_TOTAL:
        return ln_sigma_total(m);
    default:
        return none;
    }
}

hopi_estimate hopi_model_estimate(const hop_model *m, int32_t key)
{
    const hopi_model_units *u = &m->units;
    const double ln_impedance = log(u->size);
    switch (key) {
    case HOP_EPS_INF:
        return amplitude(m, HOPI_CAPACITANCE,
                         log(u->length_over_area_per_m / HOPI_VACUUM_PERMITTIVITY_F_PER_M)
                             - ln_impedance - log(u->omega_ref));
    case HOP_LEAD_L:
        return amplitude(m, HOPI_LEAD_L, ln_impedance - log(u->omega_ref));
    case HOP_LEAD_R:
        return amplitude(m, HOPI_LEAD_R, ln_impedance);
    case HOP_ELECTRODE_Q:
        return power_amplitude(m, HOPI_ELECTRODE_Q, HOPI_ELECTRODE_ALPHA, -ln_impedance);
    case HOP_ELECTRODE_ALPHA:
        return exponent(m, HOPI_ELECTRODE_ALPHA);
    case HOP_GB_R:
        return amplitude(m, HOPI_GB_R, ln_impedance);
    case HOP_GB_Q:
        return ln_gb_Q(m);
    case HOP_GB_ALPHA:
        return exponent(m, HOPI_GB_ALPHA);
    default:
        return of_sample(m, key);
    }
}
