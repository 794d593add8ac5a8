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

/* As the help of the instrument shows it, with invented numbers. */
static const char two_channels[] =
    "!Agilent Technologies,E4990A,MY12345678,A.02.10\r\n"
    "!Date: Mon Nov 23 13:41:16 2026\r\n"
    "BEGIN CH1_DATA\r\n"
    "Title label, TEST DATA\r\n"
    "DCV(V), +5.230e-005, DCI(A), +2.335e-005\r\n"
    "Frequency(Hz), |Z|(Ohm)-data, theta-z(deg)-data, theta-z(deg)-mem\r\n"
    "+1.00000000000e+003, +2.00000000000e+002, -3.00000000000e+001, +8.89149657750e+001\r\n"
    "+1.00000000000e+006, +1.00000000000e+002, -6.00000000000e+001, +8.90104707237e+001\r\n"
    "END\r\n"
    "BEGIN CH2_DATA\r\n"
    "Frequency(Hz), Z-Real(Ohm)-data, Z-Imag(Ohm)-data, Y-Real(S)-mem, Y-Imag(S)-mem\r\n"
    "+2.00000000000e+001, +2.50000000000e+000, -3.50000000000e-003, +1e-1, -5e-4\r\n"
    "END\r\n";

START_TEST(test_read_memory_e4990a_channels_are_spectra)
{
    hop_file *file = hopt_read_text(ctx, "a.csv", two_channels);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "keysight-e4990a");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    ck_assert_str_eq(hop_file_label(file, 0), "channel 1");
    ck_assert_str_eq(hop_file_label(file, 1), "channel 2");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 2 && p.f[0] == 1e3 && p.f[1] == 1e6);
    /* cos 30° = √3/2, cos 60° = 1/2, to a few roundings. */
    hopt_assert_relative(p.re[0], 173.20508075688772, 1e-15);
    hopt_assert_relative(p.im[0], -100.0, 1e-15);
    hopt_assert_relative(p.re[1], 50.0, 1e-15);
    hopt_get_points(ctx, file, 1, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 1 && p.re[0] == 2.5 && p.im[0] == -3.5e-3);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_e4990a_what_is_read_and_what_is_not_is_told)
{
    hop_file *file = hopt_read_text(ctx, "a.csv", two_channels);
    ck_assert_str_eq(hopt_fact(file, "instrument"),
                     "Agilent Technologies,E4990A,MY12345678,A.02.10");
    ck_assert_str_eq(hopt_fact(file, "date"), "Mon Nov 23 13:41:16 2026");
    ck_assert_str_eq(hop_file_column(file, 0), "column 1 'Frequency(Hz)': frequency");
    ck_assert(hopt_ignores(file, "line 4: 'Title label, TEST DATA'"));
    ck_assert(hopt_ignores(file, "column 4 'theta-z(deg)-mem'"));
    ck_assert(hopt_ignores(file, "column 5 'Y-Imag(S)-mem'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_e4990a_capacitance_and_dissipation_give_the_admittance)
{
    static const char text[] = "!Keysight Technologies,E4990A,MY1,A.03\n"
                               "BEGIN CH1_DATA\n"
                               "Frequency(Hz), Cp(F)-data, D-data\n"
                               "1.0e+3, 1.0e-9, 2.5e-1\n"
                               "END\n";
    const double b = 2.0 * 3.141592653589793 * 1e3 * 1e-9;
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_ADMITTANCE, &p);
    hopt_assert_relative(p.im[0], b, 1e-15);
    hopt_assert_relative(p.re[0], 0.25 * b, 1e-15);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_e4990a_channel_without_phase_is_listed_and_the_other_read)
{
    static const char text[] = "!Agilent Technologies,E4990A,MY1,A.02\n"
                               "BEGIN CH1_DATA\nFrequency(Hz), |Z|(Ohm)-data\n1e3, 5\nEND\n"
                               "BEGIN CH2_DATA\nFrequency(Hz), R(Ohm)-data, X(Ohm)-data\n"
                               "1e3, 5, -6\nEND\n";
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_str_eq(hop_file_label(file, 0), "channel 2");
    ck_assert(hopt_ignores(file, "line 3: channel 1 has no complete impedance: 'Frequency(Hz), "
                                 "|Z|(Ohm)-data'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_e4990a_only_a_modulus_is_no_spectrum)
{
    hopt_assert_refused(ctx, "a.csv",
                        "!Agilent Technologies,E4990A,MY1,A.02\n"
                        "BEGIN CH1_DATA\nFrequency(Hz), |Z|(Ohm)-data\n1e3, 5\nEND\n",
                        HOP_ERR_NO_SPECTRUM,
                        "a.csv:3:1: 'Frequency(Hz), |Z|(Ohm)-data' holds no complete impedance, "
                        "expected two traces such as |Z| and theta-z, or Cp and D");
}
END_TEST

START_TEST(test_read_memory_e4990a_overload_is_left_out_and_told)
{
    static const char text[] = "!Agilent Technologies,E4990A,MY1,A.02\n"
                               "BEGIN CH1_DATA\nFrequency(Hz), R(Ohm)-data, X(Ohm)-data\n"
                               "1e3, 9.9e37, -6\n1e4, 5, -6\nEND\n";
    hop_file *file = hopt_read_text(ctx, "a.csv", text);
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_POINTS_SKIPPED);
    ck_assert(hopt_ignores(file, "line 4: no value (overload or NaN)"));
    hop_file_destroy(file);
}
END_TEST

/* Without its END a channel is cut off, wherever that is after a point. */
START_TEST(test_read_memory_e4990a_cut_file_gives_whole_lines_and_the_flag)
{
    const char *end = strstr(two_channels, "END");
    const size_t second_point =
        (size_t)(strstr(two_channels, "+1.00000000000e+006") - two_channels);
    for (size_t size = second_point + 1; size < (size_t)(end - two_channels); size++) {
        hop_file *file = NULL;
        ck_assert_msg(hop_read_memory(ctx, "a.csv", two_channels, size, &file) == HOP_OK,
                      "%zu: %s", size, hop_ctx_error(ctx));
        ck_assert(hop_file_flags(file) & HOP_READ_TRUNCATED);
        ck_assert(hop_file_points(file, 0) >= 1);
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_e4990a_bad_number_is_error_at_its_place)
{
    hopt_assert_refused(ctx, "a.csv",
                        "!Agilent Technologies,E4990A,MY1,A.02\n"
                        "BEGIN CH1_DATA\nFrequency(Hz), R(Ohm)-data, X(Ohm)-data\n"
                        "1e3, 5, x6\nEND\n",
                        HOP_ERR_PARSE, "a.csv:4:9: 'x6' is not a number, expected one for Z''");
    hopt_assert_refused(ctx, "a.csv",
                        "!Agilent Technologies,E4990A,MY1,A.02\n"
                        "BEGIN CH1_DATA\nFrequency(Hz), R(Ohm)-data, X(Ohm)-data\n"
                        "-1e3, 5, 6\nEND\n",
                        HOP_ERR_BAD_FREQUENCY,
                        "a.csv:4:1: '-1e3' is no frequency, expected a positive number");
}
END_TEST

START_TEST(test_read_memory_e4980a_results_without_frequencies_are_refused_with_advice)
{
    hopt_assert_refused(ctx, "b.csv",
                        "+1.00023E-09,+2.50000E-02,+0\n+1.00021E-09,+2.40000E-02,+0,+1\n",
                        HOP_ERR_NO_SPECTRUM,
                        "b.csv:1:1: the E4980A saves two results and a status in a line, but "
                        "neither the frequency nor the measurement function; add a column of "
                        "frequencies and a header such as 'Frequency(Hz),Cp(F),D'");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("keysight", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_e4990a_channels_are_spectra);
    tcase_add_test(tcase, test_read_memory_e4990a_what_is_read_and_what_is_not_is_told);
    tcase_add_test(tcase,
                   test_read_memory_e4990a_capacitance_and_dissipation_give_the_admittance);
    tcase_add_test(tcase,
                   test_read_memory_e4990a_channel_without_phase_is_listed_and_the_other_read);
    tcase_add_test(tcase, test_read_memory_e4990a_only_a_modulus_is_no_spectrum);
    tcase_add_test(tcase, test_read_memory_e4990a_overload_is_left_out_and_told);
    tcase_add_test(tcase, test_read_memory_e4990a_cut_file_gives_whole_lines_and_the_flag);
    tcase_add_test(tcase, test_read_memory_e4990a_bad_number_is_error_at_its_place);
    tcase_add_test(tcase,
                   test_read_memory_e4980a_results_without_frequencies_are_refused_with_advice);
    return hopt_run(suite);
}
