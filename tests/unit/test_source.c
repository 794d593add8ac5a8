/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/source.h"
#include "support.h"

static hop_ctx *ctx;

static void make_context(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static void drop_context(void)
{
    hop_ctx_destroy(ctx);
}

/* All lines of a text, each followed by '|', and its encoding if one is expected. */
static void assert_lines_of(const char *data, size_t size, const char *expected,
                            const char *encoding)
{
    hopi_source source;
    hopi_line line;
    char joined[256] = "";
    size_t used = 0, count = 0;
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    for (;;) {
        ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
        if (!line.text) {
            break;
        }
        ck_assert_uint_eq(line.number, ++count);
        memcpy(joined + used, line.text, line.length);
        used += line.length;
        joined[used++] = '|';
    }
    joined[used] = '\0';
    ck_assert_str_eq(joined, expected);
    if (encoding) {
        ck_assert_str_eq(source.encoding, encoding);
    }
    hopi_source_close(&source);
}

static void assert_lines(const char *data, const char *expected)
{
    assert_lines_of(data, strlen(data), expected, NULL);
}

static void assert_refused(const void *data, size_t size, hop_status status, const char *text)
{
    hopi_source source;
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), status);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
    hopi_source_close(&source);
}

START_TEST(test_source_next_lf_crlf_and_cr_end_a_line)
{
    assert_lines("a\nb\r\nc\rd", "a|b|c|d|");
    assert_lines("a\n\nb\r\n\r\nc\r\rd\n", "a||b||c||d|");
}
END_TEST

START_TEST(test_source_next_last_line_needs_no_end)
{
    assert_lines("a\nb", "a|b|");
    assert_lines("a\nb\n", "a|b|");
}
END_TEST

START_TEST(test_source_next_byte_order_mark_is_skipped)
{
    assert_lines("\xEF\xBB\xBF"
                 "f\n1\n",
                 "f|1|");
}
END_TEST

START_TEST(test_source_next_control_z_ends_the_text)
{
    assert_lines("a\nb\n\x1A"
                 "rest\n",
                 "a|b||");
}
END_TEST

/* A text with a line end or a long line across the border of two blocks. */
static char *around_block_border(size_t before, const char *at_border, size_t *size)
{
    *size = before + strlen(at_border);
    char *data = malloc(*size);
    ck_assert_ptr_nonnull(data);
    memset(data, 'x', before);
    memcpy(data + before, at_border, strlen(at_border));
    return data;
}

START_TEST(test_source_next_crlf_across_two_blocks_is_one_end)
{
    size_t size;
    hopi_source source;
    hopi_line line;
    char *data = around_block_border(HOPI_BLOCK_BYTES - 1, "\r\nend", &size);
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_uint_eq(line.length, HOPI_BLOCK_BYTES - 1);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_uint_eq(line.length, 3);
    ck_assert_int_eq(memcmp(line.text, "end", 3), 0);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_ptr_null(line.text);
    hopi_source_close(&source);
    free(data);
}
END_TEST

START_TEST(test_source_next_line_across_blocks_is_whole_from_a_file)
{
    size_t size;
    hopi_source source;
    hopi_line line;
    char *data = around_block_border(3 * (size_t)HOPI_BLOCK_BYTES, "y\nend", &size);
    char *path = hopt_write_file("long.txt", data, size);
    ck_assert_int_eq(hopi_source_open_file(&source, ctx, path), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_uint_eq(line.length, size - 4);
    ck_assert_int_eq(memcmp(line.text, data, line.length), 0);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_uint_eq(line.number, 2);
    ck_assert_int_eq(memcmp(line.text, "end", 3), 0);
    hopi_source_close(&source);
    remove(path);
    free(path);
    free(data);
}
END_TEST

START_TEST(test_source_next_line_of_more_than_a_mebibyte_is_error)
{
    size_t size;
    hopi_source source;
    hopi_line line;
    char *data = around_block_border(HOPI_LINE_LIMIT, "x\n", &size);
    data[0] = '\n';
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_uint_eq(line.length, HOPI_LINE_LIMIT);
    hopi_source_close(&source);

    data[0] = 'x';
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_ERR_PARSE);
    ck_assert_ptr_null(line.text);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "m:1:1: the line is longer than 1048576 bytes, expected lines of numbers");
    hopi_source_close(&source);
    free(data);
}
END_TEST

START_TEST(test_source_head_holds_the_complete_lines_of_the_first_block)
{
    size_t size;
    hopi_source source;
    char *data = around_block_border(HOPI_BLOCK_BYTES - 1, "cut\n", &size);
    memcpy(data, "one\r\ntwo\n", 9);
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    ck_assert_uint_eq(source.head_count, 2);
    ck_assert_uint_eq(source.head[1].number, 2);
    ck_assert_uint_eq(source.head[1].length, 3);
    ck_assert_int_eq(memcmp(source.head[1].text, "two", 3), 0);
    hopi_source_close(&source);
    free(data);
}
END_TEST

START_TEST(test_source_open_empty_is_error)
{
    const char *text = "m: the file is empty, expected a header and lines of numbers";
    assert_refused("", 0, HOP_ERR_FILE_EMPTY, text);
    assert_refused("\xEF\xBB\xBF", 3, HOP_ERR_FILE_EMPTY, text);
}
END_TEST

START_TEST(test_source_open_utf16_gives_utf8)
{
    static const char little[] = "\xFF\xFE" "f\0\xB0\0\n\0\x3D\xD8\x00\xDE";
    static const char big[] = "\xFE\xFF" "\0f\0\xB0\0\n\xD8\x3D\xDE\x00";
    assert_lines_of(little, sizeof little - 1, "f\xC2\xB0|\xF0\x9F\x98\x80|", "UTF-16LE");
    assert_lines_of(big, sizeof big - 1, "f\xC2\xB0|\xF0\x9F\x98\x80|", "UTF-16BE");
}
END_TEST

START_TEST(test_source_open_utf16_without_mark_is_recognised_by_its_zeros)
{
    assert_lines_of("f\0/\0H\0z\0\n\0", 10, "f/Hz|", "UTF-16LE");
    assert_lines_of("\0f\0/\0H\0z\0\n", 10, "f/Hz|", "UTF-16BE");
}
END_TEST

START_TEST(test_source_open_tells_utf8_from_windows_1252)
{
    assert_lines_of("f\n", 2, "f|", "ASCII");
    assert_lines_of("\xC2\xB0\n", 3, "\xC2\xB0|", "UTF-8");
    assert_lines_of("\xB0\n", 2, "\xB0|", "Windows-1252");
    assert_lines_of("\xEF\xBB\xBF" "f\n", 5, "f|", "UTF-8 with byte order mark");
}
END_TEST

START_TEST(test_source_next_utf16_unit_across_two_blocks_is_whole)
{
    hopi_source source;
    hopi_line line;
    const size_t size = 2 * (size_t)HOPI_BLOCK_BYTES + 2;
    char *data = malloc(size);
    ck_assert_ptr_nonnull(data);
    memcpy(data, "\xFF\xFE" "a\0\n\0", 6);
    /* One unit less the mark: every later unit is a surrogate pair across an even border. */
    for (size_t i = 6; i + 4 <= size; i += 4) {
        memcpy(data + i, "\x3D\xD8\x00\xDE", 4);
    }
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    ck_assert_uint_eq(line.length, size - 6);
    for (size_t i = 0; i + 4 <= line.length; i += 4) {
        ck_assert_int_eq(memcmp(line.text + i, "\xF0\x9F\x98\x80", 4), 0);
    }
    hopi_source_close(&source);
    free(data);
}
END_TEST

START_TEST(test_source_open_zero_byte_is_binary_with_its_offset)
{
    hopi_source source;
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", "f\n1\0", 4), HOP_OK);
    ck_assert_int_eq(source.is_binary, 1);
    ck_assert_int_eq(hopi_source_fail_binary(&source), HOP_ERR_FILE_BINARY);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "m: byte 0x00 at offset 3 is not text, expected a text file in UTF-8");
    hopi_source_close(&source);
}
END_TEST

START_TEST(test_source_content_is_all_of_a_binary_file)
{
    hopi_source source;
    const char *content = NULL;
    size_t got = 0;
    const size_t size = 3 * (size_t)HOPI_BLOCK_BYTES + 5;
    char *data = malloc(size);
    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < size; i++) {
        data[i] = (char)(i * 7 % 251);
    }
    char *path = hopt_write_file("b.bin", data, size);
    ck_assert_int_eq(hopi_source_open_file(&source, ctx, path), HOP_OK);
    ck_assert_int_eq(hopi_source_content(&source, &content, &got), HOP_OK);
    ck_assert_uint_eq(got, size);
    ck_assert_int_eq(memcmp(content, data, size), 0);
    hopi_source_close(&source);
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    ck_assert_int_eq(hopi_source_content(&source, &content, &got), HOP_OK);
    ck_assert_ptr_eq(content, data);
    ck_assert_uint_eq(got, size);
    hopi_source_close(&source);
    remove(path);
    free(path);
    free(data);
}
END_TEST

START_TEST(test_source_next_zero_byte_in_a_later_block_is_binary_with_its_offset)
{
    hopi_source source;
    hopi_line line;
    const size_t size = 2 * (size_t)HOPI_BLOCK_BYTES;
    char *data = malloc(size);
    ck_assert_ptr_nonnull(data);
    memset(data, '\n', size);
    data[HOPI_BLOCK_BYTES + 10] = '\0';
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    for (int i = 0; i < HOPI_BLOCK_BYTES; i++) {
        ck_assert_int_eq(hopi_source_next(&source, &line), HOP_OK);
    }
    ck_assert_int_eq(hopi_source_next(&source, &line), HOP_ERR_FILE_BINARY);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "m: byte 0x00 at offset 65546 is not text, expected a text file in UTF-8");
    hopi_source_close(&source);
    free(data);
}
END_TEST

START_TEST(test_source_open_missing_file_is_error)
{
    hopi_source source;
    ck_assert_int_eq(hopi_source_open_file(&source, ctx, "/nowhere/f.csv"), HOP_ERR_FILE_OPEN);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "/nowhere/f.csv: cannot be opened: no such file or folder");
    hopi_source_close(&source);
}
END_TEST

START_TEST(test_source_open_folder_is_error)
{
    hopi_source source;
    ck_assert_int_eq(hopi_source_open_file(&source, ctx, "/"), HOP_ERR_FILE_READ);
    ck_assert_str_eq(hop_ctx_error(ctx), "/: reading failed after 0 bytes: it is a folder");
    hopi_source_close(&source);
}
END_TEST

static int32_t cancel_after(void *user, double fraction)
{
    ck_assert(fraction >= 0.0 && fraction <= 1.0);
    return --*(int *)user < 0;
}

START_TEST(test_source_next_cancelled_by_the_progress_callback_stops)
{
    hopi_source source;
    hopi_line line;
    hop_status status;
    int blocks = 2;
    const size_t size = 5 * (size_t)HOPI_BLOCK_BYTES;
    char *data = malloc(size);
    ck_assert_ptr_nonnull(data);
    memset(data, '\n', size);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel_after, &blocks), HOP_OK);
    ck_assert_int_eq(hopi_source_open_memory(&source, ctx, "m", data, size), HOP_OK);
    do {
        status = hopi_source_next(&source, &line);
    } while (status == HOP_OK && line.text);
    ck_assert_int_eq(status, HOP_ERR_CANCELLED);
    ck_assert_uint_eq(source.line_number, 2 * (size_t)HOPI_BLOCK_BYTES);
    hopi_source_close(&source);
    free(data);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("source", &tcase);
    tcase_add_checked_fixture(tcase, make_context, drop_context);
    tcase_add_test(tcase, test_source_next_lf_crlf_and_cr_end_a_line);
    tcase_add_test(tcase, test_source_next_last_line_needs_no_end);
    tcase_add_test(tcase, test_source_next_byte_order_mark_is_skipped);
    tcase_add_test(tcase, test_source_next_control_z_ends_the_text);
    tcase_add_test(tcase, test_source_next_crlf_across_two_blocks_is_one_end);
    tcase_add_test(tcase, test_source_next_line_across_blocks_is_whole_from_a_file);
    tcase_add_test(tcase, test_source_next_line_of_more_than_a_mebibyte_is_error);
    tcase_add_test(tcase, test_source_head_holds_the_complete_lines_of_the_first_block);
    tcase_add_test(tcase, test_source_open_empty_is_error);
    tcase_add_test(tcase, test_source_open_utf16_gives_utf8);
    tcase_add_test(tcase, test_source_open_utf16_without_mark_is_recognised_by_its_zeros);
    tcase_add_test(tcase, test_source_open_tells_utf8_from_windows_1252);
    tcase_add_test(tcase, test_source_next_utf16_unit_across_two_blocks_is_whole);
    tcase_add_test(tcase, test_source_content_is_all_of_a_binary_file);
    tcase_add_test(tcase, test_source_open_zero_byte_is_binary_with_its_offset);
    tcase_add_test(tcase, test_source_next_zero_byte_in_a_later_block_is_binary_with_its_offset);
    tcase_add_test(tcase, test_source_open_missing_file_is_error);
    tcase_add_test(tcase, test_source_open_folder_is_error);
    tcase_add_test(tcase, test_source_next_cancelled_by_the_progress_callback_stops);
    return hopt_run(suite);
}
