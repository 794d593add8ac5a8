/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/instructions.h"
#include "base/threads.h"
#include "handle.h"

/* Frames on their way into a run. */
typedef struct intake {
    hop_vibration_run *run;
    hopi_slab slab;
    double *drift;
    size_t first; /* where the first frame goes */
    int32_t instructions;
} intake;

static void find_drift(void *user, size_t worker, size_t begin, size_t end)
{
    const intake *in = user;
    (void)worker;
    HOPI_VERSION_FOR(in->instructions, hopi_path_drift)(
        &in->slab, begin, end, in->run->drift_index, in->run->drift_weights, in->run->drift_count,
        in->drift);
}

/*
 * The frames after n at t, for so many groups, if the mobile ions are neighbours. All of
 * them, also those of other threads: half a frame is read no faster.
 */
static hopi_ahead frames_ahead(const intake *in, size_t groups, size_t t, size_t n)
{
    const hop_vibration_run *run = in->run;
    const hopi_walk *last = &run->groups[run->group_count - 1].walk;
    const size_t stride = 3 * in->slab.ions, start = 3 * run->groups[0].walk.index[0];
    const size_t row = 3 * (last->index[HOPI_GROUP - 1] + 1) - start;
    /* The shares are rounded up: a little more than n frames. */
    if (row > 3 * HOPI_GROUP * run->group_count || t + 3 * n > in->slab.count) {
        return (hopi_ahead){NULL, NULL, 0, 0, 0};
    }
    const double *next = in->slab.values + stride * (t + n) + start;
    return (hopi_ahead){next, next + row, row, stride, (row + groups - 1) / groups};
}

static void follow_groups(void *user, size_t worker, size_t begin, size_t end)
{
    const intake *in = user;
    hopi_frames *frames = &in->run->frames;
    hopi_path_follow_fn *const follow = HOPI_VERSION_FOR(in->instructions, hopi_path_follow);
    double buffers[3][HOPI_TILE * HOPI_GROUP];
    const size_t components = frames->components;
    (void)worker;
    /* All groups of a few frames at a time: they stand side by side in memory. */
    for (size_t t = 0, n = 0; t < in->slab.count; t += n) {
        const size_t left = in->slab.count - t;
        n = hopi_frames_together(frames, in->first + t, left < HOPI_TILE ? left : HOPI_TILE);
        hopi_ahead ahead = frames_ahead(in, end - begin, t, n);
        for (size_t g = begin; g < end; g++) {
            double *tile[3] = {buffers[0], buffers[1], buffers[2]};
            for (size_t c = 0; c < components; c++) {
                tile[c] = hopi_frames_place(frames, g, c, in->first + t, buffers[c]);
            }
            follow(&in->slab, t, t + n, &in->run->groups[g].walk, components == 1, &ahead, tile);
            for (size_t c = 0; frames->is_single && c < components; c++) {
                hopi_frames_put(frames, g, c, in->first + t, n, tile[c]);
            }
        }
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

/* Frames that fit into the block. */
static hop_status take(hop_ctx *ctx, hop_vibration_run *run, const hopi_slab *slab)
{
    intake in = {.run = run,
                 .slab = *slab,
                 .first = run->frames.count,
                 .instructions = hopi_instructions_of(ctx)};
    hop_status status = HOP_OK;
    in.slab.before = run->has_last ? run->last : NULL;
    in.slab.cell_before = &run->last_cell;
    if (run->drift_count > 0) {
        in.drift = hopi_allocate(run->allocator, slab->count, 3 * sizeof *in.drift);
        if (!in.drift) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        status = hopi_parallel(ctx, slab->count, HOPI_TILE, find_drift, &in);
        in.slab.drift = in.drift;
    }
    if (status == HOP_OK) {
        const size_t threads = (size_t)hopi_threads_of(ctx);
        const size_t share = (run->group_count + threads - 1) / threads;
        status = hopi_parallel(ctx, run->group_count, share, follow_groups, &in);
    }
    hopi_release(run->allocator, in.drift);
    if (status == HOP_OK
        && (!is_finite_walk(run)
            || (slab->kind == HOP_COORDINATES_VELOCITY && !is_velocity_finite(slab)))) {
        status = fail_not_finite(ctx, &in);
    }
    if (status == HOP_OK) {
        remember_last(&in);
    }
    return status;
}

/* Numbers between two reports of progress, a few milliseconds of work. */
enum { PORTION = 1 << 22 };

/* Blocks are analysed as soon as they are whole. */
static hop_status take_in_blocks(hop_ctx *ctx, hop_vibration_run *run, hopi_slab slab)
{
    const size_t block = run->set.block_frames, all = slab.count;
    const size_t kept = run->frames.count + all, portion = PORTION / (3 * run->ions) + 1;
    hop_status status = HOP_OK;
    size_t left = all;
    if (!hopi_frames_reserve(&run->frames, block > 0 && block < kept ? block : kept)) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    while (status == HOP_OK && left > 0) {
        const size_t room = block > 0 ? block - run->frames.count : left;
        const size_t wanted = left < portion ? left : portion;
        const double done = (double)(all - left);
        slab.count = wanted < room ? wanted : room;
        const hopi_progress_span span = hopi_progress_part(
            ctx, done / (double)all, (done + (double)slab.count) / (double)all);
        status = take(ctx, run, &slab);
        if (status == HOP_OK && block > 0 && run->frames.count == block) {
            status = hopi_run_analyse(ctx, run, 0);
        }
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
