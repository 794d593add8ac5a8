/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encoding.h"
#include "location.h"
#include "number.h"
#include "options.h"

enum { LABEL_BYTES = 128, SWEEP_POINTS = 3, MEASURED_POINTS = 5 };

/* Two sweeps of one instrument start at the same frequency, but for its last digits. */
static const double same_frequency = 1e-3;

typedef struct arranger {
    hop_ctx *ctx;
    hop_file *file;
    int32_t duplicates;
    int takes_temperature;
    size_t capacity; /* of spectra */
} arranger;

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int by_temperature(const void *first, const void *second)
{
    const hopi_row *a = first, *b = second;
    const int order = compare_numbers(a->temperature_k, b->temperature_k);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int by_frequency(const void *first, const void *second)
{
    const hopi_row *a = first, *b = second;
    const int order = compare_numbers(a->freq_hz, b->freq_hz);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int by_first_line(const void *first, const void *second)
{
    const hopi_piece *a = first, *b = second;
    return (a->first_order > b->first_order) - (a->first_order < b->first_order);
}

/* 1: rising or equal all along, -1: falling all along, 0: neither. */
static int direction_of(const hopi_row *rows, size_t count)
{
    int rises = 1, falls = 1;
    for (size_t k = 1; k < count && (rises || falls); k++) {
        rises = rises && rows[k].freq_hz >= rows[k - 1].freq_hz;
        falls = falls && rows[k].freq_hz < rows[k - 1].freq_hz;
    }
    return rises ? 1 : falls ? -1 : 0;
}

static void reverse(hopi_row *rows, size_t count)
{
    for (size_t k = 0; k < count / 2; k++) {
        const hopi_row row = rows[k];
        rows[k] = rows[count - 1 - k];
        rows[count - 1 - k] = row;
    }
}

/* Back at the start, against the direction so far: a narrow sweep never leaves its start by much. */
static int is_back_at_start(const hopi_row *start, const hopi_row *last, double freq_hz)
{
    const int has_risen = last->freq_hz > start->freq_hz;
    const int turns = has_risen ? freq_hz < last->freq_hz : freq_hz > last->freq_hz;
    return turns && fabs(freq_hz - start->freq_hz) <= same_frequency * start->freq_hz;
}

/* The end of the sweep that starts at first: there the frequency is back at its start. */
static size_t end_of_sweep(const hopi_row *rows, size_t first, size_t count)
{
    int rises = 1, falls = 1;
    for (size_t k = first + 1; k < count; k++) {
        if (k - first >= SWEEP_POINTS && rises != falls
            && is_back_at_start(&rows[first], &rows[k - 1], rows[k].freq_hz)) {
            return k;
        }
        rises = rises && rows[k].freq_hz > rows[k - 1].freq_hz;
        falls = falls && rows[k].freq_hz < rows[k - 1].freq_hz;
        if (!rises && !falls) {
            break;
        }
    }
    return count;
}

/* Frequencies run through once, in one direction: one sweep, whatever the temperature did. */
static int is_one_sweep(const hopi_row *rows, size_t count)
{
    int rises = 1, falls = 1;
    for (size_t k = 1; k < count; k++) {
        rises = rises && rows[k].freq_hz > rows[k - 1].freq_hz;
        falls = falls && rows[k].freq_hz < rows[k - 1].freq_hz;
    }
    return rises || falls;
}

int hopi_begins_sweep(const hopi_row *rows, size_t count, double freq_hz)
{
    return count >= SWEEP_POINTS && is_back_at_start(&rows[0], &rows[count - 1], freq_hz)
           && is_one_sweep(rows, count);
}

static hop_status fail_duplicate(const arranger *a, const hopi_row *first, const hopi_row *second)
{
    char frequency[HOPI_NUMBER_TEXT];
    hopi_format_number(frequency, second->freq_hz, 15);
    return hopi_fail_at(a->ctx, HOP_ERR_DUPLICATE_FREQUENCY, a->file->name,
                        a->file->is_binary ? 0 : second->line, second->position,
                        "frequency %s Hz occurs twice, first in line %zu, expected each once "
                        "in a spectrum",
                        frequency, first->line);
}

/* One row for rows of the same frequency. */
static hopi_row merged(const hopi_row *rows, size_t count, int32_t rule)
{
    hopi_row row = rule == HOP_DUPLICATES_LAST ? rows[count - 1] : rows[0];
    if (rule == HOP_DUPLICATES_MEAN) {
        double re = 0.0, im = 0.0, variance = 0.0;
        for (size_t k = 0; k < count; k++) {
            re += rows[k].re / (double)count;
            im += rows[k].im / (double)count;
            variance += rows[k].sd_s_per_m * rows[k].sd_s_per_m;
        }
        row.re = re;
        row.im = im;
        row.sd_s_per_m = sqrt(variance) / (double)count;
    }
    return row;
}

/* Leaves each frequency once, at the start of the rows; *count becomes their number. */
static hop_status merge_duplicates(arranger *a, hopi_row *rows, size_t *count, uint32_t *flags)
{
    static const char *const taken[] = {"", "the mean", "the first", "the last"};
    size_t kept = 0, repeated = 0;
    const hopi_row first = rows[0];
    hopi_row example = first, example_twin = first;
    for (size_t k = 0, end; k < *count; k = end) {
        end = k + 1;
        while (end < *count && compare_numbers(rows[end].freq_hz, rows[k].freq_hz) == 0) {
            end++;
        }
        if (end - k > 1 && a->duplicates == HOP_DUPLICATES_REFUSE) {
            return fail_duplicate(a, &rows[k], &rows[k + 1]);
        }
        if (end - k > 1 && repeated++ == 0) {
            example = rows[k];
            example_twin = rows[k + 1];
        }
        rows[kept++] = end - k > 1 ? merged(rows + k, end - k, a->duplicates) : rows[k];
    }
    *count = kept;
    if (repeated == 0) {
        return HOP_OK;
    }
    *flags |= HOP_READ_DUPLICATES;
    char frequency[HOPI_NUMBER_TEXT];
    hopi_format_number(frequency, example.freq_hz, 15);
    return hopi_file_add_reason(a->ctx, a->file,
                                "%s was taken where a frequency occurs more than once, %zu time%s, "
                                "such as %s Hz in lines %zu and %zu",
                                taken[a->duplicates], repeated, hopi_plural(repeated), frequency,
                                example.line, example_twin.line);
}

static char *label_of(const arranger *a, const hopi_group *group, size_t sweep)
{
    char label[LABEL_BYTES] = "", number[40] = "";
    size_t used = 0;
    if (group->label) {
        used = hopi_copy_utf8(label, sizeof label / 2, group->label, strlen(group->label));
    }
    if (!isnan(group->cycle)) {
        snprintf(number, sizeof number, "%scycle %.0f", used > 0 ? ", " : "", group->cycle);
        used += (size_t)snprintf(label + used, sizeof label - used, "%s", number);
    }
    if (sweep > 0) {
        snprintf(label + used, sizeof label - used, "%ssweep %zu", used > 0 ? ", " : "", sweep);
    }
    return hopi_copy_text(a->file->allocator, label);
}

static hop_status add_piece(arranger *a, const hopi_group *group, hopi_row *rows, size_t count,
                            size_t sweep)
{
    hop_file *file = a->file;
    if (file->spectrum_count == a->capacity) {
        const size_t capacity = a->capacity ? a->capacity + a->capacity / 2 + 1 : 1;
        hopi_piece *spectra = hopi_grow(file->allocator, file->spectra, file->spectrum_count,
                                        capacity, sizeof *spectra);
        if (!spectra) {
            return hopi_fail_plain(a->ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        file->spectra = spectra;
        a->capacity = capacity;
    }
    hopi_piece *piece = &file->spectra[file->spectrum_count];
    *piece = (hopi_piece){.first = (size_t)(rows - file->rows),
                          .group = (size_t)(group - file->groups),
                          .first_line = rows[0].line,
                          .first_order = rows[0].order,
                          .temperature_k = rows[0].temperature_k,
                          .flags = group->flags | (sweep > 0 ? HOP_READ_SWEEPS_PARTED : 0)};
    piece->label = label_of(a, group, sweep);
    if (!piece->label) {
        return hopi_fail_plain(a->ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    file->spectrum_count++;
    const int direction = direction_of(rows, count);
    if (direction < 0) {
        reverse(rows, count);
    } else if (direction == 0) {
        piece->flags |= HOP_READ_UNSORTED;
        qsort(rows, count, sizeof *rows, by_frequency);
    }
    const hop_status status = merge_duplicates(a, rows, &count, &piece->flags);
    piece->count = count;
    return status;
}

/* Rows of one temperature in the order of the file. */
static hop_status add_sweeps(arranger *a, const hopi_group *group, hopi_row *rows, size_t count)
{
    hop_status status = HOP_OK;
    const int is_alone = end_of_sweep(rows, 0, count) == count;
    size_t sweep = is_alone ? 0 : 1;
    for (size_t first = 0, end; first < count && status == HOP_OK; first = end) {
        end = is_alone ? count : end_of_sweep(rows, first, count);
        status = add_piece(a, group, rows + first, end - first, sweep++);
    }
    return status;
}

static size_t end_of_temperature(const hopi_row *rows, size_t first, size_t count)
{
    size_t end = first + 1;
    while (end < count
           && compare_numbers(rows[end].temperature_k, rows[first].temperature_k) == 0) {
        end++;
    }
    return end;
}

/* Number of different temperatures in rows that are sorted by it. */
static size_t count_temperatures(const hopi_row *rows, size_t count)
{
    size_t temperatures = 0;
    for (size_t first = 0; first < count; first = end_of_temperature(rows, first, count)) {
        temperatures++;
    }
    return temperatures;
}

static int by_order(const void *first, const void *second)
{
    const hopi_row *a = first, *b = second;
    return (a->order > b->order) - (a->order < b->order);
}

/*
 * A thermometer read at every point is no reason to take every point for a
 * spectrum of its own: then there is one temperature, the mean. The rows are
 * sorted by temperature and come back in the order of the file.
 */
static hop_status average_temperature(arranger *a, hopi_group *group, hopi_row *rows,
                                      size_t count)
{
    char low[HOPI_NUMBER_TEXT], high[HOPI_NUMBER_TEXT];
    double sum_K = 0.0;
    hopi_format_number(low, rows[0].temperature_k, 6);
    hopi_format_number(high, rows[count - 1].temperature_k, 6);
    for (size_t k = 0; k < count; k++) {
        sum_K += rows[k].temperature_k;
    }
    for (size_t k = 0; k < count; k++) {
        rows[k].temperature_k = sum_K / (double)count;
    }
    group->flags |= HOP_READ_TEMPERATURE_AVERAGED;
    qsort(rows, count, sizeof *rows, by_order);
    return hopi_file_add_reason(a->ctx, a->file,
                                "temperature of the spectrum from line %zu: the mean of its "
                                "points, which lie between %s and %s K",
                                rows[0].line, low, high);
}

static hop_status arrange_group(arranger *a, hopi_group *group)
{
    hopi_row *rows = a->file->rows + group->first_row;
    const size_t count = group->row_count;
    int is_sorted = 1;
    for (size_t k = 0; k < count; k++) {
        if (isnan(rows[k].temperature_k) && a->takes_temperature) {
            rows[k].temperature_k = group->temperature_k;
        }
        is_sorted = is_sorted
                    && (k == 0
                        || compare_numbers(rows[k].temperature_k, rows[k - 1].temperature_k)
                               >= 0);
    }
    const int is_sweep = is_one_sweep(rows, count);
    if (!is_sorted) {
        qsort(rows, count, sizeof *rows, by_temperature);
    }
    hop_status status = HOP_OK;
    const double range_K = rows[count - 1].temperature_k - rows[0].temperature_k;
    if (is_sweep && count >= MEASURED_POINTS && range_K > 0.0 && range_K <= HOPI_ONE_TEMPERATURE_K
        && count_temperatures(rows, count) > count / 4) {
        status = average_temperature(a, group, rows, count);
    }
    for (size_t first = 0, end; first < count && status == HOP_OK; first = end) {
        end = end_of_temperature(rows, first, count);
        status = add_sweeps(a, group, rows + first, end - first);
    }
    return status;
}

/* What was read over last is mostly why. */
static hop_status fail_without_points(hop_ctx *ctx, const hop_file *file)
{
    const size_t count = hop_file_ignored_count(file);
    return hopi_fail_at(ctx, HOP_ERR_NO_SPECTRUM, file->name, 0, 0,
                        "the file holds no point of a spectrum%s%s%s",
                        count > 0 ? " (left out last: " : "",
                        count > 0 ? hop_file_ignored(file, count - 1) : "",
                        count > 0 ? ")" : "");
}

hop_status hopi_file_arrange(hop_ctx *ctx, hop_file *file, const hop_read_options *options)
{
    arranger a = {.ctx = ctx,
                  .file = file,
                  .duplicates = hopi_duplicates_rule(options),
                  .takes_temperature = hopi_takes_temperature(options)};
    hop_status status = HOP_OK;
    for (size_t g = 0; g < file->group_count && status == HOP_OK; g++) {
        if (file->groups[g].row_count > 0) {
            status = arrange_group(&a, &file->groups[g]);
        }
    }
    if (status == HOP_OK && file->spectrum_count == 0) {
        status = fail_without_points(ctx, file);
    }
    if (status == HOP_OK && file->spectrum_count > 1) {
        qsort(file->spectra, file->spectrum_count, sizeof *file->spectra, by_first_line);
    }
    return status ? status : hopi_decide_signs(ctx, file, hopi_sign_rule(options));
}
