/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>

/*
 * Intervals of a series, from the spectra to the entropy: fit, hopping frequency,
 * joint lines, transport.
 */
enum { FIRST_ROW = 100, ATTEMPT_FREQUENCY = 1, QUANTITIES = 7 };

typedef struct series_case {
    sample sample;
    promise expected;
} series_case;

static const series_case cases[] = {
    {{"inside, 0.2 %", 1e5, 253.15, 10.0, 8, 0.0, 0.002, 0.0, 0}, PROMISED},
    {{"inside, 3 %", 1e5, 253.15, 10.0, 8, 0.0, 0.03, 0.0, 0}, PROMISED},
    {{"up to the edge, 0.2 %", 1.6e6, 253.15, 10.0, 8, 0.0, 0.002, 0.0, 0}, PROMISED},
    {{"up to the edge, 3 %", 1.6e6, 253.15, 10.0, 8, 0.0, 0.03, 0.0, 0}, PROMISED},
    {{"half above, 0.2 %", 1e7, 253.15, 10.0, 8, 0.0, 0.002, 0.0, 0}, PROMISED},
    {{"half above, 3 %", 1e7, 253.15, 10.0, 8, 0.0, 0.03, 0.0, 0}, OPEN},
    {{"three temperatures, 3 %", 1e5, 253.15, 35.0, 3, 0.0, 0.03, 0.0, 0}, OPEN},
    {{"half above, 3 %, errors given", 1e7, 253.15, 10.0, 8, 0.0, 0.03, 0.0, 1}, OPEN},
    {{"far above, 0.2 %", 1e8, 233.15, 20.0, 9, 0.0, 0.002, 0.0, 0}, OPEN},
};
enum { CASES = sizeof cases / sizeof *cases };

static const double nu0_hz = 8.7e12, nu0_relative_error = 0.05, quantile_95 = 1.959963984540054;

static const char *const names[QUANTITIES] = {"E_a", "E_m", "E_f", "entropy (line)",
                                              "entropy (coldest)", "C (line)", "C (coldest)"};

static hop_arrhenius *lines_of(const sample *s, hop_spectrum *const *spectra,
                               const hop_arrhenius_options *options)
{
    hop_jpl_options *jpl = NULL;
    hop_series *series = NULL;
    hop_arrhenius *a = NULL;
    require(hop_jpl_options_create(NULL, &jpl), NULL, "options");
    if (s->gives_errors) {
        require(hop_jpl_options_set_weighting(NULL, jpl, HOP_WEIGHTING_GIVEN), NULL, "weighting");
    }
    require(hop_series_create(NULL, &series), NULL, "series");
    for (int k = 0; k < s->temperatures; k++) {
        hop_jpl *fit = NULL;
        hop_hopping *h = NULL;
        require(hop_jpl_fit(NULL, spectra[k], jpl, &fit), NULL, "fit");
        require(hop_hopping_extract(NULL, fit, spectra[k], HOP_EXTRACTOR_FIT, &h), NULL,
                "hopping");
        require(hop_series_add_fit(NULL, series, fit, h), NULL, "point");
        hop_hopping_destroy(h);
        hop_jpl_destroy(fit);
    }
    require(hop_arrhenius_fit(NULL, series, options, &a), NULL, "lines");
    hop_series_destroy(series);
    hop_jpl_options_destroy(jpl);
    return a;
}

static hop_transport *transport_of(const run *r, const hop_arrhenius *a, uint32_t row,
                                   uint32_t number)
{
    hop_transport_options *options = NULL;
    hop_transport *t = NULL;
    const double factor = 1.0 + nu0_relative_error
                                    * normal(r->seed + row, ATTEMPT_FREQUENCY, number, 0);
    require(hop_transport_options_create(NULL, &options), NULL, "options");
    require(hop_transport_options_set_attempt_frequency(NULL, options, nu0_hz * factor,
                                                        nu0_relative_error * nu0_hz),
            NULL, "attempt frequency");
    require(hop_transport_derive(NULL, a, options, &t), NULL, "transport");
    hop_transport_options_destroy(options);
    return t;
}

static void judge_value(share *s, double value, double error, double truth)
{
    if (isfinite(value) && isfinite(error)) {
        count_hit(s, fabs(value - truth) <= quantile_95 * error);
    }
}

static void judge_lines(const hop_arrhenius *a, share hits[QUANTITIES])
{
    const int32_t keys[] = {HOP_E_A, HOP_E_M, HOP_E_F};
    const double truths[] = {true_E_a, true_E_m, true_E_a - true_E_m};
    for (int q = 0; q < 3; q++) {
        judge_value(&hits[q], hop_arrhenius_value(a, keys[q]),
                    hop_arrhenius_standard_error(a, keys[q]), truths[q]);
    }
}

static void judge_transport(const sample *s, const hop_transport *t, share hits[QUANTITIES])
{
    const double entropy = true_ln_f_e(s) - log(nu0_hz);
    const double ln_C = true_ln_sigma_0 - true_ln_f_e(s);
    judge_value(&hits[3], hop_transport_intercept_value(t, HOP_DELTA_S_M),
                hop_transport_intercept_standard_error(t, HOP_DELTA_S_M), entropy);
    judge_value(&hits[4], hop_transport_value(t, 0, HOP_DELTA_S_M),
                hop_transport_standard_error(t, 0, HOP_DELTA_S_M), entropy);
    const double C_line = hop_transport_intercept_value(t, HOP_C);
    judge_value(&hits[5], log(C_line), hop_transport_intercept_standard_error(t, HOP_C) / C_line,
                ln_C);
    const double C = hop_transport_value(t, 0, HOP_C);
    judge_value(&hits[6], log(C), hop_transport_standard_error(t, 0, HOP_C) / C, ln_C);
}

static void print_case(run *r, const series_case *c, const share hits[QUANTITIES])
{
    fprintf(r->out, "| %s |", c->sample.name);
    for (int q = 0; q < QUANTITIES; q++) {
        print_share(r, hits[q], q == 0 ? PROMISED : c->expected, c->sample.name, names[q]);
    }
    fprintf(r->out, " %.1f |\n", 100.0 * hits[1].of / r->count);
}

void table_series(run *r)
{
    fprintf(r->out, "| f_p, noise | E_a | E_m | E_f | ΔS_m line | ΔS_m coldest | C line |"
                    " C coldest | E_m given |\n|---|---|---|---|---|---|---|---|---|\n");
    for (const series_case *c = cases + r->first_row; c < cases + CASES; c++) {
        const uint32_t row = FIRST_ROW + (uint32_t)(c - cases);
        share hits[QUANTITIES] = {{0, 0}};
        for (int i = 0; i < r->count; i++) {
            hop_spectrum *spectra[MOST_TEMPERATURES];
            measure_series(r, &c->sample, row, (uint32_t)i, spectra);
            hop_arrhenius *a = lines_of(&c->sample, spectra, NULL);
            judge_lines(a, hits);
            if (!isnan(hop_arrhenius_standard_error(a, HOP_E_M))) {
                hop_transport *t = transport_of(r, a, row, (uint32_t)i);
                judge_transport(&c->sample, t, hits);
                hop_transport_destroy(t);
            }
            hop_arrhenius_destroy(a);
            destroy_spectra(&c->sample, spectra);
        }
        print_case(r, c, hits);
    }
}
