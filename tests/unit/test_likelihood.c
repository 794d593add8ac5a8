/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "arrhenius/handle.h"
#include "arrhenius/rate_curve.h"
#include "support.h"

/*
 * Lines through numbers and limits against a direct search: the profiles of the spectra,
 * which test_jpl_interval.c checks, are added up at every line of a plane, with no
 * curve, no linear algebra and no start values in common with the library.
 */
enum { N = 41, TEMPERATURES = 5 };

static const double k_B = 1.380649e-23 / 1.602176634e-19, two_pi = 6.283185307179586;

static hop_series *series;

static void add_spectrum(double temperature_k, double f_p, uint32_t stream)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    double freq[N];
    hopt_log_grid(1e2, 1e7, N, freq);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, 1e-4);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.65);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.02);
    hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, temperature_k);
    hop_simulation_set_seed(NULL, simulation, 11, stream);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, N, freq, &s), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &hopping), HOP_OK);
    ck_assert_int_eq(hop_series_add_fit(NULL, series, fit, hopping), HOP_OK);
    hop_hopping_destroy(hopping);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}

/* Two numbers, one of them far outside the window, and three limits. */
static void set_up(void)
{
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    for (int k = 0; k < TEMPERATURES; k++) {
        const double T = 260.0 + 25.0 * k;
        add_spectrum(T, 2e7 * exp(0.35 / k_B * (1.0 / 260.0 - 1.0 / T)), (uint32_t)k);
    }
    int limits = 0;
    for (int k = 0; k < TEMPERATURES; k++) {
        limits += series->points[k].state == HOP_STATE_LOWER_LIMIT;
    }
    ck_assert_int_ge(limits, 2);
    ck_assert_int_le(limits, 3);
}

static void tear_down(void)
{
    hop_series_destroy(series);
}

static hop_arrhenius *fitted(void)
{
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    /* Separate lines: the second is then a matter of the hopping frequencies alone. */
    ck_assert_int_eq(hop_arrhenius_options_set_method(NULL, options, HOP_ARRHENIUS_WEIGHTED), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    return a;
}

/* How far the deviance of spectrum k at ln f_p is above the smallest. */
static double deviance_of_spectrum(size_t k, double ln_f)
{
    const hopi_series_point *p = &series->points[k];
    hopi_jpl_region region = p->region;
    region.n_min = fmax(region.n_min, p->n_low);
    return hopi_jpl_region_ssr(&region, HOPI_JPL_LN_OMEGA_P, ln_f + log(two_pi)) / p->unit_variance;
}

static double deviance_of_line(double E_m, double ln_f_at_260)
{
    double sum = 0.0;
    for (size_t k = 0; k < TEMPERATURES; k++) {
        const double x = 1.0 / (k_B * series->points[k].temperature_k) - 1.0 / (k_B * 260.0);
        sum += deviance_of_spectrum(k, ln_f_at_260 - E_m * x);
    }
    return sum;
}

/* The smallest over the level of the line, by ever finer grids. */
static double deviance_of_energy(double E_m, double *level)
{
    double centre = series->points[0].ln_f_p, width = 1.5, least = INFINITY;
    for (int round = 0; round < 5; round++, width /= 4.0) {
        const double middle = centre;
        for (int j = -6; j <= 6; j++) {
            const double value = deviance_of_line(E_m, middle + width * j / 6.0);
            if (value < least) {
                least = value;
                centre = middle + width * j / 6.0;
            }
        }
    }
    *level = centre;
    return least;
}

START_TEST(test_curve_between_its_nodes_is_the_profile)
{
    for (size_t k = 0; k < TEMPERATURES; k++) {
        const hopi_series_point *p = &series->points[k];
        const int is_number = hopi_state_is_number(p->state);
        const double width = is_number ? fmin(sqrt(p->covariance[1][1]), 0.15) : 0.15;
        hopi_rate_curve curve;
        hopi_rate_curve_fill(&curve, &p->region, p->n_low, p->ln_f_p, width, p->unit_variance,
                             is_number);
        double least = INFINITY;
        for (double at = -4.0; at <= 200.0; at += 0.1) {
            least = fmin(least, deviance_of_spectrum(k, p->ln_f_p + width * at));
        }
        for (double at = -4.0; at <= 30.0; at += 0.37) {
            double slope;
            const double root = hopi_rate_curve_at(&curve, p->ln_f_p + width * at, &slope);
            const double expected = deviance_of_spectrum(k, p->ln_f_p + width * at) - least;
            /* Cubics through nodes a third of a standard deviation apart, and wider outside; no
               line is ten standard deviations away from a spectrum. */
            ck_assert_msg(expected > 100.0 || fabs(root * root - expected) <= 0.03 + 0.1 * expected,
                          "spectrum %zu, %.2f: %g against %g", k, at, root * root, expected);
            ck_assert(slope >= 0.0);
        }
    }
}
END_TEST

START_TEST(test_curve_slope_is_its_derivative)
{
    const hopi_series_point *p = &series->points[0];
    hopi_rate_curve curve;
    hopi_rate_curve_fill(&curve, &p->region, p->n_low, p->ln_f_p, 0.3, p->unit_variance, 1);
    for (double at = -40.0; at < 80.0; at += 0.613) {
        const double h = 1e-6;
        double slope, unused;
        hopi_rate_curve_at(&curve, p->ln_f_p + at, &slope);
        const double difference = hopi_rate_curve_at(&curve, p->ln_f_p + at + h, &unused)
                                  - hopi_rate_curve_at(&curve, p->ln_f_p + at - h, &unused);
        /* Central differences: rounding 1e-15·|r|/h, and h² r‴. */
        ck_assert_double_eq_tol(difference / (2.0 * h), slope, 1e-6 * (1.0 + fabs(slope)));
    }
}
END_TEST

START_TEST(test_lines_with_limits_are_the_most_likely_of_all)
{
    hop_arrhenius *a = fitted();
    double level, least = INFINITY, centre = 0.4, width = 0.4;
    for (int round = 0; round < 5; round++, width /= 4.0) {
        const double middle = centre;
        for (int j = -8; j <= 8; j++) {
            const double value = deviance_of_energy(middle + width * j / 8.0, &level);
            if (value < least) {
                least = value;
                centre = middle + width * j / 8.0;
            }
        }
    }
    const double E_m = hop_arrhenius_value(a, HOP_E_M);
    const double at_260 = hop_arrhenius_value(a, HOP_LN_F_E) - E_m / (k_B * 260.0);
    /* The cubics of the curves: a tenth of a standard deviation off the top would be 0.01. */
    ck_assert_double_le(deviance_of_line(E_m, at_260), least + 0.01);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_interval_with_limits_ends_where_the_likelihood_has_fallen)
{
    hop_arrhenius *a = fitted();
    double lower, upper, level;
    ck_assert_int_eq(hop_arrhenius_interval(a, HOP_E_M, 0.95, &lower, &upper), HOP_OK);
    const double E_m = hop_arrhenius_value(a, HOP_E_M), rise = 3.841458820694124;
    const double least = deviance_of_energy(E_m, &level);
    /* The cubics of the curves again, 2 % of a root. */
    ck_assert_double_eq_tol(deviance_of_energy(lower, &level) - least, rise, 0.05 * rise);
    ck_assert_double_eq_tol(deviance_of_energy(upper, &level) - least, rise, 0.05 * rise);
    ck_assert_double_gt(upper - E_m, E_m - lower);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_interval_of_a_rise_that_flat_data_stay_below_is_open_above)
{
    const double c[4] = {0.0, 0.0, 1.0, 0.0}, rise = 1e4;
    hop_arrhenius *a = fitted();
    double *workspace = calloc(hopi_lines_workspace(a->count), sizeof *workspace);
    double lower, upper;
    ck_assert_int_eq(hopi_lines_interval(a->count, a->input, &a->settings, &a->lines, c, rise,
                                         workspace, &lower, &upper), 0);
    free(workspace);
    ck_assert(isinf(upper) && upper > 0.0);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_interval_of_numbers_with_a_limit_far_inside_is_that_of_the_numbers)
{
    const double v[4] = {1e-4, 5e-5, 5e-5, 4e-4};
    hop_series *numbers = NULL;
    hop_arrhenius *without = NULL, *with = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &numbers), HOP_OK);
    for (int k = 0; k < 6; k++) {
        const double x = 1.0 / (k_B * (280.0 + 10.0 * k));
        ck_assert_int_eq(hop_series_add(NULL, numbers, 280.0 + 10.0 * k, 5.0 - 0.4 * x + 0.01 * (k % 2),
                                        29.0 - 0.35 * x - 0.01 * (k % 3), v), HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_fit(NULL, numbers, NULL, &without), HOP_OK);
    /* A limit a hundred decades below the line says nothing. */
    ck_assert_int_eq(hop_series_add_limit(NULL, numbers, 300.0, 5.0 - 0.4 / (k_B * 300.0), 1e6,
                                          HOP_STATE_LOWER_LIMIT, -200.0), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, numbers, NULL, &with), HOP_OK);
    const int32_t keys[] = {HOP_E_A, HOP_LN_SIGMA_0, HOP_E_M, HOP_LN_F_E, HOP_E_F};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        double lower, upper, expected_lower, expected_upper;
        const double error = hop_arrhenius_standard_error(without, keys[i]);
        hop_arrhenius_interval(without, keys[i], 0.9, &expected_lower, &expected_upper);
        ck_assert_int_eq(hop_arrhenius_interval(with, keys[i], 0.9, &lower, &upper), HOP_OK);
        /* The search for an end stops at 1e-7 of the half width; the limit's own sigma, of
           variance 1e6, weighs 1e-10. */
        ck_assert_double_eq_tol(lower, expected_lower, 1e-6 * error);
        ck_assert_double_eq_tol(upper, expected_upper, 1e-6 * error);
    }
    hop_arrhenius_destroy(without);
    hop_arrhenius_destroy(with);
    hop_series_destroy(numbers);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("likelihood", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_curve_between_its_nodes_is_the_profile);
    tcase_add_test(tcase, test_curve_slope_is_its_derivative);
    tcase_add_test(tcase, test_lines_with_limits_are_the_most_likely_of_all);
    tcase_add_test(tcase, test_interval_with_limits_ends_where_the_likelihood_has_fallen);
    tcase_add_test(tcase, test_interval_of_a_rise_that_flat_data_stay_below_is_open_above);
    tcase_add_test(tcase, test_interval_of_numbers_with_a_limit_far_inside_is_that_of_the_numbers);
    return hopt_run(suite);
}
