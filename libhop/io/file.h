/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FILE_H
#define HOPI_FILE_H

#include <hop/io.h>

#include "texts.h"

/*
 * One point in SI units and where it stands; re and im as the representation
 * says. What is not known is NaN.
 */
typedef struct hopi_row {
    double freq_hz, re, im, sd_s_per_m, temperature_k;
    size_t line;       /* from 1; the byte offset in binary files */
    uint32_t position; /* column from 1 */
    size_t order;      /* set by hopi_file_add_row() */
} hopi_row;

/* Rows that follow each other and belong to one measurement; temperatures may still part it. */
typedef struct hopi_group {
    int32_t representation;
    int has_im, has_sd;
    int has_explicit_sign; /* the format or the header leaves no doubt */
    int is_times_area;     /* Z·A or Y/A: the area is needed to make a spectrum */
    double temperature_k;  /* stated for all of it, or NaN: that of the rows */
    double cycle;          /* NaN: none */
    char *label;           /* NULL if there is nothing to tell */
    uint32_t flags;
    size_t first_row, row_count;
} hopi_group;

typedef struct hopi_piece {
    size_t first, count; /* rows */
    size_t group;
    size_t first_line, first_order; /* of the point that comes first in the file */
    double temperature_k;
    uint32_t flags;
    char *label;
} hopi_piece;

struct hop_file {
    hopi_allocator allocator;
    char *name;
    const char *format, *encoding;
    int32_t confidence;
    int is_binary;
    uint32_t flags;
    double thickness_m, area_m2; /* stated; NaN: not */
    hopi_row *rows; /* each spectrum in ascending order of frequency */
    size_t row_count, row_capacity;
    hopi_group *groups;
    size_t group_count, group_capacity;
    hopi_piece *spectra;
    size_t spectrum_count;
    hopi_texts ignored, columns, reasons, keys, values;
    /* Where measurements go as soon as they are whole; NULL: they are kept. */
    hop_part_fn take;
    void *user;
    const hop_read_options *options;
    size_t parts;
};

/* An empty file. */
hop_file *hopi_file_create(hopi_allocator allocator, const char *name);

/*
 * Begins a measurement; the rows that follow belong to it. One without rows is
 * dropped. label may be NULL.
 */
hop_status hopi_file_begin(hop_ctx *ctx, hop_file *file, int32_t representation, int has_im,
                           const char *label);

/* The measurement begun last, for what else is known of it; valid until the next begins. */
hopi_group *hopi_file_group(hop_file *file);

hop_status hopi_file_add_row(hop_ctx *ctx, hop_file *file, const hopi_row *row);

/* A row of an impedance, or whatever the measurement was begun as. */
hopi_row hopi_row_of(double freq_hz, double re, double im, size_t line);

/* Adds to what was read over; beyond a thousand only the first are kept. */
hop_status hopi_file_ignore(hop_ctx *ctx, hop_file *file, const char *format, ...)
    HOPI_PRINTF(3, 4);
hop_status hopi_file_add_column(hop_ctx *ctx, hop_file *file, const char *format, ...)
    HOPI_PRINTF(3, 4);
hop_status hopi_file_add_reason(hop_ctx *ctx, hop_file *file, const char *format, ...)
    HOPI_PRINTF(3, 4);

/* A fact as the file states it; an empty one is left out. Keys are lower case. */
hop_status hopi_file_add_metadata(hop_ctx *ctx, hop_file *file, const char *key,
                                  const char *value, size_t length);

/* Geometry that the file states. */
void hopi_file_state_geometry(hop_file *file, double thickness_m, double area_m2);

/*
 * Parts the measurements into spectra by temperature and by sweep, sorts their
 * points, takes care of frequencies that occur twice, and decides the sign of
 * the imaginary part.
 */
hop_status hopi_file_arrange(hop_ctx *ctx, hop_file *file, const hop_read_options *options);

/* Arranges what is there, hands it out, and forgets its points. */
hop_status hopi_file_hand_out(hop_ctx *ctx, hop_file *file);

/* Within this the temperatures of the points of one spectrum may differ. */
enum { HOPI_ONE_TEMPERATURE_K = 5 };

/* Whether a point begins another sweep of the frequencies of the rows before it. */
int hopi_begins_sweep(const hopi_row *rows, size_t count, double freq_hz);

/* Turns the sign of the imaginary parts where the data say so and nothing else does. */
hop_status hopi_decide_signs(hop_ctx *ctx, hop_file *file, int32_t rule);

#endif
