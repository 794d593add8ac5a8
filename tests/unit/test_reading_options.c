/* SPDX-License-Identifier: BSD-3-Clause */
/* How a file is read on request, part by part too, and the lists of formats and flags. */
#include <stdio.h>
#include <stdlib.h>

#include "read_with_options.h"
#include "trap.h"

START_TEST(test_read_options_columns_delimiter_and_mark_are_taken)
{
    hopt_points p;
    ck_assert_int_eq(
        hop_read_options_set_columns(ctx, options, "-,frequency_kHz,z_re_ohm,minus_z_im_ohm"),
        HOP_OK);
    ck_assert_int_eq(hop_read_options_set_delimiter(ctx, options, ';'), HOP_OK);
    ck_assert_int_eq(hop_read_options_set_decimal_mark(ctx, options, ','), HOP_OK);
    hop_file *file = read_with("Nr;Takt;gut;schlecht\n1;1,5;10;2\n2;15;9;3\n");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 2 && p.f[0] == 1500 && p.re[0] == 10 && p.im[0] == -2);
    ck_assert(hopt_ignores(file, "line 1: 'Nr;Takt;gut;schlecht'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_options_format_is_taken)
{
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_options_set_format(ctx, options, "zplot"), HOP_OK);
    ck_assert_int_eq(hop_read_memory_with(ctx, "t", "f/Hz,z_re_ohm,z_im_ohm\n1,2,3\n", 29, options,
                                          &file),
                     HOP_ERR_FORMAT);
    ck_assert_int_eq(hop_read_options_set_format(ctx, options, "table"), HOP_OK);
    file = read_with("f/Hz,z_re_ohm,z_im_ohm\n1,2,3\n");
    ck_assert_int_eq(hop_file_confidence(file), 100);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_options_bad_values_are_refused)
{
    ck_assert_int_eq(hop_read_options_set_format(ctx, options, "x"), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_delimiter(ctx, options, 'x'), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_decimal_mark(ctx, options, ';'),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_sign(ctx, options, 0), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_duplicates(ctx, options, 9), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_columns(ctx, options, "frequency_Hz"),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_read_options_set_columns(ctx, NULL, "x"), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_options_create(ctx, NULL), HOP_ERR_NULL_ARGUMENT);
    hop_read_options_destroy(NULL);
}
END_TEST

typedef struct gathered {
    size_t parts, points;
    double sum;
    size_t stop_after;
} gathered;

static int32_t gather(void *user, const hop_file *part)
{
    gathered *g = user;
    ck_assert_uint_eq(hop_file_count(part), 1);
    g->parts++;
    g->points += hop_file_points(part, 0);
    g->sum += hop_file_f_max(part, 0) + hop_file_cycle(part, 0);
    return g->parts == g->stop_after;
}

enum { CYCLES = 500, CYCLE_POINTS = 61 };

static char *write_cycles(void)
{
    char *text = malloc(CYCLES * CYCLE_POINTS * 40 + 100);
    ck_assert_ptr_nonnull(text);
    size_t used = (size_t)sprintf(text, "cycle,f/Hz,z_re_ohm,z_im_ohm\n");
    for (int c = 1; c <= CYCLES; c++) {
        for (int k = 0; k < CYCLE_POINTS; k++) {
            used += (size_t)sprintf(text + used, "%d,%d.5,%d,-1\n", c, 10 + k, 1000 - k);
        }
    }
    char *path = hopt_write_file("cycles.csv", text, used);
    free(text);
    return path;
}

START_TEST(test_read_parts_gives_every_measurement_in_the_memory_of_one)
{
    char *path = write_cycles();
    hopt_trap memory = {0};
    gathered g = {0};
    hop_ctx *own = NULL;
    ck_assert_int_eq(hopt_trapped_context(&memory, &own), HOP_OK);
    ck_assert_msg(hop_read_parts(own, path, NULL, gather, &g) == HOP_OK, "%s", hop_ctx_error(own));
    ck_assert_uint_eq(g.parts, CYCLES);
    ck_assert_uint_eq(g.points, CYCLES * CYCLE_POINTS);
    ck_assert(g.sum == CYCLES * 70.5 + CYCLES * (CYCLES + 1) / 2);
    /* A block of the file, a line of it, a cycle of points, and the texts: not 30500 points. */
    ck_assert_uint_lt(memory.most_bytes, 4 * 65536);
    hop_ctx_destroy(own);
    ck_assert_uint_eq(memory.live_bytes, 0);
    remove(path);
    free(path);
}
END_TEST

START_TEST(test_read_parts_stops_when_it_is_told)
{
    char *path = write_cycles();
    gathered g = {.stop_after = 3};
    ck_assert_int_eq(hop_read_parts(ctx, path, NULL, gather, &g), HOP_ERR_CANCELLED);
    ck_assert_uint_eq(g.parts, 3);
    ck_assert_int_eq(hop_read_parts(ctx, path, NULL, NULL, &g), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_read_parts(ctx, NULL, NULL, gather, &g), HOP_ERR_NULL_ARGUMENT);
    remove(path);
    free(path);
}
END_TEST

static gathered parts_of(const char *text)
{
    char *path = hopt_write_file("t.csv", text, strlen(text));
    gathered g = {0};
    ck_assert_int_eq(hop_read_parts(ctx, path, NULL, gather, &g), HOP_OK);
    remove(path);
    free(path);
    return g;
}

START_TEST(test_read_parts_temperatures_and_sweeps_are_parts)
{
    const gathered g = parts_of("T/K,f/Hz,sigma_S_per_m\n300,1,1\n300,2,2\n310,1,3\n310,2,4\n"
                                "310,3,5\n310,1,6\n310,2,7\n");
    ck_assert_uint_eq(g.parts, 3);
    ck_assert_uint_eq(g.points, 7);
}
END_TEST

START_TEST(test_read_parts_thermometer_is_no_reason_for_parts)
{
    const gathered g = parts_of(
        "T/K,f/Hz,sigma_S_per_m\n300,1,1\n300.5,2,1\n301,4,1\n300.5,8,1\n"
        "300.2,16,1\n303,1,2\n303.5,2,2\n303,4,2\n303.2,8,2\n303,16,2\n");
    ck_assert_uint_eq(g.parts, 2);
    ck_assert_uint_eq(g.points, 10);
}
END_TEST

START_TEST(test_format_names_are_different_and_titled)
{
    const size_t count = hop_format_count();
    ck_assert_uint_ge(count, 12);
    for (size_t i = 0; i < count; i++) {
        ck_assert_ptr_nonnull(hop_format_title(i));
        for (size_t k = 0; k < i; k++) {
            ck_assert_str_ne(hop_format_name(i), hop_format_name(k));
        }
    }
    ck_assert_ptr_null(hop_format_name(count));
    ck_assert_ptr_null(hop_format_title(count));
}
END_TEST

START_TEST(test_read_flag_names_are_those_of_the_list)
{
    ck_assert_str_eq(hop_read_flag_name(HOP_READ_TRUNCATED), "truncated");
    ck_assert_ptr_nonnull(hop_read_flag_meaning(HOP_READ_GEOMETRY_STATED));
    ck_assert_ptr_null(hop_read_flag_name(0));
    ck_assert_ptr_null(hop_read_flag_meaning(3));
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("reading_options", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_options_columns_delimiter_and_mark_are_taken);
    tcase_add_test(tcase, test_read_options_format_is_taken);
    tcase_add_test(tcase, test_read_options_bad_values_are_refused);
    tcase_add_test(tcase, test_read_parts_gives_every_measurement_in_the_memory_of_one);
    tcase_add_test(tcase, test_read_parts_stops_when_it_is_told);
    tcase_add_test(tcase, test_read_parts_temperatures_and_sweeps_are_parts);
    tcase_add_test(tcase, test_read_parts_thermometer_is_no_reason_for_parts);
    tcase_add_test(tcase, test_format_names_are_different_and_titled);
    tcase_add_test(tcase, test_read_flag_names_are_those_of_the_list);
    return hopt_run(suite);
}
