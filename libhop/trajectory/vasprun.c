/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reader.h"

enum { START = 4096 };

static int detect(const char *begin, const char *end, char why[HOPI_WHY_NOT])
{
    const char *stop = end - begin > START ? begin + START : end;
    snprintf(why, HOPI_WHY_NOT, "has no <modeling> at its start");
    return hopi_find(begin, stop, "<modeling>") != NULL;
}

static int has(const hop_trajectory *t, const char *word)
{
    return hopi_find(t->text.line, t->text.line_end, word) != NULL;
}

/* The number of a line such as <i name="POTIM"> 2.0 </i>, if it is that. */
static hop_status take_parameter(hop_trajectory *t, const char *name, double *value)
{
    const char *at = hopi_find(t->text.line, t->text.line_end, name);
    if (!at) {
        return HOP_OK;
    }
    at += strlen(name);
    return hopi_text_numbers(&t->text, &at, 1, value);
}

/* Reads `rows` lines <v> a b c </v>. */
static hop_status read_vectors(hop_trajectory *t, size_t rows, double *values, int *is_there)
{
    for (size_t i = 0; i < rows; i++) {
        hop_status status = hopi_trajectory_line(t, is_there);
        if (status != HOP_OK || !*is_there) {
            return status;
        }
        const char *at = hopi_find(t->text.line, t->text.line_end, "<v>");
        if (t->text.is_cut || !at) {
            *is_there = t->text.is_cut ? hopi_trajectory_is_whole(t) : 1;
            return t->text.is_cut ? HOP_OK
                                  : hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                                   "<v> with three numbers </v>");
        }
        at += strlen("<v>");
        status = hopi_text_numbers(&t->text, &at, 3, values + 3 * i);
        if (status != HOP_OK) {
            return status;
        }
    }
    return HOP_OK;
}

/* The next line that has one of two words; *which is 0 or 1, is_there 0 at the end. */
static hop_status seek(hop_trajectory *t, const char *first, const char *second, int *which,
                       int *is_there)
{
    hop_status status = hopi_text_next(&t->text);
    while (status == HOP_OK && t->text.line) {
        if (has(t, first) || (second && has(t, second))) {
            break;
        }
        status = hopi_text_next(&t->text);
    }
    *is_there = status == HOP_OK && t->text.line != NULL;
    *which = *is_there && !has(t, first);
    return status;
}

/* The next line that has a word which stands before the first <calculation>. */
static hop_status seek_in_header(hop_trajectory *t, const char *word, const char *expected,
                                 int *is_there)
{
    int which = 0;
    const hop_status status = seek(t, word, "<calculation>", &which, is_there);
    return status == HOP_OK && which == 1
               ? hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE, expected)
               : status;
}

/* <rc><c>Li</c><c> 1</c></rc>, one for each ion. */
static hop_status read_elements(hop_trajectory *t, int *is_there)
{
    hop_status status = HOP_OK;
    if (!has(t, "<set>")) {
        status = seek_in_header(t, "<set>",
                                "<set> with the elements before the first <calculation>",
                                is_there);
    }
    for (size_t i = 0; status == HOP_OK && *is_there && i < t->ions; i++) {
        status = hopi_trajectory_line(t, is_there);
        if (status != HOP_OK || !*is_there) {
            break;
        }
        const char *at = hopi_find(t->text.line, t->text.line_end, "<c>");
        if (!at) {
            return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                                  "<rc><c> with the element of an ion");
        }
        at = hopi_skip_blanks(at + strlen("<c>"), t->text.line_end);
        const char *stop = at;
        while (stop < t->text.line_end && *stop != ' ' && *stop != '<') {
            stop++;
        }
        hopi_trajectory_set_element(t, i, at, stop);
    }
    return status;
}

static hop_status read_atoms(hop_trajectory *t, int *is_there)
{
    const char *at = hopi_find(t->text.line, t->text.line_end, "<atoms>") + strlen("<atoms>");
    double count = NAN;
    if (!hopi_scan_number(&at, t->text.line_end, &count) || count < 1.0 || count > 1e9) {
        return hopi_text_fail(&t->text, at, HOP_ERR_PARSE, "the number of ions");
    }
    hop_status status = hopi_trajectory_set_ions(t, (size_t)count);
    if (status == HOP_OK) {
        status = seek_in_header(t, "name=\"atoms\"", "<array name=\"atoms\"> before the first <calculation>",
                                is_there);
    }
    return status == HOP_OK && *is_there ? read_elements(t, is_there) : status;
}

/* What stands before the first <calculation>: time step, kind of run, ions. */
static hop_status open_vasprun(hop_trajectory *t)
{
    const double femtosecond = 1e-15;
    double potim_fs = NAN, ibrion = NAN;
    int is_there = 1;
    hop_status status = hopi_text_next(&t->text);
    t->kind = HOP_COORDINATES_FRACTIONAL;
    t->has_cell = 1;
    while (status == HOP_OK && is_there && t->text.line && !has(t, "<calculation>")) {
        if (t->ions == 0 && has(t, "<atoms>") && has(t, "</atoms>")) {
            status = read_atoms(t, &is_there);
        } else {
            status = take_parameter(t, "name=\"POTIM\">", &potim_fs);
        }
        if (status == HOP_OK) {
            status = take_parameter(t, "name=\"IBRION\">", &ibrion);
        }
        if (status == HOP_OK && is_there) {
            status = hopi_text_next(&t->text);
        }
    }
    if (status == HOP_OK && t->ions == 0) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "<atominfo> with the ions before the first <calculation>");
    }
    /* POTIM is a time in molecular dynamics only. */
    t->frame_interval_s = ibrion == 0.0 ? potim_fs * femtosecond : NAN;
    hopi_text_give_back(&t->text);
    return status;
}

/* Each <calculation> ends with a <structure> of its own, after its electronic steps. */
static hop_status next_vasprun(hop_trajectory *t, double *values, double cell[9], int *has_frame)
{
    int which = 0;
    hop_status status = seek(t, "<calculation>", NULL, &which, has_frame);
    if (status != HOP_OK || !*has_frame) {
        return status;
    }
    status = seek(t, "name=\"basis\"", "</calculation>", &which, has_frame);
    if (status == HOP_OK && which == 1) {
        return hopi_text_fail(&t->text, t->text.line, HOP_ERR_PARSE,
                              "a <structure> in each <calculation>");
    }
    if (status == HOP_OK && *has_frame) {
        status = read_vectors(t, 3, cell, has_frame);
    }
    if (status == HOP_OK && *has_frame) {
        status = hopi_trajectory_check_cell(t, cell);
    }
    if (status == HOP_OK && *has_frame) {
        status = seek(t, "name=\"positions\"", NULL, &which, has_frame);
    }
    if (status == HOP_OK && *has_frame) {
        status = read_vectors(t, t->ions, values, has_frame);
    }
    t->is_truncated = t->is_truncated || !*has_frame;
    return status;
}

const hopi_trajectory_format hopi_trajectory_vasprun = {"vasprun", detect, open_vasprun,
                                                        next_vasprun};
