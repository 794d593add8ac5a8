/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <math.h>

#include <hop/spectrum.h>

static const double temperature_agreement_K = 0.01;

const char *hop_file_format(const hop_file *file)
{
    return file ? file->format : NULL;
}

int32_t hop_file_confidence(const hop_file *file)
{
    return file ? file->confidence : 0;
}

const char *hop_file_encoding(const hop_file *file)
{
    return file ? file->encoding : NULL;
}

size_t hop_file_count(const hop_file *file)
{
    return file ? file->spectrum_count : 0;
}

static const hopi_piece *piece_of(const hop_file *file, size_t i)
{
    return file && i < file->spectrum_count ? &file->spectra[i] : NULL;
}

static const hopi_group *group_of(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? &file->groups[piece->group] : NULL;
}

uint32_t hop_file_flags(const hop_file *file)
{
    uint32_t flags = file ? file->flags : 0;
    for (size_t i = 0; i < hop_file_count(file); i++) {
        flags |= file->spectra[i].flags;
    }
    return flags;
}

uint32_t hop_file_spectrum_flags(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? piece->flags : 0;
}

size_t hop_file_points(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? piece->count : 0;
}

double hop_file_f_min(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? file->rows[piece->first].freq_hz : NAN;
}

double hop_file_f_max(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? file->rows[piece->first + piece->count - 1].freq_hz : NAN;
}

double hop_file_temperature(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? piece->temperature_k : NAN;
}

int32_t hop_file_representation(const hop_file *file, size_t i)
{
    const hopi_group *group = group_of(file, i);
    return group ? group->representation : 0;
}

const char *hop_file_label(const hop_file *file, size_t i)
{
    const hopi_piece *piece = piece_of(file, i);
    return piece ? piece->label : NULL;
}

double hop_file_cycle(const hop_file *file, size_t i)
{
    const hopi_group *group = group_of(file, i);
    return group ? group->cycle : NAN;
}

size_t hop_file_ignored_count(const hop_file *file)
{
    return file ? file->ignored.count : 0;
}

const char *hop_file_ignored(const hop_file *file, size_t k)
{
    return file ? hopi_texts_at(&file->ignored, k) : NULL;
}

size_t hop_file_column_count(const hop_file *file)
{
    return file ? file->columns.count : 0;
}

const char *hop_file_column(const hop_file *file, size_t k)
{
    return file ? hopi_texts_at(&file->columns, k) : NULL;
}

size_t hop_file_reason_count(const hop_file *file)
{
    return file ? file->reasons.count : 0;
}

const char *hop_file_reason(const hop_file *file, size_t k)
{
    return file ? hopi_texts_at(&file->reasons, k) : NULL;
}

size_t hop_file_metadata_count(const hop_file *file)
{
    return file ? file->values.count : 0;
}

const char *hop_file_metadata_key(const hop_file *file, size_t k)
{
    return k < hop_file_metadata_count(file) ? hopi_texts_at(&file->keys, k) : NULL;
}

const char *hop_file_metadata_value(const hop_file *file, size_t k)
{
    return file ? hopi_texts_at(&file->values, k) : NULL;
}

double hop_file_stated_thickness(const hop_file *file)
{
    return file ? file->thickness_m : NAN;
}

double hop_file_stated_area(const hop_file *file)
{
    return file ? file->area_m2 : NAN;
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

/* Z·A and Y/A become Z and Y once the area is known. */
static hop_status take_out_area(hop_ctx *ctx, const hopi_group *group, double area_m2, size_t n,
                                double *re, double *im)
{
    if (!group->is_times_area) {
        return HOP_OK;
    }
    if (!(area_m2 > 0.0)) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "the file holds the %s, which needs the electrode area",
                         group->representation == HOP_IMPEDANCE ? "impedance times area"
                                                                : "admittance per area");
    }
    for (size_t k = 0; k < n; k++) {
        re[k] = group->representation == HOP_IMPEDANCE ? re[k] / area_m2 : re[k] * area_m2;
        im[k] = group->representation == HOP_IMPEDANCE ? im[k] / area_m2 : im[k] * area_m2;
    }
    return HOP_OK;
}

/* columns holds four arrays of n: frequency, real and imaginary part, standard deviation. */
static hop_status spectrum_of(hop_ctx *ctx, const hop_file *file, const hopi_piece *piece,
                              const double geometry[2], double temperature_k, double *columns,
                              hop_spectrum **out)
{
    const hopi_group *group = &file->groups[piece->group];
    const size_t n = piece->count;
    double *freq_hz = columns, *re = columns + n, *im = re + n, *sd = im + n;
    for (size_t k = 0; k < n; k++) {
        const hopi_row *row = &file->rows[piece->first + k];
        freq_hz[k] = row->freq_hz;
        re[k] = row->re;
        im[k] = row->im;
        sd[k] = row->sd_s_per_m;
    }
    hop_spectrum *plain = NULL;
    hop_status status = take_out_area(ctx, group, geometry[1], n, re, im);
    if (status) {
        return status;
    }
    status = maker_of(group->representation)(ctx, n, freq_hz, re, group->has_im ? im : NULL,
                                             geometry[0], geometry[1], temperature_k, &plain);
    if (status || !group->has_sd) {
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

static void put_place_before(hop_ctx *ctx, const hop_file *file, size_t i)
{
    const hopi_piece *piece = &file->spectra[i];
    if (file->is_binary) {
        hopi_fail_prefix(ctx, "%s: spectrum %zu: ", file->name, i + 1);
    } else {
        hopi_fail_prefix(ctx, "%s:%zu: ", file->name, piece->first_line);
    }
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
    const hopi_piece *piece = piece_of(file, i);
    if (!piece) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "spectrum %zu was asked for, but the file holds %zu (counted from 0)",
                         i, file->spectrum_count);
    }
    const double geometry[] = {thickness_m, area_m2};
    hop_status status = HOP_OK;
    if (fabs(temperature_k - piece->temperature_k) > temperature_agreement_K) {
        status = fail_temperature(ctx, piece->temperature_k, temperature_k);
    } else {
        double *columns =
            hopi_allocate(hopi_allocator_of(ctx), piece->count, 4 * sizeof(double));
        if (!columns) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        status = spectrum_of(ctx, file, piece, geometry,
                             isnan(temperature_k) ? piece->temperature_k : temperature_k,
                             columns, out);
        hopi_release(hopi_allocator_of(ctx), columns);
    }
    if (status) {
        put_place_before(ctx, file, i);
    }
    return status;
}
