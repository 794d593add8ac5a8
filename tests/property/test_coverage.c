/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

/*
 * 95 % intervals must hold the truth in 95 % of simulated cases. Over 10,000
 * cases the share scatters by 0.22 %, so 95 ± 1 % is 4.6 standard deviations.
 */
static const double lowest_coverage = 0.94, highest_coverage = 0.96;

static int repetitions(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) : 10000;
}

static void check_share(const char *name, int hits, int of)
{
    const double share = (double)hits / of;
    printf("  %-28s %.4f of %d\n", name, share, of);
    if (of < 10000) {
        return;
    }
    ck_assert_msg(share >= lowest_coverage && share <= highest_coverage,
                  "95 %% interval of %s holds the truth in %.4f of the cases", name, share);
}

typedef struct spectrum_case {
    const char *name;
    double f_p_hz, n, noise;
    int points;
} spectrum_case;

static void check_fit_coverage(const spectrum_case *c)
{
    const double sigma_dc = 7.58e-3;
    const struct {
        int32_t key;
        const char *name;
        double truth;
    } rows[] = {
        {HOP_SIGMA_DC, "sigma_dc", sigma_dc},
        {HOP_N, "n", c->n},
        {HOP_F_P, "f_p", c->f_p_hz},
        {HOP_A_J, "A_J", sigma_dc / pow(2.0 * acos(-1.0) * c->f_p_hz, c->n)},
    };
    double freq_hz[256];
    int hits[4] = {0};
    hop_simulation *simulation = NULL;
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
        hop_simulation_set_seed(NULL, simulation, 11, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, (size_t)c->points, freq_hz, &s),
                         HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(NULL, s, NULL, &fit), HOP_OK);
        for (int k = 0; k < 4; k++) {
            double lower, upper;
            ck_assert_int_eq(hop_jpl_interval(fit, rows[k].key, 0.95, HOP_INTERVAL_LINEARISED,
                                              &lower, &upper),
                             HOP_OK);
            hits[k] += lower <= rows[k].truth && rows[k].truth <= upper;
        }
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    hop_simulation_destroy(simulation);
    printf("%s\n", c->name);
    for (int k = 0; k < 4; k++) {
        check_share(rows[k].name, hits[k], of);
    }
}

START_TEST(test_jpl_interval_linearised_inside_window_covers_95_percent)
{
    const spectrum_case cases[] = {
        {"f_p inside, 1 % noise, 61 points", 9.8e5, 0.62, 0.01, 61},
        {"f_p inside, 0.2 % noise, 31 points", 1e5, 0.7, 0.002, 31},
        {"f_p inside, 0.5 % noise, 12 points", 3e5, 0.5, 0.005, 12},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        check_fit_coverage(&cases[k]);
    }
}
END_TEST

enum { TEMPERATURES = 8 };

/* A sample with its truth and the covariance of (ln σ, ln f_p) at each temperature. */
typedef struct sample {
    double E_a, E_m, ln_sigma_0, ln_f_e, ln_nu0;
    double temperature_k[TEMPERATURES];
    double covariance[TEMPERATURES][4];
} sample;

static const double k_B = 1.380649e-23 / 1.602176634e-19;

static sample make_sample(void)
{
    sample s = {.E_a = 0.40, .E_m = 0.35, .ln_sigma_0 = 16.0, .ln_f_e = 28.0, .ln_nu0 = 29.8};
    for (int k = 0; k < TEMPERATURES; k++) {
        const double sd_sigma = 0.004 + 0.001 * k, sd_f = 0.03 + 0.004 * k;
        s.temperature_k[k] = 240.0 + 12.0 * k;
        s.covariance[k][0] = sd_sigma * sd_sigma;
        s.covariance[k][1] = s.covariance[k][2] = 0.7 * sd_sigma * sd_f;
        s.covariance[k][3] = sd_f * sd_f;
    }
    return s;
}

/* One draw of ln σ_dc and ln f_p with their covariance. */
static void draw(const sample *s, int k, uint32_t stream, double *ln_sigma, double *ln_f)
{
    double z[2];
    hopi_random_normal_pair(17, stream, (uint64_t)k, z);
    const double *v = s->covariance[k];
    const double T = s->temperature_k[k], l00 = sqrt(v[0]), l10 = v[1] / l00;
    *ln_sigma = s->ln_sigma_0 - s->E_a / (k_B * T) - log(T) + l00 * z[0];
    *ln_f = s->ln_f_e - s->E_m / (k_B * T) + l10 * z[0] + sqrt(v[3] - l10 * l10) * z[1];
}

static int covers(double value, double error, double truth, double quantile)
{
    return fabs(value - truth) <= quantile * error;
}

static hop_transport *derive(const hop_arrhenius *a, const sample *s, uint32_t stream)
{
    hop_transport_options *options = NULL;
    hop_transport *t = NULL;
    double z[2];
    hopi_random_normal_pair(18, stream, 0, z);
    const double relative_error = 0.02;
    const double nu0 = exp(s->ln_nu0 + relative_error * z[0]);
    ck_assert_int_eq(hop_transport_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_transport_options_set_attempt_frequency(NULL, options, nu0,
                                                                 relative_error * nu0),
                     HOP_OK);
    ck_assert_int_eq(hop_transport_derive(NULL, a, options, &t), HOP_OK);
    hop_transport_options_destroy(options);
    return t;
}

static void check_series_coverage(int32_t method, double quantile)
{
    const sample s = make_sample();
    enum { ROWS = 9 };
    const char *names[ROWS] = {"E_a", "E_m", "E_f", "ln_sigma_0", "ln_f_e", "delta_S intercept",
                               "delta_S at T", "ln C at T", "ln C intercept"};
    int hits[ROWS] = {0};
    const int of = repetitions(), middle = 3;
    hop_arrhenius_options *options = NULL;
    ck_assert_int_eq(hop_arrhenius_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_method(NULL, options, method), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(NULL, options, HOP_BIRGE_NEVER), HOP_OK);
    const double ln_C = s.ln_sigma_0 - s.ln_f_e, delta_S = s.ln_f_e - s.ln_nu0;
    for (int i = 0; i < of; i++) {
        hop_series *series = NULL;
        hop_arrhenius *a = NULL;
        ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
        for (int k = 0; k < TEMPERATURES; k++) {
            double ln_sigma, ln_f;
            draw(&s, k, (uint32_t)i, &ln_sigma, &ln_f);
            ck_assert_int_eq(hop_series_add(NULL, series, s.temperature_k[k], ln_sigma, ln_f,
                                            s.covariance[k]),
                             HOP_OK);
        }
        ck_assert_int_eq(hop_arrhenius_fit(NULL, series, options, &a), HOP_OK);
        hop_transport *t = derive(a, &s, (uint32_t)i);
        const struct {
            int32_t key;
            double truth;
        } lines[] = {{HOP_E_A, s.E_a},
                     {HOP_E_M, s.E_m},
                     {HOP_E_F, s.E_a - s.E_m},
                     {HOP_LN_SIGMA_0, s.ln_sigma_0},
                     {HOP_LN_F_E, s.ln_f_e}};
        for (int r = 0; r < 5; r++) {
            hits[r] += covers(hop_arrhenius_value(a, lines[r].key),
                              hop_arrhenius_standard_error(a, lines[r].key), lines[r].truth,
                              quantile);
        }
        hits[5] += covers(hop_transport_intercept_value(t, HOP_DELTA_S_M),
                          hop_transport_intercept_standard_error(t, HOP_DELTA_S_M), delta_S,
                          quantile);
        hits[6] += covers(hop_transport_value(t, middle, HOP_DELTA_S_M),
                          hop_transport_standard_error(t, middle, HOP_DELTA_S_M), delta_S,
                          quantile);
        const double C = hop_transport_value(t, middle, HOP_C);
        hits[7] += covers(log(C), hop_transport_standard_error(t, middle, HOP_C) / C, ln_C,
                          quantile);
        const double C_0 = hop_transport_intercept_value(t, HOP_C);
        hits[8] += covers(log(C_0), hop_transport_intercept_standard_error(t, HOP_C) / C_0, ln_C,
                          quantile);
        hop_transport_destroy(t);
        hop_arrhenius_destroy(a);
        hop_series_destroy(series);
    }
    hop_arrhenius_options_destroy(options);
    for (int r = 0; r < ROWS; r++) {
        check_share(names[r], hits[r], of);
    }
}

START_TEST(test_arrhenius_joint_errors_cover_95_percent)
{
    check_series_coverage(HOP_ARRHENIUS_JOINT, 1.959963984540054);
}
END_TEST

START_TEST(test_arrhenius_weighted_errors_cover_95_percent)
{
    check_series_coverage(HOP_ARRHENIUS_WEIGHTED, 1.959963984540054);
}
END_TEST

START_TEST(test_hopping_lower_limit_far_above_window_holds_in_95_percent)
{
    /*
     * The bound holds in at least 95 % of all spectra, less 3 sd of the share in
     * 2,000. Those that are called limits are the ones whose noise hides f_p better;
     * test_limits has their share.
     */
    const double lowest = 0.95 - 3.0 * sqrt(0.95 * 0.05 / 2000.0);
    const double f_max = 1e7, f_p = 300.0 * f_max;
    const int of = repetitions() / 5;
    double freq_hz[61];
    int limits = 0, hold = 0;
    hop_simulation *simulation = NULL;
    hop_jpl_options *options = NULL;
    hopt_log_grid(1e2, f_max, 61, freq_hz);
    ck_assert_int_eq(hop_jpl_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_n_range(NULL, options, 0.2, 1.0), HOP_OK);
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, 1e-2);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, 0.65);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, 0.01);
    for (int i = 0; i < of; i++) {
        hop_spectrum *s = NULL;
        hop_jpl *fit = NULL;
        hop_hopping *h = NULL;
        double bound, upper;
        hop_simulation_set_seed(NULL, simulation, 12, (uint32_t)i);
        ck_assert_int_eq(hop_simulation_run(NULL, simulation, 61, freq_hz, &s), HOP_OK);
        ck_assert_int_eq(hop_jpl_fit(NULL, s, options, &fit), HOP_OK);
        ck_assert_int_eq(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), HOP_OK);
        /* The lower end of a 90 % interval is the one-sided 95 % bound. */
        hop_jpl_interval(fit, HOP_F_P, 0.9, HOP_INTERVAL_PROFILE, &bound, &upper);
        hold += bound <= f_p;
        if (hop_hopping_state(h) == HOP_STATE_LOWER_LIMIT) {
            limits++;
            /* Two searches along n, each to 1e-7. */
            hopt_assert_relative(hop_hopping_value(h, HOP_F_P), bound, 1e-10);
        }
        hop_hopping_destroy(h);
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    hop_simulation_destroy(simulation);
    hop_jpl_options_destroy(options);
    printf("lower limits: %d of %d spectra, bounds of %.4f hold\n", limits, of,
           (double)hold / of);
    ck_assert_int_gt(limits, of / 2);
    if (of >= 2000) {
        ck_assert_double_ge((double)hold / of, lowest);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("coverage", &tcase);
    tcase_add_test(tcase, test_jpl_interval_linearised_inside_window_covers_95_percent);
    tcase_add_test(tcase, test_arrhenius_joint_errors_cover_95_percent);
    tcase_add_test(tcase, test_arrhenius_weighted_errors_cover_95_percent);
    tcase_add_test(tcase, test_hopping_lower_limit_far_above_window_holds_in_95_percent);
    return hopt_run(suite);
}
