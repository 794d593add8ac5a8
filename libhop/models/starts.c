/* SPDX-License-Identifier: BSD-3-Clause */
#include "starts.h"

#include <math.h>
#include <stdlib.h>

#include <hop/model.h>

#include "math/small_nnls.h"

enum {
    MAX_POINTS = 64, /* enough to tell starts apart */
    FREQUENCIES = 14,
    RATIOS = 4,
    EXPONENTS = 16,
    MAX_ATOMS = 256,
    NEIGHBOUR = 1,
    MAX_FAMILIES = FREQUENCIES * RATIOS * FREQUENCIES,
    COLUMNS = HOPI_SMALL_NNLS_MAX
};

/* ω_C/ω_c of a sample: where the capacitance of ε_∞ takes over from the power law. */
static const double capacitance_ratios[RATIOS] = {1.0, 10.0, 100.0, 1e4};
static const double boundary_exponents[] = {0.75, 0.95};
static const double electrode_exponents[] = {0.7, 0.95};
static const double exponent_shares[] = {0.1, 0.4, 0.7, 0.95};

/* A column of the linear problem: one element with amplitude one. */
typedef struct atom {
    hopi_slot kind; /* the slot that its amplitude gives */
    double omega, exponent, ratio;
    int place, variant; /* on the grid of starts */
} atom;

typedef struct dictionary {
    const hopi_shape *shape;
    const hopi_model_data *data;
    size_t points, rows, count;
    atom atoms[MAX_ATOMS];
    double *columns, *target, *gram, *projections;
    double target_squared;
} dictionary;

typedef struct candidate {
    double ssr;
    unsigned short atoms[COLUMNS], count;
    short place, variant, second_place;
} candidate;

static void add(dictionary *dict, hopi_slot kind, double omega, double exponent, double ratio,
                int place, int variant)
{
    if (dict->count < MAX_ATOMS) {
        dict->atoms[dict->count++] = (atom){kind, omega, exponent, ratio, place, variant};
    }
}

static double grid_frequency(const hopi_model_data *data, int i)
{
    /* One decade above the window, where the arcs of good conductors lie. */
    const double first = log(data->omega[0]), last = log(10.0 * data->omega[data->points - 1]);
    return exp(first + (last - first) * i / (FREQUENCIES - 1));
}

static void add_sample_of_z(dictionary *dict)
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

static void add_parts(dictionary *dict)
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

static void add_powers(dictionary *dict)
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
    for (int e = 0; shape->model == HOP_MODEL_TWO_POWERS && e < 12; e++) {
        add(dict, HOPI_SECOND, 1.0, low + (2.0 - low) * (e + 1.0) / 12, 0.0, e, 0);
    }
    if (shape->model == HOP_MODEL_NCL) {
        add(dict, HOPI_SECOND, 1.0, 1.0, 0.0, 0, 0);
    }
}

/* The element of amplitude one; resistance, inductance and 1/Q for the parts of Z. */
static double complex element(const dictionary *dict, const atom *a, double omega)
{
    hopi_circuit unit = hopi_circuit_bare(dict->shape->is_rbm);
    unit.value[HOPI_CONDUCTANCE] = 1.0;
    unit.value[HOPI_OMEGA] = a->omega;
    unit.value[HOPI_EXPONENT] = a->exponent;
    if (!dict->shape->is_complex) {
        return dict->shape->is_rbm ? hopi_circuit_conductivity(&unit, omega, NULL)
                                   : pow(omega, a->exponent);
    }
    switch (a->kind) {
    case HOPI_CONDUCTANCE:
        unit.value[HOPI_CAPACITANCE] = 1.0 / (a->ratio * a->omega);
        return hopi_circuit_impedance(&unit, omega, NULL);
    case HOPI_GB_R:
        unit.is_rbm = 0;
        return hopi_circuit_impedance(&unit, omega, NULL);
    case HOPI_LEAD_L:
        return omega * I;
    case HOPI_ELECTRODE_Q:
        return cpow(omega * I, -a->exponent);
    default:
        return 1.0;
    }
}

static size_t thinned(const dictionary *dict, size_t k)
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

static void fill(dictionary *dict)
{
    const hopi_model_data *data = dict->data;
    const size_t m = dict->points, rows = dict->rows;
    for (size_t k = 0; k < m; k++) {
        const size_t from = thinned(dict, k);
        const double w = data->weight[from];
        dict->target[k] = w * data->re[from];
        if (data->im) {
            dict->target[m + k] = w * data->im[from];
        }
        for (size_t j = 0; j < dict->count; j++) {
            const double complex z = w * element(dict, &dict->atoms[j], data->omega[from]);
            dict->columns[k + j * rows] = creal(z);
            if (data->im) {
                dict->columns[m + k + j * rows] = cimag(z);
            }
        }
    }
    dict->target_squared = dot(rows, dict->target, dict->target);
    for (size_t i = 0; i < dict->count; i++) {
        const double *column = dict->columns + i * rows;
        dict->projections[i] = dot(rows, column, dict->target);
        for (size_t j = 0; j <= i; j++) {
            const double value = dot(rows, column, dict->columns + j * rows);
            dict->gram[i + j * MAX_ATOMS] = dict->gram[j + i * MAX_ATOMS] = value;
        }
    }
}

static void rate(const dictionary *dict, candidate *c, double *amplitudes)
{
    double gram[COLUMNS * COLUMNS], projections[COLUMNS];
    for (size_t i = 0; i < c->count; i++) {
        projections[i] = dict->projections[c->atoms[i]];
        for (size_t j = 0; j < c->count; j++) {
            gram[i + j * c->count] = dict->gram[c->atoms[i] + c->atoms[j] * MAX_ATOMS];
        }
    }
    c->ssr = dict->target_squared - hopi_small_nnls(c->count, gram, projections, amplitudes);
}

/* Whether atom b may stand beside atom a of the sample. */
static int fits(const dictionary *dict, const atom *a, const atom *b)
{
    if (b->kind == HOPI_GB_R) {
        return b->omega < 0.7 * a->omega;
    }
    return b->kind != HOPI_SECOND || dict->shape->model == HOP_MODEL_NCL
           || b->exponent > a->exponent;
}

/* Rates one choice and keeps it if it is the best of its place on the grid. */
static void consider(const dictionary *dict, candidate *best, const candidate *fixed, size_t a,
                     const size_t *second, const size_t *electrode)
{
    double amplitudes[COLUMNS];
    candidate c = *fixed;
    c.atoms[c.count++] = (unsigned short)a;
    c.place = (short)dict->atoms[a].place;
    c.variant = (short)dict->atoms[a].variant;
    if (second) {
        c.atoms[c.count++] = (unsigned short)*second;
        c.second_place = (short)dict->atoms[*second].place;
    }
    if (electrode) {
        c.atoms[c.count++] = (unsigned short)*electrode;
    }
    rate(dict, &c, amplitudes);
    candidate *kept = &best[(c.place * RATIOS + c.variant) * FREQUENCIES + c.second_place];
    if (kept->count == 0 || c.ssr < kept->ssr) {
        *kept = c;
    }
}

/* Every choice of one atom of the sample, of an electrode and of a second process. */
static void search(const dictionary *dict, candidate *best)
{
    const hopi_slot leading = dict->shape->is_complex || dict->shape->is_rbm ? HOPI_CONDUCTANCE
                                                                             : HOPI_OMEGA;
    size_t seconds[MAX_ATOMS], electrodes[2];
    size_t second_count = 0, electrode_count = 0;
    candidate fixed = {0};
    for (size_t j = 0; j < dict->count; j++) {
        const hopi_slot kind = dict->atoms[j].kind;
        if (kind == HOPI_GB_R || kind == HOPI_SECOND) {
            seconds[second_count++] = j;
        } else if (kind == HOPI_ELECTRODE_Q) {
            electrodes[electrode_count++] = j;
        } else if (kind != leading) {
            fixed.atoms[fixed.count++] = (unsigned short)j;
        }
    }
    for (size_t a = 0; a < dict->count; a++) {
        for (size_t b = 0; b < (second_count ? second_count : 1); b++) {
            const size_t *second = second_count ? &seconds[b] : NULL;
            if (dict->atoms[a].kind != leading
                || (second && !fits(dict, &dict->atoms[a], &dict->atoms[*second]))) {
                continue;
            }
            for (size_t e = 0; e < (electrode_count ? electrode_count : 1); e++) {
                consider(dict, best, &fixed, a, second, electrode_count ? &electrodes[e] : NULL);
            }
        }
    }
}

/* Amplitude of an element that least squares left out: a tenth of the data where it counts. */
static double faint(const dictionary *dict, const atom *a)
{
    const hopi_model_data *data = dict->data;
    double smallest = INFINITY;
    for (size_t k = 0; k < data->points; k++) {
        const double size = data->im ? hypot(data->re[k], data->im[k]) : fabs(data->re[k]);
        smallest = fmin(smallest, size / cabs(element(dict, a, data->omega[k])));
    }
    return 0.1 * smallest;
}

static void set(const hopi_shape *shape, double *theta, hopi_slot slot, double value)
{
    const size_t j = hopi_shape_place(shape, slot);
    if (j < shape->count) {
        const double wanted = hopi_slot_is_exponent(slot) ? value : log(value);
        theta[j] = fmin(fmax(wanted, shape->lower[j]), shape->upper[j]);
    }
}

static void translate(const dictionary *dict, const candidate *c, double *theta)
{
    const hopi_shape *shape = dict->shape;
    double plateau = 1.0, omega = 1.0, amplitudes[COLUMNS];
    candidate rated = *c;
    rate(dict, &rated, amplitudes);
    for (size_t i = 0; i < c->count; i++) {
        const atom *a = &dict->atoms[c->atoms[i]];
        const double amplitude = amplitudes[i] > 0.0 ? amplitudes[i] : faint(dict, a);
        switch (a->kind) {
        case HOPI_CONDUCTANCE:
            plateau = amplitude;
            omega = a->omega;
            set(shape, theta, HOPI_CONDUCTANCE, shape->is_complex ? 1.0 / plateau : plateau);
            set(shape, theta, HOPI_CAPACITANCE, 1.0 / (plateau * a->ratio * omega));
            if (shape->is_complex || shape->is_rbm) {
                set(shape, theta, HOPI_OMEGA, omega);
                set(shape, theta, HOPI_EXPONENT, a->exponent);
            }
            break;
        case HOPI_OMEGA:
            set(shape, theta, HOPI_OMEGA, pow(plateau / amplitude, 1.0 / a->exponent));
            set(shape, theta, HOPI_EXPONENT, a->exponent);
            break;
        case HOPI_SECOND:
            set(shape, theta, HOPI_SECOND, amplitude);
            set(shape, theta, HOPI_SECOND_EXPONENT, a->exponent);
            break;
        case HOPI_ELECTRODE_Q:
            set(shape, theta, HOPI_ELECTRODE_Q, 1.0 / amplitude);
            set(shape, theta, HOPI_ELECTRODE_ALPHA, a->exponent);
            break;
        case HOPI_GB_R:
            set(shape, theta, HOPI_GB_R, amplitude);
            set(shape, theta, HOPI_GB_OMEGA, omega / a->omega);
            set(shape, theta, HOPI_GB_ALPHA, a->exponent);
            break;
        default:
            set(shape, theta, a->kind, amplitude);
        }
    }
}

/* Takes a choice and its neighbours on the grid out: they would lead to the same minimum. */
static void strike_out(candidate *best, candidate taken)
{
    for (size_t f = 0; f < MAX_FAMILIES; f++) {
        const int distance = abs(best[f].place - taken.place)
                             + abs(best[f].second_place - taken.second_place);
        if (best[f].variant == taken.variant && distance <= NEIGHBOUR) {
            best[f].count = 0;
        }
    }
}

static void lay_out(dictionary *dict, const hopi_shape *shape, const hopi_model_data *data)
{
    dict->shape = shape;
    dict->data = data;
    dict->points = data->points < MAX_POINTS ? data->points : MAX_POINTS;
    dict->rows = data->im ? 2 * dict->points : dict->points;
}

size_t hopi_model_starts_workspace(const hopi_shape *shape, const hopi_model_data *data)
{
    dictionary dict = {0};
    lay_out(&dict, shape, data);
    return (MAX_ATOMS + 1) * dict.rows + MAX_ATOMS * (MAX_ATOMS + 1);
}

size_t hopi_model_starts(const hopi_shape *shape, const hopi_model_data *data, size_t wanted,
                         double (*theta)[HOPI_SLOTS], double *workspace)
{
    dictionary dict = {0};
    candidate best[MAX_FAMILIES] = {{0}};
    lay_out(&dict, shape, data);
    dict.target = workspace;
    dict.columns = dict.target + dict.rows;
    dict.projections = dict.columns + MAX_ATOMS * dict.rows;
    dict.gram = dict.projections + MAX_ATOMS;
    if (shape->is_complex) {
        add_parts(&dict);
        add_sample_of_z(&dict);
    } else {
        add_powers(&dict);
    }
    fill(&dict);
    search(&dict, best);
    size_t found = 0;
    while (found < wanted) {
        candidate *next = NULL;
        for (size_t f = 0; f < MAX_FAMILIES; f++) {
            if (best[f].count > 0 && (!next || best[f].ssr < next->ssr)) {
                next = &best[f];
            }
        }
        if (!next) {
            break;
        }
        translate(&dict, next, theta[found++]);
        strike_out(best, *next);
    }
    return found;
}
