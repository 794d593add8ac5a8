/* SPDX-License-Identifier: BSD-3-Clause */
#include "dynamics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_COUNT 1e12

const dynamics_settings dynamics_nothing_given = {.frame_interval_fs = NAN,
                                                  .site_radius_angstrom = NAN,
                                                  .interval_name = "--frame-interval-fs"};

const number_rule frame_interval_fs = {"a positive time in fs", 0, 1e12, true, false};
const number_rule frame_count = {"a number of frames of 0 or more", 0, LARGEST_COUNT, false, true};
const number_rule block_frame_count = {"a number of frames of 16 or more", 16, LARGEST_COUNT,
                                       false, true};
const number_rule block_count = {"a number of blocks from 2 to 1000", 2, 1000, false, true};
const number_rule site_radius_angstrom = {"a positive radius in angstrom", 0, 1e6, true, false};
const number_rule walk_dimension = {"1, 2 or 3", 1, 3, false, true};

const choice estimators[] = {{"both", HOP_MOTION_ALL},
                             {"scalar", HOP_MOTION_ALL - HOP_MOTION_VECTOR},
                             {"vector", HOP_MOTION_ALL - HOP_MOTION_SCALAR},
                             {"", 0}};
const choice precisions[] = {{"double", HOP_PRECISION_DOUBLE},
                             {"single", HOP_PRECISION_SINGLE},
                             {"", 0}};
const choice drifts[] = {{"framework", HOP_DRIFT_FRAMEWORK},
                         {"all", HOP_DRIFT_ALL},
                         {"none", HOP_DRIFT_NONE},
                         {"", 0}};

static hop_status set_options(hop_ctx *ctx, const dynamics_settings *s, hop_vibration_options *o)
{
    hop_status status = HOP_OK;
    if (!isnan(s->frame_interval_fs)) {
        status = hop_vibration_options_set_frame_interval(ctx, o, 1e-15 * s->frame_interval_fs);
    }
    if (status == HOP_OK && !isnan(s->site_radius_angstrom)) {
        status = hop_vibration_options_set_site_radius(ctx, o, 1e-10 * s->site_radius_angstrom);
    }
    if (status == HOP_OK && s->parts) {
        status = hop_vibration_options_set_parts(ctx, o, s->parts);
    }
    if (status == HOP_OK && s->precision) {
        status = hop_vibration_options_set_precision(ctx, o, s->precision);
    }
    if (status == HOP_OK && s->drift) {
        status = hop_vibration_options_set_drift(ctx, o, s->drift);
    }
    if (status == HOP_OK && s->dimension) {
        status = hop_vibration_options_set_dimension(ctx, o, s->dimension);
    }
    if (status == HOP_OK && s->blocks) {
        status = hop_vibration_options_set_blocks(ctx, o, s->blocks);
    }
    if (status == HOP_OK) {
        status = hop_vibration_options_set_skip(ctx, o, (int64_t)s->skip_frames);
    }
    return status == HOP_OK
               ? hop_vibration_options_set_block_frames(ctx, o, (int64_t)s->block_frames)
               : status;
}

/* All that is not mobile is the framework, unless it is named. */
static hop_status set_roles(hop_ctx *ctx, const dynamics_settings *s, const hop_trajectory *t,
                            int32_t *roles)
{
    const bool has_framework = !s->framework || strcmp(s->framework, "others") == 0;
    const char *framework = has_framework ? "all" : s->framework;
    hop_status status = HOP_OK;
    if (strcmp(framework, "none") != 0) {
        status = hop_trajectory_select(ctx, t, framework, HOP_ROLE_FRAMEWORK, roles);
    }
    return status == HOP_OK
               ? hop_trajectory_select(ctx, t, s->species, HOP_ROLE_MOBILE, roles)
               : status;
}

static hop_status analyse(hop_ctx *ctx, const dynamics_settings *s, hop_trajectory *t,
                          dynamics_result *out)
{
    int32_t *roles = allocate(hop_trajectory_ions(t), sizeof *roles);
    hop_vibration_options *options = NULL;
    hop_status status = hop_vibration_options_create(ctx, &options);
    if (status == HOP_OK) {
        status = set_options(ctx, s, options);
    }
    if (status == HOP_OK) {
        status = set_roles(ctx, s, t, roles);
    }
    if (status == HOP_OK) {
        progress_show(ctx, s->file);
        status = hop_vibration_read(ctx, t, options, roles, &out->vibration);
        progress_end(ctx);
    }
    hop_vibration_options_destroy(options);
    free(roles);
    return status;
}

static int code_of(hop_status status)
{
    const bool is_input = status <= HOP_ERR_FILE_OPEN && status > HOP_ERR_INTERNAL;
    if (status == HOP_ERR_INVALID_ARGUMENT || status == HOP_ERR_MISSING_DATA) {
        return WRONG_USAGE;
    }
    return is_input || status == HOP_ERR_NOT_FINITE || status == HOP_ERR_BAD_GEOMETRY
               ? UNREADABLE_INPUT
               : ANALYSIS_FAILED;
}

int dynamics_run(hop_ctx *ctx, const dynamics_settings *s, dynamics_result *out)
{
    hop_trajectory *t = NULL;
    *out = (dynamics_result){.interval_source = "given"};
    hop_status status = hop_trajectory_open(ctx, s->file, &t);
    if (status == HOP_OK) {
        snprintf(out->format, sizeof out->format, "%s", hop_trajectory_format(t));
        out->interval_source = isnan(s->frame_interval_fs) ? "stated in the file" : "given";
        if (isnan(s->frame_interval_fs) && isnan(hop_trajectory_frame_interval(t))) {
            complain("%s: the file does not state the time between its frames, expected %s",
                     s->file, s->interval_name);
            hop_trajectory_destroy(t);
            return WRONG_USAGE;
        }
        status = analyse(ctx, s, t, out);
    }
    if (status != HOP_OK) {
        const char *text = hop_ctx_error(ctx);
        const bool is_named = strncmp(text, s->file, strlen(s->file)) == 0;
        complain("%s%s%s", is_named ? "" : s->file, is_named ? "" : ": ", text);
    }
    hop_trajectory_destroy(t);
    return status == HOP_OK ? DONE : code_of(status);
}

int32_t dynamics_main_key(const hop_vibration *v)
{
    return hop_vibration_parts(v) & HOP_MOTION_SCALAR ? HOP_ATTEMPT_FREQUENCY_SCALAR
                                                    : HOP_ATTEMPT_FREQUENCY_VECTOR;
}

const char *dynamics_estimator_name(int32_t key)
{
    return key == HOP_ATTEMPT_FREQUENCY_SCALAR ? "scalar" : "vector";
}

double dynamics_error(const hop_vibration *v, int32_t key)
{
    return fmax(hop_vibration_standard_error(v, key), hop_vibration_block_error(v, key));
}
