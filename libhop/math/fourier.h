/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FOURIER_H
#define HOPI_FOURIER_H

#include <stddef.h>
#include <stdint.h>

#include "base/instructions.h"

/*
 * Four complex series are transformed side by side, so that every step is the
 * same operation on neighbouring numbers: an element of a series is four real
 * parts followed by four imaginary parts.
 */
enum { HOPI_SERIES = 4, HOPI_ELEMENT = 2 * HOPI_SERIES, HOPI_FOURIER_STAGES = 64 };

/* A transform of a length that is a product of 4, 5, 3, 2, 7, 11 and 13. */
typedef struct hopi_fourier_line {
    size_t length;
    int stages;
    size_t radix[HOPI_FOURIER_STAGES];
    const double *twiddles[HOPI_FOURIER_STAGES];
} hopi_fourier_line;

/*
 * In place, of elements that stand `stride` doubles apart. Result k is multiplied by the
 * complex number `apart`·k of factors unless that is NULL. scratch holds 2·length elements.
 */
typedef void hopi_fourier_line_fn(const hopi_fourier_line *line, double *data, size_t stride,
                                  const double *factors, size_t apart, double *scratch);
HOPI_VERSIONS(hopi_fourier_line_fn, hopi_fourier_line_transform);

/*
 * A series is taken as a matrix, as square as its factors allow: its columns are transformed,
 * then its rows, each of which stays in the nearest cache (Bailey 1990). A length with a prime
 * factor above 13 becomes a convolution of a smooth length (Bluestein 1970), never a padded
 * transform.
 */
typedef struct hopi_fourier {
    size_t length, inner_length;   /* equal unless it is a convolution */
    size_t rows;                   /* of the result */
    hopi_fourier_line column, row; /* of inner_length = column.length × row.length */
    const double *factors;         /* e^{−2πi ck/inner_length} of each column c and its bin k */
    const double *chirp, *kernel;  /* of the convolution */
    hopi_fourier_line_fn *transform;
} hopi_fourier;

/* Doubles that the tables of a plan take; 0 if that overflows. */
size_t hopi_fourier_memory(size_t length);

/* Doubles of workspace that planning and transforming take; 0 if that overflows. */
size_t hopi_fourier_workspace(size_t length);

/* Fills the tables; length ≥ 1, instructions not _BEST. memory stays in use as the plan does. */
void hopi_fourier_plan(hopi_fourier *plan, size_t length, int32_t instructions, double *memory,
                       double *workspace);

/*
 * Replaces the series by its transform Σ_t x[t] e^{−2πi kt/length}, which comes out by rows:
 * bin k is element k / rows of row k % rows, each of length / rows elements. Row r is there
 * after hopi_fourier_row(), which is called once for each row after hopi_fourier_start(), and
 * this for columns first … end − 1 of those there are: all at once, or, each with a workspace of
 * its own, some at a time.
 */
size_t hopi_fourier_columns(const hopi_fourier *plan);
void hopi_fourier_start(const hopi_fourier *plan, size_t first, size_t end, double *series,
                        double *workspace);
void hopi_fourier_row(const hopi_fourier *plan, size_t r, double *series, double *workspace);

#endif
