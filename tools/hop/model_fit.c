/* SPDX-License-Identifier: BSD-3-Clause */
#include "model_report.h"

bool model_is_of_impedance(int32_t which)
{
    switch (which & ~WITH_GRAIN_BOUNDARY) {
    case HOP_MODEL_CELL:
    case HOP_MODEL_COMPLEX_JPL:
    case HOP_MODEL_COMPLEX_RBM:
        return true;
    default:
        return false;
    }
}

static hop_status set_options(hop_ctx *ctx, int32_t which, const fit_settings *fit,
                              hop_model_options *how)
{
    hop_status status = hop_model_options_set_model(ctx, how, which & ~WITH_GRAIN_BOUNDARY);
    if (status == HOP_OK && (which & WITH_GRAIN_BOUNDARY)) {
        const uint32_t all_parts = HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_LEAD_R
                                   | HOP_PART_ELECTRODE | HOP_PART_GRAIN_BOUNDARY;
        status = hop_model_options_set_parts(ctx, how, all_parts);
    }
    if (status == HOP_OK && fit->weighting) {
        status = hop_model_options_set_weighting(ctx, how, fit->weighting);
    }
    if (status == HOP_OK && fit->has_n_range) {
        status = hop_model_options_set_n_range(ctx, how, fit->n_min, fit->n_max);
    }
    return status;
}

hop_status model_fit(hop_ctx *ctx, const loaded_spectrum *s, int32_t which,
                     const fit_settings *fit, hop_model **out)
{
    hop_model_options *how = NULL;
    *out = NULL;
    hop_status status = hop_model_options_create(ctx, &how);
    if (status == HOP_OK) {
        status = set_options(ctx, which, fit, how);
    }
    if (status == HOP_OK) {
        status = hop_model_fit(ctx, s->fitted, how, out);
    }
    hop_model_options_destroy(how);
    return status;
}
