/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "reading.h"

static hop_ctx *ctx;

static void make_context(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static void drop_context(void)
{
    hop_ctx_destroy(ctx);
}

/* As the instrument writes it, with invented numbers. */
static const char pellet[] = "pellet-12-90deg \r\n"
                             "Fixed value(s) :  AC Volt  [Vrms]=1.0000e-01  \r\n"
                             "   Freq.[Hz]   \tZs'[ohm]  \tZs''[ohm]\r\n"
                             " 1.00000e+06\t 2.50000e+04\t-5.00000e+04\r\n"
                             " 1.00000e+03\t 7.50000e+05\t-1.25000e+05\r\n"
                             "\r\n";

START_TEST(test_read_memory_neisys_numbers_are_the_impedance)
{
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, "n.txt", pellet, strlen(pellet), &file), HOP_OK);
    ck_assert_str_eq(hop_file_format(file), "neisys");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_IMPEDANCE);
    ck_assert(isnan(hop_file_temperature(file, 0)));
    hop_spectrum *s = NULL;
    double f[2], re[2], im[2];
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, 363.15, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, 2, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, 2, NULL), HOP_OK);
    ck_assert(f[0] == 1e3 && re[0] == 7.5e5 && im[0] == -1.25e5);
    ck_assert(f[1] == 1e6 && re[1] == 2.5e4 && im[1] == -5e4);
    ck_assert(hop_spectrum_temperature(s) == 363.15);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_neisys_lines_before_the_names_are_facts)
{
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, "n.txt", pellet, strlen(pellet), &file), HOP_OK);
    ck_assert_uint_eq(hop_file_ignored_count(file), 0);
    ck_assert_str_eq(hopt_fact(file, "sample"), "pellet-12-90deg");
    ck_assert_str_eq(hopt_fact(file, "fixed_values"),
                     "Fixed value(s) :  AC Volt  [Vrms]=1.0000e-01");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_neisys_fixed_temperature_is_taken)
{
    static const char text[] = "p\nFixed value(s) :  Temp. [\xC2\xB0"
                               "C]=9.0000e+01\n"
                               "Freq.[Hz]\tZs'[ohm]\tZs''[ohm]\n1.0e+07\t3.0e+04\t3.5e+04\n";
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, "n.txt", text, strlen(text), &file), HOP_OK);
    ck_assert(hop_file_temperature(file, 0) == 363.15);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_neisys_sweep_description_before_the_names_is_listed)
{
    static const char text[] = "# Start Frequency (Hz): 0.003\n# Number of Points: 1\n\n"
                               "Freq.[Hz]\t\t Zs'[ohm] \t\t Zs''[ohm]\n"
                               "1.0e+07\t3.0e+04\t3.5e+04\n";
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, "n.txt", text, strlen(text), &file), HOP_OK);
    ck_assert_str_eq(hop_file_format(file), "neisys");
    ck_assert_uint_eq(hop_file_ignored_count(file), 2);
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_neisys_bad_number_names_line_and_column)
{
    static const char text[] = "p\nFreq.[Hz]\tZs'[ohm]\tZs''[ohm]\n"
                               " 1.0e+06\t 2.5e+04\t-5.0e+04\n 1.0e+05\t 2.x\t-5.0e+04\n";
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, "n.txt", text, strlen(text), &file), HOP_ERR_PARSE);
    ck_assert_ptr_null(file);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "n.txt:4:11: '2.x' is not a number, expected one for z_re_ohm");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("neisys", &tcase);
    tcase_add_checked_fixture(tcase, make_context, drop_context);
    tcase_add_test(tcase, test_read_memory_neisys_numbers_are_the_impedance);
    tcase_add_test(tcase, test_read_memory_neisys_lines_before_the_names_are_facts);
    tcase_add_test(tcase, test_read_memory_neisys_fixed_temperature_is_taken);
    tcase_add_test(tcase, test_read_memory_neisys_sweep_description_before_the_names_is_listed);
    tcase_add_test(tcase, test_read_memory_neisys_bad_number_names_line_and_column);
    return hopt_run(suite);
}
