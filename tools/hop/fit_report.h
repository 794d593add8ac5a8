/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FIT_REPORT_H
#define FIT_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "spectra.h"
#include "text_table.h"

/* The flags of fit, hopping frequency and replicates. */
uint32_t fit_flags(const fit_result *r);

/* f_p with its error, or as a limit. */
void frequency_text(const hop_hopping *h, char text[NUMBER_TEXT_SIZE]);

/* Number and interval where f_p is known, the one bound where it is a limit. */
json_t *hopping_frequency_json(const hop_hopping *h, int32_t key);

/* One member of "fits" of hop.fit/1. */
json_t *fit_json(const fit_result *r);

/* The fits as a table for people, with their flags in words; short_names leaves folders out. */
void fit_table_print(const fit_result *results, size_t count, bool short_names, FILE *file);

/* The 95 % intervals of sigma_dc, f_p and n, if a method was asked for. */
void fit_intervals_print(const fit_result *results, size_t count, bool short_names, FILE *file);

/* The flags of a row as letters that stand in the list below the table, and that list. */
enum { FLAG_LETTERS_SIZE = 64 };
void flag_letters(uint32_t flags, uint32_t all, char text[FLAG_LETTERS_SIZE]);
void flags_print(uint32_t all, FILE *file);

/* Writes the header of fits.csv, and one line of it. */
void fit_csv_header(FILE *file);
void fit_csv_line(const char *sample, const fit_result *r, FILE *file);

/* "DIR/curves/<number>-<file>.csv", the folder made; NULL, with a word. Release with free(). */
char *curve_path_make(const char *folder, size_t number, const loaded_spectrum *s);

/* Writes DIR/curves/<number>-<file>.csv. Answers an exit code, after saying what is wrong. */
int curve_csv_write(hop_ctx *ctx, const char *folder, size_t number, const fit_result *r,
                    bool force);

/* A text as one CSV field. */
void csv_text(FILE *file, const char *text);

/* A comma and a number with 17 digits, nothing for NaN and infinity. */
void csv_number(FILE *file, double value);

#endif
