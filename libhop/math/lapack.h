/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_LAPACK_H
#define HOPI_LAPACK_H

/*
 * The only place that sees LAPACK. Column-major `_work` calls only: the others
 * allocate behind the caller's back. Reference LAPACK ends the process on a bad
 * dimension, so callers check theirs first.
 */
#include <cblas.h>
#include <lapacke.h>

#endif
