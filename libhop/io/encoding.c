/* SPDX-License-Identifier: BSD-3-Clause */
#include "encoding.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

static size_t put_utf8(unsigned c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Whether the text begins with four ASCII characters of two bytes, the zero at this place. */
static int has_zeros_at(const char *data, size_t size, size_t place)
{
    if (size < 8) {
        return 0;
    }
    for (size_t i = 0; i < 8; i++) {
        const int is_zero = data[i] == '\0';
        const int is_ascii = (data[i] >= 0x20 && data[i] < 0x7F) || data[i] == '\t'
                             || data[i] == '\r' || data[i] == '\n';
        if (i % 2 == place ? !is_zero : !is_ascii) {
            return 0;
        }
    }
    return 1;
}

hopi_encoding hopi_detect_encoding(const char *data, size_t size, size_t *mark)
{
    *mark = 2;
    if (size >= 2 && memcmp(data, "\xFF\xFE", 2) == 0) {
        return HOPI_UTF16_LE;
    }
    if (size >= 2 && memcmp(data, "\xFE\xFF", 2) == 0) {
        return HOPI_UTF16_BE;
    }
    *mark = 0;
    return has_zeros_at(data, size, 1)   ? HOPI_UTF16_LE
           : has_zeros_at(data, size, 0) ? HOPI_UTF16_BE
                                         : HOPI_BYTES;
}

static size_t put_unit(hopi_utf16 *state, unsigned unit, char *out)
{
    const unsigned high = state->high_surrogate;
    const int is_low = unit >= 0xDC00 && unit < 0xE000;
    state->high_surrogate = 0;
    if (high && is_low) {
        return put_utf8(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), out);
    }
    const size_t used = high ? put_utf8(REPLACEMENT, out) : 0;
    if (unit >= 0xD800 && unit < 0xDC00) {
        state->high_surrogate = unit;
        return used;
    }
    return used + put_utf8(is_low ? REPLACEMENT : unit, out + used);
}

size_t hopi_utf16_to_utf8(hopi_utf16 *state, const char *data, size_t size, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)data[i];
        if (!state->has_odd) {
            state->odd = byte;
            state->has_odd = 1;
            continue;
        }
        state->has_odd = 0;
        const unsigned first = state->odd, second = byte;
        used += put_unit(state,
                         state->encoding == HOPI_UTF16_LE ? second << 8 | first
                                                          : first << 8 | second,
                         out + used);
    }
    return used;
}

size_t hopi_character_length(const char *text, size_t length)
{
    const unsigned char first = (unsigned char)text[0];
    const size_t wanted = first < 0x80                    ? 1
                          : first >= 0xC2 && first < 0xE0 ? 2
                          : first >= 0xE0 && first < 0xF0 ? 3
                          : first >= 0xF0 && first < 0xF5 ? 4
                                                          : 0;
    if (wanted == 0 || wanted > length) {
        return 0;
    }
    for (size_t i = 1; i < wanted; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return wanted;
}

int hopi_is_utf8(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        const size_t bytes = hopi_character_length(text + i, length - i);
        if (bytes == 0) {
            return 0;
        }
        i += bytes;
    }
    return 1;
}

static size_t put_windows_1252(unsigned char byte, char out[HOPI_CHARACTER_BYTES])
{
    static const unsigned signs[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    const int is_sign = byte >= 0x80 && byte < 0xA0;
    const unsigned c = is_sign ? signs[byte - 0x80] : byte;
    return put_utf8(c ? c : REPLACEMENT, out);
}

size_t hopi_character(const char *text, size_t length, char out[HOPI_CHARACTER_BYTES],
                      size_t *eaten)
{
    const unsigned char first = (unsigned char)text[0];
    const size_t bytes = hopi_character_length(text, length);
    *eaten = bytes ? bytes : 1;
    if (bytes == 0) {
        return put_windows_1252(first, out);
    }
    if (first < 0x20 || first == 0x7F) {
        out[0] = ' ';
        return 1;
    }
    memcpy(out, text, bytes);
    return bytes;
}

size_t hopi_copy_utf8(char *out, size_t capacity, const char *text, size_t length)
{
    size_t used = 0;
    for (size_t i = 0, eaten = 0; i < length; i += eaten) {
        char character[HOPI_CHARACTER_BYTES];
        const size_t bytes = hopi_character(text + i, length - i, character, &eaten);
        if (used + bytes >= capacity) {
            break;
        }
        memcpy(out + used, character, bytes);
        used += bytes;
    }
    out[used] = '\0';
    return used;
}
