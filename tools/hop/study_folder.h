/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STUDY_FOLDER_H
#define STUDY_FOLDER_H

#include "options.h"
#include "study_yaml.h"

/*
 * Reads a study file, or makes a study of one sample out of a folder: every
 * file in it that holds spectra, in the order of their temperatures. Files
 * that hold none are named on stderr and left out. Writes the study file that
 * says the same, if the options ask for it. Answers an exit code, after saying
 * what is wrong.
 */
int study_plan_open(hop_ctx *ctx, const options *o, study_plan *plan);

/* Writes a study file that says the same as the plan. Answers an exit code. */
int study_plan_write(const study_plan *plan, const options *o, const char *path);

#endif
