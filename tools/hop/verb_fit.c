/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "comparison.h"
#include "extractor_report.h"
#include "fit_report.h"
#include "json_out.h"
#include "model_report.h"
#include "options.h"
#include "paths.h"
#include "spectra.h"

static const char usage[] =
    "hop fit - fit the Jonscher power law sigma'(f) = sigma_dc [1 + (f/f_p)^n] to spectra,\n"
    "or another model\n"
    "\n"
    "Usage: hop fit [options] FILE...\n"
    "\n"
    "  --thickness-mm X             thickness of the pellet, needed for an impedance\n"
    "  --diameter-mm D              diameter of its round electrodes, or\n"
    "  --area-cm2 A                 area of one electrode\n"
    "  --temperature-C T            temperature, if neither the file nor its name states it\n"
    "  --window auto|full|LO:HI     frequencies in Hz that take part (full); 10: is from 10 Hz up,\n"
    "                               auto cuts off what electrodes and leads distort\n"
    "  --weighting W                unit, proportional (default), modulus, given or fitted\n"
    "  --n-range LO:HI              range of the exponent (0.01:1; up to 2)\n"
    "  --model M                    of sigma': jpl (default); jpl+ncl, with near-constant loss;\n"
    "                               two-powers; rbm, the random barrier model. Of the impedance:\n"
    "                               complex-jpl; complex-rbm; cell, with leads and electrodes;\n"
    "                               cell+gb, with a grain boundary as well\n"
    "  --compare                    fits all models that the data allow and weighs them by AICc\n"
    "  --extractor X                of f_p: fit (default), crossing of 2 sigma_dc, modulus_peak,\n"
    "                               cell, cell+gb, cell_arc or rbm; docs/method.md explains them\n"
    "  --all-extractors             f_p by all of them, side by side\n"
    "  --interval I                 95 % intervals: linearised (default), profile likelihood,\n"
    "                               bootstrap (wild) or parametric-bootstrap\n"
    "  --replicates N, --seed S     of the bootstrap (2000, 1)\n"
    "  --threads N                  work on up to 64 threads (1); results do not depend on it\n"
    "  --loss L                     square (default), or huber or tukey against outliers\n"
    "  --json FILE|-                results for programs; - is stdout, without the table\n"
    "  --csv DIR                    fits.csv and the fitted curves in DIR/curves\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    "FILE is a file of an instrument or a table, with columns such as frequency_Hz, z_re_ohm,\n"
    "z_im_ohm or sigma_S_per_cm; docs/formats.md lists what is read.\n"
    OPTIONS_READ_USAGE
    "Exit code: 0 done, 1 a fit failed, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop fit --window 10: examples/data/Li3YCl6_25C.csv\n";

typedef struct owned_fit {
    hop_jpl *fit;
    hop_hopping *hopping, *crossing;
} owned_fit;

/* Fits of the power law, or of another model, to the same spectra. */
typedef struct fit_list {
    fit_result *results;
    owned_fit *owned; /* what the results lend */
    model_result *models;
    comparison **comparisons; /* NULL each without --compare */
    size_t count;
} fit_list;

static bool is_power_law(const options *o)
{
    return o->model == 0 || o->model == HOP_MODEL_JPL;
}

static void release(owned_fit *f)
{
    hop_hopping_destroy(f->crossing);
    hop_hopping_destroy(f->hopping);
    hop_jpl_destroy(f->fit);
}

static int complain_of(hop_ctx *ctx, const loaded_spectrum *s)
{
    char *label = spectrum_label(s);
    complain("%s: %s", label, hop_ctx_error(ctx));
    free(label);
    return ANALYSIS_FAILED;
}

/* Fits the power law and puts the result at the end of the list. */
static int fit_power_law(hop_ctx *ctx, const options *o, const loaded_spectrum *s,
                         const hop_jpl_options *how, fit_list *fits)
{
    owned_fit f = {0};
    hop_status status = hop_jpl_fit(ctx, s->fitted, how, &f.fit);
    if (status == HOP_OK) {
        const int32_t extractor = o->arrhenius.extractor;
        status = hop_hopping_extract(ctx, f.fit, s->fitted,
                                     extractor ? extractor : HOP_EXTRACTOR_FIT, &f.hopping);
    }
    if (status == HOP_OK) {
        status = hop_hopping_extract(ctx, f.fit, s->fitted, HOP_EXTRACTOR_CROSSING, &f.crossing);
    }
    fit_result result = {.spectrum = s, .fit = f.fit, .hopping = f.hopping,
                         .crossing = f.crossing, .interval = o->interval, .loss = o->fit.loss};
    if (status == HOP_OK) {
        progress_show(ctx, s->file);
        status = fit_bootstrap(ctx, o, &result);
        progress_end(ctx);
    }
    if (status != HOP_OK) {
        release(&f);
        return complain_of(ctx, s);
    }
    result.extractors = o->all_extractors ? extractors_make(ctx, s, f.fit) : NULL;
    fits->owned[fits->count] = f;
    fits->results[fits->count++] = result;
    return DONE;
}

static int fit_other_model(hop_ctx *ctx, const options *o, const loaded_spectrum *s,
                           fit_list *fits)
{
    hop_model *model = NULL;
    if (model_fit(ctx, s, o->model, &o->fit, &model) != HOP_OK) {
        return complain_of(ctx, s);
    }
    fits->models[fits->count++] = (model_result){s, o->model, model};
    return DONE;
}

/* Fits a spectrum by what the options say; the list grows by one if that succeeds. */
static int fit_one(hop_ctx *ctx, const options *o, const loaded_spectrum *s,
                   const hop_jpl_options *how, fit_list *fits)
{
    const size_t place = fits->count;
    int code = is_power_law(o) ? fit_power_law(ctx, o, s, how, fits)
                               : fit_other_model(ctx, o, s, fits);
    if (code == DONE && o->compare) {
        fits->comparisons[place] = comparison_make(ctx, s, &o->fit);
        code = fits->comparisons[place] ? DONE : ANALYSIS_FAILED;
    }
    return code;
}

/* The first thing that went wrong decides the exit code. */
static int first_of(int code, int next)
{
    return code == DONE ? next : code;
}

static int write_json(const fit_list *fits, const options *o)
{
    json_t *document = json_or_end(json_object());
    json_t *members = json_or_end(json_array());
    json_put(document, "schema", json_text("hop.fit/1"));
    for (size_t i = 0; i < fits->count; i++) {
        json_t *member = is_power_law(o) ? fit_json(&fits->results[i])
                                         : model_json(&fits->models[i]);
        if (fits->comparisons[i]) {
            json_put(member, "comparison", comparison_json(fits->comparisons[i]));
        }
        json_add(members, member);
    }
    json_put(document, "fits", members);
    const int code = json_write(document, o->json, o->force);
    json_decref(document);
    return code;
}

static int write_csv(hop_ctx *ctx, const fit_list *fits, const options *o)
{
    char *path = path_join(o->csv, "fits.csv");
    FILE *file = folder_make(o->csv) ? file_make(path, o->force) : NULL;
    int code = file ? DONE : WRONG_USAGE;
    if (file) {
        fit_csv_header(file);
        for (size_t i = 0; i < fits->count; i++) {
            fit_csv_line("", &fits->results[i], file);
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    for (size_t i = 0; code == DONE && i < fits->count; i++) {
        code = curve_csv_write(ctx, o->csv, i + 1, &fits->results[i], o->force);
    }
    free(path);
    return code;
}

static void print_tables(const fit_list *fits, const spectrum_list *spectra, const options *o)
{
    if (is_power_law(o)) {
        fit_table_print(fits->results, fits->count, false, stdout);
        fit_intervals_print(fits->results, fits->count, false, stdout);
    } else {
        model_table_print(fits->models, fits->count, stdout);
    }
    temperature_sources_print(spectra, stdout);
    for (size_t i = 0; i < fits->count; i++) {
        if (fits->comparisons[i]) {
            comparison_print(fits->comparisons[i], stdout);
        }
    }
}

static int report(hop_ctx *ctx, const fit_list *fits, const spectrum_list *spectra,
                  const options *o)
{
    int code = DONE;
    if (!o->json || strcmp(o->json, "-") != 0) {
        print_tables(fits, spectra, o);
    }
    if (o->json) {
        code = write_json(fits, o);
    }
    if (o->csv) {
        const int outcome = is_power_law(o) ? write_csv(ctx, fits, o)
                                            : model_csv_write(o->csv, fits->models, fits->count,
                                                              o->force);
        code = first_of(code, outcome);
    }
    return code;
}

static fit_list fit_list_make(size_t capacity)
{
    return (fit_list){allocate(capacity, sizeof(fit_result)),
                      allocate(capacity, sizeof(owned_fit)),
                      allocate(capacity, sizeof(model_result)),
                      allocate(capacity, sizeof(comparison *)), 0};
}

static void fit_list_free(fit_list *fits)
{
    for (size_t i = 0; i < fits->count; i++) {
        release(&fits->owned[i]);
        hop_bootstrap_destroy(fits->results[i].bootstrap);
        extractors_free(fits->results[i].extractors);
        hop_model_destroy(fits->models[i].model);
        comparison_free(fits->comparisons[i]);
    }
    free(fits->comparisons);
    free(fits->models);
    free(fits->owned);
    free(fits->results);
}

static int fit_files(hop_ctx *ctx, const options *o, geometry g)
{
    hop_ctx_set_threads(ctx, (int32_t)o->threads);
    spectrum_list spectra = {0};
    int code = spectra_read_files(ctx, o, g, "--thickness-mm and --diameter-mm or --area-cm2",
                                  &spectra);
    fit_list fits = fit_list_make(spectra.count);
    hop_jpl_options *how = jpl_options_of(ctx, &o->fit);
    for (size_t i = 0; i < spectra.count; i++) {
        const int outcome = fit_one(ctx, o, &spectra.items[i], how, &fits);
        code = first_of(code, outcome);
    }
    if (fits.count > 0) {
        const int outcome = report(ctx, &fits, &spectra, o);
        code = first_of(code, outcome);
    }
    fit_list_free(&fits);
    hop_jpl_options_destroy(how);
    spectra_free(&spectra);
    return code;
}

/* What one option says must make sense with what another says. */
static int check_together(const options *o)
{
    const char *model = choice_name(fit_models, o->model);
    const int32_t weighting = o->fit.weighting;
    if (!is_power_law(o) && model_is_of_impedance(o->model)
        && (weighting == HOP_WEIGHTING_PROPORTIONAL || weighting == HOP_WEIGHTING_GIVEN)) {
        return wrong_usage(o->verb, "--weighting: %s weights the conductivity, but the model %s is "
                           "of the impedance, expected unit or modulus",
                           choice_name(weightings, weighting), model);
    }
    if ((!is_power_law(o) || o->compare) && weighting == HOP_WEIGHTING_FITTED) {
        return wrong_usage(o->verb, "--weighting: fitted is for the power law alone, expected "
                           "unit, proportional, modulus or given with %s",
                           o->compare ? "--compare" : model);
    }
    if (!is_power_law(o) && (o->arrhenius.extractor || o->all_extractors)) {
        return wrong_usage(o->verb, "--%s: the model %s has its own f_p, expected the power law",
                           o->all_extractors ? "all-extractors" : "extractor", model);
    }
    const bool is_rbm = o->model == HOP_MODEL_RBM || o->model == HOP_MODEL_COMPLEX_RBM;
    if (o->fit.has_n_range && is_rbm && !o->compare) {
        return wrong_usage(o->verb, "--n-range was given, but --model %s has no exponent", model);
    }
    if (!is_power_law(o) && o->interval > HOP_INTERVAL_LINEARISED) {
        return wrong_usage(o->verb, "--interval: the model %s has linearised intervals only",
                           model);
    }
    if ((!is_power_law(o) || o->compare) && o->fit.loss > HOP_LOSS_SQUARE) {
        return wrong_usage(o->verb, "--loss: %s is for the power law alone, expected square with %s",
                           choice_name(losses, o->fit.loss),
                           o->compare ? "--compare" : "this model");
    }
    if ((!is_power_law(o) || o->compare) && o->fit.finds_window) {
        return wrong_usage(o->verb, "--window: auto looks for the power law, expected full or "
                           "LO:HI with %s",
                           o->compare ? "--compare" : "this model");
    }
    return options_check_bootstrap(o);
}

int verb_fit(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    geometry g;
    int code = options_read(&o, "TX" OPTIONS_READ OPTIONS_GEOMETRY OPTIONS_FIT OPTIONS_MODEL OPTIONS_REPORT,
                            argc, argv);
    if (code == DONE && o.help) {
        fputs(usage, stdout);
        return DONE;
    }
    if (code == DONE) {
        code = check_together(&o);
    }
    if (code == DONE) {
        code = options_geometry(&o, &g);
    }
    return code == DONE ? fit_files(ctx, &o, g) : code;
}
