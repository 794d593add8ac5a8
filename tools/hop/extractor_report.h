/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EXTRACTOR_REPORT_H
#define EXTRACTOR_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "spectra.h"

/* The hopping frequency of one spectrum by every extractor. */
typedef struct extractor_list extractor_list;

/* Reads it off by all of them; those that the data do not allow say why. */
extractor_list *extractors_make(hop_ctx *ctx, const loaded_spectrum *s, const hop_jpl *fit);

void extractors_free(extractor_list *list);

json_t *extractors_json(const extractor_list *list);

/* One table for all spectra that have a list. */
void extractors_print(const fit_result *results, size_t count, bool short_names, FILE *file);

#endif
