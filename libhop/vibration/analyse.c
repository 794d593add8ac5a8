/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/instructions.h"
#include "base/threads.h"
#include "handle.h"
#include "series.h"
#include "spectrum.h"

/* The parts of the work on a group that threads share; the caches hold it from one to the next. */
enum { SCALAR, VECTOR, BLOCKS, TASKS };

/* Where threads have no other work left, they share the last transform: these steps of it. */
enum { LAY, COLUMNS, ROWS, STEPS, SHARES = 4 };

/* One analysis of the frames held: of all of them, and of blocks of them. */
typedef struct analysis {
    hop_vibration_run *run;
    int32_t parts, instructions;
    hopi_spectrum whole, block;
    size_t block_count;         /* 0: the frames are themselves one */
    double *tables, *workspace; /* memory of the plans, and of the workers */
    double *desks;              /* of the workers */
    int is_shared;              /* the scalar spectrum of the last group */
    double *shared;             /* its series */
    hopi_bands bands[SHARES];
    hopi_gate gate;
    size_t worker_doubles, series_doubles;
    hopi_bands *scalar, *vector; /* of each group, of all frames */
    double *scalar_density, *vector_density;   /* of each group, by rows; NULL */
    double *scalar_means, *vector_means, *msd; /* of each group and block: sums over ions */
} analysis;

/* Workspace of one worker. */
typedef struct desk {
    double *series, *rest;
} desk;

static desk desk_of(const analysis *a, size_t worker)
{
    double *start = a->desks + worker * a->worker_doubles;
    return (desk){start, start + a->series_doubles};
}

static double *density_of(const analysis *a, double *densities, size_t group)
{
    return densities ? densities + group * a->whole.places : NULL;
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

/* The steps of the distances of a group, on the desk. */
static void lay_steps(const analysis *a, size_t group, size_t first, size_t n, desk d)
{
    const hop_vibration_run *run = a->run;
    hopi_series_steps(&run->frames, group, first, n,
                      run->carried_blocks > 0 ? run->groups[group].carried : NULL,
                      HOPI_VERSION_FOR(a->instructions, hopi_path_steps), d.series);
}

static void add_power(const analysis *a, const hopi_spectrum *plan, const double *gain,
                      size_t group, desk d, hopi_bands *bands, double *density)
{
    const hopi_share all = {0, 1};
    hopi_spectrum_columns(plan, all, d.series, d.rest);
    hopi_spectrum_rows(plan, all, gain, a->run->groups[group].walk.used, d.series, d.rest, bands,
                       density);
}

static void scalar_part(const analysis *a, const hopi_spectrum *plan, size_t group, desk d,
                        hopi_bands *bands, double *density)
{
    add_power(a, plan, NULL, group, d, bands, density);
    quiet(bands);
}

static void vector_part(const analysis *a, const hopi_spectrum *plan, size_t group,
                        size_t first, desk d, hopi_bands *bands, double *density)
{
    const int is_velocity = a->run->kind == HOP_COORDINATES_VELOCITY;
    for (size_t c = 0; c < 3; c++) {
        hopi_series_velocity(&a->run->frames, group, c, is_velocity, first, plan->fourier.length,
                             plan->window, d.series);
        add_power(a, plan, plan->gain, group, d, bands, density);
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
            lay_steps(a, group, b * run->lag_block, run->lag_block, d);
            scalar_part(a, &a->block, group, d, &scalar, NULL);
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

static void scalar_task(const analysis *a, size_t g, desk d)
{
    const hop_vibration_run *run = a->run;
    hopi_ion_group *group = &a->run->groups[g];
    const size_t n = run->frames.count;
    if (a->parts & (HOP_MOTION_SCALAR | HOP_MOTION_AMPLITUDE)) {
        lay_steps(a, g, 0, n, d);
    }
    if (a->parts & HOP_MOTION_AMPLITUDE) {
        hopi_runs_add(&group->runs, group->walk.used, n, d.series,
                      run->set.histogram_bin_m / run->set.length_unit_m);
    }
    if (a->parts & HOP_MOTION_SCALAR) {
        scalar_part(a, &a->whole, g, d, &a->scalar[g], density_of(a, a->scalar_density, g));
    }
}

/* A share of a step on the scalar spectrum of the last group, which waits for the step before. */
static void shared_task(analysis *a, size_t item, desk own)
{
    const hop_vibration_run *run = a->run;
    const size_t step = item / SHARES, g = run->group_count - 1, n = run->frames.count;
    const hopi_share share = {item % SHARES, SHARES};
    const size_t first = n / SHARES * share.which, rest = share.which + 1 == SHARES ? n % SHARES : 0;
    hopi_gate_wait(&a->gate, step * SHARES);
    switch (step) {
    case LAY:
        lay_steps(a, g, first, n / SHARES + rest,
                  (desk){a->shared + HOPI_ELEMENT * first, own.rest});
        break;
    case COLUMNS:
        hopi_spectrum_columns(&a->whole, share, a->shared, own.rest);
        break;
    default:
        hopi_spectrum_rows(&a->whole, share, NULL, run->groups[g].walk.used, a->shared, own.rest,
                           &a->bands[share.which], density_of(a, a->scalar_density, g));
    }
    hopi_gate_wait(&a->gate, item);
    hopi_gate_pass(&a->gate, item);
}

static void analyse_task(void *user, size_t worker, size_t begin, size_t end)
{
    analysis *a = user;
    const size_t groups = a->run->group_count;
    for (size_t i = begin; i < end; i++) {
        const size_t g = i / TASKS;
        const desk d = desk_of(a, worker);
        if (g >= groups) {
            shared_task(a, i - TASKS * groups, d);
        } else if (i % TASKS == SCALAR && !(a->is_shared && g + 1 == groups)) {
            scalar_task(a, g, d);
        } else if (i % TASKS == VECTOR && a->parts & HOP_MOTION_VECTOR) {
            vector_part(a, &a->whole, g, 0, d, &a->vector[g], density_of(a, a->vector_density, g));
        } else if (i % TASKS == BLOCKS) {
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

static void make_plan(const analysis *a, hopi_spectrum *plan, size_t length, double *memory)
{
    const int has_vector = (a->parts & HOP_MOTION_VECTOR) != 0;
    hopi_spectrum_plan(plan, length, a->instructions, has_vector,
                       has_vector && a->run->kind != HOP_COORDINATES_VELOCITY, memory,
                       a->workspace);
}

static hop_status allocate_densities(hop_ctx *ctx, analysis *a)
{
    const hop_vibration_run *run = a->run;
    const int has_scalar = a->parts & HOP_MOTION_SCALAR, has_vector = a->parts & HOP_MOTION_VECTOR;
    if (has_scalar) {
        a->scalar_density = hopi_allocate(run->allocator, run->group_count,
                                          a->whole.places * sizeof(double));
    }
    if (has_vector) {
        a->vector_density = hopi_allocate(run->allocator, run->group_count,
                                          a->whole.places * sizeof(double));
    }
    return (!has_scalar || a->scalar_density) && (!has_vector || a->vector_density)
               ? HOP_OK
               : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
}

static hop_status allocate(hop_ctx *ctx, analysis *a)
{
    const hop_vibration_run *run = a->run;
    const hopi_allocator memory = run->allocator;
    const size_t n = run->frames.count, block = run->lag_block, groups = run->group_count;
    const size_t blocks = larger(a->block_count, 1);
    const int has_blocks = a->block_count > 0;
    const size_t threads = (size_t)hopi_threads_of(ctx), tasks = TASKS * groups + SHARES;
    const size_t workers = threads < tasks ? threads : tasks;
    if (hopi_fourier_memory(n) == 0 || n > SIZE_MAX / 4096) {
        return hopi_fail_plain(ctx, HOP_ERR_SIZE_OVERFLOW);
    }
    a->series_doubles = n * HOPI_ELEMENT;
    a->worker_doubles = a->series_doubles + HOPI_ELEMENT
                        + larger(hopi_fourier_workspace(n), hopi_fourier_workspace(block));
    a->tables = hopi_allocate_unset(
        memory, hopi_spectrum_memory(n) + (has_blocks ? hopi_spectrum_memory(block) : 0), sizeof(double));
    a->workspace = hopi_allocate_unset(memory, workers + (a->is_shared ? 1 : 0),
                                       a->worker_doubles * sizeof(double));
    a->scalar = hopi_allocate(memory, 2 * groups, sizeof *a->scalar);
    a->scalar_means = hopi_allocate(memory, groups * blocks, (4 + HOPI_LAGS) * sizeof(double));
    if (!a->tables || !a->workspace || !a->scalar || !a->scalar_means) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    a->desks = hopi_first_line(a->workspace);
    a->shared = a->desks + workers * a->worker_doubles;
    a->vector = a->scalar + groups;
    a->vector_means = a->scalar_means + 2 * groups * blocks;
    a->msd = a->vector_means + 2 * groups * blocks;
    make_plan(a, &a->whole, n, a->tables);
    if (has_blocks) {
        make_plan(a, &a->block, block, a->tables + hopi_spectrum_memory(n));
    }
    return allocate_densities(ctx, a);
}

static void release(analysis *a)
{
    const hopi_allocator memory = a->run->allocator;
    hopi_release(memory, a->tables);
    hopi_release(memory, a->workspace);
    hopi_release(memory, a->scalar);
    hopi_release(memory, a->scalar_density);
    hopi_release(memory, a->vector_density);
    hopi_release(memory, a->scalar_means);
}

static void add_bands(hopi_bands *to, const hopi_bands *from)
{
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        to->f_power[l] += from->f_power[l];
        to->power[l] += from->power[l];
    }
}

/* from, of each group, ends as the sum. */
static void add_densities(const analysis *a, double *from, double *to)
{
    const size_t places = a->whole.places;
    for (size_t g = 1; g < a->run->group_count; g++) {
        const double *more = from + g * places;
        for (size_t i = 0; i < places; i++) {
            from[i] += more[i];
        }
    }
    hopi_spectrum_sort(&a->whole, from, to);
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
    for (size_t i = 0; a->is_shared && i < SHARES; i++) {
        add_bands(&a->scalar[run->group_count - 1], &a->bands[i]);
    }
    if (a->is_shared) {
        quiet(&a->scalar[run->group_count - 1]);
    }
    for (size_t g = 0; g < run->group_count; g++) {
        add_bands(&run->groups[g].scalar, &a->scalar[g]);
        add_bands(&run->groups[g].vector, &a->vector[g]);
        if (a->block_count == 0) {
            add_means(&a->scalar[g], run->groups[g].walk.used, a->scalar_means + 2 * g);
            add_means(&a->vector[g], run->groups[g].walk.used, a->vector_means + 2 * g);
        }
    }
    if (a->scalar_density) {
        add_densities(a, a->scalar_density, run->scalar_density);
    }
    if (a->vector_density) {
        add_densities(a, a->vector_density, run->vector_density);
    }
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
static void carry_on(hop_vibration_run *run, int32_t instructions)
{
    const size_t last = run->frames.count - 1;
    for (size_t g = 0; g < run->group_count && run->frames.components == 3; g++) {
        hopi_series_distances(&run->frames, g, last,
                              HOPI_VERSION_FOR(instructions, hopi_path_steps),
                              run->groups[g].carried);
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
        hopi_ion_group *group = &run->groups[g];
        hopi_series_steps(&run->frames, g, 0, n, group->carried,
                          HOPI_VERSION_FOR(hopi_instructions_of(ctx), hopi_path_steps), steps);
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
    analysis a = {
        .run = run, .parts = run->set.parts, .instructions = hopi_instructions_of(ctx)};
    choose_blocks(&a);
    /* Other parts have small pieces enough. */
    a.is_shared = a.parts == HOP_MOTION_SCALAR;
    hopi_gate_init(&a.gate);
    hop_status status = prepare_densities(ctx, run);
    if (status == HOP_OK) {
        status = allocate(ctx, &a);
    }
    if (status == HOP_OK) {
        status = hopi_parallel(ctx, TASKS * run->group_count + (a.is_shared ? STEPS * SHARES : 0),
                               1, analyse_task, &a);
    }
    if (status == HOP_OK) {
        collect(&a);
    }
    release(&a);
    if (status == HOP_OK && !is_last) {
        carry_on(run, a.instructions);
    }
    return status;
}
