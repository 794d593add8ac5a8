/* SPDX-License-Identifier: BSD-3-Clause */
#include "finish.h"

#include <math.h>

#include "automatic.h"
#include "data.h"
#include "robust.h"
#include "solve.h"
#include "spectrum/handle.h"

enum { PARAMETERS = 3, MOST_PASSES = 100 };

static const double large_condition = 1e10;

static uint32_t find_flags(const hopi_jpl_samples *w, const hopi_jpl_solution *solution,
                           const hop_jpl *fit)
{
    const hopi_points *points = &w->problem.points;
    const double norm = w->problem.constant_ssr
                        + points->c_sum * points->y_mean * points->y_mean;
    const hopi_jpl_minimum *minimum = &solution->minimum;
    const double ln_omega_p = solution->ln_omega_p - w->ln_omega_ref;
    uint32_t flags = 0;
    flags |= minimum->at_lower ? HOP_FLAG_N_AT_LOWER_BOUND : 0;
    flags |= minimum->at_upper ? HOP_FLAG_N_AT_UPPER_BOUND : 0;
    flags |= minimum->best.regime == HOPI_JPL_CONSTANT ? HOP_FLAG_NO_DISPERSION : 0;
    flags |= minimum->best.regime == HOPI_JPL_NO_PLATEAU ? HOP_FLAG_NO_PLATEAU : 0;
    flags |= solution->f_dispersion < HOPI_CLEAR_F ? HOP_FLAG_WEAK_DISPERSION : 0;
    flags |= minimum->minima > 1 ? HOP_FLAG_MULTIPLE_MINIMA : 0;
    flags |= w->excluded > 0 ? HOP_FLAG_POINTS_EXCLUDED : 0;
    flags |= fit->settings.loss != HOP_LOSS_SQUARE ? HOP_FLAG_ROBUST_LOSS : 0;
    flags |= ln_omega_p > w->L[w->count - 1] ? HOP_FLAG_F_P_ABOVE_WINDOW : 0;
    flags |= ln_omega_p < w->L[0] ? HOP_FLAG_F_P_BELOW_WINDOW : 0;
    flags |= solution->rss < HOPI_ROUNDING_RESIDUAL * HOPI_ROUNDING_RESIDUAL * norm ? HOP_FLAG_EXACT_FIT : 0;
    if (minimum->best.regime != HOPI_JPL_CONSTANT
        && !hopi_jpl_is_well_conditioned(&minimum->columns)
        && !(solution->rank == 3 && hopi_jpl_condition(&minimum->columns) <= large_condition)) {
        flags |= HOP_FLAG_ILL_CONDITIONED;
    }
    return flags;
}

void hopi_jpl_fill(const hopi_jpl_samples *w, const hopi_jpl_solution *solution, hop_jpl *fit)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    const int has_dispersion = best->regime != HOPI_JPL_CONSTANT;
    fit->points = (double)w->count;
    fit->excluded = (double)w->excluded;
    fit->dof = fit->points - PARAMETERS;
    fit->rss = solution->rss;
    fit->f_dispersion = solution->f_dispersion;
    fit->columns = solution->minimum.columns;
    fit->rank = solution->rank;
    fit->f_min_hz = w->f_hz[0];
    fit->f_max_hz = w->f_hz[w->count - 1];
    fit->sigma_dc = best->plateau * w->scale;
    fit->n = has_dispersion ? best->n : NAN;
    fit->ln_A_J = has_dispersion ? solution->ln_A_J + w->ln_scale : -INFINITY;
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
}

size_t hopi_jpl_finish_workspace(const hopi_jpl_settings *settings, size_t count)
{
    return settings->loss == HOP_LOSS_SQUARE ? 0 : HOPI_JPL_ROBUST_ARRAYS * count;
}

/*
 * Takes s_k from the fitted curve and fits again until it settles. The estimate is
 * then that of Σ (σ′_k − m_k)/m_k² ∂m_k = 0, which noise does not bias.
 */
static void weigh_by_fit(hopi_jpl_samples *w)
{
    const double settled = 1e-12;
    double change = INFINITY;
    for (int pass = 0; pass < MOST_PASSES && change > settled; pass++) {
        hopi_jpl_minimum minimum;
        hopi_jpl_search(&w->problem, &minimum);
        const hopi_jpl_profile best = minimum.best;
        change = 0.0;
        for (size_t k = 0; k < w->count; k++) {
            const double m = best.plateau + best.amplitude * w->problem.g[k];
            const double c = 1.0 / (m * m);
            change = fmax(change, fabs(c / w->c[k] - 1.0));
            w->c[k] = c;
        }
        hopi_jpl_prepare(&w->problem);
    }
}

void hopi_jpl_finish(const hop_spectrum *s, const hopi_jpl_settings *settings, double *workspace,
                     hopi_jpl_samples *w, hop_jpl *fit)
{
    fit->robust_scale = fit->outliers = NAN;
    if (settings->loss != HOP_LOSS_SQUARE) {
        const hopi_jpl_robust robust = hopi_jpl_make_robust(w, settings, workspace);
        fit->robust_scale = robust.scale;
        fit->outliers = (double)robust.outliers;
    } else if (settings->weighting == HOP_WEIGHTING_FITTED) {
        weigh_by_fit(w);
    }
    hopi_jpl_solution solution;
    hopi_jpl_solve(&w->problem, w->ln_omega_ref, w->y, &solution);
    fit->allocator = w->allocator;
    fit->settings = *settings;
    fit->temperature_k = s->temperature_k;
    fit->window = hopi_jpl_no_window;
    hopi_jpl_fill(w, &solution, fit);
    hopi_jpl_keep_data(w, &solution, fit);
}
