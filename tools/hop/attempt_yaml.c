/* SPDX-License-Identifier: BSD-3-Clause */
#include "attempt_yaml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dynamics.h"
#include "paths.h"

const cyaml_schema_field_t study_attempt_fields[] = {
    TEXT_FIELD(study_attempt_text, value_Hz),
    TEXT_FIELD(study_attempt_text, standard_error_Hz),
    TEXT_FIELD(study_attempt_text, from),
    TEXT_FIELD(study_attempt_text, file),
    TEXT_FIELD(study_attempt_text, species),
    TEXT_FIELD(study_attempt_text, framework),
    TEXT_FIELD(study_attempt_text, frame_interval_fs),
    TEXT_FIELD(study_attempt_text, estimator),
    TEXT_FIELD(study_attempt_text, skip_frames),
    CYAML_FIELD_END,
};

/* An entropy needs one estimator; the one of the literature unless it is said. */
static const choice one_estimator[] = {{"scalar", HOP_MOTION_SCALAR},
                                       {"vector", HOP_MOTION_VECTOR},
                                       {"", 0}};

static bool read_settings(const yaml_file *y, const study_attempt_text *text, const char *path,
                          dynamics_settings *s)
{
    if (strcmp(text->from, "trajectory") != 0) {
        yaml_file_fail(y, path, "from: '%s' is nothing that is known, expected trajectory",
                       text->from);
        return false;
    }
    if (text->value_Hz || text->standard_error_Hz) {
        yaml_file_fail(y, path, "a number stands beside from: trajectory, expected one of them");
        return false;
    }
    if (!text->file || !text->species) {
        yaml_file_fail(y, path, "%s is missing, expected from: trajectory with file and species",
                       text->file ? "species" : "file");
        return false;
    }
    *s = dynamics_nothing_given;
    s->species = text->species;
    s->framework = text->framework;
    s->parts = HOP_MOTION_SCALAR;
    s->interval_name = "frame_interval_fs";
    return yaml_number(y, text->frame_interval_fs, &frame_interval_fs, &s->frame_interval_fs,
                       "%s.frame_interval_fs", path)
           && yaml_number(y, text->skip_frames, &frame_count, &s->skip_frames, "%s.skip_frames",
                          path)
           && yaml_choice(y, text->estimator, one_estimator, &s->parts, "%s.estimator", path);
}

static bool analyse(const yaml_file *y, const char *path, const dynamics_settings *s, attempt *a,
                    char **source)
{
    hop_ctx *ctx = NULL;
    dynamics_result r = {.vibration = NULL};
    const bool ok = hop_ctx_create(&ctx) == HOP_OK && dynamics_run(ctx, s, &r) == DONE;
    if (!ok) {
        yaml_file_fail(y, path, "the trajectory gives no attempt frequency");
    } else {
        const hop_vibration *v = r.vibration;
        const int32_t key = dynamics_main_key(v);
        const double error = dynamics_error(v, key);
        a->nu0_Hz = hop_vibration_value(v, key);
        a->standard_error_Hz = isnan(error) ? 0 : error;
        *source = text_of("%s estimator, %zu ions (%s), %.0f frames every %g fs of %s",
                          dynamics_estimator_name(key), hop_vibration_ions(v), s->species,
                          hop_vibration_value(v, HOP_FRAMES),
                          1e15 * hop_vibration_value(v, HOP_FRAME_INTERVAL), s->file);
        for (uint32_t bit = 1; bit != 0; bit <<= 1) {
            if (hop_vibration_warnings(v) & bit) {
                complain("%s: %s: %s", s->file, hop_vibration_warning_name(bit),
                         hop_vibration_warning_meaning(bit));
            }
        }
    }
    hop_vibration_destroy(r.vibration);
    hop_ctx_destroy(ctx);
    return ok;
}

bool read_study_attempt(const yaml_file *y, const study_attempt_text *text, const char *path,
                        const char *folder, attempt *a, char **source)
{
    dynamics_settings s;
    *source = NULL;
    if (!text || !text->from) {
        const attempt_text plain = {text ? text->value_Hz : NULL,
                                    text ? text->standard_error_Hz : NULL};
        if (text && (text->file || text->species || text->framework || text->frame_interval_fs
                     || text->estimator || text->skip_frames)) {
            yaml_file_fail(y, path, "a trajectory is described, expected from: trajectory as well");
            return false;
        }
        return read_attempt(y, text ? &plain : NULL, path, a);
    }
    *a = (attempt){NAN, 0};
    if (!read_settings(y, text, path, &s)) {
        return false;
    }
    char *file = path_join(folder, text->file);
    s.file = file;
    const bool ok = analyse(y, path, &s, a, source);
    free(file);
    return ok;
}
