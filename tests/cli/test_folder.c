/* SPDX-License-Identifier: BSD-3-Clause */
/* A folder in the place of a study file, temperatures of files and names, and how files are read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

enum { POINTS = 21 };

static void make_folder(const char *name)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", cli_folder(), name);
    ck_assert_int_eq(mkdir(path, 0777), 0);
}

/* Z of a complex power law at this temperature, with E_a = E_m = 0.3 eV of σT and f_p. */
static void write_impedance(const char *name, double celsius, const char *header, const char *line)
{
    const double T_K = celsius + 273.15, kT_eV = 8.617333262e-5 * T_K, pi = acos(-1.0);
    const double g = 6e5 / T_K * exp(-0.3 / kT_eV), w_p = 2 * pi * 1e12 * exp(-0.3 / kT_eV);
    char *text = calloc(POINTS + 1, 120);
    ck_assert_ptr_nonnull(text);
    size_t used = (size_t)sprintf(text, "%s", header);
    for (int k = 0; k < POINTS; k++) {
        const double f = pow(10, 7 - 0.3 * k), u = pow(2 * pi * f / w_p, 0.7);
        /* Y = g (1 + (iω/ω_p)^n / cos(nπ/2)), so that Re Y is Jonscher's law. */
        const double re = g * (1 + u), im = g * u * tan(0.35 * pi), square = re * re + im * im;
        used += (size_t)sprintf(text + used, line, f, re / square, im / square);
    }
    cli_write(name, text);
    free(text);
}

static void write_series(const char *folder)
{
    static const double celsius[] = {-25, 0, 25};
    make_folder(folder);
    for (size_t k = 0; k < 3; k++) {
        char name[64];
        snprintf(name, sizeof name, "%s/cell_%.0fC.csv", folder, celsius[k]);
        write_impedance(name, celsius[k], "frequency_Hz,z_re_ohm,minus_z_im_ohm\n",
                        "%.17g,%.17g,%.17g\n");
    }
}

#define GEOMETRY "--thickness-mm 1 --diameter-mm 10"

START_TEST(test_analyze_folder_without_a_study_file_gives_the_energies)
{
    write_series("cells");
    json_t *root = cli_run_json("analyze --json - " GEOMETRY " cells");
    ck_assert_str_eq(text_at(root, "samples.0.name"), "cells");
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.0.temperature_K"), 248.15, 1e-9);
    ck_assert_double_eq_tol(number_at(root, "samples.0.fits.2.temperature_K"), 298.15, 1e-9);
    ck_assert_str_eq(text_at(root, "samples.0.fits.0.temperature_source"), "file name");
    /* Exact data: what is left are 10 digits of k_B and where the search for n stops. */
    hopt_assert_relative(number_at(root, "samples.0.arrhenius.E_a_eV.value"), 0.3, 1e-8);
    hopt_assert_relative(number_at(root, "samples.0.arrhenius.E_m_eV.value"), 0.3, 1e-8);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_written_study_file_gives_the_same)
{
    write_series("cells");
    json_t *folder = cli_run_json("analyze --json - --window 10: " GEOMETRY
                                  " --write-study cells/study.yaml cells");
    json_t *study = cli_run_json("analyze --json - cells/study.yaml");
    /* The area is written with 15 digits. */
    hopt_assert_relative(number_at(study, "samples.0.arrhenius.E_a_eV.value"),
                         number_at(folder, "samples.0.arrhenius.E_a_eV.value"), 1e-9);
    ck_assert_double_eq(number_at(study, "samples.0.fits.0.window.f_min_Hz"),
                        number_at(folder, "samples.0.fits.0.window.f_min_Hz"));
    json_decref(study);
    /* Again from elsewhere: there the names of the files are absolute. */
    outcome o = cli_run("analyze " GEOMETRY " --write-study other.yaml cells");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
    study = cli_run_json("analyze --json - --window 10: other.yaml");
    hopt_assert_relative(number_at(study, "samples.0.arrhenius.E_a_eV.value"),
                         number_at(folder, "samples.0.arrhenius.E_a_eV.value"), 1e-9);
    json_decref(study);
    json_decref(folder);
}
END_TEST

START_TEST(test_analyze_write_study_never_overwrites)
{
    write_series("cells");
    cli_write("s.yaml", "mine\n");
    outcome o = cli_run("analyze " GEOMETRY " --write-study s.yaml cells");
    ck_assert_int_eq(o.code, 2);
    ck_assert_ptr_eq(strstr(o.err, "s.yaml: the file exists"), o.err);
    char *kept = cli_read("s.yaml");
    ck_assert_str_eq(kept, "mine\n");
    free(kept);
    cli_free(&o);
}
END_TEST

/* Tables that cannot be understood without being told how: no names, and Z" for -Z". */
static void write_bare_tables(void)
{
    write_impedance("a_0C.txt", 0, "", "%.17g %.17g %.17g\n");
    write_impedance("b_25C.txt", 25, "", "%.17g %.17g %.17g\n");
}

#define BARE_STUDY                                                                           \
    "samples:\n  - name: bare\n    geometry: {thickness_mm: 1, diameter_mm: 10}\n"           \
    "    spectra:\n      - {file: a_0C.txt}\n      - {file: b_25C.txt}\n"

START_TEST(test_analyze_read_of_the_study_does_what_the_options_do)
{
    write_bare_tables();
    cli_write("bare.yaml", BARE_STUDY);
    cli_write("s.yaml", "read: {columns: 'frequency_kHz,z_re_ohm,minus_z_im_ohm'}\n" BARE_STUDY);
    json_t *file = cli_run_json("analyze --json - s.yaml");
    json_t *line = cli_run_json("analyze --json - --columns "
                                "frequency_kHz,z_re_ohm,minus_z_im_ohm bare.yaml");
    ck_assert(json_equal(json_at(file, "samples.0.fits"), json_at(line, "samples.0.fits")));
    ck_assert_str_eq(text_at(file, "samples.0.files.1.read.columns"),
                     "frequency_kHz,z_re_ohm,minus_z_im_ohm");
    /* Without being told, the frequencies are in Hz, a thousandth. */
    hopt_assert_relative(number_at(file, "samples.0.fits.0.window.f_max_Hz"), 1e10, 1e-15);
    json_decref(line);
    json_decref(file);
}
END_TEST

START_TEST(test_analyze_read_of_an_entry_goes_before_that_of_the_sample_and_the_study)
{
    write_bare_tables();
    cli_write("s.yaml",
              "read: {columns: 'frequency_Hz,z_re_ohm,minus_z_im_ohm', duplicates: refuse}\n"
              "samples:\n  - name: bare\n    geometry: {thickness_mm: 1, diameter_mm: 10}\n"
              "    read: {columns: 'frequency_kHz,z_re_ohm,minus_z_im_ohm'}\n"
              "    spectra:\n      - {file: a_0C.txt}\n"
              "      - {glob: 'b_*.txt', read: {columns: 'frequency_MHz,z_re_ohm,"
              "minus_z_im_ohm'}}\n");
    json_t *root = cli_run_json("analyze --json - --write-study t.yaml s.yaml");
    hopt_assert_relative(number_at(root, "samples.0.fits.0.window.f_max_Hz"), 1e10, 1e-15);
    hopt_assert_relative(number_at(root, "samples.0.fits.1.window.f_max_Hz"), 1e13, 1e-15);
    ck_assert_str_eq(text_at(root, "samples.0.files.1.read.duplicates"), "refuse");
    json_t *written = cli_run_json("analyze --json - t.yaml");
    for (int i = 0; i < 2; i++) {
        ck_assert(json_equal(json_at(written, "samples.0.files.%d.read", i),
                             json_at(root, "samples.0.files.%d.read", i)));
        ck_assert(json_equal(json_at(written, "samples.0.fits.%d.window", i),
                             json_at(root, "samples.0.fits.%d.window", i)));
    }
    json_decref(written);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_command_line_goes_before_the_read_of_the_study_and_says_so)
{
    write_bare_tables();
    cli_write("s.yaml", "read: {columns: 'frequency_kHz,z_re_ohm,minus_z_im_ohm', sign: auto, "
                        "duplicates: first}\n" BARE_STUDY);
    outcome o = cli_run("analyze --sign as-is --duplicates first s.yaml");
    ck_assert_int_eq(o.code, 0);
    const char *note = strstr(o.out, "  note: --sign as-is goes before sign: auto of the study "
                                     "file (a_0C.txt)\n");
    ck_assert_ptr_nonnull(note);
    ck_assert_ptr_null(strstr(strchr(note, '\n'), "goes before"));
    cli_free(&o);
    json_t *root = cli_run_json("analyze --json - --sign as-is --duplicates first s.yaml");
    ck_assert_str_eq(text_at(root, "samples.0.files.0.read.sign"), "as-is");
    expect_keys(json_at(root, "samples.0.files.0.read.replaced_by_command_line"), "sign");
    ck_assert_str_eq(text_at(root, "samples.0.files.1.read.replaced_by_command_line.sign"), "auto");
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_written_study_file_reads_as_the_command_line_said)
{
    make_folder("d");
    write_impedance("d/a_0C.txt", 0, "", "%.17g;%.17g;%.17g\n");
    write_impedance("d/b_25C.txt", 25, "", "%.17g;%.17g;%.17g\n");
    json_t *folder = cli_run_json("analyze --json - --columns frequency_kHz,z_re_ohm,z_im_ohm "
                                  "--sign turned --delimiter semicolon --decimal-mark point "
                                  GEOMETRY " --write-study s.yaml d");
    char *text = cli_read("s.yaml");
    ck_assert_ptr_nonnull(strstr(text, "    read: {columns: \"frequency_kHz,z_re_ohm,z_im_ohm\", "
                                       "delimiter: \"semicolon\", decimal_mark: \"point\", "
                                       "sign: \"turned\"}\n"));
    free(text);
    json_t *study = cli_run_json("analyze --json - s.yaml");
    hopt_assert_relative(number_at(study, "samples.0.fits.1.parameters.f_p_Hz.value"),
                         number_at(folder, "samples.0.fits.1.parameters.f_p_Hz.value"), 1e-9);
    json_decref(study);
    json_decref(folder);
}
END_TEST

START_TEST(test_analyze_written_study_file_holds_all_of_a_study)
{
    cli_write_jpl("a_25C.csv", 1e-3, 1e4, 0.7);
    cli_write_jpl("b_50C.csv", 2e-3, 3e4, 0.7);
    cli_write("s.yaml",
              "title: \"T \\\"q\\\"\"\nconvention: angular\nglobal: common\nsamples:\n"
              "  - name: a\n    geometry: {thickness_mm: 1.5, area_cm2: 0.5}\n    charge: 1\n"
              "    attempt_frequency: {value_Hz: 1e13, standard_error_Hz: 1e11}\n"
              "    hop_distance_angstrom: 3\n    geometry_factor: 0.1667\n    dimension: 2\n"
              "    ion_density: {value_per_cm3: 1e22}\n"
              "    fit: {weighting: unit, loss: huber, n_range: [0.1, 1.5]}\n"
              "    arrhenius: {method: weighted, limit_width: 0.3, temperature_error_K: 0.1}\n"
              "    spectra:\n"
              "      - {file: a_25C.csv, temperature_C: 25, window: [10, 1e5]}\n"
              "      - {glob: 'b_*.csv'}\n");
    /* The last one is said by the command line, not by the file. */
    outcome first = cli_run("analyze --birge always --json - --write-study t.yaml s.yaml");
    outcome second = cli_run("analyze --json - t.yaml");
    ck_assert_int_eq(first.code, 0);
    ck_assert_str_eq(second.err, first.err);
    /* What a glob found has its temperature written down, so only its source differs. */
    char *source = strstr(first.out, "\"file name\"");
    ck_assert_ptr_nonnull(source);
    ck_assert_ptr_null(strstr(second.out, "\"file name\""));
    ck_assert_int_eq(strncmp(first.out, second.out, (size_t)(source - first.out)), 0);
    ck_assert_str_eq(strstr(first.out, "\"arrhenius\""), strstr(second.out, "\"arrhenius\""));
    cli_free(&first);
    cli_free(&second);
}
END_TEST

START_TEST(test_analyze_folder_leaves_out_what_holds_no_spectrum)
{
    write_series("cells");
    cli_write("cells/notes.txt", "all dry\n");
    outcome o = cli_run("analyze " GEOMETRY " cells");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_eq(strstr(o.err, "cells/notes.txt:1:1: in no known format"), o.err);
    ck_assert_ptr_nonnull(strstr(o.err, "(left out)\n"));
    ck_assert_ptr_nonnull(strstr(o.out, "T was taken from the file names"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_folder_says_that_it_leaves_out_subfolders)
{
    write_series("cells");
    make_folder("cells/more");
    cli_write("cells/notes.txt", "all dry\n");
    outcome o = cli_run("analyze --json - " GEOMETRY " cells");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.err, "cells: 1 subfolder was not looked into (cells/more), "
                                        "expected one folder a sample: analyze each by itself, "
                                        "or name the files in a study file\n"));
    json_t *root = json_loads(o.out, 0, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(text_at(root, "samples.0.left_out.0.path"), "cells/more");
    ck_assert_str_eq(text_at(root, "samples.0.left_out.1.path"), "cells/notes.txt");
    ck_assert_ptr_nonnull(strstr(text_at(root, "samples.0.left_out.1.reason"), "no known format"));
    json_decref(root);
    cli_free(&o);
    make_folder("cells/old");
    o = cli_run("analyze " GEOMETRY " cells");
    ck_assert_ptr_nonnull(strstr(o.err, "cells: 2 subfolders were not looked into (cells/more, …)"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_folder_of_folders_says_so)
{
    make_folder("d");
    make_folder("d/a");
    cli_expect_error(3,
                     "d: 1 subfolder was not looked into (d/a), expected one folder a sample: "
                     "analyze each by itself, or name the files in a study file\n"
                     "d: the folder holds no file of spectra\n",
                     "analyze d");
}
END_TEST

START_TEST(test_analyze_folder_names_what_cannot_be_opened)
{
    char path[300];
    write_series("cells");
    snprintf(path, sizeof path, "%s/cells/gone_50C.csv", cli_folder());
    ck_assert_int_eq(symlink("nowhere", path), 0);
    outcome o = cli_run("analyze " GEOMETRY " cells");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err,
                     "cells/gone_50C.csv: cannot be opened: No such file or directory (left out)\n");
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_folder_with_a_broken_file_is_an_error)
{
    write_series("cells");
    cli_write("cells/d_50C.csv", "frequency_Hz,z_re_ohm,z_im_ohm\n1,2,x\n");
    cli_expect_error(3, "cells/d_50C.csv:2:5: 'x' is not a number, expected one for z_im_ohm\n",
                     "analyze " GEOMETRY " cells");
}
END_TEST

START_TEST(test_analyze_folder_without_temperatures_says_how_to_give_them)
{
    make_folder("d");
    cli_write_jpl("d/a.csv", 1e-3, 1e4, 0.7);
    cli_expect_error(3,
                     "d/a.csv: neither the file nor its name states a temperature, expected "
                     "temperature_C in a study file, or a name such as cell_-25C.csv\n",
                     "analyze d");
}
END_TEST

START_TEST(test_analyze_folder_without_geometry_says_how_to_give_it)
{
    write_series("cells");
    cli_expect_error(3,
                     "cells/cell_-25C.csv: an impedance has no conductivity without geometry, "
                     "expected --thickness-mm and --diameter-mm or --area-cm2\n",
                     "analyze cells");
}
END_TEST

START_TEST(test_analyze_empty_folder_is_an_error)
{
    make_folder("d");
    cli_expect_error(3, "d: the folder holds no file of spectra\n", "analyze d");
}
END_TEST

START_TEST(test_analyze_geometry_beside_a_study_file_is_an_error)
{
    cli_write("s.yaml", "samples: []\n");
    outcome o = cli_run("analyze " GEOMETRY " s.yaml");
    ck_assert_int_eq(o.code, 2);
    ck_assert_ptr_nonnull(strstr(o.err, "geometry was given for s.yaml"));
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_takes_the_temperature_from_the_name)
{
    cli_write_jpl("x_298K.csv", 1e-3, 1e4, 0.7);
    json_t *root = cli_run_json("fit --json - x_298K.csv");
    ck_assert_double_eq(number_at(root, "fits.0.temperature_K"), 298);
    ck_assert_str_eq(text_at(root, "fits.0.temperature_source"), "file name");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_temperature_against_the_name_is_an_error)
{
    cli_write_jpl("x_298K.csv", 1e-3, 1e4, 0.7);
    cli_expect_error(3,
                     "x_298K.csv: given says 313.15 K, but the file name 298.00 K, expected the "
                     "same within 2 K, or --temperature-from given or name\n",
                     "fit --temperature-C 40 x_298K.csv");
    cli_write("y_25C.csv", "temperature_K,frequency_Hz,sigma_S_per_m\n250,1,1\n250,10,2\n"
                           "250,100,3\n250,1000,5\n");
    cli_expect_error(3,
                     "y_25C.csv: the file says 250.00 K, but the file name 298.15 K, expected "
                     "the same within 2 K, or --temperature-from file or name\n",
                     "fit y_25C.csv");
}
END_TEST

START_TEST(test_fit_turned_sign_is_told)
{
    write_impedance("z.csv", 25, "freq/Hz,Z'/ohm,Z''/ohm\n", "%.17g,%.17g,%.17g\n");
    outcome o = cli_run("fit " GEOMETRY " z.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err, "z.csv: note: the sign of the imaginary part was turned, because the "
                            "data say so\n");
    cli_free(&o);
}
END_TEST

START_TEST(test_info_sign_can_be_overridden)
{
    write_impedance("z.csv", 25, "freq/Hz,Z'/ohm,Z''/ohm\n", "%.17g,%.17g,%.17g\n");
    json_t *root = cli_run_json("info --json - z.csv");
    ck_assert_str_eq(text_at(root, "files.0.flags.0"), "sign-decided");
    json_decref(root);
    root = cli_run_json("info --json - --sign as-is z.csv");
    ck_assert_uint_eq(json_array_size(json_at(root, "files.0.flags")), 0);
    json_decref(root);
}
END_TEST

START_TEST(test_info_columns_can_be_given)
{
    cli_write("z.txt", "Punkt;Hertz;gut;schlecht\n1;1,5;10;2\n2;15;9;3\n3;150;8;1\n");
    cli_expect_error(3,
                     "z.txt:1:1: in no known format: not recognised as the file of an "
                     "instrument, and no table: line 1 'Punkt;Hertz;gut;schlecht' names no "
                     "column that is known, such as 'frequency_Hz' or 'z_re_ohm'\n",
                     "info z.txt");
    json_t *root = cli_run_json("info --json - --columns -,frequency_kHz,z_re_ohm,minus_z_im_ohm "
                                "z.txt");
    ck_assert_double_eq(number_at(root, "files.0.f_min_Hz"), 1500);
    ck_assert_double_eq(number_at(root, "files.0.points.0"), 3);
    json_decref(root);
}
END_TEST

START_TEST(test_info_bad_reading_options_are_usage_errors)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.7);
    outcome o = cli_run("info --format x a.csv");
    ck_assert_int_eq(o.code, 2);
    ck_assert_ptr_eq(strstr(o.err, "hop info: --format: there is no format 'x', expected one of "), o.err);
    cli_free(&o);
    o = cli_run("info --delimiter x a.csv");
    ck_assert_int_eq(o.code, 2);
    cli_free(&o);
    o = cli_run("info --columns frequency_Hz a.csv");
    ck_assert_int_eq(o.code, 2);
    cli_free(&o);
}
END_TEST

START_TEST(test_convert_of_an_instrument_there_and_back_gives_the_same_numbers)
{
    write_impedance("z_25C.txt", 25,
                    "Freq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg\n\n", "%.17g, %.17g, -%.17g, 0, 0\n");
    outcome o = cli_run("convert --to impedance -o z.csv z_25C.txt");
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
    char *text = cli_read("z_25C.txt"), *table = cli_read("z.csv");
    const char *from = strstr(text, "\n\n") + 2, *to = strchr(table, '\n') + 1;
    double a[POINTS][3], b[POINTS][4];
    for (int k = 0; k < POINTS; k++) {
        ck_assert_int_eq(sscanf(from, "%lf, %lf, %lf", &a[k][0], &a[k][1], &a[k][2]), 3);
        ck_assert_int_eq(sscanf(to, "%lf,%lf,%lf,%lf", &b[k][0], &b[k][1], &b[k][2], &b[k][3]), 4);
        from = strchr(from, '\n') + 1;
        to = strchr(to, '\n') + 1;
    }
    for (int k = 0; k < POINTS; k++) {
        ck_assert(a[k][0] == b[POINTS - 1 - k][0] && a[k][1] == b[POINTS - 1 - k][1] && a[k][2] == b[POINTS - 1 - k][2]);
        ck_assert_double_eq(b[k][3], 298.15);
    }
    free(text);
    free(table);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop on folders", &tcase);
    tcase_add_test(tcase, test_analyze_folder_without_a_study_file_gives_the_energies);
    tcase_add_test(tcase, test_analyze_written_study_file_gives_the_same);
    tcase_add_test(tcase, test_analyze_write_study_never_overwrites);
    tcase_add_test(tcase, test_analyze_read_of_the_study_does_what_the_options_do);
    tcase_add_test(tcase, test_analyze_read_of_an_entry_goes_before_that_of_the_sample_and_the_study);
    tcase_add_test(tcase, test_analyze_command_line_goes_before_the_read_of_the_study_and_says_so);
    tcase_add_test(tcase, test_analyze_written_study_file_reads_as_the_command_line_said);
    tcase_add_test(tcase, test_analyze_written_study_file_holds_all_of_a_study);
    tcase_add_test(tcase, test_analyze_folder_leaves_out_what_holds_no_spectrum);
    tcase_add_test(tcase, test_analyze_folder_says_that_it_leaves_out_subfolders);
    tcase_add_test(tcase, test_analyze_folder_of_folders_says_so);
    tcase_add_test(tcase, test_analyze_folder_names_what_cannot_be_opened);
    tcase_add_test(tcase, test_analyze_folder_with_a_broken_file_is_an_error);
    tcase_add_test(tcase, test_analyze_folder_without_temperatures_says_how_to_give_them);
    tcase_add_test(tcase, test_analyze_folder_without_geometry_says_how_to_give_it);
    tcase_add_test(tcase, test_analyze_empty_folder_is_an_error);
    tcase_add_test(tcase, test_analyze_geometry_beside_a_study_file_is_an_error);
    tcase_add_test(tcase, test_fit_takes_the_temperature_from_the_name);
    tcase_add_test(tcase, test_fit_temperature_against_the_name_is_an_error);
    tcase_add_test(tcase, test_fit_turned_sign_is_told);
    tcase_add_test(tcase, test_info_sign_can_be_overridden);
    tcase_add_test(tcase, test_info_columns_can_be_given);
    tcase_add_test(tcase, test_info_bad_reading_options_are_usage_errors);
    tcase_add_test(tcase, test_convert_of_an_instrument_there_and_back_gives_the_same_numbers);
    return hopt_run(suite);
}
