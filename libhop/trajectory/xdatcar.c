/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reader.h"

/* The line from *at; 0 at the end of the text. */
static int take_line(const char **at, const char *end, const char **begin, const char **stop)
{
    if (*at >= end) {
        return 0;
    }
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    *begin = *at;
    *stop = newline ? newline : end;
    *at = newline ? newline + 1 : end;
    if (*stop > *begin && (*stop)[-1] == '\r') {
        (*stop)--;
    }
    return 1;
}

static int holds_numbers(const char *begin, const char *end, size_t count)
{
    double value = NAN;
    size_t found = 0;
    while (hopi_scan_number(&begin, end, &value)) {
        found++;
    }
    return found == count && hopi_skip_blanks(begin, end) == end;
}

static int detect(const char *begin, const char *end, char why[HOPI_WHY_NOT])
{
    static const size_t numbers[] = {1, 3, 3, 3};
    const char *at = begin, *line = NULL, *stop = NULL;
    int is_it = take_line(&at, end, &line, &stop);
    size_t i = 0;
    for (; is_it && i < 4; i++) {
        is_it = take_line(&at, end, &line, &stop) && holds_numbers(line, stop, numbers[i]);
    }
    if (!is_it) {
        snprintf(why, HOPI_WHY_NOT, "line %zu is not %s", i + 1,
                 i == 1 ? "a scale" : "a vector of the cell");
    }
    return is_it;
}

/* Number of words of a line; each number of a count line is checked and added up. */
static size_t count_words(const char *at, const char *end)
{
    size_t words = 0;
    for (at = hopi_skip_blanks(at, end); at < end;
         at = hopi_skip_blanks(hopi_word_end(at, end), end)) {
        words++;
    }
    return words;
}

/* Elements and how many ions of each; in the first header they make the ions. */
static hop_status read_counts(hop_trajectory *t, const char *names, const char *names_end)
{
    const char *at = t->text.line;
    const double most_ions = 1e9;
    size_t sum = 0, count = 0;
    if (count_words(names, names_end) != count_words(at, t->text.line_end)) {
        return hopi_text_fail(&t->text, at, HOP_ERR_PARSE,
                              "as many numbers of ions as the line above has elements");
    }
    while (hopi_skip_blanks(at, t->text.line_end) < t->text.line_end) {
        const hop_status status = hopi_text_count(&t->text, &at, most_ions, &count);
        if (status != HOP_OK) {
            return status;
        }
        sum += count;
    }
    if (t->ions > 0 && sum != t->ions) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "the same number of ions as in the frames before");
    }
    if (t->ions > 0 || sum == 0) {
        return sum > 0 ? HOP_OK
                       : hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE, "numbers of ions");
    }
    const hop_status status = hopi_trajectory_set_ions(t, sum);
    if (status != HOP_OK) {
        return status;
    }
    at = t->text.line;
    for (size_t ion = 0; ion < sum;) {
        names = hopi_skip_blanks(names, names_end);
        const char *stop = hopi_word_end(names, names_end);
        if (hopi_text_count(&t->text, &at, most_ions, &count) != HOP_OK) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            hopi_trajectory_set_element(t, ion++, names, stop);
        }
        names = stop;
    }
    return HOP_OK;
}

/* What follows the comment line: scale, cell, elements, counts. */
static hop_status read_header(hop_trajectory *t, int *is_there)
{
    char names[1024];
    double scale = NAN;
    hop_status status = hopi_trajectory_line(t, is_there);
    if (status != HOP_OK || !*is_there) {
        return status;
    }
    const char *at = t->text.line;
    status = hopi_text_numbers(&t->text, &at, 1, &scale);
    if (status != HOP_OK || scale == 0.0) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "the scale of the cell, not zero");
    }
    status = hopi_trajectory_rows(t, scale, t->cell, is_there);
    if (status == HOP_OK && *is_there) {
        status = hopi_trajectory_line(t, is_there);
    }
    if (status != HOP_OK || !*is_there) {
        return status;
    }
    const size_t length = (size_t)(t->text.line_end - t->text.line);
    const char *first = hopi_skip_blanks(t->text.line, t->text.line_end);
    if (length >= sizeof names || first == t->text.line_end || (*first >= '0' && *first <= '9')) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "the elements by name (VASP 5 or later)");
    }
    memcpy(names, t->text.line, length);
    status = hopi_trajectory_line(t, is_there);
    return status == HOP_OK && *is_there ? read_counts(t, names, names + length) : status;
}

static hop_status open_xdatcar(hop_trajectory *t)
{
    int is_there = 0;
    hop_status status = hopi_trajectory_line(t, &is_there);
    if (status == HOP_OK && is_there) {
        status = read_header(t, &is_there);
    }
    t->kind = HOP_COORDINATES_FRACTIONAL;
    t->has_cell = 1;
    return status == HOP_OK && !is_there
               ? hopi_text_fail(&t->text, NULL, HOP_ERR_PARSE, "the header of an XDATCAR")
               : status;
}

static int begins_configuration(const hopi_text *text)
{
    const char *at = hopi_skip_blanks(text->line, text->line_end), *end = text->line_end;
    return hopi_starts_with(at, end, "Direct") || hopi_starts_with(at, end, "direct")
           || hopi_starts_with(at, end, "Konfig");
}

/* Moves to the line that begins a configuration, past a header of its own if it has one. */
static hop_status find_configuration(hop_trajectory *t, int *has_frame)
{
    hop_status status = hopi_text_next(&t->text);
    while (status == HOP_OK && t->text.line
           && hopi_skip_blanks(t->text.line, t->text.line_end) == t->text.line_end) {
        status = hopi_text_next(&t->text);
    }
    *has_frame = status == HOP_OK && t->text.line != NULL;
    if (!*has_frame || begins_configuration(&t->text)) {
        return status;
    }
    status = read_header(t, has_frame);
    if (status == HOP_OK && *has_frame) {
        status = hopi_trajectory_line(t, has_frame);
    }
    if (status == HOP_OK && *has_frame && !begins_configuration(&t->text)) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE, "'Direct configuration='");
    }
    return status;
}

static hop_status next_xdatcar(hop_trajectory *t, double *values, double cell[9], int *has_frame)
{
    hop_status status = find_configuration(t, has_frame);
    for (size_t i = 0; status == HOP_OK && *has_frame && i < t->ions; i++) {
        status = hopi_trajectory_line(t, has_frame);
        if (status == HOP_OK && *has_frame && t->text.is_cut) {
            *has_frame = hopi_trajectory_is_whole(t);
        } else if (status == HOP_OK && *has_frame) {
            const char *at = t->text.line;
            status = hopi_text_numbers(&t->text, &at, 3, values + 3 * i);
        }
    }
    memcpy(cell, t->cell, sizeof t->cell);
    return status;
}

const hopi_trajectory_format hopi_trajectory_xdatcar = {"xdatcar", detect, open_xdatcar,
                                                        next_xdatcar};
