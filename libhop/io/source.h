/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_SOURCE_H
#define HOPI_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include <hop/io.h>

#include "base/context.h"
#include "encoding.h"
#include "input.h"

/* A line without its end; not NUL-terminated. Lines count from 1. */
typedef struct hopi_line {
    const char *text;
    size_t length;
    size_t number;
} hopi_line;

enum { HOPI_HEAD_LINES = 256, HOPI_LINE_LIMIT = 1 << 20 };

/*
 * A file or a piece of memory, unpacked and in UTF-8 if it was UTF-16: either
 * its lines, one pass and bounded memory (a block and the longest line), or its
 * whole content. LF, CRLF and CR end a line; a byte order mark is skipped. A
 * byte that no text has makes the source binary if it is in the first block,
 * and is an error of the block it is in otherwise.
 */
typedef struct hopi_source {
    hop_ctx *ctx;
    hopi_allocator allocator;
    const char *name;
    const hop_read_options *options; /* NULL: all automatic */
    hopi_input input;
    hopi_utf16 utf16;
    char *wide; /* a block of UTF-16 in UTF-8 */
    const char *encoding;
    int is_binary;
    unsigned char binary_byte;
    uint64_t binary_offset;
    uint64_t offset; /* of the block */
    const char *block;
    size_t block_size, at;
    int is_last_block, takes_bytes, has_high_bytes;
    size_t line_number;
    int has_ended, after_cr;
    int ends_without_line_end; /* known once the last line was given */
    char *line;
    size_t line_size, line_capacity;
    char *content;
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

/*
 * The whole content, for formats that are no lines: instead of
 * hopi_source_next(), and the head is then no longer valid. It lives as long
 * as the source.
 */
hop_status hopi_source_content(hopi_source *source, const char **data, size_t *size);

/* "not text" with the byte and its offset. */
hop_status hopi_source_fail_binary(const hopi_source *source);

void hopi_source_close(hopi_source *source);

#endif
