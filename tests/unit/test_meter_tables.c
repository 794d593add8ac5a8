/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "reading.h"

static hop_ctx *ctx;

static void setup(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static void teardown(void)
{
    hop_ctx_destroy(ctx);
}

static const double two_pi = 6.283185307179586;

START_TEST(test_read_memory_lcr_table_of_capacitance_and_resistance_is_understood)
{
    static const char text[] = "some meter\nFreq (kHz);Cs (nF);Rs (Ohm)\n1;10;5\n10;9,5;4,5\n";
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "lcr");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 2 && p.re[0] == 5.0 && p.re[1] == 4.5);
    /* Prefix, angular frequency and reciprocal: a few roundings. */
    hopt_assert_relative(p.im[0], -1.0 / (two_pi * 1e3 * 10e-9), 1e-15);
    hopt_assert_relative(p.im[1], -1.0 / (two_pi * 1e4 * 9.5e-9), 1e-15);
    ck_assert(hopt_ignores(file, "line 1: 'some meter'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_lcr_missing_units_are_flagged)
{
    hop_file *file = hopt_read_text(ctx, "a.csv", "freq,Cp,D\n1000,1e-9,0.01\n");
    ck_assert(hop_file_flags(file) & HOP_READ_UNITS_ASSUMED);
    hop_file_destroy(file);
    file = hopt_read_text(ctx, "a.csv", "freq(Hz),Cp(F),D\n1000,1e-9,0.01\n");
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_lcr_temperature_column_parts_the_spectra)
{
    static const char text[] = "Temp. [degC],Freq [Hz],Cp [pF],G [uS]\n"
                               "25,1000,100,1\n25,2000,90,2\n50,1000,120,3\n50,2000,110,4\n";
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert(hop_file_temperature(file, 0) == 298.15
              && hop_file_temperature(file, 1) == 323.15);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_lcr_two_quantities_without_impedance_point_are_left_out)
{
    /* Cs = 0 has no finite reactance. */
    hop_file *file =
        hopt_read_text(ctx, "a.csv", "Freq(Hz),Cs(F),Rs(Ohm)\n1000,0,5\n2000,1e-9,5\n");
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    ck_assert(hop_file_flags(file) & HOP_READ_POINTS_SKIPPED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_lcr_direct_current_and_comments_are_left_out_and_told)
{
    hop_file *file =
        hopt_read_text(ctx, "a.csv", "Freq(Hz),Cp(F),D\n0,1e-9,0.1\n# pause\n2000,1e-9,0.1\n");
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_POINTS_SKIPPED);
    ck_assert(hopt_ignores(file, "line 2: a point at 0 Hz"));
    ck_assert(hopt_ignores(file, "line 3: '# pause'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_lcr_delimiter_and_decimal_mark_can_be_given)
{
    static const char text[] = "Freq (Hz);Cp (nF);D\n1000;10;5\n2000;1,5;2\n";
    hop_read_options *options = NULL;
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_read_options_set_decimal_mark(ctx, options, '.'), HOP_OK);
    ck_assert_int_eq(hop_read_memory_with(ctx, "a.csv", text, strlen(text), options, &file),
                     HOP_ERR_PARSE);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "a.csv:3:6: '1,5' is not a number, expected one for Cp");
    ck_assert_int_eq(hop_read_options_set_decimal_mark(ctx, options, ','), HOP_OK);
    ck_assert_int_eq(hop_read_options_set_delimiter(ctx, options, '\t'), HOP_OK);
    ck_assert_int_ne(hop_read_memory_with(ctx, "a.csv", text, strlen(text), options, &file),
                     HOP_OK);
    ck_assert_int_eq(hop_read_options_set_delimiter(ctx, options, ';'), HOP_OK);
    ck_assert_int_eq(hop_read_memory_with(ctx, "a.csv", text, strlen(text), options, &file),
                     HOP_OK);
    hop_read_options_destroy(options);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_lcr_narrow_sweeps_are_parted_at_their_start_alone)
{
    /* 200 points within 0.02 %, twice: every frequency is close to the first. */
    char text[16384];
    size_t used = (size_t)snprintf(text, sizeof text, "Freq(Hz),R(Ohm),X(Ohm)\n");
    for (int k = 0; k < 400; k++) {
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%d,5,-1\n", 1000000 + k % 200);
    }
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_uint_eq(hop_file_points(file, 0), 200);
    ck_assert_uint_eq(hop_file_points(file, 1), 200);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_hioki_quoted_table_with_settings_is_understood)
{
    static const char text[] = "\"HIOKI E.E. CORPORATION\",\"IM3570\",\"Ver. 1.00\"\r\n"
                               "\"DATE\",\"26-11-23\"\r\n\"TIME\",\"12:34:56\"\r\n"
                               "\"SPEED\",\"SLOW2\"\r\n"
                               "\"No.\",\"FREQ[Hz]\",\"Z[ohm]\",\"PHASE[deg]\"\r\n"
                               "1,1.0000E+03,2.0000E+02,-60.000\r\n"
                               "2,1.0000E+04,1.0000E+02,-30.000\r\n";
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "hioki");
    ck_assert_int_eq(hop_file_confidence(file), 90);
    ck_assert_str_eq(hopt_fact(file, "date"), "26-11-23");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    hopt_assert_relative(p.re[0], 100.0, 1e-15);
    hopt_assert_relative(p.im[1], -50.0, 1e-15);
    ck_assert(hopt_ignores(file, "line 4: '\"SPEED\",\"SLOW2\"'"));
    ck_assert(hopt_ignores(file, "column 1 'No.'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_relaxis_export_is_understood)
{
    static const char text[] = "RelaxIS 3 export\nSample\tpellet\n"
                               "Frequency / Hz\tZ' / Ohm\tZ'' / Ohm\n"
                               "1000\t10\t-5\n100\t20\t-8\n";
    hop_file *file = hopt_read_text(ctx, "a.txt", text);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "relaxis");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.f[0] == 100.0 && p.re[0] == 20.0 && p.im[0] == -8.0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_relaxis_sign_without_a_minus_is_decided_by_the_data)
{
    static const char *const names[] = {"Z''", "-Z''"};
    for (size_t i = 0; i < 2; i++) {
        char text[160];
        hopt_points p;
        snprintf(text, sizeof text,
                 "RelaxIS\nFrequency/Hz\tZ'/Ohm\t%s/Ohm\n"
                 "1e5\t10\t2\n1e4\t20\t8\n1e3\t30\t8\n1e2\t38\t2\n",
                 names[i]);
        hop_file *file = hopt_read_text(ctx, "a.txt", text);
        hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
        ck_assert(p.im[0] == -2.0 && p.im[1] == -8.0);
        ck_assert_int_eq((hop_file_flags(file) & HOP_READ_SIGN_DECIDED) != 0, i == 0);
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_thales_ascii_facts_and_polar_form_are_understood)
{
    static const char text[] =
        "Zahner Thales\r\n"
        "Potential....: 0.9995 V\r\nTime.........: 09:32:45 - 09:37:42\r\n"
        "\r\n"
        "Number\tFrequency/Hz\tImpedance/Ohm\tPhase/deg\r\n"
        "1\t1.0E+03\t2.0E+02\t-6.0E+01\r\n"
        "2\t1.0E+02\t4.0E+02\t-3.0E+01\r\n";
    hop_file *file = hopt_read_text(ctx, "a.txt", text);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "zahner-txt");
    ck_assert_str_eq(hopt_fact(file, "potential"), "0.9995 V");
    ck_assert_str_eq(hopt_fact(file, "time"), "09:32:45 - 09:37:42");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    hopt_assert_relative(p.im[0], -200.0, 1e-15);
    hopt_assert_relative(p.re[1], 100.0, 1e-15);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_meter_table_short_line_is_error_unless_it_is_cut_off)
{
    static const char head[] = "RelaxIS\nFrequency(Hz),Z'(Ohm),Z''(Ohm)\n100,1,-1\n";
    char text[128];
    strcat(strcpy(text, head), "10,2\n1,3,-3\n");
    hopt_assert_refused(ctx, "a.txt", text, HOP_ERR_PARSE,
                        "a.txt:4:5: 2 fields, expected 3 or more as in the header in line 2");
    strcat(strcpy(text, head), "10,2");
    hop_file *file = hopt_read_text(ctx, "a.txt", text);
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    ck_assert(hop_file_flags(file) & HOP_READ_TRUNCATED);
    ck_assert(hopt_gives_reason(file, "line 4, the last, has no end"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_meter_table_two_decimal_marks_are_an_error)
{
    hopt_assert_refused(ctx, "a.txt",
                        "RelaxIS\nFrequency(Hz);Z'(Ohm);Z''(Ohm)\n10,5;1,5;-2,5\n5;2.5;-1\n",
                        HOP_ERR_PARSE, "a.txt:4:3: '2.5' is not a number, expected one for Z'");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("meter_tables", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase,
                   test_read_memory_lcr_table_of_capacitance_and_resistance_is_understood);
    tcase_add_test(tcase, test_read_memory_lcr_missing_units_are_flagged);
    tcase_add_test(tcase, test_read_memory_lcr_temperature_column_parts_the_spectra);
    tcase_add_test(tcase,
                   test_read_memory_lcr_two_quantities_without_impedance_point_are_left_out);
    tcase_add_test(tcase,
                   test_read_memory_lcr_direct_current_and_comments_are_left_out_and_told);
    tcase_add_test(tcase, test_read_memory_lcr_delimiter_and_decimal_mark_can_be_given);
    tcase_add_test(tcase, test_read_memory_lcr_narrow_sweeps_are_parted_at_their_start_alone);
    tcase_add_test(tcase, test_read_memory_hioki_quoted_table_with_settings_is_understood);
    tcase_add_test(tcase, test_read_memory_relaxis_export_is_understood);
    tcase_add_test(tcase, test_read_memory_relaxis_sign_without_a_minus_is_decided_by_the_data);
    tcase_add_test(tcase, test_read_memory_thales_ascii_facts_and_polar_form_are_understood);
    tcase_add_test(tcase, test_read_memory_meter_table_short_line_is_error_unless_it_is_cut_off);
    tcase_add_test(tcase, test_read_memory_meter_table_two_decimal_marks_are_an_error);
    return hopt_run(suite);
}
