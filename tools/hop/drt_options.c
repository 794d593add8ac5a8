/* SPDX-License-Identifier: BSD-3-Clause */
#include "drt_options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const drt_settings drt_nothing_given = {.shape = NAN, .lambda = NAN, .alpha = NAN, .level = NAN,
                                        .least_share = NAN, .least_depth = NAN};

const choice drt_bases[] = {{"gaussian", HOP_DRT_GAUSSIAN},
                            {"matern-c2", HOP_DRT_MATERN_C2},
                            {"matern-c4", HOP_DRT_MATERN_C4},
                            {"matern-c6", HOP_DRT_MATERN_C6},
                            {"piecewise-linear", HOP_DRT_PIECEWISE_LINEAR},
                            {"", 0}};
const choice drt_electrodes[] = {{"none", HOP_DRT_NO_ELECTRODE},
                                 {"capacitor", HOP_DRT_CAPACITOR},
                                 {"cpe", HOP_DRT_CPE},
                                 {"", 0}};
const choice drt_weightings[] = {{"unit", HOP_DRT_WEIGHT_UNIT},
                                 {"modulus", HOP_DRT_WEIGHT_MODULUS},
                                 {"", 0}};

static bool starts_number(const char *text)
{
    return text[0] == '.' || text[0] == '-' || text[0] == '+'
           || (text[0] >= '0' && text[0] <= '9');
}

static bool take_lambda(drt_settings *s, const char *text, char problem[PROBLEM_SIZE])
{
#define METHOD_CHOICE(constant, number, name) {name, constant},
    static const choice methods[] = {HOP_DRT_LAMBDA_LIST(METHOD_CHOICE){"", 0}};
#undef METHOD_CHOICE
    static const number_rule rule = {"a lambda from 1e-10 to 1e4", 1e-10, 1e4, false, false};
    if (starts_number(text)) {
        s->method = HOP_DRT_GIVEN;
        return number_read(text, &rule, &s->lambda, problem);
    }
    /* "given" is what a number says. */
    return choice_read(text, methods + 1, &s->method, problem);
}

/* "cpe" and with a fixed exponent "cpe:0.9", beside the other names. */
static bool take_electrode(drt_settings *s, const char *text, char problem[PROBLEM_SIZE])
{
    static const number_rule rule = {"an exponent from 0.4 to 1", 0.4, 1, false, false};
    if (strncmp(text, "cpe:", 4) == 0) {
        s->electrode = HOP_DRT_CPE;
        return number_read(text + 4, &rule, &s->alpha, problem);
    }
    s->alpha = NAN;
    return choice_read(text, drt_electrodes, &s->electrode, problem);
}

/* "LO:HI:N" */
static bool take_tau(drt_settings *s, const char *text, char problem[PROBLEM_SIZE])
{
    static const number_rule rule = {"3 to 2000 values", 3, 2000, false, true};
    double *const ends[2] = {&s->tau_min_s, &s->tau_max_s};
    const char *at = text;
    char part[64];
    for (int i = 0; i < 2; i++) {
        const size_t length = strcspn(at, ":");
        if (at[length] != ':' || length >= sizeof part) {
            snprintf(problem, PROBLEM_SIZE, "'%s' is not LO:HI:N, with times in s", text);
            return false;
        }
        memcpy(part, at, length);
        part[length] = '\0';
        if (!number_read(part, &positive_number, ends[i], problem)) {
            return false;
        }
        at += length + 1;
    }
    double count = 0;
    if (!number_read(at, &rule, &count, problem)) {
        return false;
    }
    s->tau_count = (uint32_t)count;
    if (!(s->tau_max_s > s->tau_min_s)) {
        snprintf(problem, PROBLEM_SIZE, "'%s' ends where it begins or before", text);
        return false;
    }
    return true;
}

static bool take_whole(const char *text, const number_rule *rule, int32_t offset, int32_t *out,
                       char problem[PROBLEM_SIZE])
{
    double number = 0;
    const bool ok = number_read(text, rule, &number, problem);
    *out = (int32_t)number + offset;
    return ok;
}

bool drt_take(drt_settings *s, int letter, const char *text, char problem[PROBLEM_SIZE])
{
    static const number_rule order = {"0, 1 or 2", 0, 2, false, true};
    static const number_rule shape = {"a coefficient from 0.1 to 2", 0.1, 2, false, false};
    static const number_rule samples = {"100 to 1000000 samples", 100, 1e6, false, true};
    static const number_rule level = {"a probability between 0 and 1", 1e-9, 1 - 1e-9, false,
                                      false};
    static const number_rule share = {"a share from 0 to 0.9", 0, 0.9, false, false};
    switch (letter) {
    case 'b':
        return take_lambda(s, text, problem);
    case 'D':
        return choice_read(text, drt_bases, &s->basis, problem);
    case 'F':
        return number_read(text, &shape, &s->shape, problem);
    case 'G':
        return take_whole(text, &order, 1, &s->order_plus_one, problem);
    case 'I':
        return take_electrode(s, text, problem);
    case 'P':
        return take_tau(s, text, problem);
    case 'V':
        return take_whole(text, &samples, 0, &s->samples, problem);
    case 'Y':
        return number_read(text, &level, &s->level, problem);
    case 'Z':
        return number_read(text, &share, &s->least_share, problem);
    case 'e':
        return number_read(text, &share, &s->least_depth, problem);
    case 'J':
        s->without_inductance = true;
        return true;
    default:
        s->without_resistance = true;
        return true;
    }
}

static hop_status set_all(hop_ctx *ctx, const drt_settings *s, int32_t part, int32_t weighting,
                          uint32_t seed, hop_drt_options *o)
{
    hop_status status = hop_drt_options_set_basis(ctx, o, s->basis ? s->basis : HOP_DRT_GAUSSIAN,
                                                  isnan(s->shape) ? 0.5 : s->shape);
    if (status == HOP_OK && s->order_plus_one) {
        status = hop_drt_options_set_order(ctx, o, s->order_plus_one - 1);
    }
    if (status == HOP_OK && part) {
        status = hop_drt_options_set_parts(ctx, o, part);
    }
    if (status == HOP_OK) {
        status = hop_drt_options_set_series(ctx, o, !s->without_resistance,
                                            !s->without_inductance);
    }
    if (status == HOP_OK && s->electrode) {
        status = hop_drt_options_set_electrode(ctx, o, s->electrode, s->alpha);
    }
    if (status == HOP_OK && weighting) {
        status = hop_drt_options_set_weighting(ctx, o, weighting);
    }
    if (status == HOP_OK && s->tau_count) {
        status = hop_drt_options_set_tau(ctx, o, s->tau_min_s, s->tau_max_s, s->tau_count);
    }
    if (status == HOP_OK && s->method) {
        status = hop_drt_options_set_lambda(ctx, o, s->method, s->lambda);
    }
    if (status == HOP_OK) {
        status = hop_drt_options_set_samples(ctx, o, s->samples, seed);
    }
    if (status == HOP_OK) {
        status = hop_drt_options_set_peaks(ctx, o, isnan(s->least_share) ? 0.005 : s->least_share,
                                           isnan(s->least_depth) ? 0.05 : s->least_depth);
    }
    if (status == HOP_OK) {
        status = hop_drt_options_set_noise(ctx, o, 1);
    }
    return status == HOP_OK ? hop_drt_options_set_peak_fit(ctx, o, 1) : status;
}

hop_drt_options *drt_options_of(hop_ctx *ctx, const drt_settings *s, int32_t part,
                                int32_t weighting, uint32_t seed)
{
    hop_drt_options *o = NULL;
    if (hop_drt_options_create(ctx, &o) != HOP_OK
        || set_all(ctx, s, part, weighting, seed, o) != HOP_OK) {
        complain("hop: %s", hop_ctx_error(ctx));
        exit(ANALYSIS_FAILED);
    }
    return o;
}
