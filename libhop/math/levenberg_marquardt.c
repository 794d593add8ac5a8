/* SPDX-License-Identifier: BSD-3-Clause */
#include "levenberg_marquardt.h"

#include <math.h>
#include <string.h>

#include "lapack.h"
#include "products.h"

#define HOPI_LANES 2
#include "vector.h"

enum { BLOCK = 32, LARGEST = 1 << 24, MAX_PARAMETERS = 64 };

static const double step_tolerance = 1e-13;
static const double decrease_tolerance = 1e-15, rough_tolerance = 1e-10;
static const double gradient_tolerance = 1e-15;
static const double first_damping = 1e-3;
static const double accepted_gain = 1e-4;
/* A rough search works with products, whose rounding the damping has to outweigh. */
static const double least_pivot = 1e-13;
/* Inside this of a minimum's sum of squares, and as its curvature says, a search will reach it. */
static const double bowl_height = 0.02, bowl_agreement = 0.1, bowl_rounding = 1e-7;

/* Arrays of the iteration; m rows, n parameters. */
typedef struct state {
    const hopi_lm_problem *problem;
    size_t m, n;
    double *residuals, *jacobian; /* at p; the Jacobian becomes its QR factors */
    double *trial_residuals, *trial_jacobian, *trial;
    double *qtr;                  /* Qᵀ r */
    double *gradient, *scale, *step;
    double *held;                 /* the step to a bound, NaN for a parameter that is free */
    double *tau, *triangle, *right, *lapack;
    double *products, *slopes;    /* JᵀJ (upper triangle) and Jᵀr of a rough search */
    size_t lapack_size;
    double ssr;
} state;

size_t hopi_lm_workspace(size_t rows, size_t parameters)
{
    if (parameters == 0 || rows < parameters || rows > LARGEST || parameters > MAX_PARAMETERS) {
        return 0;
    }
    const size_t m = rows, n = parameters;
    return 2 * m * n + 3 * m + 8 * n + 2 * n * n + BLOCK * (m + 2 * n);
}

static state lay_out(const hopi_lm_problem *problem, double *workspace)
{
    state s = {.problem = problem, .m = problem->rows, .n = problem->parameters};
    double **const arrays[] = {&s.jacobian, &s.trial_jacobian, &s.residuals, &s.trial_residuals,
                               &s.qtr, &s.trial, &s.gradient, &s.scale, &s.step, &s.held,
                               &s.tau, &s.triangle, &s.right, &s.products, &s.slopes, &s.lapack};
    const size_t sizes[] = {s.m * s.n, s.m * s.n, s.m, s.m, s.m, s.n, s.n, s.n, s.n, s.n,
                            s.n, s.n * s.n, s.n, s.n * s.n, s.n, BLOCK * (s.m + 2 * s.n)};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        *arrays[i] = workspace;
        workspace += sizes[i];
    }
    s.lapack_size = sizes[15];
    return s;
}

static double dot(size_t count, const double *a, const double *b)
{
    hopi_vector even = {0}, odd = {0};
    size_t i = 0;
    for (; i + 2 * HOPI_LANES <= count; i += 2 * HOPI_LANES) {
        even += hopi_load(a + i) * hopi_load(b + i);
        odd += hopi_load(a + i + HOPI_LANES) * hopi_load(b + i + HOPI_LANES);
    }
    double sum = hopi_sum(even + odd);
    for (; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

static double sum_of_squares(size_t count, const double *r)
{
    return dot(count, r, r);
}

static double lower_bound(const state *s, size_t j)
{
    return s->problem->lower ? s->problem->lower[j] : -INFINITY;
}

static double upper_bound(const state *s, size_t j)
{
    return s->problem->upper ? s->problem->upper[j] : INFINITY;
}

/* Updates gradient and scale of a parameter; answers whether it rests at a bound. */
static int inspect_column(state *s, const double *p, size_t j, double norm, double slope)
{
    const int rests = (p[j] <= lower_bound(s, j) && slope > 0.0)
                      || (p[j] >= upper_bound(s, j) && slope < 0.0);
    s->scale[j] = fmax(s->scale[j], norm);
    s->gradient[j] = norm > 0.0 && !rests ? slope / norm : 0.0;
    return rests;
}

/* Gradient and scale from the Jacobian; columns of resting parameters become zero. */
static void inspect(state *s, const double *p)
{
    for (size_t j = 0; j < s->n; j++) {
        double *column = s->jacobian + j * s->m;
        const double norm = sqrt(sum_of_squares(s->m, column));
        if (inspect_column(s, p, j, norm, dot(s->m, column, s->residuals))) {
            memset(column, 0, s->m * sizeof *column);
        }
    }
}

/* The same from its products alone. */
static void inspect_products(state *s, const double *p)
{
    const size_t n = s->n;
    HOPI_VERSION_FOR(s->problem->instructions, hopi_products)(
        s->m, n, s->jacobian, s->residuals, s->products, s->slopes);
    for (size_t j = 0; j < n; j++) {
        if (inspect_column(s, p, j, sqrt(s->products[j + j * n]), s->slopes[j])) {
            s->slopes[j] = 0.0;
            for (size_t i = 0; i < n; i++) {
                s->products[i < j ? i + j * n : j + i * n] = 0.0;
            }
        }
    }
}

static int is_stationary(const state *s)
{
    const double norm = sqrt(s->ssr);
    for (size_t j = 0; j < s->n; j++) {
        if (fabs(s->gradient[j]) > gradient_tolerance * norm) {
            return 0;
        }
    }
    return 1;
}

/* QR factors of the Jacobian and Qᵀ r. */
static int factorise(state *s)
{
    const lapack_int m = (lapack_int)s->m, n = (lapack_int)s->n;
    memcpy(s->qtr, s->residuals, s->m * sizeof *s->qtr);
    lapack_int info = LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, m, n, s->jacobian, m, s->tau,
                                          s->lapack, (lapack_int)s->lapack_size);
    if (info == 0) {
        info = LAPACKE_dormqr_work(LAPACK_COL_MAJOR, 'L', 'T', m, 1, n, s->jacobian, m, s->tau,
                                   s->qtr, m, s->lapack, (lapack_int)s->lapack_size);
    }
    return (int)info;
}

/*
 * Turns the row `row` of a damped problem into the triangle R x = right, by Givens' rotations;
 * its elements before `first` are zero.
 */
static void rotate_in(size_t n, size_t first, double *row, double *R, double *right)
{
    double value = 0.0;
    for (size_t j = first; j < n; j++) {
        if (row[j] == 0.0) {
            continue;
        }
        const double size = sqrt(R[j + j * n] * R[j + j * n] + row[j] * row[j]);
        const double c = R[j + j * n] / size, s = row[j] / size;
        for (size_t k = j; k < n; k++) {
            const double above = R[j + k * n], below = row[k];
            R[j + k * n] = c * above + s * below;
            row[k] = c * below - s * above;
        }
        const double above = right[j];
        right[j] = c * above + s * value;
        value = c * value - s * above;
    }
}

static double scale_of(const state *s, size_t j)
{
    return s->scale[j] > 0.0 ? s->scale[j] : 1.0;
}

/* The step from R δ = right. */
static void solve_backward(state *s)
{
    const size_t n = s->n;
    const double *R = s->triangle;
    for (size_t j = n; j-- > 0;) {
        double sum = s->right[j];
        for (size_t k = j + 1; k < n; k++) {
            sum -= R[j + k * n] * s->right[k];
        }
        s->right[j] = sum / R[j + j * n];
        s->step[j] = isnan(s->held[j]) ? s->right[j] : s->held[j];
    }
}

/* The step of min |J δ + r|² + λ|D δ|², from the triangle of J and √λ D. */
static void solve_triangle(state *s, double damping)
{
    const size_t n = s->n;
    double *R = s->triangle, row[MAX_PARAMETERS];
    for (size_t j = 0; j < n; j++) {
        s->right[j] = -s->qtr[j];
        for (size_t i = 0; i < n; i++) {
            const double element = i <= j ? s->jacobian[i + j * s->m] : 0.0;
            R[i + j * n] = isnan(s->held[j]) ? element : 0.0;
        }
    }
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i <= j && !isnan(s->held[j]); i++) {
            s->right[i] -= s->jacobian[i + j * s->m] * s->held[j];
        }
    }
    for (size_t j = 0; j < n; j++) {
        memset(row, 0, n * sizeof *row);
        row[j] = sqrt(damping) * scale_of(s, j);
        rotate_in(n, j, row, R, s->right);
    }
    solve_backward(s);
}

/* The same from the products, by Cholesky's factors; 0 where they need more damping. */
static int solve_products(state *s, double damping)
{
    const size_t n = s->n;
    double *R = s->triangle, *right = s->right;
    for (size_t j = 0; j < n; j++) {
        const int is_held = !isnan(s->held[j]);
        const double scale = scale_of(s, j);
        const double whole = is_held ? 1.0 : s->products[j + j * n] + damping * scale * scale;
        right[j] = -s->slopes[j];
        for (size_t i = 0; i < n; i++) {
            const double product = s->products[i < j ? i + j * n : j + i * n];
            right[j] -= isnan(s->held[i]) ? 0.0 : product * s->held[i];
            if (i < j) {
                const double above = is_held || !isnan(s->held[i]) ? 0.0 : product;
                R[i + j * n] = (above - dot(i, R + i * n, R + j * n)) / R[i + i * n];
            }
        }
        const double rest = whole - dot(j, R + j * n, R + j * n);
        if (!(rest > least_pivot * whole)) {
            return 0;
        }
        R[j + j * n] = sqrt(rest);
        right[j] = (right[j] - dot(j, R + j * n, right)) / R[j + j * n];
    }
    solve_backward(s);
    return 1;
}

static int solve(state *s, double damping)
{
    if (s->problem->is_rough) {
        return solve_products(s, damping);
    }
    solve_triangle(s, damping);
    return 1;
}

/* Holds the parameters that the step would carry over a bound; answers how many are new. */
static size_t hold(state *s, const double *p)
{
    size_t added = 0;
    for (size_t j = 0; j < s->n; j++) {
        const double wanted = p[j] + s->step[j];
        const double allowed = fmin(fmax(wanted, lower_bound(s, j)), upper_bound(s, j));
        if (allowed != wanted && isnan(s->held[j])) {
            s->held[j] = allowed - p[j];
            added++;
        }
        s->trial[j] = allowed;
    }
    return added;
}

/*
 * The step that stays inside the bounds: those that reach one stop there, and
 * the others are solved for again. *is_held says whether there are any. Answers 0 without one.
 */
static int take_step(state *s, const double *p, double damping, int *is_held)
{
    *is_held = 0;
    for (size_t j = 0; j < s->n; j++) {
        s->held[j] = NAN;
    }
    for (;;) {
        if (!solve(s, damping)) {
            return 0;
        }
        if (hold(s, p) == 0) {
            break;
        }
        *is_held = 1;
    }
    for (size_t j = 0; j < s->n; j++) {
        s->step[j] = s->trial[j] - p[j];
    }
    return 1;
}

/* xᵀ JᵀJ x */
static double squared_by(size_t n, const double *products, const double *x)
{
    double sum = 0.0;
    for (size_t j = 0; j < n; j++) {
        sum += x[j] * (2.0 * dot(j, products + j * n, x) + products[j + j * n] * x[j]);
    }
    return sum;
}

/* |r|² − |J δ + r|² by the products, or by the triangle. */
static double predicted_decrease(const state *s)
{
    if (s->problem->is_rough) {
        return -2.0 * dot(s->n, s->slopes, s->step) - squared_by(s->n, s->products, s->step);
    }
    double decrease = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        double moved = 0.0;
        for (size_t j = i; j < s->n; j++) {
            moved += s->jacobian[i + j * s->m] * s->step[j];
        }
        decrease -= moved * (2.0 * s->qtr[i] + moved);
    }
    return decrease;
}

static int is_small_step(const state *s, const double *p)
{
    double step = 0.0, size = 0.0;
    for (size_t j = 0; j < s->n; j++) {
        step += s->scale[j] * s->step[j] * s->scale[j] * s->step[j];
        size += s->scale[j] * p[j] * s->scale[j] * p[j];
    }
    return sqrt(step) <= step_tolerance * sqrt(size);
}

static int evaluate(const state *s, const double *p, double *residuals, double *jacobian,
                    double *ssr)
{
    if (s->problem->model(s->problem->user, p, residuals, jacobian) != 0) {
        return 0;
    }
    *ssr = sum_of_squares(s->m, residuals);
    return isfinite(*ssr);
}

static void exchange(double **a, double **b)
{
    double *const kept = *a;
    *a = *b;
    *b = kept;
}

/* Whether p is where a minimum that is known says its bowl to be; p then becomes that minimum. */
static int joins(state *s, double *p)
{
    const hopi_lm_minima *known = s->problem->minima;
    const size_t n = s->n;
    for (size_t k = 0; known && k < known->count; k++) {
        const double lowest = known->ssr[k], height = s->ssr - lowest;
        if (fabs(height) > bowl_height * lowest) {
            continue;
        }
        for (size_t j = 0; j < n; j++) {
            s->step[j] = p[j] - known->p[j + k * n];
        }
        const double expected = squared_by(n, known->products + k * n * n, s->step);
        if (fabs(height - expected) <= bowl_agreement * expected + bowl_rounding * lowest) {
            memcpy(p, known->p + k * n, n * sizeof *p);
            s->ssr = lowest;
            return 1;
        }
    }
    return 0;
}

static void remember(const state *s, const double *p)
{
    hopi_lm_minima *known = s->problem->minima;
    const size_t n = s->n;
    if (known && known->count < known->capacity) {
        const size_t k = known->count++;
        memcpy(known->p + k * n, p, n * sizeof *p);
        memcpy(known->products + k * n * n, s->products, n * n * sizeof *p);
        known->ssr[k] = s->ssr;
    }
}

/* Tries steps of growing damping until one is accepted; 1: accepted, 0: converged. */
static int descend(state *s, double *p, double *damping, double *growth, hopi_lm_report *report)
{
    const double negligible = (s->problem->is_rough ? rough_tolerance : decrease_tolerance)
                              * s->ssr;
    while (report->evaluations < s->problem->max_evaluations) {
        int is_held;
        double ssr = INFINITY;
        report->evaluations++;
        if (!take_step(s, p, *damping, &is_held)) {
            *damping *= *growth;
            *growth *= 2.0;
            continue;
        }
        if (is_small_step(s, p)) {
            return 0;
        }
        const int has_value = evaluate(s, s->trial, s->trial_residuals, s->trial_jacobian,
                                       &ssr);
        const double predicted = predicted_decrease(s), actual = s->ssr - ssr;
        if (has_value && actual > accepted_gain * predicted && actual > 0.0) {
            const double gain = 2.0 * actual / predicted - 1.0;
            *damping *= fmax(1.0 / 3.0, 1.0 - gain * gain * gain);
            *growth = 2.0;
            const int is_settled = predicted <= negligible && actual <= negligible;
            memcpy(p, s->trial, s->n * sizeof *p);
            exchange(&s->residuals, &s->trial_residuals);
            exchange(&s->jacobian, &s->trial_jacobian);
            s->ssr = ssr;
            return !is_settled;
        }
        /* A step cut at a bound may promise nothing where a shorter one does. */
        if (has_value && !is_held && predicted <= negligible) {
            return 0;
        }
        *damping *= *growth;
        *growth *= 2.0;
    }
    report->outcome = HOPI_LM_EVALUATIONS;
    return 0;
}

/* What the step at p needs; 0: LAPACK failed. */
static int prepare(state *s, const double *p)
{
    if (s->problem->is_rough) {
        inspect_products(s, p);
        return 1;
    }
    inspect(s, p);
    return factorise(s) == 0;
}

hopi_lm_report hopi_lm_minimise(const hopi_lm_problem *problem, double *p, double *workspace)
{
    state s = lay_out(problem, workspace);
    hopi_lm_report report = {.outcome = HOPI_LM_CONVERGED};
    double damping = first_damping, growth = 2.0;
    memset(s.scale, 0, s.n * sizeof *s.scale);
    report.evaluations++;
    if (!evaluate(&s, p, s.residuals, s.jacobian, &s.ssr)) {
        report.outcome = HOPI_LM_NO_VALUE;
        report.ssr = s.ssr;
        return report;
    }
    int has_joined = 0;
    do {
        has_joined = joins(&s, p);
        if (has_joined) {
            break;
        }
        if (!prepare(&s, p)) {
            report.outcome = HOPI_LM_LAPACK;
            break;
        }
    } while (!is_stationary(&s) && descend(&s, p, &damping, &growth, &report));
    if (report.outcome == HOPI_LM_CONVERGED && !has_joined) {
        remember(&s, p);
    }
    report.ssr = s.ssr;
    return report;
}
