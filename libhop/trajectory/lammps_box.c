/* SPDX-License-Identifier: BSD-3-Clause */
#include "lammps_box.h"

#include <math.h>
#include <string.h>

/* "pp pp ff": what shrinks with the ions has no cell to measure steps in. */
static hop_status check_boundaries(const hop_trajectory *t, const char *at)
{
    for (at = hopi_skip_blanks(at, t->text.line_end); at < t->text.line_end;) {
        const char *stop = hopi_word_end(at, t->text.line_end);
        if (stop - at == 2 && (*at == 's' || *at == 'm' || at[1] == 's' || at[1] == 'm')) {
            return hopi_text_fail(&t->text, at, HOP_ERR_PARSE,
                                  "boundaries that are periodic (p) or fixed (f)");
        }
        at = hopi_skip_blanks(stop, t->text.line_end);
    }
    return HOP_OK;
}

static double least(double a, double b, double c, double d)
{
    return fmin(fmin(a, b), fmin(c, d));
}

static double most(double a, double b, double c, double d)
{
    return fmax(fmax(a, b), fmax(c, d));
}

hop_status hopi_lammps_box(hop_trajectory *t, const char *words, double cell[9],
                           double origin[3], int *is_there)
{
    const char *end = t->text.line_end;
    const int is_general = hopi_starts_with(words, end, "abc");
    const int is_tilted = hopi_starts_with(words, end, "xy");
    double rows[3][4] = {{0.0}};
    hop_status status = check_boundaries(t, words);
    if (status != HOP_OK) {
        return status;
    }
    for (size_t i = 0; i < 3; i++) {
        status = hopi_trajectory_line(t, is_there);
        if (status == HOP_OK && *is_there) {
            const char *at = t->text.line;
            status = hopi_text_numbers(&t->text, &at, is_general ? 4 : is_tilted ? 3 : 2,
                                       rows[i]);
        }
        if (status != HOP_OK || !*is_there) {
            return status;
        }
    }
    memset(cell, 0, 9 * sizeof *cell);
    for (size_t i = 0; i < 3; i++) {
        origin[i] = is_general ? rows[i][3] : rows[i][0];
        for (size_t j = 0; is_general && j < 3; j++) {
            cell[3 * i + j] = rows[i][j];
        }
    }
    if (!is_general) {
        const double xy = rows[0][2], xz = rows[1][2], yz = rows[2][2];
        origin[0] -= least(0.0, xy, xz, xy + xz);
        origin[1] -= fmin(0.0, yz);
        cell[0] = rows[0][1] - most(0.0, xy, xz, xy + xz) - origin[0];
        cell[4] = rows[1][1] - fmax(0.0, yz) - origin[1];
        cell[8] = rows[2][1] - origin[2];
        cell[3] = xy;
        cell[6] = xz;
        cell[7] = yz;
    }
    return hopi_trajectory_check_cell(t, cell);
}

/* Cramer's rule. */
void hopi_to_fractional(const double cell[9], const double origin[3], double x[3])
{
    const double *a = cell, *b = cell + 3, *c = cell + 6;
    const double p[3] = {x[0] - origin[0], x[1] - origin[1], x[2] - origin[2]};
    const double volume = hopi_cell_volume(cell);
    const double with_a[9] = {p[0], p[1], p[2], b[0], b[1], b[2], c[0], c[1], c[2]};
    const double with_b[9] = {a[0], a[1], a[2], p[0], p[1], p[2], c[0], c[1], c[2]};
    const double with_c[9] = {a[0], a[1], a[2], b[0], b[1], b[2], p[0], p[1], p[2]};
    x[0] = hopi_cell_volume(with_a) / volume;
    x[1] = hopi_cell_volume(with_b) / volume;
    x[2] = hopi_cell_volume(with_c) / volume;
}
