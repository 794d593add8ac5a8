/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRAJECTORY_TEXT_H
#define HOPI_TRAJECTORY_TEXT_H

#include <stddef.h>

#include "io/input.h"

/* The lines of a file that may be larger than memory and packed, as fast as they come. */
typedef struct hopi_text {
    hopi_input input;
    hop_ctx *ctx;
    const char *at, *end; /* what is left of the block */
    char *joined;         /* a line that stands in two blocks */
    size_t joined_capacity;
    const char *line, *line_end;
    size_t line_number;
    int is_given_back, is_cut; /* is_cut: the last line has no end */
    double shown;              /* share of the file that was reported last */
} hopi_text;

/* hopi_text_close() is due on error, too. */
hop_status hopi_text_open(hopi_text *text, hop_ctx *ctx, const char *path);

/*
 * Moves to the next line, [line, line_end) without its end; line is NULL at the end of
 * the file. It stands until the next call.
 */
hop_status hopi_text_next(hopi_text *text);

/* The next call gives this line again. */
void hopi_text_give_back(hopi_text *text);

void hopi_text_close(hopi_text *text);

/* An error at a place of the line, with what was expected there. */
hop_status hopi_text_fail(const hopi_text *text, const char *at, hop_status status,
                          const char *expected);

/* The first byte from `at` that is no blank, at most end. */
const char *hopi_skip_blanks(const char *at, const char *end);

/* The end of the word that starts at `at`. */
const char *hopi_word_end(const char *at, const char *end);

int hopi_starts_with(const char *at, const char *end, const char *word);

/* Where a word first stands in [at, end); NULL: nowhere. */
const char *hopi_find(const char *at, const char *end, const char *word);

/*
 * Reads the number after blanks at *at, which moves behind it, to the nearest double.
 * 0 if there is none that is finite.
 */
int hopi_scan_number(const char **at, const char *end, double *value);

/* The next `count` numbers of the line from *at; the error names the place. */
hop_status hopi_text_numbers(const hopi_text *text, const char **at, size_t count,
                             double *values);

/* The same, of a whole number from 0 to limit. */
hop_status hopi_text_count(const hopi_text *text, const char **at, double limit, size_t *value);

#endif
