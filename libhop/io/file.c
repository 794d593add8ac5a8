/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "format.h"
#include "location.h"

static const hopi_format *const formats[] = {&hopi_format_neisys, &hopi_format_table};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

static const double temperature_agreement_K = 0.01;

/* The format that is surest of itself; NULL with the reasons in the error text. */
static const hopi_format *recognise(const hopi_source *source)
{
    char reasons[FORMAT_COUNT * (HOPI_WHY + 16)] = "";
    size_t used = 0;
    const hopi_format *best = NULL;
    int best_confidence = 0;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        char why[HOPI_WHY] = "";
        const int confidence = formats[i]->detect(source, why);
        if (confidence > best_confidence) {
            best = formats[i];
            best_confidence = confidence;
        }
        used += (size_t)snprintf(reasons + used, sizeof reasons - used, "%s%s: %s",
                                 i > 0 ? "; " : "", formats[i]->name, why);
    }
    if (!best && source->head_count == 0) {
        hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, 1, 1,
                     "in no known format: the first line is longer than %d bytes, expected a "
                     "header and lines of numbers",
                     HOPI_BLOCK_BYTES);
    } else if (!best) {
        hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, 1, 1, "in no known format (%s)",
                     reasons);
    }
    return best;
}

static hop_status read_source(hopi_source *source, hop_file *file)
{
    file->name = hopi_copy_text(file->allocator, source->name);
    if (!file->name) {
        return hopi_fail_plain(source->ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const hopi_format *format = recognise(source);
    if (!format) {
        return HOP_ERR_FORMAT;
    }
    file->format = format->name;
    const hop_status status = format->read(source, file);
    return status ? status : hopi_file_arrange(source->ctx, file);
}

/* Closes the source, which was opened with that status, and hands out the content. */
static hop_status finish(hopi_source *source, hop_status status, hop_ctx *ctx, hop_file **out)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_file *file = NULL;
    if (status == HOP_OK) {
        file = hopi_allocate(allocator, 1, sizeof *file);
        status = file ? HOP_OK : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status == HOP_OK) {
        file->allocator = allocator;
        status = read_source(source, file);
    }
    hopi_source_close(source);
    if (status) {
        hop_file_destroy(file);
        return status;
    }
    *out = file;
    return HOP_OK;
}

hop_status hop_read_file(hop_ctx *ctx, const char *path, hop_file **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!path) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_source source;
    return finish(&source, hopi_source_open_file(&source, ctx, path), ctx, out);
}

hop_status hop_read_memory(hop_ctx *ctx, const char *name, const void *data, size_t size,
                           hop_file **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!name || (!data && size > 0)) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_source source;
    return finish(&source, hopi_source_open_memory(&source, ctx, name, data ? data : "", size),
                  ctx, out);
}

const char *hop_file_format(const hop_file *file)
{
    return file ? file->format : NULL;
}

size_t hop_file_count(const hop_file *file)
{
    return file ? file->spectrum_count : 0;
}

static const hopi_range *range_of(const hop_file *file, size_t i)
{
    return file && i < file->spectrum_count ? &file->spectra[i] : NULL;
}

size_t hop_file_points(const hop_file *file, size_t i)
{
    const hopi_range *range = range_of(file, i);
    return range ? range->count : 0;
}

double hop_file_f_min(const hop_file *file, size_t i)
{
    const hopi_range *range = range_of(file, i);
    return range ? file->rows[range->first].freq_hz : NAN;
}

double hop_file_f_max(const hop_file *file, size_t i)
{
    const hopi_range *range = range_of(file, i);
    return range ? file->rows[range->first + range->count - 1].freq_hz : NAN;
}

double hop_file_temperature(const hop_file *file, size_t i)
{
    const hopi_range *range = range_of(file, i);
    return range ? file->rows[range->first].temperature_k : NAN;
}

int32_t hop_file_representation(const hop_file *file, size_t i)
{
    return range_of(file, i) ? file->representation : 0;
}

size_t hop_file_ignored_count(const hop_file *file)
{
    return file ? file->ignored_count : 0;
}

const char *hop_file_ignored(const hop_file *file, size_t k)
{
    return file && k < file->ignored_count ? file->ignored[k] : NULL;
}

typedef hop_status (*make_spectrum)(hop_ctx *, size_t, const double *, const double *,
                                    const double *, double, double, double, hop_spectrum **);

static make_spectrum maker_of(int32_t representation)
{
    switch (representation) {
    case HOP_IMPEDANCE:
        return hop_spectrum_from_impedance;
    case HOP_ADMITTANCE:
        return hop_spectrum_from_admittance;
    case HOP_CONDUCTIVITY:
        return hop_spectrum_from_conductivity;
    case HOP_PERMITTIVITY:
        return hop_spectrum_from_permittivity;
    default:
        return hop_spectrum_from_modulus;
    }
}

/* columns holds four arrays of n: frequency, real and imaginary part, standard deviation. */
static hop_status spectrum_of(hop_ctx *ctx, const hop_file *file, const hopi_range *range,
                              const double geometry[2], double temperature_k, double *columns,
                              hop_spectrum **out)
{
    const size_t n = range->count;
    double *freq_hz = columns, *re = columns + n, *im = re + n, *sd = im + n;
    for (size_t k = 0; k < n; k++) {
        const hopi_row *row = &file->rows[range->first + k];
        freq_hz[k] = row->freq_hz;
        re[k] = row->re;
        im[k] = row->im;
        sd[k] = row->sd_s_per_m;
    }
    hop_spectrum *plain = NULL;
    hop_status status =
        maker_of(file->representation)(ctx, n, freq_hz, re, file->has_im ? im : NULL,
                                       geometry[0], geometry[1], temperature_k, &plain);
    if (status || !file->has_sd) {
        *out = plain;
        return status;
    }
    status = hop_spectrum_with_standard_deviations(ctx, plain, n, sd, out);
    hop_spectrum_destroy(plain);
    return status;
}

static hop_status fail_temperature(hop_ctx *ctx, double stated_k, double given_k)
{
    return hopi_fail(ctx, HOP_ERR_BAD_TEMPERATURE,
                     "temperature %.2f K was given, but the file states %.2f K, expected the "
                     "same within 0.01 K",
                     given_k, stated_k);
}

hop_status hop_file_spectrum(hop_ctx *ctx, const hop_file *file, size_t i, double thickness_m,
                             double area_m2, double temperature_k, hop_spectrum **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!file) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_range *range = range_of(file, i);
    if (!range) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "spectrum %zu was asked for, but the file holds %zu (counted from 0)",
                         i, file->spectrum_count);
    }
    const hopi_row *first = &file->rows[range->first];
    const double geometry[] = {thickness_m, area_m2};
    hop_status status = HOP_OK;
    if (fabs(temperature_k - first->temperature_k) > temperature_agreement_K) {
        status = fail_temperature(ctx, first->temperature_k, temperature_k);
    } else {
        double *columns =
            hopi_allocate(hopi_allocator_of(ctx), range->count, 4 * sizeof(double));
        if (!columns) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        status = spectrum_of(ctx, file, range, geometry,
                             isnan(temperature_k) ? first->temperature_k : temperature_k,
                             columns, out);
        hopi_release(hopi_allocator_of(ctx), columns);
    }
    if (status) {
        hopi_fail_prefix(ctx, "%s:%zu: ", file->name, first->spectrum_line);
    }
    return status;
}

void hop_file_destroy(hop_file *file)
{
    if (!file) {
        return;
    }
    const hopi_allocator allocator = file->allocator;
    for (size_t k = 0; k < file->ignored_count; k++) {
        hopi_release(allocator, file->ignored[k]);
    }
    hopi_release(allocator, file->ignored);
    hopi_release(allocator, file->rows);
    hopi_release(allocator, file->spectra);
    hopi_release(allocator, file->name);
    hopi_release(allocator, file);
}
