/* SPDX-License-Identifier: BSD-3-Clause */
#include "prepare.h"

#include <math.h>

#include "base/instructions.h"
#include "spectrum/handle.h"

enum { FEWEST_POINTS = 5, MOST_POINTS = 100000 };

hop_status hopi_drt_check(hop_ctx *ctx, const hop_spectrum *s, const hopi_drt_settings *settings)
{
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!s->im) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "relaxation times need both parts, but only the real part is known");
    }
    if (s->count < FEWEST_POINTS || s->count > MOST_POINTS) {
        return hopi_fail(ctx, s->count < FEWEST_POINTS ? HOP_ERR_TOO_FEW_POINTS
                                                       : HOP_ERR_SIZE_OVERFLOW,
                         "%zu points: expected %d to %d", s->count, FEWEST_POINTS, MOST_POINTS);
    }
    if (settings->weighting == HOP_DRT_WEIGHT_GIVEN && settings->sd_count != s->count) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "%zu standard deviations for a spectrum of %zu points",
                         settings->sd_count, s->count);
    }
    if (settings->method == HOP_DRT_RE_IM && settings->parts != HOP_DRT_BOTH) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "lambda by predicting one part from the other needs both parts");
    }
    const hop_status status = hop_spectrum_values(s, HOP_IMPEDANCE, NULL, NULL, 0, NULL);
    if (status == HOP_ERR_MISSING_DATA) {
        return hopi_fail(ctx, status,
                         "the impedance needs thickness and electrode area, which are not known");
    }
    return status == HOP_OK ? HOP_OK : hopi_fail_plain(ctx, status);
}

static size_t grid_doubles(const hopi_drt_grid *grid, const hopi_drt_settings *settings)
{
    const size_t n = grid->columns;
    const size_t gram = hopi_drt_has_own_gram(settings) ? 0 : n * n;
    const size_t ridge = gram > 0 && hopi_drt_is_spectral(settings->method)
                             ? n * n + n + HOPI_LAMBDAS * (n + 2)
                             : 0;
    const size_t padded = hopi_cholesky_padded(n), stride = hopi_cholesky_stride(n, 0);
    const size_t factor = gram > 0 && settings->method == HOP_DRT_GIVEN
                              ? n * n + padded + HOPI_PANEL + padded * stride
                              : 0;
    return 2 * grid->points + grid->nodes.count + grid->reach + 1 + 2 * grid->points * n + n * n
           + gram + ridge + factor;
}

static void lay_out(hopi_drt_grid *grid, const hopi_drt_settings *settings, double *at)
{
    const size_t n = grid->columns;
    grid->freq_hz = at;
    grid->ln_omega = grid->freq_hz + grid->points;
    grid->ln_tau = grid->ln_omega + grid->points;
    grid->profile = grid->ln_tau + grid->nodes.count;
    grid->matrix = grid->profile + grid->reach + 1;
    grid->penalty = grid->matrix + 2 * grid->points * n;
    double *rest = grid->penalty + n * n;
    grid->ridge = (hopi_ridge){.dense = grid->dense, .n = n};
    if (!hopi_drt_has_own_gram(settings)) {
        grid->gram = rest;
        if (hopi_drt_is_spectral(settings->method)) {
            grid->ridge.V = rest + n * n;
            grid->ridge.share = rest + 2 * n * n;
            double *tables = grid->ridge.share + n;
            if (settings->method != HOP_DRT_L_CURVE) {
                grid->ridge.explained = tables;
                grid->ridge.trace = tables + HOPI_LAMBDAS * n;
                grid->ridge.trace2 = grid->ridge.trace + HOPI_LAMBDAS;
            }
        }
        if (settings->method == HOP_DRT_GIVEN) {
            grid->normal = rest + n * n;
            grid->inverse = grid->normal + n * n;
            grid->factor = hopi_panel_start(grid->inverse + hopi_cholesky_padded(n));
        }
    }
}

static hop_status fill(hop_ctx *ctx, const hop_spectrum *s, const hopi_drt_settings *settings,
                       double first_ln_tau, hopi_drt_grid *grid)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    double *workspace = hopi_allocate(allocator, hopi_drt_grid_workspace(grid),
                                      sizeof *workspace);
    lapack_int *integers = hopi_allocate(allocator, hopi_ridge_integers(grid->columns),
                                         sizeof *integers);
    hop_status status = HOP_OK;
    if (!workspace || !integers) {
        status = hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    } else if (!hopi_drt_fill_grid(grid, settings, s->freq_hz, first_ln_tau, workspace,
                                   integers)) {
        status = hopi_fail_plain(ctx, HOP_ERR_LAPACK);
    }
    hopi_release(allocator, workspace);
    hopi_release(allocator, integers);
    return status;
}

hop_status hopi_drt_grid_make(hop_ctx *ctx, const hop_spectrum *s,
                              const hopi_drt_settings *settings, hopi_drt_grid *grid)
{
    *grid = (hopi_drt_grid){.points = s->count,
                            .dense = hopi_dense_of(hopi_instructions_of(ctx))};
    double first_ln_tau = 0.0;
    if (!hopi_drt_choose_nodes(settings, s->count, s->freq_hz, &grid->nodes, &first_ln_tau)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "values of tau %.3g decades apart: expected at most 1, and at most %d "
                         "values",
                         grid->nodes.step / log(10.0), HOPI_MOST_NODES);
    }
    grid->extras = hopi_drt_choose_extras(settings, grid->extra);
    grid->columns = grid->extras + grid->nodes.count;
    grid->first_row = settings->parts == HOP_DRT_IMAGINARY ? s->count : 0;
    grid->rows = settings->parts == HOP_DRT_BOTH ? 2 * s->count : s->count;
    grid->reach = hopi_drt_reach(&grid->nodes);
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    double *memory = hopi_allocate(allocator, grid_doubles(grid, settings), sizeof *memory);
    if (!memory) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    lay_out(grid, settings, memory);
    const hop_status status = fill(ctx, s, settings, first_ln_tau, grid);
    if (status != HOP_OK) {
        hopi_drt_grid_release(allocator, grid);
    }
    return status;
}

void hopi_drt_grid_release(hopi_allocator allocator, hopi_drt_grid *grid)
{
    hopi_release(allocator, grid->freq_hz);
    grid->freq_hz = NULL;
}

/* The impedance; a zero has no weight, and zeros alone have no relaxation. */
static hop_status take_impedance(hop_ctx *ctx, const hop_spectrum *s,
                                 const hopi_drt_settings *settings, hop_drt *drt)
{
    const hop_status status = hop_spectrum_values(s, HOP_IMPEDANCE, drt->re_ohm, drt->im_ohm,
                                                  s->count, NULL);
    if (status != HOP_OK) {
        return hopi_fail(ctx, status, "a point has no finite impedance (its admittance is zero)");
    }
    double largest = 0.0;
    for (size_t k = 0; k < s->count; k++) {
        const double modulus = hypot(drt->re_ohm[k], drt->im_ohm[k]);
        largest = fmax(largest, modulus);
        if (!(modulus > 0.0) && settings->weighting == HOP_DRT_WEIGHT_MODULUS) {
            return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                             "the impedance is zero at %g Hz: it has no weight 1/|Z|",
                             s->freq_hz[k]);
        }
    }
    return largest > 0.0 && largest < 1e150
               ? HOP_OK
               : hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                           "the largest impedance is %g ohm, expected above 0 and below 1e150",
                           largest);
}

hop_status hopi_drt_handle_make(hop_ctx *ctx, const hop_spectrum *s, const hopi_drt_grid *grid,
                                const hopi_drt_settings *settings, hop_drt **out)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    const size_t nodes = grid->nodes.count;
    const size_t samples = (size_t)settings->samples + (size_t)(-settings->samples & 3);
    hop_drt *drt = hopi_allocate(allocator, 1, sizeof *drt);
    if (!drt) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    drt->allocator = allocator;
    drt->points = grid->points;
    drt->peak_capacity = nodes / 2 + 1;
    drt->sample_count = samples;
    drt->method = settings->method;
    drt->electrode = settings->electrode;
    drt->nodes = grid->nodes;
    drt->effective_samples = NAN;
    drt->numbers = hopi_allocate(allocator, 3 * nodes + 2 * grid->points, sizeof *drt->numbers);
    drt->peaks = hopi_allocate(allocator, drt->peak_capacity, sizeof *drt->peaks);
    drt->samples = samples > 0 && samples < SIZE_MAX / nodes
                       ? hopi_allocate(allocator, samples * nodes, sizeof *drt->samples)
                       : NULL;
    hop_status status = HOP_OK;
    if (!drt->numbers || !drt->peaks || (samples > 0 && !drt->samples)) {
        status = hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    } else {
        drt->ln_tau = drt->numbers;
        drt->coefficients = drt->ln_tau + nodes;
        drt->gamma = drt->coefficients + nodes;
        drt->re_ohm = drt->gamma + nodes;
        drt->im_ohm = drt->re_ohm + grid->points;
        drt->nodes.ln_tau = drt->ln_tau;
        status = take_impedance(ctx, s, settings, drt);
    }
    if (status != HOP_OK) {
        hop_drt_destroy(drt);
        return status;
    }
    *out = drt;
    return HOP_OK;
}

static void enlarge(size_t *size, size_t needed)
{
    *size = needed > *size ? needed : *size;
}

void hopi_drt_sizes_add(const hopi_drt_grid *grid, const hopi_drt_settings *settings,
                        hopi_drt_sizes *sizes)
{
    enlarge(&sizes->doubles, hopi_drt_work_doubles(grid, settings));
    enlarge(&sizes->indices, hopi_drt_work_indices(grid));
    enlarge(&sizes->integers, hopi_drt_work_integers(grid));
    enlarge(&sizes->outcome, hopi_drt_outcome_doubles(grid, settings));
    enlarge(&sizes->peaks, hopi_drt_fine_count(grid) / 2 + 1);
    enlarge(&sizes->fallback, hopi_drt_fallback_doubles(grid));
    if (settings->samples > 0) {
        enlarge(&sizes->posterior, hopi_posterior_doubles(grid->columns));
        enlarge(&sizes->chain, hopi_chain_doubles(grid->columns));
    }
}

int hopi_drt_bench_make(hopi_allocator allocator, const hopi_drt_sizes *sizes, size_t chains,
                        hopi_drt_bench *bench)
{
    *bench = (hopi_drt_bench){0};
    bench->doubles = hopi_allocate(allocator, sizes->doubles, sizeof(double));
    bench->indices = hopi_allocate(allocator, sizes->indices, sizeof(size_t));
    bench->integers = hopi_allocate(allocator, sizes->integers, sizeof(lapack_int));
    bench->outcome = hopi_allocate(allocator, sizes->outcome, sizeof(double));
    bench->peaks = hopi_allocate(allocator, sizes->peaks, sizeof *bench->peaks);
    int is_complete = bench->doubles && bench->indices && bench->integers && bench->outcome
                      && bench->peaks;
    if (is_complete && sizes->posterior > 0) {
        bench->posterior_doubles = hopi_allocate(allocator, sizes->posterior, sizeof(double));
        bench->chain_doubles = hopi_allocate(allocator, chains * sizes->chain, sizeof(double));
        is_complete = bench->posterior_doubles && bench->chain_doubles;
    }
    if (!is_complete) {
        hopi_drt_bench_release(allocator, bench);
    }
    return is_complete;
}

void hopi_drt_bench_use(hopi_drt_bench *bench, const hopi_drt_grid *grid,
                        const hopi_drt_settings *settings)
{
    if (bench->work.grid != grid) {
        bench->work = hopi_drt_work_make(grid, settings, bench->doubles, bench->indices,
                                         bench->integers);
    }
}

void hopi_drt_bench_release(hopi_allocator allocator, hopi_drt_bench *bench)
{
    hopi_release(allocator, bench->doubles);
    hopi_release(allocator, bench->indices);
    hopi_release(allocator, bench->integers);
    hopi_release(allocator, bench->outcome);
    hopi_release(allocator, bench->peaks);
    hopi_release(allocator, bench->posterior_doubles);
    hopi_release(allocator, bench->chain_doubles);
    *bench = (hopi_drt_bench){0};
}
