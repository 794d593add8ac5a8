/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 61 };

static const double pi = 3.14159265358979323846;
static const double eps0 = 8.8541878188e-12; /* F/m, CODATA 2022 */

static hop_ctx *ctx;
static double freq[N];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopt_log_grid(0.1, 1e8, N, freq);
}

static void tear_down(void)
{
    hop_ctx_destroy(ctx);
}

typedef struct setting {
    int32_t parameter;
    double value;
} setting;

/* A list ends with parameter 0. */
static hop_simulation *made(int32_t model, const setting *list)
{
    hop_simulation *simulation = NULL;
    ck_assert_int_eq(hop_simulation_create(ctx, model, &simulation), HOP_OK);
    for (; list->parameter; list++) {
        ck_assert_int_eq(hop_simulation_set(ctx, simulation, list->parameter, list->value),
                         HOP_OK);
    }
    return simulation;
}

static void run(const hop_simulation *simulation, size_t n, const double *f,
                int32_t representation, double *re, double *im)
{
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, n, f, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, representation, re, im, n, NULL), HOP_OK);
    hop_spectrum_destroy(s);
}

static const setting jpl[] = {
    {HOP_SIM_SIGMA_DC, 1.34e-4}, {HOP_SIM_F_P, 2.5e4}, {HOP_SIM_N, 0.62}, {0, 0.0}};

static const setting cell[] = {
    {HOP_SIM_SIGMA_DC, 7.6e-3}, {HOP_SIM_F_P, 9.8e5},   {HOP_SIM_N, 0.7},
    {HOP_SIM_THICKNESS, 1e-3},  {HOP_SIM_AREA, 7.9e-5}, {0, 0.0}};

static const setting all_parts[] = {
    {HOP_SIM_SIGMA_DC, 7.6e-3},     {HOP_SIM_F_P, 9.8e5},          {HOP_SIM_N, 0.7},
    {HOP_SIM_THICKNESS, 1e-3},      {HOP_SIM_AREA, 7.9e-5},        {HOP_SIM_EPS_INF, 12.0},
    {HOP_SIM_LEAD_L, 3e-7},         {HOP_SIM_LEAD_R, 1.5},         {HOP_SIM_ELECTRODE_Q, 2e-6},
    {HOP_SIM_ELECTRODE_ALPHA, 0.9}, {HOP_SIM_GB_R, 400.0},         {HOP_SIM_GB_Q, 5e-9},
    {HOP_SIM_GB_ALPHA, 0.85},       {HOP_SIM_TEMPERATURE, 298.15}, {0, 0.0}};

START_TEST(test_run_jpl_agrees_with_its_formula)
{
    hop_simulation *simulation = made(HOP_MODEL_JPL, jpl);
    double sigma[N];
    run(simulation, N, freq, HOP_CONDUCTIVITY, sigma, NULL);
    for (int k = 0; k < N; k++) {
        /* Eqs. 2 and 3 with A_J instead of eq. 4; pow of numbers up to 1e9 rounds to 1e-14. */
        const double A_J = 1.34e-4 / pow(2.0 * pi * 2.5e4, 0.62);
        hopt_assert_relative(sigma[k], 1.34e-4 + A_J * pow(2.0 * pi * freq[k], 0.62), 1e-14);
    }
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_run_jpl_at_the_hopping_frequency_is_twice_the_plateau)
{
    hop_simulation *simulation = made(HOP_MODEL_JPL, jpl);
    const double f_p = 2.5e4;
    double sigma;
    run(simulation, 1, &f_p, HOP_CONDUCTIVITY, &sigma, NULL);
    ck_assert(sigma == 2.0 * 1.34e-4);
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_run_jpl_knows_the_real_part_only)
{
    hop_simulation *simulation = made(HOP_MODEL_JPL, jpl);
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_is_complex(s), 0);
    ck_assert_int_eq(hop_spectrum_representation(s), HOP_CONDUCTIVITY);
    ck_assert(isnan(hop_spectrum_temperature(s)));
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}
END_TEST

/* The cell of simulate.h in C11's complex numbers, with A* from its definition. */
static double complex cell_impedance(double f)
{
    const double sigma_dc = 7.6e-3, n = 0.7, omega_p = 2.0 * pi * 9.8e5;
    const double complex i_omega = I * 2.0 * pi * f;
    const double A_star = sigma_dc / pow(omega_p, n) / cos(0.5 * n * pi);
    const double complex sigma = sigma_dc + A_star * cpow(i_omega, n) + i_omega * eps0 * 12.0;
    const double complex sample = 1e-3 / 7.9e-5 / sigma;
    const double complex boundary = 1.0 / (1.0 / 400.0 + 5e-9 * cpow(i_omega, 0.85));
    const double complex electrode = 1.0 / (2e-6 * cpow(i_omega, 0.9));
    return i_omega * 3e-7 + 1.5 + sample + boundary + electrode;
}

START_TEST(test_run_cell_with_all_parts_agrees_with_complex_arithmetic)
{
    hop_simulation *simulation = made(HOP_MODEL_CELL, all_parts);
    double re[N], im[N];
    run(simulation, N, freq, HOP_IMPEDANCE, re, im);
    for (int k = 0; k < N; k++) {
        const double complex z = cell_impedance(freq[k]);
        /* pow and cpow of numbers up to 6e8 round to some 1e-15 each. */
        ck_assert_double_le(hypot(re[k] - creal(z), im[k] - cimag(z)), 2e-14 * cabs(z));
    }
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_run_cell_without_parts_has_the_real_part_of_the_jpl)
{
    const setting same[] = {
        {HOP_SIM_SIGMA_DC, 7.6e-3}, {HOP_SIM_F_P, 9.8e5}, {HOP_SIM_N, 0.7}, {0, 0.0}};
    hop_simulation *a = made(HOP_MODEL_CELL, cell), *b = made(HOP_MODEL_JPL, same);
    double from_cell[N], from_jpl[N];
    run(a, N, freq, HOP_CONDUCTIVITY, from_cell, NULL);
    run(b, N, freq, HOP_CONDUCTIVITY, from_jpl, NULL);
    for (int k = 0; k < N; k++) {
        /* There and back through Z; σ″ is up to twice σ′. */
        hopt_assert_relative(from_cell[k], from_jpl[k], 2e-14);
    }
    hop_simulation_destroy(a);
    hop_simulation_destroy(b);
}
END_TEST

START_TEST(test_run_cell_grain_boundary_without_q_is_a_resistance)
{
    hop_simulation *simulation = made(HOP_MODEL_CELL, cell);
    double without[N], with[N], im_without[N], im_with[N];
    run(simulation, N, freq, HOP_IMPEDANCE, without, im_without);
    ck_assert_int_eq(hop_simulation_set(ctx, simulation, HOP_SIM_GB_R, 250.0), HOP_OK);
    run(simulation, N, freq, HOP_IMPEDANCE, with, im_with);
    for (int k = 0; k < N; k++) {
        hopt_assert_relative(with[k], without[k] + 250.0, 1e-15);
        ck_assert(im_with[k] == im_without[k]);
    }
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_run_keeps_geometry_and_temperature)
{
    hop_simulation *simulation = made(HOP_MODEL_CELL, all_parts);
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_OK);
    ck_assert(hop_spectrum_temperature(s) == 298.15 && hop_spectrum_thickness(s) == 1e-3
              && hop_spectrum_area(s) == 7.9e-5);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}
END_TEST

static void noisy(uint32_t seed, uint32_t stream, double *sigma)
{
    hop_simulation *simulation = made(HOP_MODEL_JPL, jpl);
    ck_assert_int_eq(hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, 0.02), HOP_OK);
    ck_assert_int_eq(hop_simulation_set_seed(ctx, simulation, seed, stream), HOP_OK);
    run(simulation, N, freq, HOP_CONDUCTIVITY, sigma, NULL);
    hop_simulation_destroy(simulation);
}

START_TEST(test_run_noise_of_one_seed_is_the_same_whatever_was_called_before)
{
    double first[N], between[N], again[N];
    noisy(3, 1, first);
    noisy(4, 9, between);
    noisy(3, 1, again);
    for (int k = 0; k < N; k++) {
        ck_assert(first[k] == again[k]);
    }
}
END_TEST

START_TEST(test_run_noise_of_other_seed_or_stream_differs)
{
    double a[N], b[N], c[N];
    noisy(3, 1, a);
    noisy(4, 1, b);
    noisy(3, 2, c);
    for (int k = 0; k < N; k++) {
        ck_assert(a[k] != b[k] && a[k] != c[k]);
    }
}
END_TEST

/* Mean, variance and covariance of the relative deviations from a model of |value| one. */
typedef struct spread {
    double mean[2], variance[2], covariance;
} spread;

static spread relative_noise(int32_t model, const setting *list, double noise)
{
    enum { STREAMS = 400 };
    hop_simulation *simulation = made(model, list);
    double re0[N], im0[N], re[N], im[N];
    spread s = {.covariance = 0.0};
    const int is_cell = model == HOP_MODEL_CELL;
    const int32_t representation = is_cell ? HOP_IMPEDANCE : HOP_CONDUCTIVITY;
    run(simulation, N, freq, representation, re0, is_cell ? im0 : NULL);
    ck_assert_int_eq(hop_simulation_set(ctx, simulation, HOP_SIM_NOISE, noise), HOP_OK);
    for (uint32_t stream = 0; stream < STREAMS; stream++) {
        ck_assert_int_eq(hop_simulation_set_seed(ctx, simulation, 11, stream), HOP_OK);
        run(simulation, N, freq, representation, re, is_cell ? im : NULL);
        for (int k = 0; k < N; k++) {
            const double size = is_cell ? hypot(re0[k], im0[k]) : re0[k];
            const double d[2] = {(re[k] - re0[k]) / size,
                                 is_cell ? (im[k] - im0[k]) / size : 0.0};
            for (int i = 0; i < 2; i++) {
                s.mean[i] += d[i] / (STREAMS * N);
                s.variance[i] += d[i] * d[i] / (STREAMS * N);
            }
            s.covariance += d[0] * d[1] / (STREAMS * N);
        }
    }
    hop_simulation_destroy(simulation);
    return s;
}

/* 24400 numbers: five standard deviations of mean and variance. */
static void assert_noise(double mean, double variance, double noise)
{
    const double draws = 400.0 * N;
    ck_assert_double_le(fabs(mean), 5.0 * noise / sqrt(draws));
    hopt_assert_relative(variance, noise * noise, 5.0 * sqrt(2.0 / draws));
}

START_TEST(test_run_jpl_noise_is_relative_to_the_conductivity)
{
    const spread s = relative_noise(HOP_MODEL_JPL, jpl, 0.03);
    assert_noise(s.mean[0], s.variance[0], 0.03);
}
END_TEST

START_TEST(test_run_cell_noise_is_relative_to_the_size_of_z_in_both_parts)
{
    const spread s = relative_noise(HOP_MODEL_CELL, all_parts, 0.01);
    assert_noise(s.mean[0], s.variance[0], 0.01);
    assert_noise(s.mean[1], s.variance[1], 0.01);
}
END_TEST

START_TEST(test_run_cell_noise_of_the_two_parts_is_independent)
{
    const spread s = relative_noise(HOP_MODEL_CELL, all_parts, 0.01);
    ck_assert_double_le(fabs(s.covariance), 5.0 * 0.01 * 0.01 / sqrt(400.0 * N));
}
END_TEST

START_TEST(test_create_unknown_model_is_error)
{
    hop_simulation *simulation = (hop_simulation *)ctx;
    ck_assert_int_eq(hop_simulation_create(ctx, 3, &simulation), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_ptr_null(simulation);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "model 3: expected HOP_MODEL_JPL (1) or HOP_MODEL_CELL (2)");
}
END_TEST

START_TEST(test_set_value_outside_its_range_is_error_that_names_it)
{
    const struct {
        int32_t parameter;
        double value;
        const char *text;
    } bad[] = {
        {HOP_SIM_SIGMA_DC, 0.0, "sigma_dc 0: expected a number > 0"},
        {HOP_SIM_F_P, -1.0, "f_p -1: expected a number > 0"},
        {HOP_SIM_N, 2.5, "n 2.5: expected a number > 0 and <= 2"},
        {HOP_SIM_TEMPERATURE, 0.0, "temperature 0: expected a number > 0"},
        {HOP_SIM_THICKNESS, INFINITY, "thickness inf: expected a number > 0"},
        {HOP_SIM_AREA, 0.0, "area 0: expected a number > 0"},
        {HOP_SIM_NOISE, -0.1, "noise -0.1: expected a number >= 0"},
        {HOP_SIM_EPS_INF, -1.0, "eps_inf -1: expected a number >= 0"},
        {HOP_SIM_LEAD_L, -1.0, "lead inductance -1: expected a number >= 0"},
        {HOP_SIM_LEAD_R, -1.0, "lead resistance -1: expected a number >= 0"},
        {HOP_SIM_ELECTRODE_Q, 0.0, "electrode Q 0: expected a number > 0"},
        {HOP_SIM_ELECTRODE_ALPHA, 1.5, "electrode alpha 1.5: expected a number > 0 and <= 1"},
        {HOP_SIM_GB_R, NAN, "grain-boundary R nan: expected a number >= 0"},
        {HOP_SIM_GB_Q, 0.0, "grain-boundary Q 0: expected a number > 0"},
        {HOP_SIM_GB_ALPHA, 0.0, "grain-boundary alpha 0: expected a number > 0 and <= 1"},
    };
    hop_simulation *simulation = made(HOP_MODEL_CELL, cell);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        ck_assert_int_eq(hop_simulation_set(ctx, simulation, bad[k].parameter, bad[k].value),
                         HOP_ERR_OUT_OF_RANGE);
        ck_assert_str_eq(hop_ctx_error(ctx), bad[k].text);
    }
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_set_unknown_parameter_is_error)
{
    hop_simulation *simulation = made(HOP_MODEL_JPL, jpl);
    ck_assert_int_eq(hop_simulation_set(ctx, simulation, 0, 1.0), HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_simulation_set(ctx, simulation, 16, 1.0), HOP_ERR_UNKNOWN_KEY);
    ck_assert_str_eq(hop_ctx_error(ctx), "16 is no parameter of a simulation");
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_run_parameter_not_set_is_error_that_names_it)
{
    const char *missing[] = {"sigma_dc is not set", "f_p is not set", "n is not set",
                             "thickness is not set", "area is not set"};
    for (int left_out = 0; left_out < 5; left_out++) {
        hop_simulation *simulation = NULL;
        hop_spectrum *s = (hop_spectrum *)ctx;
        ck_assert_int_eq(hop_simulation_create(ctx, HOP_MODEL_CELL, &simulation), HOP_OK);
        for (int k = 0; k < 5; k++) {
            if (k != left_out) {
                hop_simulation_set(ctx, simulation, cell[k].parameter, cell[k].value);
            }
        }
        ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_ERR_MISSING_DATA);
        ck_assert_ptr_null(s);
        ck_assert_str_eq(hop_ctx_error(ctx), missing[left_out]);
        hop_simulation_destroy(simulation);
    }
}
END_TEST

START_TEST(test_run_cell_with_n_of_one_is_error)
{
    hop_simulation *simulation = made(HOP_MODEL_CELL, cell);
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_set(ctx, simulation, HOP_SIM_N, 1.0), HOP_OK);
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, N, freq, &s), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "n 1: the cell model needs n < 1");
    hop_simulation_destroy(simulation);
}
END_TEST

START_TEST(test_run_bad_frequencies_are_errors)
{
    const double bad[] = {1.0, -2.0}, twice[] = {5.0, 5.0};
    hop_simulation *simulation = made(HOP_MODEL_JPL, jpl);
    hop_spectrum *s = (hop_spectrum *)ctx;
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, 2, bad, &s), HOP_ERR_BAD_FREQUENCY);
    ck_assert_ptr_null(s);
    ck_assert_str_eq(hop_ctx_error(ctx), "point 2: frequency -2 Hz is not a positive number");
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, 2, twice, &s),
                     HOP_ERR_DUPLICATE_FREQUENCY);
    ck_assert_int_eq(hop_simulation_run(ctx, simulation, 0, bad, &s), HOP_ERR_TOO_FEW_POINTS);
    hop_simulation_destroy(simulation);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("simulate", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_run_jpl_agrees_with_its_formula);
    tcase_add_test(tcase, test_run_jpl_at_the_hopping_frequency_is_twice_the_plateau);
    tcase_add_test(tcase, test_run_jpl_knows_the_real_part_only);
    tcase_add_test(tcase, test_run_cell_with_all_parts_agrees_with_complex_arithmetic);
    tcase_add_test(tcase, test_run_cell_without_parts_has_the_real_part_of_the_jpl);
    tcase_add_test(tcase, test_run_cell_grain_boundary_without_q_is_a_resistance);
    tcase_add_test(tcase, test_run_keeps_geometry_and_temperature);
    tcase_add_test(tcase, test_run_noise_of_one_seed_is_the_same_whatever_was_called_before);
    tcase_add_test(tcase, test_run_noise_of_other_seed_or_stream_differs);
    tcase_add_test(tcase, test_run_jpl_noise_is_relative_to_the_conductivity);
    tcase_add_test(tcase, test_run_cell_noise_is_relative_to_the_size_of_z_in_both_parts);
    tcase_add_test(tcase, test_run_cell_noise_of_the_two_parts_is_independent);
    tcase_add_test(tcase, test_create_unknown_model_is_error);
    tcase_add_test(tcase, test_set_value_outside_its_range_is_error_that_names_it);
    tcase_add_test(tcase, test_set_unknown_parameter_is_error);
    tcase_add_test(tcase, test_run_parameter_not_set_is_error_that_names_it);
    tcase_add_test(tcase, test_run_cell_with_n_of_one_is_error);
    tcase_add_test(tcase, test_run_bad_frequencies_are_errors);
    return hopt_run(suite);
}
