/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STUDY_OPTIONS_H
#define STUDY_OPTIONS_H

#include "options.h"
#include "spectra.h"
#include "study_yaml.h"

/* Options of the library for a sample; the program ends where there is no memory. */
hop_transport_options *transport_options_of(hop_ctx *ctx, const study_sample *sample,
                                            int32_t convention);
arrhenius_settings arrhenius_settings_of(const options *o, const study_sample *sample);
hop_study_options *study_options_of(hop_ctx *ctx, const options *o, const study_sample *sample,
                                    int32_t convention);

/* Reads all spectra of a sample of the study file that the options name. Answers an exit code. */
int sample_spectra_read(hop_ctx *ctx, const options *o, const study_sample *sample,
                        spectrum_list *spectra);

#endif
