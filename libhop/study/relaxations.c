/* SPDX-License-Identifier: BSD-3-Clause */
#include "relaxations.h"

#include <math.h>

#include "base/constants.h"
#include "spectrum/handle.h"

/*
 * Of 120 simulated cells with one arc 0 and 3 (0.2 and 1 % of noise) have a second peak of
 * this kind, of those with two arcs 120 and 117: tests/property/test_relaxation_count.c.
 */
static const double least_share = 0.2, least_depth = 0.5;

static int is_left_out(hop_status status)
{
    return status == HOP_ERR_TOO_FEW_POINTS || status == HOP_ERR_NOT_POSITIVE
           || status == HOP_ERR_NOT_FINITE || status == HOP_ERR_OUT_OF_RANGE
           || status == HOP_ERR_SIZE_OVERFLOW;
}

static hop_status calculate(hop_ctx *ctx, const hop_spectrum *range, hop_drt **out)
{
    hop_drt_options *options = NULL;
    hop_status status = hop_drt_options_create(ctx, &options);
    if (status == HOP_OK) {
        status = hop_drt_options_set_electrode(ctx, options, HOP_DRT_CPE, NAN);
    }
    if (status == HOP_OK) {
        status = hop_drt_options_set_lambda(ctx, options, HOP_DRT_ROBUST_GCV, NAN);
    }
    if (status == HOP_OK) {
        status = hop_drt_options_set_peaks(ctx, options, least_share, least_depth);
    }
    if (status == HOP_OK) {
        status = hop_drt_calculate(ctx, range, options, out);
    }
    hop_drt_options_destroy(options);
    return status;
}

static double modulus_at(const hop_spectrum *s, size_t k)
{
    const hopi_complex z = hopi_spectrum_impedance_at(s, k);
    return hypot(z.re, z.im);
}

static hopi_relaxations measure(const hop_drt *drt, const hop_spectrum *range)
{
    const size_t last = range->count - 1;
    const double low_hz = range->freq_hz[0], high_hz = range->freq_hz[last];
    const double inverse_q = 1.0 / hop_drt_value(drt, HOP_ELECTRODE_Q);
    const double alpha = hop_drt_value(drt, HOP_ELECTRODE_ALPHA);
    hopi_relaxations found = {0};
    for (size_t i = 0; i < (size_t)hop_drt_value(drt, HOP_PEAK_COUNT); i++) {
        const double f_hz = hop_drt_peak(drt, i, HOP_F_PEAK);
        found.count += f_hz >= low_hz && f_hz <= high_hz;
    }
    found.inductance_share = 2.0 * HOPI_PI * high_hz * hop_drt_value(drt, HOP_LEAD_L)
                             / modulus_at(range, last);
    if (inverse_q > 0.0) {
        found.electrode_share = inverse_q * pow(2.0 * HOPI_PI * low_hz, -alpha)
                                / modulus_at(range, 0);
    }
    return found;
}

hop_status hopi_find_relaxations(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz,
                                 double f_max_hz, hop_drt **out, hopi_relaxations *found)
{
    *found = (hopi_relaxations){0};
    if (!hopi_spectrum_has_impedance(s)) {
        return HOP_OK;
    }
    hop_spectrum *range = NULL;
    hop_status status = hop_spectrum_window(ctx, s, f_min_hz, f_max_hz, &range);
    if (status == HOP_OK) {
        status = calculate(ctx, range, out);
    }
    if (status == HOP_OK) {
        *found = measure(*out, range);
    }
    hop_spectrum_destroy(range);
    return is_left_out(status) ? HOP_OK : status;
}
