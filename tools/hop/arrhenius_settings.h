/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ARRHENIUS_SETTINGS_H
#define ARRHENIUS_SETTINGS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "number.h"

/*
 * How f_p is read off and how the Arrhenius lines are fitted; what was not set is
 * taken from the level below.
 */
typedef struct arrhenius_settings {
    int32_t extractor, method, birge, limits, loss, quantity;              /* 0: not set */
    double limit_width, temperature_error_K, temperature_offset_error_K; /* NaN: not set */
} arrhenius_settings;

/* One setting: its name in files, its option, and either the words or the numbers it takes. */
typedef struct arrhenius_setting {
    const char *key, *option;
    int letter;
    size_t place; /* in arrhenius_settings: int32_t with choices, double with a rule */
    const choice *choices;
    const number_rule *rule;
} arrhenius_setting;

extern const arrhenius_setting arrhenius_list[];
extern const size_t arrhenius_list_count;

/* Letters of the list. */
#define OPTIONS_ARRHENIUS "XABLUHQEO"

/* Nothing set, and what the library does when nothing is. */
extern const arrhenius_settings arrhenius_unset, arrhenius_default;

/* Reads the text of a setting. False, with what is wrong in `problem`. */
bool arrhenius_read(arrhenius_settings *a, const arrhenius_setting *setting, const char *text,
                    char problem[PROBLEM_SIZE]);

/* The same by the letter of the option. */
bool arrhenius_take(arrhenius_settings *a, int letter, const char *text,
                    char problem[PROBLEM_SIZE]);

/* How a problem names settings: as options or as keys of a study file. */
typedef enum arrhenius_naming { ARRHENIUS_OPTIONS, ARRHENIUS_KEYS } arrhenius_naming;

/* Whether each setting has an effect beside the others; false, with the problem, if not. */
bool arrhenius_check(const arrhenius_settings *a, arrhenius_naming naming,
                     char problem[PROBLEM_SIZE]);

/* What `above` sets, and for the rest what `below` sets. */
arrhenius_settings arrhenius_over(arrhenius_settings above, arrhenius_settings below);

/* "arrhenius: {…}" of a study file with what is set, and nothing where nothing is. */
void arrhenius_write(const arrhenius_settings *a, const char *indent, FILE *out);

/* All settings by their keys, and those of the study file that the command line replaced. */
json_t *arrhenius_settings_json(const arrhenius_settings *used);
json_t *arrhenius_replaced_json(const arrhenius_settings *line, const arrhenius_settings *file);
void arrhenius_replaced_print(const arrhenius_settings *line, const arrhenius_settings *file,
                              FILE *out);

#endif
