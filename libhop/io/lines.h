/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_LINES_H
#define HOPI_LINES_H

#include "source.h"

int hopi_is_blank_line(const hopi_line *line);
int hopi_is_comment(const hopi_line *line);

/* Place of the first byte that is no blank; the length of the line if there is none. */
size_t hopi_first_text(const hopi_line *line);

/* The place behind the first such word (not an empty one); NULL if the text has none. */
const char *hopi_behind(const char *text, const char *end, const char *word);

/* Whether a line holds a text, or begins with it after blanks. */
int hopi_line_contains(const hopi_line *line, const char *text);
int hopi_line_begins(const hopi_line *line, const char *text);

/* Whether a line begins with a number, after blanks and a quote. */
int hopi_line_is_numeric(const hopi_line *line);

#endif
