/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fits of the hard mix with each instruction set of this machine, in rounds that go round the
 * sets: nanoseconds a fit by the clock, the least of the rounds, and how many times as long as
 * with the best set.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "timing.h"

enum { LEVELS = 3, KEYS = 3, ROUNDS = 15, MOST_POINTS = 601, NUMBERS = 122000 };

typedef enum work { SINGLE, BATCH_LOG, BATCH_ANY, WORKS } work;

static const char *const work_names[WORKS] = {"single fit", "batch, log-uniform grid",
                                              "batch, any grid"};

static const struct {
    int32_t set;
    const char *name;
} levels[LEVELS] = {{HOP_INSTRUCTIONS_AVX512, "AVX-512"},
                    {HOP_INSTRUCTIONS_AVX2, "AVX2"},
                    {HOP_INSTRUCTIONS_BASELINE, "baseline"}};

typedef struct data {
    size_t points, spectra;
    double freq_hz[MOST_POINTS], sigma[NUMBERS];
    hop_spectrum *handles[NUMBERS];
    double values[NUMBERS], errors[NUMBERS];
} data;

static void require(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "levels: %s\n", hop_status_message(status));
        exit(1);
    }
}

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)((*state >> 11) + 1) / 9007199254740993.0;
}

static double normal(uint64_t *state)
{
    const double radius = sqrt(-2.0 * log(uniform(state)));
    return radius * cos(6.283185307179586 * uniform(state));
}

/* From 1 Hz to 10 MHz; every other frequency is 1 % off on a grid that is not log-uniform. */
static void open_data(data *d, size_t points, int is_uniform)
{
    uint64_t state = 1;
    d->points = points;
    d->spectra = NUMBERS / points;
    for (size_t k = 0; k < points; k++) {
        d->freq_hz[k] = pow(10.0, 7.0 * (double)k / (double)(points - 1))
                        * (is_uniform || k % 2 == 0 ? 1.0 : 1.01);
    }
    for (size_t i = 0; i < d->spectra; i++) {
        const double f_p_Hz = pow(10.0, 3.0 + 6.0 * uniform(&state));
        const double n = 0.3 + 0.7 * uniform(&state);
        const double noise = 0.005 * pow(10.0, uniform(&state));
        double *sigma = d->sigma + i * points;
        for (size_t k = 0; k < points; k++) {
            sigma[k] = 1e-4 * (1.0 + pow(d->freq_hz[k] / f_p_Hz, n))
                       * (1.0 + noise * normal(&state));
        }
        require(hop_spectrum_from_conductivity(NULL, points, d->freq_hz, sigma, NULL, NAN, NAN,
                                               NAN, &d->handles[i]));
    }
}

static void close_data(data *d)
{
    for (size_t i = 0; i < d->spectra; i++) {
        hop_spectrum_destroy(d->handles[i]);
    }
}

static double time_ns(hop_ctx *ctx, data *d, work kind)
{
    static const int32_t keys[KEYS] = {HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P, HOP_N};
    const double start = wall_ns();
    if (kind == SINGLE) {
        for (size_t i = 0; i < d->spectra; i++) {
            hop_jpl *fit = NULL;
            require(hop_jpl_fit(ctx, d->handles[i], NULL, &fit));
            hop_jpl_destroy(fit);
        }
    } else {
        require(hop_jpl_fit_batch(ctx, d->points, d->freq_hz, d->spectra, d->sigma, NULL, NULL,
                                  KEYS, keys, d->values, d->errors, NULL, NULL, NULL));
    }
    return (wall_ns() - start) / (double)d->spectra;
}

static void measure(hop_ctx *ctx, data *d, work kind)
{
    double best[LEVELS] = {INFINITY, INFINITY, INFINITY};
    for (int round = 0; round < ROUNDS; round++) {
        for (int j = 0; j < LEVELS; j++) {
            if (hop_ctx_set_instructions(ctx, levels[j].set) == HOP_OK) {
                best[j] = fmin(best[j], time_ns(ctx, d, kind));
            }
        }
    }
    printf("%-24s%7zu", work_names[kind], d->points);
    const double least = fmin(best[0], fmin(best[1], best[2]));
    for (int j = 0; j < LEVELS; j++) {
        if (isfinite(best[j])) {
            printf("%10.0f %5.2f", best[j], best[j] / least);
        } else {
            printf("%10s %5s", "-", "");
        }
    }
    puts("");
}

int main(void)
{
    static const size_t points[] = {61, MOST_POINTS};
    static data d;
    hop_ctx *ctx = NULL;
    require(hop_ctx_create(&ctx));
    require(hop_ctx_set_threads(ctx, 1));
    printf("%-24s%7s", "ns a fit", "points");
    for (int j = 0; j < LEVELS; j++) {
        printf("%10s %5s", levels[j].name, "ratio");
    }
    puts("");
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        for (int kind = 0; kind < WORKS; kind++) {
            open_data(&d, points[i], kind != BATCH_ANY);
            measure(ctx, &d, (work)kind);
            close_data(&d);
        }
    }
    hop_ctx_destroy(ctx);
    return 0;
}
