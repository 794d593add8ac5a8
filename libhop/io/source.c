/* SPDX-License-Identifier: BSD-3-Clause */
#include "source.h"

#include <errno.h>
#include <string.h>

#include "location.h"

/* DOS ends a text with it; the old instruments that do so are still in use. */
enum { CONTROL_Z = 0x1A };

static hop_status check_is_text(const hopi_source *source)
{
    for (size_t i = 0; i < source->block_size; i++) {
        const unsigned char byte = (unsigned char)source->block[i];
        const int is_blank = (byte >= '\t' && byte <= '\r') || byte == CONTROL_Z;
        if (byte < 0x20 && !is_blank) {
            return hopi_fail_at(source->ctx, HOP_ERR_FILE_BINARY, source->name, 0, 0,
                                "byte 0x%02X at offset %llu is not text, expected a text file "
                                "in UTF-8",
                                byte, (unsigned long long)source->offset + i);
        }
    }
    return HOP_OK;
}

static hop_status skip_byte_order_mark(hopi_source *source)
{
    const char *b = source->block;
    const size_t size = source->block_size;
    if (size >= 2 && (memcmp(b, "\xFF\xFE", 2) == 0 || memcmp(b, "\xFE\xFF", 2) == 0)) {
        return hopi_fail_at(source->ctx, HOP_ERR_FILE_BINARY, source->name, 0, 0,
                            "this is UTF-16 text, expected UTF-8: save it again as UTF-8 "
                            "(or as plain CSV)");
    }
    if (size >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0) {
        source->at = 3;
    }
    return HOP_OK;
}

static hop_status report_progress(const hopi_source *source)
{
    double fraction = 0.0;
    if (source->size > 0) {
        fraction = (double)(source->offset + source->block_size) / (double)source->size;
    }
    return hopi_progress(source->ctx, fraction < 1.0 ? fraction : 1.0);
}

static hop_status read_block(hopi_source *source)
{
    if (!source->file) {
        source->block = source->memory;
        source->block_size =
            source->memory_size < HOPI_BLOCK_BYTES ? source->memory_size : HOPI_BLOCK_BYTES;
        source->memory += source->block_size;
        source->memory_size -= source->block_size;
        return HOP_OK;
    }
    source->block = source->buffer;
    source->block_size = fread(source->buffer, 1, HOPI_BLOCK_BYTES, source->file);
    if (ferror(source->file)) {
        return hopi_fail_at(source->ctx, HOP_ERR_FILE_READ, source->name, 0, 0,
                            "reading failed after %llu bytes: %s",
                            (unsigned long long)source->offset + source->block_size,
                            hopi_reason(errno));
    }
    return HOP_OK;
}

/* Brings the next block; one of 0 bytes is the end. */
static hop_status fill(hopi_source *source)
{
    source->offset += source->block_size;
    source->at = 0;
    hop_status status = read_block(source);
    if (status == HOP_OK && source->offset == 0) {
        status = skip_byte_order_mark(source);
    }
    if (status == HOP_OK) {
        status = check_is_text(source);
    }
    return status ? status : report_progress(source);
}

/* Length of the text up to the end of its line; length itself if there is none. */
static size_t to_line_end(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] != '\n' && text[i] != '\r' && text[i] != CONTROL_Z) {
        i++;
    }
    return i;
}

static void read_head(hopi_source *source)
{
    const int is_all = source->block_size < HOPI_BLOCK_BYTES;
    size_t at = source->at;
    while (at < source->block_size && source->head_count < HOPI_HEAD_LINES) {
        const char *text = source->block + at;
        const size_t rest = source->block_size - at;
        const size_t length = to_line_end(text, rest);
        if (length == rest && !is_all) {
            return;
        }
        source->head[source->head_count] = (hopi_line){text, length, source->head_count + 1};
        source->head_count++;
        if (length < rest && text[length] == CONTROL_Z) {
            return;
        }
        at += length + 1;
        if (length + 1 < rest && text[length] == '\r' && text[length + 1] == '\n') {
            at++;
        }
    }
}

static hop_status start(hopi_source *source)
{
    const hop_status status = fill(source);
    if (status) {
        return status;
    }
    if (source->block_size == source->at) {
        return hopi_fail_at(source->ctx, HOP_ERR_FILE_EMPTY, source->name, 0, 0,
                            "the file is empty, expected a header and lines of numbers");
    }
    read_head(source);
    return HOP_OK;
}

hop_status hopi_source_open_file(hopi_source *source, hop_ctx *ctx, const char *path)
{
    *source = (hopi_source){.ctx = ctx, .allocator = hopi_allocator_of(ctx), .name = path};
    source->buffer = hopi_allocate(source->allocator, HOPI_BLOCK_BYTES, 1);
    if (!source->buffer) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    source->file = fopen(path, "rb");
    if (!source->file) {
        return hopi_fail_at(ctx, HOP_ERR_FILE_OPEN, path, 0, 0, "cannot be opened: %s",
                            hopi_reason(errno));
    }
    /* What cannot be measured, such as a pipe, is read without a known size. */
    if (fseek(source->file, 0, SEEK_END) == 0) {
        const long size = ftell(source->file);
        source->size = size > 0 ? (uint64_t)size : 0;
        rewind(source->file);
    }
    return start(source);
}

hop_status hopi_source_open_memory(hopi_source *source, hop_ctx *ctx, const char *name,
                                   const void *data, size_t size)
{
    *source = (hopi_source){.ctx = ctx,
                            .allocator = hopi_allocator_of(ctx),
                            .name = name,
                            .memory = data,
                            .memory_size = size,
                            .size = size};
    return start(source);
}

static hop_status append(hopi_source *source, const char *text, size_t length)
{
    const size_t size = source->line_size + length;
    if (size > HOPI_LINE_LIMIT) {
        return hopi_fail_at(source->ctx, HOP_ERR_PARSE, source->name, source->line_number + 1, 1,
                            "the line is longer than %d bytes, expected lines of numbers",
                            HOPI_LINE_LIMIT);
    }
    if (size > source->line_capacity) {
        const size_t capacity = size > HOPI_BLOCK_BYTES / 2 ? 2 * size : HOPI_BLOCK_BYTES;
        char *line = hopi_grow(source->allocator, source->line, source->line_size, capacity, 1);
        if (!line) {
            return hopi_fail_plain(source->ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        source->line = line;
        source->line_capacity = capacity;
    }
    memcpy(source->line + source->line_size, text, length);
    source->line_size = size;
    return HOP_OK;
}

/* Takes text up to the end of the line or the block; *is_whole says which. */
static hop_status take(hopi_source *source, hopi_line *line, int *is_whole)
{
    const char *text = source->block + source->at;
    const size_t rest = source->block_size - source->at;
    const size_t length = to_line_end(text, rest);
    *is_whole = length < rest;
    source->at += *is_whole ? length + 1 : length;
    if (*is_whole) {
        source->after_cr = text[length] == '\r';
        source->has_ended = text[length] == CONTROL_Z;
        if (source->line_size == 0) {
            *line = (hopi_line){text, length, 0};
            return HOP_OK;
        }
    }
    const hop_status status = append(source, text, length);
    *line = (hopi_line){source->line, source->line_size, 0};
    return status;
}

hop_status hopi_source_next(hopi_source *source, hopi_line *line)
{
    int is_whole = 0;
    source->line_size = 0;
    *line = (hopi_line){NULL, 0, 0};
    while (!is_whole && !source->has_ended) {
        hop_status status = HOP_OK;
        if (source->at == source->block_size) {
            status = fill(source);
            source->has_ended = source->block_size == 0;
        } else if (source->after_cr && source->block[source->at] == '\n') {
            source->at++;
            source->after_cr = 0;
        } else {
            source->after_cr = 0;
            status = take(source, line, &is_whole);
        }
        if (status) {
            *line = (hopi_line){NULL, 0, 0};
            return status;
        }
    }
    if (line->text) {
        line->number = ++source->line_number;
    }
    return HOP_OK;
}

void hopi_source_close(hopi_source *source)
{
    if (source->file) {
        fclose(source->file);
    }
    hopi_release(source->allocator, source->buffer);
    hopi_release(source->allocator, source->line);
    *source = (hopi_source){.ctx = NULL};
}
