/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "handle.h"

/* Frames are handed over in batches, so that threads have something to share. */
enum { BATCH_FRAMES = 64, BATCH_NUMBERS = 1 << 19 };

/* The share of the time that reading takes. */
#define READING_SHARE 0.9

typedef struct batch {
    size_t capacity, count;
    double *values, *cells;
} batch;

static hop_status settle_interval(hop_ctx *ctx, const hop_trajectory *t,
                                  hopi_vibration_settings *set)
{
    const double stated_s = hop_trajectory_frame_interval(t), given_s = set->frame_interval_s;
    if (isnan(stated_s) && isnan(given_s)) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "the file does not state the time between its frames: expected it in the "
                         "options");
    }
    if (!isnan(given_s) && !isnan(stated_s) && fabs(given_s - stated_s) > 1e-6 * stated_s) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "%g fs between frames were given, but the file states %g fs",
                         1e15 * given_s, 1e15 * stated_s);
    }
    set->frame_interval_s = isnan(given_s) ? stated_s : given_s;
    const double unit_m = hop_trajectory_length_unit(t);
    set->length_unit_m = isnan(unit_m) ? set->length_unit_m : unit_m;
    return HOP_OK;
}

/* Masses of all ions, or NULL if one of them is not known. */
static hop_status masses_of(hop_ctx *ctx, const hop_trajectory *t, hopi_allocator allocator,
                            double **out)
{
    const size_t n = hop_trajectory_ions(t);
    double *masses = hopi_allocate(allocator, n, sizeof *masses);
    if (!masses) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    *out = masses;
    for (size_t i = 0; i < n; i++) {
        masses[i] = hop_trajectory_mass(t, i);
        if (isnan(masses[i])) {
            hopi_release(allocator, masses);
            *out = NULL;
            return HOP_OK;
        }
    }
    return HOP_OK;
}

static hop_status fill_batch(hop_ctx *ctx, hop_trajectory *t, batch *b, int32_t *has_frame)
{
    const size_t per_frame = 3 * hop_trajectory_ions(t);
    hop_status status = HOP_OK;
    b->count = 0;
    *has_frame = 1;
    while (status == HOP_OK && *has_frame && b->count < b->capacity) {
        status = hop_trajectory_next(ctx, t, b->values + b->count * per_frame,
                                     b->cells + 9 * b->count, has_frame);
        b->count += status == HOP_OK && *has_frame;
    }
    return status;
}

static hop_status read_frames(hop_ctx *ctx, hop_trajectory *t, batch *b, hop_vibration_run *run)
{
    const int has_cell = hop_trajectory_has_cell(t);
    int32_t has_frame = 1;
    hop_status status = HOP_OK;
    while (status == HOP_OK && has_frame) {
        status = fill_batch(ctx, t, b, &has_frame);
        if (status == HOP_OK && b->count > 0) {
            const hopi_progress_span span = hopi_progress_hold(ctx);
            status = hop_vibration_add(ctx, run, hop_trajectory_kind(t), b->count, b->values,
                                       has_cell ? b->count : 0, has_cell ? b->cells : NULL);
            hopi_progress_restore(ctx, span);
        }
    }
    run->is_truncated = hop_trajectory_is_truncated(t);
    return status;
}

static hop_status read_run(hop_ctx *ctx, hop_trajectory *t, hop_vibration_run *run,
                           hop_vibration **out)
{
    const size_t per_frame = 3 * hop_trajectory_ions(t), fitting = BATCH_NUMBERS / per_frame;
    batch b = {.capacity = fitting < 1 ? 1 : fitting < BATCH_FRAMES ? fitting : BATCH_FRAMES};
    b.values = hopi_allocate(run->allocator, b.capacity, per_frame * sizeof *b.values);
    b.cells = hopi_allocate(run->allocator, b.capacity, 9 * sizeof *b.cells);
    hopi_progress_span span = hopi_progress_part(ctx, 0.0, READING_SHARE);
    hop_status status = b.values && b.cells ? read_frames(ctx, t, &b, run)
                                            : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    hopi_progress_restore(ctx, span);
    hopi_release(run->allocator, b.values);
    hopi_release(run->allocator, b.cells);
    if (status == HOP_OK) {
        span = hopi_progress_part(ctx, READING_SHARE, 1.0);
        status = hop_vibration_finish(ctx, run, out);
        hopi_progress_restore(ctx, span);
    }
    return status;
}

hop_status hop_vibration_read(hop_ctx *ctx, hop_trajectory *trajectory,
                              const hop_vibration_options *options, const int32_t *roles,
                              hop_vibration **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!trajectory || !options || !roles) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_vibration_options settled = *options;
    hop_vibration_run *run = NULL;
    double *masses = NULL;
    hop_status status = settle_interval(ctx, trajectory, &settled.set);
    if (status == HOP_OK) {
        status = masses_of(ctx, trajectory, allocator, &masses);
    }
    if (status == HOP_OK) {
        status = hop_vibration_begin(ctx, &settled, hop_trajectory_ions(trajectory), roles,
                                     masses, &run);
    }
    hopi_release(allocator, masses);
    if (status == HOP_OK) {
        status = read_run(ctx, trajectory, run, out);
    }
    hop_vibration_run_destroy(run);
    return status;
}
