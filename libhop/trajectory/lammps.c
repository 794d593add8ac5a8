/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lammps_box.h"
#include "reader.h"

enum { NONE = HOPI_TRAJECTORY_COLUMNS };

static int detect(const char *begin, const char *end, char why[HOPI_WHY_NOT])
{
    snprintf(why, HOPI_WHY_NOT, "does not begin with 'ITEM:'");
    return hopi_starts_with(begin, end, "ITEM:");
}

/* Time and length of the units of LAMMPS; "lj" has neither. */
static void take_units(hop_trajectory *t, const char *at, const char *end)
{
    static const struct {
        const char *name;
        double time_s, length_m;
    } units[] = {
        {"real", 1e-15, 1e-10},     {"metal", 1e-12, 1e-10}, {"si", 1.0, 1.0},
        {"cgs", 1.0, 1e-2},         {"micro", 1e-6, 1e-6},   {"nano", 1e-9, 1e-9},
        {"electron", 1e-15, 5.29177210544e-11},
    };
    const size_t length = (size_t)(hopi_word_end(at, end) - at);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i].name) == length && memcmp(at, units[i].name, length) == 0) {
            t->lammps.time_unit_s = units[i].time_s;
            t->length_unit_m = units[i].length_m;
        }
    }
}

static size_t find_column(const char *at, const char *end, const char *name, size_t *count)
{
    size_t column = 0, found = NONE;
    for (at = hopi_skip_blanks(at, end); at < end; column++) {
        const char *stop = hopi_word_end(at, end);
        if ((size_t)(stop - at) == strlen(name) && memcmp(at, name, strlen(name)) == 0
            && found == NONE) {
            found = column;
        }
        at = hopi_skip_blanks(stop, end);
    }
    *count = column;
    return found;
}

/* The first of three columns that follow each other. */
static size_t find_three(const char *at, const char *end, const char *const names[3])
{
    size_t count = 0;
    const size_t first = find_column(at, end, names[0], &count);
    const int follow = first != NONE && find_column(at, end, names[1], &count) == first + 1
                       && find_column(at, end, names[2], &count) == first + 2;
    return follow ? first : NONE;
}

static hop_status choose_columns(hop_trajectory *t, const char *at)
{
    static const struct {
        const char *names[3];
        int is_scaled, is_unwrapped;
        int32_t kind;
    } choices[] = {
        {{"xu", "yu", "zu"}, 0, 1, HOP_COORDINATES_FRACTIONAL_UNWRAPPED},
        {{"xsu", "ysu", "zsu"}, 1, 1, HOP_COORDINATES_FRACTIONAL_UNWRAPPED},
        {{"x", "y", "z"}, 0, 0, HOP_COORDINATES_FRACTIONAL},
        {{"xs", "ys", "zs"}, 1, 0, HOP_COORDINATES_FRACTIONAL},
        {{"vx", "vy", "vz"}, 0, 0, HOP_COORDINATES_VELOCITY},
    };
    static const char *const images[3] = {"ix", "iy", "iz"};
    hopi_lammps_state *s = &t->lammps;
    const char *end = t->text.line_end;
    s->x = NONE;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0] && s->x == NONE; i++) {
        s->x = find_three(at, end, choices[i].names);
        s->is_scaled = choices[i].is_scaled;
        s->is_unwrapped = choices[i].is_unwrapped;
        t->kind = choices[i].kind;
    }
    s->image = t->kind == HOP_COORDINATES_FRACTIONAL ? find_three(at, end, images) : NONE;
    if (s->image != NONE) {
        t->kind = HOP_COORDINATES_FRACTIONAL_UNWRAPPED;
    }
    s->id = find_column(at, end, "id", &s->columns);
    s->type = find_column(at, end, "type", &s->columns);
    s->element = find_column(at, end, "element", &s->columns);
    s->mass = find_column(at, end, "mass", &s->columns);
    if (s->columns > HOPI_TRAJECTORY_COLUMNS) {
        return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "64 columns or fewer");
    }
    if (s->x == NONE || s->id == NONE || (s->type == NONE && s->element == NONE)) {
        return hopi_text_fail(&t->text, at, HOP_ERR_PARSE,
                              "the columns id, type or element, and three of x y z, xs ys zs, "
                              "xu yu zu, xsu ysu zsu or vx vy vz side by side");
    }
    return HOP_OK;
}

/* What stands before the ions of a frame. */
typedef struct frame_head {
    double step, time, cell[9], origin[3];
    size_t ions;
    int has_cell;
} frame_head;

static hop_status read_item(hop_trajectory *t, frame_head *head, int *is_there)
{
    const char *at = t->text.line + strlen("ITEM: "), *end = t->text.line_end;
    if (hopi_starts_with(at, end, "BOX BOUNDS")) {
        head->has_cell = 1;
        at = hopi_skip_blanks(at + strlen("BOX BOUNDS"), end);
        return hopi_lammps_box(t, at, head->cell, head->origin, is_there);
    }
    const int is_step = hopi_starts_with(at, end, "TIMESTEP");
    const int is_time = hopi_starts_with(at, end, "TIME") && !is_step;
    const int is_count = hopi_starts_with(at, end, "NUMBER OF ATOMS");
    const int is_units = hopi_starts_with(at, end, "UNITS");
    const hop_status status = hopi_trajectory_line(t, is_there);
    if (status != HOP_OK || !*is_there) {
        return status;
    }
    at = t->text.line;
    if (is_count) {
        return hopi_text_count(&t->text, &at, 1e9, &head->ions);
    }
    if (is_units) {
        take_units(t, hopi_skip_blanks(at, t->text.line_end), t->text.line_end);
    }
    return is_step || is_time
               ? hopi_text_numbers(&t->text, &at, 1, is_step ? &head->step : &head->time)
               : HOP_OK;
}

/* Up to the line "ITEM: ATOMS", with its columns at *columns. */
static hop_status read_head(hop_trajectory *t, frame_head *head, const char **columns,
                            int *is_there)
{
    hop_status status = hopi_text_next(&t->text);
    *head = (frame_head){.step = NAN, .time = NAN};
    *is_there = status == HOP_OK && t->text.line != NULL;
    while (status == HOP_OK && *is_there) {
        const char *at = t->text.line, *end = t->text.line_end;
        if (hopi_starts_with(at, end, "ITEM: ATOMS")) {
            *columns = at + strlen("ITEM: ATOMS");
            return HOP_OK;
        }
        if (!hopi_starts_with(at, end, "ITEM: ")) {
            return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "'ITEM:'");
        }
        status = read_item(t, head, is_there);
        if (status == HOP_OK && *is_there) {
            status = hopi_trajectory_line(t, is_there);
        }
    }
    return status;
}

/* Frames that are not evenly spaced have no one time between them. */
static hop_status check_spacing(const hop_trajectory *t, const char *what, double value,
                                double *last, double *interval)
{
    char expected[120];
    const double step = value - *last;
    if (isnan(*last) || isnan(value)) {
        *last = value;
        return HOP_OK;
    }
    const double slack = 1e-6 * fabs(*interval) + 1e-9 * fabs(value);
    if (step <= 0.0 || (!isnan(*interval) && fabs(step - *interval) > slack)) {
        snprintf(expected, sizeof expected, "%s of %.15g after %.15g: evenly spaced frames", what,
                 isnan(*interval) ? *last + fabs(step) : *last + *interval, *last);
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE, expected);
    }
    *interval = step;
    *last = value;
    return HOP_OK;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Which ion has this id; SIZE_MAX: none. */
static size_t ion_of(const hop_trajectory *t, double id)
{
    const double *ids = t->lammps.ids;
    const double guess = id - ids[0];
    if (guess >= 0.0 && guess < (double)t->ions && ids[(size_t)guess] == id) {
        return (size_t)guess;
    }
    const double *found = bsearch(&id, ids, t->ions, sizeof *ids, compare);
    return found ? (size_t)(found - ids) : SIZE_MAX;
}

/* The words of a line that are numbers of the ion. */
static hop_status read_words(const hop_trajectory *t, const char *words[HOPI_TRAJECTORY_COLUMNS])
{
    const char *at = t->text.line, *end = t->text.line_end;
    for (size_t i = 0; i < t->lammps.columns; i++) {
        at = hopi_skip_blanks(at, end);
        if (at == end) {
            return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "a number for each column");
        }
        words[i] = at;
        at = hopi_word_end(at, end);
    }
    return HOP_OK;
}

static hop_status read_ion(const hop_trajectory *t, const frame_head *head, const char *words[],
                           double x[3])
{
    const hopi_lammps_state *s = &t->lammps;
    const char *at = words[s->x];
    double image[3] = {0.0, 0.0, 0.0};
    hop_status status = hopi_text_numbers(&t->text, &at, 3, x);
    if (status == HOP_OK && s->image != NONE) {
        at = words[s->image];
        status = hopi_text_numbers(&t->text, &at, 3, image);
    }
    if (status != HOP_OK || t->kind == HOP_COORDINATES_VELOCITY) {
        return status;
    }
    if (!s->is_scaled) {
        hopi_to_fractional(head->cell, head->origin, x);
    }
    for (size_t c = 0; c < 3; c++) {
        x[c] += image[c];
    }
    return HOP_OK;
}

static hop_status read_ions(hop_trajectory *t, const frame_head *head, double *values,
                            int *has_frame)
{
    for (size_t i = 0; i < t->ions; i++) {
        const char *words[HOPI_TRAJECTORY_COLUMNS];
        double id = NAN, x[3];
        hop_status status = hopi_trajectory_line(t, has_frame);
        if (status != HOP_OK || !*has_frame) {
            return status;
        }
        if (t->text.is_cut) {
            *has_frame = hopi_trajectory_is_whole(t);
            return HOP_OK;
        }
        status = read_words(t, words);
        const char *at = status == HOP_OK ? words[t->lammps.id] : NULL;
        if (status == HOP_OK) {
            status = hopi_text_numbers(&t->text, &at, 1, &id);
        }
        if (status == HOP_OK) {
            status = read_ion(t, head, words, x);
        }
        if (status != HOP_OK) {
            return status;
        }
        const size_t ion = ion_of(t, id);
        if (ion == SIZE_MAX || !isnan(values[3 * ion])) {
            return hopi_text_fail(&t->text, words[t->lammps.id], HOP_ERR_PARSE,
                                  "each id of the first frame once");
        }
        memcpy(values + 3 * ion, x, sizeof x);
    }
    return HOP_OK;
}

static hop_status check_head(const hop_trajectory *t, const frame_head *head)
{
    if (head->ions != t->ions) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "the same number of ions as in the frames before");
    }
    if (!head->has_cell) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "'ITEM: BOX BOUNDS' before");
    }
    return HOP_OK;
}

static hop_status next_lammps(hop_trajectory *t, double *values, double cell[9], int *has_frame)
{
    frame_head head;
    const char *columns = NULL;
    hopi_lammps_state *s = &t->lammps;
    hop_status status = read_head(t, &head, &columns, has_frame);
    if (status != HOP_OK || !*has_frame) {
        return status;
    }
    status = check_head(t, &head);
    if (status == HOP_OK) {
        status = check_spacing(t, "a timestep", head.step, &s->step, &s->step_interval);
    }
    if (status == HOP_OK) {
        status = check_spacing(t, "a time", head.time, &s->time, &s->time_interval);
    }
    for (size_t i = 0; i < 3 * t->ions; i++) {
        values[i] = NAN;
    }
    memcpy(cell, head.cell, sizeof head.cell);
    return status == HOP_OK ? read_ions(t, &head, values, has_frame) : status;
}

/* Ids, types and masses of the first frame, whose lines are then read again. */
static hop_status take_ion(hop_trajectory *t, size_t i, hopi_symbol *names, double *numbers)
{
    const char *words[HOPI_TRAJECTORY_COLUMNS];
    hop_status status = read_words(t, words);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_lammps_state *s = &t->lammps;
    const char *at = words[s->id];
    status = hopi_text_numbers(&t->text, &at, 1, &numbers[2 * i]);
    numbers[2 * i + 1] = NAN;
    if (status == HOP_OK && s->mass != NONE) {
        at = words[s->mass];
        status = hopi_text_numbers(&t->text, &at, 1, &numbers[2 * i + 1]);
    }
    const char *name = words[s->element != NONE ? s->element : s->type];
    size_t length = (size_t)(hopi_word_end(name, t->text.line_end) - name);
    length = length < HOPI_SYMBOL - 1 ? length : HOPI_SYMBOL - 1;
    memcpy(names[i], name, length);
    return status;
}

static void settle_ions(hop_trajectory *t, hopi_symbol *names, const double *numbers)
{
    for (size_t i = 0; i < t->ions; i++) {
        t->lammps.ids[i] = numbers[2 * i];
    }
    qsort(t->lammps.ids, t->ions, sizeof *t->lammps.ids, compare);
    for (size_t i = 0; i < t->ions; i++) {
        const size_t ion = ion_of(t, numbers[2 * i]);
        hopi_trajectory_set_element(t, ion, names[i], names[i] + strlen(names[i]));
        if (numbers[2 * i + 1] > 0.0) {
            t->masses[ion] = numbers[2 * i + 1];
        }
    }
}

/* Reads the first frame once for its ions; a copy of its values is held. */
static hop_status read_first(hop_trajectory *t, const frame_head *head, hopi_symbol *names,
                             double *numbers, int *is_there)
{
    hop_status status = HOP_OK;
    double *raw = numbers + 2 * t->ions;
    for (size_t i = 0; i < t->ions; i++) {
        const char *words[HOPI_TRAJECTORY_COLUMNS];
        status = hopi_trajectory_line(t, is_there);
        if (status != HOP_OK || !*is_there || t->text.is_cut) {
            *is_there = *is_there && !t->text.is_cut;
            return status;
        }
        status = take_ion(t, i, names, numbers);
        if (status == HOP_OK && read_words(t, words) == HOP_OK) {
            status = read_ion(t, head, words, raw + 3 * i);
        }
        if (status != HOP_OK) {
            return status;
        }
    }
    settle_ions(t, names, numbers);
    hopi_held *held = &t->held[0];
    for (size_t i = 0; i < t->ions; i++) {
        memcpy(held->values + 3 * ion_of(t, numbers[2 * i]), raw + 3 * i, 3 * sizeof *raw);
        if (i > 0 && t->lammps.ids[i] == t->lammps.ids[i - 1]) {
            return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                  "each id once in a frame");
        }
    }
    memcpy(held->cell, head->cell, sizeof held->cell);
    t->held_count = 1;
    return HOP_OK;
}

static hop_status open_lammps(hop_trajectory *t)
{
    frame_head head;
    const char *columns = NULL;
    int is_there = 0;
    hopi_lammps_state *s = &t->lammps;
    s->time_unit_s = s->step_interval = s->time_interval = NAN;
    t->has_cell = 1;
    hop_status status = read_head(t, &head, &columns, &is_there);
    if (status == HOP_OK && (!is_there || head.ions == 0 || !head.has_cell)) {
        status = hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                "a frame with a number of atoms and a box");
    }
    if (status == HOP_OK) {
        status = choose_columns(t, columns);
    }
    if (status == HOP_OK) {
        status = hopi_trajectory_set_ions(t, head.ions);
    }
    if (status != HOP_OK) {
        return status;
    }
    s->step = head.step;
    s->time = head.time;
    s->ids = hopi_allocate(t->allocator, t->ions, sizeof *s->ids);
    t->held[0].values = hopi_allocate(t->allocator, t->ions, 3 * sizeof(double));
    double *numbers = hopi_allocate(t->allocator, t->ions, 5 * sizeof *numbers);
    hopi_symbol *names = hopi_allocate(t->allocator, t->ions, sizeof *names);
    status = s->ids && t->held[0].values && numbers && names
                 ? read_first(t, &head, names, numbers, &is_there)
                 : hopi_fail_plain(t->text.ctx, HOP_ERR_OUT_OF_MEMORY);
    hopi_release(t->allocator, numbers);
    hopi_release(t->allocator, names);
    if (status == HOP_OK && !is_there) {
        return hopi_text_fail(&t->text, t->text.line_end, HOP_ERR_PARSE,
                              "a whole first frame");
    }
    if (status == HOP_OK) {
        status = hopi_trajectory_hold(t, 2);
        t->frame_interval_s = s->time_unit_s * s->time_interval;
    }
    return status;
}

const hopi_trajectory_format hopi_trajectory_lammps = {"lammps", detect, open_lammps,
                                                       next_lammps};
