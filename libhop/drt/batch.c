/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "base/threads.h"
#include "prepare.h"
#include "spectrum/handle.h"

/* What a call needs beside the result. */
typedef struct batch {
    size_t count, grid_count, bench_count;
    const hop_spectrum *const *spectra;
    const hopi_drt_settings *settings;
    hopi_drt_grid *grids;
    size_t *grid_of; /* of each spectrum */
    hopi_drt_sizes sizes;
    hopi_drt_bench *benches; /* one for each thread */
    int *states;
    hopi_pulse pulse; /* of the samples */
    hop_drt_set *set;
} batch;

static int same_frequencies(const hop_spectrum *a, const hop_spectrum *b)
{
    return a->count == b->count
           && memcmp(a->freq_hz, b->freq_hz, a->count * sizeof *a->freq_hz) == 0;
}

static hop_status prepare_spectrum(hop_ctx *ctx, batch *b, size_t i)
{
    const hop_spectrum *s = b->spectra[i];
    hop_status status = hopi_drt_check(ctx, s, b->settings);
    const int is_new = status == HOP_OK
                       && (i == 0 || !same_frequencies(s, b->spectra[i - 1]));
    if (is_new) {
        status = hopi_drt_grid_make(ctx, s, b->settings, &b->grids[b->grid_count]);
        b->grid_count += status == HOP_OK;
    }
    if (status != HOP_OK) {
        return status;
    }
    b->grid_of[i] = b->grid_count - 1;
    const hopi_drt_grid *grid = &b->grids[b->grid_of[i]];
    hopi_drt_sizes_add(grid, b->settings, &b->sizes);
    return hopi_drt_handle_make(ctx, s, grid, b->settings, &b->set->spectra[i]);
}

static hop_status prepare_spectra(hop_ctx *ctx, batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        const hop_status status = prepare_spectrum(ctx, b, i);
        if (status != HOP_OK) {
            hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
            return status;
        }
    }
    return HOP_OK;
}

static void draw_samples(batch *b, size_t worker, hop_drt *drt)
{
    hopi_drt_bench *bench = &b->benches[worker];
    if (!drt->samples || !hopi_drt_start_samples(bench, drt)) {
        return;
    }
    int has_ended = 1;
    for (size_t chain = 0; chain < HOPI_CHAINS; chain++) {
        has_ended &= hopi_drt_draw(bench, drt, chain, bench->chain_doubles, &b->pulse, worker);
    }
    hopi_drt_finish_samples(drt, has_ended);
}

static void run_spectra(void *user, size_t worker, size_t begin, size_t end)
{
    batch *b = user;
    hopi_drt_bench *bench = &b->benches[worker];
    for (size_t i = begin; i < end; i++) {
        hopi_drt_bench_use(bench, &b->grids[b->grid_of[i]], b->settings);
        b->states[i] = hopi_drt_calculate_one(bench, b->set->spectra[i]);
        if (b->states[i] == HOPI_DRT_DONE) {
            draw_samples(b, worker, b->set->spectra[i]);
        }
    }
}

/* Those that need the fallback are few. */
static hop_status finish_spectra(hop_ctx *ctx, batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        hop_status status = HOP_OK;
        if (b->states[i] == HOPI_DRT_TO_DO) {
            hopi_drt_bench_use(&b->benches[0], &b->grids[b->grid_of[i]], b->settings);
            status = hopi_drt_calculate_again(ctx, &b->sizes, &b->benches[0],
                                              b->set->spectra[i]);
            if (status == HOP_OK) {
                draw_samples(b, 0, b->set->spectra[i]);
                status = hopi_progress(ctx, 1.0);
            }
        } else if (b->states[i] == HOPI_DRT_FAILED) {
            status = hopi_fail_plain(ctx, HOP_ERR_LAPACK);
        }
        if (status != HOP_OK) {
            hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
            return status;
        }
    }
    return HOP_OK;
}

static hop_status run(hop_ctx *ctx, batch *b)
{
    const int has_samples = b->settings->samples > 0;
    if (has_samples) {
        hopi_pulse_begin(&b->pulse, ctx, (double)b->count * hopi_drt_beats(b->settings));
    }
    hop_status status = hopi_parallel(ctx, b->count, 1, run_spectra, b);
    status = status ? status : finish_spectra(ctx, b);
    const hop_status pulse_status = has_samples ? hopi_pulse_end(&b->pulse) : HOP_OK;
    return status ? status : pulse_status;
}

static hop_status calculate(hop_ctx *ctx, batch *b)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_status status = prepare_spectra(ctx, b);
    const size_t threads = (size_t)hopi_threads_of(ctx);
    for (size_t k = 0; k < threads && k < b->count && status == HOP_OK; k++) {
        status = hopi_drt_bench_make(allocator, &b->sizes, 1, &b->benches[k])
                     ? HOP_OK
                     : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        b->bench_count += status == HOP_OK;
    }
    return status == HOP_OK ? run(ctx, b) : status;
}

static int allocate(hop_ctx *ctx, batch *b)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    b->set = hopi_allocate(allocator, 1, sizeof *b->set);
    if (b->set) {
        b->set->allocator = allocator;
        b->set->spectra = hopi_allocate(allocator, b->count, sizeof *b->set->spectra);
        b->set->count = b->set->spectra ? b->count : 0;
    }
    b->grids = hopi_allocate(allocator, b->count, sizeof *b->grids);
    b->grid_of = hopi_allocate(allocator, b->count, sizeof *b->grid_of);
    b->states = hopi_allocate(allocator, b->count, sizeof *b->states);
    b->benches = hopi_allocate(allocator, HOPI_MAX_THREADS, sizeof *b->benches);
    return b->set && b->set->spectra && b->grids && b->grid_of && b->states && b->benches;
}

static void release(hop_ctx *ctx, batch *b)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    for (size_t k = 0; k < b->bench_count; k++) {
        hopi_drt_bench_release(allocator, &b->benches[k]);
    }
    for (size_t k = 0; k < b->grid_count; k++) {
        hopi_drt_grid_release(allocator, &b->grids[k]);
    }
    hopi_release(allocator, b->benches);
    hopi_release(allocator, b->states);
    hopi_release(allocator, b->grid_of);
    hopi_release(allocator, b->grids);
}

hop_status hop_drt_batch(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                         const hop_drt_options *options, hop_drt_set **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!spectra) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (count == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "no spectra: expected at least one");
    }
    batch b = {.count = count, .spectra = spectra,
               .settings = options ? &options->settings : &hopi_drt_default_settings};
    const hop_status status = allocate(ctx, &b) ? calculate(ctx, &b)
                                                : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    release(ctx, &b);
    if (status != HOP_OK) {
        hop_drt_set_destroy(b.set);
        return status;
    }
    *out = b.set;
    return HOP_OK;
}

size_t hop_drt_set_count(const hop_drt_set *set)
{
    return set ? set->count : 0;
}

const hop_drt *hop_drt_set_get(const hop_drt_set *set, size_t i)
{
    return set && i < set->count ? set->spectra[i] : NULL;
}

void hop_drt_set_destroy(hop_drt_set *set)
{
    if (!set) {
        return;
    }
    for (size_t i = 0; i < set->count; i++) {
        hop_drt_destroy(set->spectra[i]);
    }
    hopi_release(set->allocator, set->spectra);
    hopi_release(set->allocator, set);
}
