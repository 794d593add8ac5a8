/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "location.h"
#include "options.h"

static const struct {
    uint32_t flag;
    const char *name, *meaning;
} flags[] = {
#define ROW(constant, bit, name, meaning) {constant, name, meaning},
    HOP_READ_LIST(ROW)
#undef ROW
};

const char *hop_read_flag_name(uint32_t flag)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (flags[i].flag == flag) {
            return flags[i].name;
        }
    }
    return NULL;
}

const char *hop_read_flag_meaning(uint32_t flag)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (flags[i].flag == flag) {
            return flags[i].meaning;
        }
    }
    return NULL;
}

static hop_status read_source(hopi_source *source, hop_file *file)
{
    char why[HOPI_WHY] = "";
    int confidence = 0;
    const hopi_format *format = hopi_recognise(source, &confidence, why);
    if (!format) {
        return source->is_binary ? HOP_ERR_FILE_BINARY : HOP_ERR_FORMAT;
    }
    file->format = format->name;
    file->is_binary = format->is_binary;
    file->confidence = confidence;
    hop_status status =
        hopi_file_add_reason(source->ctx, file, "%s: %s", format->title, why);
    status = status ? status : format->read(source, file);
    file->encoding = format->is_binary ? "binary" : source->encoding;
    file->flags |= source->input.is_truncated ? HOP_READ_TRUNCATED : 0;
    if (status || (file->parts > 0 && file->row_count == 0)) {
        return status;
    }
    return file->take ? hopi_file_hand_out(source->ctx, file)
                      : hopi_file_arrange(source->ctx, file, source->options);
}

/* Who takes the parts of a file; NULL: it is kept as a whole. */
typedef struct taker {
    hop_part_fn take;
    void *user;
} taker;

/* Closes the source, which was opened with that status, and hands out the content. */
static hop_status finish(hopi_source *source, hop_status status, hop_ctx *ctx,
                         const hop_read_options *options, taker to, hop_file **out)
{
    hop_file *file = NULL;
    if (status == HOP_OK) {
        file = hopi_file_create(hopi_allocator_of(ctx), source->name);
        status = file ? HOP_OK : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status == HOP_OK) {
        source->options = file->options = options;
        file->take = to.take;
        file->user = to.user;
        status = read_source(source, file);
    }
    hopi_source_close(source);
    if (status || to.take) {
        hop_file_destroy(file);
        return status;
    }
    file->options = NULL;
    *out = file;
    return HOP_OK;
}

hop_status hop_read_file_with(hop_ctx *ctx, const char *path, const hop_read_options *options,
                              hop_file **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!path) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_source source;
    const taker nobody = {NULL, NULL};
    return finish(&source, hopi_source_open_file(&source, ctx, path), ctx, options, nobody, out);
}

hop_status hop_read_parts(hop_ctx *ctx, const char *path, const hop_read_options *options,
                          hop_part_fn take, void *user)
{
    if (!path || !take) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_source source;
    hop_file *nothing = NULL;
    const taker to = {take, user};
    return finish(&source, hopi_source_open_file(&source, ctx, path), ctx, options, to, &nothing);
}

hop_status hop_read_file(hop_ctx *ctx, const char *path, hop_file **out)
{
    return hop_read_file_with(ctx, path, NULL, out);
}

hop_status hop_read_memory_with(hop_ctx *ctx, const char *name, const void *data, size_t size,
                                const hop_read_options *options, hop_file **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!name || (!data && size > 0)) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hopi_source source;
    const taker nobody = {NULL, NULL};
    return finish(&source, hopi_source_open_memory(&source, ctx, name, data ? data : "", size),
                  ctx, options, nobody, out);
}

hop_status hop_read_memory(hop_ctx *ctx, const char *name, const void *data, size_t size,
                           hop_file **out)
{
    return hop_read_memory_with(ctx, name, data, size, NULL, out);
}
