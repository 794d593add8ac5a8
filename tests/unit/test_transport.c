/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 6 };

static const double two_pi = 6.28318530717958647692;
static const double k_B_J = 1.380649e-23, e_C = 1.602176634e-19; /* CODATA 2022 */
static const double k_B = 1.380649e-23 / 1.602176634e-19;        /* eV/K */
static const double nu0 = 8.7165e12, nu0_error = 2e11;

static const int32_t point_keys[] = {HOP_C,           HOP_K,
                                     HOP_DELTA_S_M,   HOP_EXP_DELTA_S_M,
                                     HOP_CARRIER_DENSITY, HOP_DIFFUSIVITY};

typedef struct point {
    double T, y[2]; /* ln σ_dc, ln f_p */
    double v[4];
} point;

static hop_ctx *ctx;
static hop_arrhenius_options *how;
static hop_transport_options *options;
static point points[N];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(ctx, &how), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(ctx, how, HOP_BIRGE_NEVER), HOP_OK);
    ck_assert_int_eq(hop_transport_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_attempt_frequency(ctx, options, nu0, nu0_error),
                     HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_carrier(ctx, options, 0.5, 1.0, 3.6e-10), HOP_OK);
    for (int k = 0; k < N; k++) {
        const double T = 248.15 + 15.0 * k;
        const double s0 = 0.02 * (1.0 + 0.3 * sin(2.0 * k)), s1 = 0.05 * (1.0 + 0.3 * cos(k));
        points[k] = (point){
            .T = T,
            .y = {10.0 - 0.35 / (k_B * T) - log(T) + 0.015 * sin(1.0 + 2.3 * k * k),
                  27.0 - 0.31 / (k_B * T) + 0.03 * sin(2.0 + 3.1 * k * k)},
            .v = {s0 * s0, 0.7 * s0 * s1, 0.7 * s0 * s1, s1 * s1},
        };
    }
}

static void make_exact(void)
{
    for (int k = 0; k < N; k++) {
        const double x = 1.0 / (k_B * points[k].T);
        points[k].y[0] = 10.0 - 0.35 * x - log(points[k].T);
        points[k].y[1] = 27.0 - 0.31 * x;
    }
}

static void tear_down(void)
{
    hop_arrhenius_options_destroy(how);
    hop_transport_options_destroy(options);
    hop_ctx_destroy(ctx);
}

/* Points from `limits` on are limits of the given state. */
static hop_arrhenius *lines(int limits, int32_t state)
{
    hop_series *series = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
    for (int k = 0; k < N; k++) {
        const point *p = &points[k];
        const hop_status status =
            k < limits ? hop_series_add(ctx, series, p->T, p->y[0], p->y[1], p->v)
                       : hop_series_add_limit(ctx, series, p->T, p->y[0], p->v[0], state, p->y[1]);
        ck_assert_int_eq(status, HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_fit(ctx, series, how, &a), HOP_OK);
    hop_series_destroy(series);
    return a;
}

static hop_transport *derived_from(const hop_arrhenius *a, const hop_transport_options *o)
{
    hop_transport *t = NULL;
    ck_assert_int_eq(hop_transport_derive(ctx, a, o, &t), HOP_OK);
    return t;
}

static hop_transport *derived(const hop_transport_options *o)
{
    hop_arrhenius *a = lines(N, HOP_STATE_NONE);
    hop_transport *t = derived_from(a, o);
    hop_arrhenius_destroy(a);
    return t;
}

START_TEST(test_derive_values_are_eqs_8_and_9_at_every_point)
{
    hop_arrhenius *a = lines(N, HOP_STATE_NONE);
    hop_transport *t = derived_from(a, options);
    const double E_a = hop_arrhenius_value(a, HOP_E_A), E_m = hop_arrhenius_value(a, HOP_E_M);
    ck_assert_uint_eq(hop_transport_count(t), N);
    for (int k = 0; k < N; k++) {
        const double T = points[k].T, sigma = exp(points[k].y[0]), f_p = exp(points[k].y[1]);
        const double K = sigma * T / f_p, C = K * exp((E_a - E_m) / (k_B * T));
        const double S = log(f_p / nu0) + E_m / (k_B * T);
        const size_t i = (size_t)k;
        ck_assert(hop_transport_temperature(t, i) == T);
        ck_assert_int_eq(hop_transport_state(t, i), HOP_STATE_MEASURED);
        /* exp of numbers up to 20 from sums of such: 1e-13. */
        hopt_assert_relative(hop_transport_value(t, i, HOP_K), K, 1e-13);
        hopt_assert_relative(hop_transport_value(t, i, HOP_C), C, 1e-13);
        ck_assert_double_le(fabs(hop_transport_value(t, i, HOP_DELTA_S_M) - S), 1e-13);
        hopt_assert_relative(hop_transport_value(t, i, HOP_EXP_DELTA_S_M), exp(S), 1e-13);
        hopt_assert_relative(hop_transport_value(t, i, HOP_CARRIER_DENSITY),
                             C * k_B_J / (0.5 * e_C * e_C * 3.6e-10 * 3.6e-10), 1e-13);
        hopt_assert_relative(hop_transport_value(t, i, HOP_DIFFUSIVITY),
                             3.6e-10 * 3.6e-10 * f_p / 6.0, 1e-13);
    }
    hop_arrhenius_destroy(a);
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_derive_intercepts_are_sigma_0_over_f_e_and_f_e_over_nu_0)
{
    hop_arrhenius *a = lines(N, HOP_STATE_NONE);
    hop_transport *t = derived_from(a, options);
    const double ln_f_e = hop_arrhenius_value(a, HOP_LN_F_E);
    const double C = exp(hop_arrhenius_value(a, HOP_LN_SIGMA_0) - ln_f_e);
    hopt_assert_relative(hop_transport_intercept_value(t, HOP_C), C, 1e-14);
    hopt_assert_relative(hop_transport_intercept_value(t, HOP_DELTA_S_M), ln_f_e - log(nu0),
                         1e-14);
    hopt_assert_relative(hop_transport_intercept_value(t, HOP_EXP_DELTA_S_M), exp(ln_f_e) / nu0,
                         1e-13);
    hopt_assert_relative(hop_transport_intercept_value(t, HOP_CARRIER_DENSITY),
                         C * k_B_J / (0.5 * e_C * e_C * 3.6e-10 * 3.6e-10), 1e-13);
    ck_assert(isnan(hop_transport_intercept_value(t, HOP_K)));
    ck_assert(isnan(hop_transport_intercept_value(t, HOP_DIFFUSIVITY)));
    hop_arrhenius_destroy(a);
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_derive_both_routes_agree_on_exact_data)
{
    make_exact();
    hop_transport *t = derived(options);
    for (size_t k = 0; k < N; k++) {
        /* ln C = −17 and ΔS from energies good to 1e-13 times 1/(k_B T) = 47. */
        hopt_assert_relative(hop_transport_value(t, k, HOP_C), exp(10.0 - 27.0), 1e-11);
        hopt_assert_relative(hop_transport_value(t, k, HOP_C),
                             hop_transport_intercept_value(t, HOP_C), 1e-11);
        hopt_assert_relative(hop_transport_value(t, k, HOP_EXP_DELTA_S_M),
                             hop_transport_intercept_value(t, HOP_EXP_DELTA_S_M), 1e-11);
    }
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_derive_angular_convention_shifts_entropy_and_shrinks_c)
{
    hop_transport *ordinary = derived(options);
    ck_assert_int_eq(hop_transport_options_set_convention(ctx, options, HOP_CONVENTION_ANGULAR),
                     HOP_OK);
    hop_transport *angular = derived(options);
    ck_assert_int_eq(hop_transport_convention(ordinary), HOP_CONVENTION_ORDINARY);
    ck_assert_int_eq(hop_transport_convention(angular), HOP_CONVENTION_ANGULAR);
    const struct {
        int32_t key;
        double factor;
    } expected[] = {{HOP_C, 1.0 / two_pi},
                    {HOP_K, 1.0 / two_pi},
                    {HOP_EXP_DELTA_S_M, two_pi},
                    {HOP_CARRIER_DENSITY, 1.0},
                    {HOP_DIFFUSIVITY, 1.0}};
    for (int i = 0; i < 5; i++) {
        const int32_t key = expected[i].key;
        hopt_assert_relative(hop_transport_value(angular, 2, key),
                             hop_transport_value(ordinary, 2, key) * expected[i].factor, 1e-13);
        hopt_assert_relative(hop_transport_standard_error(angular, 2, key),
                             hop_transport_standard_error(ordinary, 2, key) * expected[i].factor,
                             1e-13);
        if (i != 1 && i != 4) {
            hopt_assert_relative(hop_transport_intercept_value(angular, key),
                                 hop_transport_intercept_value(ordinary, key)
                                     * expected[i].factor, 1e-13);
        }
    }
    hopt_assert_relative(hop_transport_value(angular, 2, HOP_DELTA_S_M)
                             - hop_transport_value(ordinary, 2, HOP_DELTA_S_M),
                         log(two_pi), 1e-13);
    hop_transport_destroy(ordinary);
    hop_transport_destroy(angular);
}
END_TEST

/* ln of the six quantities at point i (ΔS itself), then three of the intercepts. */
enum { OUTPUTS = 6 * N + 3 };

static void all_outputs(double *out)
{
    hop_transport *t = derived(options);
    for (size_t i = 0; i < N; i++) {
        for (int k = 0; k < 6; k++) {
            const double value = hop_transport_value(t, i, point_keys[k]);
            out[6 * i + (size_t)k] = point_keys[k] == HOP_DELTA_S_M ? value : log(value);
        }
    }
    out[6 * N] = log(hop_transport_intercept_value(t, HOP_C));
    out[6 * N + 1] = hop_transport_intercept_value(t, HOP_DELTA_S_M);
    out[6 * N + 2] = log(hop_transport_intercept_value(t, HOP_CARRIER_DENSITY));
    hop_transport_destroy(t);
}

/* The whole chain is linear in y, so differences of any step are exact up to rounding. */
static void differentiate(double *moved, double derivative[OUTPUTS])
{
    const double h = 0.5, start = *moved;
    double up[OUTPUTS], down[OUTPUTS];
    *moved = start + h;
    all_outputs(up);
    *moved = start - h;
    all_outputs(down);
    *moved = start;
    for (int i = 0; i < OUTPUTS; i++) {
        derivative[i] = (up[i] - down[i]) / (2.0 * h);
    }
}

/* Variances of all outputs: Σ over points of J V Jᵀ, and that of ln ν₀. */
static void propagate(double covariances[N][4], double variance[OUTPUTS])
{
    memset(variance, 0, OUTPUTS * sizeof *variance);
    for (int p = 0; p < N; p++) {
        double J[2][OUTPUTS];
        differentiate(&points[p].y[0], J[0]);
        differentiate(&points[p].y[1], J[1]);
        for (int i = 0; i < OUTPUTS; i++) {
            for (int m = 0; m < 4; m++) {
                variance[i] += J[m / 2][i] * covariances[p][m] * J[m % 2][i];
            }
        }
    }
    const double nu = nu0_error / nu0;
    for (int i = 0; i < OUTPUTS; i++) {
        const int32_t key = i < 6 * N ? point_keys[i % 6] : 0;
        const int has_nu0 = key == HOP_DELTA_S_M || key == HOP_EXP_DELTA_S_M || i == 6 * N + 1;
        variance[i] += has_nu0 ? nu * nu : 0.0;
    }
}

/* Standard errors against the propagated ones; those of exponentials are relative. */
static void assert_errors(double covariances[N][4])
{
    double variance[OUTPUTS];
    propagate(covariances, variance);
    hop_transport *t = derived(options);
    for (size_t i = 0; i < N; i++) {
        for (int k = 0; k < 6; k++) {
            const int32_t key = point_keys[k];
            const double scale = key == HOP_DELTA_S_M ? 1.0 : hop_transport_value(t, i, key);
            /* Rounding of 1e-14 in outputs of size 30 over a step of 1. */
            hopt_assert_relative(hop_transport_standard_error(t, i, key) / scale,
                                 sqrt(variance[6 * i + (size_t)k]), 1e-9);
        }
    }
    hopt_assert_relative(hop_transport_intercept_standard_error(t, HOP_C)
                             / hop_transport_intercept_value(t, HOP_C),
                         sqrt(variance[6 * N]), 1e-9);
    hopt_assert_relative(hop_transport_intercept_standard_error(t, HOP_DELTA_S_M),
                         sqrt(variance[6 * N + 1]), 1e-9);
    hopt_assert_relative(hop_transport_intercept_standard_error(t, HOP_CARRIER_DENSITY)
                             / hop_transport_intercept_value(t, HOP_CARRIER_DENSITY),
                         sqrt(variance[6 * N + 2]), 1e-9);
    hop_transport_destroy(t);
}

static void given_covariances(double covariances[N][4])
{
    for (int p = 0; p < N; p++) {
        memcpy(covariances[p], points[p].v, sizeof points[p].v);
    }
}

START_TEST(test_errors_of_the_joint_fit_agree_with_the_perturbed_chain)
{
    double covariances[N][4];
    given_covariances(covariances);
    assert_errors(covariances);
}
END_TEST

START_TEST(test_errors_of_the_weighted_fit_agree_with_the_perturbed_chain)
{
    double covariances[N][4];
    ck_assert_int_eq(hop_arrhenius_options_set_method(ctx, how, HOP_ARRHENIUS_WEIGHTED), HOP_OK);
    given_covariances(covariances);
    assert_errors(covariances);
}
END_TEST

START_TEST(test_errors_of_the_unweighted_fit_agree_with_the_perturbed_chain)
{
    double covariances[N][4], scatter[4] = {0.0, 0.0, 0.0, 0.0};
    ck_assert_int_eq(hop_arrhenius_options_set_method(ctx, how, HOP_ARRHENIUS_UNWEIGHTED),
                     HOP_OK);
    hop_arrhenius *a = lines(N, HOP_STATE_NONE);
    for (int k = 0; k < N; k++) {
        double y[2];
        ck_assert_int_eq(hop_arrhenius_predict(a, points[k].T, y, NULL), HOP_OK);
        const double r[2] = {points[k].y[0] + log(points[k].T) - y[0], points[k].y[1] - y[1]};
        for (int m = 0; m < 4; m++) {
            scatter[m] += r[m / 2] * r[m % 2] / (N - 2);
        }
    }
    for (int p = 0; p < N; p++) {
        memcpy(covariances[p], scatter, sizeof scatter);
    }
    assert_errors(covariances);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_derive_without_attempt_frequency_has_no_entropy)
{
    hop_transport *t = derived(NULL);
    double lower, upper;
    ck_assert(isfinite(hop_transport_value(t, 0, HOP_C)));
    ck_assert(isfinite(hop_transport_standard_error(t, 0, HOP_C)));
    for (int k = 2; k < 6; k++) {
        ck_assert(isnan(hop_transport_value(t, 0, point_keys[k])));
        ck_assert(isnan(hop_transport_standard_error(t, 0, point_keys[k])));
        ck_assert(isnan(hop_transport_intercept_value(t, point_keys[k])));
        ck_assert(isnan(hop_transport_intercept_standard_error(t, point_keys[k])));
        ck_assert_int_eq(hop_transport_interval(t, 0, point_keys[k], 0.9, &lower, &upper), HOP_OK);
        ck_assert(isnan(lower) && isnan(upper));
    }
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_interval_is_normal_and_in_ln_for_all_but_the_entropy)
{
    const double z = 1.959963984540054;
    hop_transport *t = derived(options);
    for (int k = 0; k < 6; k++) {
        const int32_t key = point_keys[k];
        const double value = hop_transport_value(t, 1, key);
        const double error = hop_transport_standard_error(t, 1, key);
        const int is_plain = key == HOP_DELTA_S_M;
        double lower, upper;
        ck_assert_int_eq(hop_transport_interval(t, 1, key, 0.95, &lower, &upper), HOP_OK);
        hopt_assert_relative(lower, is_plain ? value - z * error : value * exp(-z * error / value),
                             1e-13);
        hopt_assert_relative(upper, is_plain ? value + z * error : value * exp(z * error / value),
                             1e-13);
    }
    hop_transport_destroy(t);
}
END_TEST

/* Each quantity at the limit, with energies from the other points. */
static void assert_limit(int32_t state)
{
    hop_arrhenius *a = lines(N - 1, state);
    hop_transport *t = derived_from(a, options);
    const double T = points[N - 1].T, x = 1.0 / (k_B * T), f = exp(points[N - 1].y[1]);
    const double E_a = hop_arrhenius_value(a, HOP_E_A), E_m = hop_arrhenius_value(a, HOP_E_M);
    const double K = exp(points[N - 1].y[0]) * T / f, C = K * exp((E_a - E_m) * x);
    const double S = log(f / nu0) + E_m * x;
    const double at_limit[] = {C, K, S, exp(S),
                               C * k_B_J / (0.5 * e_C * e_C * 3.6e-10 * 3.6e-10),
                               3.6e-10 * 3.6e-10 * f / 6.0};
    const int falls[] = {1, 1, 0, 0, 1, 0};
    ck_assert_int_eq(hop_transport_state(t, N - 1), state);
    for (int k = 0; k < 6; k++) {
        double lower, upper;
        ck_assert(isnan(hop_transport_value(t, N - 1, point_keys[k])));
        ck_assert(isnan(hop_transport_standard_error(t, N - 1, point_keys[k])));
        ck_assert_int_eq(hop_transport_interval(t, N - 1, point_keys[k], 0.95, &lower, &upper),
                         HOP_OK);
        if ((state == HOP_STATE_LOWER_LIMIT) != falls[k]) {
            hopt_assert_relative(lower, at_limit[k], 1e-13);
            ck_assert(isinf(upper) && upper > 0.0);
        } else {
            hopt_assert_relative(upper, at_limit[k], 1e-13);
            ck_assert(point_keys[k] == HOP_DELTA_S_M ? isinf(lower) : lower == 0.0);
        }
    }
    hop_arrhenius_destroy(a);
    hop_transport_destroy(t);
}

START_TEST(test_interval_of_a_lower_limit_has_one_end)
{
    assert_limit(HOP_STATE_LOWER_LIMIT);
}
END_TEST

START_TEST(test_interval_of_an_upper_limit_has_the_other_end)
{
    assert_limit(HOP_STATE_UPPER_LIMIT);
}
END_TEST

START_TEST(test_interval_without_statement_is_open)
{
    hop_arrhenius *a = lines(N - 1, HOP_STATE_NONE);
    hop_transport *t = derived_from(a, options);
    double lower, upper;
    ck_assert_int_eq(hop_transport_interval(t, N - 1, HOP_C, 0.95, &lower, &upper), HOP_OK);
    ck_assert(lower == 0.0 && isinf(upper));
    ck_assert_int_eq(hop_transport_interval(t, N - 1, HOP_DELTA_S_M, 0.95, &lower, &upper),
                     HOP_OK);
    ck_assert(isinf(lower) && lower < 0.0 && isinf(upper));
    hop_arrhenius_destroy(a);
    hop_transport_destroy(t);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("transport", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_derive_values_are_eqs_8_and_9_at_every_point);
    tcase_add_test(tcase, test_derive_intercepts_are_sigma_0_over_f_e_and_f_e_over_nu_0);
    tcase_add_test(tcase, test_derive_both_routes_agree_on_exact_data);
    tcase_add_test(tcase, test_derive_angular_convention_shifts_entropy_and_shrinks_c);
    tcase_add_test(tcase, test_errors_of_the_joint_fit_agree_with_the_perturbed_chain);
    tcase_add_test(tcase, test_errors_of_the_weighted_fit_agree_with_the_perturbed_chain);
    tcase_add_test(tcase, test_errors_of_the_unweighted_fit_agree_with_the_perturbed_chain);
    tcase_add_test(tcase, test_derive_without_attempt_frequency_has_no_entropy);
    tcase_add_test(tcase, test_interval_is_normal_and_in_ln_for_all_but_the_entropy);
    tcase_add_test(tcase, test_interval_of_a_lower_limit_has_one_end);
    tcase_add_test(tcase, test_interval_of_an_upper_limit_has_the_other_end);
    tcase_add_test(tcase, test_interval_without_statement_is_open);
    return hopt_run(suite);
}
