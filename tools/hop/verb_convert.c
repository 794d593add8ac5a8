/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "options.h"
#include "paths.h"

static const char usage[] =
    "hop convert - write a spectrum in another representation, as a headed table\n"
    "\n"
    "Usage: hop convert --to R -o OUTPUT [options] FILE\n"
    "\n"
    "  --to R                       impedance, admittance, conductivity, permittivity or modulus\n"
    "  -o, --output OUTPUT          file to make; DIR/ makes one file a spectrum\n"
    "  --spectrum N                 which spectrum of a file that holds several\n"
    "  --thickness-mm X, --diameter-mm D | --area-cm2 A\n"
    "                               geometry, where one side is an impedance or admittance\n"
    "  --temperature-C T            temperature, if neither the file nor its name states it\n"
    "\n"
    OPTIONS_READ_USAGE
    "A file that exists is never overwritten.\n"
    "Exit code: 0 done, 1 conversion failed, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop convert --to modulus --thickness-mm 1 --diameter-mm 10 -o modulus.csv \\\n"
    "      examples/data/cell/pellet_0C.csv\n";

static int convert_one(hop_ctx *ctx, const options *o, geometry g, const hop_file *file,
                       size_t i, const char *path)
{
    hop_spectrum *s = NULL;
    double temperature_k = NAN;
    const char *source = "";
    if (!temperature_settle(&o->read, file, i, o->files[0], o->temperature_k, "--temperature-C",
                            &temperature_k, &source)) {
        return UNREADABLE_INPUT;
    }
    hop_status status = hop_file_spectrum(ctx, file, i, g.thickness_m, g.area_m2, temperature_k, &s);
    if (status != HOP_OK) {
        reading_complain(ctx, status);
        return UNREADABLE_INPUT;
    }
    int code = DONE;
    status = hop_write_table(ctx, s, o->representation, path);
    if (status == HOP_ERR_MISSING_DATA) {
        complain("%s: spectrum %zu as %s: %s", o->files[0], i + 1,
                 choice_name(representations, o->representation), hop_ctx_error(ctx));
        code = ANALYSIS_FAILED;
    } else if (status != HOP_OK) {
        complain("%s", hop_ctx_error(ctx));
        code = status == HOP_ERR_FILE_OPEN ? WRONG_USAGE : ANALYSIS_FAILED;
    }
    hop_spectrum_destroy(s);
    return code;
}

/* One file a spectrum, "<name of the file>_<number>.csv". */
static int convert_all(hop_ctx *ctx, const options *o, geometry g, const hop_file *file)
{
    const char *name = path_name(o->files[0]);
    const char *dot = strrchr(name, '.');
    const int length = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    int code = folder_make(o->output) ? DONE : WRONG_USAGE;
    for (size_t i = 0; code == DONE && i < hop_file_count(file); i++) {
        char *new_name = text_of("%.*s_%zu.csv", length, name, i + 1);
        char *path = path_join(o->output, new_name);
        code = convert_one(ctx, o, g, file, i, path);
        free(path);
        free(new_name);
    }
    return code;
}

static int convert(hop_ctx *ctx, const options *o, geometry g, const hop_file *file)
{
    const size_t count = hop_file_count(file);
    const bool to_folder = o->output[strlen(o->output) - 1] == '/';
    if (o->spectrum > count) {
        complain("%s: there is no spectrum %zu, expected 1 to %zu", o->files[0], o->spectrum,
                 count);
        return WRONG_USAGE;
    }
    if (count > 1 && !isnan(o->temperature_k) && !o->spectrum) {
        complain("%s: one temperature was given for %zu spectra, expected --spectrum N as well",
                 o->files[0], count);
        return WRONG_USAGE;
    }
    if (to_folder && !o->spectrum) {
        return convert_all(ctx, o, g, file);
    }
    if (to_folder) {
        complain("%s: is a folder, expected the name of one file with --spectrum", o->output);
        return WRONG_USAGE;
    }
    if (count > 1 && !o->spectrum) {
        complain("%s: the file holds %zu spectra, expected --spectrum N or -o DIR/",
                 o->files[0], count);
        return WRONG_USAGE;
    }
    return convert_one(ctx, o, g, file, o->spectrum ? o->spectrum - 1 : 0, o->output);
}

int verb_convert(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    geometry g;
    int code = options_read(&o, "RsoT" OPTIONS_READ OPTIONS_GEOMETRY, argc, argv);
    if (code == DONE && o.help) {
        fputs(usage, stdout);
        return DONE;
    }
    if (code == DONE && (!o.representation || !o.output || !o.output[0])) {
        code = wrong_usage(o.verb, "%s is missing", o.representation ? "-o OUTPUT" : "--to");
    }
    if (code == DONE && o.file_count != 1) {
        code = wrong_usage(o.verb, "%d files were named, expected one", o.file_count);
    }
    if (code == DONE) {
        code = options_geometry(&o, &g);
    }
    if (code != DONE) {
        return code;
    }
    hop_file *file = NULL;
    const hop_status status = reading_file(ctx, &o.read, o.files[0], &file);
    if (status != HOP_OK) {
        complain("%s", hop_ctx_error(ctx));
        return status == HOP_ERR_INVALID_ARGUMENT ? WRONG_USAGE : UNREADABLE_INPUT;
    }
    code = convert(ctx, &o, g, file);
    hop_file_destroy(file);
    return code;
}
