/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

#include "arrhenius_settings.h"
#include "drt_options.h"
#include "kk_options.h"
#include "number.h"
#include "program.h"
#include "reading.h"

/* Thickness and area, NaN where not known. */
typedef struct geometry {
    double thickness_m, area_m2;
} geometry;

/* How to fit; what was not set is taken from the level below. */
typedef struct fit_settings {
    bool has_window, has_n_range;
    bool finds_window; /* auto: inside the frequencies of the window */
    int32_t weighting, loss; /* 0: not set */
    double f_min_Hz, f_max_Hz;
    double n_min, n_max;
} fit_settings;

/* What `above` sets, and for the rest what `below` sets. */
fit_settings fit_settings_over(fit_settings above, fit_settings below);

/* Takes a window as text: auto, full or LO:HI. Answers false with the problem. */
bool fit_settings_window(fit_settings *fit, const char *text, char problem[PROBLEM_SIZE]);

/* What the command line of any verb can say. */
typedef struct options {
    const char *verb;
    double thickness_mm, diameter_mm, area_cm2; /* NaN: not given */
    double temperature_k;                       /* NaN: not given */
    reading read;
    fit_settings fit;
    kk_settings kk;
    drt_settings drt;
    arrhenius_settings arrhenius;
    int32_t model, interval, convention, representation, global, kind; /* 0: not given */
    uint32_t replicates, seed, threads;
    size_t spectrum;                            /* number from 1, 0: not given */
    const char *json, *csv, *output, *write_study; /* NULL: not given */
    bool force, help, compare, all_extractors;
    bool given[128]; /* by letter */
    char **files;
    int file_count;
} options;

/* Letters of the options that a verb takes. */
#define OPTIONS_GEOMETRY "tda"
#define OPTIONS_FIT "wWnilrSNx"
#define OPTIONS_REPORT "jcf"
#define OPTIONS_KK "()*+,-./<>"
#define OPTIONS_DRT "bDFGIJKPVYZe"
#define OPTIONS_READ_USAGE                                                                     \
    "Files are recognised by themselves (hop info FILE says as what and why); otherwise:\n"     \
    "  --format F                   one of those that hop info --help lists\n"                  \
    "  --columns NAMES              of a table: frequency_Hz,z_re_ohm,-,minus_z_im_ohm; - is\n" \
    "                               not read\n"                                                 \
    "  --delimiter D                comma, semicolon, tab or blank\n"                           \
    "  --decimal-mark M             point or comma\n"                                           \
    "  --sign S                     of the imaginary part: auto (default), as-is or turned\n"   \
    "  --duplicates R               of a frequency that occurs twice take the mean (default),\n" \
    "                               first or last, or refuse\n"                                 \
    "  --temperature-from S         where files, their names and what is given differ: given,\n" \
    "                               file or name; none: it is not known\n"                      \
    "\n"
#define OPTIONS_MODEL "mp"
#define OPTIONS_STUDY "Cg" OPTIONS_ARRHENIUS

/*
 * Reads the command line: options whose letters are in `accepted`, then at
 * least one file unless there is --help. Answers DONE or, with a word, WRONG_USAGE.
 */
int options_read(options *o, const char *accepted, int argc, char **argv);

/* Says what getopt_long() did not know and answers WRONG_USAGE. */
int unknown_option(const char *verb, const struct option *list, char **argv);

/* The name of an option of a list; NULL: there is none. */
const char *option_name(const struct option *list, int letter);

/* The name of the first option with one of these letters that was given; NULL: none. */
const char *options_given(const options *o, const char *letters);

/* For a verb that is not given temperatures. Answers DONE or WRONG_USAGE. */
int options_check_origin(const options *o);

/* Only a bootstrap draws random numbers. Answers DONE or WRONG_USAGE. */
int options_check_bootstrap(const options *o);

/* Geometry of the options; both parts are NaN if none was given. Answers DONE or WRONG_USAGE. */
int options_geometry(const options *o, geometry *g);

#endif
