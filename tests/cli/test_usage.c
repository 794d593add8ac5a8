/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

static const char *const verbs[] = {"fit", "analyze",  "scale",   "kk",  "drt", "vibration",
                                    "simulate", "convert", "info"};

enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

START_TEST(test_version_is_that_of_the_library)
{
    outcome o = cli_run("--version");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.out, "hop " EXPECTED_VERSION "\n");
    cli_free(&o);
}
END_TEST

START_TEST(test_help_names_every_verb)
{
    outcome o = cli_run("--help");
    ck_assert_int_eq(o.code, 0);
    for (size_t i = 0; i < VERB_COUNT; i++) {
        char line[40];
        snprintf(line, sizeof line, "  hop %s ", verbs[i]);
        ck_assert_msg(strstr(o.out, line) != NULL, "%s", verbs[i]);
    }
    cli_free(&o);
}
END_TEST

START_TEST(test_no_verb_is_wrong_usage)
{
    outcome o = cli_run("%s", "");
    ck_assert_int_eq(o.code, 2);
    ck_assert_str_eq(o.out, "");
    cli_free(&o);
}
END_TEST

START_TEST(test_unknown_verb_is_wrong_usage)
{
    cli_expect_error(2, "hop: there is no verb 'fti', expected fit, analyze, scale, kk, drt, "
                        "vibration, simulate, convert or info\n", "fti a.csv");
}
END_TEST

/* The last line of --help, joined where it ends in a backslash; words after "hop ". */
static void example_of(const char *help, char example[1000])
{
    const char *start = strstr(help, "Example");
    ck_assert_ptr_nonnull(start);
    start = strstr(start, "\n  hop ");
    ck_assert_ptr_nonnull(start);
    size_t length = 0;
    for (const char *c = start + strlen("\n  hop "); *c && length < 999; c++) {
        const int is_folded = *c == '\\' && c[1] == '\n';
        example[length++] = is_folded || *c == '\n' ? ' ' : *c;
    }
    example[length] = '\0';
}

START_TEST(test_help_of_a_verb_shows_an_example_that_works_as_typed)
{
    char example[1000], link_name[200];
    char *examples = source_path("examples");
    snprintf(link_name, sizeof link_name, "%s/examples", cli_folder());
    ck_assert_int_eq(symlink(examples, link_name), 0);
    outcome help = cli_run("%s --help", verbs[_i]);
    ck_assert_int_eq(help.code, 0);
    ck_assert_str_eq(help.err, "");
    example_of(help.out, example);
    outcome o = cli_run("%s", example);
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    cli_free(&o);
    cli_free(&help);
    free(examples);
}
END_TEST

static const struct {
    const char *command, *error;
} wrong[] = {
    {"fit", "hop fit: no file was named"},
    {"fit --colour red a", "hop fit: there is no option --colour"},
    {"fit -q a", "hop fit: there is no option -q"},
    {"info -25C.csv", "hop info: there is no option -2; a file whose name begins with '-' is read as "
                      "./-25C.csv or -- -25C.csv"},
    {"fit --json=a -x.csv", "hop fit: there is no option -x; a file whose name begins with '-' is "
                            "read as ./-x.csv or -- -x.csv"},
    {"fit a.csv -5.csv", "hop fit: there is no option -5; a file whose name begins with '-' is read "
                         "as ./-5.csv or -- -5.csv"},
    {"vibration --species Li -5.xyz", "hop vibration: there is no option -5; a file whose name "
                                      "begins with '-' is read as ./-5.xyz or -- -5.xyz"},
    {"vibration --force=1 a", "hop vibration: --force takes no value"},
    {"fit --thickness-mm", "hop fit: --thickness-mm needs a value"},
    {"fit --force=1 a", "hop fit: --force takes no value"},
    {"fit --convention ordinary a", "hop fit: there is no option --convention"},
    {"fit --thickness-mm 0 --diameter-mm 1 a",
     "hop fit: --thickness-mm: 0 is not a positive length in mm"},
    {"fit --thickness-mm -1 --diameter-mm 1 a",
     "hop fit: --thickness-mm: -1 is not a positive length in mm"},
    {"fit --thickness-mm 1,5 --diameter-mm 1 a",
     "hop fit: --thickness-mm: '1,5' has a decimal comma, expected a positive length in mm written "
     "with a decimal point"},
    {"fit --thickness-mm 1mm --diameter-mm 1 a",
     "hop fit: --thickness-mm: '1mm' is not a number, expected a positive length in mm"},
    {"fit --thickness-mm 0x1p3 --diameter-mm 1 a",
     "hop fit: --thickness-mm: '0x1p3' is not a number, expected a positive length in mm"},
    {"fit --thickness-mm nan --diameter-mm 1 a",
     "hop fit: --thickness-mm: 'nan' is not a number, expected a positive length in mm"},
    {"fit --thickness-mm inf --diameter-mm 1 a",
     "hop fit: --thickness-mm: 'inf' is not a number, expected a positive length in mm"},
    {"fit --thickness-mm 1e999 --diameter-mm 1 a",
     "hop fit: --thickness-mm: 1e999 is not a positive length in mm"},
    {"fit --area-cm2 0 a", "hop fit: --area-cm2: 0 is not a positive area in cm2"},
    {"fit --diameter-mm 8 a",
     "hop fit: the area was given alone, expected --thickness-mm as well"},
    {"fit --thickness-mm 8 a",
     "hop fit: --thickness-mm was given alone, expected --diameter-mm or --area-cm2 as well"},
    {"fit --thickness-mm 8 --diameter-mm 8 --area-cm2 1 a",
     "hop fit: --diameter-mm and --area-cm2 were both given, expected one"},
    {"fit --temperature-C -273.15 a",
     "hop fit: --temperature-C: -273.15 is not a temperature above -273.15 degrees C"},
    {"fit --temperature-C -300 a",
     "hop fit: --temperature-C: -300 is not a temperature above -273.15 degrees C"},
    {"fit --weighting best a",
     "hop fit: --weighting: 'best' is not known, expected unit, proportional, modulus, given or fitted"},
    {"fit --model ghosh a",
     "hop fit: --model: 'ghosh' is not known, expected jpl, cell, jpl+ncl, two-powers, "
     "complex-jpl, rbm, complex-rbm or cell+gb"},
    {"fit --model cell --weighting given a",
     "hop fit: --weighting: given weights the conductivity, but the model cell is of the "
     "impedance, expected unit or modulus"},
    {"fit --model rbm --interval profile a",
     "hop fit: --interval: the model rbm has linearised intervals only"},
    {"fit --model rbm --window auto a",
     "hop fit: --window: auto looks for the power law, expected full or LO:HI with this model"},
    {"fit --compare --window auto a",
     "hop fit: --window: auto looks for the power law, expected full or LO:HI with --compare"},
    {"fit --compare=all a", "hop fit: --compare takes no value"},
    {"fit --interval wald a",
     "hop fit: --interval: 'wald' is not known, expected linearised, profile, bootstrap or "
     "parametric-bootstrap"},
    {"fit --loss l1 a", "hop fit: --loss: 'l1' is not known, expected square, huber or tukey"},
    {"fit --loss huber --model rbm a",
     "hop fit: --loss: huber is for the power law alone, expected square with this model"},
    {"fit --replicates 10 a",
     "hop fit: --replicates: 10 is not a number of replicates from 200 to 1000000"},
    {"fit --seed -1 a", "hop fit: --seed: -1 is not a whole number from 0 to 4294967295"},
    {"analyze --threads 65 a",
     "hop analyze: --threads: 65 is not a number of threads from 1 to 64"},
    {"analyze --model rbm a", "hop analyze: there is no option --model"},
    {"fit --window 10 a",
     "hop fit: --window: '10' is not a window, expected auto, full or LO:HI in Hz, such as 10:1e6"},
    {"fit --window 10:1 a",
     "hop fit: --window: 10 to 1 is empty, expected the lower frequency first"},
    {"fit --window x:1 a",
     "hop fit: --window: 'x' is not a number, expected a frequency in Hz of zero or more"},
    {"fit --n-range 0:1 a", "hop fit: --n-range: 0 is not an exponent from 0.01 to 2"},
    {"fit --n-range 0.5: a",
     "hop fit: --n-range: is empty, expected an exponent from 0.01 to 2"},
    {"fit --n-range 0.9:0.3 a",
     "hop fit: --n-range: 0.9 to 0.3 is empty, expected the lower exponent first"},
    {"analyze a b", "hop analyze: 2 files were named, expected one study file or folder"},
    {"analyze --extractor arc a",
     "hop analyze: --extractor: 'arc' is not known, expected fit, crossing, modulus_peak, cell, rbm, "
     "cell_arc or cell+gb"},
    {"analyze --global all a",
     "hop analyze: --global: 'all' is not known, expected none, common, linear or "
     "per-temperature"},
    {"analyze --limits keep a",
     "hop analyze: --limits: 'keep' is not known, expected drop or censored"},
    {"analyze --arrhenius-loss tukey a",
     "hop analyze: --arrhenius-loss: 'tukey' is not known, expected square or huber"},
    {"analyze --temperature-error-K -1 a",
     "hop analyze: --temperature-error-K: -1 is not an error in K of zero or more"},
    {"analyze --temperature-offset-error-K 1K a",
     "hop analyze: --temperature-offset-error-K: '1K' is not a number, expected an error in K of "
     "zero or more"},
    {"fit --global common a", "hop fit: there is no option --global"},
    {"analyze --birge 1 a",
     "hop analyze: --birge: '1' is not known, expected never, significant or always"},
    {"scale --kind almond a",
     "hop scale: --kind: 'almond' is not known, expected ghosh, summerfield, summerfield-alpha or "
     "sidebottom"},
    {"scale --model jpl a", "hop scale: there is no option --model"},
    {"scale a b", "hop scale: 2 files were named, expected one study file or folder"},
    {"simulate a", "hop simulate: -o DIR is missing"},
    {"convert -o b a", "hop convert: --to is missing"},
    {"convert --to modulus a", "hop convert: -o OUTPUT is missing"},
    {"convert --to modulus -o x --spectrum 0 a",
     "hop convert: --spectrum: 0 is not the number of a spectrum, 1 or more"},
    {"convert --to modulus -o x a b", "hop convert: 2 files were named, expected one"},
    {"info --window 1:2 a", "hop info: there is no option --window"},
    /* What would have no effect. */
    {"fit --temperature-from given a",
     "hop fit: --temperature-from given was given, expected --temperature-C as well"},
    {"fit --temperature-from name --temperature-C 20 a",
     "hop fit: --temperature-C and --temperature-from name were both given, expected one"},
    {"kk --temperature-from given a",
     "hop kk: --temperature-from: expected file, name or none"},
    {"info --temperature-from thermometer a",
     "hop info: --temperature-from: 'thermometer' is not known, expected given, file, name or "
     "none"},
    {"info --columns f/Hz,z_re_ohm,z_im_ohm --format zplot a",
     "hop info: --columns was given, but --format zplot has names of its own"},
    {"fit --seed 7 a",
     "hop fit: --seed was given, expected --interval bootstrap or parametric-bootstrap as well"},
    {"fit --replicates 500 --interval profile a",
     "hop fit: --replicates was given, expected --interval bootstrap or parametric-bootstrap as "
     "well"},
    {"analyze --seed 7 a",
     "hop analyze: --seed was given, expected --interval bootstrap or parametric-bootstrap as "
     "well"},
    {"fit --model rbm --n-range 0.3:0.6 a",
     "hop fit: --n-range was given, but --model rbm has no exponent"},
    {"fit --model complex-rbm --n-range 0.3:0.6 a",
     "hop fit: --n-range was given, but --model complex-rbm has no exponent"},
    {"analyze --limits drop --limit-width 1 a",
     "hop analyze: --limit-width has no effect beside --limits drop"},
    {"analyze --arrhenius unweighted --limit-width 1 a",
     "hop analyze: --limit-width has no effect beside --arrhenius unweighted"},
    {"analyze --arrhenius unweighted --limits censored a",
     "hop analyze: --limits has no effect beside --arrhenius unweighted"},
    {"analyze --arrhenius unweighted --birge always a",
     "hop analyze: --birge has no effect beside --arrhenius unweighted"},
    {"analyze --quantity sigma --convention angular a",
     "hop analyze: --convention has no effect beside --quantity sigma"},
    {"drt --seed 7 a", "hop drt: --seed was given, expected --samples as well"},
    {"drt --level 0.9 a", "hop drt: --level was given, expected --samples as well"},
    {"drt --part real --no-inductance a",
     "hop drt: --no-inductance was given, but --part real holds no inductance"},
    {"drt --part real --electrode capacitor a",
     "hop drt: --electrode capacitor was given, but --part real holds no capacitor"},
    {"drt --part imaginary --no-resistance a",
     "hop drt: --no-resistance was given, but --part imaginary holds no R_inf"},
    {"kk --published --M 7 a", "hop kk: --published and --M 7 were both given, expected one"},
    {"kk --published --M least-noise a",
     "hop kk: --published and --M least-noise were both given, expected one"},
    {"kk --published --per-decade 2 a",
     "hop kk: --published and --per-decade 2 were both given, expected one"},
    {"kk --extend 0.5 --published a",
     "hop kk: --published and --extend 0.5 were both given, expected one"},
    {"kk --published --terms both a",
     "hop kk: --published and --terms both were both given, expected one"},
    {"vibration --species Li --zero-THz 1 a",
     "hop vibration: --zero-THz was given, expected --initial and --saddle as well"},
    {"vibration --species Li --attempt-frequency-Hz 1e12 a",
     "hop vibration: --attempt-frequency-Hz was given, expected --initial and --saddle as well"},
    {"vibration --initial a --saddle b --attempt-frequency-error-Hz 1e10",
     "hop vibration: --attempt-frequency-error-Hz was given, expected --attempt-frequency-Hz as "
     "well"},
    {"vibration --initial a --saddle b --species Li",
     "hop vibration: --species was given, but --initial and --saddle take the place of a run"},
    {"vibration --initial a --saddle b --csv c",
     "hop vibration: --csv was given, but --initial and --saddle take the place of a run"},
    {"vibration --species Li --framework Cl --drift all a",
     "hop vibration: --framework was given, but --drift all takes off that of all ions"},
    {"vibration --species Li --framework Cl --drift none a",
     "hop vibration: --framework was given, but --drift none takes nothing off"},
    {"vibration --species Li --blocks 3 --block-frames 64 a",
     "hop vibration: --blocks and --block-frames were both given, expected one"},
};

START_TEST(test_wrong_usage_names_option_value_and_expectation)
{
    char message[600], verb[20];
    sscanf(wrong[_i].command, "%19s", verb);
    snprintf(message, sizeof message, "%s\nhop %s --help shows how it is used\n", wrong[_i].error,
             verb);
    cli_expect_error(2, message, "%s", wrong[_i].command);
}
END_TEST

START_TEST(test_file_name_with_a_dash_is_read_behind_two_dashes_or_a_folder)
{
    cli_write("-25C.csv", "f/Hz,z_re_ohm,z_im_ohm\n1,30,-4\n10,20,-5\n");
    static const char *const commands[] = {"info -- -25C.csv", "info ./-25C.csv"};
    outcome o = cli_run("%s", commands[_i]);
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err, "");
    ck_assert_ptr_nonnull(strstr(o.out, "-25C.csv"));
    ck_assert_ptr_nonnull(strstr(o.out, "read: column 3 'z_im_ohm'"));
    cli_free(&o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("hop usage", &tcase);
    tcase_add_test(tcase, test_version_is_that_of_the_library);
    tcase_add_test(tcase, test_help_names_every_verb);
    tcase_add_test(tcase, test_no_verb_is_wrong_usage);
    tcase_add_test(tcase, test_unknown_verb_is_wrong_usage);
    tcase_add_loop_test(tcase, test_help_of_a_verb_shows_an_example_that_works_as_typed, 0,
                        VERB_COUNT);
    tcase_add_loop_test(tcase, test_wrong_usage_names_option_value_and_expectation, 0,
                        sizeof wrong / sizeof wrong[0]);
    tcase_add_loop_test(tcase, test_file_name_with_a_dash_is_read_behind_two_dashes_or_a_folder, 0,
                        2);
    return hopt_run(suite);
}
