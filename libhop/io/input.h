/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_INPUT_H
#define HOPI_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "gunzip.h"

enum { HOPI_BLOCK_BYTES = 65536 };

/* The bytes of a file or of a piece of memory, block by block, unpacked if they are gzip. */
typedef struct hopi_input {
    hop_ctx *ctx;
    hopi_allocator allocator;
    const char *name;
    FILE *file;         /* NULL: memory */
    const char *memory; /* what is left of it */
    size_t memory_size;
    uint64_t size;  /* of the file; 0: not known */
    uint64_t taken; /* bytes of the file used so far */
    uint64_t given; /* bytes handed out so far */
    char *buffer;   /* a block of the file */
    const char *raw; /* what is left of the block to unpack */
    size_t raw_size;
    hopi_gunzip *gunzip; /* NULL: not packed */
    char *unpacked;
    int is_truncated; /* the packed file ends too early */
} hopi_input;

/* hopi_input_close() is due on error, too. */
hop_status hopi_input_open_file(hopi_input *input, hop_ctx *ctx, const char *path);
void hopi_input_open_memory(hopi_input *input, hop_ctx *ctx, const char *name, const void *data,
                            size_t size);

/* The next block, valid until the next call; a size of 0 is the end. */
hop_status hopi_input_next(hopi_input *input, const char **block, size_t *size);

/* Whether block lies in the caller's memory, so that it outlives the next call. */
int hopi_input_is_lasting(const hopi_input *input);

void hopi_input_close(hopi_input *input);

#endif
