/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRACE_H
#define HOPI_TRACE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The quantities of meters and analysers: any two that belong together give a
 * complete immittance. X and θ as everywhere; series and parallel circuit with
 * D = 1/Q = R/|X| = G/|B|; ε* = ε′ − iε″; C* = C′ − iC″ = Y/(iω).
 */
typedef enum hopi_trace {
    HOPI_TRACE_UNKNOWN,
    HOPI_TRACE_FREQUENCY,
    HOPI_TRACE_TEMPERATURE,
    HOPI_TRACE_Z_ABS,
    HOPI_TRACE_Z_ANGLE,
    HOPI_TRACE_Z_RE,
    HOPI_TRACE_Z_IM,
    HOPI_TRACE_Y_ABS,
    HOPI_TRACE_Y_ANGLE,
    HOPI_TRACE_Y_RE,
    HOPI_TRACE_Y_IM,
    HOPI_TRACE_CS,
    HOPI_TRACE_CS_LOSS, /* 1/(ω Rs) */
    HOPI_TRACE_CP,
    HOPI_TRACE_CP_LOSS, /* C″ */
    HOPI_TRACE_LS,
    HOPI_TRACE_LP,
    HOPI_TRACE_RP,
    HOPI_TRACE_XP, /* 1/B */
    HOPI_TRACE_D,
    HOPI_TRACE_Q,
    HOPI_TRACE_EPS_RE,
    HOPI_TRACE_EPS_LOSS, /* ε″ */
    HOPI_TRACE_M_RE,
    HOPI_TRACE_M_IM,
    HOPI_TRACE_SIGMA_RE,
    HOPI_TRACE_SIGMA_IM,
    HOPI_TRACE_COUNT
} hopi_trace;

/* Which trace a column is, and its value in SI: factor · number · 10^power + offset. */
typedef struct hopi_trace_column {
    hopi_trace trace;
    int power;
    double factor, offset; /* factor is 1, −1 or a radian in degrees */
    int has_unit;
} hopi_trace_column;

/*
 * Understands a name with its unit, such as "theta-z(deg)", "Freq. [kHz]",
 * "-Z''/Ohm", "Cp [F]": upper and lower case alike, but not the prefixes of
 * units. A unit that does not belong to the quantity makes it unknown.
 */
hopi_trace_column hopi_trace_of(const char *name, size_t length);

/* A number of that column in SI, angles in radian. */
double hopi_trace_value(const hopi_trace_column *column, double number);

/* Two traces that give all of a representation; for the real part of σ* alone second is unknown. */
typedef struct hopi_trace_pair {
    hopi_trace first, second;
    int32_t representation;
} hopi_trace_pair;

/* The pair that loses least of those that are there; NULL: none. */
const hopi_trace_pair *hopi_trace_choose(const int is_there[HOPI_TRACE_COUNT]);

/* Real and imaginary part of what the pair gives, from its two values in SI. */
void hopi_trace_convert(const hopi_trace_pair *pair, double freq_hz, double first, double second,
                        double *re, double *im);

/* "|Z|", "theta_Z": for people. */
const char *hopi_trace_name(hopi_trace trace);

#endif
