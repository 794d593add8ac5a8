/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const double E_a = CLI_E_A, E_m = CLI_E_M, entropy = CLI_ENTROPY;

static void write_study(void)
{
    cli_write_point("a_-40C.csv", -40);
    cli_write_point("a_-20C.csv", -20);
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    cli_write("s.yaml", "title: T\nsamples:\n  - name: A\n"
                        "    attempt_frequency: {value_Hz: 8e12, standard_error_Hz: 4e11}\n"
                        "    spectra:\n      - {glob: 'a_*C.csv'}\n");
}

START_TEST(test_analyze_json_has_the_keys_of_the_schema)
{
    write_study();
    json_t *root = cli_run_json("analyze --json - s.yaml");
    expect_keys(root, "schema title convention samples decomposition meyer_neldel");
    ck_assert_str_eq(text_at(root, "schema"), "hop.study/1");
    ck_assert_str_eq(text_at(root, "convention"), "ordinary");
    expect_keys(json_at(root, "samples.0"),
                "name fits arrhenius textbook at_25_C transport intercepts verdict relaxation_map "
                "global decomposition influence alternatives settings files left_out");
    expect_keys(json_at(root, "samples.0.arrhenius"),
                "method E_a_eV E_m_eV E_f_eV ln_sigma_0 ln_f_e covariance birge_ratio chi2 dof "
                "points flags");
    expect_keys(json_at(root, "samples.0.arrhenius.E_a_eV"),
                "value standard_error lower upper");
    expect_keys(json_at(root, "samples.0.arrhenius.points"), "sigma f_p limits");
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.influence")), 4);
    ck_assert_double_eq_tol(number_at(root, "samples.0.influence.1.temperature_K"), 253.15, 1e-9);
    expect_keys(json_at(root, "samples.0.alternatives.f_p"), "line vft segments best");
    expect_keys(json_at(root, "samples.0.transport.0"),
                "temperature_K C_S_K_per_m_Hz K_S_K_per_m_Hz delta_S_m_over_kB "
                "exp_delta_S_m_over_kB carrier_density_per_m3 diffusivity_m2_per_s "
                "delta_S_m_J_per_mol_K delta_S_m_meV_per_K carrier_fraction "
                "diffusivity_sigma_m2_per_s f_p_state");
    expect_keys(json_at(root, "samples.0.verdict"), "applicable reasons spectra");
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.arrhenius.covariance")), 4);
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.transport")), 4);
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.fits")), 4);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_gives_energies_and_entropy_back)
{
    write_study();
    json_t *root = cli_run_json("analyze --json - s.yaml");
    expect_within_errors(root, "samples.0.arrhenius.E_a_eV", E_a);
    expect_within_errors(root, "samples.0.arrhenius.E_m_eV", E_m);
    expect_within_errors(root, "samples.0.arrhenius.E_f_eV", E_a - E_m);
    expect_within_errors(root, "samples.0.intercepts.delta_S_m_over_kB", entropy);
    expect_within_errors(root, "samples.0.transport.2.delta_S_m_over_kB", entropy);
    ck_assert_str_eq(text_at(root, "samples.0.arrhenius.method"), "joint");
    ck_assert(json_is_true(json_at(root, "samples.0.verdict.applicable")));
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_covariance_is_ordered_E_a_ln_sigma_0_E_m_ln_f_e)
{
    static const char *const order[] = {"E_a_eV", "ln_sigma_0", "E_m_eV", "ln_f_e"};
    write_study();
    json_t *root = cli_run_json("analyze --json - s.yaml");
    for (int i = 0; i < 4; i++) {
        const double error = number_at(root, "samples.0.arrhenius.%s.standard_error", order[i]);
        /* The same number twice, once squared: a few roundings. */
        hopt_assert_relative(number_at(root, "samples.0.arrhenius.covariance.%d.%d", i, i),
                             error * error, 1e-12);
    }
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_angular_convention_shifts_entropy_by_ln_2_pi)
{
    const double two_pi = 2 * acos(-1.0);
    write_study();
    json_t *hertz = cli_run_json("analyze --json - s.yaml");
    json_t *angular = cli_run_json("analyze --json - --convention angular s.yaml");
    ck_assert_str_eq(text_at(angular, "convention"), "angular");
    /* Rounding of numbers of the order of one. */
    ck_assert_double_eq_tol(number_at(angular, "samples.0.intercepts.delta_S_m_over_kB.value")
                                - number_at(hertz, "samples.0.intercepts.delta_S_m_over_kB.value"),
                            log(two_pi), 1e-12);
    hopt_assert_relative(number_at(hertz, "samples.0.transport.1.C_S_K_per_m_Hz.value")
                             / number_at(angular, "samples.0.transport.1.C_S_K_per_m_Hz.value"),
                         two_pi, 1e-12);
    ck_assert_double_eq(number_at(hertz, "samples.0.arrhenius.E_m_eV.value"),
                        number_at(angular, "samples.0.arrhenius.E_m_eV.value"));
    json_decref(hertz);
    json_decref(angular);
}
END_TEST

START_TEST(test_analyze_command_line_goes_before_the_study_file)
{
    cli_write_point("a_0C.csv", 0);
    cli_write("s.yaml", "convention: angular\nfit: {weighting: unit, window: [100, 1e5]}\n"
                        "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n");
    json_t *file = cli_run_json("analyze --json - s.yaml");
    json_t *line = cli_run_json("analyze --json - --convention ordinary --weighting proportional "
                                "--window full s.yaml");
    ck_assert_str_eq(text_at(file, "convention"), "angular");
    ck_assert_str_eq(text_at(file, "samples.0.fits.0.weighting"), "unit");
    ck_assert_double_eq(number_at(file, "samples.0.fits.0.window.points"), 31);
    ck_assert_str_eq(text_at(line, "convention"), "ordinary");
    ck_assert_str_eq(text_at(line, "samples.0.fits.0.weighting"), "proportional");
    ck_assert_double_eq(number_at(line, "samples.0.fits.0.window.points"), 61);
    json_decref(file);
    json_decref(line);
}
END_TEST

START_TEST(test_analyze_window_of_a_spectrum_goes_before_that_of_its_sample)
{
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    cli_write("s.yaml", "fit: {window: [1e4, 1e6]}\nsamples:\n  - name: A\n"
                        "    fit: {window: [100, 1e5]}\n    spectra:\n"
                        "      - {file: a_0C.csv, temperature_C: 0}\n"
                        "      - {file: a_20C.csv, temperature_C: 20, window: '1e4:'}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert_double_eq(number_at(root, "samples.0.fits.0.window.points"), 31);
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.1.window.f_min_Hz"), 1e4, 1e-6);
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.1.window.f_max_Hz"), 1e7, 1e-3);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_methods_and_extractors_are_named)
{
    write_study();
    json_t *root = cli_run_json("analyze --json - --arrhenius weighted --birge always "
                                "--extractor crossing s.yaml");
    ck_assert_str_eq(text_at(root, "samples.0.arrhenius.method"), "weighted");
    ck_assert_str_eq(text_at(root, "samples.0.fits.0.extractor"), "crossing");
    ck_assert_str_eq(text_at(root, "samples.0.textbook.method"), "unweighted");
    ck_assert_double_eq(number_at(root, "samples.0.fits.0.parameters.f_p_Hz.value"),
                        number_at(root, "samples.0.fits.0.crossing.f_p_Hz.value"));
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_without_attempt_frequency_entropy_is_null)
{
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert(json_is_null(json_at(root, "samples.0.intercepts.delta_S_m_over_kB.value")));
    ck_assert(json_is_null(json_at(root, "samples.0.transport.0.delta_S_m_over_kB.value")));
    ck_assert_double_gt(number_at(root, "samples.0.intercepts.C_S_K_per_m_Hz.value"), 0);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_carrier_density_needs_distance_factor_and_charge)
{
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    cli_write("s.yaml", "samples:\n  - name: A\n    charge: 1\n    hop_distance_angstrom: 3\n"
                        "    geometry_factor: 0.1667\n"
                        "    spectra:\n      - {glob: 'a_*C.csv'}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    const double k_B = 1.380649e-23, e = 1.602176634e-19, a0 = 3e-10;
    const double C = number_at(root, "samples.0.transport.0.C_S_K_per_m_Hz.value");
    /* n_c = C k_B/(z q² a₀²): a few roundings. */
    hopt_assert_relative(number_at(root, "samples.0.transport.0.carrier_density_per_m3.value"),
                         C * k_B / (0.1667 * e * e * a0 * a0), 1e-12);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_two_temperatures_are_flagged)
{
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n");
    outcome o = cli_run("analyze s.yaml");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(
        strstr(o.out, "note: a line through two temperatures: its scatter is not tested"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_equal_temperatures_give_no_energy_and_a_reason)
{
    cli_write_point("a.csv", 20);
    cli_write_point("b.csv", 20);
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n"
                        "      - {file: a.csv, temperature_C: 20}\n"
                        "      - {file: b.csv, temperature_C: 20}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert(json_is_null(json_at(root, "samples.0.arrhenius")));
    ck_assert(json_is_null(json_at(root, "samples.0.at_25_C")));
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.transport")), 0);
    ck_assert(json_is_false(json_at(root, "samples.0.verdict.applicable")));
    ck_assert_str_eq(text_at(root, "samples.0.verdict.reasons.0"), "too-few-temperatures");
    json_decref(root);
    outcome o = cli_run("analyze s.yaml");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "not applicable"));
    ck_assert_ptr_nonnull(strstr(o.out, "fewer than two different temperatures"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_table_states_convention_and_units)
{
    write_study();
    outcome o = cli_run("analyze s.yaml");
    static const char *const parts[] = {
        "T\n", "== A ==", "T/°C", "σ_dc/(S/cm)", "f_p/Hz", "T was taken from the file names", "E_a ",
        " eV", "ordinary convention: f_p and ν0 both in Hz", "exp(ΔS_m/k_B)", "J/(mol K)", "meV/K",
        "S cm^-1 Hz^-1 K", "Verdict: the method is applicable"};
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err, "");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        ck_assert_msg(strstr(o.out, parts[i]) != NULL, "no '%s' in\n%s", parts[i], o.out);
    }
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_csv_files_hold_every_sample)
{
    write_study();
    outcome o = cli_run("analyze --csv out s.yaml");
    ck_assert_int_eq(o.code, 0);
    char *lines = cli_read("out/arrhenius.csv"), *transport = cli_read("out/transport.csv");
    char *fits = cli_read("out/fits.csv"), *curve = cli_read("out/curves/004-a_20C.csv.csv");
    ck_assert_ptr_nonnull(strstr(lines, "\nA,joint,"));
    ck_assert_ptr_nonnull(strstr(lines, "\nA,unweighted,"));
    ck_assert_ptr_nonnull(strstr(transport, "\nA,293.1"));
    ck_assert_ptr_nonnull(strstr(fits, "\nA,a_-40C.csv,1,233.1"));
    ck_assert_ptr_eq(strstr(curve, "frequency_Hz,sigma_S_per_m,fitted_sigma_S_per_m,in_window\n"),
                     curve);
    free(lines);
    free(transport);
    free(fits);
    free(curve);
    cli_free(&o);
    cli_expect_error(2, "out/fits.csv: the file exists and is not overwritten, expected a new "
                        "name\n", "analyze --csv out s.yaml");
}
END_TEST

/* Where 1/T is mid-way the band is that of the lines: between its ends, and about the value. */
START_TEST(test_analyze_csv_bands_hold_the_lines_from_end_to_end)
{
    double T, value, lower, upper;
    write_study();
    outcome o = cli_run("analyze --csv out s.yaml");
    ck_assert_int_eq(o.code, 0);
    char *bands = cli_read("out/bands.csv");
    const char *line = strchr(bands, '\n') + 1;
    ck_assert_ptr_eq(strstr(bands, "sample,line,temperature_K,ln_value,ln_lower,ln_upper\n"), bands);
    int count = 0;
    for (; *line; line = strchr(line, '\n') + 1) {
        const double sign = count % 2 ? -1 : 1;
        const char *numbers = strchr(strchr(line, ',') + 1, ',') + 1;
        ck_assert_int_eq(strncmp(line, sign > 0 ? "A,sigma_T," : "A,f_p,", sign > 0 ? 10 : 6), 0);
        ck_assert_int_eq(sscanf(numbers, "%lf,%lf,%lf,%lf", &T, &value, &lower, &upper), 4);
        ck_assert(lower < value && value < upper && upper - lower < 0.5);
        /* The truth of the simulation is in the band or near it. */
        const double kT = 1.380649e-23 / 1.602176634e-19 * T;
        const double truth = count % 2 ? log(CLI_NU0) + entropy - E_m / kT : log(1e7) - E_a / kT;
        ck_assert_double_le(fabs(value - truth), 2 * (upper - lower));
        count++;
    }
    ck_assert_int_eq(count, 82);
    ck_assert_double_eq_tol(T, 233.15, 1e-9);
    free(bands);
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_spectrum_that_cannot_be_fitted_is_named)
{
    cli_write_point("a_0C.csv", 0);
    cli_write("b_20C.csv", "frequency_Hz,sigma_S_per_m\n1,2\n10,2\n100,2\n1000,2\n");
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n      - {glob: '*_*C.csv'}\n");
    outcome o = cli_run("analyze s.yaml");
    ck_assert_int_eq(o.code, 1);
    ck_assert_str_eq(o.out, "");
    ck_assert_ptr_eq(strstr(o.err, "b_20C.csv: "), o.err);
    ck_assert_ptr_nonnull(strstr(o.err, "equal"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_window_without_points_is_an_error)
{
    cli_write_point("a_0C.csv", 0);
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n");
    outcome o = cli_run("analyze --window 1e9: s.yaml");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "a_0C.csv: window: "), o.err);
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_impedance_without_geometry_is_an_error)
{
    cli_write("a.csv", "frequency_Hz,z_re_ohm,z_im_ohm\n1,100,-1\n10,99,-2\n100,98,-3\n1e3,9,-4\n");
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n"
                        "      - {file: a.csv, temperature_C: 20}\n");
    cli_expect_error(3, "a.csv: an impedance has no conductivity without geometry, expected "
                        "geometry of the sample in the study file\n", "analyze s.yaml");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop analyze", &tcase);
    tcase_add_test(tcase, test_analyze_json_has_the_keys_of_the_schema);
    tcase_add_test(tcase, test_analyze_gives_energies_and_entropy_back);
    tcase_add_test(tcase, test_analyze_covariance_is_ordered_E_a_ln_sigma_0_E_m_ln_f_e);
    tcase_add_test(tcase, test_analyze_angular_convention_shifts_entropy_by_ln_2_pi);
    tcase_add_test(tcase, test_analyze_command_line_goes_before_the_study_file);
    tcase_add_test(tcase, test_analyze_window_of_a_spectrum_goes_before_that_of_its_sample);
    tcase_add_test(tcase, test_analyze_methods_and_extractors_are_named);
    tcase_add_test(tcase, test_analyze_without_attempt_frequency_entropy_is_null);
    tcase_add_test(tcase, test_analyze_carrier_density_needs_distance_factor_and_charge);
    tcase_add_test(tcase, test_analyze_two_temperatures_are_flagged);
    tcase_add_test(tcase, test_analyze_equal_temperatures_give_no_energy_and_a_reason);
    tcase_add_test(tcase, test_analyze_table_states_convention_and_units);
    tcase_add_test(tcase, test_analyze_csv_files_hold_every_sample);
    tcase_add_test(tcase, test_analyze_csv_bands_hold_the_lines_from_end_to_end);
    tcase_add_test(tcase, test_analyze_spectrum_that_cannot_be_fitted_is_named);
    tcase_add_test(tcase, test_analyze_window_without_points_is_an_error);
    tcase_add_test(tcase, test_analyze_impedance_without_geometry_is_an_error);
    return hopt_run(suite);
}
