/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What one core of this machine can do: nanoseconds of a multiplication with addition, a
 * division and a square root of a vector as wide as the registers, and of a byte from memory.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timing.h"

#if defined(__AVX512F__)
enum { LANES = 8 };
#elif defined(__AVX2__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif
typedef double vector __attribute__((vector_size(8 * LANES)));

enum { CHAINS = 12, STEPS = 200000, ROUNDS = 9, MEGABYTES = 512 };

static volatile double sink;

/* Independent chains, so that only the number of units limits them. */
static double multiplication_ns(void)
{
    vector x[CHAINS];
    const vector factor = (vector){0} + 0.999999999, term = (vector){0} + 1e-9;
    for (int j = 0; j < CHAINS; j++) {
        x[j] = (vector){0} + j;
    }
    const double start = processor_ns();
    for (int k = 0; k < STEPS; k++) {
        for (int j = 0; j < CHAINS; j++) {
            x[j] = x[j] * factor + term;
        }
    }
    const double ns = (processor_ns() - start) / STEPS / CHAINS;
    for (int j = 0; j < CHAINS; j++) {
        sink += x[j][0];
    }
    return ns;
}

static double division_ns(void)
{
    vector x[4] = {{0}};
    for (int j = 0; j < 4; j++) {
        x[j] = (vector){0} + 1.5 + j;
    }
    const double start = processor_ns();
    for (int k = 0; k < STEPS; k++) {
        for (int j = 0; j < 4; j++) {
            x[j] = 1.7 / x[j];
        }
    }
    const double ns = (processor_ns() - start) / STEPS / 4;
    sink += x[0][0] + x[1][0] + x[2][0] + x[3][0];
    return ns;
}

static double byte_ns(void)
{
    const size_t bytes = (size_t)MEGABYTES << 20, count = bytes / sizeof(vector);
    vector *memory = aligned_alloc(sizeof(vector), bytes), sums[8] = {{0}};
    if (!memory) {
        return NAN;
    }
    memset(memory, 0, bytes);
    const double start = processor_ns();
    for (size_t k = 0; k < count; k += 8) {
        for (size_t j = 0; j < 8; j++) {
            sums[j] += memory[k + j];
        }
    }
    const double ns = (processor_ns() - start) / (double)bytes;
    for (int j = 0; j < 8; j++) {
        sink += sums[j][0];
    }
    free(memory);
    return ns;
}

static double least(double (*measure)(void), int rounds)
{
    double best = INFINITY;
    for (int k = 0; k < rounds; k++) {
        best = fmin(best, measure());
    }
    return best;
}

int main(void)
{
    printf("lanes %d\nmultiplication %.4g\ndivision %.4g\nbyte %.4g\n", (int)LANES,
           least(multiplication_ns, ROUNDS), least(division_ns, ROUNDS), least(byte_ns, 3));
    return 0;
}
