/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { TEMPERATURES = 5, VALUES = 2 * TEMPERATURES };

static const double k_B = 1.380649e-23 / 1.602176634e-19;

static const int32_t keys[] = {HOP_CHANGE_LN_SIGMA_T,    HOP_CHANGE_RATE,
                               HOP_CHANGE_FORMATION,     HOP_CHANGE_CONCENTRATION,
                               HOP_CHANGE_ATTEMPT_FREQUENCY, HOP_CHANGE_ENTROPY,
                               HOP_CHANGE_BARRIER};
enum { KEYS = sizeof keys / sizeof *keys };

/* ln σ_dc and ln f_p, one after the other for each temperature, and ln ν₀. */
typedef struct sample {
    double values[VALUES + 1];
    double relative_error_nu0;
} sample;

static double temperature_k(int k)
{
    return 250.0 + 25.0 * k;
}

static void covariance_of(int k, double out[4])
{
    const double sd_sigma = 0.01 + 0.002 * k, sd_f = 0.05 - 0.005 * k;
    out[0] = sd_sigma * sd_sigma;
    out[1] = out[2] = 0.6 * sd_sigma * sd_f;
    out[3] = sd_f * sd_f;
}

static sample make_sample(double E_a_eV, double E_m_eV, double ln_f_e, double nu0_hz)
{
    sample s = {.relative_error_nu0 = 0.03};
    for (int k = 0; k < TEMPERATURES; k++) {
        const double x = 1.0 / (k_B * temperature_k(k));
        s.values[2 * k] = 15.0 - E_a_eV * x - log(temperature_k(k)) + 0.02 * sin(5.0 * k);
        s.values[2 * k + 1] = ln_f_e - E_m_eV * x + 0.05 * cos(3.0 * k);
    }
    s.values[VALUES] = log(nu0_hz);
    return s;
}

static hop_arrhenius *fit_quantity(const sample *s, int32_t quantity)
{
    hop_series *series = NULL;
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    for (int k = 0; k < TEMPERATURES; k++) {
        double covariance[4];
        covariance_of(k, covariance);
        ck_assert_int_eq(hop_series_add(NULL, series, temperature_k(k), s->values[2 * k],
                                        s->values[2 * k + 1], covariance),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_quantity(NULL, options, quantity), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    hop_series_destroy(series);
    return a;
}

static hop_arrhenius *fit(const sample *s)
{
    return fit_quantity(s, HOP_ARRHENIUS_SIGMA_T);
}

static hop_transport_options *options_of(const sample *s)
{
    hop_transport_options *options = NULL;
    const double nu0_hz = exp(s->values[VALUES]);
    ck_assert_int_eq(hop_transport_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_attempt_frequency(
                         NULL, options, nu0_hz, nu0_hz * s->relative_error_nu0),
                     HOP_OK);
    return options;
}

static hop_decomposition *along_lines(const sample *samples)
{
    hop_decomposition *d = NULL;
    hop_arrhenius *a = fit(&samples[0]);
    ck_assert_int_eq(hop_decompose_temperatures(NULL, a, 280.0, 330.0, &d), HOP_OK);
    hop_arrhenius_destroy(a);
    return d;
}

static hop_decomposition *between_points(const sample *samples)
{
    hop_decomposition *d = NULL;
    hop_arrhenius *a = fit(&samples[0]);
    ck_assert_int_eq(hop_decompose_points(NULL, a, 1, 4, &d), HOP_OK);
    hop_arrhenius_destroy(a);
    return d;
}

static hop_decomposition *between_samples(const sample *samples)
{
    hop_decomposition *d = NULL;
    hop_arrhenius *a = fit(&samples[0]), *b = fit(&samples[1]);
    hop_transport_options *p = options_of(&samples[0]), *q = options_of(&samples[1]);
    ck_assert_int_eq(hop_decompose_samples(NULL, a, p, b, q, 298.15, &d), HOP_OK);
    hop_transport_options_destroy(p);
    hop_transport_options_destroy(q);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
    return d;
}

typedef hop_decomposition *(*decomposer)(const sample *samples);
static const decomposer decomposers[] = {along_lines, between_points, between_samples};
enum { DECOMPOSERS = sizeof decomposers / sizeof *decomposers };

static void make_samples(sample samples[2])
{
    samples[0] = make_sample(0.42, 0.36, 28.5, 9e12);
    samples[1] = make_sample(0.37, 0.33, 28.0, 8e12);
}

START_TEST(test_decomposition_value_parts_sum_to_the_total)
{
    sample samples[2];
    make_samples(samples);
    for (int i = 0; i < DECOMPOSERS; i++) {
        hop_decomposition *d = decomposers[i](samples);
        double v[KEYS];
        for (int q = 0; q < KEYS; q++) {
            v[q] = hop_decomposition_value(d, keys[q]);
        }
        /* ln f_e of 28 and E_m/(k_B T) of 14 round at 4·10⁻¹⁵ each. */
        ck_assert_double_eq_tol(v[1] + v[2] + v[3], v[0], 1e-12);
        ck_assert_double_eq_tol(v[4] + v[5] + v[6], v[1], 1e-12);
        const double shares = hop_decomposition_share(d, HOP_CHANGE_RATE)
                              + hop_decomposition_share(d, HOP_CHANGE_FORMATION)
                              + hop_decomposition_share(d, HOP_CHANGE_CONCENTRATION);
        ck_assert_double_eq_tol(shares, 1.0, 1e-12);
        hop_decomposition_destroy(d);
    }
}
END_TEST

/* The other route to every error: move each measured number, and ν₀, of each sample. */
static double error_by_moving(decomposer decompose, const sample *samples, int32_t key,
                              double (*number)(const hop_decomposition *, int32_t))
{
    const double step = 1e-4;
    double variance = 0.0, gradient[2][VALUES + 1];
    for (int s = 0; s < 2; s++) {
        for (int i = 0; i <= VALUES; i++) {
            sample low[2] = {samples[0], samples[1]}, high[2] = {samples[0], samples[1]};
            low[s].values[i] -= step;
            high[s].values[i] += step;
            hop_decomposition *a = decompose(low), *b = decompose(high);
            gradient[s][i] = (number(b, key) - number(a, key)) / (2.0 * step);
            hop_decomposition_destroy(a);
            hop_decomposition_destroy(b);
        }
        for (int k = 0; k < TEMPERATURES; k++) {
            double v[4];
            covariance_of(k, v);
            const double *g = &gradient[s][2 * k];
            variance += v[0] * g[0] * g[0] + 2.0 * v[1] * g[0] * g[1] + v[3] * g[1] * g[1];
        }
        variance += pow(gradient[s][VALUES] * samples[s].relative_error_nu0, 2.0);
    }
    return sqrt(variance);
}

START_TEST(test_decomposition_standard_error_is_what_moving_the_inputs_gives)
{
    sample samples[2];
    make_samples(samples);
    for (int i = 0; i < DECOMPOSERS; i++) {
        hop_decomposition *d = decomposers[i](samples);
        for (int q = 0; q < KEYS; q++) {
            const double moved = error_by_moving(decomposers[i], samples, keys[q],
                                                 hop_decomposition_value);
            /* Differences of numbers near 10 over 2·10⁻⁴ round at 10⁻¹¹. */
            ck_assert_double_eq_tol(hop_decomposition_standard_error(d, keys[q]), moved, 1e-10);
            const double share_moved = error_by_moving(decomposers[i], samples, keys[q],
                                                       hop_decomposition_share);
            /* A quotient: the step leaves 10⁻⁸ of a derivative of order 1. */
            ck_assert_double_eq_tol(hop_decomposition_share_standard_error(d, keys[q]),
                                    share_moved, 1e-7);
        }
        hop_decomposition_destroy(d);
    }
}
END_TEST

START_TEST(test_decompose_temperatures_shares_are_energies_over_E_a)
{
    sample samples[2];
    make_samples(samples);
    hop_arrhenius *a = fit(&samples[0]);
    hop_decomposition *d = NULL;
    ck_assert_int_eq(hop_decompose_temperatures(NULL, a, 320.0, 260.0, &d), HOP_OK);
    const double E_a = hop_arrhenius_value(a, HOP_E_A), E_m = hop_arrhenius_value(a, HOP_E_M);
    hopt_assert_relative(hop_decomposition_share(d, HOP_CHANGE_RATE), E_m / E_a, 1e-13);
    hopt_assert_relative(hop_decomposition_share(d, HOP_CHANGE_FORMATION), 1.0 - E_m / E_a,
                         1e-12);
    hopt_assert_relative(hop_decomposition_value(d, HOP_CHANGE_LN_SIGMA_T),
                         -E_a / k_B * (1.0 / 260.0 - 1.0 / 320.0), 1e-13);
    ck_assert_double_eq(hop_decomposition_value(d, HOP_CHANGE_CONCENTRATION), 0.0);
    ck_assert_double_eq(hop_decomposition_standard_error(d, HOP_CHANGE_ENTROPY), 0.0);
    hop_decomposition_destroy(d);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_decompose_points_parts_are_those_of_transport)
{
    sample samples[2];
    make_samples(samples);
    hop_arrhenius *a = fit(&samples[0]);
    hop_transport_options *options = options_of(&samples[0]);
    hop_transport *t = NULL;
    hop_decomposition *d = NULL;
    ck_assert_int_eq(hop_transport_derive(NULL, a, options, &t), HOP_OK);
    ck_assert_int_eq(hop_decompose_points(NULL, a, 0, 3, &d), HOP_OK);
    /* Sums of four terms near 30, each rounded at 4·10⁻¹⁵. */
    ck_assert_double_eq_tol(hop_decomposition_value(d, HOP_CHANGE_CONCENTRATION),
                            log(hop_transport_value(t, 3, HOP_C) / hop_transport_value(t, 0, HOP_C)),
                            1e-13);
    ck_assert_double_eq_tol(hop_decomposition_value(d, HOP_CHANGE_ENTROPY),
                            hop_transport_value(t, 3, HOP_DELTA_S_M)
                                - hop_transport_value(t, 0, HOP_DELTA_S_M),
                            1e-13);
    hop_decomposition_destroy(d);
    hop_transport_destroy(t);
    hop_transport_options_destroy(options);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_decompose_samples_without_attempt_frequency_leaves_its_parts_out)
{
    sample samples[2];
    make_samples(samples);
    hop_arrhenius *a = fit(&samples[0]), *b = fit(&samples[1]);
    hop_decomposition *d = NULL;
    double lower = 1.0, upper = 2.0;
    ck_assert_int_eq(hop_decompose_samples(NULL, a, NULL, b, NULL, 298.15, &d), HOP_OK);
    ck_assert_uint_ne(hop_decomposition_flags(d) & HOP_FLAG_NOT_DETERMINED, 0);
    ck_assert_double_nan(hop_decomposition_value(d, HOP_CHANGE_ENTROPY));
    ck_assert_double_nan(hop_decomposition_share(d, HOP_CHANGE_ATTEMPT_FREQUENCY));
    ck_assert_int_eq(hop_decomposition_share_interval(d, HOP_CHANGE_ENTROPY, 0.95, &lower,
                                                      &upper),
                     HOP_ERR_MISSING_DATA);
    ck_assert_double_eq(lower, 1.0);
    ck_assert(isfinite(hop_decomposition_value(d, HOP_CHANGE_RATE)));
    ck_assert(isfinite(hop_decomposition_share(d, HOP_CHANGE_BARRIER)));
    hop_decomposition_destroy(d);
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
}
END_TEST

START_TEST(test_decomposition_share_of_a_total_near_zero_is_left_out)
{
    /* Equal σT at 298.15 K to well within its error, by different parts. */
    sample samples[2] = {make_sample(0.42, 0.36, 28.5, 9e12), make_sample(0.42, 0.30, 26.0, 9e12)};
    hop_decomposition *d = between_samples(samples);
    double lower, upper;
    ck_assert_double_gt(fabs(hop_decomposition_value(d, HOP_CHANGE_BARRIER)), 1.0);
    ck_assert_uint_ne(hop_decomposition_flags(d) & HOP_FLAG_NOT_DETERMINED, 0);
    for (int q = 0; q < KEYS; q++) {
        ck_assert_double_nan(hop_decomposition_share(d, keys[q]));
        ck_assert_double_nan(hop_decomposition_share_standard_error(d, keys[q]));
    }
    ck_assert_int_eq(hop_decomposition_share_interval(d, HOP_CHANGE_RATE, 0.95, &lower, &upper),
                     HOP_OK);
    ck_assert(lower == -INFINITY && upper == INFINITY);
    hop_decomposition_destroy(d);
}
END_TEST

START_TEST(test_decomposition_share_interval_of_a_sure_total_is_value_and_error)
{
    sample samples[2];
    make_samples(samples);
    hop_decomposition *d = along_lines(samples);
    double lower, upper;
    const double z = 1.959963984540054;
    ck_assert_int_eq(hop_decomposition_share_interval(d, HOP_CHANGE_RATE, 0.95, &lower, &upper),
                     HOP_OK);
    const double half_width = z * hop_decomposition_share_standard_error(d, HOP_CHANGE_RATE);
    /* The total is known to 0.5 %: Fieller's interval differs by the square of twice that. */
    ck_assert_double_eq_tol(0.5 * (upper - lower), half_width, 1e-3 * half_width);
    ck_assert_double_eq_tol(0.5 * (upper + lower), hop_decomposition_share(d, HOP_CHANGE_RATE),
                            0.02 * half_width);
    hop_decomposition_destroy(d);
}
END_TEST

START_TEST(test_decompose_bad_arguments_are_refused)
{
    sample samples[2];
    make_samples(samples);
    hop_arrhenius *a = fit(&samples[0]);
    hop_ctx *ctx = NULL;
    hop_decomposition *d = (hop_decomposition *)&samples;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_decompose_temperatures(ctx, a, 300.0, 300.0, &d),
                     HOP_ERR_TOO_FEW_TEMPERATURES);
    ck_assert_ptr_null(d);
    ck_assert_str_eq(hop_ctx_error(ctx), "both temperatures are 300 K");
    ck_assert_int_eq(hop_decompose_temperatures(ctx, a, 300.0, -1.0, &d),
                     HOP_ERR_BAD_TEMPERATURE);
    ck_assert_int_eq(hop_decompose_temperatures(ctx, NULL, 300.0, 310.0, &d),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_decompose_temperatures(ctx, a, 300.0, 310.0, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_decompose_points(ctx, a, 0, TEMPERATURES, &d), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "point 5 of 5: there is none");
    ck_assert_int_eq(hop_decompose_points(ctx, a, 2, 2, &d), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_decompose_samples(ctx, a, NULL, a, NULL, 300.0, &d),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_decompose_samples(ctx, a, NULL, NULL, NULL, 300.0, &d),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(d);
    ck_assert_double_nan(hop_decomposition_value(NULL, HOP_CHANGE_RATE));
    hop_decomposition_destroy(NULL);
    hop_arrhenius_destroy(a);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_decompose_points_limit_is_refused_with_its_temperature)
{
    hop_series *series = NULL;
    hop_arrhenius *a = NULL;
    hop_ctx *ctx = NULL;
    hop_decomposition *d = NULL;
    const sample s = make_sample(0.42, 0.36, 28.5, 9e12);
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
    for (int k = 0; k < 3; k++) {
        double covariance[4];
        covariance_of(k, covariance);
        ck_assert_int_eq(hop_series_add(ctx, series, temperature_k(k), s.values[2 * k],
                                        s.values[2 * k + 1], covariance),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_series_add_limit(ctx, series, 325.0, s.values[6], 1e-4,
                                          HOP_STATE_LOWER_LIMIT, 15.0),
                     HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(ctx, series, NULL, &a), HOP_OK);
    ck_assert_int_eq(hop_decompose_points(ctx, a, 0, 3, &d), HOP_ERR_MISSING_DATA);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "at 325 K: the hopping frequency is not a number (lower_limit)");
    hop_arrhenius_destroy(a);
    hop_series_destroy(series);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_decompose_lines_of_ln_sigma_are_refused)
{
    hop_decomposition *d = NULL;
    hop_ctx *ctx = NULL;
    const sample s = make_sample(0.42, 0.36, 28.5, 9e12);
    hop_arrhenius *product = fit(&s), *sigma = fit_quantity(&s, HOP_ARRHENIUS_SIGMA);
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_decompose_temperatures(ctx, sigma, 250.0, 300.0, &d),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_decompose_points(ctx, sigma, 0, 1, &d), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_decompose_samples(ctx, product, NULL, sigma, NULL, 300.0, &d),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx), "the second sample: the line of ln sigma was fitted; the "
                                         "parts are those of ln(sigma T)");
    ck_assert_ptr_null(d);
    hop_arrhenius_destroy(sigma);
    hop_arrhenius_destroy(product);
    hop_ctx_destroy(ctx);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("decompose", &tcase);
    tcase_add_test(tcase, test_decomposition_value_parts_sum_to_the_total);
    tcase_add_test(tcase, test_decomposition_standard_error_is_what_moving_the_inputs_gives);
    tcase_add_test(tcase, test_decompose_temperatures_shares_are_energies_over_E_a);
    tcase_add_test(tcase, test_decompose_points_parts_are_those_of_transport);
    tcase_add_test(tcase, test_decompose_samples_without_attempt_frequency_leaves_its_parts_out);
    tcase_add_test(tcase, test_decomposition_share_of_a_total_near_zero_is_left_out);
    tcase_add_test(tcase, test_decomposition_share_interval_of_a_sure_total_is_value_and_error);
    tcase_add_test(tcase, test_decompose_bad_arguments_are_refused);
    tcase_add_test(tcase, test_decompose_points_limit_is_refused_with_its_temperature);
    tcase_add_test(tcase, test_decompose_lines_of_ln_sigma_are_refused);
    return hopt_run(suite);
}
