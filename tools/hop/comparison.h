/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COMPARISON_H
#define COMPARISON_H

#include <jansson.h>
#include <stdio.h>

#include "spectra.h"

/* All models that the data of a spectrum allow, fitted to the same points. */
typedef struct comparison comparison;

/* NULL, after a word, if it was cancelled or memory ran out. Release with comparison_free(). */
comparison *comparison_make(hop_ctx *ctx, const loaded_spectrum *s, const fit_settings *fit);

void comparison_free(comparison *c);

/*
 * A list, the best first, of the models of sigma' and then those of Z: criteria
 * of the one do not compare with those of the other.
 */
json_t *comparison_json(const comparison *c);

/* The same as a table for people. */
void comparison_print(const comparison *c, FILE *file);

#endif
