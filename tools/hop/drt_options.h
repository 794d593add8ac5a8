/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DRT_OPTIONS_H
#define DRT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "number.h"
#include "program.h"

/* What the command line says of relaxation times; 0 and NaN: not given. */
typedef struct drt_settings {
    int32_t basis, method, electrode;
    int32_t order_plus_one, samples;
    bool without_inductance, without_resistance;
    double shape, lambda, alpha, level, least_share, least_depth;
    double tau_min_s, tau_max_s;
    uint32_t tau_count;
} drt_settings;

extern const drt_settings drt_nothing_given;
extern const choice drt_bases[], drt_electrodes[], drt_weightings[];

/* Takes an option whose letter is one of OPTIONS_DRT; text is NULL where it has no value. */
bool drt_take(drt_settings *s, int letter, const char *text, char problem[PROBLEM_SIZE]);

/*
 * How it is then calculated, with the HOP_DRT_ part and weighting (0: the default) and the
 * seed. The program ends where there is no memory.
 */
hop_drt_options *drt_options_of(hop_ctx *ctx, const drt_settings *s, int32_t part,
                                int32_t weighting, uint32_t seed);

#endif
