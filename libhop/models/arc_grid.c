/* SPDX-License-Identifier: BSD-3-Clause */
#include "arc_grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/constants.h"
#include "base/instructions.h"
#include "impedances.h"
#include "math/products.h"
#include "math/small_nnls.h"

enum {
    FREQUENCIES = HOPI_ARC_FREQUENCIES,
    EXPONENTS = HOPI_ARC_EXPONENTS,
    ARCS = HOPI_ARCS,
    ELECTRODES = HOPI_ARC_ELECTRODES,
    COLUMNS = HOPI_ARC_COLUMNS,
    INDUCTANCE = ARCS + ELECTRODES,
    BEAM = 10 /* first arcs that are tried with all second ones */
};

static const double exponents[EXPONENTS] = {0.5, 0.75, 0.95};
static const double alphas[ELECTRODES] = {0.7, 0.95};
/* Less than this of a column is left of it where others take its place. */
static const double dependent = 1e-4;

/* Columns of the grid, and how much of the data they explain. */
typedef struct choice {
    size_t arcs[2], count, electrode;
    double explained;
} choice;

size_t hopi_arc_grid_workspace(size_t points)
{
    return 2 * points * (COLUMNS + 1) + COLUMNS * (COLUMNS + 1);
}

static void fill_electrode(const hopi_model_data *data, const double *ln_omega, double alpha,
                           double *column)
{
    const double re = cos(0.5 * HOPI_PI * alpha), im = -sin(0.5 * HOPI_PI * alpha);
    for (size_t k = 0; k < data->points; k++) {
        const double size = data->weight[k] * exp(-alpha * ln_omega[k]);
        column[k] = re * size;
        column[data->points + k] = im * size;
    }
}

static void fill_arc(int32_t instructions, const hopi_impedance_grid *points, double ln_omega,
                     double exponent, double *column)
{
    hopi_circuit circuit = hopi_circuit_bare(0);
    circuit.value[HOPI_CONDUCTANCE] = 1.0;
    circuit.value[HOPI_OMEGA] = exp(ln_omega);
    circuit.value[HOPI_EXPONENT] = exponent;
    HOPI_VERSION_FOR(instructions, hopi_circuit_impedances)(&circuit, points, column, NULL);
}

void hopi_arc_grid_fill(const hopi_model_data *data, const double *ln_omega, double *workspace,
                        hopi_arc_grid *grid)
{
    const size_t n = data->points, rows = 2 * n;
    const hopi_impedance_grid points = {n, data->omega, ln_omega, data->weight};
    double *target = workspace + COLUMNS * rows;
    *grid = (hopi_arc_grid){.rows = rows, .columns = workspace, .gram = target + rows};
    grid->right = grid->gram + COLUMNS * COLUMNS;
    /* A decade beyond the highest frequency, where the arcs of good conductors lie. */
    const double first = ln_omega[0] - 1.0, last = ln_omega[n - 1] + log(10.0);
    for (size_t i = 0; i < FREQUENCIES; i++) {
        grid->ln_omega[i] = first + (last - first) * (double)i / (FREQUENCIES - 1);
        for (size_t e = 0; e < EXPONENTS; e++) {
            fill_arc(data->instructions, &points, grid->ln_omega[i], exponents[e],
                     grid->columns + (i * EXPONENTS + e) * rows);
        }
    }
    for (size_t e = 0; e < ELECTRODES; e++) {
        fill_electrode(data, ln_omega, alphas[e], grid->columns + (ARCS + e) * rows);
    }
    double *inductance = grid->columns + INDUCTANCE * rows;
    for (size_t k = 0; k < n; k++) {
        inductance[k] = 0.0;
        inductance[n + k] = data->weight[k] * data->omega[k];
        target[k] = data->weight[k] * data->re[k];
        target[n + k] = data->weight[k] * data->im[k];
    }
    HOPI_VERSION_FOR(data->instructions, hopi_products)(rows, COLUMNS, grid->columns, target,
                                                        grid->gram, grid->right);
}

static double product(const hopi_arc_grid *grid, size_t i, size_t j)
{
    return grid->gram[i < j ? i + j * COLUMNS : j + i * COLUMNS];
}

static double rate(const hopi_arc_grid *grid, const choice *c, double *amplitudes)
{
    const size_t columns[] = {INDUCTANCE, ARCS + c->electrode, c->arcs[0], c->arcs[1]};
    const size_t n = 2 + c->count;
    double gram[4 * 4], right[4];
    for (size_t j = 0; j < n; j++) {
        right[j] = grid->right[columns[j]];
        for (size_t i = 0; i <= j; i++) {
            gram[i + j * n] = gram[j + i * n] = product(grid, columns[i], columns[j]);
        }
    }
    return hopi_small_nnls(n, gram, right, amplitudes);
}

static int place(size_t arc)
{
    return (int)(arc / EXPONENTS);
}

/* Whether two choices lead to the same minimum, as far as one can tell. */
static int are_neighbours(const choice *a, const choice *b)
{
    int distance = 0;
    for (size_t i = 0; i < a->count; i++) {
        distance += abs(place(a->arcs[i]) - place(b->arcs[i]));
    }
    return distance <= 1;
}

/* The same for beginnings of a choice, where the exponent says what is to follow. */
static int are_twins(const choice *a, const choice *b)
{
    return are_neighbours(a, b) && a->arcs[0] % EXPONENTS == b->arcs[0] % EXPONENTS;
}

typedef int alike_fn(const choice *a, const choice *b);

/* Puts a choice into a list that is sorted, unless one like it is there and better. */
static size_t insert(choice *list, size_t count, size_t wanted, const choice *c,
                     alike_fn *are_alike)
{
    size_t at = 0, kept;
    for (; at < count && list[at].explained >= c->explained; at++) {
        if (are_alike(&list[at], c)) {
            return count;
        }
    }
    kept = at;
    for (size_t i = at; i < count; i++) {
        if (!are_alike(&list[i], c)) {
            list[kept++] = list[i];
        }
    }
    if (at == wanted) {
        return kept;
    }
    kept = kept < wanted ? kept : wanted - 1;
    memmove(&list[at + 1], &list[at], (kept - at) * sizeof *list);
    list[at] = *c;
    return kept + 1;
}

static size_t search_singles(const hopi_arc_grid *grid, size_t wanted, alike_fn *are_alike,
                             choice *list)
{
    double amplitudes[4];
    size_t count = 0;
    for (size_t e = 0; e < ELECTRODES; e++) {
        for (size_t a = 0; a < ARCS; a++) {
            choice c = {.arcs = {a}, .count = 1, .electrode = e};
            c.explained = rate(grid, &c, amplitudes);
            count = insert(list, count, wanted, &c, are_alike);
        }
    }
    return count;
}

static size_t search_pairs(const hopi_arc_grid *grid, size_t wanted, choice *list)
{
    choice first[BEAM];
    double amplitudes[4];
    size_t count = 0;
    const size_t beam = search_singles(grid, BEAM, are_twins, first);
    for (size_t i = 0; i < beam; i++) {
        const size_t a = first[i].arcs[0];
        for (size_t b = 0; b < ARCS; b++) {
            if (place(a) == place(b)) {
                continue;
            }
            choice c = {.arcs = {a < b ? a : b, a < b ? b : a}, .count = 2,
                        .electrode = first[i].electrode};
            c.explained = rate(grid, &c, amplitudes);
            count = insert(list, count, wanted, &c, are_neighbours);
        }
    }
    return count;
}

static hopi_arc arc_of(const hopi_arc_grid *grid, size_t arc, double resistance)
{
    return (hopi_arc){grid->ln_omega[place(arc)], exponents[arc % EXPONENTS], resistance};
}

static hopi_arc_cell cell_of(const hopi_arc_grid *grid, const choice *c)
{
    double amplitudes[4];
    rate(grid, c, amplitudes);
    hopi_arc_cell cell = {.count = c->count, .inductance = amplitudes[0],
                          .inverse_q = amplitudes[1], .alpha = alphas[c->electrode]};
    for (size_t i = 0; i < c->count; i++) {
        cell.arcs[i] = arc_of(grid, c->arcs[i], amplitudes[2 + i]);
    }
    return cell;
}

size_t hopi_arc_grid_search(const hopi_arc_grid *grid, size_t arcs, size_t wanted,
                            hopi_arc_cell *cells)
{
    choice list[HOPI_ARC_MOST_CELLS];
    const size_t count = arcs == 1 ? search_singles(grid, wanted, are_neighbours, list)
                                   : search_pairs(grid, wanted, list);
    for (size_t i = 0; i < count; i++) {
        cells[i] = cell_of(grid, &list[i]);
    }
    return count;
}

static double dot(size_t count, const double *a, const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

size_t hopi_arc_grid_additions(const hopi_arc_grid *grid, size_t count, const double *Q,
                               const double *residuals, size_t wanted, hopi_arc *arcs)
{
    const size_t rows = grid->rows;
    choice list[HOPI_ARC_MOST_CELLS];
    double resistance[ARCS];
    size_t found = 0;
    for (size_t a = 0; a < ARCS; a++) {
        const double *column = grid->columns + a * rows;
        const double whole = product(grid, a, a), along = dot(rows, column, residuals);
        double rest = whole;
        for (size_t j = 0; j < count; j++) {
            const double share = dot(rows, column, Q + j * rows);
            rest -= share * share;
        }
        if (along < 0.0 && rest > dependent * whole) {
            const choice c = {.arcs = {a}, .count = 1, .explained = along * along / rest};
            resistance[a] = -along / rest;
            found = insert(list, found, wanted, &c, are_neighbours);
        }
    }
    for (size_t i = 0; i < found; i++) {
        arcs[i] = arc_of(grid, list[i].arcs[0], resistance[list[i].arcs[0]]);
    }
    return found;
}
