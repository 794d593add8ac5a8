/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * A measured ion conductor with bulk and grain boundary in series and blocking
 * electrodes (Adediwura et al., J. Mater. Chem. A 2024; the data are those of
 * EISFitpython). The published two-arc analysis: bulk 0.57 to 0.59 eV, total
 * 0.856 eV, (RQ)^(−1/n) of the bulk at 140 °C 9.9e5 rad/s.
 */
enum { TEMPERATURES = 5 };

static const double pi = 3.14159265358979323846;
static const double temperatures_C[TEMPERATURES] = {140, 150, 170, 190, 200};

static hop_spectrum *measured(int k)
{
    char name[64];
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    snprintf(name, sizeof name, "data/spectra/s04147/s04147-%.0fdeg.txt", temperatures_C[k]);
    char *path = hopt_shared_path(name);
    ck_assert_int_eq(hop_read_file(NULL, path, &file), HOP_OK);
    const double radius_m = 4.0e-3;
    ck_assert_int_eq(hop_file_spectrum(NULL, file, 0, 2.1e-3, pi * radius_m * radius_m,
                                       temperatures_C[k] + 273.15, &s),
                     HOP_OK);
    hop_file_destroy(file);
    free(path);
    return s;
}

/* All points; no inductance or lead resistance shows at these resistances. */
static hop_model *fitted(int k, uint32_t parts)
{
    hop_model_options *options = NULL;
    hop_model *m = NULL;
    hop_spectrum *s = measured(k);
    ck_assert_int_eq(hop_model_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_model(NULL, options, HOP_MODEL_CELL), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_parts(NULL, options, parts), HOP_OK);
    ck_assert_int_eq(hop_model_fit(NULL, s, options, &m), HOP_OK);
    hop_model_options_destroy(options);
    hop_spectrum_destroy(s);
    return m;
}

static const uint32_t two_arcs = HOP_PART_ELECTRODE | HOP_PART_GRAIN_BOUNDARY;

typedef struct line {
    double energy, error;
} line;

/* Arrhenius line of one quantity, times T for a conductivity, weighted by its errors. */
static line arrhenius(int32_t key, int is_conductivity)
{
    double T[TEMPERATURES], y[TEMPERATURES], sd[TEMPERATURES];
    hop_line *fit = NULL;
    for (int k = 0; k < TEMPERATURES; k++) {
        hop_model *m = fitted(k, two_arcs);
        const double value = hop_model_value(m, key);
        T[k] = temperatures_C[k] + 273.15;
        y[k] = log(is_conductivity ? value * T[k] : value);
        sd[k] = hop_model_standard_error(m, key) / value;
        printf("%3.0f C  %-20s %.4g +- %.2g\n", temperatures_C[k], hop_quantity_name(key), value,
               sd[k] * value);
        hop_model_destroy(m);
    }
    ck_assert_int_eq(hop_arrhenius_line(NULL, TEMPERATURES, T, y, sd, &fit), HOP_OK);
    const line out = {hop_line_value(fit, HOP_ENERGY), hop_line_standard_error(fit, HOP_ENERGY)};
    printf("       energy %.4f +- %.4f eV\n", out.energy, out.error);
    hop_line_destroy(fit);
    return out;
}

START_TEST(test_cell_bulk_has_the_published_activation_energy)
{
    const line bulk = arrhenius(HOP_SIGMA_DC, 1);
    ck_assert_double_ge(bulk.energy, 0.55);
    ck_assert_double_le(bulk.energy, 0.60);
    ck_assert_double_gt(bulk.error, 0.0);
    ck_assert_double_le(bulk.error, 0.03);
}
END_TEST

START_TEST(test_cell_total_has_the_published_activation_energy)
{
    const line total = arrhenius(HOP_SIGMA_TOTAL, 1);
    ck_assert_double_le(fabs(total.energy - 0.856), 0.01);
}
END_TEST

START_TEST(test_cell_bulk_frequency_agrees_with_the_published_one)
{
    hop_model *m = fitted(0, two_arcs);
    const double omega_c = hop_model_value(m, HOP_OMEGA_C);
    const double error = hop_model_standard_error(m, HOP_OMEGA_C);
    const double omega_p = hop_model_value(m, HOP_OMEGA_P), n = hop_model_value(m, HOP_N);
    printf("omega_c %.4g +- %.2g rad/s (%.4g Hz); omega_p of eq. 3 %.4g +- %.2g rad/s; n %.3f\n",
           omega_c, error, omega_c / (2.0 * pi), omega_p,
           hop_model_standard_error(m, HOP_OMEGA_P), n);
    ck_assert_double_le(fabs(omega_c - 9.9e5), 2.0 * error);
    ck_assert_double_le(error, 0.1 * omega_c);
    ck_assert_double_le(fabs(hop_model_value(m, HOP_F_C) - 1.6e5), 0.1e5);
    /* The two frequencies differ by cos(nπ/2)^(1/n), here a factor of five. */
    hopt_assert_relative(omega_c / omega_p, pow(cos(0.5 * pi * n), 1.0 / n), 1e-12);
    hop_model_destroy(m);
}
END_TEST

START_TEST(test_cell_bulk_frequency_has_the_energy_of_the_bulk)
{
    /* The plain power law makes E_m 0.94 eV of these spectra: the grain boundary's. */
    const line frequency = arrhenius(HOP_OMEGA_C, 0), bulk = arrhenius(HOP_SIGMA_DC, 1);
    ck_assert_double_le(fabs(frequency.energy - bulk.energy),
                        2.0 * hypot(frequency.error, bulk.error));
    ck_assert_double_le(frequency.error, 0.05);
}
END_TEST

START_TEST(test_cell_grain_boundary_is_worth_its_parameters)
{
    for (int k = 0; k < TEMPERATURES; k++) {
        hop_model *one = fitted(k, HOP_PART_ELECTRODE), *two = fitted(k, two_arcs);
        ck_assert_double_lt(hop_model_value(two, HOP_AICC) + 50.0, hop_model_value(one, HOP_AICC));
        hop_model_destroy(one);
        hop_model_destroy(two);
    }
}
END_TEST

START_TEST(test_cell_parts_that_do_not_show_are_zero_within_their_errors)
{
    for (int k = 0; k < TEMPERATURES; k++) {
        hop_model *m = fitted(k, 31);
        double lower, upper;
        const int32_t keys[] = {HOP_LEAD_L, HOP_LEAD_R};
        for (int i = 0; i < 2; i++) {
            ck_assert_int_eq(hop_model_interval(m, keys[i], 0.999, HOP_INTERVAL_LINEARISED, &lower,
                                                &upper),
                             HOP_OK);
            ck_assert_msg(!(lower > 0.0), "%g C: %s", temperatures_C[k],
                          hop_quantity_name(keys[i]));
        }
        hop_model_destroy(m);
    }
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("model_s04147", &tcase);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, test_cell_bulk_has_the_published_activation_energy);
    tcase_add_test(tcase, test_cell_total_has_the_published_activation_energy);
    tcase_add_test(tcase, test_cell_bulk_frequency_agrees_with_the_published_one);
    tcase_add_test(tcase, test_cell_bulk_frequency_has_the_energy_of_the_bulk);
    tcase_add_test(tcase, test_cell_grain_boundary_is_worth_its_parameters);
    tcase_add_test(tcase, test_cell_parts_that_do_not_show_are_zero_within_their_errors);
    return hopt_run(suite);
}
