/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve.h"

#include <float.h>
#include <math.h>

typedef struct column_squares {
    double g, p; /* Σcg², Σc(Lg)² */
} column_squares;

static column_squares squares_of(const hopi_jacobian *t)
{
    return (column_squares){t->norm_h + t->norm1 * t->g_mean * t->g_mean,
                            t->norm_p + t->kappa * t->kappa * t->norm_h
                                + t->norm1 * t->p_mean * t->p_mean};
}

double hopi_jpl_condition(const hopi_jacobian *t)
{
    const column_squares column = squares_of(t);
    const double root1 = sqrt(t->norm1), root_h = sqrt(t->norm_h), root_p = sqrt(t->norm_p);
    const double per_g = 1.0 / sqrt(column.g), per_p = 1.0 / sqrt(column.p);
    const double r12 = t->g_mean * root1 * per_g, r22 = root_h * per_g;
    const double r13 = t->p_mean * root1 * per_p, r23 = t->kappa * root_h * per_p;
    const double r33 = root_p * per_p;
    const double i22 = 1.0 / r22, i33 = 1.0 / r33, i12 = -r12 * i22;
    const double i13 = (r12 * r23 * i22 - r13) * i33, i23 = -r23 * i22 * i33;
    const double norm = fmax(1.0, fmax(fabs(r12) + r22, fabs(r13) + fabs(r23) + r33));
    const double inverse = fmax(1.0, fmax(fabs(i12) + i22, fabs(i13) + fabs(i23) + i33));
    return norm * inverse;
}

/*
 * With r22, r33 ≥ 1e-4 of that triangle, whose columns have length one, the condition is
 * below 1e9: most fits are spared its roots.
 */
int hopi_jpl_is_well_conditioned(const hopi_jacobian *t)
{
    const column_squares column = squares_of(t);
    return t->norm_h > 1e-8 * column.g && t->norm_p > 1e-8 * column.p;
}

static int rank_of(const hopi_jacobian *t, size_t count)
{
    const column_squares column = squares_of(t);
    const double negligible = DBL_EPSILON * (double)count, square = negligible * negligible;
    return 1 + (t->norm_h > square * column.g) + (t->norm_p > square * column.p);
}

static double product(const double a[3], const double b[3], const double variance[3])
{
    return a[0] * b[0] * variance[0] + a[1] * b[1] * variance[1] + a[2] * b[2] * variance[2];
}

/*
 * The coefficients u of (1, h, p⊥) have variances 1/norm; a change of the
 * parameters is δn = u₂/A, δA = u₁ − κu₂, δs = u₀ − ḡu₁ + (ḡκ − p̄)u₂.
 */
static void propagate(const hopi_jacobian *t, double ln_omega_ref, double ln_ratio,
                      hopi_jpl_solution *solution)
{
    const hopi_jpl_profile *best = &solution->minimum.best;
    const double per_n = 1.0 / best->n, per_s = 1.0 / best->plateau, per_A = 1.0 / best->amplitude;
    const double variance[3] = {1.0 / t->norm1, 1.0 / t->norm_h, 1.0 / t->norm_p};
    const double row_s[3] = {1.0, -t->g_mean, t->g_mean * t->kappa - t->p_mean};
    const double row_ln_A[3] = {0.0, per_A, -t->kappa * per_A};
    const double row_ln_A_J[3] = {0.0, per_A, (-t->kappa - ln_omega_ref) * per_A};
    double rows[3][3];
    for (int j = 0; j < 3; j++) {
        rows[0][j] = row_s[j] * per_s;
        rows[1][j] = (rows[0][j] - row_ln_A[j]) * per_n;
        rows[2][j] = 0.0;
    }
    rows[1][2] -= ln_ratio * per_n * per_n * per_A;
    rows[2][2] = per_A;
    solution->plateau_variance = product(row_s, row_s, variance);
    solution->ln_A_J_variance = product(row_ln_A_J, row_ln_A_J, variance);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j <= i; j++) {
            const int is_defined = best->plateau > 0.0 || (i == 2 && j == 2);
            const double covariance = is_defined ? product(rows[i], rows[j], variance) : NAN;
            solution->covariance[i][j] = solution->covariance[j][i] = covariance;
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
    const hopi_jacobian *t = &solution->minimum.columns;
    solution->f_dispersion = (constant_ssr - solution->rss) * ((double)count - 3.0)
                             / solution->rss;
    solution->ln_omega_p = NAN;
    solution->ln_A_J = NAN;
    if (best->regime == HOPI_JPL_CONSTANT) {
        propagate_constant(t->norm1, solution);
        return;
    }
    const double ln_ratio = log(best->plateau / best->amplitude); /* ln(s/A) */
    solution->rank = rank_of(t, count);
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

void hopi_jpl_solve(hopi_jpl_problem *problem, double ln_omega_ref, double *r,
                    hopi_jpl_solution *solution)
{
    hopi_jpl_search(problem, &solution->minimum);
    const double rss = take_residuals(problem, &solution->minimum, r);
    /* What is known already does not wait for the residuals. */
    solution->rss = isnan(solution->minimum.rss) ? rss : solution->minimum.rss;
    hopi_jpl_describe(problem->count, problem->constant_ssr, ln_omega_ref, solution);
}
