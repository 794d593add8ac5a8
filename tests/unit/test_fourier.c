/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instructions.h"
#include "math/fourier.h"
#include "math/random.h"
#include "support.h"

static const double pi = 3.14159265358979323846;

typedef struct bench {
    hopi_fourier plan;
    double *memory, *workspace, *in, *series, *out;
} bench;

static bench make_for(size_t n, int32_t instructions)
{
    bench b = {.memory = calloc(hopi_fourier_memory(n), sizeof(double)),
               .workspace = calloc(hopi_fourier_workspace(n), sizeof(double)),
               .in = calloc(n * HOPI_ELEMENT, sizeof(double)),
               .series = calloc(n * HOPI_ELEMENT, sizeof(double)),
               .out = calloc(n * HOPI_ELEMENT, sizeof(double))};
    ck_assert(b.memory && b.workspace && b.in && b.series && b.out);
    hopi_fourier_plan(&b.plan, n, instructions, b.memory, b.workspace);
    for (size_t i = 0; i < n * HOPI_ELEMENT; i += 2) {
        hopi_random_normal_pair(7, 0, (uint32_t)i, b.in + i);
    }
    return b;
}

static bench make(size_t n)
{
    return make_for(n, hopi_best_instructions());
}

/* out: the bins in their order. */
static void transform(bench *b)
{
    const size_t n = b->plan.length, rows = b->plan.rows;
    memcpy(b->series, b->in, n * HOPI_ELEMENT * sizeof *b->in);
    hopi_fourier_start(&b->plan, 0, hopi_fourier_columns(&b->plan), b->series, b->workspace);
    for (size_t r = 0; r < rows; r++) {
        hopi_fourier_row(&b->plan, r, b->series, b->workspace);
    }
    for (size_t k = 0; k < n; k++) {
        const size_t place = k % rows * (n / rows) + k / rows;
        memcpy(b->out + HOPI_ELEMENT * k, b->series + HOPI_ELEMENT * place,
               HOPI_ELEMENT * sizeof *b->out);
    }
}

static void release(bench *b)
{
    free(b->memory);
    free(b->workspace);
    free(b->in);
    free(b->series);
    free(b->out);
}

/* Largest difference to the sum that defines bin k, over the root of the power of a lane. */
static double error_of_bin(const bench *b, size_t n, size_t k)
{
    double worst = 0.0;
    for (size_t l = 0; l < HOPI_SERIES; l++) {
        double re = 0.0, im = 0.0, power = 0.0;
        for (size_t t = 0; t < n; t++) {
            const double angle = 2.0 * pi * (double)(k * t % n) / (double)n;
            const double x = b->in[HOPI_ELEMENT * t + l];
            const double y = b->in[HOPI_ELEMENT * t + HOPI_SERIES + l];
            re += x * cos(angle) + y * sin(angle);
            im += y * cos(angle) - x * sin(angle);
            power += x * x + y * y;
        }
        worst = fmax(worst, hypot(b->out[HOPI_ELEMENT * k + l] - re,
                                  b->out[HOPI_ELEMENT * k + HOPI_SERIES + l] - im)
                                / sqrt(power));
    }
    return worst;
}

START_TEST(test_fourier_transform_every_length_to_300_is_the_sum)
{
    for (size_t n = 1; n <= 300; n++) {
        bench b = make(n);
        transform(&b);
        for (size_t k = 0; k < n; k += 1 + n / 8) {
            /* The plain sum has an error of its own, √n roundings of its terms. */
            ck_assert_double_lt(error_of_bin(&b, n, k), 1e-14);
        }
        release(&b);
    }
}
END_TEST

START_TEST(test_fourier_transform_long_lengths_are_the_sum)
{
    /* Smooth, powers of two, primes, 2·3²·11·101, and 13², of which a line is a prime. */
    const size_t lengths[] = {20000, 4096, 8192, 19997, 2053, 19998, 169};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const size_t n = lengths[i];
        bench b = make(n);
        transform(&b);
        for (size_t k = 0; k < n; k += 1 + n / 3) {
            ck_assert_double_lt(error_of_bin(&b, n, k), 1e-13);
        }
        release(&b);
    }
}
END_TEST

START_TEST(test_fourier_transform_keeps_the_power)
{
    const size_t lengths[] = {1000, 1009, 1024, 1001};
    for (size_t i = 0; i < 4; i++) {
        const size_t n = lengths[i];
        bench b = make(n);
        double before = 0.0, after = 0.0;
        transform(&b);
        for (size_t j = 0; j < n * HOPI_ELEMENT; j++) {
            before += b.in[j] * b.in[j];
            after += b.out[j] * b.out[j];
        }
        /* Parseval; roundings of a few levels. */
        hopt_assert_relative(after, before * (double)n, 1e-14);
        release(&b);
    }
}
END_TEST

START_TEST(test_fourier_plan_prime_is_a_convolution_not_a_padded_transform)
{
    bench b = make(997);
    /* A wave of 100 whole periods has one line; padding would spread it. */
    for (size_t t = 0; t < 997; t++) {
        for (size_t l = 0; l < HOPI_ELEMENT; l++) {
            b.in[HOPI_ELEMENT * t + l] =
                l < HOPI_SERIES ? cos(2.0 * pi * (double)(100 * t % 997) / 997.0) : 0.0;
        }
    }
    transform(&b);
    for (size_t k = 0; k < 997; k++) {
        const double expected = k == 100 || k == 897 ? 498.5 : 0.0;
        ck_assert_double_eq_tol(b.out[HOPI_ELEMENT * k], expected, 1e-11);
    }
    ck_assert_uint_gt(b.plan.inner_length, 2 * 997 - 2);
    release(&b);
}
END_TEST

START_TEST(test_fourier_memory_overflow_is_zero)
{
    ck_assert_uint_eq(hopi_fourier_memory(((size_t)-1) / 3), 0);
}
END_TEST

START_TEST(test_fourier_transform_instruction_sets_agree)
{
    const size_t lengths[] = {2 * 3 * 4 * 5, 7 * 11, 13 * 4, 1009, 4000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const size_t n = lengths[i];
        bench plain = make_for(n, HOP_INSTRUCTIONS_BASELINE);
        transform(&plain);
        for (int32_t set = HOP_INSTRUCTIONS_AVX2; set <= hopi_best_instructions(); set++) {
            bench b = make_for(n, set);
            transform(&b);
            for (size_t j = 0; j < n * HOPI_ELEMENT; j++) {
                /* Bins of √n; a fused product saves one rounding of each stage. */
                ck_assert_double_eq_tol(b.out[j], plain.out[j], 1e-14 * sqrt((double)n));
            }
            release(&b);
        }
        release(&plain);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("fourier", &tcase);
    tcase_add_test(tcase, test_fourier_transform_every_length_to_300_is_the_sum);
    tcase_add_test(tcase, test_fourier_transform_long_lengths_are_the_sum);
    tcase_add_test(tcase, test_fourier_transform_keeps_the_power);
    tcase_add_test(tcase, test_fourier_plan_prime_is_a_convolution_not_a_padded_transform);
    tcase_add_test(tcase, test_fourier_memory_overflow_is_zero);
    tcase_add_test(tcase, test_fourier_transform_instruction_sets_agree);
    return hopt_run(suite);
}
