/* SPDX-License-Identifier: BSD-3-Clause */
#include "kramers_kronig.h"

#include "kk/handle.h"
#include "spectrum/handle.h"

static const double two_pi = 6.28318530717958647692;

static int is_left_out(hop_status status)
{
    return status == HOP_ERR_TOO_FEW_POINTS || status == HOP_ERR_NOT_POSITIVE
           || status == HOP_ERR_NOT_FINITE || status == HOP_ERR_OUT_OF_RANGE;
}

hop_status hopi_study_kk(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                         hop_kk **out)
{
    if (!s->im) {
        return HOP_OK;
    }
    hop_spectrum *range = NULL;
    hop_status status = hop_spectrum_window(ctx, s, f_min_hz, f_max_hz, &range);
    if (status == HOP_OK) {
        status = hop_kk_test(ctx, range, NULL, out);
    }
    hop_spectrum_destroy(range);
    return is_left_out(status) ? HOP_OK : status;
}

int hopi_study_violates_kk(const hop_kk *kk, const hop_jpl *fit)
{
    /* Half a distance of rounding, for ω was made of f. */
    const double low = two_pi * hop_jpl_value(fit, HOP_F_MIN) * (1.0 - 1e-12);
    const double high = two_pi * hop_jpl_value(fit, HOP_F_MAX) * (1.0 + 1e-12);
    for (size_t i = 0; hop_kk_passes(kk) == 0 && i < kk->count; i++) {
        if (kk->fails[i] && kk->omega[i] >= low && kk->omega[i] <= high) {
            return 1;
        }
    }
    return 0;
}
