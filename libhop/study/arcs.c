/* SPDX-License-Identifier: BSD-3-Clause */
#include "arcs.h"

#include <math.h>

#include <hop/model.h>

#include "spectrum/handle.h"

enum { FEWEST_POINTS = 16, NEAREST_TO_END = 3 };

/* Stages of the test that the data do not allow leave it out. */
static int is_left_out(hop_status status)
{
    return status == HOP_ERR_TOO_FEW_POINTS || status == HOP_ERR_NO_CONVERGENCE
           || status == HOP_ERR_NOT_FINITE || status == HOP_ERR_NOT_POSITIVE
           || status == HOP_ERR_NO_VARIATION || status == HOP_ERR_OUT_OF_RANGE;
}

static hop_status fit_cell(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                           uint32_t extra, hop_model **out)
{
    hop_model_options *options = NULL;
    hop_status status = hop_model_options_create(ctx, &options);
    if (status == HOP_OK) {
        status = hop_model_options_set_model(ctx, options, HOP_MODEL_CELL);
    }
    if (status == HOP_OK) {
        status = hop_model_options_set_parts(ctx, options,
                                             HOP_PART_EPS_INF | HOP_PART_LEAD_L
                                                 | HOP_PART_ELECTRODE | extra);
    }
    if (status == HOP_OK) {
        status = hop_model_options_set_frequency_range(ctx, options, f_min_hz, f_max_hz);
    }
    if (status == HOP_OK) {
        status = hop_model_fit(ctx, s, options, out);
    }
    hop_model_options_destroy(options);
    return status;
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
    hop_model *one = NULL, *two = NULL;
    hop_status status = fit_cell(ctx, s, f_min_hz, f_max_hz, 0, &one);
    if (status == HOP_OK) {
        status = fit_cell(ctx, s, f_min_hz, f_max_hz, HOP_PART_GRAIN_BOUNDARY, &two);
    }
    if (status == HOP_OK) {
        arcs->evidence = hop_model_value(one, HOP_AICC) - hop_model_value(two, HOP_AICC);
        arcs->share = 1.0 - hop_model_value(two, HOP_SIGMA_TOTAL)
                                / hop_model_value(two, HOP_SIGMA_DC);
    }
    hop_model_destroy(one);
    hop_model_destroy(two);
    return is_left_out(status) ? HOP_OK : status;
}
