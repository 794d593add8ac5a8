/* SPDX-License-Identifier: BSD-3-Clause */
/* What makes the spectra of a file: cycles, sweeps, repeated frequencies, temperatures, its end. */

#include "read_with_options.h"

START_TEST(test_read_memory_cycles_are_spectra_with_their_numbers)
{
    hop_file *file = hopt_read_text(ctx, "t.csv", "cycle,f/Hz,z_re_ohm,z_im_ohm\n"
                                                  "1,10,1,-1\n1,20,1,-2\n2,10,3,-1\n");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert(hop_file_cycle(file, 0) == 1 && hop_file_cycle(file, 1) == 2);
    ck_assert_str_eq(hop_file_label(file, 1), "cycle 2");
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_sweeps_are_parted_and_told)
{
    hop_file *file = hopt_read_text(ctx, "t.csv",
                                    "f/Hz,z_re_ohm,z_im_ohm\n1000,1,-1\n100,2,-2\n10,3,-1\n"
                                    "1000.001,4,-1\n100,5,-2\n10,6,-1\n1,7,-1\n");
    hopt_points p;
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 0), "sweep 1");
    ck_assert_uint_eq(hop_file_spectrum_flags(file, 1), HOP_READ_SWEEPS_PARTED);
    hopt_get_points(ctx, file, 1, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 4 && p.f[0] == 1 && p.re[0] == 7 && p.re[3] == 4);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_there_and_back_is_one_sweep_with_means)
{
    hop_file *file = hopt_read_text(ctx, "t.csv",
                                    "f/Hz,z_re_ohm,z_im_ohm\n10,3,-1\n100,2,-2\n1000,1,-1\n"
                                    "100,4,-4\n10,5,-3\n");
    hopt_points p;
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_DUPLICATES | HOP_READ_UNSORTED);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 3 && p.re[0] == 4 && p.im[0] == -2 && p.re[1] == 3 && p.re[2] == 1);
    ck_assert(hopt_gives_reason(file, "the mean was taken where a frequency occurs more than once, 2 times,"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_options_duplicates_first_last_and_refuse)
{
    static const char text[] = "f/Hz,sigma_S_per_m\n10,1\n5,7\n10,3\n";
    hopt_points p;
    const int32_t rules[] = {HOP_DUPLICATES_FIRST, HOP_DUPLICATES_LAST, HOP_DUPLICATES_MEAN};
    const double expected[] = {1, 3, 2};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(hop_read_options_set_duplicates(ctx, options, rules[i]), HOP_OK);
        hop_file *file = read_with(text);
        hop_spectrum *s = NULL;
        ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
        ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, p.re, NULL, 2, NULL), HOP_OK);
        ck_assert(p.re[1] == expected[i]);
        hop_spectrum_destroy(s);
        hop_file_destroy(file);
    }
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_options_set_duplicates(ctx, options, HOP_DUPLICATES_REFUSE), HOP_OK);
    ck_assert_int_eq(hop_read_memory_with(ctx, "t.csv", text, sizeof text - 1, options, &file),
                     HOP_ERR_DUPLICATE_FREQUENCY);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "t.csv:4:1: frequency 10 Hz occurs twice, first in line 2, expected each "
                     "once in a spectrum");
}
END_TEST

START_TEST(test_read_memory_mean_of_duplicates_has_the_error_of_a_mean)
{
    hop_file *file = hopt_read_text(
        ctx, "t.csv", "f/Hz,sigma_S_per_m,sd_sigma_S_per_m\n10,1,3\n10,2,4\n");
    hop_spectrum *s = NULL;
    double sd = NAN;
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_standard_deviations(s, &sd, 1, NULL), HOP_OK);
    ck_assert(sd == 2.5);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_measured_temperature_is_averaged)
{
    hop_file *file = hopt_read_text(ctx, "t.csv",
                                    "T/K,f/Hz,sigma_S_per_m\n300,1,1\n300.5,2,1\n301,4,1\n"
                                    "300.5,8,1\n300.5,16,1\n");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert(hop_file_temperature(file, 0) == 300.5);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_TEMPERATURE_AVERAGED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_line_cut_at_the_end_is_left_out_and_told)
{
    hop_file *file =
        hopt_read_text(ctx, "t.csv", "f/Hz,z_re_ohm,z_im_ohm\n10,1,-2\n20,1,-1\n40,0.");
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_TRUNCATED);
    ck_assert_str_eq(hop_ctx_error(ctx), "");
    hop_file_destroy(file);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("reading_spectra", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_cycles_are_spectra_with_their_numbers);
    tcase_add_test(tcase, test_read_memory_sweeps_are_parted_and_told);
    tcase_add_test(tcase, test_read_memory_there_and_back_is_one_sweep_with_means);
    tcase_add_test(tcase, test_read_options_duplicates_first_last_and_refuse);
    tcase_add_test(tcase, test_read_memory_mean_of_duplicates_has_the_error_of_a_mean);
    tcase_add_test(tcase, test_read_memory_measured_temperature_is_averaged);
    tcase_add_test(tcase, test_read_memory_line_cut_at_the_end_is_left_out_and_told);
    return hopt_run(suite);
}
