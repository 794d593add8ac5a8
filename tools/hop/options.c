/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include <math.h>
#include <string.h>

#include "number.h"

static const struct option long_options[] = {
    {"thickness-mm", required_argument, NULL, 't'},
    {"diameter-mm", required_argument, NULL, 'd'},
    {"area-cm2", required_argument, NULL, 'a'},
    {"temperature-C", required_argument, NULL, 'T'},
    {"format", required_argument, NULL, '1'},
    {"columns", required_argument, NULL, '2'},
    {"delimiter", required_argument, NULL, '3'},
    {"decimal-mark", required_argument, NULL, '4'},
    {"sign", required_argument, NULL, '5'},
    {"duplicates", required_argument, NULL, '6'},
    {"temperature-from", required_argument, NULL, '8'},
    {"write-study", required_argument, NULL, '7'},
    {"model", required_argument, NULL, 'm'},
    {"compare", no_argument, NULL, 'p'},
    {"all-extractors", no_argument, NULL, 'x'},
    {"interval", required_argument, NULL, 'i'},
    {"loss", required_argument, NULL, 'l'},
    {"replicates", required_argument, NULL, 'r'},
    {"seed", required_argument, NULL, 'S'},
    {"threads", required_argument, NULL, 'N'},
    {"global", required_argument, NULL, 'g'},
    {"limits", required_argument, NULL, 'L'},
    {"limit-width", required_argument, NULL, 'U'},
    {"quantity", required_argument, NULL, 'Q'},
    {"arrhenius-loss", required_argument, NULL, 'H'},
    {"temperature-error-K", required_argument, NULL, 'E'},
    {"temperature-offset-error-K", required_argument, NULL, 'O'},
    {"weighting", required_argument, NULL, 'w'},
    {"window", required_argument, NULL, 'W'},
    {"n-range", required_argument, NULL, 'n'},
    {"json", required_argument, NULL, 'j'},
    {"csv", required_argument, NULL, 'c'},
    {"force", no_argument, NULL, 'f'},
    {"convention", required_argument, NULL, 'C'},
    {"arrhenius", required_argument, NULL, 'A'},
    {"birge", required_argument, NULL, 'B'},
    {"extractor", required_argument, NULL, 'X'},
    {"kind", required_argument, NULL, 'k'},
    {"part", required_argument, NULL, '('},
    {"M", required_argument, NULL, ')'},
    {"per-decade", required_argument, NULL, '*'},
    {"mu-limit", required_argument, NULL, '+'},
    {"extend", required_argument, NULL, ','},
    {"terms", required_argument, NULL, '-'},
    {"tolerance", required_argument, NULL, '.'},
    {"zhit", required_argument, NULL, '/'},
    {"admittance", no_argument, NULL, '<'},
    {"published", no_argument, NULL, '>'},
    {"lambda", required_argument, NULL, 'b'},
    {"basis", required_argument, NULL, 'D'},
    {"shape", required_argument, NULL, 'F'},
    {"order", required_argument, NULL, 'G'},
    {"electrode", required_argument, NULL, 'I'},
    {"no-inductance", no_argument, NULL, 'J'},
    {"no-resistance", no_argument, NULL, 'K'},
    {"tau", required_argument, NULL, 'P'},
    {"samples", required_argument, NULL, 'V'},
    {"level", required_argument, NULL, 'Y'},
    {"least-share", required_argument, NULL, 'Z'},
    {"least-depth", required_argument, NULL, 'e'},
    {"to", required_argument, NULL, 'R'},
    {"spectrum", required_argument, NULL, 's'},
    {"output", required_argument, NULL, 'o'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* That of a letter; without a name where there is none. */
static const struct option *option_of(const struct option *list, int letter)
{
    while (list->name && list->val != letter) {
        list++;
    }
    return list;
}

const char *option_name(const struct option *list, int letter)
{
    return option_of(list, letter)->name;
}

fit_settings fit_settings_over(fit_settings above, fit_settings below)
{
    fit_settings both = below;
    if (above.weighting) {
        both.weighting = above.weighting;
    }
    if (above.loss) {
        both.loss = above.loss;
    }
    if (above.has_window) {
        both.has_window = true;
        both.finds_window = above.finds_window;
        both.f_min_Hz = above.f_min_Hz;
        both.f_max_Hz = above.f_max_Hz;
    }
    if (above.has_n_range) {
        both.has_n_range = true;
        both.n_min = above.n_min;
        both.n_max = above.n_max;
    }
    return both;
}

bool fit_settings_window(fit_settings *fit, const char *text, char problem[PROBLEM_SIZE])
{
    fit->has_window = true;
    fit->finds_window = strcmp(text, "auto") == 0;
    return window_read(fit->finds_window ? "full" : text, &fit->f_min_Hz, &fit->f_max_Hz,
                       problem);
}

static bool take_spectrum_number(options *o, const char *text, char problem[PROBLEM_SIZE])
{
    static const number_rule rule = {"the number of a spectrum, 1 or more", 1, 1e9, false, true};
    double number = 0;
    const bool ok = number_read(text, &rule, &number, problem);
    o->spectrum = (size_t)number;
    return ok;
}

static bool take_temperature(options *o, const char *text, char problem[PROBLEM_SIZE])
{
    double celsius = 0;
    const bool ok = number_read(text, &temperature_C, &celsius, problem);
    o->temperature_k = celsius + ZERO_CELSIUS_IN_KELVIN;
    return ok;
}

static bool take_count(const char *text, const number_rule *rule, uint32_t *count,
                       char problem[PROBLEM_SIZE])
{
    double number = 0;
    const bool ok = number_read(text, rule, &number, problem);
    *count = (uint32_t)number;
    return ok;
}

static bool take_fit_setting(fit_settings *fit, int letter, const char *text,
                             char problem[PROBLEM_SIZE])
{
    switch (letter) {
    case 'w':
        return choice_read(text, weightings, &fit->weighting, problem);
    case 'l':
        return choice_read(text, losses, &fit->loss, problem);
    case 'W':
        return fit_settings_window(fit, text, problem);
    default:
        fit->has_n_range = true;
        return n_range_read(text, &fit->n_min, &fit->n_max, problem);
    }
}

static bool take(options *o, int letter, const char *text, char problem[PROBLEM_SIZE])
{
    if (strchr(OPTIONS_READ, letter)) {
        return reading_take(&o->read, letter, text, problem);
    }
    if (strchr(OPTIONS_KK, letter)) {
        return kk_take(&o->kk, letter, text, problem);
    }
    if (strchr(OPTIONS_DRT, letter)) {
        return drt_take(&o->drt, letter, text, problem);
    }
    if (strchr(OPTIONS_ARRHENIUS, letter)) {
        return arrhenius_take(&o->arrhenius, letter, text, problem);
    }
    switch (letter) {
    case '7':
        o->write_study = text;
        return true;
    case 't':
        return number_read(text, &length_mm, &o->thickness_mm, problem);
    case 'd':
        return number_read(text, &length_mm, &o->diameter_mm, problem);
    case 'a':
        return number_read(text, &area_cm2, &o->area_cm2, problem);
    case 'T':
        return take_temperature(o, text, problem);
    case 'm':
        return choice_read(text, fit_models, &o->model, problem);
    case 'i':
        return choice_read(text, interval_methods, &o->interval, problem);
    case 'k':
        return choice_read(text, scaling_kinds, &o->kind, problem);
    case 'r':
        return take_count(text, &replicate_count, &o->replicates, problem);
    case 'S':
        return take_count(text, &random_seed, &o->seed, problem);
    case 'N':
        return take_count(text, &thread_count, &o->threads, problem);
    case 'g':
        return choice_read(text, exponents, &o->global, problem);
    case 'C':
        return choice_read(text, conventions, &o->convention, problem);
    case 'R':
        return choice_read(text, representations, &o->representation, problem);
    case 's':
        return take_spectrum_number(o, text, problem);
    case 'j':
        o->json = text;
        return true;
    case 'c':
        o->csv = text;
        return true;
    case 'o':
        o->output = text;
        return true;
    default:
        return take_fit_setting(&o->fit, letter, text, problem);
    }
}

/* Whether the argument is "--force=1": optopt is then the letter of --force. */
static bool has_needless_value(const struct option *list, const char *argument)
{
    const struct option *o = option_of(list, optopt);
    const size_t length = strcspn(argument, "=");
    return o->name && o->has_arg == no_argument && length > 2 && argument[length]
           && strncmp(argument, "--", 2) == 0 && strncmp(o->name, argument + 2, length - 2) == 0;
}

/* After a letter that is none getopt stays at its argument if more letters follow. */
static const char *unknown_letters(char **argv)
{
    const char *next = argv[optind];
    const bool is_next = next && next[0] == '-' && next[1] == (char)optopt && next[2];
    return is_next ? next : argv[optind - 1];
}

int unknown_option(const char *verb, const struct option *list, char **argv)
{
    const char *last = argv[optind - 1];
    if (!optopt) {
        return wrong_usage(verb, "there is no option %s", last);
    }
    if (has_needless_value(list, last)) {
        return wrong_usage(verb, "--%s takes no value", option_name(list, optopt));
    }
    const char *letters = unknown_letters(argv);
    return letters[2] ? wrong_usage(verb,
                                    "there is no option -%c; a file whose name begins with '-' is "
                                    "read as ./%s or -- %s",
                                    optopt, letters, letters)
                      : wrong_usage(verb, "there is no option -%c", optopt);
}

/* What one option of reading says must go with what another says. */
static int check_reading(const options *o, const char *accepted)
{
    const reading *r = &o->read;
    const int32_t from = r->temperature_from;
    const bool is_given = !isnan(o->temperature_k);
    if (r->columns && r->format && strcmp(r->format, "table") != 0) {
        return wrong_usage(o->verb, "--columns was given, but --format %s has names of its own",
                           r->format);
    }
    if (is_given && from && from != TEMPERATURE_FROM_GIVEN) {
        return wrong_usage(o->verb,
                           "--temperature-C and --temperature-from %s were both given, expected "
                           "one",
                           choice_name(temperature_origins, from));
    }
    if (from == TEMPERATURE_FROM_GIVEN && !is_given && strchr(accepted, 'T')) {
        return wrong_usage(o->verb, "--temperature-from given was given, expected --temperature-C "
                                    "as well");
    }
    return DONE;
}

int options_read(options *o, const char *accepted, int argc, char **argv)
{
    char problem[PROBLEM_SIZE];
    *o = (options){.verb = argv[0], .thickness_mm = NAN, .diameter_mm = NAN, .area_cm2 = NAN,
                   .temperature_k = NAN, .kk = kk_nothing_given, .drt = drt_nothing_given,
                   .arrhenius = arrhenius_unset,
                   .replicates = 2000, .seed = 1, .threads = 1};
    opterr = 0;
    for (int letter; (letter = getopt_long(argc, argv, ":o:h", long_options, NULL)) != -1;) {
        if (letter == ':') {
            return wrong_usage(o->verb, "%s needs a value", argv[optind - 1]);
        }
        if (letter == 'h') {
            o->help = true;
            return DONE;
        }
        if (letter == '?') {
            return unknown_option(o->verb, long_options, argv);
        }
        if (!strchr(accepted, letter)) {
            return wrong_usage(o->verb, "there is no option --%s", option_name(long_options, letter));
        }
        o->given[letter] = true;
        if (letter == 'f') {
            o->force = true;
        } else if (letter == 'p') {
            o->compare = true;
        } else if (letter == 'x') {
            o->all_extractors = true;
        } else if (!take(o, letter, optarg, problem)) {
            return wrong_usage(o->verb, "--%s: %s", option_name(long_options, letter), problem);
        }
    }
    o->files = argv + optind;
    o->file_count = argc - optind;
    if (o->file_count == 0) {
        return wrong_usage(o->verb, "no file was named");
    }
    return check_reading(o, accepted);
}

const char *options_given(const options *o, const char *letters)
{
    for (const char *letter = letters; *letter; letter++) {
        if (o->given[(unsigned char)*letter]) {
            return option_name(long_options, *letter);
        }
    }
    return NULL;
}

int options_check_origin(const options *o)
{
    return o->read.temperature_from == TEMPERATURE_FROM_GIVEN
               ? wrong_usage(o->verb, "--temperature-from: expected file, name or none")
               : DONE;
}

int options_check_bootstrap(const options *o)
{
    const char *name = options_given(o, "rS");
    return name && o->interval < INTERVAL_BY_BOOTSTRAP
               ? wrong_usage(o->verb,
                             "--%s was given, expected --interval bootstrap or "
                             "parametric-bootstrap as well",
                             name)
               : DONE;
}

int options_geometry(const options *o, geometry *g)
{
    const bool has_area = !isnan(o->diameter_mm) || !isnan(o->area_cm2);
    *g = (geometry){NAN, NAN};
    if (!isnan(o->diameter_mm) && !isnan(o->area_cm2)) {
        return wrong_usage(o->verb, "--diameter-mm and --area-cm2 were both given, expected one");
    }
    if (isnan(o->thickness_mm) != !has_area) {
        return wrong_usage(o->verb, "%s was given alone, expected %s as well",
                           has_area ? "the area" : "--thickness-mm",
                           has_area ? "--thickness-mm" : "--diameter-mm or --area-cm2");
    }
    if (has_area) {
        const double radius_m = 0.5e-3 * o->diameter_mm;
        g->thickness_m = 1e-3 * o->thickness_mm;
        g->area_m2 = isnan(o->area_cm2) ? acos(-1.0) * radius_m * radius_m : 1e-4 * o->area_cm2;
    }
    return DONE;
}
