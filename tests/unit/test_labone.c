/* SPDX-License-Identifier: BSD-3-Clause */
#include "reading.h"

static hop_ctx *ctx;

static void setup(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static void teardown(void)
{
    hop_ctx_destroy(ctx);
}

static const char two_sweeps[] = "chunk;timestamp;size;fieldname;0;1;2;3\n"
                                 "0;4611;3;timestamp;1;2;3;nan\n"
                                 "0;4611;3;frequency;100;1000;10000;nan\n"
                                 "0;4611;3;realz;30;20;10;nan\n"
                                 "0;4611;3;imagz;-3;-2;-1;nan\n"
                                 "1;9811;4;imagz;-30;nan;-10;-5\n"
                                 "1;9811;4;frequency;100;1000;10000;100000\n"
                                 "1;9811;4;realz;300;200;100;50\n";

START_TEST(test_read_memory_labone_every_sweep_is_a_spectrum)
{
    hop_file *file = hopt_read_text(ctx, "dev.csv", two_sweeps);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "zurich-labone");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 0), "chunk 0");
    ck_assert_uint_eq(hop_file_spectrum_flags(file, 0), 0);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 3 && p.f[2] == 1e4 && p.re[0] == 30.0 && p.im[2] == -1.0);
    hopt_get_points(ctx, file, 1, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 3 && p.f[1] == 1e4 && p.re[1] == 100.0 && p.im[1] == -10.0);
    ck_assert_uint_eq(hop_file_spectrum_flags(file, 1), HOP_READ_POINTS_SKIPPED);
    ck_assert(hopt_ignores(file, "field 'timestamp'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_labone_modulus_and_phase_in_radian_stand_in)
{
    static const char text[] = "chunk,timestamp,size,fieldname,0,1\n"
                               "3,1,2,grid,100,1000\n"
                               "3,1,2,absz,10,5\n"
                               "3,1,2,phasez,-0.5,-1\n";
    hop_file *file = hopt_read_text(ctx, "dev.csv", text);
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert_str_eq(hop_file_label(file, 0), "chunk 3");
    hopt_assert_relative(p.re[0], 10.0 * cos(0.5), 4e-16);
    hopt_assert_relative(p.im[1], -5.0 * sin(1.0), 4e-16);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_labone_columns_of_fields_are_read_too)
{
    static const char text[] =
        "chunk;timestamp;frequency;absz;phasez\n"
        "0;1;100;10;-0.5\n0;2;1000;5;-1\n1;3;100;11;-0.5\n1;4;1000;6;-1\n";
    hop_file *file = hopt_read_text(ctx, "dev.csv", text);
    hopt_points p;
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 1), "chunk 1");
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hopt_get_points(ctx, file, 1, HOP_IMPEDANCE, &p);
    hopt_assert_relative(p.im[1], -6.0 * sin(1.0), 4e-16);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_labone_sweep_that_is_no_impedance_is_listed)
{
    static const char text[] = "chunk;timestamp;size;fieldname;0;1\n"
                               "0;1;2;frequency;1;2\n0;1;2;x;1;2\n"
                               "1;1;2;frequency;1;2\n1;1;2;realz;1;2\n1;1;2;imagz;1;2\n";
    hop_file *file = hopt_read_text(ctx, "dev.csv", text);
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert(
        hopt_ignores(file, "chunk 0: no frequency with realz and imagz, or absz and phasez"));
    hop_file_destroy(file);
}
END_TEST

/* Cut within a value: the points that all three lines have whole, and the flag. */
START_TEST(test_read_memory_labone_cut_file_gives_whole_points_and_the_flag)
{
    static const char text[] = "chunk;timestamp;size;fieldname;0;1;2\n0;1;3;frequency;1;2;3\n"
                               "0;1;3;realz;1;2;3\n0;1;3;imagz;-1;-2;-3";
    hop_file *file = hopt_read_text(ctx, "dev.csv", text);
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_TRUNCATED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_labone_what_is_no_number_is_error_at_its_place)
{
    hopt_assert_refused(ctx, "dev.csv",
                        "chunk;timestamp;size;fieldname;0\n0;1;1;frequency;10\n"
                        "0;1;1;realz;ten\n0;1;1;imagz;-1\n",
                        HOP_ERR_PARSE,
                        "dev.csv:3:13: 'ten' is not a number, expected one or nan");
    hopt_assert_refused(ctx, "dev.csv", "chunk;timestamp;size;fieldname;0\n0;1\n", HOP_ERR_PARSE,
                        "dev.csv:2:4: 2 fields, expected chunk, timestamp, size, fieldname and "
                        "values");
    static const char *const heads[] = {"chunk;timestamp;frequency;absz;phasez\n",
                                        "chunk;timestamp;size;fieldname;0\n"};
    for (size_t i = 0; i < 2; i++) {
        char text[128];
        strcat(strcpy(text, heads[i]), "a chunk with far too long a number;1;1;1;1\n");
        hopt_assert_refused(ctx, "dev.csv", text, HOP_ERR_PARSE,
                            "dev.csv:2:1: the line does not begin with the number of a chunk");
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("labone", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_labone_every_sweep_is_a_spectrum);
    tcase_add_test(tcase, test_read_memory_labone_modulus_and_phase_in_radian_stand_in);
    tcase_add_test(tcase, test_read_memory_labone_columns_of_fields_are_read_too);
    tcase_add_test(tcase, test_read_memory_labone_sweep_that_is_no_impedance_is_listed);
    tcase_add_test(tcase, test_read_memory_labone_cut_file_gives_whole_points_and_the_flag);
    tcase_add_test(tcase, test_read_memory_labone_what_is_no_number_is_error_at_its_place);
    return hopt_run(suite);
}
