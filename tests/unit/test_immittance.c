/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>

#include <hop/spectrum.h>

#include "spectrum/immittance.h"
#include "support.h"

/* The definitions of spectrum.h written out in C11's own complex numbers. */
static const double eps0 = 8.8541878188e-12; /* F/m, CODATA 2022 */
static const double pi = 3.14159265358979323846;
static const double length_over_area = 12.7; /* 1/m: 1 mm of a disc of 10 mm */

static double complex conductivity_of(int32_t from, double freq_hz, double complex value)
{
    const double complex i_omega_eps0 = I * 2.0 * pi * freq_hz * eps0;
    switch (from) {
    case HOP_IMPEDANCE:
        return length_over_area / value;
    case HOP_ADMITTANCE:
        return length_over_area * value;
    case HOP_PERMITTIVITY:
        return i_omega_eps0 * value;
    case HOP_MODULUS:
        return i_omega_eps0 / value;
    default:
        return value;
    }
}

static double complex from_conductivity(int32_t to, double freq_hz, double complex sigma)
{
    const double complex i_omega_eps0 = I * 2.0 * pi * freq_hz * eps0;
    switch (to) {
    case HOP_IMPEDANCE:
        return length_over_area / sigma;
    case HOP_ADMITTANCE:
        return sigma / length_over_area;
    case HOP_PERMITTIVITY:
        return sigma / i_omega_eps0;
    case HOP_MODULUS:
        return i_omega_eps0 / sigma;
    default:
        return sigma;
    }
}

static void assert_close(hopi_complex actual, double complex expected, double tolerance)
{
    const double distance = hypot(actual.re - creal(expected), actual.im - cimag(expected));
    ck_assert_msg(distance <= tolerance * cabs(expected), "%.17g%+.17gi, expected %.17g%+.17gi",
                  actual.re, actual.im, creal(expected), cimag(expected));
}

START_TEST(test_convert_every_pair_agrees_with_complex_arithmetic)
{
    const hopi_complex values[] = {{3.0, -4.0}, {-0.5, 0.25}, {1e-7, 2e3}, {5e4, -1e-6}};
    const double frequencies[] = {1e-3, 1.0, 6.1e4, 2.5e9};
    for (int32_t from = HOP_IMPEDANCE; from <= HOP_MODULUS; from++) {
        for (int32_t to = HOP_IMPEDANCE; to <= HOP_MODULUS; to++) {
            for (int k = 0; k < 16; k++) {
                const hopi_complex v = values[k % 4];
                const double f = frequencies[k / 4];
                const double complex sigma = conductivity_of(from, f, v.re + I * v.im);
                /* Each route rounds at most six times: 6 × 2.2e-16. */
                assert_close(hopi_immittance_convert(from, to, f, length_over_area, v),
                             from_conductivity(to, f, sigma), 1.4e-15);
            }
        }
    }
}
END_TEST

START_TEST(test_convert_there_and_back_is_the_same_value)
{
    const hopi_complex v = {2.75, -0.3};
    for (int32_t from = HOP_IMPEDANCE; from <= HOP_MODULUS; from++) {
        for (int32_t to = HOP_IMPEDANCE; to <= HOP_MODULUS; to++) {
            const hopi_complex there = hopi_immittance_convert(from, to, 1e5, 40.0, v);
            const hopi_complex back = hopi_immittance_convert(to, from, 1e5, 40.0, there);
            assert_close(back, v.re + I * v.im, 2e-15); /* ten roundings */
        }
    }
}
END_TEST

START_TEST(test_convert_to_itself_changes_no_bit)
{
    const hopi_complex v = {0.1, 1e-300};
    for (int32_t r = HOP_IMPEDANCE; r <= HOP_MODULUS; r++) {
        const hopi_complex same = hopi_immittance_convert(r, r, 1e5, NAN, v);
        ck_assert(same.re == v.re && same.im == v.im);
    }
}
END_TEST

START_TEST(test_convert_without_geometry_where_it_is_not_needed_does_not_use_it)
{
    for (int32_t from = HOP_IMPEDANCE; from <= HOP_MODULUS; from++) {
        for (int32_t to = HOP_IMPEDANCE; to <= HOP_MODULUS; to++) {
            const hopi_complex out = hopi_immittance_convert(from, to, 10.0, NAN,
                                                             (hopi_complex){1.0, 2.0});
            ck_assert_int_eq(isnan(out.re) != 0, hopi_immittance_needs_geometry(from, to));
        }
    }
}
END_TEST

START_TEST(test_needs_geometry_between_sample_and_material_only)
{
    for (int32_t from = HOP_IMPEDANCE; from <= HOP_MODULUS; from++) {
        for (int32_t to = HOP_IMPEDANCE; to <= HOP_MODULUS; to++) {
            const int crosses = (from <= HOP_ADMITTANCE) != (to <= HOP_ADMITTANCE);
            ck_assert_int_eq(hopi_immittance_needs_geometry(from, to), crosses);
        }
    }
}
END_TEST

START_TEST(test_keeps_parts_apart_only_between_admittance_and_conductivity)
{
    for (int32_t from = HOP_IMPEDANCE; from <= HOP_MODULUS; from++) {
        for (int32_t to = HOP_IMPEDANCE; to <= HOP_MODULUS; to++) {
            const hopi_complex a = hopi_immittance_convert(from, to, 3.0, 2.0,
                                                           (hopi_complex){1.0, 0.0});
            const hopi_complex b = hopi_immittance_convert(from, to, 3.0, 2.0,
                                                           (hopi_complex){1.0, 5.0});
            ck_assert_int_eq(hopi_immittance_keeps_parts_apart(from, to), a.re == b.re);
        }
    }
}
END_TEST

START_TEST(test_is_known_only_for_the_five_representations)
{
    ck_assert(!hopi_immittance_is_known(0));
    ck_assert(hopi_immittance_is_known(HOP_IMPEDANCE));
    ck_assert(hopi_immittance_is_known(HOP_MODULUS));
    ck_assert(!hopi_immittance_is_known(HOP_MODULUS + 1));
}
END_TEST

START_TEST(test_reciprocal_extreme_magnitudes_neither_overflow_nor_vanish)
{
    const double sizes[] = {1e-200, 1e-160, 1.0, 1e160, 1e200};
    for (int i = 0; i < 25; i++) {
        const double re = sizes[i / 5], im = -sizes[i % 5];
        const hopi_complex out = hopi_reciprocal((hopi_complex){re, im});
        /* Scaled by a power of two so that |z|² fits in a long double of any width. */
        const int e = ilogb(fmax(re, -im));
        const double a = ldexp(re, -e), b = ldexp(im, -e), norm = a * a + b * b;
        const double expected_re = ldexp(a / norm, -e), expected_im = ldexp(-b / norm, -e);
        /* Four roundings; a part below 1e-307 may be denormal and lose digits. */
        ck_assert_double_le(fabs(out.re - expected_re), 1e-15 * expected_re + 1e-307);
        ck_assert_double_le(fabs(out.im - expected_im), 1e-15 * expected_im + 1e-307);
        ck_assert(out.re > 0.0 || expected_re == 0.0);
    }
}
END_TEST

START_TEST(test_reciprocal_of_pure_numbers_is_exact)
{
    const hopi_complex real = hopi_reciprocal((hopi_complex){-4.0, 0.0});
    const hopi_complex imaginary = hopi_reciprocal((hopi_complex){0.0, 8.0});
    ck_assert(real.re == -0.25 && real.im == 0.0);
    ck_assert(imaginary.re == 0.0 && imaginary.im == -0.125);
}
END_TEST

START_TEST(test_reciprocal_of_zero_is_not_finite)
{
    const hopi_complex out = hopi_reciprocal((hopi_complex){0.0, 0.0});
    ck_assert(!isfinite(out.re));
}
END_TEST

START_TEST(test_convert_lossy_capacitor_has_the_signs_of_the_header)
{
    /* R parallel C: Im Z < 0, Im ε* < 0, Im σ* > 0, Im M* > 0. */
    const hopi_complex sigma = {1e-4, 2e-4};
    ck_assert_double_lt(hopi_immittance_convert(HOP_CONDUCTIVITY, HOP_IMPEDANCE, 1e5, 1.0,
                                                sigma).im, 0.0);
    ck_assert_double_lt(hopi_immittance_convert(HOP_CONDUCTIVITY, HOP_PERMITTIVITY, 1e5, 1.0,
                                                sigma).im, 0.0);
    ck_assert_double_gt(hopi_immittance_convert(HOP_CONDUCTIVITY, HOP_MODULUS, 1e5, 1.0,
                                                sigma).im, 0.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("immittance", &tcase);
    tcase_add_test(tcase, test_convert_every_pair_agrees_with_complex_arithmetic);
    tcase_add_test(tcase, test_convert_there_and_back_is_the_same_value);
    tcase_add_test(tcase, test_convert_to_itself_changes_no_bit);
    tcase_add_test(tcase, test_convert_without_geometry_where_it_is_not_needed_does_not_use_it);
    tcase_add_test(tcase, test_needs_geometry_between_sample_and_material_only);
    tcase_add_test(tcase, test_keeps_parts_apart_only_between_admittance_and_conductivity);
    tcase_add_test(tcase, test_is_known_only_for_the_five_representations);
    tcase_add_test(tcase, test_reciprocal_extreme_magnitudes_neither_overflow_nor_vanish);
    tcase_add_test(tcase, test_reciprocal_of_pure_numbers_is_exact);
    tcase_add_test(tcase, test_reciprocal_of_zero_is_not_finite);
    tcase_add_test(tcase, test_convert_lossy_capacitor_has_the_signs_of_the_header);
    return hopt_run(suite);
}
