/* SPDX-License-Identifier: BSD-3-Clause */
#include "location.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_CAPACITY = 1024 };

hop_status hopi_fail_at(hop_ctx *ctx, hop_status status, const char *name, size_t line,
                        size_t column, const char *format, ...)
{
    char message[TEXT_CAPACITY];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    char place[64] = "";
    if (line > 0 && column > 0) {
        snprintf(place, sizeof place, ":%zu:%zu", line, column);
    } else if (line > 0) {
        snprintf(place, sizeof place, ":%zu", line);
    }
    char text[2 * TEXT_CAPACITY];
    snprintf(text, sizeof text, "%.900s%s: %s", name, place, message);
    return hopi_fail_text(ctx, status, text);
}

/* Bytes of the UTF-8 character at the start of a text; 0 if there is none. */
static size_t character_length(const unsigned char *text, size_t length)
{
    const size_t wanted = text[0] < 0x80                      ? 1
                          : text[0] >= 0xC2 && text[0] < 0xE0 ? 2
                          : text[0] >= 0xE0 && text[0] < 0xF0 ? 3
                          : text[0] >= 0xF0 && text[0] < 0xF5 ? 4
                                                              : 0;
    if (wanted == 0 || wanted > length) {
        return 0;
    }
    for (size_t i = 1; i < wanted; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return wanted;
}

const char *hopi_excerpt(char out[HOPI_EXCERPT], const char *text, size_t length)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    const size_t room = HOPI_EXCERPT - sizeof ellipsis - 1;
    const unsigned char *from = (const unsigned char *)text;
    size_t used = 0;
    out[used++] = '\'';
    size_t i = 0;
    while (i < length) {
        const size_t bytes = character_length(from + i, length - i);
        if (used + (bytes ? bytes : 1) > room) {
            memcpy(out + used, ellipsis, sizeof ellipsis - 1);
            used += sizeof ellipsis - 1;
            break;
        }
        if (bytes == 0 || from[i] < 0x20 || from[i] == 0x7F) {
            out[used++] = bytes == 0 ? '?' : ' ';
            i++;
        } else {
            memcpy(out + used, text + i, bytes);
            used += bytes;
            i += bytes;
        }
    }
    out[used++] = '\'';
    out[used] = '\0';
    return out;
}

const char *hopi_reason(int error_number)
{
    /* C11 knows these names only where the system has them. */
    switch (error_number) {
#ifdef ENOENT
    case ENOENT:
        return "no such file or folder";
#endif
#ifdef EACCES
    case EACCES:
        return "permission denied";
#endif
#ifdef EISDIR
    case EISDIR:
        return "it is a folder";
#endif
#ifdef EEXIST
    case EEXIST:
        return "it exists already and is not overwritten";
#endif
#ifdef ENOSPC
    case ENOSPC:
        return "no space left on the device";
#endif
#ifdef EFBIG
    case EFBIG:
        return "it would become larger than the system allows";
#endif
#ifdef EMFILE
    case EMFILE:
        return "too many files are open";
#endif
    default:
        return "the system refused";
    }
}
