/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "number.h"
#include "options.h"
#include "study_report.h"

static const char usage[] =
    "hop analyze - a whole study: fits, Arrhenius lines, migration entropy, concentration\n"
    "\n"
    "Usage: hop analyze [options] STUDY.yaml\n"
    "\n"
    "  --convention C               ordinary (f_p against nu0, default) or angular (omega_p)\n"
    "  --arrhenius M                joint (default), weighted or unweighted\n"
    "  --birge B                    errors times the Birge ratio: never, significant (default)\n"
    "                               or always\n"
    "  --extractor X                hopping frequency by fit (default) or crossing\n"
    "  --window auto|full|LO:HI     frequencies in Hz that take part; 10: is from 10 Hz up,\n"
    "                               auto cuts off what electrodes and leads distort\n"
    "  --weighting W                unit, proportional (default), modulus or given\n"
    "  --n-range LO:HI              range of the exponent (0.01:1; up to 2)\n"
    "  --json FILE|-                results for programs; - is stdout, without the tables\n"
    "  --csv DIR                    fits.csv, arrhenius.csv, transport.csv and DIR/curves\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    "The command line overrides the study file. docs/study-file.md explains the file.\n"
    "Exit code: 0 done, 1 the analysis failed, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop analyze examples/data/study.yaml\n";

static void or_end(hop_ctx *ctx, hop_status status)
{
    if (status != HOP_OK) {
        complain("hop: %s", hop_ctx_error(ctx));
        exit(ANALYSIS_FAILED);
    }
}

static void set_transport(hop_ctx *ctx, hop_study_options *study, const study_sample *sample,
                          int32_t convention)
{
    hop_transport_options *t = NULL;
    or_end(ctx, hop_transport_options_create(ctx, &t));
    or_end(ctx, hop_transport_options_set_convention(ctx, t, convention));
    if (!isnan(sample->attempt.nu0_Hz)) {
        or_end(ctx, hop_transport_options_set_attempt_frequency(
                        ctx, t, sample->attempt.nu0_Hz, sample->attempt.standard_error_Hz));
    }
    if (!isnan(sample->hop_distance_m)) {
        or_end(ctx, hop_transport_options_set_carrier(ctx, t, sample->geometry_factor,
                                                      sample->charge, sample->hop_distance_m));
    }
    or_end(ctx, hop_study_options_set_transport(ctx, study, t));
    hop_transport_options_destroy(t);
}

static void set_arrhenius(hop_ctx *ctx, hop_study_options *study, const options *o)
{
    hop_arrhenius_options *a = NULL;
    or_end(ctx, hop_arrhenius_options_create(ctx, &a));
    if (o->arrhenius) {
        or_end(ctx, hop_arrhenius_options_set_method(ctx, a, o->arrhenius));
    }
    if (o->birge) {
        or_end(ctx, hop_arrhenius_options_set_birge(ctx, a, o->birge));
    }
    or_end(ctx, hop_study_options_set_arrhenius(ctx, study, a));
    hop_arrhenius_options_destroy(a);
}

/* Windows are cut from the spectra beforehand, as each may have its own. */
static hop_study_options *study_options_of(hop_ctx *ctx, const options *o,
                                           const study_sample *sample, int32_t convention)
{
    hop_study_options *study = NULL;
    const fit_settings fit = fit_settings_over(o->fit, sample->fit);
    hop_jpl_options *jpl = jpl_options_of(ctx, &fit);
    or_end(ctx, hop_study_options_create(ctx, &study));
    or_end(ctx, hop_study_options_set_jpl(ctx, study, jpl));
    hop_jpl_options_destroy(jpl);
    set_arrhenius(ctx, study, o);
    set_transport(ctx, study, sample, convention);
    if (o->extractor) {
        or_end(ctx, hop_study_options_set_extractor(ctx, study, o->extractor));
    }
    return study;
}

static int read_spectra(hop_ctx *ctx, const options *o, const char *study_path,
                        const study_sample *sample, spectrum_list *spectra)
{
    int code = DONE;
    for (size_t i = 0; code == DONE && i < sample->count; i++) {
        const study_file *f = &sample->files[i];
        const fit_settings fit = fit_settings_over(o->fit, f->fit);
        const size_t before = spectra->count;
        code = spectra_read(ctx, f->path, sample->geometry, f->temperature_k, &fit,
                            "geometry of the sample in the study file", spectra);
        for (size_t k = before; code == DONE && k < spectra->count; k++) {
            loaded_spectrum *s = &spectra->items[k];
            s->temperature_source = f->temperature_source ? f->temperature_source
                                                          : s->temperature_source;
            if (isnan(hop_spectrum_temperature(s->measured))) {
                complain("%s: the file states no temperature, expected temperature_C in %s",
                         f->path, study_path);
                code = UNREADABLE_INPUT;
            }
        }
    }
    return code == WRONG_USAGE ? UNREADABLE_INPUT : code;
}

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

static int analyze_sample(hop_ctx *ctx, const options *o, int32_t convention, sample_result *r)
{
    int code = read_spectra(ctx, o, o->files[0], r->plan, &r->spectra);
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
    free(fitted);
    if (status != HOP_OK) {
        complain_of_sample(ctx, r);
        return ANALYSIS_FAILED;
    }
    r->fits = allocate(count, sizeof *r->fits);
    for (size_t i = 0; i < count; i++) {
        r->fits[i] = (fit_result){&r->spectra.items[i], hop_study_fit(r->study, i),
                                  hop_study_hopping(r->study, i),
                                  hop_study_crossing(r->study, i), o->interval};
    }
    return DONE;
}

static int write_json(const study_plan *plan, const sample_result *results, int32_t convention,
                      const options *o)
{
    json_t *document = json_or_end(json_object()), *samples = json_or_end(json_array());
    for (size_t i = 0; i < plan->count; i++) {
        json_add(samples, sample_json(&results[i]));
    }
    json_put(document, "schema", json_text("hop.study/1"));
    json_put(document, "title", json_text(plan->title));
    json_put(document, "convention", json_text(choice_name(conventions, convention)));
    json_put(document, "samples", samples);
    const int code = json_write(document, o->json, o->force);
    json_decref(document);
    return code;
}

static int report(hop_ctx *ctx, const study_plan *plan, const sample_result *results,
                  int32_t convention, const options *o)
{
    int code = DONE;
    if (!o->json || strcmp(o->json, "-") != 0) {
        printf("%s%s", plan->title, plan->title[0] ? "\n\n" : "");
        for (size_t i = 0; i < plan->count; i++) {
            sample_print(&results[i], convention, stdout);
        }
    }
    if (o->json) {
        code = write_json(plan, results, convention, o);
    }
    if (code == DONE && o->csv) {
        code = study_csv_write(ctx, o->csv, results, plan->count, o->force);
    }
    return code;
}

static int analyze(hop_ctx *ctx, const options *o, const study_plan *plan)
{
    const int32_t convention = o->convention      ? o->convention
                               : plan->convention ? plan->convention
                                                  : HOP_CONVENTION_ORDINARY;
    sample_result *results = allocate(plan->count, sizeof *results);
    int code = DONE;
    for (size_t i = 0; code == DONE && i < plan->count; i++) {
        results[i].plan = &plan->samples[i];
        code = analyze_sample(ctx, o, convention, &results[i]);
    }
    if (code == DONE) {
        code = report(ctx, plan, results, convention, o);
    }
    for (size_t i = 0; i < plan->count; i++) {
        free(results[i].fits);
        hop_study_destroy(results[i].study);
        spectra_free(&results[i].spectra);
    }
    free(results);
    return code;
}

int verb_analyze(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    study_plan plan;
    int code = options_read(&o, OPTIONS_FIT OPTIONS_REPORT OPTIONS_STUDY, argc, argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    if (o.file_count != 1) {
        return wrong_usage(o.verb, "%d files were named, expected one study file", o.file_count);
    }
    code = study_plan_read(o.files[0], &plan);
    if (code == DONE) {
        code = analyze(ctx, &o, &plan);
        study_plan_free(&plan);
    }
    return code;
}
