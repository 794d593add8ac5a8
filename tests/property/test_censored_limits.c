/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * The whole chain, spectra with a window that ends at 10 MHz, fit, extraction,
 * lines: what becomes of E_m where hot spectra only give lower limits.
 */
static const double k_B = 1.380649e-23 / 1.602176634e-19;
static const double E_m = 0.35;

enum { MAX_POINTS = 61 };

typedef struct chain {
    const char *name;
    double n, noise, f_p_25C_hz, coldest_k, step_k;
    int points, temperatures;
} chain;

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) * 2 / 5 : 4000;
}

static void add_temperature(const chain *c, int k, uint32_t stream, hop_series *series)
{
    const double T = c->coldest_k + c->step_k * k;
    const double f_p = c->f_p_25C_hz * exp(E_m / k_B * (1.0 / 298.15 - 1.0 / T));
    double freq_hz[MAX_POINTS];
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    hopt_log_grid(1e2, 1e7, (size_t)c->points, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, exp(16.0 - 0.40 / (k_B * T)) / T);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, c->n);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, c->noise);
    hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, T);
    hop_simulation_set_seed(NULL, simulation, (uint32_t)k + 1, stream);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, (size_t)c->points, freq_hz, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
    /* Far above the window the odd spectrum has no plateau and no σ_dc. */
    const hop_status status = hop_series_add_fit(NULL, series, fit, h);
    ck_assert(status == HOP_OK || status == HOP_ERR_MISSING_DATA);
    hop_hopping_destroy(h);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}

typedef struct tally {
    double sum, squares, hits, limits;
    int count;
} tally;

static void count(const hop_series *series, int32_t limits, tally *t)
{
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    double lower, upper;
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_limits(NULL, options, limits, NAN), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    if (!(hop_arrhenius_flags(a) & HOP_FLAG_E_M_UNDETERMINED)) {
        const double off = hop_arrhenius_value(a, HOP_E_M) - E_m;
        ck_assert_int_eq(hop_arrhenius_interval(a, HOP_E_M, 0.95, &lower, &upper), HOP_OK);
        t->sum += off;
        t->squares += off * off;
        t->hits += lower <= E_m && E_m <= upper;
        t->limits += hop_arrhenius_value(a, HOP_POINTS_SIGMA)
                     - hop_arrhenius_value(a, HOP_POINTS_F_P);
        t->count++;
    }
    hop_arrhenius_options_destroy(options);
    hop_arrhenius_destroy(a);
}

static double report(const char *name, const tally *t, double *error)
{
    const double mean = t->sum / t->count;
    *error = sqrt(t->squares / t->count - mean * mean) / sqrt(t->count);
    printf("  %-9s bias of E_m %+.5f +- %.5f eV, rms %.5f eV, 95 %% interval holds in %.3f\n",
           name, mean, *error, sqrt(t->squares / t->count), t->hits / t->count);
    return mean;
}

static void check_bias(const chain *c)
{
    tally dropped = {0}, censored = {0};
    for (int i = 0; i < repetitions(); i++) {
        hop_series *series = NULL;
        ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
        for (int k = 0; k < c->temperatures; k++) {
            add_temperature(c, k, (uint32_t)i, series);
        }
        count(series, HOP_LIMITS_DROP, &dropped);
        count(series, HOP_LIMITS_CENSORED, &censored);
        hop_series_destroy(series);
    }
    double error_dropped, error_censored;
    printf("%s: %d series, %.2f limits each\n", c->name, dropped.count,
           dropped.limits / dropped.count);
    const double with = report("dropped", &dropped, &error_dropped);
    const double without = report("censored", &censored, &error_censored);
    if (repetitions() >= 4000) {
        ck_assert_msg(fabs(with) > 3.0 * error_dropped, "dropping shows no bias to remove");
        ck_assert_msg(fabs(without) < 0.25 * fabs(with), "%s: bias %.5f against %.5f", c->name,
                      without, with);
    }
}

START_TEST(test_censored_limits_remove_three_quarters_of_the_bias)
{
    const chain cases[] = {
        {"3 % noise, 285 to 385 K, n 0.65", 0.65, 0.03, 3e7, 285.0, 20.0, 61, 6},
        {"2 % noise, 285 to 345 K, n 0.7", 0.7, 0.02, 1e8, 285.0, 12.0, 61, 6},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        check_bias(&cases[k]);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("censored-limits", &tcase);
    tcase_add_test(tcase, test_censored_limits_remove_three_quarters_of_the_bias);
    return hopt_run(suite);
}
