/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fit_report.h"
#include "json_out.h"
#include "options.h"
#include "paths.h"
#include "spectra.h"

static const char usage[] =
    "hop fit - fit the Jonscher power law sigma'(f) = sigma_dc [1 + (f/f_p)^n] to spectra\n"
    "\n"
    "Usage: hop fit [options] FILE...\n"
    "\n"
    "  --thickness-mm X             thickness of the pellet, needed for an impedance\n"
    "  --diameter-mm D              diameter of its round electrodes, or\n"
    "  --area-cm2 A                 area of one electrode\n"
    "  --temperature-C T            temperature, if the file does not state it\n"
    "  --window auto|full|LO:HI     frequencies in Hz that take part (full); 10: is from 10 Hz up,\n"
    "                               auto cuts off what electrodes and leads distort\n"
    "  --weighting W                unit, proportional (default), modulus or given\n"
    "  --n-range LO:HI              range of the exponent (0.01:1; up to 2)\n"
    "  --model jpl                  the model; there is one\n"
    "  --json FILE|-                results for programs; - is stdout, without the table\n"
    "  --csv DIR                    fits.csv and the fitted curves in DIR/curves\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    "FILE is a headed table, with columns such as frequency_Hz, z_re_ohm, z_im_ohm or\n"
    "sigma_S_per_cm, or Novocontrol NEISYS text.\n"
    "Exit code: 0 done, 1 a fit failed, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop fit --window 10: examples/data/Li3YCl6_25C.csv\n";

typedef struct owned_fit {
    hop_jpl *fit;
    hop_hopping *hopping, *crossing;
} owned_fit;

typedef struct fit_list {
    fit_result *results;
    owned_fit *owned; /* what the results lend */
    size_t count;
} fit_list;

static void release(owned_fit *f)
{
    hop_hopping_destroy(f->crossing);
    hop_hopping_destroy(f->hopping);
    hop_jpl_destroy(f->fit);
}

/* Fits a spectrum and puts the result at the end of the list. */
static int fit_one(hop_ctx *ctx, const loaded_spectrum *s, const hop_jpl_options *how,
                   fit_list *fits)
{
    owned_fit f = {0};
    hop_status status = hop_jpl_fit(ctx, s->fitted, how, &f.fit);
    if (status == HOP_OK) {
        status = hop_hopping_extract(ctx, f.fit, s->fitted, HOP_EXTRACTOR_FIT, &f.hopping);
    }
    if (status == HOP_OK) {
        status = hop_hopping_extract(ctx, f.fit, s->fitted, HOP_EXTRACTOR_CROSSING, &f.crossing);
    }
    if (status != HOP_OK) {
        char *label = spectrum_label(s);
        complain("%s: %s", label, hop_ctx_error(ctx));
        free(label);
        release(&f);
        return ANALYSIS_FAILED;
    }
    fits->owned[fits->count] = f;
    fits->results[fits->count++] = (fit_result){s, f.fit, f.hopping, f.crossing};
    return DONE;
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
        json_add(members, fit_json(&fits->results[i]));
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

static int report(hop_ctx *ctx, const fit_list *fits, const options *o)
{
    int code = DONE;
    if (!o->json || strcmp(o->json, "-") != 0) {
        fit_table_print(fits->results, fits->count, false, stdout);
    }
    if (o->json) {
        code = write_json(fits, o);
    }
    if (o->csv) {
        code = first_of(code, write_csv(ctx, fits, o));
    }
    return code;
}

static int fit_files(hop_ctx *ctx, const options *o, geometry g)
{
    spectrum_list spectra = {0};
    int code = DONE;
    for (int i = 0; i < o->file_count; i++) {
        const int outcome = spectra_read(ctx, o->files[i], g, o->temperature_k, &o->fit,
                                         "--thickness-mm and --diameter-mm or --area-cm2",
                                         &spectra);
        code = first_of(code, outcome);
    }
    fit_list fits = {allocate(spectra.count, sizeof(fit_result)),
                     allocate(spectra.count, sizeof(owned_fit)), 0};
    hop_jpl_options *how = jpl_options_of(ctx, &o->fit);
    for (size_t i = 0; i < spectra.count; i++) {
        const int outcome = fit_one(ctx, &spectra.items[i], how, &fits);
        code = first_of(code, outcome);
    }
    if (fits.count > 0) {
        const int outcome = report(ctx, &fits, o);
        code = first_of(code, outcome);
    }
    for (size_t i = 0; i < fits.count; i++) {
        release(&fits.owned[i]);
    }
    free(fits.owned);
    free(fits.results);
    hop_jpl_options_destroy(how);
    spectra_free(&spectra);
    return code;
}

int verb_fit(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    geometry g;
    int code = options_read(&o, "T" OPTIONS_GEOMETRY OPTIONS_FIT OPTIONS_REPORT, argc, argv);
    if (code == DONE && o.help) {
        fputs(usage, stdout);
        return DONE;
    }
    if (code == DONE) {
        code = options_geometry(&o, &g);
    }
    return code == DONE ? fit_files(ctx, &o, g) : code;
}
