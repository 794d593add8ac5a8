/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"
#include "jpl/handle.h"
#include "math/distributions.h"
#include "models/handle.h"

/* Which kinds of models and which parts belong to an extractor, and what is read off. */
typedef struct source {
    int32_t extractor, model, other_model;
    uint32_t grain_boundary;
    int32_t key;
} source;

static const source *source_of(int32_t extractor)
{
    static const source sources[] = {
        {HOP_EXTRACTOR_CELL, HOP_MODEL_CELL, HOP_MODEL_COMPLEX_JPL, 0, HOP_LN_OMEGA_P},
        {HOP_EXTRACTOR_CELL_GB, HOP_MODEL_CELL, HOP_MODEL_COMPLEX_JPL, HOP_PART_GRAIN_BOUNDARY,
         HOP_LN_OMEGA_P},
        {HOP_EXTRACTOR_CELL_ARC, HOP_MODEL_CELL, HOP_MODEL_COMPLEX_JPL, 0, HOP_OMEGA_C},
        {HOP_EXTRACTOR_RBM, HOP_MODEL_RBM, HOP_MODEL_COMPLEX_RBM, 0, HOP_LN_OMEGA_P},
    };
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (sources[i].extractor == extractor) {
            return &sources[i];
        }
    }
    return NULL;
}

int hopi_hopping_is_of_model(const hop_hopping *h)
{
    return source_of(h->extractor) != NULL;
}

/* A parameter that has no error, for the data do not know it, leaves no number. */
static void read_off(const hop_model *model, const source *from, hop_hopping *h)
{
    const hopi_estimate sigma = hopi_model_estimate(model, HOP_LN_SIGMA_DC);
    const hopi_estimate omega = hopi_model_estimate(model, from->key);
    const int is_deficient = (model->flags & HOP_FLAG_RANK_DEFICIENT) != 0;
    h->flags = model->flags;
    h->interval_dof = model->weighting == HOP_WEIGHTING_GIVEN ? INFINITY : model->dof;
    h->estimate = (hopi_hopping_estimate){HOP_STATE_NONE, NAN, NAN};
    h->covariance[0][0] = is_deficient ? NAN : hopi_model_covariance_of(model, &sigma, &sigma);
    h->covariance[0][1] = h->covariance[1][0] = hopi_model_covariance_of(model, &sigma, &omega);
    h->covariance[1][1] = hopi_model_covariance_of(model, &omega, &omega);
    h->ln_sigma_dc = is_deficient ? NAN : sigma.value;
    const double ln_f = omega.value - HOPI_LN_TWO_PI, error = sqrt(h->covariance[1][1]);
    const double width = 2.0 * hopi_student_quantile(0.975, h->interval_dof) * error;
    if (omega.exists && !is_deficient && width < hopi_hopping_widest_interval) {
        const int is_inside = ln_f >= log(model->f_min_hz) && ln_f <= log(model->f_max_hz);
        h->estimate = (hopi_hopping_estimate){
            is_inside ? HOP_STATE_MEASURED : HOP_STATE_EXTRAPOLATED, ln_f, error};
    }
}

static hop_status set_options(hop_ctx *ctx, const hop_jpl *fit, const source *from,
                              hop_model_options *options)
{
    const hopi_jpl_settings *own = &fit->settings;
    const int is_of_impedance = from->model == HOP_MODEL_CELL;
    hop_status status = hop_model_options_set_model(ctx, options, from->model);
    if (status == HOP_OK && is_of_impedance) {
        /* All that was measured: what the window of the power law cuts off is in the model. */
        status = hop_model_options_set_frequency_range(ctx, options, own->f_min_hz,
                                                       own->f_max_hz);
    } else if (status == HOP_OK) {
        status = hop_model_options_set_frequency_range(ctx, options, fit->f_min_hz,
                                                       fit->f_max_hz);
    }
    if (status == HOP_OK && (!is_of_impedance || own->weighting == HOP_WEIGHTING_UNIT)) {
        /* Models weigh by the measured values: the same noise, with their bias. */
        const int is_relative = own->weighting == HOP_WEIGHTING_FITTED;
        status = hop_model_options_set_weighting(
            ctx, options, is_relative ? HOP_WEIGHTING_PROPORTIONAL : own->weighting);
    }
    if (status == HOP_OK && is_of_impedance && own->n_min < 1.0) {
        status = hop_model_options_set_n_range(ctx, options, own->n_min, fmin(own->n_max, 1.0));
    }
    if (status == HOP_OK && from->grain_boundary) {
        status = hop_model_options_set_parts(ctx, options,
                                             HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_LEAD_R
                                                 | HOP_PART_ELECTRODE | from->grain_boundary);
    }
    return status;
}

hop_status hopi_hopping_by_model(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                 hop_hopping *h)
{
    const source *from = source_of(h->extractor);
    hop_model_options *options = NULL;
    hop_model *model = NULL;
    hop_status status = hop_model_options_create(ctx, &options);
    if (status == HOP_OK) {
        status = set_options(ctx, fit, from, options);
    }
    if (status == HOP_OK) {
        status = hop_model_fit(ctx, s, options, &model);
    }
    if (status == HOP_OK) {
        read_off(model, from, h);
    } else if (status == HOP_ERR_NO_CONVERGENCE) {
        h->estimate = (hopi_hopping_estimate){HOP_STATE_NONE, NAN, NAN};
        h->ln_sigma_dc = h->covariance[0][0] = NAN;
        h->flags = HOP_FLAG_NOT_DETERMINED;
        status = HOP_OK;
    }
    hop_model_options_destroy(options);
    hop_model_destroy(model);
    return status;
}

static hop_status check_model(hop_ctx *ctx, const hop_model *model, int32_t extractor)
{
    const source *from = source_of(extractor);
    if (!from) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "extractor %d: expected one of a model, HOP_EXTRACTOR_CELL (%d), _RBM "
                         "(%d), _CELL_ARC (%d) or _CELL_GB (%d)",
                         (int)extractor, HOP_EXTRACTOR_CELL, HOP_EXTRACTOR_RBM,
                         HOP_EXTRACTOR_CELL_ARC, HOP_EXTRACTOR_CELL_GB);
    }
    const int32_t kind = model->shape.model;
    const uint32_t boundary = model->shape.parts & HOP_PART_GRAIN_BOUNDARY;
    const int fits_parts = extractor == HOP_EXTRACTOR_CELL_ARC || extractor == HOP_EXTRACTOR_RBM
                           || boundary == from->grain_boundary;
    if ((kind != from->model && kind != from->other_model) || !fits_parts) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "the extractor %s does not belong to a model %s %s grain boundary",
                         hop_extractor_name(extractor), hop_model_name(kind),
                         boundary ? "with a" : "without");
    }
    return HOP_OK;
}

hop_status hop_hopping_from_model(hop_ctx *ctx, const hop_model *model, int32_t extractor,
                                  hop_hopping **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!model) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hop_status status = check_model(ctx, model, extractor);
    if (status != HOP_OK) {
        return status;
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_hopping *h = hopi_allocate(allocator, 1, sizeof *h);
    if (!h) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    h->allocator = allocator;
    h->extractor = extractor;
    read_off(model, source_of(extractor), h);
    *out = h;
    return HOP_OK;
}
