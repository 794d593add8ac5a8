/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"
#include "program.h"
#include "study_yaml.h"

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Whether a text begins with a unit; those longer than a letter in capitals as well. */
static bool begins_with(const char *text, const char *unit)
{
    const size_t length = strlen(unit);
    size_t same = 0;
    while (same < length
           && (text[same] == unit[same]
               || (length > 2 && tolower((unsigned char)text[same])
                                     == tolower((unsigned char)unit[same])))) {
        same++;
    }
    return same == length;
}

/*
 * Length of the unit at text; 0 if there is none. *zero_k is its zero in K. The degree sign has
 * look-alikes: the masculine ordinal, the ring above, and one character with the C. A blank
 * before a single letter would make a temperature of "cell 2 C".
 */
static size_t unit_length(const char *text, double *zero_k)
{
    static const struct {
        const char *name;
        double zero_k;
    } units[] = {{"degC", ZERO_CELSIUS_IN_KELVIN}, {"deg", ZERO_CELSIUS_IN_KELVIN},
                 {"°C", ZERO_CELSIUS_IN_KELVIN},   {"ºC", ZERO_CELSIUS_IN_KELVIN},
                 {"˚C", ZERO_CELSIUS_IN_KELVIN},   {"℃", ZERO_CELSIUS_IN_KELVIN},
                 {"C", ZERO_CELSIUS_IN_KELVIN},    {"K", 0}};
    const size_t blank = text[0] == ' ';
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const size_t length = strlen(units[i].name);
        if (begins_with(text + blank, units[i].name) && !is_word(text[blank + length])
            && (length > 1 || !blank)) {
            *zero_k = units[i].zero_k;
            return blank + length;
        }
    }
    return 0;
}

/* Whether what is before text[i] is no part of the same word, but for a T as in T298K. */
static bool is_parted(const char *text, size_t i)
{
    const size_t before = i > 0 && text[i - 1] == 'T' ? i - 1 : i;
    return before == 0 || !is_word(text[before - 1]);
}

/* Whether what begins at text[i] are decimals: 25C of 1.25C, and of 1,25C, which may be two numbers. */
static bool is_behind_mark(const char *text, size_t i)
{
    return i > 0
           && (text[i - 1] == '.'
               || (text[i - 1] == ',' && i > 1 && isdigit((unsigned char)text[i - 2])));
}

/* A number with a unit that starts at text[i]; its length, 0 if there is none. */
static size_t temperature_at(const char *text, size_t i, double *temperature_k)
{
    const size_t whole = strspn(text + i, "0123456789");
    size_t length = whole;
    if (whole > 0 && text[i + whole] == '.' && isdigit((unsigned char)text[i + whole + 1])) {
        length += 1 + strspn(text + i + whole + 1, "0123456789");
    }
    double zero_k = 0;
    const size_t unit = whole > 0 ? unit_length(text + i + length, &zero_k) : 0;
    if (unit == 0) {
        return 0;
    }
    const bool has_minus = i > 0 && text[i - 1] == '-' && is_parted(text, i - 1);
    const double number = strtod(text + i, NULL);
    *temperature_k = (has_minus ? -number : number) + zero_k;
    return length + unit;
}

bool temperature_of_name(const char *name, double *temperature_k, char problem[PROBLEM_SIZE])
{
    const char *text = path_name(name);
    size_t found = 0;
    for (size_t i = 0; text[i];) {
        const bool starts_here = is_parted(text, i) && !is_behind_mark(text, i);
        const size_t length = starts_here ? temperature_at(text, i, temperature_k) : 0;
        found += length > 0;
        i += length > 0 ? length : 1;
    }
    if (found == 1 && *temperature_k > 0) {
        return true;
    }
    snprintf(problem, PROBLEM_SIZE,
             "the name '%.100s' holds %s, expected one such as -25C, 298K or 140deg", text,
             found == 0  ? "no temperature"
             : found > 1 ? "more than one temperature"
                         : "a temperature at or below 0 K");
    return false;
}
