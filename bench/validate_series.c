/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>
#include <stdlib.h>

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

static hop_series *series_of(const sample *s, hop_spectrum *const *spectra)
{
    hop_jpl_options *jpl = NULL;
    hop_series *series = NULL;
    require(hop_jpl_options_create(NULL, &jpl), NULL, "options");
    if (s->gives_errors) {
        require(hop_jpl_options_set_weighting(NULL, jpl, HOP_WEIGHTING_GIVEN), NULL, "weighting");
    }
    require(hop_series_create(NULL, &series), NULL, "series");
    require(hop_series_set_temperature_error(NULL, series, s->temperature_error_k), NULL,
            "temperature error");
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
    hop_jpl_options_destroy(jpl);
    return series;
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
        double lower, upper;
        require(hop_arrhenius_interval(a, keys[q], 0.95, &lower, &upper), NULL, "interval");
        if (!isnan(lower)) {
            count_hit(&hits[q], lower <= truths[q] && truths[q] <= upper);
        }
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

/* What became of the series of one row. */
typedef struct outcome {
    share hits[QUANTITIES];
    double sum, sum_of_squares; /* of E_m less the truth, in eV */
    double *misses;             /* each of them, where there is room for them; else NULL */
} outcome;

static void judge_series(const run *r, const sample *s, const hop_series *series, uint32_t row,
                         uint32_t number, const hop_arrhenius_options *options, outcome *o)
{
    hop_arrhenius *a = NULL;
    require(hop_arrhenius_fit(NULL, series, options, &a), NULL, "lines");
    judge_lines(a, o->hits);
    if (!isnan(hop_arrhenius_standard_error(a, HOP_E_M))) {
        const double miss = hop_arrhenius_value(a, HOP_E_M) - true_E_m;
        hop_transport *t = transport_of(r, a, row, number);
        if (o->misses) {
            o->misses[o->hits[1].of - 1] = miss;
        }
        o->sum += miss;
        o->sum_of_squares += miss * miss;
        judge_transport(s, t, o->hits);
        hop_transport_destroy(t);
    }
    hop_arrhenius_destroy(a);
}

/* The same series once for each way of treating limits, dropped first. */
static void run_series(const run *r, const sample *s, uint32_t row, int ways, outcome *o)
{
    const int32_t limits[2] = {HOP_LIMITS_DROP, HOP_LIMITS_CENSORED};
    hop_arrhenius_options *options = NULL;
    require(hop_arrhenius_options_create(NULL, &options), NULL, "options");
    for (int i = 0; i < r->count; i++) {
        hop_spectrum *spectra[MOST_TEMPERATURES];
        measure_series(r, s, row, (uint32_t)i, spectra);
        hop_series *series = series_of(s, spectra);
        for (int w = 0; w < ways; w++) {
            require(hop_arrhenius_options_set_limits(NULL, options, limits[w], NAN), NULL,
                    "limits");
            judge_series(r, s, series, row, (uint32_t)i, options, &o[w]);
        }
        hop_series_destroy(series);
        destroy_spectra(s, spectra);
    }
    hop_arrhenius_options_destroy(options);
}

static void print_row(run *r, const char *name, promise expected, const outcome *o)
{
    fprintf(r->out, "| %s |", name);
    for (int q = 0; q < QUANTITIES; q++) {
        print_share(r, o->hits[q], q == 0 ? PROMISED : expected, name, names[q]);
    }
    fprintf(r->out, " %.1f |", 100.0 * o->hits[1].of / r->count);
}

static const char heads[] = " E_a | E_m | E_f | ΔS_m line | ΔS_m coldest | C line | C coldest |"
                            " E_m given |";
static const char rules[] = "|---|---|---|---|---|---|---|---|";

static void print_cases(run *r, const series_case *list, int count, uint32_t first_row)
{
    fprintf(r->out, "| f_p, noise |%s\n|---%s\n", heads, rules);
    for (int k = r->first_row; k < count; k++) {
        outcome o = {.sum = 0.0};
        run_series(r, &list[k].sample, first_row + (uint32_t)k, 1, &o);
        print_row(r, list[k].sample.name, list[k].expected, &o);
        fprintf(r->out, "\n");
    }
}

void table_series(run *r)
{
    print_cases(r, cases, CASES, FIRST_ROW);
}

/* Temperatures that are off by 1 K (standard deviation), which the series is told. */
static const series_case off_cases[] = {
    {{"inside, 0.2 %", 1e5, 253.15, 10.0, 8, 0.0, 0.002, 1.0, 0}, PROMISED},
    {{"inside, 3 %", 1e5, 253.15, 10.0, 8, 0.0, 0.03, 1.0, 0}, PROMISED},
    {{"half above, 0.2 %", 1e7, 253.15, 10.0, 8, 0.0, 0.002, 1.0, 0}, OPEN},
};
enum { OFF_CASES = sizeof off_cases / sizeof *off_cases, OFF_ROW = 120 };

void table_temperature(run *r)
{
    print_cases(r, off_cases, OFF_CASES, OFF_ROW);
}

/* Series whose warm end is so far above the window that spectra only give limits. */
static const sample limited[] = {
    {"six temperatures, 2.8 MHz to 1 GHz", 1e8, 253.15, 28.0, 6, 0.0, 0.03, 0.0, 0},
    {"six temperatures, 8 MHz to 3 GHz", 3e8, 253.15, 28.0, 6, 0.0, 0.03, 0.0, 0},
    {"six temperatures, 2.8 MHz to 1 GHz, off by 1 K", 1e8, 253.15, 28.0, 6, 0.0, 0.03, 1.0, 0},
    {"nine temperatures, 10 MHz to 15 GHz", 1e9, 233.15, 20.0, 9, 0.0, 0.03, 0.0, 0},
};
enum { LIMITED = sizeof limited / sizeof *limited, LIMITED_ROW = 130 };

static double bias_eV(const outcome *o)
{
    return o->sum / o->hits[1].of;
}

/* Standard error of the bias. */
static double bias_error_eV(const outcome *o)
{
    const double mean = bias_eV(o);
    return sqrt((o->sum_of_squares / o->hits[1].of - mean * mean) / o->hits[1].of);
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_eV(outcome *o)
{
    qsort(o->misses, (size_t)o->hits[1].of, sizeof *o->misses, compare);
    return o->misses[o->hits[1].of / 2];
}

void table_censored(run *r)
{
    double *misses = calloc((size_t)r->count, 2 * sizeof *misses);
    require(misses ? HOP_OK : HOP_ERR_OUT_OF_MEMORY, NULL, "censored");
    fprintf(r->out, "| series | limits |%s bias of E_m, meV | median |\n|---|---%s---|---|\n", heads,
            rules);
    for (int k = r->first_row; k < LIMITED; k++) {
        const sample *s = &limited[k];
        outcome o[2] = {{.misses = misses}, {.misses = misses + r->count}};
        run_series(r, s, LIMITED_ROW + (uint32_t)k, 2, o);
        for (int w = 0; w < 2; w++) {
            char name[128];
            snprintf(name, sizeof name, "%s | %s", s->name, w == 0 ? "dropped" : "censored");
            print_row(r, name, OPEN, &o[w]);
            fprintf(r->out, " %+.2f ± %.2f | %+.2f |\n", 1000.0 * bias_eV(&o[w]),
                    1000.0 * bias_error_eV(&o[w]), 1000.0 * median_eV(&o[w]));
        }
        const double slack = 4.5 * hypot(bias_error_eV(&o[0]), bias_error_eV(&o[1]));
        if (fabs(bias_eV(&o[1])) > 0.25 * fabs(bias_eV(&o[0])) + slack) {
            fprintf(stderr, "hop-validate: %s: bias of E_m with censored limits %.2f meV, dropped"
                            " %.2f meV\n",
                    s->name, 1000.0 * bias_eV(&o[1]), 1000.0 * bias_eV(&o[0]));
            r->broken++;
        }
    }
    free(misses);
}
