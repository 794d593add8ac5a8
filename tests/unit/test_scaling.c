/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

enum { SPECTRA = 6, POINTS = 61 };

static const double pi = 3.14159265358979323846, eps_0 = 8.8541878188e-12;

/* Spectra with the numbers they were made from. */
typedef struct set {
    hop_spectrum *spectra[SPECTRA];
    double sigma_dc[SPECTRA], f_p_hz[SPECTRA];
} set;

static double temperature_k(int i)
{
    return 220.0 + 30.0 * i;
}

static hop_spectrum *make_jpl(double sigma_dc, double f_p_hz, double n, double T)
{
    double freq_hz[POINTS], re[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e2, 1e7, POINTS, freq_hz);
    for (int k = 0; k < POINTS; k++) {
        re[k] = sigma_dc * (1.0 + pow(freq_hz[k] / f_p_hz, n));
    }
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, POINTS, freq_hz, re, NULL, NAN, NAN, T,
                                                    &s),
                     HOP_OK);
    return s;
}

/* f_p = const·σ_dc T·(T/300 K)^power: Summerfield scaling holds for power 0. */
static set make_set(double power, double n_step)
{
    set out;
    for (int i = 0; i < SPECTRA; i++) {
        const double T = temperature_k(i);
        out.sigma_dc[i] = 1e3 / T * exp(-3500.0 / T);
        out.f_p_hz[i] = 1e8 * out.sigma_dc[i] * T * pow(T / 300.0, power);
        out.spectra[i] = make_jpl(out.sigma_dc[i], out.f_p_hz[i], 0.6 + n_step * i, T);
    }
    return out;
}

static void release(set *in)
{
    for (int i = 0; i < SPECTRA; i++) {
        hop_spectrum_destroy(in->spectra[i]);
    }
}

static hop_scaling *collapse(const set *in, int32_t kind)
{
    hop_scaling *s = NULL;
    ck_assert_int_eq(hop_scaling_collapse(NULL, SPECTRA,
                                          (const hop_spectrum *const *)in->spectra, in->sigma_dc,
                                          in->f_p_hz, kind, &s),
                     HOP_OK);
    return s;
}

START_TEST(test_scaling_ghosh_of_one_curve_without_noise_collapses)
{
    set in = make_set(1.5, 0.0);
    hop_scaling *s = collapse(&in, HOP_SCALING_GHOSH);
    /* Cubic interpolation of 12 points a decade: h⁴ of 0.19⁴ times a few hundredths. */
    ck_assert_double_lt(hop_scaling_value(s, HOP_COLLAPSE_RMS), 1e-5);
    ck_assert_double_gt(hop_scaling_value(s, HOP_POINTS), 0.8 * SPECTRA * POINTS);
    ck_assert_uint_eq(hop_scaling_flags(s), 0);
    ck_assert_double_nan(hop_scaling_value(s, HOP_SCALING_ALPHA));
    for (size_t i = 0; i < SPECTRA; i++) {
        hopt_assert_relative(hop_scaling_spectrum_value(s, i, HOP_SCALE_FACTOR),
                             1.0 / in.f_p_hz[i], 1e-14);
        ck_assert_double_lt(hop_scaling_spectrum_value(s, i, HOP_COLLAPSE_RMS), 1e-5);
    }
    hop_scaling_destroy(s);
    release(&in);
}
END_TEST

START_TEST(test_scaling_ghosh_of_different_exponents_does_not_collapse)
{
    set in = make_set(0.0, 0.05);
    hop_scaling *s = collapse(&in, HOP_SCALING_GHOSH);
    /* A decade above f_p, 0.05 in n are 0.12 in ln σ′ between neighbours. */
    ck_assert_double_gt(hop_scaling_value(s, HOP_COLLAPSE_RMS), 0.03);
    hop_scaling_destroy(s);
    release(&in);
}
END_TEST

START_TEST(test_scaling_summerfield_finds_the_power_of_temperature)
{
    const double powers[] = {0.0, 1.0, -1.7};
    for (int i = 0; i < 3; i++) {
        set in = make_set(powers[i], 0.0);
        hop_scaling *plain = collapse(&in, HOP_SCALING_SUMMERFIELD);
        hop_scaling *best = collapse(&in, HOP_SCALING_SUMMERFIELD_ALPHA);
        /* Interpolation errors of 10⁻⁶ over ln T of 0.5 and slopes of 0.6. */
        ck_assert_double_eq_tol(hop_scaling_value(best, HOP_SCALING_ALPHA), -powers[i], 1e-4);
        ck_assert_double_lt(hop_scaling_standard_error(best, HOP_SCALING_ALPHA), 1e-3);
        ck_assert_double_lt(hop_scaling_value(best, HOP_COLLAPSE_RMS), 1e-4);
        if (powers[i] != 0.0) {
            ck_assert_double_gt(hop_scaling_value(plain, HOP_COLLAPSE_RMS), 0.01);
        }
        hopt_assert_relative(hop_scaling_spectrum_value(plain, 1, HOP_SCALE_FACTOR),
                             1.0 / (in.sigma_dc[1] * temperature_k(1)), 1e-13);
        hop_scaling_destroy(plain);
        hop_scaling_destroy(best);
        release(&in);
    }
}
END_TEST

START_TEST(test_scaling_order_of_spectra_does_not_matter)
{
    set in = make_set(0.7, 0.01), turned = in;
    for (int i = 0; i < SPECTRA; i++) {
        turned.spectra[i] = in.spectra[SPECTRA - 1 - i];
        turned.sigma_dc[i] = in.sigma_dc[SPECTRA - 1 - i];
        turned.f_p_hz[i] = in.f_p_hz[SPECTRA - 1 - i];
    }
    hop_scaling *a = collapse(&in, HOP_SCALING_GHOSH), *b = collapse(&turned, HOP_SCALING_GHOSH);
    hopt_assert_relative(hop_scaling_value(a, HOP_COLLAPSE_RMS),
                         hop_scaling_value(b, HOP_COLLAPSE_RMS), 1e-12);
    hop_scaling_destroy(a);
    hop_scaling_destroy(b);
    release(&in);
}
END_TEST

START_TEST(test_scaling_curve_is_scaled_conductivity)
{
    set in = make_set(0.0, 0.0);
    hop_scaling *s = collapse(&in, HOP_SCALING_GHOSH);
    double x[POINTS], y[POINTS], common_x[SPECTRA * POINTS], common_y[SPECTRA * POINTS];
    size_t count = 0;
    ck_assert_int_eq(hop_scaling_curve(s, 2, NULL, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, POINTS);
    ck_assert_int_eq(hop_scaling_curve(s, 2, x, y, POINTS - 1, NULL), HOP_ERR_CAPACITY);
    ck_assert_int_eq(hop_scaling_curve(s, 2, x, y, POINTS, &count), HOP_OK);
    for (size_t k = 0; k < count; k++) {
        hopt_assert_relative(y[k], 1.0 + pow(x[k], 0.6), 1e-12);
    }
    ck_assert_int_eq(hop_scaling_common(s, common_x, common_y, SPECTRA * POINTS, &count), HOP_OK);
    ck_assert_uint_gt(count, SPECTRA * POINTS * 8 / 10);
    for (size_t k = 0; k < count; k++) {
        ck_assert(k == 0 || common_x[k] >= common_x[k - 1]);
        hopt_assert_relative(common_y[k], 1.0 + pow(common_x[k], 0.6), 1e-4);
    }
    ck_assert_int_eq(hop_scaling_curve(s, SPECTRA, x, y, POINTS, &count), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_scaling_curve(s, 0, x, NULL, POINTS, &count), HOP_ERR_NULL_ARGUMENT);
    hop_scaling_destroy(s);
    release(&in);
}
END_TEST

/*
 * σ* = σ_dc + iωε₀[ε_∞ + Δε/(1 + (iωτ)^β)] with τ = ε₀Δε/σ_dc: the dielectric loss scales
 * with the conductivity (Barton, Nakajima, Namikawa), so Sidebottom's axis fits.
 */
static hop_spectrum *make_cole_cole(double sigma_dc, double delta_eps, double eps_inf, double T)
{
    enum { N = 121 };
    const double beta = 0.9;
    double freq_hz[N], re[N], im[N];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e0, 1e10, N, freq_hz);
    for (int k = 0; k < N; k++) {
        const double omega = 2.0 * pi * freq_hz[k], size = pow(omega * eps_0 * delta_eps / sigma_dc, beta);
        const double c = 1.0 + size * cos(0.5 * pi * beta), d = size * sin(0.5 * pi * beta);
        const double eps_re = eps_inf + delta_eps * c / (c * c + d * d);
        const double eps_loss = delta_eps * d / (c * c + d * d);
        re[k] = sigma_dc + omega * eps_0 * eps_loss;
        im[k] = omega * eps_0 * eps_re;
    }
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, N, freq_hz, re, im, NAN, NAN, T, &s),
                     HOP_OK);
    return s;
}

START_TEST(test_scaling_sidebottom_finds_the_dielectric_strength)
{
    set in;
    for (int i = 0; i < SPECTRA; i++) {
        in.sigma_dc[i] = 1e-7 * pow(2.0, i);
        in.spectra[i] = make_cole_cole(in.sigma_dc[i], 20.0 + 4.0 * i, 8.0, temperature_k(i));
    }
    hop_scaling *s = NULL;
    ck_assert_int_eq(hop_scaling_collapse(NULL, SPECTRA,
                                          (const hop_spectrum *const *)in.spectra, in.sigma_dc,
                                          NULL, HOP_SCALING_SIDEBOTTOM, &s),
                     HOP_OK);
    ck_assert_uint_eq(hop_scaling_flags(s), 0);
    for (int i = 0; i < SPECTRA; i++) {
        /* The plateaus go on rising a little over decades (β = 0.9): a few per mille. */
        hopt_assert_relative(hop_scaling_spectrum_value(s, (size_t)i, HOP_DELTA_EPSILON),
                             20.0 + 4.0 * i, 0.01);
        hopt_assert_relative(hop_scaling_spectrum_value(s, (size_t)i, HOP_EPSILON_HIGH), 8.0, 0.01);
    }
    /* An error of 1 % in Δε moves a curve of slope up to 0.9 by 1 %. */
    ck_assert_double_lt(hop_scaling_value(s, HOP_COLLAPSE_RMS), 5e-3);
    hop_scaling_destroy(s);
    release(&in);
}
END_TEST

START_TEST(test_scaling_sidebottom_without_plateaus_is_left_out)
{
    set in = make_set(0.0, 0.0);
    hop_ctx *ctx = NULL;
    hop_scaling *s = (hop_scaling *)&in;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_scaling_collapse(ctx, SPECTRA, (const hop_spectrum *const *)in.spectra,
                                          in.sigma_dc, NULL, HOP_SCALING_SIDEBOTTOM, &s),
                     HOP_ERR_MISSING_DATA);
    ck_assert_ptr_null(s);
    ck_assert_str_eq(hop_ctx_error(ctx), "0 of 6 spectra have what the scaling needs: a collapse "
                                         "needs two");
    hop_ctx_destroy(ctx);
    release(&in);
}
END_TEST

/* Noise of 2 % breaks one plateau of ε′ into several flat stretches; that is no Δε. */
START_TEST(test_scaling_sidebottom_noise_on_one_plateau_is_no_dielectric_strength)
{
    for (uint32_t i = 0; i < 200; i++) {
        double freq_hz[POINTS], re[POINTS], im[POINTS];
        const double sigma_dc[2] = {1e-6, 1e-6};
        hop_spectrum *s = NULL;
        hop_scaling *scaled = NULL;
        hopt_log_grid(1e2, 1e7, POINTS, freq_hz);
        for (uint32_t k = 0; k < POINTS; k++) {
            double z[2];
            hopi_random_normal_pair(61, i, k, z);
            re[k] = sigma_dc[0];
            im[k] = 2.0 * pi * freq_hz[k] * eps_0 * 12.0 * (1.0 + 0.02 * z[0]);
        }
        ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, POINTS, freq_hz, re, im, NAN, NAN,
                                                        300.0, &s),
                         HOP_OK);
        const hop_spectrum *const both[2] = {s, s};
        ck_assert_int_eq(hop_scaling_collapse(NULL, 2, both, sigma_dc, NULL,
                                              HOP_SCALING_SIDEBOTTOM, &scaled),
                         HOP_ERR_MISSING_DATA);
        hop_spectrum_destroy(s);
    }
}
END_TEST

START_TEST(test_scaling_ghosh_spectrum_without_f_p_is_left_out_and_flagged)
{
    set in = make_set(0.0, 0.0);
    in.f_p_hz[2] = NAN;
    in.sigma_dc[4] = 0.0;
    hop_scaling *s = collapse(&in, HOP_SCALING_GHOSH);
    size_t count = 99;
    ck_assert_uint_ne(hop_scaling_flags(s) & HOP_FLAG_NOT_DETERMINED, 0);
    for (size_t i = 0; i < SPECTRA; i++) {
        ck_assert_uint_eq(hop_scaling_spectrum_flags(s, i),
                          i == 2 || i == 4 ? HOP_FLAG_NOT_DETERMINED : 0);
    }
    ck_assert_int_eq(hop_scaling_curve(s, 2, NULL, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_double_nan(hop_scaling_spectrum_value(s, 2, HOP_COLLAPSE_RMS));
    ck_assert_double_lt(hop_scaling_value(s, HOP_COLLAPSE_RMS), 1e-5);
    hop_scaling_destroy(s);
    release(&in);
}
END_TEST

static hop_scaling *two_spectra(double first_k, double second_k, int32_t kind)
{
    const double sigma_dc[2] = {1e-4, 3e-4};
    hop_spectrum *spectra[2] = {make_jpl(1e-4, 1e4, 0.6, first_k),
                                make_jpl(3e-4, 4e4, 0.6, second_k)};
    hop_scaling *s = NULL;
    ck_assert_int_eq(hop_scaling_collapse(NULL, 2, (const hop_spectrum *const *)spectra, sigma_dc,
                                          NULL, kind, &s),
                     HOP_OK);
    hop_spectrum_destroy(spectra[0]);
    hop_spectrum_destroy(spectra[1]);
    return s;
}

START_TEST(test_scaling_alpha_of_two_temperatures_has_no_error)
{
    hop_scaling *s = two_spectra(280.0, 320.0, HOP_SCALING_SUMMERFIELD_ALPHA);
    ck_assert_uint_ne(hop_scaling_flags(s) & HOP_FLAG_NO_DEGREES_OF_FREEDOM, 0);
    ck_assert_double_nan(hop_scaling_standard_error(s, HOP_SCALING_ALPHA));
    /* f_p/(σ_dc T) changes by 4/3·280/320: that is T^α by which x is multiplied. */
    ck_assert_double_eq_tol(hop_scaling_value(s, HOP_SCALING_ALPHA),
                            -log(4.0 / 3.0 * 280.0 / 320.0) / log(320.0 / 280.0), 1e-3);
    hop_scaling_destroy(s);
}
END_TEST

START_TEST(test_scaling_alpha_of_one_temperature_is_not_determined)
{
    hop_scaling *s = two_spectra(300.0, 300.0, HOP_SCALING_SUMMERFIELD_ALPHA);
    ck_assert_uint_ne(hop_scaling_flags(s) & HOP_FLAG_NOT_DETERMINED, 0);
    ck_assert_double_nan(hop_scaling_value(s, HOP_SCALING_ALPHA));
    ck_assert_double_gt(hop_scaling_value(s, HOP_COLLAPSE_RMS), 0.0);
    hop_scaling_destroy(s);
}
END_TEST

START_TEST(test_scaling_curves_that_do_not_overlap_have_no_rms)
{
    set in = make_set(0.0, 0.0);
    in.f_p_hz[0] = 1e-20;
    hop_scaling *s = NULL;
    ck_assert_int_eq(hop_scaling_collapse(NULL, 2, (const hop_spectrum *const *)in.spectra,
                                          in.sigma_dc, in.f_p_hz, HOP_SCALING_GHOSH, &s),
                     HOP_OK);
    ck_assert_double_nan(hop_scaling_value(s, HOP_COLLAPSE_RMS));
    ck_assert_uint_ne(hop_scaling_flags(s) & HOP_FLAG_NOT_DETERMINED, 0);
    hop_scaling_destroy(s);
    release(&in);
}
END_TEST

START_TEST(test_scaling_bad_arguments_are_refused)
{
    set in = make_set(0.0, 0.0);
    const hop_spectrum *const *spectra = (const hop_spectrum *const *)in.spectra;
    hop_ctx *ctx = NULL;
    hop_scaling *s = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_scaling_collapse(ctx, SPECTRA, spectra, in.sigma_dc, NULL,
                                          HOP_SCALING_GHOSH, &s),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_scaling_collapse(ctx, SPECTRA, spectra, in.sigma_dc, NULL, 9, &s),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_scaling_collapse(ctx, 1, spectra, in.sigma_dc, NULL,
                                          HOP_SCALING_SUMMERFIELD, &s),
                     HOP_ERR_TOO_FEW_POINTS);
    in.sigma_dc[3] = -1.0;
    ck_assert_int_eq(hop_scaling_collapse(ctx, SPECTRA, spectra, in.sigma_dc, NULL,
                                          HOP_SCALING_SUMMERFIELD, &s),
                     HOP_ERR_NOT_POSITIVE);
    ck_assert_str_eq(hop_ctx_error(ctx), "spectrum 4: sigma_dc is -1, expected a positive number, "
                                         "or NaN or 0 where it is not known");
    ck_assert_ptr_null(s);
    ck_assert_double_nan(hop_scaling_value(NULL, HOP_COLLAPSE_RMS));
    hop_scaling_destroy(NULL);
    hop_ctx_destroy(ctx);
    release(&in);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("scaling", &tcase);
    tcase_add_test(tcase, test_scaling_ghosh_of_one_curve_without_noise_collapses);
    tcase_add_test(tcase, test_scaling_ghosh_of_different_exponents_does_not_collapse);
    tcase_add_test(tcase, test_scaling_summerfield_finds_the_power_of_temperature);
    tcase_add_test(tcase, test_scaling_order_of_spectra_does_not_matter);
    tcase_add_test(tcase, test_scaling_curve_is_scaled_conductivity);
    tcase_add_test(tcase, test_scaling_sidebottom_finds_the_dielectric_strength);
    tcase_add_test(tcase, test_scaling_sidebottom_without_plateaus_is_left_out);
    tcase_add_test(tcase,
                   test_scaling_sidebottom_noise_on_one_plateau_is_no_dielectric_strength);
    tcase_add_test(tcase, test_scaling_ghosh_spectrum_without_f_p_is_left_out_and_flagged);
    tcase_add_test(tcase, test_scaling_alpha_of_two_temperatures_has_no_error);
    tcase_add_test(tcase, test_scaling_alpha_of_one_temperature_is_not_determined);
    tcase_add_test(tcase, test_scaling_curves_that_do_not_overlap_have_no_rms);
    tcase_add_test(tcase, test_scaling_bad_arguments_are_refused);
    return hopt_run(suite);
}
