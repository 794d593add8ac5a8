/* SPDX-License-Identifier: BSD-3-Clause */
#include "dictionary.h"

#include <math.h>

#include <hop/model.h>

#include "impedances.h"

enum {
    MAX_POINTS = 64, /* enough to tell starts apart */
    FREQUENCIES = HOPI_GRID_FREQUENCIES,
    RATIOS = HOPI_GRID_RATIOS,
    EXPONENTS = 16,
    SECOND_EXPONENTS = 12,
    MAX_ATOMS = HOPI_MAX_ATOMS
};

/* ω_C/ω_c of a sample: where the capacitance of ε_∞ takes over from the power law. */
static const double capacitance_ratios[RATIOS] = {1.0, 10.0, 100.0, 1e4};
static const double boundary_exponents[] = {0.75, 0.95};
static const double electrode_exponents[] = {0.7, 0.95};
static const double exponent_shares[] = {0.1, 0.4, 0.7, 0.95};

static void add(hopi_dictionary *dict, hopi_slot kind, double omega, double exponent, double ratio,
                int place, int variant)
{
    if (dict->count < MAX_ATOMS) {
        dict->atoms[dict->count++] = (hopi_atom){kind, omega, exponent, ratio, place, variant};
    }
}

static double grid_frequency(const hopi_model_data *data, int i)
{
    /* One decade above the window, where the arcs of good conductors lie. */
    const double first = log(data->omega[0]), last = log(10.0 * data->omega[data->points - 1]);
    return exp(first + (last - first) * i / (FREQUENCIES - 1));
}

static void add_sample_of_z(hopi_dictionary *dict)
{
    const hopi_shape *shape = dict->shape;
    const int has_capacitance = (shape->parts & HOP_PART_EPS_INF) != 0;
    const size_t at = hopi_shape_place(shape, HOPI_EXPONENT);
    const int exponents = shape->is_rbm ? 1 : 3;
    for (int i = 0; i < FREQUENCIES; i++) {
        for (int e = 0; e < exponents; e++) {
            const double n = shape->is_rbm ? 1.0
                                           : shape->lower[at]
                                                 + (shape->upper[at] - shape->lower[at])
                                                       * exponent_shares[e + 1];
            for (int r = 0; r < (has_capacitance ? RATIOS : 1); r++) {
                const double ratio = has_capacitance ? capacitance_ratios[r] : INFINITY;
                add(dict, HOPI_CONDUCTANCE, grid_frequency(dict->data, i), n, ratio, i, r);
            }
        }
    }
}

static void add_parts(hopi_dictionary *dict)
{
    const uint32_t parts = dict->shape->parts;
    if (parts & HOP_PART_LEAD_R) {
        add(dict, HOPI_LEAD_R, 1.0, 0.0, 0.0, 0, 0);
    }
    if (parts & HOP_PART_LEAD_L) {
        add(dict, HOPI_LEAD_L, 1.0, 0.0, 0.0, 0, 0);
    }
    for (int e = 0; (parts & HOP_PART_ELECTRODE) && e < 2; e++) {
        add(dict, HOPI_ELECTRODE_Q, 1.0, electrode_exponents[e], 0.0, 0, 0);
    }
    for (int i = 0; (parts & HOP_PART_GRAIN_BOUNDARY) && i < FREQUENCIES; i++) {
        for (int e = 0; e < 2; e++) {
            add(dict, HOPI_GB_R, grid_frequency(dict->data, i), boundary_exponents[e], 0.0, i, 0);
        }
    }
}

static void add_powers(hopi_dictionary *dict)
{
    const hopi_shape *shape = dict->shape;
    if (shape->is_rbm) {
        for (int i = 0; i < FREQUENCIES; i++) {
            add(dict, HOPI_CONDUCTANCE, grid_frequency(dict->data, i) / 10.0, 0.0, 0.0, i, 0);
        }
        return;
    }
    const size_t at = hopi_shape_place(shape, HOPI_EXPONENT);
    const double low = shape->lower[at], high = shape->upper[at];
    add(dict, HOPI_CONDUCTANCE, 1.0, 0.0, 0.0, 0, 0);
    for (int e = 0; e < EXPONENTS; e++) {
        add(dict, HOPI_OMEGA, 1.0, low + (high - low) * (e + 0.5) / EXPONENTS, 0.0,
            e * FREQUENCIES / EXPONENTS, 0);
    }
    for (int e = 0; shape->model == HOP_MODEL_TWO_POWERS && e < SECOND_EXPONENTS; e++) {
        add(dict, HOPI_SECOND, 1.0, low + (2.0 - low) * (e + 1.0) / SECOND_EXPONENTS, 0.0, e, 0);
    }
    if (shape->model == HOP_MODEL_NCL) {
        add(dict, HOPI_SECOND, 1.0, 1.0, 0.0, 0, 0);
    }
}

/* An arc of resistance one, or what of it a model of σ′ has. */
static hopi_circuit unit_circuit(const hopi_atom *a)
{
    hopi_circuit unit = hopi_circuit_bare(0);
    unit.value[HOPI_CONDUCTANCE] = 1.0;
    unit.value[HOPI_OMEGA] = a->omega;
    unit.value[HOPI_EXPONENT] = a->exponent;
    if (a->kind == HOPI_CONDUCTANCE) {
        unit.value[HOPI_CAPACITANCE] = 1.0 / (a->ratio * a->omega);
    }
    return unit;
}

/* The element of amplitude one; resistance, inductance and 1/Q for the parts of Z. */
double complex hopi_dictionary_element(const hopi_dictionary *dict, const hopi_atom *a,
                                       double omega)
{
    hopi_circuit unit = unit_circuit(a);
    unit.is_rbm = dict->shape->is_rbm && a->kind != HOPI_GB_R;
    if (!dict->shape->is_complex) {
        return dict->shape->is_rbm ? hopi_circuit_conductivity(&unit, omega, NULL)
                                   : pow(omega, a->exponent);
    }
    switch (a->kind) {
    case HOPI_CONDUCTANCE:
    case HOPI_GB_R:
        return hopi_circuit_impedance(&unit, omega, NULL);
    case HOPI_LEAD_L:
        return omega * I;
    case HOPI_ELECTRODE_Q:
        return cpow(omega * I, -a->exponent);
    default:
        return 1.0;
    }
}

static size_t thinned(const hopi_dictionary *dict, size_t k)
{
    const size_t n = dict->data->points;
    return dict->points > 1 ? k * (n - 1) / (dict->points - 1) : 0;
}

static double dot(size_t n, const double *a, const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* The sample and the grain boundary with a power law are made for all points at once. */
static int is_arc(const hopi_dictionary *dict, const hopi_atom *a)
{
    return dict->shape->is_complex
           && (a->kind == HOPI_GB_R || (a->kind == HOPI_CONDUCTANCE && !dict->shape->is_rbm));
}

static void fill_column(const hopi_dictionary *dict, const hopi_impedance_grid *grid, size_t j)
{
    const hopi_atom *a = &dict->atoms[j];
    double *column = dict->columns + j * dict->rows;
    if (is_arc(dict, a) && grid->count >= HOPI_FEWEST_IMPEDANCES) {
        const hopi_circuit unit = unit_circuit(a);
        HOPI_VERSION_FOR(dict->data->instructions, hopi_circuit_impedances)(&unit, grid, column,
                                                                            NULL);
        return;
    }
    for (size_t k = 0; k < grid->count; k++) {
        const double complex z = grid->weight[k] * hopi_dictionary_element(dict, a, grid->omega[k]);
        column[k] = creal(z);
        if (dict->data->im) {
            column[grid->count + k] = cimag(z);
        }
    }
}

/* A choice has at most one atom of a kind: products within a kind are never asked for. */
static void fill_products(hopi_dictionary *dict)
{
    const size_t rows = dict->rows;
    dict->target_squared = dot(rows, dict->target, dict->target);
    for (size_t i = 0; i < dict->count; i++) {
        const double *column = dict->columns + i * rows;
        dict->projections[i] = dot(rows, column, dict->target);
        for (size_t j = 0; j <= i; j++) {
            if (i == j || dict->atoms[i].kind != dict->atoms[j].kind) {
                const double value = dot(rows, column, dict->columns + j * rows);
                dict->gram[i + j * MAX_ATOMS] = dict->gram[j + i * MAX_ATOMS] = value;
            }
        }
    }
}

static void fill(hopi_dictionary *dict)
{
    const hopi_model_data *data = dict->data;
    const size_t m = dict->points;
    double omega[MAX_POINTS], ln_omega[MAX_POINTS], weight[MAX_POINTS];
    for (size_t k = 0; k < m; k++) {
        const size_t from = thinned(dict, k);
        omega[k] = data->omega[from];
        ln_omega[k] = log(omega[k]);
        weight[k] = data->weight[from];
        dict->target[k] = weight[k] * data->re[from];
        if (data->im) {
            dict->target[m + k] = weight[k] * data->im[from];
        }
    }
    const hopi_impedance_grid grid = {m, omega, ln_omega, weight};
    for (size_t j = 0; j < dict->count; j++) {
        fill_column(dict, &grid, j);
    }
    fill_products(dict);
}

static size_t thinned_rows(const hopi_model_data *data)
{
    const size_t points = data->points < MAX_POINTS ? data->points : MAX_POINTS;
    return data->im ? 2 * points : points;
}

size_t hopi_dictionary_workspace(const hopi_model_data *data)
{
    return (MAX_ATOMS + 1) * thinned_rows(data) + MAX_ATOMS * (MAX_ATOMS + 1);
}

void hopi_dictionary_fill(hopi_dictionary *dict, const hopi_shape *shape,
                          const hopi_model_data *data, double *workspace)
{
    *dict = (hopi_dictionary){.shape = shape, .data = data, .rows = thinned_rows(data)};
    dict->points = data->im ? dict->rows / 2 : dict->rows;
    dict->target = workspace;
    dict->columns = dict->target + dict->rows;
    dict->projections = dict->columns + MAX_ATOMS * dict->rows;
    dict->gram = dict->projections + MAX_ATOMS;
    if (shape->is_complex) {
        add_parts(dict);
        add_sample_of_z(dict);
    } else {
        add_powers(dict);
    }
    fill(dict);
}
