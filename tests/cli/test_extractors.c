/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define GEOMETRY "--thickness-mm 1 --area-cm2 1"

/* Z of a power-law sample with ε_∞ 25 and a blocking electrode, 0.3 % of deterministic noise. */
static void write_cell(const char *name, double sigma_dc, double f_p_Hz)
{
    static const double pi = 3.14159265358979323846, eps0 = 8.8541878188e-12, n = 0.65;
    char text[12000] = "frequency_Hz,z_re_ohm,z_im_ohm\n";
    for (int k = 0; k <= 70; k++) {
        const double f = pow(10, 0.1 * k), omega = 2 * pi * f;
        const double complex power = cpow(I * f / f_p_Hz, n) / cos(0.5 * pi * n);
        const double complex sigma = sigma_dc * (1 + power) + I * omega * eps0 * 25;
        const double complex z = 10 / sigma + 1 / (2e-5 * cpow(I * omega, 0.85));
        sprintf(text + strlen(text), "%.17g,%.17g,%.17g\n", f,
                creal(z) + 0.003 * cabs(z) * sin(1 + 2.3 * k * k),
                cimag(z) + 0.003 * cabs(z) * sin(2 + 3.1 * k * k));
    }
    cli_write(name, text);
}

START_TEST(test_fit_all_extractors_are_named_with_their_errors)
{
    static const char *const names[] = {"fit", "crossing", "modulus_peak", "cell", "rbm",
                                        "cell_arc", "cell+gb"};
    write_cell("a.csv", 1e-4, 3e4);
    json_t *root = cli_run_json("fit " GEOMETRY " --window auto --all-extractors --json - a.csv");
    ck_assert_uint_eq(json_array_size(json_at(root, "fits.0.extractors")), 7);
    for (int i = 0; i < 7; i++) {
        ck_assert_str_eq(text_at(root, "fits.0.extractors.%d.extractor", i), names[i]);
        expect_keys(json_at(root, "fits.0.extractors.%d", i),
                    "extractor meaning f_p_Hz state sigma_dc_S_per_m flags refused");
    }
    /* f_p from ω_p or from ln f_p. */
    hopt_assert_relative(number_at(root, "fits.0.extractors.0.f_p_Hz.value"),
                         number_at(root, "fits.0.parameters.f_p_Hz.value"), 1e-13);
    ck_assert_double_eq(number_at(root, "fits.0.extractors.1.f_p_Hz.value"),
                        number_at(root, "fits.0.crossing.f_p_Hz.value"));
    for (int i = 0; i < 6; i++) {
        ck_assert_double_gt(number_at(root, "fits.0.extractors.%d.f_p_Hz.standard_error", i), 0);
    }
    json_decref(root);
}
END_TEST

START_TEST(test_fit_extractor_cell_is_the_cell_model)
{
    write_cell("a.csv", 1e-4, 3e4);
    json_t *root = cli_run_json("fit " GEOMETRY " --extractor cell --json - a.csv");
    json_t *model = cli_run_json("fit " GEOMETRY " --model cell --json - a.csv");
    ck_assert_str_eq(text_at(root, "fits.0.extractor"), "cell");
    /* 17 digits, ln and exp. */
    hopt_assert_relative(number_at(root, "fits.0.parameters.f_p_Hz.value"),
                         number_at(model, "fits.0.parameters.f_p_Hz.value"), 1e-12);
    hopt_assert_relative(number_at(root, "fits.0.extractor_sigma_dc_S_per_m.value"),
                         number_at(model, "fits.0.parameters.sigma_dc_S_per_m.value"), 1e-12);
    json_decref(model);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_table_lists_extractors_and_says_why_one_is_missing)
{
    cli_write_jpl("a.csv", 1e-3, 1e4, 0.72);
    outcome o = cli_run("fit --all-extractors --extractor rbm a.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "  f_p by rbm\n"));
    ck_assert_ptr_nonnull(strstr(o.out, "\nHopping frequency by each extractor"));
    ck_assert_ptr_nonnull(strstr(o.out, "  no modulus_peak: the peak of M'' needs the imaginary "
                                        "part, which is not known\n"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_extractor_cell_puts_the_sample_on_the_lines)
{
    write_cell("a_0C.csv", 1e-4, 3e4);
    write_cell("a_20C.csv", 3e-4, 8e4);
    cli_write("s.yaml", "arrhenius: {extractor: cell}\nsamples:\n  - name: A\n"
                        "    geometry: {thickness_mm: 1, area_cm2: 1}\n"
                        "    spectra:\n      - {glob: 'a_*C.csv'}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    const double k_B = 8.617333262145179e-5, x = 1 / (k_B * 273.15) - 1 / (k_B * 293.15);
    const double E_a = log(3 * 293.15 / 273.15) / x, E_m = log(8.0 / 3) / x;
    ck_assert_str_eq(text_at(root, "samples.0.settings.extractor"), "cell");
    ck_assert_double_eq_tol(number_at(root, "samples.0.arrhenius.E_a_eV.value"), E_a,
                            3 * number_at(root, "samples.0.arrhenius.E_a_eV.standard_error"));
    ck_assert_double_eq_tol(number_at(root, "samples.0.arrhenius.E_m_eV.value"), E_m,
                            3 * number_at(root, "samples.0.arrhenius.E_m_eV.standard_error"));
    ck_assert_double_le(number_at(root, "samples.0.arrhenius.E_m_eV.standard_error"), 0.05);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_extractor_beside_a_model_is_wrong_usage)
{
    cli_expect_error(2, "hop fit: --extractor: the model rbm has its own f_p, expected the power "
                        "law\nhop fit --help shows how it is used\n",
                     "fit --model rbm --extractor cell a.csv");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop extractors", &tcase);
    tcase_add_test(tcase, test_fit_all_extractors_are_named_with_their_errors);
    tcase_add_test(tcase, test_fit_extractor_cell_is_the_cell_model);
    tcase_add_test(tcase, test_fit_table_lists_extractors_and_says_why_one_is_missing);
    tcase_add_test(tcase, test_analyze_extractor_cell_puts_the_sample_on_the_lines);
    tcase_add_test(tcase, test_fit_extractor_beside_a_model_is_wrong_usage);
    return hopt_run(suite);
}
