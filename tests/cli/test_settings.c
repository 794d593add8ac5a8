/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define SAMPLE "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n"

/* Four temperatures with an f_p, and one at which it lies far above the window. */
static void write_spectra(void)
{
    cli_write_point("a_-40C.csv", -40);
    cli_write_point("a_-20C.csv", -20);
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    cli_write_point("a_450C.csv", 450);
    cli_write("bare.yaml", SAMPLE);
}

/* The lines of a study file; `options` go before its name. */
static json_t *analyze(const char *options, const char *study)
{
    return cli_run_json("analyze --json - %s%s%s", options, options[0] ? " " : "", study);
}

static json_t *lines_of(json_t *root)
{
    return json_at(root, "samples.0.arrhenius");
}

/* What a setting of the file and an option of the command line must both do. */
static const struct {
    const char *yaml, *options;
} settings[] = {
    {"{method: weighted}", "--arrhenius weighted"},
    {"{birge: always}", "--birge always"},
    {"{limits: drop}", "--limits drop"},
    {"{loss: huber}", "--arrhenius-loss huber"},
    {"{quantity: sigma}", "--quantity sigma"},
    {"{temperature_error_K: 2}", "--temperature-error-K 2"},
    {"{temperature_offset_error_K: 2}", "--temperature-offset-error-K 2"},
    {"{extractor: crossing}", "--extractor crossing"},
    {"{extractor: crossing, limit_width: 5}", "--extractor crossing --limit-width 5"},
};
enum { SETTING_COUNT = sizeof settings / sizeof settings[0] };

START_TEST(test_analyze_arrhenius_of_the_study_does_what_the_option_does)
{
    char study[500];
    write_spectra();
    snprintf(study, sizeof study, "arrhenius: %s\n" SAMPLE, settings[_i].yaml);
    cli_write("s.yaml", study);
    json_t *file = analyze("", "s.yaml"), *line = analyze(settings[_i].options, "bare.yaml");
    json_t *plain = analyze("", "bare.yaml");
    ck_assert(json_equal(lines_of(file), lines_of(line)));
    ck_assert_msg(!json_equal(lines_of(file), lines_of(plain)), "%s changes nothing",
                  settings[_i].yaml);
    json_decref(plain);
    json_decref(line);
    json_decref(file);
}
END_TEST

START_TEST(test_analyze_limit_width_changes_the_lines)
{
    write_spectra();
    json_t *narrow = analyze("--extractor crossing --limit-width 0.5", "bare.yaml");
    json_t *wide = analyze("--extractor crossing --limit-width 5", "bare.yaml");
    ck_assert_double_eq(number_at(narrow, "samples.0.arrhenius.points.limits"), 1);
    ck_assert_double_ne(number_at(narrow, "samples.0.arrhenius.E_m_eV.value"),
                        number_at(wide, "samples.0.arrhenius.E_m_eV.value"));
    json_decref(wide);
    json_decref(narrow);
}
END_TEST

START_TEST(test_analyze_arrhenius_of_a_sample_goes_before_that_of_the_study)
{
    write_spectra();
    cli_write("s.yaml", "arrhenius: {method: weighted, birge: always, temperature_error_K: 1}\n"
                        "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n"
                        "  - name: B\n    arrhenius: {birge: never, temperature_error_K: 0}\n"
                        "    spectra:\n      - {glob: 'a_*C.csv'}\n");
    json_t *root = analyze("", "s.yaml");
    ck_assert_str_eq(text_at(root, "samples.0.settings.birge"), "always");
    ck_assert_str_eq(text_at(root, "samples.1.settings.birge"), "never");
    ck_assert_double_eq(number_at(root, "samples.0.settings.temperature_error_K"), 1);
    ck_assert_double_eq(number_at(root, "samples.1.settings.temperature_error_K"), 0);
    ck_assert_str_eq(text_at(root, "samples.1.arrhenius.method"), "weighted");
    ck_assert_double_ne(number_at(root, "samples.0.arrhenius.E_m_eV.standard_error"),
                        number_at(root, "samples.1.arrhenius.E_m_eV.standard_error"));
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_settings_are_complete_where_nothing_is_set)
{
    write_spectra();
    json_t *root = analyze("", "bare.yaml");
    expect_keys(json_at(root, "samples.0.settings"),
                "extractor method birge limits limit_width loss quantity temperature_error_K "
                "temperature_offset_error_K replaced_by_command_line");
    ck_assert_str_eq(text_at(root, "samples.0.settings.quantity"), "sigma_T");
    ck_assert_double_eq(number_at(root, "samples.0.settings.limit_width"), 0.7);
    expect_keys(json_at(root, "samples.0.settings.replaced_by_command_line"), "");
    json_decref(root);
}
END_TEST

/* What the program takes for the defaults of the library are those. */
START_TEST(test_analyze_stated_defaults_change_nothing)
{
    write_spectra();
    cli_write("s.yaml", "arrhenius: {extractor: fit, method: joint, birge: significant, limits: "
                        "censored, limit_width: 0.7, loss: square, quantity: sigma_T, "
                        "temperature_error_K: 0, temperature_offset_error_K: 0}\n" SAMPLE);
    json_t *stated = analyze("", "s.yaml"), *bare = analyze("", "bare.yaml");
    ck_assert(json_equal(json_at(stated, "samples"), json_at(bare, "samples")));
    json_decref(bare);
    json_decref(stated);
}
END_TEST

START_TEST(test_analyze_command_line_says_what_it_replaces)
{
    write_spectra();
    cli_write("s.yaml", "arrhenius: {birge: always, loss: huber, temperature_error_K: 2}\n" SAMPLE);
    static const char options[] = "--birge never --arrhenius-loss huber --temperature-error-K 0.5";
    json_t *root = analyze(options, "s.yaml");
    ck_assert_str_eq(text_at(root, "samples.0.settings.birge"), "never");
    expect_keys(json_at(root, "samples.0.settings.replaced_by_command_line"),
                "birge temperature_error_K");
    ck_assert_str_eq(text_at(root, "samples.0.settings.replaced_by_command_line.birge"),
                     "always");
    json_decref(root);
    outcome o = cli_run("analyze %s s.yaml", options);
    ck_assert_ptr_nonnull(
        strstr(o.out, "note: --birge never goes before birge: always of the study file\n"));
    ck_assert_ptr_nonnull(strstr(o.out, "note: --temperature-error-K 0.5 goes before "
                                        "temperature_error_K: 2 of the study file\n"));
    ck_assert_ptr_null(strstr(o.out, "note: --arrhenius-loss"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_quantity_sigma_gives_ln_sigma_and_no_entropy)
{
    write_spectra();
    json_t *product = analyze("--limits drop", "bare.yaml");
    json_t *sigma = analyze("--limits drop --quantity sigma", "bare.yaml");
    const double difference = number_at(product, "samples.0.arrhenius.E_a_eV.value")
                              - number_at(sigma, "samples.0.arrhenius.E_a_eV.value");
    /* d ln T/d(1/k_B T) = −k_B T, between that of −40 °C and that of 450 °C. */
    ck_assert_double_gt(difference, 8.617333e-5 * 233);
    ck_assert_double_lt(difference, 8.617333e-5 * 723);
    ck_assert_uint_eq(json_array_size(json_at(sigma, "samples.0.transport")), 0);
    ck_assert(json_is_null(json_at(sigma, "samples.0.decomposition")));
    expect_keys(json_at(sigma, "samples.0.alternatives"), "sigma f_p");
    json_decref(sigma);
    json_decref(product);
}
END_TEST

/* The line of ln σ bends, but between the temperatures of a short series by little. */
START_TEST(test_analyze_quantity_sigma_states_the_same_conductivity_at_25_degrees)
{
    write_spectra();
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n      - {file: a_0C.csv, "
                        "temperature_C: 0}\n      - {file: a_20C.csv, temperature_C: 20}\n");
    json_t *product = analyze("", "s.yaml"), *sigma = analyze("--quantity sigma", "s.yaml");
    /* ln T departs from its chord by (5 K · 25 K)/(2 T²), 8e-4, at 5 K beyond the end. */
    hopt_assert_relative(number_at(sigma, "samples.0.at_25_C.sigma_dc_S_per_m.value"),
                         number_at(product, "samples.0.at_25_C.sigma_dc_S_per_m.value"), 1e-3);
    json_decref(sigma);
    json_decref(product);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop settings of the lines", &tcase);
    tcase_add_loop_test(tcase, test_analyze_arrhenius_of_the_study_does_what_the_option_does, 0,
                        SETTING_COUNT);
    tcase_add_test(tcase, test_analyze_limit_width_changes_the_lines);
    tcase_add_test(tcase, test_analyze_arrhenius_of_a_sample_goes_before_that_of_the_study);
    tcase_add_test(tcase, test_analyze_settings_are_complete_where_nothing_is_set);
    tcase_add_test(tcase, test_analyze_stated_defaults_change_nothing);
    tcase_add_test(tcase, test_analyze_command_line_says_what_it_replaces);
    tcase_add_test(tcase, test_analyze_quantity_sigma_gives_ln_sigma_and_no_entropy);
    tcase_add_test(tcase, test_analyze_quantity_sigma_states_the_same_conductivity_at_25_degrees);
    return hopt_run(suite);
}
