/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_CONTEXT_H
#define HOPI_CONTEXT_H

#include <stdarg.h>
#include <stddef.h>

#include <hop/context.h>

/* Every handle keeps a copy, so that it can be released without its context. */
typedef struct hopi_allocator {
    hop_allocate_fn allocate;
    hop_release_fn release;
    void *user;
} hopi_allocator;

/* The context's allocator; malloc and free for NULL. */
hopi_allocator hopi_allocator_of(const hop_ctx *ctx);

/* count * size zeroed bytes; NULL if there is no memory or the product overflows. */
void *hopi_allocate(hopi_allocator allocator, size_t count, size_t size);

/* The same without zeros, for memory that is written before it is read. */
void *hopi_allocate_unset(hopi_allocator allocator, size_t count, size_t size);

/* A larger copy of an array of used_count elements; the old one stays on failure. */
void *hopi_grow(hopi_allocator allocator, void *old, size_t used_count, size_t new_count,
                size_t size);

void hopi_release(hopi_allocator allocator, void *memory);

/* A copy of a NUL-terminated text. */
char *hopi_copy_text(hopi_allocator allocator, const char *text);

#if defined(__GNUC__)
#  define HOPI_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#  define HOPI_PRINTF(text, first)
#endif

/*
 * Sets the error text and answers status, so that a function can end with
 * `return hopi_fail(ctx, HOP_ERR_…, "point %zu: …", i)`. Numbers are printed
 * with a decimal point in every locale.
 */
hop_status hopi_fail(hop_ctx *ctx, hop_status status, const char *format, ...)
    HOPI_PRINTF(3, 4);

/* As hopi_fail(), but the text is kept to the letter: it quotes what others wrote. */
hop_status hopi_fail_text(hop_ctx *ctx, hop_status status, const char *text);

/* Puts text in front of the error that is there: "spectrum 3: …". */
void hopi_fail_prefix(hop_ctx *ctx, const char *format, ...) HOPI_PRINTF(2, 3);

/* Sets the general message of the status as error text. */
hop_status hopi_fail_plain(hop_ctx *ctx, hop_status status);

enum { HOPI_MAX_THREADS = 64 };

/* Threads that a call may use, 1 to HOPI_MAX_THREADS; 1 for NULL. */
int32_t hopi_threads_of(const hop_ctx *ctx);

/* Reports progress; HOP_ERR_CANCELLED if the caller wants to stop. */
hop_status hopi_progress(hop_ctx *ctx, double fraction);

/* Where progress of 0 to 1 is shown: from … from + width. */
typedef struct hopi_progress_span {
    double from, width;
} hopi_progress_span;

/*
 * For calls made of other calls: progress is shown between these shares of what it was
 * shown in, or stays where it is. Both answer what to give back with _restore().
 */
hopi_progress_span hopi_progress_part(hop_ctx *ctx, double from, double to);
hopi_progress_span hopi_progress_hold(hop_ctx *ctx);
void hopi_progress_restore(hop_ctx *ctx, hopi_progress_span before);

#endif
