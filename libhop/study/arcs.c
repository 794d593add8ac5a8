/* SPDX-License-Identifier: BSD-3-Clause */
#include "arcs.h"

#include <math.h>

#include "models/second_arc.h"
#include "spectrum/handle.h"

enum { FEWEST_POINTS = 16, NEAREST_TO_END = 3 };

/* Stages of the test that the data do not allow leave it out. */
static int is_left_out(hop_status status)
{
    return status == HOP_ERR_TOO_FEW_POINTS || status == HOP_ERR_NO_CONVERGENCE
           || status == HOP_ERR_NOT_FINITE || status == HOP_ERR_NOT_POSITIVE
           || status == HOP_ERR_NO_VARIATION || status == HOP_ERR_OUT_OF_RANGE;
}

static int ends_inductive(const hop_spectrum *s)
{
    for (size_t k = s->count > NEAREST_TO_END ? s->count - NEAREST_TO_END : 0; k < s->count; k++) {
        if (!(hopi_spectrum_impedance_at(s, k).im > 0.0)) {
            return 0;
        }
    }
    return 1;
}

hop_status hopi_find_arcs(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                          hopi_arcs *arcs)
{
    *arcs = (hopi_arcs){.evidence = NAN, .share = NAN};
    if (!hopi_spectrum_has_impedance(s) || isnan(s->thickness_m / s->area_m2)) {
        return HOP_OK;
    }
    arcs->is_inductive = ends_inductive(s);
    if (s->count < FEWEST_POINTS) {
        return HOP_OK;
    }
    hopi_second_arc second = {NAN, NAN};
    const hop_status status = hopi_model_second_arc(ctx, s, f_min_hz, f_max_hz, &second);
    arcs->evidence = second.evidence;
    arcs->share = second.share;
    return is_left_out(status) ? HOP_OK : status;
}
