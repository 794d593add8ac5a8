/* SPDX-License-Identifier: BSD-3-Clause */
#include "study_yaml.h"

#include <errno.h>
#include <glob.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attempt_yaml.h"
#include "paths.h"

typedef struct spectrum_text {
    char *file, *glob, *temperature_C;
    read_text *read;
} spectrum_text;

typedef struct ion_density_text {
    char *value_per_cm3, *standard_error_per_cm3;
} ion_density_text;

typedef struct sample_text {
    char *name, *charge, *hop_distance_angstrom, *geometry_factor, *dimension;
    ion_density_text *ion_density;
    geometry_text *geometry;
    study_attempt_text *attempt_frequency;
    fit_text *fit;
    arrhenius_text *arrhenius;
    read_text *read;
    spectrum_text *spectra;
    uint32_t spectra_count;
} sample_text;

typedef struct study_text {
    char *title, *convention, *global;
    fit_text *fit;
    arrhenius_text *arrhenius;
    read_text *read;
    sample_text *samples;
    uint32_t samples_count;
} study_text;

static const cyaml_schema_field_t spectrum_fields[] = {
    TEXT_FIELD(spectrum_text, file),
    TEXT_FIELD(spectrum_text, glob),
    TEXT_FIELD(spectrum_text, temperature_C),
    CYAML_FIELD_IGNORE("window", CYAML_FLAG_OPTIONAL),
    PART_FIELD(spectrum_text, read, read_fields),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t spectrum_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, spectrum_text, spectrum_fields),
};
static const cyaml_schema_field_t ion_density_fields[] = {
    TEXT_FIELD(ion_density_text, value_per_cm3),
    TEXT_FIELD(ion_density_text, standard_error_per_cm3),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t sample_fields[] = {
    NEEDED_TEXT_FIELD(sample_text, name),
    PART_FIELD(sample_text, geometry, geometry_fields),
    TEXT_FIELD(sample_text, charge),
    PART_FIELD(sample_text, attempt_frequency, study_attempt_fields),
    TEXT_FIELD(sample_text, hop_distance_angstrom),
    TEXT_FIELD(sample_text, geometry_factor),
    TEXT_FIELD(sample_text, dimension),
    PART_FIELD(sample_text, ion_density, ion_density_fields),
    PART_FIELD(sample_text, fit, fit_fields),
    PART_FIELD(sample_text, arrhenius, arrhenius_fields),
    PART_FIELD(sample_text, read, read_fields),
    CYAML_FIELD_SEQUENCE("spectra", CYAML_FLAG_POINTER, sample_text, spectra, &spectrum_schema, 1,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t sample_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, sample_text, sample_fields),
};
static const cyaml_schema_field_t study_fields[] = {
    TEXT_FIELD(study_text, title),
    TEXT_FIELD(study_text, convention),
    TEXT_FIELD(study_text, global),
    PART_FIELD(study_text, fit, fit_fields),
    PART_FIELD(study_text, arrhenius, arrhenius_fields),
    PART_FIELD(study_text, read, read_fields),
    CYAML_FIELD_SEQUENCE("samples", CYAML_FLAG_POINTER, study_text, samples, &sample_schema, 1,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t study_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, study_text, study_fields),
};

/* What holds for the files of one entry. */
typedef struct entry_settings {
    fit_settings fit;
    reading read;
} entry_settings;

/* Takes over new_path. */
static study_file *add_file(study_sample *sample, char *new_path, const entry_settings *how)
{
    sample->files = enlarge(sample->files, sample->count, sample->count + 1,
                            sizeof *sample->files);
    study_file *f = &sample->files[sample->count++];
    *f = (study_file){
        .path = new_path, .temperature_k = NAN, .fit = how->fit, .read = how->read};
    return f;
}

static bool add_named_file(const yaml_file *y, const spectrum_text *text, const char *path,
                           const char *folder, const entry_settings *how, study_sample *sample)
{
    char key_path[KEY_PATH_SIZE];
    double celsius = NAN;
    if (!yaml_number(y, text->temperature_C, &temperature_C, &celsius, "%s.temperature_C", path)) {
        return false;
    }
    study_file *f = add_file(sample, path_join(folder, text->file), how);
    if (access(f->path, R_OK) != 0) {
        key_path_of(key_path, "%s.file", path);
        yaml_file_fail(y, key_path, "the file '%s' cannot be opened: %s", f->path,
                       strerror(errno));
        return false;
    }
    f->temperature_k = celsius + ZERO_CELSIUS_IN_KELVIN;
    f->temperature_source = isnan(celsius) ? NULL : "study file";
    return true;
}

static int by_temperature(const void *a, const void *b)
{
    const study_file *left = a, *right = b;
    return (left->temperature_k > right->temperature_k)
           - (left->temperature_k < right->temperature_k);
}

/* The folder is no pattern, even if it holds a '*'. */
static char *pattern_in(const char *folder, const char *pattern)
{
    char *escaped = allocate(2 * strlen(folder) + 1, 1), *to = escaped;
    for (const char *from = folder; *from; from++) {
        if (strchr("*?[]\\", *from)) {
            *to++ = '\\';
        }
        *to++ = *from;
    }
    char *whole = path_join(escaped, pattern);
    free(escaped);
    return whole;
}

static bool add_matching_files(const yaml_file *y, const spectrum_text *text, const char *path,
                               const char *folder, const entry_settings *how,
                               study_sample *sample)
{
    char key_path[KEY_PATH_SIZE], problem[PROBLEM_SIZE];
    char *pattern = pattern_in(folder, text->glob);
    glob_t found;
    const int status = glob(pattern, 0, NULL, &found);
    const size_t before = sample->count;
    key_path_of(key_path, "%s.glob", path);
    bool ok = status == 0;
    if (!ok) {
        yaml_file_fail(y, key_path, "no file matches '%s'", pattern);
    }
    for (size_t i = 0; ok && i < found.gl_pathc; i++) {
        study_file *f = add_file(sample, text_of("%s", found.gl_pathv[i]), how);
        if (how->read.temperature_from == TEMPERATURE_FROM_FILE) {
            continue;
        }
        f->temperature_source = "file name";
        ok = temperature_of_name(f->path, &f->temperature_k, problem);
        if (!ok) {
            yaml_file_fail(y, key_path, "%s", problem);
        }
    }
    if (ok) {
        qsort(sample->files + before, sample->count - before, sizeof *sample->files,
              by_temperature);
    }
    if (status == 0) {
        globfree(&found);
    }
    free(pattern);
    return ok;
}

static bool read_spectrum(const yaml_file *y, const spectrum_text *text, const char *path,
                          const char *folder, study_sample *sample)
{
    char part[KEY_PATH_SIZE];
    fit_settings own = {0};
    reading own_read;
    key_path_of(part, "%s.read", path);
    if (!read_window(y, path, &own) || !read_reading(y, text->read, part, &own_read)) {
        return false;
    }
    if (own.finds_window) {
        yaml_file_fail(y, path, "window: auto holds for a whole sample, expected it in its fit");
        return false;
    }
    const entry_settings how = {fit_settings_over(own, sample->fit),
                                reading_over(own_read, sample->read)};
    if (!text->file == !text->glob) {
        yaml_file_fail(y, path, "expected file or glob%s", text->file ? ", not both" : "");
        return false;
    }
    if (text->glob && text->temperature_C) {
        yaml_file_fail(y, path, "temperature_C stands beside a glob, expected the temperature "
                       "in the file names");
        return false;
    }
    return text->file ? add_named_file(y, text, path, folder, &how, sample)
                      : add_matching_files(y, text, path, folder, &how, sample);
}

/* The walk and the fraction of the ions stand on a carrier density. */
static bool read_ions(const yaml_file *y, const sample_text *text, const char *path,
                      study_sample *sample)
{
    static const number_rule dimension_rule = {"1, 2 or 3", 1, 3, false, true};
    static const number_rule density_rule = {"a positive number of ions per cm3", 0, 1e30, true,
                                             false};
    static const number_rule error_rule = {"a number of ions per cm3 of zero or more", 0, 1e30,
                                           false, false};
    const double per_m3 = 1e6;
    double dimension = 0, density = NAN, error = 0;
    if (!yaml_number(y, text->dimension, &dimension_rule, &dimension, "%s.dimension", path)) {
        return false;
    }
    if (text->ion_density
        && (!yaml_needed(y, text->ion_density->value_per_cm3, &density_rule, &density,
                         "%s.ion_density.value_per_cm3", path)
            || !yaml_number(y, text->ion_density->standard_error_per_cm3, &error_rule, &error,
                            "%s.ion_density.standard_error_per_cm3", path))) {
        return false;
    }
    if ((text->dimension || text->ion_density) && isnan(sample->hop_distance_m)) {
        yaml_file_fail(y, path, "dimension and ion_density stand alone, expected "
                       "hop_distance_angstrom, geometry_factor and charge as well");
        return false;
    }
    sample->dimension = (int32_t)dimension;
    sample->ions.density_per_m3 = per_m3 * density;
    sample->ions.standard_error_per_m3 = per_m3 * error;
    return true;
}

/* Charge, geometry factor and hop distance make a carrier density only together. */
static bool read_carrier(const yaml_file *y, const sample_text *text, const char *path,
                         study_sample *sample)
{
    static const number_rule charge_rule = {"a whole number of elementary charges", -100, 100,
                                            false, true};
    static const number_rule distance_rule = {"a positive distance in angstrom", 0, 1e6, true,
                                              false};
    double angstrom = NAN;
    sample->charge = sample->geometry_factor = sample->hop_distance_m = NAN;
    if (!yaml_number(y, text->charge, &charge_rule, &sample->charge, "%s.charge", path)
        || !yaml_number(y, text->geometry_factor, &positive_number, &sample->geometry_factor,
                        "%s.geometry_factor", path)
        || !yaml_number(y, text->hop_distance_angstrom, &distance_rule, &angstrom,
                        "%s.hop_distance_angstrom", path)) {
        return false;
    }
    if (sample->charge == 0) {
        yaml_file_fail(y, path, "charge: 0 is not the charge of an ion");
        return false;
    }
    sample->hop_distance_m = 1e-10 * angstrom;
    if (isnan(angstrom) != isnan(sample->geometry_factor)
        || (!isnan(angstrom) && isnan(sample->charge))) {
        yaml_file_fail(y, path, "a carrier density needs hop_distance_angstrom, geometry_factor "
                       "and charge, expected all three or only charge");
        return false;
    }
    return read_ions(y, text, path, sample);
}

/* What the study says for all samples. */
typedef struct study_settings {
    fit_settings fit;
    arrhenius_settings arrhenius;
    reading read;
} study_settings;

static bool read_sample(const yaml_file *y, const sample_text *text, const char *path,
                        const char *folder, const study_settings *below, study_sample *sample)
{
    char part[KEY_PATH_SIZE];
    fit_settings own;
    arrhenius_settings own_arrhenius;
    reading own_read;
    sample->name = text_of("%s", text->name);
    key_path_of(part, "%s.geometry", path);
    if (!read_geometry(y, text->geometry, part, &sample->geometry)) {
        return false;
    }
    key_path_of(part, "%s.attempt_frequency", path);
    if (!read_study_attempt(y, text->attempt_frequency, part, folder, &sample->attempt,
                            &sample->attempt_source)
        || !read_carrier(y, text, path, sample)) {
        return false;
    }
    key_path_of(part, "%s.fit", path);
    if (!read_fit(y, text->fit, part, &own)) {
        return false;
    }
    sample->fit = fit_settings_over(own, below->fit);
    if (!read_arrhenius(y, path, &own_arrhenius)) {
        return false;
    }
    sample->arrhenius = arrhenius_over(own_arrhenius, below->arrhenius);
    key_path_of(part, "%s.read", path);
    if (!read_reading(y, text->read, part, &own_read)) {
        return false;
    }
    sample->read = reading_over(own_read, below->read);
    for (uint32_t i = 0; i < text->spectra_count; i++) {
        key_path_of(part, "%s.spectra[%u]", path, (unsigned)i);
        if (!read_spectrum(y, &text->spectra[i], part, folder, sample)) {
            return false;
        }
    }
    return true;
}

static bool read_study(const yaml_file *y, const study_text *text, study_plan *plan)
{
    char path[KEY_PATH_SIZE];
    study_settings below;
    plan->title = text_of("%s", text->title ? text->title : "");
    if (!yaml_choice(y, text->convention, conventions, &plan->convention, "convention")
        || !yaml_choice(y, text->global, exponents, &plan->global, "global")
        || !read_fit(y, text->fit, "fit", &below.fit)
        || !read_arrhenius(y, "", &below.arrhenius)
        || !read_reading(y, text->read, "read", &below.read)) {
        return false;
    }
    char *folder = path_folder(y->path);
    plan->samples = allocate(text->samples_count, sizeof *plan->samples);
    bool ok = true;
    for (uint32_t i = 0; ok && i < text->samples_count; i++) {
        key_path_of(path, "samples[%u]", (unsigned)i);
        study_sample *sample = &plan->samples[plan->count++];
        ok = read_sample(y, &text->samples[i], path, folder, &below, sample);
        for (uint32_t j = 0; ok && j < i; j++) {
            ok = strcmp(plan->samples[j].name, sample->name) != 0;
            if (!ok) {
                yaml_file_fail(y, path, "the name '%s' is taken by samples[%u]", sample->name,
                               (unsigned)j);
            }
        }
    }
    free(folder);
    return ok;
}

int study_plan_read(const char *path, study_plan *plan)
{
    yaml_file y;
    *plan = (study_plan){0};
    int code = yaml_file_open(&y, path);
    if (code != DONE) {
        return code;
    }
    study_text *text = yaml_file_load(&y, &study_schema);
    const bool ok = text && read_study(&y, text, plan);
    plan->loaded = text;
    yaml_file_close(&y);
    if (!ok) {
        study_plan_free(plan);
    }
    return ok ? DONE : UNREADABLE_INPUT;
}

void study_plan_free(study_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        study_sample *sample = &plan->samples[i];
        for (size_t j = 0; j < sample->count; j++) {
            free(sample->files[j].path);
        }
        for (size_t j = 0; j < sample->other_count; j++) {
            free(sample->others[j].path);
            free(sample->others[j].reason);
        }
        free(sample->others);
        free(sample->files);
        free(sample->attempt_source);
        free(sample->name);
    }
    if (plan->loaded) {
        yaml_file_release(&study_schema, plan->loaded);
    }
    free(plan->samples);
    free(plan->title);
    *plan = (study_plan){0};
}
