/* SPDX-License-Identifier: BSD-3-Clause */
#include "ridge.h"

#include <math.h>

#include <hop/drt.h>

static const double lowest_lambda = 1e-7, highest_lambda = 10.0;

double hopi_ridge_lambda_step(void)
{
    return log(highest_lambda / lowest_lambda) / (HOPI_LAMBDAS - 1);
}

double hopi_ridge_lambda(size_t k)
{
    return lowest_lambda * exp((double)k * hopi_ridge_lambda_step());
}

size_t hopi_ridge_workspace(size_t n)
{
    return 2 * n * n + 6 * n + 1 + n * n;
}

size_t hopi_ridge_integers(size_t n)
{
    return 5 * n + 3;
}

static double trace_of(size_t n, const double *matrix)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += matrix[i * n + i];
    }
    return sum;
}

int hopi_ridge_prepare(hopi_ridge *ridge, const double *gram, const double *penalty,
                       double *workspace, lapack_int *integers)
{
    const size_t n = ridge->n;
    double *both = workspace, *work = workspace + n * n;
    const double penalty_size = trace_of(n, penalty), gram_size = trace_of(n, gram);
    if (!(penalty_size > 0.0) || !(gram_size > 0.0)) {
        return 0;
    }
    ridge->lambda_0 = gram_size / penalty_size;
    const lapack_int order = (lapack_int)n;
    lapack_int info = 1;
    /* Columns that are alike to rounding need a little on the diagonal. */
    for (double extra = 0.0; info != 0 && extra < 1e-8; extra = extra > 0.0 ? 10.0 * extra : 1e-15) {
        for (size_t i = 0; i < n * n; i++) {
            ridge->V[i] = gram[i];
            both[i] = gram[i] + ridge->lambda_0 * penalty[i];
            both[i] *= i % (n + 1) == 0 ? 1.0 + extra : 1.0;
        }
        info = LAPACKE_dsygvd_work(LAPACK_COL_MAJOR, 1, 'V', 'L', order, ridge->V, order, both,
                                   order, ridge->share, work, (lapack_int)(2 * n * n + 6 * n + 1),
                                   integers, (lapack_int)hopi_ridge_integers(n));
    }
    for (size_t i = 0; i < n; i++) {
        ridge->share[i] = fmin(fmax(ridge->share[i], 0.0), 1.0);
    }
    return info == 0;
}

void hopi_ridge_project(const hopi_ridge *ridge, const double *Ab, double *z)
{
    ridge->dense->project_columns(ridge->n, ridge->n, ridge->n, ridge->V, Ab, z);
}

void hopi_ridge_solution(const hopi_ridge *ridge, const double *z, double lambda, double *x,
                         double *workspace)
{
    const double rho = lambda / ridge->lambda_0;
    for (size_t i = 0; i < ridge->n; i++) {
        workspace[i] = z[i] / (ridge->share[i] + rho * (1.0 - ridge->share[i]));
        x[i] = 0.0;
    }
    ridge->dense->add_columns(ridge->n, ridge->n, ridge->n, ridge->V, workspace, x);
}

/* Two directions side by side: division takes most of the time, and does two at once. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

typedef struct ridge_sums {
    pair explained, penalty, trace, trace2;
} ridge_sums;

static inline pair load(const double *at)
{
    return *(const pair *)(const void *)at;
}

static inline void add_pair(pair share, pair z, double rho, ridge_sums *to)
{
    const pair rest = 1.0 - share, d = 1.0 / (share + rho * rest), filter = share * d;
    const pair zd = z * z * d;
    to->explained += zd * (2.0 - filter);
    to->penalty += zd * d * rest;
    to->trace += filter;
    to->trace2 += filter * filter;
}

/* |b − Ax|², which rounding leaves above zero. */
static double least_rss(double bb, double explained)
{
    return fmax(bb - explained, 1e-16 * bb);
}

hopi_ridge_state hopi_ridge_at(const hopi_ridge *ridge, const double *z, double bb, double lambda)
{
    const double rho = lambda / ridge->lambda_0;
    const size_t n = ridge->n, even = n - n % 2;
    ridge_sums sums = {{0.0}, {0.0}, {0.0}, {0.0}};
    for (size_t i = 0; i < even; i += 2) {
        add_pair(load(ridge->share + i), load(z + i), rho, &sums);
    }
    if (even < n) { /* beside it a direction that adds nothing */
        add_pair((pair){ridge->share[even], 0.0}, (pair){z[even], 0.0}, rho, &sums);
    }
    return (hopi_ridge_state){
        .rss = least_rss(bb, sums.explained[0] + sums.explained[1]),
        .penalty = (sums.penalty[0] + sums.penalty[1]) / ridge->lambda_0,
        .trace = sums.trace[0] + sums.trace[1],
        .trace2 = sums.trace2[0] + sums.trace2[1]};
}

/*
 * Curvature of (ln xᵀMx) over (ln RSS) at this λ, with a minus sign: the corner is the
 * smallest (Hansen and O'Leary, SIAM J. Sci. Comput. 1993, 14, 1487).
 */
static double corner_score(const hopi_ridge *ridge, const double *z, double bb, double lambda)
{
    const double h = 0.05;
    double p[3], q[3];
    for (int k = 0; k < 3; k++) {
        const hopi_ridge_state at = hopi_ridge_at(ridge, z, bb, lambda * exp(h * (k - 1)));
        p[k] = log(at.rss);
        q[k] = log(at.penalty);
    }
    const double p1 = (p[2] - p[0]) / (2 * h), p2 = (p[2] - 2.0 * p[1] + p[0]) / (h * h);
    const double q1 = (q[2] - q[0]) / (2 * h), q2 = (q[2] - 2.0 * q[1] + q[0]) / (h * h);
    const double size = pow(p1 * p1 + q1 * q1, 1.5);
    return size > 0.0 ? -(p1 * q2 - p2 * q1) / size : 0.0;
}

static double gcv_score(const hopi_ridge_state *at, size_t rows, int32_t method)
{
    const double N = (double)rows;
    /* Stiffness of the modified score, Kim and Gu 2004; weight of the robust one, Lukas 2016. */
    const double stiffness = method != HOP_DRT_MODIFIED_GCV ? 1.0 : rows < 50 ? 1.3 : 2.0;
    const double free_share = 1.0 - stiffness * at->trace / N;
    if (!(free_share > 0.0)) {
        return INFINITY;
    }
    const double gcv = at->rss / N / (free_share * free_share);
    if (method == HOP_DRT_ROBUST_GCV) {
        const double weight = rows < 100 ? 0.2 : 0.3;
        return gcv * (weight + (1.0 - weight) * at->trace2 / N);
    }
    return gcv;
}

double hopi_ridge_score(const hopi_ridge *ridge, const double *z, double bb, size_t rows,
                        int32_t method, double lambda)
{
    if (method == HOP_DRT_L_CURVE) {
        return corner_score(ridge, z, bb, lambda);
    }
    const hopi_ridge_state at = hopi_ridge_at(ridge, z, bb, lambda);
    return gcv_score(&at, rows, method);
}

void hopi_ridge_tabulate(hopi_ridge *ridge)
{
    for (size_t k = 0; k < HOPI_LAMBDAS; k++) {
        const double rho = hopi_ridge_lambda(k) / ridge->lambda_0;
        double *explained = ridge->explained + k * ridge->n;
        ridge->trace[k] = ridge->trace2[k] = 0.0;
        for (size_t i = 0; i < ridge->n; i++) {
            const double d = 1.0 / (ridge->share[i] + rho * (1.0 - ridge->share[i]));
            const double filter = ridge->share[i] * d;
            explained[i] = d * (2.0 - filter);
            ridge->trace[k] += filter;
            ridge->trace2[k] += filter * filter;
        }
    }
}

void hopi_ridge_scores(const hopi_ridge *ridge, const double *z, double bb, size_t rows,
                       int32_t method, double *score, double *workspace)
{
    const size_t n = ridge->n;
    double *z2 = workspace, *explained = workspace + n;
    for (size_t i = 0; i < n; i++) {
        z2[i] = z[i] * z[i];
    }
    ridge->dense->project_columns(n, HOPI_LAMBDAS, n, ridge->explained, z2, explained);
    for (size_t k = 0; k < HOPI_LAMBDAS; k++) {
        const hopi_ridge_state at = {.rss = least_rss(bb, explained[k]),
                                     .trace = ridge->trace[k],
                                     .trace2 = ridge->trace2[k]};
        score[k] = gcv_score(&at, rows, method);
    }
}
