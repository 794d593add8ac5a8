/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "spectra.h"
#include "support.h"
#include "trap.h"

/* Spectra, options and fits without memory: part of the chain at a time. */

static hop_status run_constructors(hop_ctx *ctx)
{
    hop_status (*const make[])(hop_ctx *, size_t, const double *, const double *, const double *,
                               double, double, double, hop_spectrum **) = {
        hop_spectrum_from_impedance, hop_spectrum_from_admittance,
        hop_spectrum_from_conductivity, hop_spectrum_from_permittivity,
        hop_spectrum_from_modulus};
    hop_status status = HOP_OK;
    for (int k = 0; k < 5 && status == HOP_OK; k++) {
        hop_spectrum *s = HOPT_POISON;
        HOPT_CALL(
            status,
            make[k](ctx, HOPT_POINTS, hopt_freq, hopt_sigma, hopt_sigma_im, NAN, NAN, NAN, &s),
            s);
        hop_spectrum_destroy(s);
    }
    return status;
}

static hop_status run_spectrum_copies(hop_ctx *ctx)
{
    hop_spectrum *s, *with_sd = NULL, *window = NULL;
    hop_status status = hopt_spectrum(ctx, hopt_sigma, 300.0, &s);
    if (status == HOP_OK) {
        with_sd = HOPT_POISON;
        HOPT_CALL(
            status,
            hop_spectrum_with_standard_deviations(ctx, s, HOPT_POINTS, hopt_sigma, &with_sd),
            with_sd);
    }
    if (status == HOP_OK) {
        window = HOPT_POISON;
        HOPT_CALL(status, hop_spectrum_window(ctx, with_sd, 1e3, 1e5, &window), window);
    }
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(with_sd);
    hop_spectrum_destroy(window);
    return status;
}

static hop_status run_options(hop_ctx *ctx)
{
    hop_jpl_options *jpl = HOPT_POISON;
    hop_arrhenius_options *arrhenius = NULL;
    hop_transport_options *transport = NULL;
    hop_study_options *study = NULL;
    hop_status status;
    HOPT_CALL(status, hop_jpl_options_create(ctx, &jpl), jpl);
    if (status == HOP_OK) {
        arrhenius = HOPT_POISON;
        HOPT_CALL(status, hop_arrhenius_options_create(ctx, &arrhenius), arrhenius);
    }
    if (status == HOP_OK) {
        transport = HOPT_POISON;
        HOPT_CALL(status, hop_transport_options_create(ctx, &transport), transport);
    }
    if (status == HOP_OK) {
        study = HOPT_POISON;
        HOPT_CALL(status, hop_study_options_create(ctx, &study), study);
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
    hop_status status = hopt_spectrum(ctx, y, 300.0, &s);
    if (status == HOP_OK) {
        fit = HOPT_POISON;
        HOPT_CALL(status, hop_jpl_fit(ctx, s, NULL, &fit), fit);
    }
    for (int32_t e = HOP_EXTRACTOR_FIT; e <= HOP_EXTRACTOR_CELL && status == HOP_OK; e++) {
        hop_hopping *h = HOPT_POISON;
        HOPT_CALL(status, hop_hopping_extract(ctx, fit, s, e, &h), h);
        hop_hopping_destroy(h);
    }
    hop_spectrum_destroy(s);
    hop_jpl_destroy(fit);
    return status;
}

static hop_status run_fit_of_a_measured_frequency(hop_ctx *ctx)
{
    return fit_and_extract(ctx, hopt_sigma);
}

static hop_status run_fit_of_a_limit(hop_ctx *ctx)
{
    return fit_and_extract(ctx, hopt_falling);
}

/* A model of the real part and one of both parts. */
static hop_status run_models(hop_ctx *ctx)
{
    hop_spectrum *s;
    hop_model_options *options = NULL;
    hop_status status = hopt_spectrum(ctx, hopt_sigma, 300.0, &s);
    for (int32_t kind = HOP_MODEL_NCL; kind <= HOP_MODEL_COMPLEX_JPL && status == HOP_OK;
         kind += HOP_MODEL_COMPLEX_JPL - HOP_MODEL_NCL) {
        options = HOPT_POISON;
        HOPT_CALL(status, hop_model_options_create(ctx, &options), options);
        if (status == HOP_OK) {
            ck_assert_int_eq(hop_model_options_set_model(ctx, options, kind), HOP_OK);
            ck_assert_int_eq(hop_model_options_set_starts(ctx, options, 2), HOP_OK);
            hop_model *model = HOPT_POISON;
            HOPT_CALL(status, hop_model_fit(ctx, s, options, &model), model);
            if (status == HOP_OK && kind == HOP_MODEL_COMPLEX_JPL) {
                hop_hopping *h = HOPT_POISON;
                HOPT_CALL(status, hop_hopping_from_model(ctx, model, HOP_EXTRACTOR_CELL, &h), h);
                hop_hopping_destroy(h);
            }
            hop_model_destroy(model);
        }
        hop_model_options_destroy(options);
    }
    hop_spectrum_destroy(s);
    return status;
}

static hop_status run_simulation(hop_ctx *ctx)
{
    hop_status status = HOP_OK;
    for (int32_t model = HOP_MODEL_JPL; model <= HOP_MODEL_CELL && status == HOP_OK; model++) {
        hop_simulation *simulation = HOPT_POISON;
        HOPT_CALL(status, hop_simulation_create(ctx, model, &simulation), simulation);
        if (status == HOP_OK) {
            hop_spectrum *s = HOPT_POISON;
            hop_simulation_set(ctx, simulation, HOP_SIM_SIGMA_DC, 1e-4);
            hop_simulation_set(ctx, simulation, HOP_SIM_F_P, 1e5);
            hop_simulation_set(ctx, simulation, HOP_SIM_N, 0.7);
            hop_simulation_set(ctx, simulation, HOP_SIM_THICKNESS, 1e-3);
            hop_simulation_set(ctx, simulation, HOP_SIM_AREA, 1e-4);
            HOPT_CALL(status, hop_simulation_run(ctx, simulation, HOPT_POINTS, hopt_freq, &s),
                      s);
            hop_spectrum_destroy(s);
        }
        hop_simulation_destroy(simulation);
    }
    return status;
}

START_TEST(test_constructors_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_constructors);
}
END_TEST

START_TEST(test_copies_of_a_spectrum_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_spectrum_copies);
}
END_TEST

START_TEST(test_options_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_options);
}
END_TEST

START_TEST(test_fit_of_a_measured_frequency_without_memory_leaves_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_fit_of_a_measured_frequency);
}
END_TEST

START_TEST(test_fit_of_a_limit_without_memory_leaves_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_fit_of_a_limit);
}
END_TEST

START_TEST(test_models_without_memory_leave_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_models);
}
END_TEST

START_TEST(test_simulation_without_memory_leaves_nothing_behind)
{
    hopt_assert_every_failure_is_clean(run_simulation);
}
END_TEST

START_TEST(test_handles_outlive_their_context)
{
    hopt_trap t = {.failing_call = 0};
    hop_ctx *ctx = NULL;
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    ck_assert_int_eq(hopt_trapped_context(&t, &ctx), HOP_OK);
    ck_assert_int_eq(hopt_spectrum(ctx, hopt_sigma, 300.0, &s), HOP_OK);
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
    tcase_add_checked_fixture(tcase, hopt_make_spectra, NULL);
    tcase_add_test(tcase, test_constructors_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_copies_of_a_spectrum_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_options_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_fit_of_a_measured_frequency_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_fit_of_a_limit_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_models_without_memory_leave_nothing_behind);
    tcase_add_test(tcase, test_simulation_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_handles_outlive_their_context);
    return hopt_run(suite);
}
