/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kk_report.h"
#include "options.h"
#include "paths.h"

static const char usage[] =
    "hop kk - does a spectrum obey the Kramers-Kronig relations?\n"
    "\n"
    "Usage: hop kk [options] FILE...\n"
    "\n"
    "  --part P                     the chain is fitted to: complex (default), real, imaginary;\n"
    "                               one part decides only with --tolerance\n"
    "  --admittance                 test Y instead of Z\n"
    "  --M mu|density|least-noise|N elements of the chain: the fewest that meet the mu\n"
    "                               criterion (default), so many a decade, the smallest\n"
    "                               noise estimate, or N\n"
    "  --mu-limit C                 limit of mu (0.85), with --M mu\n"
    "  --per-decade X               elements a decade (3): with --M mu the fewest, 0 for one\n"
    "                               in all; with --M density all\n"
    "  --extend D                   time constants run D decades beyond both ends (0.5)\n"
    "  --terms both|rising|falling|none\n"
    "                               terms with i omega (L of Z, C of Y) and 1/(i omega)\n"
    "  --published                  as published: --M mu --per-decade 0 --extend 0\n"
    "                               --terms rising\n"
    "  --tolerance P                residual in % from which on a point fails; automatic: the\n"
    "                               larger of 1 % and five times the local noise\n"
    "  --zhit full|LO:HI            frequencies in Hz where the modulus is trusted in Z-HIT\n"
    "  --window full|LO:HI          frequencies in Hz that are tested\n"
    "  --thickness-mm X, --diameter-mm D | --area-cm2 A\n"
    "                               geometry: a conductivity then has R, L and C\n"
    "  --threads N                  work on up to 64 threads (1); results do not depend on it\n"
    "  --json FILE|-                results for programs; - is stdout, without the table\n"
    "  --csv DIR                    kk.csv, the residuals\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    OPTIONS_READ_USAGE
    "Residuals are in % of |Z|. docs/kramers-kronig.md explains the test.\n"
    "Exit code: 0 tested, 1 a spectrum could not be tested, 2 wrong usage, 3 unreadable\n"
    "input; a spectrum that fails the test is a result, not an error.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop kk examples/data/cell/pellet_0C.csv examples/data/cell/pellet_-20C.csv\n";

typedef struct kk_list {
    spectrum_list spectra;
    kk_result *items; /* one a spectrum */
} kk_list;

/* A spectrum without a phase to integrate has none; with a range given that is told. */
static int add_zhit(hop_ctx *ctx, const kk_settings *how, kk_result *r)
{
    const size_t count = hop_spectrum_count(r->spectrum->fitted);
    double *rebuilt = allocate(count, 3 * sizeof *rebuilt);
    double *re = rebuilt + count, *im = rebuilt + 2 * count;
    hop_status status = hop_kk_zhit(ctx, r->spectrum->fitted, how->zhit_min_Hz, how->zhit_max_Hz,
                                    rebuilt, count, NULL);
    if (status == HOP_OK) {
        /* The same scale as Z-HIT: without geometry it works on 1/σ*. */
        status = hop_spectrum_values(r->spectrum->fitted, HOP_IMPEDANCE, re, im, count, NULL);
        const bool is_inverse = status == HOP_ERR_MISSING_DATA;
        if (is_inverse) {
            status = hop_spectrum_values(r->spectrum->fitted, HOP_CONDUCTIVITY, re, im, count, NULL);
        }
        for (size_t i = 0; status == HOP_OK && i < count; i++) {
            const double modulus = hypot(re[i], im[i]);
            rebuilt[i] = 100 * ((is_inverse ? 1 / modulus : modulus) / rebuilt[i] - 1);
        }
    }
    if (status == HOP_OK) {
        r->zhit_percent = rebuilt;
        return DONE;
    }
    free(rebuilt);
    const bool is_range_given = how->zhit_min_Hz > 0 || isfinite(how->zhit_max_Hz);
    if (is_range_given) {
        spectrum_complain(ctx, r->spectrum);
    }
    return is_range_given ? ANALYSIS_FAILED : DONE;
}

/* All at once; if one of them cannot be tested, one by one, so that the others still are. */
static int test_all(hop_ctx *ctx, const options *o, kk_list *list)
{
    hop_kk_options *how = kk_options_of(ctx, &o->kk);
    const hop_spectrum **spectra = spectra_fitted(&list->spectra);
    hop_kk **tests = allocate(list->spectra.count, sizeof *tests);
    list->items = allocate(list->spectra.count, sizeof *list->items);
    for (size_t i = 0; i < list->spectra.count; i++) {
        list->items[i].spectrum = &list->spectra.items[i];
    }
    hop_ctx_set_threads(ctx, (int32_t)o->threads);
    int code = DONE;
    progress_show(ctx, "testing");
    const hop_status all = hop_kk_test_batch(ctx, list->spectra.count, spectra, how, tests);
    progress_end(ctx);
    for (size_t i = 0; i < list->spectra.count; i++) {
        kk_result *r = &list->items[i];
        if (all != HOP_OK && hop_kk_test(ctx, spectra[i], how, &tests[i]) != HOP_OK) {
            spectrum_complain(ctx, r->spectrum);
            code = ANALYSIS_FAILED;
            continue;
        }
        r->test = tests[i];
        if (add_zhit(ctx, &o->kk, r) != DONE) {
            code = ANALYSIS_FAILED;
        }
    }
    free(tests);
    free(spectra);
    hop_kk_options_destroy(how);
    return code;
}

static int report(const options *o, const kk_list *list)
{
    int code = DONE;
    if (!o->json || strcmp(o->json, "-") != 0) {
        kk_print(list->items, list->spectra.count);
        temperature_sources_print(&list->spectra, stdout);
    }
    if (o->json) {
        code = kk_write_json(list->items, list->spectra.count, &o->kk, o->json, o->force);
    }
    return code == DONE && o->csv ? kk_write_csv(list->items, list->spectra.count, o->csv, o->force)
                                  : code;
}

/* --published says four things, and none of them otherwise. */
static int check_published(const options *o)
{
    const kk_settings *k = &o->kk;
    char m[20];
    snprintf(m, sizeof m, "%u", (unsigned)k->m);
    if (k->m_by && k->m_by != HOP_KK_M_MU) {
        return wrong_usage(o->verb, "--published and --M %s were both given, expected one",
                           k->m_by == HOP_KK_M_FIXED ? m : choice_name(kk_m_choices, k->m_by));
    }
    if (k->per_decade > 0) {
        return wrong_usage(o->verb,
                           "--published and --per-decade %g were both given, expected one",
                           k->per_decade);
    }
    if (k->extension > 0) {
        return wrong_usage(o->verb, "--published and --extend %g were both given, expected one",
                           k->extension);
    }
    if (k->terms && k->terms != (KK_TERMS_GIVEN | HOP_KK_RISING)) {
        return wrong_usage(o->verb, "--published and --terms %s were both given, expected one",
                           choice_name(kk_terms, k->terms));
    }
    return DONE;
}

/* Options that would be without effect are no options. */
static int check(const options *o)
{
    const kk_settings *k = &o->kk;
    const int32_t m_by = k->m_by ? k->m_by : HOP_KK_M_MU;
    if (!isnan(k->mu_limit) && m_by != HOP_KK_M_MU) {
        return wrong_usage(o->verb, "--mu-limit was given, expected --M mu as well");
    }
    if (!isnan(k->per_decade) && m_by != HOP_KK_M_MU && m_by != HOP_KK_M_DENSITY) {
        return wrong_usage(o->verb,
                           "--per-decade was given, expected --M mu or --M density as well");
    }
    const bool is_none = m_by == HOP_KK_M_MU && k->per_decade == 0;
    if (k->per_decade < 0.5 && !is_none) {
        return wrong_usage(o->verb, "--per-decade: expected 0.5 to 12, or 0 with --M mu");
    }
    if (o->fit.finds_window) {
        return wrong_usage(o->verb, "--window: expected full or LO:HI");
    }
    return k->as_published ? check_published(o) : DONE;
}

int verb_kk(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    geometry g;
    int code = options_read(&o, "WN" OPTIONS_READ OPTIONS_GEOMETRY OPTIONS_REPORT OPTIONS_KK, argc, argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    code = check(&o);
    code = code == DONE ? options_check_origin(&o) : code;
    code = code == DONE ? options_geometry(&o, &g) : code;
    if (code != DONE) {
        return code;
    }
    kk_list list = {0};
    code = spectra_read_files(ctx, &o, g, NULL, &list.spectra);
    if (list.spectra.count > 0) {
        const int tested = test_all(ctx, &o, &list);
        const int reported = report(&o, &list);
        code = code != DONE ? code : tested != DONE ? tested : reported;
        for (size_t i = 0; i < list.spectra.count; i++) {
            free(list.items[i].zhit_percent);
            hop_kk_destroy(list.items[i].test);
        }
    }
    free(list.items);
    spectra_free(&list.spectra);
    return code;
}
