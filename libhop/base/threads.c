/* SPDX-License-Identifier: BSD-3-Clause */
#define _POSIX_C_SOURCE 200809L

#include "threads.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>

typedef struct job {
    size_t count, block;
    hopi_work_fn work;
    void *user;
    atomic_size_t next, done;
    atomic_int is_cancelled;
} job;

typedef struct member {
    job *job;
    size_t worker;
    pthread_t thread;
} member;

/* Takes the next block and does it; 0 if there is none left. */
static int do_block(job *j, size_t worker)
{
    if (atomic_load(&j->is_cancelled)) {
        return 0;
    }
    const size_t begin = atomic_fetch_add(&j->next, j->block);
    if (begin >= j->count) {
        return 0;
    }
    const size_t left = j->count - begin;
    const size_t size = left < j->block ? left : j->block;
    j->work(j->user, worker, begin, begin + size);
    atomic_fetch_add(&j->done, size);
    return 1;
}

static void *run(void *data)
{
    const member *m = data;
    while (do_block(m->job, m->worker)) {
    }
    return NULL;
}

/* Signals are for the threads of the program, not for ours. */
static size_t start(member *members, size_t wanted)
{
    sigset_t all, before;
    sigfillset(&all);
    const int is_masked = pthread_sigmask(SIG_SETMASK, &all, &before) == 0;
    size_t started = 0;
    while (started < wanted
           && pthread_create(&members[started].thread, NULL, run, &members[started]) == 0) {
        started++;
    }
    if (is_masked) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    return started;
}

hop_status hopi_parallel_on(hop_ctx *ctx, size_t threads, size_t count, size_t block,
                            hopi_work_fn work, void *user)
{
    job j = {.count = count, .block = block, .work = work, .user = user};
    member members[HOPI_MAX_THREADS];
    const size_t blocks = count / block + (count % block != 0);
    const size_t most = (size_t)hopi_threads_of(ctx), allowed = threads < most ? threads : most;
    const size_t helpers = (allowed < blocks ? allowed : blocks) - (blocks > 0);
    for (size_t k = 0; k < helpers; k++) {
        members[k] = (member){.job = &j, .worker = k + 1};
    }
    const size_t started = start(members, helpers);
    hop_status status = HOP_OK;
    while (status == HOP_OK && do_block(&j, 0)) {
        status = hopi_progress(ctx, (double)atomic_load(&j.done) / (double)count);
    }
    if (status != HOP_OK) {
        atomic_store(&j.is_cancelled, 1);
    }
    for (size_t k = 0; k < started; k++) {
        pthread_join(members[k].thread, NULL);
    }
    return status;
}

hop_status hopi_parallel(hop_ctx *ctx, size_t count, size_t block, hopi_work_fn work,
                         void *user)
{
    return hopi_parallel_on(ctx, HOPI_MAX_THREADS, count, block, work, user);
}

void hopi_gate_init(hopi_gate *gate)
{
    atomic_init(&gate->next, 0);
}

/* The item before is being done: soon over, unless its thread has no processor. */
void hopi_gate_wait(hopi_gate *gate, size_t item)
{
    enum { LOOKS = 2000 };
    for (size_t i = 0; atomic_load_explicit(&gate->next, memory_order_acquire) < item; i++) {
        if (i >= LOOKS) {
            sched_yield();
        }
    }
}

void hopi_gate_pass(hopi_gate *gate, size_t item)
{
    atomic_store_explicit(&gate->next, item + 1, memory_order_release);
}

void hopi_pulse_begin(hopi_pulse *pulse, hop_ctx *ctx, double steps)
{
    pulse->ctx = ctx;
    pulse->steps = steps;
    pulse->span = hopi_progress_hold(ctx);
    atomic_init(&pulse->done, 0);
    atomic_init(&pulse->is_cancelled, 0);
}

/* Worker 0 is the calling thread, which alone reports. */
int hopi_pulse_beat(hopi_pulse *pulse, size_t worker)
{
    const size_t done = atomic_fetch_add(&pulse->done, 1) + 1;
    if (worker == 0 && !atomic_load(&pulse->is_cancelled)) {
        hopi_progress_restore(pulse->ctx, pulse->span);
        const hop_status status = hopi_progress(pulse->ctx, fmin(1.0, (double)done / pulse->steps));
        hopi_progress_hold(pulse->ctx);
        atomic_store(&pulse->is_cancelled, status != HOP_OK);
    }
    return !atomic_load(&pulse->is_cancelled);
}

hop_status hopi_pulse_end(hopi_pulse *pulse)
{
    hopi_progress_restore(pulse->ctx, pulse->span);
    return atomic_load(&pulse->is_cancelled) ? hopi_fail_plain(pulse->ctx, HOP_ERR_CANCELLED)
                                             : HOP_OK;
}
