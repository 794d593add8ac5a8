/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define HEAD                                                                              \
    "frequency: {min_Hz: 10, max_Hz: 1e6, points_per_decade: 10}\nnoise_percent: 0\n"     \
    "seed: 5\nsamples:\n"
#define SAMPLE                                                                            \
    "  - name: A\n    model: jpl\n    temperatures_C: [0, 25]\n"                           \
    "    sigma_dc: {value_S_per_cm: 1e-4, at_C: 25, E_a_eV: 0.40}\n"
#define RATE "    f_p: {value_Hz: 2e4, at_C: 25, E_m_eV: 0.35}\n    n: 0.72\n"
#define CELL                                                                              \
    "  - name: A\n    model: cell\n    temperatures_C: [0, 25]\n"                          \
    "    sigma_dc: {value_S_per_cm: 1e-4, at_C: 25, E_a_eV: 0.40}\n" RATE

static const double boltzmann_eV_per_K = 1.380649e-23 / 1.602176634e-19;

static double arrhenius(double E_eV, double T, double T0)
{
    return exp(-E_eV / boltzmann_eV_per_K * (1 / T - 1 / T0));
}

static void simulate(const char *parameters)
{
    cli_write("p.yaml", parameters);
    outcome o = cli_run("simulate p.yaml -o made");
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
}

/* Without noise the fit returns what went in, up to rounding and the tables' 17 digits. */
static const double exact = 1e-9;

START_TEST(test_simulate_without_noise_follows_the_laws)
{
    const double cold = 273.15, warm = 298.15;
    simulate(HEAD SAMPLE RATE);
    json_t *root = cli_run_json("analyze --json - made/study.yaml");
    const char *sigma = "samples.0.fits.%d.parameters.sigma_dc_S_per_m.value";
    const char *rate = "samples.0.fits.%d.parameters.f_p_Hz.value";
    char path[100];
    sprintf(path, sigma, 1);
    hopt_assert_relative(number_at(root, "%s", path), 1e-2, exact);
    sprintf(path, sigma, 0);
    hopt_assert_relative(number_at(root, "%s", path),
                         1e-2 * (warm / cold) * arrhenius(0.40, cold, warm), exact);
    sprintf(path, rate, 1);
    hopt_assert_relative(number_at(root, "%s", path), 2e4, exact);
    sprintf(path, rate, 0);
    hopt_assert_relative(number_at(root, "%s", path), 2e4 * arrhenius(0.35, cold, warm), exact);
    hopt_assert_relative(number_at(root, "samples.0.textbook.E_a_eV.value"), 0.40, exact);
    hopt_assert_relative(number_at(root, "samples.0.textbook.E_m_eV.value"), 0.35, exact);
    json_decref(root);
}
END_TEST

START_TEST(test_simulate_rate_from_entropy_follows_equation_7)
{
    simulate(HEAD SAMPLE "    attempt_frequency: {value_Hz: 1e12}\n"
                         "    f_p: {exp_delta_S_m: 0.02, E_m_eV: 0.35}\n    n: 0.72\n");
    json_t *root = cli_run_json("analyze --json - made/study.yaml");
    hopt_assert_relative(number_at(root, "samples.0.fits.1.parameters.f_p_Hz.value"),
                         1e12 * 0.02 * exp(-0.35 / (boltzmann_eV_per_K * 298.15)), exact);
    hopt_assert_relative(number_at(root,
                                   "samples.0.transport.1.exp_delta_S_m_over_kB.value"),
                         0.02, 1e-7); /* the exponential of E_m/kT ≈ 14 times its rounding */
    json_decref(root);
}
END_TEST

START_TEST(test_simulate_exponent_linear_in_temperature)
{
    simulate(HEAD SAMPLE "    f_p: {value_Hz: 2e4, at_C: 25, E_m_eV: 0.35}\n"
                         "    n: {value: 0.72, per_K: 0.001, at_C: 25}\n");
    json_t *root = cli_run_json("analyze --json - made/study.yaml");
    hopt_assert_relative(number_at(root, "samples.0.fits.0.parameters.n.value"), 0.695, exact);
    hopt_assert_relative(number_at(root, "samples.0.fits.1.parameters.n.value"), 0.72, exact);
    json_decref(root);
}
END_TEST

START_TEST(test_simulate_cell_measures_its_sample_back)
{
    simulate(HEAD CELL "    geometry: {thickness_mm: 1, diameter_mm: 10}\n");
    json_t *root = cli_run_json("analyze --json - made/study.yaml");
    hopt_assert_relative(number_at(root, "samples.0.fits.1.parameters.sigma_dc_S_per_m.value"),
                         1e-2, exact);
    hopt_assert_relative(number_at(root, "samples.0.fits.1.parameters.f_p_Hz.value"), 2e4, exact);
    json_decref(root);
}
END_TEST

START_TEST(test_simulate_cell_parts_change_the_impedance)
{
    simulate(HEAD CELL "    geometry: {thickness_mm: 1, area_cm2: 1}\n"
                       "    lead_resistance_ohm: 1e6\n    electrode: {Q: 1e-6}\n"
                       "    grain_boundary: {R_ohm: 2e6, at_C: 25, E_a_eV: 0}\n");
    char *text = cli_read("made/A_25C.csv");
    double f, re, im;
    ck_assert_int_eq(sscanf(strchr(text, '\n') + 1, "%lf,%lf,%lf", &f, &re, &im), 3);
    /* Sample 1 kΩ; leads and boundary add 3 MΩ; the electrode is a capacitor of 1 µF at 10 Hz. */
    ck_assert_double_eq_tol(re, 3e6 + 1e3, 0.01 * 1e3);
    ck_assert_double_eq_tol(im, -1 / (2 * acos(-1.0) * 10 * 1e-6), 0.01 * 1e3);
    free(text);
}
END_TEST

START_TEST(test_simulate_window_reaches_the_study_file)
{
    simulate(HEAD SAMPLE RATE "    window: \"1e3:\"\n");
    json_t *root = cli_run_json("analyze --json - made/study.yaml");
    ck_assert_double_eq(number_at(root, "samples.0.fits.0.window.points"), 31);
    json_decref(root);
}
END_TEST

START_TEST(test_simulate_grid_has_both_ends)
{
    simulate(HEAD SAMPLE RATE);
    json_t *root = cli_run_json("info --json - made/A_0C.csv");
    ck_assert_double_eq(number_at(root, "files.0.points.0"), 51);
    ck_assert_double_eq(number_at(root, "files.0.f_min_Hz"), 10);
    ck_assert_double_eq(number_at(root, "files.0.f_max_Hz"), 1e6);
    json_decref(root);
}
END_TEST

START_TEST(test_simulate_existing_files_are_refused_and_kept)
{
    simulate(HEAD SAMPLE RATE);
    char *before = cli_read("made/A_0C.csv");
    cli_expect_error(2, "made/study.yaml: the file exists and is not overwritten, expected a new "
                        "name\n", "simulate p.yaml -o made");
    char *after = cli_read("made/A_0C.csv");
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

static void with_seed(const char *folder, int seed)
{
    char parameters[2000];
    snprintf(parameters, sizeof parameters,
             "frequency: {min_Hz: 10, max_Hz: 1e6, points_per_decade: 10}\nnoise_percent: 2\n"
             "seed: %d\nsamples:\n" SAMPLE RATE, seed);
    cli_write("p.yaml", parameters);
    outcome o = cli_run("simulate p.yaml -o %s", folder);
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
}

START_TEST(test_simulate_same_seed_same_bytes_other_seed_other_noise)
{
    with_seed("one", 5);
    with_seed("two", 5);
    with_seed("three", 6);
    char *one = cli_read("one/A_0C.csv"), *two = cli_read("two/A_0C.csv");
    char *three = cli_read("three/A_0C.csv");
    ck_assert_str_eq(one, two);
    ck_assert_str_ne(one, three);
    free(one);
    free(two);
    free(three);
}
END_TEST

static const struct {
    const char *parameters, *error;
} bad[] = {
    {"samples: []\n", "p.yaml:1:1: samples: the list is empty, expected at least one entry"},
    {HEAD SAMPLE, "p.yaml:5:5: samples[0]: the key 'f_p' is missing"},
    {HEAD SAMPLE "    n: 0.7\n    f_p: {value_Hz: 2e4, at_C: 25}\n",
     "p.yaml:10:5: samples[0].f_p.E_m_eV: the key is missing, expected an energy in eV from -10 to "
     "10"},
    {HEAD SAMPLE "    n: 0.7\n    f_p: {E_m_eV: 0.3, exp_delta_S_m: 1}\n",
     "p.yaml:5:5: samples[0]: f_p.exp_delta_S_m needs attempt_frequency and stands in the place of "
     "value_Hz and at_C"},
    {HEAD SAMPLE RATE "    colour: red\n",
     "p.yaml:11:5: samples[0].colour: unknown key, expected name, model, temperatures_C, sigma_dc, "
     "f_p, n, window, geometry, attempt_frequency, eps_inf, lead_inductance_H, "
     "lead_resistance_ohm, electrode or grain_boundary"},
    {HEAD SAMPLE RATE "    eps_inf: 3\n",
     "p.yaml:5:5: samples[0]: eps_inf, leads, electrode and grain_boundary belong to the model "
     "cell, not to jpl"},
    {HEAD CELL,
     "p.yaml:5:5: samples[0]: the key 'geometry' is missing, the model cell needs it"},
    {HEAD SAMPLE "    f_p: {value_Hz: 2e4, at_C: 25, E_m_eV: 0.35}\n    n: {value: 1}\n",
     "p.yaml:10:5: samples[0].n: expected a number or value, per_K and at_C"},
    {HEAD SAMPLE "    f_p: {value_Hz: 2e4, at_C: 25, E_m_eV: 0.35}\n    n: 3\n",
     "p.yaml:10:5: samples[0].n: 3 is not an exponent from 0.01 to 2"},
    {HEAD "  - name: A\n    model: rbm\n    temperatures_C: [1]\n    sigma_dc: {}\n    f_p: {}\n"
          "    n: 1\n",
     "p.yaml:6:5: samples[0].model: 'rbm' is not known, expected jpl or cell"},
    {HEAD "  - name: A\n    model: jpl\n    temperatures_C: [1, 1]\n    sigma_dc: {}\n"
          "    f_p: {}\n    n: 1\n",
     "p.yaml:5:5: samples[0]: temperatures_C: 1 occurs twice"},
    {HEAD "  - name: A\n    model: jpl\n    temperatures_C: [-300]\n    sigma_dc: {}\n"
          "    f_p: {}\n    n: 1\n",
     "p.yaml:7:22: samples[0].temperatures_C[0]: -300 is not a temperature above -273.15 degrees "
     "C"},
    {HEAD SAMPLE RATE SAMPLE RATE,
     "p.yaml:11:5: samples[1]: the file name 'A' is taken by another sample"},
    {"frequency: {min_Hz: 10, max_Hz: 1, points_per_decade: 10}\nnoise_percent: 0\nseed: 5\n"
     "samples:\n" SAMPLE RATE,
     "p.yaml:1:25: frequency.max_Hz: 1 is not above min_Hz, 10"},
    {"frequency: {min_Hz: 10, max_Hz: 100, points_per_decade: 10}\nnoise_percent: 0\nseed: 1.5\n"
     "samples:\n" SAMPLE RATE,
     "p.yaml:3:1: seed: 1.5 is not a whole number from 0 to 4294967295"},
    {"frequency: {min_Hz: 10, max_Hz: 100, points_per_decade: 10}\nnoise_percent: 60\nseed: 1\n"
     "samples:\n" SAMPLE RATE,
     "p.yaml:2:1: noise_percent: 60 is not a noise in percent from 0 to 50"},
};

START_TEST(test_simulate_bad_parameters_say_where_and_what)
{
    char message[600];
    cli_write("p.yaml", bad[_i].parameters);
    snprintf(message, sizeof message, "%s\n", bad[_i].error);
    cli_expect_error(3, message, "simulate p.yaml -o made");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop simulate", &tcase);
    tcase_add_test(tcase, test_simulate_without_noise_follows_the_laws);
    tcase_add_test(tcase, test_simulate_rate_from_entropy_follows_equation_7);
    tcase_add_test(tcase, test_simulate_exponent_linear_in_temperature);
    tcase_add_test(tcase, test_simulate_cell_measures_its_sample_back);
    tcase_add_test(tcase, test_simulate_cell_parts_change_the_impedance);
    tcase_add_test(tcase, test_simulate_window_reaches_the_study_file);
    tcase_add_test(tcase, test_simulate_grid_has_both_ends);
    tcase_add_test(tcase, test_simulate_existing_files_are_refused_and_kept);
    tcase_add_test(tcase, test_simulate_same_seed_same_bytes_other_seed_other_noise);
    tcase_add_loop_test(tcase, test_simulate_bad_parameters_say_where_and_what, 0,
                        sizeof bad / sizeof bad[0]);
    return hopt_run(suite);
}
