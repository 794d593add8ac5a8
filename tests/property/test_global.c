/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/* A sample whose f_p leaves the window, which ends at 10 MHz, as it gets warmer. */
enum { TEMPERATURES = 7, POINTS = 46 };

static const double k_B = 1.380649e-23 / 1.602176634e-19;
static const double E_a = 0.40, E_m = 0.35, ln_sigma_0 = 16.0, ln_f_e = 29.6, n = 0.65;

static double temperature_k(int k)
{
    return 253.15 + 25.0 * k;
}

static hop_spectrum *measure(int k, double n_here, double noise, uint32_t number)
{
    const double T = temperature_k(k), x = 1.0 / (k_B * T);
    double freq_hz[POINTS];
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    hopt_log_grid(1e2, 1e7, POINTS, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, exp(ln_sigma_0 - E_a * x) / T);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, exp(ln_f_e - E_m * x));
    hop_simulation_set(NULL, simulation, HOP_SIM_N, n_here);
    hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, T);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, noise);
    hop_simulation_set_seed(NULL, simulation, 31, TEMPERATURES * number + (uint32_t)k);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

static hop_global *fit_series(double n_slope, double noise, int32_t exponent, uint32_t number)
{
    hop_spectrum *spectra[TEMPERATURES];
    hop_global *g = NULL;
    for (int k = 0; k < TEMPERATURES; k++) {
        spectra[k] = measure(k, n + n_slope * (temperature_k(k) - temperature_k(3)), noise,
                             number);
    }
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    const hop_status status = hop_global_fit(ctx, TEMPERATURES,
                                             (const hop_spectrum *const *)spectra, NULL, exponent,
                                             &g);
    ck_assert_msg(status == HOP_OK, "series %u: %s", number, hop_ctx_error(ctx));
    hop_ctx_destroy(ctx);
    for (int k = 0; k < TEMPERATURES; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
    return g;
}

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) / 20 : 500;
}

/* Share of the series whose 95 % interval holds the truth, for three energies. */
static void check_coverage(const char *name, double n_slope, int32_t exponent)
{
    const double truths[] = {E_a, E_m, E_a - E_m};
    const int32_t keys[] = {HOP_E_A, HOP_E_M, HOP_E_F};
    const int of = repetitions();
    int hits[3] = {0};
    for (int i = 0; i < of; i++) {
        hop_global *g = fit_series(n_slope, 0.01, exponent, (uint32_t)i);
        for (int r = 0; r < 3; r++) {
            hits[r] += fabs(hop_global_value(g, keys[r]) - truths[r])
                       <= 1.96 * hop_global_standard_error(g, keys[r]);
        }
        hop_global_destroy(g);
    }
    printf("%s: E_a %.3f, E_m %.3f, E_f %.3f of %d\n", name, (double)hits[0] / of,
           (double)hits[1] / of, (double)hits[2] / of, of);
    for (int r = 0; r < 3 && of >= 500; r++) {
        /* Four standard deviations of a share in 500 series are 3.9 %. */
        ck_assert_double_ge((double)hits[r] / of, 0.911);
        ck_assert_double_le((double)hits[r] / of, 0.989);
    }
}

START_TEST(test_global_fit_common_exponent_covers_95_percent)
{
    check_coverage("common n", 0.0, HOP_EXPONENT_COMMON);
}
END_TEST

START_TEST(test_global_fit_linear_exponent_covers_95_percent)
{
    check_coverage("n linear in T", 4e-4, HOP_EXPONENT_LINEAR);
}
END_TEST

START_TEST(test_global_fit_exponent_per_temperature_covers_95_percent)
{
    check_coverage("n per temperature", 4e-4, HOP_EXPONENT_PER_TEMPERATURE);
}
END_TEST

START_TEST(test_global_fit_exact_data_gives_the_lines_back)
{
    hop_global *g = fit_series(0.0, 1e-9, HOP_EXPONENT_COMMON, 0);
    /* Noise of 1e-9 over 322 points, times the lever arm of the lines. */
    hopt_assert_relative(hop_global_value(g, HOP_E_A), E_a, 1e-7);
    hopt_assert_relative(hop_global_value(g, HOP_E_M), E_m, 1e-7);
    hopt_assert_relative(hop_global_value(g, HOP_LN_SIGMA_0), ln_sigma_0, 1e-7);
    hopt_assert_relative(hop_global_value(g, HOP_LN_F_E), ln_f_e, 1e-7);
    hopt_assert_relative(hop_global_spectrum_value(g, 2, HOP_N), n, 1e-7);
    hopt_assert_relative(hop_global_spectrum_value(g, 2, HOP_F_P),
                         exp(ln_f_e - E_m / (k_B * temperature_k(2))), 1e-7);
    hop_global_destroy(g);
}
END_TEST

START_TEST(test_global_fit_knows_more_of_E_m_than_the_points_alone)
{
    hop_spectrum *spectra[TEMPERATURES];
    hop_study *study = NULL;
    for (int k = 0; k < TEMPERATURES; k++) {
        spectra[k] = measure(k, n, 0.03, 5);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, TEMPERATURES, (const hop_spectrum *const *)spectra,
                                       NULL, &study),
                     HOP_OK);
    hop_global *g = fit_series(0.0, 0.03, HOP_EXPONENT_COMMON, 5);
    ck_assert_double_lt(hop_global_standard_error(g, HOP_E_M),
                        hop_arrhenius_standard_error(hop_study_arrhenius(study), HOP_E_M));
    hop_global_destroy(g);
    hop_study_destroy(study);
    for (int k = 0; k < TEMPERATURES; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
}
END_TEST

START_TEST(test_global_fit_bad_input_is_refused)
{
    hop_ctx *ctx = NULL;
    hop_global *g = (hop_global *)&ctx;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    const hop_spectrum *same[2];
    hop_spectrum *s = measure(0, n, 0.01, 0);
    same[0] = same[1] = s;
    ck_assert_int_eq(hop_global_fit(ctx, 2, same, NULL, HOP_EXPONENT_COMMON, &g),
                     HOP_ERR_TOO_FEW_TEMPERATURES);
    ck_assert_ptr_null(g);
    ck_assert_str_eq(hop_ctx_error(ctx), "2 spectra at one temperature: two are needed");
    ck_assert_int_eq(hop_global_fit(ctx, 2, same, NULL, 4, &g), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_global_fit(ctx, 2, NULL, NULL, HOP_EXPONENT_COMMON, &g),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_global_fit(ctx, 61, same, NULL, HOP_EXPONENT_PER_TEMPERATURE, &g),
                     HOP_ERR_OUT_OF_RANGE);
    hop_spectrum_destroy(s);
    hop_ctx_destroy(ctx);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("global", &tcase);
    tcase_add_test(tcase, test_global_fit_common_exponent_covers_95_percent);
    tcase_add_test(tcase, test_global_fit_linear_exponent_covers_95_percent);
    tcase_add_test(tcase, test_global_fit_exponent_per_temperature_covers_95_percent);
    tcase_add_test(tcase, test_global_fit_exact_data_gives_the_lines_back);
    tcase_add_test(tcase, test_global_fit_knows_more_of_E_m_than_the_points_alone);
    tcase_add_test(tcase, test_global_fit_bad_input_is_refused);
    return hopt_run(suite);
}
