/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FORMAT_H
#define HOPI_FORMAT_H

#include "file.h"
#include "source.h"

enum { HOPI_WHY = 256 };

/* How sure a format is of itself: signatures, distinctive lines, mere tables of numbers. */
enum { HOPI_CERTAIN = 90, HOPI_LIKELY = 70, HOPI_TABLE = 50, HOPI_POSSIBLE = 30 };

/*
 * A file format. detect looks at the head of the source (lines of a text; the
 * block of a binary one) and answers its confidence of 1 to 100 with the
 * evidence in why, or 0, with the reason if that helps the user. It reads
 * nothing, so it is quick and cannot fail. read takes the source from its
 * start: hopi_source_next() for texts, hopi_source_content() for the others.
 */
typedef struct hopi_format {
    const char *name, *title;
    int is_binary; /* asked only about binary sources; 0: only about texts */
    int (*detect)(const hopi_source *source, char why[HOPI_WHY]);
    hop_status (*read)(hopi_source *source, hop_file *file);
} hopi_format;

extern const hopi_format hopi_format_table;
extern const hopi_format hopi_format_eclab_mpr;
extern const hopi_format hopi_format_neisys;
extern const hopi_format hopi_format_zahner_ism;

/* Format k of all that there are; NULL beyond the end. */
const hopi_format *hopi_format_at(size_t k);

/* The format of the options, or the one that is surest of itself; NULL with an error. */
const hopi_format *hopi_recognise(const hopi_source *source, int *confidence,
                                  char why[HOPI_WHY]);

/*
 * Reads column names from a line of the head (its first skip bytes are a
 * comment sign) and the rows of numbers that follow, for all formats that have
 * both. Whatever else is there is listed as ignored.
 */
hop_status hopi_read_columns(hopi_source *source, hop_file *file, size_t head_index,
                             size_t skip);

int hopi_is_blank_line(const hopi_line *line);
int hopi_is_comment(const hopi_line *line);

/* Whether a line holds a text, or begins with it after blanks. */
int hopi_line_contains(const hopi_line *line, const char *text);
int hopi_line_begins(const hopi_line *line, const char *text);

#endif
