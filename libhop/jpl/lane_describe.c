/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/quantity.h>

#include "base/constants.h"
#include "lane_block.h"
#include "math/vector_functions.h"

typedef hopi_lane_block block;
typedef hopi_lane_place place;

static hopi_final_sums sum_all(const block *t, const hopi_near *at)
{
    const hopi_lane_grid *grid = t->grid;
    hopi_final_sums s = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
    const vector ratio = hopi_exp(at->n * grid->step);
    vector g = hopi_exp(at->n * grid->L[0]);
    for (size_t k = 0; k < grid->count; k++) {
        if (grid->step == 0.0) {
            g = hopi_exp(at->n * grid->L[k]);
        }
        hopi_final_add(at, g, hopi_spread(grid->L[k]), t->c[k], t->y[k] - t->y_mean, &s);
        g *= ratio;
    }
    return s;
}

static inline vector explained_by(const hopi_final *w)
{
    return w->amplitude * w->amplitude * w->norm_h;
}

/*
 * Once more for those that the search left too far off, unless they will not be clear; for the
 * others that changes nothing.
 */
static hopi_final finalise(const block *t, const place *p, vector *n)
{
    hopi_near at = p->at;
    hopi_final_sums sums = sum_all(t, &at);
    hopi_final w = hopi_finalise(&at, &sums, t->c_inverse, t->y_mean);
    const mask is_off = p->is_good & (explained_by(&w) > p->least_explained)
                        & (w.has_lost_digits
                           | (hopi_absolute(w.step) > HOPI_LARGEST_FINAL_STEP * at.n));
    if (hopi_any(is_off)) {
        at.n = hopi_choose(is_off, at.n + w.step, at.n);
        at.amplitude = hopi_choose(is_off, w.amplitude, at.amplitude);
        at.g_mean = hopi_choose(is_off, w.g_mean, at.g_mean);
        at.p_mean = hopi_choose(is_off, w.p_mean, at.p_mean);
        at.kappa = hopi_choose(is_off, w.kappa, at.kappa);
        sums = sum_all(t, &at);
        w = hopi_finalise(&at, &sums, t->c_inverse, t->y_mean);
    }
    *n = at.n + w.step;
    return w;
}

static inline vector product(const vector a[3], const vector b[3], const vector variance[3])
{
    return a[0] * b[0] * variance[0] + a[1] * b[1] * variance[1] + a[2] * b[2] * variance[2];
}

/* The delta method of solve.c; unit is the variance of a residual. */
static void propagate(const block *t, const hopi_final *w, vector n, vector ln_ratio, vector unit,
                      hopi_lane_results *out)
{
    const double ln_omega_ref = t->grid->ln_omega_ref;
    const vector zero = {0};
    const vector per_n = 1.0 / n, per_s = 1.0 / w->plateau, per_A = 1.0 / w->amplitude;
    const vector variance[3] = {unit * t->c_inverse, unit / w->norm_h, unit / w->norm_p};
    const vector row_s[3] = {per_s, -w->g_mean * per_s,
                             (w->g_mean * w->kappa - w->p_mean) * per_s};
    const vector row_A_J[3] = {zero, per_A, -(w->kappa + ln_omega_ref) * per_A};
    const vector rows[3][3] = {
        {row_s[0], row_s[1], row_s[2]},
        {row_s[0] * per_n, (row_s[1] - per_A) * per_n,
         (row_s[2] + w->kappa * per_A - ln_ratio * per_n * per_A) * per_n},
        {zero, zero, per_A},
    };
    vector error[3];
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j <= i; j++) {
            const vector covariance = product(rows[i], rows[j], variance);
            hopi_store(out->covariance[3 * i + j], covariance);
            hopi_store(out->covariance[3 * j + i], covariance);
            error[i] = covariance;
        }
        error[i] = hopi_root(error[i]);
    }
    const vector relative[HOPI_LANE_PARAMETERS] = {
        [HOPI_LANE_SIGMA_DC] = error[0],
        [HOPI_LANE_A_J] = hopi_root(product(row_A_J, row_A_J, variance)),
        [HOPI_LANE_OMEGA_P] = error[1],
        [HOPI_LANE_F_P] = error[1],
    };
    for (int i = 0; i < HOPI_LANE_PARAMETERS; i++) {
        hopi_store(out->error[i], relative[i] * hopi_load(out->value[i]));
    }
    hopi_store(out->error[HOPI_LANE_LN_SIGMA_DC], error[0]);
    hopi_store(out->error[HOPI_LANE_LN_OMEGA_P], error[1]);
    hopi_store(out->error[HOPI_LANE_N], error[2]);
}

static void put_columns(const block *t, const hopi_final *w, hopi_lane_results *out)
{
    hopi_store(out->column[HOPI_LANE_G_MEAN], w->g_mean);
    hopi_store(out->column[HOPI_LANE_P_MEAN], w->p_mean);
    hopi_store(out->column[HOPI_LANE_KAPPA], w->kappa);
    hopi_store(out->column[HOPI_LANE_NORM_1], t->c_sum);
    hopi_store(out->column[HOPI_LANE_NORM_H], w->norm_h);
    hopi_store(out->column[HOPI_LANE_NORM_P], w->norm_p);
}

/* Whether the condition of the Jacobian is surely below 1e9: solve.c. */
static mask is_well_conditioned(const block *t, const hopi_final *w)
{
    const vector square_g = w->norm_h + t->c_sum * w->g_mean * w->g_mean;
    const vector square_p = w->norm_p + w->kappa * w->kappa * w->norm_h
                            + t->c_sum * w->p_mean * w->p_mean;
    return (w->norm_h > 1e-8 * square_g) & (w->norm_p > 1e-8 * square_p);
}

void hopi_lane_describe(const block *t, const place *p, int is_thorough, hopi_lane_results *out)
{
    const double largest_ln = 700.0, smallest = 1e-300, largest = 1e300;
    const hopi_lane_grid *grid = t->grid;
    const double N = (double)grid->count, dof = N - 3.0;
    vector n;
    const hopi_final w = finalise(t, p, &n);
    const vector explained = explained_by(&w), F = explained * dof / w.rss;
    const vector ln_s = hopi_log(w.plateau), ln_A = hopi_log(w.amplitude);
    const vector ln_ratio = ln_s - ln_A, ln_turn = ln_ratio / n;
    const vector ln_omega_p = ln_turn + grid->ln_omega_ref, ln_A_J = ln_A - n * grid->ln_omega_ref;
    const mask is_found = p->is_good & (w.plateau > smallest) & (w.amplitude > smallest)
                          & (w.rss > 0.0) & (explained < largest) & is_well_conditioned(t, &w)
                          & (hopi_absolute(ln_omega_p) < largest_ln)
                          & (hopi_absolute(ln_A_J) < largest_ln)
                          & ((F > HOPI_CLEAR_F) | (is_thorough ? ~(mask){0} : (mask){0}));
    const vector omega_p = hopi_exp(ln_omega_p);
    hopi_store(out->value[HOPI_LANE_SIGMA_DC], w.plateau);
    hopi_store(out->value[HOPI_LANE_LN_SIGMA_DC], ln_s);
    hopi_store(out->value[HOPI_LANE_A_J], hopi_exp(ln_A_J));
    hopi_store(out->value[HOPI_LANE_OMEGA_P], omega_p);
    hopi_store(out->value[HOPI_LANE_F_P], omega_p / (2.0 * HOPI_PI));
    hopi_store(out->value[HOPI_LANE_LN_OMEGA_P], ln_omega_p);
    hopi_store(out->value[HOPI_LANE_N], n);
    hopi_store(out->value[HOPI_LANE_RSS], w.rss);
    hopi_store(out->value[HOPI_LANE_F_DISPERSION], F);
    propagate(t, &w, n, ln_ratio, grid->is_absolute ? hopi_spread(1.0) : w.rss / dof, out);
    put_columns(t, &w, out);
    const mask is_weak = F < HOPI_CLEAR_F, is_above = ln_turn > grid->L[grid->count - 1],
               is_below = ln_turn < grid->L[0],
               is_exact = w.rss < HOPI_ROUNDING_RESIDUAL * HOPI_ROUNDING_RESIDUAL
                                      * (explained + t->c_sum * t->y_mean * t->y_mean);
    const mask flags = (is_weak & HOP_FLAG_WEAK_DISPERSION) | (is_above & HOP_FLAG_F_P_ABOVE_WINDOW)
                       | (is_below & HOP_FLAG_F_P_BELOW_WINDOW) | (is_exact & HOP_FLAG_EXACT_FIT);
    for (int j = 0; j < LANES; j++) {
        out->is_found[j] = is_found[j] != 0;
        out->flags[j] = (uint32_t)flags[j];
    }
}
