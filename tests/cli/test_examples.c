/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* What went into examples/data/paper.yaml; NaN where the sample has no such number. */
static const struct {
    const char *name;
    double sigma_S_per_m, f_p_Hz, E_a_eV, E_m_eV, exp_entropy, nu0_Hz;
} samples[] = {
    {"Li3YCl6", 7.58e-3, 9.8e5, 0.400, 0.350, NAN, NAN},
    {"Li3HoCl6", 3.33e-2, 6.8e6, 0.370, 0.330, NAN, NAN},
    {"1LiCl-InCl3", 8.0e-4, NAN, 0.370, 0.340, 0.025, 8.7165e12},
    {"2LiCl-InCl3", 1.0e-2, NAN, 0.347, 0.318, 0.275, 8.6887e12},
    {"3LiCl-InCl3", 1.34e-1, NAN, 0.357, 0.347, 0.8, 1.0282e13},
    {"5LiCl-InCl3", 1.4e-2, NAN, 0.380, 0.360, 0.533, 1.037e13},
};

enum { SAMPLE_COUNT = sizeof samples / sizeof samples[0] };

/*
 * Within three of its own standard errors. The seed is fixed, so this is no
 * lottery: with 34 numbers a sound analysis misses by that much once in ten seeds.
 */
static void expect_back(json_t *sample, const char *path, double expected)
{
    const double value = number_at(sample, "%s.value", path);
    const double error = number_at(sample, "%s.standard_error", path);
    ck_assert_msg(fabs(value - expected) <= 3 * error, "%s %s: %g ± %g, expected %g",
                  text_at(sample, "name"), path, value, error, expected);
}

START_TEST(test_examples_analysis_gives_the_parameters_back)
{
    const double kT_eV = 1.380649e-23 / 1.602176634e-19 * 298.15;
    char *study = source_path("examples/data/study.yaml");
    json_t *root = cli_run_json("analyze --json - %s", study);
    json_t *sample = json_at(root, "samples.%d", _i);
    const double E_m = samples[_i].E_m_eV, exp_entropy = samples[_i].exp_entropy;
    const double f_p = isnan(exp_entropy) ? samples[_i].f_p_Hz
                                          : samples[_i].nu0_Hz * exp_entropy * exp(-E_m / kT_eV);
    ck_assert_str_eq(text_at(sample, "name"), samples[_i].name);
    expect_back(sample, "at_25_C.sigma_dc_S_per_m", samples[_i].sigma_S_per_m);
    expect_back(sample, "at_25_C.f_p_Hz", f_p);
    expect_back(sample, "arrhenius.E_a_eV", samples[_i].E_a_eV);
    expect_back(sample, "arrhenius.E_m_eV", E_m);
    expect_back(sample, "arrhenius.E_f_eV", samples[_i].E_a_eV - E_m);
    if (!isnan(exp_entropy)) {
        expect_back(sample, "intercepts.exp_delta_S_m_over_kB", exp_entropy);
        /* 25 °C is the fourth temperature. */
        ck_assert_double_eq_tol(number_at(sample, "transport.3.temperature_K"), 298.15, 1e-9);
        expect_back(sample, "transport.3.exp_delta_S_m_over_kB", exp_entropy);
    }
    ck_assert(json_is_true(json_at(sample, "verdict.applicable")));
    json_decref(root);
    free(study);
}
END_TEST

START_TEST(test_examples_error_bars_are_worth_having)
{
    char *study = source_path("examples/data/study.yaml");
    json_t *root = cli_run_json("analyze --json - %s", study);
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        /* 2 % noise on 61 points: σ_dc to 0.4 %, so E_a over 200 K to 1 meV at the worst. */
        ck_assert_double_le(number_at(root, "samples.%d.arrhenius.E_a_eV.standard_error", i), 1e-3);
        ck_assert_double_le(number_at(root, "samples.%d.arrhenius.E_m_eV.standard_error", i), 5e-3);
    }
    json_decref(root);
    free(study);
}
END_TEST

START_TEST(test_examples_warm_points_are_lower_limits)
{
    char *study = source_path("examples/data/study.yaml");
    json_t *root = cli_run_json("analyze --json - %s", study);
    json_t *warmest = json_at(root, "samples.4.fits.6");
    ck_assert_str_eq(text_at(warmest, "f_p_state"), "lower_limit");
    ck_assert(json_is_null(json_at(warmest, "parameters.f_p_Hz.value")));
    ck_assert_double_ge(number_at(warmest, "parameters.f_p_Hz.lower"), 1e7 * (1 - 1e-9));
    /* The bound is true: f_p(150 °C) of 3LiCl-InCl3 went in as ν₀ exp(ΔS/k_B − E_m/k_B T). */
    const double kT_eV = 1.380649e-23 / 1.602176634e-19 * 423.15;
    ck_assert_double_le(number_at(warmest, "parameters.f_p_Hz.lower"),
                        1.0282e13 * 0.8 * exp(-0.347 / kT_eV));
    json_decref(root);
    free(study);
}
END_TEST

/* Same words, and numbers equal to 1e-12: libm may differ in the last digits of pow and log. */
static void expect_same_numbers(const char *name, const char *a, const char *b)
{
    while (*a || *b) {
        char *a_end, *b_end;
        const double a_number = strtod(a, &a_end), b_number = strtod(b, &b_end);
        if (a_end != a && b_end != b) {
            ck_assert_msg(fabs(a_number - b_number) <= 1e-12 * fabs(b_number), "%s: %.17g, %.17g",
                          name, a_number, b_number);
            a = a_end;
            b = b_end;
        } else {
            ck_assert_msg(*a == *b, "%s differs at '%.20s', '%.20s'", name, a, b);
            a++;
            b++;
        }
    }
}

/* Simulates again and compares every file made with the one that is shipped. */
static void expect_shipped(const char *parameters, const char *shipped)
{
    char *parameter_file = source_path(parameters), *folder = source_path(shipped);
    outcome o = cli_run("simulate %s -o again", parameter_file);
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    char made[200];
    snprintf(made, sizeof made, "%s/again", cli_folder());
    DIR *files = opendir(made);
    ck_assert_ptr_nonnull(files);
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(files));) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char again[600], before[600];
        snprintf(again, sizeof again, "%s/%s", made, entry->d_name);
        snprintf(before, sizeof before, "%s/%s", folder, entry->d_name);
        char *new_text = hopt_read_file(again, NULL), *old_text = hopt_read_file(before, NULL);
        expect_same_numbers(entry->d_name, new_text, old_text);
        free(new_text);
        free(old_text);
        count++;
    }
    closedir(files);
    ck_assert_int_gt(count, 4);
    cli_free(&o);
    free(parameter_file);
    free(folder);
}

START_TEST(test_examples_paper_data_are_made_again)
{
    expect_shipped("examples/data/paper.yaml", "examples/data");
}
END_TEST

START_TEST(test_examples_cell_data_are_made_again)
{
    expect_shipped("examples/data/cell.yaml", "examples/data/cell");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("example data", &tcase);
    tcase_add_loop_test(tcase, test_examples_analysis_gives_the_parameters_back, 0, SAMPLE_COUNT);
    tcase_add_test(tcase, test_examples_error_bars_are_worth_having);
    tcase_add_test(tcase, test_examples_warm_points_are_lower_limits);
    tcase_add_test(tcase, test_examples_paper_data_are_made_again);
    tcase_add_test(tcase, test_examples_cell_data_are_made_again);
    return hopt_run(suite);
}
