/* SPDX-License-Identifier: BSD-3-Clause */
#include "automatic.h"

#include <math.h>
#include <string.h>

#include "samples.h"
#include "solve.h"
#include "spectrum/handle.h"
#include "window.h"

enum { PARAMETERS = 4, NEAREST = 3 };

/* Half of 3 % of σ_dc and of 15 % of f_p: beyond, a result is imprecise. */
static const double precise_ln_sigma_dc = 0.015, precise_ln_omega_p = 0.075;
/* A share of the statistical variance that the choice of the window may add unnoticed. */
static const double noticeable_share = 1.0;

const hopi_jpl_window hopi_jpl_no_window = {
    .noise = NAN,
    .windows = NAN,
    .excess_low = NAN,
    .excess_high = NAN,
    .covariance = {{NAN, NAN, NAN}, {NAN, NAN, NAN}, {NAN, NAN, NAN}},
    .ln_A_J_variance = NAN,
};

/* All that the search takes, in one block of memory. */
typedef struct search {
    hopi_allocator allocator;
    double *block;
    double *re, *im, *c, *part, *work;
    hopi_window_candidate *list;
    size_t listed;
    hopi_window_data data;
} search;

static hop_status open_search(hop_ctx *ctx, const hop_spectrum *s,
                              const hopi_jpl_samples *samples, search *t)
{
    const size_t n = samples->count, all = s->count;
    const size_t padded = samples->problem.points.padded;
    const size_t size = 2 * all + n + 4 * padded + hopi_window_workspace(n);
    t->allocator = samples->allocator;
    t->block = hopi_allocate(t->allocator, size, sizeof *t->block);
    t->list = hopi_allocate(t->allocator, HOPI_WINDOW_LISTED, sizeof *t->list);
    if (!t->block || !t->list) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    t->re = t->block;
    t->im = t->re + all;
    t->c = t->im + all;
    t->part = t->c + n;
    t->work = t->part + 4 * padded;
    return s->im ? hopi_spectrum_conductivity(ctx, s, t->re, t->im) : HOP_OK;
}

/* The samples with their imaginary part where it is known: noise is then relative to |σ*|. */
static void fill_data(const hop_spectrum *s, const hopi_jpl_samples *samples, search *t)
{
    const hopi_jpl_problem *p = &samples->problem;
    t->data = (hopi_window_data){.kernels = p->kernels, .count = p->count, .L = p->points.L,
                                 .re = p->points.y, .c = p->points.c, .n_min = p->n_min,
                                 .n_max = p->n_max};
    if (!s->im) {
        return;
    }
    size_t at = 0;
    for (size_t k = 0; k < s->count && at < p->count; k++) {
        if (s->freq_hz[k] == samples->f_hz[at]) {
            const double im = t->im[k] / samples->scale;
            t->im[at] = im;
            t->c[at] = 1.0 / (samples->y[at] * samples->y[at] + im * im);
            at++;
        }
    }
    t->data.im = t->im;
    t->data.c = t->c;
}

/* The window moves to the start of arrays of its own: behind it come zero weights. */
static hopi_jpl_problem part_of(const hopi_jpl_samples *samples, search *t, size_t first,
                                size_t count)
{
    hopi_jpl_problem part = samples->problem;
    const size_t all = part.points.padded, padded = hopi_jpl_padded(count);
    const double *from[3] = {part.points.L, part.points.y, part.points.c};
    for (size_t i = 0; i < 3; i++) {
        double *to = t->part + i * all;
        memcpy(to, from[i] + first, count * sizeof *to);
        memset(to + count, 0, (padded - count) * sizeof *to);
    }
    part.count = count;
    part.points.padded = padded;
    part.points.L = t->part;
    part.points.y = t->part + all;
    part.points.c = t->part + 2 * all;
    hopi_jpl_prepare(&part);
    return part;
}

static hopi_jpl_solution solve_part(const hopi_jpl_samples *samples, search *t, size_t first,
                                    size_t count)
{
    hopi_jpl_problem part = part_of(samples, t, first, count);
    hopi_jpl_solution solution;
    hopi_jpl_solve(&part, samples->ln_omega_ref, t->part + 3 * samples->problem.points.padded,
                   &solution);
    return solution;
}

/* ln s, ln ω_p, n and ln A_J of a window; 0 where it lacks plateau or dispersion. */
static int parameters_of(const hopi_jpl_profile *best, double ln_omega_ref,
                         double out[PARAMETERS])
{
    const double ln_A = log(best->amplitude);
    out[0] = log(best->plateau);
    out[1] = (out[0] - ln_A) / best->n + ln_omega_ref;
    out[2] = best->n;
    out[3] = ln_A - best->n * ln_omega_ref;
    return best->regime == HOPI_JPL_FREE;
}

/* Those of one of the windows listed: from its n on, and by a whole fit where that fails. */
static int parameters_near(const hopi_jpl_samples *samples, search *t,
                           const hopi_window_candidate *window, double out[PARAMETERS])
{
    const double settled = 1e-8;
    hopi_jpl_problem part = part_of(samples, t, window->first, window->count);
    hopi_jpl_profile best;
    if (hopi_jpl_search_near(&part, window->n, settled, &best)) {
        return parameters_of(&best, samples->ln_omega_ref, out);
    }
    const hopi_jpl_solution whole = solve_part(samples, t, window->first, window->count);
    return whole.rank == 3 && parameters_of(&whole.minimum.best, samples->ln_omega_ref, out);
}

/* Weighted covariance of the parameters over the windows, about those of the best. */
static void spread(const hopi_jpl_samples *samples, search *t,
                   const hopi_jpl_solution *solution_of_best, hopi_jpl_window *window)
{
    double best[PARAMETERS], mean[PARAMETERS] = {0.0}, square[PARAMETERS][PARAMETERS] = {{0.0}};
    double weights = 0.0, squared_weights = 0.0;
    parameters_of(&solution_of_best->minimum.best, samples->ln_omega_ref, best);
    for (size_t k = 0; k < t->listed; k++) {
        double p[PARAMETERS];
        if (!parameters_near(samples, t, &t->list[k], p)) {
            continue;
        }
        const double weight = exp(-0.5 * t->list[k].aic);
        weights += weight;
        squared_weights += weight * weight;
        for (int i = 0; i < PARAMETERS; i++) {
            mean[i] += weight * (p[i] - best[i]);
            for (int j = 0; j < PARAMETERS; j++) {
                square[i][j] += weight * ((p[i] - best[i]) * (p[j] - best[j]));
            }
        }
    }
    window->windows = weights * weights / squared_weights;
    for (int i = 0; i < PARAMETERS; i++) {
        for (int j = 0; j < PARAMETERS; j++) {
            const double covariance = square[i][j] / weights
                                      - mean[i] / weights * (mean[j] / weights);
            if (i < 3 && j < 3) {
                window->covariance[i][j] = covariance;
            } else if (i == j) {
                window->ln_A_J_variance = covariance;
            }
        }
    }
}

/* Mean residual of the points next to the window, in noise; NaN where none was cut off. */
static double excess(const search *t, const hopi_jpl_solution *solution, double noise,
                     size_t first, size_t end)
{
    double sum = 0.0;
    for (size_t k = first; k < end; k++) {
        const double model = solution->minimum.best.plateau
                             + solution->minimum.best.amplitude
                                   * exp(solution->minimum.best.n * t->data.L[k]);
        sum += (t->data.re[k] - model) * sqrt(t->data.c[k]) / noise;
    }
    return end > first ? sum / (double)(end - first) : NAN;
}

static void describe(const hopi_jpl_samples *samples, search *t, hopi_jpl_window *window)
{
    const hopi_window_candidate *best = &t->list[0];
    const size_t end = best->first + best->count;
    const hopi_jpl_solution solution = solve_part(samples, t, best->first, best->count);
    window->is_found = 1;
    window->f_min_hz = samples->f_hz[best->first];
    window->f_max_hz = samples->f_hz[end - 1];
    window->excess_low = excess(t, &solution, window->noise,
                                best->first > NEAREST ? best->first - NEAREST : 0, best->first);
    window->excess_high = excess(t, &solution, window->noise, end,
                                 end + NEAREST < samples->count ? end + NEAREST
                                                                : samples->count);
    spread(samples, t, &solution, window);
}

static hop_status search_window(hop_ctx *ctx, const hop_spectrum *s, hopi_jpl_samples *samples,
                                hopi_jpl_window *window)
{
    search t = {0};
    const hop_status status = open_search(ctx, s, samples, &t);
    if (status == HOP_OK) {
        fill_data(s, samples, &t);
        window->noise = hopi_window_noise(&t.data, t.work);
        if (window->noise > 0.0) {
            t.listed = hopi_window_search(&t.data, window->noise, t.work, t.list);
        }
        if (t.listed > 0) {
            describe(samples, &t, window);
        }
    }
    hopi_release(samples->allocator, t.block);
    hopi_release(samples->allocator, t.list);
    return status;
}

hop_status hopi_jpl_choose_window(hop_ctx *ctx, const hop_spectrum *s,
                                  const hopi_jpl_settings *settings, hopi_jpl_window *window)
{
    hopi_jpl_samples samples;
    *window = hopi_jpl_no_window;
    hop_status status = hopi_jpl_samples_open(ctx, s, settings, 0, &samples);
    if (status == HOP_OK) {
        status = search_window(ctx, s, &samples, window);
        hopi_jpl_samples_close(&samples);
    }
    return status;
}

uint32_t hopi_jpl_window_flags(const hop_jpl *fit)
{
    const hopi_jpl_window *window = &fit->window;
    if (!window->is_found) {
        return HOP_FLAG_NOT_DETERMINED;
    }
    uint32_t flags = 0;
    flags |= !isnan(window->excess_low) ? HOP_FLAG_LOW_END_CUT : 0;
    flags |= !isnan(window->excess_high) ? HOP_FLAG_HIGH_END_CUT : 0;
    const double precise[2] = {precise_ln_sigma_dc, precise_ln_omega_p};
    for (int i = 0; i < 2; i++) {
        const double statistical = fit->covariance[i][i], systematic = window->covariance[i][i];
        flags |= systematic > noticeable_share * statistical ? HOP_FLAG_WINDOW_DOMINATED : 0;
        const int is_precise = statistical + systematic <= precise[i] * precise[i];
        flags |= is_precise ? 0 : HOP_FLAG_IMPRECISE;
    }
    return flags;
}
