/* SPDX-License-Identifier: BSD-3-Clause */
#include "text.h"

#include <float.h>
#include <stdint.h>
#include <string.h>

#include "io/location.h"
#include "io/number.h"

enum { LINE_LIMIT = 1 << 20 };

/* Moves on to the next block; an empty one is the end. */
static hop_status next_block(hopi_text *text)
{
    size_t size = 0;
    text->input.ctx = text->ctx;
    const hop_status status = hopi_input_next(&text->input, &text->at, &size);
    text->end = text->at + size;
    if (status == HOP_OK && text->input.size > 0) {
        const double share = (double)text->input.taken / (double)text->input.size;
        if (share >= text->shown + 0.01) {
            text->shown = share;
            return hopi_progress(text->ctx, share < 1.0 ? share : 1.0);
        }
    }
    return status;
}

hop_status hopi_text_open(hopi_text *text, hop_ctx *ctx, const char *path)
{
    *text = (hopi_text){.ctx = ctx};
    hop_status status = hopi_input_open_file(&text->input, ctx, path);
    if (status == HOP_OK) {
        status = next_block(text);
    }
    if (status == HOP_OK && text->at == text->end) {
        status = hopi_fail_at(ctx, HOP_ERR_FILE_EMPTY, path, 0, 0,
                              "the file is empty, expected a trajectory");
    }
    return status;
}

/* Adds what is left of the block to the line that began before. */
static hop_status join(hopi_text *text, size_t used, const char *end)
{
    const size_t more = (size_t)(end - text->at), needed = used + more;
    if (needed > LINE_LIMIT) {
        return hopi_fail_at(text->ctx, HOP_ERR_PARSE, text->input.name, text->line_number + 1, 0,
                            "the line is longer than %d bytes", LINE_LIMIT);
    }
    if (needed > text->joined_capacity) {
        const size_t capacity = 2 * needed + 256;
        char *joined = hopi_grow(text->input.allocator, text->joined, used, capacity, 1);
        if (!joined) {
            return hopi_fail_plain(text->ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        text->joined = joined;
        text->joined_capacity = capacity;
    }
    if (more > 0) {
        memcpy(text->joined + used, text->at, more);
    }
    return HOP_OK;
}

static void set_line(hopi_text *text, const char *begin, const char *end)
{
    text->line = begin;
    text->line_end = end > begin && end[-1] == '\r' ? end - 1 : end;
    text->line_number++;
}

/* A line that goes on in the next block. */
static hop_status next_joined(hopi_text *text)
{
    size_t used = 0;
    for (;;) {
        const size_t size = (size_t)(text->end - text->at);
        const char *stop = size > 0 ? memchr(text->at, '\n', size) : NULL;
        const hop_status joined = join(text, used, stop ? stop : text->end);
        if (joined != HOP_OK) {
            return joined;
        }
        used += stop ? (size_t)(stop - text->at) : size;
        if (stop) {
            text->at = stop + 1;
            set_line(text, text->joined, text->joined + used);
            return HOP_OK;
        }
        const hop_status status = next_block(text);
        if (status != HOP_OK) {
            return status;
        }
        if (text->at == text->end) {
            text->is_cut = used > 0;
            if (used > 0) {
                set_line(text, text->joined, text->joined + used);
            }
            return HOP_OK;
        }
    }
}

hop_status hopi_text_next(hopi_text *text)
{
    if (text->is_given_back) {
        text->is_given_back = 0;
        return HOP_OK;
    }
    text->line = text->line_end = NULL;
    const size_t size = (size_t)(text->end - text->at);
    const char *stop = size > 0 ? memchr(text->at, '\n', size) : NULL;
    if (!stop) {
        return next_joined(text);
    }
    set_line(text, text->at, stop);
    text->at = stop + 1;
    return HOP_OK;
}

void hopi_text_give_back(hopi_text *text)
{
    text->is_given_back = 1;
}

void hopi_text_close(hopi_text *text)
{
    hopi_release(text->input.allocator, text->joined);
    hopi_input_close(&text->input);
}

hop_status hopi_text_fail(const hopi_text *text, const char *at, hop_status status,
                          const char *expected)
{
    char excerpt[HOPI_EXCERPT];
    const size_t column = text->line ? (size_t)(at - text->line) + 1 : 0;
    const char *from = at ? hopi_skip_blanks(at, text->line_end) : NULL;
    if (!from || from == text->line_end) {
        return hopi_fail_at(text->ctx, status, text->input.name, text->line_number, column,
                            "the line ends here, expected %s", expected);
    }
    hopi_excerpt(excerpt, from, (size_t)(hopi_word_end(from, text->line_end) - from));
    return hopi_fail_at(text->ctx, status, text->input.name, text->line_number,
                        (size_t)(from - text->line) + 1, "found %s, expected %s", excerpt,
                        expected);
}

const char *hopi_skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

const char *hopi_word_end(const char *at, const char *end)
{
    while (at < end && *at != ' ' && *at != '\t') {
        at++;
    }
    return at;
}

int hopi_starts_with(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

const char *hopi_find(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    for (; (size_t)(end - at) >= length; at++) {
        at = memchr(at, word[0], (size_t)(end - at) - length + 1);
        if (!at) {
            return NULL;
        }
        if (memcmp(at, word, length) == 0) {
            return at;
        }
    }
    return NULL;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* As many digits as there are, eight at a time where the first is in the lowest byte. */
static inline const char *scan_digits(const char *p, const char *end, uint64_t *mantissa)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t each = 0x0101010101010101U;
    while (end - p >= 8) {
        uint64_t eight = 0;
        memcpy(&eight, p, sizeof eight);
        /* A digit has 3 in its upper half, also with 6 added to the lower one. */
        if (((eight & (eight + 6 * each)) & 0xf0 * each) != '0' * each
            || ((eight | (eight + 6 * each)) & 0xf0 * each) != '0' * each) {
            break;
        }
        eight -= '0' * each;
        const uint64_t pairs = (10 * eight + (eight >> 8)) & 0x00ff00ff00ff00ffU;
        const uint64_t fours = (100 * pairs + (pairs >> 16)) & 0x0000ffff0000ffffU;
        *mantissa = 100000000 * *mantissa + 10000 * (fours & 0xffff) + (fours >> 32);
        p += 8;
    }
#endif
    for (; p < end && is_digit(*p); p++) {
        *mantissa = 10 * *mantissa + (uint64_t)(*p - '0');
    }
    return p;
}

/*
 * Up to 15 digits and no exponent, the rule in trajectories: an integer that a double
 * holds exactly, divided by a power of ten that it holds exactly, is rounded once.
 */
static int scan_simple(const char **at, const char *end, double *value)
{
#if FLT_EVAL_METHOD == 0
    static const double tens[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char *p = *at;
    const int is_negative = p < end && *p == '-';
    p += is_negative;
    const char *digits = p;
    uint64_t mantissa = 0;
    p = scan_digits(p, end, &mantissa);
    size_t count = (size_t)(p - digits), decimals = 0;
    if (p < end && *p == '.') {
        const char *fraction = ++p;
        p = scan_digits(p, end, &mantissa);
        decimals = (size_t)(p - fraction);
        count += decimals;
    }
    if (count == 0 || count > 15 || (p < end && *p != ' ' && *p != '\t')) {
        return 0;
    }
    const double size = (double)mantissa / tens[decimals];
    *value = is_negative ? -size : size;
    *at = p;
    return 1;
#else
    (void)at, (void)end, (void)value;
    return 0;
#endif
}

int hopi_scan_number(const char **at, const char *end, double *value)
{
    const char *from = hopi_skip_blanks(*at, end), *stop = NULL;
    if (scan_simple(&from, end, value)) {
        *at = from;
        return 1;
    }
    if (hopi_parse_number(from, end, '.', value, &stop) != HOPI_NUMBER_FINITE) {
        return 0;
    }
    *at = stop;
    return stop == end || *stop == ' ' || *stop == '\t' || *stop == '<' || *stop == '"';
}

hop_status hopi_text_numbers(const hopi_text *text, const char **at, size_t count,
                             double *values)
{
    for (size_t i = 0; i < count; i++) {
        if (!hopi_scan_number(at, text->line_end, &values[i])) {
            const char *from = hopi_skip_blanks(*at, text->line_end), *stop = NULL;
            double value = 0.0;
            const hopi_number_kind kind =
                hopi_parse_number(from, text->line_end, '.', &value, &stop);
            return hopi_text_fail(text, from,
                                  kind == HOPI_NUMBER_NOT_FINITE || kind == HOPI_NUMBER_TOO_LARGE
                                      ? HOP_ERR_NOT_FINITE
                                      : HOP_ERR_PARSE,
                                  "a finite number");
        }
    }
    return HOP_OK;
}

hop_status hopi_text_count(const hopi_text *text, const char **at, double limit, size_t *value)
{
    const char *from = *at;
    double number = 0.0;
    if (!hopi_scan_number(at, text->line_end, &number) || number < 0.0 || number > limit
        || number != (double)(uint64_t)number) {
        return hopi_text_fail(text, from, HOP_ERR_PARSE, "a whole number");
    }
    *value = (size_t)number;
    return HOP_OK;
}
