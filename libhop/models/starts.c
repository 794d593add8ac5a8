/* SPDX-License-Identifier: BSD-3-Clause */
#include "starts.h"

#include <math.h>
#include <stdlib.h>

#include <hop/model.h>

#include "dictionary.h"
#include "math/small_nnls.h"

enum {
    NEIGHBOUR = 1,
    PLACES = HOPI_GRID_FREQUENCIES,
    MAX_FAMILIES = PLACES * HOPI_GRID_RATIOS * PLACES,
    COLUMNS = HOPI_SMALL_NNLS_MAX
};

typedef struct candidate {
    double ssr;
    unsigned short atoms[COLUMNS], count;
    short place, variant, second_place;
} candidate;

static void rate(const hopi_dictionary *dict, candidate *c, double *amplitudes)
{
    double gram[COLUMNS * COLUMNS], projections[COLUMNS];
    for (size_t i = 0; i < c->count; i++) {
        projections[i] = dict->projections[c->atoms[i]];
        for (size_t j = 0; j < c->count; j++) {
            gram[i + j * c->count] = dict->gram[c->atoms[i] + c->atoms[j] * HOPI_MAX_ATOMS];
        }
    }
    c->ssr = dict->target_squared - hopi_small_nnls(c->count, gram, projections, amplitudes);
}

/* Whether atom b may stand beside atom a of the sample. */
static int fits(const hopi_dictionary *dict, const hopi_atom *a, const hopi_atom *b)
{
    if (b->kind == HOPI_GB_R) {
        return b->omega < 0.7 * a->omega;
    }
    return b->kind != HOPI_SECOND || dict->shape->model == HOP_MODEL_NCL
           || b->exponent > a->exponent;
}

/* Rates one choice and keeps it if it is the best of its place on the grid. */
static void consider(const hopi_dictionary *dict, candidate *best, const candidate *fixed, size_t a,
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
    candidate *kept = &best[(c.place * HOPI_GRID_RATIOS + c.variant) * PLACES + c.second_place];
    if (kept->count == 0 || c.ssr < kept->ssr) {
        *kept = c;
    }
}

/* Every choice of one atom of the sample, of an electrode and of a second process. */
static void search(const hopi_dictionary *dict, candidate *best)
{
    const hopi_slot leading = dict->shape->is_complex || dict->shape->is_rbm ? HOPI_CONDUCTANCE
                                                                             : HOPI_OMEGA;
    size_t seconds[HOPI_MAX_ATOMS], electrodes[2];
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
static double faint(const hopi_dictionary *dict, const hopi_atom *a)
{
    const hopi_model_data *data = dict->data;
    double smallest = INFINITY;
    for (size_t k = 0; k < data->points; k++) {
        const double size = data->im ? hypot(data->re[k], data->im[k]) : fabs(data->re[k]);
        smallest = fmin(smallest, size / cabs(hopi_dictionary_element(dict, a, data->omega[k])));
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

static void translate(const hopi_dictionary *dict, const candidate *c, double *theta)
{
    const hopi_shape *shape = dict->shape;
    double plateau = 1.0, omega = 1.0, amplitudes[COLUMNS];
    candidate rated = *c;
    rate(dict, &rated, amplitudes);
    for (size_t i = 0; i < c->count; i++) {
        const hopi_atom *a = &dict->atoms[c->atoms[i]];
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

size_t hopi_model_starts_workspace(const hopi_model_data *data)
{
    return hopi_dictionary_workspace(data);
}

size_t hopi_model_starts(const hopi_shape *shape, const hopi_model_data *data, size_t wanted,
                         double (*theta)[HOPI_SLOTS], double *workspace)
{
    hopi_dictionary dict;
    candidate best[MAX_FAMILIES] = {{0}};
    hopi_dictionary_fill(&dict, shape, data, workspace);
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
