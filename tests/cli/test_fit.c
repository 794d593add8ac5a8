/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char *fit_keys =
    "file spectrum temperature_K temperature_source model weighting window rss dof reduced_chi2 "
    "aicc bic f_dispersion parameters standard_error_ln_omega_p "
    "covariance_ln_sigma_dc_ln_omega_p_n f_p_state extractor crossing flags interval loss";

/* Exact data: the fit is limited by rounding, far below 1e-9. */
static const double exact = 1e-9;

START_TEST(test_fit_json_has_the_keys_of_the_schema)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - --temperature-C 25 a.csv");
    expect_keys(root, "schema fits");
    ck_assert_str_eq(text_at(root, "schema"), "hop.fit/1");
    expect_keys(json_at(root, "fits.0"), fit_keys);
    expect_keys(json_at(root, "fits.0.window"), "f_min_Hz f_max_Hz points excluded method");
    expect_keys(json_at(root, "fits.0.parameters"),
                "sigma_dc_S_per_m A_J n f_p_Hz omega_p_rad_per_s");
    expect_keys(json_at(root, "fits.0.parameters.n"), "value standard_error lower upper");
    ck_assert_uint_eq(json_array_size(json_at(root, "fits.0.covariance_ln_sigma_dc_ln_omega_p_n")),
                      3);
    ck_assert_uint_eq(
        json_array_size(json_at(root, "fits.0.covariance_ln_sigma_dc_ln_omega_p_n.2")), 3);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_exact_data_gives_its_parameters_back)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - --temperature-C 25 a.csv");
    hopt_assert_relative(number_at(root, "fits.0.parameters.sigma_dc_S_per_m.value"), 1e-3, exact);
    hopt_assert_relative(number_at(root, "fits.0.parameters.f_p_Hz.value"), 1e4, exact);
    hopt_assert_relative(number_at(root, "fits.0.parameters.omega_p_rad_per_s.value"),
                         2 * acos(-1.0) * 1e4, exact);
    hopt_assert_relative(number_at(root, "fits.0.parameters.n.value"), 0.72, exact);
    ck_assert_double_eq(number_at(root, "fits.0.temperature_K"), 298.15);
    ck_assert_double_eq(number_at(root, "fits.0.window.points"), 61);
    ck_assert_double_eq(number_at(root, "fits.0.dof"), 58);
    ck_assert_str_eq(text_at(root, "fits.0.f_p_state"), "measured");
    ck_assert_str_eq(text_at(root, "fits.0.weighting"), "proportional");
    ck_assert_str_eq(text_at(root, "fits.0.flags.0"), "exact-fit");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_unknown_temperature_is_null)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - a.csv");
    ck_assert(json_is_null(json_at(root, "fits.0.temperature_K")));
    json_decref(root);
}
END_TEST

START_TEST(test_fit_numbers_have_17_significant_digits)
{
    cli_write_jpl("a.csv", 1.0 / 3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - --temperature-C 25.1 a.csv");
    /* 25.1 + 273.15 is not representable: fewer digits would not read back to it. */
    ck_assert_double_eq(number_at(root, "fits.0.temperature_K"), 25.1 + 273.15);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_window_and_weighting_are_used)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - --window 10:1e5 --weighting unit "
                                "--n-range 0.3:0.9 a.csv");
    ck_assert_double_eq_tol(number_at(root, "fits.0.window.f_min_Hz"), 10, 1e-9);
    ck_assert_double_eq_tol(number_at(root, "fits.0.window.f_max_Hz"), 1e5, 1e-5);
    ck_assert_double_eq(number_at(root, "fits.0.window.points"), 41);
    ck_assert_str_eq(text_at(root, "fits.0.weighting"), "unit");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_window_open_end_reaches_to_the_last_point)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - --window 1e3: a.csv");
    ck_assert_double_eq(number_at(root, "fits.0.window.points"), 31);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_n_range_bound_is_flagged)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    json_t *root = cli_run_json("fit --json - --n-range 0.2:0.5 a.csv");
    ck_assert_double_eq(number_at(root, "fits.0.parameters.n.value"), 0.5);
    ck_assert_str_eq(text_at(root, "fits.0.flags.0"), "n-at-upper-bound");
    json_decref(root);
}
END_TEST

/* σ′ rises by 0.4 % at the last points and scatters by ±1 %: f_p is far above. */
static void write_flat(const char *name)
{
    char text[4000] = "frequency_Hz,sigma_S_per_m\n";
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 0.1 * k);
        const double noise = 0.01 * sin(12.9898 * (k + 1) * (k + 1));
        sprintf(text + strlen(text), "%.10g,%.10g\n", f, 1e-3 * (1 + pow(f / 1e9, 0.8) + noise));
    }
    cli_write(name, text);
}

START_TEST(test_fit_lower_limit_is_a_bound_and_no_value)
{
    write_flat("flat.csv");
    json_t *root = cli_run_json("fit --json - flat.csv");
    ck_assert_str_eq(text_at(root, "fits.0.f_p_state"), "lower_limit");
    ck_assert(json_is_null(json_at(root, "fits.0.parameters.f_p_Hz.value")));
    ck_assert(json_is_null(json_at(root, "fits.0.parameters.f_p_Hz.upper")));
    ck_assert(json_is_null(json_at(root, "fits.0.parameters.f_p_Hz.standard_error")));
    /* σ′ has not doubled at 1 MHz: nothing below that is possible. */
    ck_assert_double_ge(number_at(root, "fits.0.parameters.f_p_Hz.lower"), 1e6 * (1 - 1e-9));
    ck_assert_str_eq(text_at(root, "fits.0.crossing.state"), "lower_limit");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_lower_limit_table_shows_a_greater_sign)
{
    write_flat("flat.csv");
    outcome o = cli_run("fit flat.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "  > "));
    ck_assert_ptr_nonnull(strstr(o.out, "lower_limit"));
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_table_states_units_and_explains_flags)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    outcome o = cli_run("fit --n-range 0.2:0.5 --temperature-C -20 a.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err, "");
    ck_assert_ptr_nonnull(strstr(o.out, "T/°C"));
    ck_assert_ptr_nonnull(strstr(o.out, "σ_dc/(S/cm)"));
    ck_assert_ptr_nonnull(strstr(o.out, "-20.00"));
    ck_assert_ptr_nonnull(
        strstr(o.out, "n-at-upper-bound: the best n is the upper end of its allowed range"));
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_impedance_needs_geometry)
{
    cli_write("z.csv", "frequency_Hz,z_re_ohm,z_im_ohm\n1,100,-1\n10,99,-2\n100,98,-3\n"
                       "1000,90,-4\n1e4,80,-9\n");
    cli_expect_error(2, "z.csv: an impedance has no conductivity without geometry, expected "
                        "--thickness-mm and --diameter-mm or --area-cm2\n", "fit z.csv");
}
END_TEST

/* R ∥ CPE: Y = 1/R + Q(iω)^n has σ′ = (l/A)[1/R + Q cos(nπ/2) ωⁿ]. */
START_TEST(test_fit_impedance_with_area_and_diameter_agree)
{
    char text[8000] = "frequency_Hz,z_re_ohm,z_im_ohm\n";
    const double pi = acos(-1.0), R = 1e4, Q = 1e-9, n = 0.8;
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 1 + 0.1 * k), part = Q * pow(2 * pi * f, n);
        const double re = 1 / R + part * cos(n * pi / 2), im = part * sin(n * pi / 2);
        const double size2 = re * re + im * im;
        sprintf(text + strlen(text), "%.17g,%.17g,%.17g\n", f, re / size2, -im / size2);
    }
    cli_write("z.csv", text);
    json_t *round = cli_run_json("fit --json - --thickness-mm 2 --diameter-mm 10 z.csv");
    json_t *area = cli_run_json("fit --json - --thickness-mm 2 --area-cm2 0.78539816339744831 "
                                "z.csv");
    const double expected_f_p = pow(1 / (R * Q * cos(n * pi / 2)), 1 / n) / (2 * pi);
    const double expected_sigma = 2e-3 / (pi * 0.005 * 0.005) / R;
    hopt_assert_relative(number_at(round, "fits.0.parameters.f_p_Hz.value"), expected_f_p, exact);
    hopt_assert_relative(number_at(round, "fits.0.parameters.sigma_dc_S_per_m.value"),
                         expected_sigma, exact);
    hopt_assert_relative(number_at(area, "fits.0.parameters.sigma_dc_S_per_m.value"),
                         expected_sigma, exact);
    json_decref(round);
    json_decref(area);
}
END_TEST

START_TEST(test_fit_file_with_several_spectra_gives_several_fits)
{
    char text[8000] = "temperature_C,frequency_Hz,sigma_S_per_cm\n";
    for (int t = 0; t < 2; t++) {
        for (int k = 0; k <= 40; k++) {
            const double f = pow(10, 0.15 * k);
            sprintf(text + strlen(text), "%d,%.17g,%.17g\n", 20 + 30 * t, f,
                    1e-5 * (t + 1) * (1 + pow(f / 1e4, 0.72)));
        }
    }
    cli_write("two.csv", text);
    json_t *root = cli_run_json("fit --json - two.csv");
    ck_assert_uint_eq(json_array_size(json_at(root, "fits")), 2);
    ck_assert_double_eq_tol(number_at(root, "fits.0.temperature_K"), 293.15, 1e-9);
    ck_assert_double_eq_tol(number_at(root, "fits.1.temperature_K"), 323.15, 1e-9);
    ck_assert_double_eq(number_at(root, "fits.1.spectrum"), 2);
    hopt_assert_relative(number_at(root, "fits.1.parameters.sigma_dc_S_per_m.value"), 2e-3, exact);
    json_decref(root);
    cli_expect_error(2, "two.csv: one temperature was given for 2 spectra, expected a column "
                        "temperature_C in the file instead\n", "fit --temperature-C 5 two.csv");
}
END_TEST

START_TEST(test_fit_decimal_comma_table_reads_the_same)
{
    char points[8000] = "frequency_Hz;sigma_S_per_m\n";
    for (int k = 0; k <= 40; k++) {
        const double f = pow(10, 0.15 * k);
        sprintf(points + strlen(points), "%.17g;%.17g\n", f, 1e-3 * (1 + pow(f / 1e4, 0.72)));
    }
    cli_write("point.csv", points);
    for (char *c = points; *c; c++) {
        *c = *c == '.' ? ',' : *c;
    }
    cli_write("comma.csv", points);
    json_t *point = cli_run_json("fit --json - point.csv");
    json_t *comma = cli_run_json("fit --json - comma.csv");
    ck_assert(json_equal(json_at(point, "fits.0.parameters"), json_at(comma, "fits.0.parameters")));
    json_decref(point);
    json_decref(comma);
}
END_TEST

START_TEST(test_fit_csv_has_one_line_a_spectrum_and_a_curve)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    cli_write_jpl("b.csv", 2e-3, 1e4, 0.72);
    outcome o = cli_run("fit --csv results a.csv b.csv");
    ck_assert_int_eq(o.code, 0);
    char *fits = cli_read("results/fits.csv"), *curve = cli_read("results/curves/002-b.csv.csv");
    int lines = 0;
    for (const char *c = fits; *c; c++) {
        lines += *c == '\n';
    }
    ck_assert_int_eq(lines, 3);
    double f, measured, fitted;
    int in_window;
    const char *first = strchr(curve, '\n') + 1;
    ck_assert_int_eq(sscanf(first, "%lf,%lf,%lf,%d", &f, &measured, &fitted, &in_window), 4);
    hopt_assert_relative(fitted, measured, exact);
    ck_assert_int_eq(in_window, 1);
    free(fits);
    free(curve);
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_existing_output_is_refused_and_kept)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    cli_write("mine.json", "precious");
    outcome o = cli_run("fit --json mine.json a.csv");
    ck_assert_int_eq(o.code, 2);
    ck_assert_str_eq(o.err, "mine.json: the file exists and is not overwritten, expected a new "
                            "name\n");
    char *kept = cli_read("mine.json");
    ck_assert_str_eq(kept, "precious");
    free(kept);
    cli_free(&o);
    o = cli_run("fit --force --json mine.json a.csv");
    ck_assert_int_eq(o.code, 0);
    kept = cli_read("mine.json");
    ck_assert_ptr_nonnull(strstr(kept, "hop.fit/1"));
    free(kept);
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_one_bad_file_does_not_hide_the_good_one)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    outcome o = cli_run("fit --json - missing.csv a.csv");
    ck_assert_int_eq(o.code, 3);
    json_t *root = json_loads(o.out, 0, NULL);
    ck_assert_uint_eq(json_array_size(json_at(root, "fits")), 1);
    json_decref(root);
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_all_equal_conductivities_fail)
{
    cli_write("flat.csv", "frequency_Hz,sigma_S_per_m\n1,2\n10,2\n100,2\n1000,2\n");
    outcome o = cli_run("fit flat.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "flat.csv: "), o.err);
    ck_assert_ptr_nonnull(strstr(o.err, "equal"));
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_three_points_fail)
{
    cli_write("few.csv", "frequency_Hz,sigma_S_per_m\n1,2\n10,2.1\n100,2.4\n");
    outcome o = cli_run("fit few.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "few.csv: "), o.err);
    ck_assert_ptr_nonnull(strstr(o.err, "3"));
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_negative_conductivity_is_excluded_and_flagged)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    char *text = cli_read("a.csv");
    char with_negative[8000];
    snprintf(with_negative, sizeof with_negative, "%s0.5,-1e-3\n", text);
    free(text);
    cli_write("b.csv", with_negative);
    json_t *root = cli_run_json("fit --json - b.csv");
    ck_assert_double_eq(number_at(root, "fits.0.window.excluded"), 1);
    ck_assert_double_eq(number_at(root, "fits.0.window.points"), 61);
    ck_assert_str_eq(text_at(root, "fits.0.flags.0"), "points-excluded");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_automatic_window_cuts_electrodes_and_says_so)
{
    char *file = source_path("examples/data/cell/pellet_-20C.csv");
    json_t *root = cli_run_json("fit --window auto --thickness-mm 1 --diameter-mm 10 --json - %s",
                                file);
    ck_assert_str_eq(text_at(root, "fits.0.window.method"), "auto");
    ck_assert_double_gt(number_at(root, "fits.0.window.f_min_Hz"), 10.0);
    /* The electrode lowers the conductivity by many standard deviations of the noise. */
    ck_assert_double_lt(number_at(root, "fits.0.window.excess_low"), -1.0);
    ck_assert_double_gt(number_at(root, "fits.0.parameters.f_p_Hz.systematic_error"), 0.0);
    ck_assert_str_eq(text_at(root, "fits.0.flags.0"), "low-end-cut");
    json_decref(root);
    free(file);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop fit", &tcase);
    tcase_add_test(tcase, test_fit_json_has_the_keys_of_the_schema);
    tcase_add_test(tcase, test_fit_exact_data_gives_its_parameters_back);
    tcase_add_test(tcase, test_fit_unknown_temperature_is_null);
    tcase_add_test(tcase, test_fit_numbers_have_17_significant_digits);
    tcase_add_test(tcase, test_fit_window_and_weighting_are_used);
    tcase_add_test(tcase, test_fit_window_open_end_reaches_to_the_last_point);
    tcase_add_test(tcase, test_fit_n_range_bound_is_flagged);
    tcase_add_test(tcase, test_fit_lower_limit_is_a_bound_and_no_value);
    tcase_add_test(tcase, test_fit_lower_limit_table_shows_a_greater_sign);
    tcase_add_test(tcase, test_fit_table_states_units_and_explains_flags);
    tcase_add_test(tcase, test_fit_impedance_needs_geometry);
    tcase_add_test(tcase, test_fit_impedance_with_area_and_diameter_agree);
    tcase_add_test(tcase, test_fit_file_with_several_spectra_gives_several_fits);
    tcase_add_test(tcase, test_fit_decimal_comma_table_reads_the_same);
    tcase_add_test(tcase, test_fit_csv_has_one_line_a_spectrum_and_a_curve);
    tcase_add_test(tcase, test_fit_existing_output_is_refused_and_kept);
    tcase_add_test(tcase, test_fit_one_bad_file_does_not_hide_the_good_one);
    tcase_add_test(tcase, test_fit_all_equal_conductivities_fail);
    tcase_add_test(tcase, test_fit_three_points_fail);
    tcase_add_test(tcase, test_fit_automatic_window_cuts_electrodes_and_says_so);
    tcase_add_test(tcase, test_fit_negative_conductivity_is_excluded_and_flagged);
    return hopt_run(suite);
}
