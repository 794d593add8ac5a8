/* SPDX-License-Identifier: BSD-3-Clause */
#include "validate.h"

#include <stdlib.h>
#include <string.h>

/* Whether a bootstrap gives the same bits for one, two and three threads. */
enum { REPLICATES = 2000, PARAMETERS = 3, MOST_THREADS = 3, SPECTRA = 5, FIRST_ROW = 300 };

static const sample cases[] = {
    {"well inside, 0.2 %", 1e5, 290.0, 1.0, SPECTRA, 0.0, 0.002, 0.0, 0},
    {"at the edge, 3 %", 1e7, 290.0, 1.0, SPECTRA, 0.0, 0.03, 0.0, 0},
    {"far above, 3 %", 1e9, 290.0, 1.0, SPECTRA, 0.0, 0.03, 0.0, 0},
};
enum { CASES = sizeof cases / sizeof *cases };

typedef double replicates[PARAMETERS][REPLICATES];

static void make_replicates(const hop_jpl *fit, int threads, int32_t kind, replicates *out)
{
    const int32_t keys[PARAMETERS] = {HOP_SIGMA_DC, HOP_F_P, HOP_N};
    hop_ctx *ctx = NULL;
    hop_bootstrap_options *options = NULL;
    hop_bootstrap *b = NULL;
    require(hop_ctx_create(&ctx), NULL, "context");
    require(hop_ctx_set_threads(ctx, threads), ctx, "threads");
    require(hop_bootstrap_options_create(ctx, &options), ctx, "options");
    require(hop_bootstrap_options_set_replicates(ctx, options, REPLICATES), ctx, "replicates");
    require(hop_bootstrap_options_set_kind(ctx, options, kind), ctx, "kind");
    require(hop_jpl_bootstrap(ctx, fit, options, &b), ctx, "bootstrap");
    for (int p = 0; p < PARAMETERS; p++) {
        require(hop_bootstrap_values(b, keys[p], (*out)[p], REPLICATES, NULL), ctx, "values");
    }
    hop_bootstrap_destroy(b);
    hop_bootstrap_options_destroy(options);
    hop_ctx_destroy(ctx);
}

/* Counts the spectra for which more threads give the bits of one thread. */
static int equal_bits(const hop_jpl *fit, int32_t kind, share *equal)
{
    replicates *made = malloc(MOST_THREADS * sizeof *made);
    if (!made) {
        return 0;
    }
    for (int threads = 1; threads <= MOST_THREADS; threads++) {
        make_replicates(fit, threads, kind, &made[threads - 1]);
        count_hit(&equal[threads - 1], memcmp(made[threads - 1], made[0], sizeof *made) == 0);
    }
    free(made);
    return 1;
}

void table_threads(run *r)
{
    fprintf(r->out, "| f_p, noise | 1 thread | 2 threads | 3 threads |\n|---|---|---|---|\n");
    for (const sample *s = cases; s < cases + CASES; s++) {
        share equal[MOST_THREADS] = {{0, 0}};
        hop_spectrum *spectra[MOST_TEMPERATURES];
        measure_series(r, s, FIRST_ROW + (uint32_t)(s - cases), 0, spectra);
        for (int k = 0; k < s->temperatures; k++) {
            hop_jpl *fit = NULL;
            require(hop_jpl_fit(NULL, spectra[k], NULL, &fit), NULL, "fit");
            if (!equal_bits(fit, HOP_BOOTSTRAP_WILD, equal)
                || !equal_bits(fit, HOP_BOOTSTRAP_PARAMETRIC, equal)) {
                require(HOP_ERR_OUT_OF_MEMORY, NULL, "replicates");
            }
            hop_jpl_destroy(fit);
        }
        destroy_spectra(s, spectra);
        fprintf(r->out, "| %s |", s->name);
        for (int threads = 1; threads <= MOST_THREADS; threads++) {
            const share e = equal[threads - 1];
            fprintf(r->out, " %d of %d |", e.hits, e.of);
            r->broken += e.hits != e.of;
        }
        fprintf(r->out, "\n");
    }
}
