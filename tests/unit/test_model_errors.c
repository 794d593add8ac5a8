/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 71 };

static hop_ctx *ctx;
static double freq[N];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopt_log_grid(1.0, 1e7, N, freq);
}

static void tear_down(void)
{
    hop_ctx_destroy(ctx);
}

/* A power law with the first three, a cell of which every part shows with all. */
static const struct {
    int32_t parameter;
    double value;
} all_parts[] = {{HOP_SIM_SIGMA_DC, 1e-3},   {HOP_SIM_F_P, 3e4},
                 {HOP_SIM_N, 0.65},          {HOP_SIM_EPS_INF, 40.0},
                 {HOP_SIM_LEAD_L, 2e-6},     {HOP_SIM_LEAD_R, 60.0},
                 {HOP_SIM_ELECTRODE_Q, 2e-6}, {HOP_SIM_ELECTRODE_ALPHA, 0.85},
                 {HOP_SIM_GB_R, 2e4},        {HOP_SIM_GB_Q, 2e-8},
                 {HOP_SIM_GB_ALPHA, 0.9}};

enum { SETTINGS = sizeof all_parts / sizeof *all_parts };

static hop_spectrum *simulated(int32_t model, size_t settings, double noise)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_create(ctx, model, &simulation), HOP_OK);
    for (size_t k = 0; k < settings; k++) {
        hop_simulation_set(ctx, simulation, all_parts[k].parameter, all_parts[k].value);
    }
    hop_simulation_set(ctx, simulation, HOP_SIM_THICKNESS, 1e-3);
    hop_simulation_set(ctx, simulation, HOP_SIM_AREA, 7.85e-5);
    hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, noise);
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

static hop_status try_fit(const hop_spectrum *s, int32_t model, int weighting, int parts)
{
    hop_model_options *options = NULL;
    hop_model *out = (hop_model *)ctx;
    ck_assert_int_eq(hop_model_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_model(ctx, options, model), HOP_OK);
    if (weighting > 0) {
        ck_assert_int_eq(hop_model_options_set_weighting(ctx, options, weighting), HOP_OK);
    }
    if (parts >= 0) {
        ck_assert_int_eq(hop_model_options_set_parts(ctx, options, (uint32_t)parts), HOP_OK);
    }
    const hop_status status = hop_model_fit(ctx, s, options, &out);
    ck_assert(status == HOP_OK || out == NULL);
    hop_model_options_destroy(options);
    return status;
}

START_TEST(test_fit_what_a_model_cannot_use_is_error_that_says_so)
{
    hop_spectrum *real = simulated(HOP_MODEL_JPL, 3, 0.01);
    hop_spectrum *z = simulated(HOP_MODEL_CELL, SETTINGS, 0.01), *few = NULL, *bare = NULL;
    double re[N], im[N];
    ck_assert_int_eq(try_fit(real, HOP_MODEL_CELL, 0, -1), HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx), "model cell needs the imaginary part, which is not known");
    ck_assert_int_eq(try_fit(real, HOP_MODEL_JPL, 0, HOP_PART_LEAD_L), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "model jpl is one of the conductivity's real part and has no parts");
    ck_assert_int_eq(try_fit(z, HOP_MODEL_CELL, HOP_WEIGHTING_PROPORTIONAL, -1),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(try_fit(real, HOP_MODEL_RBM, HOP_WEIGHTING_GIVEN, -1), HOP_ERR_MISSING_DATA);
    ck_assert_int_eq(hop_spectrum_window(ctx, z, 1.0, 3.0, &few), HOP_OK);
    ck_assert_int_eq(try_fit(few, HOP_MODEL_CELL, 0, 31), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_str_eq(hop_ctx_error(ctx), "10 numbers for the 11 parameters of model cell");
    ck_assert_int_eq(hop_spectrum_values(z, HOP_IMPEDANCE, re, im, N, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, re, im, NAN, NAN, NAN, &bare),
                     HOP_OK);
    ck_assert_int_eq(try_fit(bare, HOP_MODEL_COMPLEX_JPL, 0, -1), HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "model complex-jpl needs thickness and electrode area, which are not known");
    hop_spectrum_destroy(real);
    hop_spectrum_destroy(z);
    hop_spectrum_destroy(few);
    hop_spectrum_destroy(bare);
}
END_TEST

START_TEST(test_options_out_of_range_are_errors)
{
    hop_model_options *options = NULL;
    ck_assert_int_eq(hop_model_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_model(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_model(ctx, options, 8), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_weighting(ctx, options, 5), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_parts(ctx, options, 32), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_n_range(ctx, options, 0.5, 0.5), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_model_options_set_n_range(ctx, options, NAN, 0.5), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_model_options_set_frequency_range(ctx, options, 5.0, 1.0),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_model_options_set_starts(ctx, options, 0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_model_options_set_starts(ctx, options, 65), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "65 starts: expected 1 to 64");
    hop_model_options_destroy(options);
}
END_TEST

START_TEST(test_null_arguments_are_errors_and_no_crash)
{
    double x = 1.0;
    hop_model *out = (hop_model *)ctx;
    ck_assert_int_eq(hop_model_fit(ctx, NULL, NULL, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_fit(ctx, NULL, NULL, &out), HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(out);
    ck_assert_int_eq(hop_model_options_create(ctx, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_model(ctx, NULL, 1), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_starts(ctx, NULL, 1), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_weighting(ctx, NULL, 1), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_parts(ctx, NULL, 1), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_n_range(ctx, NULL, 0.1, 1.0), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_options_set_frequency_range(ctx, NULL, 0.0, 1.0),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(hop_model_name(0));
    ck_assert_str_eq(hop_model_name(HOP_MODEL_COMPLEX_RBM), "complex-rbm");
    ck_assert_int_eq(hop_model_covariance(NULL, &x, 1, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_model_evaluate(NULL, 1, &x, 1, &x, &x), HOP_ERR_NULL_ARGUMENT);
    ck_assert(isnan(hop_model_value(NULL, HOP_N)) && isnan(hop_model_standard_error(NULL, HOP_N)));
    ck_assert(hop_model_flags(NULL) == 0 && hop_model_kind(NULL) == 0
              && hop_model_parameter_count(NULL) == 0 && hop_model_parameter(NULL, 0) == 0);
    hop_model_destroy(NULL);
    hop_model_options_destroy(NULL);
}
END_TEST

static int32_t cancel_at_half(void *user, double fraction)
{
    (void)user;
    return fraction >= 0.5;
}

START_TEST(test_fit_can_be_cancelled)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.005);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel_at_half, NULL), HOP_OK);
    ck_assert_int_eq(try_fit(s, HOP_MODEL_CELL, 0, 31), HOP_ERR_CANCELLED);
    hop_spectrum_destroy(s);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("model_errors", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_fit_what_a_model_cannot_use_is_error_that_says_so);
    tcase_add_test(tcase, test_options_out_of_range_are_errors);
    tcase_add_test(tcase, test_null_arguments_are_errors_and_no_crash);
    tcase_add_test(tcase, test_fit_can_be_cancelled);
    return hopt_run(suite);
}
