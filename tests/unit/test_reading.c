/* SPDX-License-Identifier: BSD-3-Clause */
/* What all formats share: packing, encodings, names and units of columns. */
#include <stdio.h>
#include <stdlib.h>

#include "io/gunzip.h"
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
    return hopt_run(suite);
}
