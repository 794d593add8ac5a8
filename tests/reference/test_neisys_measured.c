/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/* First and last line as printed in the files; the instrument sweeps downwards. */
static const struct {
    const char *name;
    size_t points;
    double first[3], last[3];
} measured[] = {
    {"data/spectra/s04147/s04147-140deg.txt",
     42,
     {1.00000e+06, 2.21423e+04, -5.43115e+04},
     {3.00000e-02, 3.27266e+06, -1.40853e+06}},
    {"data/spectra/s04147/s04147-150deg.txt",
     42,
     {1.00000e+06, 2.26968e+04, -4.63730e+04},
     {3.00000e-02, 2.03344e+06, -1.05180e+06}},
    {"data/spectra/s04147/s04147-170deg.txt",
     41,
     {1.00000e+06, 2.07915e+04, -3.33040e+04},
     {4.57730e-02, 8.02011e+05, -4.61894e+05}},
    {"data/spectra/s04147/s04147-190deg.txt",
     41,
     {1.00000e+06, 1.76938e+04, -2.26127e+04},
     {4.57730e-02, 3.81677e+05, -2.56512e+05}},
    {"data/spectra/s04147/s04147-200deg.txt",
     40,
     {1.00000e+06, 1.58596e+04, -1.83471e+04},
     {6.98380e-02, 2.35592e+05, -1.37609e+05}},
    {"data/vendor/neisys/Example_header.txt",
     50,
     {1.000000e+07, 3.032358e+04, 3.829188e+04},
     {3.000000e-03, 2.027865e+08, -7.295690e+07}},
};

static void assert_point(const hop_spectrum *s, size_t k, const double expected[3])
{
    double f[64], re[64], im[64];
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, 64, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, 64, NULL), HOP_OK);
    ck_assert(f[k] == expected[0] && re[k] == expected[1] && im[k] == expected[2]);
}

START_TEST(test_read_file_measured_neisys_gives_the_numbers_of_the_file)
{
    char *path = hopt_shared_path(measured[_i].name);
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "neisys");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_uint_eq(hop_file_points(file, 0), measured[_i].points);
    ck_assert(hop_file_f_max(file, 0) == measured[_i].first[0]);
    ck_assert(hop_file_f_min(file, 0) == measured[_i].last[0]);
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_IMPEDANCE);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    assert_point(s, measured[_i].points - 1, measured[_i].first);
    assert_point(s, 0, measured[_i].last);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    free(path);
}
END_TEST

/* Columns without a header are frequency, Re Z and Im Z, and that is said. */
START_TEST(test_read_file_measured_neisys_csv_without_header_is_a_table)
{
    static const double first[] = {1.0e6, 2.3697656e+03, -6.7376167e+03};
    char *path = hopt_shared_path("data/vendor/neisys/CSV_Example.csv");
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "table");
    ck_assert(hop_file_flags(file) & HOP_READ_COLUMNS_ASSUMED);
    ck_assert_uint_eq(hop_file_points(file, 0), 50);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    assert_point(s, 49, first);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    free(path);
}
END_TEST

/* Ω·cm² needs the area before there is a spectrum, and then is divided by it. */
START_TEST(test_read_file_measured_table_in_ohm_square_centimetres_is_read)
{
    char *path = hopt_shared_path("data/spectra/blf-symmetric-cell/BLF_D5_pO2_21%_T500.csv");
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    double re[128], im[128];
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "table");
    ck_assert_uint_eq(hop_file_points(file, 0), 101);
    ck_assert_int_ne(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, 1e-3, 2e-4, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, 128, NULL), HOP_OK);
    /* The first line of the file is the highest frequency; 2 cm², and two roundings. */
    hopt_assert_relative(re[100], 3.53 / 2.0, 4e-16);
    hopt_assert_relative(im[100], 2.72e-2 / 2.0, 4e-16);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    free(path);
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("neisys_measured", &tcase);
    tcase_add_loop_test(tcase, test_read_file_measured_neisys_gives_the_numbers_of_the_file, 0,
                        sizeof measured / sizeof *measured);
    tcase_add_test(tcase, test_read_file_measured_neisys_csv_without_header_is_a_table);
    tcase_add_test(tcase, test_read_file_measured_table_in_ohm_square_centimetres_is_read);
    return hopt_run(suite);
}
