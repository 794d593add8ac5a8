/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/* Spectra from clear to hopeless: some have their f_p far above the window. */
enum { POINTS = 61, SPECTRA = 203, KEYS = 8 };

static const int32_t keys[KEYS] = {HOP_SIGMA_DC,   HOP_A_J, HOP_N,   HOP_F_P,
                                   HOP_LN_OMEGA_P, HOP_RSS, HOP_DOF, HOP_F_DISPERSION};

typedef struct results {
    double values[SPECTRA][KEYS], errors[SPECTRA][KEYS], covariances[SPECTRA][9];
    uint32_t flags[SPECTRA];
    hop_status statuses[SPECTRA];
} results;

static hop_ctx *ctx;
static hop_jpl_options *options;
static double freq[POINTS], sigma[SPECTRA][POINTS], sd[SPECTRA][POINTS];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &options), HOP_OK);
    hopt_log_grid(1.0, 1e7, POINTS, freq);
    for (int i = 0; i < SPECTRA; i++) {
        const double f_p = 1e3 * pow(1e6, (double)i / SPECTRA), n = 0.3 + 0.0034 * i;
        for (int k = 0; k < POINTS; k++) {
            const double noise = 0.02 * sin(7.0 * k * k + 1.3 * i * i);
            sigma[i][k] = 1e-4 * (1.0 + pow(freq[k] / f_p, n)) * (1.0 + noise);
            sd[i][k] = 2e-6 * (1.0 + 0.1 * k);
        }
    }
}

static void tear_down(void)
{
    hop_jpl_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static hop_status run(results *out)
{
    return hop_jpl_fit_batch(ctx, POINTS, freq, SPECTRA, sigma[0], sd[0], options, KEYS, keys,
                             out->values[0], out->errors[0], out->covariances[0], out->flags,
                             out->statuses);
}

/* Equal, both NaN, or within a share of the standard error or of the number itself. */
static void assert_same(double actual, double expected, double error, int row, int32_t key)
{
    const double share = 1e-10;
    const double scale = fmax(isfinite(error) ? error : 0.0, fabs(expected));
    const int is_same = actual == expected || (isnan(actual) && isnan(expected))
                        || fabs(actual - expected) <= share * scale;
    ck_assert_msg(is_same, "row %d, key %d: %.17g, alone %.17g", row, (int)key, actual, expected);
}

static void assert_row_is_single_fit(const results *r, int i, const hop_jpl *fit)
{
    double covariance[9];
    ck_assert_int_eq(r->statuses[i], HOP_OK);
    ck_assert_uint_eq(r->flags[i], hop_jpl_flags(fit));
    for (int j = 0; j < KEYS; j++) {
        const double error = hop_jpl_standard_error(fit, keys[j]);
        assert_same(r->values[i][j], hop_jpl_value(fit, keys[j]), error, i, keys[j]);
        assert_same(r->errors[i][j], error, NAN, i, keys[j]);
    }
    ck_assert_int_eq(hop_jpl_covariance(fit, covariance), HOP_OK);
    for (int j = 0; j < 9; j++) {
        const double size = sqrt(covariance[j / 3 * 4] * covariance[j % 3 * 4]);
        assert_same(r->covariances[i][j], covariance[j], size, i, j);
    }
}

static void assert_all_are_single_fits(const results *r)
{
    for (int i = 0; i < SPECTRA; i++) {
        hop_spectrum *plain = NULL, *s = NULL;
        hop_jpl *fit = NULL;
        ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, POINTS, freq, sigma[i], NULL, NAN,
                                                        NAN, NAN, &plain),
                         HOP_OK);
        ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, plain, POINTS, sd[i], &s),
                         HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &fit), HOP_OK);
        assert_row_is_single_fit(r, i, fit);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
        hop_spectrum_destroy(plain);
    }
}

static const int32_t weightings[] = {HOP_WEIGHTING_UNIT, HOP_WEIGHTING_PROPORTIONAL,
                                     HOP_WEIGHTING_GIVEN, HOP_WEIGHTING_FITTED};

START_TEST(test_fit_batch_any_weighting_and_instructions_gives_the_single_fits)
{
    static results r;
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= hop_ctx_instructions(NULL); set++) {
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, set), HOP_OK);
        for (int j = 0; j < 4; j++) {
            ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, weightings[j]), HOP_OK);
            ck_assert_int_eq(run(&r), HOP_OK);
            assert_all_are_single_fits(&r);
        }
    }
}
END_TEST

/* 1e-12 of the number or its error: the sums are grouped in another way in each set. */
/* f_p inside the window, and noise so small that the last digits of n and A matter. */
START_TEST(test_fit_batch_little_noise_has_the_sum_of_squares_of_single_fits)
{
    static results r;
    const double noises[] = {1e-4, 1e-6, 1e-8};
    for (int i = 0; i < SPECTRA; i++) {
        for (int k = 0; k < POINTS; k++) {
            const double clean = 1.0 + pow(freq[k] / (1e3 * pow(1e3, (double)i / SPECTRA)), 0.6);
            sigma[i][k] = 1e-4 * clean * (1.0 + noises[i % 3] * sin(7.0 * k * k + 1.3 * i * i));
        }
    }
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= hop_ctx_instructions(NULL); set++) {
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, set), HOP_OK);
        ck_assert_int_eq(run(&r), HOP_OK);
        for (int i = 0; i < SPECTRA; i++) {
            hop_spectrum *s = NULL;
            hop_jpl *fit = NULL;
            ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, POINTS, freq, sigma[i], NULL, NAN,
                                                            NAN, NAN, &s),
                             HOP_OK);
            ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &fit), HOP_OK);
            /* Residuals of this size have lost as many digits; measured 3e-16. */
            hopt_assert_relative(r.values[i][5], hop_jpl_value(fit, HOP_RSS), 2e-15 / noises[i % 3]);
            hop_jpl_destroy(fit);
            hop_spectrum_destroy(s);
        }
    }
}
END_TEST

START_TEST(test_fit_batch_any_instructions_gives_the_same_results)
{
    static results first, other;
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, HOP_INSTRUCTIONS_BASELINE), HOP_OK);
    ck_assert_int_eq(run(&first), HOP_OK);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE + 1; set <= hop_ctx_instructions(NULL); set++) {
        double worst = 0.0;
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, set), HOP_OK);
        ck_assert_int_eq(run(&other), HOP_OK);
        ck_assert_mem_eq(first.flags, other.flags, sizeof first.flags);
        for (int i = 0; i < SPECTRA; i++) {
            for (int j = 0; j < KEYS; j++) {
                const double a = first.values[i][j], b = other.values[i][j];
                const double error = first.errors[i][j];
                const double scale = fmax(isfinite(error) ? error : 0.0, fabs(a));
                if (a != b && !(isnan(a) && isnan(b))) {
                    worst = fmax(worst, fabs(a - b) / scale);
                }
            }
        }
        ck_assert_msg(worst <= 1e-12, "set %d differs by %.3g", (int)set, worst);
    }
}
END_TEST

START_TEST(test_fit_batch_grid_that_is_not_uniform_gives_the_single_fits)
{
    static results r;
    for (int k = 0; k < POINTS; k++) {
        freq[k] *= 1.0 + 0.05 * sin(3.0 * k);
    }
    ck_assert_int_eq(run(&r), HOP_OK);
    assert_all_are_single_fits(&r);
}
END_TEST

START_TEST(test_fit_batch_other_loss_and_range_gives_the_single_fits)
{
    static results r;
    ck_assert_int_eq(hop_jpl_options_set_loss(ctx, options, HOP_LOSS_HUBER), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_frequency_range(ctx, options, 3.0, 1e6), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_n_range(ctx, options, 0.1, 1.7), HOP_OK);
    ck_assert_int_eq(run(&r), HOP_OK);
    assert_all_are_single_fits(&r);
}
END_TEST

START_TEST(test_fit_batch_order_of_points_changes_no_bit)
{
    static results forward, backward;
    ck_assert_int_eq(run(&forward), HOP_OK);
    for (int k = 0; k < POINTS / 2; k++) {
        double *const columns[2] = {&freq[k], &freq[POINTS - 1 - k]};
        const double f = *columns[0];
        *columns[0] = *columns[1];
        *columns[1] = f;
        for (int i = 0; i < SPECTRA; i++) {
            const double y = sigma[i][k];
            sigma[i][k] = sigma[i][POINTS - 1 - k];
            sigma[i][POINTS - 1 - k] = y;
        }
    }
    ck_assert_int_eq(run(&backward), HOP_OK);
    ck_assert_mem_eq(&forward, &backward, sizeof forward);
}
END_TEST

START_TEST(test_fit_batch_threads_change_no_bit)
{
    static results one, three;
    ck_assert_int_eq(run(&one), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_threads(ctx, 3), HOP_OK);
    ck_assert_int_eq(run(&three), HOP_OK);
    ck_assert_mem_eq(&one, &three, sizeof one);
}
END_TEST

/* What a row gives must not depend on the rows around it, or on how many there are. */
START_TEST(test_fit_batch_row_alone_is_the_same_to_the_last_bit)
{
    static results all;
    ck_assert_int_eq(run(&all), HOP_OK);
    for (int i = 0; i < SPECTRA; i += 17) {
        double values[KEYS];
        ck_assert_int_eq(hop_jpl_fit_batch(ctx, POINTS, freq, 1, sigma[i], NULL, options, KEYS,
                                           keys, values, NULL, NULL, NULL, NULL),
                         HOP_OK);
        ck_assert_mem_eq(values, all.values[i], sizeof values);
    }
}
END_TEST

START_TEST(test_fit_batch_bad_rows_leave_the_others_alone)
{
    static results good, r;
    ck_assert_int_eq(run(&good), HOP_OK);
    sigma[3][7] = NAN;
    sigma[4][8] = INFINITY;
    for (int k = 0; k < POINTS; k++) {
        sigma[5][k] = 2.0;
        sigma[6][k] = -1.0;
    }
    sigma[7][9] = -1.0;
    ck_assert_int_eq(run(&r), HOP_OK);
    const hop_status expected[5] = {HOP_ERR_NOT_FINITE, HOP_ERR_NOT_FINITE, HOP_ERR_NO_VARIATION,
                                    HOP_ERR_NOT_POSITIVE, HOP_OK};
    for (int i = 3; i < 8; i++) {
        ck_assert_int_eq(r.statuses[i], expected[i - 3]);
        ck_assert(isnan(r.values[i][0]) == (expected[i - 3] != HOP_OK));
        ck_assert(isnan(r.errors[i][0]) == (expected[i - 3] != HOP_OK));
        ck_assert(isnan(r.covariances[i][8]) == (expected[i - 3] != HOP_OK));
    }
    ck_assert_uint_eq(r.flags[7] & HOP_FLAG_POINTS_EXCLUDED, HOP_FLAG_POINTS_EXCLUDED);
    ck_assert_mem_eq(r.values[0], good.values[0], 3 * sizeof r.values[0]);
    ck_assert_mem_eq(r.values[8], good.values[8], (SPECTRA - 8) * sizeof r.values[0]);
}
END_TEST

START_TEST(test_fit_batch_bad_standard_deviation_is_that_of_its_row)
{
    static results r;
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_GIVEN), HOP_OK);
    sd[2][3] = 0.0;
    sd[9][3] = NAN;
    sd[10][3] = INFINITY;
    ck_assert_int_eq(run(&r), HOP_OK);
    ck_assert_int_eq(r.statuses[2], HOP_ERR_NOT_POSITIVE);
    ck_assert_int_eq(r.statuses[9], HOP_ERR_NOT_FINITE);
    ck_assert_int_eq(r.statuses[10], HOP_ERR_NOT_FINITE);
    ck_assert_int_eq(r.statuses[3], HOP_OK);
}
END_TEST

START_TEST(test_fit_batch_wrong_arguments_are_refused)
{
    double value[1];
    const int32_t n = HOP_N, noise = HOP_NOISE;
#define BATCH(points, f, y, opt, count, key, out)                                          \
    hop_jpl_fit_batch(ctx, points, f, 1, y, NULL, opt, count, key, out, NULL, NULL, NULL, NULL)
    ck_assert_int_eq(BATCH(POINTS, NULL, sigma[0], NULL, 1, &n, value), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(BATCH(POINTS, freq, NULL, NULL, 1, &n, value), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], NULL, 1, NULL, value), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], NULL, 1, &n, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], NULL, 1, &noise, value), HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(BATCH(0, freq, sigma[0], NULL, 1, &n, value), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], NULL, 0, NULL, NULL), HOP_OK);
    freq[5] = freq[6];
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], NULL, 1, &n, value),
                     HOP_ERR_DUPLICATE_FREQUENCY);
    freq[5] = -1.0;
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], NULL, 1, &n, value), HOP_ERR_BAD_FREQUENCY);
    freq[5] = 3.3;
    hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_MODULUS);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], options, 1, &n, value),
                     HOP_ERR_INVALID_ARGUMENT);
    hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_GIVEN);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], options, 1, &n, value), HOP_ERR_MISSING_DATA);
    hop_jpl_options_set_weighting(ctx, options, HOP_WEIGHTING_UNIT);
    hop_jpl_options_set_window(ctx, options, HOP_WINDOW_AUTO);
    ck_assert_int_eq(BATCH(POINTS, freq, sigma[0], options, 1, &n, value),
                     HOP_ERR_INVALID_ARGUMENT);
#undef BATCH
}
END_TEST

static int32_t stop(void *user, double fraction)
{
    *(double *)user = fraction;
    return fraction > 0.2;
}

START_TEST(test_fit_batch_progress_can_cancel)
{
    static results r;
    double reached = 0.0;
    ck_assert_int_eq(hop_ctx_set_progress(ctx, stop, &reached), HOP_OK);
    ck_assert_int_eq(run(&r), HOP_ERR_CANCELLED);
    ck_assert(reached > 0.2 && reached < 1.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("batch", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_fit_batch_any_weighting_and_instructions_gives_the_single_fits);
    tcase_add_test(tcase, test_fit_batch_little_noise_has_the_sum_of_squares_of_single_fits);
    tcase_add_test(tcase, test_fit_batch_any_instructions_gives_the_same_results);
    tcase_add_test(tcase, test_fit_batch_grid_that_is_not_uniform_gives_the_single_fits);
    tcase_add_test(tcase, test_fit_batch_other_loss_and_range_gives_the_single_fits);
    tcase_add_test(tcase, test_fit_batch_order_of_points_changes_no_bit);
    tcase_add_test(tcase, test_fit_batch_threads_change_no_bit);
    tcase_add_test(tcase, test_fit_batch_row_alone_is_the_same_to_the_last_bit);
    tcase_add_test(tcase, test_fit_batch_bad_rows_leave_the_others_alone);
    tcase_add_test(tcase, test_fit_batch_bad_standard_deviation_is_that_of_its_row);
    tcase_add_test(tcase, test_fit_batch_wrong_arguments_are_refused);
    tcase_add_test(tcase, test_fit_batch_progress_can_cancel);
    return hopt_run(suite);
}
