/* SPDX-License-Identifier: BSD-3-Clause */
/* hop fit with other models than the power law, their comparison, and intervals. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Exact data: the fit is limited by the step at which it stops. */
static const double exact = 1e-6;

/* A sample R ∥ Q ∥ C with ±0.2 % of scatter in both parts. */
static void write_impedance(const char *name)
{
    char text[16000] = "frequency_Hz,z_re_ohm,z_im_ohm\n";
    const double pi = acos(-1.0), R = 1e4, Q = 1e-9, n = 0.7;
    for (int k = 0; k <= 60; k++) {
        const double omega = 2 * pi * pow(10, 1 + 0.1 * k), part = Q * pow(omega, n);
        const double re = 1 / R + part * cos(n * pi / 2);
        const double im = part * sin(n * pi / 2) + 2e-12 * omega;
        const double size2 = re * re + im * im;
        const double noise = 1 + 0.002 * sin(12.9898 * (k + 1) * (k + 1));
        sprintf(text + strlen(text), "%.17g,%.17g,%.17g\n", omega / (2 * pi), noise * re / size2,
                -noise * im / size2);
    }
    cli_write(name, text);
}

#define PELLET "--thickness-mm 2 --area-cm2 1 "

/* σ′ = σ_dc [1 + (f/f_p)^0.6] + B ω with ±0.5 % of scatter. */
static void write_constant_loss(const char *name)
{
    char text[8000] = "frequency_Hz,sigma_S_per_m\n";
    for (int k = 0; k <= 70; k++) {
        const double f = pow(10, 0.1 * k);
        const double noise = 1 + 0.005 * sin(12.9898 * (k + 1) * (k + 1));
        sprintf(text + strlen(text), "%.10g,%.10g\n", f,
                noise * 1e-4 * (1 + pow(f / 1e3, 0.6) + f / 1e5));
    }
    cli_write(name, text);
}

START_TEST(test_fit_model_near_constant_loss_gives_its_parameters_back)
{
    write_constant_loss("a.csv");
    json_t *root = cli_run_json("fit --model jpl+ncl --json - a.csv");
    ck_assert_str_eq(text_at(root, "fits.0.model"), "jpl+ncl");
    const double B = number_at(root, "fits.0.parameters.B_ncl.value");
    const double error = number_at(root, "fits.0.parameters.B_ncl.standard_error");
    const double expected = 1e-4 / 1e5 / (2 * acos(-1.0));
    ck_assert_double_le(fabs(B - expected), 3 * error);
    /* An error bar of everything would prove nothing. */
    ck_assert_double_le(error, 0.2 * expected);
    ck_assert_double_eq(number_at(root, "fits.0.dof"), 67);
    ck_assert_str_eq(text_at(root, "fits.0.f_p_state"), "measured");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_model_json_has_the_keys_of_every_fit)
{
    write_constant_loss("a.csv");
    json_t *root = cli_run_json("fit --model jpl+ncl --json - a.csv");
    expect_keys(json_at(root, "fits.0"),
                "file spectrum temperature_K temperature_source model weighting window rss dof "
                "reduced_chi2 aicc bic condition rank starts starts_at_best parameters "
                "standard_error_ln_omega_p covariance_ln_sigma_dc_ln_omega_p_n covariance "
                "f_p_state interval flags");
    expect_keys(json_at(root, "fits.0.parameters"),
                "sigma_dc_S_per_m A_J n f_p_Hz omega_p_rad_per_s B_ncl");
    ck_assert_uint_eq(json_array_size(json_at(root, "fits.0.covariance.of")), 4);
    const double error = number_at(root, "fits.0.standard_error_ln_omega_p");
    /* The same number twice, once squared: a few roundings. */
    hopt_assert_relative(number_at(root, "fits.0.covariance_ln_sigma_dc_ln_omega_p_n.1.1"),
                         error * error, 1e-12);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_model_complex_jpl_gives_the_sample_back)
{
    write_impedance("z.csv");
    json_t *root = cli_run_json("fit --model complex-jpl " PELLET "--json - z.csv");
    const double pi = acos(-1.0), n = 0.7;
    /* 1/R = 1e-4 S and l/A = 20 /m; the scatter of ±0.2 % in 61 points. */
    hopt_assert_relative(number_at(root, "fits.0.parameters.sigma_dc_S_per_m.value"), 2e-3, 1e-3);
    hopt_assert_relative(number_at(root, "fits.0.parameters.f_c_Hz.value"),
                         pow(1e5, 1 / n) / (2 * pi), 0.02);
    ck_assert_str_eq(text_at(root, "fits.0.weighting"), "modulus");
    json_decref(root);
}
END_TEST

START_TEST(test_fit_model_without_exponent_has_no_common_covariance)
{
    write_constant_loss("a.csv");
    json_t *root = cli_run_json("fit --model rbm --json - a.csv");
    ck_assert(json_is_null(json_at(root, "fits.0.covariance_ln_sigma_dc_ln_omega_p_n")));
    ck_assert_ptr_null(json_object_get(json_at(root, "fits.0.parameters"), "n"));
    json_decref(root);
}
END_TEST

START_TEST(test_fit_model_of_impedance_refuses_a_bare_conductivity)
{
    write_constant_loss("a.csv");
    cli_expect_error(1, "a.csv: model cell needs the imaginary part, which is not known\n",
                     "fit --model cell a.csv");
}
END_TEST

START_TEST(test_fit_model_table_names_model_and_parameters)
{
    char *file = source_path("examples/data/cell/pellet_-20C.csv");
    outcome o = cli_run("fit --model cell+gb " PELLET "%s", file);
    free(file);
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_eq(strstr(o.out, "Model cell+gb\n"), o.out);
    ck_assert_ptr_nonnull(strstr(o.out, "electrode_alpha"));
    ck_assert_ptr_nonnull(strstr(o.out, "gb_R_ohm"));
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_model_csv_holds_parameters_and_curve)
{
    write_impedance("z.csv");
    outcome o = cli_run("fit --model complex-jpl " PELLET "--csv out z.csv");
    ck_assert_int_eq(o.code, 0);
    char *table = cli_read("out/models.csv"), *curve = cli_read("out/curves/001-z.csv.csv");
    ck_assert_ptr_nonnull(strstr(table, ",complex-jpl,eps_inf,"));
    double f, re, im, fitted_re, fitted_im;
    int in_window;
    ck_assert_int_eq(sscanf(strchr(curve, '\n') + 1, "%lf,%lf,%lf,%lf,%lf,%d", &f, &re, &im,
                            &fitted_re, &fitted_im, &in_window), 6);
    /* The scatter of the data. */
    hopt_assert_relative(fitted_re, re, 0.005);
    ck_assert_double_lt(fitted_im, 0);
    free(table);
    free(curve);
    cli_free(&o);
}
END_TEST

START_TEST(test_fit_compare_finds_the_model_of_the_data)
{
    write_constant_loss("a.csv");
    json_t *root = cli_run_json("fit --compare --json - a.csv");
    json_t *list = json_at(root, "fits.0.comparison");
    double sum = 0;
    ck_assert_uint_eq(json_array_size(list), 4);
    ck_assert_double_eq(number_at(list, "0.delta_aicc"), 0);
    for (int i = 0; i < 4; i++) {
        ck_assert_str_eq(text_at(list, "%d.data", i), "conductivity");
        sum += number_at(list, "%d.weight", i);
        /* Two powers hold the near-constant loss as a special case; the others do not. */
        const char *model = text_at(list, "%d.model", i);
        const bool can_follow = strcmp(model, "jpl+ncl") == 0 || strcmp(model, "two-powers") == 0;
        ck_assert_int_eq(number_at(list, "%d.delta_aicc", i) < 10, can_follow);
    }
    /* Four roundings. */
    ck_assert_double_eq_tol(sum, 1, 1e-15);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_compare_agrees_with_the_fit_of_the_model)
{
    write_constant_loss("a.csv");
    json_t *both = cli_run_json("fit --compare --model jpl --json - a.csv");
    const double aicc = number_at(both, "fits.0.aicc");
    json_t *list = json_at(both, "fits.0.comparison");
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (strcmp(text_at(list, "%zu.model", i), "jpl") == 0) {
            /* Two minimisers of one sum of squares. */
            hopt_assert_relative(number_at(list, "%zu.aicc", i), aicc, exact);
        }
    }
    json_decref(both);
}
END_TEST

START_TEST(test_fit_compare_keeps_conductivity_and_impedance_apart)
{
    write_impedance("z.csv");
    json_t *root = cli_run_json("fit --compare " PELLET "--json - z.csv");
    json_t *list = json_at(root, "fits.0.comparison");
    int firsts = 0;
    ck_assert_uint_eq(json_array_size(list), 8);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_str_eq(text_at(list, "%zu.data", i), i < 4 ? "conductivity" : "impedance");
        firsts += json_number_value(json_at(list, "%zu.weight", i)) > 0.2
                  && number_at(list, "%zu.delta_aicc", i) == 0;
    }
    ck_assert_int_eq(firsts, 2);
    json_decref(root);
}
END_TEST

START_TEST(test_fit_compare_model_that_cannot_be_fitted_is_refused_with_a_reason)
{
    cli_write("few.csv", "frequency_Hz,sigma_S_per_m\n1,2\n10,2.1\n100,2.9\n1e3,5\n1e4,21\n");
    json_t *root = cli_run_json("fit --compare --json - few.csv");
    json_t *list = json_at(root, "fits.0.comparison");
    const size_t last = json_array_size(list) - 1;
    ck_assert_str_eq(text_at(list, "%zu.model", last), "two-powers");
    ck_assert(json_is_null(json_at(list, "%zu.aicc", last)));
    ck_assert_ptr_nonnull(strstr(text_at(list, "%zu.refused", last), "5"));
    json_decref(root);
    outcome o = cli_run("fit --compare few.csv");
    ck_assert_ptr_nonnull(strstr(o.out, "  two-powers was not fitted: "));
    cli_free(&o);
}
END_TEST

/* The first points of the rise: the upper end of f_p is farther than the lower in ln. */
static void write_edge(const char *name)
{
    char text[8000] = "frequency_Hz,sigma_S_per_m\n";
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 0.1 * k);
        const double noise = 0.01 * sin(12.9898 * (k + 1) * (k + 1));
        sprintf(text + strlen(text), "%.10g,%.10g\n", f, 1e-3 * (1 + pow(f / 2e6, 0.8) + noise));
    }
    cli_write(name, text);
}

START_TEST(test_fit_interval_profile_is_named_and_lopsided)
{
    write_edge("a.csv");
    json_t *profile = cli_run_json("fit --interval profile --json - a.csv");
    json_t *linearised = cli_run_json("fit --interval linearised --json - a.csv");
    ck_assert_str_eq(text_at(profile, "fits.0.interval"), "profile");
    ck_assert_str_eq(text_at(linearised, "fits.0.interval"), "linearised");
    const double value = log(number_at(profile, "fits.0.parameters.f_p_Hz.value"));
    const double lower = log(number_at(profile, "fits.0.parameters.f_p_Hz.lower"));
    const double upper = log(number_at(profile, "fits.0.parameters.f_p_Hz.upper"));
    ck_assert_double_gt(upper - value, 1.05 * (value - lower));
    const double low = log(number_at(linearised, "fits.0.parameters.f_p_Hz.lower"));
    const double high = log(number_at(linearised, "fits.0.parameters.f_p_Hz.upper"));
    /* Symmetric in ln but for rounding. */
    ck_assert_double_eq_tol(high - value, value - low, 1e-9);
    json_decref(profile);
    json_decref(linearised);
}
END_TEST

START_TEST(test_fit_interval_table_is_shown_on_demand)
{
    write_edge("a.csv");
    outcome with = cli_run("fit --interval profile a.csv"), without = cli_run("fit a.csv");
    ck_assert_int_eq(with.code, 0);
    ck_assert_ptr_nonnull(strstr(with.out, "95 % intervals (profile)"));
    ck_assert_ptr_null(strstr(without.out, "intervals"));
    cli_free(&with);
    cli_free(&without);
}
END_TEST

START_TEST(test_fit_interval_bootstrap_does_not_depend_on_threads)
{
    write_edge("a.csv");
    json_t *one = cli_run_json("fit --interval %s --replicates 500 --seed 7 --json - a.csv",
                               _i ? "parametric-bootstrap" : "bootstrap");
    json_t *two = cli_run_json("fit --interval %s --replicates 500 --seed 7 --threads 2 --json - "
                               "a.csv", _i ? "parametric-bootstrap" : "bootstrap");
    json_t *other = cli_run_json("fit --interval %s --replicates 500 --seed 8 --json - a.csv",
                                 _i ? "parametric-bootstrap" : "bootstrap");
    ck_assert(json_equal(one, two));
    ck_assert(!json_equal(json_at(one, "fits.0.parameters"), json_at(other, "fits.0.parameters")));
    ck_assert_str_eq(text_at(one, "fits.0.bootstrap.kind"), _i ? "parametric" : "wild");
    ck_assert_double_eq(number_at(one, "fits.0.bootstrap.replicates"), 500);
    ck_assert_double_lt(number_at(one, "fits.0.parameters.f_p_Hz.lower"),
                        number_at(one, "fits.0.parameters.f_p_Hz.value"));
    ck_assert_double_gt(number_at(one, "fits.0.parameters.f_p_Hz.upper"),
                        number_at(one, "fits.0.parameters.f_p_Hz.value"));
    json_decref(one);
    json_decref(two);
    json_decref(other);
}
END_TEST

START_TEST(test_fit_robust_loss_resists_an_outlier)
{
    char text[8000] = "frequency_Hz,sigma_S_per_m\n";
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 0.1 * k), noise = 0.01 * sin(12.9898 * (k + 1) * (k + 1));
        sprintf(text + strlen(text), "%.10g,%.10g\n", f,
                1e-3 * (1 + pow(f / 1e4, 0.72)) * (1 + noise) * (k == 45 ? 5 : 1));
    }
    cli_write("a.csv", text);
    json_t *robust = cli_run_json("fit --loss %s --json - a.csv", _i ? "tukey" : "huber");
    json_t *square = cli_run_json("fit --json - a.csv");
    const double f_p = number_at(robust, "fits.0.parameters.f_p_Hz.value");
    ck_assert_str_eq(text_at(robust, "fits.0.loss"), _i ? "tukey" : "huber");
    ck_assert_double_eq(number_at(robust, "fits.0.outliers"), 1);
    ck_assert_double_le(fabs(f_p - 1e4),
                        3 * number_at(robust, "fits.0.parameters.f_p_Hz.standard_error"));
    ck_assert_double_lt(fabs(f_p - 1e4),
                        0.2 * fabs(number_at(square, "fits.0.parameters.f_p_Hz.value") - 1e4));
    json_decref(robust);
    json_decref(square);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop fit: models", &tcase);
    tcase_add_test(tcase, test_fit_model_near_constant_loss_gives_its_parameters_back);
    tcase_add_test(tcase, test_fit_model_json_has_the_keys_of_every_fit);
    tcase_add_test(tcase, test_fit_model_complex_jpl_gives_the_sample_back);
    tcase_add_test(tcase, test_fit_model_without_exponent_has_no_common_covariance);
    tcase_add_test(tcase, test_fit_model_of_impedance_refuses_a_bare_conductivity);
    tcase_add_test(tcase, test_fit_model_table_names_model_and_parameters);
    tcase_add_test(tcase, test_fit_model_csv_holds_parameters_and_curve);
    tcase_add_test(tcase, test_fit_compare_finds_the_model_of_the_data);
    tcase_add_test(tcase, test_fit_compare_agrees_with_the_fit_of_the_model);
    tcase_add_test(tcase, test_fit_compare_keeps_conductivity_and_impedance_apart);
    tcase_add_test(tcase,
                   test_fit_compare_model_that_cannot_be_fitted_is_refused_with_a_reason);
    tcase_add_test(tcase, test_fit_interval_profile_is_named_and_lopsided);
    tcase_add_test(tcase, test_fit_interval_table_is_shown_on_demand);
    tcase_add_loop_test(tcase, test_fit_interval_bootstrap_does_not_depend_on_threads, 0, 2);
    tcase_add_loop_test(tcase, test_fit_robust_loss_resists_an_outlier, 0, 2);
    return hopt_run(suite);
}
