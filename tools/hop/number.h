/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* What a number stands for, and where it may lie. */
typedef struct number_rule {
    const char *what; /* completes "-1 is not …", such as "a positive length in mm" */
    double min, max;
    bool min_excluded, integer;
} number_rule;

extern const number_rule any_number, positive_number, not_negative_number;
extern const number_rule length_mm, area_cm2, temperature_C, frequency_Hz, frequency_Hz_or_zero;
extern const number_rule temperature_error_K, limit_width;
extern const number_rule exponent_n, replicate_count, random_seed, thread_count;

enum { PROBLEM_SIZE = 400 };

/*
 * Reads a number that takes up the whole text, with a decimal point, as C and
 * JSON write it (no hexadecimal digits, no nan, no infinity). If it is none, or
 * is not what the rule says, `problem` tells what is wrong and what was expected.
 */
bool number_read(const char *text, const number_rule *rule, double *value,
                 char problem[PROBLEM_SIZE]);

/* A word of a fixed list; lists end with an empty name. */
typedef struct choice {
    const char *name;
    int32_t value;
} choice;

extern const choice weightings[], conventions[], arrhenius_methods[], birge_choices[];
extern const choice extractors[], representations[], fit_models[], interval_methods[];
extern const choice scaling_kinds[], exponents[], losses[], limit_choices[], arrhenius_losses[];
extern const choice line_quantities[];

/* A model with its parts, in one number: the model, and a bit for a grain boundary. */
enum { WITH_GRAIN_BOUNDARY = 1 << 16 };

/* Beside the HOP_INTERVAL_ constants: this and a kind of bootstrap. */
enum { INTERVAL_BY_BOOTSTRAP = 100 };

/* Beside the HOP_EXPONENT_ constants. */
enum { NO_GLOBAL_FIT = -1 };

bool choice_read(const char *text, const choice *choices, int32_t *value,
                 char problem[PROBLEM_SIZE]);

/* The name of a value of the list. */
const char *choice_name(const choice *choices, int32_t value);

/* "LO:HI" with either end left out for none, or "full". */
bool window_read(const char *text, double *f_min_Hz, double *f_max_Hz,
                 char problem[PROBLEM_SIZE]);

/* "LO:HI", the range of the exponent. */
bool n_range_read(const char *text, double *n_min, double *n_max, char problem[PROBLEM_SIZE]);

/* The ends are in order; says so if not. */
bool window_check(double f_min_Hz, double f_max_Hz, char problem[PROBLEM_SIZE]);
bool n_range_check(double n_min, double n_max, char problem[PROBLEM_SIZE]);

#endif
