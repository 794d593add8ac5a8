/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef KK_REPORT_H
#define KK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <jansson.h>

#include "kk_options.h"
#include "spectra.h"

/* One spectrum and its test. */
typedef struct kk_result {
    const loaded_spectrum *spectrum;
    hop_kk *test;         /* NULL: it could not be made */
    double *zhit_percent; /* 100 (|Z| measured/rebuilt − 1); NULL: too few points */
} kk_result;

/* The table, and below it where spectra fail and what to know. */
void kk_print(const kk_result *results, size_t count);

/* hop.kk/1. Answers an exit code. */
int kk_write_json(const kk_result *results, size_t count, const kk_settings *how,
                  const char *path, bool force);

/* kk.csv, one line a point. Answers an exit code. */
int kk_write_csv(const kk_result *results, size_t count, const char *folder, bool force);

/* What hop analyze says of a test; null for NULL. */
json_t *kk_summary_json(const hop_kk *test);

/* How many spectra of a study pass, and which do not; nothing where none was tested. */
void kk_study_print(const hop_study *study, const spectrum_list *spectra, FILE *file);

#endif
