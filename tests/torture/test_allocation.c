/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/*
 * Each job runs part of the chain. Every call of the allocator in it is made to
 * fail, once alone and once with all that follow: the answer must be
 * HOP_ERR_OUT_OF_MEMORY, the out pointer NULL, and nothing may be left behind.
 */
enum { N = 31, TEMPERATURES = 20 };

typedef struct trap {
    int calls, failing_call, keeps_failing, live;
} trap;

static void *trapped_allocate(void *user, size_t size)
{
    trap *t = user;
    t->calls++;
    if (t->failing_call > 0
        && (t->calls == t->failing_call || (t->keeps_failing && t->calls > t->failing_call))) {
        return NULL;
    }
    t->live++;
    return malloc(size);
}

static void trapped_release(void *user, void *memory)
{
    ((trap *)user)->live--;
    free(memory);
}

static double freq[N], sigma[N], sigma_im[N], falling[N];

static void set_up(void)
{
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        const double power = pow(freq[k] / 4e4, 0.68);
        sigma[k] = 1e-4 * (1.0 + power) * (1.0 + 0.01 * sin(1.0 + 2.3 * k * k));
        sigma_im[k] = 2e-4 * power;
        falling[k] = 3.0 - 0.001 * k;
    }
}

/* What an out pointer holds before a call that must not leave it as it is. */
static int poison;
#define POISON ((void *)&poison)

/* status = call, and the promise about its out pointer. */
#define CALL(status, call, out)                                                            \
    do {                                                                                   \
        (status) = (call);                                                                 \
        ck_assert((status) == HOP_OK ? (out) != NULL && (void *)(out) != POISON            \
                                     : (out) == NULL);                                     \
    } while (0)

typedef hop_status (*job)(hop_ctx *ctx);

static void assert_every_failure_is_clean(job run)
{
    int failures = 0;
    for (int keeps_failing = 0; keeps_failing < 2; keeps_failing++) {
        for (int k = 2;; k++) { /* the first call makes the context */
            trap t = {.failing_call = k, .keeps_failing = keeps_failing};
            hop_ctx *ctx = NULL;
            ck_assert_int_eq(
                hop_ctx_create_with_allocator(trapped_allocate, trapped_release, &t, &ctx),
                HOP_OK);
            const hop_status status = run(ctx);
            ck_assert_msg(t.live == 1, "call %d: %d pieces of memory left", k, t.live - 1);
            if (t.calls < k) {
                ck_assert_int_eq(status, HOP_OK);
                hop_ctx_destroy(ctx);
                break;
            }
            ck_assert_msg(status == HOP_ERR_OUT_OF_MEMORY, "call %d: %s", k,
                          hop_status_name(status));
            ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "no memory"));
            hop_ctx_destroy(ctx);
            failures++;
        }
    }
    ck_assert_int_gt(failures, 0);
}

static hop_status make_spectrum(hop_ctx *ctx, const double *y, double temperature_k,
                                hop_spectrum **s)
{
    *s = POISON;
    hop_status status;
    CALL(status, hop_spectrum_from_conductivity(ctx, N, freq, y, sigma_im, 1e-3, 1e-4,
                                                temperature_k, s), *s);
    return status;
}

static hop_status run_constructors(hop_ctx *ctx)
{
    hop_status (*const make[])(hop_ctx *, size_t, const double *, const double *, const double *,
                               double, double, double, hop_spectrum **) = {
        hop_spectrum_from_impedance,  hop_spectrum_from_admittance, hop_spectrum_from_conductivity,
        hop_spectrum_from_permittivity, hop_spectrum_from_modulus};
    hop_status status = HOP_OK;
    for (int k = 0; k < 5 && status == HOP_OK; k++) {
        hop_spectrum *s = POISON;
        CALL(status, make[k](ctx, N, freq, sigma, sigma_im, NAN, NAN, NAN, &s), s);
        hop_spectrum_destroy(s);
    }
    return status;
}

static hop_status run_spectrum_copies(hop_ctx *ctx)
{
    hop_spectrum *s, *with_sd = NULL, *window = NULL;
    hop_status status = make_spectrum(ctx, sigma, 300.0, &s);
    if (status == HOP_OK) {
        with_sd = POISON;
        CALL(status, hop_spectrum_with_standard_deviations(ctx, s, N, sigma, &with_sd), with_sd);
    }
    if (status == HOP_OK) {
        window = POISON;
        CALL(status, hop_spectrum_window(ctx, with_sd, 1e3, 1e5, &window), window);
    }
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(with_sd);
    hop_spectrum_destroy(window);
    return status;
}

static hop_status run_options(hop_ctx *ctx)
{
    hop_jpl_options *jpl = POISON;
    hop_arrhenius_options *arrhenius = NULL;
    hop_transport_options *transport = NULL;
    hop_study_options *study = NULL;
    hop_status status;
    CALL(status, hop_jpl_options_create(ctx, &jpl), jpl);
    if (status == HOP_OK) {
        arrhenius = POISON;
        CALL(status, hop_arrhenius_options_create(ctx, &arrhenius), arrhenius);
    }
    if (status == HOP_OK) {
        transport = POISON;
        CALL(status, hop_transport_options_create(ctx, &transport), transport);
    }
    if (status == HOP_OK) {
        study = POISON;
        CALL(status, hop_study_options_create(ctx, &study), study);
    }
    hop_jpl_options_destroy(jpl);
    hop_arrhenius_options_destroy(arrhenius);
    hop_transport_options_destroy(transport);
    hop_study_options_destroy(study);
    return status;
}

static hop_status fit_and_extract(hop_ctx *ctx, const double *y)
{
    hop_spectrum *s;
    hop_jpl *fit = NULL;
    hop_status status = make_spectrum(ctx, y, 300.0, &s);
    if (status == HOP_OK) {
        fit = POISON;
        CALL(status, hop_jpl_fit(ctx, s, NULL, &fit), fit);
    }
    for (int32_t e = HOP_EXTRACTOR_FIT; e <= HOP_EXTRACTOR_CELL && status == HOP_OK; e++) {
        hop_hopping *h = POISON;
        CALL(status, hop_hopping_extract(ctx, fit, s, e, &h), h);
        hop_hopping_destroy(h);
    }
    hop_spectrum_destroy(s);
    hop_jpl_destroy(fit);
    return status;
}

static hop_status run_fit_of_a_measured_frequency(hop_ctx *ctx)
{
    return fit_and_extract(ctx, sigma);
}

static hop_status run_fit_of_a_limit(hop_ctx *ctx)
{
    return fit_and_extract(ctx, falling);
}

/* A model of the real part and one of both parts. */
static hop_status run_models(hop_ctx *ctx)
{
    hop_spectrum *s;
    hop_model_options *options = NULL;
    hop_status status = make_spectrum(ctx, sigma, 300.0, &s);
    for (int32_t kind = HOP_MODEL_NCL; kind <= HOP_MODEL_COMPLEX_JPL && status == HOP_OK;
         kind += HOP_MODEL_COMPLEX_JPL - HOP_MODEL_NCL) {
        options = POISON;
        CALL(status, hop_model_options_create(ctx, &options), options);
        if (status == HOP_OK) {
            ck_assert_int_eq(hop_model_options_set_model(ctx, options, kind), HOP_OK);
            ck_assert_int_eq(hop_model_options_set_starts(ctx, options, 2), HOP_OK);
            hop_model *model = POISON;
            CALL(status, hop_model_fit(ctx, s, options, &model), model);
            if (status == HOP_OK && kind == HOP_MODEL_COMPLEX_JPL) {
                hop_hopping *h = POISON;
                CALL(status, hop_hopping_from_model(ctx, model, HOP_EXTRACTOR_CELL, &h), h);
                hop_hopping_destroy(h);
            }
            hop_model_destroy(model);
        }
        hop_model_options_destroy(options);
    }
    hop_spectrum_destroy(s);
    return status;
}

/* More temperatures than the series first has room for. */
static hop_status make_series(hop_ctx *ctx, hop_series **series)
{
    const double v[4] = {1e-4, 2e-5, 2e-5, 4e-4};
    *series = POISON;
    hop_status status;
    CALL(status, hop_series_create(ctx, series), *series);
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
        a = POISON;
        CALL(status, hop_arrhenius_fit(ctx, series, NULL, &a), a);
    }
    if (status == HOP_OK) {
        hop_transport *t = POISON;
        CALL(status, hop_transport_derive(ctx, a, NULL, &t), t);
        hop_transport_destroy(t);
    }
    hop_series_destroy(series);
    hop_arrhenius_destroy(a);
    return status;
}

static hop_status add_spectrum(hop_ctx *ctx, double f_p_hz, double temperature_k,
                               hop_series *series)
{
    double y[N];
    hop_spectrum *s;
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    for (int k = 0; k < N; k++) {
        y[k] = 1e-4 * (1.0 + pow(freq[k] / f_p_hz, 0.68)) * (1.0 + 0.01 * sin(1.0 + 2.3 * k * k));
    }
    hop_status status = make_spectrum(ctx, y, temperature_k, &s);
    if (status == HOP_OK) {
        fit = POISON;
        CALL(status, hop_jpl_fit(ctx, s, NULL, &fit), fit);
    }
    if (status == HOP_OK) {
        h = POISON;
        CALL(status, hop_hopping_extract(ctx, fit, s, HOP_EXTRACTOR_FIT, &h), h);
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
    hop_series *series = POISON;
    hop_status status;
    CALL(status, hop_series_create(ctx, &series), series);
    for (int k = 0; k < 3 && status == HOP_OK; k++) {
        status = add_spectrum(ctx, f_p_hz[k], 260.0 + 30.0 * k, series);
    }
    if (status == HOP_OK) {
        hop_arrhenius *a = POISON;
        CALL(status, hop_arrhenius_fit(ctx, series, NULL, &a), a);
        ck_assert(!a || hop_arrhenius_value(a, HOP_POINTS_CENSORED) == 1.0);
        hop_arrhenius_destroy(a);
    }
    hop_series_destroy(series);
    return status;
}

static hop_status run_line(hop_ctx *ctx)
{
    hop_line *line = POISON;
    hop_status status;
    CALL(status, hop_arrhenius_line(ctx, N, freq, sigma, NULL, &line), line);
    hop_line_destroy(line);
    return status;
}

static hop_status run_simulation(hop_ctx *ctx)
{
    hop_status status = HOP_OK;
    for (int32_t model = HOP_MODEL_JPL; model <= HOP_MODEL_CELL && status == HOP_OK; model++) {
        hop_simulation *simulation = POISON;
        CALL(status, hop_simulation_create(ctx, model, &simulation), simulation);
        if (status == HOP_OK) {
            hop_spectrum *s = POISON;
            hop_simulation_set(ctx, simulation, HOP_SIM_SIGMA_DC, 1e-4);
            hop_simulation_set(ctx, simulation, HOP_SIM_F_P, 1e5);
            hop_simulation_set(ctx, simulation, HOP_SIM_N, 0.7);
            hop_simulation_set(ctx, simulation, HOP_SIM_THICKNESS, 1e-3);
            hop_simulation_set(ctx, simulation, HOP_SIM_AREA, 1e-4);
            CALL(status, hop_simulation_run(ctx, simulation, N, freq, &s), s);
            hop_spectrum_destroy(s);
        }
        hop_simulation_destroy(simulation);
    }
    return status;
}

/* Two temperatures with a frequency and one with a limit. */
static hop_status run_study(hop_ctx *ctx)
{
    hop_spectrum *spectra[3] = {NULL, NULL, NULL};
    hop_status status = HOP_OK;
    for (int k = 0; k < 3 && status == HOP_OK; k++) {
        status = make_spectrum(ctx, k < 2 ? sigma : falling, 300.0 + k, &spectra[k]);
    }
    if (status == HOP_OK) {
        hop_study *study = POISON;
        CALL(status, hop_study_analyze(ctx, 3, (const hop_spectrum *const *)spectra, NULL,
                                     &study), study);
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
    ck_assert_int_eq(make_spectrum(NULL, sigma, 300.0, &spectra[0]), HOP_OK);
    ck_assert_int_eq(make_spectrum(NULL, sigma, 310.0, &spectra[1]), HOP_OK);
    hop_decomposition *d = POISON;
    hop_compensation *line = NULL;
    hop_scaling *scaled = NULL;
    hop_status status;
    CALL(status, hop_decompose_temperatures(ctx, a, 300.0, 310.0, &d), d);
    if (status == HOP_OK) {
        line = POISON;
        CALL(status, hop_meyer_neldel(ctx, 2, x, y, v, HOP_BIRGE_NEVER, &line), line);
    }
    if (status == HOP_OK) {
        scaled = POISON;
        CALL(status, hop_scaling_collapse(ctx, 2, (const hop_spectrum *const *)spectra, sigma_dc,
                                          f_p, HOP_SCALING_GHOSH, &scaled), scaled);
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
    hop_kk_options *options = POISON;
    hop_kk *one = NULL, *two[2] = {NULL, NULL};
    double modulus[N];
    hop_status status;
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, N, freq, sigma, sigma_im, NAN, NAN, 300.0,
                                                    &s), HOP_OK);
    CALL(status, hop_kk_options_create(ctx, &options), options);
    if (status == HOP_OK) {
        one = POISON;
        CALL(status, hop_kk_test(ctx, s, options, &one), one);
    }
    if (status == HOP_OK) {
        const hop_spectrum *both[2] = {s, s};
        status = hop_kk_test_batch(ctx, 2, both, options, two);
        ck_assert((status == HOP_OK) == (two[0] != NULL) && (status == HOP_OK) == (two[1] != NULL));
    }
    if (status == HOP_OK) {
        status = hop_kk_zhit(ctx, s, 0.0, INFINITY, modulus, N, NULL);
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
    hop_drt_options *options = POISON;
    hop_drt *one = NULL;
    hop_drt_set *set = NULL;
    hop_status status;
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, N, freq, falling, falling, NAN, NAN, NAN,
                                                 &s), HOP_OK);
    CALL(status, hop_drt_options_create(ctx, &options), options);
    if (status == HOP_OK) {
        status = hop_drt_options_set_standard_deviations(ctx, options, N, falling, falling);
    }
    if (status == HOP_OK) {
        hop_drt_options_set_samples(ctx, options, 100, 1);
        hop_drt_options_set_tau(ctx, options, 1e-7, 1e-3, 12);
        one = POISON;
        CALL(status, hop_drt_calculate(ctx, s, options, &one), one);
    }
    if (status == HOP_OK) {
        const hop_spectrum *both[2] = {s, s};
        set = POISON;
        CALL(status, hop_drt_batch(ctx, 2, both, options, &set), set);
    }
    hop_drt_set_destroy(set);
    hop_drt_destroy(one);
    hop_drt_options_destroy(options);
    hop_spectrum_destroy(s);
    return status;
}

START_TEST(test_constructors_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_constructors);
}
END_TEST

START_TEST(test_copies_of_a_spectrum_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_spectrum_copies);
}
END_TEST

START_TEST(test_options_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_options);
}
END_TEST

START_TEST(test_fit_of_a_measured_frequency_without_memory_leaves_nothing_behind)
{
    assert_every_failure_is_clean(run_fit_of_a_measured_frequency);
}
END_TEST

START_TEST(test_fit_of_a_limit_without_memory_leaves_nothing_behind)
{
    assert_every_failure_is_clean(run_fit_of_a_limit);
}
END_TEST

START_TEST(test_models_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_models);
}
END_TEST

START_TEST(test_lines_and_transport_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_lines_and_transport);
}
END_TEST

START_TEST(test_lines_with_a_limit_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_lines_with_a_limit);
}
END_TEST

START_TEST(test_comparisons_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_comparisons);
}
END_TEST

START_TEST(test_kramers_kronig_without_memory_leaves_nothing_behind)
{
    assert_every_failure_is_clean(run_kk);
}
END_TEST

START_TEST(test_relaxation_times_without_memory_leave_nothing_behind)
{
    assert_every_failure_is_clean(run_drt);
}
END_TEST

START_TEST(test_line_without_memory_leaves_nothing_behind)
{
    assert_every_failure_is_clean(run_line);
}
END_TEST

START_TEST(test_simulation_without_memory_leaves_nothing_behind)
{
    assert_every_failure_is_clean(run_simulation);
}
END_TEST

START_TEST(test_study_without_memory_leaves_nothing_behind)
{
    assert_every_failure_is_clean(run_study);
}
END_TEST

START_TEST(test_context_without_memory_is_error)
{
    trap t = {.failing_call = 1};
    hop_ctx *ctx = POISON;
    ck_assert_int_eq(hop_ctx_create_with_allocator(trapped_allocate, trapped_release, &t, &ctx),
                     HOP_ERR_OUT_OF_MEMORY);
    ck_assert_ptr_null(ctx);
}
END_TEST

START_TEST(test_handles_outlive_their_context)
{
    trap t = {.failing_call = 0};
    hop_ctx *ctx = NULL;
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    ck_assert_int_eq(hop_ctx_create_with_allocator(trapped_allocate, trapped_release, &t, &ctx),
                     HOP_OK);
    ck_assert_int_eq(make_spectrum(ctx, sigma, 300.0, &s), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(ctx, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
    hop_ctx_destroy(ctx);
    hop_spectrum_destroy(s);
    const double f_p = hop_jpl_value(fit, HOP_F_P);
    hop_jpl_destroy(fit);
    ck_assert(isfinite(f_p) && fabs(hop_hopping_value(h, HOP_F_P) / f_p - 1.0) < 1e-13);
    hop_hopping_destroy(h);
    ck_assert_int_eq(t.live, 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("allocation", &tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, test_constructors_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_copies_of_a_spectrum_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_options_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_fit_of_a_measured_frequency_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_fit_of_a_limit_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_models_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_lines_and_transport_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_lines_with_a_limit_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_comparisons_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_kramers_kronig_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_relaxation_times_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_line_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_simulation_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_study_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_context_without_memory_is_error);
    tcase_add_test(tcase, test_handles_outlive_their_context);
    return hopt_run(suite);
}
