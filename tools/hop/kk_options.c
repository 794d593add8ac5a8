/* SPDX-License-Identifier: BSD-3-Clause */
#include "kk_options.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

const kk_settings kk_nothing_given = {.per_decade = NAN, .mu_limit = NAN, .extension = NAN,
                                      .tolerance_percent = NAN, .zhit_max_Hz = INFINITY};

const choice kk_parts[] = {{"complex", HOP_KK_COMPLEX},
                           {"real", HOP_KK_REAL},
                           {"imaginary", HOP_KK_IMAGINARY},
                           {"", 0}};
const choice kk_terms[] = {{"both", KK_TERMS_GIVEN | HOP_KK_RISING | HOP_KK_FALLING},
                           {"rising", KK_TERMS_GIVEN | HOP_KK_RISING},
                           {"falling", KK_TERMS_GIVEN | HOP_KK_FALLING},
                           {"none", KK_TERMS_GIVEN},
                           {"", 0}};
const choice kk_m_choices[] = {{"density", HOP_KK_M_DENSITY},
                               {"mu", HOP_KK_M_MU},
                               {"least-noise", HOP_KK_M_LEAST_NOISE},
                               {"", 0}};

static bool take_m(kk_settings *s, const char *text, char problem[PROBLEM_SIZE])
{
    static const number_rule rule = {"1 to 200 elements", 1, 200, false, true};
    if (!isdigit((unsigned char)text[0])) {
        return choice_read(text, kk_m_choices, &s->m_by, problem);
    }
    double m = 0;
    const bool ok = number_read(text, &rule, &m, problem);
    s->m_by = HOP_KK_M_FIXED;
    s->m = (uint32_t)m;
    return ok;
}

bool kk_take(kk_settings *s, int letter, const char *text, char problem[PROBLEM_SIZE])
{
    static const number_rule density = {"0 to 12 elements a decade", 0, 12, false, false};
    static const number_rule limit = {"a number between 0 and 1", 1e-9, 1 - 1e-9, false, false};
    static const number_rule decades = {"0 to 3 decades", 0, 3, false, false};
    static const number_rule percent = {"a positive number of per cent", 0, 1e6, true, false};
    switch (letter) {
    case '(':
        return choice_read(text, kk_parts, &s->part, problem);
    case ')':
        return take_m(s, text, problem);
    case '*':
        return number_read(text, &density, &s->per_decade, problem);
    case '+':
        return number_read(text, &limit, &s->mu_limit, problem);
    case ',':
        return number_read(text, &decades, &s->extension, problem);
    case '-':
        return choice_read(text, kk_terms, &s->terms, problem);
    case '.':
        return number_read(text, &percent, &s->tolerance_percent, problem);
    case '/':
        return window_read(text, &s->zhit_min_Hz, &s->zhit_max_Hz, problem);
    case '<':
        s->of_admittance = true;
        return true;
    default:
        s->as_published = true;
        return true;
    }
}

/* As published it begins at one element. */
static hop_status set_mu(hop_ctx *ctx, const kk_settings *s, hop_kk_options *o)
{
    const double least = s->as_published ? 0 : s->per_decade;
    const hop_status status = hop_kk_options_set_mu(ctx, o, s->mu_limit, 0);
    return status == HOP_OK && !isnan(least) ? hop_kk_options_set_least_density(ctx, o, least)
                                             : status;
}

static hop_status set_m(hop_ctx *ctx, const kk_settings *s, hop_kk_options *o)
{
    switch (s->m_by) {
    case HOP_KK_M_DENSITY:
        return hop_kk_options_set_density(ctx, o, isnan(s->per_decade) ? 3 : s->per_decade);
    case HOP_KK_M_LEAST_NOISE:
        return hop_kk_options_set_least_noise(ctx, o, 0);
    case HOP_KK_M_FIXED:
        return hop_kk_options_set_m(ctx, o, (int32_t)s->m);
    default:
        return set_mu(ctx, s, o);
    }
}

static hop_status set_all(hop_ctx *ctx, const kk_settings *s, hop_kk_options *o)
{
    hop_status status = set_m(ctx, s, o);
    if (status == HOP_OK && s->part) {
        status = hop_kk_options_set_part(ctx, o, s->part);
    }
    if (status == HOP_OK && s->of_admittance) {
        status = hop_kk_options_set_representation(ctx, o, HOP_ADMITTANCE);
    }
    if (status == HOP_OK && (s->terms || s->as_published)) {
        const uint32_t terms = s->as_published ? HOP_KK_RISING
                                               : (uint32_t)(s->terms & ~KK_TERMS_GIVEN);
        status = hop_kk_options_set_terms(ctx, o, terms);
    }
    if (status == HOP_OK && (!isnan(s->extension) || s->as_published)) {
        status = hop_kk_options_set_extension(ctx, o, s->as_published ? 0 : s->extension);
    }
    if (status == HOP_OK) {
        status = hop_kk_options_set_tolerance(ctx, o, s->tolerance_percent);
    }
    return status;
}

hop_kk_options *kk_options_of(hop_ctx *ctx, const kk_settings *s)
{
    hop_kk_options *o = NULL;
    if (hop_kk_options_create(ctx, &o) != HOP_OK || set_all(ctx, s, o) != HOP_OK) {
        complain("hop: %s", hop_ctx_error(ctx));
        exit(ANALYSIS_FAILED);
    }
    return o;
}
