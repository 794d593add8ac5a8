/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include <string.h>

#include <hop/spectrum.h>

static const double zero_celsius_K = 273.15;

static const struct {
    hopi_dimension dimension;
    const char *text; /* lower case, without blanks and signs of multiplication */
    int power;
    int takes_prefix;
    hopi_geometry geometry;
} units[] = {
    {HOPI_HERTZ, "hz", 0, 1, HOPI_BARE},
    {HOPI_HERTZ, "hertz", 0, 1, HOPI_BARE},
    {HOPI_HERTZ, "1/s", 0, 0, HOPI_BARE},
    {HOPI_HERTZ, "s-1", 0, 0, HOPI_BARE},
    {HOPI_OHM, "ohm", 0, 1, HOPI_BARE},
    {HOPI_OHM, "ohms", 0, 1, HOPI_BARE},
    {HOPI_OHM, "ohmcm2", -4, 1, HOPI_AREA},
    {HOPI_OHM, "ohmm2", 0, 1, HOPI_AREA},
    {HOPI_OHM, "ohmcm", -2, 1, HOPI_AREA_PER_LENGTH},
    {HOPI_OHM, "ohmm", 0, 1, HOPI_AREA_PER_LENGTH},
    {HOPI_SIEMENS, "s", 0, 1, HOPI_BARE},
    {HOPI_SIEMENS, "siemens", 0, 1, HOPI_BARE},
    {HOPI_SIEMENS, "1/ohm", 0, 0, HOPI_BARE},
    {HOPI_SIEMENS, "ohm-1", 0, 0, HOPI_BARE},
    {HOPI_SIEMENS, "s/cm2", 4, 1, HOPI_AREA},
    {HOPI_SIEMENS, "scm-2", 4, 1, HOPI_AREA},
    {HOPI_SIEMENS, "s/m2", 0, 1, HOPI_AREA},
    {HOPI_SIEMENS_PER_METRE, "s/m", 0, 1, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "sm-1", 0, 1, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "s_per_m", 0, 1, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "s/cm", 2, 1, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "scm-1", 2, 1, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "s_per_cm", 2, 1, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "1/ohmm", 0, 0, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "ohm-1m-1", 0, 0, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "1/ohmcm", 2, 0, HOPI_BARE},
    {HOPI_SIEMENS_PER_METRE, "ohm-1cm-1", 2, 0, HOPI_BARE},
    {HOPI_KELVIN, "k", 0, 0, HOPI_BARE},
    {HOPI_KELVIN, "kelvin", 0, 0, HOPI_BARE},
    {HOPI_KELVIN, "c", 0, 0, HOPI_BARE},
    {HOPI_KELVIN, "degc", 0, 0, HOPI_BARE},
    {HOPI_KELVIN, "celsius", 0, 0, HOPI_BARE},
    {HOPI_KELVIN, "'c", 0, 0, HOPI_BARE},
    {HOPI_DEGREE, "deg", 0, 0, HOPI_BARE},
    {HOPI_DEGREE, "degree", 0, 0, HOPI_BARE},
    {HOPI_DEGREE, "degrees", 0, 0, HOPI_BARE},
    {HOPI_DEGREE, "'", 0, 0, HOPI_BARE},
    {HOPI_PURE_NUMBER, "", 0, 0, HOPI_BARE},
    {HOPI_PURE_NUMBER, "1", 0, 0, HOPI_BARE},
    {HOPI_PURE_NUMBER, "-", 0, 0, HOPI_BARE},
};

static const struct {
    char text;
    int power;
} prefixes[] = {{'p', -12}, {'n', -9}, {'u', -6}, {'m', -3}, {'k', 3},
                {'K', 3},   {'M', 6},  {'G', 9},  {'T', 12}};

hopi_dimension hopi_dimension_of(hopi_quantity quantity)
{
    switch (quantity) {
    case HOPI_FREQUENCY:
        return HOPI_HERTZ;
    case HOPI_TEMPERATURE:
        return HOPI_KELVIN;
    case HOPI_SD_SIGMA:
        return HOPI_SIEMENS_PER_METRE;
    case HOPI_CYCLE:
        return HOPI_PURE_NUMBER;
    case HOPI_Z_ABS:
    case HOPI_SOME_RE:
    case HOPI_SOME_IM:
        return HOPI_OHM;
    case HOPI_Z_PHASE:
        return HOPI_DEGREE;
    default:
        break;
    }
    switch (hopi_representation_of(quantity)) {
    case HOP_IMPEDANCE:
        return HOPI_OHM;
    case HOP_ADMITTANCE:
        return HOPI_SIEMENS;
    case HOP_CONDUCTIVITY:
        return HOPI_SIEMENS_PER_METRE;
    default:
        return HOPI_PURE_NUMBER;
    }
}

static int matches(const char *text, const char *unit)
{
    size_t i = 0;
    for (; text[i] && unit[i]; i++) {
        const char c = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
        if (c != unit[i]) {
            return 0;
        }
    }
    return text[i] == unit[i];
}

static int prefix_power(char c, int *power)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (prefixes[i].text == c) {
            *power = prefixes[i].power;
            return 1;
        }
    }
    return 0;
}

/* Without blanks and the signs of powers and products: "Ohm*cm^2" is "Ohmcm2". */
static void compact(const char *text, char unit[HOPI_UNIT_TEXT])
{
    size_t used = 0;
    for (; *text && used < HOPI_UNIT_TEXT - 1; text++) {
        if (!strchr(" ^*.(){}", *text)) {
            unit[used++] = *text;
        }
    }
    unit[used] = '\0';
}

int hopi_unit_read(hopi_dimension dimension, const char *text, hopi_unit *out)
{
    char unit[HOPI_UNIT_TEXT];
    text += strspn(text, " (");
    /* "f_p_Hz" is not a frequency in pHz: a prefix stands at its unit. */
    const int may_have_prefix = text[0] && !strchr(" _^*.", text[1]);
    compact(text, unit);
    const int is_ambiguous = strcmp(unit, "mhz") == 0 || strcmp(unit, "mhertz") == 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].dimension != dimension) {
            continue;
        }
        int prefix = 0;
        if (!matches(unit, units[i].text)
            && !(units[i].takes_prefix && may_have_prefix && !is_ambiguous
                 && prefix_power(unit[0], &prefix) && matches(unit + 1, units[i].text))) {
            continue;
        }
        const int is_celsius = dimension == HOPI_KELVIN && units[i].text[0] != 'k';
        *out = (hopi_unit){.power = units[i].power + prefix,
                           .offset = is_celsius ? zero_celsius_K : 0.0,
                           .geometry = units[i].geometry};
        return 1;
    }
    return 0;
}

int hopi_unit_parse(hopi_dimension dimension, const char *text, int *power, double *offset)
{
    hopi_unit unit;
    if (!hopi_unit_read(dimension, text, &unit) || unit.geometry != HOPI_BARE) {
        return 0;
    }
    *power = unit.power;
    *offset = unit.offset;
    return 1;
}

const char *hopi_unit_names(hopi_dimension dimension)
{
    static const char *const names[] = {
        [HOPI_HERTZ] = "Hz, mHz, kHz, MHz or GHz",
        [HOPI_OHM] = "ohm, kohm, Mohm, ohm*cm^2 or ohm*cm",
        [HOPI_SIEMENS] = "S, mS, uS, nS or pS",
        [HOPI_SIEMENS_PER_METRE] = "S/m, S/cm, mS/cm or uS/cm",
        [HOPI_KELVIN] = "K or C",
        [HOPI_PURE_NUMBER] = "1 (a pure number)",
        [HOPI_DEGREE] = "deg",
    };
    return names[dimension];
}

double hopi_unit_apply(int power, double number)
{
    /* To the last power of ten that is exact; prefixes and units reach 16. */
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return power < 0 ? number / tens[-power] : number * tens[power];
}
