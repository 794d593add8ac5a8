/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/bootstrap.h>

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/constants.h"
#include "base/threads.h"
#include "interval.h"
#include "math/distributions.h"
#include "math/order.h"
#include "replicate.h"

enum { TARGETS = 4, LINE = 8 };
enum { FEWEST_REPLICATES = 10, MOST_REPLICATES = 10000000 };

struct hop_bootstrap_options {
    hopi_allocator allocator;
    int32_t kind, replicates;
    uint32_t seed;
};

struct hop_bootstrap {
    hopi_allocator allocator;
    int32_t kind;
    uint32_t flags;
    size_t count;
    double *block;
    double *values[TARGETS]; /* NaN is what does not exist */
    size_t existing[TARGETS];
    double interval_dof, n_min, n_max;
};

hop_status hop_bootstrap_options_create(hop_ctx *ctx, hop_bootstrap_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_bootstrap_options *options = hopi_allocate(allocator, 1, sizeof *options);
    *out = options;
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    *options = (hop_bootstrap_options){allocator, HOP_BOOTSTRAP_WILD, 2000, 1};
    return HOP_OK;
}

hop_status hop_bootstrap_options_set_kind(hop_ctx *ctx, hop_bootstrap_options *options,
                                          int32_t kind)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (kind != HOP_BOOTSTRAP_WILD && kind != HOP_BOOTSTRAP_PARAMETRIC) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "bootstrap %d: expected HOP_BOOTSTRAP_WILD (1) or "
                         "HOP_BOOTSTRAP_PARAMETRIC (2)",
                         (int)kind);
    }
    options->kind = kind;
    return HOP_OK;
}

hop_status hop_bootstrap_options_set_replicates(hop_ctx *ctx, hop_bootstrap_options *options,
                                                int32_t replicates)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (replicates < FEWEST_REPLICATES || replicates > MOST_REPLICATES) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%d replicates: expected %d to %d",
                         (int)replicates, (int)FEWEST_REPLICATES, (int)MOST_REPLICATES);
    }
    options->replicates = replicates;
    return HOP_OK;
}

hop_status hop_bootstrap_options_set_seed(hop_ctx *ctx, hop_bootstrap_options *options,
                                          uint32_t seed)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    options->seed = seed;
    return HOP_OK;
}

void hop_bootstrap_options_destroy(hop_bootstrap_options *options)
{
    if (options) {
        hopi_release(options->allocator, options);
    }
}

typedef struct task {
    hopi_jpl_replicates all;
    double *workspace;
    size_t workspace_size; /* of one worker */
    hop_bootstrap *out;
} task;

/* A group of replicates, those near the fit all at once and the others one by one. */
static void make_replicates(void *user, size_t worker, size_t begin, size_t end)
{
    task *t = user;
    double *workspace = t->workspace + worker * t->workspace_size;
    const hopi_jpl_replicates *all = &t->all;
    hopi_replicate_fits near;
    if (all->expansion) {
        all->region->kernels->replicates->fit(all->expansion, (uint32_t)begin, workspace, &near);
    } else {
        memset(&near, 0, sizeof near);
    }
    for (size_t j = 0; j < TARGETS; j++) {
        memcpy(t->out->values[j] + begin, near.value[j], (end - begin) * sizeof(double));
    }
    for (size_t k = begin; k < end; k++) {
        if (near.is_reached[k - begin]) {
            continue;
        }
        const hopi_jpl_replicate made = hopi_jpl_make_replicate(all, workspace, (uint32_t)k);
        for (size_t j = 0; j < TARGETS; j++) {
            t->out->values[j][k] = made.value[j];
        }
    }
}

static void fill_spread(const hop_jpl *fit, int is_wild, double *spread)
{
    if (is_wild) {
        hopi_jpl_wild_spread(&fit->region, spread);
        return;
    }
    const double s = sqrt(hopi_jpl_unit_variance(fit));
    for (size_t k = 0; k < fit->region.count; k++) {
        spread[k] = s / sqrt(fit->region.c[k]);
    }
}

static void count_values(hop_bootstrap *b)
{
    size_t finite = 0;
    for (int j = 0; j < TARGETS; j++) {
        const double *values = b->values[j];
        size_t existing = 0;
        for (size_t k = 0; k < b->count; k++) {
            finite += fabs(values[k]) <= DBL_MAX;
            existing += values[k] == values[k];
        }
        b->existing[j] = existing;
    }
    b->flags |= finite < TARGETS * b->count ? HOP_FLAG_REPLICATES_DEGENERATE : 0;
}

static hop_bootstrap *create(const hop_jpl *fit, const hop_bootstrap_options *options,
                             hopi_allocator allocator)
{
    hop_bootstrap *b = hopi_allocate(allocator, 1, sizeof *b);
    if (!b) {
        return NULL;
    }
    const size_t count = (size_t)options->replicates;
    b->allocator = allocator;
    b->block = hopi_allocate_unset(allocator, count, TARGETS * sizeof *b->block);
    if (!b->block) {
        hopi_release(allocator, b);
        return NULL;
    }
    for (size_t j = 0; j < TARGETS; j++) {
        b->values[j] = b->block + j * count;
    }
    b->count = count;
    b->kind = options->kind;
    b->flags = fit->flags;
    b->n_min = fit->region.n_min;
    b->n_max = fit->region.n_max;
    /* The wild bootstrap takes its variance from the residuals in any weighting. */
    b->interval_dof = b->kind == HOP_BOOTSTRAP_WILD ? fit->dof : hopi_jpl_interval_dof(fit);
    return b;
}

static hop_status run(hop_ctx *ctx, const hop_jpl *fit, const hop_bootstrap_options *options,
                      hop_bootstrap *b)
{
    const uint32_t unclear = HOP_FLAG_N_AT_LOWER_BOUND | HOP_FLAG_N_AT_UPPER_BOUND
                             | HOP_FLAG_NO_DISPERSION | HOP_FLAG_NO_PLATEAU
                             | HOP_FLAG_WEAK_DISPERSION | HOP_FLAG_MULTIPLE_MINIMA;
    const hopi_jpl_region *region = &fit->region;
    const size_t count = region->padded, workers = (size_t)hopi_threads_of(ctx);
    const size_t arrays = HOPI_JPL_REPLICATE_ARRAYS * count;
    const size_t size = arrays > HOPI_REPLICATE_WORK ? arrays : HOPI_REPLICATE_WORK;
    const int is_clear = !(fit->flags & unclear);
    const size_t shared = (1 + HOPI_EXPANSION_ARRAYS) * count;
    double *block = hopi_allocate_unset(b->allocator, shared + workers * size + LINE, sizeof *block);
    if (!block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    /* A vector that crosses the end of a cache line takes twice the time. */
    double *memory = block + LINE - (uintptr_t)block % (LINE * sizeof *block) / sizeof *block;
    hopi_jpl_expansion expansion;
    task t = {
        .all = {
            .region = region,
            .spread = memory,
            .is_wild = options->kind == HOP_BOOTSTRAP_WILD,
            .seed = options->seed,
            .expansion = is_clear ? &expansion : NULL,
        },
        .workspace = memory + shared,
        .workspace_size = size,
        .out = b,
    };
    fill_spread(fit, t.all.is_wild, memory);
    if (is_clear) {
        region->kernels->replicates->expand(region, memory, t.all.is_wild, options->seed,
                                            memory + count, &expansion);
    }
    const hop_status status = hopi_parallel(ctx, b->count, HOPI_REPLICATE_GROUP, make_replicates,
                                            &t);
    hopi_release(b->allocator, block);
    return status;
}

hop_status hop_jpl_bootstrap(hop_ctx *ctx, const hop_jpl *fit,
                             const hop_bootstrap_options *options, hop_bootstrap **out)
{
    static const hop_bootstrap_options defaults = {.kind = HOP_BOOTSTRAP_WILD,
                                                   .replicates = 2000,
                                                   .seed = 1};
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!fit) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    options = options ? options : &defaults;
    hop_bootstrap *b = create(fit, options, hopi_allocator_of(ctx));
    if (!b) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const hop_status status = run(ctx, fit, options, b);
    if (status != HOP_OK) {
        hop_bootstrap_destroy(b);
        return status;
    }
    count_values(b);
    *out = b;
    return HOP_OK;
}

/* The value with a share `tail` of all replicates beyond it; those without one count as beyond. */
static double quantile(const hop_bootstrap *b, hopi_jpl_target target, double tail, int is_upper)
{
    const double without = (double)(b->count - b->existing[target]);
    const double place = tail * ((double)b->count + 1.0) - without;
    if (place < 1.0) {
        return is_upper ? b->n_max : b->n_min;
    }
    const double share = place / ((double)b->existing[target] + 1.0);
    return hopi_quantile(b->values[target], b->existing[target], b->count,
                         is_upper ? 1.0 - share : share);
}

hop_status hop_bootstrap_interval(const hop_bootstrap *b, int32_t key, double level,
                                  double *lower, double *upper)
{
    if (!b || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!hopi_jpl_is_parameter(key)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const double t = hopi_student_quantile(0.5 + 0.5 * level, b->interval_dof);
    const double tail = 0.5 * erfc(t / sqrt(2.0));
    if (tail * ((double)b->count + 1.0) < 1.0) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const hopi_jpl_target target = hopi_jpl_target_of(key);
    *lower = hopi_jpl_from_target(key, quantile(b, target, tail, 0));
    *upper = hopi_jpl_from_target(key, quantile(b, target, tail, 1));
    return HOP_OK;
}

double hop_bootstrap_standard_error(const hop_bootstrap *b, int32_t key)
{
    if (!b || !hopi_jpl_is_parameter(key)) {
        return NAN;
    }
    const hopi_jpl_target target = hopi_jpl_target_of(key);
    const double *values = b->values[target];
    double mean = 0.0, squares = 0.0;
    for (size_t k = 0; k < b->count; k++) {
        mean += values[k] / (double)b->count;
    }
    for (size_t k = 0; k < b->count; k++) {
        squares += (values[k] - mean) * (values[k] - mean);
    }
    const double error = sqrt(squares / ((double)b->count - 1.0));
    const int is_logarithmic = key == HOP_SIGMA_DC || key == HOP_A_J || key == HOP_OMEGA_P
                               || key == HOP_F_P;
    return is_logarithmic ? error * hopi_jpl_from_target(key, mean) : error;
}

hop_status hop_bootstrap_values(const hop_bootstrap *b, int32_t key, double *out,
                                size_t capacity, size_t *count)
{
    if (!b || (!out && (capacity > 0 || !count))) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!hopi_jpl_is_parameter(key)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (out && capacity < b->count) {
        return HOP_ERR_CAPACITY;
    }
    for (size_t k = 0; out && k < b->count; k++) {
        out[k] = hopi_jpl_from_target(key, b->values[hopi_jpl_target_of(key)][k]);
    }
    if (count) {
        *count = b->count;
    }
    return HOP_OK;
}

int32_t hop_bootstrap_kind(const hop_bootstrap *b)
{
    return b ? b->kind : 0;
}

uint32_t hop_bootstrap_flags(const hop_bootstrap *b)
{
    return b ? b->flags : 0;
}

void hop_bootstrap_destroy(hop_bootstrap *b)
{
    if (b) {
        hopi_release(b->allocator, b->block);
        hopi_release(b->allocator, b);
    }
}
