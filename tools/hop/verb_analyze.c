/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "across.h"
#include "extractor_report.h"
#include "json_out.h"
#include "number.h"
#include "options.h"
#include "study_folder.h"
#include "study_options.h"
#include "study_report.h"

static const char usage[] =
    "hop analyze - a whole study: fits, Arrhenius lines, migration entropy, concentration\n"
    "\n"
    "Usage: hop analyze [options] STUDY.yaml|DIR\n"
    "\n"
    "  --convention C               ordinary (f_p against nu0, default) or angular (omega_p)\n"
    "  --arrhenius M                joint (default), weighted or unweighted\n"
    "  --birge B                    errors times the Birge ratio: never, significant (default)\n"
    "                               or always\n"
    "  --extractor X                hopping frequency by fit (default), crossing, modulus_peak,\n"
    "                               cell, cell+gb, cell_arc or rbm; docs/method.md explains them\n"
    "  --all-extractors             f_p by all of them, side by side\n"
    "  --limits L                   hopping frequencies that are limits take part as such,\n"
    "                               censored (default), or are left out: drop\n"
    "  --limit-width W              of a censored limit of which only the number is known, in\n"
    "                               ln f (0.7)\n"
    "  --quantity Q                 on the first line ln sigma_T (default) or ln sigma; with sigma\n"
    "                               there is no entropy and no concentration\n"
    "  --arrhenius-loss L           square (default), or huber against outliers\n"
    "  --temperature-error-K X      error of each temperature by itself (0)\n"
    "  --temperature-offset-error-K X  error that all temperatures share (0)\n"
    "  --global G                   all spectra of a sample together as well, with n common,\n"
    "                               linear in T or per-temperature; none (default)\n"
    "  --window auto|full|LO:HI     frequencies in Hz that take part; 10: is from 10 Hz up,\n"
    "                               auto cuts off what electrodes and leads distort\n"
    "  --weighting W                unit, proportional (default), modulus, given or fitted\n"
    "  --n-range LO:HI              range of the exponent (0.01:1; up to 2)\n"
    "  --interval I                 95 % intervals: linearised (default), profile likelihood,\n"
    "                               bootstrap (wild) or parametric-bootstrap\n"
    "  --replicates N, --seed S     of the bootstrap (2000, 1)\n"
    "  --threads N                  work on up to 64 threads (1); results do not depend on it\n"
    "  --loss L                     square (default), or huber or tukey against outliers\n"
    "  --json FILE|-                results for programs; - is stdout, without the tables\n"
    "  --csv DIR                    fits.csv, arrhenius.csv, transport.csv, bands.csv (95 % bands of\n"
    "                               the lines) and DIR/curves\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    "  --write-study FILE           write a study file that says the same\n"
    "  --thickness-mm X, --diameter-mm D | --area-cm2 A\n"
    "                               geometry of the sample, for a folder\n"
    "\n"
    "A folder is one sample: every file in it that holds spectra, with the temperature that\n"
    "the file or its name (cell_-25C.csv, 298K) states.\n"
    OPTIONS_READ_USAGE
    "The command line overrides the study file. docs/study-file.md explains the file.\n"
    "Exit code: 0 done, 1 the analysis failed, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop analyze examples/data/study.yaml\n";

/* "spectrum 3: …" of the library is the third of the sample: names its file. */
static void complain_of_sample(hop_ctx *ctx, const sample_result *r)
{
    unsigned long number = 0;
    int length = 0;
    const char *text = hop_ctx_error(ctx);
    if (sscanf(text, "spectrum %lu: %n", &number, &length) == 1 && length > 0
        && number >= 1 && number <= r->spectra.count) {
        char *label = spectrum_label(&r->spectra.items[number - 1]);
        complain("%s: %s", label, text + length);
        free(label);
    } else {
        complain("sample '%s': %s", r->plan->name, text);
    }
}

/* A sample that cannot be fitted so keeps its other results. */
static int fit_globally(hop_ctx *ctx, const options *o, int32_t exponent,
                        const hop_spectrum *const *fitted, sample_result *r)
{
    if (exponent == NO_GLOBAL_FIT) {
        return DONE;
    }
    const fit_settings fit = fit_settings_over(o->fit, r->plan->fit);
    hop_jpl_options *jpl = jpl_options_of(ctx, &fit);
    progress_show(ctx, r->plan->name);
    const hop_status status = hop_global_fit(ctx, r->spectra.count, fitted, jpl, exponent,
                                             &r->global);
    progress_end(ctx);
    hop_jpl_options_destroy(jpl);
    if (status != HOP_OK) {
        complain("sample '%s': global fit: %s", r->plan->name, hop_ctx_error(ctx));
        return ANALYSIS_FAILED;
    }
    r->exponent = exponent;
    return DONE;
}

static int analyze_sample(hop_ctx *ctx, const options *o, int32_t convention, int32_t exponent,
                          sample_result *r)
{
    int code = sample_spectra_read(ctx, o, r->plan, &r->spectra);
    if (code != DONE) {
        return code;
    }
    const size_t count = r->spectra.count;
    const hop_spectrum **fitted = allocate(count, sizeof *fitted);
    for (size_t i = 0; i < count; i++) {
        fitted[i] = r->spectra.items[i].fitted;
    }
    hop_study_options *how = study_options_of(ctx, o, r->plan, convention);
    progress_show(ctx, r->plan->name);
    const hop_status status = hop_study_analyze(ctx, count, fitted, how, &r->study);
    progress_end(ctx);
    hop_study_options_destroy(how);
    if (status != HOP_OK) {
        complain_of_sample(ctx, r);
        free(fitted);
        return ANALYSIS_FAILED;
    }
    code = fit_globally(ctx, o, exponent, fitted, r);
    free(fitted);
    r->fits = allocate(count, sizeof *r->fits);
    for (size_t i = 0; i < count; i++) {
        r->fits[i] = (fit_result){.spectrum = &r->spectra.items[i],
                                  .fit = hop_study_fit(r->study, i),
                                  .hopping = hop_study_hopping(r->study, i),
                                  .crossing = hop_study_crossing(r->study, i),
                                  .interval = o->interval,
                                  .loss = fit_settings_over(o->fit, r->plan->fit).loss};
        if (o->all_extractors) {
            r->fits[i].extractors = extractors_make(ctx, &r->spectra.items[i], r->fits[i].fit);
        }
        if (fit_bootstrap(ctx, o, &r->fits[i]) != HOP_OK) {
            complain("%s: bootstrap: %s", r->spectra.items[i].file, hop_ctx_error(ctx));
            code = ANALYSIS_FAILED;
        }
    }
    return code;
}

static int write_json(const study_plan *plan, const sample_result *results,
                      const across_samples *across, int32_t convention, const options *o)
{
    json_t *document = json_or_end(json_object()), *samples = json_or_end(json_array());
    for (size_t i = 0; i < plan->count; i++) {
        json_add(samples, sample_json(&results[i]));
    }
    json_put(document, "schema", json_text("hop.study/1"));
    json_put(document, "title", json_text(plan->title));
    json_put(document, "convention", json_text(choice_name(conventions, convention)));
    json_put(document, "samples", samples);
    json_put(document, "decomposition", across_decomposition_json(across));
    json_put(document, "meyer_neldel", across_meyer_neldel_json(across));
    const int code = json_write(document, o->json, o->force);
    json_decref(document);
    return code;
}

static int report(hop_ctx *ctx, const study_plan *plan, const sample_result *results,
                  int32_t convention, const options *o)
{
    int code = DONE;
    across_samples *across = across_make(ctx, results, plan->count, convention);
    if (!o->json || strcmp(o->json, "-") != 0) {
        printf("%s%s", plan->title, plan->title[0] ? "\n\n" : "");
        for (size_t i = 0; i < plan->count; i++) {
            sample_print(&results[i], convention, stdout);
        }
        across_print(across, stdout);
    }
    if (o->json) {
        code = write_json(plan, results, across, convention, o);
    }
    if (code == DONE && o->csv) {
        code = study_csv_write(ctx, o->csv, results, plan->count, o->force);
    }
    across_free(across);
    return code;
}

static int analyze(hop_ctx *ctx, const options *o, const study_plan *plan)
{
    const int32_t convention = o->convention      ? o->convention
                               : plan->convention ? plan->convention
                                                  : HOP_CONVENTION_ORDINARY;
    const int32_t exponent = o->global      ? o->global
                             : plan->global ? plan->global
                                            : NO_GLOBAL_FIT;
    sample_result *results = allocate(plan->count, sizeof *results);
    int code = DONE;
    bool all_analyzed = true;
    hop_ctx_set_threads(ctx, (int32_t)o->threads);
    for (size_t i = 0; all_analyzed && i < plan->count; i++) {
        results[i].plan = &plan->samples[i];
        results[i].arrhenius = arrhenius_settings_of(o, &plan->samples[i]);
        results[i].line = o->arrhenius;
        results[i].read = o->read;
        const int outcome = analyze_sample(ctx, o, convention, exponent, &results[i]);
        code = code == DONE ? outcome : code;
        all_analyzed = results[i].fits != NULL;
    }
    if (all_analyzed) {
        const int outcome = report(ctx, plan, results, convention, o);
        code = code == DONE ? outcome : code;
    }
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t k = 0; results[i].fits && k < results[i].spectra.count; k++) {
            hop_bootstrap_destroy(results[i].fits[k].bootstrap);
            extractors_free(results[i].fits[k].extractors);
        }
        free(results[i].fits);
        hop_global_destroy(results[i].global);
        hop_study_destroy(results[i].study);
        spectra_free(&results[i].spectra);
    }
    free(results);
    return code;
}

/* What one option says must not take all effect from another. */
static int check_together(const options *o)
{
    char problem[PROBLEM_SIZE];
    if (o->convention && o->arrhenius.quantity == HOP_ARRHENIUS_SIGMA) {
        return wrong_usage(o->verb, "--convention has no effect beside --quantity sigma");
    }
    return arrhenius_check(&o->arrhenius, ARRHENIUS_OPTIONS, problem)
               ? options_check_bootstrap(o)
               : wrong_usage(o->verb, "%s", problem);
}

int verb_analyze(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    study_plan plan;
    int code = options_read(&o, "7" OPTIONS_READ OPTIONS_GEOMETRY OPTIONS_FIT OPTIONS_REPORT OPTIONS_STUDY, argc,
                            argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    code = check_together(&o);
    code = code == DONE ? study_plan_open(ctx, &o, &plan) : code;
    if (code == DONE) {
        code = analyze(ctx, &o, &plan);
        study_plan_free(&plan);
    }
    return code;
}
