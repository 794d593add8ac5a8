/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef KK_OPTIONS_H
#define KK_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "number.h"
#include "program.h"

/* What the command line says of a Kramers-Kronig test; 0 and NaN: not given. */
typedef struct kk_settings {
    int32_t part, terms, m_by;
    uint32_t m;
    bool of_admittance, as_published;
    double per_decade, mu_limit, extension, tolerance_percent;
    double zhit_min_Hz, zhit_max_Hz;
} kk_settings;

extern const kk_settings kk_nothing_given;
extern const choice kk_parts[], kk_terms[], kk_m_choices[];

/* Beside the HOP_KK_ bits, so that no term at all can be told from nothing given. */
enum { KK_TERMS_GIVEN = 1 << 8 };

/* Takes an option whose letter is one of OPTIONS_KK; text is NULL where it has no value. */
bool kk_take(kk_settings *s, int letter, const char *text, char problem[PROBLEM_SIZE]);

/* How the test is then made; the program ends where there is no memory. */
hop_kk_options *kk_options_of(hop_ctx *ctx, const kk_settings *s);

#endif
