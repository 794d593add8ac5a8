/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "instrument.h"
#include "reading.h"

enum { POINTS = 8 };

/* From 1 kHz up to 100 kHz, then down to 10 Hz: the leg from 1 to 10 kHz is there twice. */
static const double frequencies[POINTS] = {1e3, 1e4, 1e5, 1e4, 1e3, 100.0, 50.0, 10.0};
static const double moduli[POINTS] = {91.0, 81.0, 50.0, 80.0, 90.0, 95.0, 96.0, 100.0};
static const double phases[POINTS] = {-0.3, -0.5, -1.2, -0.6, -0.4, -0.2, -0.1, 0.0};
static const char *const texts[] = {"231126",     "Pellet 7",   "0.0V, Ampl: 10mV",
                                    "10.006nA",   "23.8+-0.1C", "09:32:45 - 09:37:42",
                                    "First line", "",           "",
                                    "",           "",           "",
                                    NULL};

static hop_ctx *ctx;
static hopt_bytes bytes;

static void setup(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopt_make_ism(&bytes, POINTS, frequencies, moduli, phases, texts);
}

static void teardown(void)
{
    hop_ctx_destroy(ctx);
}

static hop_status read_bytes(size_t size, hop_file **file)
{
    return hop_read_memory(ctx, "a.ism", bytes.data, size, file);
}

START_TEST(test_read_memory_zahner_ism_gives_the_sweep_from_end_to_end)
{
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    double f[POINTS], re[POINTS], im[POINTS];
    ck_assert_msg(read_bytes(bytes.size, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "zahner-ism");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_uint_eq(hop_file_points(file, 0), 6);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, POINTS, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, POINTS, NULL), HOP_OK);
    for (size_t k = 0; k < 6; k++) {
        const size_t i = POINTS - 1 - k;
        ck_assert(f[k] == frequencies[i]);
        /* Of the products of a modulus with a sine and a cosine: one rounding each. */
        hopt_assert_relative(hypot(re[k], im[k]), moduli[i], 4e-16);
        hopt_assert_relative(atan2(im[k], re[k]), phases[i], 4e-16);
    }
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_zahner_ism_texts_are_facts_and_temperature_is_not_taken)
{
    hop_file *file = NULL;
    ck_assert_int_eq(read_bytes(bytes.size, &file), HOP_OK);
    ck_assert_str_eq(hopt_fact(file, "date"), "2026-11-23");
    ck_assert_str_eq(hopt_fact(file, "sample"), "Pellet 7");
    ck_assert_str_eq(hopt_fact(file, "potential"), "0.0V, Ampl: 10mV");
    ck_assert_str_eq(hopt_fact(file, "temperature"), "23.8+-0.1C");
    ck_assert_str_eq(hopt_fact(file, "comment_1"), "First line");
    ck_assert(isnan(hop_file_temperature(file, 0)));
    ck_assert_uint_eq(hop_file_ignored_count(file), 1);
    ck_assert_str_eq(hop_file_ignored(file, 0), "points outside the sweep from end to end: 2");
    hop_file_destroy(file);
}
END_TEST

/* Wherever the file is cut: the points whose phase is there, and the flag, or an error. */
START_TEST(test_read_memory_zahner_ism_cut_anywhere_gives_what_is_whole)
{
    const size_t phases_end = 12 + 24 * POINTS, texts_end = bytes.size;
    for (size_t size = 7; size < texts_end; size++) {
        hop_file *file = NULL;
        const hop_status status = read_bytes(size, &file);
        const size_t whole = size < 12 + 16 * POINTS ? 0 : (size - 12 - 16 * POINTS) / 8;
        if (whole <= 2) {
            ck_assert_msg(status != HOP_OK, "cut after %zu bytes", size);
            ck_assert_ptr_null(file);
            continue;
        }
        ck_assert_msg(status == HOP_OK, "cut after %zu bytes: %s", size, hop_ctx_error(ctx));
        ck_assert_uint_eq(hop_file_points(file, 0), (whole < POINTS ? whole : POINTS) - 2);
        /* After the last text there may be anything or nothing. */
        ck_assert_msg(size >= phases_end + 10 * POINTS
                          || (hop_file_flags(file) & HOP_READ_TRUNCATED),
                      "cut after %zu bytes without a word", size);
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_zahner_ism_more_points_than_bytes_is_error_with_byte)
{
    hop_file *file = NULL;
    memset(bytes.data + 6, 0xFF, 6);
    ck_assert_int_eq(read_bytes(bytes.size, &file), HOP_ERR_PARSE);
    ck_assert_ptr_null(file);
    ck_assert_ptr_nonnull(
        strstr(hop_ctx_error(ctx), "a.ism: byte 6: 281474976710656 points are stated"));
}
END_TEST

START_TEST(test_read_memory_zahner_ism_bad_frequency_is_error_with_byte)
{
    double own[POINTS];
    hop_file *file = NULL;
    memcpy(own, frequencies, sizeof own);
    own[3] = -5.0;
    hopt_make_ism(&bytes, POINTS, own, moduli, phases, texts);
    ck_assert_int_eq(read_bytes(bytes.size, &file), HOP_ERR_BAD_FREQUENCY);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "a.ism: byte 36: frequency 4 is -5, expected a positive "
                     "number of hertz");
    own[3] = NAN;
    hopt_make_ism(&bytes, POINTS, own, moduli, phases, texts);
    ck_assert_int_eq(read_bytes(bytes.size, &file), HOP_ERR_BAD_FREQUENCY);
}
END_TEST

START_TEST(test_read_memory_zahner_ism_point_that_is_not_finite_is_left_out_and_told)
{
    double own[POINTS];
    hop_file *file = NULL;
    memcpy(own, moduli, sizeof own);
    own[5] = INFINITY;
    hopt_make_ism(&bytes, POINTS, frequencies, own, phases, texts);
    ck_assert_int_eq(read_bytes(bytes.size, &file), HOP_OK);
    ck_assert_uint_eq(hop_file_points(file, 0), 5);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_POINTS_SKIPPED);
    ck_assert_str_eq(hop_file_ignored(file, 0), "point 6: its impedance is not finite");
    hop_file_destroy(file);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("zahner_ism", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_zahner_ism_gives_the_sweep_from_end_to_end);
    tcase_add_test(tcase,
                   test_read_memory_zahner_ism_texts_are_facts_and_temperature_is_not_taken);
    tcase_add_test(tcase, test_read_memory_zahner_ism_cut_anywhere_gives_what_is_whole);
    tcase_add_test(tcase, test_read_memory_zahner_ism_more_points_than_bytes_is_error_with_byte);
    tcase_add_test(tcase, test_read_memory_zahner_ism_bad_frequency_is_error_with_byte);
    tcase_add_test(tcase,
                   test_read_memory_zahner_ism_point_that_is_not_finite_is_left_out_and_told);
    return hopt_run(suite);
}
