/* SPDX-License-Identifier: BSD-3-Clause */
#include "location.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "encoding.h"

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
    char text[2 * TEXT_CAPACITY], valid[TEXT_CAPACITY];
    hopi_copy_utf8(valid, sizeof valid, message, strlen(message));
    snprintf(text, sizeof text, "%.900s%s: %s", name, place, valid);
    return hopi_fail_text(ctx, status, text);
}

const char *hopi_excerpt(char out[HOPI_EXCERPT], const char *text, size_t length)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    const size_t room = HOPI_EXCERPT - sizeof ellipsis - 1;
    size_t used = 0;
    out[used++] = '\'';
    for (size_t i = 0; i < length;) {
        char character[HOPI_CHARACTER_BYTES];
        size_t eaten = 0;
        const size_t bytes = hopi_character(text + i, length - i, character, &eaten);
        if (used + bytes > room) {
            memcpy(out + used, ellipsis, sizeof ellipsis - 1);
            used += sizeof ellipsis - 1;
            break;
        }
        memcpy(out + used, character, bytes);
        used += bytes;
        i += eaten;
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
