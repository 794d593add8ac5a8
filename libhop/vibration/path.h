/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_PATH_H
#define HOPI_VIBRATION_PATH_H

#include <stdint.h>

#include "base/instructions.h"
#include "cell.h"
#include "frames.h"

/* Frames of a call, with one cell for all (cell_stride 0), one each (1), or none (NULL). */
typedef struct hopi_slab {
    int32_t kind;
    size_t count, ions;
    const double *values;
    const hopi_cell *cells;
    size_t cell_stride;
    const double *before; /* the frame before the first; NULL: there is none */
    const hopi_cell *cell_before;
    const double *drift; /* step to take off of each frame asked for, by threes; NULL: none */
} hopi_slab;

/*
 * What is read after the frames at hand: `row` numbers of each of `rows` frames, asked for early in the
 * order in which they stand, since no processor guesses the stride of a group; `share` numbers
 * with each frame of a group.
 */
typedef struct hopi_ahead {
    const double *next, *row_end; /* next NULL: nothing */
    size_t rows, row, stride, share;
} hopi_ahead;

/* What is known of eight mobile ions so far. */
typedef struct hopi_walk {
    size_t index[HOPI_GROUP], used;
    double position[3][HOPI_GROUP]; /* since the first frame, unwrapped */
    double farthest2[HOPI_GROUP], largest2[HOPI_GROUP];
    double moved[HOPI_GROUP]; /* steps that were not zero */
    size_t ambiguous;
} hopi_walk;

/*
 * Follows a group through frames begin … end − 1 of a slab and writes n × 8 numbers to each
 * of out[0…2]: the way from the start, or, to out[0] alone, the steps of its length. A step is
 * the nearest image of the difference of fractional coordinates, in the cell of its frame: a
 * cell that breathes moves no ion. Velocities are only cleared of the drift. ahead moves on by
 * its share of each frame.
 */
typedef void hopi_path_follow_fn(const hopi_slab *slab, size_t begin, size_t end,
                                 hopi_walk *walk, int wants_steps, hopi_ahead *ahead,
                                 double *const out[3]);
HOPI_VERSIONS(hopi_path_follow_fn, hopi_path_follow);

/*
 * Steps of the lengths of n × 8 vectors, each from the length before it: `before` is that of
 * the vector before the first, and ends as that of the last.
 */
typedef void hopi_path_steps_fn(size_t n, const double *x, const double *y, const double *z,
                                double before[HOPI_GROUP], double *steps);
HOPI_VERSIONS(hopi_path_steps_fn, hopi_path_steps);

/* Mean steps, or velocities, with weights of the ions listed (whole groups), by threes. */
typedef void hopi_path_drift_fn(const hopi_slab *slab, size_t begin, size_t end,
                                const size_t *index, const double *weights, size_t count,
                                double *drift);
HOPI_VERSIONS(hopi_path_drift_fn, hopi_path_drift);

#endif
