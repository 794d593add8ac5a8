/* SPDX-License-Identifier: BSD-3-Clause */
#include "frames.h"

#include <string.h>

enum { LEAST_FRAMES = 256, GROWTH = 4, MOST_BYTES = 31 << 20 };

static int keep_piece(hopi_frames *frames, size_t count, void *memory)
{
    if (frames->piece_count == frames->piece_capacity) {
        const size_t capacity = frames->piece_capacity > 0 ? 2 * frames->piece_capacity : 16;
        hopi_frames_piece *pieces = hopi_grow(frames->allocator, frames->pieces,
                                              frames->piece_count, capacity, sizeof *pieces);
        if (!pieces) {
            return 0;
        }
        frames->pieces = pieces;
        frames->piece_capacity = capacity;
    }
    frames->pieces[frames->piece_count++] =
        (hopi_frames_piece){frames->capacity, count, memory, hopi_first_line(memory)};
    frames->capacity += count;
    return 1;
}

/*
 * Pieces are few and none of them much too large. The allocator of glibc keeps what is below
 * 32 MB for the next run. An odd count spreads the groups over a cache.
 */
static int add_piece(hopi_frames *frames, size_t needed)
{
    const size_t frame_bytes = frames->groups * frames->components * HOPI_GROUP
                               * (frames->is_single ? sizeof(float) : sizeof(double));
    const size_t share = frames->capacity / GROWTH, most = MOST_BYTES / frame_bytes;
    size_t count = needed > share ? needed : share;
    count = count < most ? count : most;
    count = (count > LEAST_FRAMES ? count : LEAST_FRAMES) | 1;
    /* Two frames more than are kept have room for the way to the first line. */
    void *memory = hopi_allocate_unset(frames->allocator, count + 2, frame_bytes);
    if (!memory || !keep_piece(frames, count, memory)) {
        hopi_release(frames->allocator, memory);
        return 0;
    }
    return 1;
}

int hopi_frames_reserve(hopi_frames *frames, size_t count)
{
    while (frames->capacity < count) {
        if (!add_piece(frames, count - frames->capacity)) {
            return 0;
        }
    }
    return 1;
}

static const hopi_frames_piece *piece_of(const hopi_frames *frames, size_t frame)
{
    const hopi_frames_piece *piece = frames->pieces + frames->piece_count - 1;
    while (frame < piece->first) {
        piece--;
    }
    return piece;
}

/* Where a frame stands in its piece, in numbers. */
static size_t place_of(const hopi_frames *frames, const hopi_frames_piece *piece, size_t group,
                       size_t component, size_t frame)
{
    const size_t path = group * frames->components + component;
    return (path * piece->count + frame - piece->first) * HOPI_GROUP;
}

size_t hopi_frames_together(const hopi_frames *frames, size_t frame, size_t n)
{
    const hopi_frames_piece *piece = piece_of(frames, frame);
    const size_t left = piece->first + piece->count - frame;
    return n < left ? n : left;
}

void hopi_frames_put(hopi_frames *frames, size_t group, size_t component, size_t first, size_t n,
                     const double *lanes)
{
    while (n > 0) {
        const hopi_frames_piece *piece = piece_of(frames, first);
        const size_t part = hopi_frames_together(frames, first, n);
        const size_t place = place_of(frames, piece, group, component, first);
        if (frames->is_single) {
            float *to = (float *)piece->numbers + place;
            for (size_t i = 0; i < part * HOPI_GROUP; i++) {
                to[i] = (float)lanes[i];
            }
        } else {
            memcpy((double *)piece->numbers + place, lanes,
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
        const hopi_frames_piece *piece = piece_of(frames, first);
        const size_t part = hopi_frames_together(frames, first, n);
        const size_t place = place_of(frames, piece, group, component, first);
        if (frames->is_single) {
            const float *from = (const float *)piece->numbers + place;
            for (size_t i = 0; i < part * HOPI_GROUP; i++) {
                lanes[i] = (double)from[i];
            }
        } else {
            memcpy(lanes, (const double *)piece->numbers + place,
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
    const hopi_frames_piece *piece = piece_of(frames, first);
    return frames->is_single ? buffer
                             : (double *)piece->numbers
                                   + place_of(frames, piece, group, component, first);
}

const double *hopi_frames_view(const hopi_frames *frames, size_t group, size_t component,
                               size_t first, size_t n, double *buffer)
{
    if (!frames->is_single) {
        const hopi_frames_piece *piece = piece_of(frames, first);
        return (const double *)piece->numbers + place_of(frames, piece, group, component, first);
    }
    hopi_frames_get(frames, group, component, first, n, buffer);
    return buffer;
}

void hopi_frames_release(hopi_frames *frames)
{
    for (size_t i = 0; i < frames->piece_count; i++) {
        hopi_release(frames->allocator, frames->pieces[i].memory);
    }
    hopi_release(frames->allocator, frames->pieces);
    *frames = (hopi_frames){.allocator = frames->allocator};
}
