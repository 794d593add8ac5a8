/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_ARC_GRID_H
#define HOPI_MODELS_ARC_GRID_H

#include "solve.h"

/* Arcs on a grid of frequencies and exponents, two electrodes, and an inductance. */
enum {
    HOPI_ARC_FREQUENCIES = 28,
    HOPI_ARC_EXPONENTS = 3,
    HOPI_ARCS = HOPI_ARC_FREQUENCIES * HOPI_ARC_EXPONENTS,
    HOPI_ARC_ELECTRODES = 2,
    HOPI_ARC_COLUMNS = HOPI_ARCS + HOPI_ARC_ELECTRODES + 1,
    HOPI_ARC_MOST_CELLS = 8 /* that can be wanted */
};

typedef struct hopi_arc {
    double ln_omega, exponent, resistance;
} hopi_arc;

/* One arc or two, the highest frequency last, in series with an inductance and an electrode. */
typedef struct hopi_arc_cell {
    hopi_arc arcs[2];
    size_t count;
    double inductance, inverse_q, alpha; /* amplitudes: 0 is absent */
} hopi_arc_cell;

typedef struct hopi_arc_grid {
    size_t rows;
    double *columns; /* weighted, of amplitude one: arcs, electrodes, inductance */
    double *gram, *right; /* their products (upper triangle), and those with the data */
    double ln_omega[HOPI_ARC_FREQUENCIES];
} hopi_arc_grid;

/* Doubles of workspace for a number of points. */
size_t hopi_arc_grid_workspace(size_t points);

/* ln_omega: of the points; at least HOPI_FEWEST_IMPEDANCES of them. */
void hopi_arc_grid_fill(const hopi_model_data *data, const double *ln_omega, double *workspace,
                        hopi_arc_grid *grid);

/*
 * Cells with one arc or with two whose amplitudes (≥ 0) leave least of the data, the best
 * first and none beside another one. Answers how many, at most `wanted`.
 */
size_t hopi_arc_grid_search(const hopi_arc_grid *grid, size_t arcs, size_t wanted,
                            hopi_arc_cell *cells);

/*
 * Arcs that lower a sum of squares most when they are added to a model, which is linear in
 * its `count` parameters: Q are orthonormal columns that span its Jacobian.
 */
size_t hopi_arc_grid_additions(const hopi_arc_grid *grid, size_t count, const double *Q,
                               const double *residuals, size_t wanted, hopi_arc *arcs);

#endif
