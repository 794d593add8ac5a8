/* SPDX-License-Identifier: BSD-3-Clause */
/* hop kk: table, JSON and CSV. */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { POINTS = 61 };

/* Two arcs from 1 Hz to 1 MHz, with ±0.2 % of deterministic scatter and a drift towards 1 Hz. */
static void write_cell(const char *name, double drift, int sign)
{
    char text[12000] = "frequency_Hz,z_re_ohm,z_im_ohm\n";
    for (int k = 0; k < POINTS; k++) {
        const double f = pow(10, 0.1 * k);
        const double complex s = 2 * acos(-1.0) * I * f;
        double complex z = 100 + 2e3 / (1 + cpow(s / 1e5, 0.8)) + 5e3 / (1 + cpow(s / 3e2, 0.9));
        z *= 1 + drift / f;
        z += 2e-3 * cabs(z) * (sin(12.9898 * (k + 1) * (k + 1)) + I * cos(78.233 * (k + 1) * (k + 2)));
        sprintf(text + strlen(text), "%.17g,%.17g,%.17g\n", f, creal(z), sign * cimag(z));
    }
    cli_write(name, text);
}

START_TEST(test_kk_json_has_the_keys_and_numbers_of_its_schema)
{
    write_cell("a.csv", 0.0, 1);
    write_cell("b.csv", 0.3, 1);
    json_t *root = cli_run_json("kk --json - a.csv b.csv");
    expect_keys(root, "schema spectra");
    ck_assert_str_eq(text_at(root, "schema"), "hop.kk/1");
    expect_keys(json_at(root, "spectra.0"),
                "file spectrum temperature_K temperature_source of part M mu pseudo_chi2 "
                "noise_percent local_noise_percent "
                "tolerance_percent mean_tolerance_percent max_residual_percent max_residual_f_Hz "
                "max_mean_residual_percent chain_R_ohm chain_L_H chain_C_F points dof "
                "failing_points frequency_Hz residual_re_percent residual_im_percent fails "
                "zhit_percent pass warnings");
    ck_assert(json_is_true(json_at(root, "spectra.0.pass")));
    ck_assert(json_is_false(json_at(root, "spectra.1.pass")));
    /* Six decades and half a one at both ends, three elements each, and one. */
    ck_assert_double_eq(number_at(root, "spectra.0.M"), 22);
    ck_assert_double_eq(number_at(root, "spectra.0.dof"), 2 * POINTS - 25);
    ck_assert_uint_eq(json_array_size(json_at(root, "spectra.0.residual_im_percent")), POINTS);
    double chi2 = 0;
    for (int k = 0; k < POINTS; k++) {
        const double re = number_at(root, "spectra.0.residual_re_percent.%d", k);
        const double im = number_at(root, "spectra.0.residual_im_percent.%d", k);
        chi2 += 1e-4 * (re * re + im * im);
    }
    hopt_assert_relative(number_at(root, "spectra.0.pseudo_chi2"), chi2, 1e-12);
    /* The scatter of 0.2 % sines has a deviation of 0.14 %. */
    ck_assert_double_lt(fabs(number_at(root, "spectra.0.noise_percent") - 0.14), 0.03);
    ck_assert(json_is_true(json_at(root, "spectra.1.fails.0")));
    ck_assert(json_is_false(json_at(root, "spectra.1.fails.%d", POINTS - 1)));
    /* Of 30 % at 1 Hz, the phase knows a part. */
    ck_assert_double_gt(number_at(root, "spectra.1.zhit_percent.0"), 10);
    json_decref(root);
}
END_TEST

START_TEST(test_kk_table_says_pass_fail_and_where)
{
    write_cell("a.csv", 0.0, 1);
    write_cell("b.csv", 0.3, 1);
    write_cell("c.csv", 0.0, -1);
    outcome o = cli_run("kk --sign as-is a.csv b.csv c.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err, "");
    ck_assert_ptr_nonnull(strstr(o.out, "a.csv     pass"));
    ck_assert_ptr_nonnull(strstr(o.out, "b.csv     FAIL"));
    ck_assert_ptr_nonnull(strstr(o.out, "b.csv: fails at 1 … "));
    ck_assert_ptr_nonnull(strstr(o.out, "c.csv: the complex conjugate obeys the relations"));
    ck_assert_ptr_null(strstr(o.out, "a.csv: "));
    cli_free(&o);
}
END_TEST

START_TEST(test_kk_one_part_is_decided_by_a_given_tolerance_alone)
{
    write_cell("a.csv", 0.0, 1);
    outcome o = cli_run("kk --part real a.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "a.csv     not decided"));
    ck_assert_ptr_nonnull(strstr(o.out, "a.csv: the chain was fitted to one part alone"));
    cli_free(&o);
    json_t *root = cli_run_json("kk --part real --json - a.csv");
    ck_assert(json_is_null(json_at(root, "spectra.0.pass")));
    ck_assert_str_eq(text_at(root, "spectra.0.warnings.0"), "one-part");
    json_decref(root);
    root = cli_run_json("kk --part real --tolerance 1e4 --json - a.csv");
    ck_assert(json_is_true(json_at(root, "spectra.0.pass")));
    json_decref(root);
}
END_TEST

START_TEST(test_kk_published_is_its_three_options)
{
    write_cell("a.csv", 0.0, 1);
    json_t *one = cli_run_json("kk --published --part real --json - a.csv");
    json_t *two = cli_run_json("kk --M mu --per-decade 0 --extend 0 --terms rising "
                                "--part real --json - a.csv");
    ck_assert(json_equal(one, two));
    ck_assert_double_le(number_at(one, "spectra.0.mu"), 0.85);
    ck_assert(json_is_null(json_at(one, "spectra.0.chain_C_F")));
    json_t *limited = cli_run_json("kk --published --mu-limit 0.5 --part real --json - a.csv");
    ck_assert_double_le(number_at(limited, "spectra.0.mu"), 0.5);
    ck_assert_double_ge(number_at(limited, "spectra.0.M"), number_at(one, "spectra.0.M"));
    json_decref(limited);
    json_decref(two);
    json_decref(one);
}
END_TEST

START_TEST(test_kk_options_reach_the_test)
{
    write_cell("a.csv", 0.0, 1);
    json_t *root = cli_run_json("kk --M 7 --admittance --tolerance 30 --window 10:1e5 --json - a.csv");
    ck_assert_double_eq(number_at(root, "spectra.0.M"), 7);
    ck_assert_str_eq(text_at(root, "spectra.0.of"), "admittance");
    ck_assert_double_eq(number_at(root, "spectra.0.tolerance_percent"), 30);
    ck_assert(json_is_null(json_at(root, "spectra.0.mean_tolerance_percent")));
    ck_assert_double_eq(number_at(root, "spectra.0.points"), 41);
    ck_assert(json_is_true(json_at(root, "spectra.0.pass")));
    json_decref(root);
    json_t *dense = cli_run_json("kk --M density --per-decade 4 --extend 1 --json - a.csv");
    ck_assert_double_eq(number_at(dense, "spectra.0.M"), 33);
    json_decref(dense);
    json_t *least = cli_run_json("kk --per-decade 4 --extend 1 --json - a.csv");
    ck_assert_double_ge(number_at(least, "spectra.0.M"), 33);
    ck_assert_double_le(number_at(least, "spectra.0.mu"), 0.85);
    json_decref(least);
}
END_TEST

START_TEST(test_kk_csv_has_a_line_a_point)
{
    write_cell("a.csv", 0.0, 1);
    outcome o = cli_run("kk --csv out a.csv");
    ck_assert_int_eq(o.code, 0);
    char *text = cli_read("out/kk.csv");
    ck_assert_ptr_eq(strstr(text, "file,spectrum,temperature_K,frequency_Hz,residual_re_percent,"
                                  "residual_im_percent,zhit_percent,fails\na.csv,1,,1,"), text);
    int lines = 0;
    for (const char *at = text; *at; at++) {
        lines += *at == '\n';
    }
    ck_assert_int_eq(lines, POINTS + 1);
    free(text);
    cli_free(&o);
}
END_TEST

START_TEST(test_kk_shows_the_temperature_and_where_it_is_from)
{
    write_cell("a_-25C.csv", 0.0, 1);
    json_t *root = cli_run_json("kk --json - a_-25C.csv");
    ck_assert_double_eq_tol(number_at(root, "spectra.0.temperature_K"), 248.15, 1e-9);
    ck_assert_str_eq(text_at(root, "spectra.0.temperature_source"), "file name");
    json_decref(root);
    outcome o = cli_run("kk a_-25C.csv");
    ck_assert_ptr_nonnull(strstr(o.out, "-25.00"));
    ck_assert_ptr_nonnull(strstr(o.out, "T was taken from the file names"));
    cli_free(&o);
}
END_TEST

START_TEST(test_kk_reads_as_the_options_say)
{
    write_cell("a.csv", 0.0, 1);
    json_t *root = cli_run_json("kk --json - --columns frequency_kHz,z_re_ohm,z_im_ohm a.csv");
    ck_assert_double_eq(number_at(root, "spectra.0.frequency_Hz.0"), 1e3);
    json_decref(root);
}
END_TEST

START_TEST(test_kk_spectrum_that_cannot_be_tested_leaves_the_others)
{
    write_cell("a.csv", 0.0, 1);
    cli_write_jpl("real.csv", 1e-4, 1e4, 0.7);
    outcome o = cli_run("kk real.csv a.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "real.csv: only the real part of the spectrum is known"), o.err);
    ck_assert_ptr_nonnull(strstr(o.out, "a.csv     pass"));
    cli_free(&o);
}
END_TEST

START_TEST(test_kk_zhit_range_without_points_is_told)
{
    write_cell("a.csv", 0.0, 1);
    outcome o = cli_run("kk --zhit 1e9:2e9 a.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_str_eq(o.err, "a.csv: Z-HIT: no point between 1e+09 and 2e+09 Hz\n");
    ck_assert_ptr_nonnull(strstr(o.out, "a.csv     pass"));
    cli_free(&o);
}
END_TEST

START_TEST(test_kk_wrong_usage_is_told)
{
    write_cell("a.csv", 0.0, 1);
    cli_expect_error(2, "hop kk: --M: 0 is not 1 to 200 elements\n"
                        "hop kk --help shows how it is used\n",
                     "kk --M 0 a.csv");
    cli_expect_error(2, "hop kk: --mu-limit was given, expected --M mu as well\n"
                        "hop kk --help shows how it is used\n", "kk --M 9 --mu-limit 0.8 a.csv");
    cli_expect_error(2, "hop kk: --per-decade was given, expected --M mu or --M density as well\n"
                        "hop kk --help shows how it is used\n", "kk --M 20 --per-decade 3 a.csv");
    cli_expect_error(2, "hop kk: --per-decade: expected 0.5 to 12, or 0 with --M mu\n"
                        "hop kk --help shows how it is used\n",
                     "kk --M density --per-decade 0 a.csv");
    cli_expect_error(2, "hop kk: --window: expected full or LO:HI\n"
                        "hop kk --help shows how it is used\n",
                     "kk --window auto a.csv");
}
END_TEST

START_TEST(test_analyze_tells_the_kramers_kronig_test_of_each_spectrum)
{
    write_cell("a.csv", 0.0, 1);
    write_cell("b.csv", 0.3, 1);
    cli_write_jpl("real.csv", 1e-4, 1e4, 0.7);
    cli_write("s.yaml", "samples:\n  - name: A\n    geometry: {thickness_mm: 1, diameter_mm: 10}\n"
                        "    spectra:\n      - {file: a.csv, temperature_C: 20}\n"
                        "      - {file: b.csv, temperature_C: 40}\n"
                        "      - {file: real.csv, temperature_C: 60}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    const char *at = "samples.0.verdict.spectra";
    ck_assert(json_is_true(json_at(root, "%s.0.kramers_kronig.pass", at)));
    ck_assert(json_is_false(json_at(root, "%s.1.kramers_kronig.pass", at)));
    ck_assert(json_is_null(json_at(root, "%s.2.kramers_kronig", at)));
    ck_assert_double_eq(number_at(root, "%s.0.kramers_kronig.M", at), 22);
    int named = 0;
    json_t *reasons = json_at(root, "%s.1.reasons", at);
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        named += strcmp(json_string_value(json_array_get(reasons, i)), "kramers-kronig") == 0;
    }
    ck_assert_int_eq(named, 1);
    json_decref(root);
    outcome o = cli_run("analyze s.yaml");
    ck_assert_ptr_nonnull(strstr(o.out, "\nKramers-Kronig: 1 of 2 spectra pass\n  b.csv: "));
    cli_free(&o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop-kk", &tcase);
    tcase_add_test(tcase, test_kk_json_has_the_keys_and_numbers_of_its_schema);
    tcase_add_test(tcase, test_kk_table_says_pass_fail_and_where);
    tcase_add_test(tcase, test_kk_one_part_is_decided_by_a_given_tolerance_alone);
    tcase_add_test(tcase, test_kk_published_is_its_three_options);
    tcase_add_test(tcase, test_kk_options_reach_the_test);
    tcase_add_test(tcase, test_kk_csv_has_a_line_a_point);
    tcase_add_test(tcase, test_kk_shows_the_temperature_and_where_it_is_from);
    tcase_add_test(tcase, test_kk_reads_as_the_options_say);
    tcase_add_test(tcase, test_kk_spectrum_that_cannot_be_tested_leaves_the_others);
    tcase_add_test(tcase, test_kk_zhit_range_without_points_is_told);
    tcase_add_test(tcase, test_kk_wrong_usage_is_told);
    tcase_add_test(tcase, test_analyze_tells_the_kramers_kronig_test_of_each_spectrum);
    return hopt_run(suite);
}
