/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_LEAST_SQUARES_H
#define HOPI_LEAST_SQUARES_H

#include <stddef.h>

enum { HOPI_LEAST_SQUARES_MAX_COLUMNS = 4 };

/* Rank and 2-norm condition of the column-scaled matrix. */
typedef struct hopi_least_squares_quality {
    int rank;
    double condition;
} hopi_least_squares_quality;

/* Doubles of workspace for a matrix of this size; 0 if the size is not supported. */
size_t hopi_least_squares_workspace(size_t rows, size_t columns);

/*
 * Pseudo-inverse P (columns × rows, column-major) of a matrix of full or
 * deficient rank by singular values; x = P b minimises |A x − b|, and of all
 * such x it is the shortest in the scaled columns.
 * matrix: rows × columns, column-major, rows ≥ columns, overwritten.
 * Answers 0, or LAPACK's info.
 */
int hopi_pseudo_inverse(size_t rows, size_t columns, double *matrix, double *pseudo_inverse,
                        double *workspace, hopi_least_squares_quality *quality);

#endif
