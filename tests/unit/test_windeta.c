/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <stdio.h>

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

#define HEAD                                                                           \
    "X4, 18.2.2026, 10:9\n"                                                            \
    "Diameter[mm] 2.000e+01  Thickness[mm] 1.500e+00  Spacer Capacity[pF] 0.000e+00\n" \
    "Fixed value(s) :  AC Volt  [Vrms]=1.0000e+00\n"

START_TEST(test_read_memory_windeta_table_over_temperatures_is_parted_by_them)
{
    static const char text[] =
        HEAD " Freq. [Hz]\t Temp. [\xC2\xB0"
             "C]\t Eps'    \t Eps''   \t |Eps|  \t Sig' [S/cm]\t"
             " Sig'' [S/cm]\tM Temp [\xC2\xB0"
             "C]\n"
             "1.0e+06\t2.2e+01\t6.5\t0.25\t6.6\t1.2e-06\t-3.5e-05\t2.30e+01\n"
             "1.0e+05\t2.2e+01\t6.9\t0.50\t7.0\t1.2e-07\t-3.5e-06\t2.31e+01\n"
             "1.0e+06\t5.0e+01\t7.5\t0.75\t7.6\t1.2e-06\t-3.5e-05\t5.00e+01\n";
    hop_file *file = hopt_read_text(ctx, "a.txt", text);
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "windeta");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_PERMITTIVITY);
    ck_assert(hop_file_temperature(file, 0) == 295.15
              && hop_file_temperature(file, 1) == 323.15);
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    hopt_get_points(ctx, file, 0, HOP_PERMITTIVITY, &p);
    ck_assert(p.f[0] == 1e5 && p.re[0] == 6.9 && p.im[0] == -0.5);
    ck_assert(hopt_gives_reason(file, "the one that was set (Temp.)"));
    ck_assert(hopt_ignores(file, "column 8 'M Temp [\xC2\xB0"
                                 "C]'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_windeta_geometry_and_facts_are_stated_and_not_used)
{
    hop_file *file =
        hopt_read_text(ctx, "a.txt", HEAD " Freq. [Hz]\t Eps'\t Eps''\n1e3\t5\t0.1\n");
    ck_assert(hop_file_stated_thickness(file) == 1.5e-3);
    /* The area of a circle: three roundings. */
    hopt_assert_relative(hop_file_stated_area(file), 3.14159265358979323846e-4, 4e-16);
    ck_assert(hop_file_flags(file) & HOP_READ_GEOMETRY_STATED);
    ck_assert_str_eq(hopt_fact(file, "sample"), "X4");
    ck_assert_str_eq(hopt_fact(file, "date"), "18.2.2026, 10:9");
    ck_assert_str_eq(hopt_fact(file, "fixed_values"),
                     "Fixed value(s) :  AC Volt  [Vrms]=1.0000e+00");
    ck_assert(isnan(hop_file_temperature(file, 0)));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_windeta_fixed_temperature_is_taken)
{
    static const char *const units[] = {"\xC2\xB0"
                                        "C",
                                        "\xB0"
                                        "C",
                                        "\xEF\xBF\xBD"
                                        "C",
                                        "K"};
    static const double expected_k[] = {298.15, 298.15, 298.15, 25.0};
    for (size_t i = 0; i < 4; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 "X\nFixed value(s) :  Temp. [%s]=2.500e+01  AC Volt [Vrms]=1\n"
                 " Freq. [Hz]\t Eps'\t Eps''\n1e3\t5\t0.1\n",
                 units[i]);
        hop_file *file = hopt_read_text(ctx, "a.txt", text);
        ck_assert(hop_file_temperature(file, 0) == expected_k[i]);
        hop_file_destroy(file);
    }
}
END_TEST

/* Every representation WinDETA offers, as two columns, and what the file then is. */
static const struct {
    const char *names;
    int32_t representation;
    double re, im; /* of the numbers 3 and 4 at 1 kHz */
} kinds[] = {
    {"Eps'\t Eps''", HOP_PERMITTIVITY, 3.0, -4.0},
    {"Mod'\t Mod''", HOP_MODULUS, 3.0, 4.0},
    {"Zs' [Ohm]\t Zs'' [Ohm]\t Eps'", HOP_IMPEDANCE, 3.0, 4.0},
    {"Yp' [S]\t Yp'' [S]", HOP_ADMITTANCE, 3.0, 4.0},
    {"Cp'' [F]\t Cp' [F]", HOP_ADMITTANCE, -18849.555921538758, 25132.741228718346},
    {"Eps'\t Tan(Delta)", HOP_PERMITTIVITY, 3.0, -12.0},
};

START_TEST(test_read_memory_windeta_every_representation_is_understood)
{
    char text[256];
    hopt_points p;
    snprintf(text, sizeof text, "X\n Freq. [Hz]\t %s\n1e3\t3\t4\t5\n", kinds[_i].names);
    hop_file *file = hopt_read_text(ctx, "a.txt", text);
    ck_assert_str_eq(hop_file_format(file), "windeta");
    ck_assert_int_eq(hop_file_representation(file, 0), kinds[_i].representation);
    hopt_get_points(ctx, file, 0, kinds[_i].representation, &p);
    /* 2πf times a number: two roundings. */
    hopt_assert_relative(p.re[0], kinds[_i].re, 4e-16);
    hopt_assert_relative(p.im[0], kinds[_i].im, 4e-16);
    hop_file_destroy(file);
}
END_TEST

/* The pairs of columns that hold all of a spectrum, with the names of real exports. */
static const char *const pairs[] = {" Eps'    \t Eps''   ",
                                    " Eps'    \tTan(Delta)  ",
                                    " Modulus'  \t Modulus''  ",
                                    " Sig' [S/cm]\t Sig'' [S/cm]",
                                    "  Cp' [F]\t Cp'' [F]",
                                    " Cs' [F]\t Cs'' [F]",
                                    " Zp' [Ohms]\t Zp'' [Ohms]",
                                    " Zs' [Ohms]\t Zs'' [Ohms]",
                                    "  |Z| [Ohms]\t  Phi [Deg]",
                                    " Yp' [1/Ohm]\t Yp'' [1/Ohm]"};

/* What WinDETA writes into pair k, as one measured spectrum exported in all of them shows. */
static void written(int k, double omega, double complex eps, double complex z, double out[2])
{
    const double eps_0 = 8.8541878188e-12, pi = 3.14159265358979323846;
    const double complex y = 1.0 / z, sigma = I * omega * eps_0 * (eps - 1.0);
    const double complex values[] = {conj(eps),
                                     creal(eps) - I * cimag(eps) / creal(eps),
                                     1.0 / eps,
                                     1e-2 * conj(sigma),
                                     y / (I * omega),
                                     -1.0 / (omega * cimag(z)) + I / (omega * creal(z)),
                                     1.0 / creal(y) + I / cimag(y),
                                     z,
                                     cabs(z) + I * carg(z) * 180.0 / pi,
                                     y};
    out[0] = creal(values[k]);
    out[1] = cimag(values[k]);
}

START_TEST(test_read_memory_windeta_all_columns_of_one_spectrum_give_the_same)
{
    /* 1 mm and 1 cm2, the geometry of hopt_get_points(). */
    const double omega = 2e3 * 3.14159265358979323846, c_0 = 8.8541878188e-12 * 1e-4 / 1e-3;
    const double complex eps = 20.0 - 3.0 * I, z = 1.0 / (I * omega * c_0 * eps);
    double v[2];
    char text[600];
    hopt_points p;
    written(_i, omega, eps, z, v);
    snprintf(text, sizeof text, HEAD " Freq. [Hz]\t%s\tM Temp [K]\n1e3\t%.17g\t%.17g\t300\n",
             pairs[_i], v[0], v[1]);
    hop_file *file = hopt_read_text(ctx, "a.txt", text);
    ck_assert_str_eq(hop_file_format(file), "windeta");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    /* Some twenty roundings there and back, and a phase near 90 degrees. */
    ck_assert_msg(cabs(p.re[0] + p.im[0] * I - z) <= 1e-14 * cabs(z), "%s: %.17g %.17g", pairs[_i],
                  p.re[0], p.im[0]);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_windeta_export_that_is_no_spectrum_is_refused_with_the_reason)
{
    hopt_assert_refused(ctx, "a.txt",
                        HEAD " Freq. [Hz]\n Eps'    \n Eps''   \n1.0e3\n5.0\n0.1\n",
                        HOP_ERR_NO_SPECTRUM,
                        "a.txt:4:1: each value stands in a line of its own, expected the columns "
                        "side by side, parted by tabs");
    hopt_assert_refused(ctx, "a.txt",
                        "X\nDiameter[mm] 1  Thickness[mm] 1  Spacer Capacity[pF] 0\n"
                        "Fixed value(s) :  Freq. [Hz]=3.7e+02\n Temp. [K]\t Eps'\t Eps''\n"
                        "300\t5\t1\n",
                        HOP_ERR_NO_SPECTRUM,
                        "a.txt:4:1: a table over the temperature at one frequency, which is no "
                        "spectrum, expected one over the frequency");
    hopt_assert_refused(ctx, "a.txt", HEAD " Freq. [Hz]\t Ys' [1/Ohm]\t Ys'' [1/Ohm]\n1\t2\t3\n",
                        HOP_ERR_NO_SPECTRUM,
                        "a.txt:4:1: no two columns make up a spectrum: found ' Freq. [Hz]  Ys' "
                        "[1/Ohm]  Ys'' [1/Ohm]', expected Eps' and Eps'', Zs' and Zs'', Yp' and "
                        "Yp'', Sig' and Sig'', Modulus' and Modulus'' or Cp' and Cp''");
}
END_TEST

START_TEST(test_read_memory_windeta_real_conductivity_alone_is_a_spectrum)
{
    hop_file *file = hopt_read_text(
        ctx, "a.txt", HEAD " Freq. [Hz]\t Temp. [K]\t Sig' [S/cm]\n1e3\t300\t2e-6\n");
    hop_spectrum *s = NULL;
    double sigma[1];
    ck_assert_str_eq(hop_file_format(file), "windeta");
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_CONDUCTIVITY);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, sigma, NULL, 1, NULL), HOP_OK);
    hopt_assert_relative(sigma[0], 2e-4, 4e-16);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

/* Cut anywhere in its lines of numbers: the lines that are whole. */
START_TEST(test_read_memory_windeta_cut_file_gives_whole_lines)
{
    static const char text[] =
        HEAD " Freq. [Hz]\t Eps'\t Eps''\n1.0e3\t5.5\t0.1\n2.0e3\t4.5\t0.2";
    const char *second = strstr(text, "2.0e3");
    for (const char *end = second + 1; end <= text + strlen(text); end++) {
        hop_file *file = NULL;
        ck_assert_msg(hop_read_memory(ctx, "a.txt", text, (size_t)(end - text), &file) == HOP_OK,
                      "%s", hop_ctx_error(ctx));
        /* 0.2 has as many decimals as 0.1 above it; "0." and "0" may be cut. */
        const int has_all = *end == '\0';
        ck_assert_uint_eq(hop_file_points(file, 0), has_all ? 2 : 1);
        ck_assert(has_all || (hop_file_flags(file) & HOP_READ_TRUNCATED));
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_windeta_bad_number_is_error_at_its_place)
{
    hopt_assert_refused(ctx, "a.txt", HEAD " Freq. [Hz]\t Eps'\t Eps''\n1e3\tfive\t0.1\n",
                        HOP_ERR_PARSE,
                        "a.txt:5:5: 'five' is not a number, expected one for eps'");
    hopt_assert_refused(ctx, "a.txt",
                        HEAD " Freq. [Hz]\t Temp. [K]\t Eps'\t Eps''\n1e3\t-1\t5\t0.1\n",
                        HOP_ERR_BAD_TEMPERATURE,
                        "a.txt:5:5: '-1' is no temperature, expected one above absolute zero");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("windeta", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_windeta_table_over_temperatures_is_parted_by_them);
    tcase_add_test(tcase, test_read_memory_windeta_geometry_and_facts_are_stated_and_not_used);
    tcase_add_test(tcase, test_read_memory_windeta_fixed_temperature_is_taken);
    tcase_add_loop_test(tcase, test_read_memory_windeta_every_representation_is_understood, 0,
                        (int)(sizeof kinds / sizeof *kinds));
    tcase_add_loop_test(tcase, test_read_memory_windeta_all_columns_of_one_spectrum_give_the_same,
                        0, (int)(sizeof pairs / sizeof *pairs));
    tcase_add_test(
        tcase, test_read_memory_windeta_export_that_is_no_spectrum_is_refused_with_the_reason);
    tcase_add_test(tcase, test_read_memory_windeta_real_conductivity_alone_is_a_spectrum);
    tcase_add_test(tcase, test_read_memory_windeta_cut_file_gives_whole_lines);
    tcase_add_test(tcase, test_read_memory_windeta_bad_number_is_error_at_its_place);
    return hopt_run(suite);
}
