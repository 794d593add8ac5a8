/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve.h"

#include <float.h>
#include <math.h>

/* 1-norm condition of the upper triangular factor with its columns scaled to unit length. */
static double condition_of(const hopi_columns *t, double column_g, double column_p)
{
    const double r12 = t->g_mean * sqrt(t->norm1) / column_g;
    const double r22 = sqrt(t->norm_h) / column_g;
    const double r13 = t->p_mean * sqrt(t->norm1) / column_p;
    const double r23 = t->kappa * sqrt(t->norm_h) / column_p;
    const double r33 = sqrt(t->norm_p) / column_p;
    const double norm = fmax(1.0, fmax(fabs(r12) + r22, fabs(r13) + fabs(r23) + r33));
    const double i12 = -r12 / r22, i22 = 1.0 / r22;
    const double i13 = (r12 * r23 / r22 - r13) / r33, i23 = -r23 / (r22 * r33), i33 = 1.0 / r33;
    const double inverse = fmax(1.0, fmax(fabs(i12) + i22, fabs(i13) + fabs(i23) + i33));
    return norm * inverse;
}

static void find_rank(const hopi_columns *t, size_t count, hopi_jpl_solution *solution)
{
    const double column_g = sqrt(t->norm_h + t->norm1 * t->g_mean * t->g_mean);
    const double column_p = sqrt(t->norm_p + t->kappa * t->kappa * t->norm_h
                                 + t->norm1 * t->p_mean * t->p_mean);
    const double negligible = DBL_EPSILON * (double)count;
    solution->rank = 1 + (sqrt(t->norm_h) > negligible * column_g)
                     + (sqrt(t->norm_p) > negligible * column_p);
    solution->condition = solution->rank == 3 ? condition_of(t, column_g, column_p) : INFINITY;
}

static double squared_length(const double row[3], const double variance[3])
{
    return row[0] * row[0] * variance[0] + row[1] * row[1] * variance[1]
           + row[2] * row[2] * variance[2];
}

/*
 * The coefficients u of (1, h, p⊥) have variances 1/norm; a change of the
 * parameters is δn = u₂/A, δA = u₁ − κu₂, δs = u₀ − ḡu₁ + (ḡκ − p̄)u₂.
 */
static void propagate(const hopi_columns *t, double ln_omega_ref, double ln_ratio,
                      hopi_jpl_solution *solution)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    const double n = best->n, s = best->plateau, A = best->amplitude;
    const double variance[3] = {1.0 / t->norm1, 1.0 / t->norm_h, 1.0 / t->norm_p};
    const double row_n[3] = {0.0, 0.0, 1.0 / A};
    const double row_A[3] = {0.0, 1.0, -t->kappa};
    const double row_s[3] = {1.0, -t->g_mean, t->g_mean * t->kappa - t->p_mean};
    double row_ln_A_J[3], rows[3][3];
    for (int j = 0; j < 3; j++) {
        row_ln_A_J[j] = row_A[j] / A - ln_omega_ref * row_n[j];
        rows[0][j] = row_s[j] / s;
        rows[1][j] = (row_s[j] / s - row_A[j] / A - ln_ratio / n * row_n[j]) / n;
        rows[2][j] = row_n[j];
    }
    solution->plateau_variance = squared_length(row_s, variance);
    solution->ln_A_J_variance = squared_length(row_ln_A_J, variance);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            double sum = 0.0;
            for (int k = 0; k < 3; k++) {
                sum += rows[i][k] * rows[j][k] * variance[k];
            }
            const int is_defined = s > 0.0 || (i == 2 && j == 2);
            solution->covariance[i][j] = is_defined ? sum : NAN;
        }
    }
}

static void leave_undetermined(hopi_jpl_solution *solution)
{
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            solution->covariance[i][j] = NAN;
        }
    }
    solution->plateau_variance = NAN;
    solution->ln_A_J_variance = NAN;
}

static void propagate_constant(double c_sum, hopi_jpl_solution *solution)
{
    const double s = solution->minimum.best.plateau;
    leave_undetermined(solution);
    solution->plateau_variance = 1.0 / c_sum;
    solution->covariance[0][0] = solution->plateau_variance / (s * s);
    solution->rank = 1;
    solution->condition = INFINITY;
}

/* About the means where the plateau is free: a small noise then keeps its digits. */
static double take_residuals(const hopi_jpl_problem *problem, const hopi_jpl_minimum *minimum,
                             double *r)
{
    const hopi_jpl_profile *best = &minimum->best;
    const int is_free = best->regime == HOPI_JPL_FREE;
    return problem->kernels->residuals(&problem->points, problem->g,
                                       is_free ? problem->points.y_mean : best->plateau,
                                       best->amplitude,
                                       is_free ? minimum->columns.g_mean : 0.0, r);
}

void hopi_jpl_describe(size_t count, double constant_ssr, double ln_omega_ref,
                       hopi_jpl_solution *solution)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    const hopi_columns *t = &solution->minimum.columns;
    solution->f_dispersion = (constant_ssr - solution->rss) * ((double)count - 3.0)
                             / solution->rss;
    solution->ln_omega_p = NAN;
    solution->ln_A_J = NAN;
    if (best->regime == HOPI_JPL_CONSTANT) {
        propagate_constant(t->norm1, solution);
        return;
    }
    const double ln_ratio = log(best->plateau / best->amplitude); /* ln(s/A) */
    find_rank(t, count, solution);
    if (solution->rank == 3) {
        propagate(t, ln_omega_ref, ln_ratio, solution);
    } else {
        leave_undetermined(solution);
    }
    solution->ln_A_J = log(best->amplitude) - best->n * ln_omega_ref;
    if (best->plateau > 0.0) {
        solution->ln_omega_p = ln_ratio / best->n + ln_omega_ref;
    }
}

hopi_jpl_solution hopi_jpl_solve(hopi_jpl_problem *problem, double ln_omega_ref, double *r)
{
    hopi_jpl_solution solution = {.minimum = hopi_jpl_search(problem)};
    solution.rss = take_residuals(problem, &solution.minimum, r);
    hopi_jpl_describe(problem->count, problem->constant_ssr, ln_omega_ref, &solution);
    return solution;
}
