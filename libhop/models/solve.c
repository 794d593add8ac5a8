/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve.h"

#include <math.h>
#include <string.h>

#include "impedances.h"

enum { MAX_EVALUATIONS = HOPI_MODEL_MAX_EVALUATIONS };

typedef struct problem {
    const hopi_shape *shape;
    const hopi_model_data *data;
    const double *ln_omega;
} problem;

size_t hopi_model_rows(const hopi_model_data *data)
{
    return data->im ? 2 * data->points : data->points;
}

static problem open_problem(const hopi_shape *shape, const hopi_model_data *data,
                            double *ln_omega)
{
    for (size_t k = 0; k < data->points; k++) {
        ln_omega[k] = log(data->omega[k]);
    }
    return (problem){shape, data, ln_omega};
}

/* A circuit with a power law: several points at a time. */
static int evaluate_circuit(void *user, const double *theta, double *residuals, double *jacobian)
{
    const problem *p = user;
    const hopi_model_data *data = p->data;
    const hopi_shape *shape = p->shape;
    const size_t n = data->points, rows = 2 * n;
    const hopi_circuit circuit = hopi_shape_circuit(shape, theta);
    const hopi_impedance_grid grid = {n, data->omega, p->ln_omega, data->weight};
    double *derivatives[HOPI_SLOTS] = {NULL};
    for (size_t j = 0; jacobian && j < shape->count; j++) {
        derivatives[shape->slots[j]] = jacobian + j * rows;
    }
    HOPI_VERSION_FOR(data->instructions, hopi_circuit_impedances)(
        &circuit, &grid, residuals, jacobian ? derivatives : NULL);
    for (size_t k = 0; k < n; k++) {
        residuals[k] -= data->weight[k] * data->re[k];
        residuals[n + k] -= data->weight[k] * data->im[k];
    }
    double *by_omega = derivatives[HOPI_OMEGA], *by_ratio = derivatives[HOPI_GB_OMEGA];
    for (size_t i = 0; by_ratio && i < rows; i++) {
        by_omega[i] += by_ratio[i];
        by_ratio[i] = -by_ratio[i];
    }
    return 0;
}

static int evaluate_points(void *user, const double *theta, double *residuals, double *jacobian)
{
    const problem *p = user;
    const hopi_model_data *data = p->data;
    const size_t n = data->points, rows = hopi_model_rows(data), count = p->shape->count;
    const hopi_circuit circuit = hopi_shape_circuit(p->shape, theta);
    for (size_t k = 0; k < n; k++) {
        double complex d[HOPI_SLOTS];
        const double complex value = hopi_shape_value(p->shape, &circuit, data->omega[k],
                                                      jacobian ? d : NULL);
        const double w = data->weight[k];
        residuals[k] = w * (creal(value) - data->re[k]);
        if (data->im) {
            residuals[n + k] = w * (cimag(value) - data->im[k]);
        }
        for (size_t j = 0; jacobian && j < count; j++) {
            jacobian[k + j * rows] = w * creal(d[j]);
            if (data->im) {
                jacobian[n + k + j * rows] = w * cimag(d[j]);
            }
        }
    }
    return 0;
}

size_t hopi_model_workspace(const hopi_shape *shape, const hopi_model_data *data)
{
    const size_t rows = hopi_model_rows(data);
    const size_t lm = rows > shape->count ? hopi_lm_workspace(rows, shape->count) : 0;
    return lm > 0 ? lm + rows * (shape->count + 1) + data->points : 0;
}

static hopi_lm_model evaluator_of(const problem *p)
{
    const hopi_shape *shape = p->shape;
    const int is_circuit = shape->is_complex && !shape->is_rbm
                           && p->data->points >= HOPI_FEWEST_IMPEDANCES;
    return is_circuit ? evaluate_circuit : evaluate_points;
}

static void descend(const hopi_shape *shape, const hopi_model_data *data, hopi_lm_problem lm,
                    hopi_model_solution *solution, double *workspace)
{
    problem p = open_problem(shape, data, workspace);
    lm.rows = hopi_model_rows(data);
    lm.parameters = shape->count;
    lm.lower = shape->lower;
    lm.upper = shape->upper;
    lm.model = evaluator_of(&p);
    lm.user = &p;
    lm.instructions = data->instructions;
    const hopi_lm_report report = hopi_lm_minimise(&lm, solution->theta,
                                                   workspace + data->points);
    solution->outcome = report.outcome;
    solution->rss = report.ssr;
}

void hopi_model_minimise(const hopi_shape *shape, const hopi_model_data *data,
                         hopi_model_solution *solution, double *workspace)
{
    const hopi_lm_problem lm = {.max_evaluations = MAX_EVALUATIONS};
    descend(shape, data, lm, solution, workspace);
}

void hopi_model_explore(const hopi_shape *shape, const hopi_model_data *data,
                        int max_evaluations, hopi_lm_minima *minima,
                        hopi_model_solution *solution, double *workspace)
{
    const hopi_lm_problem lm = {.max_evaluations = max_evaluations, .is_rough = 1,
                                .minima = minima};
    descend(shape, data, lm, solution, workspace);
}

void hopi_model_linearise(const hopi_shape *shape, const hopi_model_data *data,
                          const double *theta, double *workspace)
{
    problem p = open_problem(shape, data, workspace);
    double *jacobian = workspace + data->points;
    evaluator_of(&p)(&p, theta, jacobian + hopi_model_rows(data) * shape->count, jacobian);
}

double hopi_model_aicc(size_t rows, size_t parameters, double rss)
{
    const double N = (double)rows, k = (double)parameters + 1.0;
    return N > k + 1.0 ? N * log(rss / N) + 2.0 * k + 2.0 * k * (k + 1.0) / (N - k - 1.0) : NAN;
}

/* Whether a slot's own error means something at a bound: zero plus or minus what it could be. */
static int can_be_absent(hopi_slot slot)
{
    return slot == HOPI_CAPACITANCE || slot == HOPI_LEAD_L || slot == HOPI_LEAD_R
           || slot == HOPI_SECOND || slot == HOPI_GB_R;
}

static void mark_bounds(const hopi_shape *shape, hopi_model_solution *solution)
{
    const size_t n = shape->count;
    solution->at_lower = solution->at_upper = 0;
    for (size_t j = 0; j < n; j++) {
        const int at_lower = solution->theta[j] <= shape->lower[j];
        const int at_upper = solution->theta[j] >= shape->upper[j];
        solution->at_lower |= (unsigned)at_lower << j;
        solution->at_upper |= (unsigned)at_upper << j;
        const int has_error = !at_upper && (!at_lower || can_be_absent(shape->slots[j]));
        for (size_t i = 0; i < n && !has_error; i++) {
            solution->covariance[i + j * n] = solution->covariance[j + i * n] = NAN;
        }
    }
}

int hopi_model_finish(const hopi_shape *shape, const hopi_model_data *data,
                      hopi_model_solution *solution, double *workspace)
{
    const size_t rows = hopi_model_rows(data);
    double *jacobian = workspace + data->points, *residuals = jacobian + rows * shape->count;
    hopi_model_linearise(shape, data, solution->theta, workspace);
    /* A parameter at a bound counts as free, so that the others do not look better known. */
    solution->rank = hopi_lm_covariance(rows, shape->count, jacobian, residuals + rows,
                                        solution->covariance, &solution->condition);
    mark_bounds(shape, solution);
    return solution->rank < 0 ? -1 : 0;
}
