/* SPDX-License-Identifier: BSD-3-Clause */
/* Where the temperature of a spectrum is from when more than one says it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* The temperature of the room, while the sample is at the one that the name says. */
static void write_measured(const char *name)
{
    cli_write(name, "frequency_Hz,sigma_S_per_m,temperature_C\n1,1,20\n10,1.2,20\n100,1.6,20\n"
                    "1000,3,20\n10000,9,20\n100000,33,20\n");
}

static void expect_temperature(const char *command, double kelvin, const char *source)
{
    json_t *root = cli_run_json("%s", command);
    ck_assert_double_eq_tol(number_at(root, "fits.0.temperature_K"), kelvin, 1e-9);
    ck_assert_str_eq(text_at(root, "fits.0.temperature_source"), source);
    json_decref(root);
}

START_TEST(test_fit_temperatures_that_differ_are_an_error_that_names_the_choice)
{
    write_measured("a.csv");
    write_measured("a_60C.csv");
    cli_expect_error(3,
                     "a.csv:2: temperature 333.15 K was given, but the file states 293.15 K, "
                     "expected the same within 0.01 K, or --temperature-from given or file\n",
                     "fit --temperature-C 60 a.csv");
    cli_expect_error(3,
                     "a_60C.csv: the file says 293.15 K, but the file name 333.15 K, expected the "
                     "same within 2 K, or --temperature-from file or name\n",
                     "fit a_60C.csv");
    cli_expect_error(3,
                     "a_60C.csv: given says 293.15 K, but the file name 333.15 K, expected the "
                     "same within 2 K, or --temperature-from given or name\n",
                     "fit --temperature-C 20 a_60C.csv");
}
END_TEST

START_TEST(test_fit_temperature_from_says_which_is_taken)
{
    write_measured("a_60C.csv");
    expect_temperature("fit --json - --temperature-from given --temperature-C 25 a_60C.csv", 298.15,
                       "given");
    expect_temperature("fit --json - --temperature-from name a_60C.csv", 333.15, "file name");
    expect_temperature("fit --json - --temperature-from file a_60C.csv", 293.15, "file");
    json_t *root = cli_run_json("fit --json - --temperature-from none a_60C.csv");
    ck_assert(json_is_null(json_at(root, "fits.0.temperature_K")));
    json_decref(root);
}
END_TEST

/* More than 5 K: each point would be a spectrum of its own. */
START_TEST(test_kk_thermometer_that_drifts_parts_nothing_if_it_is_not_wanted)
{
    char text[4000];
    size_t used = (size_t)sprintf(text, "frequency_Hz,z_re_ohm,minus_z_im_ohm,temperature_C\n");
    for (int i = 0; i < 40; i++) {
        used += (size_t)sprintf(text + used, "%d,%d,%d,%d\n", 1 + i * i * i, 100 - i, 10, 20 + 2 * i);
    }
    cli_write("d.csv", text);
    json_t *parted = cli_run_json("info --json - d.csv");
    ck_assert_double_eq(number_at(parted, "files.0.spectra"), 40);
    json_decref(parted);
    json_t *root = cli_run_json("kk --json - --temperature-from none d.csv");
    ck_assert_uint_eq(json_array_size(json_at(root, "spectra")), 1);
    ck_assert_double_eq(number_at(root, "spectra.0.points"), 40);
    json_decref(root);
}
END_TEST

START_TEST(test_convert_temperature_from_given_is_written)
{
    write_measured("a.csv");
    outcome o = cli_run("convert --to conductivity -o b.csv --temperature-from given "
                        "--temperature-C 60 a.csv");
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
    expect_temperature("fit --json - b.csv", 333.15, "file");
}
END_TEST

/* A spectrum whose file says 90 °C. */
static void write_at_90_C(const char *name)
{
    cli_write_point("p_0C.csv", 0);
    outcome made = cli_run("convert --to conductivity -o %s --temperature-from given "
                           "--temperature-C 90 p_0C.csv",
                           name);
    ck_assert_int_eq(made.code, 0);
    cli_free(&made);
}

START_TEST(test_analyze_folder_takes_the_temperatures_from_the_names)
{
    write_at_90_C("x_20C.csv");
    cli_write("s.yaml", "samples:\n  - name: a\n    read: {temperature_from: name}\n    spectra:\n"
                        "      - {file: x_20C.csv}\n");
    json_t *root = cli_run_json("analyze --json - --write-study t.yaml s.yaml");
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.0.temperature_K"), 293.15, 1e-9);
    ck_assert_str_eq(text_at(root, "samples.0.files.0.read.temperature_from"), "name");
    json_decref(root);
    char *text = cli_read("t.yaml");
    ck_assert_ptr_nonnull(strstr(text, "read: {temperature_from: \"name\"}"));
    free(text);
    root = cli_run_json("analyze --json - --temperature-from file s.yaml");
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.0.temperature_K"), 363.15, 1e-9);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_glob_with_temperatures_of_the_files_needs_none_in_their_names)
{
    write_at_90_C("g_a.csv");
    cli_write("s.yaml", "samples:\n  - name: a\n    spectra:\n"
                        "      - {glob: 'g_*.csv', read: {temperature_from: file}}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.0.temperature_K"), 363.15, 1e-9);
    json_decref(root);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop temperature", &tcase);
    tcase_add_test(tcase, test_fit_temperatures_that_differ_are_an_error_that_names_the_choice);
    tcase_add_test(tcase, test_fit_temperature_from_says_which_is_taken);
    tcase_add_test(tcase, test_kk_thermometer_that_drifts_parts_nothing_if_it_is_not_wanted);
    tcase_add_test(tcase, test_convert_temperature_from_given_is_written);
    tcase_add_test(tcase, test_analyze_folder_takes_the_temperatures_from_the_names);
    tcase_add_test(tcase, test_analyze_glob_with_temperatures_of_the_files_needs_none_in_their_names);
    return hopt_run(suite);
}
