/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>

#include <hop/hop.h>

#include "jpl/samples.h"
#include "jpl/solve.h"
#include "support.h"

/* How many powers ωⁿ of a point a fit evaluates, by kernels that count them. */
enum { POINTS = 61, SPECTRA = 3000 };

static const hopi_kernels *kernels;
static double powers;

static void count_powers(const hopi_points *points, double n, double *g)
{
    powers += (double)points->padded;
    kernels->powers(points, n, g);
}

static void count_scan(const hopi_points *points, double first, double step, int count,
                       double *power, double *ratio, hopi_node *nodes)
{
    powers += (double)points->padded * (first == step ? 1.0 : 2.0);
    kernels->scan(points, first, step, count, power, ratio, nodes);
}

static void count_sums(const hopi_points *points, double n, hopi_sums *sums)
{
    powers += (double)points->padded;
    kernels->sums(points, n, sums);
}

static void count_finish(const hopi_points *points, const hopi_place *place, double *g,
                         hopi_jacobian *columns, hopi_arrival *arrival)
{
    powers += (double)points->padded;
    kernels->finish(points, place, g, columns, arrival);
}

/* n from 0.3 to 1, f_p up to 100 times the window's end, 0.5 to 5 % noise: half have no f_p. */
static hop_spectrum *make_spectrum(const double *freq_hz, uint32_t number)
{
    const double share = (double)number / SPECTRA;
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, 1e-4);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, 1e3 * pow(1e6, share));
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.3 + 0.7 * fmod(137.0 * share, 1.0));
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.005 * pow(10.0, fmod(61.0 * share, 1.0)));
    hop_simulation_set_seed(NULL, simulation, 5, number);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

START_TEST(test_jpl_search_hard_spectra_takes_few_passes)
{
    double freq_hz[POINTS], passes = 0.0, most = 0.0;
    hopt_log_grid(1.0, 1e7, POINTS, freq_hz);
    for (uint32_t i = 0; i < SPECTRA; i++) {
        hop_spectrum *s = make_spectrum(freq_hz, i);
        hopi_jpl_samples w;
        ck_assert_int_eq(hopi_jpl_samples_open(NULL, s, &hopi_jpl_default_settings, 0, &w), HOP_OK);
        kernels = w.problem.kernels;
        hopi_kernels counting = *kernels;
        counting.powers = count_powers;
        counting.scan = count_scan;
        counting.sums = count_sums;
        counting.finish = count_finish;
        w.problem.kernels = &counting;
        powers = 0.0;
        hopi_jpl_minimum minimum;
        hopi_jpl_search(&w.problem, &minimum);
        passes += powers / (double)w.problem.points.padded;
        most = fmax(most, powers / (double)w.problem.points.padded);
        hopi_jpl_samples_close(&w);
        hop_spectrum_destroy(s);
    }
    printf("%d spectra: %.2f passes of powers a fit, %.1f at most\n", SPECTRA, passes / SPECTRA,
           most);
    ck_assert_double_le(passes / SPECTRA, 5.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("passes", &tcase);
    tcase_add_test(tcase, test_jpl_search_hard_spectra_takes_few_passes);
    return hopt_run(suite);
}
