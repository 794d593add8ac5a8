/* SPDX-License-Identifier: BSD-3-Clause */
#include "peaks.h"

#include <math.h>

#include "base/constants.h"
#include "math/levenberg_marquardt.h"

enum { PARAMETERS = 3, MOST_EVALUATIONS = 200 };

/* Every maximum with the lowest places beside it; a flat stretch counts once. */
static size_t split(size_t count, const double *gamma, hopi_peak *peaks)
{
    size_t found = 0, lowest = 0, top = 0;
    int is_rising = 1;
    for (size_t k = 1; k < count; k++) {
        if (is_rising && gamma[k] > gamma[top]) {
            top = k;
        } else if (is_rising && gamma[k] < gamma[top]) {
            if (gamma[top] > 0.0) {
                peaks[found++] = (hopi_peak){.top = top, .left = lowest, .right = count - 1};
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
        peaks[found++] = (hopi_peak){.top = top, .left = lowest, .right = count - 1};
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
                    hopi_peak *peaks)
{
    hopi_peak *p = &peaks[i];
    const double left = i > 0 ? gamma[p->left] : 0.0;
    const double right = i + 1 < peak_count ? gamma[p->right] : 0.0;
    p->depth = 1.0 - fmax(left, right) / gamma[p->top];
    p->area = area_of(gamma, i > 0 ? p->left : 0, i + 1 < peak_count ? p->right : count - 1, step);
}

/* Joins a peak to the neighbour behind the higher valley. */
static void join(const double *gamma, size_t *peak_count, size_t i, hopi_peak *peaks)
{
    const int has_left = i > 0, has_right = i + 1 < *peak_count;
    const int to_left = has_left
                        && (!has_right || gamma[peaks[i].left] >= gamma[peaks[i].right]);
    const size_t first = to_left ? i - 1 : i;
    hopi_peak *a = &peaks[first], *b = &peaks[first + 1];
    a->top = gamma[b->top] > gamma[a->top] ? b->top : a->top;
    a->right = b->right;
    for (size_t k = first + 1; k + 1 < *peak_count; k++) {
        peaks[k] = peaks[k + 1];
    }
    (*peak_count)--;
}

/* The least of the peaks that do not count, or peak_count. */
static size_t least(size_t peak_count, const hopi_peak *peaks, double least_area,
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
                   hopi_peak *p)
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
                       hopi_peak *peaks)
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

typedef struct fitted {
    size_t count, peaks;
    const double *gamma;
    double first_ln_tau, step;
} fitted;

/* γ less Σ height exp(−½ ((u − centre)/width)²). */
static int gaussians(void *user, const double *p, double *residuals, double *jacobian)
{
    const fitted *f = user;
    for (size_t k = 0; k < f->count; k++) {
        const double u = f->first_ln_tau + (double)k * f->step;
        double sum = 0.0;
        for (size_t i = 0; i < f->peaks; i++) {
            const double *q = p + PARAMETERS * i;
            const double d = (u - q[1]) / q[2], shape = exp(-0.5 * d * d);
            sum += q[0] * shape;
            if (jacobian) {
                double *const column = jacobian + PARAMETERS * i * f->count + k;
                column[0] = -shape;
                column[f->count] = -q[0] * shape * d / q[2];
                column[2 * f->count] = -q[0] * shape * d * d / q[2];
            }
        }
        residuals[k] = f->gamma[k] - sum;
    }
    return 0;
}

size_t hopi_fit_peaks_workspace(size_t count, size_t peaks)
{
    const size_t parameters = PARAMETERS * peaks;
    return hopi_lm_workspace(count, parameters) + 3 * parameters;
}

void hopi_fit_peaks(size_t count, const double *gamma, double first_ln_tau, double step,
                    size_t peak_count, hopi_peak *peaks, double *workspace)
{
    const size_t parameters = PARAMETERS * peak_count;
    double *p = workspace, *lower = p + parameters, *upper = lower + parameters;
    fitted f = {count, peak_count, gamma, first_ln_tau, step};
    const double length = step * (double)(count - 1);
    for (size_t i = 0; i < peak_count; i++) {
        const double start[PARAMETERS] = {
            peaks[i].gamma, peaks[i].ln_tau,
            fmin(fmax(peaks[i].area / (peaks[i].gamma * sqrt(2.0 * HOPI_PI)), step), length)};
        const double low[PARAMETERS] = {0.0, first_ln_tau, 0.5 * step};
        const double high[PARAMETERS] = {INFINITY, first_ln_tau + length, 2.0 * length};
        for (size_t k = 0; k < PARAMETERS; k++) {
            p[PARAMETERS * i + k] = start[k];
            lower[PARAMETERS * i + k] = low[k];
            upper[PARAMETERS * i + k] = high[k];
        }
    }
    const hopi_lm_problem problem = {.rows = count, .parameters = parameters, .lower = lower,
                                     .upper = upper, .model = gaussians, .user = &f,
                                     .max_evaluations = MOST_EVALUATIONS};
    if (hopi_lm_minimise(&problem, p, upper + parameters).outcome != HOPI_LM_CONVERGED) {
        return;
    }
    for (size_t i = 0; i < peak_count; i++) {
        const double *q = p + PARAMETERS * i;
        peaks[i].fit_area = q[0] * q[2] * sqrt(2.0 * HOPI_PI);
        peaks[i].fit_ln_tau = q[1];
        peaks[i].fit_width = q[2];
    }
}
