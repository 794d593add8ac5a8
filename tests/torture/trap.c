/* SPDX-License-Identifier: BSD-3-Clause */
#include "trap.h"

#include <stdlib.h>
#include <string.h>

#include <check.h>

/* The allocator refuses when it is called for the failing_call-th time. */
typedef struct trap {
    int calls, failing_call, live;
} trap;

static void *trapped_allocate(void *user, size_t size)
{
    trap *t = user;
    if (++t->calls == t->failing_call) {
        return NULL;
    }
    t->live++;
    return malloc(size);
}

static void trapped_release(void *user, void *memory)
{
    ((trap *)user)->live--;
    free(memory);
}

void hopt_assert_every_failure_is_clean(hopt_job run, const char *argument)
{
    int failures = 0;
    for (int k = 2;; k++) { /* the first call makes the context */
        trap t = {0, k, 0};
        hop_ctx *ctx = NULL;
        ck_assert_int_eq(
            hop_ctx_create_with_allocator(trapped_allocate, trapped_release, &t, &ctx), HOP_OK);
        const hop_status status = run(ctx, argument);
        ck_assert_msg(t.live == 1, "call %d: %d pieces of memory left", k, t.live - 1);
        if (t.calls < k) {
            ck_assert_int_eq(status, HOP_OK);
            hop_ctx_destroy(ctx);
            break;
        }
        ck_assert_msg(status == HOP_ERR_OUT_OF_MEMORY, "call %d: %s", k,
                      hop_status_name(status));
        ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "no memory"));
        hop_ctx_destroy(ctx);
        failures++;
    }
    ck_assert_int_gt(failures, 0);
}
