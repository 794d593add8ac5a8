/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "reading.h"

static hop_ctx *ctx;
static hop_file *file;

static void read_measured(const char *name)
{
    char *path = hopt_shared_path(name);
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), "windeta");
    free(path);
}

static void teardown(void)
{
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
}

/* The lines of the lowest and the highest frequency at each temperature, as printed. */
static const struct {
    double temperature_k;
    double low[3], high[3];
} sweeps[] = {
    {295.15, {1.00000e-01, 2.23757e+01, 1.82318e+00}, {1.00000e+07, 6.52081e+00, 2.16162e-01}},
    {363.15, {1.00000e-01, 1.10277e+01, 2.27789e+00}, {1.00000e+07, 4.74876e+00, 1.51493e-01}},
};

START_TEST(test_read_file_measured_windeta_temperatures_are_spectra)
{
    read_measured("data/vendor/novocontrol/Test_X4_22-50-70-90DEG.txt");
    static const size_t places[] = {0, 3};
    hopt_points p;
    ck_assert_uint_eq(hop_file_count(file), 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(hop_file_points(file, i), 60);
    }
    for (size_t k = 0; k < 2; k++) {
        ck_assert(hop_file_temperature(file, places[k]) == sweeps[k].temperature_k);
        hopt_get_points(ctx, file, places[k], HOP_PERMITTIVITY, &p);
        const double *low = sweeps[k].low, *high = sweeps[k].high;
        ck_assert(p.f[0] == low[0] && p.re[0] == low[1] && p.im[0] == -low[2]);
        ck_assert(p.f[59] == high[0] && p.re[59] == high[1] && p.im[59] == -high[2]);
    }
}
END_TEST

START_TEST(test_read_file_measured_windeta_geometry_is_stated)
{
    read_measured("data/vendor/novocontrol/test_X14.txt");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_uint_eq(hop_file_points(file, 0), 13);
    ck_assert(isnan(hop_file_temperature(file, 0)));
    ck_assert(hop_file_stated_thickness(file) == 2.19e-3);
    /* π/4 · (40 mm)²: three roundings. */
    hopt_assert_relative(hop_file_stated_area(file), 1.2566370614359172e-3, 4e-16);
    ck_assert_str_eq(hopt_fact(file, "sample"), "X13");
    ck_assert_str_eq(hopt_fact(file, "date"), "11.3.2025, 9:32");
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("windeta_measured", &tcase);
    tcase_add_checked_fixture(tcase, NULL, teardown);
    tcase_add_test(tcase, test_read_file_measured_windeta_temperatures_are_spectra);
    tcase_add_test(tcase, test_read_file_measured_windeta_geometry_is_stated);
    return hopt_run(suite);
}
