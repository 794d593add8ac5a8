/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DYNAMICS_H
#define DYNAMICS_H

#include <stdbool.h>
#include <stdio.h>

#include "number.h"
#include "program.h"

/* How to analyse a trajectory; NULL, NaN and 0 are what the library takes by itself. */
typedef struct dynamics_settings {
    const char *file, *species, *framework;
    double frame_interval_fs, site_radius_angstrom; /* NaN: not given */
    int32_t parts, precision, drift, dimension, blocks;
    double skip_frames, block_frames;
    const char *interval_name; /* how the time between frames is given */
} dynamics_settings;

extern const dynamics_settings dynamics_nothing_given;

typedef struct dynamics_result {
    hop_vibration *vibration;
    char format[16];
    const char *interval_source; /* such as "given"; static text */
} dynamics_result;

extern const number_rule frame_interval_fs, frame_count, block_frame_count, block_count;
extern const number_rule site_radius_angstrom, walk_dimension;
extern const choice estimators[], precisions[], drifts[];

/* Reads and analyses the file. Answers an exit code, after saying what is wrong. */
int dynamics_run(hop_ctx *ctx, const dynamics_settings *settings, dynamics_result *out);

/* The estimator that stands for the attempt frequency: the scalar one where both were asked for. */
int32_t dynamics_main_key(const hop_vibration *v);
const char *dynamics_estimator_name(int32_t key);

/* The larger of the errors from the scatter over ions and over blocks of time. */
double dynamics_error(const hop_vibration *v, int32_t key);

/* One line on each warning, after this text. */
void dynamics_print_warnings(const hop_vibration *v, FILE *file);

/* The result as hop.vibration/1, as a table, and as CSV files in a folder. */
int dynamics_write_json(const dynamics_settings *s, const dynamics_result *r, const char *path,
                        bool force);
void dynamics_print(const dynamics_settings *s, const dynamics_result *r, FILE *file);
int dynamics_write_csv(const dynamics_result *r, const char *folder, bool force);

#endif
