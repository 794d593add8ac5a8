/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <math.h>

/*
 * Intervals of the fit of all spectra together, where f_p leaves the window. 95 % are
 * promised for known errors; weights from the scatter of 43 degrees of freedom cost one.
 */
enum { FIRST_ROW = 200, ENERGIES = 3 };

typedef struct global_case {
    sample sample;
    int32_t exponent;
    promise expected;
} global_case;

static const global_case cases[] = {
    {{"half above, 0.2 %, common n", 1e7, 253.15, 10.0, 8, 0.0, 0.002, 0.0, 0},
     HOP_EXPONENT_COMMON, OPEN},
    {{"half above, 3 %, common n", 1e7, 253.15, 10.0, 8, 0.0, 0.03, 0.0, 0},
     HOP_EXPONENT_COMMON, OPEN},
    {{"half above, 3 %, n linear in T", 1e7, 253.15, 10.0, 8, 4e-4, 0.03, 0.0, 0},
     HOP_EXPONENT_LINEAR, OPEN},
    {{"half above, 3 %, n per temperature", 1e7, 253.15, 10.0, 8, 4e-4, 0.03, 0.0, 0},
     HOP_EXPONENT_PER_TEMPERATURE, OPEN},
    {{"half above, 0.2 %, common n, errors given", 1e7, 253.15, 10.0, 8, 0.0, 0.002, 0.0, 1},
     HOP_EXPONENT_COMMON, PROMISED},
};
enum { CASES = sizeof cases / sizeof *cases };

static const int32_t keys[ENERGIES] = {HOP_E_A, HOP_E_M, HOP_E_F};
static const char *const names[ENERGIES] = {"E_a", "E_m", "E_f"};

static void judge_global(const global_case *c, hop_spectrum *const *spectra,
                         const hop_jpl_options *options, share hits[ENERGIES])
{
    const double truths[ENERGIES] = {true_E_a, true_E_m, true_E_a - true_E_m};
    const double quantile_95 = 1.959963984540054;
    hop_global *g = NULL;
    require(hop_global_fit(NULL, (size_t)c->sample.temperatures,
                           (const hop_spectrum *const *)spectra, options, c->exponent, &g),
            NULL, "global fit");
    for (int k = 0; k < ENERGIES; k++) {
        count_hit(&hits[k], fabs(hop_global_value(g, keys[k]) - truths[k])
                                <= quantile_95 * hop_global_standard_error(g, keys[k]));
    }
    hop_global_destroy(g);
}

void table_global(run *r)
{
    fprintf(r->out, "| f_p, noise, exponent | E_a | E_m | E_f |\n|---|---|---|---|\n");
    for (const global_case *c = cases + r->first_row; c < cases + CASES; c++) {
        const uint32_t row = FIRST_ROW + (uint32_t)(c - cases);
        share hits[ENERGIES] = {{0, 0}};
        hop_jpl_options *options = NULL;
        require(hop_jpl_options_create(NULL, &options), NULL, "options");
        require(hop_jpl_options_set_weighting(NULL, options,
                                              c->sample.gives_errors
                                                  ? HOP_WEIGHTING_GIVEN
                                                  : HOP_WEIGHTING_PROPORTIONAL),
                NULL, "weighting");
        for (int i = 0; i < r->count; i++) {
            hop_spectrum *spectra[MOST_TEMPERATURES];
            measure_series(r, &c->sample, row, (uint32_t)i, spectra);
            judge_global(c, spectra, options, hits);
            destroy_spectra(&c->sample, spectra);
        }
        hop_jpl_options_destroy(options);
        fprintf(r->out, "| %s |", c->sample.name);
        for (int k = 0; k < ENERGIES; k++) {
            print_share(r, hits[k], c->expected, c->sample.name, names[k]);
        }
        fprintf(r->out, "\n");
    }
}
