/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "math/random.h"
#include "models/rbm.h"
#include "support.h"

enum { N = 71 };

static const double pi = 3.14159265358979323846;

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

/* Fits */

typedef struct setting {
    int32_t parameter, key;
    double value;
} setting;

static const setting all_parts[] = {
    {HOP_SIM_SIGMA_DC, HOP_SIGMA_DC, 1e-3},
    {HOP_SIM_F_P, HOP_F_P, 3e4},
    {HOP_SIM_N, HOP_N, 0.65},
    {HOP_SIM_EPS_INF, HOP_EPS_INF, 40.0},
    {HOP_SIM_LEAD_L, HOP_LEAD_L, 2e-6},
    {HOP_SIM_LEAD_R, HOP_LEAD_R, 60.0},
    {HOP_SIM_ELECTRODE_Q, HOP_ELECTRODE_Q, 2e-6},
    {HOP_SIM_ELECTRODE_ALPHA, HOP_ELECTRODE_ALPHA, 0.85},
    {HOP_SIM_GB_R, HOP_GB_R, 2e4},
    {HOP_SIM_GB_Q, HOP_GB_Q, 2e-8},
    {HOP_SIM_GB_ALPHA, HOP_GB_ALPHA, 0.9},
};

enum { SETTINGS = sizeof all_parts / sizeof *all_parts };

static const double thickness_m = 1e-3, area_m2 = 7.85e-5;

static hop_spectrum *simulated(int32_t model, size_t settings, double noise)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_create(ctx, model, &simulation), HOP_OK);
    for (size_t k = 0; k < settings; k++) {
        hop_simulation_set(ctx, simulation, all_parts[k].parameter, all_parts[k].value);
    }
    hop_simulation_set(ctx, simulation, HOP_SIM_THICKNESS, thickness_m);
    hop_simulation_set(ctx, simulation, HOP_SIM_AREA, area_m2);
    hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, noise);
    hop_simulation_set_seed(ctx, simulation, 3, 1);
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

/* parts of −1: those of the model. */
static hop_model *fitted(const hop_spectrum *s, int32_t model, int parts, double n_max)
{
    hop_model_options *options = NULL;
    hop_model *out = NULL;
    ck_assert_int_eq(hop_model_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_model(ctx, options, model), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_n_range(ctx, options, 0.01, n_max), HOP_OK);
    if (parts >= 0) {
        ck_assert_int_eq(hop_model_options_set_parts(ctx, options, (uint32_t)parts), HOP_OK);
    }
    ck_assert_msg(hop_model_fit(ctx, s, options, &out) == HOP_OK, "%s", hop_ctx_error(ctx));
    hop_model_options_destroy(options);
    return out;
}

START_TEST(test_fit_cell_without_noise_gives_every_parameter_back)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.0);
    hop_model *m = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    ck_assert_uint_eq(hop_model_parameter_count(m), SETTINGS);
    for (size_t k = 0; k < SETTINGS; k++) {
        /* Residuals of 1e-14 times a condition of some 1e3, and a safe margin. */
        hopt_assert_relative(hop_model_value(m, all_parts[k].key), all_parts[k].value, 1e-8);
    }
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_cell_with_noise_gives_every_parameter_within_three_errors)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.005);
    hop_model *m = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    ck_assert_uint_eq(hop_model_flags(m), 0);
    for (size_t k = 0; k < SETTINGS; k++) {
        const double error = hop_model_standard_error(m, all_parts[k].key);
        ck_assert_double_gt(error, 0.0);
        ck_assert_double_le(fabs(hop_model_value(m, all_parts[k].key) - all_parts[k].value),
                            3.0 * error);
    }
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_cell_is_that_of_the_best_instructions)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.005);
    hop_model *best = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, _i), HOP_OK);
    hop_model *m = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    hopt_assert_relative(hop_model_value(m, HOP_RSS), hop_model_value(best, HOP_RSS), 1e-12);
    for (size_t k = 0; k < SETTINGS; k++) {
        /* Steps end where χ² ≈ 131 falls by 1e-15 of it: at √1.3e-13 = 4e-7 errors. */
        const double error = hop_model_standard_error(best, all_parts[k].key);
        ck_assert_double_eq_tol(hop_model_value(m, all_parts[k].key),
                                hop_model_value(best, all_parts[k].key), 1e-6 * error);
    }
    hop_model_destroy(m);
    hop_model_destroy(best);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_derived_quantities_follow_from_the_parameters)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.005);
    hop_model *m = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    const double n = hop_model_value(m, HOP_N), sigma = hop_model_value(m, HOP_SIGMA_DC);
    const double omega_p = hop_model_value(m, HOP_OMEGA_P);
    const double c = cos(0.5 * pi * n), A_J = sigma / pow(omega_p, n);
    /* Each is a handful of pow with rounding 1e-15 in ln of numbers up to 1e8. */
    hopt_assert_relative(hop_model_value(m, HOP_A_J), A_J, 1e-13);
    hopt_assert_relative(hop_model_value(m, HOP_A_STAR), A_J / c, 1e-13);
    hopt_assert_relative(hop_model_value(m, HOP_OMEGA_C), omega_p * pow(c, 1.0 / n), 1e-13);
    hopt_assert_relative(hop_model_value(m, HOP_F_C) * 2.0 * pi, hop_model_value(m, HOP_OMEGA_C),
                         1e-15);
    hopt_assert_relative(hop_model_value(m, HOP_LN_OMEGA_P), log(omega_p), 1e-14);
    const double k = thickness_m / area_m2;
    hopt_assert_relative(hop_model_value(m, HOP_SIGMA_TOTAL),
                         k / (k / sigma + hop_model_value(m, HOP_GB_R)), 1e-13);
    ck_assert(isnan(hop_model_value(m, HOP_OMEGA_M)) && isnan(hop_model_value(m, HOP_B_NCL)));
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_covariance_diagonal_agrees_with_the_standard_errors)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.005);
    hop_model *m = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    double covariance[SETTINGS * SETTINGS];
    size_t count = 0;
    ck_assert_int_eq(hop_model_covariance(m, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, SETTINGS * SETTINGS);
    ck_assert_int_eq(hop_model_covariance(m, covariance, count - 1, NULL), HOP_ERR_CAPACITY);
    ck_assert_int_eq(hop_model_covariance(m, covariance, count, NULL), HOP_OK);
    for (size_t i = 0; i < SETTINGS; i++) {
        const int32_t key = hop_model_parameter(m, i);
        const int is_exponent = key == HOP_N || key == HOP_GB_ALPHA || key == HOP_ELECTRODE_ALPHA;
        const double scale = is_exponent ? 1.0 : hop_model_value(m, key);
        hopt_assert_relative(sqrt(covariance[i * (SETTINGS + 1)]) * scale,
                             hop_model_standard_error(m, key), 1e-14);
        for (size_t j = 0; j < i; j++) {
            ck_assert_double_le(fabs(covariance[i * SETTINGS + j] - covariance[j * SETTINGS + i]),
                                1e-12 * sqrt(covariance[i * (SETTINGS + 1)]
                                             * covariance[j * (SETTINGS + 1)]));
        }
    }
    ck_assert_int_eq(hop_model_parameter(m, SETTINGS), 0);
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_jpl_agrees_with_the_separable_solver)
{
    hop_spectrum *s = simulated(HOP_MODEL_JPL, 3, 0.01);
    hop_model *m = fitted(s, HOP_MODEL_JPL, -1, 1.0);
    hop_jpl *fit = NULL;
    const int32_t keys[] = {HOP_SIGMA_DC, HOP_N, HOP_F_P, HOP_A_J};
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_OK);
    for (int k = 0; k < 4; k++) {
        /* Levenberg–Marquardt ends at 1e-15 of the sum of squares: half the digits of the rest. */
        hopt_assert_relative(hop_model_value(m, keys[k]), hop_jpl_value(fit, keys[k]), 1e-7);
        hopt_assert_relative(hop_model_standard_error(m, keys[k]),
                             hop_jpl_standard_error(fit, keys[k]), 1e-5);
    }
    hopt_assert_relative(hop_model_value(m, HOP_RSS), hop_jpl_value(fit, HOP_RSS), 1e-12);
    hopt_assert_relative(hop_model_value(m, HOP_AICC), hop_jpl_value(fit, HOP_AICC), 1e-12);
    hopt_assert_relative(hop_model_value(m, HOP_BIC), hop_jpl_value(fit, HOP_BIC), 1e-12);
    hop_jpl_destroy(fit);
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

static hop_spectrum *conductivity(double (*sigma)(double omega), double noise)
{
    hop_spectrum *s = NULL;
    double re[N];
    for (size_t k = 0; k < N; k++) {
        double normal[2];
        hopi_random_normal_pair(5, 0, k, normal);
        re[k] = sigma(2.0 * pi * freq[k]) * (1.0 + noise * normal[0]);
    }
    ck_assert_int_eq(
        hop_spectrum_from_conductivity(ctx, N, freq, re, NULL, NAN, NAN, NAN, &s), HOP_OK);
    return s;
}

static double with_loss(double omega)
{
    return 1e-4 * (1.0 + pow(omega / 2e4, 0.55)) + 3e-11 * omega;
}

static double with_two_powers(double omega)
{
    return 1e-4 * (1.0 + pow(omega / 2e4, 0.5)) + 1e-13 * pow(omega, 1.4);
}

static double random_barrier(double omega)
{
    return 1e-4 * creal(cexp(hopi_rbm_at(log(omega / 3e3)).ln_sigma));
}

START_TEST(test_fit_near_constant_loss_gives_b_back)
{
    hop_spectrum *s = conductivity(with_loss, 0.0);
    hop_model *m = fitted(s, HOP_MODEL_NCL, -1, 1.0);
    hopt_assert_relative(hop_model_value(m, HOP_B_NCL), 3e-11, 1e-8);
    hopt_assert_relative(hop_model_value(m, HOP_OMEGA_P), 2e4, 1e-8);
    hopt_assert_relative(hop_model_value(m, HOP_N), 0.55, 1e-8);
    ck_assert(isnan(hop_model_value(m, HOP_A_2)));
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_two_powers_names_the_smaller_exponent_n)
{
    hop_spectrum *s = conductivity(with_two_powers, 0.0);
    hop_model *m = fitted(s, HOP_MODEL_TWO_POWERS, -1, 1.0);
    hopt_assert_relative(hop_model_value(m, HOP_N), 0.5, 1e-7);
    hopt_assert_relative(hop_model_value(m, HOP_N_2), 1.4, 1e-7);
    hopt_assert_relative(hop_model_value(m, HOP_A_2), 1e-13, 1e-6);
    hopt_assert_relative(hop_model_value(m, HOP_OMEGA_P), 2e4, 1e-7);
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_random_barrier_model_gives_its_two_parameters_back)
{
    hop_spectrum *s = conductivity(random_barrier, 0.0);
    hop_model *m = fitted(s, HOP_MODEL_RBM, -1, 1.0);
    hopt_assert_relative(hop_model_value(m, HOP_SIGMA_DC), 1e-4, 1e-10);
    hopt_assert_relative(hop_model_value(m, HOP_OMEGA_M), 3e3, 1e-10);
    hopt_assert_relative(hop_model_value(m, HOP_OMEGA_P), 5.7064042556552117 * 3e3, 1e-10);
    ck_assert(isnan(hop_model_value(m, HOP_N)) && isnan(hop_model_value(m, HOP_A_J)));
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_does_not_depend_on_units_or_order)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.005), *other = NULL;
    double re[N], im[N], backward[N];
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, N, NULL), HOP_OK);
    double re_kohm[N], im_kohm[N];
    for (size_t k = 0; k < N; k++) {
        backward[k] = freq[N - 1 - k];
        re_kohm[k] = re[N - 1 - k] * 1e-3;
        im_kohm[k] = im[N - 1 - k] * 1e-3;
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, backward, re_kohm, im_kohm, thickness_m,
                                                 area_m2, NAN, &other),
                     HOP_OK);
    hop_model *a = fitted(s, HOP_MODEL_CELL, 31, 1.0), *b = fitted(other, HOP_MODEL_CELL, 31, 1.0);
    /* As far as the iteration goes: 1e-15 of the sum of squares is 3e-8 standard errors. */
    hopt_assert_relative(hop_model_value(b, HOP_SIGMA_DC), 1e3 * hop_model_value(a, HOP_SIGMA_DC),
                         1e-7);
    hopt_assert_relative(hop_model_value(b, HOP_F_P), hop_model_value(a, HOP_F_P), 1e-7);
    hopt_assert_relative(hop_model_value(b, HOP_LEAD_L), 1e-3 * hop_model_value(a, HOP_LEAD_L),
                         1e-7);
    hop_model_destroy(a);
    hop_model_destroy(b);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(other);
}
END_TEST

START_TEST(test_fit_from_permittivity_without_geometry_gives_the_same_sample)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, 4, 0.002), *material = NULL;
    double re[N], im[N], out_re[N], out_im[N];
    ck_assert_int_eq(hop_spectrum_values(s, HOP_PERMITTIVITY, re, im, N, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_from_permittivity(ctx, N, freq, re, im, NAN, NAN, NAN, &material),
                     HOP_OK);
    hop_model *a = fitted(s, HOP_MODEL_COMPLEX_JPL, -1, 1.0);
    hop_model *b = fitted(material, HOP_MODEL_COMPLEX_JPL, -1, 1.0);
    hopt_assert_relative(hop_model_value(b, HOP_SIGMA_DC), hop_model_value(a, HOP_SIGMA_DC), 1e-8);
    hopt_assert_relative(hop_model_value(b, HOP_EPS_INF), hop_model_value(a, HOP_EPS_INF), 1e-6);
    ck_assert_int_eq(hop_model_evaluate(b, N, freq, HOP_MODULUS, out_re, out_im), HOP_OK);
    ck_assert_int_eq(hop_model_evaluate(b, N, freq, HOP_IMPEDANCE, out_re, out_im),
                     HOP_ERR_MISSING_DATA);
    hop_model_destroy(a);
    hop_model_destroy(b);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(material);
}
END_TEST

START_TEST(test_evaluate_gives_the_data_back_in_every_representation)
{
    hop_spectrum *s = simulated(HOP_MODEL_CELL, SETTINGS, 0.0);
    hop_model *m = fitted(s, HOP_MODEL_CELL, 31, 1.0);
    for (int32_t r = HOP_IMPEDANCE; r <= HOP_MODULUS; r++) {
        double re[N], im[N], model_re[N], model_im[N];
        ck_assert_int_eq(hop_spectrum_values(s, r, re, im, N, NULL), HOP_OK);
        ck_assert_int_eq(hop_model_evaluate(m, N, freq, r, model_re, model_im), HOP_OK);
        for (size_t k = 0; k < N; k++) {
            ck_assert_double_le(hypot(model_re[k] - re[k], model_im[k] - im[k]),
                                1e-9 * hypot(re[k], im[k]));
        }
    }
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_evaluate_of_a_real_model_refuses_the_imaginary_part)
{
    hop_spectrum *s = simulated(HOP_MODEL_JPL, 3, 0.01);
    hop_model *m = fitted(s, HOP_MODEL_JPL, -1, 1.0);
    double re[N], im[N];
    const double bad = -1.0;
    ck_assert_int_eq(hop_model_evaluate(m, N, freq, HOP_CONDUCTIVITY, re, im),
                     HOP_ERR_MISSING_DATA);
    ck_assert_int_eq(hop_model_evaluate(m, N, freq, HOP_IMPEDANCE, re, NULL),
                     HOP_ERR_MISSING_DATA);
    ck_assert_int_eq(hop_model_evaluate(m, 1, &bad, HOP_CONDUCTIVITY, re, NULL),
                     HOP_ERR_BAD_FREQUENCY);
    ck_assert_int_eq(hop_model_evaluate(m, N, freq, 9, re, NULL), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_model_evaluate(m, N, freq, HOP_CONDUCTIVITY, re, NULL), HOP_OK);
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

/* What the data cannot support */

START_TEST(test_fit_two_capacitances_side_by_side_are_rank_deficient)
{
    /* An R ∥ C: with n = 1 the power law and ε_∞ are the same capacitor. */
    double re[N], im[N], model_re[N], model_im[N];
    hop_spectrum *s = NULL;
    for (size_t k = 0; k < N; k++) {
        const double complex z = 1.0 / (1e-2 + 2.0 * pi * freq[k] * 1e-7 * I);
        re[k] = creal(z);
        im[k] = cimag(z);
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, re, im, thickness_m, area_m2, NAN, &s),
                     HOP_OK);
    hop_model *m = fitted(s, HOP_MODEL_COMPLEX_JPL, -1, 1.0);
    ck_assert(hop_model_flags(m) & HOP_FLAG_RANK_DEFICIENT);
    ck_assert(hop_model_value(m, HOP_RANK) == 3.0);
    for (size_t i = 0; i < hop_model_parameter_count(m); i++) {
        ck_assert(isnan(hop_model_value(m, hop_model_parameter(m, i))));
        ck_assert(isnan(hop_model_standard_error(m, hop_model_parameter(m, i))));
    }
    /* Their sum is known, and the model has it. */
    ck_assert_int_eq(hop_model_evaluate(m, N, freq, HOP_IMPEDANCE, model_re, model_im), HOP_OK);
    for (size_t k = 0; k < N; k++) {
        ck_assert_double_le(hypot(model_re[k] - re[k], model_im[k] - im[k]),
                            1e-9 * hypot(re[k], im[k]));
    }
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_fit_part_that_is_not_there_is_zero_within_its_error)
{
    /* No capacitance, inductance or lead resistance in these data. */
    hop_spectrum *s = NULL;
    hop_simulation *simulation = NULL;
    ck_assert_int_eq(hop_simulation_create(ctx, HOP_MODEL_CELL, &simulation), HOP_OK);
    for (int k = 0; k < 3; k++) {
        hop_simulation_set(ctx, simulation, all_parts[k].parameter, all_parts[k].value);
    }
    hop_simulation_set(ctx, simulation, HOP_SIM_THICKNESS, thickness_m);
    hop_simulation_set(ctx, simulation, HOP_SIM_AREA, area_m2);
    hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, 0.005);
    for (uint32_t stream = 0; stream < 10; stream++) {
        hop_simulation_set_seed(ctx, simulation, 8, stream);
        ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_OK);
        hop_model *m = fitted(s, HOP_MODEL_COMPLEX_JPL, HOP_PART_LEAD_L | HOP_PART_LEAD_R, 1.0);
        const uint32_t expected = HOP_FLAG_PARAMETER_AT_BOUND | HOP_FLAG_PARAMETER_UNDETERMINED;
        double lower, upper;
        ck_assert_int_eq(hop_model_interval(m, HOP_LEAD_L, 0.999, HOP_INTERVAL_LINEARISED, &lower,
                                            &upper),
                         HOP_OK);
        ck_assert(lower == 0.0 && upper > 0.0);
        ck_assert_int_eq(hop_model_interval(m, HOP_LEAD_R, 0.999, HOP_INTERVAL_LINEARISED, &lower,
                                            &upper),
                         HOP_OK);
        ck_assert(lower == 0.0 && upper > 0.0);
        ck_assert(hop_model_flags(m) == 0 || (hop_model_flags(m) & expected));
        ck_assert_double_le(fabs(hop_model_value(m, HOP_N) - 0.65),
                            4.0 * hop_model_standard_error(m, HOP_N));
        hop_model_destroy(m);
        hop_spectrum_destroy(s);
    }
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_fit_exponent_at_its_bound_has_no_error)
{
    hop_spectrum *s = simulated(HOP_MODEL_JPL, 3, 0.01);
    hop_model *m = fitted(s, HOP_MODEL_JPL, -1, 0.5);
    ck_assert(hop_model_value(m, HOP_N) == 0.5);
    ck_assert(isnan(hop_model_standard_error(m, HOP_N)));
    ck_assert(hop_model_flags(m) & HOP_FLAG_N_AT_UPPER_BOUND);
    ck_assert(hop_model_flags(m) & HOP_FLAG_PARAMETER_AT_BOUND);
    ck_assert_double_gt(hop_model_standard_error(m, HOP_SIGMA_DC), 0.0);
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_interval_refuses_what_it_cannot_answer)
{
    hop_spectrum *s = simulated(HOP_MODEL_JPL, 3, 0.01);
    hop_model *m = fitted(s, HOP_MODEL_JPL, -1, 1.0);
    double lower = 0.0, upper = 0.0;
    ck_assert_int_eq(hop_model_interval(m, HOP_N, 1.0, 1, &lower, &upper), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_model_interval(m, HOP_N, 0.9, 7, &lower, &upper),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_model_interval(m, HOP_GB_R, 0.9, 1, &lower, &upper), HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_model_interval(m, HOP_RSS, 0.9, 1, &lower, &upper), HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_model_interval(NULL, HOP_N, 0.9, 1, &lower, &upper),
                     HOP_ERR_NULL_ARGUMENT);
    hop_model_destroy(m);
    hop_spectrum_destroy(s);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("model", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_fit_cell_without_noise_gives_every_parameter_back);
    tcase_add_test(tcase, test_fit_cell_with_noise_gives_every_parameter_within_three_errors);
    tcase_add_loop_test(tcase, test_fit_cell_is_that_of_the_best_instructions,
                        HOP_INSTRUCTIONS_BASELINE, hop_ctx_instructions(NULL) + 1);
    tcase_add_test(tcase, test_fit_derived_quantities_follow_from_the_parameters);
    tcase_add_test(tcase, test_covariance_diagonal_agrees_with_the_standard_errors);
    tcase_add_test(tcase, test_fit_jpl_agrees_with_the_separable_solver);
    tcase_add_test(tcase, test_fit_near_constant_loss_gives_b_back);
    tcase_add_test(tcase, test_fit_two_powers_names_the_smaller_exponent_n);
    tcase_add_test(tcase, test_fit_random_barrier_model_gives_its_two_parameters_back);
    tcase_add_test(tcase, test_fit_does_not_depend_on_units_or_order);
    tcase_add_test(tcase, test_fit_from_permittivity_without_geometry_gives_the_same_sample);
    tcase_add_test(tcase, test_evaluate_gives_the_data_back_in_every_representation);
    tcase_add_test(tcase, test_evaluate_of_a_real_model_refuses_the_imaginary_part);
    tcase_add_test(tcase, test_fit_two_capacitances_side_by_side_are_rank_deficient);
    tcase_add_test(tcase, test_fit_part_that_is_not_there_is_zero_within_its_error);
    tcase_add_test(tcase, test_fit_exponent_at_its_bound_has_no_error);
    tcase_add_test(tcase, test_interval_refuses_what_it_cannot_answer);
    return hopt_run(suite);
}
