/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/processor.h"
#include "base/threads.h"
#include "handle.h"

/* The parts of the work on a group that threads share. */
enum { SCALAR, VECTOR, BLOCKS, TASKS };

/* Tables for series of one length. */
typedef struct power_plan {
    hopi_fourier fourier;
    double *gain; /* of differences, for bins 0 … length/2; NULL: velocities were given */
} power_plan;

/* One analysis of the frames held: of all of them, and of blocks of them. */
typedef struct analysis {
    hop_vibration_run *run;
    int32_t parts;
    power_plan whole, block;
    size_t block_count;         /* 0: the frames are themselves one */
    double *tables, *workspace; /* memory of the plans, and of each worker */
    size_t worker_doubles, series_doubles, bins;
    hopi_bands *scalar, *vector; /* of each group, of all frames */
    double *scalar_density, *vector_density;   /* of each group */
    double *scalar_means, *vector_means, *msd; /* of each group and block: sums over ions */
} analysis;

/* Distances from the start in n frames that stand together; buffers for 3 × n × 8 numbers. */
static const double *distances(const hopi_frames *frames, size_t group, size_t first, size_t n,
                               double buffers[3][HOPI_TILE * HOPI_GROUP])
{
    const double *x = hopi_frames_view(frames, group, 0, first, n, buffers[0]);
    if (frames->components == 1) {
        return x;
    }
    const double *y = hopi_frames_view(frames, group, 1, first, n, buffers[1]);
    const double *z = hopi_frames_view(frames, group, 2, first, n, buffers[2]);
    for (size_t i = 0; i < n * HOPI_GROUP; i++) {
        buffers[0][i] = sqrt(x[i] * x[i] + y[i] * y[i] + z[i] * z[i]);
    }
    return buffers[0];
}

/* d(t) − d(t − 1); the step to the very first frame is zero. carried: d of the frame before. */
static void distance_steps(const hopi_frames *frames, size_t group, size_t first, size_t n,
                           const double *carried, double *series)
{
    double buffers[3][HOPI_TILE * HOPI_GROUP], before[HOPI_GROUP];
    const double *start = carried;
    if (first > 0 || !carried) {
        start = distances(frames, group, first > 0 ? first - 1 : 0, 1, buffers);
    }
    memcpy(before, start, sizeof before);
    for (size_t t = 0, part = 0; t < n; t += part) {
        part = hopi_frames_together(first + t, n - t < HOPI_TILE ? n - t : HOPI_TILE);
        const double *d = distances(frames, group, first + t, part, buffers);
        double *to = series + HOPI_GROUP * t;
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            to[l] = d[l] - before[l];
        }
        for (size_t i = HOPI_GROUP; i < part * HOPI_GROUP; i++) {
            to[i] = d[i] - d[i - HOPI_GROUP];
        }
        memcpy(before, d + (part - 1) * HOPI_GROUP, sizeof before);
    }
}

/*
 * One component of the velocity minus its mean, which for differences is that of the way
 * from the first frame to the last; sample 0 has no weight then.
 */
static void velocities(const hop_vibration_run *run, size_t group, size_t component,
                       size_t first, size_t n, double *series)
{
    const int is_velocity = run->kind == HOP_COORDINATES_VELOCITY;
    double buffer[HOPI_TILE * HOPI_GROUP], before[HOPI_GROUP], mean[HOPI_GROUP] = {0.0};
    if (is_velocity) {
        hopi_frames_get(&run->frames, group, component, first, n, series);
        hopi_take_mean_off(n, series);
        return;
    }
    hopi_frames_get(&run->frames, group, component, first, 1, before);
    hopi_frames_get(&run->frames, group, component, first + n - 1, 1, mean);
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        mean[l] = (mean[l] - before[l]) / (double)(n - 1);
    }
    for (size_t t = 0, part = 0; t < n; t += part) {
        part = hopi_frames_together(first + t, n - t < HOPI_TILE ? n - t : HOPI_TILE);
        const double *u = hopi_frames_view(&run->frames, group, component, first + t, part, buffer);
        double *to = series + HOPI_GROUP * t;
        for (size_t i = 0; i < part; i++) {
            for (size_t l = 0; l < HOPI_GROUP; l++) {
                to[HOPI_GROUP * i + l] = u[HOPI_GROUP * i + l] - before[l] - mean[l];
                before[l] = u[HOPI_GROUP * i + l];
            }
        }
    }
}

/* Workspace of one worker. */
typedef struct desk {
    double *series, *transformed, *rest;
} desk;

static desk desk_of(const analysis *a, size_t worker)
{
    double *start = a->workspace + worker * a->worker_doubles;
    return (desk){start, start + a->series_doubles,
                  start + 2 * a->series_doubles + HOPI_ELEMENT};
}

/* Transforms the series of the desk and adds its power. */
static void add_power(const analysis *a, const power_plan *plan, size_t group,
                      int is_velocity, desk d, hopi_bands *bands, double *density)
{
    const size_t n = plan->fourier.length, used = a->run->groups[group].walk.used;
    hopi_fourier_transform(&plan->fourier, d.series, d.transformed, d.rest);
    memcpy(d.transformed + HOPI_ELEMENT * n, d.transformed, HOPI_ELEMENT * sizeof(double));
    HOPI_WIDEST(hopi_power_add)(
        n, is_velocity, is_velocity ? plan->gain : NULL, used, d.transformed, bands, density);
}

/* Ions of a group share a transform: next to the others' roundings, these are at rest. */
static void quiet(hopi_bands *bands)
{
    const double rounding = 1e-24;
    double largest = 0.0;
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        largest = fmax(largest, bands->power[l]);
    }
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        if (bands->power[l] <= rounding * largest) {
            bands->power[l] = bands->f_power[l] = 0.0;
        }
    }
}

static void scalar_part(const analysis *a, const power_plan *plan, size_t group,
                        size_t first, desk d, hopi_bands *bands, double *density)
{
    const hop_vibration_run *run = a->run;
    distance_steps(&run->frames, group, first, plan->fourier.length,
                   run->carried_blocks > 0 ? run->groups[group].carried : NULL, d.series);
    add_power(a, plan, group, 0, d, bands, density);
    quiet(bands);
}

static void vector_part(const analysis *a, const power_plan *plan, size_t group,
                        size_t first, desk d, hopi_bands *bands, double *density)
{
    for (size_t c = 0; c < 3; c++) {
        velocities(a->run, group, c, first, plan->fourier.length, d.series);
        add_power(a, plan, group, 1, d, bands, density);
    }
    quiet(bands);
}

/* Sum over the ions that move of their mean frequency in bins; with how many they are. */
static void add_means(const hopi_bands *bands, size_t used, double out[2])
{
    for (size_t l = 0; l < used; l++) {
        if (bands->power[l] > 0.0) {
            out[0] += bands->f_power[l] / bands->power[l];
            out[1] += 1.0;
        }
    }
}

static void block_parts(const analysis *a, size_t group, desk d)
{
    hop_vibration_run *run = a->run;
    const size_t used = run->groups[group].walk.used;
    const size_t blocks = a->block_count > 0 ? a->block_count : 1;
    for (size_t b = 0; b < blocks; b++) {
        const size_t place = group * blocks + b;
        hopi_bands scalar = {{0.0}, {0.0}}, vector = {{0.0}, {0.0}};
        if (a->parts & HOP_MOTION_SCALAR && a->block_count > 0) {
            scalar_part(a, &a->block, group, b * run->lag_block, d, &scalar, NULL);
            add_means(&scalar, used, a->scalar_means + 2 * place);
        }
        if (a->parts & HOP_MOTION_VECTOR && a->block_count > 0) {
            vector_part(a, &a->block, group, b * run->lag_block, d, &vector, NULL);
            add_means(&vector, used, a->vector_means + 2 * place);
        }
        if (a->parts & HOP_MOTION_MSD) {
            hopi_displacements(&run->frames, group, used, b * run->lag_block, run->lag_block,
                               run->lag_count, run->lags, a->msd + HOPI_LAGS * place);
        }
    }
}

static void analyse_task(void *user, size_t worker, size_t begin, size_t end)
{
    const analysis *a = user;
    for (size_t i = begin; i < end; i++) {
        const size_t g = i % a->run->group_count;
        const desk d = desk_of(a, worker);
        hopi_group *group = &a->run->groups[g];
        switch (i / a->run->group_count) {
        case SCALAR:
            if (a->parts & HOP_MOTION_SCALAR) {
                scalar_part(a, &a->whole, g, 0, d, &a->scalar[g], a->scalar_density + g * a->bins);
            } else if (a->parts & HOP_MOTION_AMPLITUDE) {
                distance_steps(&a->run->frames, g, 0, a->run->frames.count,
                               a->run->carried_blocks > 0 ? group->carried : NULL, d.series);
            }
            if (a->parts & HOP_MOTION_AMPLITUDE) {
                hopi_runs_add(&group->runs, group->walk.used, a->run->frames.count, d.series,
                              a->run->set.histogram_bin_m / a->run->set.length_unit_m);
            }
            break;
        case VECTOR:
            if (a->parts & HOP_MOTION_VECTOR) {
                vector_part(a, &a->whole, g, 0, d, &a->vector[g], a->vector_density + g * a->bins);
            }
            break;
        default:
            block_parts(a, g, d);
        }
    }
}

/* Blocks are for errors: a quick length is worth a few frames. */
static size_t quick_length(size_t n)
{
    for (size_t quick = n; quick > 0; quick--) {
        size_t rest = quick;
        for (size_t p = 2; p <= 5; p++) {
            while (rest % p == 0) {
                rest /= p;
            }
        }
        if (rest == 1) {
            return quick;
        }
    }
    return n;
}

static void choose_blocks(analysis *a)
{
    hop_vibration_run *run = a->run;
    const size_t n = run->frames.count;
    size_t count = (size_t)run->set.blocks;
    count = n / HOPI_LEAST_BLOCK < count ? n / HOPI_LEAST_BLOCK : count;
    a->block_count = count < 2 || n == run->set.block_frames ? 0 : count;
    run->lag_block = a->block_count > 0 ? quick_length(n / count) : n;
    run->lag_count = hopi_lags_choose(run->lag_block, run->lags);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t plan_doubles(size_t length)
{
    return hopi_fourier_memory(length) + length / 2 + 1;
}

static void make_plan(const analysis *a, power_plan *plan, size_t length, double *memory)
{
    const size_t tables = hopi_fourier_memory(length);
    hopi_fourier_plan(&plan->fourier, length, memory, a->workspace);
    plan->gain = NULL;
    if (a->run->kind != HOP_COORDINATES_VELOCITY) {
        plan->gain = memory + tables;
        hopi_power_gain(length, plan->gain);
    }
}

static hop_status allocate(hop_ctx *ctx, analysis *a)
{
    const hop_vibration_run *run = a->run;
    const hopi_allocator memory = run->allocator;
    const size_t n = run->frames.count, block = run->lag_block, groups = run->group_count;
    const size_t blocks = larger(a->block_count, 1);
    const int has_blocks = a->block_count > 0;
    const size_t threads = (size_t)hopi_threads_of(ctx), tasks = TASKS * groups;
    if (hopi_fourier_memory(n) == 0 || n > SIZE_MAX / 4096) {
        return hopi_fail_plain(ctx, HOP_ERR_SIZE_OVERFLOW);
    }
    a->bins = n / 2 + 1;
    a->series_doubles = n * HOPI_ELEMENT;
    a->worker_doubles = 2 * a->series_doubles + HOPI_ELEMENT
                        + larger(hopi_fourier_workspace(n), hopi_fourier_workspace(block));
    a->tables = hopi_allocate(memory, plan_doubles(n) + (has_blocks ? plan_doubles(block) : 0),
                              sizeof(double));
    a->workspace = hopi_allocate(memory, threads < tasks ? threads : tasks,
                                 a->worker_doubles * sizeof(double));
    a->scalar = hopi_allocate(memory, 2 * groups, sizeof *a->scalar);
    a->scalar_density = hopi_allocate(memory, 2 * groups, a->bins * sizeof(double));
    a->scalar_means = hopi_allocate(memory, groups * blocks, (4 + HOPI_LAGS) * sizeof(double));
    if (!a->tables || !a->workspace || !a->scalar || !a->scalar_density || !a->scalar_means) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    a->vector = a->scalar + groups;
    a->vector_density = a->scalar_density + groups * a->bins;
    a->vector_means = a->scalar_means + 2 * groups * blocks;
    a->msd = a->vector_means + 2 * groups * blocks;
    make_plan(a, &a->whole, n, a->tables);
    if (has_blocks) {
        make_plan(a, &a->block, block, a->tables + plan_doubles(n));
    }
    return HOP_OK;
}

static void release(analysis *a)
{
    const hopi_allocator memory = a->run->allocator;
    hopi_release(memory, a->tables);
    hopi_release(memory, a->workspace);
    hopi_release(memory, a->scalar);
    hopi_release(memory, a->scalar_density);
    hopi_release(memory, a->scalar_means);
}

static void add_bands(hopi_bands *to, const hopi_bands *from)
{
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        to->f_power[l] += from->f_power[l];
        to->power[l] += from->power[l];
    }
}

static void add_densities(const analysis *a, const double *from, double *to)
{
    for (size_t g = 0; g < a->run->group_count; g++) {
        for (size_t k = 0; k < a->bins; k++) {
            to[k] += from[g * a->bins + k];
        }
    }
}

/* The mean over ions of one block, in Hz. */
static void add_block_frequency(const analysis *a, const double *means, size_t b, size_t length,
                                hopi_block_sums *out)
{
    const size_t blocks = larger(a->block_count, 1);
    double sum[2] = {0.0, 0.0};
    for (size_t g = 0; g < a->run->group_count; g++) {
        sum[0] += means[2 * (g * blocks + b)];
        sum[1] += means[2 * (g * blocks + b) + 1];
    }
    if (sum[1] > 0.0) {
        hopi_block_add(out, sum[0] / sum[1]
                                / ((double)length * a->run->set.frame_interval_s));
    }
}

static void add_block_displacements(const analysis *a, size_t b)
{
    hop_vibration_run *run = a->run;
    const size_t blocks = larger(a->block_count, 1);
    double msd[HOPI_LAGS];
    for (size_t i = 0; i < run->lag_count; i++) {
        msd[i] = 0.0;
        for (size_t g = 0; g < run->group_count; g++) {
            msd[i] += a->msd[HOPI_LAGS * (g * blocks + b) + i];
        }
        msd[i] /= (double)run->mobile_count;
        hopi_block_add(&run->msd[i], msd[i]);
    }
    const double slope = hopi_displacement_slope(run->lag_block, run->lag_count, run->lags, msd);
    if (!isnan(slope)) {
        hopi_block_add(&run->slope, slope);
    }
}

/* In the order of groups and blocks, so that threads do not change the last bit. */
static void collect(analysis *a)
{
    hop_vibration_run *run = a->run;
    const size_t length = a->block_count > 0 ? run->lag_block : run->frames.count;
    for (size_t g = 0; g < run->group_count; g++) {
        add_bands(&run->groups[g].scalar, &a->scalar[g]);
        add_bands(&run->groups[g].vector, &a->vector[g]);
        if (a->block_count == 0) {
            add_means(&a->scalar[g], run->groups[g].walk.used, a->scalar_means + 2 * g);
            add_means(&a->vector[g], run->groups[g].walk.used, a->vector_means + 2 * g);
        }
    }
    add_densities(a, a->scalar_density, run->scalar_density);
    add_densities(a, a->vector_density, run->vector_density);
    for (size_t b = 0; b < larger(a->block_count, 1); b++) {
        if (a->parts & HOP_MOTION_SCALAR) {
            add_block_frequency(a, a->scalar_means, b, length, &run->nu_scalar);
        }
        if (a->parts & HOP_MOTION_VECTOR) {
            add_block_frequency(a, a->vector_means, b, length, &run->nu_vector);
        }
        if (a->parts & HOP_MOTION_MSD) {
            add_block_displacements(a, b);
        }
    }
}

/* Distances of the last frame, from which the next block goes on. */
static void carry_on(hop_vibration_run *run)
{
    const size_t last = run->frames.count - 1;
    double buffers[3][HOPI_TILE * HOPI_GROUP];
    for (size_t g = 0; g < run->group_count; g++) {
        memcpy(run->groups[g].carried, distances(&run->frames, g, last, 1, buffers),
               sizeof run->groups[g].carried);
    }
    run->frames.count = 0;
    run->carried_blocks++;
}

static hop_status prepare_densities(hop_ctx *ctx, hop_vibration_run *run)
{
    if (run->length > 0) {
        return HOP_OK;
    }
    run->scalar_density = hopi_allocate(run->allocator, run->frames.count, sizeof(double));
    run->vector_density = hopi_allocate(run->allocator, run->frames.count, sizeof(double));
    run->length = run->frames.count;
    return run->scalar_density && run->vector_density
               ? HOP_OK
               : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
}

/* What is left after the last whole block shows in the amplitudes only. */
static hop_status analyse_rest(hop_ctx *ctx, hop_vibration_run *run)
{
    const size_t n = run->frames.count;
    if (!(run->set.parts & HOP_MOTION_AMPLITUDE) || n == 0) {
        return HOP_OK;
    }
    double *steps = hopi_allocate(run->allocator, n, HOPI_GROUP * sizeof *steps);
    if (!steps) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t g = 0; g < run->group_count; g++) {
        hopi_group *group = &run->groups[g];
        distance_steps(&run->frames, g, 0, n, group->carried, steps);
        hopi_runs_add(&group->runs, group->walk.used, n, steps,
                      run->set.histogram_bin_m / run->set.length_unit_m);
    }
    hopi_release(run->allocator, steps);
    return HOP_OK;
}

hop_status hopi_run_analyse(hop_ctx *ctx, hop_vibration_run *run, int is_last)
{
    if (is_last && run->carried_blocks > 0) {
        return analyse_rest(ctx, run);
    }
    analysis a = {.run = run, .parts = run->set.parts};
    choose_blocks(&a);
    hop_status status = prepare_densities(ctx, run);
    if (status == HOP_OK) {
        status = allocate(ctx, &a);
    }
    if (status == HOP_OK) {
        status = hopi_parallel(ctx, TASKS * run->group_count, 1, analyse_task, &a);
    }
    if (status == HOP_OK) {
        collect(&a);
    }
    release(&a);
    if (status == HOP_OK && !is_last) {
        carry_on(run);
    }
    return status;
}
