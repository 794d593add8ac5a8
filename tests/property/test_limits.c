/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * Hopping frequencies at the edge of the window and up to 300 times above it: how
 * often the state is a number or a limit, and how often what is said is true.
 * The table of docs/validation-limits.md is made with HOP_TEST_SPECTRA=10000.
 */
enum { POINTS = 61 };

static const double f_max = 1e7, sigma_dc = 1e-2;

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) : 300;
}

typedef struct tally {
    int of;
    int numbers, numbers_hold; /* measured or extrapolated, with a two-sided interval */
    int limits, limits_hold;
    int profile, linearised;   /* hold, whatever the state */
} tally;

static void count(tally *t, const hop_spectrum *s, double f_p)
{
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    double lower, upper;
    ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
    hop_hopping_interval(h, HOP_F_P, 0.95, &lower, &upper);
    const int holds = lower <= f_p && f_p <= upper;
    const int32_t state = hop_hopping_state(h);
    const int is_number = state == HOP_STATE_MEASURED || state == HOP_STATE_EXTRAPOLATED;
    t->of++;
    t->numbers += is_number;
    t->numbers_hold += is_number && holds;
    t->limits += state == HOP_STATE_LOWER_LIMIT;
    t->limits_hold += state == HOP_STATE_LOWER_LIMIT && holds;
    hop_jpl_interval(fit, HOP_F_P, 0.95, HOP_INTERVAL_PROFILE, &lower, &upper);
    t->profile += lower <= f_p && f_p <= upper;
    hop_jpl_interval(fit, HOP_F_P, 0.95, HOP_INTERVAL_LINEARISED, &lower, &upper);
    t->linearised += lower <= f_p && f_p <= upper;
    hop_hopping_destroy(h);
    hop_jpl_destroy(fit);
}

/* Each row has streams of its own, so that the rows are independent. */
static tally run(double n, double noise, double ratio, uint32_t row, int of)
{
    tally t = {0};
    double freq_hz[POINTS];
    hop_simulation *simulation = NULL;
    hopt_log_grid(1e2, f_max, POINTS, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, ratio * f_max);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, n);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, noise);
    for (int i = 0; i < of; i++) {
        hop_spectrum *s = NULL;
        hop_simulation_set_seed(NULL, simulation, 13 + row, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &s), HOP_OK);
        count(&t, s, ratio * f_max);
        hop_spectrum_destroy(s);
    }
    hop_simulation_destroy(simulation);
    return t;
}

static void print_share(int hits, int of)
{
    if (of > 0) {
        printf(" %.3f |", (double)hits / of);
    } else {
        printf(" – |");
    }
}

static void print_row(double n, double noise, double ratio, const tally *t)
{
    printf("| %.2f | %.1f | %g |", n, 100.0 * noise, ratio);
    print_share(t->numbers, t->of);
    print_share(t->numbers_hold, t->numbers);
    print_share(t->limits_hold, t->limits);
    print_share(t->numbers_hold + t->limits_hold, t->numbers + t->limits);
    print_share(t->profile, t->of);
    print_share(t->linearised, t->of);
    printf("\n");
}

START_TEST(test_hopping_above_the_window_what_is_said_holds)
{
    const double exponents[] = {0.4, 0.55, 0.7, 0.95}, noises[] = {0.002, 0.01, 0.03};
    const double ratios[] = {1, 3, 10, 30, 100, 300};
    tally sum = {0}, certain = {0};
    printf("| n | noise %% | f_p/f_max | a number | holds | limit holds | said, holds |"
           " profile | linearised |\n|---|---|---|---|---|---|---|---|---|\n");
    for (int a = 0; a < 4; a++) {
        for (int b = 0; b < 3; b++) {
            for (int c = 0; c < 6; c++) {
                const uint32_t row = (uint32_t)(18 * a + 6 * b + c);
                const tally t = run(exponents[a], noises[b], ratios[c], row, repetitions());
                print_row(exponents[a], noises[b], ratios[c], &t);
                sum.of += t.of;
                sum.profile += t.profile;
                sum.numbers += t.numbers + t.limits;
                sum.numbers_hold += t.numbers_hold + t.limits_hold;
                if (t.numbers >= 0.95 * t.of) {
                    certain.of += t.numbers;
                    certain.numbers_hold += t.numbers_hold;
                }
                /* 4.5 standard deviations of a share of 0.915, the lowest of the table. */
                const double said = t.numbers + t.limits;
                const double slack = 4.5 * sqrt(0.915 * 0.085 / said);
                ck_assert_double_ge((t.numbers_hold + t.limits_hold) / said, 0.915 - slack);
                ck_assert_double_ge((double)t.profile / t.of, 0.94 - slack);
            }
        }
    }
    const double profile = (double)sum.profile / sum.of;
    const double said = (double)sum.numbers_hold / sum.numbers;
    const double numbers = (double)certain.numbers_hold / certain.of;
    printf("all: profile %.4f, said %.4f; where a number is the rule %.4f\n", profile, said,
           numbers);
    /* Over some 20,000 spectra shares scatter by 0.15 %; limits are conservative. */
    ck_assert(profile > 0.945 && profile < 0.97);
    ck_assert(said > 0.945);
    ck_assert(numbers > 0.94 && numbers < 0.96);
}
END_TEST

START_TEST(test_hopping_interval_is_the_profile_interval_of_the_fit)
{
    double freq_hz[POINTS], lower[2], upper[2];
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *h = NULL;
    hopt_log_grid(1e2, f_max, POINTS, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, 3e7);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.6);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.01);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &s), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
    ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
    ck_assert_int_eq(hop_hopping_state(h), HOP_STATE_EXTRAPOLATED);
    hop_hopping_interval(h, HOP_F_P, 0.9, &lower[0], &upper[0]);
    hop_jpl_interval(fit, HOP_F_P, 0.9, HOP_INTERVAL_PROFILE, &lower[1], &upper[1]);
    /* The searches along n start from different lower ends and agree to 1e-7 of n. */
    hopt_assert_relative(lower[0], lower[1], 1e-10);
    hopt_assert_relative(upper[0], upper[1], 1e-10);
    hop_hopping_destroy(h);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(s);
    hop_simulation_destroy(simulation);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("limits", &tcase);
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, test_hopping_above_the_window_what_is_said_holds);
    tcase_add_test(tcase, test_hopping_interval_is_the_profile_interval_of_the_fit);
    return hopt_run(suite);
}
