/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_VERDICT_H
#define HOPI_STUDY_VERDICT_H

#include <stddef.h>
#include <stdint.h>

/* What one spectrum contributes to the verdict. */
typedef struct hopi_verdict_point {
    double n, n_error; /* NaN: no dispersion */
    int has_plateau;
    int has_rate;
    uint32_t flags;      /* of the fit */
    double arc_evidence; /* AICc of one arc less that of two; NaN: not tested */
    double arc_share;    /* of the second arc in the resistance */
    int is_inductive;
    int violates_kk;
    int relaxations;         /* peaks of the distribution of relaxation times */
    double inductance_share; /* in |Z| at the highest fitted frequency */
    double electrode_share;  /* in |Z| at the lowest fitted frequency */
} hopi_verdict_point;

/* What the Arrhenius lines contribute. */
typedef struct hopi_verdict_lines {
    int has_lines, has_rate_line, is_overdispersed;
    double E_f_eV, E_f_error_eV;
} hopi_verdict_lines;

/* The HOP_REASON_ bits of one spectrum alone. */
uint32_t hopi_verdict_of_spectrum(const hopi_verdict_point *point);

/* The HOP_REASON_ bits of the sample, those of its spectra included. */
uint32_t hopi_verdict(size_t count, const hopi_verdict_point *points,
                      const hopi_verdict_lines *lines);

/* Whether any of the reasons forbids the method. */
int hopi_verdict_forbids(uint32_t reasons);

#endif
