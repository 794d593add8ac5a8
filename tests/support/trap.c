/* SPDX-License-Identifier: BSD-3-Clause */
#include "trap.h"

#include <stdlib.h>
#include <string.h>

int hopt_poison;

static void *allocate(void *user, size_t size)
{
    hopt_trap *t = user;
    t->calls++;
    if (t->failing_call > 0
        && (t->calls == t->failing_call || (t->keeps_failing && t->calls > t->failing_call))) {
        return NULL;
    }
    max_align_t *memory = malloc(sizeof *memory + size);
    if (!memory) {
        return NULL;
    }
    memcpy(memory, &size, sizeof size);
    t->live++;
    t->live_bytes += size;
    t->most_bytes = t->live_bytes > t->most_bytes ? t->live_bytes : t->most_bytes;
    return memory + 1;
}

static void release(void *user, void *memory)
{
    hopt_trap *t = user;
    max_align_t *start = (max_align_t *)memory - 1;
    size_t size;
    memcpy(&size, start, sizeof size);
    t->live--;
    t->live_bytes -= size;
    free(start);
}

hop_status hopt_trapped_context(hopt_trap *trap, hop_ctx **ctx)
{
    return hop_ctx_create_with_allocator(allocate, release, trap, ctx);
}

/* Answers whether the job has so many calls. */
static int fails_cleanly(hopt_job run, int call, int keeps_failing)
{
    hopt_trap t = {.failing_call = call, .keeps_failing = keeps_failing};
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hopt_trapped_context(&t, &ctx), HOP_OK);
    const hop_status status = run(ctx);
    const int has_failed = t.calls >= call;
    ck_assert_msg(t.live == 1, "call %d: %d pieces of memory left", call, t.live - 1);
    ck_assert_msg(status == (has_failed ? HOP_ERR_OUT_OF_MEMORY : HOP_OK), "call %d: %s", call,
                  hop_status_name(status));
    ck_assert(!has_failed || strstr(hop_ctx_error(ctx), "no memory"));
    hop_ctx_destroy(ctx);
    return has_failed;
}

void hopt_assert_every_failure_is_clean(hopt_job run)
{
    for (int keeps_failing = 0; keeps_failing < 2; keeps_failing++) {
        const int first = 2; /* the first call makes the context */
        int call = first;
        while (fails_cleanly(run, call, keeps_failing)) {
            call++;
        }
        ck_assert_int_gt(call, first);
    }
}
