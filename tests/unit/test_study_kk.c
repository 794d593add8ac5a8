/* SPDX-License-Identifier: BSD-3-Clause */
/* What Kramers-Kronig tests say in the verdict of a study. */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 3, POINTS = 61 };

/*
 * A pellet with a blocking electrode, 0.3 % noise; Z grows by `drift` over the sweep, and
 * one point, at 2 Hz, is wrong by `spike`.
 */
static hop_spectrum *make_pellet(int k, double drift, double spike)
{
    const double T = 250.0 + 15.0 * k;
    double f[POINTS], re[POINTS], im[POINTS], total = 0.0, seconds = 0.0;
    hop_simulation *simulation = NULL;
    hop_spectrum *clean = NULL, *s = NULL;
    const double values[][2] = {{HOP_SIM_SIGMA_DC, 1e4 / T * exp(-4000.0 / T)},
                                {HOP_SIM_F_P, 1e11 * exp(-3700.0 / T)}, {HOP_SIM_N, 0.7},
                                {HOP_SIM_TEMPERATURE, T}, {HOP_SIM_THICKNESS, 1e-3},
                                {HOP_SIM_AREA, 8e-5}, {HOP_SIM_EPS_INF, 20},
                                {HOP_SIM_ELECTRODE_Q, 1e-6}, {HOP_SIM_ELECTRODE_ALPHA, 0.85},
                                {HOP_SIM_NOISE, 0.003}};
    hopt_log_grid(1e0, 1e6, POINTS, f);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_CELL, &simulation), HOP_OK);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        ck_assert_int_eq(hop_simulation_set(NULL, simulation, (int32_t)values[i][0], values[i][1]),
                         HOP_OK);
    }
    hop_simulation_set_seed(NULL, simulation, 3, (uint32_t)k);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, f, &clean), HOP_OK);
    hop_spectrum_values(clean, HOP_IMPEDANCE, re, im, POINTS, NULL);
    for (int i = 0; i < POINTS; i++) {
        total += 0.01 + 5.0 / f[i];
    }
    for (int i = POINTS - 1; i >= 0; i--) {
        seconds += 0.01 + 5.0 / f[i];
        re[i] *= 1.0 + drift * seconds / total;
        im[i] *= 1.0 + drift * seconds / total;
    }
    re[3] *= 1.0 + spike;
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, POINTS, f, re, im, 1e-3, 8e-5, T, &s),
                     HOP_OK);
    hop_spectrum_destroy(clean);
    hop_simulation_destroy(simulation);
    return s;
}

static hop_study_options *make_options(void)
{
    hop_study_options *options = NULL;
    ck_assert_int_eq(hop_study_options_create(NULL, &options), HOP_OK);
    /* The search for a second arc takes most of the time and is no matter here. */
    ck_assert_int_eq(hop_study_options_set_arc_test(NULL, options, 0), HOP_OK);
    return options;
}

static hop_study *analyze_with_spike(const double drifts[N], double spike,
                                     const hop_study_options *given)
{
    hop_study_options *options = make_options();
    hop_spectrum *spectra[N];
    hop_study *study = NULL;
    for (int k = 0; k < N; k++) {
        spectra[k] = make_pellet(k, drifts[k], spike);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, N, (const hop_spectrum *const *)spectra,
                                       given ? given : options, &study),
                     HOP_OK);
    hop_study_options_destroy(options);
    for (int k = 0; k < N; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
    return study;
}

static hop_study *analyze(const double drifts[N], const hop_study_options *given)
{
    return analyze_with_spike(drifts, 0.0, given);
}

static const uint32_t both = HOP_REASON_KRAMERS_KRONIG | HOP_REASON_KRAMERS_KRONIG_MOSTLY;

START_TEST(test_study_steady_spectra_obey_kramers_kronig)
{
    hop_study *study = analyze((const double[N]){0, 0, 0}, NULL);
    for (size_t i = 0; i < N; i++) {
        ck_assert_int_eq(hop_kk_passes(hop_study_kk(study, i)), 1);
    }
    ck_assert_uint_eq(hop_study_reasons(study) & both, 0);
    ck_assert_ptr_null(hop_study_kk(study, N));
    ck_assert_ptr_null(hop_study_kk(NULL, 0));
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_study_drifting_spectrum_is_named)
{
    hop_study *study = analyze((const double[N]){0, 0.3, 0}, NULL);
    ck_assert_uint_eq(hop_study_reasons(study) & both, HOP_REASON_KRAMERS_KRONIG);
    ck_assert(hop_study_spectrum_reasons(study, 1) & HOP_REASON_KRAMERS_KRONIG);
    ck_assert(!(hop_study_spectrum_reasons(study, 0) & HOP_REASON_KRAMERS_KRONIG));
    hop_study_destroy(study);
    study = analyze((const double[N]){0.3, 0.3, 0}, NULL);
    ck_assert_uint_eq(hop_study_reasons(study) & both, both);
    ck_assert_int_eq(hop_study_applicable(study), 0);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_study_kk_test_sees_the_range_of_the_fit_only)
{
    hop_study_options *options = make_options();
    hop_jpl_options *jpl = NULL;
    ck_assert_int_eq(hop_jpl_options_create(NULL, &jpl), HOP_OK);
    /* The sweep takes 0.3 of some 25 seconds above 1 kHz. */
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(NULL, jpl, 999, 2e6), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_jpl(NULL, options, jpl), HOP_OK);
    hop_study *study = analyze((const double[N]){0.3, 0.3, 0.3}, options);
    ck_assert_double_eq(hop_kk_value(hop_study_kk(study, 0), HOP_POINTS), 31);
    ck_assert_uint_eq(hop_study_reasons(study) & both, 0);
    hop_study_destroy(study);
    hop_jpl_options_destroy(jpl);
    hop_study_options_destroy(options);
}
END_TEST

START_TEST(test_study_failing_points_that_the_window_cuts_off_are_no_reason)
{
    hop_study_options *options = make_options();
    hop_jpl_options *jpl = NULL;
    ck_assert_int_eq(hop_jpl_options_create(NULL, &jpl), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_window(NULL, jpl, HOP_WINDOW_AUTO), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_jpl(NULL, options, jpl), HOP_OK);
    const double steady[N] = {0};
    hop_study *study = analyze_with_spike(steady, 0.3, options);
    for (size_t i = 0; i < N; i++) {
        /* The mean of nine carries the point up to 5 Hz; the window cuts off the electrode there. */
        ck_assert_double_gt(hop_jpl_value(hop_study_fit(study, i), HOP_F_MIN), 6);
        ck_assert_int_eq(hop_kk_passes(hop_study_kk(study, i)), 0);
    }
    ck_assert_uint_eq(hop_study_reasons(study) & both, 0);
    hop_study_destroy(study);
    study = analyze_with_spike(steady, 0.3, NULL);
    ck_assert_uint_eq(hop_study_reasons(study) & both, both);
    hop_study_destroy(study);
    hop_jpl_options_destroy(jpl);
    hop_study_options_destroy(options);
}
END_TEST

START_TEST(test_study_kk_test_can_be_switched_off)
{
    hop_study_options *options = make_options();
    ck_assert_int_eq(hop_study_options_set_kk_test(NULL, options, 2), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_study_options_set_kk_test(NULL, NULL, 0), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_study_options_set_kk_test(NULL, options, 0), HOP_OK);
    hop_study *study = analyze((const double[N]){0.3, 0.3, 0.3}, options);
    ck_assert_ptr_null(hop_study_kk(study, 0));
    ck_assert_uint_eq(hop_study_reasons(study) & both, 0);
    hop_study_destroy(study);
    hop_study_options_destroy(options);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("study_kk", &tcase);
    tcase_add_test(tcase, test_study_steady_spectra_obey_kramers_kronig);
    tcase_add_test(tcase, test_study_drifting_spectrum_is_named);
    tcase_add_test(tcase, test_study_kk_test_sees_the_range_of_the_fit_only);
    tcase_add_test(tcase, test_study_failing_points_that_the_window_cuts_off_are_no_reason);
    tcase_add_test(tcase, test_study_kk_test_can_be_switched_off);
    return hopt_run(suite);
}
