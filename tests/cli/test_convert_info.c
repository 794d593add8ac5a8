/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char *impedance = "frequency_Hz,z_re_ohm,z_im_ohm\n1,100,-1\n10,99,-2\n100,98,-3\n"
                               "1000,90,-40\n";
static const char *two_spectra = "temperature_C,frequency_Hz,sigma_S_per_m\n20,1,2\n20,10,2.1\n"
                                 "20,100,2.2\n20,1000,3\n50,1,4\n50,10,4.1\n50,100,4.2\n"
                                 "50,1000,6\n";

START_TEST(test_convert_existing_output_is_refused_and_kept)
{
    cli_write("z.csv", impedance);
    outcome o = cli_run("convert --to admittance -o z.csv z.csv");
    ck_assert_int_eq(o.code, 2);
    ck_assert_ptr_eq(strstr(o.err, "z.csv"), o.err);
    char *kept = cli_read("z.csv");
    ck_assert_str_eq(kept, impedance);
    free(kept);
    cli_free(&o);
}
END_TEST

START_TEST(test_convert_to_conductivity_without_geometry_fails)
{
    cli_write("z.csv", impedance);
    outcome o = cli_run("convert --to conductivity -o s.csv z.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "z.csv: spectrum 1 as conductivity: "), o.err);
    cli_free(&o);
}
END_TEST

START_TEST(test_convert_of_several_spectra_needs_a_choice)
{
    cli_write("two.csv", two_spectra);
    cli_expect_error(2, "two.csv: the file holds 2 spectra, expected --spectrum N or -o DIR/\n",
                     "convert --to conductivity -o s.csv two.csv");
    cli_expect_error(2, "two.csv: there is no spectrum 3, expected 1 to 2\n",
                     "convert --to conductivity --spectrum 3 -o s.csv two.csv");
}
END_TEST

START_TEST(test_convert_one_of_several_spectra)
{
    cli_write("two.csv", two_spectra);
    outcome o = cli_run("convert --to conductivity --spectrum 2 -o s.csv two.csv");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
    json_t *root = cli_run_json("info --json - s.csv");
    ck_assert_double_eq_tol(number_at(root, "files.0.temperature_K"), 323.15, 1e-9);
    json_decref(root);
}
END_TEST

START_TEST(test_convert_into_a_folder_makes_one_file_a_spectrum)
{
    cli_write("two.csv", two_spectra);
    outcome o = cli_run("convert --to conductivity -o split/ two.csv");
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
    json_t *root = cli_run_json("info --json - split/two_1.csv split/two_2.csv");
    ck_assert_double_eq_tol(number_at(root, "files.0.temperature_K"), 293.15, 1e-9);
    ck_assert_double_eq_tol(number_at(root, "files.1.temperature_K"), 323.15, 1e-9);
    json_decref(root);
}
END_TEST

START_TEST(test_info_json_has_the_keys_of_the_schema)
{
    cli_write("z.csv", "frequency_Hz,z_re_ohm,z_im_ohm,remark_count\n1,100,-1,7\n10,99,-2,8\n");
    json_t *root = cli_run_json("info --json - z.csv");
    expect_keys(root, "schema files");
    ck_assert_str_eq(text_at(root, "schema"), "hop.info/1");
    expect_keys(json_at(root, "files.0"),
                "file format confidence_percent encoding spectra points measured_as labels cycles "
                "f_min_Hz f_max_Hz temperature_K temperature_source columns reasons metadata "
                "stated_thickness_m stated_area_m2 flags ignored");
    ck_assert_str_eq(text_at(root, "files.0.format"), "table");
    ck_assert_double_eq(number_at(root, "files.0.spectra"), 1);
    ck_assert_double_eq(number_at(root, "files.0.points.0"), 2);
    ck_assert_double_eq(number_at(root, "files.0.f_max_Hz"), 10);
    ck_assert(json_is_null(json_at(root, "files.0.temperature_K")));
    ck_assert_ptr_nonnull(strstr(text_at(root, "files.0.ignored.0"), "remark_count"));
    json_decref(root);
}
END_TEST

START_TEST(test_info_table_says_what_was_ignored)
{
    cli_write("z.csv", "frequency_Hz,z_re_ohm,z_im_ohm,remark_count\n1,100,-1,7\n10,99,-2,8\n");
    outcome o = cli_run("info z.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "impedance"));
    ck_assert_ptr_nonnull(strstr(o.out, "not stated"));
    ck_assert_ptr_nonnull(strstr(o.out, "not used: column 4 'remark_count'"));
    cli_free(&o);
}
END_TEST

/* Rows that are formatted by looking at all others take minutes here. */
START_TEST(test_info_of_twenty_thousand_spectra_prints_an_aligned_row_for_each)
{
    enum { COUNT = 20000 };
    char *text = calloc(COUNT, 40);
    ck_assert_ptr_nonnull(text);
    size_t used = (size_t)sprintf(text, "cycle,frequency_Hz,z_re_ohm,z_im_ohm\n");
    for (int i = 1; i < COUNT; i++) {
        used += (size_t)sprintf(text + used, "%d,10,2,-1\n%d,1,3,-1\n", i, i);
    }
    cli_write("many.csv", text);
    free(text);
    outcome o = cli_run("info many.csv");
    ck_assert_int_eq(o.code, 0);
    const char *line = o.out;
    const size_t length = strcspn(strchr(line, '\n') + 1, "\n");
    for (int i = 1; i < COUNT; i++) {
        line = strchr(line, '\n') + 1;
        ck_assert_uint_eq(strcspn(line, "\n"), length);
    }
    cli_free(&o);
}
END_TEST

/* The five representations of one spectrum; the last two need its geometry. */
static const char *const five[] = {"impedance", "admittance", "modulus", "permittivity",
                                   "conductivity"};

START_TEST(test_convert_to_a_representation_and_back_gives_the_same_numbers)
{
    const char *geometry = "--thickness-mm 1 --area-cm2 2";
    cli_write("z.csv", impedance);
    outcome o = cli_run("convert --to %s %s -o there.csv z.csv", five[_i], geometry);
    ck_assert_str_eq(o.err, "");
    cli_free(&o);
    o = cli_run("convert --to impedance %s -o back.csv there.csv", geometry);
    ck_assert_str_eq(o.err, "");
    cli_free(&o);
    char *first = cli_read("z.csv"), *back = cli_read("back.csv");
    const char *a = first, *b = back;
    for (int k = 0; k < 4; k++) {
        double x[3], y[3];
        a = strchr(a, '\n') + 1;
        b = strchr(b, '\n') + 1;
        ck_assert_int_eq(sscanf(a, "%lf,%lf,%lf", &x[0], &x[1], &x[2]), 3);
        ck_assert_int_eq(sscanf(b, "%lf,%lf,%lf", &y[0], &y[1], &y[2]), 3);
        ck_assert_double_eq(y[0], x[0]);
        /* Two complex divisions and two products each way: a few units in the last of 16 digits
           of |Z|. */
        ck_assert_double_eq_tol(y[1], x[1], 2e-15 * hypot(x[1], x[2]));
        ck_assert_double_eq_tol(y[2], x[2], 2e-15 * hypot(x[1], x[2]));
    }
    free(first);
    free(back);
}
END_TEST

START_TEST(test_info_of_several_temperatures_lists_them)
{
    cli_write("two.csv", two_spectra);
    json_t *root = cli_run_json("info --json - two.csv");
    ck_assert_double_eq(number_at(root, "files.0.spectra"), 2);
    ck_assert_double_eq_tol(number_at(root, "files.0.temperature_K.1"), 323.15, 1e-9);
    json_decref(root);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop convert and info", &tcase);
    tcase_add_loop_test(tcase, test_convert_to_a_representation_and_back_gives_the_same_numbers, 0,
                        sizeof five / sizeof five[0]);
    tcase_add_test(tcase, test_info_of_twenty_thousand_spectra_prints_an_aligned_row_for_each);
    tcase_add_test(tcase, test_convert_existing_output_is_refused_and_kept);
    tcase_add_test(tcase, test_convert_to_conductivity_without_geometry_fails);
    tcase_add_test(tcase, test_convert_of_several_spectra_needs_a_choice);
    tcase_add_test(tcase, test_convert_one_of_several_spectra);
    tcase_add_test(tcase, test_convert_into_a_folder_makes_one_file_a_spectrum);
    tcase_add_test(tcase, test_info_json_has_the_keys_of_the_schema);
    tcase_add_test(tcase, test_info_table_says_what_was_ignored);
    tcase_add_test(tcase, test_info_of_several_temperatures_lists_them);
    return hopt_run(suite);
}
