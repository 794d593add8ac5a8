/* SPDX-License-Identifier: BSD-3-Clause */
#include "gunzip.h"

#include <limits.h>
#include <string.h>

int hopi_is_gzip(const char *data, size_t size)
{
    return size >= 3 && memcmp(data, "\x1F\x8B\x08", 3) == 0;
}

#ifdef HOP_HAVE_ZLIB

#include <zlib.h>

struct hopi_gunzip {
    hopi_allocator allocator;
    z_stream stream;
    int is_between_members;
};

static voidpf allocate(voidpf user, uInt count, uInt size)
{
    const hopi_gunzip *g = user;
    return hopi_allocate(g->allocator, count, size);
}

static void release(voidpf user, voidpf memory)
{
    const hopi_gunzip *g = user;
    hopi_release(g->allocator, memory);
}

int hopi_gunzip_is_supported(void)
{
    return 1;
}

hopi_gunzip *hopi_gunzip_create(hopi_allocator allocator)
{
    hopi_gunzip *g = hopi_allocate(allocator, 1, sizeof *g);
    if (!g) {
        return NULL;
    }
    g->allocator = allocator;
    g->stream.zalloc = allocate;
    g->stream.zfree = release;
    g->stream.opaque = g;
    const int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&g->stream, gzip_only) != Z_OK) {
        hopi_release(allocator, g);
        return NULL;
    }
    return g;
}

static uInt bounded(size_t size)
{
    return size < INT_MAX ? (uInt)size : (uInt)INT_MAX;
}

static hopi_gunzip_state state_of(hopi_gunzip *g, int code)
{
    if (code == Z_STREAM_END) {
        g->is_between_members = 1;
        return HOPI_GUNZIP_GOING;
    }
    if (code == Z_MEM_ERROR) {
        return HOPI_GUNZIP_OUT_OF_MEMORY;
    }
    /* No progress for want of input is no error: the caller has more. */
    return code == Z_OK || code == Z_BUF_ERROR ? HOPI_GUNZIP_GOING : HOPI_GUNZIP_DAMAGED;
}

hopi_gunzip_state hopi_gunzip_step(hopi_gunzip *g, const char **in, size_t *in_size, char *out,
                                   size_t capacity, size_t *out_size)
{
    *out_size = 0;
    if (g->is_between_members) {
        /* Zeros may pad the last member to a block of the tape. */
        while (*in_size > 0 && **in == '\0') {
            (*in)++;
            (*in_size)--;
        }
        if (*in_size == 0) {
            return HOPI_GUNZIP_ENDED;
        }
        g->is_between_members = 0;
        if (inflateReset(&g->stream) != Z_OK) {
            return HOPI_GUNZIP_DAMAGED;
        }
    }
    const uInt offered = bounded(*in_size), room = bounded(capacity);
    g->stream.next_in = (z_const Bytef *)(size_t)*in;
    g->stream.avail_in = offered;
    g->stream.next_out = (Bytef *)out;
    g->stream.avail_out = room;
    const int code = inflate(&g->stream, Z_NO_FLUSH);
    *in += offered - g->stream.avail_in;
    *in_size -= offered - g->stream.avail_in;
    *out_size = room - g->stream.avail_out;
    return state_of(g, code);
}

void hopi_gunzip_destroy(hopi_gunzip *g)
{
    if (g) {
        inflateEnd(&g->stream);
        hopi_release(g->allocator, g);
    }
}

#else

int hopi_gunzip_is_supported(void)
{
    return 0;
}

hopi_gunzip *hopi_gunzip_create(hopi_allocator allocator)
{
    (void)allocator;
    return NULL;
}

hopi_gunzip_state hopi_gunzip_step(hopi_gunzip *g, const char **in, size_t *in_size, char *out,
                                   size_t capacity, size_t *out_size)
{
    (void)g, (void)in, (void)in_size, (void)out, (void)capacity;
    *out_size = 0;
    return HOPI_GUNZIP_DAMAGED;
}

void hopi_gunzip_destroy(hopi_gunzip *g)
{
    (void)g;
}

#endif
