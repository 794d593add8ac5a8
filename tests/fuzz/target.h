/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_TARGET_H
#define HOPT_TARGET_H

#include <stddef.h>
#include <stdint.h>

/*
 * Memory that an input may take: so much for each of its bytes, unpacked if it
 * is packed, and a constant; the larger one, for blocks to unpack and convert
 * in, if it is packed or UTF-16.
 */
enum { HOPT_BYTES_PER_BYTE = 64, HOPT_FIXED_BYTES = 4 << 10, HOPT_FIXED_WIDE_BYTES = 320 << 10 };

/* The most that one input took so far. */
typedef struct hopt_record {
    double seconds; /* of the processor */
    double bytes_per_byte; /* live memory at once, less what is fixed, for each byte of the input */
    size_t inputs;
} hopt_record;

/*
 * Reads one input and everything that can be asked about it. The target is the
 * name of a format, which is then forced; "any" or "packed": the format is
 * recognised; or "options": the first line of the input says how to read the
 * rest. A promise of io.h that does not hold ends the process with a word on
 * stderr.
 */
void hopt_read_one(const char *target, const uint8_t *data, size_t size);

const hopt_record *hopt_worst(void);

#endif
