/* SPDX-License-Identifier: BSD-3-Clause */
#include "allocator.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* In front of each piece; the seal is what a write below its start destroys. */
typedef union head {
    struct {
        size_t size;
        uint64_t seal;
    } own;
    max_align_t alignment;
} head;

static const uint64_t seal = 0x5EA1ED0F5EA1ED0F;

void *hopt_allocate(void *user, size_t size)
{
    hopt_allocator *a = user;
    if (++a->calls == a->failing_call || size > SIZE_MAX / 2) {
        return NULL;
    }
    head *piece = malloc(sizeof *piece + size);
    if (!piece) {
        return NULL;
    }
    piece->own.size = size;
    piece->own.seal = seal;
    a->live += size;
    a->peak = a->live > a->peak ? a->live : a->peak;
    return piece + 1;
}

void hopt_release(void *user, void *memory)
{
    hopt_allocator *a = user;
    head *piece = (head *)memory - 1;
    if (piece->own.seal != seal) {
        fprintf(stderr, "memory was written below its start, or released twice\n");
        abort();
    }
    piece->own.seal = 0;
    a->live -= piece->own.size;
    free(piece);
}
