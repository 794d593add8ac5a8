/* SPDX-License-Identifier: BSD-3-Clause */
/* hop vibration, and the attempt frequency of a study from a trajectory. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const double pi = 3.14159265358979323846;

/* Four Li that swing with 10 THz and two Cl with 3 THz, 500 frames of 4 fs. */
static void write_xdatcar(const char *name)
{
    enum { FRAMES = 500, IONS = 6 };
    char *text = malloc(FRAMES * IONS * 60 + 200);
    size_t used = (size_t)sprintf(text, "swing\n1\n10 0 0\n0 10 0\n0 0 10\nLi Cl\n4 2\n");
    for (int t = 0; t < FRAMES; t++) {
        used += (size_t)sprintf(text + used, "Direct configuration= %d\n", t + 1);
        for (int i = 0; i < IONS; i++) {
            const double f_THz = i < 4 ? 10.0 : 3.0, amplitude = i < 4 ? 0.02 : 0.001;
            for (int c = 0; c < 3; c++) {
                const double x = 0.1 * i + amplitude * sin(2.0 * pi * f_THz * 4e-3 * t + i + 2.0 * c);
                used += (size_t)sprintf(text + used, " %.9f", x - floor(x));
            }
            text[used++] = '\n';
        }
    }
    text[used] = '\0';
    cli_write(name, text);
    free(text);
}

START_TEST(test_vibration_json_has_the_keys_of_its_schema)
{
    write_xdatcar("XDATCAR");
    json_t *root = cli_run_json("vibration --species Li --frame-interval-fs 4 --json - XDATCAR");
    ck_assert_str_eq(json_string_value(json_at(root, "schema")), "hop.vibration/1");
    ck_assert_str_eq(json_string_value(json_at(root, "estimator")), "scalar");
    ck_assert_double_eq(number_at(root, "ions"), 4.0);
    ck_assert_double_eq(number_at(root, "frames"), 500.0);
    hopt_assert_relative(number_at(root, "frame_interval_fs"), 4.0, 1e-15);
    ck_assert_double_gt(number_at(root, "attempt_frequency_Hz.value"), 1.5e13);
    ck_assert_double_gt(number_at(root, "attempt_frequency_Hz.standard_deviation"), 0.0);
    ck_assert_double_gt(number_at(root, "attempt_frequency_Hz.standard_error"), 0.0);
    /* The framework swings with 3 THz and a twentieth of the amplitude. */
    hopt_assert_relative(number_at(root, "attempt_frequency_vector_Hz.value"), 10e12, 0.02);
    ck_assert_double_gt(number_at(root, "amplitude_angstrom"), 0.1);
    ck_assert_double_gt(number_at(root, "msd_end_angstrom2"), 0.0);
    ck_assert_str_eq(json_string_value(json_at(root, "warnings.0")), "stuck-ions");
    ck_assert_double_eq(number_at(root, "per_ion.3.ion"), 4.0);
    json_decref(root);
}
END_TEST

START_TEST(test_vibration_shows_progress_on_a_terminal_only)
{
    write_xdatcar("XDATCAR");
    outcome seen = cli_run_on_terminal("vibration --species Li --frame-interval-fs 4 XDATCAR");
    outcome unseen = cli_run("vibration --species Li --frame-interval-fs 4 XDATCAR");
    ck_assert_int_eq(seen.code, 0);
    ck_assert_int_eq(unseen.code, 0);
    ck_assert_str_eq(unseen.err, "");
    ck_assert_str_eq(seen.out, unseen.out);
    /* Each percentage takes the place of the one before, and the last leaves an empty line. */
    const char *at = seen.err, *const start = "\r\033[KXDATCAR: ";
    int reports = 0, before = 0;
    while (strncmp(at, start, strlen(start)) == 0) {
        int percent = -1, length = 0;
        ck_assert_int_eq(sscanf(at + strlen(start), "%d %%%n", &percent, &length), 1);
        ck_assert_int_gt(length, 0);
        ck_assert_int_ge(percent, before);
        ck_assert_int_le(percent, 100);
        before = percent;
        at += strlen(start) + (size_t)length;
        reports++;
    }
    ck_assert_str_eq(at, "\r\033[K");
    ck_assert_int_gt(reports, 2);
    ck_assert_int_gt(before, 90);
    cli_free(&seen);
    cli_free(&unseen);
}
END_TEST

START_TEST(test_vibration_error_on_a_terminal_takes_the_line_of_progress)
{
    write_xdatcar("XDATCAR");
    char *text = cli_read("XDATCAR");
    char *last = strstr(text, "Direct configuration= 499");
    ck_assert_ptr_nonnull(last);
    memcpy(strchr(last, '\n') + 1, " oops", 5);
    cli_write("XDATCAR", text);
    free(text);
    outcome o = cli_run_on_terminal("vibration --species Li --frame-interval-fs 4 XDATCAR");
    ck_assert_int_eq(o.code, 3);
    ck_assert_msg(strstr(o.err, "\r\033[KXDATCAR:3495:2: found 'oops") != NULL, "%s", o.err);
    cli_free(&o);
}
END_TEST

START_TEST(test_vibration_vector_without_drift_gives_the_frequency)
{
    write_xdatcar("XDATCAR");
    json_t *root = cli_run_json("vibration --species Li --framework none --estimator vector "
                                "--frame-interval-fs 4 --skip 20 --json - XDATCAR");
    ck_assert_str_eq(json_string_value(json_at(root, "estimator")), "vector");
    /* 19 periods under a Hann window, positions to 10⁻⁸ Å. */
    hopt_assert_relative(number_at(root, "attempt_frequency_Hz.value"), 10e12, 1e-3);
    ck_assert_double_eq(number_at(root, "frames"), 480.0);
    json_decref(root);
}
END_TEST

START_TEST(test_vibration_table_says_what_was_used)
{
    write_xdatcar("XDATCAR");
    outcome o = cli_run("vibration --species 1-4 --frame-interval-fs 4 --csv out XDATCAR");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "4 mobile ions (1-4), 500 frames every 4 fs (given)"));
    ck_assert_ptr_nonnull(strstr(o.out, "attempt frequency (scalar)"));
    ck_assert_ptr_nonnull(strstr(o.out, "! stuck-ions"));
    cli_free(&o);
    const char *const names[] = {"scalar.csv", "dos.csv", "msd.csv", "amplitudes.csv"};
    const char *const heads[] = {"frequency_Hz,density_per_Hz\n", "frequency_Hz,density_per_Hz\n",
                                 "lag_fs,msd_angstrom2,block_error_angstrom2\n",
                                 "lower_angstrom,count\n"};
    for (int i = 0; i < 4; i++) {
        char path[1000];
        snprintf(path, sizeof path, "%s/out/%s", cli_folder(), names[i]);
        char *text = hopt_read_file(path, NULL);
        ck_assert_int_eq(strncmp(text, heads[i], strlen(heads[i])), 0);
        ck_assert_uint_gt(strlen(text), 2 * strlen(heads[i]));
        free(text);
    }
    cli_expect_error(2, "out/scalar.csv: the file exists and is not overwritten, expected a new name\n",
                     "vibration --species Li --frame-interval-fs 4 --json a.json --csv out XDATCAR");
}
END_TEST

START_TEST(test_vibration_wrong_usage_is_named)
{
    write_xdatcar("XDATCAR");
    cli_expect_error(2, "hop vibration: the mobile ions are not known, expected --species\n"
                        "hop vibration --help shows how it is used\n", "vibration XDATCAR");
    cli_expect_error(2, "XDATCAR: the file does not state the time between its frames, expected "
                        "--frame-interval-fs\n", "vibration --species Li XDATCAR");
    cli_expect_error(2, "XDATCAR: 'Na' selects no ion, expected elements (here Li, Cl) or numbers "
                        "of ions from 1 to 6\n",
                     "vibration --species Na --frame-interval-fs 4 XDATCAR");
    cli_expect_error(2, "hop vibration: --saddle was given alone, expected --initial and --saddle\n"
                        "hop vibration --help shows how it is used\n", "vibration --saddle a");
    cli_expect_error(2, "hop vibration: there is no option --specis\n"
                        "hop vibration --help shows how it is used\n", "vibration --specis Li a");
    cli_write("bad", "x\n1\n3 0 0\n0 3 0\n0 0 3\nLi\n1\nDirect\n0 0 zero\n");
    cli_expect_error(3, "bad:9:5: found 'zero', expected a finite number\n",
                     "vibration --species Li --frame-interval-fs 4 bad");
}
END_TEST

START_TEST(test_vibration_phonons_give_the_entropy)
{
    cli_write("initial", "# THz\n0.01 0.02 -0.01\n3 4\n5, 6\n");
    cli_write("saddle", "-2\n0 0 0\n4 4.5 5\n");
    json_t *root = cli_run_json("vibration --initial initial --saddle saddle "
                                "--attempt-frequency-Hz 8e12 --attempt-frequency-error-Hz 4e11 "
                                "--json -");
    ck_assert_str_eq(json_string_value(json_at(root, "schema")), "hop.vineyard/1");
    hopt_assert_relative(number_at(root, "vineyard_frequency_Hz"), 4e12, 1e-13);
    hopt_assert_relative(number_at(root, "delta_s_m_over_kB.value"), log(0.5), 1e-12);
    hopt_assert_relative(number_at(root, "delta_s_m_over_kB.standard_error"), 0.05, 1e-12);
    ck_assert_uint_eq(json_array_size(json_at(root, "warnings")), 0);
    json_decref(root);
    cli_write("wrong", "3 4 x5\n");
    outcome o = cli_run("vibration --initial wrong --saddle saddle");
    ck_assert_int_eq(o.code, 3);
    ck_assert_int_eq(strncmp(o.err, "wrong:1:5: ", 11), 0);
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_takes_the_attempt_frequency_from_a_trajectory)
{
    char study[600];
    write_xdatcar("XDATCAR");
    cli_write_point("a_-20C.csv", -20);
    cli_write_point("a_0C.csv", 0);
    cli_write_point("a_20C.csv", 20);
    json_t *root = cli_run_json("vibration --species Li --frame-interval-fs 4 --json - XDATCAR");
    const double nu0 = number_at(root, "attempt_frequency_Hz.value");
    const double ions = number_at(root, "attempt_frequency_Hz.standard_error");
    const double blocks = number_at(root, "attempt_frequency_Hz.block_error");
    json_decref(root);
    double entropy[2], error[2];
    for (int k = 0; k < 2; k++) {
        snprintf(study, sizeof study,
                 "samples:\n  - name: A\n    attempt_frequency: {%s%.17g%s%.17g}\n"
                 "    spectra:\n      - {glob: 'a_*C.csv'}\n",
                 k ? "value_Hz: " : "from: trajectory, file: XDATCAR, species: Li, frame_interval_fs: ",
                 k ? nu0 : 4.0, k ? ", standard_error_Hz: " : ", skip_frames: ",
                 k ? fmax(ions, blocks) : 0.0);
        cli_write("study.yaml", study);
        outcome o = cli_run("analyze --json result.json --force study.yaml");
        ck_assert_int_eq(o.code, 0);
        if (k == 0) {
            ck_assert_ptr_nonnull(strstr(o.out, "scalar estimator, 4 ions (Li), 500 frames every 4 "
                                                "fs of"));
            ck_assert_ptr_nonnull(strstr(o.err, "stuck-ions"));
        }
        cli_free(&o);
        char path[1000];
        json_error_t problem;
        snprintf(path, sizeof path, "%s/result.json", cli_folder());
        root = json_load_file(path, 0, &problem);
        ck_assert_ptr_nonnull(root);
        entropy[k] = number_at(root, "samples.0.transport.0.delta_S_m_over_kB.value");
        error[k] = number_at(root, "samples.0.transport.0.delta_S_m_over_kB.standard_error");
        json_decref(root);
    }
    hopt_assert_relative(entropy[0], entropy[1], 1e-12);
    hopt_assert_relative(error[0], error[1], 1e-12);
}
END_TEST

START_TEST(test_analyze_wrong_attempt_frequency_is_named)
{
    cli_write_point("a_0C.csv", 0);
    cli_write("s.yaml", "samples:\n  - name: A\n    attempt_frequency: {from: nowhere}\n"
                        "    spectra:\n      - {file: a_0C.csv, temperature_C: 0}\n");
    outcome o = cli_run("analyze s.yaml");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_nonnull(strstr(o.err, "from: 'nowhere' is nothing that is known, expected "
                                        "trajectory"));
    cli_free(&o);
    cli_write("s.yaml", "samples:\n  - name: A\n    attempt_frequency: {value_Hz: 1e12, file: x}\n"
                        "    spectra:\n      - {file: a_0C.csv, temperature_C: 0}\n");
    o = cli_run("analyze s.yaml");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_nonnull(strstr(o.err, "expected from: trajectory as well"));
    cli_free(&o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop-vibration", &tcase);
    tcase_add_test(tcase, test_vibration_json_has_the_keys_of_its_schema);
    tcase_add_test(tcase, test_vibration_shows_progress_on_a_terminal_only);
    tcase_add_test(tcase, test_vibration_error_on_a_terminal_takes_the_line_of_progress);
    tcase_add_test(tcase, test_vibration_vector_without_drift_gives_the_frequency);
    tcase_add_test(tcase, test_vibration_table_says_what_was_used);
    tcase_add_test(tcase, test_vibration_wrong_usage_is_named);
    tcase_add_test(tcase, test_vibration_phonons_give_the_entropy);
    tcase_add_test(tcase, test_analyze_takes_the_attempt_frequency_from_a_trajectory);
    tcase_add_test(tcase, test_analyze_wrong_attempt_frequency_is_named);
    return hopt_run(suite);
}
