/* SPDX-License-Identifier: BSD-3-Clause */
#include "cell.h"

#include <math.h>
#include <string.h>

static double determinant(const double m[9])
{
    return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
           + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

int hopi_cell_set(hopi_cell *cell, const double rows[9])
{
    const double *m = rows, volume = determinant(rows);
    double scale = 1.0, height2 = HUGE_VAL;
    for (size_t i = 0; i < 3; i++) {
        scale *= sqrt(m[3 * i] * m[3 * i] + m[3 * i + 1] * m[3 * i + 1]
                      + m[3 * i + 2] * m[3 * i + 2]);
    }
    if (!isfinite(volume) || !(fabs(volume) > 1e-12 * scale)) {
        return 0;
    }
    for (size_t i = 0; i < 3; i++) {
        const size_t a = (i + 1) % 3, b = (i + 2) % 3;
        double length2 = 0.0;
        for (size_t j = 0; j < 3; j++) {
            const size_t c = (j + 1) % 3, d = (j + 2) % 3;
            /* Column i of the inverse is the cross product of the two other rows. */
            const double cross = m[3 * a + c] * m[3 * b + d] - m[3 * a + d] * m[3 * b + c];
            cell->inverse[3 * j + i] = cross / volume;
            length2 += cross / volume * (cross / volume);
        }
        height2 = fmin(height2, 1.0 / length2);
    }
    memcpy(cell->rows, rows, sizeof cell->rows);
    cell->safe2 = HOPI_AMBIGUOUS_SHARE * HOPI_AMBIGUOUS_SHARE * height2;
    return 1;
}

int hopi_cell_equals(const hopi_cell *a, const hopi_cell *b)
{
    return memcmp(a->rows, b->rows, sizeof a->rows) == 0;
}

size_t hopi_nearest_image(double *step, size_t lanes, size_t used)
{
    size_t ambiguous = 0;
    for (size_t l = 0; l < lanes; l++) {
        double largest = 0.0;
        for (size_t c = 0; c < 3; c++) {
            double *part = step + c * lanes + l;
            *part -= floor(*part + 0.5);
            largest = fmax(largest, fabs(*part));
        }
        ambiguous += l < used && largest > HOPI_AMBIGUOUS_SHARE;
    }
    return ambiguous;
}
