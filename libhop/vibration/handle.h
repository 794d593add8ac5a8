/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_HANDLE_H
#define HOPI_VIBRATION_HANDLE_H

#include <hop/vibration.h>

#include "base/context.h"
#include "base/threads.h"
#include "displacement.h"
#include "frames.h"
#include "path.h"
#include "power.h"
#include "runs.h"

enum { HOPI_LEAST_FRAMES = 4, HOPI_LEAST_BLOCK = 16 };

typedef struct hopi_vibration_settings {
    double frame_interval_s; /* NaN: not given */
    double length_unit_m, site_radius_m, histogram_bin_m;
    int32_t parts, precision, blocks, drift, dimension;
    size_t block_frames, skip;
} hopi_vibration_settings;

struct hop_vibration_options {
    hopi_allocator allocator;
    hopi_vibration_settings set;
};

/* What is found of one group of ions. */
typedef struct hopi_ion_group {
    hopi_walk walk;
    hopi_gate gate; /* of the stretches of frames that threads follow */
    double carried[HOPI_GROUP]; /* distances at the last frame of the block before */
    hopi_runs runs;
    hopi_bands scalar, vector;
} hopi_ion_group;

/* Sums over blocks of one number. */
typedef struct hopi_block_sums {
    double count, sum, sum2;
} hopi_block_sums;

struct hop_vibration_run {
    hopi_allocator allocator;
    hopi_vibration_settings set;
    int is_over, is_truncated, has_masses;
    int32_t kind; /* 0: no frame yet */
    size_t ions, mobile_count, group_count, drift_count;
    size_t *drift_index; /* padded to whole groups, with weights of zero */
    double *drift_weights;
    hopi_ion_group *groups;
    hopi_frames frames;
    size_t skipped, kept;
    size_t carried_blocks; /* blocks that frames no longer holds */
    double *last;          /* the last frame as it was given */
    hopi_cell last_cell;
    int has_last, has_last_cell;
    double *scalar_density, *vector_density; /* bins 0 … length/2 of the blocks so far */
    size_t length;                           /* of the transformed series, 0: not known yet */
    size_t lag_count, lags[HOPI_LAGS], lag_block;
    hopi_block_sums nu_scalar, nu_vector, slope, msd[HOPI_LAGS];
};

struct hop_vibration {
    hopi_allocator allocator;
    hopi_vibration_settings set;
    int32_t parts;
    uint32_t warnings;
    size_t ions, frames, blocks, block_frames, stuck, ambiguous;
    double largest_step_m, highest_hz;
    size_t *index;
    double *nu_scalar, *nu_vector, *end2, *farthest; /* of each ion, SI */
    double amplitude_m, amplitude_error_m;
    hopi_block_sums nu_scalar_blocks, nu_vector_blocks, diffusivity;
    size_t length; /* of the transformed series */
    double *scalar_density, *vector_density; /* bins 0 … length/2; NULL */
    size_t lag_count;
    double lag_s[HOPI_LAGS];
    hopi_block_sums msd[HOPI_LAGS];
    double histogram[HOPI_HISTOGRAM_BINS];
};

/* Analyses the frames that are held; is_last: no more will come. */
hop_status hopi_run_analyse(hop_ctx *ctx, hop_vibration_run *run, int is_last);

void hopi_block_add(hopi_block_sums *sums, double value);

/* NaN without a block; the error also with one. */
double hopi_block_mean(const hopi_block_sums *sums);
double hopi_block_error(const hopi_block_sums *sums);

#endif
