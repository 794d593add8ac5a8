/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FIT_REPORT_H
#define FIT_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "spectra.h"

/* One member of "fits" of hop.fit/1. */
json_t *fit_json(const fit_result *r);

/* The fits as a table for people, with their flags in words; short_names leaves folders out. */
void fit_table_print(const fit_result *results, size_t count, bool short_names, FILE *file);

/* Writes the header of fits.csv, and one line of it. */
void fit_csv_header(FILE *file);
void fit_csv_line(const char *sample, const fit_result *r, FILE *file);

/* Writes DIR/curves/<number>-<file>.csv. Answers an exit code, after saying what is wrong. */
int curve_csv_write(hop_ctx *ctx, const char *folder, size_t number, const fit_result *r,
                    bool force);

/* A text as one CSV field. */
void csv_text(FILE *file, const char *text);

/* A comma and a number with 17 digits, nothing for NaN and infinity. */
void csv_number(FILE *file, double value);

#endif
