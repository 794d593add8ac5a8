/* SPDX-License-Identifier: BSD-3-Clause */
#include "study_folder.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "paths.h"

/* Hidden files are no measurements. */
static int is_candidate(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool holds_no_spectrum(hop_status status)
{
    return status == HOP_ERR_FORMAT || status == HOP_ERR_FILE_BINARY
           || status == HOP_ERR_NO_SPECTRUM || status == HOP_ERR_FILE_EMPTY;
}

static int by_temperature(const void *a, const void *b)
{
    const study_file *left = a, *right = b;
    const int order = (left->temperature_k > right->temperature_k)
                      - (left->temperature_k < right->temperature_k);
    return order ? order : strcmp(left->path, right->path);
}

/* Takes over new_path. */
static void leave_out(study_sample *sample, char *new_path, const char *reason)
{
    sample->others = enlarge(sample->others, sample->other_count, sample->other_count + 1,
                             sizeof *sample->others);
    sample->others[sample->other_count++] = (left_out){new_path, text_of("%s", reason)};
}

/* Takes over new_path. */
static int add_file(hop_ctx *ctx, const options *o, char *new_path, study_sample *sample)
{
    hop_file *file = NULL;
    double temperature_k = NAN;
    const char *source = "";
    const hop_status status = reading_file_silently(ctx, &o->read, new_path, &file);
    if (status != HOP_OK) {
        const bool is_other = holds_no_spectrum(status);
        complain("%s%s", hop_ctx_error(ctx), is_other ? " (left out)" : "");
        if (is_other) {
            leave_out(sample, new_path, hop_ctx_error(ctx));
            return DONE;
        }
        free(new_path);
        return status == HOP_ERR_INVALID_ARGUMENT ? WRONG_USAGE : UNREADABLE_INPUT;
    }
    const bool ok = temperature_settle(&o->read, file, 0, new_path, NAN, "given", &temperature_k, &source);
    hop_file_destroy(file);
    if (!ok) {
        free(new_path);
        return UNREADABLE_INPUT;
    }
    sample->files = enlarge(sample->files, sample->count, sample->count + 1,
                            sizeof *sample->files);
    const bool is_in_name = strcmp(source, "file name") == 0;
    sample->files[sample->count++] = (study_file){.path = new_path,
                                                  .temperature_k = temperature_k,
                                                  .temperature_source =
                                                      is_in_name ? "file name" : NULL};
    return DONE;
}

static const char subfolder_reason[] = "a subfolder is not looked into";

/* Takes over new_path. */
static int add_entry(hop_ctx *ctx, const options *o, char *new_path, study_sample *sample)
{
    struct stat status;
    if (stat(new_path, &status) != 0) {
        complain("%s: cannot be opened: %s (left out)", new_path, strerror(errno));
        leave_out(sample, new_path, strerror(errno));
    } else if (S_ISDIR(status.st_mode)) {
        leave_out(sample, new_path, subfolder_reason);
    } else if (!S_ISREG(status.st_mode)) {
        complain("%s: neither a file nor a folder (left out)", new_path);
        leave_out(sample, new_path, "neither a file nor a folder");
    } else {
        return add_file(ctx, o, new_path, sample);
    }
    return DONE;
}

static void tell_subfolders(const char *folder, const study_sample *sample)
{
    size_t count = 0;
    const char *first = NULL;
    for (size_t i = 0; i < sample->other_count; i++) {
        if (strcmp(sample->others[i].reason, subfolder_reason) == 0) {
            first = first ? first : sample->others[i].path;
            count++;
        }
    }
    if (count > 0) {
        complain("%s: %zu subfolder%s not looked into (%s%s), expected one folder a sample: "
                 "analyze each by itself, or name the files in a study file",
                 folder, count, count == 1 ? " was" : "s were", first, count > 1 ? ", …" : "");
    }
}

/* "cells" of "data/cells/" and of ".". */
static char *name_of_folder(const char *folder)
{
    char *absolute = realpath(folder, NULL);
    char *name = text_of("%s", path_name(absolute ? absolute : folder));
    free(absolute);
    return name;
}

/* Once sorted, the temperatures that the files state are theirs to state again. */
static void forget_stated_temperatures(study_sample *sample)
{
    for (size_t i = 0; i < sample->count; i++) {
        if (!sample->files[i].temperature_source) {
            sample->files[i].temperature_k = NAN;
        }
    }
}

static int plan_of_folder(hop_ctx *ctx, const options *o, const char *folder, study_plan *plan)
{
    struct dirent **entries = NULL;
    geometry g;
    *plan = (study_plan){0};
    int code = options_geometry(o, &g);
    if (code != DONE) {
        return code;
    }
    const int count = scandir(folder, &entries, is_candidate, alphasort);
    if (count < 0) {
        complain("%s: the folder cannot be read: %s", folder, strerror(errno));
        return UNREADABLE_INPUT;
    }
    plan->title = text_of("%s", "");
    plan->samples = allocate(1, sizeof *plan->samples);
    plan->count = 1;
    study_sample *sample = &plan->samples[0];
    *sample = (study_sample){.name = name_of_folder(folder),
                             .is_folder = true,
                             .geometry = g,
                             .attempt = {NAN, NAN},
                             .charge = NAN,
                             .geometry_factor = NAN,
                             .hop_distance_m = NAN,
                             .ions = {NAN, NAN},
                             .arrhenius = arrhenius_unset};
    for (int i = 0; i < count; i++) {
        char *path = path_join(folder, entries[i]->d_name);
        if (code == DONE) {
            code = add_entry(ctx, o, path, sample);
        } else {
            free(path);
        }
        free(entries[i]);
    }
    free(entries);
    tell_subfolders(folder, sample);
    if (code == DONE && sample->count == 0) {
        complain("%s: the folder holds no file of spectra", folder);
        code = UNREADABLE_INPUT;
    }
    if (sample->count > 1) {
        qsort(sample->files, sample->count, sizeof *sample->files, by_temperature);
    }
    forget_stated_temperatures(sample);
    if (code != DONE) {
        study_plan_free(plan);
    }
    return code;
}

static int check_usage(const options *o, bool is_dir)
{
    const bool has_geometry =
        !isnan(o->thickness_mm) || !isnan(o->diameter_mm) || !isnan(o->area_cm2);
    if (o->file_count != 1) {
        return wrong_usage(o->verb, "%d files were named, expected one study file or folder",
                           o->file_count);
    }
    if (is_dir && o->read.temperature_from == TEMPERATURE_FROM_GIVEN) {
        return wrong_usage(o->verb, "--temperature-from given was given for a folder, expected "
                                    "file or name");
    }
    if (has_geometry && !is_dir) {
        return wrong_usage(o->verb, "geometry was given for %s, expected it in the study file",
                           o->files[0]);
    }
    return DONE;
}

int study_plan_open(hop_ctx *ctx, const options *o, study_plan *plan)
{
    struct stat status;
    const char *path = o->files[0];
    const bool is_dir = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    int code = check_usage(o, is_dir);
    if (code == DONE) {
        code = is_dir ? plan_of_folder(ctx, o, path, plan) : study_plan_read(path, plan);
    }
    if (code == DONE && o->write_study) {
        code = study_plan_write(plan, o, o->write_study);
        if (code != DONE) {
            study_plan_free(plan);
        }
    }
    return code;
}
