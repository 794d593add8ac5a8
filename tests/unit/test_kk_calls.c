/* SPDX-License-Identifier: BSD-3-Clause */
/* What calls of kk.h refuse, many spectra at once, and how residuals are judged. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "kk/judge.h"
#include "math/random.h"
#include "support.h"

enum { POINTS = 61, MANY = 9 };

static const double pi = 3.14159265358979323846;

static double noise_of(uint32_t stream, size_t i)
{
    double pair[2];
    hopi_random_normal_pair(5, stream, i, pair);
    return pair[0];
}

/* An arc with exponent n beside 100 Ω, with relative noise; `count` points. */
static hop_spectrum *make_arc(size_t count, double n, double noise, uint32_t stream)
{
    double f[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e0, 1e6, count, f);
    for (size_t i = 0; i < count; i++) {
        const double complex z = 100 + 1000 / (1 + cpow(2 * pi * I * f[i] * 1e-4, n));
        re[i] = creal(z) + noise * cabs(z) * noise_of(stream, 2 * i);
        im[i] = cimag(z) + noise * cabs(z) * noise_of(stream, 2 * i + 1);
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, count, f, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

static hop_ctx *make_ctx(void)
{
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    return ctx;
}

static void expect_refusal(hop_ctx *ctx, const hop_spectrum *s, const hop_kk_options *o,
                           hop_status status, const char *text)
{
    hop_kk *kk = (hop_kk *)(void *)&kk;
    ck_assert_int_eq(hop_kk_test(ctx, s, o, &kk), status);
    ck_assert_ptr_null(kk);
    ck_assert_msg(strstr(hop_ctx_error(ctx), text) != NULL, "%s", hop_ctx_error(ctx));
}

START_TEST(test_kk_test_bad_spectra_are_refused_with_the_reason)
{
    hop_ctx *ctx = make_ctx();
    double f[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *real = NULL, *zero = NULL, *wide = NULL, *steep = NULL;
    hop_spectrum *four = make_arc(4, 0.9, 0.0, 1);
    hopt_log_grid(1, 1e6, POINTS, f);
    for (int i = 0; i < POINTS; i++) {
        re[i] = im[i] = i == 30 ? 0.0 : 1.0;
    }
    hop_spectrum_from_impedance(NULL, POINTS, f, re, im, NAN, NAN, NAN, &zero);
    hop_spectrum_from_conductivity(NULL, POINTS, f, im, NULL, NAN, NAN, NAN, &real);
    hopt_log_grid(1e-40, 1e40, POINTS, f);
    re[30] = 1.0;
    hop_spectrum_from_impedance(NULL, POINTS, f, re, im, NAN, NAN, NAN, &wide);
    expect_refusal(ctx, NULL, NULL, HOP_ERR_NULL_ARGUMENT, "NULL");
    expect_refusal(ctx, four, NULL, HOP_ERR_TOO_FEW_POINTS, "4 points");
    expect_refusal(ctx, real, NULL, HOP_ERR_MISSING_DATA, "real part");
    expect_refusal(ctx, zero, NULL, HOP_ERR_NOT_POSITIVE, "1000 Hz: the modulus is 0");
    hopt_log_grid(1, 1e6, POINTS, f);
    re[30] = 1e120;
    hop_spectrum_from_impedance(NULL, POINTS, f, re, im, NAN, NAN, NAN, &steep);
    expect_refusal(ctx, wide, NULL, HOP_ERR_OUT_OF_RANGE, "60 decades");
    expect_refusal(ctx, steep, NULL, HOP_ERR_OUT_OF_RANGE, "a ratio of at most 1e+100");
    ck_assert_int_eq(hop_kk_test(ctx, four, NULL, NULL), HOP_ERR_NULL_ARGUMENT);
    hop_spectrum_destroy(four);
    hop_spectrum_destroy(real);
    hop_spectrum_destroy(zero);
    hop_spectrum_destroy(wide);
    hop_spectrum_destroy(steep);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_kk_test_fixed_m_beyond_the_points_is_refused)
{
    hop_ctx *ctx = make_ctx();
    hop_spectrum *s = make_arc(21, 0.9, 0.01, 1);
    hop_kk_options *o = NULL;
    hop_kk *kk = NULL;
    hop_kk_options_create(ctx, &o);
    hop_kk_options_set_part(ctx, o, HOP_KK_REAL);
    /* R and 19 elements leave one of 21 equations; 20 leave none. */
    hop_kk_options_set_m(ctx, o, 19);
    ck_assert_int_eq(hop_kk_test(ctx, s, o, &kk), HOP_OK);
    hop_kk_options_set_m(ctx, o, 20);
    expect_refusal(ctx, s, o, HOP_ERR_TOO_FEW_POINTS, "21 points determine at most 19 elements");
    hop_kk_destroy(kk);
    hop_kk_options_destroy(o);
    hop_spectrum_destroy(s);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_kk_options_setters_refuse_what_is_out_of_range)
{
    hop_ctx *ctx = make_ctx();
    hop_kk_options *o = NULL;
    ck_assert_int_eq(hop_kk_options_create(ctx, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_kk_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_part(ctx, o, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_kk_options_set_part(ctx, o, 4), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_kk_options_set_representation(ctx, o, HOP_MODULUS),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_kk_options_set_terms(ctx, o, 4), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_kk_options_set_extension(ctx, o, -0.1), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_extension(ctx, o, NAN), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_density(ctx, o, 0.4), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_density(ctx, o, INFINITY), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_least_density(ctx, o, 0.4), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_least_density(ctx, o, NAN), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_least_density(ctx, NULL, 3.0), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_kk_options_set_mu(ctx, o, 1.0, 0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_mu(ctx, o, 0.5, 201), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_m(ctx, o, 0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_least_noise(ctx, o, -1), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_tolerance(ctx, o, 0.0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_tolerance(ctx, o, INFINITY), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_kk_options_set_mu(ctx, NULL, 0.5, 0), HOP_ERR_NULL_ARGUMENT);
    /* What was refused left the defaults. */
    hop_spectrum *s = make_arc(POINTS, 0.8, 0.01, 1);
    hop_kk *a = NULL, *b = NULL;
    ck_assert_int_eq(hop_kk_test(ctx, s, o, &a), HOP_OK);
    ck_assert_int_eq(hop_kk_test(ctx, s, NULL, &b), HOP_OK);
    ck_assert(hop_kk_value(a, HOP_KK_PSEUDO_CHI2) == hop_kk_value(b, HOP_KK_PSEUDO_CHI2));
    hop_kk_destroy(a);
    hop_kk_destroy(b);
    hop_spectrum_destroy(s);
    hop_kk_options_destroy(o);
    hop_ctx_destroy(ctx);
}
END_TEST

/* Anything of the right sign of |Z| and frequency: numbers from a wide range, at random. */
static hop_spectrum *make_garbage(uint32_t stream, double decades)
{
    double f[POINTS], re[POINTS], im[POINTS];
    const size_t count = 5 + stream % (POINTS - 4);
    hop_spectrum *s = NULL;
    for (size_t i = 0; i < count; i++) {
        f[i] = pow(10.0, 4.0 * noise_of(stream, 3 * i));
        re[i] = noise_of(stream, 3 * i + 1) * pow(10.0, decades * noise_of(stream, 3 * i + 2));
        im[i] = noise_of(stream, 3 * i + 2) * fabs(re[i]);
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, count, f, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

START_TEST(test_kk_test_random_numbers_never_give_nan)
{
    static const double decades[] = {0.0, 3.0, 12.0};
    hop_kk_options *o = NULL;
    hop_kk_options_create(NULL, &o);
    for (uint32_t k = 0; k < 300; k++) {
        hop_spectrum *s = make_garbage(k, decades[k % 3]);
        hop_kk_options_set_part(NULL, o, 1 + (int32_t)(k / 3 % 3));
        hop_kk_options_set_representation(NULL, o, 1 + (int32_t)(k % 2));
        switch (k % 4) {
        case 0:
            hop_kk_options_set_mu(NULL, o, NAN, 0);
            hop_kk_options_set_least_density(NULL, o, k % 8 == 0 ? 0.0 : 3.0);
            break;
        case 1: hop_kk_options_set_least_noise(NULL, o, 20); break;
        case 2: hop_kk_options_set_density(NULL, o, 6.0); break;
        default: hop_kk_options_set_m(NULL, o, 1); break;
        }
        hop_kk *kk = NULL;
        double re[POINTS], im[POINTS];
        ck_assert_int_eq(hop_kk_test(NULL, s, o, &kk), HOP_OK);
        const size_t count = hop_spectrum_count(s);
        hop_kk_residuals(kk, NULL, re, im, count, NULL);
        for (size_t i = 0; i < count; i++) {
            ck_assert(isfinite(re[i]) && isfinite(im[i]));
        }
        ck_assert(isfinite(hop_kk_value(kk, HOP_KK_NOISE)));
        ck_assert(isfinite(hop_kk_value(kk, HOP_KK_LOCAL_NOISE)));
        ck_assert(!isnan(hop_kk_value(kk, HOP_KK_MU)));
        hop_kk_destroy(kk);
        hop_spectrum_destroy(s);
    }
    hop_kk_options_destroy(o);
}
END_TEST

START_TEST(test_kk_test_moduli_near_the_ends_of_double_are_scaled_exactly)
{
    double f[POINTS], re[POINTS], im[POINTS], first[POINTS], second[POINTS];
    hop_spectrum *plain = make_arc(POINTS, 0.8, 0.01, 4), *tiny = NULL;
    hop_kk *a = NULL, *b = NULL;
    hop_spectrum_frequencies(plain, f, POINTS, NULL);
    hop_spectrum_values(plain, HOP_IMPEDANCE, re, im, POINTS, NULL);
    for (int i = 0; i < POINTS; i++) {
        re[i] = ldexp(re[i], -1000);
        im[i] = ldexp(im[i], -1000);
    }
    hop_spectrum_from_impedance(NULL, POINTS, f, re, im, NAN, NAN, NAN, &tiny);
    ck_assert_int_eq(hop_kk_test(NULL, plain, NULL, &a), HOP_OK);
    ck_assert_int_eq(hop_kk_test(NULL, tiny, NULL, &b), HOP_OK);
    hop_kk_residuals(a, NULL, first, NULL, POINTS, NULL);
    hop_kk_residuals(b, NULL, second, NULL, POINTS, NULL);
    ck_assert_int_eq(memcmp(first, second, sizeof first), 0);
    ck_assert(hop_kk_value(b, HOP_KK_CHAIN_R) == ldexp(hop_kk_value(a, HOP_KK_CHAIN_R), -1000));
    hop_kk_destroy(a);
    hop_kk_destroy(b);
    hop_spectrum_destroy(plain);
    hop_spectrum_destroy(tiny);
}
END_TEST

START_TEST(test_kk_getters_null_and_unknown_keys_are_no_numbers)
{
    hop_spectrum *s = make_arc(POINTS, 0.8, 0.01, 1);
    hop_kk *kk = NULL;
    double out[POINTS] = {-1.0};
    size_t count = 0;
    ck_assert_int_eq(hop_kk_test(NULL, s, NULL, &kk), HOP_OK);
    ck_assert_double_nan(hop_kk_value(kk, HOP_E_A));
    ck_assert_double_nan(hop_kk_value(NULL, HOP_KK_M));
    ck_assert_int_eq(hop_kk_passes(NULL), -1);
    ck_assert_uint_eq(hop_kk_warnings(NULL), 0);
    ck_assert_int_eq(hop_kk_point_fails(NULL, 0), 0);
    ck_assert_int_eq(hop_kk_residuals(NULL, out, NULL, NULL, POINTS, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_kk_residuals(kk, out, NULL, NULL, POINTS - 1, NULL), HOP_ERR_CAPACITY);
    ck_assert_int_eq(hop_kk_chain(kk, out, NULL, 3, NULL), HOP_ERR_CAPACITY);
    ck_assert_double_eq(out[0], -1.0);
    ck_assert_int_eq(hop_kk_residuals(kk, NULL, NULL, NULL, 0, &count), HOP_OK);
    ck_assert_uint_eq(count, POINTS);
    ck_assert_int_eq(hop_kk_chain(kk, NULL, NULL, 0, &count), HOP_OK);
    ck_assert_double_eq((double)count, hop_kk_value(kk, HOP_KK_M));
    ck_assert_int_eq(hop_kk_residuals(kk, NULL, NULL, NULL, 1, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_str_eq(hop_kk_warning_name(HOP_KK_CONJUGATE), "conjugate");
    ck_assert_ptr_null(hop_kk_warning_name(1u << 20));
    ck_assert_ptr_nonnull(hop_kk_warning_meaning(HOP_KK_FEW_POINTS));
    hop_kk_destroy(kk);
    hop_kk_destroy(NULL);
    hop_spectrum_destroy(s);
}
END_TEST

/* Spectra of different length, so that one workspace serves several sizes. */
static void make_many(hop_spectrum **spectra)
{
    for (uint32_t i = 0; i < MANY; i++) {
        spectra[i] = make_arc(POINTS - 5 * i % 31, 0.7 + 0.03 * i, 0.01, i);
    }
}

static void release_many(hop_spectrum **spectra)
{
    for (int i = 0; i < MANY; i++) {
        hop_spectrum_destroy(spectra[i]);
    }
}

START_TEST(test_kk_test_batch_is_the_same_as_one_by_one_on_any_threads)
{
    hop_ctx *ctx = make_ctx();
    hop_spectrum *spectra[MANY];
    make_many(spectra);
    for (int32_t threads = 1; threads <= 3; threads++) {
        hop_kk *tests[MANY];
        ck_assert_int_eq(hop_ctx_set_threads(ctx, threads), HOP_OK);
        ck_assert_int_eq(hop_kk_test_batch(ctx, MANY, (const hop_spectrum *const *)spectra, NULL,
                                           tests),
                         HOP_OK);
        for (int i = 0; i < MANY; i++) {
            hop_kk *one = NULL;
            double a[POINTS], b[POINTS];
            ck_assert_int_eq(hop_kk_test(NULL, spectra[i], NULL, &one), HOP_OK);
            const size_t count = hop_spectrum_count(spectra[i]);
            hop_kk_residuals(one, NULL, a, NULL, count, NULL);
            hop_kk_residuals(tests[i], NULL, b, NULL, count, NULL);
            ck_assert_int_eq(memcmp(a, b, count * sizeof a[0]), 0);
            hop_kk_destroy(one);
            hop_kk_destroy(tests[i]);
        }
    }
    release_many(spectra);
    hop_ctx_destroy(ctx);
}
END_TEST

/* Every instruction set of the machine, and the published way to choose M. */
START_TEST(test_kk_test_instruction_sets_agree)
{
    hop_ctx *ctx = make_ctx();
    hop_spectrum *s = make_arc(61, 0.8, 0.005, 3);
    hop_kk_options *o = NULL;
    double mu = NAN, chi2 = NAN, m = NAN;
    ck_assert_int_eq(hop_kk_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_mu(NULL, o, NAN, 0), HOP_OK);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= hop_ctx_instructions(NULL); set++) {
        hop_kk *kk = NULL;
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, set), HOP_OK);
        ck_assert_int_eq(hop_kk_test(ctx, s, o, &kk), HOP_OK);
        if (set > HOP_INSTRUCTIONS_BASELINE) {
            ck_assert_double_eq(hop_kk_value(kk, HOP_KK_M), m);
            /* Rounding of 1e-16 times a condition of some 1e4 of the chain. */
            hopt_assert_relative(hop_kk_value(kk, HOP_KK_MU), mu, 1e-11);
            hopt_assert_relative(hop_kk_value(kk, HOP_KK_PSEUDO_CHI2), chi2, 1e-11);
        }
        m = hop_kk_value(kk, HOP_KK_M);
        mu = hop_kk_value(kk, HOP_KK_MU);
        chi2 = hop_kk_value(kk, HOP_KK_PSEUDO_CHI2);
        hop_kk_destroy(kk);
    }
    hop_kk_options_destroy(o);
    hop_spectrum_destroy(s);
    hop_ctx_destroy(ctx);
}
END_TEST

static int cancel(void *user, double fraction)
{
    *(double *)user = fraction;
    return fraction > 0.3;
}

START_TEST(test_kk_test_batch_cancelled_or_faulty_leaves_nothing)
{
    hop_ctx *ctx = make_ctx();
    hop_spectrum *spectra[MANY];
    hop_kk *tests[MANY];
    double seen = 0.0;
    make_many(spectra);
    hop_ctx_set_progress(ctx, cancel, &seen);
    ck_assert_int_eq(hop_kk_test_batch(ctx, MANY, (const hop_spectrum *const *)spectra, NULL,
                                       tests),
                     HOP_ERR_CANCELLED);
    ck_assert_double_gt(seen, 0.3);
    ck_assert_double_lt(seen, 0.5);
    for (int i = 0; i < MANY; i++) {
        ck_assert_ptr_null(tests[i]);
    }
    hop_ctx_set_progress(ctx, NULL, NULL);
    const hop_spectrum *faulty[3] = {spectra[0], NULL, spectra[1]};
    ck_assert_int_eq(hop_kk_test_batch(ctx, 3, faulty, NULL, tests), HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(tests[0]);
    ck_assert_int_eq(strncmp(hop_ctx_error(ctx), "spectrum 2: ", 12), 0);
    ck_assert_int_eq(hop_kk_test_batch(ctx, 0, faulty, NULL, tests), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_int_eq(hop_kk_test_batch(ctx, 1, NULL, NULL, tests), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_kk_test_batch(ctx, 1, faulty, NULL, NULL), HOP_ERR_NULL_ARGUMENT);
    release_many(spectra);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_local_noise_counts_what_is_not_smooth)
{
    enum { MANY_POINTS = 2000 };
    static double omega[MANY_POINTS], re[MANY_POINTS], im[MANY_POINTS];
    for (size_t i = 0; i < MANY_POINTS; i++) {
        /* Uneven steps: the quadratic has no third difference on any grid. */
        omega[i] = exp(0.1 * (double)i + 0.02 * (double)(i % 3));
        const double x = log(omega[i]);
        re[i] = 3.0 - 0.2 * x + 0.01 * x * x;
        im[i] = -re[i];
    }
    ck_assert_double_lt(hopi_kk_local_noise(MANY_POINTS, omega, re, im), 1e-9);
    for (size_t i = 0; i < MANY_POINTS; i++) {
        re[i] += 0.5 * noise_of(1, i);
        im[i] += 0.5 * noise_of(2, i);
    }
    /* 4,000 numbers in overlapping differences know their deviation to 2 %. */
    hopt_assert_relative(hopi_kk_local_noise(MANY_POINTS, omega, re, im), 0.5, 0.06);
}
END_TEST

START_TEST(test_judge_systematic_residuals_fail_below_the_tolerance_of_a_point)
{
    enum { SOME = 30 };
    double omega[SOME], re[SOME] = {0.0}, im[SOME] = {0.0};
    int fails[SOME];
    for (int i = 0; i < SOME; i++) {
        omega[i] = pow(1.3, i);
        im[i] = i >= 10 && i < 20 ? 0.006 : 0.0;
    }
    hopi_kk_judgement j = hopi_kk_judge(SOME, omega, re, im, NAN, fails);
    ck_assert_double_eq(j.max_residual, 0.006);
    ck_assert_double_gt(j.tolerance, 0.006);
    /* Of the nine around 13 to 16, at least eight carry 0.6 %: means of 0.53 % and more. */
    ck_assert_uint_eq(j.failing, 4);
    ck_assert(fails[13] && fails[16] && !fails[12] && !fails[17]);
    j = hopi_kk_judge(SOME, omega, re, im, 0.0061, fails);
    ck_assert_uint_eq(j.failing, 0);
    j = hopi_kk_judge(SOME, omega, re, im, 0.0059, fails);
    ck_assert_uint_eq(j.failing, 10);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("kk_calls", &tcase);
    tcase_add_test(tcase, test_kk_test_bad_spectra_are_refused_with_the_reason);
    tcase_add_test(tcase, test_kk_test_fixed_m_beyond_the_points_is_refused);
    tcase_add_test(tcase, test_kk_options_setters_refuse_what_is_out_of_range);
    tcase_add_test(tcase, test_kk_test_random_numbers_never_give_nan);
    tcase_add_test(tcase, test_kk_test_moduli_near_the_ends_of_double_are_scaled_exactly);
    tcase_add_test(tcase, test_kk_getters_null_and_unknown_keys_are_no_numbers);
    tcase_add_test(tcase, test_kk_test_batch_is_the_same_as_one_by_one_on_any_threads);
    tcase_add_test(tcase, test_kk_test_instruction_sets_agree);
    tcase_add_test(tcase, test_kk_test_batch_cancelled_or_faulty_leaves_nothing);
    tcase_add_test(tcase, test_local_noise_counts_what_is_not_smooth);
    tcase_add_test(tcase, test_judge_systematic_residuals_fail_below_the_tolerance_of_a_point);
    return hopt_run(suite);
}
