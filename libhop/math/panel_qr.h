/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MATH_PANEL_QR_H
#define HOPI_MATH_PANEL_QR_H

#include <stddef.h>
#include <stdint.h>

#include "base/instructions.h"

/*
 * Least squares for up to a few dozen unknowns by Householder's reflections. The
 * matrix lies in panels of eight columns, each panel row by row, so that a
 * reflection runs over eight columns at once; below some 32 unknowns this is several
 * times faster than LAPACK, whose blocks are made for larger matrices.
 */
enum { HOPI_PANEL = 8 };

/* Doubles of a matrix with so many columns, the last panel filled up. */
static inline size_t hopi_panel_doubles(size_t rows, size_t columns)
{
    return (columns + HOPI_PANEL - 1) / HOPI_PANEL * HOPI_PANEL * rows;
}

/* The first place where a row of a panel does not straddle two lines of the cache. */
static inline double *hopi_panel_start(double *memory)
{
    const size_t row = HOPI_PANEL * sizeof *memory;
    const size_t past = (size_t)((uintptr_t)memory % row);
    return memory + (past > 0 ? (row - past) / sizeof *memory : 0);
}

/* Row i of the panel that holds column j. */
static inline double *hopi_panel_row(double *matrix, size_t rows, size_t i, size_t j)
{
    return matrix + (j / HOPI_PANEL * rows + i) * HOPI_PANEL;
}

/* Element (i, j). */
static inline double *hopi_panel_at(double *matrix, size_t rows, size_t i, size_t j)
{
    return hopi_panel_row(matrix, rows, i, j) + j % HOPI_PANEL;
}

/*
 * Minimises |A x − b|. matrix: A and, as column `unknowns`, b; rows ≥ unknowns ≥ 1;
 * columns that fill up the last panel hold any finite numbers; all is overwritten.
 * Answers the smallest sine of the angle between a column and the span of those before
 * it: where it is some ε, x means nothing.
 */
typedef double hopi_panel_solver(size_t rows, size_t unknowns, double *matrix, double *x);

/* One for each instruction set: dense.h. */
HOPI_VERSIONS(hopi_panel_solver, hopi_panel_least_squares);

#endif
