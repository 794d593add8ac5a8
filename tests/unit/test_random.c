/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <string.h>

#define HOPI_LANES 2
#include "math/random.h"
#include "math/vector_functions.h"
#include "support.h"

enum { DRAWS = 100000 };

static void assert_philox(const uint32_t counter[4], const uint32_t key[2],
                          const uint32_t expected[4])
{
    uint32_t out[4];
    hopi_philox4x32(counter, key, out);
    for (int i = 0; i < 4; i++) {
        ck_assert_msg(out[i] == expected[i], "word %d is %08x, expected %08x", i,
                      (unsigned)out[i], (unsigned)expected[i]);
    }
}

/* The known answers of the Random123 distribution (kat_vectors, philox4x32 10). */
START_TEST(test_philox_zeros_gives_the_known_answer)
{
    const uint32_t counter[4] = {0}, key[2] = {0};
    const uint32_t expected[4] = {0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u};
    assert_philox(counter, key, expected);
}
END_TEST

START_TEST(test_philox_ones_gives_the_known_answer)
{
    const uint32_t counter[4] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    const uint32_t key[2] = {UINT32_MAX, UINT32_MAX};
    const uint32_t expected[4] = {0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu};
    assert_philox(counter, key, expected);
}
END_TEST

START_TEST(test_philox_digits_of_pi_gives_the_known_answer)
{
    const uint32_t counter[4] = {0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u};
    const uint32_t key[2] = {0xa4093822u, 0x299f31d0u};
    const uint32_t expected[4] = {0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u};
    assert_philox(counter, key, expected);
}
END_TEST

/* Moments of DRAWS pairs: means, variances, correlation and fourth moment of the first. */
typedef struct moments {
    double mean[2], variance[2], correlation, fourth;
} moments;

static moments moments_of(uint32_t seed, uint32_t stream)
{
    moments m = {0};
    double squares[2] = {0}, product = 0.0;
    for (uint64_t k = 0; k < DRAWS; k++) {
        double pair[2];
        hopi_random_normal_pair(seed, stream, k, pair);
        for (int i = 0; i < 2; i++) {
            m.mean[i] += pair[i] / DRAWS;
            squares[i] += pair[i] * pair[i] / DRAWS;
        }
        product += pair[0] * pair[1] / DRAWS;
        m.fourth += pow(pair[0], 4.0) / DRAWS;
    }
    for (int i = 0; i < 2; i++) {
        m.variance[i] = squares[i] - m.mean[i] * m.mean[i];
    }
    m.correlation = (product - m.mean[0] * m.mean[1]) / sqrt(m.variance[0] * m.variance[1]);
    return m;
}

/* Bounds are five standard deviations of the statistic: one seed in two million fails. */
START_TEST(test_normal_pair_has_mean_zero)
{
    const moments m = moments_of(1, 2);
    ck_assert_double_le(fabs(m.mean[0]), 5.0 / sqrt(DRAWS));
    ck_assert_double_le(fabs(m.mean[1]), 5.0 / sqrt(DRAWS));
}
END_TEST

START_TEST(test_normal_pair_has_variance_one)
{
    const moments m = moments_of(1, 2);
    ck_assert_double_le(fabs(m.variance[0] - 1.0), 5.0 * sqrt(2.0 / DRAWS));
    ck_assert_double_le(fabs(m.variance[1] - 1.0), 5.0 * sqrt(2.0 / DRAWS));
}
END_TEST

START_TEST(test_normal_pair_has_the_fourth_moment_of_a_normal_number)
{
    /* Var(x⁴) = 105 − 9. */
    ck_assert_double_le(fabs(moments_of(1, 2).fourth - 3.0), 5.0 * sqrt(96.0 / DRAWS));
}
END_TEST

START_TEST(test_normal_pair_halves_are_uncorrelated)
{
    ck_assert_double_le(fabs(moments_of(1, 2).correlation), 5.0 / sqrt(DRAWS));
}
END_TEST

START_TEST(test_normal_pair_follows_the_normal_distribution)
{
    enum { BINS = 40 };
    int counts[BINS] = {0};
    for (uint64_t k = 0; k < DRAWS; k++) {
        double pair[2];
        hopi_random_normal_pair(77, 0, k, pair);
        const double p = 0.5 * erfc(-pair[0] / sqrt(2.0));
        counts[p < 1.0 ? (int)(p * BINS) : BINS - 1]++;
    }
    double chi2 = 0.0;
    for (int i = 0; i < BINS; i++) {
        const double expected = (double)DRAWS / BINS, difference = counts[i] - expected;
        chi2 += difference * difference / expected;
    }
    /* Mean 39, standard deviation √78; five of them. */
    ck_assert_double_le(fabs(chi2 - (BINS - 1)), 5.0 * sqrt(2.0 * (BINS - 1)));
}
END_TEST

static double correlation_of(uint32_t seed_a, uint32_t stream_a, uint64_t shift, uint32_t seed_b,
                             uint32_t stream_b)
{
    double sum = 0.0;
    for (uint64_t k = 0; k < DRAWS; k++) {
        double a[2], b[2];
        hopi_random_normal_pair(seed_a, stream_a, k, a);
        hopi_random_normal_pair(seed_b, stream_b, k + shift, b);
        sum += a[0] * b[0] / DRAWS;
    }
    return sum;
}

START_TEST(test_normal_pair_streams_are_uncorrelated)
{
    ck_assert_double_le(fabs(correlation_of(5, 0, 0, 5, 1)), 5.0 / sqrt(DRAWS));
}
END_TEST

START_TEST(test_normal_pair_seeds_are_uncorrelated)
{
    ck_assert_double_le(fabs(correlation_of(5, 0, 0, 6, 0)), 5.0 / sqrt(DRAWS));
}
END_TEST

START_TEST(test_normal_pair_neighbours_are_uncorrelated)
{
    ck_assert_double_le(fabs(correlation_of(5, 0, 1, 5, 0)), 5.0 / sqrt(DRAWS));
}
END_TEST

START_TEST(test_normal_pair_does_not_depend_on_the_calls_before)
{
    double first[2], again[2], other[2];
    hopi_random_normal_pair(9, 8, 7, first);
    hopi_random_normal_pair(1, 1, 1, other);
    hopi_random_normal_pair(9, 8, 7, again);
    ck_assert_int_eq(memcmp(first, again, sizeof first), 0);
}
END_TEST

START_TEST(test_normal_pair_uses_all_bits_of_the_index)
{
    double low[2], high[2];
    hopi_random_normal_pair(9, 8, 7, low);
    hopi_random_normal_pair(9, 8, 7 + ((uint64_t)1 << 32), high);
    ck_assert(low[0] != high[0]);
}
END_TEST

START_TEST(test_normal_lanes_are_those_of_a_pair_each)
{
    for (uint32_t i = 0; i < DRAWS; i += HOPI_LANES) {
        hopi_words counter[4] = {{7, 7}, {i % 5, i % 5}, {i, i + 1}, {0, 0}};
        hopi_vector lanes[2];
        hopi_normal_lanes(counter, 99, lanes);
        for (uint32_t j = 0; j < HOPI_LANES; j++) {
            double pair[2];
            hopi_random_normal_pair(99, i + j, ((uint64_t)(i % 5) << 32) + 7, pair);
            for (int k = 0; k < 2; k++) {
                /* Radii up to 8.6, cosine and logarithm within two units in the last place. */
                ck_assert_double_eq_tol(lanes[k][j], pair[k], 8.6 * 4.0 * DBL_EPSILON);
            }
        }
    }
}
END_TEST

START_TEST(test_log_in_lanes_is_that_of_the_c_library)
{
    for (int k = 0; k < DRAWS; k++) {
        double pair[2];
        hopi_random_normal_pair(5, 0, (uint64_t)k, pair);
        const double near = 1.0 + 0.3 * pair[0] * exp(-fabs(pair[1]) * 10.0);
        const hopi_vector x = {exp(150.0 * pair[0]), fabs(near) + 0x1p-53};
        const hopi_vector found = hopi_log(x);
        for (int j = 0; j < HOPI_LANES; j++) {
            const double expected = log(x[j]);
            ck_assert_double_eq_tol(found[j], expected,
                                 3.0 * 0.5 * DBL_EPSILON * fmax(fabs(expected), 1.0));
        }
    }
    const hopi_vector one = hopi_log(hopi_spread(1.0));
    ck_assert_double_eq(one[0], 0.0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("random", &tcase);
    tcase_add_test(tcase, test_philox_zeros_gives_the_known_answer);
    tcase_add_test(tcase, test_philox_ones_gives_the_known_answer);
    tcase_add_test(tcase, test_philox_digits_of_pi_gives_the_known_answer);
    tcase_add_test(tcase, test_normal_pair_has_mean_zero);
    tcase_add_test(tcase, test_normal_pair_has_variance_one);
    tcase_add_test(tcase, test_normal_pair_has_the_fourth_moment_of_a_normal_number);
    tcase_add_test(tcase, test_normal_pair_halves_are_uncorrelated);
    tcase_add_test(tcase, test_normal_pair_follows_the_normal_distribution);
    tcase_add_test(tcase, test_normal_pair_streams_are_uncorrelated);
    tcase_add_test(tcase, test_normal_pair_seeds_are_uncorrelated);
    tcase_add_test(tcase, test_normal_pair_neighbours_are_uncorrelated);
    tcase_add_test(tcase, test_normal_pair_does_not_depend_on_the_calls_before);
    tcase_add_test(tcase, test_normal_pair_uses_all_bits_of_the_index);
    tcase_add_test(tcase, test_normal_lanes_are_those_of_a_pair_each);
    tcase_add_test(tcase, test_log_in_lanes_is_that_of_the_c_library);
    return hopt_run(suite);
}
