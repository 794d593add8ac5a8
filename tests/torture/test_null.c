/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

/*
 * Each pointer of each public call in turn is NULL: an answer, never a crash.
 * Two spectra of one conductor are behind all the handles.
 */
enum { N = 31 };

static hop_ctx *ctx;
static double freq[N], sigma[N];
static hop_spectrum *spectrum;
static hop_jpl *fit;
static hop_hopping *hopping;
static hop_series *series;
static hop_arrhenius *arrhenius;
static hop_transport *transport;
static hop_simulation *simulation;
static hop_study_options *study_options;
static hop_jpl_options *jpl_options;
static hop_arrhenius_options *arrhenius_options;
static hop_transport_options *transport_options;

/* With a context of NULL, which stands for the defaults everywhere. */
static void set_up(void)
{
    const double v[4] = {1e-4, 2e-5, 2e-5, 4e-4};
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        sigma[k] = 1e-4 * (1.0 + pow(freq[k] / 4e4, 0.7)) * (1.0 + 0.01 * sin(2.3 * k * k));
    }
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, N, freq, sigma, sigma, NAN, NAN, 300.0,
                                                    &spectrum), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, spectrum, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(NULL, fit, spectrum, HOP_EXTRACTOR_FIT, &hopping),
                     HOP_OK);
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_series_add_fit(NULL, series, fit, hopping), HOP_OK);
    ck_assert_int_eq(hop_series_add(NULL, series, 320.0, -8.0, 12.0, v), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, NULL, &arrhenius), HOP_OK);
    ck_assert_int_eq(hop_transport_derive(NULL, arrhenius, NULL, &transport), HOP_OK);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    ck_assert_int_eq(hop_study_options_create(NULL, &study_options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(NULL, &jpl_options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &arrhenius_options), HOP_OK);
    ck_assert_int_eq(hop_transport_options_create(NULL, &transport_options), HOP_OK);
}

static void tear_down(void)
{
    hop_ctx_destroy(ctx);
    hop_spectrum_destroy(spectrum);
    hop_jpl_destroy(fit);
    hop_hopping_destroy(hopping);
    hop_series_destroy(series);
    hop_arrhenius_destroy(arrhenius);
    hop_transport_destroy(transport);
    hop_simulation_destroy(simulation);
    hop_study_options_destroy(study_options);
    hop_jpl_options_destroy(jpl_options);
    hop_arrhenius_options_destroy(arrhenius_options);
    hop_transport_options_destroy(transport_options);
}

#define REFUSES_NULL(call) ck_assert_int_eq(call, HOP_ERR_NULL_ARGUMENT)

/* The same, and the out pointer, which held something, is NULL afterwards. */
#define REFUSES_NULL_AND_CLEARS(call, out)               \
    do {                                                 \
        (out) = (void *)ctx;                             \
        ck_assert_int_eq(call, HOP_ERR_NULL_ARGUMENT);   \
        ck_assert_ptr_null(out);                         \
    } while (0)

START_TEST(test_destroy_null_does_nothing)
{
    hop_ctx_destroy(NULL);
    hop_spectrum_destroy(NULL);
    hop_jpl_options_destroy(NULL);
    hop_jpl_destroy(NULL);
    hop_hopping_destroy(NULL);
    hop_series_destroy(NULL);
    hop_arrhenius_options_destroy(NULL);
    hop_arrhenius_destroy(NULL);
    hop_line_destroy(NULL);
    hop_transport_options_destroy(NULL);
    hop_transport_destroy(NULL);
    hop_study_options_destroy(NULL);
    hop_study_destroy(NULL);
    hop_simulation_destroy(NULL);
    hop_file_destroy(NULL);
}
END_TEST

START_TEST(test_context_null_is_refused_or_stands_for_the_defaults)
{
    REFUSES_NULL(hop_ctx_create(NULL));
    REFUSES_NULL(hop_ctx_create_with_allocator(NULL, NULL, NULL, NULL));
    hop_ctx *other;
    REFUSES_NULL_AND_CLEARS(hop_ctx_create_with_allocator(NULL, NULL, NULL, &other), other);
    REFUSES_NULL(hop_ctx_set_progress(NULL, NULL, NULL));
    ck_assert_str_eq(hop_ctx_error(NULL), "");
}
END_TEST

START_TEST(test_error_text_of_null_argument_says_so)
{
    REFUSES_NULL(hop_jpl_fit(ctx, spectrum, NULL, NULL));
    ck_assert_str_eq(hop_ctx_error(ctx), "a required pointer is NULL");
}
END_TEST

START_TEST(test_spectrum_constructors_refuse_null)
{
    hop_status (*const make[])(hop_ctx *, size_t, const double *, const double *, const double *,
                               double, double, double, hop_spectrum **) = {
        hop_spectrum_from_impedance,    hop_spectrum_from_admittance,
        hop_spectrum_from_permittivity, hop_spectrum_from_modulus,
        hop_spectrum_from_conductivity};
    for (int k = 0; k < 5; k++) {
        hop_spectrum *s;
        REFUSES_NULL(make[k](ctx, N, freq, sigma, sigma, NAN, NAN, NAN, NULL));
        REFUSES_NULL_AND_CLEARS(make[k](ctx, N, NULL, sigma, sigma, NAN, NAN, NAN, &s), s);
        REFUSES_NULL_AND_CLEARS(make[k](ctx, N, freq, NULL, sigma, NAN, NAN, NAN, &s), s);
        if (k < 4) {
            REFUSES_NULL_AND_CLEARS(make[k](ctx, N, freq, sigma, NULL, NAN, NAN, NAN, &s), s);
        }
    }
}
END_TEST

START_TEST(test_spectrum_calls_refuse_null)
{
    hop_spectrum *s;
    size_t count;
    REFUSES_NULL(hop_spectrum_with_standard_deviations(ctx, spectrum, N, sigma, NULL));
    REFUSES_NULL_AND_CLEARS(hop_spectrum_with_standard_deviations(ctx, NULL, N, sigma, &s), s);
    REFUSES_NULL_AND_CLEARS(hop_spectrum_with_standard_deviations(ctx, spectrum, N, NULL, &s), s);
    REFUSES_NULL(hop_spectrum_window(ctx, spectrum, 0.0, 1.0, NULL));
    REFUSES_NULL_AND_CLEARS(hop_spectrum_window(ctx, NULL, 0.0, 1.0, &s), s);
    REFUSES_NULL(hop_spectrum_frequencies(NULL, freq, N, &count));
    REFUSES_NULL(hop_spectrum_values(NULL, HOP_IMPEDANCE, freq, NULL, N, &count));
    REFUSES_NULL(hop_spectrum_standard_deviations(NULL, freq, N, &count));
}
END_TEST

START_TEST(test_jpl_calls_refuse_null)
{
    hop_jpl *other;
    double a, b;
    REFUSES_NULL(hop_jpl_options_create(ctx, NULL));
    REFUSES_NULL(hop_jpl_options_set_weighting(ctx, NULL, HOP_WEIGHTING_UNIT));
    REFUSES_NULL(hop_jpl_options_set_n_range(ctx, NULL, 0.1, 1.0));
    REFUSES_NULL(hop_jpl_options_set_frequency_range(ctx, NULL, 0.0, 1.0));
    REFUSES_NULL(hop_jpl_fit(ctx, spectrum, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_jpl_fit(ctx, NULL, NULL, &other), other);
    REFUSES_NULL(hop_jpl_interval(NULL, HOP_N, 0.9, HOP_INTERVAL_LINEARISED, &a, &b));
    REFUSES_NULL(hop_jpl_interval(fit, HOP_N, 0.9, HOP_INTERVAL_LINEARISED, NULL, &b));
    REFUSES_NULL(hop_jpl_interval(fit, HOP_N, 0.9, HOP_INTERVAL_LINEARISED, &a, NULL));
    REFUSES_NULL(hop_jpl_covariance(NULL, sigma));
    REFUSES_NULL(hop_jpl_covariance(fit, NULL));
    REFUSES_NULL(hop_jpl_evaluate(NULL, N, freq, sigma));
    REFUSES_NULL(hop_jpl_evaluate(fit, N, NULL, sigma));
    REFUSES_NULL(hop_jpl_evaluate(fit, N, freq, NULL));
}
END_TEST

START_TEST(test_hopping_calls_refuse_null)
{
    hop_hopping *h;
    double a, b;
    const int32_t by_fit = HOP_EXTRACTOR_FIT;
    REFUSES_NULL(hop_hopping_extract(ctx, fit, spectrum, by_fit, NULL));
    REFUSES_NULL_AND_CLEARS(hop_hopping_extract(ctx, NULL, spectrum, by_fit, &h), h);
    REFUSES_NULL_AND_CLEARS(hop_hopping_extract(ctx, fit, NULL, by_fit, &h), h);
    REFUSES_NULL_AND_CLEARS(hop_hopping_from_model(ctx, NULL, HOP_EXTRACTOR_RBM, &h), h);
    REFUSES_NULL(hop_hopping_interval(NULL, HOP_F_P, 0.9, &a, &b));
    REFUSES_NULL(hop_hopping_interval(hopping, HOP_F_P, 0.9, NULL, &b));
    REFUSES_NULL(hop_hopping_interval(hopping, HOP_F_P, 0.9, &a, NULL));
}
END_TEST

START_TEST(test_series_calls_refuse_null)
{
    REFUSES_NULL(hop_series_create(ctx, NULL));
    REFUSES_NULL(hop_series_add(ctx, NULL, 300.0, 1.0, 1.0, NULL));
    REFUSES_NULL(hop_series_add_limit(ctx, NULL, 300.0, 1.0, 1.0, HOP_STATE_NONE, 1.0));
    REFUSES_NULL(hop_series_add_fit(ctx, NULL, fit, hopping));
    REFUSES_NULL(hop_series_add_fit(ctx, series, NULL, hopping));
    REFUSES_NULL(hop_series_add_fit(ctx, series, fit, NULL));
    ck_assert_uint_eq(hop_series_count(series), 2);
}
END_TEST

START_TEST(test_arrhenius_calls_refuse_null)
{
    hop_arrhenius *a;
    hop_line *line;
    double out[16];
    REFUSES_NULL(hop_arrhenius_options_create(ctx, NULL));
    REFUSES_NULL(hop_arrhenius_options_set_method(ctx, NULL, HOP_ARRHENIUS_JOINT));
    REFUSES_NULL(hop_arrhenius_options_set_birge(ctx, NULL, HOP_BIRGE_NEVER));
    REFUSES_NULL(hop_arrhenius_fit(ctx, series, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_arrhenius_fit(ctx, NULL, NULL, &a), a);
    REFUSES_NULL(hop_arrhenius_covariance(NULL, out));
    REFUSES_NULL(hop_arrhenius_covariance(arrhenius, NULL));
    REFUSES_NULL(hop_arrhenius_predict(NULL, 300.0, out, NULL));
    REFUSES_NULL(hop_arrhenius_predict(arrhenius, 300.0, NULL, out));
    REFUSES_NULL(hop_arrhenius_line(ctx, N, freq, sigma, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_arrhenius_line(ctx, N, NULL, sigma, NULL, &line), line);
    REFUSES_NULL_AND_CLEARS(hop_arrhenius_line(ctx, N, freq, NULL, NULL, &line), line);
    REFUSES_NULL(hop_line_covariance(NULL, out));
    ck_assert_int_eq(hop_arrhenius_line(ctx, N, freq, sigma, NULL, &line), HOP_OK);
    REFUSES_NULL(hop_line_covariance(line, NULL));
    hop_line_destroy(line);
}
END_TEST

START_TEST(test_transport_calls_refuse_null)
{
    hop_transport *t;
    double a, b;
    REFUSES_NULL(hop_transport_options_create(ctx, NULL));
    REFUSES_NULL(hop_transport_options_set_attempt_frequency(ctx, NULL, 1e13, 0.0));
    REFUSES_NULL(hop_transport_options_set_convention(ctx, NULL, HOP_CONVENTION_ORDINARY));
    REFUSES_NULL(hop_transport_options_set_carrier(ctx, NULL, 1.0, 1.0, 1e-10));
    REFUSES_NULL(hop_transport_derive(ctx, arrhenius, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_transport_derive(ctx, NULL, NULL, &t), t);
    REFUSES_NULL(hop_transport_interval(NULL, 0, HOP_C, 0.9, &a, &b));
    REFUSES_NULL(hop_transport_interval(transport, 0, HOP_C, 0.9, NULL, &b));
    REFUSES_NULL(hop_transport_interval(transport, 0, HOP_C, 0.9, &a, NULL));
}
END_TEST

START_TEST(test_study_calls_refuse_null)
{
    hop_study *study;
    const hop_spectrum *const spectra[] = {spectrum, NULL};
    REFUSES_NULL(hop_study_options_create(ctx, NULL));
    REFUSES_NULL(hop_study_options_set_jpl(ctx, NULL, jpl_options));
    REFUSES_NULL(hop_study_options_set_jpl(ctx, study_options, NULL));
    REFUSES_NULL(hop_study_options_set_extractor(ctx, NULL, HOP_EXTRACTOR_FIT));
    REFUSES_NULL(hop_study_options_set_arrhenius(ctx, NULL, arrhenius_options));
    REFUSES_NULL(hop_study_options_set_arrhenius(ctx, study_options, NULL));
    REFUSES_NULL(hop_study_options_set_transport(ctx, NULL, transport_options));
    REFUSES_NULL(hop_study_options_set_transport(ctx, study_options, NULL));
    REFUSES_NULL(hop_study_analyze(ctx, 1, spectra, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_study_analyze(ctx, 1, NULL, NULL, &study), study);
    REFUSES_NULL_AND_CLEARS(hop_study_analyze(ctx, 2, spectra, NULL, &study), study);
}
END_TEST

START_TEST(test_drt_calls_refuse_null)
{
    const double sd[N] = {1.0}, tau = 1.0;
    double gamma = 0.0;
    hop_drt_options *options;
    hop_drt *drt;
    hop_drt_set *set;
    const hop_spectrum *none[1] = {NULL};
    REFUSES_NULL(hop_drt_options_create(ctx, NULL));
    REFUSES_NULL(hop_drt_options_set_basis(ctx, NULL, 1, 0.5));
    REFUSES_NULL(hop_drt_options_set_order(ctx, NULL, 1));
    REFUSES_NULL(hop_drt_options_set_parts(ctx, NULL, 1));
    REFUSES_NULL(hop_drt_options_set_series(ctx, NULL, 1, 1));
    REFUSES_NULL(hop_drt_options_set_electrode(ctx, NULL, 1, 1.0));
    REFUSES_NULL(hop_drt_options_set_weighting(ctx, NULL, 1));
    REFUSES_NULL(hop_drt_options_set_tau(ctx, NULL, NAN, NAN, 0));
    REFUSES_NULL(hop_drt_options_set_lambda(ctx, NULL, 1, 1.0));
    REFUSES_NULL(hop_drt_options_set_samples(ctx, NULL, 0, 1));
    REFUSES_NULL(hop_drt_options_set_peaks(ctx, NULL, 0.1, 0.1));
    REFUSES_NULL(hop_drt_options_set_peak_fit(ctx, NULL, 1));
    REFUSES_NULL(hop_drt_options_set_noise(ctx, NULL, 1));
    ck_assert_int_eq(hop_drt_options_create(NULL, &options), HOP_OK);
    REFUSES_NULL(hop_drt_options_set_standard_deviations(ctx, NULL, N, sd, sd));
    REFUSES_NULL(hop_drt_options_set_standard_deviations(ctx, options, N, NULL, sd));
    REFUSES_NULL(hop_drt_options_set_standard_deviations(ctx, options, N, sd, NULL));
    hop_drt_options_destroy(options);
    REFUSES_NULL(hop_drt_calculate(ctx, spectrum, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_drt_calculate(ctx, NULL, NULL, &drt), drt);
    REFUSES_NULL(hop_drt_batch(ctx, 1, none, NULL, NULL));
    REFUSES_NULL_AND_CLEARS(hop_drt_batch(ctx, 1, NULL, NULL, &set), set);
    REFUSES_NULL_AND_CLEARS(hop_drt_batch(ctx, 1, none, NULL, &set), set);
    REFUSES_NULL(hop_drt_gamma(NULL, &gamma, &gamma, 1, NULL));
    REFUSES_NULL(hop_drt_coefficients(NULL, &gamma, 1, NULL));
    REFUSES_NULL(hop_drt_evaluate(NULL, 1, &tau, &gamma));
    REFUSES_NULL(hop_drt_impedance(NULL, &gamma, &gamma, 1, NULL));
    REFUSES_NULL(hop_drt_lambda_curve(NULL, &gamma, &gamma, 1, NULL));
    REFUSES_NULL(hop_drt_band(NULL, 0.9, &gamma, &gamma, 1, NULL));
    ck_assert_uint_eq(hop_drt_warnings(NULL), 0);
    ck_assert_int_eq(hop_drt_lambda_method(NULL), 0);
    ck_assert_uint_eq(hop_drt_set_count(NULL), 0);
    ck_assert_ptr_null(hop_drt_set_get(NULL, 0));
    ck_assert(isnan(hop_drt_peak(NULL, 0, HOP_TAU)));
    hop_drt_destroy(NULL);
    hop_drt_set_destroy(NULL);
    hop_drt_options_destroy(NULL);
}
END_TEST

START_TEST(test_simulation_calls_refuse_null)
{
    hop_spectrum *s;
    REFUSES_NULL(hop_simulation_create(ctx, HOP_MODEL_JPL, NULL));
    REFUSES_NULL(hop_simulation_set(ctx, NULL, HOP_SIM_N, 0.7));
    REFUSES_NULL(hop_simulation_set_seed(ctx, NULL, 1, 2));
    REFUSES_NULL(hop_simulation_run(ctx, simulation, N, freq, NULL));
    REFUSES_NULL_AND_CLEARS(hop_simulation_run(ctx, NULL, N, freq, &s), s);
    REFUSES_NULL_AND_CLEARS(hop_simulation_run(ctx, simulation, N, NULL, &s), s);
}
END_TEST

START_TEST(test_file_calls_refuse_null)
{
    const char text[] = "frequency_Hz,sigma_S_per_m\n1,2\n";
    hop_file *file;
    hop_spectrum *s;
    REFUSES_NULL(hop_read_file(ctx, "x.csv", NULL));
    REFUSES_NULL_AND_CLEARS(hop_read_file(ctx, NULL, &file), file);
    REFUSES_NULL(hop_read_memory(ctx, "x.csv", text, sizeof text - 1, NULL));
    REFUSES_NULL_AND_CLEARS(hop_read_memory(ctx, NULL, text, sizeof text - 1, &file), file);
    REFUSES_NULL_AND_CLEARS(hop_read_memory(ctx, "x.csv", NULL, 5, &file), file);
    REFUSES_NULL_AND_CLEARS(hop_file_spectrum(ctx, NULL, 0, NAN, NAN, NAN, &s), s);
    ck_assert_int_eq(hop_read_memory(ctx, "x.csv", text, sizeof text - 1, &file), HOP_OK);
    REFUSES_NULL(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, NULL));
    hop_file_destroy(file);
    REFUSES_NULL(hop_write_table(ctx, NULL, HOP_CONDUCTIVITY, "/nowhere/x.csv"));
    REFUSES_NULL(hop_write_table(ctx, spectrum, HOP_CONDUCTIVITY, NULL));
}
END_TEST

START_TEST(test_file_getters_of_null_answer_nothing)
{
    ck_assert_ptr_null(hop_file_format(NULL));
    ck_assert_uint_eq(hop_file_count(NULL), 0);
    ck_assert_uint_eq(hop_file_points(NULL, 0), 0);
    ck_assert(isnan(hop_file_f_min(NULL, 0)) && isnan(hop_file_f_max(NULL, 0)));
    ck_assert(isnan(hop_file_temperature(NULL, 0)));
    ck_assert_int_eq(hop_file_representation(NULL, 0), 0);
    ck_assert_uint_eq(hop_file_ignored_count(NULL), 0);
    ck_assert_ptr_null(hop_file_ignored(NULL, 0));
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("null", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_destroy_null_does_nothing);
    tcase_add_test(tcase, test_context_null_is_refused_or_stands_for_the_defaults);
    tcase_add_test(tcase, test_error_text_of_null_argument_says_so);
    tcase_add_test(tcase, test_spectrum_constructors_refuse_null);
    tcase_add_test(tcase, test_spectrum_calls_refuse_null);
    tcase_add_test(tcase, test_jpl_calls_refuse_null);
    tcase_add_test(tcase, test_hopping_calls_refuse_null);
    tcase_add_test(tcase, test_series_calls_refuse_null);
    tcase_add_test(tcase, test_arrhenius_calls_refuse_null);
    tcase_add_test(tcase, test_transport_calls_refuse_null);
    tcase_add_test(tcase, test_study_calls_refuse_null);
    tcase_add_test(tcase, test_drt_calls_refuse_null);
    tcase_add_test(tcase, test_simulation_calls_refuse_null);
    tcase_add_test(tcase, test_file_calls_refuse_null);
    tcase_add_test(tcase, test_file_getters_of_null_answer_nothing);
    return hopt_run(suite);
}
