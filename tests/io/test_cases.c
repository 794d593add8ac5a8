/* SPDX-License-Identifier: BSD-3-Clause */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/*
 * The folder cases: a file <format>-<symptom>.<ending> and, beside it,
 * <format>-<symptom>.expected with what must become of it:
 *
 *   with: columns=f/Hz,z_re_ohm,z_im_ohm     how to read it; also format, delimiter,
 *                                            mark, sign, duplicates, temperature_K
 *   status: HOP_ERR_PARSE                    the error and its text to the letter,
 *   error: table-symptom.csv:2:3: …
 *
 *   format: table                            or all that was read: flags if there are
 *   flags: unsorted, duplicates              any, spectra with what is known of them
 *   spectrum: impedance, 298.15 K, cycle 1   and their points; a number behind ~ may
 *   1000 20 -5                               differ in its last digits (rounding);
 *   ignored: column 4 'time/s'               and some of what was told.
 *   reason: decimal mark: comma
 *   fact: date = 11/23/2026
 */
enum { CASE_LIMIT = 1000, NAME_BYTES = 256, TEXT_BYTES = 1 << 14, POINT_LIMIT = 256, FEWEST_DIGITS = 6,
       MOST_DIGITS = 17 };

/* cos, sin and tan of the C libraries differ by an ulp or two; conversions add as much. */
static const double rounding = 1e-14;

typedef struct one_case {
    char name[NAME_BYTES]; /* of the data file */
    char stem[NAME_BYTES];
} one_case;

static one_case cases[CASE_LIMIT];
static size_t case_count, expected_count;
static char folder[1024];

typedef struct text {
    char bytes[TEXT_BYTES];
    size_t size;
} text;

static void add(text *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    t->size += (size_t)vsnprintf(t->bytes + t->size, sizeof t->bytes - t->size, format, arguments);
    va_end(arguments);
    ck_assert_uint_lt(t->size, sizeof t->bytes);
}

/* The shortest text that reads back as the same number. */
static void add_number(text *t, const char *before, double value)
{
    char digits[40];
    for (int precision = FEWEST_DIGITS; precision <= MOST_DIGITS; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value) {
            break;
        }
    }
    add(t, "%s%s", before, digits);
}

static void add_flags(text *t, uint32_t flags)
{
    const char *before = "flags: ";
    for (uint32_t flag = 1; flag; flag <<= 1) {
        if (flags & flag) {
            add(t, "%s%s", before, hop_read_flag_name(flag));
            before = ", ";
        }
    }
    add(t, "%s", flags ? "\n" : "");
}

static void add_spectrum(text *t, hop_ctx *ctx, const hop_file *file, size_t i, double given_k)
{
    static const char *const names[] = {"impedance", "admittance", "conductivity",
                                        "permittivity", "modulus"};
    static double f[POINT_LIMIT], re[POINT_LIMIT], im[POINT_LIMIT];
    const int32_t representation = hop_file_representation(file, i);
    hop_spectrum *s = NULL;
    /* A cube of 1 m: the numbers stay what they are. */
    if (hop_file_spectrum(ctx, file, i, 1.0, 1.0, given_k, &s)) {
        return;
    }
    const int is_complex = hop_spectrum_is_complex(s);
    add(t, "spectrum: %s", names[representation - HOP_IMPEDANCE]);
    if (!isnan(hop_spectrum_temperature(s))) {
        add_number(t, ", ", hop_spectrum_temperature(s));
        add(t, " K");
    }
    add(t, "%s%s\n", hop_file_label(file, i)[0] ? ", " : "", hop_file_label(file, i));
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, POINT_LIMIT, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, representation, re, is_complex ? im : NULL,
                                         POINT_LIMIT, NULL),
                     HOP_OK);
    for (size_t k = 0; k < hop_spectrum_count(s); k++) {
        add_number(t, "", f[k]);
        add_number(t, " ", re[k]);
        if (is_complex) {
            add_number(t, " ", im[k]);
        }
        add(t, "\n");
    }
    hop_spectrum_destroy(s);
}

/* The value of "with: name=…" in the expected text; NULL if it is not there. */
static const char *wanted(const char *expected, const char *name, char value[256])
{
    char start[64];
    snprintf(start, sizeof start, "with: %s=", name);
    const char *at = strstr(expected, start);
    if (!at) {
        return NULL;
    }
    snprintf(value, 256, "%.*s", (int)strcspn(at + strlen(start), "\n"), at + strlen(start));
    return value;
}

static int32_t place_of(const char *value, const char *const names[])
{
    int32_t i = 0;
    while (names[i] && strcmp(names[i], value) != 0) {
        i++;
    }
    ck_assert_msg(names[i] != NULL, "'%s' is no choice", value);
    return i + 1;
}

static hop_read_options *options_of(hop_ctx *ctx, const char *expected)
{
    static const char *const signs[] = {"auto", "as-is", "turned", NULL};
    static const char *const rules[] = {"mean", "first", "last", "refuse", NULL};
    char value[256];
    hop_read_options *options = NULL;
    ck_assert_int_eq(hop_read_options_create(ctx, &options), HOP_OK);
    hop_status status = HOP_OK;
    if (wanted(expected, "format", value)) {
        status = hop_read_options_set_format(ctx, options, value);
    }
    if (status == HOP_OK && wanted(expected, "columns", value)) {
        status = hop_read_options_set_columns(ctx, options, value);
    }
    if (status == HOP_OK && wanted(expected, "delimiter", value)) {
        status = hop_read_options_set_delimiter(ctx, options, value[0]);
    }
    if (status == HOP_OK && wanted(expected, "mark", value)) {
        status = hop_read_options_set_decimal_mark(ctx, options, value[0]);
    }
    if (status == HOP_OK && wanted(expected, "sign", value)) {
        status = hop_read_options_set_sign(ctx, options, place_of(value, signs));
    }
    if (status == HOP_OK && wanted(expected, "duplicates", value)) {
        status = hop_read_options_set_duplicates(ctx, options, place_of(value, rules));
    }
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return options;
}

/* What is told and must be among much else. */
static void add_remarks(text *t, const hop_file *file)
{
    for (size_t k = 0; k < hop_file_ignored_count(file); k++) {
        add(t, "ignored: %s\n", hop_file_ignored(file, k));
    }
    for (size_t k = 0; k < hop_file_reason_count(file); k++) {
        add(t, "reason: %s\n", hop_file_reason(file, k));
    }
    for (size_t k = 0; k < hop_file_metadata_count(file); k++) {
        add(t, "fact: %s = %s\n", hop_file_metadata_key(file, k),
            hop_file_metadata_value(file, k));
    }
    for (size_t k = 0; k < hop_file_column_count(file); k++) {
        add(t, "column: %s\n", hop_file_column(file, k));
    }
}

static void describe(text *actual, text *remarks, const one_case *c, const char *expected)
{
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    char path[2048], value[256];
    size_t size = 0;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    snprintf(path, sizeof path, "%s/%s", folder, c->name);
    char *data = hopt_read_file(path, &size);
    hop_read_options *options = options_of(ctx, expected);
    hop_status status = hop_read_memory_with(ctx, c->name, data, size, options, &file);
    if (status == HOP_OK) {
        const double given_k =
            wanted(expected, "temperature_K", value) ? strtod(value, NULL) : NAN;
        hop_spectrum *s = NULL;
        status = hop_file_spectrum(ctx, file, 0, 1.0, 1.0, given_k, &s);
        hop_spectrum_destroy(s);
        add(actual, "format: %s\n", hop_file_format(file));
        add_flags(actual, hop_file_flags(file));
        for (size_t i = 0; i < hop_file_count(file); i++) {
            add_spectrum(actual, ctx, file, i, given_k);
        }
        add_remarks(remarks, file);
    }
    if (status) {
        actual->size = 0;
        add(actual, "status: %s\nerror: %s\n", hop_status_name(status), hop_ctx_error(ctx));
    }
    hop_file_destroy(file);
    hop_read_options_destroy(options);
    hop_ctx_destroy(ctx);
    free(data);
}

static int is_same_number(const char *expected, const char *actual)
{
    const int may_round = expected[0] == '~';
    const double a = strtod(expected + may_round, NULL), b = strtod(actual, NULL);
    return a == b || (may_round && fabs(a - b) <= rounding * fabs(a));
}

static int is_same_line(char *expected, char *actual)
{
    if (strchr("0123456789~-", expected[0]) == NULL || !expected[0]) {
        return strcmp(expected, actual) == 0;
    }
    char *rest = NULL, *other_rest = NULL;
    char *a = strtok_r(expected, " ", &rest), *b = strtok_r(actual, " ", &other_rest);
    while (a && b && is_same_number(a, b)) {
        a = strtok_r(NULL, " ", &rest);
        b = strtok_r(NULL, " ", &other_rest);
    }
    return !a && !b;
}

/* Takes the next line that is not one of the kinds that are looked for elsewhere. */
static char *next_line(char **rest, const char *const kinds[])
{
    for (char *line = strsep(rest, "\n"); line; line = strsep(rest, "\n")) {
        size_t k = 0;
        while (kinds[k] && strncmp(line, kinds[k], strlen(kinds[k])) != 0) {
            k++;
        }
        if (line[0] && !kinds[k]) {
            return line;
        }
    }
    return NULL;
}

static void compare(const one_case *c, const char *expected, const text *actual)
{
    static const char *const elsewhere[] = {"with:", "ignored:", "reason:", "fact:", "column:",
                                            NULL};
    char *copies[] = {strdup(expected), strdup(actual->bytes)};
    char *rests[] = {copies[0], copies[1]};
    for (;;) {
        char *a = next_line(&rests[0], elsewhere), *b = next_line(&rests[1], elsewhere);
        char *shown = strdup(a ? a : "(the end)");
        ck_assert_msg((!a && !b) || (a && b && is_same_line(a, b)),
                      "%s: expected\n%s\nbut the whole answer is\n%s", c->name, shown,
                      actual->bytes);
        free(shown);
        if (!a) {
            break;
        }
    }
    free(copies[0]);
    free(copies[1]);
}

static void look_for_remarks(const one_case *c, const char *expected, const text *remarks)
{
    static const char *const strict[] = {"with:", "format:", "flags:", "spectrum:", "status:",
                                         "error:", "0", "1", "2", "3", "4", "5", "6", "7", "8",
                                         "9", "~", "-", NULL};
    char *copy = strdup(expected), *rest = copy;
    for (char *line = next_line(&rest, strict); line; line = next_line(&rest, strict)) {
        char whole[1024];
        snprintf(whole, sizeof whole, "\n%s\n", line);
        ck_assert_msg(strstr(remarks->bytes, whole) != NULL,
                      "%s: expected\n%s\nbut what was told is%s", c->name, line,
                      remarks->bytes);
    }
    free(copy);
}

START_TEST(test_read_memory_case_gives_what_is_expected)
{
    static text actual, remarks;
    const one_case *c = &cases[_i];
    char path[2048];
    snprintf(path, sizeof path, "%s/%s.expected", folder, c->stem);
    char *expected = hopt_read_file(path, NULL);
    actual.size = remarks.size = 0;
    actual.bytes[0] = '\0';
    add(&remarks, "\n");
    describe(&actual, &remarks, c, expected);
    if (!strstr(actual.bytes, "made without zlib")) {
        compare(c, expected, &actual);
        look_for_remarks(c, expected, &remarks);
    }
    free(expected);
}
END_TEST

START_TEST(test_cases_each_has_its_expected_text)
{
    ck_assert_uint_eq(case_count, expected_count);
    ck_assert_uint_ge(case_count, 150);
    ck_assert_uint_lt(case_count, CASE_LIMIT);
}
END_TEST

static int by_name(const void *a, const void *b)
{
    return strcmp(((const one_case *)a)->name, ((const one_case *)b)->name);
}

static void find_cases(void)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    while (entries && (entry = readdir(entries)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || entry->d_name[0] == '.' || case_count == CASE_LIMIT) {
            continue;
        }
        if (strcmp(dot, ".expected") == 0) {
            expected_count++;
            continue;
        }
        one_case *c = &cases[case_count++];
        snprintf(c->name, sizeof c->name, "%s", entry->d_name);
        snprintf(c->stem, sizeof c->stem, "%.*s", (int)(dot - entry->d_name), entry->d_name);
    }
    if (entries) {
        closedir(entries);
    }
    qsort(cases, case_count, sizeof *cases, by_name);
}

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("io_cases", &tcase);
    snprintf(folder, sizeof folder, "%s/tests/io/cases", getenv("HOP_SOURCE"));
    find_cases();
    tcase_add_test(tcase, test_cases_each_has_its_expected_text);
    tcase_add_loop_test(tcase, test_read_memory_case_gives_what_is_expected, 0, (int)case_count);
    return hopt_run(suite);
}
