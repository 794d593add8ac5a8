/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files of instruments, read by libhop and, independently, by cutting their
 * lines of numbers at the places where a person sees the columns. strtod()
 * in the C locale and libhop give the same double.
 */
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

enum { POINTS = 256 };

typedef struct expectation {
    const char *path, *format;
    size_t first_line, spectra, points; /* points of all spectra */
    int f, re, im;                      /* columns, from 1 */
    int sign;                           /* of the imaginary part in the file */
    uint32_t flags;
} expectation;

static const expectation files[] = {
    {"impedance.py/exampleDataBioLogic.mpt", "eclab-mpt", 62, 1, 43, 1, 2, 3, -1,
     HOP_READ_GEOMETRY_STATED},
    {"eclab-peis/peis.mpt", "eclab-mpt", 69, 1, 32, 1, 2, 3, -1, HOP_READ_GEOMETRY_STATED},
    {"eclab-multicycle/ex1.mpt", "eclab-mpt", 62, 2, 118, 1, 2, 3, -1, HOP_READ_GEOMETRY_STATED},
    {"impedance.py/exampleDataGamry.DTA", "gamry-dta", 449, 1, 72, 3, 4, 5, 1,
     HOP_READ_GEOMETRY_STATED},
    {"impedance.py/exampleDataGamryABORT.DTA", "gamry-dta", 100, 1, 72, 3, 4, 5, 1,
     HOP_READ_GEOMETRY_STATED | HOP_READ_ABORTED},
    {"gamry/eispot_data.dta", "gamry-dta", 22, 1, 10, 3, 4, 5, 1, HOP_READ_GEOMETRY_STATED},
    {"gamry/eispot_data_curveaborted.dta", "gamry-dta", 22, 1, 5, 3, 4, 5, 1,
     HOP_READ_GEOMETRY_STATED | HOP_READ_ABORTED},
    /* Cut by whoever gave it away: it announces 56 points. */
    {"impedance.py/exampleDataZPlot.z", "zplot", 124, 1, 21, 1, 5, 6, 1,
     HOP_READ_GEOMETRY_STATED | HOP_READ_TRUNCATED},
    {"impedance.py/Circuit1_EIS_1.z", "zplot", 124, 1, 48, 1, 5, 6, 1, HOP_READ_GEOMETRY_STATED},
    {"impedance.py/exampleDataZPlot_noComments.z", "zplot", 11, 1, 31, 1, 5, 6, 1,
     HOP_READ_TRUNCATED},
    {"impedance.py/exampleDataAutolab.txt", "zplot", 12, 1, 41, 1, 5, 6, 1, 0},
    {"impedance.py/exampleDataCHInstruments.txt", "chi", 19, 1, 73, 1, 2, 3, 1, 0},
    {"impedance.py/exampleDataVersaStudio.par", "versastudio", 117, 1, 61, 10, 15, 16, 1,
     HOP_READ_GEOMETRY_STATED},
    {"impedance.py/exampleDataPowersuite.txt", "powersuite", 2, 1, 30, 1, 2, 3, 1, 0},
    {"impedance.py/exampleDataParstat.txt", "parstat", 2, 1, 31, 4, 5, 6, 1,
     HOP_READ_POINTS_SKIPPED},
    {"impedance.py/exampleData.csv", "table", 1, 1, 66, 1, 2, 3, 1, HOP_READ_COLUMNS_ASSUMED},
    {"neisys/CSV_Example.csv", "table", 1, 1, 50, 1, 2, 3, 1, HOP_READ_COLUMNS_ASSUMED},
};

static char *path_of(const expectation *e)
{
    char name[128] = "data/vendor/";
    strcat(name, e->path);
    return hopt_shared_path(name);
}

/* The rows of the file whose frequency is not 0: f, Re Z, Im Z. */
static size_t cut_rows(const expectation *e, char *text, double rows[POINTS][3])
{
    size_t count = 0, line = 1;
    for (char *at = text; at && count < e->points; line++) {
        char *end = strchr(at, '\n');
        if (end) {
            *end++ = '\0';
        }
        double number[32] = {0};
        int fields = 0;
        if (line >= e->first_line) {
            for (char *word = strtok(at, " ,\t\r"); word && fields < 31; word = strtok(NULL, " ,\t\r")) {
                number[++fields] = strtod(word, NULL);
            }
        }
        if (fields >= e->im && number[e->f] > 0) {
            rows[count][0] = number[e->f];
            rows[count][1] = number[e->re];
            rows[count][2] = e->sign * number[e->im];
            count++;
        }
        at = end;
    }
    return count;
}

static void assert_has_point(hop_ctx *ctx, const hop_file *file, size_t spectrum,
                             const double row[3])
{
    double f[POINTS], re[POINTS], im[POINTS];
    size_t n = 0, k = 0;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_file_spectrum(ctx, file, spectrum, NAN, NAN, NAN, &s), HOP_OK);
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, POINTS, &n), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, POINTS, NULL), HOP_OK);
    hop_spectrum_destroy(s);
    while (k < n && f[k] != row[0]) {
        k++;
    }
    ck_assert_msg(k < n, "%.17g Hz is missing", row[0]);
    ck_assert_msg(re[k] == row[1] && im[k] == row[2], "%.17g Hz: %.17g %.17g, expected %.17g %.17g",
                  row[0], re[k], im[k], row[1], row[2]);
}

START_TEST(test_read_file_of_an_instrument_gives_its_numbers)
{
    const expectation *e = &files[_i];
    static double rows[POINTS][3];
    char *path = path_of(e), *text = hopt_read_file(path, NULL);
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_str_eq(hop_file_format(file), e->format);
    ck_assert_uint_eq(hop_file_flags(file), e->flags);
    ck_assert_uint_eq(hop_file_count(file), e->spectra);
    ck_assert_uint_eq(cut_rows(e, text, rows), e->points);
    size_t row = 0;
    for (size_t i = 0; i < e->spectra; i++) {
        for (size_t k = 0; k < hop_file_points(file, i); k++) {
            ck_assert_uint_lt(row, e->points);
            assert_has_point(ctx, file, i, rows[row++]);
        }
    }
    ck_assert_uint_eq(row, e->points);
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    free(text);
    free(path);
}
END_TEST

START_TEST(test_read_file_without_frequencies_is_refused)
{
    char *path = hopt_shared_path("data/vendor/impedance.py/exampleDataBioLogic_MissingFreq.mpt");
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_file(NULL, path, &file), HOP_ERR_PARSE);
    ck_assert_ptr_null(file);
    free(path);
}
END_TEST

int main(void)
{
    TCase *tcase;
    hopt_shared_folder();
    Suite *suite = hopt_suite("files of potentiostats", &tcase);
    tcase_add_loop_test(tcase, test_read_file_of_an_instrument_gives_its_numbers, 0,
                        sizeof files / sizeof *files);
    tcase_add_test(tcase, test_read_file_without_frequencies_is_refused);
    return hopt_run(suite);
}
