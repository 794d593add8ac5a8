/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "element.h"
#include "io/location.h"
#include "reader.h"

static const hopi_trajectory_format *const formats[] = {
    &hopi_trajectory_vasprun,
    &hopi_trajectory_lammps,
    &hopi_trajectory_xdatcar,
    &hopi_trajectory_xyz,
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

static hop_status recognise(hop_trajectory *t)
{
    char reasons[FORMAT_COUNT * (HOPI_WHY_NOT + 16)] = "";
    size_t used = 0;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        char why[HOPI_WHY_NOT] = "";
        if (formats[i]->detect(t->text.at, t->text.end, why)) {
            t->format = formats[i];
            return HOP_OK;
        }
        used += (size_t)snprintf(reasons + used, sizeof reasons - used, "%s%s: %s",
                                 i > 0 ? "; " : "", formats[i]->name, why);
    }
    return hopi_fail_at(t->text.ctx, HOP_ERR_FORMAT, t->name, 1, 0,
                        "no trajectory that is known (%s)", reasons);
}

static hop_status open_trajectory(hop_ctx *ctx, const char *path, hop_trajectory *t)
{
    t->name = hopi_copy_text(t->allocator, path);
    if (!t->name) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    hop_status status = hopi_text_open(&t->text, ctx, t->name);
    if (status == HOP_OK) {
        status = recognise(t);
    }
    if (status == HOP_OK) {
        status = t->format->open(t);
    }
    t->text.ctx = t->text.input.ctx = NULL;
    return status;
}

hop_status hop_trajectory_open(hop_ctx *ctx, const char *path, hop_trajectory **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!path) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_trajectory *t = hopi_allocate(allocator, 1, sizeof *t);
    if (!t) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    t->allocator = t->text.input.allocator = allocator;
    t->frame_interval_s = t->length_unit_m = NAN;
    const hop_status status = open_trajectory(ctx, path, t);
    if (status != HOP_OK) {
        hop_trajectory_destroy(t);
        return status;
    }
    *out = t;
    return HOP_OK;
}

static hop_status next_frame(hop_trajectory *t, double *values, double cell[9], int *has_frame)
{
    if (t->held_next < t->held_count) {
        const hopi_held *held = &t->held[t->held_next++];
        memcpy(values, held->values, 3 * t->ions * sizeof *values);
        memcpy(cell, held->cell, sizeof held->cell);
        *has_frame = 1;
        return HOP_OK;
    }
    *has_frame = 0;
    if (t->has_ended) {
        return HOP_OK;
    }
    const hop_status status = t->format->next(t, values, cell, has_frame);
    t->has_ended = status != HOP_OK || !*has_frame;
    return status;
}

hop_status hop_trajectory_next(hop_ctx *ctx, hop_trajectory *t, double *values, double *cell,
                               int32_t *has_frame)
{
    int is_there = 0;
    double rows[9] = {0.0};
    if (!t || !values || !cell || !has_frame) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    t->text.ctx = t->text.input.ctx = ctx;
    const hop_status status = next_frame(t, values, rows, &is_there);
    t->text.ctx = t->text.input.ctx = NULL;
    if (status != HOP_OK) {
        return status;
    }
    *has_frame = is_there;
    if (is_there) {
        memcpy(cell, rows, sizeof rows);
        t->frames++;
    }
    return HOP_OK;
}

hop_status hopi_trajectory_set_ions(hop_trajectory *t, size_t ions)
{
    t->elements = hopi_allocate(t->allocator, ions, sizeof *t->elements);
    t->masses = hopi_allocate(t->allocator, ions, sizeof *t->masses);
    t->ions = ions;
    for (size_t i = 0; t->masses && i < ions; i++) {
        t->masses[i] = NAN;
    }
    return t->elements && t->masses ? HOP_OK
                                    : hopi_fail_plain(t->text.ctx, HOP_ERR_OUT_OF_MEMORY);
}

static int is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Letters if the text begins with one, as "Li" of "Li_sv"; else all of it. */
static size_t symbol_length(const char *begin, const char *end)
{
    size_t length = 0;
    while (begin + length < end && length < HOPI_SYMBOL - 1
           && (is_letter(*begin) ? is_letter(begin[length]) : 1)) {
        length++;
    }
    return length;
}

int hopi_is_element(const hopi_symbol element, const char *begin, const char *end)
{
    const size_t length = symbol_length(begin, end);
    return strlen(element) == length && memcmp(element, begin, length) == 0;
}

void hopi_trajectory_set_element(hop_trajectory *t, size_t ion, const char *begin,
                                 const char *end)
{
    const size_t length = symbol_length(begin, end);
    memcpy(t->elements[ion], begin, length);
    t->elements[ion][length] = '\0';
    t->masses[ion] = hopi_element_mass(t->elements[ion]);
}

hop_status hopi_trajectory_hold(hop_trajectory *t, size_t count)
{
    int has_frame = 1;
    while (t->held_count < count && has_frame) {
        hopi_held *held = &t->held[t->held_count];
        held->values = hopi_allocate(t->allocator, t->ions, 3 * sizeof *held->values);
        if (!held->values) {
            return hopi_fail_plain(t->text.ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        const hop_status status = t->format->next(t, held->values, held->cell, &has_frame);
        if (status != HOP_OK) {
            return status;
        }
        t->held_count += has_frame;
        t->has_ended = !has_frame;
    }
    return HOP_OK;
}

hop_status hopi_trajectory_line(hop_trajectory *t, int *is_there)
{
    const hop_status status = hopi_text_next(&t->text);
    *is_there = status == HOP_OK && t->text.line != NULL;
    if (status == HOP_OK && !*is_there) {
        t->is_truncated = 1;
    }
    return status;
}

int hopi_trajectory_is_whole(hop_trajectory *t)
{
    t->is_truncated = t->is_truncated || t->text.is_cut;
    return !t->text.is_cut;
}

hop_status hopi_trajectory_rows(hop_trajectory *t, double scale, double cell[9], int *is_there)
{
    for (size_t i = 0; i < 3; i++) {
        hop_status status = hopi_trajectory_line(t, is_there);
        if (status != HOP_OK || !*is_there) {
            return status;
        }
        const char *at = t->text.line;
        status = hopi_text_numbers(&t->text, &at, 3, cell + 3 * i);
        if (status != HOP_OK) {
            return status;
        }
    }
    /* VASP: a negative scale is the volume that is wanted. */
    const double factor = scale > 0.0 ? scale : cbrt(-scale / fabs(hopi_cell_volume(cell)));
    for (size_t i = 0; i < 9; i++) {
        cell[i] *= factor;
    }
    return hopi_trajectory_check_cell(t, cell);
}

double hopi_cell_volume(const double m[9])
{
    return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
           + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

hop_status hopi_trajectory_check_cell(const hop_trajectory *t, const double cell[9])
{
    const double volume = fabs(hopi_cell_volume(cell));
    return volume > 0.0 && isfinite(volume)
               ? HOP_OK
               : hopi_fail_at(t->text.ctx, HOP_ERR_BAD_GEOMETRY, t->name, t->text.line_number, 0,
                              "the cell has no volume");
}

const char *hop_trajectory_format(const hop_trajectory *t)
{
    return t ? t->format->name : NULL;
}

int32_t hop_trajectory_kind(const hop_trajectory *t)
{
    return t ? t->kind : 0;
}

size_t hop_trajectory_ions(const hop_trajectory *t)
{
    return t ? t->ions : 0;
}

const char *hop_trajectory_element(const hop_trajectory *t, size_t i)
{
    return t && i < t->ions ? t->elements[i] : NULL;
}

double hop_trajectory_mass(const hop_trajectory *t, size_t i)
{
    return t && i < t->ions ? t->masses[i] : NAN;
}

double hop_trajectory_frame_interval(const hop_trajectory *t)
{
    return t ? t->frame_interval_s : NAN;
}

double hop_trajectory_length_unit(const hop_trajectory *t)
{
    return t ? t->length_unit_m : NAN;
}

int32_t hop_trajectory_has_cell(const hop_trajectory *t)
{
    return t ? t->has_cell : 0;
}

size_t hop_trajectory_frames(const hop_trajectory *t)
{
    return t ? t->frames : 0;
}

int32_t hop_trajectory_is_truncated(const hop_trajectory *t)
{
    return t ? t->is_truncated : 0;
}

void hop_trajectory_destroy(hop_trajectory *t)
{
    if (!t) {
        return;
    }
    hopi_text_close(&t->text);
    for (size_t i = 0; i < HOPI_HELD; i++) {
        hopi_release(t->allocator, t->held[i].values);
    }
    hopi_release(t->allocator, t->elements);
    hopi_release(t->allocator, t->masses);
    hopi_release(t->allocator, t->lammps.ids);
    hopi_release(t->allocator, t->name);
    hopi_release(t->allocator, t);
}
