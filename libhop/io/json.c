/* SPDX-License-Identifier: BSD-3-Clause */
#include "json.h"

#include <stdint.h>
#include <string.h>

#include "encoding.h"
#include "number.h"

enum { AT_END = -1, BAD = -2 };

void hopi_json_open(hopi_json *json, const char *data, size_t size)
{
    *json = (hopi_json){.data = data, .size = size};
}

static int fail(hopi_json *json, const char *error, size_t at)
{
    if (!json->error) {
        json->error = error;
        json->error_at = at;
    }
    return 0;
}

/* The next character and the bytes it takes. */
static int32_t peek(hopi_json *json, size_t *length)
{
    static const int32_t leading_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    *length = 0;
    if (json->at == json->size) {
        return AT_END;
    }
    const char *p = json->data + json->at;
    const size_t bytes = hopi_character_length(p, json->size - json->at);
    if (bytes == 0) {
        fail(json, "bytes that are no UTF-8", json->at);
        return BAD;
    }
    int32_t point = (unsigned char)p[0] & leading_bits[bytes];
    for (size_t i = 1; i < bytes; i++) {
        point = point << 6 | ((unsigned char)p[i] & 0x3F);
    }
    *length = bytes;
    return point;
}

static int32_t take(hopi_json *json)
{
    size_t length = 0;
    const int32_t point = peek(json, &length);
    if (point >= 0) {
        json->at += length;
    }
    return point;
}

static int32_t peek_after_blanks(hopi_json *json)
{
    for (;;) {
        size_t length = 0;
        const int32_t point = peek(json, &length);
        if (point != ' ' && point != '\t' && point != '\n' && point != '\r') {
            return point;
        }
        json->at += length;
    }
}

static int expect(hopi_json *json, int32_t wanted, const char *error)
{
    const int32_t found = peek_after_blanks(json);
    if (found != wanted) {
        return fail(json, found == AT_END ? "the end of the file inside the JSON text" : error,
                    json->at);
    }
    take(json);
    return 1;
}

/* Adds a character in UTF-8; what does not fit is left out, as a whole. */
static void append(hopi_json *json, size_t *used, int32_t point)
{
    char bytes[4];
    size_t count = 0;
    if (point < 0x80) {
        bytes[count++] = (char)point;
    } else if (point < 0x800) {
        bytes[count++] = (char)(0xC0 | point >> 6);
    } else if (point < 0x10000) {
        bytes[count++] = (char)(0xE0 | point >> 12);
        bytes[count++] = (char)(0x80 | (point >> 6 & 0x3F));
    } else {
        bytes[count++] = (char)(0xF0 | point >> 18);
        bytes[count++] = (char)(0x80 | (point >> 12 & 0x3F));
        bytes[count++] = (char)(0x80 | (point >> 6 & 0x3F));
    }
    if (point >= 0x80) {
        bytes[count++] = (char)(0x80 | (point & 0x3F));
    }
    if (*used + count < HOPI_JSON_TEXT) {
        memcpy(json->text + *used, bytes, count);
        *used += count;
    }
}

static int32_t hexadecimal(hopi_json *json)
{
    int32_t sum = 0;
    for (int i = 0; i < 4; i++) {
        const int32_t c = take(json);
        const int32_t digit = c >= '0' && c <= '9'   ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : BAD;
        if (digit == BAD) {
            return BAD;
        }
        sum = sum << 4 | digit;
    }
    return sum;
}

static int32_t escaped_unicode(hopi_json *json)
{
    const int32_t first = hexadecimal(json);
    if (first < 0xD800 || first > 0xDFFF) {
        return first;
    }
    if (first > 0xDBFF || take(json) != '\\' || take(json) != 'u') {
        return BAD;
    }
    const int32_t second = hexadecimal(json);
    if (second < 0xDC00 || second > 0xDFFF) {
        return BAD;
    }
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

static int32_t escaped(hopi_json *json)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const int32_t c = take(json);
    if (c == 'u') {
        return escaped_unicode(json);
    }
    const char *name = c > 0 && c < 0x80 ? strchr(names, (char)c) : NULL;
    return name ? meanings[name - names] : BAD;
}

/* After the opening quotation mark. */
static int read_string(hopi_json *json)
{
    size_t used = 0;
    for (;;) {
        const size_t at = json->at;
        int32_t point = take(json);
        if (point == '"') {
            json->text[used] = '\0';
            return 1;
        }
        if (point == AT_END) {
            return fail(json, "the end of the file inside a text", at);
        }
        if (point == '\\') {
            point = escaped(json);
            if (point == BAD) {
                return fail(json, "an escape sequence that JSON does not have", at);
            }
        } else if (point < 0x20) {
            return fail(json, "a control character inside a text", at);
        }
        append(json, &used, point);
    }
}

static int is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

/* Whether text is a number as JSON writes it: no leading zeros, no bare point. */
static int is_json_number(const char *text)
{
    text += *text == '-';
    if (*text == '0' && is_digit(text[1])) {
        return 0;
    }
    if (!is_digit(*text)) {
        return 0;
    }
    while (is_digit(*text)) {
        text++;
    }
    if (*text == '.') {
        if (!is_digit(*++text)) {
            return 0;
        }
        while (is_digit(*text)) {
            text++;
        }
    }
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '+' || *text == '-';
        if (!is_digit(*text)) {
            return 0;
        }
        while (is_digit(*text)) {
            text++;
        }
    }
    return *text == '\0';
}

static int read_number(hopi_json *json)
{
    const size_t start = json->at;
    size_t used = 0, length = 0;
    int32_t c = peek(json, &length);
    while (is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
        if (used == HOPI_JSON_TEXT - 1) {
            return fail(json, "a number of more digits than are read", start);
        }
        json->text[used++] = (char)c;
        json->at += length;
        c = peek(json, &length);
    }
    json->text[used] = '\0';
    const char *stop = NULL;
    if (!is_json_number(json->text)
        || hopi_parse_number(json->text, json->text + used, '.', &json->number, &stop)
               != HOPI_NUMBER_FINITE) {
        return fail(json, "no number as JSON writes it, or one that is too large", start);
    }
    return 1;
}

static int read_word(hopi_json *json, const char *word)
{
    const size_t start = json->at;
    for (; *word; word++) {
        if (take(json) != *word) {
            return fail(json, "a word that JSON does not have", start);
        }
    }
    return 1;
}

static hopi_json_kind open_bracket(hopi_json *json, hopi_json_kind kind)
{
    if (json->depth == HOPI_JSON_DEPTH) {
        fail(json, "brackets that are nested deeper than is read", json->at);
        return HOPI_JSON_ERROR;
    }
    take(json);
    json->depth++;
    json->is_first = 1;
    return kind;
}

hopi_json_kind hopi_json_value(hopi_json *json)
{
    if (json->error) {
        return HOPI_JSON_ERROR;
    }
    const int32_t c = peek_after_blanks(json);
    switch (c) {
    case '{':
        return open_bracket(json, HOPI_JSON_OBJECT);
    case '[':
        return open_bracket(json, HOPI_JSON_ARRAY);
    case '"':
        take(json);
        return read_string(json) ? HOPI_JSON_STRING : HOPI_JSON_ERROR;
    case 't':
        return read_word(json, "true") ? HOPI_JSON_TRUE : HOPI_JSON_ERROR;
    case 'f':
        return read_word(json, "false") ? HOPI_JSON_FALSE : HOPI_JSON_ERROR;
    case 'n':
        return read_word(json, "null") ? HOPI_JSON_NULL : HOPI_JSON_ERROR;
    default:
        break;
    }
    if (c == '-' || is_digit(c)) {
        return read_number(json) ? HOPI_JSON_NUMBER : HOPI_JSON_ERROR;
    }
    fail(json, c == AT_END ? "the end of the file inside the JSON text" : "no value", json->at);
    return HOPI_JSON_ERROR;
}

/* Whether the bracket goes on: reads the comma between two members or elements, or the end. */
static int goes_on(hopi_json *json, int32_t end)
{
    if (json->error) {
        return 0;
    }
    const int is_first = json->is_first;
    json->is_first = 0;
    if (peek_after_blanks(json) == end) {
        take(json);
        json->depth--;
        return 0;
    }
    return is_first || expect(json, ',', "neither a comma nor the end of the bracket");
}

int hopi_json_member(hopi_json *json)
{
    return goes_on(json, '}') && expect(json, '"', "no name of a member") && read_string(json)
           && expect(json, ':', "no colon after the name of a member");
}

int hopi_json_element(hopi_json *json)
{
    return goes_on(json, ']');
}

int hopi_json_skip(hopi_json *json, hopi_json_kind kind)
{
    if (kind == HOPI_JSON_OBJECT) {
        while (hopi_json_member(json) && hopi_json_skip(json, hopi_json_value(json))) {
        }
    } else if (kind == HOPI_JSON_ARRAY) {
        while (hopi_json_element(json) && hopi_json_skip(json, hopi_json_value(json))) {
        }
    }
    return !json->error;
}

static int lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

int hopi_json_is(const hopi_json *json, const char *name)
{
    const char *text = json->text;
    while (*text && lower(*text) == lower(*name)) {
        text++;
        name++;
    }
    return *text == *name;
}
