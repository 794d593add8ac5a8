/* SPDX-License-Identifier: BSD-3-Clause */
#include "shape.h"

#include <math.h>

#include <hop/model.h>

/* Beyond e^14 = 10^6 times what the data span, a part is not there. */
static const double margin = 14.0;
static const double smallest_alpha = 0.1, largest_second_exponent = 2.0;

int hopi_model_is_complex(int32_t model)
{
    return model == HOP_MODEL_CELL || model == HOP_MODEL_COMPLEX_JPL
           || model == HOP_MODEL_COMPLEX_RBM;
}

uint32_t hopi_model_own_parts(int32_t model)
{
    switch (model) {
    case HOP_MODEL_CELL:
        return HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_LEAD_R | HOP_PART_ELECTRODE;
    case HOP_MODEL_COMPLEX_JPL:
    case HOP_MODEL_COMPLEX_RBM:
        return HOP_PART_EPS_INF;
    default:
        return 0;
    }
}

static void add(hopi_shape *shape, hopi_slot slot, double lower, double upper)
{
    shape->slots[shape->count] = slot;
    shape->lower[shape->count] = lower;
    shape->upper[shape->count] = upper;
    shape->count++;
}

static void add_second_power(hopi_shape *shape, double n_min, const hopi_model_range *r)
{
    const double low = log(r->size_min) - margin, high = log(r->size_max) + margin;
    const double span = largest_second_exponent * fmax(log(r->omega_max), -log(r->omega_min));
    add(shape, HOPI_SECOND, low - span, high + span);
    if (shape->model == HOP_MODEL_TWO_POWERS) {
        add(shape, HOPI_SECOND_EXPONENT, n_min, largest_second_exponent);
    }
}

static void add_parts(hopi_shape *shape, const hopi_model_range *r)
{
    const double low = log(r->size_min) - margin, high = log(r->size_max) + margin;
    const double first = log(r->omega_min), last = log(r->omega_max);
    if (shape->parts & HOP_PART_EPS_INF) {
        add(shape, HOPI_CAPACITANCE, -high - last, -low - first);
    }
    if (shape->parts & HOP_PART_LEAD_L) {
        add(shape, HOPI_LEAD_L, low - last, high - first);
    }
    if (shape->parts & HOP_PART_LEAD_R) {
        add(shape, HOPI_LEAD_R, low, high);
    }
    if (shape->parts & HOP_PART_ELECTRODE) {
        const double span = fmax(last, -first);
        add(shape, HOPI_ELECTRODE_Q, -high - span, -low + span);
        add(shape, HOPI_ELECTRODE_ALPHA, smallest_alpha, 1.0);
    }
    if (shape->parts & HOP_PART_GRAIN_BOUNDARY) {
        add(shape, HOPI_GB_R, low, high);
        add(shape, HOPI_GB_OMEGA, 0.0, last - first + 2.0 * margin);
        add(shape, HOPI_GB_ALPHA, smallest_alpha, 1.0);
    }
}

hopi_shape hopi_shape_of(int32_t model, uint32_t parts, double n_min, double n_max,
                         const hopi_model_range *range)
{
    hopi_shape shape = {
        .model = model,
        .parts = parts,
        .is_complex = hopi_model_is_complex(model),
        .is_rbm = model == HOP_MODEL_RBM || model == HOP_MODEL_COMPLEX_RBM,
    };
    const double low = log(range->size_min) - margin, high = log(range->size_max) + margin;
    add(&shape, HOPI_CONDUCTANCE, shape.is_complex ? -high : low, shape.is_complex ? -low : high);
    add(&shape, HOPI_OMEGA, log(range->omega_min) - margin, log(range->omega_max) + margin);
    if (!shape.is_rbm) {
        add(&shape, HOPI_EXPONENT, n_min, shape.is_complex ? fmin(n_max, 1.0) : n_max);
    }
    if (model == HOP_MODEL_NCL || model == HOP_MODEL_TWO_POWERS) {
        add_second_power(&shape, n_min, range);
    }
    add_parts(&shape, range);
    return shape;
}

size_t hopi_shape_place(const hopi_shape *shape, hopi_slot slot)
{
    size_t j = 0;
    while (j < shape->count && shape->slots[j] != slot) {
        j++;
    }
    return j;
}

hopi_circuit hopi_shape_circuit(const hopi_shape *shape, const double *theta)
{
    hopi_circuit circuit = hopi_circuit_bare(shape->is_rbm);
    for (size_t j = 0; j < shape->count; j++) {
        const hopi_slot slot = shape->slots[j];
        circuit.value[slot] = hopi_slot_is_exponent(slot) ? theta[j] : exp(theta[j]);
    }
    if (shape->parts & HOP_PART_GRAIN_BOUNDARY) {
        circuit.value[HOPI_GB_OMEGA] = circuit.value[HOPI_OMEGA] / circuit.value[HOPI_GB_OMEGA];
    }
    return circuit;
}

double complex hopi_shape_value(const hopi_shape *shape, const hopi_circuit *circuit,
                                double omega, double complex *derivatives)
{
    if (!shape->is_complex) {
        double d[HOPI_SLOTS];
        const double value = hopi_circuit_conductivity(circuit, omega, d);
        for (size_t j = 0; derivatives && j < shape->count; j++) {
            derivatives[j] = d[shape->slots[j]];
        }
        return value;
    }
    double complex d[HOPI_SLOTS];
    const double complex z = hopi_circuit_impedance(circuit, omega, d);
    d[HOPI_OMEGA] += d[HOPI_GB_OMEGA];
    d[HOPI_GB_OMEGA] = -d[HOPI_GB_OMEGA];
    for (size_t j = 0; derivatives && j < shape->count; j++) {
        derivatives[j] = d[shape->slots[j]];
    }
    return z;
}
