/* SPDX-License-Identifier: BSD-3-Clause */
/* hop analyze: the global fit, what makes a conductivity change, and several samples together. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* CODATA 2022, exact. */
static const double boltzmann_eV_per_K = 1.380649e-23 / 1.602176634e-19;

static const double nu0 = 8e12, entropy = -1.5;

/*
 * Writes NAME at celsius: σT = σ₀ exp(−E_a/k_B T) and f_p = ν₀ exp(ΔS/k_B − E_m/k_B T) exactly,
 * with ±1 % of deterministic scatter about the curve.
 */
static void write_point(const char *name, double celsius, double sigma_0, double E_a, double E_m)
{
    char text[8000] = "frequency_Hz,sigma_S_per_m\n";
    const double T = celsius + 273.15, kT = boltzmann_eV_per_K * T;
    const double sigma = sigma_0 / T * exp(-E_a / kT), f_p = nu0 * exp(entropy - E_m / kT);
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 1 + 0.1 * k);
        const double noise = 0.01 * sin(12.9898 * (k + 1) * (k + 1) + T + 100 * E_a);
        sprintf(text + strlen(text), "%.17g,%.17g\n", f,
                sigma * (1 + pow(f / f_p, 0.72)) * (1 + noise));
    }
    cli_write(name, text);
}

/* Samples A, B, C whose ln σ₀ grows by 25 per eV of E_a; E_m is 0.05 eV below E_a. */
static void write_samples(int count, const char *head, const char *keys)
{
    static const double energies[] = {0.40, 0.34, 0.46};
    char study[4000];
    sprintf(study, "%ssamples:\n", head);
    for (int i = 0; i < count; i++) {
        for (int celsius = -40; celsius <= 20; celsius += 20) {
            char name[40];
            sprintf(name, "%c_%dC.csv", 'a' + i, celsius);
            write_point(name, celsius, 1e7 * exp(25 * (energies[i] - 0.40)), energies[i],
                        energies[i] - 0.05);
        }
        sprintf(study + strlen(study), "  - name: %c\n%s    spectra:\n      - {glob: '%c_*C.csv'}\n",
                'A' + i, keys, 'a' + i);
    }
    cli_write("s.yaml", study);
}

#define ATTEMPT "    attempt_frequency: {value_Hz: 8e12}\n"

START_TEST(test_analyze_global_gives_energies_and_exponent_back)
{
    static const char *const exponents[] = {"common", "linear", "per-temperature"};
    write_samples(1, "", "");
    json_t *root = cli_run_json("analyze --global %s --json - s.yaml", exponents[_i]);
    ck_assert_str_eq(text_at(root, "samples.0.global.exponent"), exponents[_i]);
    expect_within_errors(root, "samples.0.global.E_a_eV", 0.40);
    expect_within_errors(root, "samples.0.global.E_m_eV", 0.35);
    expect_within_errors(root, "samples.0.global.E_f_eV", 0.05);
    expect_within_errors(root, "samples.0.global.spectra.1.n", 0.72);
    ck_assert_double_eq_tol(number_at(root, "samples.0.global.spectra.0.temperature_K"), 233.15,
                            1e-9);
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.global.spectra")), 4);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_global_json_has_its_keys)
{
    write_samples(1, "", "");
    json_t *root = cli_run_json("analyze --global common --json - s.yaml");
    expect_keys(json_at(root, "samples.0.global"),
                "exponent E_a_eV E_m_eV E_f_eV ln_sigma_0 ln_f_e covariance chi2 dof points rank "
                "reduced_chi2 aicc bic condition spectra flags");
    ck_assert_double_eq(number_at(root, "samples.0.global.points"), 4 * 61);
    ck_assert_double_eq(number_at(root, "samples.0.global.rank"), 5);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_global_of_the_study_file_yields_to_the_command_line)
{
    write_samples(1, "global: linear\n", "");
    json_t *file = cli_run_json("analyze --json - s.yaml");
    json_t *line = cli_run_json("analyze --global none --json - s.yaml");
    ck_assert_str_eq(text_at(file, "samples.0.global.exponent"), "linear");
    ck_assert(json_is_null(json_at(line, "samples.0.global")));
    json_decref(file);
    json_decref(line);
}
END_TEST

START_TEST(test_analyze_global_table_is_shown_on_demand)
{
    write_samples(1, "", "");
    outcome with = cli_run("analyze --global common s.yaml"), without = cli_run("analyze s.yaml");
    ck_assert_int_eq(with.code, 0);
    ck_assert_ptr_nonnull(strstr(with.out, "\nGlobal fit (n common, 4 spectra, chi2/dof "));
    ck_assert_ptr_nonnull(strstr(with.out, " eV, n = 0.7"));
    ck_assert_ptr_null(strstr(without.out, "Global fit"));
    cli_free(&with);
    cli_free(&without);
}
END_TEST

START_TEST(test_analyze_global_that_fails_keeps_the_rest)
{
    write_point("a_0C.csv", 0, 1e7, 0.4, 0.35);
    cli_write("s.yaml", "samples:\n  - name: A\n    spectra:\n      - {glob: 'a_*C.csv'}\n");
    outcome o = cli_run("analyze --global common --json - s.yaml");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "sample 'A': global fit: "), o.err);
    json_t *root = json_loads(o.out, 0, NULL);
    ck_assert(json_is_null(json_at(root, "samples.0.global")));
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.fits")), 1);
    json_decref(root);
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_decomposition_of_temperatures_shares_by_the_energies)
{
    write_samples(1, "", "");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    json_t *d = json_at(root, "samples.0.decomposition");
    const double E_a = number_at(root, "samples.0.arrhenius.E_a_eV.value");
    const double E_m = number_at(root, "samples.0.arrhenius.E_m_eV.value");
    ck_assert_double_eq_tol(number_at(d, "first_temperature_K"), 233.15, 1e-9);
    ck_assert_double_eq_tol(number_at(d, "second_temperature_K"), 293.15, 1e-9);
    /* On lines the share of the rate is E_m/E_a: a few roundings. */
    hopt_assert_relative(number_at(d, "change_rate.share"), E_m / E_a, 1e-9);
    hopt_assert_relative(number_at(d, "change_formation.share"), 1 - E_m / E_a, 1e-9);
    ck_assert_double_lt(number_at(d, "change_rate.share_lower"), E_m / E_a);
    ck_assert_double_gt(number_at(d, "change_rate.share_upper"), E_m / E_a);
    ck_assert(json_is_null(json_at(root, "decomposition")));
    json_decref(root);
    outcome o = cli_run("analyze s.yaml");
    ck_assert_ptr_nonnull(strstr(o.out, "\nFrom -40 to 20 °C ln(σT) changes by "));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_decomposition_of_samples_adds_up)
{
    write_samples(2, "", ATTEMPT);
    json_t *root = cli_run_json("analyze --json - s.yaml");
    json_t *d = json_at(root, "decomposition.differences.0.parts");
    ck_assert_str_eq(text_at(root, "decomposition.against"), "A");
    ck_assert_str_eq(text_at(root, "decomposition.differences.0.sample"), "B");
    const double kT = boltzmann_eV_per_K * 298.15;
    expect_within_errors(d, "change_ln_sigma_T", -0.06 * 25 + 0.06 / kT);
    expect_within_errors(d, "change_rate", 0.06 / kT);
    expect_within_errors(d, "change_barrier", 0.06 / kT);
    const double total = number_at(d, "change_ln_sigma_T.value");
    const double parts = number_at(d, "change_rate.value")
                         + number_at(d, "change_formation.value")
                         + number_at(d, "change_concentration.value");
    const double of_rate = number_at(d, "change_attempt_frequency.value")
                           + number_at(d, "change_entropy.value")
                           + number_at(d, "change_barrier.value");
    /* Identities, of numbers of the order of ten: rounding. */
    ck_assert_double_eq_tol(parts, total, 1e-10);
    ck_assert_double_eq_tol(of_rate, number_at(d, "change_rate.value"), 1e-10);
    ck_assert(json_is_null(json_at(root, "meyer_neldel")));
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_meyer_neldel_line_of_three_samples)
{
    write_samples(3, "", "");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    ck_assert_uint_eq(json_array_size(json_at(root, "meyer_neldel.samples")), 3);
    expect_within_errors(root, "meyer_neldel.sigma.slope_per_eV", 25);
    expect_within_errors(root, "meyer_neldel.sigma.meyer_neldel_energy_eV", 1.0 / 25);
    /* All samples have one f_e: no compensation in the hopping rate. */
    const double slope = number_at(root, "meyer_neldel.hopping_rate.slope_per_eV.value");
    const double error = number_at(root, "meyer_neldel.hopping_rate.slope_per_eV.standard_error");
    ck_assert_double_le(fabs(slope), 3 * error);
    ck_assert(json_is_null(json_at(root, "meyer_neldel.hopping_rate.meyer_neldel_energy_eV.value")));
    json_decref(root);
    outcome o = cli_run("analyze s.yaml");
    ck_assert_ptr_nonnull(strstr(o.out, "== Compensation (Meyer-Neldel) across 3 samples =="));
    ck_assert_ptr_nonnull(strstr(o.out, "(not different from no compensation)"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_carrier_fraction_and_diffusivities_need_their_inputs)
{
    write_samples(1, "", "    charge: 1\n    hop_distance_angstrom: 3\n    geometry_factor: 0.1667\n"
                         "    dimension: 2\n"
                         "    ion_density: {value_per_cm3: 1e22, standard_error_per_cm3: 1e20}\n");
    json_t *root = cli_run_json("analyze --json - s.yaml");
    json_t *t = json_at(root, "samples.0.transport.0");
    const double f_p = number_at(root, "samples.0.fits.0.parameters.f_p_Hz.value");
    /* D = a₀² f_p/(2d) with d = 2, and the fraction of 1e28 ions a m³: a few roundings. */
    hopt_assert_relative(number_at(t, "diffusivity_m2_per_s.value"), 9e-20 * f_p / 4, 1e-9);
    hopt_assert_relative(number_at(t, "carrier_fraction.value"),
                         number_at(t, "carrier_density_per_m3.value") / 1e28, 1e-12);
    ck_assert_double_gt(number_at(t, "diffusivity_sigma_m2_per_s.value"), 0);
    json_decref(root);
    outcome o = cli_run("analyze s.yaml");
    ck_assert_ptr_nonnull(strstr(o.out, "n_c/n_ions"));
    cli_free(&o);
}
END_TEST

START_TEST(test_analyze_entropy_in_other_units_is_the_same_entropy)
{
    write_samples(1, "", ATTEMPT);
    json_t *root = cli_run_json("analyze --json - s.yaml");
    const double in_k_B = number_at(root, "samples.0.transport.2.delta_S_m_over_kB.value");
    const double gas_constant = 1.380649e-23 * 6.02214076e23;
    /* One product each. */
    hopt_assert_relative(number_at(root, "samples.0.transport.2.delta_S_m_J_per_mol_K.value"),
                         gas_constant * in_k_B, 1e-12);
    hopt_assert_relative(number_at(root, "samples.0.intercepts.delta_S_m_meV_per_K.value"),
                         1e3 * boltzmann_eV_per_K
                             * number_at(root, "samples.0.intercepts.delta_S_m_over_kB.value"),
                         1e-12);
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_interval_profile_reaches_the_fits)
{
    write_samples(1, "", "");
    json_t *root = cli_run_json("analyze --interval profile --json - s.yaml");
    ck_assert_str_eq(text_at(root, "samples.0.fits.0.interval"), "profile");
    json_decref(root);
}
END_TEST

START_TEST(test_analyze_temperature_errors_widen_the_energies)
{
    write_samples(1, "", "");
    json_t *exact = cli_run_json("analyze --json - s.yaml");
    json_t *random = cli_run_json("analyze --temperature-error-K 1 --json - s.yaml");
    json_t *offset = cli_run_json("analyze --temperature-offset-error-K 1 --json - s.yaml");
    const char *error = "samples.0.arrhenius.E_a_eV.standard_error";
    /* 1 K of 60 K is 1.7 % of 0.4 eV; the noise alone leaves less than 1 meV. */
    ck_assert_double_lt(number_at(exact, "%s", error), 1e-3);
    ck_assert_double_gt(number_at(random, "%s", error), 3e-3);
    /* A shift of all temperatures changes E by 2E/T dT. */
    hopt_assert_relative(number_at(offset, "%s", error), 2 * 0.40 / 263, 0.1);
    json_decref(exact);
    json_decref(random);
    json_decref(offset);
}
END_TEST

/* The warmest spectrum ends four decades below its f_p: a limit. */
START_TEST(test_analyze_limits_are_censored_or_dropped)
{
    write_samples(1, "", "");
    write_point("a_120C.csv", 120, 1e7, 0.40, 0.10);
    json_t *censored = cli_run_json("analyze --json - s.yaml");
    json_t *dropped = cli_run_json("analyze --limits drop --json - s.yaml");
    const char *state = text_at(censored, "samples.0.fits.4.f_p_state");
    const int is_limit = strcmp(state, "lower_limit") == 0;
    ck_assert_msg(is_limit, "%s", state);
    ck_assert_double_eq(number_at(censored, "samples.0.arrhenius.points.limits"), 1);
    ck_assert_double_eq(number_at(dropped, "samples.0.arrhenius.points.limits"), 0);
    ck_assert_double_eq(number_at(dropped, "samples.0.arrhenius.points.f_p"), 4);
    json_decref(censored);
    json_decref(dropped);
}
END_TEST

START_TEST(test_analyze_arrhenius_loss_huber_resists_an_outlier)
{
    write_samples(1, "", "");
    write_point("a_10C.csv", 10, 1.5e7, 0.40, 0.35);
    write_point("a_-10C.csv", -10, 1e7, 0.40, 0.35);
    json_t *robust = cli_run_json("analyze --arrhenius-loss huber --json - s.yaml");
    json_t *square = cli_run_json("analyze --arrhenius-loss square --json - s.yaml");
    ck_assert_double_lt(fabs(number_at(robust, "samples.0.arrhenius.E_a_eV.value") - 0.40),
                        fabs(number_at(square, "samples.0.arrhenius.E_a_eV.value") - 0.40));
    json_decref(robust);
    json_decref(square);
}
END_TEST

START_TEST(test_scale_spectra_of_one_shape_collapse_to_their_noise)
{
    write_samples(1, "", "");
    json_t *root = cli_run_json("scale --json - s.yaml");
    expect_keys(root, "schema kind samples");
    ck_assert_str_eq(text_at(root, "schema"), "hop.scale/1");
    ck_assert_str_eq(text_at(root, "kind"), "ghosh");
    expect_keys(json_at(root, "samples.0"),
                "name collapse_rms points excluded alpha spectra common flags");
    /* The scatter is 1 % times a sine: 0.7 % rms. */
    ck_assert_double_lt(number_at(root, "samples.0.collapse_rms"), 0.012);
    ck_assert_double_gt(number_at(root, "samples.0.collapse_rms"), 0.003);
    ck_assert_uint_eq(json_array_size(json_at(root, "samples.0.spectra.0.curve.x")), 61);
    ck_assert(json_is_null(json_at(root, "samples.0.alpha.value")));
    json_decref(root);
}
END_TEST

START_TEST(test_scale_table_and_csv_hold_all_spectra)
{
    write_samples(1, "", "");
    outcome o = cli_run("scale --kind summerfield-alpha --csv out s.yaml");
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "summerfield-alpha: rms scatter about the common curve "));
    ck_assert_ptr_nonnull(strstr(o.out, "  α = "));
    char *text = cli_read("out/scaled.csv");
    int lines = 0;
    for (const char *c = text; *c; c++) {
        lines += *c == '\n';
    }
    ck_assert_int_eq(lines, 1 + 4 * 61);
    free(text);
    cli_free(&o);
}
END_TEST

START_TEST(test_scale_without_imaginary_part_names_the_sample)
{
    write_samples(1, "", "");
    outcome o = cli_run("scale --kind sidebottom s.yaml");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_eq(strstr(o.err, "sample 'A': "), o.err);
    cli_free(&o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop analyze: global fit and several samples", &tcase);
    tcase_add_loop_test(tcase, test_analyze_global_gives_energies_and_exponent_back, 0, 3);
    tcase_add_test(tcase, test_analyze_global_json_has_its_keys);
    tcase_add_test(tcase, test_analyze_global_of_the_study_file_yields_to_the_command_line);
    tcase_add_test(tcase, test_analyze_global_table_is_shown_on_demand);
    tcase_add_test(tcase, test_analyze_global_that_fails_keeps_the_rest);
    tcase_add_test(tcase, test_analyze_decomposition_of_temperatures_shares_by_the_energies);
    tcase_add_test(tcase, test_analyze_decomposition_of_samples_adds_up);
    tcase_add_test(tcase, test_analyze_meyer_neldel_line_of_three_samples);
    tcase_add_test(tcase, test_analyze_carrier_fraction_and_diffusivities_need_their_inputs);
    tcase_add_test(tcase, test_analyze_entropy_in_other_units_is_the_same_entropy);
    tcase_add_test(tcase, test_analyze_interval_profile_reaches_the_fits);
    tcase_add_test(tcase, test_analyze_temperature_errors_widen_the_energies);
    tcase_add_test(tcase, test_analyze_limits_are_censored_or_dropped);
    tcase_add_test(tcase, test_analyze_arrhenius_loss_huber_resists_an_outlier);
    tcase_add_test(tcase, test_scale_spectra_of_one_shape_collapse_to_their_noise);
    tcase_add_test(tcase, test_scale_table_and_csv_hold_all_spectra);
    tcase_add_test(tcase, test_scale_without_imaginary_part_names_the_sample);
    return hopt_run(suite);
}
