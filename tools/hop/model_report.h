/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "spectra.h"
#include "text_table.h"

/* A fitted model and its spectrum, which is lent. */
typedef struct model_result {
    const loaded_spectrum *spectrum;
    int32_t choice; /* of fit_models */
    hop_model *model;
} model_result;

/* The model describes the impedance; else the real part of the conductivity. */
bool model_is_of_impedance(int32_t which);

/* Fits a model of fit_models to the points in the window. */
hop_status model_fit(hop_ctx *ctx, const loaded_spectrum *s, int32_t which,
                     const fit_settings *fit, hop_model **out);

/* One member of "fits" of hop.fit/1. */
json_t *model_json(const model_result *r);

/*
 * As hop_hopping_state() of a power law: HOP_STATE_NONE if the 95 % interval of
 * f_p is wider than three decades or unknown, else measured or extrapolated.
 */
int32_t model_f_p_state(const hop_model *m);

/* Adds f_p as the next cell, "-" in HOP_STATE_NONE. */
void model_f_p_cell(text_table *table, const hop_model *m);

/* The fits, all of one model, as tables for people, with their flags in words. */
void model_table_print(const model_result *results, size_t count, FILE *file);

/* Writes models.csv and curves/ into a folder. Answers an exit code. */
int model_csv_write(const char *folder, const model_result *results, size_t count, bool force);

#endif
