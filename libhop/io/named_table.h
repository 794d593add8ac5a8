/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_NAMED_TABLE_H
#define HOPI_NAMED_TABLE_H

#include "columns.h"
#include "format.h"

/* A line "label value" or "label : value" or "label = value" of a description, and its key. */
typedef struct hopi_fact {
    const char *label, *key;
} hopi_fact;

/* A file that is a description, a line of names known by its parts, and numbers. */
typedef struct hopi_named_table {
    const char *parts[4]; /* all of them stand in the line of names; NULL after the last */
    char delimiter;       /* 0: find it */
    uint32_t rules;
    const hopi_fact *facts; /* the last has no label; NULL: none */
    /* Changes what was understood of the names; data is a line of numbers or NULL. May be NULL. */
    void (*adapt)(hopi_header *header, const hopi_line *data);
    int has_remarks; /* a line without a delimiter is a remark wherever it stands */
} hopi_named_table;

/* The first line of the head that holds all parts; NULL if there is none. */
const hopi_line *hopi_find_names(const hopi_source *source, const hopi_named_table *table);

hop_status hopi_read_named_table(hopi_source *source, hop_file *file,
                                 const hopi_named_table *table);

/* Adds the fact that a line states; *is_one says whether it states one. */
hop_status hopi_take_fact(hop_ctx *ctx, hop_file *file, const hopi_line *line,
                          const hopi_fact *facts, int *is_one);

/* HOP_ERR_NO_SPECTRUM: a file of the format, but without an impedance. */
hop_status hopi_no_spectrum(const hopi_source *source, const char *what_lacks);

/* The number after the label of a line such as "Area : 0.5 cm"; NaN if there is none. */
double hopi_number_after(const hopi_line *line, const char *label);

#endif
