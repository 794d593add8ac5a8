/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SPECTRA_H
#define SPECTRA_H

#include <stddef.h>
#include <stdio.h>

#include "options.h"

/* One spectrum of a file, and the part of it that is to be fitted. */
typedef struct loaded_spectrum {
    char *file;
    size_t number;          /* in its file, from 1 */
    const char *temperature_source; /* such as "file name"; static text */
    hop_spectrum *measured; /* every point */
    hop_spectrum *fitted;   /* the points in the window; NULL until spectra_cut() */
} loaded_spectrum;

typedef struct spectrum_list {
    loaded_spectrum *items;
    size_t count, capacity;
} spectrum_list;

/* Where spectra are from and what is known of them beforehand. */
typedef struct spectrum_source {
    const char *path;
    const reading *read;
    geometry geometry;
    double temperature_k;     /* NaN: not given */
    const char *given_by;     /* who gave it, such as "study file" */
    const char *geometry_hint; /* how to give a missing one; NULL: none is needed */
} spectrum_source;

/*
 * Reads every spectrum of a file to the end of the list and cuts out the window
 * of `fit`. Answers an exit code, after saying what is wrong; the list is then
 * as it was.
 */
int spectra_read(hop_ctx *ctx, const spectrum_source *from, const fit_settings *fit,
                 spectrum_list *list);

/*
 * The files of the command line, one by one, so that one that cannot be read does not keep
 * the others. Answers the first exit code that is not DONE.
 */
int spectra_read_files(hop_ctx *ctx, const options *o, geometry g,
                       const char *geometry_hint, spectrum_list *list);

void spectra_free(spectrum_list *list);

/* Makes the options of the fit; the program ends where there is no memory. */
hop_jpl_options *jpl_options_of(hop_ctx *ctx, const fit_settings *fit);

/* "file" or "file, spectrum 2". Release with free(). */
char *spectrum_label(const loaded_spectrum *s);

/* The same without the folder. */
char *spectrum_name(const loaded_spectrum *s);

/* Says on stderr what the context does of a spectrum. */
void spectrum_complain(const hop_ctx *ctx, const loaded_spectrum *s);

/* The parts to be fitted, as calls for many spectra take them. Release with free(). */
const hop_spectrum **spectra_fitted(const spectrum_list *list);

/* Where the temperatures are from: always told, for a wrong one changes everything. */
void temperature_sources_print(const spectrum_list *spectra, FILE *file);

/* One fit with what belongs to it; everything is lent. */
typedef struct fit_result {
    const loaded_spectrum *spectrum;
    const hop_jpl *fit;
    const hop_hopping *hopping, *crossing;
    int32_t interval; /* method of the intervals, 0: not asked for */
    int32_t loss;     /* 0: not asked for */
    struct extractor_list *extractors; /* owned; NULL unless asked for */
    hop_bootstrap *bootstrap; /* owned; NULL unless the interval asks for it */
    uint32_t replicates, seed;
} fit_result;

/* Makes the replicates if the options ask for them. */
hop_status fit_bootstrap(hop_ctx *ctx, const options *o, fit_result *r);

/* The interval of a parameter by the method of the result. */
void fit_interval(const fit_result *r, int32_t key, double *lower, double *upper);

/* Value of f_p or omega_p if it is a number, else NaN. */
double hopping_number(const hop_hopping *h, int32_t key);

#endif
