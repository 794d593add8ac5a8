/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_BYTES_H
#define HOPI_BYTES_H

#include <stddef.h>
#include <stdint.h>

/*
 * Numbers in a piece of memory. Every function answers 1, or 0 with *at and the
 * result untouched where fewer bytes are left than it needs.
 */
typedef struct hopi_bytes {
    const unsigned char *data;
    size_t size, at;
} hopi_bytes;

/* Whether count elements of element_size bytes are left. */
int hopi_bytes_has(const hopi_bytes *bytes, uint64_t count, size_t element_size);

int hopi_bytes_skip(hopi_bytes *bytes, size_t count);

/* Unsigned integers of 1 to 8 bytes. */
int hopi_bytes_little(hopi_bytes *bytes, size_t width, uint64_t *value);
int hopi_bytes_big(hopi_bytes *bytes, size_t width, uint64_t *value);

/* IEEE 754 numbers of 4 and 8 bytes. */
int hopi_bytes_little_float(hopi_bytes *bytes, double *value);
int hopi_bytes_little_double(hopi_bytes *bytes, double *value);
int hopi_bytes_big_double(hopi_bytes *bytes, double *value);

#endif
