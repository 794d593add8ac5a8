/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

/*
 * 95 % intervals must hold the truth in 95 % of simulated series. Over 10,000
 * the share scatters by 0.22 %, so 95 ± 1 % is 4.6 standard deviations.
 */
enum { SERIES = 10000, TEMPERATURES = 6 };
static const double lowest_coverage = 0.94, highest_coverage = 0.96;

static const double k_B_J = 1.380649e-23, e_C = 1.602176634e-19;
static const double quantile_95 = 1.959963984540054;

typedef struct truth {
    double E_a, E_m, ln_sigma_0, ln_f_e, ln_nu0, ln_ions;
    uint32_t seed;
} truth;

/* The same temperatures and errors for all samples. */
static double temperature_k(int k)
{
    return 260.0 + 15.0 * k;
}

static hop_arrhenius *draw_lines(const truth *s, uint32_t stream)
{
    hop_series *series = NULL;
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER);
    for (int k = 0; k < TEMPERATURES; k++) {
        const double sd_sigma = 0.02 + 0.004 * k, sd_f = 0.06 + 0.01 * k, correlation = 0.7;
        const double x = e_C / (k_B_J * temperature_k(k));
        const double covariance[4] = {sd_sigma * sd_sigma, correlation * sd_sigma * sd_f,
                                      correlation * sd_sigma * sd_f, sd_f * sd_f};
        double z[2];
        hopi_random_normal_pair(s->seed, stream, (uint64_t)k, z);
        const double ln_sigma = s->ln_sigma_0 - s->E_a * x - log(temperature_k(k))
                                + sd_sigma * z[0];
        const double ln_f = s->ln_f_e - s->E_m * x
                            + sd_f * (correlation * z[0]
                                      + sqrt(1.0 - correlation * correlation) * z[1]);
        ck_assert_int_eq(hop_series_add(NULL, series, temperature_k(k), ln_sigma, ln_f,
                                        covariance),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    hop_series_destroy(series);
    return a;
}

/* No errors are known, so those of the lines come from the scatter of six points. */
static hop_arrhenius *draw_unweighted_lines(const truth *s, uint32_t stream)
{
    /* A correlation of the two numbers of a point does not show in two separate lines. */
    const double sd_sigma = 0.03, sd_f = 0.08;
    hop_series *series = NULL;
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    hop_arrhenius_options_set_method(NULL, options, HOP_ARRHENIUS_UNWEIGHTED);
    for (int k = 0; k < TEMPERATURES; k++) {
        const double x = e_C / (k_B_J * temperature_k(k));
        double z[2];
        hopi_random_normal_pair(s->seed, stream, (uint64_t)k, z);
        const double ln_sigma = s->ln_sigma_0 - s->E_a * x - log(temperature_k(k))
                                + sd_sigma * z[0];
        const double ln_f = s->ln_f_e - s->E_m * x + sd_f * z[1];
        ck_assert_int_eq(hop_series_add(NULL, series, temperature_k(k), ln_sigma, ln_f, NULL),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    hop_series_destroy(series);
    return a;
}

static hop_transport_options *draw_options(const truth *s, uint32_t stream)
{
    const double error_nu0 = 0.04, error_ions = 0.03;
    double z[2];
    hopi_random_normal_pair(s->seed, stream, TEMPERATURES, z);
    const double nu0 = exp(s->ln_nu0 + error_nu0 * z[0]);
    const double ions = exp(s->ln_ions + error_ions * z[1]);
    hop_transport_options *options = NULL;
    ck_assert_int_eq(hop_transport_options_create(NULL, &options), HOP_OK);
    hop_transport_options_set_attempt_frequency(NULL, options, nu0, error_nu0 * nu0);
    hop_transport_options_set_ion_density(NULL, options, ions, error_ions * ions);
    hop_transport_options_set_carrier(NULL, options, 0.5, 1.0, 3e-10);
    return options;
}

static void check_share(const char *name, int hits)
{
    const double share = (double)hits / SERIES;
    printf("  %-34s %.4f\n", name, share);
    ck_assert_msg(share >= lowest_coverage && share <= highest_coverage,
                  "95 %% interval of %s holds the truth in %.4f of the cases", name, share);
}

static int covers(double value, double error, double true_value)
{
    return fabs(value - true_value) <= quantile_95 * error;
}

/* With the normal quantile some 88 % hold: four degrees of freedom are few. */
START_TEST(test_transport_interval_from_scatter_covers_95_percent_or_more)
{
    const truth s = {0.40, 0.35, 16.0, 28.0, 29.8, 64.0, 22};
    enum { ROWS = 5 };
    const int32_t keys[ROWS] = {HOP_C, HOP_K, HOP_DELTA_S_M, HOP_DIFFUSIVITY,
                                HOP_DIFFUSIVITY_SIGMA};
    const char *const names[ROWS] = {"C", "K", "entropy", "D", "D of sigma"};
    const int at = 2;
    const double x = e_C / (k_B_J * temperature_k(at)), area = 3e-10 * 3e-10;
    const double ln_f_p = s.ln_f_e - s.E_m * x, ln_C = s.ln_sigma_0 - s.ln_f_e;
    const double true_values[ROWS] = {
        exp(ln_C), exp(s.ln_sigma_0 - s.E_a * x - ln_f_p), s.ln_f_e - s.ln_nu0,
        area * exp(ln_f_p) / 6.0, 0.5 * area * exp(ln_f_p - (s.E_a - s.E_m) * x)};
    int hits[ROWS] = {0};
    hop_transport_options *options = NULL;
    ck_assert_int_eq(hop_transport_options_create(NULL, &options), HOP_OK);
    hop_transport_options_set_attempt_frequency(NULL, options, exp(s.ln_nu0), 0.0);
    hop_transport_options_set_carrier(NULL, options, 0.5, 1.0, 3e-10);
    for (uint32_t i = 0; i < SERIES; i++) {
        hop_arrhenius *a = draw_unweighted_lines(&s, i);
        hop_transport *t = NULL;
        ck_assert_int_eq(hop_transport_derive(NULL, a, options, &t), HOP_OK);
        for (int r = 0; r < ROWS; r++) {
            double lower, upper;
            ck_assert_int_eq(hop_transport_interval(t, at, keys[r], 0.95, &lower, &upper),
                             HOP_OK);
            hits[r] += lower <= true_values[r] && true_values[r] <= upper;
        }
        hop_transport_destroy(t);
        hop_arrhenius_destroy(a);
    }
    hop_transport_options_destroy(options);
    for (int r = 0; r < ROWS; r++) {
        /*
         * A single point is part of the scatter that its error comes from (an internally
         * studentised residual, which is bounded): intervals of K and D hold in more.
         */
        const int is_of_one_point = keys[r] == HOP_K || keys[r] == HOP_DIFFUSIVITY;
        if (is_of_one_point) {
            printf("  %-34s %.4f\n", names[r], (double)hits[r] / SERIES);
            ck_assert_double_ge((double)hits[r] / SERIES, 0.95);
        } else {
            check_share(names[r], hits[r]);
        }
    }
}
END_TEST

START_TEST(test_transport_interval_of_carriers_covers_95_percent)
{
    const truth s = {0.40, 0.35, 16.0, 28.0, 29.8, 64.0, 21};
    enum { ROWS = 4 };
    const int32_t keys[ROWS] = {HOP_CARRIER_FRACTION, HOP_DIFFUSIVITY, HOP_DIFFUSIVITY_SIGMA,
                                HOP_DELTA_S_M_MOLAR};
    const int at = 2;
    const double x = e_C / (k_B_J * temperature_k(at)), area = 3e-10 * 3e-10;
    const double ln_f_p = s.ln_f_e - s.E_m * x;
    const double true_values[ROWS] = {
        exp(s.ln_sigma_0 - s.ln_f_e - s.ln_ions) * k_B_J / (0.5 * e_C * e_C * area),
        area * exp(ln_f_p) / 6.0,
        0.5 * area * exp(ln_f_p - (s.E_a - s.E_m) * x),
        (s.ln_f_e - s.ln_nu0) * k_B_J * 6.02214076e23,
    };
    int hits[ROWS] = {0};
    for (uint32_t i = 0; i < SERIES; i++) {
        hop_arrhenius *a = draw_lines(&s, i);
        hop_transport_options *options = draw_options(&s, i);
        hop_transport *t = NULL;
        ck_assert_int_eq(hop_transport_derive(NULL, a, options, &t), HOP_OK);
        for (int r = 0; r < ROWS; r++) {
            double lower, upper;
            ck_assert_int_eq(hop_transport_interval(t, at, keys[r], 0.95, &lower, &upper),
                             HOP_OK);
            hits[r] += lower <= true_values[r] && true_values[r] <= upper;
        }
        hop_transport_destroy(t);
        hop_transport_options_destroy(options);
        hop_arrhenius_destroy(a);
    }
    for (int r = 0; r < ROWS; r++) {
        check_share(hop_quantity_name(keys[r]), hits[r]);
    }
}
END_TEST

/*
 * The two samples differ by 1.2 in ln(σT), known to 0.02: enough for shares. The
 * truth of a point's concentration and entropy parts is zero on straight lines.
 */
START_TEST(test_decomposition_errors_cover_95_percent)
{
    const truth first = {0.40, 0.35, 16.0, 28.0, 29.8, 64.0, 22};
    const truth second = {0.37, 0.33, 16.1, 27.8, 29.7, 64.0, 23};
    const double x = e_C / (k_B_J * 298.15);
    const double E_f_change = (second.E_a - second.E_m) - (first.E_a - first.E_m);
    const double between[] = {
        second.ln_sigma_0 - first.ln_sigma_0 - (second.E_a - first.E_a) * x,
        second.ln_f_e - first.ln_f_e - (second.E_m - first.E_m) * x,
        -E_f_change * x,
        (second.ln_sigma_0 - second.ln_f_e) - (first.ln_sigma_0 - first.ln_f_e),
        second.ln_nu0 - first.ln_nu0,
        (second.ln_f_e - second.ln_nu0) - (first.ln_f_e - first.ln_nu0),
        -(second.E_m - first.E_m) * x,
    };
    int values[7] = {0}, shares[7] = {0}, points[7] = {0}, undetermined = 0, along = 0;
    for (uint32_t i = 0; i < SERIES; i++) {
        hop_arrhenius *a = draw_lines(&first, i), *b = draw_lines(&second, i);
        hop_transport_options *p = draw_options(&first, i), *q = draw_options(&second, i);
        hop_decomposition *d = NULL, *e = NULL, *f = NULL;
        double lower, upper;
        ck_assert_int_eq(hop_decompose_samples(NULL, a, p, b, q, 298.15, &d), HOP_OK);
        ck_assert_int_eq(hop_decompose_points(NULL, a, 0, 4, &e), HOP_OK);
        ck_assert_int_eq(hop_decompose_temperatures(NULL, a, 270.0, 320.0, &f), HOP_OK);
        undetermined += isnan(hop_decomposition_share(d, HOP_CHANGE_RATE));
        for (int32_t r = 0; r < 7; r++) {
            const int32_t key = HOP_CHANGE_LN_SIGMA_T + r;
            values[r] += covers(hop_decomposition_value(d, key),
                                hop_decomposition_standard_error(d, key), between[r]);
            ck_assert_int_eq(hop_decomposition_share_interval(d, key, 0.95, &lower, &upper),
                             HOP_OK);
            const double share = between[r] / between[0];
            shares[r] += lower <= share && share <= upper;
        }
        for (int32_t key = HOP_CHANGE_CONCENTRATION; key <= HOP_CHANGE_ENTROPY; key += 2) {
            points[key - HOP_CHANGE_LN_SIGMA_T] += covers(
                hop_decomposition_value(e, key), hop_decomposition_standard_error(e, key), 0.0);
        }
        ck_assert_int_eq(hop_decomposition_share_interval(f, HOP_CHANGE_RATE, 0.95, &lower,
                                                          &upper),
                         HOP_OK);
        along += lower <= first.E_m / first.E_a && first.E_m / first.E_a <= upper;
        hop_decomposition_destroy(d);
        hop_decomposition_destroy(e);
        hop_decomposition_destroy(f);
        hop_transport_options_destroy(p);
        hop_transport_options_destroy(q);
        hop_arrhenius_destroy(a);
        hop_arrhenius_destroy(b);
    }
    ck_assert_int_eq(undetermined, 0);
    for (int32_t r = 0; r < 7; r++) {
        char name[64];
        const char *key_name = hop_quantity_name(HOP_CHANGE_LN_SIGMA_T + r);
        snprintf(name, sizeof name, "samples: %s", key_name);
        check_share(name, values[r]);
        snprintf(name, sizeof name, "samples, share: %s", key_name);
        if (r > 0) {
            check_share(name, shares[r]);
        }
    }
    check_share("points: change_concentration", points[3]);
    check_share("points: change_entropy", points[5]);
    check_share("temperatures, share: change_rate", along);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("derived-coverage", &tcase);
    tcase_add_test(tcase, test_transport_interval_from_scatter_covers_95_percent_or_more);
    tcase_add_test(tcase, test_transport_interval_of_carriers_covers_95_percent);
    tcase_add_test(tcase, test_decomposition_errors_cover_95_percent);
    return hopt_run(suite);
}
