/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>

#include "base/constants.h"
#include "handle.h"
#include "solve.h"
#include "spectrum/handle.h"

enum { MIN_POINTS = 4, PARAMETERS = 3, ARRAYS = 9 };

/* Below this F two minima or a bound were met in simulated spectra: docs/method.md. */
static const double weak_dispersion_F = 40.0;
static const double rounding_residual = 4e-15;
static const double large_condition = 1e10;

/* The usable points of a spectrum, in one block of memory. */
typedef struct samples {
    double *block;
    double *sigma, *sigma_im, *f_hz, *L, *y, *c;
    hopi_jpl_problem problem;
    double scale, f_ref_hz;
    size_t count, excluded;
} samples;

static hop_status allocate(hop_ctx *ctx, const hop_spectrum *s, samples *w)
{
    const size_t n = s->count;
    w->block = n <= SIZE_MAX / ARRAYS
                   ? hopi_allocate(hopi_allocator_of(ctx), n * ARRAYS, sizeof *w->block)
                   : NULL;
    if (!w->block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    w->sigma = w->block;
    w->sigma_im = w->block + n;
    w->f_hz = w->block + 2 * n;
    w->y = w->block + 3 * n;
    w->c = w->block + 4 * n;
    w->problem.d = w->block + 5 * n;
    w->problem.g = w->block + 6 * n;
    w->problem.scan = w->block + 7 * n;
    w->problem.ratio = w->block + 8 * n;
    /* Once y and c are made the conductivities are no longer needed. */
    w->L = w->sigma;
    return HOP_OK;
}

double hopi_jpl_residual_scale(int32_t weighting, double sigma, double sigma_im, double sd)
{
    switch (weighting) {
    case HOP_WEIGHTING_PROPORTIONAL:
        return sigma;
    case HOP_WEIGHTING_MODULUS:
        return hypot(sigma, sigma_im);
    case HOP_WEIGHTING_GIVEN:
        return sd;
    default:
        return 1.0;
    }
}

/* Copies the points inside the frequency range that the weighting can use. */
static hop_status select_points(hop_ctx *ctx, const hop_spectrum *s,
                                const hopi_jpl_settings *settings, samples *w)
{
    double largest = 0.0;
    int has_positive = 0, varies = 0;
    for (size_t k = 0; k < s->count; k++) {
        if (s->freq_hz[k] < settings->f_min_hz || s->freq_hz[k] > settings->f_max_hz) {
            continue;
        }
        const double scale = hopi_jpl_residual_scale(settings->weighting, w->sigma[k],
                                                     w->sigma_im[k],
                                                     s->sd_s_per_m ? s->sd_s_per_m[k] : 0.0);
        if (scale <= 0.0) {
            w->excluded++;
            continue;
        }
        const size_t at = w->count++;
        w->f_hz[at] = s->freq_hz[k];
        w->y[at] = w->sigma[k];
        w->c[at] = scale;
        has_positive |= w->sigma[k] > 0.0;
        varies |= w->y[at] != w->y[0];
        largest = fmax(largest, fabs(w->sigma[k]));
    }
    if (w->count < MIN_POINTS && (w->count > 0 || w->excluded == 0)) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu usable points in the window (%zu left out because their "
                         "conductivity is not positive): the fit needs at least %d",
                         w->count, w->excluded, MIN_POINTS);
    }
    if (!has_positive) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "no point has a positive conductivity: check the sign of the imaginary "
                         "part");
    }
    if (!varies) {
        return hopi_fail(ctx, HOP_ERR_NO_VARIATION,
                         "all %zu conductivities are equal (%g S/m): there is nothing to fit",
                         w->count, w->y[0]);
    }
    /* A power of two changes no digit, so units do not matter to the solver. */
    int exponent;
    frexp(largest, &exponent);
    w->scale = ldexp(1.0, exponent);
    return HOP_OK;
}

static hop_status make_problem(hop_ctx *ctx, const hopi_jpl_settings *settings, samples *w)
{
    double mean_ln_f = 0.0;
    for (size_t k = 0; k < w->count; k++) {
        mean_ln_f += log(w->f_hz[k]) / (double)w->count;
    }
    w->f_ref_hz = exp(mean_ln_f);
    for (size_t k = 0; k < w->count; k++) {
        const double s_k = w->c[k] / w->scale;
        w->L[k] = log(w->f_hz[k] / w->f_ref_hz);
        w->y[k] /= w->scale;
        w->c[k] = 1.0 / (s_k * s_k);
    }
    w->problem.count = w->count;
    w->problem.log_omega = w->L;
    w->problem.y = w->y;
    w->problem.c = w->c;
    w->problem.n_min = settings->n_min;
    w->problem.n_max = settings->n_max;
    hopi_jpl_prepare(&w->problem);
    if (w->problem.y_mean <= 0.0) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "the weighted mean of the conductivities is %g S/m, expected it positive",
                         w->problem.y_mean * w->scale);
    }
    return HOP_OK;
}

static uint32_t find_flags(const samples *w, const hopi_jpl_solution *solution, const hop_jpl *fit)
{
    double norm = 0.0;
    for (size_t k = 0; k < w->count; k++) {
        norm += w->c[k] * w->y[k] * w->y[k];
    }
    const hopi_jpl_minimum *minimum = &solution->minimum;
    const double ln_f_p = fit->ln_omega_p - log(2.0 * HOPI_PI);
    uint32_t flags = 0;
    flags |= minimum->at_lower ? HOP_FLAG_N_AT_LOWER_BOUND : 0;
    flags |= minimum->at_upper ? HOP_FLAG_N_AT_UPPER_BOUND : 0;
    flags |= minimum->best.regime == HOPI_JPL_CONSTANT ? HOP_FLAG_NO_DISPERSION : 0;
    flags |= minimum->best.regime == HOPI_JPL_NO_PLATEAU ? HOP_FLAG_NO_PLATEAU : 0;
    flags |= solution->f_dispersion < weak_dispersion_F ? HOP_FLAG_WEAK_DISPERSION : 0;
    flags |= minimum->minima > 1 ? HOP_FLAG_MULTIPLE_MINIMA : 0;
    flags |= w->excluded > 0 ? HOP_FLAG_POINTS_EXCLUDED : 0;
    flags |= ln_f_p > log(fit->f_max_hz) ? HOP_FLAG_F_P_ABOVE_WINDOW : 0;
    flags |= ln_f_p < log(fit->f_min_hz) ? HOP_FLAG_F_P_BELOW_WINDOW : 0;
    flags |= sqrt(solution->rss / norm) < rounding_residual ? HOP_FLAG_EXACT_FIT : 0;
    if (minimum->best.regime != HOPI_JPL_CONSTANT && solution->condition > large_condition) {
        flags |= HOP_FLAG_ILL_CONDITIONED;
    }
    return flags;
}

static void fill_criteria(hop_jpl *fit)
{
    const int is_absolute = fit->weighting == HOP_WEIGHTING_GIVEN;
    const double N = fit->points, k = is_absolute ? PARAMETERS : PARAMETERS + 1;
    const double deviance = is_absolute ? fit->rss : N * log(fit->rss / N);
    fit->aicc = N > k + 1 ? deviance + 2 * k + 2 * k * (k + 1) / (N - k - 1) : NAN;
    fit->bic = deviance + k * log(N);
}

static void fill(const samples *w, const hopi_jpl_solution *solution, hop_jpl *fit)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    const int has_dispersion = best->regime != HOPI_JPL_CONSTANT;
    fit->points = (double)w->count;
    fit->excluded = (double)w->excluded;
    fit->dof = fit->points - PARAMETERS;
    fit->rss = solution->rss;
    fit->f_dispersion = solution->f_dispersion;
    fit->condition = solution->condition;
    fit->rank = solution->rank;
    fit->f_min_hz = w->f_hz[0];
    fit->f_max_hz = w->f_hz[w->count - 1];
    fit->sigma_dc = best->plateau * w->scale;
    fit->n = has_dispersion ? best->n : NAN;
    fit->ln_A_J = has_dispersion ? solution->ln_A_J + log(w->scale) : -INFINITY;
    fit->ln_omega_p = solution->ln_omega_p;
    const double variance = hopi_jpl_unit_variance(fit);
    fit->sigma_dc_variance = solution->plateau_variance * w->scale * w->scale * variance;
    fit->ln_A_J_variance = solution->ln_A_J_variance * variance;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            fit->covariance[i][j] = solution->covariance[i][j] * variance;
        }
    }
    fit->flags = find_flags(w, solution, fit);
    fill_criteria(fit);
}

static hop_status check_data(hop_ctx *ctx, const hop_spectrum *s, const hopi_jpl_settings *settings)
{
    if (settings->weighting == HOP_WEIGHTING_GIVEN && !s->sd_s_per_m) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "weighting by given standard deviations: the spectrum has none");
    }
    return HOP_OK;
}

hop_status hop_jpl_fit(hop_ctx *ctx, const hop_spectrum *s, const hop_jpl_options *options,
                       hop_jpl **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    const hopi_jpl_settings *settings = options ? &options->settings : &hopi_jpl_default_settings;
    samples w = {0};
    hop_jpl *fit = NULL;
    hop_status status = check_data(ctx, s, settings);
    if (status == HOP_OK) {
        status = allocate(ctx, s, &w);
    }
    if (status == HOP_OK) {
        const int needs_im = settings->weighting == HOP_WEIGHTING_MODULUS;
        status = hopi_spectrum_conductivity(ctx, s, w.sigma, needs_im ? w.sigma_im : NULL);
    }
    if (status == HOP_OK) {
        status = select_points(ctx, s, settings, &w);
    }
    if (status == HOP_OK) {
        status = make_problem(ctx, settings, &w);
    }
    if (status == HOP_OK) {
        fit = hopi_allocate(allocator, 1, sizeof *fit);
        status = fit ? HOP_OK : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status == HOP_OK) {
        const hopi_jpl_solution solution = hopi_jpl_solve(&w.problem,
                                                          log(2.0 * HOPI_PI * w.f_ref_hz));
        fit->allocator = allocator;
        fit->weighting = settings->weighting;
        fit->temperature_k = s->temperature_k;
        fill(&w, &solution, fit);
        *out = fit;
    }
    hopi_release(allocator, w.block);
    return status;
}
