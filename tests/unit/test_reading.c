/* SPDX-License-Identifier: BSD-3-Clause */
/* What all formats share: packing, encodings, columns, sweeps, repeated frequencies, signs. */
#include <stdio.h>
#include <stdlib.h>

#include "io/gunzip.h"
#include "reading.h"

static hop_ctx *ctx;
static hop_read_options *options;

static void setup(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_read_options_create(ctx, &options), HOP_OK);
}

static void teardown(void)
{
    hop_read_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static hop_file *read_with(const char *text)
{
    hop_file *file = NULL;
    const hop_status status =
        hop_read_memory_with(ctx, "t.csv", text, strlen(text), options, &file);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return file;
}

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

/* "f/Hz,z_re_ohm,z_im_ohm\n10,1.5,-2.5\n100,0.5,-1\n" */
static const char packed[] =
    "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\xFF\x4B\xD3\xF7\xA8\xD2\xA9\x8A\x2F\x4A\x8D\xCF\xCF"
    "\xC8\x05\x32\x32\x73\x41\x0C\x2E\x43\x03\x1D\x43\x3D\x53\x1D\x5D\x23\x3D\x53\x20\xDB\x40"
    "\xC7\x00\xC4\x31\xE4\x02\x00\xD4\x57\xB7\xA8\x2E\x00\x00\x00";

enum { PACKED_SIZE = sizeof packed - 1 };

/* Without zlib a packed file is refused with the reason. */
static int is_refused_for_lack_of_zlib(void)
{
    hop_file *file = NULL;
    if (hopi_gunzip_is_supported()) {
        return 0;
    }
    ck_assert_int_eq(hop_read_memory(ctx, "t.gz", packed, PACKED_SIZE, &file), HOP_ERR_PACKED);
    ck_assert_str_eq(hop_ctx_error(ctx),
                     "t.gz: the file is packed by gzip, which this build of libhop cannot read (it "
                     "was made without zlib), expected the unpacked file");
    return 1;
}

START_TEST(test_read_memory_packed_text_is_unpacked)
{
    if (is_refused_for_lack_of_zlib()) {
        return;
    }
    hop_file *file = NULL;
    hopt_points p;
    ck_assert_int_eq(hop_read_memory(ctx, "t.gz", packed, PACKED_SIZE, &file), HOP_OK);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 2 && p.f[0] == 10 && p.re[0] == 1.5 && p.im[0] == -2.5);
    hop_file_destroy(file);
    char *path = hopt_write_file("t.csv.gz", packed, PACKED_SIZE);
    ck_assert_int_eq(hop_read_file(ctx, path, &file), HOP_OK);
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    hop_file_destroy(file);
    remove(path);
    free(path);
}
END_TEST

START_TEST(test_read_memory_packed_members_are_one_text)
{
    if (is_refused_for_lack_of_zlib()) {
        return;
    }
    char both[2 * PACKED_SIZE];
    hop_file *file = NULL;
    memcpy(both, packed, PACKED_SIZE);
    memcpy(both + PACKED_SIZE, packed, PACKED_SIZE);
    ck_assert_int_eq(hop_read_memory(ctx, "t.gz", both, sizeof both, &file), HOP_OK);
    /* The header again begins another measurement. */
    ck_assert_uint_eq(hop_file_count(file), 2);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_packed_and_cut_gives_what_is_whole)
{
    if (is_refused_for_lack_of_zlib()) {
        return;
    }
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, "t.gz", packed, PACKED_SIZE - 8, &file), HOP_OK);
    ck_assert(hop_file_flags(file) & HOP_READ_TRUNCATED);
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_packed_and_damaged_is_error)
{
    if (is_refused_for_lack_of_zlib()) {
        return;
    }
    char damaged[PACKED_SIZE];
    hop_file *file = NULL;
    memcpy(damaged, packed, PACKED_SIZE);
    damaged[12] = (char)(damaged[12] ^ 0xFF);
    ck_assert_int_eq(hop_read_memory(ctx, "t.gz", damaged, PACKED_SIZE, &file), HOP_ERR_PACKED);
    ck_assert_ptr_eq(strstr(hop_ctx_error(ctx), "t.gz: the file is packed by gzip, but "),
                     hop_ctx_error(ctx));
}
END_TEST

START_TEST(test_read_memory_utf16_table_is_read)
{
    static const char text[] = "f/Hz;Z'/\xA9;Z''/\xA9\n10;1,5;2,5\n100;0,5;1\n";
    char wide[2 * sizeof text];
    hop_file *file = NULL;
    size_t size = 0;
    memcpy(wide, "\xFF\xFE", 2);
    for (size = 2; text[size / 2 - 1]; size += 2) {
        const int is_ohm = text[size / 2 - 1] == '\xA9';
        wide[size] = text[size / 2 - 1];
        wide[size + 1] = (char)(is_ohm ? 3 : 0); /* U+03A9 */
    }
    ck_assert_int_eq(hop_read_memory(ctx, "t.txt", wide, size, &file), HOP_OK);
    ck_assert_str_eq(hop_file_encoding(file), "UTF-16LE");
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert_str_eq(hop_file_column(file, 1), "column 2 'Z'/\xCE\xA9': z_re_ohm");
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_headless_columns_are_assumed_and_told)
{
    static const char *const texts[] = {
        "10,1.5,-2.5\n20,1,-2\n100,0.5,-1\n",
        "10;1,5;-2,5\n20;1,0;-2\n100;0,5;-1\n",
        "10 1,5 -2,5\n20 1 -2\n100 0,5 -1\n",
        "# today\n1\t10\t1.5\t-2.5\n2\t20\t1\t-2\n3\t100\t0.5\t-1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hop_file *file = hopt_read_text(ctx, "t.csv", texts[i]);
        hopt_points p;
        hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
        ck_assert_msg(p.count == 3 && p.f[0] == 10 && p.re[0] == 1.5 && p.im[0] == -2.5, "%s",
                      texts[i]);
        ck_assert(hop_file_flags(file) & HOP_READ_COLUMNS_ASSUMED);
        ck_assert(hopt_gives_reason(file, "is the frequency"));
        ck_assert_int_lt(hop_file_confidence(file), 30);
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_header_below_other_lines_is_found)
{
    hop_file *file = hopt_read_text(ctx, "t.csv", "Pellet 7\nmeasured: yes\n\nf/Hz;Z'/ohm;"
                                                  "Z''/ohm\n10;1,5;-2,5\n20;1;-2\n");
    ck_assert_uint_eq(hop_file_points(file, 0), 2);
    ck_assert(hopt_ignores(file, "line 1: 'Pellet 7'"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_units_below_the_names_are_taken)
{
    hop_file *file =
        hopt_read_text(ctx, "t.txt", "freq Zreal Zimag\nkHz ohm kohm\n10 1500 -2.5\n");
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 1 && p.f[0] == 1e4 && p.re[0] == 1500 && p.im[0] == -2500);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_missing_units_are_assumed_and_told)
{
    hop_file *file = hopt_read_text(ctx, "t.txt", "freq Zreal Zimag\n10 1500 -2.5\n");
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_UNITS_ASSUMED);
    ck_assert(hop_file_f_min(file, 0) == 10);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_magnitude_and_phase_become_an_impedance)
{
    hop_file *file = hopt_read_text(
        ctx, "t.txt", "f/Hz,|Z|/ohm,Phase(Z)/deg\n10,2,-60\n100,2,-90\n1000,4,0\n");
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    /* One rounding of the angle and one of the function. */
    hopt_assert_relative(p.re[0], 1.0, 1e-15);
    hopt_assert_relative(p.im[0], -sqrt(3.0), 1e-15);
    ck_assert_double_eq_tol(p.re[1], 0.0, 2 * 1.3e-16);
    ck_assert(p.re[2] == 4.0 && p.im[2] == 0.0);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_file_spectrum_impedance_times_area_needs_the_area)
{
    hop_file *file = hopt_read_text(
        ctx, "t.csv", "f/Hz,Re(Z)/Ohm*cm^2,-Im(Z)/Ohm*cm^2\n10,6,2\n100,3,1\n1000,1,1\n");
    hop_spectrum *s = NULL;
    double re[3], im[3];
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_ERR_MISSING_DATA);
    ck_assert_ptr_null(s);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "impedance times area"));
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, 1e-3, 2e-4, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, 3, NULL), HOP_OK);
    /* 6 Ω cm² on 2 cm²; two divisions. */
    hopt_assert_relative(re[0], 3.0, 4e-16);
    hopt_assert_relative(im[0], -1.0, 4e-16);
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_resistivity_becomes_a_conductivity)
{
    hop_file *file = hopt_read_text(ctx, "t.csv", "f/Hz,Z'/Ohm cm,-Z''/Ohm cm\n10,300,400\n");
    hopt_points p;
    hopt_get_points(ctx, file, 0, HOP_CONDUCTIVITY, &p);
    /* 1/(3 − 4i) Ω m = (3 + 4i)/25 S/m; a few roundings. */
    hopt_assert_relative(p.re[0], 0.12, 1e-15);
    hopt_assert_relative(p.im[0], 0.16, 1e-15);
    hop_file_destroy(file);
}
END_TEST

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
    ck_assert(hopt_gives_reason(file, "the mean was taken of 2 frequencies"));
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

/* Counts bytes in use, so that the most at a time is known. */
typedef struct meter {
    size_t now, most;
} meter;

static void *metered_allocate(void *user, size_t size)
{
    meter *m = user;
    size_t *memory = malloc(size + 16);
    if (!memory) {
        return NULL;
    }
    memory[0] = size;
    m->now += size;
    m->most = m->now > m->most ? m->now : m->most;
    return (char *)memory + 16;
}

static void metered_release(void *user, void *memory)
{
    size_t *start = (size_t *)(void *)((char *)memory - 16);
    ((meter *)user)->now -= start[0];
    free(start);
}

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
    meter m = {0, 0};
    gathered g = {0};
    hop_ctx *own = NULL;
    ck_assert_int_eq(
        hop_ctx_create_with_allocator(metered_allocate, metered_release, &m, &own), HOP_OK);
    ck_assert_msg(hop_read_parts(own, path, NULL, gather, &g) == HOP_OK, "%s", hop_ctx_error(own));
    ck_assert_uint_eq(g.parts, CYCLES);
    ck_assert_uint_eq(g.points, CYCLES * CYCLE_POINTS);
    ck_assert(g.sum == CYCLES * 70.5 + CYCLES * (CYCLES + 1) / 2);
    /* A block of the file, a line of it, a cycle of points, and the texts: not 30500 points. */
    ck_assert_uint_lt(m.most, 4 * 65536);
    hop_ctx_destroy(own);
    ck_assert_uint_eq(m.now, 0);
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

START_TEST(test_read_parts_temperatures_and_sweeps_are_parts)
{
    static const char text[] = "T/K,f/Hz,sigma_S_per_m\n300,1,1\n300,2,2\n310,1,3\n310,2,4\n"
                               "310,3,5\n310,1,6\n310,2,7\n";
    char *path = hopt_write_file("t.csv", text, sizeof text - 1);
    gathered g = {0};
    ck_assert_int_eq(hop_read_parts(ctx, path, NULL, gather, &g), HOP_OK);
    ck_assert_uint_eq(g.parts, 3);
    ck_assert_uint_eq(g.points, 7);
    remove(path);
    free(path);
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
    Suite *suite = hopt_suite("reading", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_packed_text_is_unpacked);
    tcase_add_test(tcase, test_read_memory_packed_members_are_one_text);
    tcase_add_test(tcase, test_read_memory_packed_and_cut_gives_what_is_whole);
    tcase_add_test(tcase, test_read_memory_packed_and_damaged_is_error);
    tcase_add_test(tcase, test_read_memory_utf16_table_is_read);
    tcase_add_test(tcase, test_read_memory_headless_columns_are_assumed_and_told);
    tcase_add_test(tcase, test_read_memory_header_below_other_lines_is_found);
    tcase_add_test(tcase, test_read_memory_units_below_the_names_are_taken);
    tcase_add_test(tcase, test_read_memory_missing_units_are_assumed_and_told);
    tcase_add_test(tcase, test_read_memory_magnitude_and_phase_become_an_impedance);
    tcase_add_test(tcase, test_file_spectrum_impedance_times_area_needs_the_area);
    tcase_add_test(tcase, test_read_memory_resistivity_becomes_a_conductivity);
    tcase_add_test(tcase, test_read_memory_cycles_are_spectra_with_their_numbers);
    tcase_add_test(tcase, test_read_memory_sweeps_are_parted_and_told);
    tcase_add_test(tcase, test_read_memory_there_and_back_is_one_sweep_with_means);
    tcase_add_test(tcase, test_read_options_duplicates_first_last_and_refuse);
    tcase_add_test(tcase, test_read_memory_mean_of_duplicates_has_the_error_of_a_mean);
    tcase_add_test(tcase, test_read_memory_measured_temperature_is_averaged);
    tcase_add_test(tcase, test_read_memory_line_cut_at_the_end_is_left_out_and_told);
    tcase_add_test(tcase, test_read_memory_turned_sign_is_put_right_and_told);
    tcase_add_test(tcase, test_read_memory_right_sign_is_left_alone_and_told);
    tcase_add_test(tcase, test_read_memory_explicit_sign_is_kept_and_doubted);
    tcase_add_test(tcase, test_read_memory_inductive_loop_is_no_turned_sign);
    tcase_add_test(tcase, test_read_memory_blocking_capacitor_shows_its_sign_without_a_slope);
    tcase_add_test(tcase, test_read_memory_loss_shows_the_sign_of_permittivity_and_modulus);
    tcase_add_test(tcase, test_read_options_sign_goes_before_the_data);
    tcase_add_test(tcase, test_read_options_columns_delimiter_and_mark_are_taken);
    tcase_add_test(tcase, test_read_options_format_is_taken);
    tcase_add_test(tcase, test_read_options_bad_values_are_refused);
    tcase_add_test(tcase, test_read_parts_gives_every_measurement_in_the_memory_of_one);
    tcase_add_test(tcase, test_read_parts_stops_when_it_is_told);
    tcase_add_test(tcase, test_read_parts_temperatures_and_sweeps_are_parts);
    tcase_add_test(tcase, test_format_names_are_different_and_titled);
    tcase_add_test(tcase, test_read_flag_names_are_those_of_the_list);
    return hopt_run(suite);
}
