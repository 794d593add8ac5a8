/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_SAMPLES_H
#define HOPI_MODELS_SAMPLES_H

#include "handle.h"
#include "solve.h"

/* The usable points of a spectrum in the units of the fit, in one block of memory. */
typedef struct hopi_model_samples {
    hopi_allocator allocator;
    double *block;
    hopi_model_data data;
    hopi_model_units units;
    hopi_model_range range;
    double f_min_hz, f_max_hz;
    size_t excluded;
} hopi_model_samples;

/*
 * Takes σ′ or Z as the model wants it; settings have weighting and parts filled in.
 * On success the caller releases it with hopi_model_samples_close().
 */
hop_status hopi_model_samples_open(hop_ctx *ctx, const hop_spectrum *s,
                                   const hopi_model_settings *settings,
                                   hopi_model_samples *samples);

void hopi_model_samples_close(hopi_model_samples *samples);

#endif
