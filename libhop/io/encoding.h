/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ENCODING_H
#define HOPI_ENCODING_H

#include <stddef.h>

typedef enum hopi_encoding {
    HOPI_BYTES, /* ASCII, UTF-8 or Windows-1252 */
    HOPI_UTF16_LE,
    HOPI_UTF16_BE
} hopi_encoding;

/* UTF-16 by its byte order mark, or by the zeros of ASCII characters; *mark is its length. */
hopi_encoding hopi_detect_encoding(const char *data, size_t size, size_t *mark);

/* What a block of UTF-16 leaves for the next one. */
typedef struct hopi_utf16 {
    hopi_encoding encoding;
    unsigned char odd;       /* first byte of a unit cut in two */
    int has_odd;
    unsigned high_surrogate; /* 0: none */
} hopi_utf16;

/* Turns a block into UTF-8; out takes 3 bytes for every 2 and 6 more. What has no meaning is U+FFFD. */
size_t hopi_utf16_to_utf8(hopi_utf16 *state, const char *data, size_t size, char *out);

/* Bytes of the UTF-8 character at the start of a text; 0 if there is none. */
size_t hopi_character_length(const char *text, size_t length);
int hopi_is_utf8(const char *text, size_t length);

enum { HOPI_CHARACTER_BYTES = 4 };

/*
 * The character at the start of a text in UTF-8, fit for one line: a control
 * character is a blank, a byte that is no UTF-8 is one of Windows-1252, which
 * is Latin-1 and a few signs. Answers its bytes; *eaten are those of the text.
 */
size_t hopi_character(const char *text, size_t length, char out[HOPI_CHARACTER_BYTES],
                      size_t *eaten);

/*
 * A text as valid UTF-8 and NUL-terminated, bytes that are none as those of
 * Windows-1252, cut before the first character that does not fit.
 */
size_t hopi_copy_utf8(char *out, size_t capacity, const char *text, size_t length);

#endif
