/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * At 3 % noise the weighting by the measured value makes σ_dc low by 2ε², that by the
 * fitted value does not, and its intervals hold in 95 %.
 */
enum { POINTS = 61 };

static const double noise = 0.03, sigma_dc = 7.58e-3;

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) : 10000;
}

typedef struct tally {
    double sum, squares;
    int hits[3];
} tally;

static tally simulate(int32_t weighting, double f_p_hz, double n)
{
    const int32_t keys[3] = {HOP_SIGMA_DC, HOP_F_P, HOP_N};
    const double truths[3] = {sigma_dc, f_p_hz, n};
    double freq_hz[POINTS];
    tally t = {.sum = 0.0};
    hop_simulation *simulation = NULL;
    hop_jpl_options *options = NULL;
    hopt_log_grid(1e2, 1e7, POINTS, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p_hz);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, n);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, noise);
    ck_assert_int_eq(hop_jpl_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_weighting(NULL, options, weighting), HOP_OK);
    for (int i = 0; i < repetitions(); i++) {
        hop_spectrum *s = NULL;
        hop_jpl *fit = NULL;
        hop_simulation_set_seed(NULL, simulation, 29, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &s), HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(NULL, s, options, &fit), HOP_OK);
        const double miss = hop_jpl_value(fit, HOP_SIGMA_DC) / sigma_dc - 1.0;
        t.sum += miss;
        t.squares += miss * miss;
        for (int j = 0; j < 3; j++) {
            double lower, upper;
            ck_assert_int_eq(hop_jpl_interval(fit, keys[j], 0.95, HOP_INTERVAL_LINEARISED, &lower,
                                              &upper), HOP_OK);
            t.hits[j] += lower <= truths[j] && truths[j] <= upper;
        }
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    hop_jpl_options_destroy(options);
    hop_simulation_destroy(simulation);
    return t;
}

static double report(const char *name, const tally *t, double *error)
{
    const double count = repetitions(), mean = t->sum / count;
    *error = sqrt((t->squares / count - mean * mean) / count);
    printf("  %-12s bias of sigma_dc %+.4f +- %.4f %%, intervals of sigma_dc, f_p, n hold in %.4f "
           "%.4f %.4f\n", name, 100.0 * mean, 100.0 * *error, t->hits[0] / count,
           t->hits[1] / count, t->hits[2] / count);
    return mean;
}

START_TEST(test_fitted_weighting_has_no_bias_and_intervals_that_hold)
{
    const double f_p_hz[] = {1e5, 1e7};
    for (size_t k = 0; k < sizeof f_p_hz / sizeof *f_p_hz; k++) {
        const tally measured = simulate(HOP_WEIGHTING_PROPORTIONAL, f_p_hz[k], 0.6);
        const tally fitted = simulate(HOP_WEIGHTING_FITTED, f_p_hz[k], 0.6);
        double error_measured, error_fitted;
        printf("f_p %g Hz, %g noise, %d spectra\n", f_p_hz[k], noise, repetitions());
        const double low = report("proportional", &measured, &error_measured);
        const double none = report("fitted", &fitted, &error_fitted);
        /* Four standard deviations of the mean of all spectra; 2ε² is 0.18 %. */
        ck_assert_double_le(fabs(none), 4.0 * error_fitted);
        ck_assert_double_le(fabs(low + 2.0 * noise * noise), 4.0 * error_measured + 5e-4);
        for (int j = 0; j < 3 && repetitions() >= 10000; j++) {
            const double share = (double)fitted.hits[j] / repetitions();
            ck_assert_msg(share >= 0.94 && share <= 0.96, "interval %d holds in %.4f", j, share);
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("fitted-weighting", &tcase);
    tcase_add_test(tcase, test_fitted_weighting_has_no_bias_and_intervals_that_hold);
    return hopt_run(suite);
}
