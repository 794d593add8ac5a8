/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hop_jpl_fit_batch() of 1 to a million spectra of 61 points on a log-uniform grid: nanoseconds
 * a fit by the clock, how much faster two threads are, and the most memory that libhop held.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "timing.h"

enum { POINTS = 61, DIFFERENT = 1000, MOST = 1000000, KEYS = 3 };

typedef struct meter {
    size_t now, most;
} meter;

/* The size stands before each block, which stays aligned. */
static void *allocate(void *user, size_t size)
{
    meter *m = user;
    unsigned char *block = aligned_alloc(64, (size + 127) / 64 * 64);
    if (!block) {
        return NULL;
    }
    memcpy(block, &size, sizeof size);
    m->now += size;
    m->most = m->now > m->most ? m->now : m->most;
    return block + 64;
}

static void release(void *user, void *memory)
{
    meter *m = user;
    size_t size;
    memcpy(&size, (unsigned char *)memory - 64, sizeof size);
    m->now -= size;
    free((unsigned char *)memory - 64);
}

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static void fill(const double *freq_hz, double *sigma)
{
    uint64_t state = 1;
    for (size_t i = 0; i < DIFFERENT; i++) {
        const double f_p = pow(10.0, 3.0 + 3.0 * uniform(&state)), n = 0.3 + 0.7 * uniform(&state);
        for (size_t k = 0; k < POINTS; k++) {
            sigma[i * POINTS + k] = 1e-4 * (1.0 + pow(freq_hz[k] / f_p, n))
                                    * (0.98 + 0.04 * uniform(&state));
        }
    }
    for (size_t i = DIFFERENT; i < MOST; i++) {
        memcpy(sigma + i * POINTS, sigma + i % DIFFERENT * POINTS, POINTS * sizeof *sigma);
    }
}

int main(void)
{
    static const int32_t keys[KEYS] = {HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P, HOP_N};
    double freq_hz[POINTS];
    double *sigma = malloc((size_t)MOST * POINTS * sizeof *sigma);
    double *values = malloc((size_t)2 * MOST * KEYS * sizeof *values);
    uint32_t *flags = malloc(MOST * sizeof *flags);
    meter m = {0, 0};
    hop_ctx *ctx = NULL;
    if (!sigma || !values || !flags
        || hop_ctx_create_with_allocator(allocate, release, &m, &ctx) != HOP_OK) {
        return 1;
    }
    for (size_t k = 0; k < POINTS; k++) {
        freq_hz[k] = pow(10.0, 7.0 * (double)k / (POINTS - 1));
    }
    fill(freq_hz, sigma);
    for (size_t count = 1; count <= MOST; count *= 10) {
        const size_t repeats = count < 100000 ? 100000 / count : 1;
        double best[2] = {INFINITY, INFINITY};
        m.most = m.now;
        for (int round = 0; round < 6; round++) {
            const int threads = 1 + round % 2;
            hop_ctx_set_threads(ctx, threads);
            const double start = wall_ns();
            for (size_t k = 0; k < repeats; k++) {
                if (hop_jpl_fit_batch(ctx, POINTS, freq_hz, count, sigma, NULL, NULL, KEYS, keys,
                                      values, values + (size_t)MOST * KEYS, NULL, flags, NULL)
                    != HOP_OK) {
                    return 1;
                }
            }
            best[threads - 1] = fmin(best[threads - 1],
                                     (wall_ns() - start) / (double)(repeats * count));
        }
        printf("%8zu spectra %10.1f ns a fit, two threads %4.2f x faster, %8.1f kB at most\n",
               count, best[0], best[0] / best[1], 1e-3 * (double)m.most);
    }
    hop_ctx_destroy(ctx);
    free(flags);
    free(values);
    free(sigma);
    return 0;
}
