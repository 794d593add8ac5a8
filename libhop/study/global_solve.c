/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "arrhenius/handle.h"
#include "global_handle.h"
#include "math/levenberg_marquardt.h"

enum { MOST_EVALUATIONS = 400 };

/* Slopes of the exponent with temperature beyond this are no physics. */
static const double steepest_n_per_K = 0.05;

/* Straight line of y against ξ over the spectra that have one; 0 with fewer than two. */
static int line(const hopi_global_work *w, const double *y, double *centre, double *energy)
{
    double count = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
    for (size_t i = 0; i < w->count; i++) {
        if (isfinite(y[i])) {
            const double xi = w->spectra[i].xi;
            count += 1.0;
            sx += xi;
            sy += y[i];
            sxx += xi * xi;
            sxy += xi * y[i];
        }
    }
    const double determinant = count * sxx - sx * sx;
    if (count < 2.0 || !(determinant > 1e-12 * count * sxx)) {
        *centre = count > 0.0 ? sy / count : NAN;
        return 0;
    }
    *energy = -(count * sxy - sx * sy) / determinant;
    *centre = (sy + *energy * sx) / count;
    return 1;
}

/* What the single fits say, for the first start. */
typedef struct guess {
    double alpha_1, E_a, alpha_2, E_m, n;
} guess;

static guess first_guess(const hopi_global_work *w, double *y)
{
    guess g = {.E_a = 0.3, .n = NAN};
    double n_sum = 0.0, n_count = 0.0;
    for (size_t i = 0; i < w->count; i++) {
        const hop_jpl *fit = w->singles[i].fit;
        y[i] = fit->sigma_dc > 0.0 ? log(fit->sigma_dc * w->spectra[i].temperature_k) : NAN;
    }
    line(w, y, &g.alpha_1, &g.E_a);
    for (size_t i = 0; i < w->count; i++) {
        const hopi_hopping_estimate *e = &w->singles[i].hopping->estimate;
        const int is_number = hopi_state_is_number(e->state);
        y[i] = is_number ? e->ln_f : NAN;
        if (is_number) {
            n_sum += w->singles[i].fit->n;
            n_count += 1.0;
        }
    }
    g.n = n_count > 0.0 ? n_sum / n_count : 0.7;
    if (!line(w, y, &g.alpha_2, &g.E_m)) {
        g.E_m = g.E_a;
        for (size_t i = 0; i < w->count && isnan(g.alpha_2); i++) {
            g.alpha_2 = w->singles[i].hopping->estimate.ln_f + g.E_m * w->spectra[i].xi;
        }
        g.alpha_2 = isnan(g.alpha_2) ? log(w->singles[0].fit->f_max_hz) + 2.0 : g.alpha_2;
    }
    return g;
}

static void set_start(const hopi_global_work *w, const guess *g, double E_m, double n, double *p)
{
    p[HOPI_GLOBAL_ALPHA_1] = g->alpha_1;
    p[HOPI_GLOBAL_E_A] = g->E_a;
    p[HOPI_GLOBAL_ALPHA_2] = g->alpha_2;
    p[HOPI_GLOBAL_E_M] = E_m;
    for (size_t j = HOPI_GLOBAL_N; j < hopi_global_parameters(&w->data); j++) {
        p[j] = n;
    }
    if (w->data.exponent == HOP_EXPONENT_LINEAR) {
        p[HOPI_GLOBAL_N + 1] = 0.0;
    }
}

static void set_bounds(const hopi_global_work *w, const hopi_jpl_settings *settings, double *lower,
                       double *upper)
{
    for (size_t j = 0; j < hopi_global_parameters(&w->data); j++) {
        lower[j] = j < HOPI_GLOBAL_N ? -INFINITY : settings->n_min;
        upper[j] = j < HOPI_GLOBAL_N ? INFINITY : settings->n_max;
    }
    if (w->data.exponent == HOP_EXPONENT_LINEAR) {
        lower[HOPI_GLOBAL_N + 1] = -steepest_n_per_K;
        upper[HOPI_GLOBAL_N + 1] = steepest_n_per_K;
    }
}

/* The lowest minimum from several starts; NaN if none converged. */
static double minimise(const hopi_global_work *w, const guess *g, const double *lower, const double *upper,
                       double *best, double *workspace)
{
    const size_t parameters = hopi_global_parameters(&w->data);
    const double E_m[] = {g->E_m, g->E_a, 0.85 * g->E_a}, n[] = {g->n, 0.5, 0.9};
    const hopi_lm_problem problem = {
        .rows = w->data.points,
        .parameters = parameters,
        .lower = lower,
        .upper = upper,
        .model = hopi_global_residuals,
        .user = (void *)(uintptr_t)&w->data,
        .max_evaluations = MOST_EVALUATIONS,
    };
    double lowest = NAN;
    for (int i = 0; i < 9; i++) {
        double p[HOPI_GLOBAL_MOST_PARAMETERS];
        set_start(w, g, E_m[i / 3], fmin(fmax(n[i % 3], lower[HOPI_GLOBAL_N]),
                                         upper[HOPI_GLOBAL_N]),
                  p);
        const hopi_lm_report report = hopi_lm_minimise(&problem, p, workspace);
        if (report.outcome == HOPI_LM_CONVERGED && !(report.ssr >= lowest)) {
            lowest = report.ssr;
            memcpy(best, p, parameters * sizeof *best);
        }
    }
    return lowest;
}

static uint32_t bound_flags(size_t parameters, const double *p, const double *lower,
                            const double *upper)
{
    uint32_t flags = 0;
    for (size_t j = 0; j < parameters; j++) {
        flags |= p[j] <= lower[j] ? HOP_FLAG_N_AT_LOWER_BOUND : 0;
        flags |= p[j] >= upper[j] ? HOP_FLAG_N_AT_UPPER_BOUND : 0;
    }
    return flags;
}

/* cov of two linear forms of the parameters. */
static double form_covariance(size_t parameters, const double *covariance, const double *a,
                              const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < parameters; i++) {
        for (size_t j = 0; j < parameters; j++) {
            sum += a[i] == 0.0 || b[j] == 0.0 ? 0.0 : a[i] * b[j] * covariance[i + j * parameters];
        }
    }
    return sum;
}

/* From the centred lines to (E_a, ln σ₀, E_m, ln f_e): ln σ₀ = α₁ + E_a x̄. */
static void fill_lines(const hopi_global_work *w, const double *p, const double *covariance, hop_global *g)
{
    const size_t parameters = hopi_global_parameters(&w->data);
    double rows[4][HOPI_GLOBAL_MOST_PARAMETERS] = {{0.0}};
    for (int l = 0; l < 2; l++) {
        const size_t alpha = 2 * (size_t)l, energy = alpha + 1;
        rows[2 * l][energy] = 1.0;
        rows[2 * l + 1][alpha] = 1.0;
        rows[2 * l + 1][energy] = w->x_mean;
        g->parameters[2 * l] = p[energy];
        g->parameters[2 * l + 1] = p[alpha] + p[energy] * w->x_mean;
    }
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            g->covariance[i][j] = form_covariance(parameters, covariance, rows[i], rows[j]);
        }
    }
}

static void fill_spectra(const hopi_global_work *w, const double *p, const double *covariance,
                         const double *residuals, hop_global *g)
{
    const size_t parameters = hopi_global_parameters(&w->data);
    for (size_t i = 0; i < w->count; i++) {
        const hopi_global_spectrum *s = &w->spectra[i];
        double row_n[HOPI_GLOBAL_MOST_PARAMETERS], row_sigma[HOPI_GLOBAL_MOST_PARAMETERS] = {0.0},
                                       row_f[HOPI_GLOBAL_MOST_PARAMETERS] = {0.0};
        hopi_global_result *out = &g->spectra[i];
        out->temperature_k = s->temperature_k;
        out->n = hopi_global_exponent(&w->data, p, i, row_n);
        row_sigma[HOPI_GLOBAL_ALPHA_1] = row_f[HOPI_GLOBAL_ALPHA_2] = 1.0;
        row_sigma[HOPI_GLOBAL_E_A] = row_f[HOPI_GLOBAL_E_M] = -s->xi;
        out->ln_sigma_dc = p[HOPI_GLOBAL_ALPHA_1] - p[HOPI_GLOBAL_E_A] * s->xi
                           - log(s->temperature_k);
        out->ln_f_p = p[HOPI_GLOBAL_ALPHA_2] - p[HOPI_GLOBAL_E_M] * s->xi;
        out->n_error = sqrt(form_covariance(parameters, covariance, row_n, row_n));
        out->sigma_error = sqrt(form_covariance(parameters, covariance, row_sigma, row_sigma));
        out->f_error = sqrt(form_covariance(parameters, covariance, row_f, row_f));
        double chi2 = 0.0;
        for (size_t k = s->first; k < s->first + s->count; k++) {
            chi2 += residuals[k] * residuals[k];
        }
        out->chi2_per_point = chi2 / (double)s->count;
    }
}

/* out += factor · X Y, n × n, column-major. */
static void add_product(size_t n, double factor, const double *X, const double *Y, double *out)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t k = 0; k < n; k++) {
            const double y = factor * Y[k + j * n];
            for (size_t i = 0; i < n; i++) {
                out[i + j * n] += X[i + k * n] * y;
            }
        }
    }
}

/*
 * Each spectrum is weighted by a scatter that is itself an estimate with ν_i degrees
 * of freedom. With A_i the information of spectrum i and A their sum, the covariance
 * A⁻¹ becomes A⁻¹ + A⁻¹ Σ (4/ν_i) (A_i − A_i A⁻¹ A_i) A⁻¹ (Meier, Biometrics 1953, 9, 59).
 * scratch: 4 parameters².
 */
static void widen_for_estimated_weights(const hopi_global_work *w, const double *jacobian,
                                        double *covariance, double *scratch)
{
    const size_t n = hopi_global_parameters(&w->data), size = n * n, rows = w->data.points;
    double *A = scratch, *T = A + size, *B = T + size, *right = B + size;
    memset(scratch, 0, 4 * size * sizeof *scratch);
    for (size_t i = 0; i < w->count; i++) {
        const hopi_global_spectrum *s = &w->spectra[i];
        const double factor = 4.0 / hopi_jpl_interval_dof(w->singles[i].fit);
        memset(A, 0, 2 * size * sizeof *A);
        for (size_t a = 0; a < n; a++) {
            for (size_t b = 0; b < n; b++) {
                for (size_t k = s->first; k < s->first + s->count; k++) {
                    A[a + b * n] += jacobian[k + a * rows] * jacobian[k + b * rows];
                }
            }
        }
        add_product(n, 1.0, covariance, A, T);
        for (size_t k = 0; k < size; k++) {
            B[k] += factor * A[k];
        }
        add_product(n, -factor, A, T, B);
    }
    add_product(n, 1.0, B, covariance, right);
    memset(A, 0, size * sizeof *A);
    add_product(n, 1.0, covariance, right, A);
    for (size_t k = 0; k < size; k++) {
        covariance[k] += A[k];
    }
}

static void fill_quality(const hopi_global_work *w, double ssr, int rank, double condition, hop_global *g)
{
    const double k = (double)hopi_global_parameters(&w->data), N = (double)w->data.points;
    g->rss = ssr;
    g->points = N;
    g->dof = N - k;
    g->rank = rank;
    g->condition = condition;
    g->aicc = N > k + 1.0 ? ssr + 2.0 * k + 2.0 * k * (k + 1.0) / (N - k - 1.0) : NAN;
    g->bic = ssr + k * log(N);
    g->flags |= rank < (int)k ? HOP_FLAG_ILL_CONDITIONED : 0;
}

hop_status hopi_global_solve(hop_ctx *ctx, const hopi_jpl_settings *settings, hopi_global_work *w, hop_global *g)
{
    const size_t parameters = hopi_global_parameters(&w->data), rows = w->data.points;
    const size_t own = hopi_lm_workspace(rows, parameters);
    if (own == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "%zu points for %zu parameters", rows,
                         parameters);
    }
    w->lm = hopi_allocate(w->allocator,
                          own + 5 * parameters * parameters + rows * parameters + rows
                              + w->count,
                          sizeof *w->lm);
    if (!w->lm) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    double *covariance = w->lm + own, *jacobian = covariance + parameters * parameters;
    double *residuals = jacobian + rows * parameters, *y = residuals + rows;
    double *scratch = y + w->count;
    double p[HOPI_GLOBAL_MOST_PARAMETERS], lower[HOPI_GLOBAL_MOST_PARAMETERS], upper[HOPI_GLOBAL_MOST_PARAMETERS], condition;
    const guess start = first_guess(w, y);
    set_bounds(w, settings, lower, upper);
    const double ssr = minimise(w, &start, lower, upper, p, w->lm);
    if (isnan(ssr)) {
        return hopi_fail(ctx, HOP_ERR_NO_CONVERGENCE,
                         "the global fit did not converge from any start");
    }
    hopi_global_residuals(&w->data, p, residuals, jacobian);
    const int rank = hopi_lm_covariance(rows, parameters, jacobian, w->lm, covariance, &condition);
    if (rank < 0) {
        return hopi_fail_plain(ctx, HOP_ERR_LAPACK);
    }
    hopi_global_residuals(&w->data, p, residuals, jacobian);
    widen_for_estimated_weights(w, jacobian, covariance, scratch);
    g->flags |= bound_flags(parameters, p, lower, upper);
    fill_quality(w, ssr, rank, condition, g);
    /* More scatter than the single fits have is lack of fit, and widens the errors. */
    const double scale = fmax(1.0, ssr / g->dof);
    for (size_t j = 0; j < parameters * parameters; j++) {
        covariance[j] *= scale;
    }
    fill_lines(w, p, covariance, g);
    fill_spectra(w, p, covariance, residuals, g);
    return hopi_progress(ctx, 1.0);
}
