/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <hop/hop.h>

#include "math/random.h"
#include "models/circuit.h"
#include "support.h"

static const double pi = 3.14159265358979323846;

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) : 1000;
}

typedef struct setting {
    int32_t parameter, key;
    double value;
    uint32_t part;
} setting;

/* A resistive pellet, so that every part shows: ε_∞ and L above 1 MHz, the electrode below 1 kHz. */
static const setting cell[] = {
    {HOP_SIM_SIGMA_DC, HOP_SIGMA_DC, 1e-3, 0},
    {HOP_SIM_F_P, HOP_F_P, 3e4, 0},
    {HOP_SIM_N, HOP_N, 0.65, 0},
    {HOP_SIM_EPS_INF, HOP_EPS_INF, 40.0, HOP_PART_EPS_INF},
    {HOP_SIM_LEAD_L, HOP_LEAD_L, 2e-6, HOP_PART_LEAD_L},
    {HOP_SIM_LEAD_R, HOP_LEAD_R, 60.0, HOP_PART_LEAD_R},
    {HOP_SIM_ELECTRODE_Q, HOP_ELECTRODE_Q, 2e-6, HOP_PART_ELECTRODE},
    {HOP_SIM_ELECTRODE_ALPHA, HOP_ELECTRODE_ALPHA, 0.85, HOP_PART_ELECTRODE},
    {HOP_SIM_GB_R, HOP_GB_R, 2e4, HOP_PART_GRAIN_BOUNDARY},
    {HOP_SIM_GB_Q, HOP_GB_Q, 2e-8, HOP_PART_GRAIN_BOUNDARY},
    {HOP_SIM_GB_ALPHA, HOP_GB_ALPHA, 0.9, HOP_PART_GRAIN_BOUNDARY},
};

enum { SETTINGS = sizeof cell / sizeof *cell, POINTS = 71 };

static int is_present(size_t k, uint32_t parts)
{
    return cell[k].part == 0 || (cell[k].part & parts);
}

static hop_simulation *make_cell(uint32_t parts, double noise)
{
    hop_simulation *simulation = NULL;
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_CELL, &simulation), HOP_OK);
    for (size_t k = 0; k < SETTINGS; k++) {
        if (is_present(k, parts)) {
            hop_simulation_set(NULL, simulation, cell[k].parameter, cell[k].value);
        }
    }
    hop_simulation_set(NULL, simulation, HOP_SIM_THICKNESS, 1e-3);
    hop_simulation_set(NULL, simulation, HOP_SIM_AREA, 7.85e-5);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, noise);
    return simulation;
}

/* Four starts are enough for cells of one kind; 0 stands for the default number. */
static hop_model *fit(const hop_spectrum *s, int32_t model, uint32_t parts, int32_t starts)
{
    hop_model_options *options = NULL;
    hop_model *out = NULL;
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_model_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_model(ctx, options, model), HOP_OK);
    if (starts) {
        ck_assert_int_eq(hop_model_options_set_starts(ctx, options, starts), HOP_OK);
    }
    if (parts) {
        ck_assert_int_eq(hop_model_options_set_parts(ctx, options, parts), HOP_OK);
    }
    ck_assert_msg(hop_model_fit(ctx, s, options, &out) == HOP_OK, "%s", hop_ctx_error(ctx));
    hop_model_options_destroy(options);
    hop_ctx_destroy(ctx);
    return out;
}

static int covers(const hop_model *m, int32_t key, double truth)
{
    double lower, upper;
    ck_assert_int_eq(hop_model_interval(m, key, 0.95, HOP_INTERVAL_LINEARISED, &lower, &upper),
                     HOP_OK);
    return lower <= truth && truth <= upper;
}

/*
 * The share of 95 % intervals that hold the truth, for every parameter. Over
 * `of` cells it scatters by √(0.95 · 0.05/of); four of that make one false
 * alarm in some 1,000 runs over all rows.
 */
static void check_coverage(uint32_t parts, double noise, int of)
{
    const double four_deviations = 4.0 * sqrt(0.95 * 0.05 / of);
    hop_simulation *simulation = make_cell(parts, noise);
    double freq_hz[POINTS];
    int hits[SETTINGS] = {0};
    const clock_t start = clock();
    hopt_log_grid(1.0, 1e7, POINTS, freq_hz);
    for (int i = 0; i < of; i++) {
        hop_spectrum *s = NULL;
        hop_simulation_set_seed(NULL, simulation, 21, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &s), HOP_OK);
        hop_model *m = fit(s, HOP_MODEL_CELL, parts, 4);
        for (size_t k = 0; k < SETTINGS; k++) {
            hits[k] += is_present(k, parts) && covers(m, cell[k].key, cell[k].value);
        }
        hop_model_destroy(m);
        hop_spectrum_destroy(s);
    }
    hop_simulation_destroy(simulation);
    printf("parts %u, %g noise, %d cells, %.1f ms each\n", (unsigned)parts, noise, of,
           1e3 * (double)(clock() - start) / CLOCKS_PER_SEC / of);
    for (size_t k = 0; k < SETTINGS; k++) {
        if (is_present(k, parts)) {
            const double share = (double)hits[k] / of;
            printf("  %-20s %.4f\n", hop_quantity_name(cell[k].key), share);
            ck_assert_msg(fabs(share - 0.95) <= four_deviations, "%s: %.4f of %d",
                          hop_quantity_name(cell[k].key), share, of);
        }
    }
}

START_TEST(test_cell_intervals_cover_95_percent)
{
    check_coverage(HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_LEAD_R | HOP_PART_ELECTRODE,
                   0.005, repetitions());
}
END_TEST

START_TEST(test_cell_with_grain_boundary_intervals_cover_95_percent)
{
    check_coverage(31, 0.005, repetitions() / 4);
}
END_TEST

START_TEST(test_cell_search_reaches_at_least_the_truth)
{
    /*
     * Cells of many kinds: the fit must never end above the sum of squares of the
     * true parameters, or it was caught in a local minimum.
     */
    double freq_hz[POINTS];
    const int of = repetitions() / 5;
    int cells = 0;
    hopt_log_grid(1.0, 1e7, POINTS, freq_hz);
    for (int i = 0; i < of; i++) {
        double z[4], u[4];
        hopi_random_normal_pair(31, (uint32_t)i, 0, z);
        hopi_random_normal_pair(31, (uint32_t)i, 1, z + 2);
        for (int k = 0; k < 4; k++) {
            u[k] = 0.5 * erfc(-z[k] / sqrt(2.0));
        }
        const double noise = 0.01, f_p = pow(10.0, 3.5 + 2.5 * u[1]), n = 0.5 + 0.35 * u[2];
        const double gb_R = pow(10.0, 2.0 + 3.0 * u[3]);
        const double omega_c = 2.0 * pi * f_p * pow(cos(0.5 * pi * n), 1.0 / n);
        /* The model asks for the arc of the sample above that of the grain boundary. */
        if (pow(gb_R * 2e-8, -1.0 / 0.9) > omega_c / 3.0) {
            continue;
        }
        cells++;
        hop_simulation *simulation = make_cell(31, 0.0);
        hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, pow(10.0, -4.5 + 3.0 * u[0]));
        hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p);
        hop_simulation_set(NULL, simulation, HOP_SIM_N, n);
        hop_simulation_set(NULL, simulation, HOP_SIM_GB_R, gb_R);
        hop_spectrum *clean = NULL, *noisy = NULL;
        double re[POINTS], im[POINTS], re0[POINTS], im0[POINTS], truth = 0.0;
        hop_simulation_set_seed(NULL, simulation, 32, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &clean), HOP_OK);
        hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, noise);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, freq_hz, &noisy), HOP_OK);
        hop_spectrum_values(clean, HOP_IMPEDANCE, re0, im0, POINTS, NULL);
        hop_spectrum_values(noisy, HOP_IMPEDANCE, re, im, POINTS, NULL);
        for (int k = 0; k < POINTS; k++) {
            const double d = hypot(re[k] - re0[k], im[k] - im0[k]) / hypot(re[k], im[k]);
            truth += d * d;
        }
        hop_model *m = fit(noisy, HOP_MODEL_CELL, 31, 0);
        ck_assert_msg(hop_model_value(m, HOP_RSS) <= truth, "cell %d: %g above %g", i,
                      hop_model_value(m, HOP_RSS), truth);
        hop_model_destroy(m);
        hop_spectrum_destroy(clean);
        hop_spectrum_destroy(noisy);
        hop_simulation_destroy(simulation);
    }
    ck_assert_int_gt(cells, of / 3);
}
END_TEST

/* σ′ or Z of one kind of sample with relative noise. */
static hop_spectrum *sample(int is_rbm, int is_complex, double noise, uint32_t stream)
{
    double freq_hz[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *s = NULL;
    hopi_circuit circuit = hopi_circuit_bare(is_rbm);
    circuit.value[HOPI_CONDUCTANCE] = 1e-4;
    circuit.value[HOPI_OMEGA] = 2.0 * pi * 2e4;
    circuit.value[HOPI_EXPONENT] = 0.65;
    circuit.value[HOPI_CAPACITANCE] = is_complex ? 1e-11 : 0.0;
    hopt_log_grid(1e2, 1e7, POINTS, freq_hz);
    for (size_t k = 0; k < POINTS; k++) {
        const double omega = 2.0 * pi * freq_hz[k];
        double normal[2];
        hopi_random_normal_pair(41, stream, k, normal);
        if (is_complex) {
            const double complex z = hopi_circuit_impedance(&circuit, omega, NULL);
            re[k] = creal(z) + noise * cabs(z) * normal[0];
            im[k] = cimag(z) + noise * cabs(z) * normal[1];
        } else {
            re[k] = hopi_circuit_conductivity(&circuit, omega, NULL) * (1.0 + noise * normal[0]);
        }
    }
    ck_assert_int_eq(is_complex
                         ? hop_spectrum_from_impedance(NULL, POINTS, freq_hz, re, im, 1e-3, 1e-4,
                                                       NAN, &s)
                         : hop_spectrum_from_conductivity(NULL, POINTS, freq_hz, re, NULL, NAN,
                                                          NAN, NAN, &s),
                     HOP_OK);
    return s;
}

static double aicc(const hop_spectrum *s, int32_t model)
{
    hop_model *m = fit(s, model, 0, 4);
    const double value = hop_model_value(m, HOP_AICC);
    hop_model_destroy(m);
    return value;
}

/* How often AICc prefers the power law to the random barrier model. */
static double power_law_share(int is_rbm, int is_complex)
{
    const int of = repetitions() / 10;
    int count = 0;
    for (int i = 0; i < of; i++) {
        hop_spectrum *s = sample(is_rbm, is_complex, 0.01, (uint32_t)i);
        const int32_t jpl = is_complex ? HOP_MODEL_COMPLEX_JPL : HOP_MODEL_JPL;
        const int32_t rbm = is_complex ? HOP_MODEL_COMPLEX_RBM : HOP_MODEL_RBM;
        count += aicc(s, jpl) < aicc(s, rbm);
        hop_spectrum_destroy(s);
    }
    return (double)count / of;
}

START_TEST(test_aicc_names_the_model_that_made_the_data)
{
    for (int is_complex = 0; is_complex < 2; is_complex++) {
        ck_assert(power_law_share(0, is_complex) == 1.0);
        ck_assert(power_law_share(1, is_complex) == 0.0);
    }
}
END_TEST

START_TEST(test_aicc_takes_a_needless_second_process_seldom)
{
    /* Of a nested model with one parameter too many AICc takes P(χ²(1) > 2 and a little) = 15 %. */
    const int of = repetitions() / 5;
    int taken = 0;
    for (int i = 0; i < of; i++) {
        hop_spectrum *s = sample(0, 0, 0.01, (uint32_t)i);
        taken += aicc(s, HOP_MODEL_NCL) < aicc(s, HOP_MODEL_JPL);
        hop_spectrum_destroy(s);
    }
    printf("near-constant loss taken where there is none: %.3f\n", (double)taken / of);
    /* B ≥ 0 halves it; three standard deviations of 200 draws at 0.08 are 0.06. */
    ck_assert_double_le((double)taken / of, 0.14);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("model_recovery", &tcase);
    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, test_cell_intervals_cover_95_percent);
    tcase_add_test(tcase, test_cell_with_grain_boundary_intervals_cover_95_percent);
    tcase_add_test(tcase, test_cell_search_reaches_at_least_the_truth);
    tcase_add_test(tcase, test_aicc_names_the_model_that_made_the_data);
    tcase_add_test(tcase, test_aicc_takes_a_needless_second_process_seldom);
    return hopt_run(suite);
}
