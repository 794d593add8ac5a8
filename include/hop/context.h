/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_CONTEXT_H
#define HOP_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include "export.h"
#include "status.h"

/**
 * @file context.h
 * @brief The caller's wishes for memory, threads and progress, and the text of the last error.
 *
 * A context is used by one thread at a time; use one per thread. Every
 * function that can fail for more than one reason takes a context first, and
 * NULL stands for the defaults (malloc and free, no progress, no error text).
 * libhop has no globals: two contexts never see each other.
 */

HOP_BEGIN_DECLS

/** Allocator, thread count, progress callback and error text. @since 0.1 */
typedef struct hop_ctx hop_ctx;

/** Returns @p size bytes aligned for any object, or NULL. @since 0.1 */
typedef void *(*hop_allocate_fn)(void *user, size_t size);

/** Releases what hop_allocate_fn returned; never called with NULL. @since 0.1 */
typedef void (*hop_release_fn)(void *user, void *memory);

/**
 * Called with the finished share of the work, 0 to 1, from the calling thread.
 * A non-zero answer cancels the call, which then returns HOP_ERR_CANCELLED.
 * @since 0.1
 */
typedef int32_t (*hop_progress_fn)(void *user, double fraction);

/**
 * @brief Makes a context that uses malloc and free.
 * @param[out] out the new context; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_ctx_destroy(). Thread-safe. @since 0.1
 */
HOP_API hop_status hop_ctx_create(hop_ctx **out);

/**
 * @brief Makes a context that takes all memory from the caller's allocator.
 *
 * The context and every handle made through it use these functions, the
 * handles' destroy functions included, so @p user must outlive them all.
 * @param allocate and @param release both needed.
 * @param user passed on to both, may be NULL.
 * @param[out] out the new context; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_ctx_destroy(). Thread-safe. @since 0.1
 */
HOP_API hop_status hop_ctx_create_with_allocator(hop_allocate_fn allocate,
                                                 hop_release_fn release, void *user,
                                                 hop_ctx **out);

/**
 * @brief Sets the callback that long calls report to; NULL takes it away.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT (@p ctx).
 * One thread. @since 0.1
 */
HOP_API hop_status hop_ctx_set_progress(hop_ctx *ctx, hop_progress_fn progress, void *user);

/**
 * @brief Number of threads that long calls may use, the calling one included.
 *
 * One by default. Results do not depend on it, to the last bit. The library's
 * threads live no longer than the call, receive no signals and never call back:
 * progress is reported, and memory asked for, from the calling thread alone.
 * @param threads 1 to 64.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT (@p ctx), HOP_ERR_OUT_OF_RANGE.
 * One thread. @since 0.1
 */
HOP_API hop_status hop_ctx_set_threads(hop_ctx *ctx, int32_t threads);

/** Instruction sets of the inner loops; each one includes those before it. */
enum {
    HOP_INSTRUCTIONS_BEST = 0,     /**< the best that the machine has, the default */
    HOP_INSTRUCTIONS_BASELINE = 1, /**< what the build asks for: SSE2, or NEON on ARM */
    HOP_INSTRUCTIONS_AVX2 = 2,     /**< AVX2 with FMA */
    HOP_INSTRUCTIONS_AVX512 = 3    /**< AVX-512 F, DQ and VL */
};

/**
 * @brief Chooses the instruction set of the inner loops, to compare or to reproduce.
 *
 * By default each call takes the best that the machine has. Results of different
 * sets agree within rounding, or to where an iteration ends, those of one set to the last bit.
 * @param instructions one of the HOP_INSTRUCTIONS_ constants.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT (@p ctx), HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_OUT_OF_RANGE (the machine or the build does not have it).
 * One thread. @since 0.1
 */
HOP_API hop_status hop_ctx_set_instructions(hop_ctx *ctx, int32_t instructions);

/**
 * @brief The instruction set that calls through the context use.
 * @return HOP_INSTRUCTIONS_BASELINE, _AVX2 or _AVX512; the best of the machine for NULL.
 * One thread. @since 0.1
 */
HOP_API int32_t hop_ctx_instructions(const hop_ctx *ctx);

/**
 * @brief The last error of a call through this context, in one line of English.
 *
 * It names the numbers that matter, for example "point 17: frequency -3 Hz is
 * not positive". A successful call leaves it as it was.
 * @return text that lives until the next call through @p ctx; "" if there was
 * no error yet or @p ctx is NULL.
 * One thread. @since 0.1
 */
HOP_API const char *hop_ctx_error(const hop_ctx *ctx);

/**
 * @brief Releases the context; handles made through it stay valid.
 * NULL is a no-op. @since 0.1
 */
HOP_API void hop_ctx_destroy(hop_ctx *ctx);

HOP_END_DECLS

#endif
