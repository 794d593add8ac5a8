/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRANSPORT_DECOMPOSE_H
#define HOPI_TRANSPORT_DECOMPOSE_H

#include "derive.h"

/* A sample at a temperature: on its lines, or at a measured point of them. */
typedef struct hopi_state {
    const hopi_lines *lines;
    double x;                     /* 1/(k_B T) in 1/eV */
    const hopi_line_point *point; /* NULL: on the lines */
    const double *cross;          /* of the point, as from hopi_lines_fit() */
    hopi_attempt attempt;         /* NaN: not known */
} hopi_state;

/* The parts of a change of ln(σT), in the order of their keys. */
enum {
    HOPI_PART_TOTAL,
    HOPI_PART_RATE,
    HOPI_PART_FORMATION,
    HOPI_PART_CONCENTRATION,
    HOPI_PART_ATTEMPT,
    HOPI_PART_ENTROPY,
    HOPI_PART_BARRIER,
    HOPI_PARTS
};

typedef struct hopi_change {
    double value, variance;
    double with_total; /* covariance with the total */
} hopi_change;

/*
 * The parts of the change from the first state to the second. Two states of one
 * sample (the same lines) share lines and attempt frequency; others are independent.
 */
void hopi_decompose(const hopi_state *first, const hopi_state *second,
                    hopi_change parts[HOPI_PARTS]);

#endif
