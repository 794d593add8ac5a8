/* SPDX-License-Identifier: BSD-3-Clause */
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

#define ARRAY(type, quantity, values)                                                          \
    "{\"Type\":\"PalmSens.Data.DataArray\",\"ArrayType\":" #type                               \
    ",\"Description\":\"a\",\"DataValues\":[" values                                           \
    "],\"Unit\":{\"Type\":\"PalmSens.Units.X\",\"S\":\"\\u03A9\",\"Q\":\"" quantity "\"}}"
#define DATA_SET(a, b, c)                                                                      \
    "{\"Type\":\"PalmSens.Data.DataSetEIS\",\"Values\":[" a "," b "," c "]}"
#define CURVES(name, set) "\"EISDataList\":[{\"Title\":\"" name "\",\"DataSet\":" set "}]"

#define PARTS                                                                                  \
    DATA_SET(ARRAY(8, "-Z''", "{\"V\":2.5},{\"V\":5.0}"),                                      \
             ARRAY(5, "Frequency", "{\"V\":1000.0},{\"V\":10.0}"),                             \
             ARRAY(7, "Z'", "{\"V\":10.0,\"C\":7},{\"C\":7,\"V\":20.0}"))
#define POLES                                                                                  \
    DATA_SET(ARRAY(6, "-Phase", "{\"V\":60.0}"), ARRAY(5, "Frequency", "{\"V\":7.0}"),         \
             ARRAY(10, "Z", "{\"V\":10.0}"))

/* 23 November 2026 12:34:56 in ticks, from another calendar than the reader's. */
#define SESSION                                                                                \
    "{\"Type\":\"PalmSens.DataFiles.SessionFile\",\"Measurements\":[{\"Title\":\"EIS of a\","  \
    "\"TimeStamp\":639310340960000000," CURVES("CH 1: 2 freqs", PARTS) ",\"DataSet\":" PARTS   \
    "},{\"Title\":\"CV\",\"Curves\":[1,2]},{\"dataset\":" POLES "}]}"

static void assert_session(const hop_file *file)
{
    hopt_points p;
    ck_assert_str_eq(hop_file_format(file), "palmsens-pssession");
    ck_assert_uint_eq(hop_file_count(file), 2);
    ck_assert_str_eq(hop_file_label(file, 0), "CH 1: 2 freqs");
    ck_assert_str_eq(hop_file_label(file, 1), "measurement 3");
    ck_assert_uint_eq(hop_file_flags(file), 0);
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 2 && p.f[0] == 10.0 && p.re[0] == 20.0 && p.im[0] == -5.0);
    ck_assert(p.re[1] == 10.0 && p.im[1] == -2.5);
    hopt_get_points(ctx, file, 1, HOP_IMPEDANCE, &p);
    hopt_assert_relative(p.re[0], 5.0, 1e-15);
    hopt_assert_relative(p.im[0], -8.660254037844386, 1e-15);
}

#define PREFIXED(type, unit, quantity, more, values)                                           \
    "{\"ArrayType\":" #type more ",\"DataValues\":[" values                                     \
    "],\"Unit\":{\"Type\":\"PalmSens.Units." unit "\",\"Q\":\"" quantity "\"}}"

START_TEST(test_read_memory_pssession_prefix_of_a_unit_counts_and_hidden_arrays_do_not)
{
    hopt_points p;
    hop_file *file = hopt_read_text(
        ctx, "a.pssession",
        "{\"Type\":\"PalmSens.DataFiles.SessionFile\",\"Measurements\":[{\"DataSet\":{\"Values\":["
        PREFIXED(7, "KiloOhm", "Z'", ",\"Hidden\":true", "{\"V\":9}") ","
        PREFIXED(7, "KiloOhm", "Z'", ",\"Hidden\":false", "{\"V\":2}") ","
        PREFIXED(8, "MilliOhm", "-Z''", "", "{\"V\":3}") ","
        PREFIXED(5, "Hertz", "Frequency", "", "{\"V\":7}") "]}}]}");
    hopt_get_points(ctx, file, 0, HOP_IMPEDANCE, &p);
    ck_assert(p.count == 1 && p.f[0] == 7.0 && p.re[0] == 2000.0 && p.im[0] == -1e-3 * 3.0);
    hop_file_destroy(file);
}
END_TEST

/* PSTrace ends its texts with another mark of the byte order. */
START_TEST(test_read_memory_pssession_byte_order_mark_at_the_end_is_no_error)
{
    hop_file *file = hopt_read_text(ctx, "a.pssession", SESSION "\xEF\xBB\xBF");
    assert_session(file);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_pssession_curves_are_spectra)
{
    hop_file *file = hopt_read_text(ctx, "a.pssession", SESSION);
    assert_session(file);
    ck_assert_str_eq(hopt_fact(file, "title"), "EIS of a");
    ck_assert_str_eq(hopt_fact(file, "date"), "2026-11-23 12:34:56");
    ck_assert(hopt_ignores(file, "measurement 2: no impedance"));
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_pssession_in_utf16_is_the_same)
{
    static const char text[] = SESSION;
    for (int is_big = 0; is_big < 2; is_big++) {
        char wide[2 * sizeof text];
        hop_file *file = NULL;
        memcpy(wide, is_big ? "\xFE\xFF" : "\xFF\xFE", 2);
        for (size_t i = 0; i < sizeof text - 1; i++) {
            wide[2 + 2 * i + !is_big] = '\0';
            wide[2 + 2 * i + is_big] = text[i];
        }
        ck_assert_msg(hop_read_memory(ctx, "a.pssession", wide, 2 * sizeof text, &file) == HOP_OK,
                      "%s", hop_ctx_error(ctx));
        assert_session(file);
        hop_file_destroy(file);
    }
}
END_TEST

START_TEST(test_read_memory_pssession_names_in_lower_case_are_the_same)
{
    char text[] = SESSION;
    for (char *p = text; *p; p++) {
        if (*p >= 'A' && *p <= 'Z' && p[-1] == '"' && strncmp(p, "PalmSens", 8) != 0
            && strncmp(p, "CH 1", 4) != 0) {
            *p = (char)(*p - 'A' + 'a');
        }
    }
    hop_file *file = hopt_read_text(ctx, "a.pssession", text);
    assert_session(file);
    hop_file_destroy(file);
}
END_TEST

START_TEST(test_read_memory_pssession_value_that_is_none_is_left_out)
{
    static const char text[] =
        "{\"Type\":\"PalmSens.DataFiles.SessionFile\",\"Measurements\":[{" CURVES(
            "c", DATA_SET(ARRAY(5, "f", "{\"V\":10},{\"V\":20}"),
                          ARRAY(7, "Z'", "{\"V\":\"NaN\"},{\"V\":2}"),
                          ARRAY(8, "-Z''", "{\"V\":1},{\"V\":2}"))) "}]}";
    hop_file *file = hopt_read_text(ctx, "a.pssession", text);
    ck_assert_uint_eq(hop_file_points(file, 0), 1);
    ck_assert_uint_eq(hop_file_flags(file), HOP_READ_POINTS_SKIPPED);
    ck_assert(hopt_ignores(file, "measurement 1, point 1: no frequency or no impedance"));
    hop_file_destroy(file);
}
END_TEST

/* Wherever it is cut after the first curve: that curve, and the flag. */
START_TEST(test_read_memory_pssession_cut_anywhere_gives_what_is_whole_or_an_error)
{
    static const char text[] = SESSION;
    const char *data = strstr(text, "\"Measurements\"");
    const size_t whole = (size_t)(strstr(data, "}}]") - text);
    size_t with_points = 0;
    for (size_t size = 40; size < sizeof text - 1; size++) {
        hop_file *file = NULL;
        if (hop_read_memory(ctx, "a.pssession", text, size, &file) == HOP_OK) {
            ck_assert_msg(hop_file_flags(file) & HOP_READ_TRUNCATED, "cut after %zu bytes", size);
            ck_assert_uint_le(hop_file_points(file, 0), 2);
            with_points++;
        } else {
            ck_assert_ptr_null(file);
            ck_assert_msg(size < whole + 2, "cut after %zu bytes: %s", size, hop_ctx_error(ctx));
        }
        hop_file_destroy(file);
    }
    ck_assert_uint_ge(with_points, sizeof text - 1 - whole - 2);
}
END_TEST

START_TEST(test_read_memory_pssession_what_is_no_json_is_error_at_its_place)
{
    hopt_assert_refused(ctx, "a.pssession",
                        "{\"Type\":\"PalmSens.DataFiles.SessionFile\",\n\"Measurements\":[,]}",
                        HOP_ERR_PARSE,
                        "a.pssession:2:17: no value, expected the JSON text of a session");
    hopt_assert_refused(ctx, "a.pssession",
                        "{\"Type\":\"PalmSens.DataFiles.SessionFile\",\"Measurements\":[{}]}",
                        HOP_ERR_NO_SPECTRUM,
                        "a.pssession: no impedance among the measurements of the session (there is 1)");
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("palmsens", &tcase);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_read_memory_pssession_curves_are_spectra);
    tcase_add_test(tcase,
                   test_read_memory_pssession_prefix_of_a_unit_counts_and_hidden_arrays_do_not);
    tcase_add_test(tcase, test_read_memory_pssession_byte_order_mark_at_the_end_is_no_error);
    tcase_add_test(tcase, test_read_memory_pssession_in_utf16_is_the_same);
    tcase_add_test(tcase, test_read_memory_pssession_names_in_lower_case_are_the_same);
    tcase_add_test(tcase, test_read_memory_pssession_value_that_is_none_is_left_out);
    tcase_add_test(tcase, test_read_memory_pssession_cut_anywhere_gives_what_is_whole_or_an_error);
    tcase_add_test(tcase, test_read_memory_pssession_what_is_no_json_is_error_at_its_place);
    return hopt_run(suite);
}
