/* SPDX-License-Identifier: BSD-3-Clause */
#include "hop_results.h"
#include "peer.h"

/* One fit after the other through the public interface, the spectrum handles made beforehand. */
static struct {
    int count;
    hop_jpl_options *options;
    hop_spectrum **spectra;
} state;

void peer_open(int count, int points, const double *freq_hz, const double *y)
{
    state.count = count;
    state.spectra = calloc((size_t)count, sizeof(hop_spectrum *));
    require(state.spectra ? HOP_OK : HOP_ERR_OUT_OF_MEMORY);
    state.options = open_options();
    for (int i = 0; i < count; i++) {
        require(hop_spectrum_from_conductivity(NULL, (size_t)points, freq_hz,
                                               y + (size_t)i * (size_t)points, NULL, NAN, NAN, NAN,
                                               &state.spectra[i]));
    }
}

void peer_fit(int first, int count, double *out)
{
    static const int32_t keys[] = {HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P, HOP_N};
    for (int i = 0; i < count; i++, out += PEER_RESULTS) {
        hop_jpl *fit = NULL;
        require(hop_jpl_fit(NULL, state.spectra[first + i], state.options, &fit));
        for (int j = 0; j < 3; j++) {
            out[j] = hop_jpl_value(fit, keys[j]);
            out[3 + j] = hop_jpl_standard_error(fit, keys[j]);
        }
        complete(hop_jpl_flags(fit), hop_jpl_value(fit, HOP_A_J), out);
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
