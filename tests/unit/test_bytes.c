/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>

#include "io/bytes.h"
#include "support.h"

static hopi_bytes bytes_of(const void *data, size_t size)
{
    return (hopi_bytes){.data = data, .size = size};
}

START_TEST(test_bytes_little_and_big_read_the_same_bytes_in_opposite_order)
{
    static const unsigned char data[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08};
    uint64_t value = 0;
    hopi_bytes b = bytes_of(data, sizeof data);
    ck_assert(hopi_bytes_little(&b, 4, &value) && value == 0x04030201);
    ck_assert(hopi_bytes_big(&b, 2, &value) && value == 0x0506);
    ck_assert_uint_eq(b.at, 6);
    b.at = 0;
    ck_assert(hopi_bytes_big(&b, 8, &value) && value == 0x0102030405060708);
}
END_TEST

START_TEST(test_bytes_numbers_are_those_of_ieee_754)
{
    /* Patterns from the definition: 1.5 and −2 in binary32, 0.1 (rounded) in binary64. */
    static const unsigned char data[] = {0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0,
                                         0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F,
                                         0x3F, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A};
    hopi_bytes b = bytes_of(data, sizeof data);
    double value = 0.0;
    ck_assert(hopi_bytes_little_float(&b, &value) && value == 1.5);
    ck_assert(hopi_bytes_little_float(&b, &value) && value == -2.0);
    ck_assert(hopi_bytes_little_double(&b, &value) && value == 0.1);
    ck_assert(hopi_bytes_big_double(&b, &value) && value == 0.1);
}
END_TEST

START_TEST(test_bytes_beyond_the_end_are_refused_and_nothing_moves)
{
    static const unsigned char data[] = {1, 2, 3};
    hopi_bytes b = bytes_of(data, sizeof data);
    uint64_t value = 77;
    double number = 77.0;
    ck_assert(!hopi_bytes_little(&b, 4, &value) && !hopi_bytes_big(&b, 4, &value));
    ck_assert(!hopi_bytes_little_float(&b, &number) && !hopi_bytes_big_double(&b, &number)
              && !hopi_bytes_little_double(&b, &number));
    ck_assert(value == 77 && number == 77.0 && b.at == 0);
    ck_assert(hopi_bytes_skip(&b, 3) && !hopi_bytes_skip(&b, 1));
}
END_TEST

START_TEST(test_bytes_has_a_count_whose_size_overflows_is_refused)
{
    static const unsigned char data[8] = {0};
    const hopi_bytes b = bytes_of(data, sizeof data);
    ck_assert(hopi_bytes_has(&b, 1, 8) && !hopi_bytes_has(&b, 2, 8));
    ck_assert(!hopi_bytes_has(&b, UINT64_MAX / 8 + 1, 8));
    ck_assert(!hopi_bytes_has(&b, UINT64_MAX, 1));
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("bytes", &tcase);
    tcase_add_test(tcase, test_bytes_little_and_big_read_the_same_bytes_in_opposite_order);
    tcase_add_test(tcase, test_bytes_numbers_are_those_of_ieee_754);
    tcase_add_test(tcase, test_bytes_beyond_the_end_are_refused_and_nothing_moves);
    tcase_add_test(tcase, test_bytes_has_a_count_whose_size_overflows_is_refused);
    return hopt_run(suite);
}
