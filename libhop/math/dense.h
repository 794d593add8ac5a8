/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MATH_DENSE_H
#define HOPI_MATH_DENSE_H

#include <stddef.h>
#include <stdint.h>

#include "cholesky.h"
#include "columns.h"
#include "panel_qr.h"

/*
 * Dense algebra of up to some hundred unknowns, compiled once for each instruction set:
 * there LAPACK's blocks cost more than they save. Results of two sets differ by rounding.
 */
typedef struct hopi_dense {
    hopi_panel_solver *panel_least_squares;
    hopi_cholesky_factor *factor;
    hopi_cholesky_solver *forward, *backward;
    hopi_combination *add_columns;
    hopi_projection *project_columns;
    hopi_scaled_sum *add_scaled;
} hopi_dense;

/* That of an instruction set, one of the HOP_INSTRUCTIONS_ constants but BEST. */
const hopi_dense *hopi_dense_of(int32_t instructions);

#endif
