/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/instructions.h"
#include "base/threads.h"
#include "handle.h"

/*
 * Frames that a thread follows at a time: as many as the nearest cache holds, or, where threads
 * wait for each other at the end, more. Groups that it follows through them: as many as the
 * next cache holds, or one for each thread. Ions times frames that are worth its start.
 */
enum { SHORT_STRETCH = 32, LONG_STRETCH = 64, SLICE = 16, LEAST_SHARE = 1 << 16 };

/* Frames on their way into a run. */
typedef struct intake {
    hop_vibration_run *run;
    hopi_slab slab;
    double *drift;
    size_t first; /* where the first frame goes */
    size_t threads, stretch, stretches, slice;
    int32_t instructions;
} intake;

/* Groups that stand side by side. */
typedef struct slice {
    size_t first, end;
} slice;

/*
 * The frames of a stretch from t on, if the mobile ions are neighbours: of the one that this
 * thread is likely to come to next.
 */
static hopi_ahead frames_ahead(const intake *in, slice g, size_t t)
{
    const hop_vibration_run *run = in->run;
    const hopi_walk *last = &run->groups[g.end - 1].walk;
    const size_t stride = 3 * in->slab.ions, start = 3 * run->groups[g.first].walk.index[0];
    const size_t row = 3 * (last->index[HOPI_GROUP - 1] + 1) - start, count = g.end - g.first;
    /* Shares may end behind their row: not so behind the last. */
    if (row > 3 * HOPI_GROUP * count || t + 1 >= in->slab.count) {
        return (hopi_ahead){NULL, NULL, 0, 0, 0, 0};
    }
    const double *next = in->slab.values + stride * t + start;
    const size_t left = in->slab.count - 1 - t;
    return (hopi_ahead){next, next + row, left < in->stretch ? left : in->stretch, row, stride,
                        (row + count - 1) / count};
}

/* The first frames that a thread comes to, all at once. */
static void ask_for(hopi_ahead ahead)
{
    for (size_t i = 0; ahead.next && i < ahead.rows; i++) {
        for (size_t k = 0; k < ahead.row; k += HOPI_LINE_BYTES / sizeof *ahead.next) {
            __builtin_prefetch(ahead.next + ahead.stride * i + k);
        }
    }
}

/* Frames begin … end − 1 of the slab for one group. */
static void follow_group(const intake *in, const hopi_slab *slab, size_t g, size_t begin,
                         size_t end, hopi_ahead *ahead)
{
    hopi_frames *frames = &in->run->frames;
    hopi_path_follow_fn *const follow = HOPI_VERSION_FOR(in->instructions, hopi_path_follow);
    double buffers[3][LONG_STRETCH * HOPI_GROUP];
    const size_t components = frames->components;
    for (size_t t = begin, n = 0; t < end; t += n) {
        double *out[3] = {buffers[0], buffers[1], buffers[2]};
        n = hopi_frames_together(frames, in->first + t, end - t);
        for (size_t c = 0; c < components; c++) {
            out[c] = hopi_frames_place(frames, g, c, in->first + t, buffers[c]);
        }
        follow(slab, t, t + n, &in->run->groups[g].walk, components == 1, ahead, out);
        for (size_t c = 0; frames->is_single && c < components; c++) {
            hopi_frames_put(frames, g, c, in->first + t, n, out[c]);
        }
    }
}

/* Of the first slice, and for all of them: the others see it when that has passed. */
static void find_drift(const intake *in, slice g, size_t stretch, size_t begin, size_t end)
{
    if (g.first > 0) {
        hopi_gate_wait(&in->run->groups[0].gate, stretch + 1);
        return;
    }
    HOPI_VERSION_FOR(in->instructions, hopi_path_drift)(
        &in->slab, begin, end, in->run->drift_index, in->run->drift_weights, in->run->drift_count,
        in->drift + 3 * begin);
}

/*
 * Some groups of a few frames: they stand side by side in memory, and whole rows are read
 * faster than parts of them. Each group goes on where the stretch before left it, which
 * another thread, some groups ahead, has done.
 */
static void follow_stretch(void *user, size_t worker, size_t item, size_t next)
{
    const intake *in = user;
    const size_t stretch = item % in->stretches, count = in->run->group_count;
    const size_t begin = stretch * in->stretch, left = in->slab.count - begin;
    const size_t end = begin + (left < in->stretch ? left : in->stretch);
    slice g = {item / in->stretches * in->slice, 0};
    g.end = count - g.first < in->slice ? count : g.first + in->slice;
    hopi_ahead ahead = frames_ahead(in, g, begin + in->threads * in->stretch);
    hopi_slab slab = in->slab;
    (void)worker;
    (void)next;
    if (stretch < in->threads) {
        ask_for(frames_ahead(in, g, begin));
    }
    if (in->drift) {
        find_drift(in, g, stretch, begin, end);
        slab.drift = in->drift + 3 * begin;
    }
    for (size_t i = g.first; i < g.end; i++) {
        hopi_gate_wait(&in->run->groups[i].gate, stretch);
        follow_group(in, &slab, i, begin, end, &ahead);
        hopi_gate_pass(&in->run->groups[i].gate, stretch);
    }
}

static int is_finite_walk(const hop_vibration_run *run)
{
    double sum = 0.0;
    for (size_t g = 0; g < run->group_count; g++) {
        for (size_t c = 0; c < 3; c++) {
            for (size_t l = 0; l < HOPI_GROUP; l++) {
                sum += 0.0 * run->groups[g].walk.position[c][l];
            }
        }
    }
    return sum == 0.0;
}

/* Positions are sums, so one number that is not finite shows in the last of them. */
static hop_status fail_not_finite(hop_ctx *ctx, const intake *in)
{
    const size_t per_frame = 3 * in->slab.ions;
    for (size_t i = 0; i < in->slab.count * per_frame; i++) {
        if (!isfinite(in->slab.values[i])) {
            return hopi_fail(ctx, HOP_ERR_NOT_FINITE, "frame %zu, ion %zu: %c is %g",
                             in->run->skipped + in->run->kept + i / per_frame + 1,
                             i % per_frame / 3 + 1, "xyz"[i % 3], in->slab.values[i]);
        }
    }
    return hopi_fail(ctx, HOP_ERR_NOT_FINITE,
                     "a path leaves the range of numbers in frames %zu to %zu",
                     in->run->skipped + in->run->kept + 1,
                     in->run->skipped + in->run->kept + in->slab.count);
}

static int is_velocity_finite(const hopi_slab *slab)
{
    double sum = 0.0;
    for (size_t i = 0; i < slab->count * slab->ions * 3; i++) {
        sum += 0.0 * slab->values[i];
    }
    return sum == 0.0;
}

static void remember_last(intake *in)
{
    hop_vibration_run *run = in->run;
    const hopi_slab *slab = &in->slab;
    memcpy(run->last, slab->values + (slab->count - 1) * 3 * run->ions,
           3 * run->ions * sizeof *run->last);
    run->has_last = 1;
    run->has_last_cell = slab->cells != NULL;
    if (slab->cells) {
        run->last_cell = slab->cells[(slab->count - 1) * slab->cell_stride];
    }
    run->kept += slab->count;
    run->frames.count += slab->count;
}

/* Each thread is some groups behind another, and is worth its start for a while of work only. */
static size_t threads_for(const hop_ctx *ctx, const hop_vibration_run *run, const hopi_slab *slab)
{
    const size_t most = (size_t)hopi_threads_of(ctx), groups = run->group_count;
    const size_t worth = slab->count * run->ions / LEAST_SHARE + 1;
    const size_t room = groups > 1 ? groups / 2 : 1, useful = room < worth ? room : worth;
    return useful < most ? useful : most;
}

/* Frames that fit into the block. */
static hop_status take(hop_ctx *ctx, hop_vibration_run *run, const hopi_slab *slab)
{
    const size_t threads = threads_for(ctx, run, slab);
    intake in = {.run = run,
                 .slab = *slab,
                 .first = run->frames.count,
                 .threads = threads,
                 .stretch = threads > 1 ? LONG_STRETCH : SHORT_STRETCH,
                 .slice = threads > SLICE ? threads : SLICE,
                 .instructions = hopi_instructions_of(ctx)};
    in.slab.before = run->has_last ? run->last : NULL;
    in.slab.cell_before = &run->last_cell;
    in.stretches = (slab->count + in.stretch - 1) / in.stretch;
    if (run->drift_count > 0) {
        in.drift = hopi_allocate_unset(run->allocator, slab->count, 3 * sizeof *in.drift);
        if (!in.drift) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
    }
    for (size_t g = 0; g < run->group_count; g++) {
        hopi_gate_init(&run->groups[g].gate);
    }
    const size_t slices = (run->group_count + in.slice - 1) / in.slice;
    const hop_status status = hopi_parallel_on(ctx, threads, slices * in.stretches, 1,
                                               follow_stretch, &in);
    hopi_release(run->allocator, in.drift);
    if (status != HOP_OK) {
        return status;
    }
    if (!is_finite_walk(run)
        || (slab->kind == HOP_COORDINATES_VELOCITY && !is_velocity_finite(slab))) {
        return fail_not_finite(ctx, &in);
    }
    remember_last(&in);
    return HOP_OK;
}

/* The share of the time of a block that its paths take. */
#define PATHS_SHARE 0.3

/* Frames that fit into the block, which is analysed as soon as it is whole. */
static hop_status take_into_block(hop_ctx *ctx, hop_vibration_run *run, const hopi_slab *slab)
{
    const int is_whole = run->frames.count + slab->count == run->set.block_frames;
    hopi_progress_span span = hopi_progress_part(ctx, 0.0, is_whole ? PATHS_SHARE : 1.0);
    hop_status status = take(ctx, run, slab);
    hopi_progress_restore(ctx, span);
    if (status == HOP_OK && is_whole) {
        span = hopi_progress_part(ctx, PATHS_SHARE, 1.0);
        status = hopi_run_analyse(ctx, run, 0);
        hopi_progress_restore(ctx, span);
    }
    return status;
}

static hop_status take_in_blocks(hop_ctx *ctx, hop_vibration_run *run, hopi_slab slab)
{
    const size_t block = run->set.block_frames, all = slab.count;
    const size_t kept = run->frames.count + all;
    hop_status status = HOP_OK;
    size_t left = all;
    if (!hopi_frames_reserve(&run->frames, block > 0 && block < kept ? block : kept)) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    while (status == HOP_OK && left > 0) {
        const size_t room = block > 0 ? block - run->frames.count : left;
        const double done = (double)(all - left);
        slab.count = left < room ? left : room;
        const hopi_progress_span span = hopi_progress_part(
            ctx, done / (double)all, (done + (double)slab.count) / (double)all);
        status = take_into_block(ctx, run, &slab);
        hopi_progress_restore(ctx, span);
        left -= slab.count;
        slab.values += 3 * run->ions * slab.count;
        slab.cells += slab.cell_stride * slab.count;
    }
    return status;
}

static hop_status check(hop_ctx *ctx, const hop_vibration_run *run, int32_t kind, size_t count,
                        size_t cell_count)
{
    const int is_velocity = kind == HOP_COORDINATES_VELOCITY;
    const int needs_cell = !is_velocity && kind != HOP_COORDINATES_UNWRAPPED;
    if (run->is_over) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "the run is over: it takes no more frames");
    }
    if (kind < HOP_COORDINATES_CARTESIAN || kind > HOP_COORDINATES_FRACTIONAL_UNWRAPPED
        || (run->kind != 0 && kind != run->kind)) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "coordinates of kind %d: expected %s %d", (int)kind,
                         run->kind ? "those of the frames before," : "1 to",
                         run->kind ? (int)run->kind : (int)HOP_COORDINATES_FRACTIONAL_UNWRAPPED);
    }
    if (cell_count > 1 && cell_count != count) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "%zu cells for %zu frames: expected 0, 1 or one for each", cell_count,
                         count);
    }
    if (is_velocity && !(run->set.parts & HOP_MOTION_VECTOR)) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "velocities give HOP_MOTION_VECTOR, which is not asked for");
    }
    if (needs_cell && cell_count == 0) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "no cell: wrapped and fractional coordinates need one");
    }
    return HOP_OK;
}

static hop_status make_cells(hop_ctx *ctx, const hop_vibration_run *run, size_t cell_count,
                             const double *rows, hopi_cell **out)
{
    hopi_cell *cells = hopi_allocate(run->allocator, cell_count, sizeof *cells);
    if (!cells) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < cell_count; i++) {
        if (!hopi_cell_set(&cells[i], rows + 9 * i)) {
            hopi_release(run->allocator, cells);
            return hopi_fail(ctx, HOP_ERR_BAD_GEOMETRY, "frame %zu: the cell has no volume",
                             run->skipped + run->kept + i + 1);
        }
    }
    *out = cells;
    return HOP_OK;
}

hop_status hop_vibration_add(hop_ctx *ctx, hop_vibration_run *run, int32_t kind, size_t count,
                             const double *values, size_t cell_count, const double *cells)
{
    if (!run || (count > 0 && !values) || (cell_count > 0 && !cells)) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check(ctx, run, kind, count, cell_count);
    if (status != HOP_OK) {
        return status;
    }
    const size_t to_skip = run->set.skip - run->skipped;
    const size_t skipped = count < to_skip ? count : to_skip;
    run->skipped += skipped;
    run->kind = kind;
    if (kind == HOP_COORDINATES_VELOCITY) {
        run->set.parts = HOP_MOTION_VECTOR;
    }
    if (count == skipped) {
        return HOP_OK;
    }
    hopi_slab slab = {.kind = kind,
                      .count = count - skipped,
                      .ions = run->ions,
                      .values = values + 3 * run->ions * skipped,
                      .cell_stride = cell_count > 1};
    hopi_cell *made = NULL;
    if (cell_count > 0 && kind != HOP_COORDINATES_VELOCITY) {
        const size_t kept = cell_count > 1 ? count - skipped : 1;
        status = make_cells(ctx, run, kept, cells + 9 * (cell_count - kept), &made);
        slab.cells = made;
    }
    if (status == HOP_OK) {
        status = take_in_blocks(ctx, run, slab);
    }
    hopi_release(run->allocator, made);
    run->is_over = run->is_over || status != HOP_OK;
    return status;
}
