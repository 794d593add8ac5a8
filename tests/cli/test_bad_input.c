/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define HEADER "frequency_Hz,sigma_S_per_m\n"
#define UNKNOWN_FORMAT                                                                    \
    "b.csv:1:1: in no known format: not recognised as the file of an instrument, and no " \
    "table: line 1 '%s' names no column that is known, such as 'frequency_Hz' or 'z_re_ohm'"

static const struct {
    const char *content;
    int code; /* 3: unreadable, 1: readable but not to be fitted */
    const char *error;
} bad[] = {
    {"", 3, "b.csv: the file is empty, expected a header and lines of numbers"},
    {HEADER, 3,
     "b.csv:1:1: no numbers follow the header, expected a line for each frequency"},
    {HEADER "1,2\n10,x\n100,3\n1000,4\n", 3,
     "b.csv:3:4: 'x' is not a number, expected one for sigma_S_per_m"},
    {HEADER "1,2\n10\n100,3\n1000,4\n", 3,
     "b.csv:3:3: 1 field, expected 2 as in the header in line 1"},
    {HEADER "1,2\n10,nan\n100,3\n1000,4\n", 3,
     "b.csv:3:4: 'nan' is not finite, expected a finite number for sigma_S_per_m"},
    {HEADER "1,2\n10,inf\n100,3\n1000,4\n", 3,
     "b.csv:3:4: 'inf' is not finite, expected a finite number for sigma_S_per_m"},
    {HEADER "1,2\n-10,2.1\n100,3\n1000,4\n", 3,
     "b.csv:3:1: '-10' is no frequency, expected a positive number"},
    {HEADER "0,2\n10,2.1\n100,3\n1000,4\n", 3,
     "b.csv:2:1: '0' is no frequency, expected a positive number"},
    {"temperature_K,frequency_Hz,sigma_S_per_m\n0,1,2\n0,10,2.1\n0,100,3\n0,1000,4\n", 3,
     "b.csv:2:1: '0' is no temperature, expected one above absolute zero"},
    {HEADER "1,2\n10,2.1\n100,3\n", 1,
     "b.csv: 3 usable points in the window (0 left out because their conductivity is not "
     "positive): the fit needs at least 4"},
    {HEADER "1,2\n10,2\n100,2\n1000,2\n", 1,
     "b.csv: all 4 conductivities are equal (2 S/m): there is nothing to fit"},
    {HEADER "1,-2\n10,-2\n100,-2.1\n1000,-2\n", 1,
     "b.csv: no point has a positive conductivity: check the sign of the imaginary part"},
};

START_TEST(test_fit_bad_file_says_where_and_what)
{
    char message[600];
    cli_write("b.csv", bad[_i].content);
    snprintf(message, sizeof message, "%s\n", bad[_i].error);
    cli_expect_error(bad[_i].code, message, "fit b.csv");
}
END_TEST

START_TEST(test_fit_text_of_no_format_is_unreadable)
{
    char message[600];
    cli_write("b.csv", "hello\nworld\n");
    snprintf(message, sizeof message, UNKNOWN_FORMAT "\n", "hello");
    cli_expect_error(3, message, "fit b.csv");
}
END_TEST

static const char *const readers[] = {"fit", "info", "convert --to modulus -o m.csv"};

enum { READER_COUNT = sizeof readers / sizeof readers[0] };

START_TEST(test_missing_file_is_unreadable)
{
    cli_expect_error(3, "none.csv: cannot be opened: no such file or folder\n", "%s none.csv",
                     readers[_i]);
}
END_TEST

START_TEST(test_folder_is_unreadable)
{
    cli_expect_error(3, ".: reading failed after 0 bytes: it is a folder\n", "%s .", readers[_i]);
}
END_TEST

START_TEST(test_binary_file_is_unreadable)
{
    char path[200];
    snprintf(path, sizeof path, "%s/b.bin", cli_folder());
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite("\x7f" "ELF\0\1\2", 1, 7, file), 7);
    ck_assert_int_eq(fclose(file), 0);
    cli_expect_error(3, "b.bin: byte 0x00 at offset 4 is not text, expected a text file in UTF-8\n",
                     "%s b.bin", readers[_i]);
}
END_TEST

START_TEST(test_fit_200_MB_of_garbage_is_unreadable)
{
    enum { BLOCK = 1 << 20, BLOCKS = 200 };
    static char block[BLOCK];
    char path[200];
    unsigned state = 1;
    for (size_t i = 0; i < BLOCK; i++) {
        state = 1664525 * state + 1013904223;
        block[i] = (char)(i % 80 == 79 ? '\n' : 'a' + (state >> 24) % 26);
    }
    snprintf(path, sizeof path, "%s/b.csv", cli_folder());
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    for (int k = 0; k < BLOCKS; k++) {
        ck_assert_uint_eq(fwrite(block, 1, BLOCK, file), BLOCK);
    }
    ck_assert_int_eq(fclose(file), 0);
    outcome o = cli_run("fit b.csv");
    ck_assert_int_eq(o.code, 3);
    ck_assert_str_eq(o.out, "");
    ck_assert_ptr_eq(strstr(o.err, "b.csv:1:1: in no known format: "), o.err);
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_weighting_without_its_data_fails)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    cli_expect_error(1, "a.csv: modulus weighting needs the imaginary part, which is not known\n",
                     "fit --weighting modulus a.csv");
    cli_expect_error(1, "a.csv: weighting by given standard deviations: the spectrum has none\n",
                     "fit --weighting given a.csv");
}
END_TEST

START_TEST(test_fit_temperature_against_the_file_is_an_error)
{
    cli_write("b.csv", "temperature_K,frequency_Hz,sigma_S_per_m\n300,1,2\n300,10,2.1\n"
                       "300,100,3\n300,1000,4\n");
    outcome o = cli_run("fit --temperature-C 25 b.csv");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_eq(strstr(o.err, "b.csv:2"), o.err);
    ck_assert_ptr_nonnull(strstr(o.err, "298.15"));
    ck_assert_ptr_nonnull(strstr(o.err, "300"));
    cli_free(&o);
}
END_TEST

START_TEST(test_convert_into_a_missing_folder_says_so)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    outcome o = cli_run("convert --to conductivity -o none/b.csv a.csv");
    ck_assert_int_eq(o.code, 2);
    ck_assert_ptr_eq(strstr(o.err, "none/b.csv"), o.err);
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_full_disk_is_no_success)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    outcome o = cli_run("fit --force --json /dev/full a.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "/dev/full: writing failed"), o.err);
    cli_free(&o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop on bad input", &tcase);
    tcase_add_loop_test(tcase, test_fit_bad_file_says_where_and_what, 0, sizeof bad / sizeof bad[0]);
    tcase_add_test(tcase, test_fit_text_of_no_format_is_unreadable);
    tcase_add_loop_test(tcase, test_missing_file_is_unreadable, 0, READER_COUNT);
    tcase_add_loop_test(tcase, test_folder_is_unreadable, 0, READER_COUNT);
    tcase_add_loop_test(tcase, test_binary_file_is_unreadable, 0, READER_COUNT);
    tcase_add_test(tcase, test_fit_200_MB_of_garbage_is_unreadable);
    tcase_add_test(tcase, test_fit_weighting_without_its_data_fails);
    tcase_add_test(tcase, test_fit_temperature_against_the_file_is_an_error);
    tcase_add_test(tcase, test_convert_into_a_missing_folder_says_so);
    tcase_add_test(tcase, test_fit_full_disk_is_no_success);
    return hopt_run(suite);
}
