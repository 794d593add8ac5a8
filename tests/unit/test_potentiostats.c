/* SPDX-License-Identifier: BSD-3-Clause */
/* Texts as potentiostats and their programs write them, with invented numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The first spectrum has two points, 10 Hz: 3 − 2i and 100 Hz: 1 − 0.5i. */
static void assert_two_points(const hop_file *file, const char *format)
{
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), format);
    ck_assert_int_eq(hop_file_representation(file, 0), HOP_IMPEDANCE);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert_uint_eq(p.count, 2);
    ck_assert(p.f[0] == 10 && p.f[1] == 100);
    ck_assert(p.re[0] == 3 && p.re[1] == 1);
    ck_assert(p.im[0] == -2 && p.im[1] == -0.5);
}

#define MPT                                                                                     \
    "EC-Lab ASCII FILE\nNb header lines : 12\n\nPotentio Electrochemical Impedance Spectroscopy\n" \
    "User : me\nDevice : SP-150 (SN 1)\nAcquisition started on : 02/04/2026 10:02:46\n"         \
    "EC-Lab for windows v11.50 (software)\nElectrode surface area : 0.500 cm\xB2\n"            \
    "Mode                Single sine\n\n"

START_TEST(test_eclab_text_is_read_with_its_facts)
{
    hop_file *file = hopt_read_text(
        ctx, "a.mpt", MPT "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\t|Z|/Ohm\tCs/\xB5" "F\tcycle number\t\n"
                      "1.0E+002\t1.0E+000\t5.0E-001\t1.1\t7\t1.0E+000\n"
                      "1.0E+001\t3.0E+000\t2.0E+000\t3.6\t7\t1.0E+000\n");
    assert_two_points(file, "eclab-mpt");
    ck_assert_int_eq(hop_file_confidence(file), 90);
    ck_assert_str_eq(hop_file_encoding(file), "Windows-1252");
    ck_assert_str_eq(hopt_fact(file, "technique"),
                     "Potentio Electrochemical Impedance Spectroscopy");
    ck_assert_str_eq(hopt_fact(file, "instrument"), "SP-150 (SN 1)");
    ck_assert_str_eq(hopt_fact(file, "date"), "02/04/2026 10:02:46");
    ck_assert_str_eq(hopt_fact(file, "software"), "v11.50 (software)");
    ck_assert_str_eq(hopt_fact(file, "area"), "0.500 cm\xC2\xB2");
    hopt_assert_relative(hop_file_stated_area(file), 0.5e-4, 4e-16);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_GEOMETRY_STATED);
    ck_assert(hopt_ignores(file, "column 5 'Cs/\xC2\xB5" "F'"));
    ck_assert(hop_file_cycle(file, 0) == 1);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_eclab_text_with_decimal_commas_is_read)
{
    hop_file *file = hopt_read_text(ctx, "a.mpt",
                                    MPT "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\n"
                                        "1,0E+002\t1,0E+000\t5,0E-001\n1,0E+001\t3\t2,0\n");
    assert_two_points(file, "eclab-mpt");
    ck_assert(hopt_gives_reason(file, "decimal mark: comma"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_eclab_export_that_begins_with_the_names_is_read)
{
    hop_file *file = hopt_read_text(
        ctx, "a.txt", "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\ttime/s\t\n100\t1\t0.5\t1\n10\t3\t2\t2\n");
    assert_two_points(file, "eclab-mpt");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_eclab_columns_of_magnitude_and_phase_stand_in)
{
    hop_file *file = hopt_read_text(
        ctx, "a.mpt", MPT "freq/Hz\t|Z|/Ohm\tPhase(Z)/deg\n100\t2\t-30\n10\t4\t0\n");
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.re[0] == 4 && p.im[0] == 0);
    /* One rounding of the angle and one of the function. */
    hopt_assert_relative(p.im[1], -1.0, 1e-15);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_eclab_cycles_and_steps_are_spectra_and_rest_is_left_out)
{
    hop_file *file = hopt_read_text(
        ctx, "a.mpt", MPT "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\tcycle number\n"
                      "0\t0\t0\t1\n100\t1\t0.5\t1\n10\t3\t2\t1\n100\t1\t0.6\t2\n50\t2\t0.6\t2\n"
                      "10\t3\t2\t2\n100\t4\t1\t2\n50\t5\t1\t2\n10\t6\t1\t2\n");
    ck_assert_uint_eq(hop_file_count(file), 3);
    assert_two_points(file, "eclab-mpt");
    ck_assert_str_eq(hop_file_label(file, 0), "cycle 1");
    ck_assert_str_eq(hop_file_label(file, 2), "cycle 2, sweep 2");
    ck_assert(hop_file_flags(file) & HOP_READ_POINTS_SKIPPED);
    ck_assert(hopt_gives_reason(file, "1 line was left out, line 13"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_eclab_text_without_frequencies_is_error)
{
    hopt_assert_refused(ctx, "a.mpt", MPT "Re(Z)/Ohm\t-Im(Z)/Ohm\n1\t2\n", HOP_ERR_PARSE,
                        "a.mpt:12:1: no column holds the frequency: found 'Re(Z)/Ohm', "
                        "'-Im(Z)/Ohm', expected one such as frequency_Hz or f/kHz");
}
END_TEST

#define DTA                                                                                     \
    "EXPLAIN\nTAG\tEISPOT\nTITLE\tLABEL\tPotentiostatic EIS\tTest &Identifier\n"               \
    "DATE\tLABEL\t4/23/2026\tDate\nNOTES\tNOTES\t2\t&Notes...\n\tdry\n\tEND: none\n"           \
    "PSTAT\tPSTAT\tREF600\tPotentiostat\nAREA\tQUANT\t2.00000E+000\t&Area (cm^2)\n"            \
    "OCVCURVE\tTABLE\t1\n\tPt\tT\tVf\tTemp\n\t#\ts\tV\tdeg C\n\t0\t0.2\t5.0E-002\t-327.63\n"
#define ZNAMES                                                                                  \
    "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\n\t#\ts\tHz\tohm\tohm\tV\tohm\t\xB0\n"
#define ZROWS "\t0\t1\t100\t1\t-0.5\t1\t1.1\t-26\n\t1\t2\t10\t3\t-2\t1\t3.6\t-33\n"

START_TEST(test_gamry_curve_is_read_with_its_facts)
{
    hop_file *file = hopt_read_text(ctx, "a.DTA", DTA "ZCURVE\tTABLE\n" ZNAMES ZROWS);
    assert_two_points(file, "gamry-dta");
    ck_assert_str_eq(hopt_fact(file, "technique"), "Potentiostatic EIS");
    ck_assert_str_eq(hopt_fact(file, "comment"), "dry");
    ck_assert_str_eq(hopt_fact(file, "instrument"), "REF600");
    ck_assert(hopt_ignores(file, "table OCVCURVE of 1 line"));
    hopt_assert_relative(hop_file_stated_area(file), 2e-4, 4e-16);
    ck_assert(isnan(hop_file_temperature(file, 0)));
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_GEOMETRY_STATED);
    hop_file_destroy(file);
}
END_TEST

/* Readers take files in blocks: here one ends with the line of names, before that of units. */
START_TEST(test_gamry_names_at_the_end_of_a_block_are_listed)
{
    enum { BLOCK = 65536 };
    static const char before[] = "EXPLAIN\nNOTES\tNOTES\t1\t&Notes...\n\t";
    static const char between[] = "\nZCURVE\tTABLE\n";
    const size_t names = (size_t)(strchr(ZNAMES, '\n') + 1 - ZNAMES);
    const size_t comment = BLOCK - strlen(before) - strlen(between) - names;
    char *text = malloc(3 * BLOCK);
    snprintf(text, 3 * BLOCK, "%s%0*d%s" ZNAMES ZROWS "TAG\t%0*d\n", before, (int)comment, 1,
             between, BLOCK, 1);
    char *path = hopt_write_file("a.DTA", text, strlen(text));
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_file(ctx, path, &file), HOP_OK);
    assert_two_points(file, "gamry-dta");
    ck_assert_str_eq(hop_file_column(file, 0), "column 3 'Freq': frequency_Hz");
    hop_file_destroy(file);
    free(path);
    free(text);
}
END_TEST

START_TEST(test_gamry_aborted_curve_is_flagged)
{
    hop_file *file = hopt_read_text(
        ctx, "a.DTA", DTA "ZCURVE\tTABLE\n" ZNAMES ZROWS
                          "EXPERIMENTABORTED\tTOGGLE\tT\tExperiment Aborted\n");
    assert_two_points(file, "gamry-dta");
    ck_assert(hop_file_flags(file) & HOP_READ_ABORTED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_gamry_curve_shorter_than_announced_is_flagged)
{
    hop_file *file = hopt_read_text(ctx, "a.DTA", DTA "ZCURVE\tTABLE\t3\n" ZNAMES ZROWS);
    assert_two_points(file, "gamry-dta");
    ck_assert(hop_file_flags(file) & HOP_READ_TRUNCATED);
    ck_assert(hopt_gives_reason(file, "table ZCURVE announces 3 lines and has 2"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_gamry_galvanostatic_file_with_two_curves_gives_two_spectra)
{
    hop_file *file = hopt_read_text(ctx, "a.DTA",
                                    "EXPLAIN\nTAG\tGALVEIS\nZCURVE\tTABLE\t2\n" ZNAMES ZROWS
                                    "ZCURVE2\tTABLE\t1\n" ZNAMES "\t0\t1\t5\t7\t-1\t1\t7\t-8\n");
    assert_two_points(file, "gamry-dta");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 1), "ZCURVE2");
    ck_assert_str_eq(hopt_fact(file, "tag"), "GALVEIS");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_gamry_file_without_impedance_is_error)
{
    hopt_assert_refused(ctx, "a.DTA", DTA, HOP_ERR_NO_SPECTRUM,
                        "a.DTA: the file holds no impedance spectrum: there is no table ZCURVE");
}
END_TEST

START_TEST(test_gamry_bad_number_names_line_and_column)
{
    hopt_assert_refused(ctx, "a.DTA",
                        "EXPLAIN\nZCURVE\tTABLE\n" ZNAMES "\t0\t1\t100\t1\tx\t1\t1\t1\n",
                        HOP_ERR_PARSE, "a.DTA:5:12: 'x' is not a number, expected one for z_im_ohm");
}
END_TEST

START_TEST(test_zplot_text_is_read_with_its_facts)
{
    hop_file *file = hopt_read_text(
        ctx, "a.z", "ZPLOT2 ASCII\n  Measured Data, ZPlot:       3.2c\n"
                    "  Date:                       10-12-2026\n  Begin User Comments:        0\n"
                    "    Surface Area:             1.5\n  Data Points:                2\n"
                    "  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\tGD\tErr\tRange\nEnd Comments\n"
                    "1.0E+02\t1E-2\t0\t2.6\t1.0\t-5.0E-01\t0\t0\t3\n"
                    "1.0E+01\t1E-2\t0\t3.3\t3.0\t-2.0\t0\t0\t3\n");
    assert_two_points(file, "zplot");
    ck_assert_str_eq(hopt_fact(file, "date"), "10-12-2026");
    hopt_assert_relative(hop_file_stated_area(file), 1.5e-4, 4e-16);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_GEOMETRY_STATED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_zplot_quoted_variants_are_read)
{
    static const char *const firsts[] = {"\"ZPlotW Data File: Version 3.2c\"",
                                         "\xEF\xBB\xBF\"Z60W Data File: Version 1.1\""};
    for (size_t i = 0; i < 2; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s\r\n\"\"\r\n0,2,0,1,10,100\r\n2\r\n"
                 "\"  Freq (Hz)    Ampl     Bias   Time(Sec)   Z'(a)    Z''(b)    GD   Err\"\r\n"
                 "100,0,0,0,1,-0.5,0,0,0\r\n10,0,0,0,3,-2,0,0,0\r\n", firsts[i]);
        hop_file *file = hopt_read_text(ctx, "a.z", text);
        assert_two_points(file, "zplot");
        ck_assert_uint_eq(hop_file_flags(file), 0);
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_zplot_fewer_points_than_announced_are_flagged)
{
    hop_file *file = hopt_read_text(
        ctx, "a.z", "ZPLOT2 ASCII\n  Data Points:                7\n"
                    "  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\tGD\tErr\tRange\n"
                    "100\t0\t0\t0\t1\t-0.5\t0\t0\t0\n10\t0\t0\t0\t3\t-2\t0\t0\t0\n");
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_TRUNCATED);
    ck_assert(hopt_gives_reason(file, "announces 7 points and has 2"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_chi_text_is_read_with_its_facts)
{
    hop_file *file = hopt_read_text(
        ctx, "a.txt", "Feb. 20, 2026   15:55:08\nA.C. Impedance\nInstrument Model:  CHI660E\n"
                      "Note: dry\n\nAmplitude (V) = 0.025\n\n"
                      "Freq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg\n\n"
                      "1.000e+2, 1.0e+0, -5.0e-1, 1.1e+0, -26\n1.0e+1, 3, -2, 3.6, -33\n");
    assert_two_points(file, "chi");
    ck_assert_str_eq(hopt_fact(file, "instrument"), "CHI660E");
    ck_assert_str_eq(hopt_fact(file, "amplitude_v"), "0.025");
    hop_file_destroy(file);
}
END_TEST

#define PAR                                                                                     \
    "<Application>\nName=VersaStudio\nVersion=2.5\n</Application>\n<Action0>\nName=Common\n"   \
    "Working Electrode Area (cm2)=2\n</Action0>\n<Instrument>\nType=VersaSTAT4\n"              \
    "</Instrument>\n<Action1>\nName=Potentiostatic EIS\n</Action1>\n<Segment1>\nType=2\n"      \
    "Definition=Segment #, Point #, E(V), Frequency(Hz), Z Real, Z Imag, 0\n"                  \
    "0,0,0.1,0,0,0\n0,1,0.1,100,1,-0.5\n0,2,0.1,10,3,-2\n"

START_TEST(test_versastudio_segment_is_read_with_its_facts)
{
    hop_file *file = hopt_read_text(ctx, "a.par", PAR "</Segment1>\n<Graph1>\nX=1\n</Graph1>\n");
    assert_two_points(file, "versastudio");
    ck_assert_str_eq(hopt_fact(file, "technique"), "Potentiostatic EIS");
    ck_assert_str_eq(hopt_fact(file, "instrument"), "VersaSTAT4");
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_GEOMETRY_STATED | HOP_READ_POINTS_SKIPPED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_versastudio_segment_without_end_is_flagged)
{
    hop_file *file = hopt_read_text(ctx, "a.par", PAR);
    assert_two_points(file, "versastudio");
    ck_assert(hop_file_flags(file) & HOP_READ_TRUNCATED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_versastudio_file_without_impedance_is_error)
{
    hopt_assert_refused(ctx, "a.par",
                        "<Application>\nName=VersaStudio\n</Application>\n<Segment1>\n"
                        "Definition=Point #, E(V), I(A)\n0,1,2\n</Segment1>\n",
                        HOP_ERR_NO_SPECTRUM,
                        "a.par: the file holds no impedance spectrum: there is no segment with "
                        "Frequency, Z Real and Z Imag");
}
END_TEST

START_TEST(test_parstat_text_leaves_out_the_lines_at_rest)
{
    hop_file *file = hopt_read_text(
        ctx, "a.txt", "Potential (V)\tElapsed Time (s)\tFrequency (Hz)\tZre (ohms)\tZim (ohms)\t\n"
                      "3.4\t10\t0\t0\t0\t\n3.4\t20\t100\t1\t-0.5\t\n3.4\t30\t10\t3\t-2\t\n");
    assert_two_points(file, "parstat");
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_POINTS_SKIPPED);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_powersuite_text_is_read)
{
    hop_file *file = hopt_read_text(
        ctx, "a.txt", "Frequency\t Zre\t Zimg\r\r\n10\t 3\t -2\r\r\n100\t 1\t -0.5\r\r\n");
    assert_two_points(file, "powersuite");
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_nova_text_is_read_with_any_delimiter)
{
    static const char semicolons[] =
        "Index;Frequency (Hz);Z' (\xCE\xA9);-Z'' (\xCE\xA9);Z (\xCE\xA9);-Phase (\xC2\xB0)\n"
        "1;100,0;1;0,5;1,1;26\n2;10,0;3;2;3,6;33\n";
    static const char *const texts[] = {
        semicolons,
        "Frequency (Hz)\tZ' (\xCE\xA9)\t-Z'' (\xCE\xA9)\n100\t1\t0.5\n10\t3\t2\n",
        "Frequency (Hz),Z' (Ohm),-Z'' (Ohm)\n100,1,0.5\n10,3,2\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hop_file *file = hopt_read_text(ctx, "a.txt", texts[i]);
        assert_two_points(file, "autolab-nova");
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_smart_csv_is_read_with_sweeps_and_temperatures)
{
    hop_file *file = hopt_read_text(
        ctx, "a.csv",
        "title\nExperiment start time : 1/2/2026\n"
        "Result Number;Sweep Number;Frequency (Hz);Temperature ('C);Impedance Magnitude (Ohms);"
        "Impedance Phase Degrees (');Capacitance Magnitude (F);\n"
        "1;1;100,0;25,0;2,0;-90,0;1E-9;;\n2;1;10,0;25,0;4,0;0,0;1E-9;;\n"
        "3;2;100,0;50,0;5,0;0,0;1E-9;;\n4;2;10,0;50,0;NaN;0,0;1E-9;;\n");
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "smart-csv");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert(hop_file_temperature(file, 0) == 298.15 && hop_file_temperature(file, 1) == 323.15);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 2 && p.re[0] == 4 && p.im[1] == -2);
    ck_assert_uint_eq(hop_file_points(file, 1), 1);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_POINTS_SKIPPED);
    ck_assert_str_eq(hopt_fact(file, "date"), "1/2/2026");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_smart_csv_without_thermometer_has_no_temperature)
{
    hop_file *file = hopt_read_text(
        ctx, "a.csv", "t\nExperiment start time : 1\nFrequency (Hz),Temperature ('C),"
                      "Impedance Magnitude (Ohms),Impedance Phase Degrees (')\n"
                      "100,,2,-90\n10,,4,0\n");
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert(isnan(hop_file_temperature(file, 0)));
    hop_file_destroy(file);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("potentiostats", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_eclab_text_is_read_with_its_facts);
    tcase_add_test(tcase, test_eclab_text_with_decimal_commas_is_read);
    tcase_add_test(tcase, test_eclab_export_that_begins_with_the_names_is_read);
    tcase_add_test(tcase, test_eclab_columns_of_magnitude_and_phase_stand_in);
    tcase_add_test(tcase, test_eclab_cycles_and_steps_are_spectra_and_rest_is_left_out);
    tcase_add_test(tcase, test_eclab_text_without_frequencies_is_error);
    tcase_add_test(tcase, test_gamry_curve_is_read_with_its_facts);
    tcase_add_test(tcase, test_gamry_names_at_the_end_of_a_block_are_listed);
    tcase_add_test(tcase, test_gamry_aborted_curve_is_flagged);
    tcase_add_test(tcase, test_gamry_curve_shorter_than_announced_is_flagged);
    tcase_add_test(tcase, test_gamry_galvanostatic_file_with_two_curves_gives_two_spectra);
    tcase_add_test(tcase, test_gamry_file_without_impedance_is_error);
    tcase_add_test(tcase, test_gamry_bad_number_names_line_and_column);
    tcase_add_test(tcase, test_zplot_text_is_read_with_its_facts);
    tcase_add_test(tcase, test_zplot_quoted_variants_are_read);
    tcase_add_test(tcase, test_zplot_fewer_points_than_announced_are_flagged);
    tcase_add_test(tcase, test_chi_text_is_read_with_its_facts);
    tcase_add_test(tcase, test_versastudio_segment_is_read_with_its_facts);
    tcase_add_test(tcase, test_versastudio_segment_without_end_is_flagged);
    tcase_add_test(tcase, test_versastudio_file_without_impedance_is_error);
    tcase_add_test(tcase, test_parstat_text_leaves_out_the_lines_at_rest);
    tcase_add_test(tcase, test_powersuite_text_is_read);
    tcase_add_test(tcase, test_nova_text_is_read_with_any_delimiter);
    tcase_add_test(tcase, test_smart_csv_is_read_with_sweeps_and_temperatures);
    tcase_add_test(tcase, test_smart_csv_without_thermometer_has_no_temperature);
    return hopt_run(suite);
}
