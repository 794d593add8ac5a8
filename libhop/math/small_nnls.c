/* SPDX-License-Identifier: BSD-3-Clause */
#include "small_nnls.h"

#include <math.h>
#include <string.h>

enum { MAX = HOPI_SMALL_NNLS_MAX, MOST_EXCHANGES = 16 };

/* Below this share of a column's length the rest of it counts as nothing. */
static const double negligible = 1e-10;

/* A gradient this small beside its terms is zero. */
static const double rounding = 1e-12;

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

/* Least squares on one subset, zero elsewhere; 0 where its columns are dependent. */
static int on_subset(unsigned subset, size_t n, const double *gram, const double *b, double *x,
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
        *explained += part[i] * b[set[i]];
        x[set[i]] = part[i];
    }
    return 1;
}

static int is_positive(size_t n, const double *x)
{
    for (size_t i = 0; i < n; i++) {
        if (x[i] < 0.0) {
            return 0;
        }
    }
    return 1;
}

static unsigned all_of(size_t n)
{
    return n <= MAX ? (1u << n) - 1 : 0;
}

/* The last column whose sign is wrong: a coefficient below 0, or a gradient that asks for one. */
static int last_violation(unsigned subset, size_t n, const double *gram, const double *b,
                          const double *x)
{
    for (size_t i = n; i-- > 0;) {
        double gradient = b[i];
        if (subset >> i & 1u) {
            if (x[i] < 0.0) {
                return (int)i;
            }
            continue;
        }
        for (size_t j = 0; j < n; j++) {
            gradient -= gram[i + j * n] * x[j];
        }
        if (gradient > rounding * fabs(b[i])) {
            return (int)i;
        }
    }
    return -1;
}

/* Exchanges columns one by one, the last first (Murty, 1974); 0 where that does not end soon. */
static int exchange(size_t n, const double *gram, const double *b, double *x, double *explained)
{
    unsigned subset = all_of(n);
    for (int k = 0; k < MOST_EXCHANGES; k++) {
        if (!on_subset(subset, n, gram, b, x, explained)) {
            return 0;
        }
        const int last = last_violation(subset, n, gram, b, x);
        if (last < 0) {
            return 1;
        }
        subset ^= 1u << last;
    }
    return 0;
}

/* The best of all subsets: of six columns there are 63. */
static double best_subset(size_t n, const double *gram, const double *b, double *x)
{
    double best = 0.0, explained, part[MAX];
    memset(x, 0, n * sizeof *x);
    for (unsigned subset = all_of(n); subset > 0; subset--) {
        if (on_subset(subset, n, gram, b, part, &explained) && is_positive(n, part)
            && explained > best) {
            best = explained;
            memcpy(x, part, n * sizeof *x);
        }
    }
    return best;
}

double hopi_small_nnls(size_t n, const double *gram, const double *b, double *x)
{
    double explained;
    return exchange(n, gram, b, x, &explained) ? explained : best_subset(n, gram, b, x);
}
