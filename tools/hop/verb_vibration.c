/* SPDX-License-Identifier: BSD-3-Clause */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dynamics.h"
#include "options.h"
#include "vineyard.h"

static const char usage[] =
    "hop vibration - attempt frequency, amplitude and diffusivity from molecular dynamics\n"
    "\n"
    "Usage: hop vibration --species LIST [options] FILE\n"
    "       hop vibration --initial FILE --saddle FILE [--attempt-frequency-Hz X] [options]\n"
    "\n"
    "  --species LIST               mobile ions: elements or numbers from 1, such as Li or 1-48\n"
    "  --framework LIST             whose drift is taken off: others (default), none, elements\n"
    "  --frame-interval-fs X        time between stored frames, if the file does not state it\n"
    "  --skip N                     frames to leave out at the start (equilibration)\n"
    "  --estimator E                both (default), scalar (de Klerk 2018) or vector (velocities)\n"
    "  --blocks N                   blocks for errors and the MSD (5)\n"
    "  --block-frames N             keep and average blocks of N frames, not the whole run\n"
    "  --precision P                of what is kept: double (default) or single\n"
    "  --drift D                    of the framework (default), of all ions, or none\n"
    "  --dimension D                of the diffusion: 1, 2 or 3 (default)\n"
    "  --site-radius-angstrom X     farther from its first position an ion has left its site (1.5)\n"
    "  --threads N                  threads to use (1)\n"
    "  --initial FILE, --saddle FILE  phonons of both states in THz, imaginary ones negative\n"
    "  --zero-THz X                 modes up to this are translations (0.05)\n"
    "  --attempt-frequency-Hz X, --attempt-frequency-error-Hz X  of the entropy from phonons\n"
    "  --json FILE|-                results for programs; - is stdout, without the table\n"
    "  --csv DIR                    scalar.csv, dos.csv, msd.csv, amplitudes.csv\n"
    "  --force                      let --json and --csv replace files\n"
    "\n"
    "Formats: VASP XDATCAR and vasprun.xml, LAMMPS dump, XYZ and extended XYZ, also .gz.\n"
    "Exit code: 0 done, 1 no result, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop vibration --species Li --frame-interval-fs 5 examples/data/md/XDATCAR\n";

static const struct option long_options[] = {
    {"species", required_argument, NULL, 's'},
    {"framework", required_argument, NULL, 'F'},
    {"frame-interval-fs", required_argument, NULL, 't'},
    {"skip", required_argument, NULL, 'k'},
    {"estimator", required_argument, NULL, 'e'},
    {"blocks", required_argument, NULL, 'b'},
    {"block-frames", required_argument, NULL, 'B'},
    {"precision", required_argument, NULL, 'p'},
    {"drift", required_argument, NULL, 'D'},
    {"dimension", required_argument, NULL, 'd'},
    {"site-radius-angstrom", required_argument, NULL, 'r'},
    {"threads", required_argument, NULL, 'N'},
    {"initial", required_argument, NULL, 'i'},
    {"saddle", required_argument, NULL, 'S'},
    {"zero-THz", required_argument, NULL, 'z'},
    {"attempt-frequency-Hz", required_argument, NULL, 'n'},
    {"attempt-frequency-error-Hz", required_argument, NULL, 'u'},
    {"json", required_argument, NULL, 'j'},
    {"csv", required_argument, NULL, 'c'},
    {"force", no_argument, NULL, 'f'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

typedef struct request {
    dynamics_settings dynamics;
    vineyard_settings vineyard;
    double threads;
    const char *json, *csv;
    bool force, help;
    bool given[128]; /* by letter */
} request;

static bool take_count(const char *text, const number_rule *rule, int32_t *to,
                       char problem[PROBLEM_SIZE])
{
    double number = 0;
    const bool ok = number_read(text, rule, &number, problem);
    *to = (int32_t)number;
    return ok;
}

static bool take_phonons(vineyard_settings *v, int letter, const char *text,
                         char problem[PROBLEM_SIZE])
{
    switch (letter) {
    case 'i':
        v->initial = text;
        return true;
    case 'S':
        v->saddle = text;
        return true;
    case 'z':
        return number_read(text, &not_negative_number, &v->zero_THz, problem);
    case 'n':
        return number_read(text, &frequency_Hz, &v->nu0_Hz, problem);
    default:
        return number_read(text, &frequency_Hz_or_zero, &v->nu0_error_Hz, problem);
    }
}

static bool take(request *r, int letter, const char *text, char problem[PROBLEM_SIZE])
{
    dynamics_settings *d = &r->dynamics;
    switch (letter) {
    case 's':
        d->species = text;
        return true;
    case 'F':
        d->framework = text;
        return true;
    case 't':
        return number_read(text, &frame_interval_fs, &d->frame_interval_fs, problem);
    case 'k':
        return number_read(text, &frame_count, &d->skip_frames, problem);
    case 'e':
        return choice_read(text, estimators, &d->parts, problem);
    case 'b':
        return take_count(text, &block_count, &d->blocks, problem);
    case 'B':
        return number_read(text, &block_frame_count, &d->block_frames, problem);
    case 'p':
        return choice_read(text, precisions, &d->precision, problem);
    case 'D':
        return choice_read(text, drifts, &d->drift, problem);
    case 'd':
        return take_count(text, &walk_dimension, &d->dimension, problem);
    case 'r':
        return number_read(text, &site_radius_angstrom, &d->site_radius_angstrom, problem);
    case 'N':
        return number_read(text, &thread_count, &r->threads, problem);
    case 'j':
        r->json = text;
        return true;
    case 'c':
        r->csv = text;
        return true;
    case 'f':
        return r->force = true;
    default:
        return take_phonons(&r->vineyard, letter, text, problem);
    }
}

/* The first of these options that was given; NULL: none. */
static const char *given_of(const request *r, const char *letters)
{
    while (*letters && !r->given[(unsigned char)*letters]) {
        letters++;
    }
    return *letters ? option_name(long_options, *letters) : NULL;
}

static int check_phonons(const char *verb, const request *r)
{
    const char *of_run = given_of(r, "sFtkebBpDdrNc");
    if (of_run) {
        return wrong_usage(verb, "--%s was given, but --initial and --saddle take the place of "
                                 "a run",
                           of_run);
    }
    if (r->given['u'] && !r->given['n']) {
        return wrong_usage(verb, "--attempt-frequency-error-Hz was given, expected "
                                 "--attempt-frequency-Hz as well");
    }
    return DONE;
}

static int check_run(const char *verb, const request *r)
{
    const char *of_phonons = given_of(r, "znu");
    const int32_t drift = r->dynamics.drift;
    if (of_phonons) {
        return wrong_usage(verb, "--%s was given, expected --initial and --saddle as well",
                           of_phonons);
    }
    if (r->given['F'] && (drift == HOP_DRIFT_ALL || drift == HOP_DRIFT_NONE)) {
        return wrong_usage(verb, "--framework was given, but --drift %s",
                           drift == HOP_DRIFT_ALL ? "all takes off that of all ions"
                                                  : "none takes nothing off");
    }
    if (r->given['b'] && r->given['B']) {
        return wrong_usage(verb, "--blocks and --block-frames were both given, expected one");
    }
    return DONE;
}

static int read_options(request *r, int argc, char **argv)
{
    const char *verb = argv[0];
    char problem[PROBLEM_SIZE];
    *r = (request){.dynamics = dynamics_nothing_given, .threads = 1,
                   .vineyard = {.zero_THz = 0.05, .nu0_Hz = NAN, .nu0_error_Hz = NAN}};
    opterr = 0;
    for (int letter; (letter = getopt_long(argc, argv, ":h", long_options, NULL)) != -1;) {
        if (letter == ':') {
            return wrong_usage(verb, "%s needs a value", argv[optind - 1]);
        }
        if (letter == 'h') {
            r->help = true;
            return DONE;
        }
        if (letter == '?') {
            return unknown_option(verb, long_options, argv);
        }
        if (!take(r, letter, optarg, problem)) {
            return wrong_usage(verb, "--%s: %s", option_name(long_options, letter), problem);
        }
        r->given[letter] = true;
    }
    const vineyard_settings *v = &r->vineyard;
    if (!v->initial != !v->saddle) {
        return wrong_usage(verb, "--%s was given alone, expected --initial and --saddle",
                           v->initial ? "initial" : "saddle");
    }
    const int wanted = v->initial ? 0 : 1;
    if (argc - optind != wanted) {
        return wrong_usage(verb, "%d files were named, expected %d", argc - optind, wanted);
    }
    if (!v->initial && !r->dynamics.species) {
        return wrong_usage(verb, "the mobile ions are not known, expected --species");
    }
    r->dynamics.file = v->initial ? NULL : argv[optind];
    return v->initial ? check_phonons(verb, r) : check_run(verb, r);
}

static int report(const request *r, const dynamics_result *result)
{
    int code = DONE;
    if (!r->json || strcmp(r->json, "-") != 0) {
        dynamics_print(&r->dynamics, result, stdout);
    }
    if (r->json) {
        code = dynamics_write_json(&r->dynamics, result, r->json, r->force);
    }
    return code == DONE && r->csv ? dynamics_write_csv(result, r->csv, r->force) : code;
}

int verb_vibration(hop_ctx *ctx, int argc, char **argv)
{
    request r;
    dynamics_result result;
    int code = read_options(&r, argc, argv);
    if (code != DONE || r.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    if (r.vineyard.initial) {
        r.vineyard.nu0_source = "given";
        return vineyard_run(ctx, &r.vineyard, r.json, r.force);
    }
    hop_ctx_set_threads(ctx, (int32_t)r.threads);
    code = dynamics_run(ctx, &r.dynamics, &result);
    if (code == DONE) {
        code = report(&r, &result);
    }
    hop_vibration_destroy(result.vibration);
    return code;
}
