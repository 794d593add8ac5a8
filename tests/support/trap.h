/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_TRAP_H
#define HOPT_TRAP_H

#include <stddef.h>

#include <check.h>
#include <hop/hop.h>

/*
 * An allocator that refuses its call number failing_call (0: none), or all from it on, and
 * counts the pieces of memory that are alive, and their bytes.
 */
typedef struct hopt_trap {
    int failing_call, keeps_failing;
    int calls, live;
    size_t live_bytes, most_bytes;
} hopt_trap;

hop_status hopt_trapped_context(hopt_trap *trap, hop_ctx **ctx);

typedef hop_status (*hopt_job)(hop_ctx *ctx);

/*
 * Every call of the allocator in a job fails, once alone and once with all that follow: the
 * answer is HOP_ERR_OUT_OF_MEMORY and nothing is left behind.
 */
void hopt_assert_every_failure_is_clean(hopt_job run);

/* What an out pointer holds before a call that must not leave it as it is. */
extern int hopt_poison;
#define HOPT_POISON ((void *)&hopt_poison)

/* status = call, and the promise about its out pointer. */
#define HOPT_CALL(status, call, out)                                                           \
    do {                                                                                       \
        (status) = (call);                                                                     \
        ck_assert((status) == HOP_OK ? (out) != NULL && (void *)(out) != HOPT_POISON           \
                                     : (out) == NULL);                                         \
    } while (0)

#endif
