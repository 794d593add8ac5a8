/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { SAMPLES = 5 };

static const double k_B = 1.380649e-23 / 1.602176634e-19;

/* Points near ln σ₀ = 8 + E_a/0.05 eV, with the correlation that extrapolation gives. */
typedef struct points {
    double x_eV[SAMPLES], y[SAMPLES], covariance[4 * SAMPLES];
} points;

static points make_points(double slope_per_eV, double scatter)
{
    points p;
    for (int k = 0; k < SAMPLES; k++) {
        const double sd_x = 0.004 + 0.001 * k, sd_y = 40.0 * sd_x;
        p.x_eV[k] = 0.30 + 0.04 * k;
        p.y[k] = 8.0 + slope_per_eV * p.x_eV[k] + scatter * cos(2.0 * k);
        p.covariance[4 * k] = sd_x * sd_x;
        p.covariance[4 * k + 1] = p.covariance[4 * k + 2] = 0.98 * sd_x * sd_y;
        p.covariance[4 * k + 3] = sd_y * sd_y;
    }
    return p;
}

static hop_compensation *fit(const points *p, int32_t birge)
{
    hop_compensation *line = NULL;
    ck_assert_int_eq(hop_meyer_neldel(NULL, SAMPLES, p->x_eV, p->y, p->covariance, birge, &line),
                     HOP_OK);
    return line;
}

START_TEST(test_meyer_neldel_points_on_a_line_give_it_back)
{
    const points p = make_points(20.0, 0.0);
    hop_compensation *line = fit(&p, HOP_BIRGE_NEVER);
    /* Rounding of 15 in y over a spread of 0.16 eV in x: 10⁻¹⁴ of the slope. */
    hopt_assert_relative(hop_compensation_value(line, HOP_SLOPE_PER_EV), 20.0, 1e-12);
    hopt_assert_relative(hop_compensation_value(line, HOP_INTERCEPT), 8.0, 1e-12);
    hopt_assert_relative(hop_compensation_value(line, HOP_MEYER_NELDEL_ENERGY), 0.05, 1e-12);
    hopt_assert_relative(hop_compensation_value(line, HOP_ISOKINETIC_TEMPERATURE), 0.05 / k_B,
                         1e-12);
    ck_assert_double_lt(hop_compensation_value(line, HOP_RSS), 1e-20);
    ck_assert_double_eq(hop_compensation_value(line, HOP_DOF), SAMPLES - 2);
    ck_assert_double_eq(hop_compensation_value(line, HOP_POINTS), SAMPLES);
    ck_assert_uint_eq(hop_compensation_flags(line), 0);
    hop_compensation_destroy(line);
}
END_TEST

START_TEST(test_compensation_interval_of_energy_is_reciprocal_of_slope)
{
    const points p = make_points(20.0, 0.02);
    hop_compensation *line = fit(&p, HOP_BIRGE_NEVER);
    double slope[2], energy[2], temperature[2];
    hop_compensation_interval(line, HOP_SLOPE_PER_EV, 0.9, &slope[0], &slope[1]);
    hop_compensation_interval(line, HOP_MEYER_NELDEL_ENERGY, 0.9, &energy[0], &energy[1]);
    ck_assert_int_eq(hop_compensation_interval(line, HOP_ISOKINETIC_TEMPERATURE, 0.9,
                                               &temperature[0], &temperature[1]),
                     HOP_OK);
    for (int i = 0; i < 2; i++) {
        hopt_assert_relative(energy[i], 1.0 / slope[1 - i], 1e-15);
        hopt_assert_relative(temperature[i], energy[i] / k_B, 1e-14);
    }
    const double relative = hop_compensation_standard_error(line, HOP_SLOPE_PER_EV)
                            / hop_compensation_value(line, HOP_SLOPE_PER_EV);
    hopt_assert_relative(hop_compensation_standard_error(line, HOP_MEYER_NELDEL_ENERGY),
                         relative * hop_compensation_value(line, HOP_MEYER_NELDEL_ENERGY), 1e-14);
    hop_compensation_destroy(line);
}
END_TEST

START_TEST(test_meyer_neldel_scatter_beyond_the_errors_scales_them)
{
    const points p = make_points(20.0, 3.0);
    hop_compensation *bare = fit(&p, HOP_BIRGE_NEVER), *scaled = fit(&p, HOP_BIRGE_SIGNIFICANT);
    const double birge = hop_compensation_value(scaled, HOP_BIRGE);
    double covariance[4], bare_covariance[4], lower, upper;
    ck_assert_double_gt(birge, 2.0);
    ck_assert_uint_eq(hop_compensation_flags(bare) & HOP_FLAG_BIRGE_SCALED, 0);
    ck_assert_uint_ne(hop_compensation_flags(bare) & HOP_FLAG_OVERDISPERSED, 0);
    ck_assert_uint_ne(hop_compensation_flags(scaled) & HOP_FLAG_BIRGE_SCALED, 0);
    ck_assert_int_eq(hop_compensation_covariance(bare, bare_covariance), HOP_OK);
    ck_assert_int_eq(hop_compensation_covariance(scaled, covariance), HOP_OK);
    for (int i = 0; i < 4; i++) {
        hopt_assert_relative(covariance[i], bare_covariance[i] * birge * birge, 1e-14);
    }
    hop_compensation_interval(scaled, HOP_INTERCEPT, 0.95, &lower, &upper);
    /* Student's t for 3 degrees of freedom, 97.5 %: 3.1824463052837. */
    hopt_assert_relative(0.5 * (upper - lower),
                         3.1824463052837 * hop_compensation_standard_error(scaled, HOP_INTERCEPT),
                         1e-12);
    hop_compensation_destroy(bare);
    hop_compensation_destroy(scaled);
}
END_TEST

START_TEST(test_meyer_neldel_slope_that_may_be_zero_has_no_energy)
{
    const points p = make_points(0.0, 0.0);
    hop_compensation *line = fit(&p, HOP_BIRGE_NEVER);
    double lower, upper;
    ck_assert_uint_ne(hop_compensation_flags(line) & HOP_FLAG_NOT_DETERMINED, 0);
    ck_assert_double_nan(hop_compensation_value(line, HOP_MEYER_NELDEL_ENERGY));
    ck_assert_double_nan(hop_compensation_standard_error(line, HOP_ISOKINETIC_TEMPERATURE));
    hop_compensation_interval(line, HOP_MEYER_NELDEL_ENERGY, 0.95, &lower, &upper);
    ck_assert(lower == -INFINITY && upper == INFINITY);
    hop_compensation_destroy(line);
}
END_TEST

static hop_arrhenius *lines_of_quantity(double E_a_eV, double ln_sigma_0, double E_m_eV,
                                        double ln_f_e, int with_rates, int32_t quantity)
{
    const double covariance[4] = {1e-4, 6e-5, 6e-5, 4e-4};
    hop_series *series = NULL;
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_quantity(NULL, options, quantity), HOP_OK);
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    for (int k = 0; k < 5; k++) {
        const double T = 250.0 + 25.0 * k, x = 1.0 / (k_B * T);
        const double ln_sigma = ln_sigma_0 - E_a_eV * x - log(T);
        ck_assert_int_eq(with_rates ? hop_series_add(NULL, series, T, ln_sigma,
                                                     ln_f_e - E_m_eV * x, covariance)
                                    : hop_series_add_limit(NULL, series, T, ln_sigma, 1e-4,
                                                           HOP_STATE_NONE, NAN),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    hop_series_destroy(series);
    return a;
}

static hop_arrhenius *lines_of_sample(double E_a_eV, double ln_sigma_0, double E_m_eV,
                                      double ln_f_e, int with_rates)
{
    return lines_of_quantity(E_a_eV, ln_sigma_0, E_m_eV, ln_f_e, with_rates,
                             HOP_ARRHENIUS_SIGMA_T);
}

START_TEST(test_meyer_neldel_arrhenius_is_the_same_with_covariances_of_the_lines)
{
    enum { N = 4 };
    hop_arrhenius *samples[N];
    double x_eV[N], y[N], covariance[4 * N];
    const int32_t energies[2] = {HOP_E_A, HOP_E_M}, factors[2] = {HOP_LN_SIGMA_0, HOP_LN_F_E};
    for (int k = 0; k < N; k++) {
        const double E = 0.3 + 0.05 * k;
        samples[k] = lines_of_sample(E, 9.0 + 20.0 * E, E - 0.02, 21.0 + 15.0 * E, 1);
    }
    for (int which = 0; which < 2; which++) {
        for (int k = 0; k < N; k++) {
            double full[16];
            x_eV[k] = hop_arrhenius_value(samples[k], energies[which]);
            y[k] = hop_arrhenius_value(samples[k], factors[which]);
            hop_arrhenius_covariance(samples[k], full);
            const double *block = full + 10 * which;
            covariance[4 * k] = block[0];
            covariance[4 * k + 1] = block[1];
            covariance[4 * k + 2] = block[4];
            covariance[4 * k + 3] = block[5];
        }
        hop_compensation *by_hand = NULL, *line = NULL;
        ck_assert_int_eq(hop_meyer_neldel(NULL, N, x_eV, y, covariance, HOP_BIRGE_NEVER, &by_hand),
                         HOP_OK);
        ck_assert_int_eq(hop_meyer_neldel_arrhenius(NULL, N,
                                                    (const hop_arrhenius *const *)samples,
                                                    energies[which], HOP_BIRGE_NEVER, &line),
                         HOP_OK);
        ck_assert_double_eq(hop_compensation_value(line, HOP_SLOPE_PER_EV),
                            hop_compensation_value(by_hand, HOP_SLOPE_PER_EV));
        ck_assert_double_eq(hop_compensation_standard_error(line, HOP_SLOPE_PER_EV),
                            hop_compensation_standard_error(by_hand, HOP_SLOPE_PER_EV));
        /* Lines through exact points give their energies back to 10⁻¹³. */
        hopt_assert_relative(hop_compensation_value(line, HOP_SLOPE_PER_EV),
                             which == 0 ? 20.0 : 15.0, 1e-9);
        hop_compensation_destroy(by_hand);
        hop_compensation_destroy(line);
    }
    for (int k = 0; k < N; k++) {
        hop_arrhenius_destroy(samples[k]);
    }
}
END_TEST

START_TEST(test_meyer_neldel_arrhenius_sample_without_E_m_is_named)
{
    hop_ctx *ctx = NULL;
    hop_compensation *line = NULL;
    hop_arrhenius *samples[2] = {lines_of_sample(0.3, 15.0, 0.28, 25.0, 1),
                                 lines_of_sample(0.4, 17.0, NAN, NAN, 0)};
    const hop_arrhenius *const *in = (const hop_arrhenius *const *)samples;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_meyer_neldel_arrhenius(ctx, 2, in, HOP_E_M, HOP_BIRGE_NEVER, &line),
                     HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx), "sample 2: E_m is not known");
    ck_assert_ptr_null(line);
    ck_assert_int_eq(hop_meyer_neldel_arrhenius(ctx, 2, in, HOP_E_F, HOP_BIRGE_NEVER, &line),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_meyer_neldel_arrhenius(ctx, 2, in, HOP_E_A, HOP_BIRGE_NEVER, &line),
                     HOP_OK);
    ck_assert_uint_ne(hop_compensation_flags(line) & HOP_FLAG_NO_DEGREES_OF_FREEDOM, 0);
    ck_assert_double_nan(hop_compensation_value(line, HOP_REDUCED_CHI2));
    hop_compensation_destroy(line);
    hop_arrhenius_destroy(samples[0]);
    hop_arrhenius_destroy(samples[1]);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_meyer_neldel_bad_arguments_are_refused)
{
    hop_ctx *ctx = NULL;
    points p = make_points(20.0, 0.0);
    hop_compensation *line = (hop_compensation *)&p;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_meyer_neldel(ctx, SAMPLES, p.x_eV, p.y, NULL, HOP_BIRGE_NEVER, &line),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(line);
    ck_assert_int_eq(hop_meyer_neldel(ctx, 1, p.x_eV, p.y, p.covariance, HOP_BIRGE_NEVER, &line),
                     HOP_ERR_TOO_FEW_POINTS);
    ck_assert_int_eq(hop_meyer_neldel(ctx, SAMPLES, p.x_eV, p.y, p.covariance, 0, &line),
                     HOP_ERR_INVALID_ARGUMENT);
    p.y[2] = NAN;
    ck_assert_int_eq(hop_meyer_neldel(ctx, SAMPLES, p.x_eV, p.y, p.covariance, HOP_BIRGE_NEVER,
                                      &line),
                     HOP_ERR_NOT_FINITE);
    ck_assert_str_eq(hop_ctx_error(ctx), "sample 3: (0.38 eV, nan), expected numbers");
    p = make_points(20.0, 0.0);
    p.covariance[4 * 1 + 1] = p.covariance[4 * 1 + 2] = 1.0;
    ck_assert_int_eq(hop_meyer_neldel(ctx, SAMPLES, p.x_eV, p.y, p.covariance, HOP_BIRGE_NEVER,
                                      &line),
                     HOP_ERR_NOT_POSITIVE);
    p = make_points(20.0, 0.0);
    p.covariance[1] *= 1.0 + 1e-6;
    ck_assert_int_eq(hop_meyer_neldel(ctx, SAMPLES, p.x_eV, p.y, p.covariance, HOP_BIRGE_NEVER,
                                      &line),
                     HOP_ERR_NOT_POSITIVE);
    p = make_points(20.0, 0.0);
    for (int k = 0; k < SAMPLES; k++) {
        p.x_eV[k] = 0.4;
    }
    ck_assert_int_eq(hop_meyer_neldel(ctx, SAMPLES, p.x_eV, p.y, p.covariance, HOP_BIRGE_NEVER,
                                      &line),
                     HOP_ERR_TOO_FEW_POINTS);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "5 samples, all of them at 0.4 eV: a line needs two different energies");
    ck_assert_double_nan(hop_compensation_value(NULL, HOP_SLOPE_PER_EV));
    hop_compensation_destroy(NULL);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_meyer_neldel_arrhenius_sigma_T_with_sigma_is_refused)
{
    hop_ctx *ctx = NULL;
    hop_compensation *line = NULL;
    hop_arrhenius *samples[3];
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    for (int k = 0; k < 3; k++) {
        samples[k] = lines_of_quantity(0.3 + 0.05 * k, 15.0 + k, 0.28 + 0.05 * k, 25.0 + k, 1,
                                       k == 2 ? HOP_ARRHENIUS_SIGMA : HOP_ARRHENIUS_SIGMA_T);
    }
    const hop_arrhenius *const *lines = (const hop_arrhenius *const *)samples;
    ck_assert_int_eq(hop_meyer_neldel_arrhenius(ctx, 3, lines, HOP_E_A, HOP_BIRGE_NEVER, &line),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "samples 1 and 3: one line is of ln(sigma T), the other "
                                         "of ln sigma");
    ck_assert_ptr_null(line);
    /* The lines of f_p are the same with both. */
    ck_assert_int_eq(hop_meyer_neldel_arrhenius(ctx, 3, lines, HOP_E_M, HOP_BIRGE_NEVER, &line),
                     HOP_OK);
    hop_compensation_destroy(line);
    for (int k = 0; k < 3; k++) {
        hop_arrhenius_destroy(samples[k]);
    }
    hop_ctx_destroy(ctx);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("meyer_neldel", &tcase);
    tcase_add_test(tcase, test_meyer_neldel_points_on_a_line_give_it_back);
    tcase_add_test(tcase, test_compensation_interval_of_energy_is_reciprocal_of_slope);
    tcase_add_test(tcase, test_meyer_neldel_scatter_beyond_the_errors_scales_them);
    tcase_add_test(tcase, test_meyer_neldel_slope_that_may_be_zero_has_no_energy);
    tcase_add_test(tcase, test_meyer_neldel_arrhenius_is_the_same_with_covariances_of_the_lines);
    tcase_add_test(tcase, test_meyer_neldel_arrhenius_sample_without_E_m_is_named);
    tcase_add_test(tcase, test_meyer_neldel_arrhenius_sigma_T_with_sigma_is_refused);
    tcase_add_test(tcase, test_meyer_neldel_bad_arguments_are_refused);
    return hopt_run(suite);
}
