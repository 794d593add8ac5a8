/* SPDX-License-Identifier: BSD-3-Clause */
#include "input.h"

#include <errno.h>

#include "location.h"

/* What unpacks to more than this is no measurement: texts of numbers pack 3 to 20 times. */
enum { UNPACKED_RATIO_LIMIT = 200, UNPACKED_ALWAYS = 1 << 20 };

hop_status hopi_input_open_file(hopi_input *input, hop_ctx *ctx, const char *path)
{
    *input = (hopi_input){.ctx = ctx, .allocator = hopi_allocator_of(ctx), .name = path};
    input->buffer = hopi_allocate(input->allocator, HOPI_BLOCK_BYTES, 1);
    if (!input->buffer) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    input->file = fopen(path, "rb");
    if (!input->file) {
        return hopi_fail_at(ctx, HOP_ERR_FILE_OPEN, path, 0, 0, "cannot be opened: %s",
                            hopi_reason(errno));
    }
    /* What cannot be measured, such as a pipe, is read without a known size. */
    if (fseek(input->file, 0, SEEK_END) == 0) {
        const long size = ftell(input->file);
        input->size = size > 0 ? (uint64_t)size : 0;
        rewind(input->file);
    }
    return HOP_OK;
}

void hopi_input_open_memory(hopi_input *input, hop_ctx *ctx, const char *name, const void *data,
                            size_t size)
{
    *input = (hopi_input){.ctx = ctx,
                          .allocator = hopi_allocator_of(ctx),
                          .name = name,
                          .memory = data,
                          .memory_size = size,
                          .size = size};
}

static hop_status next_raw(hopi_input *input)
{
    if (!input->file) {
        input->raw = input->memory;
        input->raw_size =
            input->memory_size < HOPI_BLOCK_BYTES ? input->memory_size : HOPI_BLOCK_BYTES;
        input->memory += input->raw_size;
        input->memory_size -= input->raw_size;
    } else {
        input->raw = input->buffer;
        input->raw_size = fread(input->buffer, 1, HOPI_BLOCK_BYTES, input->file);
        if (ferror(input->file)) {
            return hopi_fail_at(input->ctx, HOP_ERR_FILE_READ, input->name, 0, 0,
                                "reading failed after %llu bytes: %s",
                                (unsigned long long)(input->taken + input->raw_size),
                                hopi_reason(errno));
        }
    }
    input->taken += input->raw_size;
    return HOP_OK;
}

static hop_status begin_unpacking(hopi_input *input)
{
    if (!hopi_gunzip_is_supported()) {
        return hopi_fail_at(input->ctx, HOP_ERR_PACKED, input->name, 0, 0,
                            "the file is packed by gzip, which this build of libhop cannot read "
                            "(it was made without zlib), expected the unpacked file");
    }
    input->unpacked = hopi_allocate(input->allocator, HOPI_BLOCK_BYTES, 1);
    input->gunzip = input->unpacked ? hopi_gunzip_create(input->allocator) : NULL;
    return input->gunzip ? HOP_OK : hopi_fail_plain(input->ctx, HOP_ERR_OUT_OF_MEMORY);
}

static hop_status fail_packed(const hopi_input *input, const char *problem)
{
    return hopi_fail_at(input->ctx, HOP_ERR_PACKED, input->name, 0, 0,
                        "the file is packed by gzip, but %s near byte offset %llu", problem,
                        (unsigned long long)(input->taken - input->raw_size));
}

static hop_status next_unpacked(hopi_input *input, size_t *size)
{
    hopi_gunzip_state state = HOPI_GUNZIP_GOING;
    *size = 0;
    while (*size < HOPI_BLOCK_BYTES && state == HOPI_GUNZIP_GOING && !input->is_truncated) {
        if (input->raw_size == 0) {
            const hop_status status = next_raw(input);
            if (status) {
                return status;
            }
        }
        const int is_at_end = input->raw_size == 0;
        size_t step = 0;
        state = hopi_gunzip_step(input->gunzip, &input->raw, &input->raw_size,
                                 input->unpacked + *size, HOPI_BLOCK_BYTES - *size, &step);
        input->is_truncated = is_at_end && step == 0 && state == HOPI_GUNZIP_GOING;
        *size += step;
    }
    if (state == HOPI_GUNZIP_OUT_OF_MEMORY) {
        return hopi_fail_plain(input->ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (state == HOPI_GUNZIP_DAMAGED) {
        return fail_packed(input, "damaged");
    }
    if (input->given + *size > UNPACKED_ALWAYS
        && (input->given + *size) / UNPACKED_RATIO_LIMIT > input->taken) {
        return fail_packed(input, "unpacks to more than 200 times its size");
    }
    return HOP_OK;
}

hop_status hopi_input_next(hopi_input *input, const char **block, size_t *size)
{
    *block = "";
    *size = 0;
    hop_status status = HOP_OK;
    if (!input->gunzip) {
        const int is_first = input->taken == 0;
        status = next_raw(input);
        if (status == HOP_OK && is_first && hopi_is_gzip(input->raw, input->raw_size)) {
            status = begin_unpacking(input);
        }
    }
    if (status == HOP_OK && input->gunzip) {
        status = next_unpacked(input, size);
        *block = input->unpacked;
    } else if (status == HOP_OK) {
        *block = input->raw;
        *size = input->raw_size;
    }
    if (status == HOP_OK) {
        input->given += *size;
    }
    return status;
}

int hopi_input_is_lasting(const hopi_input *input)
{
    return !input->file && !input->gunzip;
}

void hopi_input_close(hopi_input *input)
{
    if (input->file) {
        fclose(input->file);
    }
    hopi_gunzip_destroy(input->gunzip);
    hopi_release(input->allocator, input->unpacked);
    hopi_release(input->allocator, input->buffer);
}
