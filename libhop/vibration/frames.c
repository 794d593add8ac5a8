/* SPDX-License-Identifier: BSD-3-Clause */
#include "frames.h"

#include <stdint.h>
#include <string.h>

enum { CHUNK = 256 };

static size_t chunk_numbers(const hopi_frames *frames)
{
    return frames->groups * frames->components * CHUNK * HOPI_GROUP;
}

static int add_chunk(hopi_frames *frames)
{
    if (frames->chunk_count == frames->chunk_capacity) {
        const size_t capacity = frames->chunk_capacity > 0 ? 2 * frames->chunk_capacity : 16;
        void **chunks = hopi_grow(frames->allocator, frames->chunks, frames->chunk_count,
                                  capacity, sizeof *chunks);
        if (!chunks) {
            return 0;
        }
        frames->chunks = chunks;
        frames->chunk_capacity = capacity;
    }
    void *chunk = hopi_allocate(frames->allocator, chunk_numbers(frames),
                                frames->is_single ? sizeof(float) : sizeof(double));
    if (chunk) {
        frames->chunks[frames->chunk_count++] = chunk;
    }
    return chunk != NULL;
}

int hopi_frames_reserve(hopi_frames *frames, size_t count)
{
    while (frames->chunk_count * CHUNK < count) {
        if (!add_chunk(frames)) {
            return 0;
        }
    }
    return 1;
}

/* Where a frame stands in its chunk, in numbers. */
static size_t place_of(const hopi_frames *frames, size_t group, size_t component, size_t frame)
{
    return ((group * frames->components + component) * CHUNK + frame % CHUNK) * HOPI_GROUP;
}

size_t hopi_frames_together(size_t frame, size_t n)
{
    const size_t left = CHUNK - frame % CHUNK;
    return n < left ? n : left;
}

void hopi_frames_put(hopi_frames *frames, size_t group, size_t component, size_t first, size_t n,
                     const double *lanes)
{
    while (n > 0) {
        const size_t part = hopi_frames_together(first, n);
        const size_t place = place_of(frames, group, component, first);
        if (frames->is_single) {
            float *to = (float *)frames->chunks[first / CHUNK] + place;
            for (size_t i = 0; i < part * HOPI_GROUP; i++) {
                to[i] = (float)lanes[i];
            }
        } else {
            memcpy((double *)frames->chunks[first / CHUNK] + place, lanes,
                   part * HOPI_GROUP * sizeof(double));
        }
        lanes += part * HOPI_GROUP;
        first += part;
        n -= part;
    }
}

void hopi_frames_get(const hopi_frames *frames, size_t group, size_t component, size_t first,
                     size_t n, double *lanes)
{
    while (n > 0) {
        const size_t part = hopi_frames_together(first, n);
        const size_t place = place_of(frames, group, component, first);
        if (frames->is_single) {
            const float *from = (const float *)frames->chunks[first / CHUNK] + place;
            for (size_t i = 0; i < part * HOPI_GROUP; i++) {
                lanes[i] = (double)from[i];
            }
        } else {
            memcpy(lanes, (const double *)frames->chunks[first / CHUNK] + place,
                   part * HOPI_GROUP * sizeof(double));
        }
        lanes += part * HOPI_GROUP;
        first += part;
        n -= part;
    }
}

double *hopi_frames_place(hopi_frames *frames, size_t group, size_t component, size_t first,
                          double *buffer)
{
    return frames->is_single ? buffer
                             : (double *)frames->chunks[first / CHUNK]
                                   + place_of(frames, group, component, first);
}

const double *hopi_frames_view(const hopi_frames *frames, size_t group, size_t component,
                               size_t first, size_t n, double *buffer)
{
    if (!frames->is_single) {
        return (const double *)frames->chunks[first / CHUNK]
               + place_of(frames, group, component, first);
    }
    hopi_frames_get(frames, group, component, first, n, buffer);
    return buffer;
}

void hopi_frames_release(hopi_frames *frames)
{
    for (size_t i = 0; i < frames->chunk_count; i++) {
        hopi_release(frames->allocator, frames->chunks[i]);
    }
    hopi_release(frames->allocator, frames->chunks);
    *frames = (hopi_frames){.allocator = frames->allocator};
}
