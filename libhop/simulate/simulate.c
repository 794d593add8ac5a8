/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/simulate.h>

#include <math.h>

#include "base/constants.h"
#include "base/context.h"
#include "math/random.h"
#include "models/circuit.h"

enum { FIRST_PARAMETER = HOP_SIM_SIGMA_DC, LAST_PARAMETER = HOP_SIM_GB_ALPHA };

struct hop_simulation {
    hopi_allocator allocator;
    int32_t model;
    uint32_t seed, stream;
    double values[LAST_PARAMETER + 1];
};

/* The range of a parameter, and its value while it is not set. */
typedef struct rule {
    const char *name;
    double initial;
    int allows_zero;
    double highest;
} rule;

static const rule rules[LAST_PARAMETER + 1] = {
    [HOP_SIM_SIGMA_DC] = {"sigma_dc", NAN, 0, INFINITY},
    [HOP_SIM_F_P] = {"f_p", NAN, 0, INFINITY},
    [HOP_SIM_N] = {"n", NAN, 0, 2.0},
    [HOP_SIM_TEMPERATURE] = {"temperature", NAN, 0, INFINITY},
    [HOP_SIM_THICKNESS] = {"thickness", NAN, 0, INFINITY},
    [HOP_SIM_AREA] = {"area", NAN, 0, INFINITY},
    [HOP_SIM_NOISE] = {"noise", 0.0, 1, INFINITY},
    [HOP_SIM_EPS_INF] = {"eps_inf", 0.0, 1, INFINITY},
    [HOP_SIM_LEAD_L] = {"lead inductance", 0.0, 1, INFINITY},
    [HOP_SIM_LEAD_R] = {"lead resistance", 0.0, 1, INFINITY},
    [HOP_SIM_ELECTRODE_Q] = {"electrode Q", NAN, 0, INFINITY},
    [HOP_SIM_ELECTRODE_ALPHA] = {"electrode alpha", 1.0, 0, 1.0},
    [HOP_SIM_GB_R] = {"grain-boundary R", 0.0, 1, INFINITY},
    [HOP_SIM_GB_Q] = {"grain-boundary Q", NAN, 0, INFINITY},
    [HOP_SIM_GB_ALPHA] = {"grain-boundary alpha", 1.0, 0, 1.0},
};

hop_status hop_simulation_create(hop_ctx *ctx, int32_t model, hop_simulation **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (model != HOP_MODEL_JPL && model != HOP_MODEL_CELL) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "model %d: expected HOP_MODEL_JPL (1) or HOP_MODEL_CELL (2)", (int)model);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_simulation *simulation = hopi_allocate(allocator, 1, sizeof *simulation);
    if (!simulation) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    simulation->allocator = allocator;
    simulation->model = model;
    for (int k = FIRST_PARAMETER; k <= LAST_PARAMETER; k++) {
        simulation->values[k] = rules[k].initial;
    }
    *out = simulation;
    return HOP_OK;
}

hop_status hop_simulation_set(hop_ctx *ctx, hop_simulation *simulation, int32_t parameter,
                              double value)
{
    if (!simulation) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (parameter < FIRST_PARAMETER || parameter > LAST_PARAMETER) {
        return hopi_fail(ctx, HOP_ERR_UNKNOWN_KEY, "%d is no parameter of a simulation",
                         (int)parameter);
    }
    const rule *r = &rules[parameter];
    const int is_allowed = isfinite(value) && value <= r->highest
                           && (value > 0.0 || (value == 0.0 && r->allows_zero));
    if (!is_allowed) {
        return isinf(r->highest)
                   ? hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%s %g: expected a number %s 0", r->name,
                               value, r->allows_zero ? ">=" : ">")
                   : hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%s %g: expected a number > 0 and <= %g",
                               r->name, value, r->highest);
    }
    simulation->values[parameter] = value;
    return HOP_OK;
}

hop_status hop_simulation_set_seed(hop_ctx *ctx, hop_simulation *simulation, uint32_t seed,
                                   uint32_t stream)
{
    if (!simulation) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    simulation->seed = seed;
    simulation->stream = stream;
    return HOP_OK;
}

static hop_status check(hop_ctx *ctx, const hop_simulation *simulation)
{
    const int needed[] = {HOP_SIM_SIGMA_DC, HOP_SIM_F_P, HOP_SIM_N, HOP_SIM_THICKNESS,
                          HOP_SIM_AREA};
    const size_t count = simulation->model == HOP_MODEL_CELL ? 5 : 3;
    for (size_t k = 0; k < count; k++) {
        if (isnan(simulation->values[needed[k]])) {
            return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "%s is not set", rules[needed[k]].name);
        }
    }
    if (simulation->model == HOP_MODEL_CELL && simulation->values[HOP_SIM_N] >= 1.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "n %g: the cell model needs n < 1",
                         simulation->values[HOP_SIM_N]);
    }
    return HOP_OK;
}

static hopi_circuit circuit_of(const hop_simulation *simulation)
{
    const double *v = simulation->values;
    const int is_cell = simulation->model == HOP_MODEL_CELL;
    const double n = v[HOP_SIM_N], omega_p = 2.0 * HOPI_PI * v[HOP_SIM_F_P];
    hopi_circuit c = hopi_circuit_bare(0);
    c.value[HOPI_EXPONENT] = n;
    if (!is_cell) {
        c.value[HOPI_CONDUCTANCE] = v[HOP_SIM_SIGMA_DC];
        c.value[HOPI_OMEGA] = omega_p;
        return c;
    }
    const double area_over_length = v[HOP_SIM_AREA] / v[HOP_SIM_THICKNESS];
    c.value[HOPI_CONDUCTANCE] = v[HOP_SIM_SIGMA_DC] * area_over_length;
    c.value[HOPI_OMEGA] = omega_p * pow(cos(0.5 * HOPI_PI * n), 1.0 / n);
    c.value[HOPI_CAPACITANCE] = HOPI_VACUUM_PERMITTIVITY_F_PER_M * v[HOP_SIM_EPS_INF]
                                * area_over_length;
    c.value[HOPI_LEAD_L] = v[HOP_SIM_LEAD_L];
    c.value[HOPI_LEAD_R] = v[HOP_SIM_LEAD_R];
    if (!isnan(v[HOP_SIM_ELECTRODE_Q])) {
        c.value[HOPI_ELECTRODE_Q] = v[HOP_SIM_ELECTRODE_Q];
        c.value[HOPI_ELECTRODE_ALPHA] = v[HOP_SIM_ELECTRODE_ALPHA];
    }
    c.value[HOPI_GB_R] = v[HOP_SIM_GB_R];
    if (!isnan(v[HOP_SIM_GB_Q]) && v[HOP_SIM_GB_R] > 0.0) {
        c.value[HOPI_GB_OMEGA] = pow(v[HOP_SIM_GB_R] * v[HOP_SIM_GB_Q],
                                     -1.0 / v[HOP_SIM_GB_ALPHA]);
        c.value[HOPI_GB_ALPHA] = v[HOP_SIM_GB_ALPHA];
    }
    return c;
}

static void fill(const hop_simulation *simulation, size_t n, const double *freq_hz, double *re,
                 double *im)
{
    const hopi_circuit circuit = circuit_of(simulation);
    const double noise = simulation->values[HOP_SIM_NOISE];
    for (size_t k = 0; k < n; k++) {
        const double omega = 2.0 * HOPI_PI * freq_hz[k];
        double normal[2];
        hopi_random_normal_pair(simulation->seed, simulation->stream, k, normal);
        if (simulation->model == HOP_MODEL_JPL) {
            re[k] = hopi_circuit_conductivity(&circuit, omega, NULL) * (1.0 + noise * normal[0]);
        } else {
            const double complex z = hopi_circuit_impedance(&circuit, omega, NULL);
            const double scale = noise * cabs(z);
            re[k] = creal(z) + scale * normal[0];
            im[k] = cimag(z) + scale * normal[1];
        }
    }
}

hop_status hop_simulation_run(hop_ctx *ctx, const hop_simulation *simulation, size_t n,
                              const double *freq_hz, hop_spectrum **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!simulation || !freq_hz) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (n == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "a spectrum needs at least one point");
    }
    hop_status status = check(ctx, simulation);
    for (size_t k = 0; k < n && status == HOP_OK; k++) {
        if (!isfinite(freq_hz[k]) || freq_hz[k] <= 0.0) {
            status = hopi_fail(ctx, HOP_ERR_BAD_FREQUENCY,
                               "point %zu: frequency %g Hz is not a positive number", k + 1,
                               freq_hz[k]);
        }
    }
    if (status != HOP_OK) {
        return status;
    }
    double *values = hopi_allocate(simulation->allocator, n, 2 * sizeof *values);
    if (!values) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const double *v = simulation->values;
    fill(simulation, n, freq_hz, values, values + n);
    status = simulation->model == HOP_MODEL_JPL
                 ? hop_spectrum_from_conductivity(ctx, n, freq_hz, values, NULL,
                                                  v[HOP_SIM_THICKNESS], v[HOP_SIM_AREA],
                                                  v[HOP_SIM_TEMPERATURE], out)
                 : hop_spectrum_from_impedance(ctx, n, freq_hz, values, values + n,
                                               v[HOP_SIM_THICKNESS], v[HOP_SIM_AREA],
                                               v[HOP_SIM_TEMPERATURE], out);
    hopi_release(simulation->allocator, values);
    return status;
}

void hop_simulation_destroy(hop_simulation *simulation)
{
    if (simulation) {
        hopi_release(simulation->allocator, simulation);
    }
}
