/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "base/instructions.h"
#include "models/impedances.h"
#include "models/rbm.h"
#include "models/shape.h"
#include "support.h"

static const double pi = 3.14159265358979323846;

/* Random barrier model */

START_TEST(test_rbm_solution_satisfies_its_equation)
{
    for (double ln_omega = -45.0; ln_omega <= 60.0; ln_omega += 0.37) {
        const double complex ln_s = hopi_rbm_at(ln_omega).ln_sigma;
        const double complex q = exp(ln_omega) * I * cexp(-ln_s);
        const double complex h = q * cpow(1.0 + 8.0 / 3.0 * q, -1.0 / 3.0);
        /* An error of ε in ln σ̃ moves both sides; at the high end q is exp of numbers up to 60. */
        ck_assert_double_le(cabs(ln_s - h), 1e-13 * cabs(ln_s));
    }
}
END_TEST

START_TEST(test_rbm_slope_is_the_derivative)
{
    const double step = 1e-5;
    for (double ln_omega = -8.0; ln_omega <= 30.0; ln_omega += 0.7) {
        const double complex difference = (hopi_rbm_at(ln_omega + step).ln_sigma
                                           - hopi_rbm_at(ln_omega - step).ln_sigma)
                                          / (2.0 * step);
        /* Central differences: step² and rounding/step are both about 1e-10. */
        ck_assert_double_le(cabs(difference - hopi_rbm_at(ln_omega).slope),
                            1e-9 * (1.0 + cabs(difference)));
    }
}
END_TEST

START_TEST(test_rbm_limits_are_those_of_the_paper)
{
    /* Low: σ̃ = 1 + iω̃. High: ln σ̃ = (3/8)^(1/3) q^(2/3) with q = iω̃/σ̃. */
    const double complex low = cexp(hopi_rbm_at(log(1e-6)).ln_sigma);
    ck_assert_double_le(cabs(low - 1.0 - 1e-6 * I), 3e-12);
    const double complex high = hopi_rbm_at(80.0).ln_sigma;
    const double complex q = cexp(80.0 + 0.5 * pi * I - high);
    ck_assert_double_le(cabs(high / (cbrt(0.375) * cpow(q, 2.0 / 3.0)) - 1.0), 0.02);
}
END_TEST

START_TEST(test_rbm_doubling_constant_doubles_the_real_part)
{
    const double complex s = cexp(hopi_rbm_at(log(HOPI_RBM_DOUBLING)).ln_sigma);
    hopt_assert_relative(creal(s), 2.0, 4e-16);
}
END_TEST

START_TEST(test_rbm_beyond_its_range_is_nan)
{
    ck_assert(isnan(creal(hopi_rbm_at(101.0).ln_sigma)) && isnan(creal(hopi_rbm_at(NAN).ln_sigma)));
}
END_TEST

/* Derivatives */

static const struct {
    int32_t model;
    uint32_t parts;
} shapes[] = {
    {HOP_MODEL_JPL, 0},          {HOP_MODEL_NCL, 0},          {HOP_MODEL_TWO_POWERS, 0},
    {HOP_MODEL_RBM, 0},          {HOP_MODEL_COMPLEX_JPL, 1},  {HOP_MODEL_COMPLEX_RBM, 1},
    {HOP_MODEL_CELL, 31},        {HOP_MODEL_COMPLEX_RBM, 31}, {HOP_MODEL_CELL, 16},
};

static double typical(hopi_slot slot)
{
    const double values[HOPI_SLOTS] = {
        [HOPI_CONDUCTANCE] = 0.3, [HOPI_OMEGA] = 1.1, [HOPI_EXPONENT] = 0.62,
        [HOPI_SECOND] = -2.0, [HOPI_SECOND_EXPONENT] = 1.3, [HOPI_CAPACITANCE] = -3.0,
        [HOPI_LEAD_L] = -5.0, [HOPI_LEAD_R] = -1.5, [HOPI_ELECTRODE_Q] = 2.5,
        [HOPI_ELECTRODE_ALPHA] = 0.87, [HOPI_GB_R] = 0.9, [HOPI_GB_OMEGA] = 4.0,
        [HOPI_GB_ALPHA] = 0.91};
    return values[slot];
}

START_TEST(test_shape_value_derivatives_are_those_of_central_differences)
{
    const hopi_model_range range = {1e-4, 1e4, 0.1, 10.0};
    const hopi_shape shape = hopi_shape_of(shapes[_i].model, shapes[_i].parts, 0.01, 1.0, &range);
    const double step = 1e-5;
    double theta[HOPI_SLOTS];
    for (size_t j = 0; j < shape.count; j++) {
        theta[j] = typical(shape.slots[j]);
    }
    for (double omega = 1e-4; omega < 1e4; omega *= 3.7) {
        double complex d[HOPI_SLOTS];
        const hopi_circuit at = hopi_shape_circuit(&shape, theta);
        const double complex value = hopi_shape_value(&shape, &at, omega, d);
        for (size_t j = 0; j < shape.count; j++) {
            double low[HOPI_SLOTS], high[HOPI_SLOTS];
            memcpy(low, theta, sizeof low);
            memcpy(high, theta, sizeof high);
            low[j] -= step;
            high[j] += step;
            const hopi_circuit a = hopi_shape_circuit(&shape, low);
            const hopi_circuit b = hopi_shape_circuit(&shape, high);
            const double complex difference = (hopi_shape_value(&shape, &b, omega, NULL)
                                               - hopi_shape_value(&shape, &a, omega, NULL))
                                              / (2.0 * step);
            /* Third derivatives reach (ln ω)³ ≈ 800; times step²/6, and rounding/step. */
            ck_assert_msg(cabs(difference - d[j]) <= 1e-7 * (cabs(value) + cabs(d[j])),
                          "model %d, parameter %zu, omega %g", (int)shape.model, j, omega);
        }
    }
}
END_TEST

/* Impedances of many points */

enum { MOST = 41 };

static void compare_impedances(hopi_impedances_fn *several, const hopi_circuit *c, size_t count)
{
    double omega[MOST], ln_omega[MOST], weight[MOST], z[2 * MOST], d[HOPI_SLOTS][2 * MOST];
    double *derivatives[HOPI_SLOTS];
    for (size_t k = 0; k < count; k++) {
        ln_omega[k] = -12.0 + 0.6 * (double)k;
        omega[k] = exp(ln_omega[k]);
        weight[k] = 1.0 + 0.1 * (double)k;
    }
    for (int slot = 0; slot < HOPI_SLOTS; slot++) {
        derivatives[slot] = slot == HOPI_SECOND || slot == HOPI_SECOND_EXPONENT ? NULL : d[slot];
    }
    const hopi_impedance_grid grid = {count, omega, ln_omega, weight};
    several(c, &grid, z, derivatives);
    for (size_t k = 0; k < count; k++) {
        double complex one[HOPI_SLOTS];
        const double complex expected = weight[k] * hopi_circuit_impedance(c, omega[k], one);
        /* Exponents of e up to 12 lose four digits of the last two. */
        const double rounding = 1e-14;
        ck_assert_double_le(cabs(z[k] + z[count + k] * I - expected), rounding * cabs(expected));
        for (int slot = 0; slot < HOPI_SLOTS; slot++) {
            if (derivatives[slot]) {
                const double complex found = d[slot][k] + d[slot][count + k] * I;
                const double complex wanted = weight[k] * one[slot];
                ck_assert_double_le(cabs(found - wanted), 10.0 * rounding * cabs(wanted));
            }
        }
    }
}

START_TEST(test_circuit_impedances_are_those_of_single_points)
{
    hopi_circuit whole = hopi_circuit_bare(0);
    const double values[HOPI_SLOTS] = {[HOPI_CONDUCTANCE] = 0.7, [HOPI_OMEGA] = 3.0,
                                       [HOPI_EXPONENT] = 0.62, [HOPI_CAPACITANCE] = 0.01,
                                       [HOPI_LEAD_L] = 2e-4, [HOPI_LEAD_R] = 0.02,
                                       [HOPI_ELECTRODE_Q] = 5.0, [HOPI_ELECTRODE_ALPHA] = 0.85,
                                       [HOPI_GB_R] = 2.0, [HOPI_GB_OMEGA] = 0.05,
                                       [HOPI_GB_ALPHA] = 0.9};
    memcpy(whole.value, values, sizeof values);
    hopi_circuit bare = hopi_circuit_bare(0);
    bare.value[HOPI_CONDUCTANCE] = 0.3;
    bare.value[HOPI_OMEGA] = 1.0;
    bare.value[HOPI_EXPONENT] = 0.5;
    for (size_t count = HOPI_FEWEST_IMPEDANCES; count <= MOST; count++) {
        compare_impedances(HOPI_VERSION_FOR(_i, hopi_circuit_impedances), &whole, count);
        compare_impedances(HOPI_VERSION_FOR(_i, hopi_circuit_impedances), &bare, count);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("model_shape", &tcase);
    tcase_add_test(tcase, test_rbm_solution_satisfies_its_equation);
    tcase_add_test(tcase, test_rbm_slope_is_the_derivative);
    tcase_add_test(tcase, test_rbm_limits_are_those_of_the_paper);
    tcase_add_test(tcase, test_rbm_doubling_constant_doubles_the_real_part);
    tcase_add_test(tcase, test_rbm_beyond_its_range_is_nan);
    tcase_add_loop_test(tcase, test_shape_value_derivatives_are_those_of_central_differences, 0,
                        sizeof shapes / sizeof *shapes);
    tcase_add_loop_test(tcase, test_circuit_impedances_are_those_of_single_points,
                        HOP_INSTRUCTIONS_BASELINE, hopi_best_instructions() + 1);
    return hopt_run(suite);
}
