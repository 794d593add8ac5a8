/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "handle.h"
#include "math/least_squares.h"

enum { PARAMETERS = 2 };

struct hop_line {
    hopi_allocator allocator;
    double slope, intercept;
    double covariance[2][2]; /* of (slope, intercept) */
    double rss, dof, points, condition, rank;
    int is_weighted;
    uint32_t flags;
};

static hop_status check(hop_ctx *ctx, size_t n, const double *temperature_k, const double *y,
                        const double *sd, size_t *different)
{
    *different = n > 0;
    for (size_t k = 0; k < n; k++) {
        if (!isfinite(temperature_k[k]) || temperature_k[k] <= 0.0) {
            return hopi_fail(ctx, HOP_ERR_BAD_TEMPERATURE,
                             "point %zu: temperature %g K is not a positive number of kelvin",
                             k + 1, temperature_k[k]);
        }
        if (!isfinite(y[k]) || (sd && !isfinite(sd[k]))) {
            return hopi_fail(ctx, HOP_ERR_NOT_FINITE, "point %zu (%g K): a value is not finite",
                             k + 1, temperature_k[k]);
        }
        if (sd && sd[k] <= 0.0) {
            return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                             "point %zu (%g K): the standard deviation %g is not positive", k + 1,
                             temperature_k[k], sd[k]);
        }
        size_t j = 0;
        while (j < k && temperature_k[j] != temperature_k[k]) {
            j++;
        }
        *different += k > 0 && j == k;
    }
    if (*different < 2) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_TEMPERATURES,
                         "%zu points at %zu different temperature(s): a line needs two", n,
                         *different);
    }
    return HOP_OK;
}

/* Fills the line; P is the pseudo-inverse of the weighted design centred at x_mean. */
static void fill(hop_line *line, size_t n, const double *temperature_k, const double *y,
                 const double *sd, double x_mean, const double *P)
{
    double centre = 0.0, slope = 0.0, v[3] = {0.0, 0.0, 0.0};
    for (size_t k = 0; k < n; k++) {
        const double p0 = P[2 * k], p1 = P[2 * k + 1];
        const double white = sd ? y[k] / sd[k] : y[k];
        centre += p0 * white;
        slope += p1 * white;
        v[0] += p0 * p0;
        v[1] += p0 * p1;
        v[2] += p1 * p1;
    }
    for (size_t k = 0; k < n; k++) {
        const double r = y[k] - centre - slope * (1.0 / temperature_k[k] - x_mean);
        line->rss += sd ? (r / sd[k]) * (r / sd[k]) : r * r;
    }
    line->points = (double)n;
    line->dof = line->points - PARAMETERS;
    const double variance = sd ? 1.0 : line->dof > 0.0 ? line->rss / line->dof : NAN;
    line->slope = slope;
    line->intercept = centre - slope * x_mean;
    line->covariance[0][0] = variance * v[2];
    line->covariance[0][1] = line->covariance[1][0] = variance * (v[1] - x_mean * v[2]);
    line->covariance[1][1] = variance * (v[0] - 2.0 * x_mean * v[1] + x_mean * x_mean * v[2]);
    line->is_weighted = sd != NULL;
    line->flags |= line->dof <= 0.0 ? HOP_FLAG_NO_DEGREES_OF_FREEDOM : 0;
}

static int fit(hop_line *line, size_t n, const double *temperature_k, const double *y,
               const double *sd, double *block)
{
    double *matrix = block, *P = block + 2 * n, *workspace = block + 4 * n;
    double x_mean = 0.0;
    for (size_t k = 0; k < n; k++) {
        x_mean += 1.0 / temperature_k[k] / (double)n;
    }
    for (size_t k = 0; k < n; k++) {
        const double weight = sd ? 1.0 / sd[k] : 1.0;
        matrix[k] = weight;
        matrix[n + k] = weight * (1.0 / temperature_k[k] - x_mean);
    }
    hopi_least_squares_quality quality;
    const int info = hopi_pseudo_inverse(n, PARAMETERS, matrix, P, workspace, &quality);
    if (info == 0) {
        line->rank = quality.rank;
        line->condition = quality.condition;
        fill(line, n, temperature_k, y, sd, x_mean, P);
    }
    return info;
}

hop_status hop_arrhenius_line(hop_ctx *ctx, size_t n, const double *temperature_k,
                              const double *y, const double *sd, hop_line **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!temperature_k || !y) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    size_t different;
    const hop_status status = check(ctx, n, temperature_k, y, sd, &different);
    if (status != HOP_OK) {
        return status;
    }
    const size_t workspace = hopi_least_squares_workspace(n, PARAMETERS);
    if (workspace == 0) {
        return hopi_fail_plain(ctx, HOP_ERR_SIZE_OVERFLOW);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_line *line = hopi_allocate(allocator, 1, sizeof *line);
    double *block = hopi_allocate(allocator, 4 * n + workspace, sizeof *block);
    int info = 0;
    if (line && block) {
        line->allocator = allocator;
        line->flags = different == 2 ? HOP_FLAG_TWO_TEMPERATURES : 0;
        info = fit(line, n, temperature_k, y, sd, block);
    }
    const int has_memory = line && block;
    hopi_release(allocator, block);
    if (!has_memory || info != 0) {
        hopi_release(allocator, line);
        return has_memory ? hopi_fail(ctx, HOP_ERR_LAPACK, "dgesvd answered %d for %zu points",
                                      info, n)
                          : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    *out = line;
    return HOP_OK;
}

double hop_line_value(const hop_line *line, int32_t key)
{
    if (!line) {
        return NAN;
    }
    switch (key) {
    case HOP_SLOPE:
        return line->slope;
    case HOP_INTERCEPT:
        return line->intercept;
    case HOP_ENERGY:
        return -HOPI_BOLTZMANN_EV_PER_K * line->slope;
    case HOP_RSS:
        return line->rss;
    case HOP_DOF:
        return line->dof;
    case HOP_BIRGE:
        return line->is_weighted && line->dof > 0.0 ? sqrt(line->rss / line->dof) : NAN;
    case HOP_POINTS:
        return line->points;
    case HOP_RANK:
        return line->rank;
    case HOP_CONDITION:
        return line->condition;
    default:
        return NAN;
    }
}

double hop_line_standard_error(const hop_line *line, int32_t key)
{
    if (!line) {
        return NAN;
    }
    switch (key) {
    case HOP_SLOPE:
        return sqrt(line->covariance[0][0]);
    case HOP_INTERCEPT:
        return sqrt(line->covariance[1][1]);
    case HOP_ENERGY:
        return HOPI_BOLTZMANN_EV_PER_K * sqrt(line->covariance[0][0]);
    default:
        return NAN;
    }
}

hop_status hop_line_covariance(const hop_line *line, double *out4)
{
    if (!line || !out4) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    memcpy(out4, line->covariance, sizeof line->covariance);
    return HOP_OK;
}

uint32_t hop_line_flags(const hop_line *line)
{
    return line ? line->flags : 0;
}

void hop_line_destroy(hop_line *line)
{
    if (line) {
        hopi_release(line->allocator, line);
    }
}
