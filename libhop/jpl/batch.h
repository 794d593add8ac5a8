/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_BATCH_H
#define HOPI_JPL_BATCH_H

#include "base/context.h"
#include "handle.h"
#include "kernels.h"
#include "lanes.h"
#include "samples.h"

/* Rows that go through the lanes together. */
typedef struct hopi_batch_group {
    size_t count;
    size_t rows[HOPI_MOST_LANES];
} hopi_batch_group;

/* Many spectra on one grid, and the caller's arrays for their results. */
typedef struct hopi_batch {
    const hop_spectrum *grid; /* its frequencies; the values in it are not used */
    const hopi_jpl_settings *settings;
    const hopi_kernels *kernels;
    size_t spectra;
    const double *sigma, *sd; /* rows of grid->count numbers, in the caller's order */
    size_t key_count;
    const int32_t *keys;
    double *values, *errors, *covariances;
    uint32_t *flags;
    hop_status *statuses;
    char *memory;             /* of all workers */
    size_t worker_size, block_offset;
    hopi_lane_grid lane_grid;
    double *lane_block, *lane_work; /* of all workers; NULL where lanes are not used */
    size_t lane_size;
    hopi_batch_group waiting[HOPI_MAX_THREADS]; /* of each worker */
} hopi_batch;

/* Fits one row as hop_jpl_fit() does. */
void hopi_batch_fit_row(hopi_batch *batch, size_t worker, size_t row);

/* Whether rows can be fitted in lanes. */
int hopi_batch_can_use_lanes(const hopi_batch *batch);

/* Workspace for that; 0: no memory. The caller releases lane_block. */
int hopi_batch_prepare_lanes(hopi_allocator allocator, size_t workers, hopi_batch *batch);

/* Fits the rows begin … end − 1 but for those that wait for others of their kind. */
void hopi_batch_fit_in_lanes(hopi_batch *batch, size_t worker, size_t begin, size_t end);

/* Fits the rows that wait, one by one where the lanes do not find them. */
void hopi_batch_fit_waiting(hopi_batch *batch, size_t worker);

#endif
