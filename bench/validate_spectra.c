/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>

/*
 * Intervals of single spectra, 10^2 to 10^7 Hz. Promised are they where the weights do
 * not depend on the noise (small noise, or errors given), the linearised ones where
 * the error of ln f_p is small beside one, the profile ones where no end of the range
 * of n is within reach.
 */
enum { PARAMETERS = 3, METHODS = 2 };

typedef struct spectrum_case {
    const char *name;
    double ratio, n, noise;
    int points;
    int32_t weighting;
    promise linearised, profile;
} spectrum_case;

static const double f_min_hz = 1e2, f_max_hz = 1e7, sigma_dc = 7.58e-3;

/* Unless the errors are given, a point weighs by its measured value: see docs/validation.md. */
enum { MEASURED = HOP_WEIGHTING_PROPORTIONAL, TRUE_ERRORS = HOP_WEIGHTING_GIVEN };

static const spectrum_case cases[] = {
    {"well inside, 0.2 %", 0.01, 0.6, 0.002, 61, MEASURED, PROMISED, PROMISED},
    {"well inside, 3 %", 0.01, 0.6, 0.03, 61, MEASURED, OPEN, OPEN},
    {"well inside, 3 %, errors given", 0.01, 0.6, 0.03, 61, TRUE_ERRORS, PROMISED, PROMISED},
    {"at the edge, 0.2 %", 1.0, 0.6, 0.002, 61, MEASURED, PROMISED, PROMISED},
    {"at the edge, 3 %", 1.0, 0.6, 0.03, 61, MEASURED, OPEN, OPEN},
    {"at the edge, 3 %, errors given", 1.0, 0.6, 0.03, 61, TRUE_ERRORS, PROMISED, PROMISED},
    {"above, 0.2 %", 10.0, 0.6, 0.002, 61, MEASURED, PROMISED, PROMISED},
    {"above, 3 %", 10.0, 0.6, 0.03, 61, MEASURED, OPEN, OPEN},
    {"above, 3 %, errors given", 10.0, 0.6, 0.03, 61, TRUE_ERRORS, OPEN, PROMISED},
    {"far above, 0.2 %", 100.0, 0.6, 0.002, 61, MEASURED, PROMISED, PROMISED},
    {"far above, 3 %", 100.0, 0.6, 0.03, 61, MEASURED, OPEN, OPEN},
    {"far above, 3 %, errors given", 100.0, 0.6, 0.03, 61, TRUE_ERRORS, OPEN, OPEN},
    {"few points, 3 %", 0.01, 0.6, 0.03, 8, MEASURED, OPEN, OPEN},
    {"n at its bound, 3 %", 0.1, 1.0, 0.03, 61, MEASURED, OPEN, OPEN},
    {"n at its bound, 3 %, errors given", 0.1, 1.0, 0.03, 61, TRUE_ERRORS, OPEN, OPEN},
};
enum { CASES = sizeof cases / sizeof *cases };

static const int32_t keys[PARAMETERS] = {HOP_SIGMA_DC, HOP_F_P, HOP_N};
static const char *const names[PARAMETERS] = {"sigma_dc", "f_p", "n"};
static const int32_t methods[METHODS] = {HOP_INTERVAL_LINEARISED, HOP_INTERVAL_PROFILE};

/* What makes and fits the spectra of one row. */
typedef struct bench {
    const spectrum_case *of;
    hop_simulation *simulation;
    hop_jpl_options *options;
    double freq_hz[MOST_POINTS], sd_s_per_m[MOST_POINTS];
} bench;

static bench set_up(const spectrum_case *c)
{
    bench b = {.of = c};
    const double f_p_hz = c->ratio * f_max_hz;
    require(hop_simulation_create(NULL, HOP_MODEL_JPL, &b.simulation), NULL, "simulation");
    hop_simulation_set(NULL, b.simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, b.simulation, HOP_SIM_F_P, f_p_hz);
    hop_simulation_set(NULL, b.simulation, HOP_SIM_N, c->n);
    hop_simulation_set(NULL, b.simulation, HOP_SIM_NOISE, c->noise);
    require(hop_jpl_options_create(NULL, &b.options), NULL, "options");
    require(hop_jpl_options_set_weighting(NULL, b.options, c->weighting), NULL, "weighting");
    log_grid(f_min_hz, f_max_hz, c->points, b.freq_hz);
    for (int k = 0; k < c->points; k++) {
        b.sd_s_per_m[k] = c->noise * sigma_dc * (1.0 + pow(b.freq_hz[k] / f_p_hz, c->n));
    }
    return b;
}

static void take_down(bench *b)
{
    hop_simulation_destroy(b->simulation);
    hop_jpl_options_destroy(b->options);
}

static hop_spectrum *measure(const run *r, bench *b, uint32_t number)
{
    hop_spectrum *s = NULL, *with_errors = NULL;
    const uint32_t row = (uint32_t)(b->of - cases);
    const size_t points = (size_t)b->of->points;
    hop_simulation_set_seed(NULL, b->simulation, r->seed + row, number);
    require(hop_simulation_run(NULL, b->simulation, points, b->freq_hz, &s), NULL, "spectrum");
    require(hop_spectrum_with_standard_deviations(NULL, s, points, b->sd_s_per_m, &with_errors),
            NULL, "errors");
    hop_spectrum_destroy(s);
    return with_errors;
}

static double truth_of(const spectrum_case *c, int parameter)
{
    const double truths[PARAMETERS] = {sigma_dc, c->ratio * f_max_hz, c->n};
    return truths[parameter];
}

static void judge(const spectrum_case *c, const hop_jpl *fit, share hits[METHODS][PARAMETERS])
{
    for (int m = 0; m < METHODS; m++) {
        for (int p = 0; p < PARAMETERS; p++) {
            double lower, upper;
            require(hop_jpl_interval(fit, keys[p], 0.95, methods[m], &lower, &upper), NULL,
                    "interval");
            const double truth = truth_of(c, p);
            count_hit(&hits[m][p], lower <= truth && truth <= upper);
        }
    }
}

static void print_case(run *r, const spectrum_case *c, share hits[METHODS][PARAMETERS],
                       double bias)
{
    const promise promises[METHODS] = {c->linearised, c->profile};
    fprintf(r->out, "| %s | %g |", c->name, c->ratio);
    for (int p = 0; p < PARAMETERS; p++) {
        for (int m = 0; m < METHODS; m++) {
            print_share(r, hits[m][p], promises[m], c->name, names[p]);
        }
    }
    fprintf(r->out, " %+.3f |\n", 100.0 * bias);
}

void table_spectra(run *r)
{
    fprintf(r->out, "| f_p, noise | f_p/f_max | σ_dc lin. | profile | f_p lin. | profile |"
                    " n lin. | profile | bias of σ_dc |\n|---|---|---|---|---|---|---|---|---|\n");
    for (const spectrum_case *c = cases + r->first_row; c < cases + CASES; c++) {
        share hits[METHODS][PARAMETERS] = {{{0, 0}}};
        double bias = 0.0;
        bench b = set_up(c);
        for (int i = 0; i < r->count; i++) {
            hop_spectrum *s = measure(r, &b, (uint32_t)i);
            hop_jpl *fit = NULL;
            require(hop_jpl_fit(NULL, s, b.options, &fit), NULL, "fit");
            judge(c, fit, hits);
            bias += (hop_jpl_value(fit, HOP_SIGMA_DC) / sigma_dc - 1.0) / r->count;
            hop_jpl_destroy(fit);
            hop_spectrum_destroy(s);
        }
        take_down(&b);
        print_case(r, c, hits, bias);
    }
}

/* What hop_hopping_extract() says of the same spectra: a number or a limit, and true or not. */
void table_limits(run *r)
{
    fprintf(r->out, "| f_p, noise | f_p/f_max | a number | holds | a lower limit | holds |\n"
                    "|---|---|---|---|---|---|\n");
    for (const spectrum_case *c = cases + r->first_row; c < cases + CASES; c++) {
        if (c->weighting != MEASURED) {
            continue;
        }
        share numbers = {0, 0}, numbers_hold = {0, 0}, limits = {0, 0}, limits_hold = {0, 0};
        bench b = set_up(c);
        for (int i = 0; i < r->count; i++) {
            hop_spectrum *s = measure(r, &b, (uint32_t)i);
            hop_jpl *fit = NULL;
            hop_hopping *h = NULL;
            double lower, upper;
            require(hop_jpl_fit(NULL, s, b.options, &fit), NULL, "fit");
            require(hop_hopping_extract(NULL, fit, s, HOP_EXTRACTOR_FIT, &h), NULL, "hopping");
            require(hop_hopping_interval(h, HOP_F_P, 0.95, &lower, &upper), NULL, "interval");
            const int32_t state = hop_hopping_state(h);
            const int holds = lower <= truth_of(c, 1) && truth_of(c, 1) <= upper;
            const int is_number = state == HOP_STATE_MEASURED || state == HOP_STATE_EXTRAPOLATED;
            const int is_limit = state == HOP_STATE_LOWER_LIMIT;
            count_hit(&numbers, is_number);
            count_hit(&limits, is_limit);
            if (is_number) {
                count_hit(&numbers_hold, holds);
            } else if (is_limit) {
                count_hit(&limits_hold, holds);
            }
            hop_hopping_destroy(h);
            hop_jpl_destroy(fit);
            hop_spectrum_destroy(s);
        }
        take_down(&b);
        fprintf(r->out, "| %s | %g | %.1f |", c->name, c->ratio,
                100.0 * numbers.hits / numbers.of);
        /* Where a number is the rule the choice is no choice, and its interval is promised. */
        const promise expected = numbers.hits == numbers.of ? c->profile : OPEN;
        print_share(r, numbers_hold, expected, c->name, "number");
        fprintf(r->out, " %.1f |", 100.0 * limits.hits / limits.of);
        print_share(r, limits_hold, OPEN, c->name, "limit");
        fprintf(r->out, "\n");
    }
}

enum { REPLICATES = 999, KINDS = 2 };

static void judge_bootstrap(const spectrum_case *c, const hop_jpl *fit,
                            const hop_bootstrap_options *options, share hits[PARAMETERS])
{
    hop_bootstrap *b = NULL;
    require(hop_jpl_bootstrap(NULL, fit, options, &b), NULL, "bootstrap");
    for (int p = 0; p < PARAMETERS; p++) {
        double lower, upper;
        require(hop_bootstrap_interval(b, keys[p], 0.95, &lower, &upper), NULL, "interval");
        count_hit(&hits[p], lower <= truth_of(c, p) && truth_of(c, p) <= upper);
    }
    hop_bootstrap_destroy(b);
}

static void bootstrap_row(run *r, const spectrum_case *c, int count)
{
    const int32_t kinds[KINDS] = {HOP_BOOTSTRAP_WILD, HOP_BOOTSTRAP_PARAMETRIC};
    hop_bootstrap_options *options = NULL;
    share hits[KINDS][PARAMETERS] = {{{0, 0}}};
    bench b = set_up(c);
    require(hop_bootstrap_options_create(NULL, &options), NULL, "options");
    require(hop_bootstrap_options_set_replicates(NULL, options, REPLICATES), NULL, "replicates");
    for (int i = 0; i < count; i++) {
        hop_spectrum *s = measure(r, &b, (uint32_t)i);
        hop_jpl *fit = NULL;
        require(hop_jpl_fit(NULL, s, b.options, &fit), NULL, "fit");
        require(hop_bootstrap_options_set_seed(NULL, options, (uint32_t)i), NULL, "seed");
        for (int k = 0; k < KINDS; k++) {
            require(hop_bootstrap_options_set_kind(NULL, options, kinds[k]), NULL, "kind");
            judge_bootstrap(c, fit, options, hits[k]);
        }
        hop_jpl_destroy(fit);
        hop_spectrum_destroy(s);
    }
    hop_bootstrap_options_destroy(options);
    take_down(&b);
    fprintf(r->out, "| %s | %g |", c->name, c->ratio);
    for (int p = 0; p < PARAMETERS; p++) {
        for (int k = 0; k < KINDS; k++) {
            print_share(r, hits[k][p], k == 1 ? c->profile : OPEN, c->name, names[p]);
        }
    }
    fprintf(r->out, "\n");
}

void table_bootstrap(run *r)
{
    fprintf(r->out, "| f_p, noise | f_p/f_max | σ_dc wild | parametric | f_p wild | parametric |"
                    " n wild | parametric |\n|---|---|---|---|---|---|---|---|\n");
    for (const spectrum_case *c = cases + r->first_row; c < cases + CASES; c++) {
        if (c->weighting == MEASURED && c->ratio < 100.0 && c->n < 1.0) {
            bootstrap_row(r, c, r->count);
        }
    }
}
