/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ATTEMPT_YAML_H
#define ATTEMPT_YAML_H

#include "yaml_common.h"

/* The attempt frequency of a study: numbers, or from: trajectory with a file. */
typedef struct study_attempt_text {
    char *value_Hz, *standard_error_Hz;
    char *from, *file, *species, *framework, *frame_interval_fs, *estimator, *skip_frames;
} study_attempt_text;

extern const cyaml_schema_field_t study_attempt_fields[];

/*
 * As read_attempt(), a trajectory being read and analysed; *source then says of what it
 * is, to be released with free(), and is NULL for numbers. The error is the larger of
 * those from the scatter over ions and over blocks of time.
 */
bool read_study_attempt(const yaml_file *y, const study_attempt_text *text, const char *path,
                        const char *folder, attempt *a, char **source);

#endif
