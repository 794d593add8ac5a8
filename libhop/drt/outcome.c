/* SPDX-License-Identifier: BSD-3-Clause */
#include "outcome.h"

#include <math.h>
#include <string.h>

#include <hop/drt.h>

/* A share of the highest γ that does not belong at the ends, and misfits that do not pass. */
static const double high_end = 0.1, poor_fit = 0.05, least_relaxation = 1e-3;

/* Functions reach beyond the outer nodes; straight lines do not. */
static size_t beyond(const hopi_drt_grid *grid)
{
    return grid->nodes.basis == HOP_DRT_PIECEWISE_LINEAR ? 0 : grid->reach;
}

size_t hopi_drt_fine_count(const hopi_drt_grid *grid)
{
    return HOPI_FINE * (grid->nodes.count - 1) + 1 + 2 * beyond(grid);
}

static double fine_step(const hopi_drt_grid *grid)
{
    return grid->nodes.step / HOPI_FINE;
}

double hopi_drt_fine_start(const hopi_drt_grid *grid)
{
    return grid->nodes.ln_tau[0] - fine_step(grid) * (double)beyond(grid);
}

double hopi_drt_fine_gamma(const hopi_drt_grid *grid, const double *coefficients, size_t k)
{
    const size_t n = grid->nodes.count, reach = grid->reach;
    const size_t first = k > reach ? (k - reach + HOPI_FINE - 1) / HOPI_FINE : 0;
    const size_t last = (k + reach) / HOPI_FINE + 1;
    double sum = 0.0;
    for (size_t j = first; j < last && j < n; j++) {
        const size_t place = HOPI_FINE * j;
        sum += coefficients[j] * grid->profile[place > k ? place - k : k - place];
    }
    return sum;
}

/* γ at all fine places, `before` of them before the first node. */
static void set_fine_gamma(const hopi_drt_grid *grid, const double *coefficients, size_t before,
                           size_t fine, double *gamma)
{
    memset(gamma, 0, fine * sizeof *gamma);
    for (size_t j = 0; j < grid->nodes.count; j++) {
        const size_t place = HOPI_FINE * j + before, reach = grid->reach;
        const size_t down = place < reach ? place : reach;
        const size_t up = fine - 1 - place < reach ? fine - 1 - place : reach;
        const double c = coefficients[j];
        if (c > 0.0) {
            gamma[place] += c * grid->profile[0];
            for (size_t k = 1; k <= down; k++) {
                gamma[place - k] += c * grid->profile[k];
            }
            for (size_t k = 1; k <= up; k++) {
                gamma[place + k] += c * grid->profile[k];
            }
        }
    }
}

static int finds_noise(const hopi_drt_settings *settings)
{
    return settings->finds_noise || settings->samples > 0;
}

size_t hopi_drt_outcome_doubles(const hopi_drt_grid *grid, const hopi_drt_settings *settings)
{
    const size_t fine = hopi_drt_fine_count(grid), model = 2 * grid->points;
    size_t rest = finds_noise(settings) ? grid->columns * grid->columns : 0;
    const size_t fit = settings->fits_peaks ? hopi_fit_peaks_workspace(fine) : 0;
    rest = model > rest ? model : rest;
    return fine + (fit > rest ? fit : rest);
}

/* Parameters that the data determine: trace of (H⁻¹ AᵀA) over the variables above zero. */
static double count_determined(const hopi_drt_work *w, double lambda, double *factor)
{
    const size_t n = w->grid->columns;
    size_t *const set = w->indices, count = 0;
    for (size_t i = 0; i < n; i++) {
        if (w->x[i] > 0.0) {
            set[count++] = i;
        }
    }
    for (size_t b = 0; b < count; b++) {
        for (size_t a = b; a < count; a++) {
            factor[a + b * count] = w->H[set[a] + set[b] * n];
        }
    }
    const lapack_int m = (lapack_int)count;
    if (m == 0 || LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', m, factor, m) != 0
        || LAPACKE_dpotri_work(LAPACK_COL_MAJOR, 'L', m, factor, m) != 0) {
        return (double)count;
    }
    double penalised = 0.0;
    for (size_t b = 0; b < count; b++) {
        for (size_t a = b; a < count; a++) {
            const double both = factor[a + b * count] * w->grid->penalty[set[a] + set[b] * n];
            penalised += a == b ? both : 2.0 * both;
        }
    }
    return fmax((double)count - lambda * penalised, 0.0);
}

static void set_series(const hopi_drt_work *w, hopi_drt_outcome *outcome)
{
    outcome->r_inf_ohm = outcome->l_H = outcome->inverse_q = NAN;
    for (size_t e = 0; e < w->grid->extras; e++) {
        const hopi_extra extra = w->grid->extra[e];
        double *const target = extra == HOPI_RESISTANCE ? &outcome->r_inf_ohm
                               : extra == HOPI_INDUCTANCE ? &outcome->l_H
                                                          : &outcome->inverse_q;
        *target = w->x[e] * hopi_drt_unit(w->grid, extra, w->alpha);
    }
}

/* The impedance of the result in the place of the measured one, and how far it is off. */
static void set_impedance(const hopi_drt_work *w, double *re, double *im, double *model,
                          hopi_drt_outcome *outcome)
{
    const hopi_drt_grid *grid = w->grid;
    const size_t points = grid->points, end = grid->first_row + grid->rows;
    memset(model, 0, 2 * points * sizeof *model);
    grid->dense->add_columns(2 * points, grid->columns, 2 * points, w->matrix, w->x, model);
    double weighted = 0.0, relative = 0.0;
    for (size_t k = 0; k < points; k++) {
        const double modulus = hypot(re[k], im[k]);
        const double parts[2] = {re[k] - model[k], im[k] - model[points + k]};
        for (size_t i = 0; i < 2; i++) {
            const size_t row = i * points + k;
            const int counts = row >= grid->first_row && row < end;
            const double rest = counts ? parts[i] : 0.0;
            weighted += rest * w->weights[row] * rest * w->weights[row];
            relative += modulus > 0.0 ? rest / modulus * (rest / modulus) : 0.0;
        }
        re[k] = model[k];
        im[k] = model[points + k];
    }
    outcome->rms_residual = sqrt(relative / (double)points);
    const double free_rows = (double)grid->rows - outcome->effective_dof;
    outcome->noise_ohm = sqrt(weighted / (free_rows < 1.0 ? 1.0 : free_rows));
}

static uint32_t find_warnings(const hopi_drt_grid *grid, const double *gamma, double size,
                              const hopi_drt_outcome *outcome)
{
    double highest = 0.0;
    for (size_t j = 0; j < grid->nodes.count; j++) {
        highest = fmax(highest, gamma[j]);
    }
    const double ends = fmax(gamma[0], gamma[grid->nodes.count - 1]);
    const int has_none = !(outcome->r_pol_ohm > least_relaxation * size);
    uint32_t warnings = has_none ? HOP_DRT_NO_RELAXATION : 0;
    warnings |= !has_none && ends > high_end * highest ? HOP_DRT_RELAXATION_OUTSIDE : 0;
    warnings |= outcome->rms_residual > poor_fit ? HOP_DRT_POOR_FIT : 0;
    return warnings;
}

static double largest_modulus(size_t points, const double *re, const double *im)
{
    double largest = 0.0;
    for (size_t k = 0; k < points; k++) {
        largest = fmax(largest, hypot(re[k], im[k]));
    }
    return largest;
}

void hopi_drt_evaluate_outcome(const hopi_drt_work *w, hopi_drt_solution *solution,
                               double *gamma, double *re_ohm, double *im_ohm,
                               size_t peak_capacity, hopi_drt_peak *peaks,
                               hopi_drt_peak *all_peaks, double *workspace,
                               hopi_drt_outcome *outcome)
{
    const hopi_drt_grid *grid = w->grid;
    const double *c = w->x + grid->extras;
    const size_t fine = hopi_drt_fine_count(grid);
    double *fine_gamma = workspace, *rest = workspace + fine;
    outcome->r_pol_ohm = 0.0;
    set_fine_gamma(grid, c, beyond(grid), fine, fine_gamma);
    for (size_t j = 0; j < grid->nodes.count; j++) {
        outcome->r_pol_ohm += c[j] * hopi_drt_area(&grid->nodes, j);
        gamma[j] = fine_gamma[HOPI_FINE * j + beyond(grid)];
    }
    const double size = largest_modulus(grid->points, re_ohm, im_ohm);
    set_series(w, outcome);
    outcome->effective_dof = finds_noise(w->settings)
                                 ? count_determined(w, solution->lambda, rest)
                                 : NAN;
    set_impedance(w, re_ohm, im_ohm, rest, outcome);
    solution->warnings |= find_warnings(grid, gamma, size, outcome);
    outcome->peak_count = 0;
    if (solution->warnings & HOP_DRT_NO_RELAXATION) {
        return;
    }
    const size_t found = hopi_find_peaks(fine, fine_gamma, hopi_drt_fine_start(grid),
                                         fine_step(grid), w->settings->least_share,
                                         w->settings->least_depth, peak_capacity, all_peaks);
    outcome->peak_count = found < peak_capacity ? found : peak_capacity;
    for (size_t i = 0; i < outcome->peak_count; i++) {
        peaks[i] = all_peaks[i];
    }
    if (w->settings->fits_peaks) {
        hopi_fit_peaks(fine, fine_gamma, hopi_drt_fine_start(grid), fine_step(grid),
                       outcome->peak_count, peaks, rest);
    }
}
