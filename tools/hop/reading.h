/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef READING_H
#define READING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "number.h"
#include "program.h"

/* How files are read, as the command line or a study file says; 0 and NULL: as they look. */
typedef struct reading {
    const char *format, *columns; /* lent */
    int32_t delimiter, decimal_mark, sign, duplicates, temperature_from;
} reading;

/* What --temperature-from says; 0: all there are, which then have to agree. */
enum {
    TEMPERATURE_FROM_GIVEN = 1, /* on the command line or in the study file */
    TEMPERATURE_FROM_FILE,
    TEMPERATURE_FROM_NAME, /* of the file */
    TEMPERATURE_FROM_NONE
};
extern const choice temperature_origins[];

/* One of these: its name in files, its option, and the words it takes; NULL: a text. */
typedef struct reading_setting {
    const char *key, *option;
    int letter;
    size_t place; /* in reading: int32_t with choices, otherwise const char * */
    const choice *choices;
} reading_setting;

enum { READING_COUNT = 7 };
extern const reading_setting reading_list[READING_COUNT];

/* Letters of the list. */
#define OPTIONS_READ "1234568"

/* Reads the text of a setting, which r may lend. False, with what is wrong in `problem`. */
bool reading_read(reading *r, const reading_setting *setting, const char *text,
                  char problem[PROBLEM_SIZE]);

/* The same by the letter of the option. */
bool reading_take(reading *r, int letter, const char *text, char problem[PROBLEM_SIZE]);

/* What is set, as a text; NULL: nothing. */
const char *reading_value(const reading *r, const reading_setting *setting);

/* What `above` sets, and for the rest what `below` sets. */
reading reading_over(reading above, reading below);

bool reading_same(const reading *a, const reading *b);

/* The command line and the study file both say something, and not the same. */
bool reading_replaced(const reading *line, const reading *file, const reading_setting *setting);

/* All settings by their keys, null where nothing is set, and those that were replaced. */
json_t *reading_json(const reading *line, const reading *file);

/* Reads a file so, and says on stderr what was unusual about it. Sets the error text of ctx. */
hop_status reading_file(hop_ctx *ctx, const reading *r, const char *path, hop_file **out);

/* Says why hop_file_spectrum() refused, and what option would help. */
void reading_complain(hop_ctx *ctx, hop_status status);

/* The same without a word. */
hop_status reading_file_silently(hop_ctx *ctx, const reading *r, const char *path,
                                 hop_file **out);

/*
 * The temperature of a spectrum and where it is from: given (NaN: not), stated
 * by the file, or in the file name, as far as r takes these; NaN if there is none. Names hold
 * set points, so a name agrees within 2 K. False, with a word, where two of them
 * contradict each other; `given_by` says who gave it.
 */
bool temperature_settle(const reading *r, const hop_file *file, size_t i, const char *path,
                        double given_k, const char *given_by, double *temperature_k,
                        const char **source);

#endif
