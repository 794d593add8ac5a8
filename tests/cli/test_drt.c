/* SPDX-License-Identifier: BSD-3-Clause */
/* hop drt: table, JSON and CSV. */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { POINTS = 71 };

/* Two arcs of 2 kΩ and 5 kΩ and 100 Ω in series, on demand with a blocking capacitor. */
static void write_cell(const char *name, double speed, double blocking_F)
{
    char text[14000] = "frequency_Hz,z_re_ohm,z_im_ohm\n";
    for (int k = 0; k < POINTS; k++) {
        const double f = pow(10, 0.1 * k - 0.5);
        const double complex s = 2 * acos(-1.0) * I * f;
        double complex z = 100 + 2e3 / (1 + cpow(s * 1e-5 / speed, 0.85))
                           + 5e3 / (1 + cpow(s * 3e-3 / speed, 0.9));
        z += blocking_F > 0 ? 1 / (s * blocking_F) : 0;
        z += 1e-3 * cabs(z) * (sin(12.9898 * (k + 1) * (k + 1)) + I * cos(78.233 * (k + 1) * (k + 2)));
        sprintf(text + strlen(text), "%.17g,%.17g,%.17g\n", f, creal(z), cimag(z));
    }
    cli_write(name, text);
}

START_TEST(test_drt_json_has_the_keys_and_numbers_of_its_schema)
{
    write_cell("a.csv", 1.0, 0.0);
    json_t *root = cli_run_json("drt --order 2 --lambda 1e-4 --samples 100 --seed 3 --json - a.csv");
    expect_keys(root, "schema spectra map");
    ck_assert_str_eq(text_at(root, "schema"), "hop.drt/1");
    ck_assert(json_is_null(json_at(root, "map")));
    expect_keys(json_at(root, "spectra.0"),
                "file spectrum temperature_K temperature_source lambda lambda_method R_inf_ohm "
                "L_H C_s_F electrode_Q "
                "electrode_alpha R_pol_ohm rms_residual noise_ohm effective_dof kkt basis order "
                "points tau_s gamma_ohm level lower_ohm upper_ohm effective_samples peaks "
                "lambda_curve frequency_Hz z_re_ohm z_im_ohm warnings");
    ck_assert_str_eq(text_at(root, "spectra.0.lambda_method"), "given");
    ck_assert_double_eq(number_at(root, "spectra.0.lambda"), 1e-4);
    ck_assert_double_eq(number_at(root, "spectra.0.order"), 2);
    ck_assert(json_is_null(json_at(root, "spectra.0.C_s_F")));
    ck_assert(json_is_null(json_at(root, "spectra.0.lambda_curve")));
    ck_assert_double_lt(number_at(root, "spectra.0.kkt"), 1e-10);
    /* Seven decades and half a one at both ends, ten a decade. */
    const size_t count = json_array_size(json_at(root, "spectra.0.tau_s"));
    ck_assert_uint_eq(count, POINTS + 10);
    for (size_t j = 0; j < count; j++) {
        ck_assert_double_ge(number_at(root, "spectra.0.gamma_ohm.%zu", j), 0);
        ck_assert_double_lt(number_at(root, "spectra.0.lower_ohm.%zu", j),
                            number_at(root, "spectra.0.upper_ohm.%zu", j));
    }
    /* Scatter of 0.1 % of |Z|, and tails beyond the frequencies. */
    hopt_assert_relative(number_at(root, "spectra.0.R_pol_ohm"), 7e3, 0.01);
    hopt_assert_relative(number_at(root, "spectra.0.R_inf_ohm"), 100, 0.1);
    ck_assert_uint_eq(json_array_size(json_at(root, "spectra.0.z_re_ohm")), POINTS);
    json_decref(root);
}
END_TEST

START_TEST(test_drt_peaks_have_their_resistances)
{
    write_cell("a.csv", 1.0, 0.0);
    json_t *root = cli_run_json("drt --least-share 0.05 --least-depth 0.1 --json - a.csv");
    ck_assert_uint_eq(json_array_size(json_at(root, "spectra.0.peaks")), 2);
    expect_keys(json_at(root, "spectra.0.peaks.0"),
                "tau_s f_Hz R_ohm share gamma_ohm depth tau_fit_s R_fit_ohm width_fit");
    hopt_assert_relative(number_at(root, "spectra.0.peaks.0.tau_s"), 1e-5, 0.15);
    hopt_assert_relative(number_at(root, "spectra.0.peaks.1.tau_s"), 3e-3, 0.15);
    hopt_assert_relative(number_at(root, "spectra.0.peaks.1.R_ohm"), 5e3, 0.05);
    ck_assert_str_eq(text_at(root, "spectra.0.lambda_method"), "gcv");
    const json_t *lambdas = json_at(root, "spectra.0.lambda_curve.lambda");
    ck_assert_uint_eq(json_array_size(json_at(root, "spectra.0.lambda_curve.score")),
                      json_array_size(lambdas));
    json_decref(root);
}
END_TEST

START_TEST(test_drt_electrode_takes_the_capacitor_away)
{
    write_cell("b.csv", 1.0, 1e-4);
    json_t *with = cli_run_json("drt --electrode capacitor --json - b.csv");
    json_t *cpe = cli_run_json("drt --electrode cpe:1 --json - b.csv");
    json_t *without = cli_run_json("drt --json - b.csv");
    hopt_assert_relative(number_at(with, "spectra.0.C_s_F"), 1e-4, 0.02);
    hopt_assert_relative(number_at(cpe, "spectra.0.electrode_Q"),
                         number_at(with, "spectra.0.C_s_F"), 1e-9);
    hopt_assert_relative(number_at(with, "spectra.0.R_pol_ohm"), 7e3, 0.05);
    ck_assert_str_eq(text_at(without, "spectra.0.warnings.0"), "lambda-at-end");
    ck_assert_str_eq(text_at(without, "spectra.0.warnings.1"), "relaxation-outside");
    json_decref(with);
    json_decref(cpe);
    json_decref(without);
}
END_TEST

/* Measured in any order, ascending in the map. */
START_TEST(test_drt_series_has_a_map_over_temperature)
{
    static const int order[3] = {1, 2, 0};
    char text[60000] = "frequency_Hz,z_re_ohm,z_im_ohm,temperature_C\n";
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < POINTS; k++) {
            const double f = pow(10, 0.1 * k - 0.5), tau = 1e-2 / pow(10, order[i]);
            const double complex z = 10 + 1e3 / (1 + cpow(2 * acos(-1.0) * I * f * tau, 0.9));
            sprintf(text + strlen(text), "%.12g,%.12g,%.12g,%d\n", f, creal(z), cimag(z),
                    20 * order[i]);
        }
    }
    cli_write("series.csv", text);
    json_t *root = cli_run_json("drt --lambda 1e-4 --threads 2 --json - series.csv");
    ck_assert_uint_eq(json_array_size(json_at(root, "spectra")), 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_double_eq_tol(number_at(root, "map.temperature_K.%d", i), 273.15 + 20 * i, 1e-9);
    }
    const size_t count = json_array_size(json_at(root, "map.tau_s"));
    for (int i = 0; i < 3; i++) {
        size_t top = 0;
        for (size_t k = 0; k < count; k++) {
            top = number_at(root, "map.gamma_ohm.%d.%zu", i, k)
                          > number_at(root, "map.gamma_ohm.%d.%zu", i, top)
                      ? k
                      : top;
        }
        /* 20 values a decade. */
        hopt_assert_relative(number_at(root, "map.tau_s.%zu", top), 1e-2 / pow(10, i), 0.1);
    }
    json_decref(root);
}
END_TEST

START_TEST(test_drt_takes_the_temperature_from_the_name_and_refuses_another)
{
    write_cell("a_-25C.csv", 1.0, 0.0);
    json_t *root = cli_run_json("drt --lambda 1e-4 --json - --columns "
                                "frequency_kHz,z_re_ohm,z_im_ohm a_-25C.csv");
    ck_assert_double_eq_tol(number_at(root, "spectra.0.temperature_K"), 248.15, 1e-9);
    ck_assert_str_eq(text_at(root, "spectra.0.temperature_source"), "file name");
    ck_assert_double_gt(number_at(root, "spectra.0.frequency_Hz.0"), 100);
    json_decref(root);
    cli_expect_error(3,
                     "a_-25C.csv: given says 293.15 K, but the file name 248.15 K, expected the "
                     "same within 2 K, or --temperature-from given or name\n",
                     "drt --temperature-C 20 a_-25C.csv");
}
END_TEST

START_TEST(test_drt_table_and_csv_name_the_peaks)
{
    write_cell("a.csv", 1.0, 0.0);
    outcome o = cli_run("drt --csv out --least-share 0.1 a.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "R_pol/Ω"));
    ck_assert_ptr_nonnull(strstr(o.out, "peak of"));
    cli_free(&o);
    char *curve = cli_read("out/drt.csv"), *peaks = cli_read("out/drt_peaks.csv");
    ck_assert_ptr_nonnull(strstr(curve, "file,spectrum,temperature_K,tau_s,gamma_ohm,lower_ohm,"
                                        "upper_ohm\na.csv,1,,"));
    ck_assert_ptr_nonnull(strstr(peaks, "width_fit\na.csv,1,,"));
    free(curve);
    free(peaks);
    o = cli_run("drt --csv out a.csv");
    ck_assert_int_eq(o.code, 2); /* nothing is written over */
    cli_free(&o);
}
END_TEST

START_TEST(test_drt_spectrum_it_cannot_treat_leaves_the_others)
{
    write_cell("a.csv", 1.0, 0.0);
    cli_write("few.csv", "frequency_Hz,z_re_ohm,z_im_ohm\n1,1,-1\n10,1,-1\n");
    outcome o = cli_run("drt a.csv few.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_str_eq(o.err, "few.csv: 2 points: expected 5 to 100000\n");
    ck_assert_ptr_nonnull(strstr(o.out, "a.csv"));
    cli_free(&o);
    cli_write_jpl("sigma.csv", 1e-3, 1e4, 0.6);
    cli_expect_error(1, "sigma.csv: relaxation times need both parts, but only the real part is "
                        "known\n", "drt sigma.csv");
}
END_TEST

START_TEST(test_drt_level_at_the_last_sample_has_a_band)
{
    write_cell("a.csv", 1.0, 0.0);
    json_t *root = cli_run_json("drt --lambda 1e-3 --samples 400 --level 0.995 --json - a.csv");
    ck_assert_double_ge(number_at(root, "spectra.0.lower_ohm.0"), 0.0);
    ck_assert_double_eq(number_at(root, "spectra.0.level"), 0.995);
    json_decref(root);
    cli_expect_error(2, "hop drt: --level: 0.995 needs at least 399 samples\n"
                        "hop drt --help shows how it is used\n",
                     "drt --level 0.995 --samples 396 a.csv");
}
END_TEST

START_TEST(test_drt_options_that_make_no_sense_are_refused)
{
    write_cell("a.csv", 1.0, 0.0);
    cli_expect_error(2, "hop drt: --lambda: 0 is not a lambda from 1e-10 to 1e4\n"
                        "hop drt --help shows how it is used\n", "drt --lambda 0 a.csv");
    cli_expect_error(2, "hop drt: --tau: '1:2' is not LO:HI:N, with times in s\n"
                        "hop drt --help shows how it is used\n", "drt --tau 1:2 a.csv");
    cli_expect_error(2, "hop drt: --tau: '2:1:9' ends where it begins or before\n"
                        "hop drt --help shows how it is used\n", "drt --tau 2:1:9 a.csv");
    cli_expect_error(2, "hop drt: --lambda: re-im needs both parts, expected --part complex\n"
                        "hop drt --help shows how it is used\n",
                     "drt --lambda re-im --part real a.csv");
    cli_expect_error(2, "hop drt: --weighting: expected modulus or unit\n"
                        "hop drt --help shows how it is used\n",
                     "drt --weighting proportional a.csv");
    cli_expect_error(2, "hop drt: --level was given, expected --samples as well\n"
                        "hop drt --help shows how it is used\n", "drt --level 0.9 a.csv");
    cli_expect_error(2, "hop drt: --level: 0.999 needs at least 1999 samples\n"
                        "hop drt --help shows how it is used\n",
                     "drt --level 0.999 --samples 1000 a.csv");
    cli_expect_error(1, "a.csv: values of tau 2.67 decades apart: expected at most 1, and at most "
                        "2000 values\n", "drt --tau 1e-8:1:4 a.csv");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("drt", &tcase);
    tcase_add_test(tcase, test_drt_json_has_the_keys_and_numbers_of_its_schema);
    tcase_add_test(tcase, test_drt_peaks_have_their_resistances);
    tcase_add_test(tcase, test_drt_electrode_takes_the_capacitor_away);
    tcase_add_test(tcase, test_drt_series_has_a_map_over_temperature);
    tcase_add_test(tcase, test_drt_takes_the_temperature_from_the_name_and_refuses_another);
    tcase_add_test(tcase, test_drt_table_and_csv_name_the_peaks);
    tcase_add_test(tcase, test_drt_spectrum_it_cannot_treat_leaves_the_others);
    tcase_add_test(tcase, test_drt_level_at_the_last_sample_has_a_band);
    tcase_add_test(tcase, test_drt_options_that_make_no_sense_are_refused);
    return hopt_run(suite);
}
