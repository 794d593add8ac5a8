/* SPDX-License-Identifier: BSD-3-Clause */
#include <locale.h>
#include <stdint.h>

#include <hop/hop.h>

#include "support.h"

/* A result must not depend on how the same measurement is written down. */
enum { POINTS = 61, SPECTRA = 200, TEMPERATURES = 7 };

typedef struct data {
    double freq_hz[POINTS], sigma[POINTS];
} data;

static data make_data(uint32_t number)
{
    data d;
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    hopt_log_grid(1.0, 1e7, POINTS, d.freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, 1e-3);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, 1e4 * pow(1.03, number));
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.4 + 0.0025 * number);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.01);
    hop_simulation_set_seed(NULL, simulation, 5, number);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, d.freq_hz, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, d.sigma, NULL, POINTS, NULL),
                     HOP_OK);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
    return d;
}

static hop_spectrum *spectrum_of(const data *d, double temperature_k)
{
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, POINTS, d->freq_hz, d->sigma, NULL, NAN,
                                                    NAN, temperature_k, &s),
                     HOP_OK);
    return s;
}

static hop_jpl *fit_of(const data *d)
{
    hop_jpl *fit = NULL;
    hop_spectrum *s = spectrum_of(d, NAN);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
    hop_spectrum_destroy(s);
    return fit;
}

static const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N,    HOP_OMEGA_P, HOP_RSS,
                               HOP_AICC,     HOP_BIC, HOP_CONDITION};
enum { KEYS = sizeof keys / sizeof *keys };

START_TEST(test_jpl_fit_order_of_points_changes_no_bit)
{
    for (uint32_t i = 0; i < SPECTRA; i++) {
        const data d = make_data(i);
        data shuffled;
        for (int k = 0; k < POINTS; k++) {
            const int from = (k * 23 + (int)i) % POINTS;
            shuffled.freq_hz[k] = d.freq_hz[from];
            shuffled.sigma[k] = d.sigma[from];
        }
        hop_jpl *a = fit_of(&d), *b = fit_of(&shuffled);
        for (int k = 0; k < KEYS; k++) {
            ck_assert_double_eq(hop_jpl_value(a, keys[k]), hop_jpl_value(b, keys[k]));
        }
        hop_jpl_destroy(a);
        hop_jpl_destroy(b);
    }
}
END_TEST

START_TEST(test_jpl_fit_unit_of_conductivity_scales_result_only)
{
    /* A factor of 100 rounds each σ′ once: 1e-16, times a condition of about 100. */
    const double tolerance = 1e-12, factor = 100.0;
    for (uint32_t i = 0; i < SPECTRA; i++) {
        const data d = make_data(i);
        data scaled = d;
        for (int k = 0; k < POINTS; k++) {
            scaled.sigma[k] *= factor;
        }
        hop_jpl *a = fit_of(&d), *b = fit_of(&scaled);
        hopt_assert_relative(hop_jpl_value(b, HOP_SIGMA_DC),
                             factor * hop_jpl_value(a, HOP_SIGMA_DC), tolerance);
        hopt_assert_relative(hop_jpl_value(b, HOP_OMEGA_P), hop_jpl_value(a, HOP_OMEGA_P),
                             tolerance);
        hopt_assert_relative(hop_jpl_value(b, HOP_N), hop_jpl_value(a, HOP_N), tolerance);
        hopt_assert_relative(hop_jpl_standard_error(b, HOP_LN_OMEGA_P),
                             hop_jpl_standard_error(a, HOP_LN_OMEGA_P), 1e-9);
        hop_jpl_destroy(a);
        hop_jpl_destroy(b);
    }
}
END_TEST

START_TEST(test_jpl_fit_power_of_two_changes_no_bit_of_n)
{
    for (uint32_t i = 0; i < SPECTRA; i++) {
        const data d = make_data(i);
        data scaled = d;
        for (int k = 0; k < POINTS; k++) {
            scaled.sigma[k] = ldexp(d.sigma[k], -40);
        }
        hop_jpl *a = fit_of(&d), *b = fit_of(&scaled);
        ck_assert_double_eq(hop_jpl_value(a, HOP_N), hop_jpl_value(b, HOP_N));
        ck_assert_double_eq(hop_jpl_value(a, HOP_RSS), hop_jpl_value(b, HOP_RSS));
        hop_jpl_destroy(a);
        hop_jpl_destroy(b);
    }
}
END_TEST

START_TEST(test_jpl_fit_unit_of_frequency_scales_f_p_only)
{
    const double tolerance = 1e-12, factor = 1e3;
    for (uint32_t i = 0; i < SPECTRA; i++) {
        const data d = make_data(i);
        data scaled = d;
        for (int k = 0; k < POINTS; k++) {
            scaled.freq_hz[k] *= factor;
        }
        hop_jpl *a = fit_of(&d), *b = fit_of(&scaled);
        hopt_assert_relative(hop_jpl_value(b, HOP_F_P), factor * hop_jpl_value(a, HOP_F_P),
                             tolerance);
        hopt_assert_relative(hop_jpl_value(b, HOP_N), hop_jpl_value(a, HOP_N), tolerance);
        hop_jpl_destroy(a);
        hop_jpl_destroy(b);
    }
}
END_TEST

typedef struct summary {
    double E_a, E_m, E_f, E_f_error, delta_S, C;
} summary;

/* The whole chain, with the temperatures in the order given. */
static summary analyze(const int order[TEMPERATURES])
{
    hop_spectrum *spectra[TEMPERATURES];
    hop_study *study = NULL;
    for (int k = 0; k < TEMPERATURES; k++) {
        const int i = order[k];
        hop_simulation *simulation = NULL;
        double freq_hz[POINTS];
        const double T = 250.0 + 10.0 * i, x = 1.0 / (8.617333262e-5 * T);
        hopt_log_grid(1.0, 1e7, POINTS, freq_hz);
        ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
        hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, exp(16.0 - 0.42 * x) / T);
        hop_simulation_set(NULL, simulation, HOP_SIM_F_P, exp(28.0 - 0.38 * x));
        hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.65);
        hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, T);
        hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.01);
        hop_simulation_set_seed(NULL, simulation, 6, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &spectra[k]),
                         HOP_OK);
        hop_simulation_destroy(simulation);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, TEMPERATURES, (const hop_spectrum *const *)spectra,
                                       NULL, &study),
                     HOP_OK);
    const hop_arrhenius *a = hop_study_arrhenius(study);
    const hop_transport *t = hop_study_transport(study);
    const summary result = {
        .E_a = hop_arrhenius_value(a, HOP_E_A),
        .E_m = hop_arrhenius_value(a, HOP_E_M),
        .E_f = hop_arrhenius_value(a, HOP_E_F),
        .E_f_error = hop_arrhenius_standard_error(a, HOP_E_F),
        .delta_S = hop_arrhenius_value(a, HOP_LN_F_E),
        .C = hop_transport_intercept_value(t, HOP_C),
    };
    hop_study_destroy(study);
    for (int k = 0; k < TEMPERATURES; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
    return result;
}

static const int ascending[TEMPERATURES] = {0, 1, 2, 3, 4, 5, 6};

START_TEST(test_study_order_of_temperatures_changes_rounding_only)
{
    const int mixed[TEMPERATURES] = {4, 0, 6, 2, 5, 1, 3};
    const summary a = analyze(ascending), b = analyze(mixed);
    /* Sums of 14 terms of condition 1e3 in another order. */
    const double tolerance = 1e-11;
    hopt_assert_relative(b.E_a, a.E_a, tolerance);
    hopt_assert_relative(b.E_m, a.E_m, tolerance);
    hopt_assert_relative(b.E_f, a.E_f, 1e-9);
    hopt_assert_relative(b.E_f_error, a.E_f_error, tolerance);
    hopt_assert_relative(b.C, a.C, 1e-9);
}
END_TEST

START_TEST(test_study_comma_locale_changes_no_bit)
{
    const summary a = analyze(ascending);
    if (!hopt_use_comma_locale()) {
        return;
    }
    const summary b = analyze(ascending);
    ck_assert_double_eq(a.E_a, b.E_a);
    ck_assert_double_eq(a.E_f, b.E_f);
    ck_assert_double_eq(a.delta_S, b.delta_S);
    ck_assert_double_eq(a.C, b.C);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("invariance", &tcase);
    tcase_add_test(tcase, test_jpl_fit_order_of_points_changes_no_bit);
    tcase_add_test(tcase, test_jpl_fit_unit_of_conductivity_scales_result_only);
    tcase_add_test(tcase, test_jpl_fit_power_of_two_changes_no_bit_of_n);
    tcase_add_test(tcase, test_jpl_fit_unit_of_frequency_scales_f_p_only);
    tcase_add_test(tcase, test_study_order_of_temperatures_changes_rounding_only);
    tcase_add_test(tcase, test_study_comma_locale_changes_no_bit);
    return hopt_run(suite);
}
