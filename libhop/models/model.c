/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "handle.h"
#include "samples.h"
#include "spectrum/handle.h"
#include "starts.h"

enum { MAX_CONTINUATIONS = 5, MAX_MINIMA = 8 };

static const double rounding_residual = 4e-15;
static const double large_condition = 1e10;
static const double undetermined_ln = 1.0, undetermined_exponent = 0.5;
/* Sums of squares this close, relatively, are the same minimum. */
static const double same_minimum = 1e-6;

static hop_status complete(hop_ctx *ctx, hopi_model_settings *settings)
{
    const int is_complex = hopi_model_is_complex(settings->model);
    if (settings->weighting == HOPI_MODEL_OWN_WEIGHTING) {
        settings->weighting = is_complex ? HOP_WEIGHTING_MODULUS : HOP_WEIGHTING_PROPORTIONAL;
    }
    if (settings->parts == HOPI_MODEL_OWN_PARTS) {
        settings->parts = hopi_model_own_parts(settings->model);
    }
    if (!is_complex && settings->parts != 0) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "model %s is one of the conductivity's real part and has no parts",
                         hop_model_name(settings->model));
    }
    if (is_complex && settings->weighting != HOP_WEIGHTING_UNIT
        && settings->weighting != HOP_WEIGHTING_MODULUS) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "model %s is fitted to the impedance: expected HOP_WEIGHTING_UNIT (1) or "
                         "HOP_WEIGHTING_MODULUS (3), not weighting %d",
                         hop_model_name(settings->model), (int)settings->weighting);
    }
    if (is_complex && settings->n_min >= 1.0) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "range of n %g to %g: model %s needs n < 1", settings->n_min,
                         settings->n_max, hop_model_name(settings->model));
    }
    return HOP_OK;
}

/* With the two powers in order: n is the smaller exponent. */
static void sort_powers(const hopi_shape *shape, double *theta)
{
    const size_t w = hopi_shape_place(shape, HOPI_OMEGA), n = hopi_shape_place(shape, HOPI_EXPONENT);
    const size_t a = hopi_shape_place(shape, HOPI_SECOND),
                 n2 = hopi_shape_place(shape, HOPI_SECOND_EXPONENT);
    if (n2 == shape->count || theta[n] <= theta[n2]) {
        return;
    }
    const double plateau = theta[hopi_shape_place(shape, HOPI_CONDUCTANCE)];
    const double ln_A = plateau - theta[n] * theta[w], exponent = theta[n];
    theta[w] = (plateau - theta[a]) / theta[n2];
    theta[n] = theta[n2];
    theta[a] = ln_A;
    theta[n2] = exponent;
}

/* Refines every start, and to all digits the best; *at_best counts those that agree with it. */
static hop_status refine(hop_ctx *ctx, const hopi_shape *shape, const hopi_model_data *data,
                         size_t starts, double (*theta)[HOPI_SLOTS], double *workspace,
                         hopi_model_solution *best, size_t *at_best)
{
    double reached[HOPI_MODEL_MAX_STARTS];
    double ssr[MAX_MINIMA], p[MAX_MINIMA * HOPI_SLOTS];
    double products[MAX_MINIMA * HOPI_SLOTS * HOPI_SLOTS];
    hopi_lm_minima minima = {.capacity = MAX_MINIMA, .ssr = ssr, .p = p, .products = products};
    best->outcome = HOPI_LM_NO_VALUE;
    best->rss = INFINITY;
    for (size_t i = 0; i < starts; i++) {
        hopi_model_solution solution = {.rss = INFINITY};
        memcpy(solution.theta, theta[i], sizeof solution.theta);
        hopi_model_explore(shape, data, HOPI_MODEL_MAX_EVALUATIONS, &minima, &solution,
                           workspace);
        reached[i] = solution.outcome == HOPI_LM_NO_VALUE ? INFINITY : solution.rss;
        if (reached[i] < best->rss) {
            *best = solution;
        }
        const hop_status status = hopi_progress(ctx, (double)(i + 1) / (double)starts);
        if (status != HOP_OK) {
            return status;
        }
    }
    *at_best = 0;
    for (size_t i = 0; i < starts; i++) {
        *at_best += reached[i] <= best->rss * (1.0 + same_minimum);
    }
    if (best->outcome != HOPI_LM_NO_VALUE) {
        hopi_model_minimise(shape, data, best, workspace);
    }
    for (int i = 0; i < MAX_CONTINUATIONS && best->outcome == HOPI_LM_EVALUATIONS; i++) {
        hopi_model_minimise(shape, data, best, workspace);
    }
    if (best->outcome == HOPI_LM_LAPACK) {
        return hopi_fail_plain(ctx, HOP_ERR_LAPACK);
    }
    if (best->outcome != HOPI_LM_CONVERGED) {
        return hopi_fail(ctx, HOP_ERR_NO_CONVERGENCE,
                         "model %s: the best of %zu starts did not converge",
                         hop_model_name(shape->model), starts);
    }
    return HOP_OK;
}

static hop_status solve(hop_ctx *ctx, const hopi_shape *shape, const hopi_model_samples *w,
                        size_t wanted, hopi_model_solution *solution, hop_model *model)
{
    const hopi_model_data *data = &w->data;
    const size_t lm_size = hopi_model_workspace(shape, data);
    if (lm_size == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu numbers for the %zu parameters of model %s", hopi_model_rows(data),
                         shape->count, hop_model_name(shape->model));
    }
    const size_t starts_size = hopi_model_starts_workspace(data);
    const size_t size = lm_size > starts_size ? lm_size : starts_size;
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    double *workspace = hopi_allocate_unset(allocator, size, sizeof *workspace);
    if (!workspace) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    double theta[HOPI_MODEL_MAX_STARTS][HOPI_SLOTS] = {{0.0}};
    const size_t starts = hopi_model_starts(shape, data, wanted, theta, workspace);
    size_t at_best = 0;
    hop_status status = refine(ctx, shape, data, starts, theta, workspace, solution, &at_best);
    if (status == HOP_OK) {
        sort_powers(shape, solution->theta);
        if (hopi_model_finish(shape, data, solution, workspace) != 0) {
            status = hopi_fail_plain(ctx, HOP_ERR_LAPACK);
        }
    }
    hopi_release(allocator, workspace);
    model->starts = (double)starts;
    model->starts_at_best = (double)at_best;
    return status;
}

static uint32_t find_flags(const hopi_model_samples *w, const hopi_model_solution *solution,
                           const hop_model *m)
{
    const hopi_shape *shape = &m->shape;
    const hopi_model_data *data = &w->data;
    uint32_t flags = w->excluded > 0 ? HOP_FLAG_POINTS_EXCLUDED : 0;
    double norm = 0.0;
    for (size_t k = 0; k < data->points; k++) {
        const double size = data->im ? hypot(data->re[k], data->im[k]) : data->re[k];
        norm += data->weight[k] * data->weight[k] * size * size;
    }
    flags |= sqrt(solution->rss / norm) < rounding_residual ? HOP_FLAG_EXACT_FIT : 0;
    flags |= (size_t)solution->rank < shape->count ? HOP_FLAG_RANK_DEFICIENT : 0;
    flags |= solution->condition > large_condition ? HOP_FLAG_ILL_CONDITIONED : 0;
    flags |= solution->at_lower | solution->at_upper ? HOP_FLAG_PARAMETER_AT_BOUND : 0;
    const size_t n = hopi_shape_place(shape, HOPI_EXPONENT);
    if (n < shape->count) {
        flags |= solution->at_lower >> n & 1u ? HOP_FLAG_N_AT_LOWER_BOUND : 0;
        flags |= solution->at_upper >> n & 1u ? HOP_FLAG_N_AT_UPPER_BOUND : 0;
    }
    for (size_t j = 0; j < shape->count; j++) {
        const double error = sqrt(m->covariance[j * (shape->count + 1)]);
        const int is_exponent = hopi_slot_is_exponent(shape->slots[j]);
        if (error > (is_exponent ? undetermined_exponent : undetermined_ln)) {
            flags |= HOP_FLAG_PARAMETER_UNDETERMINED;
        }
    }
    const hopi_estimate omega_p = hopi_model_estimate(m, HOP_OMEGA_P);
    if (omega_p.exists && !(flags & HOP_FLAG_RANK_DEFICIENT)) {
        const double ln_f_p = omega_p.value - log(2.0 * HOPI_PI);
        flags |= ln_f_p > log(m->f_max_hz) ? HOP_FLAG_F_P_ABOVE_WINDOW : 0;
        flags |= ln_f_p < log(m->f_min_hz) ? HOP_FLAG_F_P_BELOW_WINDOW : 0;
    }
    return flags;
}

static void fill(const hopi_model_samples *w, const hopi_model_solution *solution, hop_model *m)
{
    const size_t count = m->shape.count;
    const double N = (double)hopi_model_rows(&w->data);
    const int is_absolute = m->weighting == HOP_WEIGHTING_GIVEN;
    const double k = (double)count + (is_absolute ? 0.0 : 1.0);
    const double deviance = is_absolute ? solution->rss : N * log(solution->rss / N);
    m->units = w->units;
    m->f_min_hz = w->f_min_hz;
    m->f_max_hz = w->f_max_hz;
    m->points = (double)w->data.points;
    m->excluded = (double)w->excluded;
    m->dof = N - (double)count;
    m->rss = solution->rss;
    m->aicc = N > k + 1.0 ? deviance + 2.0 * k + 2.0 * k * (k + 1.0) / (N - k - 1.0) : NAN;
    m->bic = deviance + k * log(N);
    m->rank = solution->rank;
    m->condition = solution->condition;
    memcpy(m->theta, solution->theta, sizeof m->theta);
    for (size_t i = 0; i < count * count; i++) {
        m->covariance[i] = solution->covariance[i] * (is_absolute ? 1.0 : m->rss / m->dof);
    }
    m->flags = find_flags(w, solution, m);
}

static hop_status fit(hop_ctx *ctx, const hop_spectrum *s, const hopi_model_settings *settings,
                      hop_model *model)
{
    hopi_model_samples w;
    hopi_model_solution solution;
    hop_status status = hopi_model_samples_open(ctx, s, settings, &w);
    if (status != HOP_OK) {
        return status;
    }
    model->weighting = settings->weighting;
    model->temperature_k = s->temperature_k;
    model->shape = hopi_shape_of(settings->model, settings->parts, settings->n_min,
                                 settings->n_max, &w.range);
    status = solve(ctx, &model->shape, &w, (size_t)settings->starts, &solution, model);
    if (status == HOP_OK) {
        fill(&w, &solution, model);
    }
    hopi_model_samples_close(&w);
    return status;
}

hop_status hop_model_fit(hop_ctx *ctx, const hop_spectrum *s, const hop_model_options *options,
                         hop_model **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_model_settings settings = options ? options->settings : hopi_model_default_settings;
    hop_status status = complete(ctx, &settings);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_model *model = hopi_allocate(allocator, 1, sizeof *model);
    if (!model) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    model->allocator = allocator;
    status = fit(ctx, s, &settings, model);
    if (status != HOP_OK) {
        hopi_release(allocator, model);
        return status;
    }
    *out = model;
    return HOP_OK;
}
