/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "base/threads.h"
#include "prepare.h"

static const double fewest_samples = 100.0;

int hopi_drt_calculate_one(hopi_drt_bench *bench, hop_drt *drt)
{
    hopi_drt_work *w = &bench->work;
    if (!hopi_drt_fit(w, drt->re_ohm, drt->im_ohm, &drt->solution)) {
        return w->needs_fallback ? HOPI_DRT_TO_DO : HOPI_DRT_FAILED;
    }
    for (size_t j = 0; j < drt->nodes.count; j++) {
        drt->ln_tau[j] = w->grid->ln_tau[j];
        drt->coefficients[j] = w->x[w->grid->extras + j];
    }
    hopi_drt_evaluate_outcome(w, &drt->solution, drt->gamma, drt->re_ohm, drt->im_ohm,
                              drt->peak_capacity, drt->peaks, bench->peaks, bench->outcome,
                              &drt->outcome);
    return HOPI_DRT_DONE;
}

int hopi_drt_start_samples(hopi_drt_bench *bench, hop_drt *drt)
{
    const int is_there = drt->outcome.noise_ohm > 0.0
                         && hopi_posterior_make(&bench->work, drt->outcome.noise_ohm,
                                                bench->posterior_doubles, &bench->posterior);
    if (!is_there) {
        drt->solution.warnings |= HOP_DRT_NO_BAND;
        drt->sample_count = 0;
    }
    return is_there;
}

double hopi_drt_beats(const hopi_drt_settings *settings)
{
    return (double)settings->samples + HOPI_CHAINS * HOPI_BURN_IN;
}

int hopi_drt_draw(const hopi_drt_bench *bench, hop_drt *drt, size_t chain, double *workspace,
                  hopi_pulse *pulse, size_t worker)
{
    const size_t each = drt->sample_count / HOPI_CHAINS;
    return hopi_posterior_chain(&bench->posterior, bench->work.grid, bench->work.settings->seed,
                                chain, each, drt->sample_count, drt->samples + chain * each,
                                workspace, pulse, worker);
}

void hopi_drt_finish_samples(hop_drt *drt, int has_ended)
{
    drt->effective_samples = INFINITY;
    for (size_t j = 0; j < drt->nodes.count; j++) {
        const double effective = hopi_posterior_finish(drt->samples + j * drt->sample_count,
                                                       drt->sample_count);
        drt->effective_samples = fmin(drt->effective_samples, effective);
    }
    drt->solution.warnings |= drt->effective_samples < fewest_samples || !has_ended
                                   ? HOP_DRT_FEW_SAMPLES
                                   : 0;
}

/* The chains of one spectrum on the threads of the context. */
typedef struct chain_job {
    hopi_drt_bench *bench;
    hop_drt *drt;
    hopi_pulse pulse;
    int has_ended[HOPI_CHAINS];
} chain_job;

static void run_chains(void *user, size_t worker, size_t begin, size_t end)
{
    chain_job *job = user;
    const size_t doubles = hopi_chain_doubles(job->bench->work.grid->columns);
    for (size_t chain = begin; chain < end; chain++) {
        job->has_ended[chain] = hopi_drt_draw(job->bench, job->drt, chain,
                                              job->bench->chain_doubles + chain * doubles,
                                              &job->pulse, worker);
    }
}

static hop_status sample(hop_ctx *ctx, hopi_drt_bench *bench, hop_drt *drt)
{
    chain_job job = {.bench = bench, .drt = drt};
    if (!hopi_drt_start_samples(bench, drt)) {
        return HOP_OK;
    }
    hopi_pulse_begin(&job.pulse, ctx, hopi_drt_beats(bench->work.settings));
    hop_status status = hopi_parallel(ctx, HOPI_CHAINS, 1, run_chains, &job);
    const hop_status pulse_status = hopi_pulse_end(&job.pulse);
    status = status ? status : pulse_status;
    if (status == HOP_OK) {
        int has_ended = 1;
        for (size_t chain = 0; chain < HOPI_CHAINS; chain++) {
            has_ended &= job.has_ended[chain];
        }
        hopi_drt_finish_samples(drt, has_ended);
    }
    return status;
}

hop_status hopi_drt_calculate_again(hop_ctx *ctx, const hopi_drt_sizes *sizes,
                                    hopi_drt_bench *bench, hop_drt *drt)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    double *memory = hopi_allocate(allocator, sizes->fallback, sizeof *memory);
    if (!memory) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    bench->work.fallback = memory;
    const int state = hopi_drt_calculate_one(bench, drt);
    bench->work.fallback = NULL;
    hopi_release(allocator, memory);
    return state == HOPI_DRT_DONE ? HOP_OK : hopi_fail_plain(ctx, HOP_ERR_LAPACK);
}

static hop_status calculate(hop_ctx *ctx, const hopi_drt_sizes *sizes, hopi_drt_bench *bench,
                            hop_drt *drt)
{
    const int state = hopi_drt_calculate_one(bench, drt);
    hop_status status = state == HOPI_DRT_DONE ? HOP_OK
                        : state == HOPI_DRT_TO_DO
                            ? hopi_drt_calculate_again(ctx, sizes, bench, drt)
                            : hopi_fail_plain(ctx, HOP_ERR_LAPACK);
    return status == HOP_OK && drt->samples ? sample(ctx, bench, drt) : status;
}

hop_status hop_drt_calculate(hop_ctx *ctx, const hop_spectrum *s, const hop_drt_options *options,
                             hop_drt **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    const hopi_drt_settings *settings = options ? &options->settings : &hopi_drt_default_settings;
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hopi_drt_grid grid = {0};
    hopi_drt_bench bench = {0};
    hopi_drt_sizes sizes = {0};
    hop_drt *drt = NULL;
    hop_status status = hopi_drt_check(ctx, s, settings);
    if (status == HOP_OK) {
        status = hopi_drt_grid_make(ctx, s, settings, &grid);
    }
    if (status == HOP_OK) {
        status = hopi_drt_handle_make(ctx, s, &grid, settings, &drt);
    }
    if (status == HOP_OK) {
        hopi_drt_sizes_add(&grid, settings, &sizes);
        status = hopi_drt_bench_make(allocator, &sizes, HOPI_CHAINS, &bench)
                     ? HOP_OK
                     : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status == HOP_OK) {
        hopi_drt_bench_use(&bench, &grid, settings);
        status = calculate(ctx, &sizes, &bench, drt);
    }
    hopi_drt_bench_release(allocator, &bench);
    hopi_drt_grid_release(allocator, &grid);
    if (status != HOP_OK) {
        hop_drt_destroy(drt);
        return status;
    }
    *out = drt;
    return HOP_OK;
}
