/* SPDX-License-Identifier: BSD-3-Clause */
#include "expansion.h"

#include <math.h>
#include <string.h>

#include "math/vector.h"

enum { LANES = HOPI_LANES };

static double dot(size_t padded, const double *c, const double *x, const double *y)
{
    hopi_vector sum = {0};
    for (size_t k = 0; k < padded; k += LANES) {
        sum += hopi_load(c + k) * hopi_load(x + k) * hopi_load(y + k);
    }
    return hopi_sum(sum);
}

/* x −= share · y */
static void take_off(size_t padded, double share, const double *y, double *x)
{
    for (size_t k = 0; k < padded; k += LANES) {
        hopi_store(x + k, hopi_load(x + k) - share * hopi_load(y + k));
    }
}

/* Takes the mean and the part along h₀ off a column, twice: the second time for the digits. */
static void make_orthogonal(const hopi_jpl_region *region, const double *ones, const double *h0,
                            double *column, int j, hopi_jpl_expansion *e)
{
    const size_t n = region->padded;
    for (int pass = 0; pass < 2; pass++) {
        const double mean = dot(n, region->c, ones, column) / region->c_sum;
        take_off(n, mean, ones, column);
        e->g_mean[j] += mean;
        if (j > 0) {
            const double share = dot(n, region->c, h0, column) / e->a0;
            take_off(n, share, h0, column);
            e->alpha[j] += share;
        }
    }
}

static void make_series(const hopi_jpl_region *region, double *columns, hopi_jpl_expansion *e)
{
    const size_t n = region->padded;
    double *ones = columns, *h0 = ones + n;
    for (size_t k = 0; k < n; k++) {
        ones[k] = 1.0;
        h0[k] = k < region->count ? region->g[k] : 0.0;
        e->L_max = fmax(e->L_max, fabs(region->L[k]));
    }
    e->alpha[0] = 1.0;
    for (int j = 1; j < HOPI_TERMS; j++) {
        const double *before = h0 + (size_t)(j - 1) * n;
        double *column = h0 + (size_t)j * n;
        const double factor = 1.0 / (j * e->L_max);
        for (size_t k = 0; k < n; k += LANES) {
            hopi_store(column + k, hopi_load(before + k) * hopi_load(region->L + k) * factor);
        }
    }
    make_orthogonal(region, ones, h0, h0, 0, e);
    e->a0 = dot(n, region->c, h0, h0);
    for (int j = 1; j < HOPI_TERMS; j++) {
        make_orthogonal(region, ones, h0, h0 + (size_t)j * n, j, e);
    }
    for (int i = 1; i < HOPI_TERMS; i++) {
        for (int j = 1; j <= i && i + j < HOPI_SQUARES; j++) {
            const double product = dot(n, region->c, h0 + (size_t)i * n, h0 + (size_t)j * n);
            e->q[i + j] += i == j ? product : 2.0 * product;
        }
    }
}

/* Terms of exp(x) until what is left is negligible. */
static size_t terms_of_exp(double x, size_t most)
{
    const double negligible = 4e-16;
    size_t terms = 5;
    double next = x * x * x * x * x / 120.0;
    while (next > negligible && terms < most) {
        next *= x / (double)++terms;
    }
    return terms;
}

/* From the standard deviation of ⟨e, r₁⟩, to which t is proportional where it is small. */
static void choose_reach(const hopi_jpl_region *region, double deviation, hopi_jpl_expansion *e)
{
    const double widest = 0.6, deviations = 8.0;
    e->reach = fmin(widest, deviations * deviation / (region->amplitude * e->q[2]));
    e->terms = terms_of_exp(e->reach, HOPI_TERMS);
    e->squares = terms_of_exp(2.0 * e->reach, HOPI_SQUARES);
}

/* Modified Gram–Schmidt, each column twice; what is left of rounding alone is no direction. */
static void make_basis(size_t padded, size_t count, const double *ones, double *columns,
                       double factor[HOPI_MOMENTS][HOPI_MOMENTS])
{
    const double negligible = 1e-14;
    memset(columns + count * padded, 0, (HOPI_MOMENTS - count) * padded * sizeof *columns);
    for (size_t j = 0; j < count; j++) {
        double *column = columns + j * padded;
        const double whole = sqrt(dot(padded, ones, column, column));
        for (int pass = 0; pass < 2; pass++) {
            for (size_t i = 0; i < j; i++) {
                const double *other = columns + i * padded;
                const double share = dot(padded, ones, other, column);
                take_off(padded, share, other, column);
                factor[i][j] += share;
            }
        }
        const double rest = sqrt(dot(padded, ones, column, column));
        const double scale = rest > negligible * whole ? 1.0 / rest : 0.0;
        factor[j][j] = scale > 0.0 ? rest : 0.0;
        for (size_t k = 0; k < padded; k++) {
            column[k] *= scale;
        }
    }
}

void HOPI_AT_LEVEL(hopi_expand)(const hopi_jpl_region *region, const double *spread, int is_wild,
                                uint32_t seed, double *memory, hopi_jpl_expansion *e)
{
    const size_t n = region->padded;
    double *columns = memory, *second = memory + HOPI_MOMENTS * n;
    memset(e, 0, sizeof *e);
    e->region = region;
    e->is_wild = is_wild;
    e->seed = seed;
    e->ln_scale = log(region->scale);
    make_series(region, columns, e);
    e->mean = region->plateau + region->amplitude * e->g_mean[0];
    double variance = 0.0;
    for (size_t k = 0; k < region->count; k++) {
        const double weight = region->c[k] * spread[k], along = weight * columns[2 * n + k];
        variance += along * along;
        for (size_t j = 0; j < HOPI_MOMENTS; j++) {
            columns[j * n + k] *= j == 0 ? weight / region->c_sum : weight;
        }
    }
    choose_reach(region, sqrt(variance), e);
    if (is_wild) {
        e->rows = second;
        for (size_t k = 0; k < region->count; k++) {
            for (size_t j = 0; j < HOPI_MOMENTS; j++) {
                e->rows[k * HOPI_MOMENTS + j] = columns[j * n + k];
            }
        }
        return;
    }
    double *ones = second;
    for (size_t k = 0; k < n; k++) {
        ones[k] = k < region->count;
    }
    e->basis = columns;
    make_basis(n, e->terms + 1, ones, columns, e->factor);
}
