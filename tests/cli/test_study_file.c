/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define SAMPLE "samples:\n  - name: a\n"
#define FILES "    spectra:\n      - {file: a.csv, temperature_C: 25}\n"

static const struct {
    const char *study, *error;
} bad[] = {
    {"", "s.yaml: the file is empty, expected YAML"},
    {"# only a comment\n", "s.yaml:1:1: the file holds no keys, expected key: value"},
    {"just text\n", "s.yaml:1:1: the file holds no keys, expected key: value"},
    {"- a\n- b\n", "s.yaml:1:1: the file holds no keys, expected key: value"},
    {"title: x\n", "s.yaml:1:1: the key 'samples' is missing"},
    {"samples: []\n", "s.yaml:1:1: samples: the list is empty, expected at least one entry"},
    {"samples: 3\n", "s.yaml:1:1: samples: is a single value or nothing, expected a list"},
    {SAMPLE, "s.yaml:2:5: samples[0]: the key 'spectra' is missing"},
    {"samples:\n  - spectra: [{file: a.csv}]\n",
     "s.yaml:2:5: samples[0]: the key 'name' is missing"},
    {"samples:\n  - {name: '', spectra: [{file: a.csv}]}\n",
     "s.yaml:2:6: samples[0].name: is empty, expected a text"},
    {"colour: red\n" SAMPLE FILES,
     "s.yaml:1:1: colour: unknown key, expected title, convention, global, fit, arrhenius, "
     "read or samples"},
    {SAMPLE "    colour: red\n" FILES,
     "s.yaml:3:5: samples[0].colour: unknown key, expected name, geometry, charge, "
     "attempt_frequency, hop_distance_angstrom, geometry_factor, dimension, ion_density, fit, "
     "arrhenius, read or spectra"},
    {SAMPLE "    geometry: {thicknes_mm: 1, diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thicknes_mm: unknown key, expected thickness_mm, "
     "diameter_mm or area_cm2"},
    {SAMPLE "    spectra:\n      - {file: a.csv, temperature_K: 298}\n",
     "s.yaml:4:23: samples[0].spectra[0].temperature_K: unknown key, expected file, glob, "
     "temperature_C, window or read"},
    {SAMPLE "    name: b\n" FILES,
     "s.yaml:2:5: samples[0].name: the key occurs twice, expected it once"},
    {SAMPLE "    geometry:\n      thickness_mm: -1\n      diameter_mm: 8\n" FILES,
     "s.yaml:4:7: samples[0].geometry.thickness_mm: -1 is not a positive length in mm"},
    {SAMPLE "    geometry: {thickness_mm: 0, diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: 0 is not a positive length in mm"},
    {SAMPLE "    geometry: {thickness_mm: 1.5mm, diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: '1.5mm' is not a number, expected a positive "
     "length in mm"},
    {SAMPLE "    geometry:\n      thickness_mm: 1,5\n      diameter_mm: 8\n" FILES,
     "s.yaml:4:7: samples[0].geometry.thickness_mm: '1,5' has a decimal comma, expected a positive "
     "length in mm written with a decimal point"},
    {SAMPLE "    geometry: {thickness_mm: 1,5, diameter_mm: 8}\n" FILES,
     "s.yaml:3:32: samples[0].geometry.5: unknown key, expected thickness_mm, diameter_mm or "
     "area_cm2; a number has a decimal point, no comma"},
    {SAMPLE "    geometry: {thickness_mm: .nan, diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: '.nan' is not a number, expected a positive "
     "length in mm"},
    {SAMPLE "    geometry: {thickness_mm: 0x10, diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: '0x10' is not a number, expected a positive "
     "length in mm"},
    {SAMPLE "    geometry: {thickness_mm: 1e999, diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: 1e999 is not a positive length in mm"},
    {SAMPLE "    geometry: {thickness_mm: , diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: is empty, expected a positive length in mm"},
    {SAMPLE "    geometry: {thickness_mm: [1], diameter_mm: 8}\n" FILES,
     "s.yaml:3:16: samples[0].geometry.thickness_mm: is a list, expected one number or text"},
    {SAMPLE "    geometry: {thickness_mm: 1}\n" FILES,
     "s.yaml:3:5: samples[0].geometry: the area is missing, expected diameter_mm or area_cm2"},
    {SAMPLE "    geometry: {diameter_mm: 1}\n" FILES,
     "s.yaml:3:5: samples[0].geometry.thickness_mm: the key is missing, expected a positive length "
     "in mm"},
    {SAMPLE "    geometry: {thickness_mm: 1, diameter_mm: 1, area_cm2: 1}\n" FILES,
     "s.yaml:3:5: samples[0].geometry: the area is given twice, expected diameter_mm or area_cm2"},
    {SAMPLE "    geometry: 3\n" FILES,
     "s.yaml:3:5: samples[0].geometry: is a single value or nothing, expected keys with values"},
    {SAMPLE "    attempt_frequency: {value_Hz: -1}\n" FILES,
     "s.yaml:3:25: samples[0].attempt_frequency.value_Hz: -1 is not a positive frequency in Hz"},
    {SAMPLE "    attempt_frequency: {value_Hz: 1e12, standard_error_Hz: -1}\n" FILES,
     "s.yaml:3:41: samples[0].attempt_frequency.standard_error_Hz: -1 is not a frequency in Hz of "
     "zero or more"},
    {SAMPLE "    charge: 1.5\n" FILES,
     "s.yaml:3:5: samples[0].charge: 1.5 is not a whole number of elementary charges"},
    {SAMPLE "    hop_distance_angstrom: 3\n" FILES,
     "s.yaml:2:5: samples[0]: a carrier density needs hop_distance_angstrom, geometry_factor and "
     "charge, expected all three or only charge"},
    {SAMPLE "    fit: {weighting: best}\n" FILES,
     "s.yaml:3:11: samples[0].fit.weighting: 'best' is not known, expected unit, proportional, "
     "modulus, given or fitted"},
    {SAMPLE "    fit: {loss: l1}\n" FILES,
     "s.yaml:3:11: samples[0].fit.loss: 'l1' is not known, expected square, huber or tukey"},
    {SAMPLE "    fit: {window: [10]}\n" FILES,
     "s.yaml:3:11: samples[0].fit.window: is not a range, expected two numbers [LO, HI]"},
    {SAMPLE "    fit: {window: [100, 10]}\n" FILES,
     "s.yaml:3:11: samples[0].fit.window: 100 to 10 is empty, expected the lower frequency first"},
    {SAMPLE "    fit: {window: [10, abc]}\n" FILES,
     "s.yaml:3:24: samples[0].fit.window[1]: 'abc' is not a number, expected a positive frequency "
     "in Hz"},
    {SAMPLE "    fit: {n_range: [0, 1]}\n" FILES,
     "s.yaml:3:21: samples[0].fit.n_range[0]: 0 is not an exponent from 0.01 to 2"},
    {"fit: {window: some}\n" SAMPLE FILES,
     "s.yaml:1:7: fit.window: 'some' is not a window, expected auto, full or LO:HI in Hz, such as "
     "10:1e6"},
    {"convention: both\n" SAMPLE FILES,
     "s.yaml:1:1: convention: 'both' is not known, expected ordinary or angular"},
    {"global: yes\n" SAMPLE FILES,
     "s.yaml:1:1: global: 'yes' is not known, expected none, common, linear or per-temperature"},
    {"arrhenius: {bige: never}\n" SAMPLE FILES,
     "s.yaml:1:13: arrhenius.bige: unknown key, expected extractor, method, birge, limits, "
     "limit_width, loss, quantity, temperature_error_K or temperature_offset_error_K"},
    {"arrhenius: {birge: maybe}\n" SAMPLE FILES,
     "s.yaml:1:13: arrhenius.birge: 'maybe' is not known, expected never, significant or always"},
    {SAMPLE "    arrhenius: {quantity: T}\n" FILES,
     "s.yaml:3:17: samples[0].arrhenius.quantity: 'T' is not known, expected sigma_T or sigma"},
    {SAMPLE "    arrhenius:\n      limit_width: 0\n" FILES,
     "s.yaml:4:7: samples[0].arrhenius.limit_width: 0 is not a width in ln f above 0 and at most "
     "23"},
    {SAMPLE "    arrhenius: {temperature_error_K: 0,5}\n" FILES,
     "s.yaml:3:40: samples[0].arrhenius.5: unknown key, expected extractor, method, birge, limits, "
     "limit_width, loss, quantity, temperature_error_K or temperature_offset_error_K; a number has "
     "a decimal point, no comma"},
    {SAMPLE "    arrhenius: {temperature_offset_error_K: -1}\n" FILES,
     "s.yaml:3:17: samples[0].arrhenius.temperature_offset_error_K: -1 is not an error in K of "
     "zero or more"},
    {SAMPLE "    arrhenius: {limits: drop, limit_width: 1}\n" FILES,
     "s.yaml:3:5: samples[0].arrhenius: limit_width has no effect beside limits: drop"},
    {"arrhenius: {method: unweighted, birge: always}\n" SAMPLE FILES,
     "s.yaml:1:1: arrhenius: birge has no effect beside method: unweighted"},
    {"read: {columns: 'f_Hz,x'}\n" SAMPLE FILES,
     "s.yaml:1:8: read.columns: columns:1:1: no columns make up a spectrum: found 'f_Hz', "
     "'x', expected z_re_ohm "
     "and z_im_ohm, y_re_S and y_im_S, sigma_S_per_m, eps_re and eps_im, or m_re and m_im"},
    {"read:\n  format: excel\n" SAMPLE FILES,
     "s.yaml:2:3: read.format: there is no format 'excel', expected one of those that hop info "
     "--help lists"},
    {SAMPLE "    read: {delimiter: ';'}\n" FILES,
     "s.yaml:3:12: samples[0].read.delimiter: ';' is not known, expected comma, semicolon, tab or "
     "blank"},
    {SAMPLE "    read: {decimal-mark: comma}\n" FILES,
     "s.yaml:3:12: samples[0].read.decimal-mark: unknown key, expected format, columns, delimiter, "
     "decimal_mark, sign, duplicates or temperature_from"},
    {SAMPLE "    spectra:\n      - {file: a.csv, read: {sign: plus}}\n",
     "s.yaml:4:30: samples[0].spectra[0].read.sign: 'plus' is not known, expected auto, as-is or "
     "turned"},
    {SAMPLE "    dimension: 4\n" FILES,
     "s.yaml:3:5: samples[0].dimension: 4 is not 1, 2 or 3"},
    {SAMPLE "    ion_density: {value_per_cm3: 0}\n" FILES,
     "s.yaml:3:19: samples[0].ion_density.value_per_cm3: 0 is not a positive number of ions per "
     "cm3"},
    {SAMPLE "    ion_density: {standard_error_per_cm3: 1}\n" FILES,
     "s.yaml:3:5: samples[0].ion_density.value_per_cm3: the key is missing, expected a positive "
     "number of ions per cm3"},
    {SAMPLE "    dimension: 2\n" FILES,
     "s.yaml:2:5: samples[0]: dimension and ion_density stand alone, expected "
     "hop_distance_angstrom, geometry_factor and charge as well"},
    {SAMPLE "    spectra:\n      - {file: missing.csv}\n",
     "s.yaml:4:10: samples[0].spectra[0].file: the file 'missing.csv' cannot be opened: No such "
     "file or directory"},
    {SAMPLE "    spectra:\n      - {file: a.csv, glob: b}\n",
     "s.yaml:4:9: samples[0].spectra[0]: expected file or glob, not both"},
    {SAMPLE "    spectra:\n      - {temperature_C: 5}\n",
     "s.yaml:4:9: samples[0].spectra[0]: expected file or glob"},
    {SAMPLE "    spectra:\n      - {glob: 'x*.csv'}\n",
     "s.yaml:4:10: samples[0].spectra[0].glob: no file matches 'x*.csv'"},
    {SAMPLE "    spectra:\n      - {glob: 'a.csv'}\n",
     "s.yaml:4:10: samples[0].spectra[0].glob: the name 'a.csv' holds no temperature, expected one "
     "such as -25C, 298K or 140deg"},
    {SAMPLE "    spectra:\n      - {glob: 'a.csv', temperature_C: 4}\n",
     "s.yaml:4:9: samples[0].spectra[0]: temperature_C stands beside a glob, expected the "
     "temperature in the file names"},
    {SAMPLE "    spectra:\n      - {file: a.csv, temperature_C: -273.15}\n",
     "s.yaml:4:23: samples[0].spectra[0].temperature_C: -273.15 is not a temperature above -273.15 "
     "degrees C"},
    {SAMPLE "    spectra:\n      - {file: a.csv}\n",
     "a.csv: neither the file nor its name states a temperature, expected temperature_C in a study "
     "file, or a name such as cell_-25C.csv"},
    {SAMPLE FILES "  - name: a\n" FILES,
     "s.yaml:5:5: samples[1]: the name 'a' is taken by samples[0]"},
    {SAMPLE "    spectra: &x [{file: a.csv}]\n  - {name: b, spectra: *x}\n",
     "s.yaml:4:24: an alias is not taken, expected the value itself"},
    {SAMPLE FILES "---\ntitle: b\n", "s.yaml:5:1: a second document begins, expected one in a file"},
    {SAMPLE "   spectra:\n",
     "s.yaml:3:4: this is not YAML: while parsing a block collection: did not find expected '-' "
     "indicator"},
    {"? {a: b}\n: 1\n", "s.yaml:1:3: a key must be one word"},
    {"title: \"a\\0b\"\n", "s.yaml:1:8: the text holds a NUL character"},
    {"title: \x80\n", "s.yaml:1:1: the file is not UTF-8 text: invalid leading UTF-8 octet"},
};

START_TEST(test_analyze_bad_study_file_says_where_and_what)
{
    char message[600];
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    cli_write("s.yaml", bad[_i].study);
    snprintf(message, sizeof message, "%s\n", bad[_i].error);
    cli_expect_error(3, message, "analyze s.yaml");
}
END_TEST

START_TEST(test_analyze_missing_study_file_is_unreadable)
{
    cli_expect_error(3, "none.yaml: the file cannot be opened: No such file or directory\n",
                     "analyze none.yaml");
}
END_TEST

START_TEST(test_analyze_deeply_nested_study_file_is_an_error)
{
    static char deep[200001];
    memset(deep, '[', sizeof deep - 1);
    cli_write("s.yaml", deep);
    cli_expect_error(3, "s.yaml:1:33: keys and lists are nested too deeply\n", "analyze s.yaml");
}
END_TEST

START_TEST(test_analyze_huge_study_file_is_refused)
{
    static char huge[5 << 20];
    memset(huge, 'a', sizeof huge - 1);
    cli_write("s.yaml", huge);
    cli_expect_error(3, "s.yaml: the file is larger than 4 MB, expected a study or parameter file "
                        "in YAML\n", "analyze s.yaml");
}
END_TEST

static const struct {
    const char *name;
    double temperature_k;
} named[] = {
    {"x_-25C.csv", 248.15},       {"298K.csv", 298},         {"s04147-140deg.csv", 413.15},
    {"x_140deg.csv", 413.15},     {"x 25.5degC.csv", 298.65}, {"Li3_-25C_2.csv", 248.15},
    {"-25C.csv", 248.15},         {"x+30C.csv", 303.15},     {"x_298.15K.csv", 298.15},
    {"x_25°C.csv", 298.15},       {"X7_20DEG_01.csv", 293.15}, {"x_20Degc.csv", 293.15},
    {"T298K.csv", 298},           {"x_T-25C.csv", 248.15},   {"xT-25C.csv", 298.15},
    {"x 25 °C.csv", 298.15},      {"x 25ºC.csv", 298.15},    {"x_-25˚C.csv", 248.15},
    {"x 25 deg C.csv", 298.15},   {"x_25℃.csv", 298.15},     {"T=300K.csv", 300},
    {"cell 2 C, 25C.csv", 298.15},
};

START_TEST(test_analyze_glob_takes_the_temperature_of_the_file_name)
{
    cli_write_jpl(named[_i].name, 1e-3, 1e4, 0.72);
    cli_write("s.yaml", SAMPLE "    spectra:\n      - {glob: '*.csv'}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.0.temperature_K"),
                            named[_i].temperature_k, 1e-9);
    ck_assert_str_eq(text_at(root, "samples.0.fits.0.temperature_source"), "file name");
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_glob_decimal_comma_in_a_name_is_no_temperature)
{
    cli_write_jpl("x_25,5C.csv", 1e-3, 1e4, 0.72);
    cli_write("s.yaml", SAMPLE "    spectra:\n      - {glob: '*.csv'}\n");
    cli_expect_error(3, "s.yaml:4:10: samples[0].spectra[0].glob: the name 'x_25,5C.csv' holds "
                        "no temperature, expected one such as -25C, 298K or 140deg\n",
                     "analyze s.yaml");
}
END_TEST

START_TEST(test_analyze_glob_two_temperatures_in_a_name_is_an_error)
{
    cli_write_jpl("x_25C_300K.csv", 1e-3, 1e4, 0.72);
    cli_write("s.yaml", SAMPLE "    spectra:\n      - {glob: '*.csv'}\n");
    cli_expect_error(3, "s.yaml:4:10: samples[0].spectra[0].glob: the name 'x_25C_300K.csv' holds "
                        "more than one temperature, expected one such as -25C, 298K or 140deg\n",
                     "analyze s.yaml");
}
END_TEST

START_TEST(test_analyze_glob_below_absolute_zero_is_an_error)
{
    cli_write_jpl("x_-300C.csv", 1e-3, 1e4, 0.72);
    cli_write("s.yaml", SAMPLE "    spectra:\n      - {glob: '*.csv'}\n");
    cli_expect_error(3, "s.yaml:4:10: samples[0].spectra[0].glob: the name 'x_-300C.csv' holds a "
                        "temperature at or below 0 K, expected one such as -25C, 298K or 140deg\n",
                     "analyze s.yaml");
}
END_TEST

START_TEST(test_analyze_file_names_are_relative_to_the_study_file)
{
    outcome made = cli_run("fit --csv sub none.csv");
    cli_free(&made);
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    outcome folder = cli_run("fit --csv sub a.csv");
    ck_assert_int_eq(folder.code, 0);
    cli_free(&folder);
    cli_write_jpl("sub/b.csv", 2e-3, 1e4, 0.72);
    cli_write("sub/s.yaml", SAMPLE "    spectra:\n      - {file: b.csv, temperature_C: 25}\n");
    json_t *root = cli_run_json("analyze --json - sub/s.yaml");
    ck_assert_str_eq(text_at(root, "samples.0.fits.0.file"), "sub/b.csv");
    json_decref(root);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop study file", &tcase);
    tcase_add_loop_test(tcase, test_analyze_bad_study_file_says_where_and_what, 0,
                        sizeof bad / sizeof bad[0]);
    tcase_add_test(tcase, test_analyze_missing_study_file_is_unreadable);
    tcase_add_test(tcase, test_analyze_deeply_nested_study_file_is_an_error);
    tcase_add_test(tcase, test_analyze_huge_study_file_is_refused);
    tcase_add_loop_test(tcase, test_analyze_glob_takes_the_temperature_of_the_file_name, 0,
                        sizeof named / sizeof named[0]);
    tcase_add_test(tcase, test_analyze_glob_decimal_comma_in_a_name_is_no_temperature);
    tcase_add_test(tcase, test_analyze_glob_two_temperatures_in_a_name_is_an_error);
    tcase_add_test(tcase, test_analyze_glob_below_absolute_zero_is_an_error);
    tcase_add_test(tcase, test_analyze_file_names_are_relative_to_the_study_file);
    return hopt_run(suite);
}
