/* SPDX-License-Identifier: BSD-3-Clause */
#include "source.h"

#include <string.h>

#include "location.h"

/* DOS ends a text with it; the old instruments that do so are still in use. */
enum { CONTROL_Z = 0x1A };

enum { FIRST_LINE_BYTES = 256 };

static const size_t content_limit = (size_t)1 << 30;

/* What people take for the data, because a program shows them in it; NULL: something else. */
static const char *document_of(const hopi_source *source)
{
    static const struct {
        const char *start, *name;
    } documents[] = {{"PK\x03\x04", "an archive, as spreadsheets (.xlsx, .ods) are"},
                     {"\xD0\xCF\x11\xE0", "a document of an Office program, such as .xls"},
                     {"%PDF", "a PDF"}};
    for (size_t k = 0; k < sizeof documents / sizeof *documents && source->offset == 0; k++) {
        const size_t length = strlen(documents[k].start);
        if (source->block_size >= length
            && memcmp(source->block, documents[k].start, length) == 0) {
            return documents[k].name;
        }
    }
    return NULL;
}

hop_status hopi_source_fail_binary(const hopi_source *source)
{
    const char *document = document_of(source);
    if (document) {
        return hopi_fail_at(source->ctx, HOP_ERR_FILE_BINARY, source->name, 0, 0,
                            "the file is %s, expected text: save the numbers as text or CSV",
                            document);
    }
    return hopi_fail_at(source->ctx, HOP_ERR_FILE_BINARY, source->name, 0, 0,
                        "byte 0x%02X at offset %llu is not text, expected a text file in UTF-8",
                        source->binary_byte, (unsigned long long)source->binary_offset);
}

/* Eight bytes at a time: 1 in the top bit of each that is below 0x20, or of each that is 0x80 or more. */
static uint64_t controls_in(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = 0x80 * ones;
    return (bytes - 0x20 * ones) & ~bytes & tops;
}

static void find_binary_byte(hopi_source *source)
{
    const uint64_t tops = UINT64_C(0x8080808080808080);
    uint64_t high = 0;
    for (size_t i = source->at; i < source->block_size;) {
        uint64_t bytes = 0;
        if (source->block_size - i >= sizeof bytes) {
            memcpy(&bytes, source->block + i, sizeof bytes);
            high |= bytes & tops;
            if (controls_in(bytes) == 0) {
                i += sizeof bytes;
                continue;
            }
        }
        const size_t end = source->block_size - i < 8 ? source->block_size : i + 8;
        for (; i < end; i++) {
            const unsigned char byte = (unsigned char)source->block[i];
            const int is_blank = (byte >= '\t' && byte <= '\r') || byte == CONTROL_Z;
            high |= byte & 0x80;
            if (byte < 0x20 && !is_blank) {
                source->is_binary = 1;
                source->binary_byte = byte;
                source->binary_offset = source->offset + i;
                return;
            }
        }
    }
    source->has_high_bytes = high != 0;
}

static hop_status report_progress(const hopi_source *source)
{
    const hopi_input *input = &source->input;
    const double fraction =
        input->size > 0 ? (double)input->taken / (double)input->size : 0.0;
    return hopi_progress(source->ctx, fraction < 1.0 ? fraction : 1.0);
}

static hop_status widen(hopi_source *source)
{
    if (!source->wide) {
        source->wide = hopi_allocate(source->allocator, HOPI_BLOCK_BYTES / 2 * 3 + 8, 1);
        if (!source->wide) {
            return hopi_fail_plain(source->ctx, HOP_ERR_OUT_OF_MEMORY);
        }
    }
    source->block_size = hopi_utf16_to_utf8(&source->utf16, source->block + source->at,
                                            source->block_size - source->at, source->wide);
    source->block = source->wide;
    source->at = 0;
    return HOP_OK;
}

static void choose_encoding(hopi_source *source)
{
    const char *names[] = {"ASCII", "UTF-16LE", "UTF-16BE"};
    source->utf16.encoding =
        hopi_detect_encoding(source->block, source->block_size, &source->at);
    source->encoding = names[source->utf16.encoding];
    if (source->block_size >= 3 && memcmp(source->block, "\xEF\xBB\xBF", 3) == 0) {
        source->at = 3;
        source->encoding = "UTF-8 with byte order mark";
    }
}

/* Only what goes beyond ASCII tells UTF-8 and Windows-1252 apart. */
static void refine_encoding(hopi_source *source)
{
    const char *block = source->block + source->at;
    const size_t size = source->block_size - source->at;
    size_t i = 0;
    if (!source->has_high_bytes || strcmp(source->encoding, "ASCII") != 0) {
        return;
    }
    while (i < size && (unsigned char)block[i] < 0x80) {
        i++;
    }
    if (i == size) {
        return;
    }
    /* A character may be cut by the end of the block. */
    int is_utf8 = 0;
    for (size_t cut = 0; cut < HOPI_CHARACTER_BYTES && cut < size - i && !is_utf8; cut++) {
        is_utf8 = hopi_is_utf8(block + i, size - i - cut);
    }
    source->encoding = is_utf8 ? "UTF-8" : "Windows-1252";
}

/* Brings the next block; one of 0 bytes is the end. */
static hop_status fill(hopi_source *source)
{
    const int is_first = source->input.given == 0;
    source->offset += source->block_size;
    source->at = 0;
    hop_status status = hopi_input_next(&source->input, &source->block, &source->block_size);
    source->is_last_block = source->block_size < HOPI_BLOCK_BYTES;
    if (status == HOP_OK && is_first) {
        choose_encoding(source);
    }
    if (status == HOP_OK && source->utf16.encoding != HOPI_BYTES) {
        status = widen(source);
    }
    if (status) {
        return status;
    }
    if (!source->takes_bytes) {
        find_binary_byte(source);
        refine_encoding(source);
    }
    if (source->is_binary && !is_first && !source->takes_bytes) {
        return hopi_source_fail_binary(source);
    }
    return report_progress(source);
}

/* Length of the text up to the end of its line; length itself if there is none. */
static size_t to_line_end(const char *text, size_t length)
{
    const char ends[] = {'\n', '\r', CONTROL_Z};
    for (size_t k = 0; k < sizeof ends; k++) {
        const char *end = memchr(text, ends[k], length);
        length = end ? (size_t)(end - text) : length;
    }
    return length;
}

static void read_head(hopi_source *source)
{
    const int is_all = source->is_last_block;
    size_t at = source->at;
    while (at < source->block_size && source->head_count < HOPI_HEAD_LINES) {
        const char *text = source->block + at;
        const size_t rest = source->block_size - at;
        const size_t length = to_line_end(text, rest);
        if (length == rest && !is_all) {
            return;
        }
        source->head[source->head_count] = (hopi_line){text, length, source->head_count + 1};
        source->head_count++;
        if (length < rest && text[length] == CONTROL_Z) {
            return;
        }
        at += length + 1;
        if (length + 1 < rest && text[length] == '\r' && text[length + 1] == '\n') {
            at++;
        }
    }
}

static hop_status start(hopi_source *source)
{
    const hop_status status = fill(source);
    if (status) {
        return status;
    }
    if (source->block_size == source->at) {
        return hopi_fail_at(source->ctx, HOP_ERR_FILE_EMPTY, source->name, 0, 0,
                            "the file is empty, expected a header and lines of numbers");
    }
    if (!source->is_binary) {
        read_head(source);
    }
    return HOP_OK;
}

hop_status hopi_source_open_file(hopi_source *source, hop_ctx *ctx, const char *path)
{
    *source = (hopi_source){.ctx = ctx, .allocator = hopi_allocator_of(ctx), .name = path};
    const hop_status status = hopi_input_open_file(&source->input, ctx, path);
    return status ? status : start(source);
}

hop_status hopi_source_open_memory(hopi_source *source, hop_ctx *ctx, const char *name,
                                   const void *data, size_t size)
{
    *source = (hopi_source){.ctx = ctx, .allocator = hopi_allocator_of(ctx), .name = name};
    hopi_input_open_memory(&source->input, ctx, name, data, size);
    return start(source);
}

static hop_status append(hopi_source *source, const char *text, size_t length)
{
    const size_t size = source->line_size + length;
    if (size > HOPI_LINE_LIMIT) {
        return hopi_fail_at(source->ctx, HOP_ERR_PARSE, source->name, source->line_number + 1, 1,
                            "the line is longer than %d bytes, expected lines of numbers",
                            HOPI_LINE_LIMIT);
    }
    if (size > source->line_capacity) {
        const size_t capacity = size > FIRST_LINE_BYTES / 2 ? 2 * size : FIRST_LINE_BYTES;
        char *line = hopi_grow(source->allocator, source->line, source->line_size, capacity, 1);
        if (!line) {
            return hopi_fail_plain(source->ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        source->line = line;
        source->line_capacity = capacity;
    }
    memcpy(source->line + source->line_size, text, length);
    source->line_size = size;
    return HOP_OK;
}

/* Takes text up to the end of the line or the block; *is_whole says which. */
static hop_status take(hopi_source *source, hopi_line *line, int *is_whole)
{
    const char *text = source->block + source->at;
    const size_t rest = source->block_size - source->at;
    const size_t length = to_line_end(text, rest);
    *is_whole = length < rest;
    source->at += *is_whole ? length + 1 : length;
    if (*is_whole) {
        source->after_cr = text[length] == '\r';
        source->has_ended = text[length] == CONTROL_Z;
        if (source->line_size == 0) {
            *line = (hopi_line){text, length, 0};
            return HOP_OK;
        }
    }
    const hop_status status = append(source, text, length);
    *line = (hopi_line){source->line, source->line_size, 0};
    return status;
}

hop_status hopi_source_next(hopi_source *source, hopi_line *line)
{
    int is_whole = 0;
    source->line_size = 0;
    *line = (hopi_line){NULL, 0, 0};
    while (!is_whole && !source->has_ended) {
        hop_status status = HOP_OK;
        if (source->at == source->block_size) {
            status = fill(source);
            source->has_ended = source->block_size == 0;
        } else if (source->after_cr && source->block[source->at] == '\n') {
            source->at++;
            source->after_cr = 0;
        } else {
            source->after_cr = 0;
            status = take(source, line, &is_whole);
        }
        if (status) {
            *line = (hopi_line){NULL, 0, 0};
            return status;
        }
    }
    if (line->text) {
        line->number = ++source->line_number;
        source->ends_without_line_end = !is_whole;
    }
    return HOP_OK;
}

/* Appends what is left of the block to the content. */
static hop_status gather(hopi_source *source, size_t *used, size_t *capacity)
{
    const size_t size = source->block_size - source->at;
    if (size > content_limit - *used) {
        return hopi_fail_at(source->ctx, HOP_ERR_SIZE_OVERFLOW, source->name, 0, 0,
                            "the file is larger than 1 GiB, expected less of a file that has "
                            "to be in memory as a whole");
    }
    if (*used + size > *capacity) {
        const size_t wanted = *used + size > HOPI_BLOCK_BYTES ? 2 * (*used + size) : *used + size;
        char *content = hopi_grow(source->allocator, source->content, *used, wanted, 1);
        if (!content) {
            return hopi_fail_plain(source->ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        source->content = content;
        *capacity = wanted;
    }
    if (size > 0) {
        memcpy(source->content + *used, source->block + source->at, size);
    }
    *used += size;
    return HOP_OK;
}

hop_status hopi_source_content(hopi_source *source, const char **data, size_t *size)
{
    *data = "";
    *size = 0;
    if (hopi_input_is_lasting(&source->input) && source->utf16.encoding == HOPI_BYTES) {
        *data = source->block + source->at;
        *size = source->block_size - source->at + source->input.memory_size;
        return HOP_OK;
    }
    size_t used = 0, capacity = 0;
    hop_status status = HOP_OK;
    source->takes_bytes = 1;
    while (status == HOP_OK && source->block_size > 0) {
        status = gather(source, &used, &capacity);
        status = status ? status : fill(source);
    }
    if (status == HOP_OK) {
        *data = source->content;
        *size = used;
    }
    return status;
}

void hopi_source_close(hopi_source *source)
{
    hopi_input_close(&source->input);
    hopi_release(source->allocator, source->wide);
    hopi_release(source->allocator, source->line);
    hopi_release(source->allocator, source->content);
    *source = (hopi_source){.ctx = NULL};
}
