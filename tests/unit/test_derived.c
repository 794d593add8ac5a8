/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { TEMPERATURES = 5 };

static const double k_B_J = 1.380649e-23, e_C = 1.602176634e-19, avogadro = 6.02214076e23;
static const double geometry_factor = 0.5, hop_distance_m = 3.2e-10, charge_number = 2.0;
static const double nu0_hz = 9e12, nu0_error_hz = 3e11;
static const double ion_density_per_m3 = 1.1e28, ion_density_error_per_m3 = 4e26;

/* What the numbers of a sample follow from: ln σ_dc and ln f_p at each temperature. */
typedef struct inputs {
    double ln_sigma[TEMPERATURES], ln_f_p[TEMPERATURES];
    double ln_nu0, ln_ion_density;
} inputs;

static double temperature_k(int k)
{
    return 250.0 + 25.0 * k;
}

static void covariance_of(int k, double out[4])
{
    const double sd_sigma = 0.01 + 0.002 * k, sd_f = 0.05 - 0.005 * k;
    out[0] = sd_sigma * sd_sigma;
    out[1] = out[2] = 0.6 * sd_sigma * sd_f;
    out[3] = sd_f * sd_f;
}

/* Points off the lines by a few hundredths, so that no part of a change vanishes. */
static inputs make_inputs(double E_a_eV, double E_m_eV)
{
    inputs in = {.ln_nu0 = log(nu0_hz), .ln_ion_density = log(ion_density_per_m3)};
    for (int k = 0; k < TEMPERATURES; k++) {
        const double x = e_C / (k_B_J * temperature_k(k));
        in.ln_sigma[k] = 15.0 - E_a_eV * x - log(temperature_k(k)) + 0.02 * sin(5.0 * k);
        in.ln_f_p[k] = 28.5 - E_m_eV * x + 0.05 * cos(3.0 * k);
    }
    return in;
}

static hop_arrhenius *fit(const inputs *in)
{
    hop_series *series = NULL;
    hop_arrhenius_options *options = NULL;
    hop_arrhenius *a = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    for (int k = 0; k < TEMPERATURES; k++) {
        double covariance[4];
        covariance_of(k, covariance);
        ck_assert_int_eq(hop_series_add(NULL, series, temperature_k(k), in->ln_sigma[k],
                                        in->ln_f_p[k], covariance),
                         HOP_OK);
    }
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
    hop_arrhenius_options_destroy(options);
    hop_series_destroy(series);
    return a;
}

static hop_transport_options *make_options(const inputs *in)
{
    hop_transport_options *options = NULL;
    const double nu0 = exp(in->ln_nu0), density = exp(in->ln_ion_density);
    ck_assert_int_eq(hop_transport_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_attempt_frequency(NULL, options, nu0,
                                                                 nu0 * nu0_error_hz / nu0_hz),
                     HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_carrier(NULL, options, geometry_factor,
                                                       charge_number, hop_distance_m),
                     HOP_OK);
    ck_assert_int_eq(
        hop_transport_options_set_ion_density(
            NULL, options, density, density * ion_density_error_per_m3 / ion_density_per_m3),
        HOP_OK);
    return options;
}

static hop_transport *derive(const inputs *in)
{
    hop_transport *t = NULL;
    hop_arrhenius *a = fit(in);
    hop_transport_options *options = make_options(in);
    ck_assert_int_eq(hop_transport_derive(NULL, a, options, &t), HOP_OK);
    hop_transport_options_destroy(options);
    hop_arrhenius_destroy(a);
    return t;
}

/*
 * The error of any number that follows from the inputs of a sample, by moving each
 * of them: the other route to what the library propagates through its lines. All
 * numbers here are linear, or exponentials of what is linear; with central steps of
 * 10⁻⁴ the cubic term is 10⁻⁹ of the derivative.
 */
typedef double (*number_of)(const inputs *in, void *which);

static double derivative(number_of f, void *which, const inputs *in, double inputs_member_value,
                         size_t offset)
{
    const double step = 1e-4;
    inputs low = *in, high = *in;
    *(double *)((char *)&low + offset) = inputs_member_value - step;
    *(double *)((char *)&high + offset) = inputs_member_value + step;
    return (f(&high, which) - f(&low, which)) / (2.0 * step);
}

static double error_by_moving(number_of f, void *which, const inputs *in)
{
    double variance = 0.0;
    for (int k = 0; k < TEMPERATURES; k++) {
        double v[4];
        covariance_of(k, v);
        const size_t step = (size_t)k * sizeof(double);
        const double d_sigma = derivative(f, which, in, in->ln_sigma[k],
                                          offsetof(inputs, ln_sigma) + step);
        const double d_f = derivative(f, which, in, in->ln_f_p[k],
                                      offsetof(inputs, ln_f_p) + step);
        variance += v[0] * d_sigma * d_sigma + 2.0 * v[1] * d_sigma * d_f + v[3] * d_f * d_f;
    }
    const double d_nu = derivative(f, which, in, in->ln_nu0, offsetof(inputs, ln_nu0));
    const double d_ion = derivative(f, which, in, in->ln_ion_density,
                                    offsetof(inputs, ln_ion_density));
    variance += pow(d_nu * nu0_error_hz / nu0_hz, 2.0);
    variance += pow(d_ion * ion_density_error_per_m3 / ion_density_per_m3, 2.0);
    return sqrt(variance);
}

static double transport_number(const inputs *in, void *which)
{
    hop_transport *t = derive(in);
    const double value = hop_transport_value(t, 1, *(int32_t *)which);
    hop_transport_destroy(t);
    return value;
}

static double intercept_number(const inputs *in, void *which)
{
    hop_transport *t = derive(in);
    const double value = hop_transport_intercept_value(t, *(int32_t *)which);
    hop_transport_destroy(t);
    return value;
}

START_TEST(test_transport_standard_error_is_what_moving_the_inputs_gives)
{
    const inputs in = make_inputs(0.42, 0.36);
    int32_t keys[] = {HOP_C,
                      HOP_K,
                      HOP_DELTA_S_M,
                      HOP_DELTA_S_M_MOLAR,
                      HOP_DELTA_S_M_MEV,
                      HOP_EXP_DELTA_S_M,
                      HOP_CARRIER_DENSITY,
                      HOP_CARRIER_FRACTION,
                      HOP_DIFFUSIVITY,
                      HOP_DIFFUSIVITY_SIGMA};
    hop_transport *t = derive(&in);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        /* Differences of exp(ln C) lose 10⁻¹⁶/10⁻⁴ relative; steps leave 10⁻⁸. */
        hopt_assert_relative(hop_transport_standard_error(t, 1, keys[i]),
                             error_by_moving(transport_number, &keys[i], &in), 1e-7);
        const double at_intercept = hop_transport_intercept_standard_error(t, keys[i]);
        if (!isnan(at_intercept)) {
            hopt_assert_relative(at_intercept, error_by_moving(intercept_number, &keys[i], &in),
                                 1e-7);
        }
    }
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_transport_value_entropy_in_other_units_is_scaled)
{
    const inputs in = make_inputs(0.42, 0.36);
    hop_transport *t = derive(&in);
    const double in_k_B = hop_transport_value(t, 2, HOP_DELTA_S_M);
    hopt_assert_relative(hop_transport_value(t, 2, HOP_DELTA_S_M_MOLAR),
                         in_k_B * k_B_J * avogadro, 1e-15);
    hopt_assert_relative(hop_transport_value(t, 2, HOP_DELTA_S_M_MEV),
                         in_k_B * 1e3 * k_B_J / e_C, 1e-15);
    double lower, upper, lower_molar, upper_molar;
    ck_assert_int_eq(hop_transport_interval(t, 2, HOP_DELTA_S_M, 0.95, &lower, &upper), HOP_OK);
    ck_assert_int_eq(hop_transport_interval(t, 2, HOP_DELTA_S_M_MOLAR, 0.95, &lower_molar,
                                            &upper_molar),
                     HOP_OK);
    hopt_assert_relative(lower_molar, lower * k_B_J * avogadro, 1e-14);
    hopt_assert_relative(upper_molar, upper * k_B_J * avogadro, 1e-14);
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_transport_value_diffusivity_sigma_is_nernst_einstein_with_own_density)
{
    const inputs in = make_inputs(0.42, 0.36);
    hop_transport *t = derive(&in);
    for (size_t k = 0; k < TEMPERATURES; k++) {
        const double q = charge_number * e_C;
        const double by_definition = exp(in.ln_sigma[k]) * k_B_J * temperature_k((int)k)
                                     / (hop_transport_value(t, k, HOP_CARRIER_DENSITY) * q * q);
        /* Logarithms of about 30 carry 30 times the rounding of a double. */
        hopt_assert_relative(hop_transport_value(t, k, HOP_DIFFUSIVITY_SIGMA), by_definition,
                             1e-13);
    }
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_transport_value_carrier_fraction_is_density_over_ions)
{
    const inputs in = make_inputs(0.42, 0.36);
    hop_transport *t = derive(&in);
    hopt_assert_relative(hop_transport_value(t, 0, HOP_CARRIER_FRACTION),
                         hop_transport_value(t, 0, HOP_CARRIER_DENSITY) / ion_density_per_m3,
                         1e-13);
    hopt_assert_relative(hop_transport_intercept_value(t, HOP_CARRIER_FRACTION),
                         hop_transport_intercept_value(t, HOP_CARRIER_DENSITY)
                             / ion_density_per_m3,
                         1e-13);
    ck_assert_double_nan(hop_transport_intercept_value(t, HOP_DIFFUSIVITY_SIGMA));
    hop_transport_destroy(t);
}
END_TEST

START_TEST(test_transport_options_set_dimension_divides_diffusivity_by_2d)
{
    const inputs in = make_inputs(0.42, 0.36);
    hop_arrhenius *a = fit(&in);
    hop_transport_options *options = make_options(&in);
    for (int32_t d = 1; d <= 3; d++) {
        hop_transport *t = NULL;
        ck_assert_int_eq(hop_transport_options_set_dimension(NULL, options, d), HOP_OK);
        ck_assert_int_eq(hop_transport_derive(NULL, a, options, &t), HOP_OK);
        hopt_assert_relative(hop_transport_value(t, 3, HOP_DIFFUSIVITY),
                             hop_distance_m * hop_distance_m * exp(in.ln_f_p[3]) / (2.0 * d),
                             1e-13);
        hop_transport_destroy(t);
    }
    hop_transport_options_destroy(options);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_transport_options_bad_values_are_refused_with_the_number)
{
    hop_ctx *ctx = NULL;
    hop_transport_options *options = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_transport_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_dimension(ctx, options, 4), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "dimension 4: expected 1, 2 or 3");
    ck_assert_int_eq(hop_transport_options_set_ion_density(ctx, options, -2.0, 0.0),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "ion density -2 per m3 is not positive");
    ck_assert_int_eq(hop_transport_options_set_ion_density(ctx, options, 1e28, NAN),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_transport_options_set_ion_density(ctx, NULL, 1e28, 0.0),
                     HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_transport_options_set_dimension(ctx, NULL, 3), HOP_ERR_NULL_ARGUMENT);
    hop_transport_options_destroy(options);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_transport_value_without_ion_density_has_no_fraction)
{
    const inputs in = make_inputs(0.42, 0.36);
    hop_arrhenius *a = fit(&in);
    hop_transport *t = NULL;
    ck_assert_int_eq(hop_transport_derive(NULL, a, NULL, &t), HOP_OK);
    ck_assert_double_nan(hop_transport_value(t, 0, HOP_CARRIER_FRACTION));
    ck_assert_double_nan(hop_transport_standard_error(t, 0, HOP_CARRIER_FRACTION));
    ck_assert_double_nan(hop_transport_value(t, 0, HOP_DIFFUSIVITY_SIGMA));
    hop_transport_destroy(t);
    hop_arrhenius_destroy(a);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("derived", &tcase);
    tcase_add_test(tcase, test_transport_standard_error_is_what_moving_the_inputs_gives);
    tcase_add_test(tcase, test_transport_value_entropy_in_other_units_is_scaled);
    tcase_add_test(tcase,
                   test_transport_value_diffusivity_sigma_is_nernst_einstein_with_own_density);
    tcase_add_test(tcase, test_transport_value_carrier_fraction_is_density_over_ions);
    tcase_add_test(tcase, test_transport_options_set_dimension_divides_diffusivity_by_2d);
    tcase_add_test(tcase, test_transport_options_bad_values_are_refused_with_the_number);
    tcase_add_test(tcase, test_transport_value_without_ion_density_has_no_fraction);
    return hopt_run(suite);
}
