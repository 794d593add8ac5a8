/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drt_report.h"
#include "options.h"
#include "paths.h"

static const char usage[] =
    "hop drt - the distribution of relaxation times of an impedance\n"
    "\n"
    "Usage: hop drt [options] FILE...\n"
    "\n"
    "  --lambda M                   how the smoothing is chosen: gcv (default), robust-gcv,\n"
    "                               modified-gcv, l-curve, re-im, k-fold; or a number\n"
    "  --order N                    penalise gamma (0), its first (1, default) or its second\n"
    "                               derivative (2)\n"
    "  --basis B                    gaussian (default), matern-c2, matern-c4, matern-c6 or\n"
    "                               piecewise-linear\n"
    "  --shape C                    distance of two functions over their width (0.5)\n"
    "  --part P                     of Z that is fitted: complex (default), real, imaginary\n"
    "  --weighting W                modulus (default) or unit\n"
    "  --electrode E                what blocks at low frequency: none (default), capacitor,\n"
    "                               cpe, or cpe:ALPHA with a fixed exponent\n"
    "  --no-inductance, --no-resistance\n"
    "                               no L, no R_inf in series\n"
    "  --tau LO:HI:N                N time constants from LO to HI seconds (half a decade\n"
    "                               past both ends of the frequencies)\n"
    "  --samples N, --seed S        credible bands from N samples (none)\n"
    "  --level P                    probability of the bands (0.95)\n"
    "  --least-share X, --least-depth X\n"
    "                               of the resistance, and above the valley beside it, that\n"
    "                               make a peak (0.005, 0.05)\n"
    "  --window full|LO:HI          frequencies in Hz that take part\n"
    "  --temperature-C T            temperature, if neither the file nor its name states it\n"
    "  --thickness-mm X, --diameter-mm D | --area-cm2 A\n"
    "                               geometry, to make an impedance of a conductivity\n"
    "  --threads N                  work on up to 64 threads (1); results do not depend on it\n"
    "  --json FILE|-                results for programs; - is stdout, without the table\n"
    "  --csv DIR                    drt.csv and drt_peaks.csv\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    OPTIONS_READ_USAGE
    "docs/drt.md explains the method. gamma is in ohm per unit of ln tau.\n"
    "Exit code: 0 done, 1 a spectrum could not be treated, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop drt --electrode cpe examples/data/cell/pellet_0C.csv\n";

typedef struct drt_list {
    spectrum_list spectra;
    drt_result *items; /* one a spectrum */
    hop_drt **owned;   /* of results that were calculated one by one */
} drt_list;

/* The HOP_DRT_ part that --part names. */
static int32_t part_of(const options *o)
{
    switch (o->kk.part) {
    case HOP_KK_REAL:
        return HOP_DRT_REAL;
    case HOP_KK_IMAGINARY:
        return HOP_DRT_IMAGINARY;
    default:
        return HOP_DRT_BOTH;
    }
}

static int32_t weighting_of(const options *o)
{
    return o->fit.weighting == HOP_WEIGHTING_UNIT ? HOP_DRT_WEIGHT_UNIT : HOP_DRT_WEIGHT_MODULUS;
}

/* One by one, so that those that can be treated still are. */
static int calculate_each(hop_ctx *ctx, const hop_drt_options *how, drt_list *list)
{
    int code = DONE;
    for (size_t i = 0; i < list->spectra.count; i++) {
        drt_result *r = &list->items[i];
        if (hop_drt_calculate(ctx, r->spectrum->fitted, how, &list->owned[i]) != HOP_OK) {
            spectrum_complain(ctx, r->spectrum);
            code = ANALYSIS_FAILED;
        }
        r->drt = list->owned[i];
    }
    return code;
}

static int report(const options *o, const drt_list *list)
{
    int code = DONE;
    if (!o->json || strcmp(o->json, "-") != 0) {
        drt_print(list->items, list->spectra.count);
        temperature_sources_print(&list->spectra, stdout);
    }
    if (o->json) {
        code = drt_write_json(list->items, list->spectra.count, &o->drt, o->json, o->force);
    }
    return code == DONE && o->csv
               ? drt_write_csv(list->items, list->spectra.count, &o->drt, o->csv, o->force)
               : code;
}

/* All at once, and what came of it. */
static int calculate_and_report(hop_ctx *ctx, const options *o, drt_list *list)
{
    hop_drt_options *how = drt_options_of(ctx, &o->drt, part_of(o), weighting_of(o), o->seed);
    const hop_spectrum **spectra = spectra_fitted(&list->spectra);
    list->items = allocate(list->spectra.count, sizeof *list->items);
    list->owned = allocate(list->spectra.count, sizeof *list->owned);
    for (size_t i = 0; i < list->spectra.count; i++) {
        list->items[i].spectrum = &list->spectra.items[i];
    }
    hop_ctx_set_threads(ctx, (int32_t)o->threads);
    progress_show(ctx, "relaxation times");
    hop_drt_set *set = NULL;
    int code = DONE;
    if (list->spectra.count > 1 && hop_drt_batch(ctx, list->spectra.count, spectra, how, &set) == HOP_OK) {
        for (size_t i = 0; i < list->spectra.count; i++) {
            list->items[i].drt = hop_drt_set_get(set, i);
        }
    } else {
        code = calculate_each(ctx, how, list);
    }
    progress_end(ctx);
    const int reported = report(o, list);
    for (size_t i = 0; i < list->spectra.count; i++) {
        hop_drt_destroy(list->owned[i]);
    }
    hop_drt_set_destroy(set);
    free(list->owned);
    free(list->items);
    free(spectra);
    hop_drt_options_destroy(how);
    return code == DONE ? reported : code;
}

/* Both ends of a band lie between samples, of which each of the four chains draws as many. */
static int check_level(options *o)
{
    drt_settings *d = &o->drt;
    const char *of_samples = options_given(o, "SY");
    if (of_samples && d->samples == 0) {
        return wrong_usage(o->verb, "--%s was given, expected --samples as well", of_samples);
    }
    d->level = isnan(d->level) ? 0.95 : d->level;
    const double drawn = d->samples + (-d->samples & 3);
    if (d->samples > 0 && 0.5 * (1 - d->level) * (drawn + 1) < 1) {
        return wrong_usage(o->verb, "--level: %g needs at least %.0f samples", d->level,
                           ceil(2 / (1 - d->level) - 1 - 1e-6));
    }
    return DONE;
}

/* One part of Z does not hold all elements in series. */
static int check_series(const options *o)
{
    const int32_t part = part_of(o);
    if (part == HOP_DRT_REAL && o->drt.without_inductance) {
        return wrong_usage(o->verb,
                           "--no-inductance was given, but --part real holds no inductance");
    }
    if (part == HOP_DRT_REAL && o->drt.electrode == HOP_DRT_CAPACITOR) {
        return wrong_usage(o->verb, "--electrode capacitor was given, but --part real holds no "
                                    "capacitor");
    }
    if (part == HOP_DRT_IMAGINARY && o->drt.without_resistance) {
        return wrong_usage(o->verb,
                           "--no-resistance was given, but --part imaginary holds no R_inf");
    }
    return DONE;
}

/* Options that would be without effect, or mean nothing here, are no options. */
static int check(options *o)
{
    const int32_t weighting = o->fit.weighting;
    if (weighting && weighting != HOP_WEIGHTING_UNIT && weighting != HOP_WEIGHTING_MODULUS) {
        return wrong_usage(o->verb, "--weighting: expected modulus or unit");
    }
    if (o->fit.finds_window) {
        return wrong_usage(o->verb, "--window: expected full or LO:HI");
    }
    if (o->drt.method == HOP_DRT_RE_IM && part_of(o) != HOP_DRT_BOTH) {
        return wrong_usage(o->verb, "--lambda: re-im needs both parts, expected --part complex");
    }
    if (!isnan(o->drt.shape) && o->drt.basis == HOP_DRT_PIECEWISE_LINEAR) {
        return wrong_usage(o->verb, "--shape: straight lines have none, expected another --basis");
    }
    const int code = check_series(o);
    return code == DONE ? check_level(o) : code;
}

int verb_drt(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    geometry g;
    int code = options_read(&o, "wWNST(" OPTIONS_READ OPTIONS_GEOMETRY OPTIONS_REPORT OPTIONS_DRT,
                            argc, argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    code = check(&o);
    code = code == DONE ? options_geometry(&o, &g) : code;
    if (code != DONE) {
        return code;
    }
    drt_list list = {0};
    code = spectra_read_files(ctx, &o, g, NULL, &list.spectra);
    if (list.spectra.count > 0) {
        const int outcome = calculate_and_report(ctx, &o, &list);
        code = code == DONE ? outcome : code;
    }
    spectra_free(&list.spectra);
    return code;
}
