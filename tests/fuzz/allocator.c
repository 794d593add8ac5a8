/* SPDX-License-Identifier: BSD-3-Clause */
#include "allocator.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In front of each piece; a second seal stands behind it: a write outside destroys one. */
typedef union head {
    struct {
        size_t size;
        uint64_t seal;
    } own;
    max_align_t alignment;
} head;

static const uint64_t seal = 0x5EA1ED0F5EA1ED0F;

/* What memory holds before it is written and after it is released: no number, text or pointer. */
enum { UNWRITTEN = 0xE7 };

void *hopt_allocate(void *user, size_t size)
{
    hopt_allocator *a = user;
    if (++a->calls == a->failing_call || size > SIZE_MAX / 2) {
        return NULL;
    }
    head *piece = malloc(sizeof *piece + size + sizeof seal);
    if (!piece) {
        return NULL;
    }
    char *memory = memset(piece + 1, UNWRITTEN, size);
    memcpy(memory + size, &seal, sizeof seal);
    piece->own.size = size;
    piece->own.seal = seal;
    a->live += size;
    a->peak = a->live > a->peak ? a->live : a->peak;
    return memory;
}

void hopt_release(void *user, void *memory)
{
    hopt_allocator *a = user;
    head *piece = (head *)memory - 1;
    const size_t size = piece->own.size;
    if (piece->own.seal != seal || memcmp((char *)memory + size, &seal, sizeof seal) != 0) {
        fprintf(stderr, "memory was written outside its bounds, or released twice\n");
        abort();
    }
    memset(piece, UNWRITTEN, sizeof *piece + size);
    a->live -= size;
    free(piece);
}
