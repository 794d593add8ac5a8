/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

typedef struct bad_file {
    const char *content;
    hop_status status;
    const char *text; /* what hop_ctx_error() says, to the letter */
} bad_file;

#define NO_FORMAT "bad.csv:1:1: in no known format: not recognised as the file of an instrument, " \
                  "and no table: "
#define HEADER "frequency_Hz,z_re_ohm,z_im_ohm\n"

static const bad_file not_a_table[] = {
    {"", HOP_ERR_FILE_EMPTY,
     "bad.csv: the file is empty, expected a header and lines of numbers"},
    {"\n \n\t\n", HOP_ERR_FORMAT,
     NO_FORMAT "no header in the first 3 lines"},
    {"# only\n% comments\n", HOP_ERR_FORMAT,
     NO_FORMAT "no header in the first 2 lines"},
    {"# a comment that names nothing\n\n-1.5;2,5\n", HOP_ERR_FORMAT,
     NO_FORMAT "line 3 holds numbers, expected "
     "before them a header such as 'frequency_Hz,z_re_ohm,z_im_ohm'"},
    {"Dear Sir, please find my data below.\n", HOP_ERR_FORMAT,
     NO_FORMAT "line 1 'Dear Sir, please find my "
     "data below.' names no column that is known, such as 'frequency_Hz' or 'z_re_ohm'"},
    {"caf\xE9\x01 \n", HOP_ERR_FILE_BINARY,
     "bad.csv: byte 0x01 at offset 4 is not text, expected a text file in UTF-8"},
    {"caf\xE9 \xC3\xA9\n", HOP_ERR_FORMAT,
     NO_FORMAT "line 1 'caf\xC3\xA9 \xC3\xA9' names no "
     "column that is known, such as 'frequency_Hz' or 'z_re_ohm'"},
};

static const bad_file bad_header[] = {
    {"z_re_ohm,z_im_ohm\n1,2\n", HOP_ERR_PARSE,
     "bad.csv:1:1: no column holds the frequency: found 'z_re_ohm', 'z_im_ohm', expected one "
     "such as frequency_Hz or f/kHz"},
    {"# note\nf/Hz,z_re_ohm\n1,2\n", HOP_ERR_PARSE,
     "bad.csv:2:6: column 'z_re_ohm' has no imaginary part beside it: found 'f/Hz', 'z_re_ohm', "
     "expected a column such as z_im_ohm or minus_z_im_ohm"},
    {"f/Hz,sigma\n1,2\n", HOP_ERR_PARSE,
     "bad.csv:1:6: column 'sigma' has no unit, expected S/m, S/cm, mS/cm or uS/cm"},
    {"T,f/Hz,sigma_S_per_m\n300,1,2\n", HOP_ERR_PARSE,
     "bad.csv:1:1: column 'T' has no unit, expected K or C"},
    {"f [rpm];Re(Z)/Ohm;Im(Z)/Ohm\n1;2;3\n", HOP_ERR_PARSE,
     "bad.csv:1:1: column 'f [rpm]' has the unknown unit 'rpm', expected Hz, mHz, kHz, MHz or "
     "GHz"},
    {"f [mhz];Re(Z)/Ohm;Im(Z)/Ohm\n1;2;3\n", HOP_ERR_PARSE,
     "bad.csv:1:1: column 'f [mhz]' has the unknown unit 'mhz', expected Hz, mHz, kHz, MHz or "
     "GHz"},
    {"freq/Hz,Re(Z)/Ohm*cm^2,-Im(Z)/Ohm\n1,2,3\n", HOP_ERR_PARSE,
     "bad.csv:1:24: column '-Im(Z)/Ohm' has another kind of unit than its real part, expected "
     "the same kind for both"},
    {"# f/Hz sd_sigma (S) sigma_S_per_m\n1 2 3\n", HOP_ERR_PARSE,
     "bad.csv:1:8: column 'sd_sigma (S)' has the unknown unit 'S', expected S/m, S/cm, mS/cm or "
     "uS/cm"},
    {"f/Hz,sigma_S_per_m,freq/kHz\n1,2,3\n", HOP_ERR_PARSE,
     "bad.csv:1:20: column 'freq/kHz' is the same quantity as column 1, expected each quantity "
     "once"},
    {"f/Hz,z_re_ohm,z_im_ohm,-Z''/ohm\n1,2,3,4\n", HOP_ERR_PARSE,
     "bad.csv:1:24: column '-Z''/ohm' is the same quantity as column 3, expected each quantity "
     "once"},
    {HEADER, HOP_ERR_FILE_EMPTY,
     "bad.csv:1:1: no numbers follow the header, expected a line for each frequency"},
    {HEADER "\n# end\n,,\n", HOP_ERR_FILE_EMPTY,
     "bad.csv:1:1: no numbers follow the header, expected a line for each frequency"},
};

static const bad_file bad_rows[] = {
    {HEADER "1,2,3\n2,3\n", HOP_ERR_PARSE,
     "bad.csv:3:4: 2 fields, expected 3 as in the header in line 1"},
    {HEADER "1\n", HOP_ERR_PARSE, "bad.csv:2:2: 1 field, expected 3 as in the header in line 1"},
    {"f/Hz;sigma_S_per_m\n1;2;3\n", HOP_ERR_PARSE,
     "bad.csv:2:5: 3 fields, expected 2 as in the header in line 1"},
    {HEADER "1,5,2,5,3,5\n", HOP_ERR_PARSE,
     "bad.csv:2:7: 6 fields, expected 3 as in the header in line 1 (a decimal comma needs "
     "columns parted by a semicolon or tab)"},
    {HEADER "1,abc,3\n", HOP_ERR_PARSE,
     "bad.csv:2:3: 'abc' is not a number, expected one for z_re_ohm"},
    {HEADER "1, 2 ohm,3\n", HOP_ERR_PARSE,
     "bad.csv:2:4: '2 ohm' is not a number, expected one for z_re_ohm"},
    {HEADER "0x1F,2,3\n", HOP_ERR_PARSE,
     "bad.csv:2:1: '0x1F' is not a number, expected one for frequency_Hz"},
    {HEADER "1,,3\n", HOP_ERR_PARSE,
     "bad.csv:2:3: column 2 is empty, expected a number for z_re_ohm"},
    {HEADER "1,2,nan\n", HOP_ERR_NOT_FINITE,
     "bad.csv:2:5: 'nan' is not finite, expected a finite number for z_im_ohm"},
    {HEADER "1,-Inf,3\n", HOP_ERR_NOT_FINITE,
     "bad.csv:2:3: '-Inf' is not finite, expected a finite number for z_re_ohm"},
    {HEADER "1,2,1e999\n", HOP_ERR_NOT_FINITE,
     "bad.csv:2:5: '1e999' is too large for double precision, expected a finite number for "
     "z_im_ohm"},
    {"f/GHz,sigma_S_per_m\n1e300,2\n", HOP_ERR_NOT_FINITE,
     "bad.csv:2:1: '1e300' is too large for double precision, expected a finite number for "
     "frequency_Hz"},
    {HEADER "0,2,3\n", HOP_ERR_BAD_FREQUENCY,
     "bad.csv:2:1: '0' is no frequency, expected a positive number"},
    {HEADER "1,2,3\n-5e3,2,3\n", HOP_ERR_BAD_FREQUENCY,
     "bad.csv:3:1: '-5e3' is no frequency, expected a positive number"},
    {HEADER "1e-400,2,3\n", HOP_ERR_BAD_FREQUENCY,
     "bad.csv:2:1: '1e-400' is no frequency, expected a positive number"},
    {"temperature_C,f/Hz,sigma_S_per_m\n-300,1,2\n", HOP_ERR_BAD_TEMPERATURE,
     "bad.csv:2:1: '-300' is no temperature, expected one above absolute zero"},
    {"f/Hz,sigma_S_per_m,sd_sigma_S_per_m\n1,2,0\n", HOP_ERR_NOT_POSITIVE,
     "bad.csv:2:5: '0' is no standard deviation, expected a positive number"},
};

static const bad_file bad_decimal_marks[] = {
    {"f/Hz;sigma_S_per_m\n1;1.234,5\n", HOP_ERR_PARSE,
     "bad.csv:2:3: '1.234,5' has both a comma and a point, expected one decimal mark and no "
     "separators of thousands"},
    {"f/Hz;sigma_S_per_m\n1,5;2\n2;2.5\n", HOP_ERR_PARSE,
     "bad.csv:3:3: '2.5' has a point, but the numbers before have decimal commas, expected the "
     "same decimal mark in the whole file"},
    {"f/Hz;sigma_S_per_m\n1.5;2\n2;2,5\n", HOP_ERR_PARSE,
     "bad.csv:3:3: '2,5' has a comma, but the numbers before have decimal points, expected the "
     "same decimal mark in the whole file"},
    {"f/Hz;sigma_S_per_m\n1,000,000;2\n", HOP_ERR_PARSE,
     "bad.csv:2:1: '1,000,000' is not a number, expected one for frequency_Hz"},
    {"f/Hz,sigma_S_per_m\n1,\"2,5\"\n", HOP_ERR_PARSE,
     "bad.csv:2:4: '2,5' has a decimal comma between columns parted by commas, expected a "
     "decimal point, or columns parted by a semicolon or tab"},
};

static void assert_refused(const bad_file *files, size_t count)
{
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    for (size_t i = 0; i < count; i++) {
        hop_file *file = (hop_file *)ctx;
        const hop_status status =
            hop_read_memory(ctx, "bad.csv", files[i].content, strlen(files[i].content), &file);
        ck_assert_str_eq(hop_ctx_error(ctx), files[i].text);
        ck_assert_str_eq(hop_status_name(status), hop_status_name(files[i].status));
        ck_assert_ptr_null(file);
    }
    hop_ctx_destroy(ctx);
}

#define ASSERT_REFUSED(files) assert_refused(files, sizeof files / sizeof *files)

START_TEST(test_read_memory_what_is_no_table_is_refused_with_the_reason)
{
    ASSERT_REFUSED(not_a_table);
}
END_TEST

START_TEST(test_read_memory_bad_header_is_refused_with_line_and_column)
{
    ASSERT_REFUSED(bad_header);
}
END_TEST

START_TEST(test_read_memory_bad_row_is_refused_with_line_and_column)
{
    ASSERT_REFUSED(bad_rows);
}
END_TEST

START_TEST(test_read_memory_ambiguous_decimal_mark_is_refused)
{
    ASSERT_REFUSED(bad_decimal_marks);
}
END_TEST

START_TEST(test_read_memory_in_comma_locale_quotes_to_the_letter)
{
    if (hopt_use_comma_locale()) {
        ASSERT_REFUSED(bad_rows);
        ASSERT_REFUSED(bad_decimal_marks);
    }
}
END_TEST

START_TEST(test_read_memory_too_many_columns_are_refused)
{
    static char text[4096] = "f/Hz,sigma_S_per_m";
    for (int i = 0; i < 300; i++) {
        strcat(text, ",x");
    }
    strcat(text, "\n1,2\n");
    const bad_file wide = {text, HOP_ERR_PARSE,
                           "bad.csv:1:1: 302 columns, expected 256 or fewer"};
    assert_refused(&wide, 1);
}
END_TEST

START_TEST(test_read_memory_any_cut_of_a_good_file_never_crashes)
{
    static const char text[] = "\xEF\xBB\xBF# note\nT (\xC2\xB0"
                               "C);f/kHz;\"Z' / \xCE\xA9\";-Z''/ohm\r\n"
                               "25;1,5;2,5e-3;\"1\"\r\n25;+2;0,5;1E+2\r\n\x1A";
    for (size_t from = 0; from < sizeof text; from++) {
        for (size_t size = 0; from + size < sizeof text; size++) {
            /* A copy of its own lets the sanitizer see a byte read too far. */
            char *copy = malloc(size ? size : 1);
            hop_file *file = NULL;
            memcpy(copy, text + from, size);
            const hop_status status = hop_read_memory(NULL, "cut", copy, size, &file);
            ck_assert((status == HOP_OK) == (file != NULL));
            hop_file_destroy(file);
            free(copy);
        }
    }
}
END_TEST

START_TEST(test_read_memory_any_changed_byte_never_crashes)
{
    static const char text[] = "T/K f/Hz z_re_ohm z_im_ohm\n300 1e3 1.5 -2\n300 1e4 0.5 -1\n";
    char copy[sizeof text];
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        memcpy(copy, text, sizeof text);
        for (int byte = 0; byte < 256; byte++) {
            hop_file *file = NULL;
            copy[i] = (char)byte;
            const hop_status status =
                hop_read_memory(NULL, "changed", copy, sizeof text - 1, &file);
            ck_assert((status == HOP_OK) == (file != NULL));
            hop_file_destroy(file);
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("bad_files", &tcase);
    tcase_add_test(tcase, test_read_memory_what_is_no_table_is_refused_with_the_reason);
    tcase_add_test(tcase, test_read_memory_bad_header_is_refused_with_line_and_column);
    tcase_add_test(tcase, test_read_memory_bad_row_is_refused_with_line_and_column);
    tcase_add_test(tcase, test_read_memory_ambiguous_decimal_mark_is_refused);
    tcase_add_test(tcase, test_read_memory_in_comma_locale_quotes_to_the_letter);
    tcase_add_test(tcase, test_read_memory_too_many_columns_are_refused);
    tcase_add_test(tcase, test_read_memory_any_cut_of_a_good_file_never_crashes);
    tcase_add_test(tcase, test_read_memory_any_changed_byte_never_crashes);
    return hopt_run(suite);
}
