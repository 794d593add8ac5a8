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

#define IMPEDANCE                                                                              \
    "Title=pellet 7\r\nTechnique=Impedance\r\nMethod=Constant E\r\nprimary_data\r\n3\r\n4\r\n" \
    "1.00E+01  -2.00E+00  1.00E+05 \r\n2.00E+01  -8.00E+00  1.00E+04 \r\n"                     \
    "3.00E+01  -8.00E+00  1.00E+03 \r\n3.80E+01  -2.00E+00  1.00E+02 \r\n"
#define VOLTAMMETRY                                                         \
    "Title=cv\r\nTechnique=CyclicVoltammetry\r\nprimary_data\r\n3\r\n2\r\n" \
    "1.0E-01 2.0E-06 1.0E-01\r\n2.0E-01 3.0E-06 2.0E-01\r\n"

START_TEST(test_read_memory_ivium_points_are_re_im_and_frequency)
{
    hop_file *file = hopt_read_text(ctx, "a.idf", IMPEDANCE);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "ivium");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    ck_assert_str_eq(hopt_fact(file, "sample"), "pellet 7");
    ck_assert_str_eq(hopt_fact(file, "technique"), "Impedance");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 4 && p.f[0] == 100.0 && p.re[0] == 38.0 && p.im[0] == -2.0);
    ck_assert(p.f[3] == 1e5 && p.re[3] == 10.0 && p.im[2] == -8.0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_ivium_data_sets_that_are_impedances_are_read_the_others_listed)
{
    hop_file *file = hopt_read_text(ctx, "a.ids",
                                    "version=11\r\nQR=QR\r\n" VOLTAMMETRY "QR=QR\r\n" IMPEDANCE
                                    "QR=QR\r\n" IMPEDANCE);
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 0), "data set 2");
    ck_assert_str_eq(hop_file_label(file, 1), "data set 3");
    ck_assert(hopt_ignores(file, "line 5: 2 points of 3 columns, method 'CyclicVoltammetry', no "
                                 "impedance"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_ivium_bytes_that_are_no_text_are_no_hindrance)
{
    static const char text[] = "\x01\x08\0\0version=11\r\n" IMPEDANCE;
    hop_file *file = NULL;
    ck_assert_msg(hop_read_memory(ctx, "a.idf", text, sizeof text - 1, &file) == HOP_OK, "%s",
                  hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "ivium-binary");
    ck_assert_uint_eq(hop_file_points(file, 0), 4);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_ivium_sign_of_z2_is_decided_by_the_data)
{
    static const char turned[] = "Technique=Impedance\nprimary_data\n3\n4\n10 2 1e5\n20 8 1e4\n"
                                 "30 8 1e3\n38 2 1e2\n";
    hop_file *file = hopt_read_text(ctx, "a.idf", turned);
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.im[0] == -2.0 && p.im[3] == -2.0);
    ck_assert(hop_file_flags(file) & HOP_READ_SIGN_DECIDED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_ivium_fewer_points_than_stated_are_read_with_the_flag)
{
    static const char text[] = "Technique=Impedance\nprimary_data\n3\n9\n10 -2 1e5\n20 -8 1e4\n"
                               "30 -8";
    hop_file *file = hopt_read_text(ctx, "a.idf", text);
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert_uint_eq(hop_file_flags(file) & HOP_READ_TRUNCATED, HOP_READ_TRUNCATED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_ivium_errors_name_their_place)
{
    hopt_assert_refused(ctx, "a.idf", "Technique=Impedance\nprimary_data\nx\n", HOP_ERR_PARSE,
                        "a.idf:3:1: 'x' is no count, expected the number of columns");
    hopt_assert_refused(ctx, "a.idf", "Technique=Impedance\nprimary_data\n3\n1\n10 -2.x 1e5\n",
                        HOP_ERR_PARSE,
                        "a.idf:5:4: '-2.x 1e5' is not a number, expected Re Z, Im Z and the "
                        "frequency");
    hopt_assert_refused(ctx, "a.idf", "Technique=Impedance\nprimary_data\n3\n1\n10 -2 0\n",
                        HOP_ERR_BAD_FREQUENCY,
                        "a.idf:5:1: the third number is no frequency, expected a positive one "
                        "(the method of the measurement is Impedance)");
    hopt_assert_refused(ctx, "a.idf", VOLTAMMETRY, HOP_ERR_NO_SPECTRUM,
                        "a.idf: no impedance among the sections \"primary_data\" (there is 1)");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("ivium", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_ivium_points_are_re_im_and_frequency);
    tcase_add_test(
        tcase, test_read_memory_ivium_data_sets_that_are_impedances_are_read_the_others_listed);
    tcase_add_test(tcase, test_read_memory_ivium_bytes_that_are_no_text_are_no_hindrance);
    tcase_add_test(tcase, test_read_memory_ivium_sign_of_z2_is_decided_by_the_data);
    tcase_add_test(tcase,
                   test_read_memory_ivium_fewer_points_than_stated_are_read_with_the_flag);
    tcase_add_test(tcase, test_read_memory_ivium_errors_name_their_place);
    return hopt_run(suite);
}
