/* SPDX-License-Identifier: BSD-3-Clause */
#include "hop_results.h"
#include "peer.h"

/* All spectra of a round in one call, on HOP_PEER_THREADS threads (one unless it is set). */
enum { KEYS = 4 };

static struct {
    int points;
    const double *freq_hz, *spectra;
    double *values, *errors;
    uint32_t *flags;
    hop_jpl_options *options;
    hop_ctx *ctx;
} state;

void peer_open(int count, int points, const double *freq_hz, const double *y)
{
    const char *threads = getenv("HOP_PEER_THREADS");
    state.points = points;
    state.freq_hz = freq_hz;
    state.spectra = y;
    state.values = calloc((size_t)count, 2 * KEYS * sizeof(double));
    state.flags = calloc((size_t)count, sizeof(uint32_t));
    require(state.values && state.flags ? HOP_OK : HOP_ERR_OUT_OF_MEMORY);
    state.errors = state.values + (size_t)count * KEYS;
    state.options = open_options();
    require(hop_ctx_create(&state.ctx));
    require(hop_ctx_set_threads(state.ctx, threads ? atoi(threads) : 1));
}

void peer_fit(int first, int count, double *out)
{
    static const int32_t keys[KEYS] = {HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P, HOP_N, HOP_A_J};
    require(hop_jpl_fit_batch(state.ctx, (size_t)state.points, state.freq_hz, (size_t)count,
                              state.spectra + (size_t)first * (size_t)state.points, NULL,
                              state.options, KEYS, keys, state.values, state.errors, NULL,
                              state.flags, NULL));
    for (int i = 0; i < count; i++, out += PEER_RESULTS) {
        for (int j = 0; j < 3; j++) {
            out[j] = state.values[i * KEYS + j];
            out[3 + j] = state.errors[i * KEYS + j];
        }
        complete(state.flags[i], state.values[i * KEYS + 3], out);
    }
}

void peer_close(void)
{
    free(state.values);
    free(state.flags);
    hop_jpl_options_destroy(state.options);
    hop_ctx_destroy(state.ctx);
}
