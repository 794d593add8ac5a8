/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FORMAT_H
#define HOPI_FORMAT_H

#include "file.h"
#include "source.h"

enum { HOPI_WHY = 256 };

/* A file format: how it is recognised from the first lines, and how it is read. */
typedef struct hopi_format {
    const char *name;
    /* Confidence of 1 to 100, or 0 with the reason. */
    int (*detect)(const hopi_source *source, char why[HOPI_WHY]);
    hop_status (*read)(hopi_source *source, hop_file *file);
} hopi_format;

extern const hopi_format hopi_format_table;
extern const hopi_format hopi_format_neisys;

/*
 * Reads column names from a line of the head (its first skip bytes are a
 * comment sign) and the rows of numbers that follow, for all formats that have
 * both. Whatever else is there is listed as ignored.
 */
hop_status hopi_read_columns(hopi_source *source, hop_file *file, size_t head_index,
                             size_t skip);

int hopi_is_blank_line(const hopi_line *line);
int hopi_is_comment(const hopi_line *line);

#endif
