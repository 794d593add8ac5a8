/* SPDX-License-Identifier: BSD-3-Clause */
#include "second_arc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hop/model.h>

#include "arc_grid.h"
#include "samples.h"

enum {
    STARTS = 4,      /* of each model, from the grid */
    MORE_STARTS = 2, /* of two arcs, from the cell with one */
    MOST_STARTS = STARTS + MORE_STARTS,
    FINALISTS = 2,
    MOST_POINTS = 128, /* that starts are chosen by */
    FIRST_EVALUATIONS = 30,
    MOST_EVALUATIONS = 150
};

/* Where the capacitance of ε_∞ takes over at first, over the frequency of the arc. */
static const double capacitance_ratio = 100.0;
/* Less than this of a column is left of it where others take its place. */
static const double dependent = 1e-4;

typedef struct search {
    hopi_shape one, two;
    const hopi_model_data *data;
    hopi_model_data few; /* points at most, that starts are chosen by */
    hopi_arc_grid grid;
    double *lm; /* workspace of hopi_model_explore() and its like */
} search;

static void put(const hopi_shape *shape, double *theta, hopi_slot slot, double value)
{
    const size_t j = hopi_shape_place(shape, slot);
    theta[j] = fmin(fmax(value, shape->lower[j]), shape->upper[j]);
}

/* The logarithm of an amplitude, or of what of the element is a tenth of the data somewhere. */
static double ln_amplitude(const search *s, double amplitude, double power)
{
    double faint = INFINITY;
    for (size_t k = 0; k < s->few.points && !(amplitude > 0.0); k++) {
        faint = fmin(faint, 0.1 * hypot(s->few.re[k], s->few.im[k])
                                / pow(s->few.omega[k], power));
    }
    return log(amplitude > 0.0 ? amplitude : faint);
}

static void put_sample(const search *s, const hopi_shape *shape, const hopi_arc *arc,
                       double *theta)
{
    const double ln_r = ln_amplitude(s, arc->resistance, 0.0);
    put(shape, theta, HOPI_CONDUCTANCE, -ln_r);
    put(shape, theta, HOPI_OMEGA, arc->ln_omega);
    put(shape, theta, HOPI_EXPONENT, arc->exponent);
    put(shape, theta, HOPI_CAPACITANCE, -ln_r - arc->ln_omega - log(capacitance_ratio));
}

static void put_boundary(const search *s, const hopi_arc *arc, double ln_omega, double *theta)
{
    put(&s->two, theta, HOPI_GB_R, ln_amplitude(s, arc->resistance, 0.0));
    put(&s->two, theta, HOPI_GB_OMEGA, ln_omega - arc->ln_omega);
    put(&s->two, theta, HOPI_GB_ALPHA, arc->exponent);
}

static void start_from_cell(const search *s, const hopi_arc_cell *cell, double *theta)
{
    const hopi_shape *shape = cell->count == 1 ? &s->one : &s->two;
    const hopi_arc *sample = &cell->arcs[cell->count - 1];
    put_sample(s, shape, sample, theta);
    put(shape, theta, HOPI_LEAD_L, ln_amplitude(s, cell->inductance, 1.0));
    put(shape, theta, HOPI_ELECTRODE_Q, -ln_amplitude(s, cell->inverse_q, -cell->alpha));
    put(shape, theta, HOPI_ELECTRODE_ALPHA, cell->alpha);
    if (cell->count == 2) {
        put_boundary(s, &cell->arcs[0], sample->ln_omega, theta);
    }
}

/* The higher of the two arcs is the sample. */
static void start_beside(const search *s, const double *from, const hopi_arc *arc, double *theta)
{
    const hopi_shape *one = &s->one, *two = &s->two;
    const hopi_arc old = {from[hopi_shape_place(one, HOPI_OMEGA)],
                          from[hopi_shape_place(one, HOPI_EXPONENT)],
                          exp(-from[hopi_shape_place(one, HOPI_CONDUCTANCE)])};
    for (size_t j = 0; j < one->count; j++) {
        put(two, theta, one->slots[j], from[j]);
    }
    if (arc->ln_omega < old.ln_omega) {
        put_boundary(s, arc, old.ln_omega, theta);
    } else {
        put_sample(s, two, arc, theta);
        put_boundary(s, &old, arc->ln_omega, theta);
    }
}

static int by_rss(const void *left, const void *right)
{
    const hopi_model_solution *a = left, *b = right;
    return (a->rss > b->rss) - (a->rss < b->rss);
}

static void go_on(const search *s, const hopi_shape *shape, int evaluations,
                  hopi_lm_minima *minima, hopi_model_solution *solution)
{
    hopi_model_explore(shape, s->data, evaluations, minima, solution, s->lm);
    if (solution->outcome == HOPI_LM_NO_VALUE) {
        solution->rss = INFINITY;
    }
}

/* The best that some starts lead to: all go a little way, and the best of them to the end. */
static hopi_model_solution explore(const search *s, const hopi_shape *shape, size_t starts,
                                   double (*theta)[HOPI_SLOTS])
{
    double ssr[FINALISTS], p[FINALISTS * HOPI_SLOTS];
    double products[FINALISTS * HOPI_SLOTS * HOPI_SLOTS];
    hopi_lm_minima minima = {.capacity = FINALISTS, .ssr = ssr, .p = p, .products = products};
    hopi_model_solution solutions[MOST_STARTS] = {{.rss = INFINITY}};
    for (size_t i = 0; i < starts; i++) {
        memcpy(solutions[i].theta, theta[i], sizeof solutions[i].theta);
        go_on(s, shape, FIRST_EVALUATIONS, NULL, &solutions[i]);
    }
    qsort(solutions, starts, sizeof *solutions, by_rss);
    for (size_t i = 0; i < starts && i < FINALISTS; i++) {
        go_on(s, shape, MOST_EVALUATIONS, &minima, &solutions[i]);
    }
    qsort(solutions, starts, sizeof *solutions, by_rss);
    return solutions[0];
}

static double dot(size_t count, const double *a, const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* Columns of length one that span those of the Jacobian, in its place; 0 for a dependent one. */
static void make_orthonormal(size_t rows, size_t columns, double *J)
{
    for (size_t j = 0; j < columns; j++) {
        double *column = J + j * rows;
        const double whole = dot(rows, column, column);
        for (size_t i = 0; i < j; i++) {
            const double share = dot(rows, J + i * rows, column);
            for (size_t k = 0; k < rows; k++) {
                column[k] -= share * J[k + i * rows];
            }
        }
        const double rest = dot(rows, column, column);
        const double scale = rest > dependent * whole ? 1.0 / sqrt(rest) : 0.0;
        for (size_t k = 0; k < rows; k++) {
            column[k] *= scale;
        }
    }
}

static size_t choose_starts(const search *s, const double *one, double (*theta)[HOPI_SLOTS])
{
    const size_t rows = hopi_model_rows(&s->few), columns = s->one.count;
    double *Q = s->lm + s->few.points, *residuals = Q + rows * columns;
    hopi_arc_cell cells[STARTS];
    hopi_arc arcs[MORE_STARTS];
    const size_t pairs = hopi_arc_grid_search(&s->grid, 2, STARTS, cells);
    for (size_t i = 0; i < pairs; i++) {
        start_from_cell(s, &cells[i], theta[i]);
    }
    hopi_model_linearise(&s->one, &s->few, one, s->lm);
    make_orthonormal(rows, columns, Q);
    const size_t more = hopi_arc_grid_additions(&s->grid, columns, Q, residuals, MORE_STARTS,
                                                arcs);
    for (size_t i = 0; i < more; i++) {
        start_beside(s, one, &arcs[i], theta[pairs + i]);
    }
    return pairs + more;
}

static void compare(const search *s, hopi_second_arc *out)
{
    double theta[MOST_STARTS][HOPI_SLOTS];
    hopi_arc_cell cells[STARTS];
    const size_t singles = hopi_arc_grid_search(&s->grid, 1, STARTS, cells);
    for (size_t i = 0; i < singles; i++) {
        start_from_cell(s, &cells[i], theta[i]);
    }
    const hopi_model_solution one = explore(s, &s->one, singles, theta);
    const size_t starts = choose_starts(s, one.theta, theta);
    const hopi_model_solution two = explore(s, &s->two, starts, theta);
    const size_t rows = hopi_model_rows(s->data);
    const double resistance = exp(-two.theta[hopi_shape_place(&s->two, HOPI_CONDUCTANCE)]);
    const double second = exp(two.theta[hopi_shape_place(&s->two, HOPI_GB_R)]);
    /* A second arc that was not found to help describes as well as none. */
    const int helps = two.rss < one.rss;
    out->evidence = hopi_model_aicc(rows, s->one.count, one.rss)
                    - hopi_model_aicc(rows, s->two.count, helps ? two.rss : one.rss);
    out->share = helps ? second / (second + resistance) : 0.0;
}

/* Copies some points, the first and the last among them; answers what is left of the memory. */
static double *thin_out(const hopi_model_data *data, size_t few, double *memory,
                        hopi_model_data *out)
{
    double *omega = memory, *re = omega + few, *im = re + few, *weight = im + few;
    for (size_t k = 0; k < few; k++) {
        const size_t from = k * (data->points - 1) / (few - 1);
        omega[k] = data->omega[from];
        re[k] = data->re[from];
        im[k] = data->im[from];
        weight[k] = data->weight[from];
    }
    *out = (hopi_model_data){few, omega, re, im, weight, data->instructions};
    return weight + few;
}

static hop_status open(hop_ctx *ctx, const hopi_model_samples *w, search *s)
{
    const uint32_t parts = HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_ELECTRODE;
    const double n_min = hopi_model_default_settings.n_min;
    const double n_max = hopi_model_default_settings.n_max;
    s->data = &w->data;
    s->one = hopi_shape_of(HOP_MODEL_CELL, parts, n_min, n_max, &w->range);
    s->two = hopi_shape_of(HOP_MODEL_CELL, parts | HOP_PART_GRAIN_BOUNDARY, n_min, n_max,
                           &w->range);
    const size_t lm = hopi_model_workspace(&s->two, &w->data);
    if (lm == 0) {
        return hopi_fail_plain(ctx, HOP_ERR_TOO_FEW_POINTS);
    }
    const size_t few = w->data.points < MOST_POINTS ? w->data.points : MOST_POINTS;
    const size_t size = lm + 5 * few + hopi_arc_grid_workspace(few);
    s->lm = hopi_allocate_unset(w->allocator, size, sizeof *s->lm);
    if (!s->lm) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    double *ln_omega = thin_out(&w->data, few, s->lm + lm, &s->few);
    for (size_t k = 0; k < few; k++) {
        ln_omega[k] = log(s->few.omega[k]);
    }
    hopi_arc_grid_fill(&s->few, ln_omega, ln_omega + few, &s->grid);
    return HOP_OK;
}

hop_status hopi_model_second_arc(hop_ctx *ctx, const hop_spectrum *spectrum, double f_min_hz,
                                 double f_max_hz, hopi_second_arc *out)
{
    hopi_model_settings settings = hopi_model_default_settings;
    settings.model = HOP_MODEL_CELL;
    settings.weighting = HOP_WEIGHTING_MODULUS;
    settings.parts = hopi_model_own_parts(HOP_MODEL_CELL);
    settings.f_min_hz = f_min_hz;
    settings.f_max_hz = f_max_hz;
    hopi_model_samples w;
    hop_status status = hopi_model_samples_open(ctx, spectrum, &settings, &w);
    if (status != HOP_OK) {
        return status;
    }
    search s = {.lm = NULL};
    status = open(ctx, &w, &s);
    if (status == HOP_OK) {
        compare(&s, out);
    }
    hopi_release(w.allocator, s.lm);
    hopi_model_samples_close(&w);
    return status;
}
