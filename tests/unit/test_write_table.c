/* SPDX-License-Identifier: BSD-3-Clause */
#define _XOPEN_SOURCE 700 /* setrlimit() */
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <hop/hop.h>

#include "support.h"

enum { POINTS = 200 };

static hop_ctx *ctx;
static char *path;

/* A path in a new folder at which there is no file yet. */
static void make_context_and_path(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    path = hopt_write_file("out.csv", "", 0);
    ck_assert_int_eq(remove(path), 0);
}

static void drop_context_and_path(void)
{
    remove(path);
    free(path);
    hop_ctx_destroy(ctx);
}

static double random_number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 11) + 0.5) * 0x1p-53;
}

static hop_spectrum *random_spectrum(int32_t representation, double temperature_k, int has_sd)
{
    double f[POINTS], re[POINTS], im[POINTS], sd[POINTS];
    uint64_t state = 7;
    for (int k = 0; k < POINTS; k++) {
        f[k] = exp(20.0 * random_number(&state));
        re[k] = exp(60.0 * random_number(&state) - 30.0);
        im[k] = -exp(60.0 * random_number(&state) - 30.0);
        sd[k] = exp(60.0 * random_number(&state) - 30.0);
    }
    hop_spectrum *s = NULL, *with_sd = NULL;
    if (representation == HOP_IMPEDANCE) {
        ck_assert_int_eq(hop_spectrum_from_impedance(ctx, POINTS, f, re, im, 1.1e-3, 0.7e-4,
                                                     temperature_k, &s),
                         HOP_OK);
    } else {
        ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, POINTS, f, re, NULL, NAN, NAN,
                                                        temperature_k, &s),
                         HOP_OK);
    }
    if (!has_sd) {
        return s;
    }
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, POINTS, sd, &with_sd),
                     HOP_OK);
    hop_spectrum_destroy(s);
    return with_sd;
}

static hop_spectrum *read_back(double thickness_m, double area_m2)
{
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_uint_eq(hop_file_ignored_count(file), 0);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, thickness_m, area_m2, NAN, &s), HOP_OK);
    hop_file_destroy(file);
    return s;
}

static void assert_same_values(const hop_spectrum *a, const hop_spectrum *b,
                               int32_t representation)
{
    double x[2][POINTS], y[2][POINTS];
    memset(x, 0, sizeof x);
    memset(y, 0, sizeof y);
    const int is_complex = hop_spectrum_is_complex(a);
    ck_assert_uint_eq(hop_spectrum_count(b), POINTS);
    ck_assert_int_eq(hop_spectrum_is_complex(b), is_complex);
    ck_assert_int_eq(hop_spectrum_frequencies(a, x[0], POINTS, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_frequencies(b, y[0], POINTS, NULL), HOP_OK);
    ck_assert_int_eq(memcmp(x, y, sizeof x), 0);
    ck_assert_int_eq(
        hop_spectrum_values(a, representation, x[0], is_complex ? x[1] : NULL, POINTS, NULL),
        HOP_OK);
    ck_assert_int_eq(
        hop_spectrum_values(b, representation, y[0], is_complex ? y[1] : NULL, POINTS, NULL),
        HOP_OK);
    ck_assert_int_eq(memcmp(x, y, sizeof x), 0);
}

START_TEST(test_write_table_every_representation_reads_back_to_the_last_bit)
{
    hop_spectrum *s = random_spectrum(HOP_IMPEDANCE, NAN, 0);
    for (int32_t r = HOP_IMPEDANCE; r <= HOP_MODULUS; r++) {
        ck_assert_msg(hop_write_table(ctx, s, r, path) == HOP_OK, "%s", hop_ctx_error(ctx));
        hop_spectrum *again = read_back(NAN, NAN);
        ck_assert_int_eq(hop_spectrum_representation(again), r);
        ck_assert(isnan(hop_spectrum_temperature(again)));
        assert_same_values(s, again, r);
        hop_spectrum_destroy(again);
        ck_assert_int_eq(remove(path), 0);
    }
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_temperature_and_standard_deviations_read_back)
{
    double a[POINTS], b[POINTS];
    hop_spectrum *s = random_spectrum(HOP_CONDUCTIVITY, 298.15 + 1e-13, 1);
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_CONDUCTIVITY, path), HOP_OK);
    hop_spectrum *again = read_back(NAN, NAN);
    assert_same_values(s, again, HOP_CONDUCTIVITY);
    ck_assert(hop_spectrum_temperature(again) == hop_spectrum_temperature(s));
    ck_assert_int_eq(hop_spectrum_standard_deviations(s, a, POINTS, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(again, b, POINTS, NULL), HOP_OK);
    ck_assert_int_eq(memcmp(a, b, sizeof a), 0);
    hop_spectrum_destroy(again);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_text_is_as_documented)
{
    const double f[] = {10.0, 100.0}, re[] = {1.5, 0.1}, im[] = {-2.5, -1e-30};
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, 2, f, re, im, NAN, NAN, 300.5, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, path), HOP_OK);
    char *text = hopt_read_file(path, NULL);
    ck_assert_str_eq(text, "frequency_Hz,z_re_ohm,z_im_ohm,temperature_K\n"
                           "10,1.5,-2.5,300.5\n"
                           "100,0.10000000000000001,-1.0000000000000001e-30,300.5\n");
    free(text);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_in_comma_locale_writes_the_same_bytes)
{
    hop_spectrum *s = random_spectrum(HOP_IMPEDANCE, 300.5, 1);
    size_t size[2];
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, path), HOP_OK);
    char *plain = hopt_read_file(path, &size[0]);
    ck_assert_int_eq(remove(path), 0);
    if (hopt_use_comma_locale()) {
        ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, path), HOP_OK);
        char *comma = hopt_read_file(path, &size[1]);
        ck_assert_uint_eq(size[0], size[1]);
        ck_assert_int_eq(memcmp(plain, comma, size[0]), 0);
        free(comma);
    }
    free(plain);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_existing_file_is_left_alone)
{
    hop_spectrum *s = random_spectrum(HOP_IMPEDANCE, NAN, 0);
    char *precious = hopt_write_file("precious.csv", "mine", 4);
    char expected[256];
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, precious), HOP_ERR_FILE_OPEN);
    snprintf(expected, sizeof expected,
             "%s: cannot be made: it exists already and is not overwritten", precious);
    ck_assert_str_eq(hop_ctx_error(ctx), expected);
    char *content = hopt_read_file(precious, NULL);
    ck_assert_str_eq(content, "mine");
    free(content);
    remove(precious);
    free(precious);
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_failing_write_removes_the_part_that_was_written)
{
    hop_spectrum *s = random_spectrum(HOP_IMPEDANCE, NAN, 0);
    const struct rlimit limit = {1000, 1000};
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, path), HOP_ERR_FILE_READ);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "writing failed, the file was removed"));
    ck_assert_ptr_null(fopen(path, "r"));
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_missing_geometry_makes_no_file)
{
    const double f[] = {10.0}, re[] = {1.0}, im[] = {-1.0};
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_spectrum_from_impedance(ctx, 1, f, re, im, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_CONDUCTIVITY, path), HOP_ERR_MISSING_DATA);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "is not written"));
    ck_assert_ptr_null(fopen(path, "r"));
    hop_spectrum_destroy(s);
}
END_TEST

START_TEST(test_write_table_bad_arguments_are_errors)
{
    hop_spectrum *s = random_spectrum(HOP_IMPEDANCE, NAN, 0);
    ck_assert_int_eq(hop_write_table(ctx, NULL, HOP_IMPEDANCE, path), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_write_table(ctx, s, 0, path), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_write_table(ctx, s, 6, path), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_write_table(ctx, s, HOP_IMPEDANCE, "/nowhere/out.csv"),
                     HOP_ERR_FILE_OPEN);
    hop_spectrum_destroy(s);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("write_table", &tcase);
    tcase_add_checked_fixture(tcase, make_context_and_path, drop_context_and_path);
    tcase_add_test(tcase, test_write_table_every_representation_reads_back_to_the_last_bit);
    tcase_add_test(tcase, test_write_table_temperature_and_standard_deviations_read_back);
    tcase_add_test(tcase, test_write_table_text_is_as_documented);
    tcase_add_test(tcase, test_write_table_in_comma_locale_writes_the_same_bytes);
    tcase_add_test(tcase, test_write_table_existing_file_is_left_alone);
    tcase_add_test(tcase, test_write_table_failing_write_removes_the_part_that_was_written);
    tcase_add_test(tcase, test_write_table_missing_geometry_makes_no_file);
    tcase_add_test(tcase, test_write_table_bad_arguments_are_errors);
    return hopt_run(suite);
}
