/* SPDX-License-Identifier: BSD-3-Clause */
#include "kramers_kronig.h"

#include "spectrum/handle.h"

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
