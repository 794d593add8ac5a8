/* SPDX-License-Identifier: BSD-3-Clause */
#include "peaks.h"

#include <math.h>

#include "base/constants.h"
#include "math/levenberg_marquardt.h"

enum { PARAMETERS = 3, MOST_EVALUATIONS = 200 };

/* Every maximum with the lowest places beside it; a flat stretch counts once. */
static size_t split(size_t count, const double *gamma, hopi_drt_peak *peaks)
{
    size_t found = 0, lowest = 0, top = 0;
    int is_rising = 1;
    for (size_t k = 1; k < count; k++) {
        if (is_rising && gamma[k] > gamma[top]) {
            top = k;
        } else if (is_rising && gamma[k] < gamma[top]) {
            if (gamma[top] > 0.0) {
                peaks[found++] = (hopi_drt_peak){.top = top, .left = lowest, .right = count - 1};
            }
            is_rising = 0;
            lowest = k;
        } else if (!is_rising && gamma[k] < gamma[lowest]) {
            lowest = k;
        } else if (!is_rising && gamma[k] > gamma[lowest]) {
            if (found > 0) {
                peaks[found - 1].right = lowest;
            }
            is_rising = 1;
            top = k;
        }
    }
    if (is_rising && gamma[top] > 0.0) {
        peaks[found++] = (hopi_drt_peak){.top = top, .left = lowest, .right = count - 1};
    }
    return found;
}

static double area_of(const double *gamma, size_t left, size_t right, double step)
{
    double sum = 0.5 * (gamma[left] + gamma[right]);
    for (size_t k = left + 1; k < right; k++) {
        sum += gamma[k];
    }
    return left < right ? sum * step : 0.0;
}

/* Depth below its top of the higher valley beside a peak; the ends are valleys of height 0. */
static void measure(size_t count, const double *gamma, size_t peak_count, size_t i, double step,
                    hopi_drt_peak *peaks)
{
    hopi_drt_peak *p = &peaks[i];
    const double left = i > 0 ? gamma[p->left] : 0.0;
    const double right = i + 1 < peak_count ? gamma[p->right] : 0.0;
    p->depth = 1.0 - fmax(left, right) / gamma[p->top];
    p->area = area_of(gamma, i > 0 ? p->left : 0, i + 1 < peak_count ? p->right : count - 1, step);
}

/* Joins a peak to the neighbour behind the higher valley. */
static void join(const double *gamma, size_t *peak_count, size_t i, hopi_drt_peak *peaks)
{
    const int has_left = i > 0, has_right = i + 1 < *peak_count;
    const int to_left = has_left
                        && (!has_right || gamma[peaks[i].left] >= gamma[peaks[i].right]);
    const size_t first = to_left ? i - 1 : i;
    hopi_drt_peak *a = &peaks[first], *b = &peaks[first + 1];
    a->top = gamma[b->top] > gamma[a->top] ? b->top : a->top;
    a->right = b->right;
    for (size_t k = first + 1; k + 1 < *peak_count; k++) {
        peaks[k] = peaks[k + 1];
    }
    (*peak_count)--;
}

/* The least of the peaks that do not count, or peak_count. */
static size_t least(size_t peak_count, const hopi_drt_peak *peaks, double least_area,
                    double least_depth, size_t capacity)
{
    size_t found = peak_count;
    for (size_t i = 0; i < peak_count; i++) {
        const int is_small = peaks[i].area < least_area || peaks[i].depth < least_depth
                             || peak_count > capacity;
        if (is_small && (found == peak_count || peaks[i].area < peaks[found].area)) {
            found = i;
        }
    }
    return found;
}

/* The top of the parabola through the three points there. */
static void refine(size_t count, const double *gamma, double first_ln_tau, double step,
                   hopi_drt_peak *p)
{
    double offset = 0.0;
    p->gamma = gamma[p->top];
    if (p->top > 0 && p->top + 1 < count) {
        const double before = gamma[p->top - 1], after = gamma[p->top + 1];
        const double bend = 2.0 * p->gamma - before - after;
        offset = bend > 0.0 ? 0.5 * (after - before) / bend : 0.0;
        p->gamma += 0.25 * (after - before) * offset;
    }
    p->ln_tau = first_ln_tau + step * ((double)p->top + offset);
    p->fit_ln_tau = p->fit_area = p->fit_width = NAN;
}

size_t hopi_find_peaks(size_t count, const double *gamma, double first_ln_tau, double step,
                       double least_share, double least_depth, size_t capacity,
                       hopi_drt_peak *peaks)
{
    size_t peak_count = split(count, gamma, peaks);
    const double least_area = least_share * area_of(gamma, 0, count - 1, step);
    for (;;) {
        for (size_t i = 0; i < peak_count; i++) {
            measure(count, gamma, peak_count, i, step, peaks);
        }
        const size_t small = least(peak_count, peaks, least_area, least_depth, capacity);
        if (small == peak_count || peak_count == 1) {
            break;
        }
        join(gamma, &peak_count, small, peaks);
    }
    for (size_t i = 0; i < peak_count; i++) {
        refine(count, gamma, first_ln_tau, step, &peaks[i]);
    }
    return peak_count;
}

/* The stretch of a peak. */
typedef struct fitted {
    size_t count;
    const double *gamma;
    double first_ln_tau, step;
} fitted;

/* γ less height exp(−½ ((u − centre)/width)²). */
static int gaussian(void *user, const double *p, double *residuals, double *jacobian)
{
    const fitted *f = user;
    for (size_t k = 0; k < f->count; k++) {
        const double d = (f->first_ln_tau + (double)k * f->step - p[1]) / p[2];
        const double shape = exp(-0.5 * d * d);
        if (jacobian) {
            jacobian[k] = -shape;
            jacobian[f->count + k] = -p[0] * shape * d / p[2];
            jacobian[2 * f->count + k] = -p[0] * shape * d * d / p[2];
        }
        residuals[k] = f->gamma[k] - p[0] * shape;
    }
    return 0;
}

size_t hopi_fit_peaks_workspace(size_t count)
{
    return hopi_lm_workspace(count, PARAMETERS);
}

static void fit_peak(fitted *f, hopi_drt_peak *peak, double *workspace)
{
    const double length = f->step * (double)(f->count - 1);
    const double width = peak->area / (peak->gamma * sqrt(2.0 * HOPI_PI));
    double p[PARAMETERS] = {peak->gamma, peak->ln_tau, fmin(fmax(width, f->step), length)};
    const double lower[PARAMETERS] = {0.0, f->first_ln_tau, 0.5 * f->step};
    const double upper[PARAMETERS] = {INFINITY, f->first_ln_tau + length, length};
    const hopi_lm_problem problem = {.rows = f->count, .parameters = PARAMETERS, .lower = lower,
                                     .upper = upper, .model = gaussian, .user = f,
                                     .max_evaluations = MOST_EVALUATIONS};
    if (hopi_lm_minimise(&problem, p, workspace).outcome == HOPI_LM_CONVERGED) {
        peak->fit_area = p[0] * p[2] * sqrt(2.0 * HOPI_PI);
        peak->fit_ln_tau = p[1];
        peak->fit_width = p[2];
    }
}

/*
 * One by one: in a fit of their sum the Gaussians of small peaks go to describe the tails
 * of a large one, which are longer than those of its own.
 */
void hopi_fit_peaks(size_t count, const double *gamma, double first_ln_tau, double step,
                    size_t peak_count, hopi_drt_peak *peaks, double *workspace)
{
    for (size_t i = 0; i < peak_count; i++) {
        const size_t left = i > 0 ? peaks[i].left : 0;
        const size_t right = i + 1 < peak_count ? peaks[i].right : count - 1;
        fitted f = {right - left + 1, gamma + left, first_ln_tau + step * (double)left, step};
        if (f.count > PARAMETERS) {
            fit_peak(&f, &peaks[i], workspace);
        }
    }
}
