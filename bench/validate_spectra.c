/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>

/*
 * Intervals of single spectra, 10^2 to 10^7 Hz. The linearised interval is promised
 * where f_p lies in the window, the profile interval where no end of the range of n
 * is within reach; both for sigma_dc everywhere.
 */
enum { PARAMETERS = 3, METHODS = 2 };

typedef struct spectrum_case {
    const char *name;
    double ratio, n, noise;
    int points;
    promise linearised, profile;
} spectrum_case;

static const double f_min_hz = 1e2, f_max_hz = 1e7, sigma_dc = 7.58e-3;

static const spectrum_case cases[] = {
    {"well inside, 0.2 %", 0.01, 0.6, 0.002, 61, PROMISED, PROMISED},
    {"well inside, 3 %", 0.01, 0.6, 0.03, 61, PROMISED, PROMISED},
    {"at the edge, 0.2 %", 1.0, 0.6, 0.002, 61, PROMISED, PROMISED},
    {"at the edge, 3 %", 1.0, 0.6, 0.03, 61, OPEN, PROMISED},
    {"above, 0.2 %", 10.0, 0.6, 0.002, 61, OPEN, PROMISED},
    {"above, 3 %", 10.0, 0.6, 0.03, 61, OPEN, OPEN},
    {"far above, 0.2 %", 100.0, 0.6, 0.002, 61, OPEN, OPEN},
    {"far above, 3 %", 100.0, 0.6, 0.03, 61, OPEN, OPEN},
    {"few points, 3 %", 0.01, 0.6, 0.03, 8, OPEN, OPEN},
    {"n at its bound, 3 %", 0.1, 1.0, 0.03, 61, OPEN, OPEN},
};
enum { CASES = sizeof cases / sizeof *cases };

static const int32_t keys[PARAMETERS] = {HOP_SIGMA_DC, HOP_F_P, HOP_N};
static const char *const names[PARAMETERS] = {"sigma_dc", "f_p", "n"};
static const int32_t methods[METHODS] = {HOP_INTERVAL_LINEARISED, HOP_INTERVAL_PROFILE};

static hop_simulation *simulation_of(const spectrum_case *c)
{
    hop_simulation *simulation = NULL;
    require(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), NULL, "simulation");
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, sigma_dc);
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, c->ratio * f_max_hz);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, c->n);
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, c->noise);
    return simulation;
}

static hop_spectrum *measure(const run *r, const spectrum_case *c, hop_simulation *simulation,
                             uint32_t number)
{
    double freq_hz[MOST_POINTS];
    hop_spectrum *s = NULL;
    log_grid(f_min_hz, f_max_hz, c->points, freq_hz);
    const uint32_t row = (uint32_t)(c - cases);
    hop_simulation_set_seed(NULL, simulation, r->seed + row, number);
    require(hop_simulation_run(NULL, simulation, (size_t)c->points, freq_hz, &s), NULL, "spectrum");
    return s;
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

static void print_case(run *r, const spectrum_case *c, share hits[METHODS][PARAMETERS])
{
    const promise promises[METHODS] = {c->linearised, c->profile};
    fprintf(r->out, "| %s | %g |", c->name, c->ratio);
    for (int p = 0; p < PARAMETERS; p++) {
        for (int m = 0; m < METHODS; m++) {
            print_share(r, hits[m][p], promises[m], c->name, names[p]);
        }
    }
    fprintf(r->out, "\n");
}

void table_spectra(run *r)
{
    fprintf(r->out, "| f_p, noise | f_p/f_max | σ_dc lin. | profile | f_p lin. | profile |"
                    " n lin. | profile |\n|---|---|---|---|---|---|---|---|\n");
    for (const spectrum_case *c = cases; c < cases + CASES; c++) {
        share hits[METHODS][PARAMETERS] = {{{0, 0}}};
        hop_simulation *simulation = simulation_of(c);
        for (int i = 0; i < r->count; i++) {
            hop_spectrum *s = measure(r, c, simulation, (uint32_t)i);
            hop_jpl *fit = NULL;
            require(hop_jpl_fit(NULL, s, NULL, &fit), NULL, "fit");
            judge(c, fit, hits);
            hop_jpl_destroy(fit);
            hop_spectrum_destroy(s);
        }
        hop_simulation_destroy(simulation);
        print_case(r, c, hits);
    }
}

/* What hop_hopping_extract() says of the same spectra: a number or a limit, and true or not. */
void table_limits(run *r)
{
    fprintf(r->out, "| f_p, noise | f_p/f_max | a number | holds | a lower limit | holds |\n"
                    "|---|---|---|---|---|---|\n");
    for (const spectrum_case *c = cases; c < cases + CASES; c++) {
        share numbers = {0, 0}, numbers_hold = {0, 0}, limits = {0, 0}, limits_hold = {0, 0};
        hop_simulation *simulation = simulation_of(c);
        for (int i = 0; i < r->count; i++) {
            hop_spectrum *s = measure(r, c, simulation, (uint32_t)i);
            hop_jpl *fit = NULL;
            hop_hopping *h = NULL;
            double lower, upper;
            require(hop_jpl_fit(NULL, s, NULL, &fit), NULL, "fit");
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
        hop_simulation_destroy(simulation);
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
