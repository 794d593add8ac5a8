/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

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

static hop_file *read_text(const char *text)
{
    hop_file *file = NULL;
    const hop_status status = hop_read_memory(ctx, "t.csv", text, strlen(text), &file);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "table");
    return file;
}

static hop_spectrum *spectrum_of(const hop_file *file, size_t i)
{
    hop_spectrum *s = NULL;
    const hop_status status = hop_file_spectrum(ctx, file, i, NAN, NAN, NAN, &s);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return s;
}

/* Two points, 10 Hz and 100 Hz, with these values of the representation. */
static void assert_two_points(const char *text, int32_t representation, double re_low,
                              double im_low, double re_high, double im_high)
{
    double f[2], re[2], im[2];
    hop_file *file = read_text(text);
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert_int_eq(hop_file_representation(file, 0), representation);
    hop_spectrum *s = spectrum_of(file, 0);
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, 2, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, representation, re, im, 2, NULL), HOP_OK);
    ck_assert_msg(f[0] == 10.0 && f[1] == 100.0, "%s", text);
    ck_assert_msg(re[0] == re_low && re[1] == re_high, "%s: re %g %g", text, re[0], re[1]);
    ck_assert_msg(im[0] == im_low && im[1] == im_high, "%s: im %g %g", text, im[0], im[1]);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}

START_TEST(test_read_memory_every_delimiter_gives_the_same)
{
    static const char *const texts[] = {
        "frequency_Hz,z_re_ohm,z_im_ohm\n10,1.5,-2.5\n100,0.5,-1\n",
        "frequency_Hz;z_re_ohm;z_im_ohm\n10;1.5;-2.5\n100;0.5;-1\n",
        "frequency_Hz\tz_re_ohm\tz_im_ohm\n10\t1.5\t-2.5\n100\t0.5\t-1\n",
        "frequency_Hz z_re_ohm z_im_ohm\n  10 1.5   -2.5\n100 0.5 -1  \n",
        "f/Hz, Z' (ohm), Z'' (ohm)\n 10, 1.5, -2.5\n 100, 0.5, -1\n",
        "Freq. [Hz]  Z' / ohm  Z'' / ohm\n10 1.5 -2.5\n100 0.5 -1\n",
        "Freq.[Hz]\t\t Z'[ohm] \t\t Z''[ohm]\n10\t1.5\t-2.5\n100\t0.5\t-1\n",
        "\"f (Hz)\",\"Z' (ohm)\",\"Z'' (ohm)\"\r\n\"10\",\"1.5\",\"-2.5\"\r\n100,0.5,-1\r\n",
        "\357\273\277f/Hz;Z'/ohm;Z''/ohm\r10;1.5;-2.5\r100;0.5;-1\r",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_two_points(texts[i], HOP_IMPEDANCE, 1.5, -2.5, 0.5, -1.0);
    }
}
END_TEST

START_TEST(test_read_memory_decimal_comma_is_read_between_other_delimiters)
{
    assert_two_points("f/Hz;Re(Z)/Ohm;-Im(Z)/Ohm\n10;1,5;2,5\n100;0,5;1e0\n", HOP_IMPEDANCE, 1.5,
                      -2.5, 0.5, -1.0);
    assert_two_points("f/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\n10,0\t1,5\t2,5\n1,0e2\t0,5\t1\n",
                      HOP_IMPEDANCE, 1.5, -2.5, 0.5, -1.0);
    assert_two_points("f/Hz Re(Z)/Ohm -Im(Z)/Ohm\n10 1,5 2,5\n100 0,5 1\n", HOP_IMPEDANCE, 1.5,
                      -2.5, 0.5, -1.0);
}
END_TEST

START_TEST(test_read_memory_columns_may_stand_in_any_order)
{
    assert_two_points("-Im(Z)/kOhm,note,f/kHz,Re(Z)/Ohm\n0.001,end,0.1,0.5\n0.0025,x,0.01,1.5\n",
                      HOP_IMPEDANCE, 1.5, -2.5, 0.5, -1.0);
}
END_TEST

START_TEST(test_read_memory_every_representation_is_read)
{
    assert_two_points("f/Hz,y_re_S,y_im_S\n10,1,2\n100,3,4\n", HOP_ADMITTANCE, 1, 2, 3, 4);
    assert_two_points("f/Hz,sigma_S_per_cm,sigma_im_S_per_m\n10,0.01,2\n100,0.03,4\n",
                      HOP_CONDUCTIVITY, 1, 2, 3, 4);
    assert_two_points("f/Hz,eps_re,eps_im\n10,1,-2\n100,3,-4\n", HOP_PERMITTIVITY, 1, -2, 3, -4);
    assert_two_points("f/Hz,eps',eps''\n10,1,2\n100,3,4\n", HOP_PERMITTIVITY, 1, -2, 3, -4);
    assert_two_points("f/Hz,m_re,m_im\n10,1,2\n100,3,4\n", HOP_MODULUS, 1, 2, 3, 4);
}
END_TEST

START_TEST(test_read_memory_conductivity_needs_no_imaginary_part)
{
    hop_file *file = read_text("f/Hz,sigma_S_per_m\n10,1\n100,3\n");
    hop_spectrum *s = spectrum_of(file, 0);
    double re[2];
    ck_assert_int_eq(hop_spectrum_is_complex(s), 0);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, re, NULL, 2, NULL), HOP_OK);
    ck_assert(re[0] == 1.0 && re[1] == 3.0);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_comments_and_blank_lines_are_skipped)
{
    assert_two_points("# pellet 7\n% dry\n\n f/Hz,y_re_S,y_im_S\n\n10,1,2\n \t\n# pause\n"
                      "100,3,4\n,,\n\n",
                      HOP_ADMITTANCE, 1, 2, 3, 4);
}
END_TEST

START_TEST(test_read_memory_header_in_the_last_comment_is_read)
{
    assert_two_points("# made today\n# f/Hz,y_re_S,y_im_S\n1e1,1,2\n1e2,3,4\n", HOP_ADMITTANCE,
                      1, 2, 3, 4);
}
END_TEST

START_TEST(test_file_ignored_lists_what_was_read_over)
{
    hop_file *file = read_text("# pellet 7\nf/Hz,z_re_ohm,phase_deg,z_im_ohm,sigma_S_per_m\n"
                               "10,1,2,3,4\n# pause\n");
    ck_assert_uint_eq(hop_file_ignored_count(file), 4);
    ck_assert_str_eq(hop_file_ignored(file, 0), "column 3 'phase_deg'");
    ck_assert_str_eq(hop_file_ignored(file, 1),
                     "column 5 'sigma_S_per_m': the impedance was read, which comes first");
    ck_assert_str_eq(hop_file_ignored(file, 2), "line 1: '# pellet 7'");
    ck_assert_str_eq(hop_file_ignored(file, 3), "line 4: '# pause'");
    ck_assert_ptr_null(hop_file_ignored(file, 4));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_ignored_list_is_bounded)
{
    enum { COMMENTS = 5000 };
    static char text[COMMENTS * 2 + 64] = "f/Hz,sigma_S_per_m\n10,1\n";
    for (int i = 0; i < COMMENTS; i++) {
        strcat(text + 2 * i, "#\n");
    }
    hop_file *file = read_text(text);
    ck_assert_uint_eq(hop_file_ignored_count(file), 1000);
    ck_assert_str_eq(hop_file_ignored(file, 999), "further lines, not listed");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_first_complete_representation_is_taken)
{
    hop_file *file = read_text("sigma_S_per_m,f/Hz,z_re_ohm,z_im_ohm\n1,10,2,3\n");
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_CONDUCTIVITY);
    hop_file_destroy(file);
    file = read_text("z_re_ohm,f/Hz,sigma_S_per_m\n1,10,2\n");
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_CONDUCTIVITY);
    ck_assert_str_eq(hop_file_ignored(file, 0),
                     "column 1 'z_re_ohm': the conductivity was read, which is complete");
    hop_file_destroy(file);
    file = read_text("eps_re,f/Hz,sigma_S_per_m,eps_im\n1,10,2,3\n");
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_PERMITTIVITY);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_temperatures_part_the_rows_in_order_of_appearance)
{
    hop_file *file = read_text("T/K,f/Hz,sigma_S_per_m\n400,10,1\n300,10,2\n300,100,3\n"
                               "400,100,4\n400,1,5\n");
    double re[3];
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert(hop_file_temperature(file, 0) == 400.0);
    ck_assert(hop_file_temperature(file, 1) == 300.0);
    ck_assert_uint_eq(hop_file_points(file, 0), 3);
    ck_assert_uint_eq(hop_file_points(file, 1), 2);
    ck_assert(hop_file_f_min(file, 0) == 1.0);
    ck_assert(hop_file_f_max(file, 0) == 100.0);
    hop_spectrum *s = spectrum_of(file, 0);
    ck_assert(hop_spectrum_temperature(s) == 400.0);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, re, NULL, 3, NULL), HOP_OK);
    ck_assert(re[0] == 5.0 && re[1] == 1.0 && re[2] == 4.0);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_spectrum_standard_deviations_stay_with_their_points)
{
    hop_file *file = read_text("f/Hz,sigma_S_per_m,sd_sigma_S_per_cm\n100,3,0.5\n10,1,0.25\n");
    hop_spectrum *s = spectrum_of(file, 0);
    double sd[2];
    ck_assert_int_eq(hop_spectrum_standard_deviations(s, sd, 2, NULL), HOP_OK);
    ck_assert(sd[0] == 25.0 && sd[1] == 50.0);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_spectrum_temperature_is_the_given_or_the_stated)
{
    hop_file *file = read_text("temperature_C,f/Hz,sigma_S_per_m\n25,10,1\n");
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert(hop_spectrum_temperature(s) == 298.15);
    hop_spectrum_destroy(s);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, 298.155, &s), HOP_OK);
    ck_assert(hop_spectrum_temperature(s) == 298.155);
    hop_spectrum_destroy(s);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, 300.0, &s),
                     HOP_ERR_BAD_TEMPERATURE);
    ck_assert_ptr_null(s);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "t.csv:2: temperature 300.00 K was given, but the file states 298.15 K, "
                     "expected the same within 0.01 K");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_spectrum_bad_geometry_names_file_and_line)
{
    hop_file *file = read_text("f/Hz,z_re_ohm,z_im_ohm\n10,1,2\n");
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, -1e-3, 1e-4, NAN, &s),
                     HOP_ERR_BAD_GEOMETRY);
    ck_assert_ptr_null(s);
    ck_assert_ptr_eq(strstr(hop_ctx_error(ctx), "t.csv:2: "), hop_ctx_error(ctx));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_spectrum_index_beyond_the_end_is_error)
{
    hop_file *file = read_text("f/Hz,sigma_S_per_m\n10,1\n");
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 1, NAN, NAN, NAN, &s), HOP_ERR_OUT_OF_RANGE);
    ck_assert_ptr_null(s);
    ck_assert_uint_eq(hop_file_points(file, 1), 0);
    ck_assert(isnan(hop_file_f_min(file, 1)));
    ck_assert(isnan(hop_file_f_max(file, 1)));
    ck_assert(isnan(hop_file_temperature(file, 1)));
    ck_assert_int_eq(hop_file_representation(file, 1), 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_null_arguments_are_errors)
{
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_read_file(ctx, NULL, &file), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_file(ctx, "x", NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_memory(ctx, NULL, "x", 1, &file), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_memory(ctx, "x", NULL, 1, &file), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_memory(ctx, "x", "y", 1, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_memory(ctx, "x", NULL, 0, &file), HOP_ERR_FILE_EMPTY);
    ck_assert_int_eq(hop_file_spectrum(ctx, NULL, 0, NAN, NAN, NAN, &s), HOP_ERR_NULL_ARGUMENT);
    ck_assert_uint_eq(hop_file_count(NULL), 0);
    ck_assert_uint_eq(hop_file_ignored_count(NULL), 0);
    ck_assert_ptr_null(hop_file_format(NULL));
    ck_assert_ptr_null(hop_file_ignored(NULL, 0));
    hop_file_destroy(NULL);
}
END_TEST

START_TEST(test_read_file_without_context_works)
{
    static const char text[] = "f/Hz,sigma_S_per_m\n10,1\n";
    char *path = hopt_write_file("plain.csv", text, sizeof text - 1);
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_file(NULL, path, &file), HOP_OK);
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    hop_file_destroy(file);
    ck_assert_int_eq(hop_read_memory(NULL, "x", "y", 1, &file), HOP_ERR_FORMAT);
    remove(path);
    free(path);
}
END_TEST

START_TEST(test_read_memory_in_comma_locale_gives_the_same)
{
    if (!hopt_use_comma_locale()) {
        return;
    }
    assert_two_points("f/Hz,z_re_ohm,z_im_ohm\n10,1.5,-2.5\n100,0.5,-1\n", HOP_IMPEDANCE, 1.5,
                      -2.5, 0.5, -1.0);
    assert_two_points("f/Hz;z_re_ohm;z_im_ohm\n10;1,5;-2,5\n100;0,5;-1\n", HOP_IMPEDANCE, 1.5,
                      -2.5, 0.5, -1.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("table", &tcase);
    tcase_add_checked_fixture(tcase, make_context, drop_context);
    tcase_add_test(tcase, test_read_memory_every_delimiter_gives_the_same);
    tcase_add_test(tcase, test_read_memory_decimal_comma_is_read_between_other_delimiters);
    tcase_add_test(tcase, test_read_memory_columns_may_stand_in_any_order);
    tcase_add_test(tcase, test_read_memory_every_representation_is_read);
    tcase_add_test(tcase, test_read_memory_conductivity_needs_no_imaginary_part);
    tcase_add_test(tcase, test_read_memory_comments_and_blank_lines_are_skipped);
    tcase_add_test(tcase, test_read_memory_header_in_the_last_comment_is_read);
    tcase_add_test(tcase, test_file_ignored_lists_what_was_read_over);
    tcase_add_test(tcase, test_file_ignored_list_is_bounded);
    tcase_add_test(tcase, test_read_memory_first_complete_representation_is_taken);
    tcase_add_test(tcase, test_read_memory_temperatures_part_the_rows_in_order_of_appearance);
    tcase_add_test(tcase, test_file_spectrum_standard_deviations_stay_with_their_points);
    tcase_add_test(tcase, test_file_spectrum_temperature_is_the_given_or_the_stated);
    tcase_add_test(tcase, test_file_spectrum_bad_geometry_names_file_and_line);
    tcase_add_test(tcase, test_file_spectrum_index_beyond_the_end_is_error);
    tcase_add_test(tcase, test_file_null_arguments_are_errors);
    tcase_add_test(tcase, test_read_file_without_context_works);
    tcase_add_test(tcase, test_read_memory_in_comma_locale_gives_the_same);
    return hopt_run(suite);
}
