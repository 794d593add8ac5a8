/* SPDX-License-Identifier: BSD-3-Clause */
#include "grid.h"

#include <math.h>

#include <hop/drt.h>

#include "base/constants.h"
#include "basis.h"

/* Default nodes run this far past 1/(2πf): half a decade in ln τ. */
static const double margin = 1.1512925464970229;

static const double decade = 2.302585092994046;

int hopi_drt_has_own_matrix(const hopi_drt_settings *settings)
{
    return settings->electrode == HOP_DRT_CPE && isnan(settings->alpha);
}

int hopi_drt_has_own_gram(const hopi_drt_settings *settings)
{
    return hopi_drt_has_own_matrix(settings) || settings->weighting != HOP_DRT_WEIGHT_UNIT;
}

int hopi_drt_is_spectral(int32_t method)
{
    return method == HOP_DRT_GCV || method == HOP_DRT_ROBUST_GCV || method == HOP_DRT_MODIFIED_GCV
           || method == HOP_DRT_L_CURVE;
}

int hopi_drt_choose_nodes(const hopi_drt_settings *settings, size_t points,
                          const double *freq_hz, hopi_nodes *nodes, double *first_ln_tau)
{
    double low = log(settings->tau_min_s), high = log(settings->tau_max_s), steps = 0.0;
    if (settings->tau_count > 0) {
        steps = (double)settings->tau_count - 1.0;
        nodes->step = (high - low) / steps;
    } else {
        const double first = log(freq_hz[0]), last = log(freq_hz[points - 1]);
        nodes->step = (last - first) / (double)(points - 1);
        const double outside = ceil(margin / nodes->step - 1e-9);
        low = -log(2.0 * HOPI_PI) - last - outside * nodes->step;
        steps = (double)(points - 1) + 2.0 * outside;
    }
    if (!(nodes->step > 0.0 && nodes->step <= decade * (1.0 + 1e-9))
        || !(steps < HOPI_MOST_NODES)) {
        return 0;
    }
    nodes->count = (size_t)steps + 1;
    nodes->basis = settings->basis;
    nodes->epsilon = hopi_shape(settings->basis, settings->coefficient, nodes->step);
    *first_ln_tau = low;
    return 1;
}

size_t hopi_drt_choose_extras(const hopi_drt_settings *settings, hopi_extra *extra)
{
    size_t count = 0;
    const int has_real = settings->parts != HOP_DRT_IMAGINARY;
    const int has_imaginary = settings->parts != HOP_DRT_REAL;
    if (settings->has_resistance && has_real) {
        extra[count++] = HOPI_RESISTANCE;
    }
    if (settings->has_inductance && has_imaginary) {
        extra[count++] = HOPI_INDUCTANCE;
    }
    const int is_capacitor = settings->electrode == HOP_DRT_CAPACITOR || settings->alpha >= 1.0;
    if (settings->electrode != HOP_DRT_NO_ELECTRODE && (has_imaginary || !is_capacitor)) {
        extra[count++] = HOPI_ELECTRODE;
    }
    return count;
}

size_t hopi_drt_reach(const hopi_nodes *nodes)
{
    if (nodes->basis == HOP_DRT_PIECEWISE_LINEAR) {
        return HOPI_FINE;
    }
    return (size_t)ceil(HOPI_FINE * hopi_basis_reach(nodes->basis)
                        / (nodes->epsilon * nodes->step));
}

size_t hopi_drt_grid_workspace(const hopi_drt_grid *grid)
{
    const size_t kernel = 2 * (grid->points + grid->nodes.count);
    const size_t ridge = grid->ridge.V ? hopi_ridge_workspace(grid->columns) : 0;
    return kernel > ridge ? kernel : ridge;
}

void hopi_drt_normal_matrix(size_t rows, size_t columns, const double *matrix, size_t stride,
                            double *gram)
{
    cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, (int)columns, (int)rows, 1.0, matrix,
                (int)stride, 0.0, gram, (int)columns);
    for (size_t j = 0; j < columns; j++) {
        for (size_t i = j + 1; i < columns; i++) {
            gram[j + i * columns] = gram[i + j * columns];
        }
    }
}

void hopi_drt_fill_electrode(const hopi_drt_grid *grid, double alpha, double *matrix)
{
    for (size_t e = 0; e < grid->extras; e++) {
        double *column = matrix + 2 * grid->points * e;
        const double re = cos(0.5 * HOPI_PI * alpha), im = -sin(0.5 * HOPI_PI * alpha);
        for (size_t k = 0; k < grid->points && grid->extra[e] == HOPI_ELECTRODE; k++) {
            const double size = exp(-alpha * (grid->ln_omega[k] - grid->ln_omega[0]));
            column[k] = alpha < 1.0 ? re * size : 0.0;
            column[grid->points + k] = im * size;
        }
    }
}

double hopi_drt_unit(const hopi_drt_grid *grid, hopi_extra extra, double alpha)
{
    switch (extra) {
    case HOPI_INDUCTANCE:
        return exp(-grid->ln_omega[grid->points - 1]);
    case HOPI_ELECTRODE:
        return exp(alpha * grid->ln_omega[0]);
    default:
        return 1.0;
    }
}

static void fill_series(const hopi_drt_grid *grid, double alpha)
{
    const double last = grid->ln_omega[grid->points - 1];
    for (size_t e = 0; e < grid->extras; e++) {
        double *column = grid->matrix + 2 * grid->points * e;
        for (size_t k = 0; k < grid->points; k++) {
            const int is_resistance = grid->extra[e] == HOPI_RESISTANCE;
            column[k] = is_resistance ? 1.0 : 0.0;
            column[grid->points + k] = is_resistance ? 0.0 : exp(grid->ln_omega[k] - last);
        }
    }
    hopi_drt_fill_electrode(grid, alpha, grid->matrix);
}

static void fill_profile(const hopi_drt_grid *grid)
{
    for (size_t k = 0; k <= grid->reach; k++) {
        const double distance = (double)k / HOPI_FINE;
        grid->profile[k] = grid->nodes.basis == HOP_DRT_PIECEWISE_LINEAR
                               ? 1.0 - distance
                               : hopi_basis_value(grid->nodes.basis,
                                                  grid->nodes.epsilon * grid->nodes.step
                                                      * distance);
    }
}

/* The lower triangle, filled up with the unit matrix. */
static void factor_normal(hopi_drt_grid *grid, double lambda)
{
    const size_t n = grid->columns, padded = hopi_cholesky_padded(n);
    const size_t stride = hopi_cholesky_stride(n, 0);
    grid->dense->add_scaled(n * n, grid->gram, lambda, grid->penalty, grid->normal);
    for (size_t j = 0; j < padded; j++) {
        for (size_t i = j; i < n; i++) {
            grid->factor[i + j * stride] = grid->normal[i + j * n];
        }
        grid->factor[j + j * stride] = j < n ? grid->factor[j + j * stride] : 1.0;
    }
    grid->has_factor = grid->dense->factor(padded, 0, stride, grid->factor, grid->inverse);
}

int hopi_drt_fill_grid(hopi_drt_grid *grid, const hopi_drt_settings *settings,
                       const double *freq_hz, double first_ln_tau, double *workspace,
                       lapack_int *integers)
{
    for (size_t k = 0; k < grid->points; k++) {
        grid->freq_hz[k] = freq_hz[k];
        grid->ln_omega[k] = log(2.0 * HOPI_PI * freq_hz[k]);
    }
    for (size_t j = 0; j < grid->nodes.count; j++) {
        grid->ln_tau[j] = first_ln_tau + (double)j * grid->nodes.step;
    }
    grid->nodes.ln_tau = grid->ln_tau;
    const double alpha = settings->electrode == HOP_DRT_CPE && !isnan(settings->alpha)
                             ? settings->alpha
                             : 1.0;
    fill_series(grid, alpha);
    hopi_drt_kernel(grid->points, grid->ln_omega, &grid->nodes,
                    grid->matrix + 2 * grid->points * grid->extras, workspace);
    hopi_drt_penalty(&grid->nodes, settings->order,
                     grid->penalty + grid->extras * (grid->columns + 1), grid->columns);
    fill_profile(grid);
    if (!grid->gram) {
        return 1;
    }
    hopi_drt_normal_matrix(grid->rows, grid->columns, grid->matrix + grid->first_row,
                           2 * grid->points, grid->gram);
    if (grid->normal) {
        factor_normal(grid, settings->lambda);
    }
    if (grid->ridge.V
        && !hopi_ridge_prepare(&grid->ridge, grid->gram, grid->penalty, workspace, integers)) {
        return 0;
    }
    if (grid->ridge.explained) {
        hopi_ridge_tabulate(&grid->ridge);
    }
    return 1;
}
