/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ACROSS_H
#define ACROSS_H

#include "study_report.h"

/* What several samples say together. */
typedef struct across_samples across_samples;

/* The results are lent. Release with across_free(). */
across_samples *across_make(hop_ctx *ctx, const sample_result *results, size_t count,
                            int32_t convention);

void across_free(across_samples *across);

/*
 * Differences of ln(sigma T) at 25 degrees C of each sample against the first
 * one with an E_m; null with fewer than two such samples.
 */
json_t *across_decomposition_json(const across_samples *across);

/* The compensation lines of sigma and of the hopping rate; null with fewer than three samples. */
json_t *across_meyer_neldel_json(const across_samples *across);

/* Both as tables for people; nothing if there is nothing. */
void across_print(const across_samples *across, FILE *file);

#endif
