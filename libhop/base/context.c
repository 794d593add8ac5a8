/* SPDX-License-Identifier: BSD-3-Clause */
#include "context.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instructions.h"

enum { ERROR_TEXT_CAPACITY = 1024 };

struct hop_ctx {
    hopi_allocator allocator;
    hop_progress_fn progress;
    void *progress_user;
    hopi_progress_span span;
    double progress_reached;
    int32_t threads;
    int32_t instructions; /* HOP_INSTRUCTIONS_… */
    char error[ERROR_TEXT_CAPACITY];
};

static void *default_allocate(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void default_release(void *user, void *memory)
{
    (void)user;
    free(memory);
}

static const hopi_allocator default_allocator = {default_allocate, default_release, NULL};

hopi_allocator hopi_allocator_of(const hop_ctx *ctx)
{
    return ctx ? ctx->allocator : default_allocator;
}

void *hopi_allocate_unset(hopi_allocator allocator, size_t count, size_t size)
{
    if (count == 0 || size == 0 || count > PTRDIFF_MAX / size) {
        return NULL;
    }
    return allocator.allocate(allocator.user, count * size);
}

void *hopi_allocate(hopi_allocator allocator, size_t count, size_t size)
{
    void *memory = hopi_allocate_unset(allocator, count, size);
    if (memory) {
        memset(memory, 0, count * size);
    }
    return memory;
}

void *hopi_grow(hopi_allocator allocator, void *old, size_t used_count, size_t new_count,
                size_t size)
{
    void *memory = hopi_allocate(allocator, new_count, size);
    if (memory && old) {
        memcpy(memory, old, used_count * size);
        hopi_release(allocator, old);
    }
    return memory;
}

void hopi_release(hopi_allocator allocator, void *memory)
{
    if (memory) {
        allocator.release(allocator.user, memory);
    }
}

char *hopi_copy_text(hopi_allocator allocator, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = hopi_allocate(allocator, size, 1);
    if (copy) {
        memcpy(copy, text, size);
    }
    return copy;
}

/* printf writes the locale's decimal mark; a text for programs must not depend on it. */
static void format_text(char *text, const char *format, va_list arguments)
{
    vsnprintf(text, ERROR_TEXT_CAPACITY, format, arguments);
    const char *mark = localeconv()->decimal_point;
    const size_t length = mark ? strlen(mark) : 0;
    if (length == 0 || strcmp(mark, ".") == 0) {
        return;
    }
    for (char *at = strstr(text, mark); at; at = strstr(at + 1, mark)) {
        const int between_digits = at > text && at[-1] >= '0' && at[-1] <= '9'
                                   && at[length] >= '0' && at[length] <= '9';
        if (between_digits) {
            *at = '.';
            memmove(at + 1, at + length, strlen(at + length) + 1);
        }
    }
}

hop_status hopi_fail(hop_ctx *ctx, hop_status status, const char *format, ...)
{
    if (ctx) {
        va_list arguments;
        va_start(arguments, format);
        format_text(ctx->error, format, arguments);
        va_end(arguments);
    }
    return status;
}

hop_status hopi_fail_text(hop_ctx *ctx, hop_status status, const char *text)
{
    if (ctx) {
        snprintf(ctx->error, sizeof ctx->error, "%s", text);
    }
    return status;
}

void hopi_fail_prefix(hop_ctx *ctx, const char *format, ...)
{
    if (!ctx) {
        return;
    }
    char text[ERROR_TEXT_CAPACITY];
    va_list arguments;
    va_start(arguments, format);
    format_text(text, format, arguments);
    va_end(arguments);
    const size_t used = strlen(text);
    const size_t room = ERROR_TEXT_CAPACITY - 1 - used;
    size_t rest = strlen(ctx->error);
    rest = rest < room ? rest : room;
    memcpy(text + used, ctx->error, rest);
    text[used + rest] = '\0';
    memcpy(ctx->error, text, used + rest + 1);
}

hop_status hopi_fail_plain(hop_ctx *ctx, hop_status status)
{
    return hopi_fail(ctx, status, "%s", hop_status_message(status));
}

hop_status hopi_progress(hop_ctx *ctx, double fraction)
{
    if (!ctx || !ctx->progress) {
        return HOP_OK;
    }
    ctx->progress_reached = ctx->span.from + fraction * ctx->span.width;
    return ctx->progress(ctx->progress_user, ctx->progress_reached) != 0
               ? hopi_fail_plain(ctx, HOP_ERR_CANCELLED)
               : HOP_OK;
}

hopi_progress_span hopi_progress_part(hop_ctx *ctx, double from, double to)
{
    hopi_progress_span before = {0.0, 1.0};
    if (ctx) {
        before = ctx->span;
        ctx->span = (hopi_progress_span){before.from + from * before.width,
                                         (to - from) * before.width};
    }
    return before;
}

hopi_progress_span hopi_progress_hold(hop_ctx *ctx)
{
    hopi_progress_span before = {0.0, 1.0};
    if (ctx) {
        before = ctx->span;
        ctx->span = (hopi_progress_span){ctx->progress_reached, 0.0};
    }
    return before;
}

void hopi_progress_restore(hop_ctx *ctx, hopi_progress_span before)
{
    if (ctx) {
        ctx->span = before;
    }
}

static hop_status create(hopi_allocator allocator, hop_ctx **out)
{
    hop_ctx *ctx = hopi_allocate(allocator, 1, sizeof *ctx);
    if (!ctx) {
        return HOP_ERR_OUT_OF_MEMORY;
    }
    ctx->allocator = allocator;
    ctx->threads = 1;
    ctx->span = (hopi_progress_span){0.0, 1.0};
    *out = ctx;
    return HOP_OK;
}

hop_status hop_ctx_create(hop_ctx **out)
{
    if (!out) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    *out = NULL;
    return create(default_allocator, out);
}

hop_status hop_ctx_create_with_allocator(hop_allocate_fn allocate, hop_release_fn release,
                                         void *user, hop_ctx **out)
{
    if (!out) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    *out = NULL;
    if (!allocate || !release) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    return create((hopi_allocator){allocate, release, user}, out);
}

hop_status hop_ctx_set_progress(hop_ctx *ctx, hop_progress_fn progress, void *user)
{
    if (!ctx) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    ctx->progress = progress;
    ctx->progress_user = user;
    return HOP_OK;
}

hop_status hop_ctx_set_threads(hop_ctx *ctx, int32_t threads)
{
    if (!ctx) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (threads < 1 || threads > HOPI_MAX_THREADS) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "%d threads: expected 1 to %d", (int)threads,
                         (int)HOPI_MAX_THREADS);
    }
    ctx->threads = threads;
    return HOP_OK;
}

hop_status hop_ctx_set_instructions(hop_ctx *ctx, int32_t instructions)
{
    if (!ctx) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (instructions < HOP_INSTRUCTIONS_BEST || instructions > HOP_INSTRUCTIONS_AVX512) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "instructions %d: expected HOP_INSTRUCTIONS_BEST (0) to "
                         "HOP_INSTRUCTIONS_AVX512 (3)",
                         (int)instructions);
    }
    if (instructions > hopi_best_instructions()) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "instructions %d: this machine and this build of the library have 1 to %d",
                         (int)instructions, (int)hopi_best_instructions());
    }
    ctx->instructions = instructions;
    return HOP_OK;
}

int32_t hopi_instructions_of(const hop_ctx *ctx)
{
    return ctx && ctx->instructions != HOP_INSTRUCTIONS_BEST ? ctx->instructions
                                                             : hopi_best_instructions();
}

int32_t hop_ctx_instructions(const hop_ctx *ctx)
{
    return hopi_instructions_of(ctx);
}

int32_t hopi_threads_of(const hop_ctx *ctx)
{
    return ctx ? ctx->threads : 1;
}

const char *hop_ctx_error(const hop_ctx *ctx)
{
    return ctx ? ctx->error : "";
}

void hop_ctx_destroy(hop_ctx *ctx)
{
    if (ctx) {
        hopi_release(ctx->allocator, ctx);
    }
}
