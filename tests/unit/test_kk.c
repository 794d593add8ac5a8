/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "kk_data.h"

enum { ELEMENTS = 8 };

/* R grows in proportion to the time since the sweep began at the highest frequency. */
static void add_drift(data *d, double total)
{
    double seconds[POINTS], time = 0.0;
    for (size_t i = d->count; i-- > 0;) {
        time += fmax(1.0, 5.0 / d->freq_hz[i]);
        seconds[i] = time;
    }
    for (size_t i = 0; i < d->count; i++) {
        d->z[i] *= 1.0 + total * seconds[i] / time;
    }
}

static const double exact_weights[ELEMENTS] = {4e3, 1e3, -2e2, 7e3, 3e3, 1e2, 2e4, 5e3};

/* A chain whose τ are those of M = 8, with every term; as Y it has siemens for ohms. */
static data make_chain(int is_admittance)
{
    data d = on_grid(1e-1, 1e6);
    const double first = 1 / (two_pi * 1e6), last = 1 / (two_pi * 1e-1);
    for (size_t i = 0; i < d.count; i++) {
        const double complex s = I * two_pi * d.freq_hz[i];
        double complex sum = 300.0 + s * 2e-5 + 900.0 / s;
        for (int k = 0; k < ELEMENTS; k++) {
            const double complex x = s * first * pow(last / first, k / (ELEMENTS - 1.0));
            sum += exact_weights[k] * (is_admittance ? x : 1) / (1 + x);
        }
        d.z[i] = is_admittance ? 1 / sum : sum;
    }
    return d;
}

START_TEST(test_kk_test_chain_is_found_from_each_part)
{
    const int32_t part = 1 + _i % 3;
    const int is_admittance = _i / 3;
    const data d = make_chain(is_admittance);
    hop_kk_options *o = published(part);
    hop_kk_options_set_representation(NULL, o, is_admittance ? HOP_ADMITTANCE : HOP_IMPEDANCE);
    hop_kk_options_set_terms(NULL, o, HOP_KK_RISING | HOP_KK_FALLING);
    hop_kk_options_set_m(NULL, o, ELEMENTS);
    hop_kk *kk = test_of(&d, o);
    double weight[ELEMENTS], tau[ELEMENTS];
    ck_assert_int_eq(hop_kk_chain(kk, tau, weight, ELEMENTS, NULL), HOP_OK);
    for (int k = 0; k < ELEMENTS; k++) {
        /* One element a decade: the condition is some 100; the largest weight sets the scale. */
        ck_assert_double_eq_tol(weight[k], exact_weights[k], 1e-11 * 2e4);
    }
    hopt_assert_relative(tau[0], 1 / (two_pi * 1e6), 1e-14);
    hopt_assert_relative(tau[ELEMENTS - 1], 1 / (two_pi * 1e-1), 1e-14);
    /* The terms dominate at one end only: their errors are those of the largest |Z| there. */
    const double rising = hop_kk_value(kk, is_admittance ? HOP_KK_CHAIN_C : HOP_KK_CHAIN_L);
    const double falling = hop_kk_value(kk, is_admittance ? HOP_KK_CHAIN_L : HOP_KK_CHAIN_C);
    hopt_assert_relative(rising, 2e-5, 1e-8);
    hopt_assert_relative(falling, 1 / 900.0, 1e-8);
    hopt_assert_relative(hop_kk_value(kk, HOP_KK_CHAIN_R), is_admittance ? 1 / 300.0 : 300.0, 1e-9);
    ck_assert_double_lt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL), 1e-9);
    const double negative = 2e2, positive = 4e3 + 1e3 + 7e3 + 3e3 + 1e2 + 2e4 + 5e3;
    hopt_assert_relative(hop_kk_value(kk, HOP_KK_MU), 1 - negative / positive, 1e-10);
    ck_assert_double_eq(hop_kk_value(kk, HOP_KK_FAILING), 0);
    ck_assert_int_eq(hop_kk_passes(kk), part == HOP_KK_COMPLEX ? 1 : -1);
    hop_kk_options_destroy(o);
    hop_kk_destroy(kk);
}
END_TEST

START_TEST(test_kk_test_default_follows_a_clean_cell_within_its_noise)
{
    data d = make_cell();
    hop_kk *clean = test_of(&d, NULL);
    ck_assert_double_lt(hop_kk_value(clean, HOP_KK_MAX_RESIDUAL), 0.3);
    ck_assert_int_eq(hop_kk_passes(clean), 1);
    hop_kk_destroy(clean);
    add_noise(&d, 0.02, 3);
    hop_kk *noisy = test_of(&d, NULL);
    ck_assert_int_eq(hop_kk_passes(noisy), 1);
    ck_assert_double_eq(hop_kk_value(noisy, HOP_KK_M), 25); /* 3 a decade over 8, and one */
    ck_assert_double_eq(hop_kk_value(noisy, HOP_DOF), 2 * POINTS - 28);
    /* Both estimates are of 2 %: 1/√(2·114) = 7 % and, from overlapping differences, 12 %. */
    hopt_assert_relative(hop_kk_value(noisy, HOP_KK_NOISE), 2.0, 0.2);
    hopt_assert_relative(hop_kk_value(noisy, HOP_KK_LOCAL_NOISE), 2.0, 0.35);
    hopt_assert_relative(hop_kk_value(noisy, HOP_KK_TOLERANCE),
                         5 * hop_kk_value(noisy, HOP_KK_LOCAL_NOISE), 1e-14);
    hop_kk_destroy(noisy);
}
END_TEST

START_TEST(test_kk_test_drift_fails_at_low_frequencies)
{
    data d = make_cell();
    add_noise(&d, 0.002, 4);
    add_drift(&d, 0.15);
    hop_kk *kk = test_of(&d, NULL);
    ck_assert_int_eq(hop_kk_passes(kk), 0);
    /* Half of the time goes into the last half decade, below 0.3 Hz. */
    ck_assert_double_lt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL_F), 10.0);
    size_t low = 0, high = 0;
    for (size_t i = 0; i < POINTS; i++) {
        low += hop_kk_point_fails(kk, i) && d.freq_hz[i] < 100.0;
        high += hop_kk_point_fails(kk, i) && d.freq_hz[i] > 1e4;
    }
    ck_assert_uint_gt(low, 3);
    ck_assert_uint_eq(high, 0);
    ck_assert_double_ge(hop_kk_value(kk, HOP_KK_FAILING), (double)low);
    hop_kk_destroy(kk);
}
END_TEST

START_TEST(test_kk_test_one_bad_point_is_the_one_that_fails)
{
    data d = make_cell();
    add_noise(&d, 0.001, 5);
    d.z[40] *= 1.08;
    hop_kk *kk = test_of(&d, NULL);
    ck_assert_int_eq(hop_kk_passes(kk), 0);
    ck_assert_int_eq(hop_kk_point_fails(kk, 40), 1);
    hopt_assert_relative(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL_F), d.freq_hz[40], 1e-14);
    ck_assert_double_le(hop_kk_value(kk, HOP_KK_FAILING), 5);
    hop_kk_destroy(kk);
}
END_TEST

START_TEST(test_kk_test_given_tolerance_decides_each_point_by_itself)
{
    data d = make_cell();
    add_noise(&d, 0.01, 6);
    hop_kk_options *o = make_options();
    ck_assert_int_eq(hop_kk_options_set_tolerance(NULL, o, 1.5), HOP_OK);
    hop_kk *kk = test_of(&d, o);
    double re[POINTS], im[POINTS];
    ck_assert_int_eq(hop_kk_residuals(kk, NULL, re, im, POINTS, NULL), HOP_OK);
    int failing = 0;
    for (size_t i = 0; i < POINTS; i++) {
        const int fails = fabs(re[i]) > 1.5 || fabs(im[i]) > 1.5;
        ck_assert_int_eq(hop_kk_point_fails(kk, i), fails);
        failing += fails;
    }
    ck_assert_int_gt(failing, 2);
    ck_assert_double_eq(hop_kk_value(kk, HOP_KK_FAILING), failing);
    ck_assert_int_eq(hop_kk_point_fails(kk, POINTS), 0);
    hop_kk_destroy(kk);
    hop_kk_options_destroy(o);
}
END_TEST

START_TEST(test_kk_test_residuals_are_measured_less_chain_over_modulus)
{
    data d = make_cell();
    add_noise(&d, 0.02, 7);
    hop_kk *kk = test_of(&d, NULL);
    double f[POINTS], re[POINTS], im[POINTS], tau[64], weight[64], chi2 = 0;
    size_t m = 0;
    hop_kk_residuals(kk, f, re, im, POINTS, NULL);
    ck_assert_int_eq(hop_kk_chain(kk, tau, weight, 64, &m), HOP_OK);
    for (size_t i = 0; i < POINTS; i++) {
        const double complex s = I * two_pi * f[i];
        double complex z = hop_kk_value(kk, HOP_KK_CHAIN_R) + s * hop_kk_value(kk, HOP_KK_CHAIN_L)
                           + 1 / (s * hop_kk_value(kk, HOP_KK_CHAIN_C));
        for (size_t k = 0; k < m; k++) {
            z += weight[k] / (1 + s * tau[k]);
        }
        const double complex left = (d.z[i] - z) / cabs(d.z[i]);
        /* Weights of several |Z| of both signs cancel: some 100 times the rounding. */
        ck_assert_double_eq_tol(re[i], 100 * creal(left), 1e-9);
        ck_assert_double_eq_tol(im[i], 100 * cimag(left), 1e-9);
        chi2 += creal(left * conj(left));
    }
    hopt_assert_relative(hop_kk_value(kk, HOP_KK_PSEUDO_CHI2), chi2, 1e-9);
    hop_kk_destroy(kk);
}
END_TEST

START_TEST(test_kk_test_reversed_sign_is_named)
{
    data d = make_cell();
    add_noise(&d, 0.005, 8);
    for (size_t i = 0; i < d.count; i++) {
        d.z[i] = conj(d.z[i]);
    }
    hop_kk *kk = test_of(&d, NULL);
    ck_assert_int_eq(hop_kk_passes(kk), 0);
    ck_assert_uint_eq(hop_kk_warnings(kk), HOP_KK_CONJUGATE);
    /* The residuals told are those of the measurement as it was given. */
    ck_assert_double_gt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL), 10);
    hop_kk_destroy(kk);
}
END_TEST

START_TEST(test_kk_test_conductivity_without_geometry_has_the_same_residuals)
{
    data d = make_cell();
    add_noise(&d, 0.01, 9);
    double re[POINTS], im[POINTS], first[POINTS], second[POINTS];
    for (size_t i = 0; i < d.count; i++) {
        re[i] = creal(0.02 / d.z[i]);
        im[i] = cimag(0.02 / d.z[i]);
    }
    hop_spectrum *s = NULL;
    hop_kk *bare = NULL, *full = test_of(&d, NULL);
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, d.count, d.freq_hz, re, im, NAN, NAN,
                                                    NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_kk_test(NULL, s, NULL, &bare), HOP_OK);
    hop_kk_residuals(full, NULL, first, NULL, POINTS, NULL);
    hop_kk_residuals(bare, NULL, second, NULL, POINTS, NULL);
    for (size_t i = 0; i < POINTS; i++) {
        ck_assert_double_eq_tol(first[i], second[i], 1e-8);
    }
    ck_assert_uint_eq(hop_kk_warnings(bare), HOP_KK_NO_GEOMETRY);
    ck_assert_double_nan(hop_kk_value(bare, HOP_KK_CHAIN_R));
    ck_assert_double_nan(hop_kk_value(bare, HOP_KK_CHAIN_L));
    hop_kk_destroy(bare);
    hop_kk_destroy(full);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_kk_test_collinear_elements_give_a_finite_chain_and_a_warning)
{
    data d = on_grid(1e2, 1e3);
    for (size_t i = 0; i < d.count; i++) {
        d.z[i] = 50 + 100 / (1 + I * two_pi * d.freq_hz[i] / 3e3);
    }
    hop_kk_options *o = make_options();
    hop_kk_options_set_m(NULL, o, 60);
    hop_kk *kk = test_of(&d, o);
    ck_assert_uint_eq(hop_kk_warnings(kk), HOP_KK_COLLINEAR);
    ck_assert_double_lt(hop_kk_value(kk, HOP_KK_MAX_RESIDUAL), 1e-6);
    double weight[60];
    ck_assert_int_eq(hop_kk_chain(kk, NULL, weight, 60, NULL), HOP_OK);
    for (int k = 0; k < 60; k++) {
        /* The shortest of the best chains: a plain QR gives weights of 10⁶ and more. */
        ck_assert_double_lt(fabs(weight[k]), 1e4);
    }
    hop_kk_destroy(kk);
    hop_kk_options_destroy(o);
}
END_TEST

START_TEST(test_kk_test_sparse_spectrum_is_not_decided)
{
    data d = make_cell();
    d.count = 0;
    for (size_t i = 0; i < POINTS; i += 7) {
        d.freq_hz[d.count] = d.freq_hz[i];
        d.z[d.count++] = d.z[i];
    }
    hop_kk *kk = test_of(&d, NULL);
    /* Nor do the points leave μ a second M to try. */
    ck_assert_uint_eq(hop_kk_warnings(kk), HOP_KK_FEW_POINTS | HOP_KK_MU_NOT_REACHED);
    ck_assert_int_eq(hop_kk_passes(kk), -1);
    /* As many unknowns as points. */
    ck_assert_double_eq(hop_kk_value(kk, HOP_DOF), (double)d.count);
    hop_kk_destroy(kk);
}
END_TEST

START_TEST(test_kk_test_order_of_points_changes_nothing)
{
    data d = make_cell(), turned;
    add_noise(&d, 0.01, 10);
    turned = d;
    for (size_t i = 0; i < POINTS; i++) {
        turned.freq_hz[i] = d.freq_hz[i * 30 % POINTS];
        turned.z[i] = d.z[i * 30 % POINTS];
    }
    hop_kk *a = test_of(&d, NULL), *b = test_of(&turned, NULL);
    double first[POINTS], second[POINTS];
    hop_kk_residuals(a, NULL, NULL, first, POINTS, NULL);
    hop_kk_residuals(b, NULL, NULL, second, POINTS, NULL);
    ck_assert_int_eq(memcmp(first, second, sizeof first), 0);
    hop_kk_destroy(a);
    hop_kk_destroy(b);
}
END_TEST

START_TEST(test_kk_test_units_change_only_rounding)
{
    data d = make_cell(), scaled;
    add_noise(&d, 0.01, 12);
    scaled = d;
    for (size_t i = 0; i < POINTS; i++) {
        scaled.z[i] *= 1e9;
        scaled.freq_hz[i] *= 1e-6;
    }
    hop_kk *a = test_of(&d, NULL), *b = test_of(&scaled, NULL);
    double first[POINTS], second[POINTS];
    hop_kk_residuals(a, NULL, NULL, first, POINTS, NULL);
    hop_kk_residuals(b, NULL, NULL, second, POINTS, NULL);
    for (size_t i = 0; i < POINTS; i++) {
        ck_assert_double_eq_tol(first[i], second[i], 1e-8);
    }
    hop_kk_destroy(a);
    hop_kk_destroy(b);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("kk", &tcase);
    tcase_add_loop_test(tcase, test_kk_test_chain_is_found_from_each_part, 0, 6);
    tcase_add_test(tcase, test_kk_test_default_follows_a_clean_cell_within_its_noise);
    tcase_add_test(tcase, test_kk_test_drift_fails_at_low_frequencies);
    tcase_add_test(tcase, test_kk_test_one_bad_point_is_the_one_that_fails);
    tcase_add_test(tcase, test_kk_test_given_tolerance_decides_each_point_by_itself);
    tcase_add_test(tcase, test_kk_test_residuals_are_measured_less_chain_over_modulus);
    tcase_add_test(tcase, test_kk_test_reversed_sign_is_named);
    tcase_add_test(tcase, test_kk_test_conductivity_without_geometry_has_the_same_residuals);
    tcase_add_test(tcase, test_kk_test_collinear_elements_give_a_finite_chain_and_a_warning);
    tcase_add_test(tcase, test_kk_test_sparse_spectrum_is_not_decided);
    tcase_add_test(tcase, test_kk_test_order_of_points_changes_nothing);
    tcase_add_test(tcase, test_kk_test_units_change_only_rounding);
    return hopt_run(suite);
}
