/* SPDX-License-Identifier: BSD-3-Clause */
#include "trace.h"

#include <math.h>

#include <hop/spectrum.h>

static const double two_pi = 6.283185307179586476925286766559;

/* Parts before polar forms, which lose digits near 0 and 90°; D and Q lose most. */
static const hopi_trace_pair pairs[] = {
    {HOPI_TRACE_Z_RE, HOPI_TRACE_Z_IM, HOP_IMPEDANCE},
    {HOPI_TRACE_Y_RE, HOPI_TRACE_Y_IM, HOP_ADMITTANCE},
    {HOPI_TRACE_EPS_RE, HOPI_TRACE_EPS_LOSS, HOP_PERMITTIVITY},
    {HOPI_TRACE_M_RE, HOPI_TRACE_M_IM, HOP_MODULUS},
    {HOPI_TRACE_SIGMA_RE, HOPI_TRACE_SIGMA_IM, HOP_CONDUCTIVITY},
    {HOPI_TRACE_CP, HOPI_TRACE_CP_LOSS, HOP_ADMITTANCE},
    {HOPI_TRACE_CS, HOPI_TRACE_CS_LOSS, HOP_IMPEDANCE},
    {HOPI_TRACE_XP, HOPI_TRACE_RP, HOP_ADMITTANCE},
    {HOPI_TRACE_Z_ABS, HOPI_TRACE_Z_ANGLE, HOP_IMPEDANCE},
    {HOPI_TRACE_Y_ABS, HOPI_TRACE_Y_ANGLE, HOP_ADMITTANCE},
    {HOPI_TRACE_CP, HOPI_TRACE_Y_RE, HOP_ADMITTANCE},
    {HOPI_TRACE_CP, HOPI_TRACE_RP, HOP_ADMITTANCE},
    {HOPI_TRACE_CS, HOPI_TRACE_Z_RE, HOP_IMPEDANCE},
    {HOPI_TRACE_LP, HOPI_TRACE_Y_RE, HOP_ADMITTANCE},
    {HOPI_TRACE_LP, HOPI_TRACE_RP, HOP_ADMITTANCE},
    {HOPI_TRACE_LS, HOPI_TRACE_Z_RE, HOP_IMPEDANCE},
    {HOPI_TRACE_Y_IM, HOPI_TRACE_RP, HOP_ADMITTANCE},
    {HOPI_TRACE_EPS_RE, HOPI_TRACE_D, HOP_PERMITTIVITY},
    {HOPI_TRACE_CP, HOPI_TRACE_D, HOP_ADMITTANCE},
    {HOPI_TRACE_CS, HOPI_TRACE_D, HOP_IMPEDANCE},
    {HOPI_TRACE_LP, HOPI_TRACE_D, HOP_ADMITTANCE},
    {HOPI_TRACE_LS, HOPI_TRACE_D, HOP_IMPEDANCE},
    {HOPI_TRACE_CP, HOPI_TRACE_Q, HOP_ADMITTANCE},
    {HOPI_TRACE_CS, HOPI_TRACE_Q, HOP_IMPEDANCE},
    {HOPI_TRACE_LP, HOPI_TRACE_Q, HOP_ADMITTANCE},
    {HOPI_TRACE_LS, HOPI_TRACE_Q, HOP_IMPEDANCE},
    {HOPI_TRACE_SIGMA_RE, HOPI_TRACE_UNKNOWN, HOP_CONDUCTIVITY},
};

enum { PAIR_COUNT = sizeof pairs / sizeof *pairs };

const hopi_trace_pair *hopi_trace_choose(const int is_there[HOPI_TRACE_COUNT])
{
    for (size_t i = 0; i < PAIR_COUNT; i++) {
        if (is_there[pairs[i].first]
            && (pairs[i].second == HOPI_TRACE_UNKNOWN || is_there[pairs[i].second])) {
            return &pairs[i];
        }
    }
    return NULL;
}

/* X or B of one element, or the part that the trace is. */
static double imaginary_of(hopi_trace trace, double value, double omega)
{
    switch (trace) {
    case HOPI_TRACE_CP:
    case HOPI_TRACE_LS:
        return omega * value;
    case HOPI_TRACE_CS:
    case HOPI_TRACE_LP:
        return -1.0 / (omega * value);
    case HOPI_TRACE_XP:
        return 1.0 / value;
    default:
        return value;
    }
}

static double real_of(hopi_trace trace, double value, double imaginary, double omega)
{
    switch (trace) {
    case HOPI_TRACE_CP_LOSS:
        return omega * value;
    case HOPI_TRACE_CS_LOSS:
        return 1.0 / (omega * value);
    case HOPI_TRACE_RP:
        return 1.0 / value;
    case HOPI_TRACE_D:
        return value * fabs(imaginary);
    case HOPI_TRACE_Q:
        return fabs(imaginary) / value;
    default:
        return value;
    }
}

void hopi_trace_convert(const hopi_trace_pair *pair, double freq_hz, double first, double second,
                        double *re, double *im)
{
    const double omega = two_pi * freq_hz;
    switch (pair->first) {
    case HOPI_TRACE_Z_ABS:
    case HOPI_TRACE_Y_ABS:
        *re = first * cos(second);
        *im = first * sin(second);
        return;
    case HOPI_TRACE_EPS_RE:
        *re = first;
        *im = pair->second == HOPI_TRACE_D ? -second * first : -second;
        return;
    case HOPI_TRACE_Z_RE:
    case HOPI_TRACE_Y_RE:
    case HOPI_TRACE_M_RE:
    case HOPI_TRACE_SIGMA_RE:
        *re = first;
        *im = second;
        return;
    default:
        *im = imaginary_of(pair->first, first, omega);
        *re = real_of(pair->second, second, *im, omega);
    }
}

const char *hopi_trace_name(hopi_trace trace)
{
    static const char *const names[HOPI_TRACE_COUNT] = {
        [HOPI_TRACE_UNKNOWN] = "unknown",   [HOPI_TRACE_FREQUENCY] = "frequency",
        [HOPI_TRACE_TEMPERATURE] = "temperature",
        [HOPI_TRACE_Z_ABS] = "|Z|",         [HOPI_TRACE_Z_ANGLE] = "theta_Z",
        [HOPI_TRACE_Z_RE] = "Z'",           [HOPI_TRACE_Z_IM] = "Z''",
        [HOPI_TRACE_Y_ABS] = "|Y|",         [HOPI_TRACE_Y_ANGLE] = "theta_Y",
        [HOPI_TRACE_Y_RE] = "Y'",           [HOPI_TRACE_Y_IM] = "Y''",
        [HOPI_TRACE_CS] = "Cs",             [HOPI_TRACE_CP] = "Cp",
        [HOPI_TRACE_CS_LOSS] = "Cs''",      [HOPI_TRACE_XP] = "Xp",
        [HOPI_TRACE_CP_LOSS] = "C''",     [HOPI_TRACE_LS] = "Ls",
        [HOPI_TRACE_LP] = "Lp",             [HOPI_TRACE_RP] = "Rp",
        [HOPI_TRACE_D] = "D",               [HOPI_TRACE_Q] = "Q",
        [HOPI_TRACE_EPS_RE] = "eps'",       [HOPI_TRACE_EPS_LOSS] = "eps''",
        [HOPI_TRACE_M_RE] = "M'",           [HOPI_TRACE_M_IM] = "M''",
        [HOPI_TRACE_SIGMA_RE] = "sigma'",   [HOPI_TRACE_SIGMA_IM] = "sigma''",
    };
    return names[trace];
}
