/* SPDX-License-Identifier: BSD-3-Clause */
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <hop/hop.h>

#include "support.h"
#include "trap.h"

static const size_t garbage_bytes = 200u * 1000 * 1000;

/* Twice the longest line that is kept, and as much again while it grows. */
static const size_t memory_limit_bytes = 4u << 20;

/* What is refused at once must not take the time of reading 200 MB, about 0.5 s. */
static const double at_once_s = 0.1;

/* Fills a piece of garbage; state goes from piece to piece. */
typedef void (*fill_fn)(unsigned char *piece, size_t size, uint64_t *state);

static unsigned char random_byte(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned char)(*state >> 56);
}

static void fill_binary(unsigned char *piece, size_t size, uint64_t *state)
{
    for (size_t i = 0; i < size; i++) {
        piece[i] = random_byte(state);
    }
}

static void fill_text(unsigned char *piece, size_t size, uint64_t *state)
{
    for (size_t i = 0; i < size; i++) {
        piece[i] = (unsigned char)(' ' + random_byte(state) % 95);
    }
}

static void fill_lines(unsigned char *piece, size_t size, uint64_t *state)
{
    fill_text(piece, size, state);
    for (size_t i = 70; i < size; i += 71) {
        piece[i] = '\n';
    }
}

static void fill_comments(unsigned char *piece, size_t size, uint64_t *state)
{
    fill_lines(piece, size, state);
    for (size_t i = 0; i < size; i += 71) {
        piece[i] = '#';
    }
}

/* A file of 200 MB that starts with a text; the piece of garbage is repeated. */
static char *make_file(const char *start, fill_fn fill)
{
    enum { PIECE = 71 * 10000 };
    char *path = hopt_write_file("garbage.dat", start, strlen(start));
    unsigned char *piece = malloc(PIECE);
    ck_assert_ptr_nonnull(piece);
    uint64_t state = 11;
    fill(piece, PIECE, &state);
    FILE *file = fopen(path, "ab");
    ck_assert_ptr_nonnull(file);
    for (size_t written = 0; written < garbage_bytes; written += PIECE) {
        ck_assert_uint_eq(fwrite(piece, 1, PIECE, file), PIECE);
    }
    ck_assert_int_eq(fclose(file), 0);
    free(piece);
    return path;
}

/* Reads and deletes the file; the text of the error follows its name. */
static void assert_refused(char *path, double limit_s, hop_status expected, const char *text)
{
    hopt_trap memory = {0};
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    ck_assert_int_eq(hopt_trapped_context(&memory, &ctx), HOP_OK);
    const clock_t start = clock();
    const hop_status status = hop_read_file(ctx, path, &file);
    const double used_s = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_int_eq(remove(path), 0);
    ck_assert_ptr_null(file);
    ck_assert_int_eq(strncmp(hop_ctx_error(ctx), path, strlen(path)), 0);
    ck_assert_str_eq(hop_ctx_error(ctx) + strlen(path), text);
    ck_assert_str_eq(hop_status_name(status), hop_status_name(expected));
    ck_assert_msg(used_s < limit_s, "%g s", used_s);
    ck_assert_msg(memory.most_bytes < memory_limit_bytes, "%zu bytes", memory.most_bytes);
    hop_ctx_destroy(ctx);
    ck_assert_uint_eq(memory.live_bytes, 0);
    *strrchr(path, '/') = '\0';
    ck_assert_int_eq(rmdir(path), 0);
    free(path);
}

START_TEST(test_read_file_200_mb_of_bytes_is_binary)
{
    assert_refused(make_file("", fill_binary), at_once_s, HOP_ERR_FILE_BINARY,
                   ": byte 0x14 at offset 2 is not text, expected a text file in UTF-8");
}
END_TEST

START_TEST(test_read_file_200_mb_of_text_without_lines_is_no_format)
{
    assert_refused(make_file("", fill_text), at_once_s, HOP_ERR_FORMAT,
                   ":1:1: in no known format: the first line is longer than 65536 bytes, "
                   "expected a header and lines of numbers");
}
END_TEST

START_TEST(test_read_file_200_mb_of_lines_of_text_is_no_format)
{
    assert_refused(
        make_file("Garbage\n", fill_lines), at_once_s, HOP_ERR_FORMAT,
        ":1:1: in no known format: not recognised as the file of an instrument, and no table: "
        "line 1 'Garbage' names no column that is known, such as 'frequency_Hz' or "
        "'z_re_ohm'");
}
END_TEST

START_TEST(test_read_file_200_mb_in_one_line_behind_a_header_is_error)
{
    assert_refused(make_file("f/Hz,sigma_S_per_m\n1,2\n", fill_text), at_once_s, HOP_ERR_PARSE,
                   ":3:1: the line is longer than 1048576 bytes, expected lines of numbers");
}
END_TEST

START_TEST(test_read_file_200_mb_of_lines_behind_a_header_is_error_in_the_first)
{
    assert_refused(make_file("f/Hz,sigma_S_per_m\n1,2\n3;4\n", fill_lines), at_once_s,
                   HOP_ERR_PARSE, ":3:4: 1 field, expected 2 as in the header in line 1");
}
END_TEST

START_TEST(test_read_file_200_mb_of_comments_behind_a_header_takes_bounded_memory)
{
    /* All of it has to be read here: time is not bounded but by the machine. */
    assert_refused(make_file("f/Hz,sigma_S_per_m\n", fill_comments), 300.0, HOP_ERR_FILE_EMPTY,
                   ":1:1: no numbers follow the header, expected a line for each frequency");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("garbage", &tcase);
    tcase_add_test(tcase, test_read_file_200_mb_of_bytes_is_binary);
    tcase_add_test(tcase, test_read_file_200_mb_of_text_without_lines_is_no_format);
    tcase_add_test(tcase, test_read_file_200_mb_of_lines_of_text_is_no_format);
    tcase_add_test(tcase, test_read_file_200_mb_in_one_line_behind_a_header_is_error);
    tcase_add_test(tcase, test_read_file_200_mb_of_lines_behind_a_header_is_error_in_the_first);
    tcase_add_test(tcase,
                   test_read_file_200_mb_of_comments_behind_a_header_takes_bounded_memory);
    return hopt_run(suite);
}
