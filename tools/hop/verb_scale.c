/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fit_report.h"
#include "json_out.h"
#include "options.h"
#include "paths.h"
#include "study_folder.h"
#include "study_options.h"
#include "text_table.h"

static const char usage[] =
    "hop scale - do the spectra of a sample fall on one curve?\n"
    "\n"
    "Usage: hop scale [options] STUDY.yaml|DIR\n"
    "\n"
    "  --kind K                     sigma'/sigma_dc against f/f_p: ghosh (default); against\n"
    "                               f/(sigma_dc T): summerfield; with the best power of T:\n"
    "                               summerfield-alpha; f eps_0 Delta_eps/sigma_dc: sidebottom\n"
    "  --window auto|full|LO:HI     frequencies in Hz that take part; 10: is from 10 Hz up,\n"
    "                               auto cuts off what electrodes and leads distort in the fit\n"
    "  --weighting W                of the fits: unit, proportional (default), modulus, given or fitted\n"
    "  --n-range LO:HI              range of the exponent (0.01:1; up to 2)\n"
    "  --json FILE|-                results for programs; - is stdout, without the table\n"
    "  --csv DIR                    scaled.csv, the scaled curves\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    "  --write-study FILE           write a study file that says the same\n"
    "  --thickness-mm X, --diameter-mm D | --area-cm2 A\n"
    "                               geometry of the sample, for a folder\n"
    "\n"
    OPTIONS_READ_USAGE
    "The collapse is the rms scatter about the common curve: where all spectra have one\n"
    "shape it is the noise of the data. docs/study-file.md explains the study file.\n"
    "Exit code: 0 done, 1 a sample could not be scaled, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop scale examples/data/study.yaml\n";

typedef struct scaled_sample {
    const study_sample *plan;
    spectrum_list spectra;
    hop_scaling *scaling; /* NULL: it could not be scaled */
} scaled_sample;

/* What the fit of a spectrum gives; NaN where it gives none. */
static hop_status fit_spectrum(hop_ctx *ctx, const loaded_spectrum *s,
                               const hop_jpl_options *how, double *sigma_S_per_m, double *f_p_Hz)
{
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    hop_status status = hop_jpl_fit(ctx, s->fitted, how, &fit);
    if (status == HOP_OK) {
        status = hop_hopping_extract(ctx, fit, s->fitted, HOP_EXTRACTOR_FIT, &hopping);
    }
    if (status == HOP_OK) {
        *sigma_S_per_m = hop_jpl_value(fit, HOP_SIGMA_DC);
        *f_p_Hz = hopping_number(hopping, HOP_F_P);
    }
    hop_hopping_destroy(hopping);
    hop_jpl_destroy(fit);
    return status;
}

static hop_status scale_spectra(hop_ctx *ctx, const options *o, scaled_sample *r)
{
    const fit_settings fit = fit_settings_over(o->fit, r->plan->fit);
    hop_jpl_options *how = jpl_options_of(ctx, &fit);
    const size_t count = r->spectra.count;
    const hop_spectrum **fitted = allocate(count, sizeof *fitted);
    double *sigma_S_per_m = allocate(count, sizeof(double));
    double *f_p_Hz = allocate(count, sizeof(double));
    hop_status status = HOP_OK;
    for (size_t i = 0; status == HOP_OK && i < count; i++) {
        fitted[i] = r->spectra.items[i].fitted;
        status = fit_spectrum(ctx, &r->spectra.items[i], how, &sigma_S_per_m[i], &f_p_Hz[i]);
    }
    if (status == HOP_OK) {
        status = hop_scaling_collapse(ctx, count, fitted, sigma_S_per_m, f_p_Hz,
                                      o->kind ? o->kind : HOP_SCALING_GHOSH, &r->scaling);
    }
    free(f_p_Hz);
    free(sigma_S_per_m);
    free(fitted);
    hop_jpl_options_destroy(how);
    return status;
}

/* A sample that cannot be scaled is named and leaves the others their results. */
static int scale_sample(hop_ctx *ctx, const options *o, scaled_sample *r)
{
    const int code = sample_spectra_read(ctx, o, r->plan, &r->spectra);
    if (code == DONE && scale_spectra(ctx, o, r) != HOP_OK) {
        complain("sample '%s': %s", r->plan->name, hop_ctx_error(ctx));
        return ANALYSIS_FAILED;
    }
    return code;
}

typedef hop_status (*curve_getter)(const hop_scaling *s, size_t i, double *x, double *y,
                                   size_t capacity, size_t *count);

static hop_status common_curve(const hop_scaling *s, size_t i, double *x, double *y,
                               size_t capacity, size_t *count)
{
    (void)i;
    return hop_scaling_common(s, x, y, capacity, count);
}

/* Arrays of a curve, to be released with free(); count 0 where there is none. */
static size_t curve_of(const hop_scaling *s, size_t i, curve_getter get, double **x, double **y)
{
    size_t count = 0;
    get(s, i, NULL, NULL, 0, &count);
    *x = allocate(count, sizeof **x);
    *y = allocate(count, sizeof **y);
    if (count > 0 && get(s, i, *x, *y, count, NULL) != HOP_OK) {
        count = 0;
    }
    return count;
}

static json_t *curve_json(const hop_scaling *s, size_t i, curve_getter get)
{
    double *x, *y;
    const size_t count = curve_of(s, i, get, &x, &y);
    json_t *o = json_or_end(json_object());
    json_put(o, "x", json_numbers(x, count));
    json_put(o, "sigma_over_sigma_dc", json_numbers(y, count));
    free(x);
    free(y);
    return o;
}

static json_t *spectrum_json(const scaled_sample *r, size_t i)
{
    static const int32_t keys[] = {HOP_SCALE_FACTOR, HOP_COLLAPSE_RMS, HOP_DELTA_EPSILON,
                                   HOP_EPSILON_LOW, HOP_EPSILON_HIGH};
    const loaded_spectrum *s = &r->spectra.items[i];
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(s->file));
    json_put(o, "spectrum", json_count((double)s->number));
    json_put(o, "temperature_K", json_number(hop_spectrum_temperature(s->fitted)));
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        json_put(o, hop_quantity_name(keys[k]),
                 json_number(hop_scaling_spectrum_value(r->scaling, i, keys[k])));
    }
    json_put(o, "points", json_count(hop_scaling_spectrum_value(r->scaling, i, HOP_POINTS)));
    json_put(o, "curve", curve_json(r->scaling, i, hop_scaling_curve));
    json_put(o, "flags", json_bits(hop_scaling_spectrum_flags(r->scaling, i), hop_flag_name));
    return o;
}

static json_t *scaled_json(const scaled_sample *r)
{
    const hop_scaling *s = r->scaling;
    json_t *o = json_or_end(json_object()), *spectra = json_or_end(json_array());
    for (size_t i = 0; i < hop_scaling_count(s); i++) {
        json_add(spectra, spectrum_json(r, i));
    }
    json_put(o, "name", json_text(r->plan->name));
    json_put(o, "collapse_rms", json_number(hop_scaling_value(s, HOP_COLLAPSE_RMS)));
    json_put(o, "points", json_count(hop_scaling_value(s, HOP_POINTS)));
    json_put(o, "excluded", json_count(hop_scaling_value(s, HOP_EXCLUDED)));
    json_put(o, "alpha", json_estimate(hop_scaling_value(s, HOP_SCALING_ALPHA),
                                       hop_scaling_standard_error(s, HOP_SCALING_ALPHA)));
    json_put(o, "spectra", spectra);
    json_put(o, "common", curve_json(s, 0, common_curve));
    json_put(o, "flags", json_bits(hop_scaling_flags(s), hop_flag_name));
    return o;
}

static int write_json(const scaled_sample *samples, size_t count, const char *kind,
                      const options *o)
{
    json_t *document = json_or_end(json_object()), *list = json_or_end(json_array());
    for (size_t i = 0; i < count; i++) {
        if (samples[i].scaling) {
            json_add(list, scaled_json(&samples[i]));
        }
    }
    json_put(document, "schema", json_text("hop.scale/1"));
    json_put(document, "kind", json_text(kind));
    json_put(document, "samples", list);
    const int code = json_write(document, o->json, o->force);
    json_decref(document);
    return code;
}

static void print_sample(const scaled_sample *r, const char *kind)
{
    static const char *const headers[] = {"spectrum", "T/°C", "x/f", "scatter/%", "points"};
    const hop_scaling *s = r->scaling;
    char alpha[NUMBER_TEXT_SIZE];
    printf("== %s ==\n\n", r->plan->name);
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    for (size_t i = 0; i < hop_scaling_count(s); i++) {
        char *label = spectrum_label(&r->spectra.items[i]);
        const bool is_left_out = hop_scaling_spectrum_flags(s, i) & HOP_FLAG_NOT_DETERMINED;
        table_cell(table, "%s", path_name(label));
        free(label);
        table_cell(table, "%.2f", hop_spectrum_temperature(r->spectra.items[i].fitted)
                                      - ZERO_CELSIUS_IN_KELVIN);
        if (is_left_out) {
            table_cell(table, "left out");
            table_cell(table, "-");
            table_cell(table, "-");
            continue;
        }
        table_cell(table, "%.4g", hop_scaling_spectrum_value(s, i, HOP_SCALE_FACTOR));
        table_cell(table, "%.2g", 100 * hop_scaling_spectrum_value(s, i, HOP_COLLAPSE_RMS));
        table_cell(table, "%.0f", hop_scaling_spectrum_value(s, i, HOP_POINTS));
    }
    table_print(table, stdout);
    table_free(table);
    temperature_sources_print(&r->spectra, stdout);
    printf("  %s: rms scatter about the common curve %.2g %%\n", kind,
           100 * hop_scaling_value(s, HOP_COLLAPSE_RMS));
    if (hop_scaling_kind(s) == HOP_SCALING_SUMMERFIELD_ALPHA) {
        value_text(hop_scaling_value(s, HOP_SCALING_ALPHA),
                   hop_scaling_standard_error(s, HOP_SCALING_ALPHA), alpha);
        printf("  α = %s\n", alpha);
    }
    putchar('\n');
}

static void write_curves(const scaled_sample *r, FILE *file)
{
    for (size_t i = 0; i < hop_scaling_count(r->scaling); i++) {
        double *x, *y;
        const size_t count = curve_of(r->scaling, i, hop_scaling_curve, &x, &y);
        for (size_t k = 0; k < count; k++) {
            csv_text(file, r->plan->name);
            fputc(',', file);
            csv_text(file, r->spectra.items[i].file);
            csv_number(file, hop_spectrum_temperature(r->spectra.items[i].fitted));
            csv_number(file, x[k]);
            csv_number(file, y[k]);
            fputc('\n', file);
        }
        free(x);
        free(y);
    }
}

static int write_csv(const scaled_sample *samples, size_t count, const options *o)
{
    char *path = path_join(o->csv, "scaled.csv");
    FILE *file = folder_make(o->csv) ? file_make(path, o->force) : NULL;
    int code = WRONG_USAGE;
    if (file) {
        fputs("sample,file,temperature_K,x,sigma_over_sigma_dc\n", file);
        for (size_t i = 0; i < count; i++) {
            write_curves(&samples[i], file);
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}

static int report(const scaled_sample *samples, size_t count, const options *o)
{
    const char *kind = choice_name(scaling_kinds, o->kind ? o->kind : HOP_SCALING_GHOSH);
    int code = DONE;
    if (!o->json || strcmp(o->json, "-") != 0) {
        for (size_t i = 0; i < count; i++) {
            if (samples[i].scaling) {
                print_sample(&samples[i], kind);
            }
        }
    }
    if (o->json) {
        code = write_json(samples, count, kind, o);
    }
    return code == DONE && o->csv ? write_csv(samples, count, o) : code;
}

static int scale(hop_ctx *ctx, const options *o, const study_plan *plan)
{
    scaled_sample *samples = allocate(plan->count, sizeof *samples);
    int code = DONE;
    for (size_t i = 0; code != UNREADABLE_INPUT && i < plan->count; i++) {
        samples[i].plan = &plan->samples[i];
        const int outcome = scale_sample(ctx, o, &samples[i]);
        code = outcome != DONE ? outcome : code;
    }
    if (code != UNREADABLE_INPUT) {
        const int outcome = report(samples, plan->count, o);
        code = code == DONE ? outcome : code;
    }
    for (size_t i = 0; i < plan->count; i++) {
        hop_scaling_destroy(samples[i].scaling);
        spectra_free(&samples[i].spectra);
    }
    free(samples);
    return code;
}

int verb_scale(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    study_plan plan;
    int code = options_read(&o, "wWnk7" OPTIONS_READ OPTIONS_GEOMETRY OPTIONS_REPORT, argc, argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    code = study_plan_open(ctx, &o, &plan);
    if (code == DONE) {
        code = scale(ctx, &o, &plan);
        study_plan_free(&plan);
    }
    return code;
}
