/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * Intervals of profile likelihood, wild and parametric bootstrap must hold the
 * truth in 95 ± 1 % where theory promises it: f_p inside the window and enough
 * points. Over 10,000 spectra a share scatters by 0.22 %; the bounds allow 95 ± 1 %
 * and, for the short run, three standard deviations more.
 */
static const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_F_P};
static const char *const names[] = {"sigma_dc", "A_J", "n", "f_p"};
static const char *const methods[] = {"linearised", "profile", "wild", "parametric"};

enum { KEYS = 4, METHODS = 4, REPLICATES = 399 };

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) : 1000;
}

typedef struct spectrum_case {
    const char *name;
    double f_p_hz, n, noise;
    int points;
    int is_promised[METHODS];
} spectrum_case;

static void count(hop_ctx *ctx, const hop_jpl *fit, hop_bootstrap_options *options,
                  const double *truth, int hits[METHODS][KEYS])
{
    for (int m = 0; m < METHODS; m++) {
        hop_bootstrap *b = NULL;
        if (m >= 2) {
            hop_bootstrap_options_set_kind(ctx, options, m == 2 ? HOP_BOOTSTRAP_WILD
                                                               : HOP_BOOTSTRAP_PARAMETRIC);
            ck_assert_int_eq(hop_jpl_bootstrap(ctx, fit, options, &b), HOP_OK);
        }
        for (int k = 0; k < KEYS; k++) {
            double lower, upper;
            const hop_status status =
                b ? hop_bootstrap_interval(b, keys[k], 0.95, &lower, &upper)
                  : hop_jpl_interval(fit, keys[k], 0.95,
                                     m == 0 ? HOP_INTERVAL_LINEARISED : HOP_INTERVAL_PROFILE,
                                     &lower, &upper);
            ck_assert_int_eq(status, HOP_OK);
            hits[m][k] += lower <= truth[k] && truth[k] <= upper;
        }
        hop_bootstrap_destroy(b);
    }
}

static void check(const spectrum_case *c)
{
    const double sigma_dc = 7.58e-3;
    const double truth[KEYS] = {sigma_dc, sigma_dc / pow(2.0 * acos(-1.0) * c->f_p_hz, c->n), c->n,
                                c->f_p_hz};
    double freq_hz[256];
    int hits[METHODS][KEYS] = {{0}};
    hop_ctx *ctx = NULL;
    hop_simulation *simulation = NULL;
    hop_bootstrap_options *options = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hop_ctx_set_threads(ctx, 2);
    ck_assert_int_eq(hop_bootstrap_options_create(ctx, &options), HOP_OK);
    hop_bootstrap_options_set_replicates(ctx, options, REPLICATES);
    hopt_log_grid(1e2, 1e7, (size_t)c->points, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, c->f_p_hz);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, c->n);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, c->noise);
    const int of = repetitions();
    for (int i = 0; i < of; i++) {
        hop_spectrum *s = NULL;
        hop_jpl *fit = NULL;
        hop_simulation_set_seed(NULL, simulation, 21, (uint32_t)i);
        hop_bootstrap_options_set_seed(ctx, options, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, (size_t)c->points, freq_hz, &s),
                         HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
        count(ctx, fit, options, truth, hits);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    hop_simulation_destroy(simulation);
    hop_bootstrap_options_destroy(options);
    hop_ctx_destroy(ctx);
    const double slack = of >= 4000 ? 0.0 : 3.0 * sqrt(0.95 * 0.05 / of);
    for (int m = 0; m < METHODS; m++) {
        printf("| %s | %s |", c->name, methods[m]);
        for (int k = 0; k < KEYS; k++) {
            printf(" %.4f |", (double)hits[m][k] / of);
        }
        printf("\n");
    }
    fflush(stdout);
    for (int m = 0; m < METHODS; m++) {
        for (int k = 0; k < KEYS && c->is_promised[m]; k++) {
            const double share = (double)hits[m][k] / of;
            ck_assert_msg(share >= 0.94 - slack && share <= 0.96 + slack,
                          "%s: %s interval of %s holds the truth in %.4f of the cases", c->name,
                          methods[m], names[k], share);
        }
    }
}

START_TEST(test_intervals_inside_window_cover_95_percent)
{
    const spectrum_case cases[] = {
        {"f_p inside, 61 points, 1 %", 9.8e5, 0.62, 0.01, 61, {1, 1, 1, 1}},
        {"f_p inside, 31 points, 0.2 %", 1e5, 0.7, 0.002, 31, {1, 1, 1, 1}},
        {"f_p inside, 12 points, 0.5 %", 3e5, 0.5, 0.005, 12, {1, 1, 1, 1}},
        /* There the wild bootstrap of f_p rests on the residuals of the last few points. */
        {"f_p at the end, 61 points, 1 %", 1e7, 0.62, 0.01, 61, {1, 1, 0, 1}},
    };
    printf("| case | method |");
    for (int k = 0; k < KEYS; k++) {
        printf(" %s |", names[k]);
    }
    printf("\n|---|---|---|---|---|---|\n");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        check(&cases[k]);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("bootstrap_coverage", &tcase);
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, test_intervals_inside_window_cover_95_percent);
    return hopt_run(suite);
}
