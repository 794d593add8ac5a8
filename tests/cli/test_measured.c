/* SPDX-License-Identifier: BSD-3-Clause */
/* hop analyze on series that others measured. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* A list of numbers on one line, separated by commas. */
static size_t read_list(const char *name, double *values, size_t capacity)
{
    char *path = hopt_shared_path(name), *text = hopt_read_file(path, NULL);
    size_t count = 0;
    for (char *word = strtok(text, ",\r\n"); word; word = strtok(NULL, ",\r\n")) {
        ck_assert_uint_lt(count, capacity);
        values[count++] = strtod(word, NULL);
    }
    free(text);
    free(path);
    return count;
}

static void write_ferrite(const char *name, const char *source)
{
    enum { CAPACITY = 1000 };
    double f[CAPACITY], sigma[CAPACITY];
    const size_t count = read_list("data/spectra/n87-ferrite/var_f_vec.csv", f, CAPACITY);
    ck_assert_uint_eq(read_list(source, sigma, CAPACITY), count);
    char *text = calloc(count + 1, 80);
    ck_assert_ptr_nonnull(text);
    size_t used = (size_t)sprintf(text, "frequency_Hz,sigma_S_per_m\n");
    for (size_t k = 0; k < count; k++) {
        used += (size_t)sprintf(text + used, "%.17g,%.17g\n", f[k], sigma[k]);
    }
    cli_write(name, text);
    free(text);
}

START_TEST(test_analyze_n87_ferrite_gives_the_textbook_energies)
{
    write_ferrite("n87_25C.csv", "data/spectra/n87-ferrite/var_sigma_25_vec.csv");
    write_ferrite("n87_85C.csv", "data/spectra/n87-ferrite/var_sigma_85_vec.csv");
    cli_write("s.yaml", "samples:\n  - name: N87\n    spectra:\n      - {glob: 'n87_*C.csv'}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    const double E_a = number_at(root, "samples.0.arrhenius.E_a_eV.value");
    const double E_m = number_at(root, "samples.0.arrhenius.E_m_eV.value");
    /* About 0.21 to 0.22 eV, two digits: half a unit of the last to either side. */
    ck_assert_double_ge(E_a, 0.205);
    ck_assert_double_le(E_a, 0.225);
    ck_assert_double_ge(E_m, 0.205);
    ck_assert_double_le(E_m, 0.225);
    /* f_p of the data's description, given to two digits. */
    hopt_assert_relative(number_at(root, "samples.0.fits.0.parameters.f_p_Hz.value"), 5.6e4, 0.02);
    hopt_assert_relative(number_at(root, "samples.0.fits.1.parameters.f_p_Hz.value"), 2.2e5, 0.02);
    json_decref(root);
}
END_TEST

/* Another program's fit of the same window; its σ_dc and f_p are given to 2 or 3 digits. */
static const struct {
    double celsius, sigma_S_per_cm, f_p_Hz;
} published[] = {
    {140, 1.81e-7, 1.14e4}, {150, 3.17e-7, 2.28e4}, {170, 8.9e-7, 7.8e4},
    {190, 2.26e-6, 2.2e5},  {200, 3.46e-6, 3.6e5},
};

START_TEST(test_analyze_s04147_gives_the_known_conductivities_and_rates)
{
    char study[1000];
    char *pattern = hopt_shared_path("data/spectra/s04147/s04147-*deg.txt");
    snprintf(study, sizeof study,
             "samples:\n  - name: s04147\n    geometry: {thickness_mm: 2.1, diameter_mm: 8.0}\n"
             "    fit: {window: '10:'}\n    spectra:\n      - {glob: '%s'}\n", pattern);
    cli_write("s.yaml", study);
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.fits")), 5);
    for (int i = 0; i < 5; i++) {
        ck_assert_double_eq_tol(number_at(root, "samples.0.fits.%d.temperature_K", i),
                                published[i].celsius + 273.15, 1e-9);
        /* Bulk and grain boundary in series are no power law: weights move the numbers by that. */
        hopt_assert_relative(number_at(root, "samples.0.fits.%d.parameters.sigma_dc_S_per_m.value",
                                       i),
                             100 * published[i].sigma_S_per_cm, 0.05);
        hopt_assert_relative(number_at(root, "samples.0.fits.%d.parameters.f_p_Hz.value", i),
                             published[i].f_p_Hz, 0.15);
    }
    json_decref(root);
    free(pattern);
}
END_TEST

START_TEST(test_analyze_s04147_grain_boundary_is_seen)
{
    char study[1000];
    char *pattern = hopt_shared_path("data/spectra/s04147/s04147-*deg.txt");
    snprintf(study, sizeof study,
             "samples:\n  - name: s04147\n    geometry: {thickness_mm: 2.1, diameter_mm: 8.0}\n"
             "    fit: {window: '10:'}\n    spectra:\n      - {glob: '%s'}\n", pattern);
    cli_write("s.yaml", study);
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert(json_is_false(json_at(root, "samples.0.verdict.applicable")));
    const char *const reasons[] = {"e-m-above-e-a", "exponent-drift", "grain-boundary",
                                   "second-arc"};
    for (int i = 0; i < 4; i++) {
        ck_assert_str_eq(text_at(root, "samples.0.verdict.reasons.%d", i), reasons[i]);
    }
    ck_assert_str_eq(text_at(root, "samples.0.verdict.spectra.0.reasons.0"), "second-arc");
    json_decref(root);
    free(pattern);
}
END_TEST

START_TEST(test_info_s04147_is_neisys)
{
    char *path = hopt_shared_path("data/spectra/s04147/s04147-140deg.txt");
    json_t *root = cli_run_json("info --json - %s", path);
    ck_assert_str_eq(text_at(root, "files.0.format"), "neisys");
    ck_assert_str_eq(text_at(root, "files.0.measured_as.0"), "impedance");
    json_decref(root);
    free(path);
}
END_TEST

int main(void)
{
    TCase *tcase;
    hopt_shared_folder();
    Suite *suite = hopt_suite("hop on measured series", &tcase);
    tcase_add_test(tcase, test_analyze_n87_ferrite_gives_the_textbook_energies);
    tcase_add_test(tcase, test_analyze_s04147_gives_the_known_conductivities_and_rates);
    tcase_add_test(tcase, test_analyze_s04147_grain_boundary_is_seen);
    tcase_add_test(tcase, test_info_s04147_is_neisys);
    return hopt_run(suite);
}
