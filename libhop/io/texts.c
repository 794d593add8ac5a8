/* SPDX-License-Identifier: BSD-3-Clause */
#include "texts.h"

#include <stdio.h>
#include <string.h>

#include "encoding.h"

enum { TEXT_LIMIT = 1000, TEXT_BYTES = 384 };

static hop_status add_copy(hop_ctx *ctx, hopi_allocator allocator, hopi_texts *texts,
                           const char *text)
{
    if (texts->count == texts->capacity) {
        const size_t capacity = texts->capacity ? 2 * texts->capacity : 8;
        char **items =
            hopi_grow(allocator, texts->items, texts->count, capacity, sizeof *items);
        if (!items) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        texts->items = items;
        texts->capacity = capacity;
    }
    char *copy = hopi_copy_text(allocator, text);
    if (!copy) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    texts->items[texts->count++] = copy;
    return HOP_OK;
}

hop_status hopi_texts_add(hop_ctx *ctx, hopi_allocator allocator, hopi_texts *texts,
                          const char *format, va_list arguments)
{
    if (texts->count == TEXT_LIMIT) {
        return HOP_OK;
    }
    if (texts->count == TEXT_LIMIT - 1) {
        return add_copy(ctx, allocator, texts, "further lines, not listed");
    }
    char text[TEXT_BYTES], valid[TEXT_BYTES];
    vsnprintf(text, sizeof text, format, arguments);
    hopi_copy_utf8(valid, sizeof valid, text, strlen(text));
    return add_copy(ctx, allocator, texts, valid);
}

hop_status hopi_texts_add_quoted(hop_ctx *ctx, hopi_allocator allocator, hopi_texts *texts,
                                 const char *text, size_t length)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    if (texts->count == TEXT_LIMIT) {
        return HOP_OK;
    }
    while (length > 0 && strchr(" \t\r\n", text[0])) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\r\n", text[length - 1])) {
        length--;
    }
    char copy[TEXT_BYTES];
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        char character[HOPI_CHARACTER_BYTES];
        size_t eaten = 0;
        const size_t bytes = hopi_character(text + i, length - i, character, &eaten);
        if (used + bytes > sizeof copy - sizeof ellipsis) {
            memcpy(copy + used, ellipsis, sizeof ellipsis - 1);
            used += sizeof ellipsis - 1;
            break;
        }
        memcpy(copy + used, character, bytes);
        used += bytes;
        i += eaten;
    }
    copy[used] = '\0';
    return add_copy(ctx, allocator, texts, copy);
}

const char *hopi_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

const char *hopi_texts_at(const hopi_texts *texts, size_t i)
{
    return i < texts->count ? texts->items[i] : NULL;
}

void hopi_texts_release(hopi_allocator allocator, hopi_texts *texts)
{
    for (size_t k = 0; k < texts->count; k++) {
        hopi_release(allocator, texts->items[k]);
    }
    hopi_release(allocator, texts->items);
    *texts = (hopi_texts){NULL, 0, 0};
}
