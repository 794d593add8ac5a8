/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VINEYARD_H
#define VINEYARD_H

#include <stdbool.h>

#include "program.h"

/* Phonons of the two states, as files of frequencies in THz. */
typedef struct vineyard_settings {
    const char *initial, *saddle; /* NULL: not given */
    double zero_THz;
    double nu0_Hz, nu0_error_Hz; /* NaN: not known */
    const char *nu0_source;
} vineyard_settings;

/*
 * Prints nu*, and the entropy if nu0 is known, or writes hop.vineyard/1 where json is not
 * NULL. Answers an exit code, after saying what is wrong.
 */
int vineyard_run(hop_ctx *ctx, const vineyard_settings *s, const char *json, bool force);

#endif
