/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

enum { SPECTRA = 7, POINTS = 41 };

/* One draw: JPL spectra with noise, and a σ_dc that is known to sd_sigma. */
static hop_scaling *simulate(uint32_t stream, double noise, double sd_sigma, double power,
                             int32_t kind)
{
    hop_spectrum *spectra[SPECTRA];
    double freq_hz[POINTS], sigma_dc[SPECTRA], f_p_hz[SPECTRA];
    hop_simulation *simulation = NULL;
    hop_scaling *s = NULL;
    hopt_log_grid(1e2, 1e7, POINTS, freq_hz);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.65);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, noise);
    for (uint32_t i = 0; i < SPECTRA; i++) {
        const double T = 240.0 + 20.0 * i, true_sigma = 1e3 / T * exp(-3500.0 / T);
        double z[2];
        hopi_random_normal_pair(52, stream, i, z);
        sigma_dc[i] = true_sigma * exp(sd_sigma * z[0]);
        f_p_hz[i] = 1e8 * true_sigma * T * pow(T / 300.0, power);
        hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, true_sigma);
        hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p_hz[i]);
        hop_simulation_set(NULL, simulation, HOP_SIM_TEMPERATURE, T);
        hop_simulation_set_seed(NULL, simulation, 51, SPECTRA * stream + i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &spectra[i]),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_scaling_collapse(NULL, SPECTRA, (const hop_spectrum *const *)spectra,
                                          sigma_dc, f_p_hz, kind, &s),
                     HOP_OK);
    for (int i = 0; i < SPECTRA; i++) {
        hop_spectrum_destroy(spectra[i]);
    }
    hop_simulation_destroy(simulation);
    return s;
}

/* 100 sets of 287 points: the rms is known to 0.5 % with the correlation of the differences. */
START_TEST(test_scaling_rms_of_a_true_collapse_is_the_noise)
{
    const double noises[] = {0.003, 0.01, 0.03};
    for (int k = 0; k < 3; k++) {
        const int sets = 100;
        double sum = 0.0;
        for (int i = 0; i < sets; i++) {
            hop_scaling *s = simulate((uint32_t)i, noises[k], 0.0, 0.0, HOP_SCALING_GHOSH);
            sum += pow(hop_scaling_value(s, HOP_COLLAPSE_RMS), 2.0) / sets;
            hop_scaling_destroy(s);
        }
        printf("  noise %.3f: rms %.5f\n", noises[k], sqrt(sum));
        hopt_assert_relative(sqrt(sum), noises[k], 0.025);
    }
}
END_TEST

/*
 * 400 sets: the scatter of α is known to 3.5 %, the mean square of its errors to
 * about 3 %, so their ratio is within 15 % of 1 at three standard deviations.
 */
START_TEST(test_scaling_error_of_alpha_is_its_scatter)
{
    enum { SETS = 400 };
    const double power = -0.8;
    double mean = 0.0, square = 0.0, error_square = 0.0;
    int hits = 0;
    for (uint32_t i = 0; i < SETS; i++) {
        hop_scaling *s = simulate(i, 0.01, 0.01, power, HOP_SCALING_SUMMERFIELD_ALPHA);
        const double alpha = hop_scaling_value(s, HOP_SCALING_ALPHA);
        const double error = hop_scaling_standard_error(s, HOP_SCALING_ALPHA);
        mean += alpha / SETS;
        square += alpha * alpha / SETS;
        error_square += error * error / SETS;
        /* Student's t for 5 degrees of freedom: as a slope through seven temperatures. */
        hits += fabs(alpha + power) <= 2.5705818356363 * error;
        hop_scaling_destroy(s);
    }
    const double scatter = sqrt(square - mean * mean);
    printf("  alpha %.4f, truth %.4f, scatter %.4f, error %.4f, holds %.4f\n", mean, -power,
           scatter, sqrt(error_square), (double)hits / SETS);
    ck_assert_double_le(fabs(mean + power), 4.0 * scatter / sqrt(SETS));
    hopt_assert_relative(sqrt(error_square), scatter, 0.15);
    /* 95 % of 400 scatter by 1.1 %. */
    ck_assert_double_ge((double)hits / SETS, 0.95 - 4.0 * 0.011);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("scaling-coverage", &tcase);
    tcase_add_test(tcase, test_scaling_rms_of_a_true_collapse_is_the_noise);
    tcase_add_test(tcase, test_scaling_error_of_alpha_is_its_scatter);
    return hopt_run(suite);
}
