/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "handle.h"
#include "immittance.h"

size_t hop_spectrum_count(const hop_spectrum *s)
{
    return s ? s->count : 0;
}

double hop_spectrum_temperature(const hop_spectrum *s)
{
    return s ? s->temperature_k : NAN;
}

double hop_spectrum_thickness(const hop_spectrum *s)
{
    return s ? s->thickness_m : NAN;
}

double hop_spectrum_area(const hop_spectrum *s)
{
    return s ? s->area_m2 : NAN;
}

int32_t hop_spectrum_is_complex(const hop_spectrum *s)
{
    return s && s->im;
}

int32_t hop_spectrum_representation(const hop_spectrum *s)
{
    return s ? s->representation : 0;
}

/* Tells the size; HOP_OK with *ask set where there is nothing to copy. */
static hop_status size_of_answer(const hop_spectrum *s, int has_out, size_t capacity,
                                 size_t *count, int *ask)
{
    *ask = !has_out;
    if (!s || (!has_out && capacity > 0)) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (count) {
        *count = s->count;
    }
    return has_out && capacity < s->count ? HOP_ERR_CAPACITY : HOP_OK;
}

static hop_status copy_out(const hop_spectrum *s, const double *values, double *out,
                           size_t capacity, size_t *count)
{
    int ask;
    const hop_status status = size_of_answer(s, out != NULL, capacity, count, &ask);
    if (status == HOP_OK && !ask) {
        memcpy(out, values, s->count * sizeof *out);
    }
    return status;
}

hop_status hop_spectrum_frequencies(const hop_spectrum *s, double *out, size_t capacity,
                                    size_t *count)
{
    return copy_out(s, s ? s->freq_hz : NULL, out, capacity, count);
}

hop_status hop_spectrum_standard_deviations(const hop_spectrum *s, double *out, size_t capacity,
                                            size_t *count)
{
    if (s && !s->sd_s_per_m) {
        return HOP_ERR_MISSING_DATA;
    }
    return copy_out(s, s ? s->sd_s_per_m : NULL, out, capacity, count);
}

static hopi_complex convert_point(const hop_spectrum *s, int32_t representation, size_t k)
{
    const hopi_complex value = {s->re[k], s->im ? s->im[k] : 0.0};
    return hopi_immittance_convert(s->representation, representation, s->freq_hz[k],
                                   s->thickness_m / s->area_m2, value);
}

int hopi_spectrum_has_impedance(const hop_spectrum *s)
{
    return s->im
           && (!hopi_immittance_needs_geometry(s->representation, HOP_IMPEDANCE)
               || !isnan(s->thickness_m / s->area_m2));
}

hopi_complex hopi_spectrum_impedance_at(const hop_spectrum *s, size_t k)
{
    return convert_point(s, HOP_IMPEDANCE, k);
}

hop_status hop_spectrum_values(const hop_spectrum *s, int32_t representation, double *re,
                               double *im, size_t capacity, size_t *count)
{
    int ask;
    hop_status status = size_of_answer(s, re || im, capacity, count, &ask);
    if (status != HOP_OK) {
        return status;
    }
    if (!hopi_immittance_is_known(representation)) {
        return HOP_ERR_INVALID_ARGUMENT;
    }
    if (hopi_immittance_needs_geometry(s->representation, representation)
        && (isnan(s->thickness_m) || isnan(s->area_m2))) {
        return HOP_ERR_MISSING_DATA;
    }
    if (!s->im && (im || !hopi_immittance_keeps_parts_apart(s->representation, representation))) {
        return HOP_ERR_MISSING_DATA;
    }
    if (ask) {
        return HOP_OK;
    }
    for (size_t k = 0; k < s->count; k++) {
        const hopi_complex value = convert_point(s, representation, k);
        if (!isfinite(value.re) || !isfinite(value.im)) {
            return HOP_ERR_NOT_FINITE;
        }
    }
    for (size_t k = 0; k < s->count; k++) {
        const hopi_complex value = convert_point(s, representation, k);
        if (re) {
            re[k] = value.re;
        }
        if (im) {
            im[k] = value.im;
        }
    }
    return HOP_OK;
}

hop_status hopi_spectrum_conductivity(hop_ctx *ctx, const hop_spectrum *s, double *re, double *im)
{
    if (s->representation == HOP_CONDUCTIVITY && (s->im || !im)) {
        memcpy(re, s->re, s->count * sizeof *re);
        if (im) {
            memcpy(im, s->im, s->count * sizeof *im);
        }
        return HOP_OK;
    }
    const hop_status status = hop_spectrum_values(s, HOP_CONDUCTIVITY, re, im, s->count, NULL);
    if (status == HOP_ERR_MISSING_DATA) {
        const int no_geometry = hopi_immittance_needs_geometry(s->representation,
                                                               HOP_CONDUCTIVITY)
                                && (isnan(s->thickness_m) || isnan(s->area_m2));
        return hopi_fail(ctx, status, "%s",
                         no_geometry ? "the conductivity needs thickness and electrode area, "
                                       "which are not known"
                                     : "modulus weighting needs the imaginary part, which is "
                                       "not known");
    }
    if (status == HOP_ERR_NOT_FINITE) {
        return hopi_fail(ctx, status, "a point has no finite conductivity (its impedance is zero)");
    }
    return status == HOP_OK ? HOP_OK : hopi_fail_plain(ctx, status);
}
