/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/number.h"
#include "support.h"

/* xorshift64: the same strings in every run. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static double random_double(uint64_t *state)
{
    double value;
    do {
        const uint64_t bits = next_random(state);
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

static int same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static double parse_all(const char *text, hopi_number_kind expected)
{
    double value;
    const char *stop;
    const hopi_number_kind kind =
        hopi_parse_number(text, text + strlen(text), '.', &value, &stop);
    ck_assert_msg(kind == expected, "%s: kind %d", text, (int)kind);
    ck_assert_msg(*stop == '\0', "%s: stopped at '%s'", text, stop);
    return value;
}

/* The C library's strtod() of glibc is exactly rounded and another program. */
static void assert_as_strtod(const char *text)
{
    const double expected = strtod(text, NULL);
    const double value =
        parse_all(text, isfinite(expected) ? HOPI_NUMBER_FINITE : HOPI_NUMBER_TOO_LARGE);
    ck_assert_msg(same_bits(value, expected), "%s: %.17g, strtod %.17g", text, value, expected);
}

START_TEST(test_parse_number_random_doubles_with_any_number_of_digits_agrees_with_strtod)
{
    uint64_t state = 1;
    for (int i = 0; i < 200000; i++) {
        char text[64];
        snprintf(text, sizeof text, "%.*e", (int)(next_random(&state) % 30),
                 random_double(&state));
        assert_as_strtod(text);
    }
}
END_TEST

START_TEST(test_parse_number_random_digit_strings_agree_with_strtod)
{
    uint64_t state = 2;
    for (int i = 0; i < 200000; i++) {
        char text[80];
        size_t used = 0;
        const size_t digits = 1 + next_random(&state) % 40;
        const size_t mark = next_random(&state) % (digits + 1);
        for (size_t k = 0; k < digits; k++) {
            if (k == mark) {
                text[used++] = '.';
            }
            text[used++] = (char)('0' + next_random(&state) % 10);
        }
        snprintf(text + used, sizeof text - used, "e%d", (int)(next_random(&state) % 700) - 350);
        assert_as_strtod(text);
    }
}
END_TEST

START_TEST(test_parse_number_everyday_decimals_agree_with_strtod)
{
    uint64_t state = 3;
    for (int i = 0; i < 100000; i++) {
        char text[64];
        snprintf(text, sizeof text, "%llu.%03llue%d",
                 (unsigned long long)(next_random(&state) % 1000000),
                 (unsigned long long)(next_random(&state) % 1000),
                 (int)(next_random(&state) % 50) - 25);
        assert_as_strtod(text);
    }
}
END_TEST

#if LDBL_MANT_DIG > DBL_MANT_DIG
static void assert_midpoint(double below, double above)
{
    char text[1300];
    const long double middle = ((long double)below + (long double)above) / 2;
    const int length = snprintf(text, sizeof text, "%.1100Le", middle);
    ck_assert_int_lt(length, (int)sizeof text);
    assert_as_strtod(text);

    /* The last digit is a zero of the exact expansion: make it the tie-breaker. */
    char *exponent = strchr(text, 'e');
    ck_assert_int_eq(exponent[-1], '0');
    exponent[-1] = '1';
    assert_as_strtod(text);
    ck_assert(same_bits(parse_all(text, HOPI_NUMBER_FINITE), above));
}

START_TEST(test_parse_number_halfway_cases_round_to_even_and_a_late_digit_breaks_the_tie)
{
    uint64_t state = 4;
    for (int i = 0; i < 5000; i++) {
        const double value = fabs(random_double(&state));
        if (value < DBL_MAX) {
            assert_midpoint(value, nextafter(value, INFINITY));
        }
    }
}
END_TEST

START_TEST(test_parse_number_halfway_between_denormals_agrees_with_strtod)
{
    uint64_t state = 5;
    for (int i = 0; i < 5000; i++) {
        const int bits = (int)(next_random(&state) % 52);
        const double value = DBL_TRUE_MIN * (double)(next_random(&state) >> (12 + bits));
        assert_midpoint(value, nextafter(value, INFINITY));
    }
}
END_TEST
#endif

START_TEST(test_parse_number_ends_of_the_range_are_exact)
{
    ck_assert(same_bits(parse_all("4.9406564584124654e-324", HOPI_NUMBER_FINITE), DBL_TRUE_MIN));
    /* 2^-1075 = 2.47032822920623272…e-324 is half the smallest double. */
    ck_assert(same_bits(parse_all("2.4703282292062327e-324", HOPI_NUMBER_FINITE), 0.0));
    ck_assert(same_bits(parse_all("2.4703282292062328e-324", HOPI_NUMBER_FINITE), DBL_TRUE_MIN));
    ck_assert(same_bits(parse_all("-1e-400", HOPI_NUMBER_FINITE), -0.0));
    ck_assert(same_bits(parse_all("1.7976931348623157e308", HOPI_NUMBER_FINITE), DBL_MAX));
    ck_assert(same_bits(parse_all("1.7976931348623158e308", HOPI_NUMBER_FINITE), DBL_MAX));
    parse_all("1.7976931348623159e308", HOPI_NUMBER_TOO_LARGE);
    parse_all("1e99999999999999999999", HOPI_NUMBER_TOO_LARGE);
    ck_assert(same_bits(parse_all("1e-99999999999999999999", HOPI_NUMBER_FINITE), 0.0));
    ck_assert(same_bits(parse_all("0e99999999999999999999", HOPI_NUMBER_FINITE), 0.0));
}
END_TEST

START_TEST(test_parse_number_thousands_of_zeros_do_not_matter)
{
    static char text[6000];
    text[0] = '0';
    text[1] = '.';
    memset(text + 2, '0', 3000);
    strcpy(text + 3002, "15e3001");
    ck_assert(same_bits(parse_all(text, HOPI_NUMBER_FINITE), 1.5));
    memset(text, '0', 3000);
    strcpy(text + 3000, "2500");
    ck_assert(same_bits(parse_all(text, HOPI_NUMBER_FINITE), 2500.0));
    text[0] = '7';
    memset(text + 1, '0', 3000);
    strcpy(text + 3001, "e-3000");
    ck_assert(same_bits(parse_all(text, HOPI_NUMBER_FINITE), 7.0));
}
END_TEST

static void assert_stops(const char *text, char mark, hopi_number_kind expected_kind,
                         double expected, const char *expected_rest)
{
    double value;
    const char *stop;
    const hopi_number_kind kind =
        hopi_parse_number(text, text + strlen(text), mark, &value, &stop);
    ck_assert_msg(kind == expected_kind, "%s: kind %d", text, (int)kind);
    ck_assert_str_eq(stop, expected_rest);
    if (kind == HOPI_NUMBER_FINITE) {
        ck_assert_msg(same_bits(value, expected), "%s: %.17g", text, value);
    } else {
        ck_assert(!isfinite(value));
    }
}

START_TEST(test_parse_number_says_where_the_number_ends)
{
    assert_stops("+1.5 V", '.', HOPI_NUMBER_FINITE, 1.5, " V");
    assert_stops("-.5", '.', HOPI_NUMBER_FINITE, -0.5, "");
    assert_stops("5.", '.', HOPI_NUMBER_FINITE, 5.0, "");
    assert_stops("1e5e", '.', HOPI_NUMBER_FINITE, 1e5, "e");
    assert_stops("1E+05", '.', HOPI_NUMBER_FINITE, 1e5, "");
    assert_stops("1e", '.', HOPI_NUMBER_FINITE, 1.0, "e");
    assert_stops("1e-", '.', HOPI_NUMBER_FINITE, 1.0, "e-");
    assert_stops("1d5", '.', HOPI_NUMBER_FINITE, 1.0, "d5");
    assert_stops("0x10", '.', HOPI_NUMBER_FINITE, 0.0, "x10");
    assert_stops("1.2.3", '.', HOPI_NUMBER_FINITE, 1.2, ".3");
    assert_stops("1,5", '.', HOPI_NUMBER_FINITE, 1.0, ",5");
    assert_stops("1,5", ',', HOPI_NUMBER_FINITE, 1.5, "");
    assert_stops("1.5", ',', HOPI_NUMBER_FINITE, 1.0, ".5");
}
END_TEST

START_TEST(test_parse_number_text_that_is_none_is_left_alone)
{
    static const char *const texts[] = {"",    "-",   "+",  ".",   "-.", "e5",
                                        ".e5", "abc", " 1", "--1", "+-1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_stops(texts[i], '.', HOPI_NUMBER_NONE, 0.0, texts[i]);
    }
}
END_TEST

START_TEST(test_parse_number_names_of_no_numbers_are_not_finite)
{
    assert_stops("nan", '.', HOPI_NUMBER_NOT_FINITE, 0.0, "");
    assert_stops("-NaN;", '.', HOPI_NUMBER_NOT_FINITE, 0.0, ";");
    assert_stops("Inf", '.', HOPI_NUMBER_NOT_FINITE, 0.0, "");
    assert_stops("-Infinity", '.', HOPI_NUMBER_NOT_FINITE, 0.0, "");
}
END_TEST

START_TEST(test_parse_number_does_not_read_beyond_the_end)
{
    double value;
    const char *stop;
    const char *text = "12345e67";
    ck_assert_int_eq(hopi_parse_number(text, text + 3, '.', &value, &stop), HOPI_NUMBER_FINITE);
    ck_assert(same_bits(value, 123.0));
    ck_assert_int_eq(hopi_parse_number(text, text + 6, '.', &value, &stop), HOPI_NUMBER_FINITE);
    ck_assert_ptr_eq(stop, text + 5);
    ck_assert_int_eq(hopi_parse_number(text, text, '.', &value, &stop), HOPI_NUMBER_NONE);
}
END_TEST

START_TEST(test_parse_number_in_comma_locale_reads_the_same)
{
    static const char *const texts[] = {"1.5", "0.1", "3.14159265358979323846", "1e23", "1,5"};
    enum { COUNT = sizeof texts / sizeof *texts };
    double before[COUNT], after[COUNT];
    const char *stop;
    for (int i = 0; i < COUNT; i++) {
        hopi_parse_number(texts[i], texts[i] + strlen(texts[i]), '.', &before[i], &stop);
    }
    if (!hopt_use_comma_locale()) {
        return;
    }
    for (int i = 0; i < COUNT; i++) {
        hopi_parse_number(texts[i], texts[i] + strlen(texts[i]), '.', &after[i], &stop);
        ck_assert(same_bits(before[i], after[i]));
    }
}
END_TEST

static void assert_round_trip(int count)
{
    uint64_t state = 6;
    for (int i = 0; i < count; i++) {
        char text[HOPI_NUMBER_TEXT];
        const double value = random_double(&state);
        hopi_format_number(text, value, 17);
        ck_assert(same_bits(parse_all(text, HOPI_NUMBER_FINITE), value));
    }
}

START_TEST(test_format_number_seventeen_digits_read_back_as_the_same_double)
{
    assert_round_trip(100000);
}
END_TEST

START_TEST(test_format_number_in_comma_locale_prints_a_point)
{
    if (!hopt_use_comma_locale()) {
        return;
    }
    char text[HOPI_NUMBER_TEXT];
    hopi_format_number(text, -1.5e20, 17);
    ck_assert_str_eq(text, "-1.5e+20");
    hopi_format_number(text, 1234.5, 17);
    ck_assert_str_eq(text, "1234.5");
    assert_round_trip(1000);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("number", &tcase);
    tcase_add_test(
        tcase, test_parse_number_random_doubles_with_any_number_of_digits_agrees_with_strtod);
    tcase_add_test(tcase, test_parse_number_random_digit_strings_agree_with_strtod);
    tcase_add_test(tcase, test_parse_number_everyday_decimals_agree_with_strtod);
#if LDBL_MANT_DIG > DBL_MANT_DIG
    tcase_add_test(
        tcase, test_parse_number_halfway_cases_round_to_even_and_a_late_digit_breaks_the_tie);
    tcase_add_test(tcase, test_parse_number_halfway_between_denormals_agrees_with_strtod);
#endif
    tcase_add_test(tcase, test_parse_number_ends_of_the_range_are_exact);
    tcase_add_test(tcase, test_parse_number_thousands_of_zeros_do_not_matter);
    tcase_add_test(tcase, test_parse_number_says_where_the_number_ends);
    tcase_add_test(tcase, test_parse_number_text_that_is_none_is_left_alone);
    tcase_add_test(tcase, test_parse_number_names_of_no_numbers_are_not_finite);
    tcase_add_test(tcase, test_parse_number_does_not_read_beyond_the_end);
    tcase_add_test(tcase, test_parse_number_in_comma_locale_reads_the_same);
    tcase_add_test(tcase, test_format_number_seventeen_digits_read_back_as_the_same_double);
    tcase_add_test(tcase, test_format_number_in_comma_locale_prints_a_point);
    return hopt_run(suite);
}
