/* SPDX-License-Identifier: BSD-3-Clause */
#include "impedances.h"

#include <math.h>

#include "base/constants.h"

#include "math/vector.h"

_Static_assert(HOPI_FEWEST_IMPEDANCES >= HOPI_LANES, "a grid must fill the lanes");

typedef struct complex_lanes {
    hopi_vector re, im;
} lanes;

static inline lanes product(lanes a, lanes b)
{
    return (lanes){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

static inline lanes sum(lanes a, lanes b)
{
    return (lanes){a.re + b.re, a.im + b.im};
}

static inline lanes times(lanes a, double factor)
{
    return (lanes){a.re * factor, a.im * factor};
}

static inline lanes inverse(lanes a)
{
    const hopi_vector per_square = 1.0 / (a.re * a.re + a.im * a.im);
    return (lanes){a.re * per_square, -a.im * per_square};
}

/* An element (iω/ω₀)^exponent, whose angle is the same at all frequencies. */
typedef struct power {
    int is_present;
    double exponent, ln_omega0, cosine, sine;
} power;

static power power_of(double exponent, double omega0)
{
    const double angle = 0.5 * HOPI_PI * exponent;
    return (power){1, exponent, log(omega0), cos(angle), sin(angle)};
}

/* Its value and the logarithm of iω/ω₀. */
static inline lanes raised(const power *p, hopi_vector ln_omega, lanes *logarithm)
{
    const hopi_vector ln_ratio = ln_omega - p->ln_omega0;
    const hopi_vector most = hopi_spread(HOPI_LARGEST_EXPONENT);
    const hopi_vector x = hopi_larger(hopi_smaller(p->exponent * ln_ratio, most), -most);
    const hopi_vector size = hopi_exp(x);
    *logarithm = (lanes){ln_ratio, hopi_spread(0.5 * HOPI_PI)};
    return (lanes){size * p->cosine, size * p->sine};
}

typedef struct elements {
    const hopi_circuit *circuit;
    power sample, boundary, electrode;
} elements;

static elements elements_of(const hopi_circuit *c)
{
    const double *v = c->value;
    elements e = {.circuit = c, .sample = power_of(v[HOPI_EXPONENT], v[HOPI_OMEGA])};
    if (v[HOPI_GB_R] > 0.0 && !isinf(v[HOPI_GB_OMEGA])) {
        e.boundary = power_of(v[HOPI_GB_ALPHA], v[HOPI_GB_OMEGA]);
    }
    if (!isinf(v[HOPI_ELECTRODE_Q])) {
        e.electrode = power_of(v[HOPI_ELECTRODE_ALPHA], 1.0);
    }
    return e;
}

static inline lanes add_sample(const elements *e, hopi_vector omega, hopi_vector ln_omega,
                               lanes *d)
{
    const double *v = e->circuit->value;
    lanes logarithm;
    const lanes t = times(raised(&e->sample, ln_omega, &logarithm), v[HOPI_CONDUCTANCE]);
    const lanes dispersion = {t.re + v[HOPI_CONDUCTANCE], t.im};
    const lanes capacitance = {hopi_spread(0.0), omega * v[HOPI_CAPACITANCE]};
    const lanes z = inverse(sum(dispersion, capacitance)), factor = times(product(z, z), -1.0);
    d[HOPI_CONDUCTANCE] = product(factor, dispersion);
    d[HOPI_OMEGA] = product(factor, times(t, -v[HOPI_EXPONENT]));
    d[HOPI_EXPONENT] = product(factor, product(t, logarithm));
    d[HOPI_CAPACITANCE] = product(factor, capacitance);
    return z;
}

static inline lanes add_boundary(const elements *e, hopi_vector ln_omega, lanes *d)
{
    const double *v = e->circuit->value;
    lanes logarithm;
    const lanes t = raised(&e->boundary, ln_omega, &logarithm);
    const lanes per_sum = inverse((lanes){1.0 + t.re, t.im}), z = times(per_sum, v[HOPI_GB_R]);
    const lanes change = product(z, product(t, per_sum));
    d[HOPI_GB_R] = z;
    d[HOPI_GB_OMEGA] = times(change, v[HOPI_GB_ALPHA]);
    d[HOPI_GB_ALPHA] = times(product(logarithm, change), -1.0);
    return z;
}

static inline lanes add_electrode(const elements *e, hopi_vector ln_omega, lanes *d)
{
    lanes logarithm;
    const lanes y = raised(&e->electrode, ln_omega, &logarithm);
    const lanes z = inverse(times(y, e->circuit->value[HOPI_ELECTRODE_Q]));
    d[HOPI_ELECTRODE_Q] = times(z, -1.0);
    d[HOPI_ELECTRODE_ALPHA] = times(product(logarithm, z), -1.0);
    return z;
}

static inline void put(double *to, size_t k, size_t count, lanes value, hopi_vector weight)
{
    hopi_store(to + k, weight * value.re);
    hopi_store(to + count + k, weight * value.im);
}

static inline void evaluate(const elements *e, hopi_vector omega, hopi_vector ln_omega, lanes *z,
                            lanes *d)
{
    const double *v = e->circuit->value;
    d[HOPI_LEAD_R] = (lanes){hopi_spread(v[HOPI_LEAD_R]), hopi_spread(0.0)};
    d[HOPI_LEAD_L] = (lanes){hopi_spread(0.0), omega * v[HOPI_LEAD_L]};
    *z = sum(sum(d[HOPI_LEAD_R], d[HOPI_LEAD_L]), add_sample(e, omega, ln_omega, d));
    if (e->boundary.is_present) {
        *z = sum(*z, add_boundary(e, ln_omega, d));
    } else {
        d[HOPI_GB_R] = (lanes){hopi_spread(v[HOPI_GB_R]), hopi_spread(0.0)};
        *z = sum(*z, d[HOPI_GB_R]);
    }
    if (e->electrode.is_present) {
        *z = sum(*z, add_electrode(e, ln_omega, d));
    }
}

void HOPI_AT_LEVEL(hopi_circuit_impedances)(const hopi_circuit *circuit,
                                            const hopi_impedance_grid *grid, double *out,
                                            double *const *derivatives)
{
    const elements e = elements_of(circuit);
    const size_t n = grid->count;
    lanes d[HOPI_SLOTS] = {{{0}, {0}}};
    for (size_t step = 0; step < n; step += HOPI_LANES) {
        /* The last lanes end with the last point, and do some points again. */
        const size_t k = step + HOPI_LANES <= n ? step : n - HOPI_LANES;
        const hopi_vector weight = grid->weight ? hopi_load(grid->weight + k) : hopi_spread(1.0);
        lanes z;
        evaluate(&e, hopi_load(grid->omega + k), hopi_load(grid->ln_omega + k), &z, d);
        put(out, k, n, z, weight);
        for (size_t slot = 0; derivatives && slot < HOPI_SLOTS; slot++) {
            if (derivatives[slot]) {
                put(derivatives[slot], k, n, d[slot], weight);
            }
        }
    }
}
