/* SPDX-License-Identifier: BSD-3-Clause */
#include "lines.h"

#include <string.h>

#include "number.h"

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

size_t hopi_first_text(const hopi_line *line)
{
    size_t i = 0;
    while (i < line->length && is_blank(line->text[i])) {
        i++;
    }
    return i;
}

int hopi_is_blank_line(const hopi_line *line)
{
    return hopi_first_text(line) == line->length;
}

int hopi_is_comment(const hopi_line *line)
{
    const size_t i = hopi_first_text(line);
    return i < line->length && (line->text[i] == '#' || line->text[i] == '%');
}

const char *hopi_behind(const char *text, const char *end, const char *word)
{
    const size_t length = strlen(word);
    while ((size_t)(end - text) >= length) {
        const char *first = memchr(text, word[0], (size_t)(end - text) - length + 1);
        if (!first) {
            return NULL;
        }
        if (memcmp(first, word, length) == 0) {
            return first + length;
        }
        text = first + 1;
    }
    return NULL;
}

int hopi_line_contains(const hopi_line *line, const char *text)
{
    return hopi_behind(line->text, line->text + line->length, text) != NULL;
}

int hopi_line_begins(const hopi_line *line, const char *text)
{
    const size_t i = hopi_first_text(line), length = strlen(text);
    return line->length - i >= length && memcmp(line->text + i, text, length) == 0;
}

int hopi_line_is_numeric(const hopi_line *line)
{
    size_t i = hopi_first_text(line);
    if (i < line->length && line->text[i] == '"') {
        i++;
    }
    const char *const end = line->text + line->length;
    const char *stop = NULL;
    double value = 0.0;
    while (i < line->length && is_blank(line->text[i])) {
        i++;
    }
    return hopi_parse_number(line->text + i, end, '.', &value, &stop) == HOPI_NUMBER_FINITE
           && (stop == end || strchr(" \t,;\"\v\f", *stop) != NULL);
}
