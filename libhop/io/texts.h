/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TEXTS_H
#define HOPI_TEXTS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/context.h"

/* A list of texts of its own; beyond a thousand it only says that there were more. */
typedef struct hopi_texts {
    char **items;
    size_t count, capacity;
} hopi_texts;

hop_status hopi_texts_add(hop_ctx *ctx, hopi_allocator allocator, hopi_texts *texts,
                          const char *format, va_list arguments);

/* Adds the part of a file as UTF-8 on one line, without blanks at its ends, and not all of a long one. */
hop_status hopi_texts_add_quoted(hop_ctx *ctx, hopi_allocator allocator, hopi_texts *texts,
                                 const char *text, size_t length);

/* What a noun of this many ends with: "" of one, else "s". */
const char *hopi_plural(uint64_t count);

const char *hopi_texts_at(const hopi_texts *texts, size_t i);
void hopi_texts_release(hopi_allocator allocator, hopi_texts *texts);

#endif
