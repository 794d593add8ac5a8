/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>

#include "trajectory_text.h"

#define LAMMPS_BOX "ITEM: BOX BOUNDS pp pp pp\n-1 9\n0 10\n0 20\n"
#define LAMMPS_FRAME(step, x1, x2)                                                        \
    "ITEM: TIMESTEP\n" #step "\nITEM: NUMBER OF ATOMS\n2\n" LAMMPS_BOX                    \
    "ITEM: ATOMS id type x y z\n7 2 " #x2 " 5 5\n3 1 " #x1 " 0 10\n"

START_TEST(test_lammps_ions_are_sorted_by_id)
{
    hop_trajectory *t = opened(LAMMPS_FRAME(100, 0, 4) LAMMPS_FRAME(200, 1, 5));
    double values[6], cell[9];
    ck_assert_str_eq(hop_trajectory_format(t), "lammps");
    ck_assert_int_eq(hop_trajectory_kind(t), HOP_COORDINATES_FRACTIONAL);
    ck_assert_str_eq(hop_trajectory_element(t, 0), "1");
    ck_assert_str_eq(hop_trajectory_element(t, 1), "2");
    ck_assert_double_nan(hop_trajectory_mass(t, 0));
    ck_assert_double_nan(hop_trajectory_frame_interval(t));
    next(t, values, cell);
    ck_assert_double_eq(cell[0], 10.0);
    ck_assert_double_eq(cell[8], 20.0);
    ck_assert_double_eq(values[0], 0.1);
    ck_assert_double_eq(values[2], 0.5);
    ck_assert_double_eq(values[3], 0.5);
    next(t, values, cell);
    ck_assert_double_eq(values[3], 0.6);
    expect_end(t, 0);
    hop_trajectory_destroy(t);
}
END_TEST

static void expect_lammps(const char *box, const char *columns, const char *ion, int32_t kind,
                          const double expected[3])
{
    char text[1000];
    double values[3], cell[9];
    snprintf(text, sizeof text,
             "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\n%sITEM: ATOMS %s\n%s\n", box, columns,
             ion);
    hop_trajectory *t = opened(text);
    ck_assert_int_eq(hop_trajectory_kind(t), kind);
    next(t, values, cell);
    for (int c = 0; c < 3; c++) {
        ck_assert_double_eq_tol(values[c], expected[c], 1e-15);
    }
    hop_trajectory_destroy(t);
}

START_TEST(test_lammps_every_kind_of_coordinates_is_the_same_point)
{
    const int32_t wrapped = HOP_COORDINATES_FRACTIONAL;
    const int32_t unwrapped = HOP_COORDINATES_FRACTIONAL_UNWRAPPED;
    const double point[3] = {0.5, 0.25, 0.75}, far[3] = {1.5, -1.75, 0.75};
    expect_lammps(LAMMPS_BOX, "id type x y z", "1 1 4 2.5 15", wrapped, point);
    expect_lammps(LAMMPS_BOX, "id type xs ys zs", "1 1 .5 .25 .75", wrapped, point);
    expect_lammps(LAMMPS_BOX, "id element mass xu yu zu", "1 Li 6.9 14 -17.5 15", unwrapped, far);
    expect_lammps(LAMMPS_BOX, "id type xsu ysu zsu", "1 1 1.5 -1.75 .75", unwrapped, far);
    expect_lammps(LAMMPS_BOX, "id type x y z ix iy iz", "1 1 4 2.5 15 1 -2 0", unwrapped, far);
    expect_lammps(LAMMPS_BOX, "type ix iy iz xs ys zs id", "1 1 -2 0 .5 .25 .75 4", unwrapped,
                  far);
    /* xy = 2, xz = -1, yz = 3: what encloses the cell is larger by the tilts. */
    const char *tilted = "ITEM: BOX BOUNDS xy xz yz pp pp pp\n-2 11 2\n0 13 -1\n0 20 3\n";
    expect_lammps(tilted, "id type x y z", "1 1 3.75 4.75 15", wrapped, point);
    const char *general = "ITEM: BOX BOUNDS abc origin pp pp pp\n10 0 0 -1\n2 10 0 0\n-1 3 20 0\n";
    expect_lammps(general, "id type x y z", "1 1 3.75 4.75 15", wrapped, point);
    const double velocity[3] = {4, 2.5, 15};
    expect_lammps(LAMMPS_BOX, "id type vx vy vz", "1 1 4 2.5 15", HOP_COORDINATES_VELOCITY,
                  velocity);
}
END_TEST

START_TEST(test_lammps_time_and_units_give_the_frame_interval)
{
    hop_trajectory *t = opened("ITEM: UNITS\nmetal\nITEM: TIME\n0.5\n" LAMMPS_FRAME(0, 0, 1)
                               "ITEM: TIME\n0.52\n" LAMMPS_FRAME(20, 0, 1)
                               "ITEM: TIME\n0.54\n" LAMMPS_FRAME(40, 0, 1));
    hopt_assert_relative(hop_trajectory_frame_interval(t), 2e-14, 1e-12);
    ck_assert_double_eq(hop_trajectory_length_unit(t), 1e-10);
    double values[6], cell[9];
    for (int k = 0; k < 3; k++) {
        next(t, values, cell);
    }
    expect_end(t, 0);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_lammps_frames_that_are_not_evenly_spaced_are_refused)
{
    hop_trajectory *t = opened(LAMMPS_FRAME(0, 0, 1) LAMMPS_FRAME(10, 0, 1)
                               LAMMPS_FRAME(30, 0, 1));
    expect_error(t, HOP_ERR_PARSE,
                 "expected a timestep of 20 after 10: evenly spaced frames");
    hop_trajectory_destroy(t);
    expect_open_error(LAMMPS_FRAME(10, 0, 1) LAMMPS_FRAME(10, 0, 1), HOP_ERR_PARSE,
                      "evenly spaced frames");
}
END_TEST

START_TEST(test_lammps_errors_name_the_place)
{
    expect_open_error("ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\n" LAMMPS_BOX
                      "ITEM: ATOMS type x y z\n1 0 0 0\n",
                      HOP_ERR_PARSE, "xsu ysu zsu or vx vy vz side by side");
    expect_open_error("ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\n"
                      "ITEM: BOX BOUNDS pp pp ss\n0 1\n0 1\n0 1\nITEM: ATOMS id type x y z\n",
                      HOP_ERR_PARSE, "expected boundaries that are periodic (p) or fixed (f)");
    expect_open_error("ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\n" LAMMPS_BOX
                      "ITEM: ATOMS id type x y z\n1 1 0 0 0\n1 1 0 0 0\n",
                      HOP_ERR_PARSE, "expected each id once in a frame");
    expect_open_error("ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\n" LAMMPS_BOX
                      "ITEM: ATOMS id type x y z\n1 1 0 0\n",
                      HOP_ERR_PARSE, "expected a number for each column");
}
END_TEST

START_TEST(test_xyz_without_a_cell_is_a_path_as_it_is)
{
    hop_trajectory *t = opened("2\nno cell here\nLi 0 1 2\nCl 3 4 5\n"
                               "2\n\nLi 0.5 1 2\nCl 3 4 -5e-1\n\n");
    double values[6], cell[9];
    ck_assert_str_eq(hop_trajectory_format(t), "xyz");
    ck_assert_int_eq(hop_trajectory_kind(t), HOP_COORDINATES_UNWRAPPED);
    ck_assert_int_eq(hop_trajectory_has_cell(t), 0);
    next(t, values, cell);
    ck_assert_double_eq(values[5], 5.0);
    next(t, values, cell);
    ck_assert_double_eq(values[0], 0.5);
    ck_assert_double_eq(values[5], -0.5);
    ck_assert_str_eq(hop_trajectory_element(t, 1), "Cl");
    expect_end(t, 0);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_xyz_extended_takes_cell_and_columns_from_the_comment)
{
    const char *frame = "1\r\nProperties=tag:I:1:pos:R:3:species:S:1 pbc=\"T T T\" "
                        "Lattice=\"10 0 0 1 11 0 0 0 12\"\r\n5 1 2 3 Na\r\n";
    char text[400];
    snprintf(text, sizeof text, "%s%s", frame, frame);
    hop_trajectory *t = opened(text);
    double values[3], cell[9];
    ck_assert_int_eq(hop_trajectory_kind(t), HOP_COORDINATES_CARTESIAN);
    ck_assert_str_eq(hop_trajectory_element(t, 0), "Na");
    next(t, values, cell);
    ck_assert_double_eq(values[0], 1.0);
    ck_assert_double_eq(values[2], 3.0);
    ck_assert_double_eq(cell[3], 1.0);
    ck_assert_double_eq(cell[8], 12.0);
    next(t, values, cell);
    expect_end(t, 0);
    hop_trajectory_destroy(t);
}
END_TEST

START_TEST(test_xyz_errors_name_the_place)
{
    hop_trajectory *t = opened("1\n\nLi 0 0 0\n1\n\nNa 0 0 0\n");
    expect_error(t, HOP_ERR_PARSE, "trajectory:6:1: found 'Na', expected the element of the first "
                                   "frame: ions keep their order");
    hop_trajectory_destroy(t);
    t = opened("1\n\nC 0 0 0\n1\n\nCl 0 0 0\n");
    expect_error(t, HOP_ERR_PARSE, "ions keep their order");
    hop_trajectory_destroy(t);
    t = opened("1\n\nLi 0 0 0\n2\n\nLi 0 0 0\nLi 0 0 0\n");
    expect_error(t, HOP_ERR_PARSE, "expected the same number of ions as in the frames before");
    hop_trajectory_destroy(t);
    expect_open_error("1\nLattice=\"1 0 0 0 1 0 0 0\"\nLi 0 0 0\n", HOP_ERR_PARSE,
                      "expected nine numbers in Lattice=\"\xE2\x80\xA6\"");
    expect_open_error("1\n\nLi 0 0 0", HOP_ERR_PARSE, "expected a whole first frame");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("trajectory_dumps", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_lammps_ions_are_sorted_by_id);
    tcase_add_test(tcase, test_lammps_every_kind_of_coordinates_is_the_same_point);
    tcase_add_test(tcase, test_lammps_time_and_units_give_the_frame_interval);
    tcase_add_test(tcase, test_lammps_frames_that_are_not_evenly_spaced_are_refused);
    tcase_add_test(tcase, test_lammps_errors_name_the_place);
    tcase_add_test(tcase, test_xyz_without_a_cell_is_a_path_as_it_is);
    tcase_add_test(tcase, test_xyz_extended_takes_cell_and_columns_from_the_comment);
    tcase_add_test(tcase, test_xyz_errors_name_the_place);
    return hopt_run(suite);
}
