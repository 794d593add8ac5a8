/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>

#include <hop/hop.h>

#include "kk/phase.h"
#include "support.h"

enum { POINTS = 61 };

static const double pi = 3.14159265358979323846;

/* An arc with exponent n beside 100 Ω; `count` points. */
static hop_spectrum *make_arc(size_t count, double n)
{
    double f[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e0, 1e6, count, f);
    for (size_t i = 0; i < count; i++) {
        const double complex z = 100 + 1000 / (1 + cpow(2 * pi * I * f[i] * 1e-4, n));
        re[i] = creal(z);
        im[i] = cimag(z);
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, count, f, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

START_TEST(test_zhit_constant_phase_element_is_rebuilt_exactly)
{
    double f[POINTS], re[POINTS], im[POINTS], modulus[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e-2, 1e5, POINTS, f);
    for (int i = 0; i < POINTS; i++) {
        const double complex z = 1 / (1e-5 * cpow(2 * pi * I * f[i], 0.7));
        re[i] = creal(z);
        im[i] = cimag(z);
    }
    hop_spectrum_from_impedance(NULL, POINTS, f, re, im, NAN, NAN, NAN, &s);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 0, INFINITY, modulus, POINTS, NULL), HOP_OK);
    for (int i = 0; i < POINTS; i++) {
        hopt_assert_relative(modulus[i], hypot(re[i], im[i]), 1e-12);
    }
    hop_spectrum_destroy(s);
}
END_TEST

static double largest_zhit_error(const hop_spectrum *s)
{
    double re[POINTS], im[POINTS], modulus[POINTS], largest = 0.0;
    hop_spectrum_values(s, HOP_IMPEDANCE, re, im, POINTS, NULL);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 0, INFINITY, modulus, POINTS, NULL), HOP_OK);
    for (int i = 0; i < POINTS; i++) {
        largest = fmax(largest, fabs(modulus[i] / hypot(re[i], im[i]) - 1));
    }
    return largest;
}

START_TEST(test_zhit_depressed_arc_is_rebuilt_within_a_percent)
{
    hop_spectrum *depressed = make_arc(POINTS, 0.8), *sharp = make_arc(POINTS, 1.0);
    ck_assert_double_lt(largest_zhit_error(depressed), 0.01);
    /* The formula leaves out the third derivative and beyond, large on a sharp arc. */
    ck_assert_double_lt(largest_zhit_error(sharp), 0.05);
    ck_assert_double_gt(largest_zhit_error(sharp), largest_zhit_error(depressed));
    hop_spectrum_destroy(depressed);
    hop_spectrum_destroy(sharp);
}
END_TEST

START_TEST(test_zhit_drift_of_the_modulus_shows_where_it_is)
{
    double f[POINTS], re[POINTS], im[POINTS], modulus[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e0, 1e6, POINTS, f);
    for (int i = 0; i < POINTS; i++) {
        const double drift = f[i] < 10.0 ? 1.1 : 1.0; /* the phase does not see it */
        const double complex z = drift * (100 + 1000 / (1 + cpow(2 * pi * I * f[i] * 1e-4, 0.8)));
        re[i] = creal(z);
        im[i] = cimag(z);
    }
    hop_spectrum_from_impedance(NULL, POINTS, f, re, im, NAN, NAN, NAN, &s);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 1e3, 1e6, modulus, POINTS, NULL), HOP_OK);
    for (int i = 0; i < POINTS; i++) {
        /* 1 % by which the formula is off. */
        ck_assert_double_eq_tol(hypot(re[i], im[i]) / modulus[i], f[i] < 10.0 ? 1.1 : 1.0, 0.011);
    }
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_zhit_bad_arguments_leave_the_array)
{
    hop_spectrum *six = make_arc(6, 0.9), *s = make_arc(POINTS, 0.9);
    double out[POINTS] = {-1.0};
    size_t count = 99;
    ck_assert_int_eq(hop_kk_zhit(NULL, NULL, 0, 1, out, POINTS, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 0, 1, NULL, 1, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_kk_zhit(NULL, six, 0, 1, out, POINTS, NULL), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 2, 1, out, POINTS, NULL), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, NAN, 1, out, POINTS, NULL), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 1e8, 1e9, out, POINTS, &count), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 0, 1e9, out, POINTS - 1, &count), HOP_ERR_CAPACITY);
    ck_assert_double_eq(out[0], -1.0);
    ck_assert_uint_eq(count, 99);
    ck_assert_int_eq(hop_kk_zhit(NULL, s, 0, 1e9, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, POINTS);
    hop_spectrum_destroy(six);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_phases_over_the_cut_of_the_angle_are_continued)
{
    double re[20], im[20], phase[20];
    for (int i = 0; i < 20; i++) {
        re[i] = cos(2.0 + 0.4 * i);
        im[i] = sin(2.0 + 0.4 * i);
    }
    hopi_kk_phases(20, re, im, phase);
    for (int i = 0; i < 20; i++) {
        ck_assert_double_eq_tol(phase[i], 2.0 + 0.4 * i, 1e-13);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("zhit", &tcase);
    tcase_add_test(tcase, test_zhit_constant_phase_element_is_rebuilt_exactly);
    tcase_add_test(tcase, test_zhit_depressed_arc_is_rebuilt_within_a_percent);
    tcase_add_test(tcase, test_zhit_drift_of_the_modulus_shows_where_it_is);
    tcase_add_test(tcase, test_zhit_bad_arguments_leave_the_array);
    tcase_add_test(tcase, test_phases_over_the_cut_of_the_angle_are_continued);
    return hopt_run(suite);
}
