/* SPDX-License-Identifier: BSD-3-Clause */
#include "window.h"

#include <math.h>
#include <stdlib.h>

#include "rating.h"

enum { MOST_ENDS = 128, SECTIONS = 20, CLOSER_NODES = 8, FEW_STARTS = 16 };

static const double node_distance = 0.025;
static const double widest_delta_aic = 15.0;
/* By less than this the parabola through three nodes misses the minimum, and through closer ones. */
static const double estimate_margin = 15.0, closer_margin = 1.0;
/*
 * No solid follows a power law better than this over decades; very quiet data
 * would otherwise shrink the window to where even that shows.
 */
static const double model_error = 0.005;
static const double golden_share = 0.6180339887498949;

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

/* All windows at nodes of n: they begin at multiples of the stride and end before one. */
typedef struct scan {
    const hopi_window_data *data;
    size_t stride;
    double *sums[HOPI_WINDOW_SUMS];
    double *w, *g; /* ω relative to its mean, and its powers at some nodes */
    size_t first[MOST_ENDS], last[MOST_ENDS];
    hopi_window_grid grid;
    double low, step; /* the first node and their distance */
} scan;

static size_t ends_of(size_t count, size_t *stride)
{
    *stride = (count + MOST_ENDS - 1) / MOST_ENDS;
    return (count + *stride - 1) / *stride;
}

/* Numbers a row, with room for the last lanes. */
static size_t row_of(size_t ends)
{
    return (ends / HOPI_MOST_LANES_OF_WINDOWS + 2) * HOPI_MOST_LANES_OF_WINDOWS;
}

/* TOGETHER: nodes whose sums are taken at once. */
enum { ARRAYS = 5, ESTIMATES = 1, TOGETHER = 4 };

static size_t sums_size(size_t row)
{
    return HOPI_WINDOW_SUMS * HOPI_NODES_AT_ONCE * row;
}

size_t hopi_window_workspace(size_t count)
{
    size_t stride;
    const size_t ends = ends_of(count, &stride), row = row_of(ends);
    return (ARRAYS + ESTIMATES) * ends * row + sums_size(row)
           + (1 + TOGETHER) * hopi_jpl_padded(count);
}

static size_t boundary(const scan *s, size_t i)
{
    const size_t k = i * s->stride;
    return k < s->data->count ? k : s->data->count;
}

/* Running sums of what does not depend on n. */
static void sum_fixed(scan *s)
{
    const double *w = s->w;
    sums t = {0};
    for (size_t i = 0; i <= s->grid.ends; i++) {
        for (size_t k = i > 0 ? boundary(s, i - 1) : 0; k < boundary(s, i); k++) {
            add_fixed(s->data, w, k, &t);
        }
        const double values[] = {t.c, t.y, t.yy, t.ww, t.wz, t.zz};
        for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
            s->sums[j][i] = values[j];
        }
    }
}

/* Adds a point to the sums with the powers g there; the imaginary part may be missing. */
static inline void add_powers(const hopi_window_data *data, const double *w, double g, size_t k,
                              int has_im, sums *t)
{
    const double cg = data->c[k] * g;
    t->g += cg;
    t->gg += cg * g;
    t->gy += cg * data->re[k];
    if (has_im) {
        t->gw += cg * w[k];
        t->gz += cg * data->im[k];
    }
}

/* Running sums with the powers of some nodes; one sum alone waits for itself. */
static inline void sum_powers(scan *s, size_t first, int has_im)
{
    const size_t padded = hopi_jpl_padded(s->data->count);
    sums t[TOGETHER] = {{0}};
    for (size_t i = 0; i <= s->grid.ends; i++) {
        for (size_t k = i > 0 ? boundary(s, i - 1) : 0; k < boundary(s, i); k++) {
            for (size_t j = 0; j < TOGETHER; j++) {
                add_powers(s->data, s->w, s->g[j * padded + k], k, has_im, &t[j]);
            }
        }
        for (size_t j = 0; j < TOGETHER; j++) {
            const size_t at = (first + j) * s->grid.row + i;
            s->sums[HOPI_SUM_G][at] = t[j].g;
            s->sums[HOPI_SUM_GG][at] = t[j].gg;
            s->sums[HOPI_SUM_GY][at] = t[j].gy;
            if (has_im) {
                s->sums[HOPI_SUM_GW][at] = t[j].gw;
                s->sums[HOPI_SUM_GZ][at] = t[j].gz;
            }
        }
    }
}

static void open_scan(const hopi_window_data *data, double *work, scan *s)
{
    *s = (scan){.data = data};
    hopi_window_grid *grid = &s->grid;
    grid->ends = ends_of(data->count, &s->stride);
    grid->row = row_of(grid->ends);
    grid->has_im = data->im != NULL;
    grid->first = s->first;
    grid->last = s->last;
    double **const arrays[ARRAYS] = {&grid->before, &grid->best, &grid->left, &grid->right,
                                     &grid->node};
    for (size_t i = 0; i < ARRAYS; i++, work += grid->ends * grid->row) {
        *arrays[i] = work;
    }
    for (size_t j = 0; j < HOPI_WINDOW_SUMS; j++, work += HOPI_NODES_AT_ONCE * grid->row) {
        grid->sums[j] = s->sums[j] = work;
    }
    s->w = work;
    s->g = work + hopi_jpl_padded(data->count);
    const hopi_points points = {.padded = hopi_jpl_padded(data->count), .L = data->L};
    data->kernels->powers(&points, 1.0, s->w);
    sum_fixed(s);
}

/* Rates the windows first[a] … last[a] at the nodes low, low + step, … */
static void scan_nodes(scan *s, double low, double step, int last)
{
    const hopi_window_grid *grid = &s->grid;
    const hopi_points points = {.padded = hopi_jpl_padded(s->data->count), .L = s->data->L};
    for (size_t a = 0; a < grid->ends; a++) {
        for (size_t w = a * grid->row + s->first[a]; w <= a * grid->row + s->last[a]; w++) {
            grid->before[w] = grid->best[w] = grid->left[w] = grid->right[w] = INFINITY;
            grid->node[w] = -2.0;
        }
    }
    s->low = low;
    s->step = step;
    for (int first = 0; first <= last; first += HOPI_NODES_AT_ONCE) {
        const int left = last - first + 1;
        const int count = left < HOPI_NODES_AT_ONCE ? left : HOPI_NODES_AT_ONCE;
        for (int k = 0; k < count; k += TOGETHER) {
            for (int j = 0; j < TOGETHER; j++) {
                const int node = first + (k + j < count ? k + j : count - 1);
                s->data->kernels->powers(&points, low + node * step, s->g + j * points.padded);
            }
            /* A call for each, so that the loops have no branches. */
            if (s->data->im) {
                sum_powers(s, (size_t)k, 1);
            } else {
                sum_powers(s, (size_t)k, 0);
            }
        }
        s->data->kernels->rate_windows(grid, first, count);
    }
}

/* Minimum of the parabola through three nodes. */
static double estimate(const scan *s, size_t w)
{
    const double l = s->grid.left[w], b = s->grid.best[w], r = s->grid.right[w];
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

/* χ² at the vertex of the parabola through three nodes, or what golden sections find. */
static double refine(const scan *s, size_t w, size_t first, size_t count, double *n_best)
{
    const hopi_window_data *data = s->data;
    const window_fit fit = open_window(data, s->w, first, count);
    const double y[3] = {s->grid.left[w], s->grid.best[w], s->grid.right[w]};
    const double bend = y[0] - 2.0 * y[1] + y[2];
    const double node = s->low + s->grid.node[w] * s->step;
    *n_best = node;
    if (!isfinite(bend) || !(bend > 0.0)) {
        const double low = fmax(data->n_min, node - s->step);
        return fmin(y[1], golden_section(&fit, low, fmin(data->n_max, node + s->step)));
    }
    const double n = node + s->step * fmin(fmax(0.5 * (y[0] - y[2]) / bend, -1.0), 1.0);
    const double chi2 = chi2_at(&fit, fmin(fmax(n, data->n_min), data->n_max));
    if (chi2 < y[1]) {
        *n_best = n;
    }
    return fmin(chi2, y[1]);
}

static int by_aic(const void *left, const void *right)
{
    const hopi_window_candidate *a = left, *b = right;
    if (a->aic != b->aic) {
        return a->aic < b->aic ? -1 : 1;
    }
    return a->first < b->first ? -1 : a->first > b->first;
}

static hopi_window_candidate window_of(const scan *s, size_t a, size_t b)
{
    const size_t first = boundary(s, a);
    return (hopi_window_candidate){.first = first, .count = boundary(s, b + 1) - first};
}

static double penalty(const hopi_window_data *data, size_t count)
{
    return (data->im ? 4.0 : 2.0) * (double)(data->count - count);
}

/* AIC of all windows by the parabolas of the scan; answers the lowest. */
static double estimate_all(const scan *s, double unit, double *rough)
{
    double lowest = INFINITY;
    for (size_t a = 0; a < s->grid.ends; a++) {
        for (size_t b = s->first[a]; b <= s->last[a] && b < s->grid.ends; b++) {
            const size_t w = a * s->grid.row + b;
            rough[w] = estimate(s, w) / unit + penalty(s->data, window_of(s, a, b).count);
            lowest = fmin(lowest, rough[w]);
        }
    }
    return lowest;
}

static size_t fewest_ends(const scan *s)
{
    return (HOPI_WINDOW_FEWEST_POINTS + s->stride - 1) / s->stride;
}

static void scan_whole_range(scan *s, double distance)
{
    const double range = s->data->n_max - s->data->n_min;
    const int intervals = (int)ceil(range / distance);
    scan_nodes(s, s->data->n_min, range / intervals, intervals);
}

/* The AIC of one window that is about the best of some. */
static double attained(scan *s, double unit, double *rough)
{
    for (size_t a = 0; a < s->grid.ends; a++) {
        s->first[a] = a + fewest_ends(s) - 1;
        s->last[a] = a % FEW_STARTS == 0 ? s->grid.ends - 1 : 0;
    }
    scan_whole_range(s, 2.0 * node_distance);
    const double lowest = estimate_all(s, unit, rough);
    for (size_t a = 0; a < s->grid.ends; a += FEW_STARTS) {
        for (size_t b = s->first[a]; b <= s->last[a]; b++) {
            const size_t w = a * s->grid.row + b;
            if (rough[w] == lowest && isfinite(lowest)) {
                const hopi_window_candidate window = window_of(s, a, b);
                double n;
                return refine(s, w, window.first, window.count, &n) / unit
                       + penalty(s->data, window.count);
            }
        }
    }
    return INFINITY;
}

/* Scans all windows but those that cut off too much to come near the one attained. */
static void scan_all(scan *s, double unit, double *rough)
{
    const double highest = attained(s, unit, rough) + widest_delta_aic;
    for (size_t a = 0; a < s->grid.ends; a++) {
        size_t b = a + fewest_ends(s) - 1;
        while (b < s->grid.ends && penalty(s->data, window_of(s, a, b).count) > highest) {
            b++;
        }
        s->first[a] = b;
        s->last[a] = s->grid.ends - 1;
    }
    scan_whole_range(s, node_distance);
}

/* Scans once more with closer nodes, those windows and n that may come near the lowest AIC. */
static void scan_closer(scan *s, const double *rough, double highest)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t a = 0; a < s->grid.ends; a++) {
        const size_t first = s->first[a], last = s->last[a];
        s->first[a] = 1;
        s->last[a] = 0;
        for (size_t b = first; b <= last && b < s->grid.ends; b++) {
            if (rough[a * s->grid.row + b] <= highest) {
                const double n = s->low + s->grid.node[a * s->grid.row + b] * s->step;
                s->first[a] = s->last[a] == 0 ? b : s->first[a];
                s->last[a] = b;
                low = fmin(low, n - s->step);
                high = fmax(high, n + s->step);
            }
        }
    }
    if (low < high) {
        low = fmax(low, s->data->n_min);
        high = fmin(high, s->data->n_max);
        const int intervals = (int)ceil(CLOSER_NODES * (high - low) / s->step);
        scan_nodes(s, low, (high - low) / intervals, intervals);
    }
}

/* Keeps the best HOPI_WINDOW_LISTED; answers how many there are now. */
static size_t keep(hopi_window_candidate *list, size_t listed, hopi_window_candidate window)
{
    if (listed == HOPI_WINDOW_LISTED) {
        qsort(list, listed, sizeof *list, by_aic);
        listed -= window.aic < list[listed - 1].aic;
    }
    if (listed < HOPI_WINDOW_LISTED) {
        list[listed++] = window;
    }
    return listed;
}

size_t hopi_window_search(const hopi_window_data *data, double noise, double *work,
                          hopi_window_candidate *list)
{
    scan s;
    open_scan(data, work, &s);
    double *rough = s.g + TOGETHER * hopi_jpl_padded(data->count);
    const double unit = noise * noise + model_error * model_error;
    scan_all(&s, unit, rough);
    const double lowest = estimate_all(&s, unit, rough);
    if (!isfinite(lowest)) {
        return 0;
    }
    scan_closer(&s, rough, lowest + widest_delta_aic + estimate_margin);
    const double closer_lowest = estimate_all(&s, unit, rough);
    size_t listed = 0;
    double best = INFINITY;
    for (size_t a = 0; a < s.grid.ends; a++) {
        for (size_t b = s.first[a]; b <= s.last[a] && b < s.grid.ends; b++) {
            const size_t w = a * s.grid.row + b;
            if (!(rough[w] <= closer_lowest + widest_delta_aic + closer_margin)) {
                continue;
            }
            hopi_window_candidate window = window_of(&s, a, b);
            window.aic = refine(&s, w, window.first, window.count, &window.n) / unit
                         + penalty(data, window.count);
            if (window.aic - best <= widest_delta_aic) {
                best = fmin(best, window.aic);
                listed = keep(list, listed, window);
            }
        }
    }
    qsort(list, listed, sizeof *list, by_aic);
    size_t kept = 0;
    while (kept < listed && list[kept].aic - best <= widest_delta_aic) {
        list[kept++].aic -= best;
    }
    return kept;
}
