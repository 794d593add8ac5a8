/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 41 };

static const double sigma_dc = 2e-3, f_p = 1e5, n = 0.7;

static hop_ctx *ctx;
static hop_jpl_options *options;
static double freq[N], y[N], sd[N];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &options), HOP_OK);
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        y[k] = sigma_dc * (1.0 + pow(freq[k] / f_p, n));
        sd[k] = 0.01 * y[k];
    }
}

static void tear_down(void)
{
    hop_jpl_options_destroy(options);
    hop_ctx_destroy(ctx);
}

/* Noise of 1 % and two outliers. */
static void disturb(void)
{
    for (int k = 0; k < N; k++) {
        y[k] *= 1.0 + 0.012 * sin(1.0 + 2.3 * k * k);
    }
    y[7] *= 1.5;
    y[30] *= 0.6;
}

static hop_jpl *fitted(int32_t loss, int32_t weighting)
{
    hop_spectrum *s = NULL, *t = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, freq, y, y, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, sd, &t), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_loss(ctx, options, loss), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, options, weighting), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, t, options, &fit), HOP_OK);
    hop_spectrum_destroy(t);
    hop_spectrum_destroy(s);
    return fit;
}

/* ρ of Huber (1.345) and of Tukey (4.685), zero at zero, u²/2 near it. */
static double rho(int32_t loss, double u)
{
    if (loss == HOP_LOSS_HUBER) {
        return fabs(u) <= 1.345 ? 0.5 * u * u : 1.345 * fabs(u) - 0.5 * 1.345 * 1.345;
    }
    const double c2 = 4.685 * 4.685, v = u * u / c2;
    return v < 1.0 ? c2 / 6.0 * (1.0 - pow(1.0 - v, 3.0)) : c2 / 6.0;
}

static double total(const hop_jpl *fit, int32_t loss, const double factor[3])
{
    const int is_given = hop_jpl_weighting(fit) == HOP_WEIGHTING_GIVEN;
    double sum = 0.0;
    for (int k = 0; k < N; k++) {
        const double power = pow(freq[k] / (factor[1] * hop_jpl_value(fit, HOP_F_P)),
                                 factor[2] * hop_jpl_value(fit, HOP_N));
        const double model = factor[0] * hop_jpl_value(fit, HOP_SIGMA_DC) * (1.0 + power);
        const double scale = is_given ? sd[k] : hop_jpl_value(fit, HOP_ROBUST_SCALE);
        sum += rho(loss, (y[k] - model) / scale);
    }
    return sum;
}

START_TEST(test_fit_robust_is_the_minimum_of_its_loss)
{
    const int32_t weightings[] = {HOP_WEIGHTING_UNIT, HOP_WEIGHTING_GIVEN};
    disturb();
    for (int32_t loss = HOP_LOSS_HUBER; loss <= HOP_LOSS_TUKEY; loss++) {
        for (int w = 0; w < 2; w++) {
            hop_jpl *fit = fitted(loss, weightings[w]);
            double factor[3] = {1.0, 1.0, 1.0};
            const double least = total(fit, loss, factor);
            const double rises[] = {1e-3, 1e-5};
            for (int j = 0; j < 3; j++) {
                for (int r = 0; r < 2; r++) {
                    for (int side = -1; side <= 1; side += 2) {
                        factor[j] = 1.0 + side * rises[r];
                        ck_assert_double_gt(total(fit, loss, factor), least);
                    }
                    factor[j] = 1.0;
                }
            }
            hop_jpl_destroy(fit);
        }
    }
}
END_TEST

/* The rounding of the residuals, all that there is, differs between the instruction sets. */
START_TEST(test_fit_robust_of_exact_data_gives_the_parameters)
{
    const int32_t best = hop_ctx_instructions(NULL);
    for (int32_t level = HOP_INSTRUCTIONS_BASELINE; level <= best; level++) {
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, level), HOP_OK);
        for (int32_t loss = HOP_LOSS_HUBER; loss <= HOP_LOSS_TUKEY; loss++) {
            for (int32_t w = HOP_WEIGHTING_UNIT; w <= HOP_WEIGHTING_FITTED; w++) {
                hop_jpl *fit = fitted(loss, w);
                /* Rounding of the data times the condition of the problem, about 1e3. */
                hopt_assert_relative(hop_jpl_value(fit, HOP_SIGMA_DC), sigma_dc, 1e-12);
                hopt_assert_relative(hop_jpl_value(fit, HOP_N), n, 1e-12);
                hopt_assert_relative(hop_jpl_value(fit, HOP_F_P), f_p, 1e-11);
                hop_jpl_destroy(fit);
            }
        }
    }
}
END_TEST

START_TEST(test_fit_robust_of_exact_data_with_outliers_gives_the_parameters)
{
    for (int k = 3; k < N; k += 10) {
        y[k] *= k % 20 == 3 ? 20.0 : 0.05;
    }
    hop_jpl *fit = fitted(HOP_LOSS_TUKEY, HOP_WEIGHTING_PROPORTIONAL);
    hopt_assert_relative(hop_jpl_value(fit, HOP_SIGMA_DC), sigma_dc, 1e-11);
    hopt_assert_relative(hop_jpl_value(fit, HOP_F_P), f_p, 1e-10);
    ck_assert_double_ge(hop_jpl_value(fit, HOP_OUTLIERS), 4);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_fit_huber_without_large_residuals_is_least_squares)
{
    for (int k = 0; k < N; k++) {
        y[k] *= 1.0 + 0.002 * sin(1.0 + 2.3 * k * k);
    }
    /* 0.2 of the given standard deviations: all in the quadratic part. */
    hop_jpl *robust = fitted(HOP_LOSS_HUBER, HOP_WEIGHTING_GIVEN);
    hop_jpl *square = fitted(HOP_LOSS_SQUARE, HOP_WEIGHTING_GIVEN);
    hopt_assert_relative(hop_jpl_value(robust, HOP_F_P), hop_jpl_value(square, HOP_F_P), 1e-11);
    hopt_assert_relative(hop_jpl_value(robust, HOP_RSS), hop_jpl_value(square, HOP_RSS), 1e-10);
    ck_assert_double_eq(hop_jpl_value(robust, HOP_OUTLIERS), 0.0);
    ck_assert_double_eq(hop_jpl_value(robust, HOP_ROBUST_SCALE), 1.0);
    ck_assert(isnan(hop_jpl_value(square, HOP_OUTLIERS)));
    ck_assert_uint_eq(hop_jpl_flags(square) & HOP_FLAG_ROBUST_LOSS, 0);
    hop_jpl_destroy(robust);
    hop_jpl_destroy(square);
}
END_TEST

START_TEST(test_fit_robust_errors_follow_hubers_formula)
{
    disturb();
    hop_jpl *robust = fitted(HOP_LOSS_HUBER, HOP_WEIGHTING_GIVEN);
    double model[N], square = 0.0, inside = 0.0;
    hop_jpl_evaluate(robust, N, freq, model);
    for (int k = 0; k < N; k++) {
        const double u = (y[k] - model[k]) / sd[k];
        const double psi = fmax(fmin(u, 1.345), -1.345);
        square += psi * psi / (N - 3.0);
        inside += (fabs(u) <= 1.345) / (double)N;
    }
    const double K = 1.0 + 3.0 / N * (1.0 - inside) / inside;
    /* The covariance of the same model and weights with unit variance, scaled. */
    for (int k = 0; k < N; k++) {
        y[k] = model[k];
    }
    hop_jpl *unit = fitted(HOP_LOSS_SQUARE, HOP_WEIGHTING_GIVEN);
    const double factor = sqrt(K * K * square) / inside;
    const int32_t keys[] = {HOP_LN_SIGMA_DC, HOP_N, HOP_LN_OMEGA_P};
    for (int k = 0; k < 3; k++) {
        hopt_assert_relative(hop_jpl_standard_error(robust, keys[k]),
                             factor * hop_jpl_standard_error(unit, keys[k]), 1e-9);
    }
    hop_jpl_destroy(unit);
    hop_jpl_destroy(robust);
}
END_TEST

START_TEST(test_fit_robust_of_four_points_has_numbers)
{
    for (int32_t loss = HOP_LOSS_HUBER; loss <= HOP_LOSS_TUKEY; loss++) {
        hop_spectrum *s = NULL;
        hop_jpl *fit = NULL;
        const double few[] = {1.0, 1.1, 1.5, 3.0};
        hop_jpl_options_set_loss(ctx, options, loss);
        ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, 4, freq, few, NULL, NAN, NAN, NAN,
                                                        &s), HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(ctx, s, options, &fit), HOP_OK);
        ck_assert(isfinite(hop_jpl_value(fit, HOP_SIGMA_DC)));
        ck_assert(isfinite(hop_jpl_value(fit, HOP_ROBUST_SCALE)));
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
}
END_TEST

START_TEST(test_set_loss_unknown_is_error)
{
    ck_assert_int_eq(hop_jpl_options_set_loss(ctx, NULL, HOP_LOSS_HUBER), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_jpl_options_set_loss(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_jpl_options_set_loss(ctx, options, 4), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "loss 4: expected HOP_LOSS_SQUARE (1), HOP_LOSS_HUBER "
                                         "(2) or HOP_LOSS_TUKEY (3)");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("jpl_robust", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_fit_robust_is_the_minimum_of_its_loss);
    tcase_add_test(tcase, test_fit_robust_of_exact_data_gives_the_parameters);
    tcase_add_test(tcase, test_fit_robust_of_exact_data_with_outliers_gives_the_parameters);
    tcase_add_test(tcase, test_fit_huber_without_large_residuals_is_least_squares);
    tcase_add_test(tcase, test_fit_robust_errors_follow_hubers_formula);
    tcase_add_test(tcase, test_fit_robust_of_four_points_has_numbers);
    tcase_add_test(tcase, test_set_loss_unknown_is_error);
    return hopt_run(suite);
}
