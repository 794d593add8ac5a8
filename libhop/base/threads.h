/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_THREADS_H
#define HOPI_THREADS_H

#include <stdatomic.h>
#include <stddef.h>

#include "context.h"

/*
 * Does the items begin … end − 1. `worker` is below hopi_threads_of(ctx), and no
 * two calls with the same number run at once, so it can choose a workspace.
 */
typedef void (*hopi_work_fn)(void *user, size_t worker, size_t begin, size_t end);

/*
 * Does `count` items in blocks on the threads of the context, the calling one
 * included, which alone reports progress. What an item gives must not depend on
 * other items; then the result does not depend on the number of threads. If the
 * system refuses a thread, fewer do the work.
 * HOP_ERR_CANCELLED if the caller asked to stop: some items were not done then.
 */
hop_status hopi_parallel(hop_ctx *ctx, size_t count, size_t block, hopi_work_fn work,
                         void *user);

/* The same on so many threads at most, where more would only wait. */
hop_status hopi_parallel_on(hop_ctx *ctx, size_t threads, size_t count, size_t block,
                            hopi_work_fn work, void *user);

/*
 * A place that items of hopi_parallel(), in blocks of one, pass in their order, whichever
 * threads do them: item i waits until those before it have passed, and sees what they wrote.
 */
typedef struct hopi_gate {
    atomic_size_t next;
} hopi_gate;

void hopi_gate_init(hopi_gate *gate);
void hopi_gate_wait(hopi_gate *gate, size_t item);
void hopi_gate_pass(hopi_gate *gate, size_t item);

/*
 * For items so long that progress and a cancel must not wait for their end: between _begin()
 * and _end(), around hopi_parallel(), the work counts its steps with hopi_pulse_beat() and
 * gives up where that answers 0. _end() answers HOP_ERR_CANCELLED if the caller asked to stop.
 */
typedef struct hopi_pulse {
    hop_ctx *ctx;
    hopi_progress_span span;
    double steps; /* of all items */
    atomic_size_t done;
    atomic_int is_cancelled;
} hopi_pulse;

void hopi_pulse_begin(hopi_pulse *pulse, hop_ctx *ctx, double steps);
int hopi_pulse_beat(hopi_pulse *pulse, size_t worker);
hop_status hopi_pulse_end(hopi_pulse *pulse);

#endif
