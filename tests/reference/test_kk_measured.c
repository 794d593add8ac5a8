/* SPDX-License-Identifier: BSD-3-Clause */
/* Kramers-Kronig tests of spectra that others simulated and measured. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

enum { MOST_POINTS = 256 };

static hop_spectrum *read_spectrum(const char *name)
{
    char *path = hopt_shared_path(name);
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    free(path);
    return s;
}

/* The simulated spectra of bayes-drt have column names of their own: Freq,Zreal,Zimag,… */
static hop_spectrum *read_simulated(const char *name)
{
    char *path = hopt_shared_path(name), *text = hopt_read_file(path, NULL);
    double f[MOST_POINTS], re[MOST_POINTS], im[MOST_POINTS];
    size_t n = 0;
    for (char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        ck_assert_int_eq(sscanf(line, "%lf,%lf,%lf", &f[n], &re[n], &im[n]), 3);
        n++;
    }
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, n, f, re, im, NAN, NAN, NAN, &s), HOP_OK);
    free(text);
    free(path);
    return s;
}

START_TEST(test_kk_noiseless_two_arcs_are_followed_within_0_02_percent)
{
    hop_spectrum *s = read_simulated("data/drt/bayes-drt/Z_2ZARC_noiseless.csv");
    hop_kk_options *o = NULL;
    hop_kk *kk = NULL;
    ck_assert_int_eq(hop_kk_options_create(NULL, &o), HOP_OK);
    /* As published: no extension, R and L beside the chain; 3 to 5 elements a decade. */
    hop_kk_options_set_extension(NULL, o, 0.0);
    hop_kk_options_set_terms(NULL, o, HOP_KK_RISING);
    hop_kk_options_set_density(NULL, o, 3.0 + 0.5 * _i);
    ck_assert_int_eq(hop_kk_test(NULL, s, o, &kk), HOP_OK);
    printf("M = %g: %.4f %%\n", hop_kk_value(kk, HOP_KK_M), hop_kk_value(kk, HOP_KK_MAX_RESIDUAL));
    ck_assert_double_lt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL), 0.02);
    hop_kk_options_destroy(o);
    hop_kk_destroy(kk);
    hop_spectrum_destroy(s);
}
END_TEST

static const char *const simulated[] = {
    "Z_2RC_Macdonald_1.0.csv",   "Z_2RC_noiseless.csv",      "Z_2RC_uniform_0.25.csv",
    "Z_2RC_uniform_1.0.csv",     "Z_2ZARC_Macdonald_1.0.csv", "Z_2ZARC_noiseless.csv",
    "Z_2ZARC_uniform_0.25.csv",  "Z_2ZARC_uniform_1.0.csv",  "Z_RC_Macdonald_1.0.csv",
    "Z_RC_noiseless.csv",        "Z_RC_uniform_0.25.csv",    "Z_RC_uniform_1.0.csv",
    "Z_ZARC_Macdonald_1.0.csv",  "Z_ZARC_noiseless.csv",     "Z_ZARC_uniform_0.25.csv",
    "Z_ZARC_uniform_1.0.csv"};

START_TEST(test_kk_simulated_spectra_of_others_pass)
{
    char name[80];
    snprintf(name, sizeof name, "data/drt/bayes-drt/%s", simulated[_i]);
    hop_spectrum *s = read_simulated(name);
    hop_kk *kk = NULL;
    ck_assert_int_eq(hop_kk_test(NULL, s, NULL, &kk), HOP_OK);
    ck_assert_int_eq(hop_kk_passes(kk), 1);
    hop_kk_destroy(kk);
    hop_spectrum_destroy(s);
}
END_TEST

static const char *const steady[] = {
    "data/spectra/s04147/s04147-140deg.txt", "data/spectra/s04147/s04147-150deg.txt",
    "data/spectra/s04147/s04147-170deg.txt", "data/spectra/s04147/s04147-190deg.txt",
    "data/spectra/s04147/s04147-200deg.txt", "data/vendor/zahner/li-ion-battery.ism"};

START_TEST(test_kk_steady_measurements_pass)
{
    hop_spectrum *s = read_spectrum(steady[_i]);
    hop_kk *kk = NULL;
    ck_assert_int_eq(hop_kk_test(NULL, s, NULL, &kk), HOP_OK);
    printf("%s: noise %.3f %%, largest residual %.2f %%\n", steady[_i],
           hop_kk_value(kk, HOP_KK_NOISE), hop_kk_value(kk, HOP_KK_MAX_RESIDUAL));
    ck_assert_int_eq(hop_kk_passes(kk), 1);
    hop_kk_destroy(kk);
    hop_spectrum_destroy(s);
}
END_TEST

/* Numbers of a file, apart by commas or lines. */
static size_t read_numbers(const char *name, double *out)
{
    char *path = hopt_shared_path(name), *text = hopt_read_file(path, NULL);
    size_t n = 0;
    for (char *at = text, *end; n < MOST_POINTS; at = end + (*end == ',')) {
        out[n] = strtod(at, &end);
        if (end == at) {
            break;
        }
        n++;
    }
    free(text);
    free(path);
    return n;
}

START_TEST(test_kk_ferrite_of_two_temperatures_passes)
{
    static const double eps_0 = 8.8541878188e-12, two_pi = 6.28318530717958647692;
    const char *const temperature = _i == 0 ? "25" : "85";
    double f[MOST_POINTS], sigma[MOST_POINTS], eps[MOST_POINTS];
    char name[80];
    const size_t n = read_numbers("data/spectra/n87-ferrite/var_f_vec.csv", f);
    snprintf(name, sizeof name, "data/spectra/n87-ferrite/var_sigma_%s_vec.csv", temperature);
    ck_assert_uint_eq(read_numbers(name, sigma), n);
    snprintf(name, sizeof name, "data/spectra/n87-ferrite/var_eps_%s_vec.csv", temperature);
    ck_assert_uint_eq(read_numbers(name, eps), n);
    ck_assert_uint_gt(n, 100);
    for (size_t i = 0; i < n; i++) {
        eps[i] *= two_pi * f[i] * eps_0;
    }
    hop_spectrum *s = NULL;
    hop_kk *kk = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, n, f, sigma, eps, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_kk_test(NULL, s, NULL, &kk), HOP_OK);
    ck_assert_int_eq(hop_kk_passes(kk), 1);
    ck_assert_double_lt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL), 0.3);
    hop_kk_destroy(kk);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_kk_drifting_measurement_fails_where_it_drifts)
{
    hop_spectrum *s = read_spectrum("data/vendor/zahner/drift.ism");
    hop_kk *kk = NULL;
    double f[MOST_POINTS], re[MOST_POINTS], im[MOST_POINTS], rebuilt[MOST_POINTS];
    size_t n = 0;
    ck_assert_int_eq(hop_kk_test(NULL, s, NULL, &kk), HOP_OK);
    ck_assert_int_eq(hop_kk_passes(kk), 0);
    /* Sweep from 50 kHz down to 0.1 Hz: the time is spent below some 10 Hz. */
    ck_assert_double_lt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL_F), 10.0);
    ck_assert_int_eq(hop_kk_residuals(kk, f, NULL, NULL, MOST_POINTS, &n), HOP_OK);
    size_t low = 0, high = 0;
    for (size_t i = 0; i < n; i++) {
        low += hop_kk_point_fails(kk, i) && f[i] < 30.0;
        high += hop_kk_point_fails(kk, i) && f[i] > 300.0;
    }
    ck_assert_uint_ge(low, 8);
    ck_assert_uint_eq(high, 0);
    /* Z-HIT, which fits no chain, sees the modulus leave the phase at the same end. */
    hop_spectrum_values(s, HOP_IMPEDANCE, re, im, MOST_POINTS, NULL);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 300.0, 5e4, rebuilt, MOST_POINTS, NULL), HOP_OK);
    double at_low = 0.0, at_high = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double off = fabs(rebuilt[i] / hypot(re[i], im[i]) - 1.0);
        at_low = f[i] < 1.0 ? fmax(at_low, off) : at_low;
        at_high = f[i] > 300.0 ? fmax(at_high, off) : at_high;
    }
    printf("Z-HIT: %.1f %% below 1 Hz, %.1f %% above 300 Hz\n", 100 * at_low, 100 * at_high);
    ck_assert_double_gt(at_low, 3 * at_high);
    hop_kk_destroy(kk);
    hop_spectrum_destroy(s);
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("kk-measured", &tcase);
    tcase_add_loop_test(tcase, test_kk_noiseless_two_arcs_are_followed_within_0_02_percent, 0, 5);
    tcase_add_loop_test(tcase, test_kk_simulated_spectra_of_others_pass, 0,
                        sizeof simulated / sizeof simulated[0]);
    tcase_add_loop_test(tcase, test_kk_steady_measurements_pass, 0,
                        sizeof steady / sizeof steady[0]);
    tcase_add_loop_test(tcase, test_kk_ferrite_of_two_temperatures_passes, 0, 2);
    tcase_add_test(tcase, test_kk_drifting_measurement_fails_where_it_drifts);
    return hopt_run(suite);
}
