/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FILE_H
#define HOPI_FILE_H

#include <hop/io.h>

#include "base/context.h"

/* One point in SI units and where it stands; re and im as the representation says. */
typedef struct hopi_row {
    double freq_hz, re, im, sd_s_per_m, temperature_k;
    size_t line, position;
    size_t spectrum_line; /* of the first point of its spectrum */
} hopi_row;

typedef struct hopi_range {
    size_t first, count;
} hopi_range;

struct hop_file {
    hopi_allocator allocator;
    char *name;
    const char *format;
    int32_t representation;
    int has_im, has_sd;
    /* One spectrum after the other, each in ascending order of frequency. */
    hopi_row *rows;
    size_t row_count, row_capacity;
    hopi_range *spectra;
    size_t spectrum_count;
    char **ignored;
    size_t ignored_count, ignored_capacity;
};

hop_status hopi_file_add_row(hop_ctx *ctx, hop_file *file, const hopi_row *row);

/* Adds to what was read over; beyond a thousand only the first are kept. */
hop_status hopi_file_ignore(hop_ctx *ctx, hop_file *file, const char *format, ...)
    HOPI_PRINTF(3, 4);

/* Parts the rows into spectra, one a temperature; refuses a frequency that occurs twice. */
hop_status hopi_file_arrange(hop_ctx *ctx, hop_file *file);

#endif
