/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "spectra.h"
#include "support.h"
#include "trap.h"

/* What is made of several spectra or fits, without memory. */
enum { TEMPERATURES = 20 };

/* More temperatures than the series first has room for. */
static hop_status make_series(hop_ctx *ctx, hop_series **series)
{
    const double v[4] = {1e-4, 2e-5, 2e-5, 4e-4};
    *series = HOPT_POISON;
    hop_status status;
    HOPT_CALL(status, hop_series_create(ctx, series), *series);
    for (int k = 0; k < TEMPERATURES && status == HOP_OK; k++) {
        const double T = 250.0 + 5.0 * k;
        status = hop_series_add(ctx, *series, T, 3.0 - 4000.0 / T, 27.0 - 3600.0 / T, v);
        if (status != HOP_OK) {
            ck_assert_uint_eq(hop_series_count(*series), (size_t)k);
        }
    }
    return status;
}

static hop_status run_lines_and_transport(hop_ctx *ctx)
{
    hop_series *series;
    hop_arrhenius *a = NULL;
    hop_status status = make_series(ctx, &series);
    if (status == HOP_OK) {
        a = HOPT_POISON;
        HOPT_CALL(status, hop_arrhenius_fit(ctx, series, NULL, &a), a);
    }
    if (status == HOP_OK) {
        hop_transport *t = HOPT_POISON;
        HOPT_CALL(status, hop_transport_derive(ctx, a, NULL, &t), t);
        hop_transport_destroy(t);
    }
    hop_series_destroy(series);
    hop_arrhenius_destroy(a);
    return status;
}

static hop_status add_spectrum(hop_ctx *ctx, double f_p_hz, double temperature_k,
                               hop_series *series)
{
    double y[HOPT_POINTS];
    hop_spectrum *s;
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    for (int k = 0; k < HOPT_POINTS; k++) {
        y[k] = 1e-4 * (1.0 + pow(hopt_freq[k] / f_p_hz, 0.68))
               * (1.0 + 0.01 * sin(1.0 + 2.3 * k * k));
    }
    hop_status status = hopt_spectrum(ctx, y, temperature_k, &s);
    if (status == HOP_OK) {
        fit = HOPT_POISON;
        HOPT_CALL(status, hop_jpl_fit(ctx, s, NULL, &fit), fit);
    }
    if (status == HOP_OK) {
        h = HOPT_POISON;
        HOPT_CALL(status, hop_hopping_extract(ctx, fit, s, HOP_EXTRACTOR_FIT, &h), h);
    }
    if (status == HOP_OK) {
        const size_t before = hop_series_count(series);
        status = hop_series_add_fit(ctx, series, fit, h);
        ck_assert_uint_eq(hop_series_count(series), before + (status == HOP_OK));
    }
    hop_spectrum_destroy(s);
    hop_jpl_destroy(fit);
    hop_hopping_destroy(h);
    return status;
}

/* Two numbers and a limit: the series keeps the spectra, the lines make their likelihoods. */
static hop_status run_lines_with_a_limit(hop_ctx *ctx)
{
    const double f_p_hz[] = {4e4, 4e6, 4e11};
    hop_series *series = HOPT_POISON;
    hop_status status;
    HOPT_CALL(status, hop_series_create(ctx, &series), series);
    for (int k = 0; k < 3 && status == HOP_OK; k++) {
        status = add_spectrum(ctx, f_p_hz[k], 260.0 + 30.0 * k, series);
    }
    if (status == HOP_OK) {
        hop_arrhenius *a = HOPT_POISON;
        HOPT_CALL(status, hop_arrhenius_fit(ctx, series, NULL, &a), a);
        ck_assert(!a || hop_arrhenius_value(a, HOP_POINTS_CENSORED) == 1.0);
        hop_arrhenius_destroy(a);
    }
    hop_series_destroy(series);
    return status;
}

static hop_status run_line(hop_ctx *ctx)
{
    hop_line *line = HOPT_POISON;
    hop_status status;
    HOPT_CALL(status, hop_arrhenius_line(ctx, HOPT_POINTS, hopt_freq, hopt_sigma, NULL, &line),
              line);
    hop_line_destroy(line);
    return status;
}

/* Two temperatures with a frequency and one with a limit. */
static hop_status run_study(hop_ctx *ctx)
{
    hop_spectrum *spectra[3] = {NULL, NULL, NULL};
    hop_status status = HOP_OK;
    for (int k = 0; k < 3 && status == HOP_OK; k++) {
        status = hopt_spectrum(ctx, k < 2 ? hopt_sigma : hopt_falling, 300.0 + k, &spectra[k]);
    }
    if (status == HOP_OK) {
        hop_study *study = HOPT_POISON;
        HOPT_CALL(status,
                  hop_study_analyze(ctx, 3, (const hop_spectrum *const *)spectra, NULL, &study),
                  study);
        ck_assert(!study || hop_study_transport(study) != NULL);
        hop_study_destroy(study);
    }
    for (int k = 0; k < 3; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
    return status;
}

/* The lines and spectra that are compared come from elsewhere. */
static hop_status run_comparisons(hop_ctx *ctx)
{
    const double sigma_dc[2] = {1e-4, 1e-4}, f_p[2] = {4e4, 4e4}, x[2] = {0.3, 0.4},
                 y[2] = {10.0, 12.0}, v[8] = {1e-4, 0.0, 0.0, 1e-2, 1e-4, 0.0, 0.0, 1e-2};
    hop_series *series;
    hop_arrhenius *a = NULL;
    hop_spectrum *spectra[2];
    ck_assert_int_eq(make_series(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, NULL, &a), HOP_OK);
    ck_assert_int_eq(hopt_spectrum(NULL, hopt_sigma, 300.0, &spectra[0]), HOP_OK);
    ck_assert_int_eq(hopt_spectrum(NULL, hopt_sigma, 310.0, &spectra[1]), HOP_OK);
    hop_decomposition *d = HOPT_POISON;
    hop_compensation *line = NULL;
    hop_scaling *scaled = NULL;
    hop_status status;
    HOPT_CALL(status, hop_decompose_temperatures(ctx, a, 300.0, 310.0, &d), d);
    if (status == HOP_OK) {
        line = HOPT_POISON;
        HOPT_CALL(status, hop_meyer_neldel(ctx, 2, x, y, v, HOP_BIRGE_NEVER, &line), line);
    }
    if (status == HOP_OK) {
        scaled = HOPT_POISON;
        HOPT_CALL(status,
                  hop_scaling_collapse(ctx, 2, (const hop_spectrum *const *)spectra, sigma_dc,
                                       f_p, HOP_SCALING_GHOSH, &scaled),
                  scaled);
    }
    hop_decomposition_destroy(d);
    hop_compensation_destroy(line);
    hop_scaling_destroy(scaled);
    hop_spectrum_destroy(spectra[0]);
    hop_spectrum_destroy(spectra[1]);
    hop_arrhenius_destroy(a);
    hop_series_destroy(series);
    return status;
}

static hop_status run_kk(hop_ctx *ctx)
{
    hop_spectrum *s = NULL;
    hop_kk_options *options = HOPT_POISON;
    hop_kk *one = NULL, *two[2] = {NULL, NULL};
    double modulus[HOPT_POINTS];
    hop_status status;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, HOPT_POINTS, hopt_freq, hopt_sigma,
                                                    hopt_sigma_im, NAN, NAN, 300.0, &s),
                     HOP_OK);
    HOPT_CALL(status, hop_kk_options_create(ctx, &options), options);
    if (status == HOP_OK) {
        one = HOPT_POISON;
        HOPT_CALL(status, hop_kk_test(ctx, s, options, &one), one);
    }
    if (status == HOP_OK) {
        const hop_spectrum *both[2] = {s, s};
        status = hop_kk_test_batch(ctx, 2, both, options, two);
        ck_assert((status == HOP_OK) == (two[0] != NULL)
                  && (status == HOP_OK) == (two[1] != NULL));
    }
    if (status == HOP_OK) {
        status = hop_kk_zhit(ctx, s, 0.0, INFINITY, modulus, HOPT_POINTS, NULL);
    }
    hop_kk_destroy(two[0]);
    hop_kk_destroy(two[1]);
    hop_kk_destroy(one);
    hop_kk_options_destroy(options);
    hop_spectrum_destroy(s);
    return status;
}

static hop_status run_drt(hop_ctx *ctx)
{
    hop_spectrum *s = NULL;
    hop_drt_options *options = HOPT_POISON;
    hop_drt *one = NULL;
    hop_drt_set *set = NULL;
    hop_status status;
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, HOPT_POINTS, hopt_freq, hopt_falling,
                                                 hopt_falling, NAN, NAN, NAN, &s),
                     HOP_OK);
    HOPT_CALL(status, hop_drt_options_create(ctx, &options), options);
    if (status == HOP_OK) {
        status = hop_drt_options_set_standard_deviations(ctx, options, HOPT_POINTS, hopt_falling,
                                                         hopt_falling);
    }
    if (status == HOP_OK) {
        hop_drt_options_set_samples(ctx, options, 100, 1);
        hop_drt_options_set_tau(ctx, options, 1e-7, 1e-3, 12);
        one = HOPT_POISON;
        HOPT_CALL(status, hop_drt_calculate(ctx, s, options, &one), one);
    }
    if (status == HOP_OK) {
        const hop_spectrum *both[2] = {s, s};
        set = HOPT_POISON;
        HOPT_CALL(status, hop_drt_batch(ctx, 2, both, options, &set), set);
    }
    hop_drt_set_destroy(set);
    hop_drt_destroy(one);
    hop_drt_options_destroy(options);
    hop_spectrum_destroy(s);
    return status;
}

START_TEST(test_lines_and_transport_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_lines_and_transport);
}
END_TEST

START_TEST(test_lines_with_a_limit_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_lines_with_a_limit);
}
END_TEST

START_TEST(test_comparisons_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_comparisons);
}
END_TEST

START_TEST(test_kramers_kronig_without_memory_leaves_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_kk);
}
END_TEST

START_TEST(test_relaxation_times_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_drt);
}
END_TEST

START_TEST(test_line_without_memory_leaves_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_line);
}
END_TEST

START_TEST(test_study_without_memory_leaves_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_study);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("allocation_analyses", &tcase);
    tcase_add_checked_fixture(tcase, hopt_make_spectra, NULL);
    tcase_add_test(tcase, test_lines_and_transport_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_lines_with_a_limit_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_comparisons_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_kramers_kronig_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_relaxation_times_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_line_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_study_without_memory_leaves_nothing_behind);
    return hopt_run(suite);
}
