/* SPDX-License-Identifier: BSD-3-Clause */
#include "lines.h"

#include <math.h>

#include <hop/arrhenius.h>

#include "math/distributions.h"
#include "math/least_squares.h"

/* Where the estimator stands: parameters = P y, with P column-major 4 × 2 count. */
typedef struct estimator {
    size_t count, rows, columns;
    double *matrix;  /* rows × columns, whitened */
    double *inverse; /* columns × rows */
    double *P;       /* 4 × 2 count, in the centred parameters α₁, E_a, α₂, E_m */
    double *lapack;
    double x_mean;
} estimator;

size_t hopi_lines_workspace(size_t count)
{
    return 2 * count * (4 + 4 + 4) + 2 * count + 64;
}

static double *at(estimator *e, size_t parameter, size_t point, size_t line)
{
    return &e->P[parameter + 4 * (2 * point + line)];
}

/*
 * Rows of W with WᵀW the inverse of the assumed covariance: w[0] = (w00, 0),
 * w[1] = (w10, w11), the inverse of a Cholesky factor.
 */
static void whitening(const hopi_line_point *p, int32_t method, double w[2][2])
{
    const double v00 = p->covariance[0][0], v01 = p->covariance[0][1], v11 = p->covariance[1][1];
    w[0][1] = 0.0;
    w[1][0] = 0.0;
    if (method == HOP_ARRHENIUS_UNWEIGHTED) {
        w[0][0] = w[1][1] = 1.0;
        return;
    }
    w[0][0] = 1.0 / sqrt(v00);
    if (method == HOP_ARRHENIUS_WEIGHTED || !p->has_rate) {
        w[1][1] = 1.0 / sqrt(v11);
        return;
    }
    const double l10 = v01 / sqrt(v00);
    const double l11 = sqrt(v11 - l10 * l10);
    w[1][0] = -l10 * w[0][0] / l11;
    w[1][1] = 1.0 / l11;
}

static int uses_rate(const hopi_line_point *p, const hopi_lines *lines)
{
    return p->has_rate && lines->has_rate_line;
}

/* The estimator of the four centred parameters. */
static int make_estimator(estimator *e, const hopi_line_point *points, int32_t method,
                          hopi_lines *lines)
{
    e->columns = lines->has_rate_line ? 4 : 2;
    size_t row = 0;
    for (size_t k = 0; k < e->count; k++) {
        double w[2][2];
        whitening(&points[k], method, w);
        const double design[2] = {1.0, -(points[k].x - e->x_mean)};
        const size_t own_rows = uses_rate(&points[k], lines) ? 2 : 1;
        for (size_t i = 0; i < own_rows; i++, row++) {
            for (size_t j = 0; j < e->columns; j++) {
                e->matrix[row + j * e->rows] = w[i][j / 2] * design[j % 2];
            }
        }
    }
    hopi_least_squares_quality quality;
    const int info = hopi_pseudo_inverse(e->rows, e->columns, e->matrix, e->inverse, e->lapack,
                                         &quality);
    if (info != 0) {
        return info;
    }
    lines->rank = quality.rank;
    lines->condition = quality.condition;
    row = 0;
    for (size_t k = 0; k < e->count; k++) {
        double w[2][2];
        whitening(&points[k], method, w);
        const size_t own_rows = uses_rate(&points[k], lines) ? 2 : 1;
        for (size_t j = 0; j < 4; j++) {
            for (size_t line = 0; line < 2; line++) {
                double sum = 0.0;
                for (size_t i = 0; i < own_rows && j < e->columns; i++) {
                    sum += e->inverse[j + (row + i) * e->columns] * w[i][line];
                }
                /* Separate regressions: what the singular values mix in is rounding. */
                const int is_own = method == HOP_ARRHENIUS_JOINT || j / 2 == line;
                *at(e, j, k, line) = is_own ? sum : 0.0;
            }
        }
        row += own_rows;
    }
    return 0;
}

/* From (α₁, E_a, α₂, E_m), centred at x̄, to (E_a, ln σ₀, E_m, ln f_e): ln σ₀ = α₁ + E_a x̄. */
static void uncentre(estimator *e)
{
    for (size_t k = 0; k < e->count; k++) {
        for (size_t line = 0; line < 2; line++) {
            for (size_t j = 0; j < 4; j += 2) {
                const double alpha = *at(e, j, k, line), energy = *at(e, j + 1, k, line);
                *at(e, j, k, line) = energy;
                *at(e, j + 1, k, line) = alpha + energy * e->x_mean;
            }
        }
    }
}

static double residual(const hopi_line_point *p, size_t line, const double centred[4],
                       double x_mean)
{
    return p->y[line] - (centred[2 * line] - centred[2 * line + 1] * (p->x - x_mean));
}

/* Covariance of the scatter about both lines; NaN where there are too few points. */
static void scatter(const estimator *e, const hopi_line_point *points, const double centred[4],
                    const hopi_lines *lines, double out[2][2])
{
    double r00 = 0.0, r11 = 0.0, common00 = 0.0, common01 = 0.0;
    size_t rates = 0;
    for (size_t k = 0; k < e->count; k++) {
        const double r0 = residual(&points[k], 0, centred, e->x_mean);
        r00 += r0 * r0;
        if (uses_rate(&points[k], lines)) {
            const double r1 = residual(&points[k], 1, centred, e->x_mean);
            r11 += r1 * r1;
            common00 += r0 * r0;
            common01 += r0 * r1;
            rates++;
        }
    }
    out[0][0] = e->count > 2 ? r00 / (double)(e->count - 2) : NAN;
    out[1][1] = rates > 2 ? r11 / (double)(rates - 2) : NAN;
    const double scale = sqrt(common00 * r11);
    const double correlation = scale > 0.0 ? common01 / scale : 0.0;
    out[0][1] = out[1][0] = correlation * sqrt(out[0][0] * out[1][1]);
}

static double sum_of_squares(const estimator *e, const hopi_line_point *points, int32_t method,
                             const double centred[4], const hopi_lines *lines)
{
    double chi2 = 0.0;
    for (size_t k = 0; k < e->count; k++) {
        double w[2][2];
        whitening(&points[k], method, w);
        const double r0 = residual(&points[k], 0, centred, e->x_mean);
        chi2 += w[0][0] * r0 * w[0][0] * r0;
        if (uses_rate(&points[k], lines)) {
            const double r1 = residual(&points[k], 1, centred, e->x_mean);
            const double white = w[1][0] * r0 + w[1][1] * r1;
            chi2 += white * white;
        }
    }
    return chi2;
}

/* Replaces the points' covariances by those that the standard errors rest on. */
static void settle_covariances(const estimator *e, hopi_line_point *points, int32_t method,
                               int32_t birge, const double centred[4], hopi_lines *lines)
{
    lines->birge = lines->dof > 0.0 ? sqrt(lines->chi2 / lines->dof) : NAN;
    if (method == HOP_ARRHENIUS_UNWEIGHTED) {
        lines->birge = NAN;
        double own[2][2];
        scatter(e, points, centred, lines, own);
        for (size_t k = 0; k < e->count; k++) {
            for (int i = 0; i < 4; i++) {
                points[k].covariance[i / 2][i % 2] = own[i / 2][i % 2];
            }
        }
        return;
    }
    const int is_significant = lines->dof > 0.0
                               && lines->chi2 > hopi_chi2_quantile(0.95, lines->dof);
    lines->flags |= is_significant ? HOP_FLAG_OVERDISPERSED : 0;
    const int is_applied = lines->dof > 0.0
                           && (birge == HOP_BIRGE_ALWAYS
                               || (birge == HOP_BIRGE_SIGNIFICANT && is_significant));
    if (is_applied) {
        lines->flags |= HOP_FLAG_BIRGE_SCALED;
        for (size_t k = 0; k < e->count; k++) {
            for (int i = 0; i < 4; i++) {
                points[k].covariance[i / 2][i % 2] *= lines->birge * lines->birge;
            }
        }
    }
}

/* What an estimator does not use may be unknown: 0 times NaN is 0 here. */
static double product(double weight, double covariance)
{
    return weight == 0.0 ? 0.0 : weight * covariance;
}

/* cov(b, y_k) = P_k V_k, cov(b, b) = Σ P_k V_k P_kᵀ. */
static void propagate(estimator *e, const hopi_line_point *points, double *cross,
                      hopi_lines *lines)
{
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 4; j++) {
            lines->covariance[i][j] = 0.0;
        }
    }
    for (size_t k = 0; k < e->count; k++) {
        const size_t used = uses_rate(&points[k], lines) ? 2 : 1;
        for (size_t i = 0; i < 4; i++) {
            for (size_t line = 0; line < 2; line++) {
                double sum = 0.0;
                for (size_t l = 0; l < used; l++) {
                    sum += product(*at(e, i, k, l), points[k].covariance[l][line]);
                }
                cross[8 * k + 2 * i + line] = line < used ? sum : NAN;
            }
        }
        for (size_t i = 0; i < 4; i++) {
            for (size_t j = 0; j < 4; j++) {
                for (size_t l = 0; l < used; l++) {
                    lines->covariance[i][j] += product(*at(e, j, k, l), cross[8 * k + 2 * i + l]);
                }
            }
        }
    }
}

static void forget_rate_line(hopi_lines *lines)
{
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = HOPI_E_M; j < 4; j++) {
            lines->parameters[j] = NAN;
            lines->covariance[i][j] = lines->covariance[j][i] = NAN;
        }
    }
}

static void apply(estimator *e, const hopi_line_point *points, const hopi_lines *lines,
                  double out[4])
{
    for (size_t j = 0; j < 4; j++) {
        out[j] = 0.0;
        for (size_t k = 0; k < e->count; k++) {
            out[j] += *at(e, j, k, 0) * points[k].y[0];
            if (uses_rate(&points[k], lines)) {
                out[j] += *at(e, j, k, 1) * points[k].y[1];
            }
        }
    }
}

int hopi_lines_fit(size_t count, hopi_line_point *points, int32_t method, int32_t birge,
                   double *cross, double *workspace, hopi_lines *lines)
{
    estimator e = {.count = count};
    size_t rates = 0;
    double first_x = NAN;
    lines->has_rate_line = 0;
    lines->flags = 0;
    for (size_t k = 0; k < count; k++) {
        e.x_mean += points[k].x / (double)count;
        if (points[k].has_rate) {
            lines->has_rate_line |= rates > 0 && points[k].x != first_x;
            first_x = rates == 0 ? points[k].x : first_x;
            rates++;
        }
    }
    e.rows = count + (lines->has_rate_line ? rates : 0);
    e.matrix = workspace;
    e.inverse = e.matrix + 8 * count;
    e.P = e.inverse + 8 * count;
    e.lapack = e.P + 8 * count;
    const int info = make_estimator(&e, points, method, lines);
    if (info != 0) {
        return info;
    }
    double centred[4];
    apply(&e, points, lines, centred);
    lines->chi2 = sum_of_squares(&e, points, method, centred, lines);
    lines->dof = (double)e.rows - (double)e.columns;
    settle_covariances(&e, points, method, birge, centred, lines);
    uncentre(&e);
    apply(&e, points, lines, lines->parameters);
    propagate(&e, points, cross, lines);
    if (!lines->has_rate_line) {
        forget_rate_line(lines);
    }
    return 0;
}
