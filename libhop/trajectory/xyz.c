/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "reader.h"

/* A number of ions alone in the first line. */
static int detect(const char *begin, const char *end, char why[HOPI_WHY_NOT])
{
    const char *stop = memchr(begin, '\n', (size_t)(end - begin));
    double count = NAN;
    stop = stop ? stop : end;
    stop = stop > begin && stop[-1] == '\r' ? stop - 1 : stop;
    snprintf(why, HOPI_WHY_NOT, "the first line is not a number of ions");
    return hopi_scan_number(&begin, stop, &count) && hopi_skip_blanks(begin, stop) == stop
           && count >= 1.0 && floor(count) == count;
}

static hop_status read_ion_count(hop_trajectory *t, size_t *count)
{
    const char *at = t->text.line;
    const hop_status status = hopi_text_count(&t->text, &at, 1e9, count);
    if (status == HOP_OK && hopi_skip_blanks(at, t->text.line_end) < t->text.line_end) {
        return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "a number of ions alone in its line");
    }
    return status;
}

/* Where the text of key="…" or key=… begins; NULL: the comment has no such key. */
static const char *find_value(const hop_trajectory *t, const char *key, const char **end)
{
    const char *at = t->text.line;
    while ((at = hopi_find(at, t->text.line_end, key)) != NULL) {
        const int is_start = at == t->text.line || at[-1] == ' ' || at[-1] == '\t';
        at += strlen(key);
        if (is_start && at < t->text.line_end && *at == '=') {
            const int is_quoted = at + 1 < t->text.line_end && at[1] == '"';
            const char *value = at + 1 + is_quoted;
            const size_t left = (size_t)(t->text.line_end - value);
            const char *quote = is_quoted ? memchr(value, '"', left) : NULL;
            *end = quote ? quote : is_quoted ? t->text.line_end
                                             : hopi_word_end(value, t->text.line_end);
            return value;
        }
    }
    return NULL;
}

static hop_status read_lattice(hop_trajectory *t, double cell[9], int *has_cell)
{
    const char *end = NULL, *at = find_value(t, "Lattice", &end);
    *has_cell = at != NULL;
    for (size_t i = 0; at && i < 9; i++) {
        if (hopi_skip_blanks(at, end) == end || !hopi_scan_number(&at, end, &cell[i])) {
            return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "nine numbers in Lattice=\"…\"");
        }
    }
    return at ? hopi_trajectory_check_cell(t, cell) : HOP_OK;
}

/* Properties=species:S:1:pos:R:3:…; columns of species and pos. */
static hop_status read_properties(hop_trajectory *t)
{
    const char *end = NULL, *at = find_value(t, "Properties", &end);
    size_t column = 0;
    t->xyz = (hopi_xyz_state){.species = 0, .position = 1};
    if (!at) {
        return HOP_OK;
    }
    t->xyz = (hopi_xyz_state){.species = SIZE_MAX, .position = SIZE_MAX};
    while (at < end) {
        const char *name = at, *colon = memchr(at, ':', (size_t)(end - at));
        const char *type = colon ? colon + 1 : end;
        double width = NAN;
        at = type + 2;
        if (type + 2 >= end || type[1] != ':') {
            return hopi_text_fail(&t->text, name, HOP_ERR_PARSE,
                                  "Properties=name:type:columns:…");
        }
        const char *stop = memchr(at, ':', (size_t)(end - at));
        stop = stop ? stop : end;
        if (!hopi_scan_number(&at, stop, &width) || width < 1.0 || width > 64.0) {
            return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "a number of columns");
        }
        if (hopi_starts_with(name, colon, "species") && colon - name == 7) {
            t->xyz.species = column;
        } else if (hopi_starts_with(name, colon, "pos") && colon - name == 3 && width == 3.0) {
            t->xyz.position = column;
        }
        column += (size_t)width;
        at = stop < end ? stop + 1 : end;
    }
    return t->xyz.species != SIZE_MAX && t->xyz.position != SIZE_MAX
               ? HOP_OK
               : hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                "species:S:1 and pos:R:3 in the Properties");
}

/* The word of a column; NULL: the line is shorter. */
static const char *word_at(const hop_trajectory *t, size_t column)
{
    const char *at = hopi_skip_blanks(t->text.line, t->text.line_end);
    for (size_t i = 0; i < column && at < t->text.line_end; i++) {
        at = hopi_skip_blanks(hopi_word_end(at, t->text.line_end), t->text.line_end);
    }
    return at;
}

static hop_status check_element(const hop_trajectory *t, size_t ion)
{
    const char *name = word_at(t, t->xyz.species);
    const char *stop = hopi_word_end(name, t->text.line_end);
    return hopi_is_element(t->elements[ion], name, stop)
               ? HOP_OK
               : hopi_text_fail(&t->text, name, HOP_ERR_PARSE,
                                "the element of the first frame: ions keep their order");
}

static hop_status read_ions(hop_trajectory *t, double *values, int is_first, int *has_frame)
{
    hop_status status = HOP_OK;
    for (size_t i = 0; status == HOP_OK && i < t->ions; i++) {
        status = hopi_trajectory_line(t, has_frame);
        if (status != HOP_OK || !*has_frame) {
            return status;
        }
        if (t->text.is_cut) {
            *has_frame = hopi_trajectory_is_whole(t);
            return HOP_OK;
        }
        const char *name = word_at(t, t->xyz.species), *at = word_at(t, t->xyz.position);
        if (is_first && name < t->text.line_end) {
            hopi_trajectory_set_element(t, i, name, hopi_word_end(name, t->text.line_end));
        }
        status = is_first ? HOP_OK : check_element(t, i);
        if (status == HOP_OK) {
            status = hopi_text_numbers(&t->text, &at, 3, values + 3 * i);
        }
    }
    return status;
}

/* The line with the number of ions; blank lines at the end are none. */
static hop_status find_frame(hop_trajectory *t, int *has_frame)
{
    hop_status status = hopi_text_next(&t->text);
    while (status == HOP_OK && t->text.line
           && hopi_skip_blanks(t->text.line, t->text.line_end) == t->text.line_end) {
        status = hopi_text_next(&t->text);
    }
    *has_frame = status == HOP_OK && t->text.line != NULL;
    return status;
}

static hop_status next_xyz(hop_trajectory *t, double *values, double cell[9], int *has_frame)
{
    size_t ions = 0;
    int has_cell = 0;
    hop_status status = find_frame(t, has_frame);
    if (status != HOP_OK || !*has_frame) {
        return status;
    }
    status = read_ion_count(t, &ions);
    if (status == HOP_OK && ions != t->ions) {
        status = hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                "the same number of ions as in the frames before");
    }
    if (status == HOP_OK) {
        status = hopi_trajectory_line(t, has_frame);
    }
    if (status != HOP_OK || !*has_frame) {
        return status;
    }
    status = read_lattice(t, cell, &has_cell);
    if (status == HOP_OK) {
        status = read_properties(t);
    }
    if (status == HOP_OK && t->held_count > 0 && has_cell != t->has_cell) {
        status = hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                t->has_cell ? "a Lattice, as in the frames before"
                                            : "no Lattice, as in the frames before");
    }
    t->has_cell = has_cell;
    const int is_first = t->elements[0][0] == '\0';
    return status == HOP_OK ? read_ions(t, values, is_first, has_frame) : status;
}

static hop_status open_xyz(hop_trajectory *t)
{
    size_t ions = 0;
    int is_there = 0;
    hop_status status = find_frame(t, &is_there);
    if (status == HOP_OK) {
        status = read_ion_count(t, &ions);
    }
    if (status == HOP_OK) {
        status = hopi_trajectory_set_ions(t, ions);
    }
    if (status == HOP_OK) {
        hopi_text_give_back(&t->text);
        status = hopi_trajectory_hold(t, 1);
    }
    t->kind = t->has_cell ? HOP_COORDINATES_CARTESIAN : HOP_COORDINATES_UNWRAPPED;
    return status == HOP_OK && t->held_count == 0
               ? hopi_text_fail(&t->text, NULL, HOP_ERR_PARSE, "a whole first frame")
               : status;
}

const hopi_trajectory_format hopi_trajectory_xyz = {"xyz", detect, open_xyz, next_xyz};
