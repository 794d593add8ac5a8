/* SPDX-License-Identifier: BSD-3-Clause */
/* The sign of the imaginary part: decided by the data, stated, or given. */
#include <stdio.h>

#include "read_with_options.h"

/* An arc of 1000 ohm with τ = 1 ms from 10 Hz to 10 kHz; the sign of Im Z as given. */
static void write_arc(char *text, size_t capacity, const char *header, int sign)
{
    size_t used = (size_t)snprintf(text, capacity, "%s", header);
    for (int k = 0; k <= 12; k++) {
        const double f = pow(10.0, 1.0 + 0.25 * k), u = 2.0 * 3.14159265358979 * f * 1e-3;
        used += (size_t)snprintf(text + used, capacity - used, "%.8g,%.8g,%.8g\n", f,
                                 1000.0 / (1.0 + u * u), sign * 1000.0 * u / (1.0 + u * u));
    }
}

START_TEST(test_read_memory_turned_sign_is_put_right_and_told)
{
    char text[1024];
    hopt_points p;
    write_arc(text, sizeof text, "f/Hz,Z'/ohm,Z''/ohm\n", 1);
    hop_file *file = hopt_read_text(ctx, "t.csv", text);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_SIGN_DECIDED);
    ck_assert(hopt_gives_reason(file, "turned, for only then the data are capacitive"));
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.im[0] < 0 && p.im[p.count - 1] < 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_right_sign_is_left_alone_and_told)
{
    char text[1024];
    write_arc(text, sizeof text, "f/Hz,Z'/ohm,Z''/ohm\n", -1);
    hop_file *file = hopt_read_text(ctx, "t.csv", text);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    ck_assert(hopt_gives_reason(file, "as written (agreement with the slope of the real part 1"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_explicit_sign_is_kept_and_doubted)
{
    char text[1024];
    hopt_points p;
    write_arc(text, sizeof text, "f/Hz,Z'/ohm,-Z''/ohm\n", -1);
    hop_file *file = hopt_read_text(ctx, "t.csv", text);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_SIGN_DOUBTFUL);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.im[0] > 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_inductive_loop_is_no_turned_sign)
{
    /* R in series with L ∥ R: Im Z > 0, and Re Z rises with the frequency, as causality asks. */
    char text[1024];
    size_t used = (size_t)snprintf(text, sizeof text, "f/Hz,Z'/ohm,Z''/ohm\n");
    for (int k = 0; k <= 12; k++) {
        const double f = pow(10.0, 1.0 + 0.25 * k), u = 2.0 * 3.14159265358979 * f * 1e-3;
        used += (size_t)snprintf(text + used, sizeof text - used, "%.8g,%.8g,%.8g\n", f,
                                 5.0 + u * u / (1.0 + u * u), u / (1.0 + u * u));
    }
    hop_file *file = hopt_read_text(ctx, "t.csv", text);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_blocking_capacitor_shows_its_sign_without_a_slope)
{
    hop_file *file = hopt_read_text(ctx, "t.csv",
                                    "f/Hz,Z'/ohm,Z''/ohm\n1,50,1000\n10,50,100\n100,50,10\n"
                                    "1000,50,1\n");
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_SIGN_DECIDED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_loss_shows_the_sign_of_permittivity_and_modulus)
{
    hop_file *file = hopt_read_text(
        ctx, "t.csv", "f/Hz,Re(eps),Im(eps)\n1,9,5\n10,8,4\n100,7,3\n1000,6,2\n");
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_SIGN_DECIDED);
    hop_file_destroy(file);
    file = hopt_read_text(ctx, "t.csv", "f/Hz,M',M''\n1,9,5\n10,8,4\n100,7,3\n1000,6,2\n");
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_options_sign_goes_before_the_data)
{
    char text[1024];
    hopt_points p;
    write_arc(text, sizeof text, "f/Hz,Z'/ohm,Z''/ohm\n", 1);
    ck_assert_int_eq(hop_read_options_set_sign(ctx, options, HOP_SIGN_AS_IS), HOP_OK);
    hop_file *file = read_with(text);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.im[0] > 0 && hop_file_flags(file) == 0);
    hop_file_destroy(file);
    ck_assert_int_eq(hop_read_options_set_sign(ctx, options, HOP_SIGN_TURNED), HOP_OK);
    file = read_with(text);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.im[0] < 0);
    hop_file_destroy(file);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("reading_sign", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_turned_sign_is_put_right_and_told);
    tcase_add_test(tcase, test_read_memory_right_sign_is_left_alone_and_told);
    tcase_add_test(tcase, test_read_memory_explicit_sign_is_kept_and_doubted);
    tcase_add_test(tcase, test_read_memory_inductive_loop_is_no_turned_sign);
    tcase_add_test(tcase, test_read_memory_blocking_capacitor_shows_its_sign_without_a_slope);
    tcase_add_test(tcase, test_read_memory_loss_shows_the_sign_of_permittivity_and_modulus);
    tcase_add_test(tcase, test_read_options_sign_goes_before_the_data);
    return hopt_run(suite);
}
