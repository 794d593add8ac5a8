/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "program.h"

static const struct {
    const char *name, *purpose;
    int (*run)(hop_ctx *ctx, int argc, char **argv);
} verbs[] = {
    {"fit", "fit the Jonscher power law to spectra: sigma_dc, f_p, n", verb_fit},
    {"analyze", "a whole study: E_a, E_m, migration entropy, concentration factor", verb_analyze},
    {"scale", "master curves: do the spectra of a sample fall on one curve", verb_scale},
    {"kk", "do spectra obey the Kramers-Kronig relations", verb_kk},
    {"drt", "distribution of relaxation times", verb_drt},
    {"vibration", "attempt frequency and amplitude from molecular dynamics", verb_vibration},
    {"simulate", "make spectra from known parameters", verb_simulate},
    {"convert", "write a spectrum as impedance, conductivity, modulus, ...", verb_convert},
    {"info", "say what is in a file", verb_info},
};

enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

static void print_help(FILE *file)
{
    fputs("hop - from impedance spectra to activation energies and migration entropy\n\n"
          "Usage: hop VERB [options] FILE...\n\n", file);
    for (size_t i = 0; i < VERB_COUNT; i++) {
        fprintf(file, "  hop %-9s %s\n", verbs[i].name, verbs[i].purpose);
    }
    fputs("\nhop VERB --help explains a verb and shows an example; hop --version tells the\n"
          "version. Numbers have a decimal point in every locale.\n", file);
}

static int run_verb(int argc, char **argv)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(argv[0], verbs[i].name) == 0) {
            hop_ctx *ctx = NULL;
            if (hop_ctx_create(&ctx) != HOP_OK) {
                complain("hop: out of memory");
                return ANALYSIS_FAILED;
            }
            const int code = verbs[i].run(ctx, argc, argv);
            hop_ctx_destroy(ctx);
            return code;
        }
    }
    complain("hop: there is no verb '%s', expected fit, analyze, scale, kk, drt, "
             "vibration, simulate, convert or info",
             argv[0]);
    return WRONG_USAGE;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return WRONG_USAGE;
    }
    int code = DONE;
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(stdout);
    } else if (strcmp(argv[1], "--version") == 0) {
        printf("hop %s\n", hop_version_string());
    } else {
        code = run_verb(argc - 1, argv + 1);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain("stdout: writing failed");
        code = code == DONE ? ANALYSIS_FAILED : code;
    }
    return code;
}
