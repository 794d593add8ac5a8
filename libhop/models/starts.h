/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_STARTS_H
#define HOPI_MODELS_STARTS_H

#include "solve.h"

enum { HOPI_MODEL_MAX_STARTS = 64 };

/* Doubles of workspace. */
size_t hopi_model_starts_workspace(const hopi_model_data *data);

/*
 * Starts, the most promising first: characteristic frequencies and exponents
 * from a grid, amplitudes by non-negative linear least squares. theta: `wanted`
 * rows of HOPI_SLOTS. Answers how many were found.
 */
size_t hopi_model_starts(const hopi_shape *shape, const hopi_model_data *data, size_t wanted,
                         double (*theta)[HOPI_SLOTS], double *workspace);

#endif
