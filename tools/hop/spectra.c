/* SPDX-License-Identifier: BSD-3-Clause */
#include "spectra.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"

static int exit_code_of(hop_status status)
{
    return status == HOP_ERR_OUT_OF_MEMORY || status == HOP_ERR_CANCELLED ? ANALYSIS_FAILED
                                                                          : UNREADABLE_INPUT;
}

static int cut_window(hop_ctx *ctx, const fit_settings *fit, loaded_spectrum *s)
{
    const double f_min_Hz = fit->has_window ? fit->f_min_Hz : 0;
    const double f_max_Hz = fit->has_window ? fit->f_max_Hz : INFINITY;
    const hop_status status = hop_spectrum_window(ctx, s->measured, f_min_Hz, f_max_Hz,
                                                  &s->fitted);
    if (status == HOP_OK) {
        return DONE;
    }
    char *label = spectrum_label(s);
    complain("%s: window: %s", label, hop_ctx_error(ctx));
    free(label);
    return ANALYSIS_FAILED;
}

static int take_spectrum(hop_ctx *ctx, const hop_file *file, size_t i,
                         const spectrum_source *from, const fit_settings *fit,
                         loaded_spectrum *s)
{
    double temperature_k = NAN;
    *s = (loaded_spectrum){.number = i + 1};
    if (!temperature_settle(from->read, file, i, from->path, from->temperature_k, from->given_by,
                            &temperature_k, &s->temperature_source)) {
        return UNREADABLE_INPUT;
    }
    const hop_status status =
        hop_file_spectrum(ctx, file, i, from->geometry.thickness_m, from->geometry.area_m2,
                          temperature_k, &s->measured);
    if (status != HOP_OK) {
        reading_complain(ctx, status);
        return exit_code_of(status);
    }
    s->file = text_of("%s", from->path);
    return cut_window(ctx, fit, s);
}

static void free_one(loaded_spectrum *s)
{
    free(s->file);
    hop_spectrum_destroy(s->measured);
    hop_spectrum_destroy(s->fitted);
}

static bool needs_geometry(const hop_file *file)
{
    for (size_t i = 0; i < hop_file_count(file); i++) {
        const int32_t measured_as = hop_file_representation(file, i);
        if (measured_as == HOP_IMPEDANCE || measured_as == HOP_ADMITTANCE) {
            return true;
        }
    }
    return false;
}

/* Whether what is known beforehand can belong to the spectra of the file. */
static int check_source(const spectrum_source *from, const hop_file *file)
{
    if (from->geometry_hint && isnan(from->geometry.thickness_m) && needs_geometry(file)) {
        complain("%s: an impedance has no conductivity without geometry, expected %s",
                 from->path, from->geometry_hint);
        return WRONG_USAGE;
    }
    if (hop_file_count(file) > 1 && !isnan(from->temperature_k)
        && !isnan(hop_file_temperature(file, 0))) {
        complain("%s: one temperature was given for %zu spectra, expected a column "
                 "temperature_C in the file instead", from->path, hop_file_count(file));
        return WRONG_USAGE;
    }
    return DONE;
}

int spectra_read(hop_ctx *ctx, const spectrum_source *from, const fit_settings *fit,
                 spectrum_list *list)
{
    hop_file *file = NULL;
    const hop_status status = reading_file(ctx, from->read, from->path, &file);
    if (status != HOP_OK) {
        complain("%s", hop_ctx_error(ctx));
        return status == HOP_ERR_INVALID_ARGUMENT ? WRONG_USAGE : exit_code_of(status);
    }
    const size_t count = hop_file_count(file), before = list->count;
    int code = check_source(from, file);
    for (size_t i = 0; code == DONE && i < count; i++) {
        if (list->count == list->capacity) {
            const size_t capacity = list->capacity ? 2 * list->capacity : 16;
            list->items = enlarge(list->items, list->count, capacity, sizeof *list->items);
            list->capacity = capacity;
        }
        code = take_spectrum(ctx, file, i, from, fit, &list->items[list->count++]);
    }
    while (code != DONE && list->count > before) {
        free_one(&list->items[--list->count]);
    }
    hop_file_destroy(file);
    return code;
}

int spectra_read_files(hop_ctx *ctx, const options *o, geometry g,
                       const char *geometry_hint, spectrum_list *list)
{
    int code = DONE;
    for (int i = 0; i < o->file_count; i++) {
        const spectrum_source from = {.path = o->files[i],
                                      .read = &o->read,
                                      .geometry = g,
                                      .temperature_k = o->temperature_k,
                                      .given_by = "given",
                                      .geometry_hint = geometry_hint};
        const int outcome = spectra_read(ctx, &from, &o->fit, list);
        code = code == DONE ? outcome : code;
    }
    return code;
}

void spectra_free(spectrum_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free_one(&list->items[i]);
    }
    free(list->items);
    *list = (spectrum_list){0};
}

hop_jpl_options *jpl_options_of(hop_ctx *ctx, const fit_settings *fit)
{
    hop_jpl_options *jpl = NULL;
    if (hop_jpl_options_create(ctx, &jpl) != HOP_OK
        || (fit->weighting
            && hop_jpl_options_set_weighting(ctx, jpl, fit->weighting) != HOP_OK)
        || (fit->loss && hop_jpl_options_set_loss(ctx, jpl, fit->loss) != HOP_OK)
        || (fit->finds_window
            && hop_jpl_options_set_window(ctx, jpl, HOP_WINDOW_AUTO) != HOP_OK)
        || (fit->has_n_range
            && hop_jpl_options_set_n_range(ctx, jpl, fit->n_min, fit->n_max) != HOP_OK)) {
        complain("hop: %s", hop_ctx_error(ctx));
        exit(ANALYSIS_FAILED);
    }
    return jpl;
}

char *spectrum_label(const loaded_spectrum *s)
{
    return s->number == 1 ? text_of("%s", s->file)
                          : text_of("%s, spectrum %zu", s->file, s->number);
}

char *spectrum_name(const loaded_spectrum *s)
{
    char *label = spectrum_label(s), *name = text_of("%s", path_name(label));
    free(label);
    return name;
}

void spectrum_complain(const hop_ctx *ctx, const loaded_spectrum *s)
{
    char *label = spectrum_label(s);
    complain("%s: %s", label, hop_ctx_error(ctx));
    free(label);
}

const hop_spectrum **spectra_fitted(const spectrum_list *list)
{
    const hop_spectrum **fitted = allocate(list->count, sizeof *fitted);
    for (size_t i = 0; i < list->count; i++) {
        fitted[i] = list->items[i].fitted;
    }
    return fitted;
}

void temperature_sources_print(const spectrum_list *spectra, FILE *file)
{
    static const struct {
        const char *source, *text;
    } lines[] = {{"file name", "T was taken from the file names"},
                 {"file", "T is stated in the files"},
                 {"study file", "T is given in the study file"},
                 {"given", "T is given on the command line"}};
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        size_t count = 0;
        for (size_t i = 0; i < spectra->count; i++) {
            count += strcmp(spectra->items[i].temperature_source, lines[k].source) == 0;
        }
        if (count == spectra->count) {
            fprintf(file, "  %s\n", lines[k].text);
        } else if (count > 0) {
            fprintf(file, "  %s (%zu of %zu)\n", lines[k].text, count, spectra->count);
        }
    }
}

void fit_interval(const fit_result *r, int32_t key, double *lower, double *upper)
{
    const int32_t method = r->interval ? r->interval : HOP_INTERVAL_LINEARISED;
    *lower = *upper = NAN;
    if (r->bootstrap) {
        hop_bootstrap_interval(r->bootstrap, key, 0.95, lower, upper);
    } else {
        hop_jpl_interval(r->fit, key, 0.95, method, lower, upper);
    }
}

hop_status fit_bootstrap(hop_ctx *ctx, const options *o, fit_result *r)
{
    hop_bootstrap_options *how = NULL;
    if (o->interval < INTERVAL_BY_BOOTSTRAP) {
        return HOP_OK;
    }
    hop_status status = hop_bootstrap_options_create(ctx, &how);
    if (status == HOP_OK) {
        status = hop_bootstrap_options_set_kind(ctx, how, o->interval - INTERVAL_BY_BOOTSTRAP);
    }
    if (status == HOP_OK) {
        status = hop_bootstrap_options_set_replicates(ctx, how, (int32_t)o->replicates);
    }
    if (status == HOP_OK) {
        status = hop_bootstrap_options_set_seed(ctx, how, o->seed);
    }
    if (status == HOP_OK) {
        status = hop_jpl_bootstrap(ctx, r->fit, how, &r->bootstrap);
    }
    hop_bootstrap_options_destroy(how);
    r->replicates = o->replicates;
    r->seed = o->seed;
    return status;
}

double hopping_number(const hop_hopping *h, int32_t key)
{
    const int32_t state = hop_hopping_state(h);
    const bool known = state == HOP_STATE_MEASURED || state == HOP_STATE_EXTRAPOLATED;
    return known ? hop_hopping_value(h, key) : NAN;
}
