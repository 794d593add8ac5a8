/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SOURCE_H
#define HOPI_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/context.h"

/* A line without its end; not NUL-terminated. Lines count from 1. */
typedef struct hopi_line {
    const char *text;
    size_t length;
    size_t number;
} hopi_line;

enum { HOPI_BLOCK_BYTES = 65536, HOPI_HEAD_LINES = 256, HOPI_LINE_LIMIT = 1 << 20 };

/*
 * The lines of a file or of a piece of memory, one pass, bounded memory: a
 * block and the longest line. LF, CRLF and CR end a line; a UTF-8 byte order
 * mark is skipped; a byte that no text has is an error of the block it is in.
 */
typedef struct hopi_source {
    hop_ctx *ctx;
    hopi_allocator allocator;
    const char *name;
    FILE *file;         /* NULL: memory */
    const char *memory; /* what is left of it */
    size_t memory_size;
    uint64_t size;   /* 0: not known */
    uint64_t offset; /* of the block */
    char *buffer;
    const char *block;
    size_t block_size, at;
    size_t line_number;
    int has_ended, after_cr;
    char *line;
    size_t line_size, line_capacity;
    /* The complete lines of the first block; they stay valid until the second. */
    hopi_line head[HOPI_HEAD_LINES];
    size_t head_count;
} hopi_source;

/* Open and read the first block; hopi_source_close() is due on error, too. */
hop_status hopi_source_open_file(hopi_source *source, hop_ctx *ctx, const char *path);
hop_status hopi_source_open_memory(hopi_source *source, hop_ctx *ctx, const char *name,
                                   const void *data, size_t size);

/* The next line, valid until the next call; text is NULL at the end. */
hop_status hopi_source_next(hopi_source *source, hopi_line *line);

void hopi_source_close(hopi_source *source);

#endif
