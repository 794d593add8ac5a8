/* SPDX-License-Identifier: BSD-3-Clause */
#include "program.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *progress_text;

static void clear_progress_line(void)
{
    if (progress_text) {
        fputs("\r\033[K", stderr);
    }
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    clear_progress_line();
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

int wrong_usage(const char *verb, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "hop %s: ", verb);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\nhop %s --help shows how it is used\n", verb);
    va_end(arguments);
    return WRONG_USAGE;
}

static void *or_end(void *memory)
{
    if (!memory) {
        complain("hop: out of memory");
        exit(ANALYSIS_FAILED);
    }
    return memory;
}

void *allocate(size_t count, size_t size)
{
    return or_end(calloc(count ? count : 1, size ? size : 1));
}

void *enlarge(void *old, size_t old_count, size_t new_count, size_t size)
{
    char *grown = or_end(new_count > SIZE_MAX / size ? NULL : realloc(old, new_count * size));
    memset(grown + old_count * size, 0, (new_count - old_count) * size);
    return grown;
}

char *text_of(const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = allocate((size_t)(length < 0 ? 0 : length) + 1, 1);
    if (length > 0) {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

static int32_t print_progress(void *user, double fraction)
{
    (void)user;
    fprintf(stderr, "\r\033[K%s: %.0f %%", progress_text, 100.0 * fraction);
    fflush(stderr);
    return 0;
}

void progress_show(hop_ctx *ctx, const char *what)
{
    if (isatty(STDERR_FILENO)) {
        progress_text = what;
        hop_ctx_set_progress(ctx, print_progress, NULL);
    }
}

void progress_end(hop_ctx *ctx)
{
    clear_progress_line();
    progress_text = NULL;
    hop_ctx_set_progress(ctx, NULL, NULL);
}
