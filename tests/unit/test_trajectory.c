/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/random.h"
#include "trajectory/text.h"
#include "trajectory_text.h"

#define XDATCAR_HEAD "two and one\n 2.0\n 3 0 0\n 0.5 4 0\n 0 0 5\n Li_sv Cl\n 2 1\n"
#define XDATCAR_FRAME(n) "Direct configuration= " #n "\n 0." #n " 0.25 0.5\n 0 0 0\n .5 -0.5 1e-1\n"

START_TEST(test_xdatcar_of_one_cell_is_read)
{
    hop_trajectory *t = opened(XDATCAR_HEAD XDATCAR_FRAME(1) XDATCAR_FRAME(2));
    const double cell[9] = {6, 0, 0, 1, 8, 0, 0, 0, 10};
    double values[9], got[9];
    ck_assert_str_eq(hop_trajectory_format(t), "xdatcar");
    ck_assert_int_eq(hop_trajectory_kind(t), HOP_COORDINATES_FRACTIONAL);
    ck_assert_uint_eq(hop_trajectory_ions(t), 3);
    ck_assert_str_eq(hop_trajectory_element(t, 1), "Li");
    ck_assert_str_eq(hop_trajectory_element(t, 2), "Cl");
    ck_assert_double_eq(hop_trajectory_mass(t, 2), 35.45);
    ck_assert_double_nan(hop_trajectory_frame_interval(t));
    for (int k = 1; k <= 2; k++) {
        next(t, values, got);
        ck_assert_double_eq(values[0], 0.1 * k);
        ck_assert_double_eq(values[7], -0.5);
        ck_assert_double_eq(values[8], 0.1);
        ck_assert_mem_eq(got, cell, sizeof cell);
    }
    expect_end(t, 0);
    ck_assert_uint_eq(hop_trajectory_frames(t), 2);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_xdatcar_with_a_cell_each_is_read)
{
    hop_trajectory *t = opened(XDATCAR_HEAD XDATCAR_FRAME(1)
                               "again\n 1.0\n 7 0 0\n 0 8 0\n 0 0 9\n Li_sv Cl\n 2 1\n"
                               XDATCAR_FRAME(2));
    double values[9], cell[9];
    next(t, values, cell);
    ck_assert_double_eq(cell[0], 6.0);
    next(t, values, cell);
    ck_assert_double_eq(cell[0], 7.0);
    ck_assert_double_eq(cell[8], 9.0);
    expect_end(t, 0);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_xdatcar_negative_scale_is_a_volume)
{
    hop_trajectory *t = opened("x\n-480\n 3 0 0\n 0 4 0\n 0 0 5\n Li\n 1\n"
                               "Direct configuration= 1\n 0 0 0\n");
    double values[3], cell[9];
    next(t, values, cell);
    /* 3·4·5·s³ = 480. */
    hopt_assert_relative(cell[0], 6.0, 1e-15);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_xdatcar_cut_anywhere_gives_the_frames_that_are_whole)
{
    const char *text = XDATCAR_HEAD XDATCAR_FRAME(1) XDATCAR_FRAME(2);
    const size_t head = strlen(XDATCAR_HEAD), one = head + strlen(XDATCAR_FRAME(1));
    for (size_t size = head; size < strlen(text); size++) {
        char cut[400];
        double values[9], cell[9];
        memcpy(cut, text, size);
        cut[size] = '\0';
        hop_trajectory *t = opened(cut);
        if (size >= one) {
            next(t, values, cell);
            ck_assert_double_eq(values[8], 0.1);
        }
        expect_end(t, size != head && size != one);
        hop_trajectory_destroy(t);
    }
}
END_TEST

START_TEST(test_xdatcar_errors_name_the_place)
{
    expect_open_error("x\n1.0\n 3 0 0\n 0 4 0\n 0 0 5\n 2 1\nDirect\n", HOP_ERR_PARSE,
                      "trajectory:6:2: found '2', expected the elements by name (VASP 5 or later)");
    expect_open_error("x\n1.0\n 3 0 0\n 0 4 0\n 0 0 0\n Li\n 1\n", HOP_ERR_BAD_GEOMETRY,
                      "trajectory:5: the cell has no volume");
    expect_open_error("x\n1.0\n 3 0 0\n 0 4 0\n 0 0 5\n Li Cl\n 1\n", HOP_ERR_PARSE,
                      "trajectory:7:2: found '1', expected as many numbers of ions as the line "
                      "above has elements");
    hop_trajectory *t = opened(XDATCAR_HEAD "Direct configuration= 1\n 0 0 0\n 0 x.5 0\n 0 0 0\n");
    expect_error(t, HOP_ERR_PARSE, "trajectory:10:4: found 'x.5', expected a finite number");
    hop_trajectory_destroy(t);
    t = opened(XDATCAR_HEAD "Direct configuration= 1\n 0 0 0\n 0 nan 0\n 0 0 0\n");
    expect_error(t, HOP_ERR_NOT_FINITE, "trajectory:10:4: found 'nan', expected a finite number");
    hop_trajectory_destroy(t);
    t = opened(XDATCAR_HEAD "Direct configuration= 1\n 0 0 0\n 0 0\n 0 0 0\n");
    expect_error(t, HOP_ERR_PARSE,
                 "trajectory:10:5: the line ends here, expected a finite number");
    hop_trajectory_destroy(t);
    t = opened(XDATCAR_HEAD XDATCAR_FRAME(1) "again\n1\n7 0 0\n0 8 0\n0 0 9\n Li Cl\n 2 2\n");
    expect_error(t, HOP_ERR_PARSE, "expected the same number of ions as in the frames before");
    hop_trajectory_destroy(t);
}
END_TEST

#define VASPRUN_START                                                                      \
    "<?xml version=\"1.0\"?>\n<modeling>\n <incar>\n  <i type=\"int\" name=\"IBRION\">"     \
    " 0</i>\n  <i name=\"POTIM\"> 1.50000000</i>\n </incar>\n <atominfo>\n"                \
    "  <atoms> 2 </atoms>\n  <types> 2 </types>\n  <array name=\"atoms\" >\n   <set>\n"    \
    "    <rc><c>Li</c><c> 1</c></rc>\n    <rc><c>Cl</c><c> 2</c></rc>\n   </set>\n"        \
    "  </array>\n </atominfo>\n <structure name=\"initialpos\" >\n  <crystal>\n"           \
    "   <varray name=\"basis\" >\n    <v> 9 0 0 </v>\n    <v> 0 9 0 </v>\n"                \
    "    <v> 0 0 9 </v>\n   </varray>\n  </crystal>\n  <varray name=\"positions\" >\n"     \
    "   <v> .9 .9 .9 </v>\n   <v> .9 .9 .9 </v>\n  </varray>\n </structure>\n"
#define VASPRUN_STEP(x)                                                                    \
    " <calculation>\n  <scstep>\n  </scstep>\n  <structure>\n   <crystal>\n"               \
    "    <varray name=\"basis\" >\n     <v> 5 0 0 </v>\n     <v> 0 6 0 </v>\n"             \
    "     <v> 0 0 7 </v>\n    </varray>\n    <varray name=\"rec_basis\" >\n"               \
    "     <v> 1 0 0 </v>\n     <v> 0 1 0 </v>\n     <v> 0 0 1 </v>\n    </varray>\n"       \
    "   </crystal>\n   <varray name=\"positions\" >\n    <v> " #x " 0.5 0.5 </v>\n"        \
    "    <v> 0.25 0.5 0.5 </v>\n   </varray>\n  </structure>\n"                            \
    "  <varray name=\"forces\" >\n   <v> 1 1 1 </v>\n  </varray>\n </calculation>\n"

START_TEST(test_vasprun_steps_and_time_step_are_read)
{
    hop_trajectory *t = opened(VASPRUN_START VASPRUN_STEP(0.1) VASPRUN_STEP(0.2) "</modeling>\n");
    double values[6], cell[9];
    ck_assert_str_eq(hop_trajectory_format(t), "vasprun");
    ck_assert_str_eq(hop_trajectory_element(t, 0), "Li");
    hopt_assert_relative(hop_trajectory_frame_interval(t), 1.5e-15, 1e-15);
    for (int k = 1; k <= 2; k++) {
        next(t, values, cell);
        ck_assert_double_eq(values[0], 0.1 * k);
        ck_assert_double_eq(values[3], 0.25);
        ck_assert_double_eq(cell[4], 6.0);
    }
    expect_end(t, 0);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_vasprun_cut_anywhere_gives_the_frames_that_are_whole)
{
    const char *text = VASPRUN_START VASPRUN_STEP(0.1) VASPRUN_STEP(0.2);
    const size_t first = strlen(VASPRUN_START VASPRUN_STEP(0.1));
    const char *last_v = strstr(text + first, "    <v> 0.25");
    for (size_t size = first; size < strlen(text); size++) {
        char cut[4000];
        double values[6], cell[9];
        int32_t has_frame = 0;
        ck_assert_uint_lt(size, sizeof cut);
        memcpy(cut, text, size);
        cut[size] = '\0';
        hop_trajectory *t = opened(cut);
        next(t, values, cell);
        ck_assert_int_eq(hop_trajectory_next(ctx, t, values, cell, &has_frame), HOP_OK);
        const char *whole = strchr(last_v, '\n') + 1;
        ck_assert_int_eq(has_frame, text + size >= whole);
        hop_trajectory_destroy(t);
    }
}
END_TEST

START_TEST(test_vasprun_list_of_ions_may_start_in_the_line_of_its_name)
{
    hop_trajectory *t = opened("<modeling>\n<atoms>1</atoms>\n<array name=\"atoms\"><set>\n"
                               "<rc><c>Li</c></rc>\n</set>\n" VASPRUN_STEP(0.1));
    ck_assert_str_eq(hop_trajectory_element(t, 0), "Li");
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_vasprun_without_list_of_ions_is_error)
{
    expect_open_error("<modeling>\n<atoms>1</atoms>\n<array name=\"atoms\">\n" VASPRUN_STEP(0.1),
                      HOP_ERR_PARSE, "trajectory:4:2: found '<calculation>', expected <set> with the "
                      "elements before the first <calculation>");
    expect_open_error("<modeling>\n<atoms>1</atoms>\n" VASPRUN_STEP(0.1), HOP_ERR_PARSE,
                      "expected <array name=\"atoms\"> before the first <calculation>");
}
END_TEST

START_TEST(test_select_in_a_file_without_elements_says_so)
{
    hop_trajectory *t = opened("<modeling>\n<atoms>2</atoms>\n");
    int32_t roles[2] = {0, 0};
    ck_assert_int_eq(hop_trajectory_select(ctx, t, "Li", HOP_ROLE_MOBILE, roles),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "'Li' selects no ion, expected numbers of ions "
                                                     "from 1 to 2: the file names no elements"));
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_select_takes_elements_and_ranges)
{
    hop_trajectory *t = opened(XDATCAR_HEAD XDATCAR_FRAME(1));
    int32_t roles[3] = {0, 0, 0};
    ck_assert_int_eq(hop_trajectory_select(ctx, t, "all", HOP_ROLE_FRAMEWORK, roles), HOP_OK);
    ck_assert_int_eq(hop_trajectory_select(ctx, t, " Cl , 1", HOP_ROLE_MOBILE, roles), HOP_OK);
    ck_assert_int_eq(roles[0], HOP_ROLE_MOBILE);
    ck_assert_int_eq(roles[1], HOP_ROLE_FRAMEWORK);
    ck_assert_int_eq(roles[2], HOP_ROLE_MOBILE);
    ck_assert_int_eq(hop_trajectory_select(ctx, t, "2-3", HOP_ROLE_NONE, roles), HOP_OK);
    ck_assert_int_eq(roles[1] + roles[2], HOP_ROLE_NONE);
    const char *const wrong[] = {"Na", "", "0", "4", "3-2", "1-4", "Li,,Cl", "L", "1-"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_int_eq(hop_trajectory_select(ctx, t, wrong[i], HOP_ROLE_MOBILE, roles),
                         HOP_ERR_INVALID_ARGUMENT);
    }
    hop_trajectory_select(ctx, t, "Na", HOP_ROLE_MOBILE, roles);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx),
                                 "'Na' selects no ion, expected elements (here Li, Cl) or numbers "
                                 "of ions from 1 to 3"));
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_open_other_files_are_refused_with_reasons)
{
    expect_open_error("", HOP_ERR_FILE_EMPTY, "the file is empty, expected a trajectory");
    expect_open_error("a,b\n1,2\n", HOP_ERR_FORMAT,
                      "no trajectory that is known (vasprun: has no <modeling> at its start; "
                      "lammps: does not begin with 'ITEM:'; xdatcar: line 2 is not a scale; "
                      "xyz: the first line is not a number of ions)");
    hop_trajectory *t = NULL;
    ck_assert_int_eq(hop_trajectory_open(ctx, "/nowhere/XDATCAR", &t), HOP_ERR_FILE_OPEN);
}
END_TEST

START_TEST(test_scan_number_is_that_of_the_c_library)
{
    /* One to twenty digits, the point before any of them, with and without a sign. */
    for (uint32_t i = 0; i < 4000; i++) {
        char text[40];
        double z[2], value = NAN;
        size_t used = 0;
        const size_t digits = 1 + i % 20, point = (i / 20) % (digits + 1);
        hopi_random_normal_pair(5, 0, i, z);
        double rest = fabs(z[0]) - floor(fabs(z[0]));
        if (z[1] < 0.0) {
            text[used++] = '-';
        }
        for (size_t d = 0; d < digits; d++) {
            if (d == point) {
                text[used++] = '.';
            }
            rest = 10.0 * rest - floor(10.0 * rest) + (rest < 0.05 ? 0.37 : 0.0);
            text[used++] = (char)('0' + (int)(10.0 * (rest - floor(rest))));
        }
        text[used] = '\0';
        const char *at = text;
        ck_assert_int_eq(hopi_scan_number(&at, text + used, &value), 1);
        ck_assert_ptr_eq(at, text + used);
        /* Bit for bit, the sign of zero included. */
        const double expected = strtod(text, NULL);
        ck_assert_msg(memcmp(&value, &expected, sizeof value) == 0, "%s: %.17g", text, value);
    }
}
END_TEST

START_TEST(test_scan_number_takes_nothing_but_digits_for_digits)
{
    /* Every byte but the marks of an exponent, for each of eight digits that are read at once. */
    for (int byte = 1; byte < 256; byte++) {
        for (size_t i = 0; i < 8 && !strchr("eEdD", byte); i++) {
            char text[] = "0.12345678 9";
            double value = NAN;
            const char *at = text;
            text[2 + i] = (char)byte;
            const int is_digit = byte >= '0' && byte <= '9';
            const int is_blank = byte == ' ' || byte == '\t';
            const int is_end = byte == '<' || byte == '"';
            ck_assert_int_eq(hopi_scan_number(&at, text + sizeof text - 1, &value),
                             is_digit || is_blank || is_end);
            if (is_digit) {
                ck_assert_double_eq(value, strtod(text, NULL));
            }
        }
    }
}
END_TEST

START_TEST(test_lines_across_blocks_are_joined)
{
    /* 64 KiB blocks: 9 frames of 1000 ions, so that lines stand in two blocks. */
    enum { IONS = 1000, FRAMES = 9 };
    char *text = malloc(FRAMES * IONS * 40 + 200);
    size_t used = (size_t)sprintf(text, "x\n1\n9 0 0\n0 9 0\n0 0 9\nLi\n%d\n", IONS);
    for (int t = 0; t < FRAMES; t++) {
        used += (size_t)sprintf(text + used, "Direct configuration= %d\n", t);
        for (int i = 0; i < IONS; i++) {
            used += (size_t)sprintf(text + used, " 0.%d%03d 0.5 0.25\n", t, i);
        }
    }
    hop_trajectory *t = opened(text);
    double *values = calloc(3 * IONS, sizeof *values), cell[9];
    for (int k = 0; k < FRAMES; k++) {
        next(t, values, cell);
        for (int i = 0; i < IONS; i++) {
            ck_assert_double_eq_tol(values[3 * i], 0.1 * k + 1e-4 * i, 1e-15);
            ck_assert_double_eq(values[3 * i + 2], 0.25);
        }
    }
    expect_end(t, 0);
    hop_trajectory_destroy(t);
    free(values);
    free(text);
}
END_TEST

/* A file and its frames given from memory are one trajectory. */
START_TEST(test_vibration_read_agrees_with_frames_from_memory)
{
    enum { FRAMES = 200 };
    char text[FRAMES * 80 + 200];
    double cells[9] = {6, 0, 0, 0, 6, 0, 0, 0, 6}, values[6 * FRAMES];
    size_t used = (size_t)sprintf(text, "x\n1\n6 0 0\n0 6 0\n0 0 6\nLi Cl\n1 1\n");
    for (int t = 0; t < FRAMES; t++) {
        const double x = 0.02 * sin(0.7 * t) + 0.99;
        used += (size_t)sprintf(text + used, "Direct configuration= %d\n%.9f 0.5 0.5\n0 0 0\n", t,
                                x - floor(x));
        for (int c = 0; c < 6; c++) {
            values[6 * t + c] = c == 0 ? x - floor(x) : c < 3 ? 0.5 : 0.0;
        }
    }
    const int32_t roles[2] = {HOP_ROLE_MOBILE, HOP_ROLE_FRAMEWORK};
    hop_vibration_options *o = NULL;
    hop_vibration *a = NULL, *b = NULL;
    hop_vibration_run *run = NULL;
    hop_trajectory *t = opened(text);
    ck_assert_int_eq(hop_vibration_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_read(ctx, t, o, roles, &a), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, 1e-15), HOP_OK);
    ck_assert_int_eq(hop_vibration_read(ctx, t, o, roles, &a), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, 2, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_FRACTIONAL, FRAMES, values, 1,
                                       cells), HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &b), HOP_OK);
    /* The text has nine decimals. */
    hopt_assert_relative(hop_vibration_value(a, HOP_ATTEMPT_FREQUENCY_SCALAR),
                         hop_vibration_value(b, HOP_ATTEMPT_FREQUENCY_SCALAR), 1e-6);
    ck_assert_double_eq(hop_vibration_value(a, HOP_FRAMES), FRAMES);
    hop_vibration_destroy(a);
    hop_vibration_destroy(b);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_vibration_read_refuses_two_different_intervals)
{
    hop_trajectory *t = opened(VASPRUN_START VASPRUN_STEP(0.1) VASPRUN_STEP(0.2));
    const int32_t roles[2] = {HOP_ROLE_MOBILE, HOP_ROLE_FRAMEWORK};
    hop_vibration_options *o = NULL;
    hop_vibration *v = NULL;
    ck_assert_int_eq(hop_vibration_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, 2e-15), HOP_OK);
    ck_assert_int_eq(hop_vibration_read(ctx, t, o, roles, &v), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "2 fs between frames were given, but the file states 1.5 fs");
    hop_vibration_options_destroy(o);
    hop_trajectory_destroy(t);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("trajectory", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_xdatcar_of_one_cell_is_read);
    tcase_add_test(tcase, test_xdatcar_with_a_cell_each_is_read);
    tcase_add_test(tcase, test_xdatcar_negative_scale_is_a_volume);
    tcase_add_test(tcase, test_xdatcar_cut_anywhere_gives_the_frames_that_are_whole);
    tcase_add_test(tcase, test_xdatcar_errors_name_the_place);
    tcase_add_test(tcase, test_vasprun_steps_and_time_step_are_read);
    tcase_add_test(tcase, test_vasprun_cut_anywhere_gives_the_frames_that_are_whole);
    tcase_add_test(tcase, test_vasprun_list_of_ions_may_start_in_the_line_of_its_name);
    tcase_add_test(tcase, test_vasprun_without_list_of_ions_is_error);
    tcase_add_test(tcase, test_select_in_a_file_without_elements_says_so);
    tcase_add_test(tcase, test_select_takes_elements_and_ranges);
    tcase_add_test(tcase, test_open_other_files_are_refused_with_reasons);
    tcase_add_test(tcase, test_scan_number_is_that_of_the_c_library);
    tcase_add_test(tcase, test_scan_number_takes_nothing_but_digits_for_digits);
    tcase_add_test(tcase, test_lines_across_blocks_are_joined);
    tcase_add_test(tcase, test_vibration_read_agrees_with_frames_from_memory);
    tcase_add_test(tcase, test_vibration_read_refuses_two_different_intervals);
    return hopt_run(suite);
}
