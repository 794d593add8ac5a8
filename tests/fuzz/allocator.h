/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_ALLOCATOR_H
#define HOPT_ALLOCATOR_H

#include <stddef.h>

/* Counts what is live, and refuses one call. */
typedef struct hopt_allocator {
    size_t live, peak, calls;
    size_t failing_call; /* 0: none */
} hopt_allocator;

void *hopt_allocate(void *user, size_t size);
void hopt_release(void *user, void *memory);

#endif
