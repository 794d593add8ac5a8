/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"
#include "study_folder.h"

/* A text as YAML and JSON quote it. */
static void write_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (const char *c = text; *c; c++) {
        const unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\') {
            fprintf(file, "\\%c", byte);
        } else if (byte < 0x20 || byte == 0x7F) {
            fprintf(file, "\\x%02X", byte);
        } else {
            fputc(byte, file);
        }
    }
    fputc('"', file);
}

/* "key: value" with 15 digits, which hide the rounding of a conversion of units. */
static void write_number(FILE *file, const char *key, double value)
{
    if (!isnan(value)) {
        fprintf(file, "    %s: %.15g\n", key, value);
    }
}

static void write_window(FILE *file, const fit_settings *fit)
{
    if (fit->finds_window) {
        fputs("window: auto", file);
    } else if (isfinite(fit->f_max_Hz)) {
        fprintf(file, "window: [%.17g, %.17g]", fit->f_min_Hz, fit->f_max_Hz);
    } else if (fit->f_min_Hz > 0) {
        fprintf(file, "window: \"%.17g:\"", fit->f_min_Hz);
    } else {
        fputs("window: full", file);
    }
}

static void write_fit(FILE *file, const fit_settings *fit)
{
    const char *comma = "";
    if (!fit->weighting && !fit->loss && !fit->has_window && !fit->has_n_range) {
        return;
    }
    fputs("    fit: {", file);
    if (fit->weighting) {
        fprintf(file, "weighting: %s", choice_name(weightings, fit->weighting));
        comma = ", ";
    }
    if (fit->loss) {
        fprintf(file, "%sloss: %s", comma, choice_name(losses, fit->loss));
        comma = ", ";
    }
    if (fit->has_window) {
        fputs(comma, file);
        write_window(file, fit);
        comma = ", ";
    }
    if (fit->has_n_range) {
        fprintf(file, "%sn_range: [%.17g, %.17g]", comma, fit->n_min, fit->n_max);
    }
    fputs("}\n", file);
}

static bool same_window(const fit_settings *a, const fit_settings *b)
{
    return a->has_window == b->has_window && a->finds_window == b->finds_window
           && (!a->has_window || (a->f_min_Hz == b->f_min_Hz && a->f_max_Hz == b->f_max_Hz));
}

/* Seen from the folder of the study file; absolute where that is another one. */
static char *name_for_study(const char *path, const char *study)
{
    char *folder = path_folder(path), *own = path_folder(study);
    char *here = realpath(folder[0] ? folder : ".", NULL);
    char *there = realpath(own[0] ? own : ".", NULL);
    char *name = here && there && strcmp(here, there) == 0 ? text_of("%s", path_name(path))
                 : here                                    ? path_join(here, path_name(path))
                                                           : text_of("%s", path);
    free(here);
    free(there);
    free(folder);
    free(own);
    return name;
}

/* "read: {…}" between two texts, and nothing where nothing is set. */
static void write_reading(FILE *file, const char *before, const reading *r, const char *behind)
{
    const char *joint = "read: {";
    for (size_t i = 0; i < READING_COUNT; i++) {
        const char *value = reading_value(r, &reading_list[i]);
        if (value) {
            fprintf(file, "%s%s%s: ", before, joint, reading_list[i].key);
            write_text(file, value);
            before = "";
            joint = ", ";
        }
    }
    fputs(joint[0] == ',' ? "}" : "", file);
    fputs(joint[0] == ',' ? behind : "", file);
}

/* The reading of all files of a sample; false if they have not one. */
static bool common_reading(const study_sample *sample, const reading *line, reading *common)
{
    *common = reading_over(*line, sample->files[0].read);
    for (size_t i = 1; i < sample->count; i++) {
        const reading other = reading_over(*line, sample->files[i].read);
        if (!reading_same(common, &other)) {
            return false;
        }
    }
    return true;
}

static void write_spectra(FILE *file, const study_sample *sample, const reading *line,
                          const char *study)
{
    reading read;
    const bool is_common = common_reading(sample, line, &read);
    if (is_common) {
        write_reading(file, "    ", &read, "\n");
    }
    fputs("    spectra:\n", file);
    for (size_t i = 0; i < sample->count; i++) {
        const study_file *f = &sample->files[i];
        char *name = name_for_study(f->path, study);
        fputs("      - {file: ", file);
        write_text(file, name);
        if (!isnan(f->temperature_k)) {
            fprintf(file, ", temperature_C: %.10g", f->temperature_k - ZERO_CELSIUS_IN_KELVIN);
        }
        if (f->fit.has_window && !same_window(&f->fit, &sample->fit)) {
            fputs(", ", file);
            write_window(file, &f->fit);
        }
        if (!is_common) {
            read = reading_over(*line, f->read);
            write_reading(file, ", ", &read, "");
        }
        fputs("}\n", file);
        free(name);
    }
}

static void write_ions(FILE *file, const study_sample *sample)
{
    const double cm3_per_m3 = 1e-6;
    if (!isnan(sample->ions.density_per_m3)) {
        fprintf(file,
                "    ion_density: {value_per_cm3: %.15g, standard_error_per_cm3: %.15g}\n",
                cm3_per_m3 * sample->ions.density_per_m3,
                cm3_per_m3 * sample->ions.standard_error_per_m3);
    }
    if (sample->dimension) {
        fprintf(file, "    dimension: %d\n", (int)sample->dimension);
    }
}

static void write_sample(FILE *file, const study_sample *sample, const options *o,
                         const char *study)
{
    const fit_settings fit = fit_settings_over(o->fit, sample->fit);
    const arrhenius_settings arrhenius = arrhenius_over(o->arrhenius, sample->arrhenius);
    fputs("  - name: ", file);
    write_text(file, sample->name);
    fputc('\n', file);
    if (!isnan(sample->geometry.thickness_m)) {
        fprintf(file, "    geometry: {thickness_mm: %.15g, area_cm2: %.15g}\n",
                1e3 * sample->geometry.thickness_m, 1e4 * sample->geometry.area_m2);
    }
    if (!isnan(sample->attempt.nu0_Hz)) {
        fprintf(file, "    attempt_frequency: {value_Hz: %.17g, standard_error_Hz: %.17g}\n",
                sample->attempt.nu0_Hz, sample->attempt.standard_error_Hz);
    }
    write_number(file, "charge", sample->charge);
    write_number(file, "hop_distance_angstrom", 1e10 * sample->hop_distance_m);
    write_number(file, "geometry_factor", sample->geometry_factor);
    write_ions(file, sample);
    write_fit(file, &fit);
    arrhenius_write(&arrhenius, "    ", file);
    write_spectra(file, sample, &o->read, study);
}

int study_plan_write(const study_plan *plan, const options *o, const char *path)
{
    const int32_t convention = o->convention ? o->convention : plan->convention;
    const int32_t global = o->global ? o->global : plan->global;
    FILE *file = file_make(path, o->force);
    if (!file) {
        return WRONG_USAGE;
    }
    if (plan->title[0]) {
        fputs("title: ", file);
        write_text(file, plan->title);
        fputc('\n', file);
    }
    if (convention) {
        fprintf(file, "convention: %s\n", choice_name(conventions, convention));
    }
    if (global) {
        fprintf(file, "global: %s\n", choice_name(exponents, global));
    }
    fputs("samples:\n", file);
    for (size_t i = 0; i < plan->count; i++) {
        write_sample(file, &plan->samples[i], o, path);
    }
    return file_finish(file, path) ? DONE : ANALYSIS_FAILED;
}
