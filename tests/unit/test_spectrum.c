/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 5 };

/* Shuffled on purpose; sorted: 1, 10, 100, 1000, 10000 Hz. */
static const double freq[N] = {100.0, 1.0, 10000.0, 10.0, 1000.0};
static const double re[N] = {3.0, 1.0, 5.0, 2.0, 4.0};
static const double im[N] = {-0.3, -0.1, -0.5, -0.2, -0.4};

typedef hop_status (*make_fn)(hop_ctx *, size_t, const double *, const double *, const double *,
                              double, double, double, hop_spectrum **);

static const make_fn makers[] = {
    hop_spectrum_from_impedance,    hop_spectrum_from_admittance, hop_spectrum_from_conductivity,
    hop_spectrum_from_permittivity, hop_spectrum_from_modulus,
};

static hop_ctx *ctx;

static void make_context(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static void drop_context(void)
{
    hop_ctx_destroy(ctx);
}

static hop_spectrum *made(make_fn make)
{
    hop_spectrum *s = NULL;
    ck_assert_int_eq(make(ctx, N, freq, re, im, 1e-3, 5e-5, 298.15, &s), HOP_OK);
    return s;
}

/* The call fails with exactly this text, and out is NULL whatever it was. */
static void assert_refused(size_t n, const double *f, const double *a, const double *b, double l,
                           double A, double T, hop_status status, const char *text)
{
    hop_spectrum *s = (hop_spectrum *)ctx;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, n, f, a, b, l, A, T, &s), status);
    ck_assert_ptr_null(s);
    ck_assert_str_eq(hop_ctx_error(ctx), text);
}

START_TEST(test_from_every_representation_gives_back_own_values_sorted_to_the_last_bit)
{
    for (int32_t r = HOP_IMPEDANCE; r <= HOP_MODULUS; r++) {
        hop_spectrum *s = made(makers[r - HOP_IMPEDANCE]);
        double f[N], a[N], b[N];
        size_t count = 0;
        ck_assert_int_eq(hop_spectrum_representation(s), r);
        ck_assert_int_eq(hop_spectrum_is_complex(s), 1);
        ck_assert_int_eq(hop_spectrum_frequencies(s, f, N, &count), HOP_OK);
        ck_assert_uint_eq(count, N);
        ck_assert_int_eq(hop_spectrum_values(s, r, a, b, N, NULL), HOP_OK);
        for (int k = 0; k < N; k++) {
            ck_assert(f[k] == pow(10.0, k) && a[k] == k + 1.0 && b[k] == -(k + 1.0) / 10.0);
        }
        hop_spectrum_destroy(s);
    }
}
END_TEST

START_TEST(test_values_two_roads_to_the_modulus_agree)
{
    /* Z → M directly, and Z → σ by this call, σ → M by another spectrum. */
    hop_spectrum *z = made(hop_spectrum_from_impedance), *sigma = NULL;
    double f[N], a[N], b[N], direct_re[N], direct_im[N];
    hop_spectrum_frequencies(z, f, N, NULL);
    ck_assert_int_eq(hop_spectrum_values(z, HOP_CONDUCTIVITY, a, b, N, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, f, a, b, NAN, NAN, NAN, &sigma),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(z, HOP_MODULUS, direct_re, direct_im, N, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(sigma, HOP_MODULUS, a, b, N, NULL), HOP_OK);
    for (int k = 0; k < N; k++) {
        hopt_assert_relative(a[k], direct_re[k], 2e-15); /* a handful of roundings */
        hopt_assert_relative(b[k], direct_im[k], 2e-15);
    }
    hop_spectrum_destroy(z);
    hop_spectrum_destroy(sigma);
}
END_TEST

START_TEST(test_getters_give_back_geometry_and_temperature)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance);
    ck_assert_uint_eq(hop_spectrum_count(s), N);
    ck_assert(hop_spectrum_thickness(s) == 1e-3);
    ck_assert(hop_spectrum_area(s) == 5e-5);
    ck_assert(hop_spectrum_temperature(s) == 298.15);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_from_impedance_null_arrays_are_errors)
{
    const char *text = "a required pointer is NULL";
    assert_refused(N, NULL, re, im, 1.0, 1.0, 1.0, HOP_ERR_NULL_ARGUMENT, text);
    assert_refused(N, freq, NULL, im, 1.0, 1.0, 1.0, HOP_ERR_NULL_ARGUMENT, text);
    assert_refused(N, freq, re, NULL, 1.0, 1.0, 1.0, HOP_ERR_NULL_ARGUMENT, text);
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, re, im, 1.0, 1.0, 1.0, NULL),
                     HOP_ERR_NULL_ARGUMENT);
}
END_TEST

START_TEST(test_from_impedance_no_points_is_error)
{
    assert_refused(0, freq, re, im, 1.0, 1.0, 1.0, HOP_ERR_TOO_FEW_POINTS,
                   "a spectrum needs at least one point");
}
END_TEST

START_TEST(test_from_impedance_bad_frequency_is_error_with_its_place)
{
    const double negative[] = {1.0, -3.0}, zero[] = {0.0, 1.0}, infinite[] = {1.0, INFINITY};
    const double not_a_number[] = {NAN, 1.0};
    assert_refused(2, negative, re, im, 1.0, 1.0, 1.0, HOP_ERR_BAD_FREQUENCY,
                   "point 2: frequency -3 Hz is not a positive number");
    assert_refused(2, zero, re, im, 1.0, 1.0, 1.0, HOP_ERR_BAD_FREQUENCY,
                   "point 1: frequency 0 Hz is not a positive number");
    assert_refused(2, infinite, re, im, 1.0, 1.0, 1.0, HOP_ERR_BAD_FREQUENCY,
                   "point 2: frequency inf Hz is not a positive number");
    assert_refused(2, not_a_number, re, im, 1.0, 1.0, 1.0, HOP_ERR_BAD_FREQUENCY,
                   "point 1: frequency nan Hz is not a positive number");
}
END_TEST

START_TEST(test_from_impedance_duplicate_frequency_is_error_with_both_places)
{
    const double f[] = {7.0, 2.5, 1.0, 9.0, 2.5};
    assert_refused(N, f, re, im, 1.0, 1.0, 1.0, HOP_ERR_DUPLICATE_FREQUENCY,
                   "points 2 and 5 have the same frequency 2.5 Hz");
}
END_TEST

START_TEST(test_from_impedance_frequencies_one_bit_apart_are_different)
{
    const double f[] = {1.0, nextafter(1.0, 2.0)};
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, 2, f, re, im, 1.0, 1.0, 1.0, &s), HOP_OK);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_from_impedance_value_not_finite_is_error_that_names_the_part)
{
    const double bad_re[] = {1.0, NAN}, bad_im[] = {INFINITY, 1.0};
    assert_refused(2, freq, bad_re, im, 1.0, 1.0, 1.0, HOP_ERR_NOT_FINITE,
                   "point 2 (1 Hz): the real part is nan, expected a finite number");
    assert_refused(2, freq, re, bad_im, 1.0, 1.0, 1.0, HOP_ERR_NOT_FINITE,
                   "point 1 (100 Hz): the imaginary part is inf, expected a finite number");
}
END_TEST

START_TEST(test_from_impedance_bad_geometry_is_error)
{
    assert_refused(N, freq, re, im, 0.0, 1.0, 1.0, HOP_ERR_BAD_GEOMETRY,
                   "thickness 0 m is not a positive length");
    assert_refused(N, freq, re, im, -2e-3, 1.0, 1.0, HOP_ERR_BAD_GEOMETRY,
                   "thickness -0.002 m is not a positive length");
    assert_refused(N, freq, re, im, 1.0, 0.0, 1.0, HOP_ERR_BAD_GEOMETRY,
                   "electrode area 0 m2 is not a positive area");
    assert_refused(N, freq, re, im, 1.0, INFINITY, 1.0, HOP_ERR_BAD_GEOMETRY,
                   "electrode area inf m2 is not a positive area");
}
END_TEST

START_TEST(test_from_impedance_bad_temperature_is_error)
{
    assert_refused(N, freq, re, im, 1.0, 1.0, 0.0, HOP_ERR_BAD_TEMPERATURE,
                   "temperature 0 K is not a positive number of kelvin");
    assert_refused(N, freq, re, im, 1.0, 1.0, -25.0, HOP_ERR_BAD_TEMPERATURE,
                   "temperature -25 K is not a positive number of kelvin");
}
END_TEST

START_TEST(test_values_without_geometry_are_missing_only_where_it_is_needed)
{
    hop_spectrum *s = NULL;
    double a[N], b[N];
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, re, im, 1e-3, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_ADMITTANCE, a, b, N, NULL), HOP_OK);
    for (int32_t r = HOP_CONDUCTIVITY; r <= HOP_MODULUS; r++) {
        ck_assert_int_eq(hop_spectrum_values(s, r, a, b, N, NULL), HOP_ERR_MISSING_DATA);
        ck_assert_int_eq(hop_spectrum_values(s, r, NULL, NULL, 0, NULL), HOP_ERR_MISSING_DATA);
    }
    ck_assert(isnan(hop_spectrum_area(s)) && isnan(hop_spectrum_temperature(s)));
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_values_without_imaginary_part_gives_real_parts_that_need_none)
{
    hop_spectrum *s = NULL;
    double a[N], b[N];
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, freq, re, NULL, 2.0, 8.0, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_is_complex(s), 0);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, a, NULL, N, NULL), HOP_OK);
    ck_assert(a[0] == 1.0);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_ADMITTANCE, a, NULL, N, NULL), HOP_OK);
    ck_assert(a[0] == 4.0); /* Y = σ A/l */
    ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, a, b, N, NULL),
                     HOP_ERR_MISSING_DATA);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, a, NULL, N, NULL),
                     HOP_ERR_MISSING_DATA);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_MODULUS, a, NULL, N, NULL),
                     HOP_ERR_MISSING_DATA);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_values_reciprocal_of_zero_is_error_and_leaves_arrays_untouched)
{
    const double zero[N] = {3.0, 1.0, 0.0, 2.0, 4.0}, none[N] = {0.0};
    hop_spectrum *s = NULL;
    double a[N] = {-1.0, -1.0, -1.0, -1.0, -1.0};
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, N, freq, zero, none, 1.0, 1.0, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_ADMITTANCE, a, NULL, N, NULL),
                     HOP_ERR_NOT_FINITE);
    for (int k = 0; k < N; k++) {
        ck_assert(a[k] == -1.0);
    }
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_values_unknown_representation_is_error)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance);
    double a[N];
    ck_assert_int_eq(hop_spectrum_values(s, 0, a, NULL, N, NULL), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_MODULUS + 1, a, NULL, N, NULL),
                     HOP_ERR_INVALID_ARGUMENT);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_arrays_null_with_no_capacity_asks_for_the_size)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance);
    size_t count = 0;
    ck_assert_int_eq(hop_spectrum_frequencies(s, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, N);
    count = 0;
    ck_assert_int_eq(hop_spectrum_values(s, HOP_MODULUS, NULL, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, N);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_arrays_null_with_capacity_is_error)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance);
    ck_assert_int_eq(hop_spectrum_frequencies(s, NULL, N, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_MODULUS, NULL, NULL, N, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_arrays_too_small_are_refused_and_untouched)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance);
    double a[N] = {-1.0, -1.0, -1.0, -1.0, -1.0};
    ck_assert_int_eq(hop_spectrum_frequencies(s, a, N - 1, NULL), HOP_ERR_CAPACITY);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, a, NULL, N - 1, NULL),
                     HOP_ERR_CAPACITY);
    for (int k = 0; k < N; k++) {
        ck_assert(a[k] == -1.0);
    }
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_window_keeps_both_ends)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance), *w = NULL;
    double f[N], a[N];
    size_t count = 0;
    ck_assert_int_eq(hop_spectrum_window(ctx, s, 10.0, 1000.0, &w), HOP_OK);
    hop_spectrum_destroy(s);
    ck_assert_int_eq(hop_spectrum_frequencies(w, f, N, &count), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(w, HOP_IMPEDANCE, a, NULL, N, NULL), HOP_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert(f[0] == 10.0 && f[2] == 1000.0 && a[0] == 2.0 && a[2] == 4.0);
    ck_assert(hop_spectrum_temperature(w) == 298.15 && hop_spectrum_thickness(w) == 1e-3);
    hop_spectrum_destroy(w);
}
END_TEST

START_TEST(test_window_zero_to_infinity_keeps_all)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance), *w = NULL;
    ck_assert_int_eq(hop_spectrum_window(ctx, s, 0.0, INFINITY, &w), HOP_OK);
    ck_assert_uint_eq(hop_spectrum_count(w), N);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(w);
}
END_TEST

START_TEST(test_window_without_a_point_is_error_that_names_the_range)
{
    hop_spectrum *s = made(hop_spectrum_from_impedance), *w = s;
    ck_assert_int_eq(hop_spectrum_window(ctx, s, 11.0, 99.0, &w), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_ptr_null(w);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "no point between 11 and 99 Hz; the spectrum covers 1 to 10000 Hz");
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_window_bad_range_is_error)
{
    const double ends[][2] = {{-1.0, 5.0}, {5.0, 5.0}, {5.0, 1.0}, {NAN, 5.0}, {1.0, NAN}};
    hop_spectrum *s = made(hop_spectrum_from_impedance), *w = NULL;
    for (int k = 0; k < 5; k++) {
        ck_assert_int_eq(hop_spectrum_window(ctx, s, ends[k][0], ends[k][1], &w),
                         HOP_ERR_OUT_OF_RANGE);
        ck_assert_ptr_null(w);
    }
    ck_assert_int_eq(hop_spectrum_window(ctx, s, 5.0, 1.0, &w), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "window 5 to 1 Hz: expected 0 <= lower end < upper end");
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_with_standard_deviations_takes_the_order_in_which_points_were_given)
{
    hop_spectrum *s = made(hop_spectrum_from_conductivity), *t = NULL;
    double sd[N];
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, re, &t), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(t, sd, N, NULL), HOP_OK);
    for (int k = 0; k < N; k++) {
        ck_assert(sd[k] == k + 1.0);
    }
    ck_assert_int_eq(hop_spectrum_standard_deviations(s, sd, N, NULL), HOP_ERR_MISSING_DATA);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(t);
}
END_TEST

START_TEST(test_with_standard_deviations_after_window_takes_the_order_less_the_points_cut_off)
{
    /* Given 100, 1, 10000, 10, 1000 Hz; left 100, 10, 1000 Hz in this order. */
    const double given[3] = {100.0, 10.0, 1000.0};
    hop_spectrum *s = made(hop_spectrum_from_conductivity), *w = NULL, *t = NULL;
    double sd[3];
    ck_assert_int_eq(hop_spectrum_window(ctx, s, 5.0, 5000.0, &w), HOP_OK);
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, w, 3, given, &t), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(t, sd, 3, NULL), HOP_OK);
    ck_assert(sd[0] == 10.0 && sd[1] == 100.0 && sd[2] == 1000.0);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(w);
    hop_spectrum_destroy(t);
}
END_TEST

START_TEST(test_with_standard_deviations_after_window_of_points_in_a_cycle_are_in_place)
{
    /* 30, 10, 20 is no pair of exchanges, so a permutation and its inverse differ. */
    const double f[4] = {30.0, 1.0, 10.0, 20.0}, given[3] = {30.0, 10.0, 20.0};
    hop_spectrum *s = NULL, *w = NULL, *t = NULL;
    double sd[3];
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 4, f, re, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_window(ctx, s, 5.0, 50.0, &w), HOP_OK);
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, w, 3, given, &t), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(t, sd, 3, NULL), HOP_OK);
    ck_assert(sd[0] == 10.0 && sd[1] == 20.0 && sd[2] == 30.0);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(w);
    hop_spectrum_destroy(t);
}
END_TEST

START_TEST(test_window_of_a_spectrum_with_standard_deviations_keeps_those_of_its_points)
{
    hop_spectrum *s = made(hop_spectrum_from_conductivity), *t = NULL, *w = NULL;
    double sd[2];
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, re, &t), HOP_OK);
    ck_assert_int_eq(hop_spectrum_window(ctx, t, 100.0, 1000.0, &w), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(w, sd, 2, NULL), HOP_OK);
    ck_assert(sd[0] == 3.0 && sd[1] == 4.0);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(t);
    hop_spectrum_destroy(w);
}
END_TEST

START_TEST(test_with_standard_deviations_replaces_those_that_were_there)
{
    const double other[N] = {30.0, 10.0, 50.0, 20.0, 40.0};
    hop_spectrum *s = made(hop_spectrum_from_conductivity), *t = NULL, *u = NULL;
    double sd[N];
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, re, &t), HOP_OK);
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, t, N, other, &u), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(u, sd, N, NULL), HOP_OK);
    ck_assert(sd[0] == 10.0 && sd[4] == 50.0);
    hop_spectrum_destroy(s);
    hop_spectrum_destroy(t);
    hop_spectrum_destroy(u);
}
END_TEST

START_TEST(test_with_standard_deviations_bad_values_are_errors)
{
    const double zero[N] = {1.0, 1.0, 0.0, 1.0, 1.0}, bad[N] = {1.0, INFINITY, 1.0, 1.0, 1.0};
    hop_spectrum *s = made(hop_spectrum_from_conductivity), *t = s;
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, zero, &t),
                     HOP_ERR_NOT_POSITIVE);
    ck_assert_ptr_null(t);
    ck_assert_str_eq(hop_ctx_error(ctx), "point 3: the standard deviation 0 S/m is not positive");
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, bad, &t),
                     HOP_ERR_NOT_FINITE);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "point 2: the standard deviation is inf, expected a finite number");
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N - 1, re, &t),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "4 standard deviations for a spectrum of 5 points");
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_spectrum_is_a_copy_of_the_arrays)
{
    double f[2] = {2.0, 1.0}, a[2] = {5.0, 6.0}, out[2];
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, 2, f, a, a, NAN, NAN, NAN, &s), HOP_OK);
    f[0] = a[0] = -1.0;
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, out, NULL, 2, NULL), HOP_OK);
    ck_assert(out[0] == 6.0 && out[1] == 5.0);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_getters_of_null_answer_nothing)
{
    ck_assert_uint_eq(hop_spectrum_count(NULL), 0);
    ck_assert(isnan(hop_spectrum_temperature(NULL)) && isnan(hop_spectrum_thickness(NULL))
              && isnan(hop_spectrum_area(NULL)));
    ck_assert_int_eq(hop_spectrum_is_complex(NULL), 0);
    ck_assert_int_eq(hop_spectrum_representation(NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("spectrum", &tcase);
    tcase_add_checked_fixture(tcase, make_context, drop_context);
    tcase_add_test(tcase,
                   test_from_every_representation_gives_back_own_values_sorted_to_the_last_bit);
    tcase_add_test(tcase, test_values_two_roads_to_the_modulus_agree);
    tcase_add_test(tcase, test_getters_give_back_geometry_and_temperature);
    tcase_add_test(tcase, test_from_impedance_null_arrays_are_errors);
    tcase_add_test(tcase, test_from_impedance_no_points_is_error);
    tcase_add_test(tcase, test_from_impedance_bad_frequency_is_error_with_its_place);
    tcase_add_test(tcase, test_from_impedance_duplicate_frequency_is_error_with_both_places);
    tcase_add_test(tcase, test_from_impedance_frequencies_one_bit_apart_are_different);
    tcase_add_test(tcase, test_from_impedance_value_not_finite_is_error_that_names_the_part);
    tcase_add_test(tcase, test_from_impedance_bad_geometry_is_error);
    tcase_add_test(tcase, test_from_impedance_bad_temperature_is_error);
    tcase_add_test(tcase, test_values_without_geometry_are_missing_only_where_it_is_needed);
    tcase_add_test(tcase, test_values_without_imaginary_part_gives_real_parts_that_need_none);
    tcase_add_test(tcase, test_values_reciprocal_of_zero_is_error_and_leaves_arrays_untouched);
    tcase_add_test(tcase, test_values_unknown_representation_is_error);
    tcase_add_test(tcase, test_arrays_null_with_no_capacity_asks_for_the_size);
    tcase_add_test(tcase, test_arrays_null_with_capacity_is_error);
    tcase_add_test(tcase, test_arrays_too_small_are_refused_and_untouched);
    tcase_add_test(tcase, test_window_keeps_both_ends);
    tcase_add_test(tcase, test_window_zero_to_infinity_keeps_all);
    tcase_add_test(tcase, test_window_without_a_point_is_error_that_names_the_range);
    tcase_add_test(tcase, test_window_bad_range_is_error);
    tcase_add_test(tcase,
                   test_with_standard_deviations_takes_the_order_in_which_points_were_given);
    tcase_add_test(tcase,
                   test_with_standard_deviations_after_window_takes_the_order_less_the_points_cut_off);
    tcase_add_test(tcase,
                   test_with_standard_deviations_after_window_of_points_in_a_cycle_are_in_place);
    tcase_add_test(tcase,
                   test_window_of_a_spectrum_with_standard_deviations_keeps_those_of_its_points);
    tcase_add_test(tcase, test_with_standard_deviations_replaces_those_that_were_there);
    tcase_add_test(tcase, test_with_standard_deviations_bad_values_are_errors);
    tcase_add_test(tcase, test_spectrum_is_a_copy_of_the_arrays);
    tcase_add_test(tcase, test_getters_of_null_answer_nothing);
    return hopt_run(suite);
}
