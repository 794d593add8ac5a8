/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include <hop/io.h>

#include "base/context.h"
#include "column.h"
#include "location.h"
#include "number.h"

enum { COLUMN_LIMIT = 5, ALL_DIGITS = 17 };

/* The columns to write, all of the same length, in one allocation. */
typedef struct sheet {
    size_t rows;
    int columns;
    const char *names[COLUMN_LIMIT];
    double *values[COLUMN_LIMIT];
    double *memory;
} sheet;

static double *add_column(sheet *t, hopi_quantity quantity)
{
    t->names[t->columns] = hopi_column_name(quantity);
    t->values[t->columns] = t->memory + (size_t)t->columns * t->rows;
    return t->values[t->columns++];
}

static hop_status fill(const hop_spectrum *s, int32_t representation, sheet *t)
{
    const int has_im = representation != HOP_CONDUCTIVITY || hop_spectrum_is_complex(s);
    const double temperature_k = hop_spectrum_temperature(s);
    double *freq_hz = add_column(t, HOPI_FREQUENCY);
    double *re = add_column(t, hopi_part(representation, 0));
    double *im = has_im ? add_column(t, hopi_part(representation, 1)) : NULL;
    size_t sd_count = 0;
    hop_status status = hop_spectrum_frequencies(s, freq_hz, t->rows, NULL);
    if (status == HOP_OK) {
        status = hop_spectrum_values(s, representation, re, im, t->rows, NULL);
    }
    if (status == HOP_OK && hop_spectrum_standard_deviations(s, NULL, 0, &sd_count) == HOP_OK) {
        status =
            hop_spectrum_standard_deviations(s, add_column(t, HOPI_SD_SIGMA), t->rows, NULL);
    }
    if (status == HOP_OK && !isnan(temperature_k)) {
        double *temperatures = add_column(t, HOPI_TEMPERATURE);
        for (size_t k = 0; k < t->rows; k++) {
            temperatures[k] = temperature_k;
        }
    }
    return status;
}

static int print_sheet(const sheet *t, FILE *file)
{
    for (int c = 0; c < t->columns; c++) {
        fprintf(file, "%s%s", c > 0 ? "," : "", t->names[c]);
    }
    fputc('\n', file);
    for (size_t k = 0; k < t->rows; k++) {
        for (int c = 0; c < t->columns; c++) {
            char number[HOPI_NUMBER_TEXT];
            hopi_format_number(number, t->values[c][k], ALL_DIGITS);
            fprintf(file, "%s%s", c > 0 ? "," : "", number);
        }
        fputc('\n', file);
    }
    return ferror(file) ? -1 : 0;
}

static hop_status write_file(hop_ctx *ctx, const sheet *t, const char *path)
{
    FILE *file = fopen(path, "wx");
    if (!file) {
        return hopi_fail_at(ctx, HOP_ERR_FILE_OPEN, path, 0, 0, "cannot be made: %s",
                            hopi_reason(errno));
    }
    errno = 0;
    const int failed = print_sheet(t, file);
    const int reason = errno;
    errno = 0;
    if (fclose(file) != 0 || failed) {
        const int last_reason = failed ? reason : errno;
        remove(path);
        return hopi_fail_at(ctx, HOP_ERR_FILE_READ, path, 0, 0,
                            "writing failed, the file was removed: %s",
                            hopi_reason(last_reason));
    }
    return HOP_OK;
}

hop_status hop_write_table(hop_ctx *ctx, const hop_spectrum *s, int32_t representation,
                           const char *path)
{
    if (!s || !path) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (representation < HOP_IMPEDANCE || representation > HOP_MODULUS) {
        return hopi_fail_plain(ctx, HOP_ERR_INVALID_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    sheet t = {.rows = hop_spectrum_count(s)};
    t.memory = hopi_allocate(allocator, t.rows, COLUMN_LIMIT * sizeof(double));
    if (!t.memory) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    hop_status status = fill(s, representation, &t);
    if (status) {
        hopi_fail_plain(ctx, status);
        hopi_fail_prefix(ctx, "%s is not written: ", path);
    } else {
        status = write_file(ctx, &t, path);
    }
    hopi_release(allocator, t.memory);
    return status;
}
