/* SPDX-License-Identifier: BSD-3-Clause */
#include "window.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "math/order.h"

enum { STENCIL = 5, MOST_ENDS = 128, SECTIONS = 20, PARABOLAS = 2, ARRAYS = 6 };

static const double node_distance = 0.025;
static const double widest_delta_aic = 15.0;
/* The parabola through three nodes misses the minimum of χ² by less than this. */
static const double estimate_margin = 15.0;
/*
 * No solid follows a power law better than this over decades; very quiet data
 * would otherwise shrink the window to where even that shows.
 */
static const double model_error = 0.005;
static const double golden_share = 0.6180339887498949, closer = 0.1;

/* Fourth divided difference of ln y in units of its own scatter for unit noise. */
static double stencil(const hopi_window_data *data, const double *y, size_t k)
{
    double sum = 0.0, variance = 0.0;
    for (size_t i = k; i < k + STENCIL; i++) {
        if (!(y[i] > 0.0)) {
            return NAN;
        }
        double c = 1.0;
        for (size_t j = k; j < k + STENCIL; j++) {
            c /= j == i ? 1.0 : data->L[i] - data->L[j];
        }
        sum += c * log(y[i]);
        variance += c * c / (data->c[i] * y[i] * y[i]);
    }
    return fabs(sum) / sqrt(variance);
}

double hopi_window_noise(const hopi_window_data *data, double *work)
{
    const double median_of_normal = 0.6744897501960817;
    size_t used = 0;
    for (size_t k = 0; k + STENCIL <= data->count; k++) {
        const double parts[2] = {stencil(data, data->re, k),
                                 data->im ? stencil(data, data->im, k) : NAN};
        for (int i = 0; i < 2; i++) {
            if (isfinite(parts[i])) {
                work[used++] = parts[i];
            }
        }
    }
    if (used == 0) {
        return NAN;
    }
    hopi_sort(work, used);
    return hopi_median_of_sorted(work, used) / median_of_normal;
}

/* Sums over a window of the columns 1, g = ωⁿ and w = ω with the data. */
typedef struct sums {
    double c, g, gg, y, gy, yy;
    double gw, ww, gz, wz, zz;
} sums;

/* What does not depend on n; w is known where im is. */
static void add_fixed(const hopi_window_data *data, const double *w, size_t k, sums *t)
{
    const double c = data->c[k], y = data->re[k];
    t->c += c;
    t->y += c * y;
    t->yy += c * y * y;
    if (data->im) {
        const double z = data->im[k];
        t->ww += c * w[k] * w[k];
        t->wz += c * w[k] * z;
        t->zz += c * z * z;
    }
}

static void add_point(const hopi_window_data *data, const double *w, size_t k, double g, sums *t)
{
    const double c = data->c[k];
    add_fixed(data, w, k, t);
    t->g += c * g;
    t->gg += c * g * g;
    t->gy += c * g * data->re[k];
    if (data->im) {
        t->gw += c * g * w[k];
        t->gz += c * g * data->im[k];
    }
}

/* χ² explained by two columns with coefficients ≥ 0; *both: neither is zero. */
static double explained(double aa, double ab, double bb, double ay, double by, int *both)
{
    const double determinant = aa * bb - ab * ab;
    const double p = ay * bb - by * ab, q = by * aa - ay * ab;
    *both = determinant > 0.0 && p > 0.0 && q > 0.0;
    if (*both) {
        return (p * ay + q * by) / determinant;
    }
    const double only_a = ay > 0.0 ? ay * ay / aa : 0.0;
    const double only_b = by > 0.0 ? by * by / bb : 0.0;
    return fmax(only_a, only_b);
}

/* χ² of a window; infinite where plateau or dispersion is missing. */
static double chi2_of(const hopi_window_data *data, const sums *t)
{
    int has_both, unused;
    double chi2 = t->yy - explained(t->c, t->g, t->gg, t->y, t->gy, &has_both);
    if (data->im) {
        chi2 += t->zz - explained(t->gg, t->gw, t->ww, t->gz, t->wz, &unused);
    }
    return has_both ? fmax(chi2, 0.0) : INFINITY;
}

/* The smallest χ² of each window over the nodes of n, with its two neighbours. */
typedef struct scan {
    size_t ends, stride, windows;
    double *last, *best, *left, *right, *node;
    const double *w; /* ω relative to its mean */
    double step;
} scan;

static size_t ends_of(size_t count, size_t *stride)
{
    *stride = (count + MOST_ENDS - 1) / MOST_ENDS;
    return (count + *stride - 1) / *stride;
}

size_t hopi_window_workspace(size_t count)
{
    size_t stride;
    const size_t ends = ends_of(count, &stride);
    return ARRAYS * ends * ends + 3 * count;
}

static void offer(scan *s, size_t window, int node, double chi2)
{
    if (chi2 < s->best[window]) {
        s->left[window] = s->last[window];
        s->best[window] = chi2;
        s->right[window] = INFINITY;
        s->node[window] = node;
    } else if (node == (int)s->node[window] + 1) {
        s->right[window] = chi2;
    }
    s->last[window] = chi2;
}

/* Windows begin at multiples of the stride and end before one, or at the last point. */
static void scan_node(const hopi_window_data *data, int node, const double *g, scan *s)
{
    for (size_t a = 0; a < s->ends; a++) {
        sums t = {0};
        for (size_t k = a * s->stride, b = a; b < s->ends; b++) {
            const size_t end = b + 1 == s->ends ? data->count : (b + 1) * s->stride;
            for (; k < end; k++) {
                add_point(data, s->w, k, g[k], &t);
            }
            if (end - a * s->stride >= HOPI_WINDOW_FEWEST_POINTS) {
                offer(s, a * s->ends + b, node, chi2_of(data, &t));
            }
        }
    }
}

static void scan_all(const hopi_window_data *data, double *g, scan *s)
{
    const int intervals = (int)ceil((data->n_max - data->n_min) / node_distance);
    s->step = (data->n_max - data->n_min) / intervals;
    for (size_t w = 0; w < s->windows; w++) {
        s->last[w] = s->best[w] = s->left[w] = s->right[w] = INFINITY;
        s->node[w] = -1.0;
    }
    for (int node = 0; node <= intervals; node++) {
        for (size_t k = 0; k < data->count; k++) {
            g[k] = exp((data->n_min + node * s->step) * data->L[k]);
        }
        scan_node(data, node, g, s);
    }
}

/* Minimum of the parabola through three nodes. */
static double estimate(const scan *s, size_t w)
{
    const double l = s->left[w], b = s->best[w], r = s->right[w];
    if (!isfinite(l) || !isfinite(r) || !(l + r > 2.0 * b)) {
        return b;
    }
    return b - (l - r) * (l - r) / (8.0 * (l + r - 2.0 * b));
}

typedef struct window_fit {
    const hopi_window_data *data;
    hopi_part part;
    sums fixed;
} window_fit;

static window_fit open_window(const hopi_window_data *data, const double *w, size_t first,
                              size_t count)
{
    window_fit fit = {.data = data,
                      .part = {count, data->L + first, data->c + first, data->re + first,
                               data->im ? data->im + first : NULL, data->im ? w + first : NULL}};
    for (size_t k = first; k < first + count; k++) {
        add_fixed(data, w, k, &fit.fixed);
    }
    return fit;
}

static double chi2_at(const window_fit *fit, double n)
{
    hopi_part_sums found;
    fit->data->kernels->part(&fit->part, n, &found);
    sums t = fit->fixed;
    t.g = found.g;
    t.gg = found.gg;
    t.gy = found.gy;
    t.gw = found.gw;
    t.gz = found.gz;
    return chi2_of(fit->data, &t);
}

/* Where one neighbour of the best node has no plateau or no dispersion. */
static double golden_section(const window_fit *fit, double low, double high)
{
    double a = high - golden_share * (high - low), b = low + golden_share * (high - low);
    double fa = chi2_at(fit, a), fb = chi2_at(fit, b);
    for (int k = 0; k < SECTIONS; k++) {
        if (fa < fb) {
            high = b;
            b = a;
            fb = fa;
            a = high - golden_share * (high - low);
            fa = chi2_at(fit, a);
        } else {
            low = a;
            a = b;
            fa = fb;
            b = low + golden_share * (high - low);
            fb = chi2_at(fit, b);
        }
    }
    return fmin(fa, fb);
}

/* Parabolas through three nodes that come closer: the second misses χ² by less than 1e-4. */
static double refine(const hopi_window_data *data, const scan *s, size_t w, size_t first,
                     size_t count)
{
    const window_fit fit = open_window(data, s->w, first, count);
    double n = data->n_min + s->node[w] * s->step, step = s->step;
    double y[3] = {s->left[w], s->best[w], s->right[w]}, least = s->best[w];
    for (int k = 0; k < PARABOLAS; k++) {
        const double bend = y[0] - 2.0 * y[1] + y[2];
        if (!isfinite(bend) || !(bend > 0.0)) {
            const double low = fmax(data->n_min, n - step), high = fmin(data->n_max, n + step);
            return fmin(least, golden_section(&fit, low, high));
        }
        n += step * fmin(fmax(0.5 * (y[0] - y[2]) / bend, -1.0), 1.0);
        step *= closer;
        n = fmin(fmax(n, data->n_min + step), data->n_max - step);
        for (int j = 0; j < 3; j++) {
            y[j] = chi2_at(&fit, n + (j - 1) * step);
            least = fmin(least, y[j]);
        }
    }
    return least;
}

static int by_aic(const void *left, const void *right)
{
    const hopi_window_candidate *a = left, *b = right;
    if (a->aic != b->aic) {
        return a->aic < b->aic ? -1 : 1;
    }
    return a->first < b->first ? -1 : a->first > b->first;
}

static hopi_window_candidate window_of(const hopi_window_data *data, const scan *s, size_t w)
{
    const size_t a = w / s->ends, b = w % s->ends;
    const size_t end = b + 1 == s->ends ? data->count : (b + 1) * s->stride;
    return (hopi_window_candidate){.first = a * s->stride, .count = end - a * s->stride};
}

static double penalty(const hopi_window_data *data, size_t count)
{
    return (data->im ? 4.0 : 2.0) * (double)(data->count - count);
}

size_t hopi_window_search(const hopi_window_data *data, double noise, double *work,
                          hopi_window_candidate *list)
{
    scan s;
    s.ends = ends_of(data->count, &s.stride);
    s.windows = s.ends * s.ends;
    double *rough = work;
    s.last = rough + s.windows;
    s.best = s.last + s.windows;
    s.left = s.best + s.windows;
    s.right = s.left + s.windows;
    s.node = s.right + s.windows;
    double *g = s.node + s.windows, *omega = g + data->count;
    for (size_t k = 0; k < data->count; k++) {
        omega[k] = exp(data->L[k]);
    }
    s.w = omega;
    scan_all(data, g, &s);
    const double unit = noise * noise + model_error * model_error;
    double lowest = INFINITY;
    for (size_t w = 0; w < s.windows; w++) {
        const hopi_window_candidate window = window_of(data, &s, w);
        rough[w] = s.node[w] < 0.0 ? INFINITY
                                   : estimate(&s, w) / unit + penalty(data, window.count);
        lowest = fmin(lowest, rough[w]);
    }
    size_t listed = 0;
    double best = INFINITY;
    for (size_t w = 0; w < s.windows; w++) {
        if (s.node[w] < 0.0 || !(rough[w] <= lowest + widest_delta_aic + estimate_margin)) {
            continue;
        }
        hopi_window_candidate window = window_of(data, &s, w);
        window.aic = refine(data, &s, w, window.first, window.count) / unit
                     + penalty(data, window.count);
        if (window.aic - best > widest_delta_aic) {
            continue;
        }
        best = fmin(best, window.aic);
        if (listed == HOPI_WINDOW_LISTED) {
            qsort(list, listed, sizeof *list, by_aic);
            listed -= window.aic < list[listed - 1].aic;
        }
        if (listed < HOPI_WINDOW_LISTED) {
            list[listed++] = window;
        }
    }
    qsort(list, listed, sizeof *list, by_aic);
    size_t kept = 0;
    while (kept < listed && list[kept].aic - best <= widest_delta_aic) {
        list[kept++].aic -= best;
    }
    return isfinite(best) ? kept : 0;
}
