/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_DICTIONARY_H
#define HOPI_MODELS_DICTIONARY_H

#include "solve.h"

/* A grid of starts, and the most atoms that it needs. */
enum {
    HOPI_GRID_FREQUENCIES = 14,
    HOPI_GRID_RATIOS = 4,
    HOPI_MAX_ATOMS = 256
};

/* A column of the linear problem: one element with amplitude one. */
typedef struct hopi_atom {
    hopi_slot kind; /* the slot that its amplitude gives */
    double omega, exponent, ratio;
    int place, variant; /* on the grid */
} hopi_atom;

/*
 * Elements with characteristic frequencies and exponents on a grid: the model is
 * a sum of few of them, with amplitudes (resistances, L, 1/Q; powers of σ′) ≥ 0.
 */
typedef struct hopi_dictionary {
    const hopi_shape *shape;
    const hopi_model_data *data;
    size_t points, rows, count;
    hopi_atom atoms[HOPI_MAX_ATOMS];
    double *columns, *target;
    double *gram, *projections; /* HOPI_MAX_ATOMS a column */
    double target_squared;
} hopi_dictionary;

/* Doubles of workspace. */
size_t hopi_dictionary_workspace(const hopi_model_data *data);

/* Atoms, their products with each other and with the data. */
void hopi_dictionary_fill(hopi_dictionary *dict, const hopi_shape *shape,
                          const hopi_model_data *data, double *workspace);

/* The element of amplitude one at ω. */
double complex hopi_dictionary_element(const hopi_dictionary *dict, const hopi_atom *atom,
                                       double omega);

#endif
