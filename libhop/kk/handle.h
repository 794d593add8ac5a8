/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_KK_HANDLE_H
#define HOPI_KK_HANDLE_H

#include <hop/kk.h>

#include "base/context.h"
#include "choose.h"
#include "judge.h"

typedef struct hopi_kk_settings {
    int32_t part, representation;
    uint32_t terms;
    double extension;
    hopi_kk_choice choice;
    double tolerance; /* relative; NaN: automatic */
} hopi_kk_settings;

extern const hopi_kk_settings hopi_kk_default_settings;

struct hop_kk_options {
    hopi_allocator allocator;
    hopi_kk_settings settings;
};

struct hop_kk {
    hopi_allocator allocator;
    size_t count;
    double *numbers; /* six a point, then two an element */
    double *omega, *measured_re, *measured_im, *weight;
    double *re, *im; /* relative residuals */
    int *fails;
    double scale; /* of what is measured and of the chain, in Ω or S */
    hopi_kk_problem problem;
    hopi_kk_chain chain;
    hopi_kk_judgement judgement;
    double pseudo_chi2;
    uint32_t warnings;
    int info; /* of LAPACK */
};

/* Z or Y of a complex spectrum and its modulus; of 1/σ* or σ* without geometry. */
hop_status hopi_kk_measured(hop_ctx *ctx, const hop_spectrum *s, int is_admittance, double *re,
                            double *im, double *modulus, int *has_geometry);

#endif
