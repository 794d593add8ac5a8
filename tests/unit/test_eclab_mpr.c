/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hop/hop.h>

#include "instrument.h"
#include "support.h"

enum { POINTS = 8, PEIS = 0x1D };

/* A rest at 0 Hz, then two cycles of a lossy capacitor. */
static const double frequencies[POINTS] = {0.0, 1e6, 1e4, 1e2, 1.0, 1e6, 1e4, 1e2};
static const double re[POINTS] = {0.0, 12.3456789, 45.5, 99.25, 101.0, 12.5, 46.0, 99.5};
static const double minus_im[POINTS] = {0.0, 33.125, 48.7654321, 7.5, 0.5, 33.5, 49.0, 7.25};
static const double cycles[POINTS] = {1, 1, 1, 1, 1, 2, 2, 2};
static const double times[POINTS] = {0, 1, 2, 3, 4, 5, 6, 7};

static const hopt_mpr_column usual[] = {
    {1, 'b', cycles},    {3, '-', NULL},  {32, 'f', frequencies}, {37, 'f', re},
    {38, 'f', minus_im}, {4, 'd', times}, {39, 's', cycles},      {24, 'd', cycles},
    {31, '-', NULL},     {76, 'f', times}};
enum { USUAL = sizeof usual / sizeof *usual };

static hop_ctx *ctx;
static hopt_bytes bytes;

static void setup(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static void teardown(void)
{
    hop_ctx_destroy(ctx);
}

static hop_status read_bytes(hop_file **file)
{
    return hop_read_memory(ctx, "a.mpr", bytes.data, bytes.size, file);
}

static void assert_point(const hop_spectrum *s, size_t k, size_t i)
{
    double f[POINTS], x[POINTS], y[POINTS];
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, POINTS, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, x, y, POINTS, NULL), HOP_OK);
    ck_assert(f[k] == (double)(float)frequencies[i]);
    ck_assert(x[k] == (double)(float)re[i] && y[k] == -(double)(float)minus_im[i]);
}

static const int versions[] = {HOPT_MPR_OLD, HOPT_MPR_3, HOPT_MPR_11_50};

START_TEST(test_read_memory_eclab_mpr_every_version_gives_its_numbers_by_cycle)
{
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    hopt_make_mpr(&bytes, versions[_i], PEIS, POINTS, usual, USUAL);
    ck_assert_msg(read_bytes(&file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "eclab-mpr");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_uint_eq(hop_file_points(file, 0), 4);
    ck_assert_uint_eq(hop_file_points(file, 1), 3);
    ck_assert(hop_file_cycle(file, 1) == 2.0);
    ck_assert_str_eq(hop_file_label(file, 1), "cycle 2");
    ck_assert_uint_eq(hop_file_spectrum_flags(file, 0), HOP_READ_POINTS_SKIPPED);
    ck_assert_uint_eq(hop_file_spectrum_flags(file, 1), 0);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    for (size_t k = 0; k < 4; k++) {
        assert_point(s, k, 4 - k);
    }
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_facts_are_told)
{
    static const char *const expected[][2] = {{"instrument", "BioLogic"},
                                              {"date", "2026-11-23"},
                                              {"technique", "PEIS"},
                                              {"comment", "dry cell\xC2\xB5"}};
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_3, PEIS, POINTS, usual, USUAL);
    ck_assert_int_eq(read_bytes(&file), HOP_OK);
    ck_assert_uint_eq(hop_file_metadata_count(file), 4);
    for (size_t k = 0; k < 4; k++) {
        ck_assert_str_eq(hop_file_metadata_key(file, k), expected[k][0]);
        ck_assert_str_eq(hop_file_metadata_value(file, k), expected[k][1]);
    }
    hop_file_destroy(file);
}
END_TEST

/* The text export of the same measurement, with as many digits as EC-Lab prints. */
static size_t print_as_text(char *out, size_t capacity)
{
    size_t used = (size_t)snprintf(out, capacity,
                                   "EC-Lab ASCII FILE\r\nNb header lines : 3\r\n"
                                   "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\tcycle number\r\n");
    for (size_t i = 1; i < POINTS; i++) {
        used += (size_t)snprintf(out + used, capacity - used, "%.7E\t%.7E\t%.7E\t%.7E\r\n",
                                 (double)(float)frequencies[i], (double)(float)re[i],
                                 (double)(float)minus_im[i], cycles[i]);
    }
    return used;
}

START_TEST(test_read_memory_eclab_mpr_agrees_with_the_text_of_the_same_measurement)
{
    char text[4096];
    hop_file *binary = NULL, *printed = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_11_50, PEIS, POINTS, usual, USUAL);
    ck_assert_int_eq(read_bytes(&binary), HOP_OK);
    const size_t size = print_as_text(text, sizeof text);
    ck_assert_msg(hop_read_memory(ctx, "a.mpt", text, size, &printed) == HOP_OK, "%s",
                  hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(printed), "eclab-mpt");
    ck_assert_uint_eq(hop_file_count(binary), 2);
    ck_assert_uint_eq(hop_file_count(printed), 2);
    for (size_t i = 0; i < hop_file_count(binary); i++) {
        hop_spectrum *a = NULL, *b = NULL;
        double f[2][POINTS], x[2][POINTS], y[2][POINTS];
        ck_assert_int_eq(hop_file_spectrum(ctx, binary, i, NAN, NAN, NAN, &a), HOP_OK);
        ck_assert_int_eq(hop_file_spectrum(ctx, printed, i, NAN, NAN, NAN, &b), HOP_OK);
        ck_assert_uint_eq(hop_spectrum_count(a), hop_spectrum_count(b));
        ck_assert_int_eq(hop_spectrum_frequencies(a, f[0], POINTS, NULL), HOP_OK);
        ck_assert_int_eq(hop_spectrum_frequencies(b, f[1], POINTS, NULL), HOP_OK);
        ck_assert_int_eq(hop_spectrum_values(a, HOP_IMPEDANCE, x[0], y[0], POINTS, NULL),
                         HOP_OK);
        ck_assert_int_eq(hop_spectrum_values(b, HOP_IMPEDANCE, x[1], y[1], POINTS, NULL),
                         HOP_OK);
        for (size_t k = 0; k < hop_spectrum_count(a); k++) {
            /* Eight digits are printed: half a unit of the last is 5e-8 at most. */
            hopt_assert_relative(f[1][k], f[0][k], 5e-8);
            hopt_assert_relative(x[1][k], x[0][k], 5e-8);
            hopt_assert_relative(y[1][k], y[0][k], 5e-8);
        }
        hop_spectrum_destroy(a);
        hop_spectrum_destroy(b);
    }
    hop_file_destroy(binary);
    hop_file_destroy(printed);
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_modulus_and_phase_stand_in_for_the_parts)
{
    static const double modulus[] = {5.0, 10.0}, phase[] = {-30.0, -60.0}, f[] = {10.0, 1.0};
    static const hopt_mpr_column polar[] = {{32, 'f', f}, {36, 'f', modulus}, {35, 'f', phase}};
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    double x[2], y[2];
    hopt_make_mpr(&bytes, HOPT_MPR_3, PEIS, 2, polar, 3);
    ck_assert_msg(read_bytes(&file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, x, y, 2, NULL), HOP_OK);
    /* cos 60° = 1/2, sin 30° = 1/2; a few roundings. */
    hopt_assert_relative(x[0], 5.0, 1e-15);
    hopt_assert_relative(y[1], -2.5, 1e-15);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

/* Staircase techniques run through the frequencies at each step, with a rest between. */
START_TEST(test_read_memory_eclab_mpr_staircase_steps_are_spectra)
{
    static const double f[] = {0, 1e5, 1e4, 1e3, 1e2, 0, 1e5, 1e4, 1e3, 1e2};
    static const double x[] = {0, 1, 2, 3, 4, 0, 11, 12, 13, 14};
    static const hopt_mpr_column steps[] = {{32, 'f', f}, {37, 'f', x}, {38, 'f', x}};
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    double out_re[4], out_im[4];
    hopt_make_mpr(&bytes, HOPT_MPR_3, 0x21, 10, steps, 3);
    ck_assert_msg(read_bytes(&file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 1), "sweep 2");
    ck_assert(hop_file_flags(file) & HOP_READ_SWEEPS_PARTED);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 1, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, out_re, out_im, 4, NULL), HOP_OK);
    ck_assert(out_re[0] == 14.0 && out_im[0] == -14.0 && out_re[3] == 11.0);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_temperature_column_is_taken)
{
    static const double t[POINTS] = {25, 25, 25, 25, 25, 25, 25, 25};
    static const hopt_mpr_column with_t[] = {
        {32, 'f', frequencies}, {37, 'f', re}, {38, 'f', minus_im}, {462, 'f', t}};
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_3, PEIS, 5, with_t, 4);
    ck_assert_int_eq(read_bytes(&file), HOP_OK);
    ck_assert(hop_file_temperature(file, 0) == 298.15);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_unknown_columns_behind_the_impedance_are_read_over)
{
    static const hopt_mpr_column more[] = {{32, 'f', frequencies}, {37, 'f', re},
                                           {38, 'f', minus_im},    {2047, 'd', times},
                                           {24, 'd', cycles},      {2046, 's', cycles}};
    for (size_t count = 4; count <= 6; count++) {
        hop_file *file = NULL;
        hopt_make_mpr(&bytes, versions[count - 4], PEIS, POINTS, more, count);
        ck_assert_msg(read_bytes(&file) == HOP_OK, "%s", hop_ctx_error(ctx));
        /* One unknown type has the bytes that are left, so that the cycle behind it is found. */
        ck_assert_uint_eq(hop_file_count(file), count == 5 ? 2 : 1 + (count != 5));
        ck_assert_uint_eq(hop_file_points(file, 0), 4);
        ck_assert_str_eq(hop_file_ignored(file, 0), "column 4 of type 2047, which is not known");
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_unknown_columns_before_the_impedance_are_an_error)
{
    static const hopt_mpr_column before[] = {{2047, 'd', times},
                                             {2046, 's', cycles},
                                             {32, 'f', frequencies},
                                             {37, 'f', re},
                                             {38, 'f', minus_im}};
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_3, PEIS, POINTS, before, 5);
    ck_assert_int_eq(read_bytes(&file), HOP_ERR_NO_SPECTRUM);
    ck_assert_ptr_null(file);
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_of_another_technique_is_no_spectrum)
{
    static const hopt_mpr_column cv[] = {{4, 'd', times}, {6, 'f', re}, {8, 'f', minus_im}};
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_OLD, 0x06, POINTS, cv, 3);
    ck_assert_int_eq(read_bytes(&file), HOP_ERR_NO_SPECTRUM);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "no impedance in the 3 columns: found "));
}
END_TEST

/* Wherever it is cut, the points that are whole come out with the flag, or there is an error. */
/*
 * The columns of a measured file of version 11 that was described in bytes: 16 types in 53
 * bytes. Were one of them of another size, the points would not fit into the module.
 */
START_TEST(test_read_memory_eclab_mpr_11_50_columns_of_a_measured_file_are_known)
{
    static const hopt_mpr_column gcpl[] = {
        {1, 'b', cycles},   {2, '-', NULL},     {3, '-', NULL},   {21, '-', NULL},
        {31, '-', NULL},    {65, '-', NULL},    {131, 's', cycles}, {4, 'd', times},
        {7, 'd', times},    {13, 'd', times},   {5, 'f', times},  {6, 'f', times},
        {9, 'f', times},    {39, 's', cycles},  {211, 'd', times}, {468, 'f', times}};
    enum { GCPL_COLUMNS = sizeof gcpl / sizeof *gcpl, RECORD = 53, START = 0x3EF, HEADER = 65 };
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_11_50, 0x04, POINTS, gcpl, GCPL_COLUMNS);
    /* Signature, settings, data and log with their headers: the points have the rest. */
    ck_assert_uint_eq(bytes.size,
                      52 + (HEADER + 611) + (HEADER + START + POINTS * RECORD) + (HEADER + 100));
    ck_assert_int_eq(read_bytes(&file), HOP_ERR_NO_SPECTRUM);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx),
                                 "no impedance in the 16 columns: found mode, ox/red, error, "
                                 "control changes, Ns changes, counter inc., Ns, time/s, "
                                 "dq/mA.h, (Q-Qo)/mA.h, control/V/mA, Ewe/V, Ece/V, I Range, "
                                 "Q charge/discharge/mA.h, half cycle, expected"));
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_cut_anywhere_gives_whole_points_or_an_error)
{
    hopt_make_mpr(&bytes, versions[_i], PEIS, POINTS, usual, USUAL);
    const size_t whole_size = bytes.size;
    size_t with_points = 0;
    for (size_t size = 30; size < whole_size; size++) {
        hop_file *file = NULL;
        bytes.size = size;
        if (read_bytes(&file) == HOP_OK) {
            const size_t points = hop_file_points(file, 0) + hop_file_points(file, 1);
            ck_assert_uint_le(points, POINTS - 1);
            ck_assert_msg((hop_file_flags(file) & HOP_READ_TRUNCATED)
                              || (points == POINTS - 1 && size + 200 > whole_size),
                          "cut after %zu bytes without a word", size);
            with_points += points < POINTS - 1;
        } else {
            ck_assert_ptr_null(file);
            ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "a.mpr"));
        }
        hop_file_destroy(file);
    }
    /* Between the first whole point and the last one lie six records of 35 bytes. */
    ck_assert_uint_eq(with_points, 6 * 35);
}
END_TEST

START_TEST(test_read_memory_eclab_mpr_more_points_than_bytes_is_error)
{
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_OLD, PEIS, POINTS, usual, USUAL);
    const size_t data = 52 + 49 + 8 + 611 + 49 + 8;
    ck_assert_uint_eq(bytes.data[data], POINTS);
    memset(bytes.data + data, 0xFF, 4);
    ck_assert_int_eq(read_bytes(&file), HOP_ERR_PARSE);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "does not hold 4294967295 points"));
    memset(bytes.data + data, 0, 4);
    ck_assert_int_eq(read_bytes(&file), HOP_ERR_FILE_EMPTY);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("eclab_mpr", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase,
                   test_read_memory_eclab_mpr_11_50_columns_of_a_measured_file_are_known);
    tcase_add_loop_test(
        tcase, test_read_memory_eclab_mpr_every_version_gives_its_numbers_by_cycle, 0, 3);
    tcase_add_test(tcase, test_read_memory_eclab_mpr_facts_are_told);
    tcase_add_test(tcase,
                   test_read_memory_eclab_mpr_agrees_with_the_text_of_the_same_measurement);
    tcase_add_test(tcase, test_read_memory_eclab_mpr_modulus_and_phase_stand_in_for_the_parts);
    tcase_add_test(tcase, test_read_memory_eclab_mpr_staircase_steps_are_spectra);
    tcase_add_test(tcase, test_read_memory_eclab_mpr_temperature_column_is_taken);
    tcase_add_test(
        tcase, test_read_memory_eclab_mpr_unknown_columns_behind_the_impedance_are_read_over);
    tcase_add_test(tcase,
                   test_read_memory_eclab_mpr_unknown_columns_before_the_impedance_are_an_error);
    tcase_add_test(tcase, test_read_memory_eclab_mpr_of_another_technique_is_no_spectrum);
    tcase_add_loop_test(
        tcase, test_read_memory_eclab_mpr_cut_anywhere_gives_whole_points_or_an_error, 0, 3);
    tcase_add_test(tcase, test_read_memory_eclab_mpr_more_points_than_bytes_is_error);
    return hopt_run(suite);
}
