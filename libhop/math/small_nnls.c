/* SPDX-License-Identifier: BSD-3-Clause */
#include "small_nnls.h"

#include <math.h>
#include <string.h>

enum { MAX = HOPI_SMALL_NNLS_MAX };

/* Below this share of a column's length the rest of it counts as nothing. */
static const double negligible = 1e-10;

/* Cholesky on the scaled columns of a subset; 0 where they are dependent. */
static int solve(size_t count, const size_t *set, size_t n, const double *gram, const double *b,
                 double *x)
{
    double R[MAX][MAX], scale[MAX], y[MAX];
    for (size_t i = 0; i < count; i++) {
        scale[i] = sqrt(gram[set[i] + set[i] * n]);
        if (!(scale[i] > 0.0)) {
            return 0;
        }
    }
    for (size_t j = 0; j < count; j++) {
        for (size_t i = 0; i <= j; i++) {
            double sum = gram[set[i] + set[j] * n] / (scale[i] * scale[j]);
            for (size_t k = 0; k < i; k++) {
                sum -= R[k][i] * R[k][j];
            }
            if (i == j && sum < negligible) {
                return 0;
            }
            R[i][j] = i == j ? sqrt(sum) : sum / R[i][i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        y[i] = b[set[i]] / scale[i];
        for (size_t k = 0; k < i; k++) {
            y[i] -= R[k][i] * y[k];
        }
        y[i] /= R[i][i];
    }
    for (size_t i = count; i-- > 0;) {
        for (size_t k = i + 1; k < count; k++) {
            y[i] -= R[i][k] * y[k];
        }
        y[i] /= R[i][i];
        x[i] = y[i] / scale[i];
    }
    return 1;
}

/* Least squares on one subset; 0 where a coefficient would be negative. */
static int admissible(unsigned subset, size_t n, const double *gram, const double *b, double *x,
                      double *explained)
{
    size_t set[MAX], count = 0;
    double part[MAX];
    for (size_t i = 0; i < n; i++) {
        x[i] = 0.0;
        if (subset >> i & 1u) {
            set[count++] = i;
        }
    }
    if (!solve(count, set, n, gram, b, part)) {
        return 0;
    }
    *explained = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (part[i] < 0.0) {
            return 0;
        }
        *explained += part[i] * b[set[i]];
        x[set[i]] = part[i];
    }
    return 1;
}

/* All columns if that is allowed, or else the best of every subset: of six there are 63. */
double hopi_small_nnls(size_t n, const double *gram, const double *b, double *x)
{
    const unsigned all = n <= MAX ? (1u << n) - 1 : 0;
    double best = 0.0, explained, part[MAX];
    for (size_t i = 0; i < n; i++) {
        x[i] = 0.0;
    }
    for (unsigned subset = all; subset > 0; subset--) {
        if (admissible(subset, n, gram, b, part, &explained) && explained > best) {
            best = explained;
            memcpy(x, part, n * sizeof *x);
            if (subset == all) {
                break;
            }
        }
    }
    return best;
}
