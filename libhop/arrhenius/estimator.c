/* SPDX-License-Identifier: BSD-3-Clause */
#include "estimator.h"

#include <math.h>

#include <hop/arrhenius.h>

#include "base/constants.h"
#include "math/least_squares.h"

size_t hopi_estimator_workspace(size_t count)
{
    return count * (4 + 2 + 2 + 8 + 8 + 8 + 2) + 64;
}

hopi_estimator hopi_estimator_open(size_t count, const hopi_line_point *points,
                                   const hopi_lines_settings *settings, double *workspace)
{
    hopi_estimator e = {.points = points, .settings = settings, .count = count};
    size_t rates = 0, limits = 0;
    double first_x = NAN;
    for (size_t k = 0; k < count; k++) {
        e.x_mean += points[k].x / (double)count;
        limits += points[k].limit != 0;
        if (points[k].has_rate) {
            e.has_rate_line |= rates > 0 && points[k].x != first_x;
            first_x = rates == 0 ? points[k].x : first_x;
            rates++;
        }
    }
    e.has_limits = e.has_rate_line && limits > 0 && settings->limits == HOP_LIMITS_CENSORED
                   && settings->method != HOP_ARRHENIUS_UNWEIGHTED;
    e.rows = count + (e.has_rate_line ? rates : 0) + (e.has_limits ? limits : 0);
    e.columns = e.has_rate_line ? 4 : 2;
    e.covariance = workspace;
    e.response = e.covariance + 4 * count;
    e.weight = e.response + 2 * count;
    e.P = e.weight + 2 * count;
    e.matrix = e.P + 8 * count;
    e.inverse = e.matrix + 8 * count;
    e.lapack = e.inverse + 8 * count;
    for (size_t k = 0; k < count; k++) {
        for (size_t line = 0; line < 2; line++) {
            e.response[2 * k + line] = points[k].y[line];
            e.weight[2 * k + line] = hopi_estimator_is_limit(&e, k, line) ? 0.0 : 1.0;
        }
    }
    return e;
}

int hopi_estimator_is_limit(const hopi_estimator *e, size_t k, size_t line)
{
    return e->has_limits && line == 1 && e->points[k].limit != 0;
}

int hopi_estimator_is_likelihood(const hopi_estimator *e)
{
    return e->has_limits && e->settings->loss != HOP_ARRHENIUS_LOSS_HUBER;
}

int hopi_estimator_has_curve(const hopi_estimator *e, size_t k)
{
    return hopi_estimator_is_likelihood(e) && e->points[k].curve != NULL;
}

size_t hopi_estimator_rows(const hopi_estimator *e, size_t k)
{
    return (e->points[k].has_rate && e->has_rate_line) || hopi_estimator_is_limit(e, k, 1) ? 2 : 1;
}

hopi_whitening hopi_estimator_whitening(const hopi_estimator *e, size_t k)
{
    if (e->settings->method == HOP_ARRHENIUS_UNWEIGHTED) {
        return (hopi_whitening){{{1.0, 0.0}, {0.0, 1.0}}};
    }
    const double v00 = e->covariance[4 * k], v01 = e->covariance[4 * k + 1];
    const double v11 = e->covariance[4 * k + 3];
    hopi_whitening whitening = {{{1.0 / sqrt(v00), 0.0}, {0.0, 0.0}}};
    if (hopi_estimator_rows(e, k) == 1) {
        return whitening;
    }
    if (e->settings->method == HOP_ARRHENIUS_WEIGHTED) {
        whitening.w[1][1] = 1.0 / sqrt(v11);
        return whitening;
    }
    const double l10 = v01 / sqrt(v00);
    const double l11 = sqrt(v11 - l10 * l10);
    whitening.w[1][0] = -l10 * whitening.w[0][0] / l11;
    whitening.w[1][1] = 1.0 / l11;
    return whitening;
}

/*
 * A spectrum taken at T + δ and written down at T. The measured ln σ and ln f_p
 * move by E δ/(k_B T²); ln(σT) is formed with the T that was written down, so the
 * energy that counts for it is that of σ, E_a − k_B T.
 */
void hopi_estimator_temperature_slope(const hopi_estimator *e, size_t k,
                                      const double centred[4], double slope[2])
{
    const double x = e->points[k].x;
    const double k_T = e->settings->quantity == HOP_ARRHENIUS_SIGMA_T ? 1.0 / x : 0.0;
    const double per_k = HOPI_BOLTZMANN_EV_PER_K * x * x;
    slope[0] = (centred[1] - k_T) * per_k;
    slope[1] = e->has_rate_line ? centred[3] * per_k : 0.0;
}

double hopi_estimator_rate(const hopi_estimator *e, size_t k, const double centred[4])
{
    return centred[2] - centred[3] * (e->points[k].x - e->x_mean);
}

static void scale_rate_error(double factor, double v[4])
{
    v[1] *= factor;
    v[2] *= factor;
    v[3] *= factor * factor;
}

/*
 * An extrapolated frequency has an error that grows with it, so one that came
 * out low also claims to be precise, and its stated error would pull the line
 * down. The error that counts is the one at the line (Wedderburn 1974).
 */
static void move_error_to_line(const hopi_estimator *e, size_t k, const double centred[4],
                               double v[4])
{
    const hopi_line_point *p = &e->points[k];
    const double most = 5.0;
    if (p->error_growth == 0.0 || !p->has_rate || !e->has_rate_line) {
        return;
    }
    const double factor = exp(p->error_growth * (hopi_estimator_rate(e, k, centred) - p->y[1]));
    scale_rate_error(fmin(fmax(factor, 1.0 / most), most), v);
}

/* The straight line through r(ln f_p) at the line stands for the curve there. */
static void linearise_curve(hopi_estimator *e, size_t k, const double centred[4], double v[4])
{
    const hopi_line_point *p = &e->points[k];
    /* Where the curve is flat it says nothing; the inverse must stay a variance. */
    const double flat = 1e-6;
    const double rate = hopi_estimator_rate(e, k, centred);
    double slope;
    const double root = hopi_rate_curve_at(p->curve, rate, &slope);
    slope = fmax(slope, flat);
    e->response[2 * k + 1] = rate - root / slope;
    e->weight[2 * k + 1] = 1.0;
    if (hopi_estimator_is_limit(e, k, 1)) {
        v[1] = v[2] = 0.0;
        v[3] = 1.0 / (slope * slope);
    } else {
        scale_rate_error(1.0 / (sqrt(p->covariance[1][1]) * slope), v);
    }
}

void hopi_estimator_set_covariance(hopi_estimator *e, const double *centred,
                                   const double *slopes_at)
{
    const double width = e->settings->limit_width;
    for (size_t k = 0; k < e->count; k++) {
        const hopi_line_point *p = &e->points[k];
        double *v = e->covariance + 4 * k;
        for (int i = 0; i < 4; i++) {
            v[i] = p->covariance[i / 2][i % 2];
        }
        if (hopi_estimator_is_limit(e, k, 1)) {
            v[1] = v[2] = 0.0;
            v[3] = width * width;
        }
        if (centred && hopi_estimator_has_curve(e, k)) {
            linearise_curve(e, k, centred, v);
        } else if (centred) {
            move_error_to_line(e, k, centred, v);
        }
        if (slopes_at && p->temperature_error > 0.0) {
            double slope[2];
            hopi_estimator_temperature_slope(e, k, slopes_at, slope);
            for (int i = 0; i < 4; i++) {
                v[i] += p->temperature_error * p->temperature_error * slope[i / 2] * slope[i % 2];
            }
        }
    }
}

double hopi_estimator_residual(const hopi_estimator *e, size_t k, size_t line,
                               const double centred[4])
{
    const double from_mean = e->points[k].x - e->x_mean;
    return e->response[2 * k + line] - (centred[2 * line] - centred[2 * line + 1] * from_mean);
}

void hopi_estimator_white(const hopi_estimator *e, size_t k, const double centred[4],
                          double white[2])
{
    const hopi_whitening whitening = hopi_estimator_whitening(e, k);
    const double r0 = hopi_estimator_residual(e, k, 0, centred);
    white[0] = whitening.w[0][0] * r0;
    white[1] = 0.0;
    if (hopi_estimator_rows(e, k) == 2) {
        const double r1 = hopi_estimator_residual(e, k, 1, centred);
        white[1] = whitening.w[1][0] * r0 + whitening.w[1][1] * r1;
    }
}

double *hopi_estimator_at(const hopi_estimator *e, size_t parameter, size_t point, size_t line)
{
    return &e->P[parameter + 4 * (2 * point + line)];
}

int hopi_estimator_make(hopi_estimator *e, int *rank, double *condition)
{
    size_t row = 0;
    for (size_t k = 0; k < e->count; k++) {
        const hopi_whitening whitening = hopi_estimator_whitening(e, k);
        const double design[2] = {1.0, -(e->points[k].x - e->x_mean)};
        for (size_t i = 0; i < hopi_estimator_rows(e, k); i++, row++) {
            const double root = sqrt(e->weight[2 * k + i]);
            for (size_t j = 0; j < e->columns; j++) {
                e->matrix[row + j * e->rows] = root * whitening.w[i][j / 2] * design[j % 2];
            }
        }
    }
    hopi_least_squares_quality quality;
    const int info = hopi_pseudo_inverse(e->rows, e->columns, e->matrix, e->inverse, e->lapack,
                                         &quality);
    if (info != 0) {
        return info;
    }
    *rank = quality.rank;
    *condition = quality.condition;
    row = 0;
    for (size_t k = 0; k < e->count; k++) {
        const hopi_whitening whitening = hopi_estimator_whitening(e, k);
        const size_t own_rows = hopi_estimator_rows(e, k);
        for (size_t j = 0; j < 4; j++) {
            for (size_t line = 0; line < 2; line++) {
                double sum = 0.0;
                for (size_t i = 0; i < own_rows && j < e->columns; i++) {
                    const double root = sqrt(e->weight[2 * k + i]);
                    sum += e->inverse[j + (row + i) * e->columns] * root * whitening.w[i][line];
                }
                /* Separate regressions: what the singular values mix in is rounding. */
                const int is_own = e->settings->method == HOP_ARRHENIUS_JOINT || j / 2 == line;
                *hopi_estimator_at(e, j, k, line) = is_own ? sum : 0.0;
            }
        }
        row += own_rows;
    }
    return 0;
}

void hopi_estimator_apply(const hopi_estimator *e, double out[4])
{
    for (size_t j = 0; j < 4; j++) {
        out[j] = 0.0;
        for (size_t k = 0; k < e->count; k++) {
            for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
                out[j] += *hopi_estimator_at(e, j, k, line) * e->response[2 * k + line];
            }
        }
    }
}

int hopi_estimator_is_small_step(const hopi_estimator *e, const double b[4], const double next[4],
                                 double tolerance)
{
    double step = 0.0, residuals = 0.0, size = 0.0;
    const double zero[4] = {0.0};
    for (size_t k = 0; k < e->count; k++) {
        double white[2], white_next[2], white_zero[2];
        hopi_estimator_white(e, k, b, white);
        hopi_estimator_white(e, k, next, white_next);
        hopi_estimator_white(e, k, zero, white_zero);
        for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
            const double weight = e->weight[2 * k + line];
            const double moved = white_next[line] - white[line];
            step += weight * moved * moved;
            residuals += weight * white_next[line] * white_next[line];
            size += weight * white_zero[line] * white_zero[line];
        }
    }
    const double rounding = 1e-13;
    return step <= tolerance * tolerance * residuals + rounding * rounding * size;
}

/* ln σ₀ = α₁ + E_a x̄. */
static void uncentre_pair(double x_mean, double *first, double *second)
{
    const double alpha = *first, energy = *second;
    *first = energy;
    *second = alpha + energy * x_mean;
}

void hopi_estimator_uncentre(hopi_estimator *e, double parameters[4])
{
    for (size_t j = 0; j < 4; j += 2) {
        uncentre_pair(e->x_mean, &parameters[j], &parameters[j + 1]);
        for (size_t k = 0; k < 2 * e->count; k++) {
            uncentre_pair(e->x_mean, &e->P[j + 4 * k], &e->P[j + 1 + 4 * k]);
        }
    }
}
