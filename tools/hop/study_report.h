/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STUDY_REPORT_H
#define STUDY_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "spectra.h"
#include "study_yaml.h"

/* A sample with its analysis. */
typedef struct sample_result {
    const study_sample *plan;
    spectrum_list spectra;
    hop_study *study;
    fit_result *fits; /* one a spectrum, lent from the study */
    hop_global *global; /* NULL: not asked for, or it failed */
    int32_t exponent;   /* of the global fit */
    arrhenius_settings arrhenius; /* as used: all are set */
    arrhenius_settings line;      /* what the command line set of them */
    reading read;                 /* what the command line set of it */
} sample_result;

/* The global fit as JSON, null if there is none, and as a few lines for people. */
json_t *global_json(const sample_result *r);
void global_print(const sample_result *r, FILE *file);

/* σ_dc in S/m of a value of the first line, which is ln(σT) or ln σ. */
double line_conductivity(const sample_result *r, double temperature_k, double ln_value);

/* Curves beside the Arrhenius lines, and what each temperature does to the lines. */
json_t *alternatives_json(const sample_result *r);
void alternatives_print(const sample_result *r, FILE *file);
json_t *influence_json(const sample_result *r);

/* Two temperatures of one sample: lowest and highest. */
json_t *temperature_decomposition_json(const sample_result *r);
void temperature_decomposition_print(const sample_result *r, FILE *file);

/* All parts of a change of ln(sigma T), with their shares of it. */
json_t *decomposition_json(const hop_decomposition *d);

/* One member of "samples" of hop.study/1. */
json_t *sample_json(const sample_result *r);

/* The sample's tables for people. */
void sample_print(const sample_result *r, int32_t convention, FILE *file);

/* Writes fits.csv, arrhenius.csv, transport.csv, bands.csv and curves/ into a folder. Answers an exit code. */
int study_csv_write(hop_ctx *ctx, const char *folder, const sample_result *samples, size_t count,
                    bool force);

/* Quantities of eqs. 8 and 9 at a temperature. */
extern const int32_t transport_keys[];
extern const size_t transport_key_count;

#endif
