/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_PATH_H
#define HOPI_VIBRATION_PATH_H

#include <stdint.h>

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
    const double *drift; /* step of each frame to take off, count × 3; NULL: none */
} hopi_slab;

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
 * of out[0…2], or to out[0] alone the distances from the start. A step is the nearest
 * image of the difference of fractional coordinates, in the cell of its frame: a cell
 * that breathes moves no ion. Velocities are only cleared of the drift.
 */
void hopi_path_follow(const hopi_slab *slab, size_t begin, size_t end, hopi_walk *walk,
                      int wants_distance, double *const out[3]);

/* Mean step, or velocity, with weights of the ions listed (whole groups), each frame. */
void hopi_path_drift(const hopi_slab *slab, size_t begin, size_t end, const size_t *index,
                     const double *weights, size_t count, double *drift);

/* The same bits from wider registers, where hopi_has_avx2(). */
void hopi_path_follow_avx2(const hopi_slab *slab, size_t begin, size_t end, hopi_walk *walk,
                           int wants_distance, double *const out[3]);
void hopi_path_drift_avx2(const hopi_slab *slab, size_t begin, size_t end, const size_t *index,
                          const double *weights, size_t count, double *drift);

#endif
