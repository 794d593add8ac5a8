/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STUDY_YAML_H
#define STUDY_YAML_H

#include "yaml_common.h"

/* A file of spectra. */
typedef struct study_file {
    char *path;
    double temperature_k; /* NaN: the file states it */
    const char *temperature_source;
    fit_settings fit;
    reading read;
} study_file;

/* What stands in a folder and is no file of spectra. */
typedef struct left_out {
    char *path, *reason;
} left_out;

typedef struct study_sample {
    char *name;
    bool is_folder; /* rather than an entry of a study file */
    geometry geometry;
    attempt attempt;
    char *attempt_source; /* of a trajectory; NULL: given as numbers */
    double charge, geometry_factor, hop_distance_m; /* NaN: not known */
    int32_t dimension;                              /* of the random walk, 0: not given */
    struct {
        double density_per_m3, standard_error_per_m3;
    } ions; /* of the mobile kind; NaN: not known */
    fit_settings fit;
    arrhenius_settings arrhenius;
    reading read;
    study_file *files;
    left_out *others;
    size_t count, other_count;
} study_sample;

/* A study file, checked, with globs and file names resolved. */
typedef struct study_plan {
    char *title;
    int32_t convention, global; /* 0: not given */
    study_sample *samples;
    size_t count;
    void *loaded; /* the texts that readings lend; NULL: they are of the command line */
} study_plan;

/* Reads a study file. Answers an exit code, after saying what is wrong. */
int study_plan_read(const char *path, study_plan *plan);

void study_plan_free(study_plan *plan);

/*
 * The temperature in a file name, such as "-25C", "298K" or "_140deg", as K.
 * A minus sign counts after a blank or an underscore or at the start, not after a
 * letter or digit ("s1-140deg" is +140). False, with what is wrong in `problem`.
 */
bool temperature_of_name(const char *name, double *temperature_k, char problem[PROBLEM_SIZE]);

#endif
