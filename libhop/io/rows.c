/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "location.h"
#include "number.h"

enum { IGNORED_LIMIT = 1000, FIRST_CAPACITY = 64, IGNORED_TEXT = 256 };

hop_status hopi_file_add_row(hop_ctx *ctx, hop_file *file, const hopi_row *row)
{
    if (file->row_count == file->row_capacity) {
        const size_t capacity = file->row_capacity ? 2 * file->row_capacity : FIRST_CAPACITY;
        hopi_row *rows =
            hopi_grow(file->allocator, file->rows, file->row_count, capacity, sizeof *rows);
        if (!rows) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        file->rows = rows;
        file->row_capacity = capacity;
    }
    file->rows[file->row_count++] = *row;
    return HOP_OK;
}

hop_status hopi_file_ignore(hop_ctx *ctx, hop_file *file, const char *format, ...)
{
    if (file->ignored_count == IGNORED_LIMIT) {
        return HOP_OK;
    }
    if (file->ignored_count == file->ignored_capacity) {
        const size_t capacity = file->ignored_capacity ? 2 * file->ignored_capacity : 8;
        char **ignored = hopi_grow(file->allocator, file->ignored, file->ignored_count, capacity,
                                   sizeof *ignored);
        if (!ignored) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        file->ignored = ignored;
        file->ignored_capacity = capacity;
    }
    char text[IGNORED_TEXT] = "further lines, not listed";
    if (file->ignored_count < IGNORED_LIMIT - 1) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
    }
    char *copy = hopi_copy_text(file->allocator, text);
    if (!copy) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    file->ignored[file->ignored_count++] = copy;
    return HOP_OK;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_temperature(const void *first, const void *second)
{
    const hopi_row *a = first, *b = second;
    int order = compare_numbers(a->temperature_k, b->temperature_k);
    order = order ? order : compare_numbers(a->freq_hz, b->freq_hz);
    return order ? order : compare_sizes(a->line, b->line);
}

static int by_spectrum(const void *first, const void *second)
{
    const hopi_row *a = first, *b = second;
    const int order = compare_sizes(a->spectrum_line, b->spectrum_line);
    return order ? order : compare_numbers(a->freq_hz, b->freq_hz);
}

/* Rows of one temperature follow each other; NaN, not stated, is the same in all rows. */
static size_t end_of_spectrum(const hop_file *file, size_t first)
{
    size_t end = first + 1;
    while (end < file->row_count
           && compare_numbers(file->rows[end].temperature_k, file->rows[first].temperature_k)
                  == 0) {
        end++;
    }
    return end;
}

static size_t number_spectra(hop_file *file)
{
    size_t count = 0;
    for (size_t first = 0, end; first < file->row_count; first = end) {
        end = end_of_spectrum(file, first);
        size_t line = file->rows[first].line;
        for (size_t k = first; k < end; k++) {
            line = file->rows[k].line < line ? file->rows[k].line : line;
        }
        for (size_t k = first; k < end; k++) {
            file->rows[k].spectrum_line = line;
        }
        count++;
    }
    return count;
}

/* Of several the one that a reader of the file meets first. */
static hop_status check_duplicates(hop_ctx *ctx, const hop_file *file)
{
    const hopi_row *found = NULL;
    for (size_t k = 1; k < file->row_count; k++) {
        const hopi_row *a = &file->rows[k - 1], *b = &file->rows[k];
        if (a->spectrum_line == b->spectrum_line && compare_numbers(a->freq_hz, b->freq_hz) == 0
            && (!found || b->line < found->line)) {
            found = b;
        }
    }
    if (!found) {
        return HOP_OK;
    }
    char frequency[HOPI_NUMBER_TEXT];
    hopi_format_number(frequency, found->freq_hz, 15);
    return hopi_fail_at(ctx, HOP_ERR_DUPLICATE_FREQUENCY, file->name, found->line,
                        found->position,
                        "frequency %s Hz occurs twice, first in line %zu, expected each once "
                        "in a spectrum",
                        frequency, (found - 1)->line);
}

hop_status hopi_file_arrange(hop_ctx *ctx, hop_file *file)
{
    qsort(file->rows, file->row_count, sizeof *file->rows, by_temperature);
    const size_t count = number_spectra(file);
    const hop_status status = check_duplicates(ctx, file);
    if (status) {
        return status;
    }
    file->spectra = hopi_allocate(file->allocator, count, sizeof *file->spectra);
    if (!file->spectra) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    qsort(file->rows, file->row_count, sizeof *file->rows, by_spectrum);
    for (size_t first = 0; first < file->row_count;) {
        const size_t end = end_of_spectrum(file, first);
        file->spectra[file->spectrum_count++] = (hopi_range){first, end - first};
        first = end;
    }
    return HOP_OK;
}
