/* SPDX-License-Identifier: BSD-3-Clause */
#include "number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

#define LARGEST 1e300

const number_rule any_number = {"a number", -LARGEST, LARGEST, false, false};
const number_rule positive_number = {"a positive number", 0, LARGEST, true, false};
const number_rule not_negative_number = {"a number of zero or more", 0, LARGEST, false, false};
const number_rule length_mm = {"a positive length in mm", 0, LARGEST, true, false};
const number_rule area_cm2 = {"a positive area in cm2", 0, LARGEST, true, false};
const number_rule temperature_C = {"a temperature above -273.15 degrees C",
                                   -ZERO_CELSIUS_IN_KELVIN, LARGEST, true, false};
const number_rule temperature_error_K = {"an error in K of zero or more", 0, 1e3, false, false};
const number_rule limit_width = {"a width in ln f above 0 and at most 23", 0, 23, true, false};
const number_rule frequency_Hz = {"a positive frequency in Hz", 0, LARGEST, true, false};
const number_rule frequency_Hz_or_zero = {"a frequency in Hz of zero or more", 0, LARGEST, false,
                                          false};
const number_rule exponent_n = {"an exponent from 0.01 to 2", 0.01, 2, false, false};

/* Fewer replicates do not reach the ends of a 95 % interval. */
const number_rule replicate_count = {"a number of replicates from 200 to 1000000", 200, 1e6,
                                     false, true};
const number_rule random_seed = {"a whole number from 0 to 4294967295", 0, 4294967295.0, false,
                                 true};
const number_rule thread_count = {"a number of threads from 1 to 64", 1, 64, false, true};

const choice weightings[] = {{"unit", HOP_WEIGHTING_UNIT},
                             {"proportional", HOP_WEIGHTING_PROPORTIONAL},
                             {"modulus", HOP_WEIGHTING_MODULUS},
                             {"given", HOP_WEIGHTING_GIVEN},
                             {"fitted", HOP_WEIGHTING_FITTED},
                             {"", 0}};
const choice conventions[] = {{"ordinary", HOP_CONVENTION_ORDINARY},
                              {"angular", HOP_CONVENTION_ANGULAR},
                              {"", 0}};
const choice arrhenius_methods[] = {{"joint", HOP_ARRHENIUS_JOINT},
                                    {"weighted", HOP_ARRHENIUS_WEIGHTED},
                                    {"unweighted", HOP_ARRHENIUS_UNWEIGHTED},
                                    {"", 0}};
const choice birge_choices[] = {{"never", HOP_BIRGE_NEVER},
                                {"significant", HOP_BIRGE_SIGNIFICANT},
                                {"always", HOP_BIRGE_ALWAYS},
                                {"", 0}};
#define EXTRACTOR_CHOICE(constant, number, name, meaning) {name, constant},
const choice extractors[] = {HOP_EXTRACTOR_LIST(EXTRACTOR_CHOICE) {"", 0}};
const choice representations[] = {{"impedance", HOP_IMPEDANCE},
                                  {"admittance", HOP_ADMITTANCE},
                                  {"conductivity", HOP_CONDUCTIVITY},
                                  {"permittivity", HOP_PERMITTIVITY},
                                  {"modulus", HOP_MODULUS},
                                  {"", 0}};
#define MODEL_CHOICE(constant, number, name) {name, constant},
const choice fit_models[] = {HOP_MODEL_LIST(MODEL_CHOICE)
                             {"cell+gb", HOP_MODEL_CELL | WITH_GRAIN_BOUNDARY},
                             {"", 0}};
const choice interval_methods[] = {{"linearised", HOP_INTERVAL_LINEARISED},
                                   {"profile", HOP_INTERVAL_PROFILE},
                                   {"bootstrap", INTERVAL_BY_BOOTSTRAP + HOP_BOOTSTRAP_WILD},
                                   {"parametric-bootstrap",
                                    INTERVAL_BY_BOOTSTRAP + HOP_BOOTSTRAP_PARAMETRIC},
                                   {"", 0}};
const choice losses[] = {{"square", HOP_LOSS_SQUARE},
                         {"huber", HOP_LOSS_HUBER},
                         {"tukey", HOP_LOSS_TUKEY},
                         {"", 0}};
const choice scaling_kinds[] = {{"ghosh", HOP_SCALING_GHOSH},
                                {"summerfield", HOP_SCALING_SUMMERFIELD},
                                {"summerfield-alpha", HOP_SCALING_SUMMERFIELD_ALPHA},
                                {"sidebottom", HOP_SCALING_SIDEBOTTOM},
                                {"", 0}};
const choice limit_choices[] = {{"drop", HOP_LIMITS_DROP},
                                {"censored", HOP_LIMITS_CENSORED},
                                {"", 0}};
const choice arrhenius_losses[] = {{"square", HOP_ARRHENIUS_LOSS_SQUARE},
                                   {"huber", HOP_ARRHENIUS_LOSS_HUBER},
                                   {"", 0}};
const choice line_quantities[] = {{"sigma_T", HOP_ARRHENIUS_SIGMA_T},
                                  {"sigma", HOP_ARRHENIUS_SIGMA},
                                  {"", 0}};
const choice exponents[] = {{"none", NO_GLOBAL_FIT},
                            {"common", HOP_EXPONENT_COMMON},
                            {"linear", HOP_EXPONENT_LINEAR},
                            {"per-temperature", HOP_EXPONENT_PER_TEMPERATURE},
                            {"", 0}};

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* The length of a decimal number at the start of text, 0 if there is none. */
static size_t decimal_length(const char *text)
{
    size_t length = (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const size_t whole = digits(text + length);
    length += whole;
    size_t fraction = 0;
    if (text[length] == '.') {
        fraction = digits(text + length + 1);
        length += 1 + fraction;
    }
    if (whole + fraction == 0) {
        return 0;
    }
    if (text[length] == 'e' || text[length] == 'E') {
        const size_t sign = (text[length + 1] == '-' || text[length + 1] == '+') ? 1 : 0;
        const size_t power = digits(text + length + 1 + sign);
        length += power > 0 ? 1 + sign + power : 0;
    }
    return length;
}

/* Longer texts are cut, so that a whole paragraph in the wrong place stays readable. */
enum { SHOWN = 60 };

static bool has_decimal_comma(const char *text)
{
    const size_t whole = decimal_length(text);
    return whole > 0 && text[whole] == ',' && digits(text + whole + 1) > 0;
}

bool number_read(const char *text, const number_rule *rule, double *value,
                 char problem[PROBLEM_SIZE])
{
    const size_t length = decimal_length(text);
    if (text[0] == '\0') {
        snprintf(problem, PROBLEM_SIZE, "is empty, expected %s", rule->what);
        return false;
    }
    if (length == 0 || text[length] != '\0') {
        snprintf(problem, PROBLEM_SIZE, "'%.*s' %s, expected %s%s", SHOWN, text,
                 has_decimal_comma(text) ? "has a decimal comma" : "is not a number", rule->what,
                 has_decimal_comma(text) ? " written with a decimal point" : "");
        return false;
    }
    const double number = strtod(text, NULL);
    if (!isfinite(number) || number < rule->min || number > rule->max
        || (rule->min_excluded && number <= rule->min)
        || (rule->integer && number != floor(number))) {
        snprintf(problem, PROBLEM_SIZE, "%.*s is not %s", SHOWN, text, rule->what);
        return false;
    }
    *value = number;
    return true;
}

bool choice_read(const char *text, const choice *choices, int32_t *value,
                 char problem[PROBLEM_SIZE])
{
    for (const choice *c = choices; c->name[0]; c++) {
        if (strcmp(text, c->name) == 0) {
            *value = c->value;
            return true;
        }
    }
    int used = snprintf(problem, PROBLEM_SIZE, "'%.*s' is not known, expected", SHOWN, text);
    for (const choice *c = choices; c->name[0]; c++) {
        const char *joint = c == choices ? " " : c[1].name[0] ? ", " : " or ";
        used += snprintf(problem + used, (size_t)(PROBLEM_SIZE - used), "%s%s", joint, c->name);
    }
    return false;
}

const char *choice_name(const choice *choices, int32_t value)
{
    const choice *c = choices;
    while (c->name[0] && c->value != value) {
        c++;
    }
    return c->name;
}

bool window_check(double f_min_Hz, double f_max_Hz, char problem[PROBLEM_SIZE])
{
    if (f_min_Hz < f_max_Hz) {
        return true;
    }
    snprintf(problem, PROBLEM_SIZE, "%g to %g is empty, expected the lower frequency first",
             f_min_Hz, f_max_Hz);
    return false;
}

bool n_range_check(double n_min, double n_max, char problem[PROBLEM_SIZE])
{
    if (n_min < n_max) {
        return true;
    }
    snprintf(problem, PROBLEM_SIZE, "%g to %g is empty, expected the lower exponent first", n_min,
             n_max);
    return false;
}

/* One end of "LO:HI"; an empty one keeps its value, unless it must be there. */
static bool end_read(const char *text, size_t length, const number_rule *rule, bool needed,
                     double *value, char problem[PROBLEM_SIZE])
{
    char *end = text_of("%.*s", (int)length, text);
    const bool ok = (length == 0 && !needed) || number_read(end, rule, value, problem);
    free(end);
    return ok;
}

bool window_read(const char *text, double *f_min_Hz, double *f_max_Hz,
                 char problem[PROBLEM_SIZE])
{
    double low = 0, high = INFINITY;
    const char *colon = strchr(text, ':');
    if (strcmp(text, "full") != 0) {
        if (!colon) {
            snprintf(problem, PROBLEM_SIZE,
                     "'%.*s' is not a window, expected auto, full or LO:HI in Hz, such as 10:1e6",
                     SHOWN, text);
            return false;
        }
        if (!end_read(text, (size_t)(colon - text), &frequency_Hz_or_zero, false, &low, problem)
            || !end_read(colon + 1, strlen(colon + 1), &frequency_Hz, false, &high, problem)
            || !window_check(low, high, problem)) {
            return false;
        }
    }
    *f_min_Hz = low;
    *f_max_Hz = high;
    return true;
}

bool n_range_read(const char *text, double *n_min, double *n_max, char problem[PROBLEM_SIZE])
{
    double low, high;
    const char *colon = strchr(text, ':');
    if (!colon) {
        snprintf(problem, PROBLEM_SIZE, "'%.*s' is not a range, expected LO:HI, such as 0.3:1",
                 SHOWN, text);
        return false;
    }
    if (!end_read(text, (size_t)(colon - text), &exponent_n, true, &low, problem)
        || !end_read(colon + 1, strlen(colon + 1), &exponent_n, true, &high, problem)
        || !n_range_check(low, high, problem)) {
        return false;
    }
    *n_min = low;
    *n_max = high;
    return true;
}
