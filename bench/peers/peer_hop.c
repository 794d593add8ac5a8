/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "peer.h"

/* One fit after the other through the public interface, the spectrum handles made beforehand. */
static struct {
    int count;
    hop_jpl_options *options;
    hop_spectrum **spectra;
} state;

static void require(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "peer-hop: %s\n", hop_status_message(status));
        exit(1);
    }
}

void peer_open(int count, int points, const double *freq_hz, const double *y)
{
    state.count = count;
    state.spectra = calloc((size_t)count, sizeof(hop_spectrum *));
    require(state.spectra ? HOP_OK : HOP_ERR_OUT_OF_MEMORY);
    require(hop_jpl_options_create(NULL, &state.options));
    require(hop_jpl_options_set_n_range(NULL, state.options, 0.05, 2.0));
    for (int i = 0; i < count; i++) {
        require(hop_spectrum_from_conductivity(NULL, (size_t)points, freq_hz,
                                               y + (size_t)i * (size_t)points, NULL, NAN, NAN, NAN,
                                               &state.spectra[i]));
    }
}

void peer_fit(int first, int count, double *out)
{
    /* What has no ln: a logarithm so far off that its part of the conductivity vanishes. */
    const double beyond = 500.0;
    static const int32_t keys[] = {HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P, HOP_N};
    for (int i = 0; i < count; i++, out += PEER_RESULTS) {
        hop_jpl *fit = NULL;
        require(hop_jpl_fit(NULL, state.spectra[first + i], state.options, &fit));
        for (int j = 0; j < 3; j++) {
            out[j] = hop_jpl_value(fit, keys[j]);
            out[3 + j] = hop_jpl_standard_error(fit, keys[j]);
        }
        if (hop_jpl_flags(fit) & HOP_FLAG_NO_DISPERSION) {
            out[1] = beyond;
            out[2] = 1.0;
        } else if (hop_jpl_flags(fit) & HOP_FLAG_NO_PLATEAU) {
            out[0] = -beyond;
            out[1] = (-beyond - log(hop_jpl_value(fit, HOP_A_J))) / out[2];
        }
        hop_jpl_destroy(fit);
    }
}

void peer_close(void)
{
    for (int i = 0; i < state.count; i++) {
        hop_spectrum_destroy(state.spectra[i]);
    }
    free(state.spectra);
    hop_jpl_options_destroy(state.options);
}
