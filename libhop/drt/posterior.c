/* SPDX-License-Identifier: BSD-3-Clause */
#include "posterior.h"

#include <math.h>

#include "math/order.h"
#include "outcome.h"

size_t hopi_posterior_doubles(size_t n)
{
    return 2 * n * n + 3 * n;
}

size_t hopi_chain_doubles(size_t n)
{
    return n + hopi_truncated_normal_workspace(n);
}

/* Lower Cholesky factor of H with the diagonal scaled to one, a little added if need be. */
static int factorise(const hopi_drt_work *w, const double *scale, double *factor)
{
    const size_t n = w->grid->columns;
    lapack_int info = 1;
    for (double extra = 0.0; info != 0 && extra < 1e-9; extra = extra > 0.0 ? 10 * extra : 1e-14) {
        for (size_t i = 0; i < n * n; i++) {
            const size_t row = i % n, column = i / n;
            factor[i] = row < column ? 0.0 : w->H[i] * scale[row] * scale[column];
            factor[i] += row == column ? extra : 0.0;
        }
        info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', (lapack_int)n, factor, (lapack_int)n);
    }
    return info == 0
           && LAPACKE_dtrtri_work(LAPACK_COL_MAJOR, 'L', 'N', (lapack_int)n, factor,
                                  (lapack_int)n) == 0;
}

int hopi_posterior_make(const hopi_drt_work *w, double sigma, double *memory,
                        hopi_posterior *p)
{
    const size_t n = w->grid->columns;
    double *scale = memory;
    p->mean = memory + n;
    p->start = memory + 2 * n;
    p->covariance = memory + 3 * n;
    p->factor = p->covariance + n * n;
    for (size_t i = 0; i < n; i++) {
        if (!(w->H[i * n + i] > 0.0)) {
            return 0;
        }
        scale[i] = 1.0 / sqrt(w->H[i * n + i]);
    }
    if (!factorise(w, scale, p->factor)) {
        return 0;
    }
    /* T = σ L⁻¹ S, covariance TᵀT, mean TᵀT c/σ². */
    for (size_t i = 0; i < n * n; i++) {
        p->factor[i] *= i % n >= i / n ? sigma * scale[i / n] : 0.0;
    }
    cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, (int)n, (int)n, 1.0, p->factor, (int)n,
                0.0, p->covariance, (int)n);
    for (size_t i = 0; i < n * n; i++) {
        p->covariance[i] = i % n >= i / n ? p->covariance[i]
                                          : p->covariance[i / n + (i % n) * n];
    }
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;
        for (size_t j = 0; j < n; j++) {
            sum += p->covariance[j + i * n] * w->Ab[j];
        }
        p->mean[i] = sum / (sigma * sigma);
        p->start[i] = w->x[i] + 0.1 * sqrt(p->covariance[i + i * n]);
        if (!isfinite(p->mean[i]) || !(p->start[i] > 0.0)) {
            return 0;
        }
    }
    p->normal = (hopi_truncated_normal){n, p->mean, p->covariance, p->factor};
    return 1;
}

int hopi_posterior_chain(const hopi_posterior *p, const hopi_drt_grid *grid, uint32_t seed,
                         size_t chain, size_t count, size_t stride, double *gamma,
                         double *workspace, hopi_pulse *pulse, size_t worker)
{
    const size_t n = p->normal.n;
    double *x = workspace;
    int has_ended = 1;
    for (size_t i = 0; i < n; i++) {
        x[i] = p->start[i];
    }
    for (size_t k = 0; k < HOPI_BURN_IN + count && hopi_pulse_beat(pulse, worker); k++) {
        has_ended &= hopi_truncated_normal_step(&p->normal, seed, (uint32_t)chain, k, x,
                                                workspace + n);
        for (size_t j = 0; j < grid->nodes.count && k >= HOPI_BURN_IN; j++) {
            gamma[j * stride + k - HOPI_BURN_IN] =
                hopi_drt_fine_gamma(grid, x + grid->extras, j * HOPI_FINE);
        }
    }
    return has_ended;
}

double hopi_posterior_finish(double *samples, size_t count)
{
    const size_t each = count / HOPI_CHAINS;
    double effective = 0.0;
    for (size_t chain = 0; chain < HOPI_CHAINS; chain++) {
        effective += hopi_effective_samples(samples + chain * each, each, 1);
    }
    hopi_sort(samples, count);
    return effective;
}
