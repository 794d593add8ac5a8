/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CLI_H
#define CLI_H

#include <jansson.h>

#include "support.h"

/* What a run of hop left. */
typedef struct outcome {
    int code;
    char *out, *err;
} outcome;

/* The folder of this test, made on first use and removed with all in it at the end. */
const char *cli_folder(void);

/* Writes a text file into the folder of this test. */
void cli_write(const char *name, const char *text);

/* A headed table "frequency_Hz,sigma_S_per_m": sigma_dc (1 + (f/f_p)^n), 1 Hz to 1 MHz. */
void cli_write_jpl(const char *name, double sigma_dc, double f_p_Hz, double n);

/* What cli_write_point() is made from: E_a and E_m in eV, nu0 in Hz, entropy in k_B. */
#define CLI_E_A 0.40
#define CLI_E_M 0.35
#define CLI_NU0 8e12
#define CLI_ENTROPY (-1.5)

/*
 * A headed table at celsius, 10 Hz to 10 MHz: σT and f_p on exact lines,
 * f_p = ν₀ exp(ΔS/k_B − E_m/k_B T), and ±1 % of deterministic scatter, so that weights
 * and errors exist.
 */
void cli_write_point(const char *name, double celsius);

/*
 * Runs hop in the folder of this test with arguments separated by blanks, as
 * printf() makes them; no shell. Release with cli_free().
 */
outcome cli_run(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_free(outcome *o);

/* The same with stderr on a terminal; err is what a user sees there. */
outcome cli_run_on_terminal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Runs hop and checks the exit code and that stderr is exactly this. */
void cli_expect_error(int code, const char *message, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Runs hop, checks that it succeeds without a word on stderr, and parses stdout. */
json_t *cli_run_json(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The value at a path such as "fits.0.parameters.n.value"; fails the test if there is none. */
json_t *json_at(json_t *root, const char *path_format, ...)
    __attribute__((format(printf, 2, 3)));
double number_at(json_t *root, const char *path_format, ...)
    __attribute__((format(printf, 2, 3)));
const char *text_at(json_t *root, const char *path_format, ...)
    __attribute__((format(printf, 2, 3)));

/* The value at path lies within three of its own standard errors; the data are fixed. */
void expect_within_errors(json_t *root, const char *path, double expected);

/* The object has these keys, separated by blanks, in this order, and no others. */
void expect_keys(json_t *object, const char *keys);

/* Contents of a file in the folder of this test. */
char *cli_read(const char *name);

/* "<sources>/<name>". Release with free(). */
char *source_path(const char *name);

#endif
