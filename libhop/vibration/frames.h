/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_FRAMES_H
#define HOPI_VIBRATION_FRAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/context.h"
#include "math/fourier.h"

/* Ions are kept in groups of eight: the real and imaginary lanes of fourier.h. */
enum { HOPI_GROUP = HOPI_ELEMENT, HOPI_TILE = 32 };

/* Where an element spans two lines of a cache, transforms take up to a third longer. */
enum { HOPI_LINE_BYTES = 64 };

/* The first line in memory that is that much larger than needed. */
static inline void *hopi_first_line(void *memory)
{
    const uintptr_t address = (uintptr_t)memory;
    return (char *)memory + (HOPI_LINE_BYTES - address % HOPI_LINE_BYTES) % HOPI_LINE_BYTES;
}

/* Frames that were made room for together, of which `first` is the first. */
typedef struct hopi_frames_piece {
    size_t first, count;
    void *memory, *numbers;
} hopi_frames_piece;

/*
 * Frames × groups × components of eight numbers each, in pieces that are added as
 * frames come. The numbers of one group and component stand together, so that a
 * path through time is read from end to end.
 */
typedef struct hopi_frames {
    hopi_allocator allocator;
    size_t groups, components;
    int is_single;
    size_t count, capacity;
    size_t piece_count, piece_capacity;
    hopi_frames_piece *pieces;
} hopi_frames;

/* Room for that many frames; 0 if there is no memory. */
int hopi_frames_reserve(hopi_frames *frames, size_t count);

/* Frames first … first + n − 1 of one group and component; lanes holds n × 8 numbers. */
void hopi_frames_put(hopi_frames *frames, size_t group, size_t component, size_t first, size_t n,
                     const double *lanes);
void hopi_frames_get(const hopi_frames *frames, size_t group, size_t component, size_t first,
                     size_t n, double *lanes);

/* How many of n frames from first on stand together. */
size_t hopi_frames_together(const hopi_frames *frames, size_t first, size_t n);

/*
 * The same without a copy, for n frames that stand together: where they stand, or, in
 * single precision, the buffer. What was written to the buffer is still to be put.
 */
double *hopi_frames_place(hopi_frames *frames, size_t group, size_t component, size_t first,
                          double *buffer);
const double *hopi_frames_view(const hopi_frames *frames, size_t group, size_t component,
                               size_t first, size_t n, double *buffer);

void hopi_frames_release(hopi_frames *frames);

#endif
