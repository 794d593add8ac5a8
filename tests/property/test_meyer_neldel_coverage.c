/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

/* 2,000 series: a share of 95 % scatters by 0.49 %, so ± 2 % is four standard deviations. */
enum { SERIES = 2000, SAMPLES = 8 };
static const double lowest_coverage = 0.93, highest_coverage = 0.97;

/* What a line of slope_per_eV through SAMPLES samples gives, over many draws of the errors. */
typedef struct tally {
    int slope, intercept, energy, undetermined;
    double regression_slope; /* mean of y on x without regard to the errors */
} tally;

static double plain_slope(const double *x, const double *y)
{
    double x_mean = 0.0, y_mean = 0.0, xx = 0.0, xy = 0.0;
    for (int k = 0; k < SAMPLES; k++) {
        x_mean += x[k] / SAMPLES;
        y_mean += y[k] / SAMPLES;
    }
    for (int k = 0; k < SAMPLES; k++) {
        xx += (x[k] - x_mean) * (x[k] - x_mean);
        xy += (x[k] - x_mean) * (y[k] - y_mean);
    }
    return xy / xx;
}

/* Errors of extrapolation from 1/(k_B T) near 39/eV: correlation 0.995. */
static tally simulate(double slope_per_eV, double spread_eV, double sd_eV)
{
    const double intercept = 10.0, along = 39.0, across = 0.1;
    tally t = {0};
    for (uint32_t i = 0; i < SERIES; i++) {
        double x[SAMPLES], y[SAMPLES], covariance[4 * SAMPLES], lower, upper;
        for (uint32_t k = 0; k < SAMPLES; k++) {
            double z[2];
            hopi_random_normal_pair(41, i, k, z);
            const double sd = sd_eV * (1.0 + 0.1 * k), own = across * along * sd;
            const double true_x = 0.35 + spread_eV * (k / (SAMPLES - 1.0) - 0.5);
            x[k] = true_x + sd * z[0];
            y[k] = intercept + slope_per_eV * true_x + along * sd * z[0] + own * z[1];
            covariance[4 * k] = sd * sd;
            covariance[4 * k + 1] = covariance[4 * k + 2] = along * sd * sd;
            covariance[4 * k + 3] = along * along * sd * sd + own * own;
        }
        hop_compensation *line = NULL;
        ck_assert_int_eq(hop_meyer_neldel(NULL, SAMPLES, x, y, covariance, HOP_BIRGE_NEVER,
                                          &line),
                         HOP_OK);
        hop_compensation_interval(line, HOP_SLOPE_PER_EV, 0.95, &lower, &upper);
        t.slope += lower <= slope_per_eV && slope_per_eV <= upper;
        hop_compensation_interval(line, HOP_INTERCEPT, 0.95, &lower, &upper);
        t.intercept += lower <= intercept && intercept <= upper;
        hop_compensation_interval(line, HOP_MEYER_NELDEL_ENERGY, 0.95, &lower, &upper);
        t.energy += lower * slope_per_eV <= 1.0 && 1.0 <= upper * slope_per_eV;
        t.undetermined += (hop_compensation_flags(line) & HOP_FLAG_NOT_DETERMINED) != 0;
        t.regression_slope += plain_slope(x, y) / SERIES;
        hop_compensation_destroy(line);
    }
    return t;
}

static void check_share(const char *name, int hits)
{
    const double share = (double)hits / SERIES;
    printf("  %-40s %.4f\n", name, share);
    ck_assert_msg(share >= lowest_coverage && share <= highest_coverage,
                  "%s: %.4f of the cases", name, share);
}

START_TEST(test_meyer_neldel_errors_cover_95_percent)
{
    const tally t = simulate(20.0, 0.2, 0.01);
    check_share("slope", t.slope);
    check_share("intercept", t.intercept);
    check_share("Meyer-Neldel energy", t.energy);
    ck_assert_int_eq(t.undetermined, 0);
}
END_TEST

/* Energies that differ by little more than their errors, and no compensation at all. */
START_TEST(test_meyer_neldel_finds_no_compensation_in_correlated_errors)
{
    const tally t = simulate(0.0, 0.03, 0.006);
    printf("  slope of the plain regression: %.1f per eV, the truth is 0\n", t.regression_slope);
    ck_assert_double_gt(t.regression_slope, 5.0);
    printf("  slope of zero in its interval: %.4f\n", (double)t.slope / SERIES);
    /* From the lowest to the highest slope, so with a gap or two it holds more than 95 %. */
    ck_assert_double_ge((double)t.slope / SERIES, lowest_coverage);
    ck_assert_double_ge((double)t.undetermined / SERIES, lowest_coverage);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("meyer-neldel-coverage", &tcase);
    tcase_add_test(tcase, test_meyer_neldel_errors_cover_95_percent);
    tcase_add_test(tcase, test_meyer_neldel_finds_no_compensation_in_correlated_errors);
    return hopt_run(suite);
}
