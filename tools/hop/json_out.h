/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef JSON_OUT_H
#define JSON_OUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Makes a value or ends the program: there is no memory. */
json_t *json_or_end(json_t *value);

/* A number; null for NaN and infinity. */
json_t *json_number(double value);

/* A whole number held in a double; null for NaN. */
json_t *json_count(double value);

/* A text; bytes that are no UTF-8 become '?'. */
json_t *json_text(const char *text);

/* Puts a new value into an object or at the end of an array. */
void json_put(json_t *object, const char *key, json_t *value);
void json_add(json_t *array, json_t *value);

/* {"value":…,"standard_error":…} */
json_t *json_estimate(double value, double standard_error);

/* The same with "lower" and "upper". */
json_t *json_interval(double value, double standard_error, double lower, double upper);

/* An array of numbers. */
json_t *json_numbers(const double *values, size_t count);

/* An n × n matrix, row-major. */
json_t *json_matrix(const double *values, size_t n);

/* The names of the bits of a word, by hop_flag_name() or hop_reason_name(). */
json_t *json_bits(uint32_t bits, const char *(*name)(uint32_t));

/*
 * Writes the document, 17 significant digits a number, to a new file or, for
 * "-", to stdout. Answers an exit code, after saying what is wrong.
 */
int json_write(const json_t *document, const char *path, bool force);

#endif
