/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 5, POINTS = 61 };

static const double k_B = 1.380649e-23 / 1.602176634e-19; /* eV/K, CODATA 2022 */
static const double E_a = 0.36, E_m = 0.32, ln_sigma_0 = 14.0, ln_f_e = 28.0;

static hop_ctx *ctx;
static hop_spectrum *spectra[N];
static const hop_spectrum *const *given = (const hop_spectrum *const *)spectra;
static double freq[POINTS];

static double temperature(int k)
{
    return 243.15 + 10.0 * k;
}

/* A spectrum of 1 % noise on the Arrhenius laws above, f_p times `shift`. */
static hop_spectrum *simulated(double T, double shift, uint32_t stream)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    const double x = 1.0 / (k_B * T);
    ck_assert_int_eq(hop_simulation_create(ctx, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(ctx, simulation, HOP_SIM_SIGMA_DC, exp(ln_sigma_0 - E_a * x) / T);
    hop_simulation_set(ctx, simulation, HOP_SIM_F_P, shift * exp(ln_f_e - E_m * x));
    hop_simulation_set(ctx, simulation, HOP_SIM_N, 0.7);
    hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, 0.01);
    hop_simulation_set(ctx, simulation, HOP_SIM_TEMPERATURE, T);
    hop_simulation_set_seed(ctx, simulation, 2023, stream);
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, POINTS, freq, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

static void simulate_all(double shift)
{
    for (int k = 0; k < N; k++) {
        hop_spectrum_destroy(spectra[k]);
        spectra[k] = simulated(temperature(k), shift, (uint32_t)k);
    }
}

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopt_log_grid(1.0, 1e8, POINTS, freq);
    memset(spectra, 0, sizeof spectra);
    simulate_all(1.0);
}

static void tear_down(void)
{
    for (int k = 0; k < N; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
    hop_ctx_destroy(ctx);
}

static hop_study *analyzed(size_t count, const hop_study_options *options)
{
    hop_study *study = NULL;
    const hop_status status = hop_study_analyze(ctx, count, given, options, &study);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return study;
}

static void assert_refused(size_t count, hop_status status, const char *text)
{
    hop_study *study = (hop_study *)ctx;
    ck_assert_int_eq(hop_study_analyze(ctx, count, given, NULL, &study), status);
    ck_assert_ptr_null(study);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
}

START_TEST(test_analyze_simulated_spectra_gives_back_the_energies)
{
    hop_study *study = analyzed(N, NULL);
    const hop_arrhenius *a = hop_study_arrhenius(study);
    ck_assert_uint_eq(hop_study_count(study), N);
    ck_assert_uint_eq(hop_study_reasons(study), 0);
    ck_assert_int_eq(hop_study_applicable(study), 1);
    const struct {
        int32_t key;
        double truth;
    } expected[] = {{HOP_E_A, E_a}, {HOP_E_M, E_m}, {HOP_E_F, E_a - E_m},
                    {HOP_LN_SIGMA_0, ln_sigma_0}, {HOP_LN_F_E, ln_f_e}};
    for (int k = 0; k < 5; k++) {
        /* One fixed seed; four standard errors would be missed by one seed in 16,000. */
        ck_assert_double_le(fabs(hop_arrhenius_value(a, expected[k].key) - expected[k].truth),
                            4.0 * hop_arrhenius_standard_error(a, expected[k].key));
    }
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_is_the_chain_of_the_modules)
{
    hop_study *study = analyzed(N, NULL);
    hop_series *series = NULL;
    hop_arrhenius *a = NULL;
    hop_transport *t = NULL;
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
    for (size_t k = 0; k < N; k++) {
        hop_jpl *fit = NULL;
        hop_hopping *h = NULL, *crossing = NULL;
        ck_assert_int_eq(hop_jpl_fit(ctx, spectra[k], NULL, &fit), HOP_OK);
        ck_assert_int_eq(hop_hopping_extract(ctx, fit, spectra[k], HOP_EXTRACTOR_FIT, &h),
                         HOP_OK);
        ck_assert_int_eq(hop_hopping_extract(ctx, fit, spectra[k], HOP_EXTRACTOR_CROSSING,
                                             &crossing), HOP_OK);
        ck_assert_int_eq(hop_series_add_fit(ctx, series, fit, h), HOP_OK);
        ck_assert(hop_jpl_value(hop_study_fit(study, k), HOP_N) == hop_jpl_value(fit, HOP_N));
        ck_assert(hop_hopping_value(hop_study_hopping(study, k), HOP_F_P)
                  == hop_hopping_value(h, HOP_F_P));
        ck_assert(hop_hopping_value(hop_study_crossing(study, k), HOP_F_P)
                  == hop_hopping_value(crossing, HOP_F_P));
        hop_jpl_destroy(fit);
        hop_hopping_destroy(h);
        hop_hopping_destroy(crossing);
    }
    ck_assert_int_eq(hop_arrhenius_fit(ctx, series, NULL, &a), HOP_OK);
    ck_assert_int_eq(hop_transport_derive(ctx, a, NULL, &t), HOP_OK);
    ck_assert(hop_arrhenius_value(a, HOP_E_F)
              == hop_arrhenius_value(hop_study_arrhenius(study), HOP_E_F));
    ck_assert(hop_transport_standard_error(t, 2, HOP_C)
              == hop_transport_standard_error(hop_study_transport(study), 2, HOP_C));
    hop_series_destroy(series);
    hop_arrhenius_destroy(a);
    hop_transport_destroy(t);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_keeps_the_textbook_lines_beside_the_joint_ones)
{
    hop_study *study = analyzed(N, NULL);
    ck_assert_int_eq(hop_arrhenius_method(hop_study_arrhenius(study)), HOP_ARRHENIUS_JOINT);
    ck_assert_int_eq(hop_arrhenius_method(hop_study_textbook(study)), HOP_ARRHENIUS_UNWEIGHTED);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_one_spectrum_has_no_lines_and_says_why)
{
    hop_study *study = analyzed(1, NULL);
    ck_assert_ptr_null(hop_study_arrhenius(study));
    ck_assert_ptr_null(hop_study_textbook(study));
    ck_assert_ptr_null(hop_study_transport(study));
    ck_assert_ptr_nonnull(hop_study_fit(study, 0));
    ck_assert_uint_eq(hop_study_reasons(study), HOP_REASON_TOO_FEW_TEMPERATURES);
    ck_assert_int_eq(hop_study_applicable(study), 0);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_equal_temperatures_have_no_lines_and_say_why)
{
    for (int k = 0; k < N; k++) {
        hop_spectrum_destroy(spectra[k]);
        spectra[k] = simulated(300.0, 1.0, (uint32_t)k);
    }
    hop_study *study = analyzed(N, NULL);
    ck_assert_ptr_null(hop_study_arrhenius(study));
    ck_assert(hop_study_reasons(study) & HOP_REASON_TOO_FEW_TEMPERATURES);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_limits_only_has_e_a_and_no_transport)
{
    simulate_all(1e6);
    hop_study *study = analyzed(N, NULL);
    ck_assert(isfinite(hop_arrhenius_value(hop_study_arrhenius(study), HOP_E_A)));
    ck_assert_ptr_null(hop_study_transport(study));
    ck_assert_uint_eq(hop_study_reasons(study),
                      HOP_REASON_TOO_FEW_HOPPING_FREQUENCIES | HOP_REASON_LIMITS
                          | HOP_REASON_NO_DISPERSION);
    ck_assert_int_eq(hop_study_applicable(study), 0);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_spectrum_without_plateau_stays_out_of_the_lines)
{
    double y[POINTS];
    for (int k = 0; k < POINTS; k++) {
        y[k] = pow(freq[k], 0.6) - 0.3;
    }
    hop_spectrum_destroy(spectra[1]);
    spectra[1] = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, POINTS, freq, y, NULL, NAN, NAN, 250.0,
                                                    &spectra[1]), HOP_OK);
    hop_study *study = analyzed(N, NULL);
    ck_assert_uint_eq(hop_study_reasons(study), HOP_REASON_NO_PLATEAU | HOP_REASON_LIMITS);
    ck_assert(hop_arrhenius_value(hop_study_arrhenius(study), HOP_POINTS_SIGMA) == N - 1);
    ck_assert_int_eq(hop_study_applicable(study), 1);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_by_crossing_survives_a_spike_on_flat_data)
{
    double y[POINTS];
    hop_study_options *options = NULL;
    for (int k = 0; k < POINTS; k++) {
        y[k] = 3.0 - 0.001 * k;
    }
    y[2] = 9.0;
    hop_spectrum_destroy(spectra[1]);
    spectra[1] = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, POINTS, freq, y, NULL, NAN, NAN, 250.0,
                                                    &spectra[1]), HOP_OK);
    ck_assert_int_eq(hop_study_options_create(ctx, &options), HOP_OK);
    hop_study_options_set_extractor(ctx, options, HOP_EXTRACTOR_CROSSING);
    hop_study *study = analyzed(N, options);
    ck_assert_int_eq(hop_hopping_state(hop_study_hopping(study, 1)), HOP_STATE_NONE);
    ck_assert(hop_study_reasons(study) & HOP_REASON_LIMITS);
    hop_study_destroy(study);
    hop_study_options_destroy(options);
}
END_TEST

START_TEST(test_analyze_data_without_any_scatter_has_lines)
{
    /* sigma' = s (1 + f) at powers of two: every number is exact, and so is n = 1. */
    hop_study *study = NULL;
    for (int k = 0; k < N; k++) {
        double f[12], sigma[12];
        for (int i = 0; i < 12; i++) {
            f[i] = ldexp(1.0, i - 6);
            sigma[i] = ldexp(1.0 + f[i], k);
        }
        hop_spectrum_destroy(spectra[k]);
        ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 12, f, sigma, NULL, NAN, NAN,
                                                        temperature(k), &spectra[k]),
                         HOP_OK);
    }
    const hop_status status = hop_study_analyze(ctx, N, given, NULL, &study);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_ptr_nonnull(hop_study_arrhenius(study));
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_spectra_that_only_bound_f_p_from_above_have_no_plateau)
{
    simulate_all(1e-9);
    hop_study *study = analyzed(N, NULL);
    ck_assert(hop_study_reasons(study) & HOP_REASON_NO_PLATEAU);
    ck_assert(hop_study_spectrum_reasons(study, 0) & HOP_REASON_NO_PLATEAU);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_analyze_options_are_copies_and_are_used)
{
    hop_study_options *options = NULL;
    hop_jpl_options *jpl = NULL;
    hop_arrhenius_options *arrhenius = NULL;
    hop_transport_options *transport = NULL;
    ck_assert_int_eq(hop_study_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &jpl), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(ctx, &arrhenius), HOP_OK);
    ck_assert_int_eq(hop_transport_options_create(ctx, &transport), HOP_OK);
    hop_jpl_options_set_weighting(ctx, jpl, HOP_WEIGHTING_UNIT);
    hop_arrhenius_options_set_method(ctx, arrhenius, HOP_ARRHENIUS_WEIGHTED);
    hop_transport_options_set_attempt_frequency(ctx, transport, 9e12, 0.0);
    ck_assert_int_eq(hop_study_options_set_jpl(ctx, options, jpl), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_arrhenius(ctx, options, arrhenius), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_transport(ctx, options, transport), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_extractor(ctx, options, HOP_EXTRACTOR_CROSSING),
                     HOP_OK);
    hop_jpl_options_destroy(jpl);
    hop_arrhenius_options_destroy(arrhenius);
    hop_transport_options_destroy(transport);
    hop_study *study = analyzed(N, options);
    hop_study_options_destroy(options);
    ck_assert_int_eq(hop_jpl_weighting(hop_study_fit(study, 0)), HOP_WEIGHTING_UNIT);
    ck_assert_int_eq(hop_hopping_extractor(hop_study_hopping(study, 0)), HOP_EXTRACTOR_CROSSING);
    ck_assert_int_eq(hop_arrhenius_method(hop_study_arrhenius(study)), HOP_ARRHENIUS_WEIGHTED);
    ck_assert(isfinite(hop_transport_value(hop_study_transport(study), 0, HOP_DELTA_S_M)));
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_set_extractor_unknown_is_error)
{
    hop_study_options *options = NULL;
    ck_assert_int_eq(hop_study_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_extractor(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "extractor 0: expected HOP_EXTRACTOR_FIT (1) to "
                                         "HOP_EXTRACTOR_CELL_GB (7)");
    hop_study_options_destroy(options);
}
END_TEST

/* Notes the fractions and answers non-zero at call number `stop`. */
typedef struct progress_log {
    int calls, stop;
    double fractions[N];
} progress_log;

static int32_t note(void *user, double fraction)
{
    progress_log *log = user;
    ck_assert_int_lt(log->calls, N);
    log->fractions[log->calls++] = fraction;
    return log->calls == log->stop;
}

START_TEST(test_analyze_reports_progress_after_each_spectrum)
{
    progress_log log = {.stop = 0};
    ck_assert_int_eq(hop_ctx_set_progress(ctx, note, &log), HOP_OK);
    hop_study_destroy(analyzed(N, NULL));
    ck_assert_int_eq(log.calls, N);
    for (int k = 0; k < N; k++) {
        ck_assert(log.fractions[k] == (k + 1.0) / N);
    }
}
END_TEST

START_TEST(test_analyze_cancelled_by_progress_stops_at_once)
{
    progress_log log = {.stop = 2};
    ck_assert_int_eq(hop_ctx_set_progress(ctx, note, &log), HOP_OK);
    assert_refused(N, HOP_ERR_CANCELLED, "the progress callback asked to stop");
    ck_assert_int_eq(log.calls, 2);
}
END_TEST

START_TEST(test_analyze_no_spectrum_is_error)
{
    assert_refused(0, HOP_ERR_TOO_FEW_POINTS, "a study needs at least one spectrum");
}
END_TEST

START_TEST(test_analyze_null_spectrum_is_error_that_names_it)
{
    hop_spectrum_destroy(spectra[3]);
    spectra[3] = NULL;
    assert_refused(N, HOP_ERR_NULL_ARGUMENT, "spectrum 4 is NULL");
}
END_TEST

START_TEST(test_analyze_spectrum_at_fault_is_named)
{
    const double flat[] = {1.0, 1.0, 1.0, 1.0};
    hop_spectrum_destroy(spectra[2]);
    spectra[2] = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 4, freq, flat, NULL, NAN, NAN, 300.0,
                                                    &spectra[2]), HOP_OK);
    assert_refused(N, HOP_ERR_NO_VARIATION,
                   "spectrum 3: all 4 conductivities are equal (1 S/m): there is nothing to fit");
}
END_TEST

START_TEST(test_analyze_spectrum_without_temperature_is_error)
{
    const double y[] = {1.0, 1.1, 1.5, 3.0};
    hop_spectrum_destroy(spectra[0]);
    spectra[0] = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 4, freq, y, NULL, NAN, NAN, NAN,
                                                    &spectra[0]), HOP_OK);
    assert_refused(N, HOP_ERR_MISSING_DATA, "spectrum 1: the temperature is not known");
}
END_TEST

START_TEST(test_getters_beyond_the_end_or_of_null_answer_nothing)
{
    hop_study *study = analyzed(1, NULL);
    ck_assert_ptr_null(hop_study_fit(study, 1));
    ck_assert_ptr_null(hop_study_hopping(study, 1));
    ck_assert_ptr_null(hop_study_crossing(study, 1));
    hop_study_destroy(study);
    ck_assert_uint_eq(hop_study_count(NULL), 0);
    ck_assert_ptr_null(hop_study_fit(NULL, 0));
    ck_assert_ptr_null(hop_study_hopping(NULL, 0));
    ck_assert_ptr_null(hop_study_crossing(NULL, 0));
    ck_assert_ptr_null(hop_study_arrhenius(NULL));
    ck_assert_ptr_null(hop_study_textbook(NULL));
    ck_assert_ptr_null(hop_study_transport(NULL));
    ck_assert_uint_eq(hop_study_reasons(NULL), 0);
    ck_assert_int_eq(hop_study_applicable(NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("study", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_analyze_simulated_spectra_gives_back_the_energies);
    tcase_add_test(tcase, test_analyze_is_the_chain_of_the_modules);
    tcase_add_test(tcase, test_analyze_keeps_the_textbook_lines_beside_the_joint_ones);
    tcase_add_test(tcase, test_analyze_one_spectrum_has_no_lines_and_says_why);
    tcase_add_test(tcase, test_analyze_equal_temperatures_have_no_lines_and_say_why);
    tcase_add_test(tcase, test_analyze_limits_only_has_e_a_and_no_transport);
    tcase_add_test(tcase, test_analyze_spectrum_without_plateau_stays_out_of_the_lines);
    tcase_add_test(tcase, test_analyze_by_crossing_survives_a_spike_on_flat_data);
    tcase_add_test(tcase, test_analyze_data_without_any_scatter_has_lines);
    tcase_add_test(tcase, test_analyze_spectra_that_only_bound_f_p_from_above_have_no_plateau);
    tcase_add_test(tcase, test_analyze_options_are_copies_and_are_used);
    tcase_add_test(tcase, test_set_extractor_unknown_is_error);
    tcase_add_test(tcase, test_analyze_reports_progress_after_each_spectrum);
    tcase_add_test(tcase, test_analyze_cancelled_by_progress_stops_at_once);
    tcase_add_test(tcase, test_analyze_no_spectrum_is_error);
    tcase_add_test(tcase, test_analyze_null_spectrum_is_error_that_names_it);
    tcase_add_test(tcase, test_analyze_spectrum_at_fault_is_named);
    tcase_add_test(tcase, test_analyze_spectrum_without_temperature_is_error);
    tcase_add_test(tcase, test_getters_beyond_the_end_or_of_null_answer_nothing);
    return hopt_run(suite);
}
