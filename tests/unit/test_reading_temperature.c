/* SPDX-License-Identifier: BSD-3-Clause */
/* Temperatures that a file states and nobody wants. */
#include <stdio.h>
#include <stdlib.h>

#include "instrument.h"
#include "read_with_options.h"

/* It drifts by 4 K a point: each would be a spectrum of its own. */
static const char drifting[] = "f/Hz,z_re_ohm,minus_z_im_ohm,T/K\n"
                               "1,10,1,300\n2,9,1,304\n4,8,1,308\n8,7,1,312\n16,6,1,316\n";

static const char windeta[] = "X\nFixed value(s) :  Temp. [K]=2.950e+02  AC Volt [Vrms]=1\n"
                              " Freq. [Hz]\t Eps'\t Eps''\n1e3\t5\t0.1\n";

static const char windeta_column[] =
    "X4, 18.2.2026\nFixed value(s) :  AC Volt [Vrms]=1\n"
    " Freq. [Hz]\t Temp. [K]\t Eps'\t Eps''\n1e3\t295\t5\t0.1\n1e4\t323\t5\t0.1\n";

static const char neisys[] = "p\nFixed value(s) :  Temp. [K]=2.950e+02\n"
                             "Freq.[Hz]\tZs'[ohm]\tZs''[ohm]\n1.0e+07\t3.0e+04\t3.5e+04\n";

static const struct {
    const char *text, *format;
    size_t count; /* of spectra where temperatures are taken */
} files[] = {{drifting, "table", 5},
             {windeta, "windeta", 1},
             {windeta_column, "windeta", 2},
             {neisys, "neisys", 1}};

static void ignore_temperatures(void)
{
    ck_assert_int_eq(hop_read_options_set_temperature(ctx, options, HOP_TEMPERATURE_IGNORED),
                     HOP_OK);
}

START_TEST(test_read_options_temperature_taken_is_the_default)
{
    for (int is_said = 0; is_said < 2; is_said++) {
        if (is_said) {
            hop_read_options_set_temperature(ctx, options, HOP_TEMPERATURE_TAKEN);
        }
        hop_file *file = read_with(files[_i].text);
        ck_assert_str_eq(hop_file_format(file), files[_i].format);
        ck_assert_uint_eq(hop_file_count(file), files[_i].count);
        ck_assert(!isnan(hop_file_temperature(file, 0)));
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_options_temperature_ignored_is_not_known_and_parts_nothing)
{
    hop_spectrum *s = NULL;
    ignore_temperatures();
    hop_file *file = read_with(files[_i].text);
    ck_assert_str_eq(hop_file_format(file), files[_i].format);
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert(isnan(hop_file_temperature(file, 0)));
    ck_assert_uint_eq(hop_file_flags(file) & HOP_READ_TEMPERATURE_AVERAGED, 0);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, 350.0, &s), HOP_OK);
    ck_assert(hop_spectrum_temperature(s) == 350.0);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_options_temperature_ignored_column_is_listed_and_may_hold_anything)
{
    ignore_temperatures();
    hop_file *file = read_with("f/Hz,z_re_ohm,minus_z_im_ohm,T/K\n1,10,1,open\n2,9,1,-300\n");
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert_uint_eq(hop_file_column_count(file), 3);
    ck_assert(hopt_ignores(file, "column 4 'T/K': temperatures are not wanted"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_options_temperature_ignored_of_an_mpr_is_not_known)
{
    enum { POINTS = 5 };
    static const double f[POINTS] = {1e4, 1e3, 1e2, 1e1, 1}, z[POINTS] = {1, 2, 3, 4, 5};
    static const double t[POINTS] = {25, 35, 45, 55, 65};
    static const hopt_mpr_column columns[] = {
        {32, 'f', f}, {37, 'f', z}, {38, 'f', z}, {462, 'f', t}};
    static hopt_bytes bytes;
    hop_file *file = NULL;
    hopt_make_mpr(&bytes, HOPT_MPR_3, 0x1D, POINTS, columns, 4);
    ignore_temperatures();
    ck_assert_int_eq(hop_read_memory_with(ctx, "m.mpr", bytes.data, bytes.size, options, &file),
                     HOP_OK);
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert(isnan(hop_file_temperature(file, 0)));
    ck_assert(hopt_ignores(file, "column 4 'Temperature/degC'"));
    hop_file_destroy(file);
}
END_TEST

static int32_t count(void *user, const hop_file *part)
{
    ck_assert(isnan(hop_file_temperature(part, 0)));
    ++*(size_t *)user;
    return 0;
}

START_TEST(test_read_parts_temperature_ignored_is_one_part)
{
    size_t parts = 0;
    char *path = hopt_write_file("t.csv", drifting, sizeof drifting - 1);
    ignore_temperatures();
    ck_assert_int_eq(hop_read_parts(ctx, path, options, count, &parts), HOP_OK);
    ck_assert_uint_eq(parts, 1);
    remove(path);
    free(path);
}
END_TEST

START_TEST(test_read_options_temperature_bad_rule_is_refused)
{
    ck_assert_int_eq(hop_read_options_set_temperature(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_temperature(ctx, options, 3), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_temperature(ctx, NULL, HOP_TEMPERATURE_TAKEN),
                     HOP_ERR_NULL_ARGUMENT);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("reading_temperature", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, test_read_options_temperature_taken_is_the_default, 0,
                        sizeof files / sizeof *files);
    tcase_add_loop_test(tcase, test_read_options_temperature_ignored_is_not_known_and_parts_nothing,
                        0, sizeof files / sizeof *files);
    tcase_add_test(tcase,
                   test_read_options_temperature_ignored_column_is_listed_and_may_hold_anything);
    tcase_add_test(tcase, test_read_options_temperature_ignored_of_an_mpr_is_not_known);
    tcase_add_test(tcase, test_read_parts_temperature_ignored_is_one_part);
    tcase_add_test(tcase, test_read_options_temperature_bad_rule_is_refused);
    return hopt_run(suite);
}
