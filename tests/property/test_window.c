/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * Cells as they are measured: a power-law sample with its permittivity between
 * blocking electrodes, behind leads with inductance. The automatic window has
 * to find what is the sample's.
 */
enum { MOST_POINTS = 128 };

typedef struct cell {
    double sigma_dc, f_p_hz, n, eps_inf, lead_L, noise, electrode_Q, electrode_alpha;
    size_t points;
} cell;

/* A linear congruential generator (Knuth's MMIX) is enough to pick parameters. */
static double uniform(uint64_t *state, double low, double high)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(*state >> 11) / 9007199254740992.0;
}

static double log_uniform(uint64_t *state, double low, double high)
{
    return exp(uniform(state, log(low), log(high)));
}

static cell random_cell(uint64_t *state)
{
    cell c;
    c.f_p_hz = log_uniform(state, 1e3, 3e6);
    /* sigma T/f_p of ion conductors is 5e-9 to 5e-8 S K/cm/Hz; here at 298 K. */
    c.sigma_dc = log_uniform(state, 5e-7, 5e-6) * c.f_p_hz / 298.0;
    c.n = uniform(state, 0.5, 0.85);
    c.eps_inf = uniform(state, 5.0, 30.0);
    c.lead_L = uniform(state, 0.0, 2e-6);
    c.noise = log_uniform(state, 0.002, 0.03);
    c.points = 7 * (size_t)uniform(state, 5.0, 13.0) + 1;
    /* 1 to 30 microfarad on 0.8 cm2. */
    c.electrode_Q = log_uniform(state, 1e-6, 3e-5);
    c.electrode_alpha = uniform(state, 0.75, 0.95);
    return c;
}

static hop_spectrum *measure(const cell *c, uint32_t number)
{
    double freq_hz[MOST_POINTS];
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    const double pi = acos(-1.0);
    hopt_log_grid(1.0, 1e7, c->points, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_CELL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, c->sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, c->f_p_hz);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, c->n);
    hop_simulation_set(NULL, simulation, HOP_SIM_THICKNESS, 1e-3);
    hop_simulation_set(NULL, simulation, HOP_SIM_AREA, pi * 25e-6);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, c->noise);
    hop_simulation_set(NULL, simulation, HOP_SIM_EPS_INF, c->eps_inf);
    hop_simulation_set(NULL, simulation, HOP_SIM_LEAD_L, c->lead_L);
    hop_simulation_set(NULL, simulation, HOP_SIM_ELECTRODE_Q, c->electrode_Q);
    hop_simulation_set(NULL, simulation, HOP_SIM_ELECTRODE_ALPHA, c->electrode_alpha);
    hop_simulation_set_seed(NULL, simulation, 77, number);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, c->points, freq_hz, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

static hop_jpl *fit_automatically(const hop_spectrum *s)
{
    hop_jpl_options *options = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_jpl_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_window(NULL, options, HOP_WINDOW_AUTO), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, options, &fit), HOP_OK);
    hop_jpl_options_destroy(options);
    return fit;
}

static int spectra_to_try(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) / 10 : 1000;
}

START_TEST(test_jpl_fit_automatic_window_finds_the_sample_in_a_cell)
{
    const int cells = spectra_to_try();
    const uint32_t doubts = HOP_FLAG_IMPRECISE | HOP_FLAG_WINDOW_DOMINATED
                            | HOP_FLAG_WEAK_DISPERSION | HOP_FLAG_NOT_DETERMINED
                            | HOP_FLAG_F_P_ABOVE_WINDOW | HOP_FLAG_F_P_BELOW_WINDOW
                            | HOP_FLAG_NO_PLATEAU | HOP_FLAG_N_AT_UPPER_BOUND;
    uint64_t state = 7;
    int measured = 0, close = 0, far = 0;
    for (int i = 0; i < cells; i++) {
        const cell c = random_cell(&state);
        hop_spectrum *s = measure(&c, (uint32_t)i);
        hop_jpl *fit = fit_automatically(s);
        hop_hopping *h = NULL;
        ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
        const double sigma_off = fabs(hop_jpl_value(fit, HOP_SIGMA_DC) / c.sigma_dc - 1.0);
        const double f_off = fabs(hop_jpl_value(fit, HOP_F_P) / c.f_p_hz - 1.0);
        const int is_measured = hop_hopping_state(h) == HOP_STATE_MEASURED
                                && !(hop_jpl_flags(fit) & HOP_FLAG_IMPRECISE);
        measured += is_measured;
        close += is_measured && sigma_off < 0.03 && f_off < 0.15;
        const int is_far = !(sigma_off < 0.5 && f_off < 0.5);
        far += is_far;
        ck_assert_msg(!is_far || (hop_jpl_flags(fit) & doubts),
                      "cell %d: sigma_dc off by %.2f, f_p by %.2f, and no flag says so", i,
                      sigma_off, f_off);
        hop_hopping_destroy(h);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    printf("%d cells: %d measured, of them %d (%.1f %%) within 3 %% and 15 %%; %d off by more "
           "than 50 %%, all flagged\n",
           cells, measured, close, 100.0 * close / measured, far);
    ck_assert_int_gt(measured, cells / 2);
    ck_assert_double_ge((double)close / measured, 0.95);
}
END_TEST

START_TEST(test_jpl_fit_automatic_window_of_clean_data_keeps_all_points)
{
    double freq_hz[61];
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    hopt_log_grid(1e2, 1e7, 61, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, 1e-2);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, 1e5);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.6);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.01);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, 61, freq_hz, &s), HOP_OK);
    hop_jpl *fit = fit_automatically(s);
    /* A point or two at an end may look better left out, by chance. */
    ck_assert_double_ge(hop_jpl_value(fit, HOP_POINTS), 58.0);
    /* 57 fourth differences: the median of the scatter is good to about 20 %. */
    hopt_assert_relative(hop_jpl_value(fit, HOP_NOISE), 0.01, 0.4);
    ck_assert_double_lt(hop_jpl_systematic_error(fit, HOP_LN_OMEGA_P),
                        hop_jpl_standard_error(fit, HOP_LN_OMEGA_P));
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_jpl_systematic_error_of_full_window_is_nan)
{
    const double freq_hz[] = {1, 10, 100, 1000, 10000};
    const double sigma[] = {1.0, 1.1, 1.35, 2.2, 5.0};
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, 5, freq_hz, sigma, NULL, NAN, NAN, NAN,
                                                    &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
    ck_assert_double_nan(hop_jpl_systematic_error(fit, HOP_F_P));
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_jpl_fit_automatic_window_of_few_points_says_there_is_none)
{
    const double freq_hz[] = {1, 10, 100, 1000, 10000};
    const double sigma[] = {1.0, 1.1, 1.35, 2.2, 5.0};
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, 5, freq_hz, sigma, NULL, NAN, NAN, NAN,
                                                    &s),
                     HOP_OK);
    hop_jpl *fit = fit_automatically(s);
    ck_assert_uint_ne(hop_jpl_flags(fit) & HOP_FLAG_NOT_DETERMINED, 0);
    ck_assert_double_eq(hop_jpl_value(fit, HOP_POINTS), 5.0);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_series_add_fit_adds_the_systematic_covariance)
{
    hop_series *by_fit = NULL, *by_hand = NULL;
    hop_arrhenius *a = NULL, *b = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &by_fit), HOP_OK);
    ck_assert_int_eq(hop_series_create(NULL, &by_hand), HOP_OK);
    for (uint32_t k = 0; k < 4; k++) {
        const double T = 280.0 + 10.0 * k;
        const cell c = {.sigma_dc = 1e-3 * exp(0.3 * k), .f_p_hz = 1e5 * exp(0.3 * k), .n = 0.65,
                        .eps_inf = 10.0, .lead_L = 1e-7, .noise = 0.01, .electrode_Q = 5e-6,
                        .electrode_alpha = 0.85, .points = 71};
        hop_spectrum *raw = measure(&c, 5000 + k), *s = NULL;
        double freq_hz[MOST_POINTS], re[MOST_POINTS], im[MOST_POINTS];
        size_t count;
        hop_spectrum_frequencies(raw, freq_hz, MOST_POINTS, &count);
        hop_spectrum_values(raw, HOP_CONDUCTIVITY, re, im, MOST_POINTS, NULL);
        ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, count, freq_hz, re, im, NAN, NAN, T,
                                                        &s),
                         HOP_OK);
        hop_jpl *fit = fit_automatically(s);
        hop_hopping *h = NULL;
        double statistical[9], systematic[9];
        ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
        ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_MEASURED);
        hop_jpl_covariance(fit, statistical);
        hop_jpl_systematic_covariance(fit, systematic);
        ck_assert_double_gt(systematic[4], 0.0);
        const double total[] = {statistical[0] + systematic[0], statistical[1] + systematic[1],
                                statistical[3] + systematic[3], statistical[4] + systematic[4]};
        ck_assert_int_eq(hop_series_add_fit(NULL, by_fit, fit, h), HOP_OK);
        ck_assert_int_eq(hop_series_add(NULL, by_hand, T, hop_jpl_value(fit, HOP_LN_SIGMA_DC),
                                        log(hop_jpl_value(fit, HOP_F_P)), total),
                         HOP_OK);
        hop_hopping_destroy(h);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
        hop_spectrum_destroy(raw);
    }
    ck_assert_int_eq(hop_arrhenius_fit(NULL, by_fit, NULL, &a), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, by_hand, NULL, &b), HOP_OK);
    /* exp and log of f_p round once each. */
    hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_M),
                         hop_arrhenius_standard_error(b, HOP_E_M), 1e-9);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
    hop_series_destroy(by_fit);
    hop_series_destroy(by_hand);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("window", &tcase);
    tcase_add_test(tcase, test_jpl_fit_automatic_window_finds_the_sample_in_a_cell);
    tcase_add_test(tcase, test_jpl_fit_automatic_window_of_clean_data_keeps_all_points);
    tcase_add_test(tcase, test_jpl_systematic_error_of_full_window_is_nan);
    tcase_add_test(tcase, test_jpl_fit_automatic_window_of_few_points_says_there_is_none);
    tcase_add_test(tcase, test_series_add_fit_adds_the_systematic_covariance);
    return hopt_run(suite);
}
