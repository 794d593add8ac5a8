/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DRT_REPORT_H
#define DRT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "drt_options.h"
#include "spectra.h"

/* One spectrum and its distribution. */
typedef struct drt_result {
    const loaded_spectrum *spectrum;
    const hop_drt *drt; /* NULL: it could not be calculated */
} drt_result;

/* The table of spectra, the table of peaks, and what to mind. */
void drt_print(const drt_result *results, size_t count);

/* hop.drt/1. Answers an exit code. */
int drt_write_json(const drt_result *results, size_t count, const drt_settings *how,
                   const char *path, bool force);

/* drt.csv, one line a tau, and drt_peaks.csv. Answers an exit code. */
int drt_write_csv(const drt_result *results, size_t count, const drt_settings *how,
                  const char *folder, bool force);

/*
 * gamma over temperature and tau on one grid, {"temperature_K", "tau_s", "gamma_ohm"}; null
 * with fewer than two temperatures.
 */
json_t *drt_map_json(const double *temperatures_K, const hop_drt *const *drts, size_t count);

/* What hop analyze says of a spectrum; null for NULL. */
json_t *drt_summary_json(const hop_drt *drt);

#endif
